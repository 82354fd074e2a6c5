package tui

import (
	"errors"
	"fmt"
	"time"

	"readycheck/assessment"
)

var knownWords = [...]string{
	assessment.Assumed: "I'm assuming", assessment.Told: "Someone told me", assessment.Seen: "I've seen it",
}

// knownOrder is the order in which the how-known row shows its choices, surest first.
var knownOrder = [...]assessment.Known{assessment.Seen, assessment.Told, assessment.Assumed}

var stageWords = [...]string{"not ready yet", "experiment", "pilot", "limited production", "broader rollout"}

const (
	notSure      = "Not sure"
	doesNotApply = "Doesn't apply here"
)

// answerText is the sentence that an answer stands for.
func answerText(q *assessment.Question, level assessment.Level) string {
	switch level {
	case assessment.Unsure:
		return notSure + "."
	case assessment.NA:
		return doesNotApply + "."
	case assessment.Unanswered:
		return "Not answered yet."
	}
	return q.Choice(level)
}

func isConflict(err error) bool { return errors.Is(err, assessment.ErrConflict) }

// sentencer is an error that knows what a person should read.
type sentencer interface{ Sentence() string }

// Sentence says what went wrong and what to do next. The raw error is for the log.
func Sentence(err error) string { return sentence(err) }

func sentence(err error) string {
	var s sentencer
	if errors.As(err, &s) {
		return s.Sentence()
	}
	return "That did not work, and nothing was changed. Try it once more."
}

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

// many writes a count with its noun.
func many(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}

// setupText is how one question of the setup is put to a person.
type setupText struct {
	title, about string
	options      map[string]string
}

var setupTexts = map[string]setupText{
	"kind": {title: "What kind of work is it?", about: "This only chooses the examples you will see.", options: map[string]string{
		"customer-replies": "Replies to customers",
		"documents":        "Answers from our own files",
		"admin":            "Office work: bookings, bills, lists",
		"marketing":        "Posts, newsletters, product texts",
		"other":            "Something else",
	}},
	"stage_now": {title: "How far are you with it today?", about: "What is so today, not what is planned.", options: map[string]string{
		"idea":       "It is an idea. Nobody uses it yet",
		"experiment": "We are trying it out",
		"pilot":      "A few of us use it for real work",
		"limited":    "It is part of daily work, for one job",
		"broad":      "Many of us use it, or for many jobs",
	}},
	"connection": {title: "How is the AI connected?", about: "Choose all that fit.", options: map[string]string{
		"none":             "Not at all. We copy and paste",
		"builtin":          "It is part of a program we use",
		"connector":        "It is linked to another program",
		"custom":           "Someone built it just for us",
		assessment.Unknown: "I don't know",
	}},
	"powers": {title: "What can it do?", about: "Choose all that fit, even if you never use it.", options: map[string]string{
		"read":             "Read our files or messages",
		"draft":            "Write drafts for a person",
		"write":            "Change files or records",
		"send":             "Send messages by itself",
		"act":              "Pay, book, delete or approve",
		assessment.Unknown: "I don't know",
	}},
	"audience": {title: "Who meets what it makes?", about: "Choose all that fit. Choose customers if it reaches them with no person in between.", options: map[string]string{
		"me":        "Me",
		"staff":     "People who work here",
		"customers": "Customers, or anyone outside",
	}},
	"information": {title: "What kind of information does it meet?", about: "Choose all that fit.", options: map[string]string{
		"public":           "Public: prices, opening hours",
		"internal":         "Internal: our own plans and numbers",
		"personal":         "Personal: names, addresses, orders",
		"sensitive":        "Sensitive: health, money, legal, children, safety",
		assessment.Unknown: "I don't know",
	}},
	"depth": {title: "How much time do you have?", about: "You can start quick and go on later. Nothing is asked twice.", options: map[string]string{
		"quick": "About five minutes: the 14 main questions",
		"full":  "About fifteen minutes: all that apply to you",
	}},
}
