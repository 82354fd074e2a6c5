package screens

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"

	"readycheck/assessment"
)

// answerText is the sentence that an answer stands for.
func answerText(set *assessment.Set, q *assessment.Question, answer assessment.Answer) string {
	if answer.Level == assessment.Unanswered {
		return "Not answered yet."
	}
	return sentenceOf(cmp.Or(q.Said(&set.Words, answer), set.Words.Level(answer.Level)))
}

// sentenceOf ends a text with a full stop, where it has no end of its own.
func sentenceOf(text string) string {
	if text == "" || strings.ContainsAny(text[len(text)-1:], ".!?") {
		return text
	}
	return text + "."
}

func isConflict(err error) bool { return errors.Is(err, assessment.ErrConflict) }

// dayWords says a past time the way people do.
func dayWords(at, now time.Time) string {
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

// dueWords says a due date with its day.
func dueWords(due string) string {
	at, err := time.Parse(assessment.DateLayout, due)
	if err != nil {
		return ""
	}
	return at.Format("Mon 2 Jan 2006")
}

// leftWords says how long the rest takes.
func leftWords(minutes int) string {
	switch minutes {
	case 0:
		return "all answered"
	case 1:
		return "about a minute left"
	}
	return fmt.Sprintf("about %d minutes left", minutes)
}
