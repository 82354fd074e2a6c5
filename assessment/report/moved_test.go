package report

import (
	"strings"
	"testing"

	"readycheck/assessment"
)

// What a step moved is said by the stage that it reached, and else by how much is left.
func TestMovedSaysWhatAStepMoved(t *testing.T) {
	set := assessment.Default()
	session, err := assessment.Example(set)
	if err != nil {
		t.Fatal(err)
	}
	now := New(set, session, today)
	seen := map[string]bool{}
	for range 60 {
		needed, next := assessment.Needed(set, session, &now.Summary)
		if next == assessment.StageNone {
			if said := now.Moved(&now.Summary); said != "No stage is left to reach." && now.Summary.Stage == now.Summary.Carries {
				t.Errorf("at the end: %q", said)
			}
			break
		}
		before := now.Summary
		question := needed[0]
		session.Answers[question] = session.Answers[question].StepAfter(assessment.InPlace, 0, assessment.Seen)
		now = New(set, session, today)
		said := now.Moved(&before)
		switch {
		case now.Summary.Stage > before.Stage:
			seen["stage"] = true
			if !strings.HasPrefix(said, assessment.Capital(set.StageName(now.Summary.Stage))+" is reached.") {
				t.Errorf("a stage was reached: %q", said)
			}
		case len(needed) == 2 && now.Summary.Carries == before.Carries:
			seen["one"] = true
			if !strings.Contains(said, "1 step left before "+strings.TrimPrefix(set.Then(next), "then ")+".") {
				t.Errorf("one is left: %q", said)
			}
		}
		back := New(set, session, today)
		back.Summary = before
		if now.Summary.Stage > before.Stage && !strings.Contains(back.Moved(&now.Summary), "takes you back") {
			t.Errorf("a stage was lost: %q", back.Moved(&now.Summary))
		}
	}
	if !seen["stage"] || !seen["one"] {
		t.Errorf("the walk met only %v", seen)
	}
}

// Whoever did the one step of a line hears which question the line still waits for.
func TestMovedNamesWhatALineStillWaitsFor(t *testing.T) {
	set, session := assessment.Default(), ready()
	session.Answers["vendor-terms"] = assessment.Answer{Level: assessment.No}
	session.Answers["risk-reviewed"] = assessment.Answer{Level: assessment.No}
	before := New(set, session, today).Summary
	session.Answers["risk-reviewed"] = session.Answers["risk-reviewed"].StepAfter(assessment.InPlace, 0, assessment.Seen)
	r := New(set, session, today)
	terms, _ := set.Question("vendor-terms")
	if said, want := r.Moved(&before), "“Risks reviewed” still waits for: "+terms.For(&session.Setup).Text; !strings.HasSuffix(said, want) {
		t.Errorf("%q does not end with %q", said, want)
	}
	before = r.Summary
	session.Answers["vendor-terms"] = session.Answers["vendor-terms"].StepAfter(assessment.InPlace, 0, assessment.Seen)
	if said := New(set, session, today).Moved(&before); strings.Contains(said, "still waits") {
		t.Errorf("nothing is left of the line: %q", said)
	}
}

// Everybody who sees to a step gets a letter with all of theirs, and what nobody has comes last.
func TestEverybodyGetsALetter(t *testing.T) {
	set := assessment.Default()
	session, err := assessment.Example(set)
	if err != nil {
		t.Fatal(err)
	}
	r := New(set, session, today)
	plan := assessment.NewPlan(set, session, &r.Summary, today)
	letters, steps := r.Letters(plan), 0
	if len(letters) < 2 || letters[len(letters)-1].Owner != "" {
		t.Fatalf("%d letters", len(letters))
	}
	for _, letter := range letters {
		steps += letter.Steps
		if letter.Steps == 0 || letter.Owner != "" && !strings.HasPrefix(letter.Text, "Hello "+letter.Owner+",") {
			t.Errorf("%+v", letter)
		}
	}
	if steps != len(plan.Steps) {
		t.Errorf("%d of %d steps are in a letter", steps, len(plan.Steps))
	}
	alone := &assessment.Session{Business: "B", Use: "U", Setup: session.Setup, Answers: map[string]assessment.Answer{"off-switch": {Owner: "Kim", Due: "2026-11-20"}}}
	open := New(set, alone, today)
	kim := open.Letters(assessment.NewPlan(set, alone, &open.Summary, today))
	if len(kim) != 1 || !strings.Contains(kim[0].Text, "1. Please find out: ") || !strings.Contains(kim[0].Text, "(Kim, overdue since Fri 20 Nov)") {
		t.Errorf("a question that is open: %+v", kim)
	}
	session.Answers[plan.Steps[0].Question] = assessment.Answer{Level: assessment.No, Owner: "Eve\x1b[31m"}
	r = New(set, session, today)
	for _, letter := range r.Letters(assessment.NewPlan(set, session, &r.Summary, today)) {
		if strings.Contains(letter.Text+letter.Owner, "\x1b") {
			t.Error("an escape is in a letter")
		}
	}
}
