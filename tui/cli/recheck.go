package cli

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"readycheck/assessment"
	"readycheck/store"
	"readycheck/tui/interview"
)

func (p *program) recheckCommand() *cobra.Command {
	var call recheckCall
	cmd := &cobra.Command{
		Use: "recheck SESSION...", Short: "Begin to check the same use once more",
		Long: "Begins a new session of the same business and use, with the answers of the old one. It says\n" +
			"which of them are so old that you should look at them again. The old session stays as it is.\n\n" +
			"With --filter it takes all that fit, after asking. " + aboutSession + "\n\n" + aboutFilter,
		Example: "  readycheck recheck rosa\n  readycheck recheck rosa garage florist\n  readycheck recheck --filter 'tag:retail stage:pilot'",
		Args: func(cmd *cobra.Command, args []string) error {
			if call.filtered = cmd.Flags().Changed(filterFlag); call.filtered {
				return takes(0, 0, "Name sessions, or a --filter, and not both.")(cmd, args)
			}
			return takes(1, mostNames, "Name one session or more, such as `readycheck recheck rosa`. `readycheck list` shows them all.")(cmd, args)
		},
		ValidArgsFunction: p.completeSessions,
		RunE:              func(cmd *cobra.Command, args []string) error { return p.recheck(cmd, &call, args) },
	}
	cmd.Flags().StringVar(&call.filter, filterFlag, "", filterUsage)
	cmd.Flags().BoolVar(&call.yes, "yes", false, "do not ask")
	return cmd
}

// recheckCall is what was asked for in a call of recheck.
type recheckCall struct {
	filter        string
	filtered, yes bool
}

// toRecheck are the sessions to check once more. Those of a filter are asked for.
func (p *program) toRecheck(sessions *store.Store, set *assessment.Set, call *recheckCall, names []string) ([]assessment.Head, error) {
	if !call.filtered {
		return findAll(sessions, names)
	}
	f, err := filter(set, call.filter)
	if err != nil {
		return nil, err
	}
	if f.Empty() {
		return nil, wrongUse("Say which sessions to check once more, such as --filter tag:retail.")
	}
	rows, err := p.practice(sessions, set, &f)
	if err != nil {
		return nil, err
	}
	// One of another question set cannot be checked with this one.
	rows = slices.DeleteFunc(slices.Clone(rows), func(row assessment.PracticeRow) bool { return row.Missing == assessment.OtherQuestions })
	if len(rows) == 0 {
		return nil, nobodyFits
	}
	return headsOf(rows), agreedToAll(headsOf(rows), call.yes)
}

// agreedToAll asks before many sessions are begun.
func agreedToAll(chosen []assessment.Head, yes bool) error {
	if yes {
		return nil
	}
	var which strings.Builder
	for i, head := range chosen {
		if i == mostCandidates {
			fmt.Fprintf(&which, "\n  … and %d more", len(chosen)-i)
			break
		}
		which.WriteString("\n  " + titled(head))
	}
	many := assessment.Counted(len(chosen), "session", "sessions")
	if !canAsk() {
		return wrongUse("That would check " + many + " once more:" + which.String() + "\nTo do it, add --yes.")
	}
	fmt.Fprintln(os.Stderr, "These fit:"+which.String())
	if !agreed("Check " + many + " once more?") {
		return sentence("Nothing was begun.")
	}
	return nil
}

// mostNames is how many sessions may be named at once: any number.
const mostNames = 1 << 20

func (p *program) recheck(cmd *cobra.Command, call *recheckCall, args []string) error {
	set, err := p.set()
	if err != nil {
		return err
	}
	sessions := p.store()
	defer closeStore(sessions)
	chosen, err := p.toRecheck(sessions, set, call, args)
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
