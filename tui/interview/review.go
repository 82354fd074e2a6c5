package interview

import (
	"slices"

	"readycheck/assessment"
)

// Open is one thing to look at before the verdict.
type Open struct {
	// Group is the heading that it stands under; the things of a group follow each other.
	Group, Text string
	// Question is what it leads to. Where it is "" and Setup is true, that is what was said at
	// the start; else it is about several answers together, and leads nowhere.
	Question string
	Setup    bool
	// Level is the answer's; Alert is true for a contradiction, which has none.
	Level assessment.Level
	Alert bool
}

// Leads reports whether there is one place to go to.
func (o Open) Leads() bool { return o.Question != "" || o.Setup }

// Review lists what is open before the verdict: what must be looked at again, what is not
// answered, not sure, contradictions, gaps that block, and guesses.
func (w *Work) Review() []Open {
	var open []Open
	group := func(title string, fits func(*assessment.Question, assessment.Answer) bool) {
		for p := range w.Flow.Len() {
			q := w.Flow.At(p)
			answer := w.Session.Answers[q.ID]
			if fits(q, answer) {
				open = append(open, Open{Group: title, Question: q.ID, Text: q.Text, Level: answer.Level})
			}
		}
	}
	now := w.Now()
	group("Look again: seen over half a year ago, or past its date", func(_ *assessment.Question, a assessment.Answer) bool {
		look := a.LookAgain(now)
		return look.Old || look.Overdue
	})
	group("Not answered yet", func(_ *assessment.Question, a assessment.Answer) bool { return a.Level == assessment.Unanswered })
	group(assessment.Capital(w.Set.Words.Level(assessment.Unsure)), func(_ *assessment.Question, a assessment.Answer) bool { return a.Level == assessment.Unsure })
	for _, alert := range w.Summary.Alerts {
		o := Open{Group: "Look at this", Text: alert.Text, Alert: true, Setup: len(alert.Setup) > 0}
		if len(alert.Questions) > 0 {
			o.Question = alert.Questions[0]
		}
		open = append(open, o)
	}
	group("Gaps", func(q *assessment.Question, a assessment.Answer) bool {
		return q.Weight == assessment.Must && (a.Level == assessment.No || a.Level == assessment.Partly)
	})
	for _, held := range w.Summary.Held {
		if held.Kind == assessment.HeldGuesses {
			group("Guesses: seen with your own eyes, they would carry more", func(q *assessment.Question, _ assessment.Answer) bool {
				return slices.Contains(held.Questions, q.ID)
			})
		}
	}
	return open
}
