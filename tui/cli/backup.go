package cli

import (
	"github.com/spf13/cobra"

	"readycheck/assessment"
	"readycheck/store/newfile"
)

func (p *program) backupCommand() *cobra.Command {
	var force bool
	cmd := &cobra.Command{
		Use: "backup [FILE]", Short: "Make a copy of all sessions, and check it",
		Long: "Copies all sessions into FILE, or without FILE into the folder of backups beside your\n" +
			"data file, and checks the copy. A backup is also made each time you leave the program\n" +
			"after a change. The newest five are kept, and one a day for the last seven days.\n\n" +
			"A backup holds the weak points of a business, as the data file does: keep it private.",
		Example: "  readycheck backup\n  readycheck backup /media/stick/readycheck.db",
		Args:    takes(0, 1, "Name one file, or none for the folder of backups."),
		RunE: func(cmd *cobra.Command, args []string) error {
			sessions := p.store()
			defer closeStore(sessions)
			if len(args) == 0 {
				path, err := sessions.Backup()
				if err != nil {
					return err
				}
				return p.print(cmd, path)
			}
			to := atHome(args[0])
			err := newfile.Write(to, force, sessions.CopyTo)
			if _, said := assessment.OwnSentence(err); err != nil && !said {
				err = fileError(err, to, "written")
			}
			if err != nil {
				return err
			}
			return p.print(cmd, assessment.CleanLine(to, assessment.MaxNote))
		},
	}
	cmd.Flags().BoolVar(&force, "force", false, "replace the file if it is there already")
	return cmd
}
