package interview

import (
	"cmp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"readycheck/assessment"
)

// Said is the sentence that an answer stands for.
func Said(set *assessment.Set, q *assessment.Question, answer assessment.Answer) string {
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

// Due says a due date with its day.
func Due(due string) string {
	at, err := time.Parse(assessment.DateLayout, due)
	if err != nil {
		return ""
	}
	return at.Format("Mon 2 Jan 2006")
}

// Capital writes a text with a capital first letter.
func Capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// Quoted is a person's text, safe to show on one line, between quotation marks.
func Quoted(text string) string {
	return "“" + assessment.CleanLine(text, assessment.MaxNote) + "”"
}
