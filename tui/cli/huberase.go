package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"readycheck/assessment"
	"readycheck/store"
	"readycheck/store/sync"
	"readycheck/store/sync/postgres"
)

func (p *program) hubRekeyCommand() *cobra.Command {
	return &cobra.Command{
		Use: "rekey", Short: "Make another key, and seal all that lies in the hub with it",
		Long: "Makes another key and seals all that lies in the hub anew. Every computer then asks for it once, with\n" +
			"`readycheck sync --key`. It cannot reach what somebody has copied already: a data file, a dump of the\n" +
			"hub from before, a backup of it.",
		Example: "  readycheck hub rekey",
		Args:    takesNothing,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.withHub(func(m meeting) error { return p.rekey(cmd, m) })
		},
	}
}

func (p *program) rekey(cmd *cobra.Command, m meeting) error {
	at, err := m.hub.At(cmd.Context(), 0)
	if err != nil {
		return err
	}
	firm, before := m.link.Firm, m.link.Keys
	if err := before.TryProbe(firm, at.Probe); err != nil {
		return err
	}
	key := sync.NewKey()
	ring := append(sync.Keyring{key}, before...)
	probe, err := ring.Probe(firm)
	if err != nil {
		return err
	}
	// Here first: a key that only the hub knew would be lost with a cut. But nothing is sealed with it
	// before the hub has it: nobody else could read that.
	if err := m.sessions.Join(m.url, firm, m.link.Name, append(slices.Clone(before), key)...); err != nil {
		return err
	}
	passed := 0
	seal := func(row sync.Row) ([]byte, error) {
		if ring.SealedNow(row.Body) {
			return nil, nil
		}
		body, err := ring.Open(firm, row.Session, row.ID, row.Body)
		if errors.Is(err, sync.ErrAltered) {
			passed++
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		return ring.Seal(firm, row.Session, row.ID, body)
	}
	// Twice: who had looked at the old probe just before could still send with the old key.
	for range 2 {
		passed = 0
		if err == nil {
			err = m.hub.Reseal(cmd.Context(), probe, seal)
		}
	}
	if err != nil {
		return errors.Join(err, sentence(fmt.Sprintf("The hub is not sealed anew to its end. Run `%s` once more.", p.typed("hub", "rekey"))))
	}
	if err := p.print(cmd, recoverySheet(assessment.CleanLine(m.link.Name, assessment.MaxName), m.url, key)); err != nil {
		return err
	}
	if err := m.sessions.Join(m.url, firm, m.link.Name, key); err != nil {
		return err
	}
	if passed > 0 {
		if err := p.print(cmd, fmt.Sprintf("%s in the hub could not be read before either, and was left as it is.", assessment.Counted(passed, "change", "changes"))); err != nil {
			return err
		}
	}
	return p.print(cmd, "Everything in the hub is sealed with this key now. On each other computer: readycheck sync --key")
}

func (p *program) hubEraseCommand() *cobra.Command {
	var yes bool
	cmd := &cobra.Command{
		Use: "erase SESSION", Short: "Erase a session for good, in the hub and on all computers",
		Long: "Erases all that was ever said in a session: in the hub at once, and on each computer when it\n" +
			"synchronizes next. Nothing brings it back. It cannot reach what has left: reports and papers, exported\n" +
			"files, backups of a data file, dumps of the hub. Each computer lets go of its own backups with\n" +
			"`readycheck doctor --compact`.\n\n" + aboutSession,
		Example:           "  readycheck hub erase rosa",
		Args:              takes(1, mostWords, "Name one session, such as `readycheck hub erase rosa`."),
		ValidArgsFunction: p.completeSession,
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.withHub(func(m meeting) error { return p.hubErase(cmd, m, sessionNamed(args), yes) })
		},
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask")
	return cmd
}

func (p *program) hubErase(cmd *cobra.Command, m meeting, text string, yes bool) error {
	id, which, err := erasable(m.sessions, text, yes)
	if err != nil {
		return err
	}
	if !yes {
		if !canAsk() {
			return wrongUse("That would erase " + which + " for good, on all computers. To do it, add --yes.")
		}
		if !agreed("Erase " + which + " for good, on all computers? Nothing brings it back.") {
			return sentence("Nothing was erased.")
		}
	}
	// The hub first: if it is away, nothing is changed.
	mark, err := m.link.Keys.Erasure(m.link.Firm, id)
	if err != nil {
		return err
	}
	if err := m.hub.Erase(cmd.Context(), mark); err != nil {
		return err
	}
	if err := m.sessions.Erase(id); err != nil {
		return err
	}
	// Whoever has read on to that notices when the hub is put back to a state before it.
	_, _ = sync.New(p.journal(m.sessions), m.hub).Once(cmd.Context())
	return p.print(cmd, fmt.Sprintf("Erased in the hub and here: %s. Each other computer follows when it synchronizes next.\nIt may still be in backups: `%s` on each computer lets go of those.\nReports, papers and files that were exported stay where they are.", which, p.typed("doctor", "--compact")))
}

// erasable is the session to erase. One that is in the hub and not here is named by its whole id; and
// since nothing brings it back, the beginning of an id is not enough where nobody is asked.
func erasable(sessions *store.Store, text string, yes bool) (id, which string, err error) {
	all, err := sessions.List(0, 0)
	if err != nil {
		return "", "", err
	}
	if _, err := uuid.Parse(text); err == nil && !slices.ContainsFunc(all, func(head assessment.Head) bool { return head.ID == text }) {
		return text, "the session " + text + ", which is not on this computer", nil
	}
	if _, byID := assessment.Named(all, text); byID && yes && len(text) < len(uuid.Nil.String()) {
		return "", "", wrongUse("Other sessions may begin with this id. Name the session by its whole id, or by words of its business.")
	}
	head, err := find(sessions, text)
	return head.ID, assessment.Quoted(titled(head)), err
}

// eraseAgain erases once more in a hub that was found to be put back to an earlier state, as far as
// this computer may: what the hub had lost may have been an erasure.
func eraseAgain(ctx context.Context, sessions *store.Store, hub *postgres.Hub, r sync.Report) error {
	if !r.Behind {
		return nil
	}
	link, err := sessions.Link()
	if err != nil {
		return err
	}
	erased, err := sessions.Erased()
	for i := 0; i < len(erased) && err == nil; i++ {
		var mark sync.Row
		if mark, err = link.Keys.Erasure(link.Firm, erased[i]); err == nil {
			err = hub.Erase(ctx, mark)
		}
	}
	if errors.Is(err, sync.ErrRefused) {
		return nil // for whoever runs the hub to do
	}
	return err
}
