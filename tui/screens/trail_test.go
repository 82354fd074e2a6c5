package screens

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
)

func TestEscLeadsBackToWhereOneCameFrom(t *testing.T) {
	for _, c := range []struct {
		answered int
		way      string
		// back is what each esc shows, and foot what the foot says before it.
		foot, back []string
	}{
		{15, "enter", []string{"esc home"}, []string{"Your sessions"}},
		{15, "enter b", []string{"esc summary", "esc home"}, []string{"[Summary]", "Your sessions"}},
		{15, "enter b right right right", []string{"esc summary"}, []string{"[Summary]"}},
		{15, "enter 3 b", []string{"esc summary"}, []string{"[By section]"}},
		{15, "enter v", []string{"esc summary"}, []string{"[Summary]"}},
		{15, "enter b v", []string{"esc question", "esc summary"}, []string{"How do you know?", "[Summary]"}},
		{15, "enter v g", nil, []string{"Before you see where you stand", "[Summary]", "Your sessions"}},
		{15, "enter b g", nil, []string{"How do you know?", "[Summary]", "Your sessions"}},
		{15, "enter b g down enter", []string{"esc summary"}, []string{"[Summary]"}},
		{15, "enter b v left", []string{"esc summary"}, []string{"[Summary]"}},
		{5, "enter", []string{"esc home"}, []string{"Your sessions"}},
		{5, "enter v", []string{"esc question"}, []string{"6 of"}},
		{5, "enter v enter", []string{"esc review", "esc question", "esc home"}, []string{"Not answered yet", "6 of", "Your sessions"}},
		{5, "enter v f", []string{"esc review", "esc question"}, []string{"Not answered yet", "6 of"}},
		{5, "enter ?", nil, []string{"6 of", "Your sessions"}},
		{5, "enter o", nil, []string{"6 of", "Your sessions"}},
	} {
		d := drive(t, &memory{Sessions: []*assessment.Session{bakery(c.answered)}}, nil)
		d.press(c.way)
		for i, shows := range c.back {
			if i < len(c.foot) {
				d.shows(c.foot[i])
			}
			d.press("esc")
			if flat := strings.Join(strings.Fields(d.text()), " "); !strings.Contains(flat, shows) {
				t.Errorf("%q and esc %d times does not show %q:\n%s", c.way, i+1, shows, d.text())
			}
		}
	}
}

// Whatever the way was, home is at most four presses away.
func TestHomeIsFourPressesAway(t *testing.T) {
	ways := []string{"v", "b", "f", "g enter", "enter", "left", "right", "1", "a", "a esc"}
	for first := range ways {
		for second := range ways {
			for third := range ways {
				way := fmt.Sprintf("enter v %s %s %s v f b %s", ways[first], ways[second], ways[third], ways[first])
				d := drive(t, &memory{Sessions: []*assessment.Session{bakery(15)}}, nil)
				d.press(way)
				presses := 0
				for ; !isHome(d.m.screen); presses++ {
					if presses == 4 {
						t.Fatalf("%q: four times esc is not home:\n%s", way, d.text())
					}
					d.press("esc")
				}
			}
		}
	}
}

func TestComingBackFindsTheCursorAndTheTab(t *testing.T) {
	d := drive(t, &memory{Sessions: []*assessment.Session{bakery(15)}}, nil)
	d.press("enter 2 down down")
	steps := d.text()
	d.press("v esc")
	if d.text() != steps {
		t.Errorf("the steps are not as they were left:\n%s\nwas:\n%s", d.text(), steps)
	}

	d.press("v down down down down")
	cursor := cursorLine(d.text())
	d.press("g esc")
	if got := cursorLine(d.text()); got != cursor {
		t.Errorf("the cursor of the review is at %q, was at %q", got, cursor)
	}

	d = drive(t, &memory{Sessions: []*assessment.Session{bakery(5)}}, nil)
	d.press("enter down down")
	cursor = cursorLine(d.text())
	d.press("v esc")
	if got := cursorLine(d.text()); got != cursor {
		t.Errorf("the cursor of the question is at %q, was at %q", got, cursor)
	}
}

func cursorLine(text string) string {
	for line := range strings.SplitSeq(text, "\n") {
		if strings.Contains(line, cursorMark) {
			return line
		}
	}
	return ""
}

// A place takes in what was changed while one was away.
func TestAPlaceTakesInWhatChanged(t *testing.T) {
	d := drive(t, &memory{Sessions: []*assessment.Session{bakery(15)}}, nil)
	d.press("enter 3 b")
	before := d.m.work.Session.Answers[d.m.work.Position].Level
	d.press("3 esc")
	d.shows("[By section]")
	if d.m.work.Session.Answers[d.m.work.Position].Level == before {
		t.Fatal("nothing was changed")
	}
	d.press("1 v")
	d.shows("Gaps")
	rows := len(d.m.screen.(*reviewScreen).rows)
	d.press("enter 1 s esc")
	if got := len(d.m.screen.(*reviewScreen).rows); got >= rows {
		t.Errorf("the review has %d rows, had %d", got, rows)
	}
}

// A session that was looked at before is no way back from another one.
func TestNoWayLeadsIntoAnotherSession(t *testing.T) {
	d := drive(t, twice(), nil)
	d.press("enter b v esc esc esc down enter")
	for _, p := range d.m.trail {
		if name, about := p.place(); about != d.m.work {
			t.Errorf("esc leads to the %s of another session", name)
		}
	}
	d.press("esc esc")
	d.shows("Your sessions")
}

func TestTheFacilitatorComesBackToTheRoom(t *testing.T) {
	d := driveRoom(t, newHall())
	d.press("s b")
	d.shows("esc summary")
	d.press("esc")
	d.shows("[Summary]", "esc the room")
	d.press("esc")
	if _, ok := d.m.screen.(*roomScreen); !ok {
		t.Errorf("not the room:\n%s", d.text())
	}
}

func TestAVoterComesBackToTheirVotes(t *testing.T) {
	d := driveVoter(t, newBooth("Ali", 5))
	d.press("g esc")
	d.shows("6 of")
	d.press("right right esc")
	d.shows("Your votes")
}

// Two quick presses arrive as one key.
func TestEscTwiceInARow(t *testing.T) {
	d := drive(t, &memory{Sessions: []*assessment.Session{bakery(15)}}, nil)
	d.press("enter b v")
	d.send(tea.KeyPressMsg{Code: tea.KeyEscape, Mod: tea.ModAlt})
	d.shows("[Summary]")
}
