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
	var asJSON bool
	cmd := &cobra.Command{
		Use: "list", Short: "List all sessions, the one changed last first", Args: takesNothing,
		RunE: func(cmd *cobra.Command, _ []string) error {
			sessions := p.store()
			defer closeStore(sessions)
			if asJSON {
				return listJSON(cmd.OutOrStdout(), sessions)
			}
			return p.list(cmd.OutOrStdout(), sessions)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON, for other programs")
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
