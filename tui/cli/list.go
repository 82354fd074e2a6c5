package cli

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"readycheck/assessment"
	"readycheck/assessment/report"
	"readycheck/store"
)

func (p *program) listCommand() *cobra.Command {
	var asJSON, asCSV, overdue bool
	cmd := &cobra.Command{
		Use: "list", Short: "List all sessions, the one changed last first", Args: takesNothing,
		Long: "Lists all sessions, the one changed last first. On a terminal long names are cut to its width;\n" +
			"written to a file or another program they stand there whole.",
		Example: "  readycheck list\n  readycheck list --overdue\n  readycheck list --csv > sessions.csv",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if asJSON && asCSV {
				return wrongUse("Choose one of --json and --csv.")
			}
			sessions := p.store()
			defer closeStore(sessions)
			out := cmd.OutOrStdout()
			switch {
			case overdue:
				return p.listOverdue(out, sessions, asJSON, asCSV)
			case asJSON:
				return listJSON(out, sessions)
			case asCSV:
				return p.listCSV(out, sessions)
			}
			return p.list(out, sessions)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON, for other programs")
	cmd.Flags().BoolVar(&asCSV, "csv", false, "as a table for a spreadsheet")
	cmd.Flags().BoolVar(&overdue, "overdue", false, "only those where the day of a step has passed; of one use only the newest")
	return cmd
}

func listJSON(out io.Writer, sessions *store.Store) error {
	w := bufio.NewWriter(out)
	between := "["
	for head, err := range heads(sessions) {
		if err != nil {
			return err
		}
		data, err := assessment.Indented(head, "  ")
		if err != nil {
			return err
		}
		_, _ = fmt.Fprintf(w, "%s\n  %s", between, bytes.TrimSpace(data))
		between = ","
	}
	if between == "[" {
		_, _ = w.WriteString("[]\n")
	} else {
		_, _ = w.WriteString("\n]\n")
	}
	return outputError(w.Flush())
}

func (p *program) listCSV(out io.Writer, sessions *store.Store) error {
	set, err := p.set()
	if err != nil {
		return err
	}
	return report.ListCSV(out, set, heads(sessions))
}

// listWidth is the width of a terminal. Elsewhere nothing is cut.
func listWidth(out io.Writer) int {
	if !terminal(out) {
		return report.Whole
	}
	return terminalWidth(out)
}

func (p *program) list(out io.Writer, sessions *store.Store) error {
	set, err := p.set()
	if err != nil {
		return err
	}
	if page, err := sessions.List(0, 1); err != nil || len(page) == 0 {
		if err == nil {
			fmt.Fprintln(os.Stderr, noSession)
		}
		return err
	}
	if p.plain {
		return listAloud(out, set, sessions)
	}
	return report.List(out, set, heads(sessions), listWidth(out))
}

// listOverdue lists the sessions where something is overdue.
func (p *program) listOverdue(out io.Writer, sessions *store.Store, asJSON, asCSV bool) error {
	set, err := p.set()
	if err != nil {
		return err
	}
	due, err := p.comeDue(sessions)
	if err != nil {
		return err
	}
	late := onlyOverdue(due)
	switch {
	case asJSON:
		return writeJSON(out, late)
	case asCSV:
		return outputError(report.OverdueCSV(out, set, late))
	case len(late) == 0:
		fmt.Fprintln(os.Stderr, "Nothing is overdue.")
		return nil
	case p.plain:
		return listOverdueAloud(out, late)
	}
	return outputError(report.OverdueList(out, set, late, p.now(), listWidth(out)))
}
