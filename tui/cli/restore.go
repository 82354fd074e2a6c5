package cli

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"readycheck/assessment"
)

func (p *program) restoreCommand() *cobra.Command {
	return &cobra.Command{
		Use: "restore FILE", Short: "Go back to a copy of all sessions",
		Long: "Puts a copy of FILE, which `readycheck backup` made, in the place of your data file. What\n" +
			"was there is set aside under another name and never deleted. A copy that does not pass\nits checks is refused, and nothing is changed.",
		Example: "  readycheck restore stick.db",
		Args:    takes(1, 1, "Name the backup to go back to. They lie in the folder backups beside your data file."),
		RunE: func(cmd *cobra.Command, args []string) error {
			sessions := p.store()
			defer closeStore(sessions)
			from := atHome(args[0])
			aside, err := sessions.Restore(from)
			if err != nil {
				return err
			}
			if aside != "" {
				fmt.Fprintln(os.Stderr, "What was there before is set aside as "+aside)
			}
			return p.print(cmd, "Restored from "+assessment.CleanLine(from, assessment.MaxNote))
		},
	}
}
