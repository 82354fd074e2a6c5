package papers

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"readycheck/assessment"
)

// How much of a person's text a paper takes, in characters, so that it stays on one page.
const (
	maxName = 40
	maxUse  = 150
	maxNote = 82
	// maxCell is for a cell of a table.
	maxCell = 70
)

// mostNoted is how many notes a paper shows.
const mostNoted = 3

// desk is where a paper is filled in: the session, and ways to look things up in it.
type desk struct {
	set     *assessment.Set
	session *assessment.Session
	now     time.Time
	paper   Paper
	// shown counts the notes so far.
	shown int
	steps []assessment.Step
	whole assessment.Flow
}

func newDesk(set *assessment.Set, session *assessment.Session, now time.Time) *desk {
	return &desk{
		set: set, session: session, now: now,
		steps: assessment.Evaluate(set, session).Steps, whole: wholeFlow(set, session),
	}
}

// wholeFlow are the questions that apply when all is asked: a quick check asks less, but the
// same use needs the same papers.
func wholeFlow(set *assessment.Set, session *assessment.Session) assessment.Flow {
	whole := *session
	whole.Setup.Depth = assessment.Full
	return assessment.NewFlow(set, &whole)
}

// asks reports whether a question applies to the use, asked so far or not.
func (d *desk) asks(question string) bool { return d.whole.Position(question) >= 0 }

// short is a text of a person on one line, cut where a page has no more room.
func short(text string, limit int) string {
	text = assessment.CleanLine(text, assessment.MaxNote)
	if utf8.RuneCountInString(text) <= limit {
		return text
	}
	kept := string([]rune(text)[:limit-2])
	// A word is cut only where it is longer than what is left without it.
	if at := strings.LastIndexByte(kept, ' '); at > len(kept)/2 {
		kept = kept[:at]
	}
	return strings.TrimRight(kept, " .,;:") + " …"
}

func (d *desk) business() string { return short(d.session.Business, 2*maxName) }
func (d *desk) use() string      { return short(d.session.Use, maxUse) }
func (d *desk) tool() string     { return short(d.session.Setup.Tool, 2*maxName) }

// or is a text, or a gap for it within a sentence.
func or(text string) string {
	if text == "" {
		return Blank
	}
	return text
}

// said is what was chosen at the start, in the set's words, or "" where nobody knows.
func (d *desk) said(field string) string {
	var said []string
	for _, code := range d.session.Setup.Codes(field) {
		if text := d.set.Setup[field].Said[code]; text != "" && code != assessment.Unknown {
			said = append(said, text)
		}
	}
	return strings.Join(said, "; ")
}

// chose reports whether one of the codes was chosen at the start. Nothing is taken for granted
// where nothing was chosen.
func (d *desk) chose(field string, codes ...string) bool {
	return len(d.session.Setup.Codes(field)) > 0 && d.session.Setup.Has(field, codes...)
}

// alone reports whether nobody but the owner meets the AI.
func (d *desk) alone() bool { return d.session.Setup.Only("audience", "me") }

// answer is what was said to a question that applies.
func (d *desk) answer(question string) assessment.Answer {
	if !d.asks(question) {
		return assessment.Answer{}
	}
	return d.session.Answers[question]
}

// inCharge is the first name that stands beside one of the questions that is in place, or "".
// Beside an open one stands who sees to the step, and that may be somebody else.
func (d *desk) inCharge(questions ...string) string {
	for _, question := range questions {
		answer := d.answer(question)
		if name := short(answer.Owner, maxName); name != "" && answer.Level == assessment.InPlace {
			return name
		}
	}
	return ""
}

// seesTo is who sees to what one of the questions leaves open, or is in charge of it.
func (d *desk) seesTo(questions ...string) string {
	for _, question := range questions {
		if name := short(d.answer(question).Owner, maxName); name != "" {
			return name
		}
	}
	return ""
}

// noted are the notes beside what is in place or partly so. A paper that leaves the business,
// hangs on a wall or is for all who work with the AI shows none: a note is not written for
// others.
func (d *desk) noted(questions ...string) []Block {
	var out []Block
	for _, question := range questions {
		answer := d.answer(question)
		if note := short(answer.Note, maxNote); note != "" && answer.Level.IsKnown() && d.shown < mostNoted {
			d.shown++
			out = append(out, Noted(note))
		}
	}
	return out
}

// mostOpen is how many steps a paper names.
const mostOpen = 3

// open are the first steps of the plan that the paper belongs to, with who sees to them. Like a
// note they stand only on what is kept in a drawer.
func (d *desk) open() []Block {
	var steps Ticks
	for _, step := range d.steps {
		if len(steps) == mostOpen || !slices.Contains(d.paper.Questions, step.Question) {
			continue
		}
		text := step.Title + ": " + or(short(step.Owner, maxName))
		if day := d.day(step.Due); day != "" {
			text += ", " + day
		} else {
			text += ", by " + Blank
		}
		steps = append(steps, text)
	}
	if len(steps) == 0 {
		return nil
	}
	return []Block{Heading("Still to do, from your plan"), steps}
}

// day says a due date with its weekday and year, since a paper hangs for a long time.
func (d *desk) day(due string) string {
	at, err := time.Parse(assessment.DateLayout, due)
	if err != nil {
		return ""
	}
	words := assessment.SayDay(at)
	if !d.now.IsZero() && due < d.now.Format(assessment.DateLayout) {
		return "was due on " + words
	}
	return "by " + words
}

// about are the fields on top of a paper that stays in the business.
func (d *desk) about() Fields {
	return Fields{{Name: "Business", Text: d.business()}, {Name: "Use of AI", Text: d.use()}, {Name: "Which AI", Text: d.tool()}}
}

// signed is the line at the foot of a paper that holds until somebody looks again.
func signed() Fields { return Fields{{Name: "Written by, and the day to read it again"}} }

// lines are fields without a text.
func lines(names ...string) Fields {
	var out Fields
	for _, name := range names {
		out = append(out, Field{Name: name})
	}
	return out
}

// page puts blocks together.
func page(parts ...[]Block) []Block {
	var out []Block
	for _, part := range parts {
		out = append(out, part...)
	}
	return out
}

// these are blocks as a list.
func these(blocks ...Block) []Block { return blocks }
