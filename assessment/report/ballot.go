package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/clipperhouse/displaywidth"

	"readycheck/assessment"
)

// ballotWidth keeps a line within the window of a plain text editor.
const ballotWidth = 80

// Ballot writes a file that one person fills in with any text editor: every question of a
// session that applies, and nobody's answers. assessment.ReadBallot reads it.
func Ballot(w io.Writer, set *assessment.Set, session *assessment.Session) error {
	b := ballot{bufio.NewWriter(w)}
	b.comment("Your own answers, for a meeting about one use of AI.")
	b.comment("Business: " + line(session.Business, assessment.MaxName))
	b.comment("What the AI does: " + line(session.Use, assessment.MaxUse))
	b.comment("")
	b.comment("How to fill it in:")
	for i, step := range []string{
		"Open this file in any text editor, such as Notepad or TextEdit. Lines that begin with # only explain: leave them as they are.",
		"Write between the two quotes \"\" and change nothing else. Your name and your role come first.",
		"For each question, pick one of the words before the = and write it after level. For example: level: \"partly\" Plain words do too, such as " + ballotWords(set) + ".",
		"Say after known how you know it: seen = I've seen it, told = someone told me, assumed = I think so. Empty counts as assumed.",
		"After note you may write a few words. Do not use quotes (\") or backslashes (\\) in them.",
		line(assessment.Capital(set.Words.Level(assessment.Unsure)), assessment.MaxShort) + " is a good answer. You may leave a question open: then leave everything under it empty.",
		"Answer on your own. Save the file, and give it back to whoever sent it to you. Nobody in the room sees your answers before everybody's are shown.",
	} {
		b.item(fmt.Sprintf("%d. ", i+1), step)
	}
	b.line("")
	b.line("format: " + assessment.BallotFormat)
	b.line("session: " + session.ID)
	b.line("")
	b.comment("Your name.")
	b.line(`name: ""`)
	b.line("")
	roles := make([]string, len(assessment.Roles))
	for i, role := range assessment.Roles {
		roles[i] = role.String()
	}
	b.comment("What you look at it from, one of: " + strings.Join(roles, ", "))
	b.line(`role: ""`)
	b.line("")
	b.line("answers:")
	flow := assessment.NewFlow(set, session)
	for i := range flow.Len() {
		q := flow.At(i)
		b.line("")
		if section, ok := set.Section(q.Section); ok {
			b.comment(fmt.Sprintf("%s, question %d of %d", line(section.Title, assessment.MaxShort), i+1, flow.Len()))
		}
		b.question(set, q)
	}
	return b.Flush()
}

// ballotWords are words of the set that a person may write for its codes.
func ballotWords(set *assessment.Set) string {
	say := func(level assessment.Level) string {
		return line(assessment.Capital(set.Words.Level(level)), assessment.MaxShort)
	}
	return say(assessment.Partly) + ", " + say(assessment.InPlace) + " or " + say(assessment.Unsure)
}

// ballot writes lines. Its writer keeps the first error and Flush reports it.
type ballot struct{ *bufio.Writer }

func (b ballot) line(text string) { _, _ = b.WriteString(text + "\n") }

// comment writes a text of any origin so that each of its lines stays a comment.
func (b ballot) comment(text string) { b.item("", text) }

// item writes a comment with something before its first line and as much room before the
// rest.
func (b ballot) item(before, text string) {
	room := strings.Repeat(" ", displaywidth.String(before))
	for _, line := range wrap(yamlComment(text), ballotWidth-len("# ")-len(room)) {
		b.line(strings.TrimRight("# "+before+line, " "))
		before = room
	}
}

// yamlComment takes out what a reader of YAML refuses even in a comment: two characters
// that are no text, and the beginning of a directive. Nothing else can end a comment once
// a text is clean.
func yamlComment(text string) string {
	text = strings.NewReplacer("\uFFFE", "", "\uFFFF", "").Replace(text)
	return strings.ReplaceAll(text, "%TAG", "% TAG")
}

func (b ballot) question(set *assessment.Set, q *assessment.Question) {
	b.comment(line(q.Text, assessment.MaxNote))
	for _, choice := range q.Options(&set.Words) {
		text := line(choice.Text, assessment.MaxNote)
		if choice.Level == assessment.NA {
			text += " (write why after reason)"
		}
		b.choice(choice.Level, text)
	}
	b.line("  " + q.ID + ":")
	b.line(`    level: ""`)
	b.line(`    known: ""`)
	if q.AllowNA {
		b.line(`    reason: ""`)
	}
	b.line(`    note: ""`)
}

func (b ballot) choice(level assessment.Level, text string) {
	b.item(fmt.Sprintf("    %-8s = ", level), text)
}
