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
	var asJSON, overdue bool
	cmd := &cobra.Command{
		Use: "list", Short: "List all sessions, the one changed last first", Args: takesNothing,
		Example: "  readycheck list\n  readycheck list --overdue",
		RunE: func(cmd *cobra.Command, _ []string) error {
			sessions := p.store()
			defer closeStore(sessions)
			out := cmd.OutOrStdout()
			switch {
			case overdue:
				return p.listOverdue(out, sessions, asJSON)
			case asJSON:
				return listJSON(out, sessions)
			}
			return p.list(out, sessions)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON, for other programs")
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
	return report.List(out, set, heads(sessions), terminalWidth(out))
}

// listOverdue lists the sessions where something is overdue.
func (p *program) listOverdue(out io.Writer, sessions *store.Store, asJSON bool) error {
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
	case len(late) == 0:
		fmt.Fprintln(os.Stderr, "Nothing is overdue.")
		return nil
	}
	return outputError(report.OverdueList(out, set, late, p.now(), terminalWidth(out)))
}
