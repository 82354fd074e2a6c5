package cli

import (
	"fmt"
	"io"

	"readycheck/assessment"
	"readycheck/assessment/report"
)

// page is what a text is written for: with --plain it is fit for the ear.
func (p *program) page(out io.Writer) report.Page {
	return report.Page{Width: textWidth(out), Aloud: p.plain}
}

// listAloud says sessions a line each, without columns. Words name the newest of a use, so only
// those before it are said with their long id.
func listAloud(out io.Writer, set *assessment.Set, heads report.Heads) error {
	named := map[string]bool{}
	for head, err := range heads {
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
