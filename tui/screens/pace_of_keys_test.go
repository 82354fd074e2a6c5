package screens

import (
	"fmt"
	"strings"
	"testing"

	"readycheck/assessment"
)

// An answer takes two keys at most, and one where nothing more is asked of it: over a whole
// interview, whatever is answered.
func TestAnAnswerTakesTwoKeys(t *testing.T) {
	for _, known := range []string{"s", "t", "enter"} {
		for first := range 3 {
			session := bakery(0)
			session.Setup.Depth = assessment.Full
			d := drive(t, &memory{Sessions: []*assessment.Session{session}}, nil)
			d.press("enter")
			answered, names := 0, 0
			for ; ; answered++ {
				q, asking := d.m.screen.(*questionScreen)
				if !asking {
					break
				}
				rows := q.Rows()
				row := (answered + first) % len(rows)
				if rows[row].Level == assessment.NA {
					row = 0 // that asks for a reason
				}
				asked, level := q.ID, rows[row].Level
				keys := []string{fmt.Sprint(row + 1), known}
				if !level.IsKnown() {
					keys = keys[:1]
				}
				d.press(strings.Join(keys, " "))
				if got := session.Answers[asked]; got.Level != level || level.IsKnown() && got.Known == assessment.Assumed && known != "enter" {
					t.Fatalf("%v answers %s with %+v", keys, asked, got)
				}
				if d.m.page != nil {
					d.shows("Who is it?")
					d.press("Dana enter")
					names++
				}
				if next, asking := d.m.screen.(*questionScreen); asking && next.ID == asked {
					t.Fatalf("%v does not go on from %s:\n%s", keys, asked, d.text())
				}
			}
			d.shows("Before you see where you stand")
			if answered < 25 || answered != len(session.Answers) {
				t.Errorf("%d answered, %d stored", answered, len(session.Answers))
			}
			if first == 0 && names == 0 && session.Answers["owner-named"].Level == assessment.InPlace {
				t.Error("nobody was asked for a name")
			}
		}
	}
}

// "Yes, one named person" is asked who that is, and goes on behind the name.
func TestANamedPersonGetsAName(t *testing.T) {
	for name, c := range map[string]struct{ keys, owner string }{
		"seen":       {"1 s Dana enter", "Dana"},
		"told":       {"1 t Dana enter", "Dana"},
		"guessed":    {"1 enter Dana enter", "Dana"},
		"cursor":     {"down enter Dana enter", "Dana"},
		"no name":    {"1 s enter", ""},
		"not so":     {"3", ""},
		"in a round": {"1 s Dana enter", "Dana"},
	} {
		t.Run(name, func(t *testing.T) {
			session := bakery(15)
			delete(session.Answers, "owner-named")
			d := drive(t, &memory{Sessions: []*assessment.Session{session}}, nil)
			if d.press("enter"); name == "in a round" {
				d.press("v enter")
			}
			if d.m.work.Position != "owner-named" {
				t.Fatalf("at %s", d.m.work.Position)
			}
			d.press(c.keys)
			if got := session.Answers["owner-named"]; got.Owner != c.owner || got.Level == assessment.Unanswered {
				t.Errorf("%+v", got)
			}
			if d.m.page != nil || d.m.work.Position == "owner-named" {
				t.Errorf("it does not go on:\n%s", d.text())
			}
			if name == "in a round" {
				d.shows("to look at")
			}
		})
	}
	// Where only the owner meets its work, nobody is asked. Left by esc, it stays at the question,
	// and is not asked again.
	session := bakery(15)
	delete(session.Answers, "owner-named")
	d := drive(t, &memory{Sessions: []*assessment.Session{session}}, nil)
	d.press("enter 1 s Da esc")
	d.shows("Does one named person answer for how the AI is used?")
	d.press("enter")
	if d.m.page != nil || d.m.work.Position == "owner-named" {
		t.Errorf("it does not go on:\n%s", d.text())
	}
	session = bakery(15)
	session.Setup.Audience = []string{"me"}
	delete(session.Answers, "owner-named")
	d = drive(t, &memory{Sessions: []*assessment.Session{session}}, nil)
	d.run(d.m.act(openQuestion{"owner-named"}))
	if d.press("enter 1 s"); d.m.page != nil {
		t.Errorf("a name is asked for:\n%s", d.text())
	}
}

// In a room a number votes and stays, whatever it says: the facilitator may lead on.
func TestANumberStaysInARoom(t *testing.T) {
	for _, inStep := range []bool{false, true} {
		b := newBooth("Ali", 5)
		b.view.InStep, b.view.Step = inStep, "own-login"
		d := driveVoter(t, b)
		at := d.m.work.Position
		d.press("4")
		if d.m.notice != "" || d.m.work.Position != at || b.votes[at].Level == assessment.Unanswered {
			t.Errorf("%q, at %s: %+v", d.m.notice, d.m.work.Position, b.votes[at])
		}
	}
}
