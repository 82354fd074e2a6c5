package interview

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"readycheck/assessment"
)

// Said is the sentence that the answer to a question stands for, "" where there is none.
func (q *Question) Said() string {
	if q.Answer().Level == assessment.Unanswered {
		return ""
	}
	words := &q.Work.Set.Words
	return sentenceOf(cmp.Or(q.Question.Said(words, q.Answer()), words.Level(q.Answer().Level)))
}

// ReadBack is what was answered as it is said to the person, with how it is known where that
// matters, such as "partly, you saw it".
func (w *Work) ReadBack(answer assessment.Answer) string {
	said, known := w.Set.Words.Level(answer.Level), w.Set.Words.ReadBack[answer.Known]
	switch {
	case !answer.Level.IsKnown():
		return said + "."
	case known == "":
		return sentenceOf(said + ". " + w.Set.Words.Known[answer.Known])
	}
	return said + ", " + known + "."
}

// LacksName reports whether a question is answered in a way that a name belongs to, and none
// stands there: the set says of which questions that is so.
func (w *Work) LacksName(question string) bool {
	for _, alert := range w.Summary.Alerts {
		for i := range w.Set.Alerts {
			rule := &w.Set.Alerts[i]
			names := func(clause assessment.Clause) bool { return slices.Contains(clause.Unnamed, question) }
			if rule.ID == alert.ID && slices.ContainsFunc(rule.When, names) {
				return true
			}
		}
	}
	return false
}

// WhoIsIt asks for the name that LacksName misses.
const WhoIsIt = "Who is it? Write the name."

// sentenceOf ends a text with a full stop, where it has no end of its own.
func sentenceOf(text string) string {
	if text == "" || strings.ContainsAny(text[len(text)-1:], ".!?") {
		return text
	}
	return text + "."
}

// Day says a past time the way people do.
func Day(at, now time.Time) string {
	at, now = at.Local(), now.Local()
	midnight := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC) }
	switch days := int(midnight(now).Sub(midnight(at)).Hours() / 24); {
	case at.IsZero():
		return ""
	case days == 0:
		return at.Format("15:04")
	case days == 1:
		return "yesterday"
	case days > 1 && days < 7:
		return at.Format("Monday")
	case at.Year() == now.Year():
		return at.Format("2 Jan")
	}
	return at.Format("2 Jan 2006")
}
