package interview

import (
	"slices"

	"readycheck/assessment"
)

// Return is one thing to look at when a person comes back to a session.
type Return struct {
	// Question is what it is about, Text its step or, where there is none, the question itself.
	Question, Text string
	// Aged is true for an answer that was seen so long ago that it may not be so any more; else
	// it is something that was planned.
	Aged bool
	// Answer is the one that is there.
	Answer assessment.Answer
}

// MostReturns is how many things a walk asks about, so that it takes about 90 seconds. What is
// left over comes in the next walk.
const MostReturns = 9

// ComingBack lists what was planned and has come due, then what somebody is at, and then what
// has aged: the longest due first, and at most MostReturns.
func (w *Work) ComingBack() []Return {
	var out []Return
	add := func(question, text string, aged bool) {
		if !slices.ContainsFunc(out, func(r Return) bool { return r.Question == question }) {
			out = append(out, Return{question, text, aged, w.Session.Answers[question]})
		}
	}
	for _, due := range assessment.ComeDue(w.Set, w.Session, w.Now()) {
		add(due.Question, due.Title, false)
	}
	for _, step := range w.Summary.Steps {
		if step.State != assessment.StepOpen {
			add(step.Question, step.Title, false)
		}
	}
	for _, look := range assessment.LookAgain(w.Set, w.Session, w.Now()) {
		if q, ok := w.Set.Question(look.Question); ok && look.Old {
			add(look.Question, q.For(&w.Session.Setup).Text, true)
		}
	}
	return out[:min(len(out), MostReturns)]
}

// Still is the answer given once more: it is so, and was looked at today.
func (w *Work) Still(question string) assessment.Answer { return w.Session.Answers[question] }

// PutOff is the answer with another day for its step, or none.
func (w *Work) PutOff(question, due string) assessment.Answer {
	answer := w.Session.Answers[question]
	answer.Due = due
	return answer
}
