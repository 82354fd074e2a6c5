package interview

import (
	"cmp"
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
