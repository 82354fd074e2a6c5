package cli

import (
	"fmt"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"readycheck/assessment"
	"readycheck/store"
	"readycheck/tui/interview"
)

func (p *program) recheckCommand() *cobra.Command {
	return &cobra.Command{
		Use: "recheck SESSION...", Short: "Begin to check the same use once more",
		Long: "Begins a new session of the same business and use, with the answers of the old one. It says\n" +
			"which of them are so old that you should look at them again. The old session stays as it is.\n\n" + aboutSession,
		Example:           "  readycheck recheck rosa\n  readycheck recheck rosa garage florist",
		Args:              takes(1, mostNames, "Name one session or more, such as `readycheck recheck rosa`. `readycheck list` shows them all."),
		ValidArgsFunction: p.completeSessions,
		RunE:              func(cmd *cobra.Command, args []string) error { return p.recheck(cmd, args) },
	}
}

// mostNames is how many sessions may be named at once: any number.
const mostNames = 1 << 20

func (p *program) recheck(cmd *cobra.Command, args []string) error {
	set, err := p.set()
	if err != nil {
		return err
	}
	sessions := p.store()
	defer closeStore(sessions)
	chosen, err := findAll(sessions, args)
	if err != nil {
		return err
	}
	// All are looked at before the first is begun.
	for _, head := range chosen {
		session, err := sessions.Load(head.ID)
		if err == nil {
			err = set.Fits(session)
		}
		if err != nil {
			return err
		}
	}
	options := interview.Options{Store: sessions, Set: func() *assessment.Set { return set }, Now: p.now}
	for _, head := range chosen {
		work, err := options.Recheck(head.ID)
		if err != nil {
			return err
		}
		if err := p.print(cmd, work.Session.ID+"  "+assessment.CleanLine(work.Session.Business, assessment.MaxName)); err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "Begun with the answers of before. Go on: %s\n", p.typed("resume", work.Session.ID))
	}
	return nil
}

// findAll resolves several names, each session once.
func findAll(sessions *store.Store, names []string) (found []assessment.Head, err error) {
	for _, name := range names {
		head, err := find(sessions, name)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(found, head) {
			found = append(found, head)
		}
	}
	return found, nil
}
