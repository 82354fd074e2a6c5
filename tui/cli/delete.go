package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"readycheck/assessment"
)

func (p *program) deleteCommand() *cobra.Command {
	var yes bool
	cmd := &cobra.Command{
		Use: "delete SESSION", Short: "Delete a session with all its answers",
		Long: "Deletes a session with all its answers, after asking. Before that it makes a copy of all sessions\n" +
			"among the backups, and says how to go back to it. `readycheck doctor --compact` leaves no trace of\n" +
			"what was deleted.\n\n" + aboutSession,
		Example:           "  readycheck delete rosa\n  readycheck delete rosa --yes",
		Args:              takes(1, mostWords, "Name one session, such as `readycheck delete rosa`. `readycheck list` shows them all."),
		ValidArgsFunction: p.completeSession,
		RunE:              func(cmd *cobra.Command, args []string) error { return p.delete(cmd, sessionNamed(args), yes) },
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask")
	return cmd
}

func (p *program) delete(cmd *cobra.Command, text string, yes bool) error {
	if strings.TrimSpace(text) == "" {
		return wrongUse("Name the session to delete. `readycheck list` shows them all.")
	}
	sessions := p.store()
	defer closeStore(sessions)
	head, err := find(sessions, text)
	if err != nil {
		return err
	}
	which := fmt.Sprintf("%s, changed on %s, %d of %d answered", assessment.Quoted(titled(head)),
		assessment.SayDay(head.Changed.Local()), head.Standing.Answered, head.Standing.Total)
	if !yes {
		if !canAsk() {
			return wrongUse("That would delete " + which + ". To do it, add --yes.")
		}
		if !agreed("Delete " + which + "?") {
			return sentence("Nothing was deleted.")
		}
	}
	// Not without a way back.
	backup, err := backedUp(sessions)
	if err != nil {
		return err
	}
	if _, err := sessions.Delete(head.ID); err != nil {
		return err
	}
	return p.print(cmd, fmt.Sprintf("Deleted: %s.\nIt is still in the backup from before, at least until there are five newer ones.\n"+
		"Going back to that puts all sessions back as they were then:\n  %s\nTo leave no trace of it:\n  %s",
		which, p.typed("restore", assessment.CleanLine(backup, assessment.MaxNote)), p.typed("doctor", "--compact")))
}
