package interview

import (
	"fmt"
	"strings"

	"readycheck/assessment"
)

// Question is one question of the open session, with the answer that stands there.
type Question struct {
	Work *Work
	*assessment.Question
}

// At is the question with an id or, where it is not asked any more, the one nearest to it.
func (w *Work) At(id string) *Question {
	q := &Question{Work: w}
	q.Turn(w.Flow.Near(id))
	return q
}

// Turn goes to the question at a position of the walk.
func (q *Question) Turn(position int) {
	q.Question = q.Work.Flow.At(position)
	q.Work.Position = q.ID
}

// Stay stays as near as can be when the walk has changed.
func (q *Question) Stay() { q.Turn(q.Work.Flow.Near(q.ID)) }

// Position is where in the walk the question stands, from 0.
func (q *Question) Position() int { return q.Work.Flow.Position(q.ID) }

// Answer is the answer that is there.
func (q *Question) Answer() assessment.Answer { return q.Work.Session.Answers[q.ID] }

// Rows are the sentences that can be chosen, in the order shown.
func (q *Question) Rows() []assessment.Choice { return q.Options(&q.Work.Set.Words) }

// Answered is the row of the answer that is there, or -1.
func (q *Question) Answered() int { return q.Row(q.Rows(), q.Answer()) }

// Chosen is the answer as a row makes it.
func (q *Question) Chosen(row int) assessment.Answer {
	rows := q.Rows()
	return q.Answer().With(rows[row].Level, assessment.ChoiceAt(rows, row))
}

// Asks reports whether it matters how a row is known; -1 is no row.
func (q *Question) Asks(row int) bool { return row >= 0 && q.Rows()[row].Level.IsKnown() }

// WhyNotAsked says why nobody asks how a row is known, or "".
func (q *Question) WhyNotAsked(row int) string {
	switch {
	case row < 0:
		return "Choose an answer first, then say how you know."
	case q.Rows()[row].Level == assessment.NA:
		return "It does not apply, so there is nothing to know."
	case !q.Asks(row):
		words := &q.Work.Set.Words
		return fmt.Sprintf("That is asked only of what is %s, or %s. enter goes on.", words.Level(assessment.InPlace), words.Level(assessment.Partly))
	}
	return ""
}

// Following is the question after this one, or "" after the last.
func (q *Question) Following() string { return q.Work.Following(q.ID) }

// Following is the question after one, or "" after the last.
func (w *Work) Following(id string) string {
	if next := w.Flow.Near(id) + 1; next < w.Flow.Len() {
		return w.Flow.At(next).ID
	}
	return ""
}

// NextOpen is the next question without an answer, round the end, or "" where there is none
// but this one.
func (q *Question) NextOpen() string {
	at, n := q.Position(), q.Work.Flow.Len()
	for step := 1; step < n; step++ {
		next := q.Work.Flow.At((at + step) % n)
		if q.Work.Session.Answers[next.ID].Level == assessment.Unanswered {
			return next.ID
		}
	}
	return ""
}

// FirstOpen is where going back to the questions leads: the first open one, or the one
// looked at last.
func (w *Work) FirstOpen() string {
	if at := w.Flow.FirstUnanswered(); at >= 0 {
		return w.Flow.At(at).ID
	}
	return w.Position
}

// Look says why the answer should be looked at again, or "".
func (q *Question) Look() string {
	switch look := q.Answer().LookAgain(q.Work.Now()); {
	case look.Old && look.Overdue:
		return "You saw this over half a year ago, and its date has passed. Look again, and choose what is so now."
	case look.Old:
		return "You saw this over half a year ago. Look again, and choose what is so now."
	case look.Overdue:
		return "Its date has passed. Look again, and choose what is so now."
	}
	return ""
}

// Conflict says that another window was first, or "".
func (q *Question) Conflict() string {
	if !q.Work.Conflicts(q.ID) {
		return ""
	}
	return "Another window changed this answer. You see that one now. Choose again if yours is right."
}

// Dispute says what two people answered on two computers, and that one must choose, a sentence for
// each; nil where there is no dispute.
func (q *Question) Dispute() []string {
	d, ok := q.Work.Disputed(q.ID)
	if !ok {
		return nil
	}
	out := []string{"Answered on two computers, by people who did not see each other's. Choose one. " + d.Counts}
	for _, side := range d.Sides {
		out = append(out, assessment.Capital(side.Who)+": "+side.Says)
	}
	return out
}

// Warnings are all that is to be said before somebody answers.
func (q *Question) Warnings() []string {
	warnings := q.Dispute()
	for _, warning := range []string{q.Look(), q.Conflict()} {
		if warning != "" {
			warnings = append(warnings, warning)
		}
	}
	return warnings
}

// Left says how long the rest takes.
func (w *Work) Left() string {
	switch minutes := w.Flow.Left(); minutes {
	case 0:
		return "all answered"
	case 1:
		return "about a minute left"
	default:
		return fmt.Sprintf("about %d minutes left", minutes)
	}
}

// Part is a stretch of an explanation, under its title.
type Part struct{ Title, Text string }

// Explain says what the question is there for, what good looks like, gives an example and
// the words used.
func (q *Question) Explain() []Part {
	var parts []Part
	add := func(title, text string) {
		if text != "" {
			parts = append(parts, Part{title, text})
		}
	}
	if said := q.Dispute(); said != nil {
		add("Said differently on two computers", strings.Join(said, " "))
	}
	add("Why it matters", q.Why)
	add("What good looks like", q.Good)
	add("For example", q.Example(q.Work.Session.Setup.ExampleKind()))
	for _, t := range q.TermsIn(q.PageTexts(q.Work.Session.Setup.ExampleKind())...) {
		add(assessment.Capital(t.Term)+" means", t.Text)
	}
	return parts
}
