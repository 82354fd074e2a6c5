package report

import (
	"bufio"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"readycheck/assessment"
)

// Calendar writes the due dates of the plan as a calendar (RFC 5545): one event of a whole
// day for each step that has one. An event keeps its name from export to export, so that a
// calendar which takes the file in again changes the event instead of doubling it.
//
// The format is written here because the libraries for it bring a network client along.
func Calendar(w io.Writer, r Report) error {
	if r.ClientSafe {
		r.Session = r.withoutNames()
	}
	c := calendar{bufio.NewWriter(w)}
	b := builder{Report: r}
	c.line("BEGIN:VCALENDAR")
	c.line("VERSION:2.0")
	c.line("PRODID:-//readycheck//readycheck//EN")
	c.line("CALSCALE:GREGORIAN")
	c.line("METHOD:PUBLISH")
	for _, step := range r.Summary.Steps {
		day, _, ok := b.due(step.Due)
		if !ok {
			continue
		}
		about := b.about() + "\n" + b.step(step).About()
		if q, ok := r.Set.Question(step.Question); ok {
			q = q.For(&r.Session.Setup)
			about += "\n" + q.Text
		}
		c.line("BEGIN:VEVENT")
		c.line("UID:" + eventName(r.Session, step.Question))
		c.line("DTSTAMP:" + r.Now.UTC().Format("20060102T150405Z"))
		c.line("DTSTART;VALUE=DATE:" + day.Format("20060102"))
		c.line("DTEND;VALUE=DATE:" + day.AddDate(0, 0, 1).Format("20060102"))
		c.text("SUMMARY", step.Title)
		c.text("DESCRIPTION", about)
		c.line("TRANSP:TRANSPARENT")
		c.line("END:VEVENT")
	}
	c.line("END:VCALENDAR")
	return c.Flush()
}

// eventName is the same for the same step of the same session.
func eventName(session *assessment.Session, question string) string {
	id := name(session.ID)
	if id == "" {
		id = session.Created.UTC().Format(time.RFC3339)
	}
	return question + "." + strings.NewReplacer(":", "", "-", "", ";", "", ",", "").Replace(id) + "@readycheck"
}

// calendar writes content lines. Its writer keeps the first error and Flush reports it.
type calendar struct{ *bufio.Writer }

// mostOctets is the longest line that RFC 5545 allows, in bytes.
const mostOctets = 75

// line folds a content line. A fold never cuts a letter in two.
func (c calendar) line(text string) {
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

var calendarSigns = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`)

func (c calendar) text(name, text string) { c.line(name + ":" + calendarSigns.Replace(text)) }
