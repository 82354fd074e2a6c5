package report

import (
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"strings"
	"time"

	"readycheck/assessment"
)

// letterWidth is where the lines of a letter end.
const letterWidth = 72

// GapLetter is what a consultant sends to a client who lacks some lines.
type GapLetter struct {
	Subject string
	blocks  []Block
	at      time.Time
}

// NewGapLetter writes to the client of a report about lines that are missing there, by their places
// among the set's items. Those that are not missing are left out; where none is, there is no letter.
// No note is in it, and nobody's address.
func NewGapLetter(r Report, lines []int) (GapLetter, bool) {
	l := GapLetter{at: r.Now}
	b := r.builder()
	var titles []string
	for _, at := range lines {
		status := r.Summary.Items[at]
		if !status.Lacks() {
			continue
		}
		titles = append(titles, r.Set.Items[at].Short)
		l.blocks = append(l.blocks, b.missingLine(status)...)
	}
	if len(titles) == 0 {
		return GapLetter{}, false
	}
	use := line(r.Session.Use, assessment.MaxUse)
	l.Subject = "Your use of AI: " + strings.ToLower(strings.Join(titles, ", "))
	opening := []Block{
		Paragraph("Hello,"),
		Paragraph(fmt.Sprintf("this is about the AI at %s: “%s”. By your answers of %s, this is not in place there yet:", name(r.Session.Business), use, assessment.SayDay(r.Session.Changed.Local()))),
	}
	l.blocks = append(append(opening, l.blocks...), Paragraph("Tell me when it is done, or what is in the way. Then we look at it together."))
	return l, true
}

// missingLine says what a line is, how it stands, and what to do.
func (b *builder) missingLine(status assessment.ItemStatus) []Block {
	blocks := []Block{Heading(status.Title)}
	switch status.Status {
	case assessment.Partly:
		blocks = append(blocks, Paragraph("Part of this is in place, and part is missing."))
	case assessment.Unanswered:
		blocks = append(blocks, Paragraph("Part of this is missing. Some questions about it are still open."))
	case assessment.Unsure:
		blocks = append(blocks, Paragraph("Nobody was sure of this yet."))
	default:
		blocks = append(blocks, Paragraph("This is not in place yet."))
	}
	var steps Steps
	why := ""
	for _, step := range b.Summary.Steps {
		q, ok := b.Set.Question(step.Question)
		if !ok || step.Item != status.ID || step.Kind == assessment.Confirm || q.Weight != assessment.Must {
			continue
		}
		if q = q.For(&b.Session.Setup); why == "" {
			why = q.Why
		}
		steps = append(steps, b.letterStep(step))
	}
	if why != "" {
		blocks = append(blocks, Paragraph("Why it matters: "+why))
	}
	if len(steps) > 0 {
		blocks = append(blocks, Paragraph("What to do:"), steps)
	}
	return blocks
}

// letterStep is a step with all it takes, and with who sees to it where that was said.
func (b *builder) letterStep(step assessment.Step) Step {
	out := b.wholeStep(step)
	out.Asides, out.Then = nil, ""
	if q, ok := b.Set.Question(step.Question); ok && step.Kind == assessment.Fix {
		// The page to fill is no part of the letter.
		q = q.For(&b.Session.Setup)
		out.Facts = Facts{{b.Set.Say("usually_done_by"), q.Fix.Who}, {b.Set.Say("done_when"), q.Fix.Done}}
		if step.Owner != "" {
			out.Facts = out.Facts[1:] // it is theirs now
		}
	}
	if step.Kind == assessment.Fix {
		out.Asides = []string{"takes about " + b.Set.SayEffort(step.Effort)}
	}
	if owner := name(step.Owner); owner != "" {
		out.Asides = append(out.Asides, owner+" sees to it")
	}
	if due := b.dueWords(step.Due); due != "" {
		out.Asides = append(out.Asides, due)
	}
	return out
}

// lines are the letter as it is read.
func (l *GapLetter) lines() []string { return Lines(l.blocks, letterWidth) }

// Text writes the letter as a text.
func (l *GapLetter) Text(w io.Writer) error {
	_, err := io.WriteString(w, l.Subject+"\n\n"+strings.Join(l.lines(), "\n")+"\n")
	return err
}

// Mail writes the letter as a mail that nobody has sent yet. It names nobody who sends it or gets
// it: whoever opens it in a mail program writes that in.
func (l *GapLetter) Mail(w io.Writer) error {
	body := base64.StdEncoding.EncodeToString([]byte(strings.Join(l.lines(), "\r\n") + "\r\n"))
	const longest = 76
	var b strings.Builder
	b.WriteString("X-Unsent: 1\r\nDate: " + l.at.Format(time.RFC1123Z) + "\r\nSubject: " + mime.QEncoding.Encode("utf-8", l.Subject) +
		"\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n")
	for len(body) > longest {
		b.WriteString(body[:longest] + "\r\n")
		body = body[longest:]
	}
	_, err := io.WriteString(w, b.String()+body+"\r\n")
	return err
}
