package interview

import (
	"slices"

	"readycheck/assessment"
)

// Plan is all steps of the open session, with those that are done.
func (w *Work) Plan() assessment.Plan {
	return assessment.NewPlan(w.Set, w.Session, &w.Summary, w.Now())
}

// Step is the step that a question's answer calls for, or false where it calls for none.
func (w *Work) Step(question string) (step assessment.Step, ok bool) {
	at := slices.IndexFunc(w.Summary.Steps, func(s assessment.Step) bool { return s.Question == question })
	if at < 0 {
		return step, false
	}
	return w.Summary.Steps[at], true
}

// Doing is the answer with its step turned on: from open to doing, to blocked, and open again.
func (w *Work) Doing(question string) assessment.Answer {
	answer := w.Session.Answers[question]
	answer.State = answer.State.Next()
	return answer
}

// AfterStep is the answer when its step has been worked on: a row of the question says what is
// so now, and known how a person knows.
func (q *Question) AfterStep(row int, known assessment.Known) assessment.Answer {
	rows := q.Rows()
	return q.Answer().StepAfter(rows[row].Level, assessment.ChoiceAt(rows, row), known)
}

// WhatIf is the verdict as it would be if some steps were done, and seen to be. Nothing changes
// by it.
func (w *Work) WhatIf(done map[string]bool) (*assessment.Session, assessment.Summary) {
	then := *w.Session
	then.Answers = make(map[string]assessment.Answer, len(w.Session.Answers))
	for question, answer := range w.Session.Answers {
		then.Answers[question] = answer
	}
	for question, is := range done {
		if is {
			then.Answers[question] = then.Answers[question].StepAfter(assessment.InPlace, 0, assessment.Seen)
		}
	}
	return &then, assessment.Evaluate(w.Set, &then)
}

// NeededNow are the steps that are left until the next stage, by their questions.
func (w *Work) NeededNow() map[string]bool {
	needed := map[string]bool{}
	questions, _ := assessment.Needed(w.Set, w.Session, &w.Summary)
	for _, question := range questions {
		if _, ok := w.Step(question); ok {
			needed[question] = true
		}
	}
	return needed
}
