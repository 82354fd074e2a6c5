package cli

import (
	"fmt"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"readycheck/assessment"
	"readycheck/assessment/report"
	"readycheck/store"
)

func (p *program) dueCommand() *cobra.Command {
	return &cobra.Command{
		Use: "due", Short: "Say in one line what has come due, for the greeting of a shell",
		Long: "Says in one line which steps have come due or are overdue, in all sessions; of sessions of the same\n" +
			"business and use only the newest counts. It says nothing where nothing has come due.",
		Example: "  echo 'readycheck due' >> ~/.profile",
		Args:    takesNothing,
		RunE: func(cmd *cobra.Command, _ []string) error {
			sessions := p.store()
			defer closeStore(sessions)
			due, err := p.comeDue(sessions)
			if err != nil {
				return err
			}
			said := report.DueLine(due, p.now())
			if said == "" {
				return nil
			}
			said = "readycheck: " + said + "."
			if len(onlyOverdue(due)) > 0 {
				said += " `" + p.typed("list", "--overdue") + "` shows where."
			}
			return p.print(cmd, said)
		},
	}
}

// comeDue are the sessions in which something has come due, the one changed last first.
func (p *program) comeDue(sessions *store.Store) ([]assessment.DueSession, error) {
	set, err := p.set()
	if err != nil {
		return nil, err
	}
	newest, err := assessment.NewestOfEachUse(heads(sessions))
	if err != nil {
		return nil, err
	}
	var out []assessment.DueSession
	for some := range slices.Chunk(newest, sessionsAtATime) {
		due, err := p.dueAmong(sessions, set, some)
		if err != nil {
			return nil, err
		}
		out = append(out, due...)
	}
	return out, nil
}

// sessionsAtATime are few enough that nobody waits long for the file.
const sessionsAtATime = 200

// dueAmong are those of some sessions in which something has come due.
func (p *program) dueAmong(sessions *store.Store, set *assessment.Set, some []assessment.Head) ([]assessment.DueSession, error) {
	var ids []string
	heads := map[string]assessment.Head{}
	for _, head := range some {
		ids = append(ids, head.ID)
		heads[head.ID] = head
	}
	loaded, err := sessions.LoadAll(ids)
	var out []assessment.DueSession
	for _, session := range loaded {
		if !session.AnyDue(p.now()) {
			continue
		}
		if err := set.Fits(session); err != nil {
			fmt.Fprintf(os.Stderr, "Left out: %s. %s\n", assessment.CleanLine(session.Business, assessment.MaxName), assessment.Sentence(err))
			continue
		}
		if due := assessment.ComeDue(set, session, p.now()); len(due) > 0 {
			out = append(out, assessment.DueSession{Head: heads[session.ID], Due: due})
		}
	}
	return out, err
}

// onlyOverdue leaves out what has come due today.
func onlyOverdue(sessions []assessment.DueSession) []assessment.DueSession {
	out := []assessment.DueSession{} // an empty list in JSON too
	for _, session := range sessions {
		session.Due = slices.DeleteFunc(slices.Clone(session.Due), func(step assessment.DueStep) bool { return !step.Overdue })
		if len(session.Due) > 0 {
			out = append(out, session)
		}
	}
	return out
}
