package report

import (
	"bufio"
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"readycheck/assessment"
)

// Calendar writes the due dates of the plan as a calendar (RFC 5545): one event of a whole
// day for each step that has one. An event keeps its name from export to export, so that a
// calendar which takes the file in again changes the event instead of doubling it.
//
// The format is written here because the libraries for it bring a network client along.
func Calendar(w io.Writer, r Report) error { return CalendarOfMany(w, alone(r)) }

// CalendarOfMany writes the due dates of many plans into one calendar. Where a use was checked
// again, only the later plan counts: the days of the earlier one would ring a second time.
//
// A calendar without an event is none in RFC 5545, and nobody can take it in. So nothing is
// written where no step has a day, and that is the error.
func CalendarOfMany(w io.Writer, reports Reports) error {
	c := calendar{Writer: bufio.NewWriter(w)}
	for r, err := range reports {
		if err != nil {
			return err
		}
		if r.CheckedAgain {
			continue
		}
		b := r.tableBuilder()
		for i := range r.Summary.Steps {
			c.step(b, &r.Summary.Steps[i])
		}
	}
	if c.events == 0 {
		return noDay{}
	}
	c.line("END:VCALENDAR")
	return c.Flush()
}

// noDay is the error of a calendar that would have no event.
type noDay struct{}

func (noDay) Error() string { return "no step has a day" }

// Sentence says what a calendar lacks, and where it comes from.
func (noDay) Sentence() string {
	return "No step has a day yet, so there is nothing for a calendar. Say first by when a step is to be done, on the page of its question."
}

// calendar writes content lines. Its writer keeps the first error and Flush reports it.
type calendar struct {
	*bufio.Writer
	events int
}

func (c *calendar) begin() {
	c.line("BEGIN:VCALENDAR")
	c.line("VERSION:2.0")
	c.line("PRODID:-//readycheck//readycheck//EN")
	c.line("CALSCALE:GREGORIAN")
	c.line("METHOD:PUBLISH")
}

// step writes the event of a step, if it has a day.
func (c *calendar) step(b *builder, step *assessment.Step) {
	day, passed, ok := b.due(step.Due)
	if !ok {
		return
	}
	if c.events++; c.events == 1 {
		c.begin()
	}
	title := step.Title
	if business := name(b.Session.Business); business != "" && !b.ClientSafe {
		title = business + ": " + title
	}
	c.line("BEGIN:VEVENT")
	c.line("UID:" + eventName(b.Session, step.Question))
	c.line("DTSTAMP:" + b.Now.UTC().Format("20060102T150405Z"))
	c.line("DTSTART;VALUE=DATE:" + day.Format("20060102"))
	c.line("DTEND;VALUE=DATE:" + day.AddDate(0, 0, 1).Format("20060102"))
	c.text("SUMMARY", title)
	c.text("DESCRIPTION", b.eventWords(step))
	c.line("TRANSP:TRANSPARENT")
	if !passed {
		// What is over has nothing to ring for: some programs would ring for all of it at once.
		c.alarm(title)
	}
	c.line("END:VEVENT")
}

// eventWords are what stands in the event: what it is about, who sees to it, how much it asks
// for and what it leads to. What was said as of today, such as "overdue", would not stay true.
func (b *builder) eventWords(step *assessment.Step) string {
	owner := name(b.Session.Answers[step.Question].Owner)
	if owner == "" {
		owner = b.Set.Say("nobody_yet")
	}
	var asks string
	switch step.Kind {
	case assessment.Fix:
		asks = b.Set.SayEffort(step.Effort)
	case assessment.FindOut:
		asks = b.Set.Say("message_ready")
	case assessment.Confirm:
		asks = b.Set.Say("a_look")
	}
	words := []string{b.about(), b.Set.Say("owner") + ": " + owner, asks + " · " + b.then(*step)}
	if q, ok := b.Set.Question(step.Question); ok {
		words = append(words, q.For(&b.Session.Setup).Text)
	}
	return strings.Join(words, "\n")
}

// alarm rings at nine in the morning of the day before, wherever the calendar is: a day begins
// at midnight there. Some programs know no alarm after the beginning.
func (c *calendar) alarm(title string) {
	c.line("BEGIN:VALARM")
	c.line("ACTION:DISPLAY")
	c.line("TRIGGER:-PT15H")
	c.text("DESCRIPTION", title)
	c.line("END:VALARM")
}

// eventName is the same for the same step of the same session.
func eventName(session *assessment.Session, question string) string {
	id := name(session.ID)
	if id == "" {
		id = session.Created.UTC().Format(time.RFC3339)
	}
	return question + "." + strings.NewReplacer(":", "", "-", "", ";", "", ",", "").Replace(id) + "@readycheck"
}

// mostOctets is the longest line that RFC 5545 allows, in bytes.
const mostOctets = 75

// line folds a content line. A fold never cuts a letter in two.
func (c *calendar) line(text string) {
	room := mostOctets
	for len(text) > room {
		cut := room
		for !utf8.RuneStart(text[cut]) {
			cut--
		}
		_, _ = c.WriteString(text[:cut] + "\r\n ")
		text, room = text[cut:], mostOctets-1
	}
	_, _ = c.WriteString(text + "\r\n")
}

var calendarSigns = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`)

// text writes a text as a value: a line's end in it is told by signs, and what else controls a
// terminal or is no letter at all stays out.
func (c *calendar) text(name, text string) {
	value := calendarSigns.Replace(strings.ToValidUTF8(text, ""))
	c.line(name + ":" + strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, value))
}
