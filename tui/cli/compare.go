package cli

import (
	"github.com/spf13/cobra"

	"readycheck/assessment"
	"readycheck/assessment/report"
	"readycheck/store"
)

func (p *program) compareCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "compare A B", Short: "Say what changed from one session to another",
		Long: "Says what got better or worse from session A to session B, what is newly unknown, and which\n" +
			"steps are done. A change of wording is told apart from a change of fact.\n\n" + aboutSession,
		Example: "  readycheck compare 01a20a 01a21b\n  readycheck compare rosa garage --json",
		Args:    takes(2, 2, "Name two sessions. `readycheck list` shows them all, with their ids."),
		ValidArgsFunction: func(cmd *cobra.Command, args []string, text string) ([]cobra.Completion, cobra.ShellCompDirective) {
			if len(args) == 2 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return p.completeSessions(cmd, args, text)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			set, err := p.set()
			if err != nil {
				return err
			}
			sessions := p.store()
			defer closeStore(sessions)
			var both [2]*assessment.Session
			for i, name := range args {
				head, err := find(sessions, name)
				if err != nil {
					return err
				}
				if both[i], err = sessions.Load(head.ID); err != nil {
					return err
				}
			}
			if both[0].ID == both[1].ID {
				return sameTwice(sessions, both[0])
			}
			// Two sets are told apart in what is said; one of them at least is open here.
			if first, second := set.Fits(both[0]), set.Fits(both[1]); first != nil && second != nil {
				return first
			}
			changes := assessment.Compare(set, both[0], both[1])
			out := cmd.OutOrStdout()
			if asJSON {
				return writeJSON(out, changes)
			}
			return outputError(report.CompareText(out, set, &changes, p.page(out)))
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON, for other programs")
	return cmd
}

// sameTwice names the sessions of a use where both names meant one of them.
func sameTwice(sessions *store.Store, session *assessment.Session) error {
	text := "Both names mean the same session. Words mean the newest of a use: name the other one by its id."
	for head, err := range heads(sessions) {
		if err != nil {
			return err
		}
		if sameUse(session, []assessment.Head{head}) > 0 {
			text += "\n  " + candidate(head.ID, head, true)
		}
	}
	return wrongUse(text)
}
