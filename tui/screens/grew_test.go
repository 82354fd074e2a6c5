package screens

import (
	"testing"

	"readycheck/assessment"
)

// Where more questions are asked than before, the question says why, beside the count.
func TestAQuestionSaysWhyMoreAreAsked(t *testing.T) {
	d := drive(t, &memory{Sessions: []*assessment.Session{bakery(0)}}, nil)
	d.press("enter 1 s F y")
	says := d.m.work.Grew()
	if says == "" {
		t.Fatal("no more questions are asked")
	}
	d.shows(says)
	d.press("1 s 1 s")
	d.hides(says)
}
