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
	// the start.
	Question string
	Setup    bool
	// Questions are all the answers that it is about, Question first.
	Questions []string
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
				open = append(open, Open{Group: title, Question: q.ID, Questions: []string{q.ID}, Text: q.Text, Level: answer.Level})
			}
		}
	}
	open = append(open, w.disputed()...)
	now := w.Now()
	group("Look again: seen over half a year ago, or past its date", func(_ *assessment.Question, a assessment.Answer) bool {
		look := a.LookAgain(now)
		return look.Old || look.Overdue
	})
	group("Not answered yet", func(_ *assessment.Question, a assessment.Answer) bool { return a.Level == assessment.Unanswered })
	group(assessment.Capital(w.Set.Words.Level(assessment.Unsure)), func(_ *assessment.Question, a assessment.Answer) bool { return a.Level == assessment.Unsure })
	for _, alert := range w.Summary.Alerts {
		o := Open{Group: "Look at this", Text: alert.Text, Alert: true}
		if o.Questions, o.Setup = w.behind(&alert); len(o.Questions) > 0 {
			o.Question = o.Questions[0]
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

// behind are the questions that would settle an alert or, where the set names nothing that
// would, those that it compares. setup is true where another answer at the start would settle it.
func (w *Work) behind(alert *assessment.Alert) (questions []string, setup bool) {
	if len(alert.Questions)+len(alert.Setup) > 0 {
		return alert.Questions, len(alert.Setup) > 0
	}
	at := slices.IndexFunc(w.Set.Alerts, func(rule assessment.AlertRule) bool { return rule.ID == alert.ID })
	if at < 0 {
		return nil, false
	}
	for i := range w.Flow.Len() {
		q := w.Flow.At(i)
		if slices.ContainsFunc(w.Set.Alerts[at].When, func(clause assessment.Clause) bool { return compares(&clause, q) }) {
			questions = append(questions, q.ID)
		}
	}
	return questions, len(questions) == 0
}

// compares reports whether a clause looks at the answer to a question.
func compares(clause *assessment.Clause, q *assessment.Question) bool {
	return slices.Contains(clause.Unnamed, q.ID) ||
		slices.ContainsFunc(clause.Answers, func(test assessment.AnswerTest) bool { return test.Question == q.ID }) ||
		slices.ContainsFunc(clause.Items, func(test assessment.ItemTest) bool { return test.Item == q.Item })
}

// WalkFrom are the questions to go through from one thing of a review on to its end, each once.
func WalkFrom(open []Open, from int) []string {
	var walk []string
	for _, o := range open[from:] {
		for _, question := range o.Questions {
			if !slices.Contains(walk, question) {
				walk = append(walk, question)
			}
		}
	}
	return walk
}

// GoOn is the next question of a walk through a review that is still open, with those behind
// it. It is "" at the end of the walk.
func (w *Work) GoOn(walk []string) (next string, rest []string) {
	open := WalkFrom(w.Review(), 0)
	for i, question := range walk {
		if slices.Contains(open, question) {
			return question, walk[i+1:]
		}
	}
	return "", nil
}
