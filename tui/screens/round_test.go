package screens

import (
	"fmt"
	"strings"
	"testing"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

func onReview(t *testing.T, session *assessment.Session) *driver {
	d := drive(t, &memory{Sessions: []*assessment.Session{session}}, nil)
	d.press("enter v")
	if _, ok := d.m.screen.(*reviewScreen); !ok {
		t.Fatalf("not the review:\n%s", d.text())
	}
	return d
}

// From thing to thing: whoever answers one is led to the next one that is open, not to the next
// question.
func TestAReviewLeadsFromThingToThing(t *testing.T) {
	d := onReview(t, bakery(12))
	order := interview.WalkFrom(d.m.work.Review(), 0)
	d.press("enter")
	for i, question := range order[:5] {
		if d.m.work.Position != question {
			t.Fatalf("thing %d is %s, want %s", i, d.m.work.Position, question)
		}
		d.shows(fmt.Sprintf("%d of %d to look at", i+1, len(order)))
		d.press("1 s")
	}
	d.press("esc")
	d.shows("Before you see where you stand")
	if q := d.m.work.Review()[0].Question; q == order[0] {
		t.Error("what was answered is still open")
	}
}

func TestARoundPassesWhatIsSettled(t *testing.T) {
	d := onReview(t, bakery(12))
	order := interview.WalkFrom(d.m.work.Review(), 0)
	d.press("enter")
	// Another window answers the second one meanwhile.
	d.m.work.Answered(order[1], assessment.Answer{Level: assessment.InPlace, Known: assessment.Seen})
	d.press("1 s")
	if d.m.work.Position != order[2] {
		t.Errorf("led to %s, want %s", d.m.work.Position, order[2])
	}
}

func TestARoundEndsInTheReview(t *testing.T) {
	d := onReview(t, bakery(12))
	last := len(d.m.work.Review()) - 1
	d.press(strings.Repeat("down ", last) + "enter")
	order := len(interview.WalkFrom(d.m.work.Review(), 0))
	d.shows(fmt.Sprintf("%d of %d to look at", order, order))
	d.press("right")
	d.shows("Before you see where you stand", "That was the last one to look at.")
	d.press("esc")
	d.shows("13 of 15")
	d.hides("to look at")
}

func TestARoundGoesBackAndLeavesForLater(t *testing.T) {
	d := onReview(t, bakery(12))
	order := interview.WalkFrom(d.m.work.Review(), 0)
	d.press("enter left")
	d.shows("This is the first one that you went to.")
	d.press("l")
	if d.m.work.Position != order[1] {
		t.Errorf("l leads to %s, want %s", d.m.work.Position, order[1])
	}
	d.press("left")
	if d.m.work.Position != order[0] {
		t.Errorf("back leads to %s, want %s", d.m.work.Position, order[0])
	}
	// Undo stays on the round.
	d.press("1 s u")
	if d.m.work.Position != order[0] {
		t.Errorf("undo leads to %s, want %s", d.m.work.Position, order[0])
	}
	d.press("down")
	d.shows("to look at")
}

// A re-check goes from gap to gap.
func TestARecheckGoesFromGapToGap(t *testing.T) {
	d := drive(t, twice(), nil)
	d.press("down r y")
	order := interview.WalkFrom(d.m.work.Review(), 0)
	if len(order) < 3 || len(order) == d.m.work.Flow.Len() {
		t.Fatalf("%d of %d to look at", len(order), d.m.work.Flow.Len())
	}
	d.press("enter")
	for _, question := range order[:3] {
		if d.m.work.Position != question {
			t.Errorf("at %s, want %s", d.m.work.Position, question)
		}
		d.press("1 s")
	}
}

// Each row of the review leads somewhere, also one about several answers.
func TestEachRowOfTheReviewOpens(t *testing.T) {
	session := bakery(12)
	session.Setup.Connection, session.Setup.Powers = []string{"none"}, []string{"write"}
	d := onReview(t, session)
	alerts := 0
	for i, row := range d.m.work.Review() {
		if row.Alert {
			alerts++
		}
		d := onReview(t, session)
		d.press(strings.Repeat("down ", i) + "enter")
		if _, still := d.m.screen.(*reviewScreen); still {
			t.Errorf("enter does nothing on %q", row.Text)
		}
		d.press("esc")
		if r, back := d.m.screen.(*reviewScreen); !back || r.list.at != i {
			t.Errorf("esc from %q leads to:\n%s", row.Text, d.text())
		}
	}
	if alerts < 2 {
		t.Errorf("only %d alerts", alerts)
	}
}
