package cli

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"readycheck/assessment"
	"readycheck/assessment/report"
	"readycheck/store"
	"readycheck/tui/workshop"
)

// Ballots are for a room without a network: `export --ballot` writes a file for each
// person, and `import --vote` takes the filled-in files in.

// exportBallot writes a ballot for the session that text names.
func (p *program) exportBallot(text string) (writer, error) {
	set, err := p.set()
	if err != nil {
		return nil, err
	}
	sessions := p.store()
	defer closeStore(sessions)
	session, err := load(sessions, set, text)
	if err != nil {
		return nil, err
	}
	return func(w io.Writer) error { return report.Ballot(w, set, session) }, nil
}

// ballotFlags are the flags of export that a ballot has no use for.
var ballotFlags = []string{"format", "client-safe", "example", "all", "brand", "brand-line", "one-page", "appendix", "uses"}

// ballotAlone refuses a ballot together with a flag that shapes a report.
func ballotAlone(cmd *cobra.Command) error {
	for _, name := range ballotFlags {
		if cmd.Flags().Changed(name) {
			return wrongUse(fmt.Sprintf("A ballot has one form: leave out --%s, or --ballot.", name))
		}
	}
	return nil
}

// importVotes takes in ballots. Nothing is written before all of them are read and
// checked.
func (p *program) importVotes(cmd *cobra.Command, paths []string, named string, preview bool) error {
	set, err := p.set()
	if err != nil {
		return err
	}
	ballots, err := readBallots(set, paths)
	if err != nil {
		return err
	}
	sessions := p.store()
	defer closeStore(sessions)
	intakes, err := workshop.Plan(set, spokenAll(paths), ballots, func(file, id string) (*assessment.Session, error) {
		return ballotSession(sessions, set, file, id, named)
	})
	if err != nil {
		return err
	}
	for i := range intakes {
		if !preview {
			if err := intakes[i].Save(sessions); err != nil {
				return err
			}
		}
		if err := p.print(cmd, intakes[i].Words(preview)); err != nil {
			return err
		}
	}
	if preview {
		return p.print(cmd, "Nothing was changed. Without --preview the votes are kept.")
	}
	var ids []string
	for i := range intakes {
		if id := intakes[i].Session(); !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	for _, id := range ids {
		if err := p.print(cmd, fmt.Sprintf("`%s` shows the votes to the room when you are ready.", p.typed("serve", id))); err != nil {
			return err
		}
	}
	return nil
}

// readBallots reads all files, so that one call names the faults of all of them.
func readBallots(set *assessment.Set, paths []string) ([]*assessment.Ballot, error) {
	var ballots []*assessment.Ballot
	var all assessment.Faults
	for _, path := range paths {
		data, err := readFile(path)
		if err != nil {
			return nil, err
		}
		ballot, err := assessment.ReadBallot(set, spoken(path), data)
		var faults assessment.Faults
		if err != nil && !errors.As(err, &faults) {
			return nil, err
		}
		all = append(all, faults...)
		ballots = append(ballots, ballot)
	}
	if len(all) > 0 {
		return nil, all
	}
	return ballots, nil
}

// ballotSession loads the session that a ballot is for: the one named with --session, or
// the one that the ballot names.
func ballotSession(sessions *store.Store, set *assessment.Set, file, id, named string) (*assessment.Session, error) {
	if named != "" {
		return load(sessions, set, named)
	}
	session, err := sessions.Load(id)
	if errors.Is(err, assessment.ErrNotFound) {
		err = sentence(fmt.Sprintf("%s is a ballot for the session %s, which is not here. Nothing was changed. Say with --session which one it is for, or with --data where that session is kept.", file, id))
	}
	if err == nil {
		err = set.Fits(session)
	}
	if err != nil {
		return nil, err
	}
	noteOtherVersion(session, set)
	return session, nil
}

func spokenAll(paths []string) []string {
	var all []string
	for _, path := range paths {
		all = append(all, spoken(path))
	}
	return all
}

// spoken is how a message names a file.
func spoken(path string) string {
	if path == "-" {
		return "standard input"
	}
	return path
}
