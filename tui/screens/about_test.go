package screens

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// keysTyped counts the keys of a way.
func keysTyped(t *testing.T, way ...string) (keys int) {
	t.Helper()
	for _, part := range way {
		for _, word := range strings.Fields(part) {
			if _, ok := keyNames[word]; ok {
				keys++
				continue
			}
			keys += len(word)
		}
	}
	return keys
}

// Numbers choose in the setup as on questions: a few keys lead from the first start to the first
// question.
func TestNumbersFillInTheSetup(t *testing.T) {
	d := drive(t, &memory{}, nil)
	way := []string{"enter", "Rosa enter", "Replies enter", "enter", "2", "3", "3 enter", "1 2 enter", "2 enter", "3 enter", "1"}
	d.press(strings.Join(way, " "))
	if _, asking := d.m.screen.(*questionScreen); !asking {
		t.Fatalf("not at the first question:\n%s", d.text())
	}
	want := assessment.Setup{
		Kind: "documents", StageNow: "pilot", Connection: []string{"connector"}, Powers: []string{"read", "draft"},
		Audience: []string{"staff"}, Information: []string{"personal"}, Depth: assessment.Quick,
	}
	if got := d.store.Sessions[0].Setup; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("setup %+v, want %+v", got, want)
	}
	if got := keysTyped(t, way...); got > 35 {
		t.Errorf("%d keys to the first question", got)
	}
}

func TestANumberTakesItsMarkAway(t *testing.T) {
	d := drive(t, &memory{}, nil)
	d.press("enter Rosa enter Replies enter enter 2 3")
	d.press("2 3")
	d.shows("[x] 2 It is part", "[x] 3 It is linked")
	d.press("2")
	d.shows("[ ] 2 It is part", "[x] 3 It is linked")
	d.press("5") // nobody knows it and does not know it
	d.shows("[ ] 3 It is linked", "[x] 5 I don't know")
	d.press("9")
	d.shows("6 of 10", "[x] 5 I don't know")
	// In a field for text a number is text.
	d.press("shift+tab shift+tab shift+tab 4")
	d.shows("> 4")
}

func TestNumbersChooseInEveryForm(t *testing.T) {
	d := drive(t, &memory{Sessions: []*assessment.Session{bakery(15)}}, nil)
	d.press("e 4 4 enter")
	if !strings.Contains(d.export, " md ") || !strings.HasSuffix(d.export, "client-safe") {
		t.Errorf("exported %q", d.export)
	}
}

func TestOnePageShowsAllAboutTheUse(t *testing.T) {
	session := bakery(15)
	d := drive(t, &memory{Sessions: []*assessment.Session{session}}, nil)
	d.press("enter b a")
	for i := range interview.Pages {
		page := &interview.Pages[i]
		said := page.Says(d.m.work.Set, session)
		if said == "" {
			said = "Nothing said."
		}
		for _, size := range goldenSizes {
			d.send(size)
			d.press("pgdown down down down down down down down down down" + strings.Repeat(" up", len(interview.Pages)-1-i))
			d.shows(d.m.work.Set.Setup[page.Name].Title, said)
		}
	}
	d.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	// A number changes that one and comes back; enter does so with the one under the cursor.
	d.press("5 5")
	d.shows("About this use", "▸ 5 How far are you with it today?")
	if session.Setup.StageNow != "broad" {
		t.Errorf("the stage is %q", session.Setup.StageNow)
	}
	d.press("up up up enter")
	d.typed(" and orders")
	d.press("enter")
	d.shows("It drafts replies to cake orders and orders", "Saved 14:03")
	if session.Use != "It drafts replies to cake orders and orders" {
		t.Errorf("the use is %q", session.Use)
	}
	d.press("9")
	d.shows("[x] 3 Personal")
	d.press("esc")
	d.shows("What is your business called?", "esc question")
	d.press("esc")
	d.shows("How do you know?")
	d.press("esc a")
	d.shows("esc summary")
}

// A change that shuts the open question leads to the one nearest to it.
func TestAChangeOfTheSetupReachesTheQuestion(t *testing.T) {
	session := bakery(0)
	session.Setup.Depth = assessment.Full
	d := drive(t, &memory{Sessions: []*assessment.Session{session}}, nil)
	d.press("enter")
	full := d.m.work.Flow.Len()
	d.run(d.m.act(openQuestion{d.m.work.Flow.At(full - 1).ID}))
	d.press("a 0 1 esc")
	quick := d.m.work.Flow.Len()
	if quick >= full {
		t.Fatalf("%d questions, %d before", quick, full)
	}
	d.shows(fmt.Sprintf("of %d", quick))
}

// One key makes the quick check the full one, from wherever one sees how it goes.
func TestTheFullCheckIsOneKeyAway(t *testing.T) {
	for way, still := range map[string]string{"enter b": "1 of 31", "enter v": "Before you see", "enter": "Not answered"} {
		session := bakery(15)
		d := drive(t, &memory{Sessions: []*assessment.Session{session}}, nil)
		d.press(way)
		d.shows("F full check")
		before := d.m.work.Flow.Len()
		d.press("F")
		d.shows("Go on to the full check?", "nothing is asked twice")
		d.press("y")
		more := d.m.work.Flow.Len() - before
		if more < 5 || session.Setup.Depth != assessment.Full {
			t.Fatalf("%q: %d more, %v", way, more, session.Setup.Depth)
		}
		d.shows(fmt.Sprintf("The full check: %d more questions come, about", more), "minutes left. Nothing is asked twice.")
		if way == "enter" {
			if d.m.work.Session.Answers[d.m.work.Position].Level != assessment.Unanswered {
				t.Errorf("it leads to a question that is answered:\n%s", d.text())
			}
		} else {
			d.shows(still)
		}
		d.hides("F full check")
	}
	// It is the owner's to decide, and nothing in the example changes.
	d := drive(t, &memory{}, nil)
	d.press("x b")
	d.hides("full check")
	d = driveRoom(t, newHall())
	d.press("s b F y")
	d.hides("full check")
	if d.m.work.Session.Setup.Depth != assessment.Quick {
		t.Error("a facilitator changed the depth")
	}
}
