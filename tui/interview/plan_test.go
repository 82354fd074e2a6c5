package interview_test

import (
	"slices"
	"testing"
	"time"

	"readycheck/assessment"
	"readycheck/tui/interview"
	"readycheck/tui/interview/interviewtest"
)

func workOn(t *testing.T, session *assessment.Session) *interview.Work {
	t.Helper()
	return interview.New(assessment.Default(), session, func() time.Time { return interviewtest.Noon })
}

// Doing all that is needed reaches the next stage, and nothing less does; and nothing is saved.
func TestWhatIfReachesTheNextStage(t *testing.T) {
	for answered := range 16 {
		w := workOn(t, interviewtest.Bakery(answered))
		before := len(w.Session.Answers)
		needed, next := assessment.Needed(w.Set, w.Session, &w.Summary)
		if next == assessment.StageNone {
			continue
		}
		all := map[string]bool{}
		for _, question := range needed {
			all[question] = true
		}
		if _, sum := w.WhatIf(all); sum.Carries < next {
			t.Errorf("%d answered: with all of %v it carries %s, want %s", answered, needed, sum.Carries, next)
		}
		for _, question := range needed {
			all[question] = false
			if _, sum := w.WhatIf(all); sum.Carries >= next {
				t.Errorf("%d answered: %s is not needed", answered, question)
			}
			all[question] = true
		}
		if len(w.Session.Answers) != before {
			t.Error("what if was kept")
		}
	}
}

func TestTheWalkAsksWhatIsDueThenWhatIsBegunThenWhatAged(t *testing.T) {
	session := interviewtest.Bakery(15)
	flow := assessment.NewFlow(assessment.Default(), session)
	id := func(at int) string { return flow.At(at).ID }
	set := func(at int, a assessment.Answer) { session.Answers[id(at)] = a }
	set(0, assessment.Answer{Level: assessment.InPlace, Known: assessment.Seen, At: interviewtest.Noon.AddDate(0, -8, 0)})
	set(2, assessment.Answer{Level: assessment.No, Due: "2026-11-21"})
	set(3, assessment.Answer{Level: assessment.Unsure, Due: "2026-11-01"})
	set(5, assessment.Answer{Level: assessment.No, State: assessment.StepDoing, Due: "2026-12-24"})
	set(7, assessment.Answer{Level: assessment.No, Due: "2026-12-24"})
	w := workOn(t, session)
	var got []string
	for _, r := range w.ComingBack() {
		got = append(got, r.Question)
		if r.Text == "" || r.Aged != (r.Question == id(0)) {
			t.Errorf("%+v", r)
		}
	}
	if want := []string{id(3), id(2), id(5), id(0)}; !slices.Equal(got, want) {
		t.Errorf("the walk asks %v, want %v", got, want)
	}

	still := w.Still(id(0))
	w.Answered(id(0), still)
	w.Answered(id(2), w.PutOff(id(2), "2026-12-04"))
	w.Answered(id(3), w.At(id(3)).AfterStep(0, assessment.Seen))
	w.Answered(id(5), w.Doing(id(5)))
	w.Answered(id(5), w.Doing(id(5)))
	if left := w.ComingBack(); len(left) != 0 {
		t.Errorf("after the walk it asks %+v", left)
	}
	if done := w.Plan().Done; len(done) != 1 || done[0].Question != id(3) {
		t.Errorf("done: %+v", done)
	}
	for i := range flow.Len() {
		set(i, assessment.Answer{Level: assessment.No, Due: "2026-11-01"})
	}
	if all := workOn(t, session).ComingBack(); len(all) != interview.MostReturns {
		t.Errorf("a walk asks %d things", len(all))
	}
}
