package cli

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"readycheck/assessment"
	"readycheck/store"
)

// oneBelowTheOther is a width at which a report sets nothing side by side.
const oneBelowTheOther = 50

// readOut writes a text to be read, with a writer that keeps to a width. With --plain it is fit for
// the ear: nothing stands side by side, and no sign stands for a word.
func (p *program) readOut(out io.Writer, write func(w io.Writer, width int) error) error {
	if !p.plain {
		return outputError(write(out, textWidth(out)))
	}
	var text bytes.Buffer
	if err := write(&text, min(textWidth(out), oneBelowTheOther)); err != nil {
		return outputError(err)
	}
	_, err := io.WriteString(out, aloud(text.String()))
	return outputError(err)
}

// aloud takes out the signs of a text: each stands beside the word for it, or between two things.
func aloud(text string) string {
	text = strings.NewReplacer(" ●\n", "\n", " ◐\n", "\n", " ○\n", "\n", "; ?\n", ";\n", "● ", "", "◐ ", "", "○ ", "", "; ? ", "; ", ": ? ", ": ").Replace(text)
	var b strings.Builder
	for line := range strings.Lines(text) {
		said := strings.TrimLeft(line, " ")
		for _, sign := range []string{"? ", "– ", "- "} {
			if rest, ok := strings.CutPrefix(said, sign); ok {
				said = strings.TrimLeft(rest, " ")
				break
			}
		}
		indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
		said = strings.ReplaceAll(said, " · ", ", ")
		b.WriteString(indent + strings.ReplaceAll(said, " ·\n", ",\n"))
	}
	return b.String()
}

// listAloud says sessions a line each, without columns. Words name the newest of a use, so only
// those before it are said with their long id.
func listAloud(out io.Writer, set *assessment.Set, sessions *store.Store) error {
	named := map[string]bool{}
	for head, err := range heads(sessions) {
		if err != nil {
			return err
		}
		state := "not started"
		if head.Standing.Answered > 0 {
			state = fmt.Sprintf("%d of %d answered, %s", head.Standing.Answered, head.Standing.Total, set.StageName(head.Standing.Stage))
			if head.Standing.Provisional && head.Standing.Stage > assessment.StageNone {
				state += " so far"
			}
		}
		id, use := "", assessment.UseKey(head.Business, head.Use)
		if named[use] {
			id = " An earlier one of this use, with the id " + head.ID + "."
		}
		named[use] = true
		if _, err := fmt.Fprintf(out, "%s. %s. Changed %s.%s\n", titled(head), assessment.Capital(state), assessment.SayDay(head.Changed.Local()), id); err != nil {
			return outputError(err)
		}
	}
	return nil
}

// listOverdueAloud says the sessions where something is overdue, a line each.
func listOverdueAloud(out io.Writer, late []assessment.DueSession) error {
	for _, session := range late {
		if _, err := fmt.Fprintf(out, "%s. Overdue: %s.\n", titled(session.Head), assessment.Counted(len(session.Due), "step", "steps")); err != nil {
			return outputError(err)
		}
	}
	return nil
}
