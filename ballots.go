package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"readycheck/assessment"
	"readycheck/assessment/report"
	"readycheck/store"
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
var ballotFlags = []string{"format", "client-safe", "example", "all", "brand", "brand-line"}

// ballotAlone refuses a ballot together with a flag that shapes a report.
func ballotAlone(cmd *cobra.Command) error {
	for _, name := range ballotFlags {
		if cmd.Flags().Changed(name) {
			return wrongUse(fmt.Sprintf("A ballot has one form: leave out --%s, or --ballot.", name))
		}
	}
	return nil
}

// intake is what one ballot changes in a session.
type intake struct {
	ballot  *assessment.Ballot
	session *assessment.Session
	seat    assessment.Seat
	// newSeat is true where the seat has to be saved, replaced where the person's votes
	// were there before, back where the person had been sent away.
	newSeat, replaced, back bool
	// votes are what is saved, in the order of the set. A vote without a level takes back
	// one that the new file leaves open.
	votes []assessment.VoteChange
	kept  int
	// shown are the questions in the file whose votes the room has seen.
	shown []*assessment.Question
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
	intakes, err := planBallots(sessions, set, paths, ballots, named)
	if err != nil {
		return err
	}
	for i := range intakes {
		if !preview {
			if err := intakes[i].save(sessions); err != nil {
				return err
			}
		}
		if err := p.print(cmd, intakes[i].words(preview)); err != nil {
			return err
		}
	}
	if preview {
		return p.print(cmd, "Nothing was changed. Without --preview the votes are kept.")
	}
	var ids []string
	for _, in := range intakes {
		if !slices.Contains(ids, in.session.ID) {
			ids = append(ids, in.session.ID)
		}
	}
	for _, id := range ids {
		if err := p.print(cmd, fmt.Sprintf("`readycheck serve %s` shows the votes to the room when you are ready.", id)); err != nil {
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

// spoken is how a message names a file.
func spoken(path string) string {
	if path == "-" {
		return "standard input"
	}
	return path
}

// planBallots finds out what each ballot changes, or why one cannot be taken in.
func planBallots(sessions *store.Store, set *assessment.Set, paths []string, ballots []*assessment.Ballot, named string) ([]intake, error) {
	loaded := map[string]*assessment.Session{}
	if named != "" {
		session, err := load(sessions, set, named)
		if err != nil {
			return nil, err
		}
		loaded[""] = session
	}
	var intakes []intake
	for i, ballot := range ballots {
		id := ballot.Session
		if named != "" {
			id = ""
		}
		if loaded[id] == nil {
			session, err := sessions.Load(id)
			if errors.Is(err, assessment.ErrNotFound) {
				err = sentence(fmt.Sprintf("%s is a ballot for the session %s, which is not here. Nothing was changed. Say with --session which one it is for, or with --data where that session is kept.", spoken(paths[i]), id))
			}
			if err != nil {
				return nil, err
			}
			noteOtherSet(session, set)
			loaded[id] = session
		}
		in := intake{ballot: ballot, session: loaded[id]}
		for j := range intakes {
			if intakes[j].session.ID == in.session.ID && strings.EqualFold(intakes[j].ballot.Name, ballot.Name) {
				return nil, sentence(fmt.Sprintf("%s and %s have the same name, %s. Nothing was changed. If they are two people, change one name in its file. If not, leave one file out.", spoken(paths[j]), spoken(paths[i]), ballot.Name))
			}
		}
		if err := in.plan(set, spoken(paths[i])); err != nil {
			return nil, err
		}
		intakes = append(intakes, in)
	}
	return intakes, nil
}

// plan finds the seat and the votes to save.
func (in *intake) plan(set *assessment.Set, path string) error {
	team := cmp.Or(in.session.Team, assessment.NewTeam())
	for _, seat := range team.Seats {
		switch same := strings.EqualFold(seat.Name, in.ballot.Name); {
		case same && !seat.Paper:
			return sentence(fmt.Sprintf("%s: a person in the room is called %s already. Nothing was changed. Change the name in the file, for instance to %q.", path, seat.Name, in.ballot.Name+" (paper)"))
		case same && in.seat.ID == "":
			in.seat = seat
		}
	}
	before := in.seat
	if before.ID == "" {
		id, err := uuid.NewV7()
		if err != nil {
			return err
		}
		in.seat = assessment.Seat{ID: id.String(), Paper: true}
	}
	in.seat.Name, in.seat.Role, in.seat.Removed = in.ballot.Name, in.ballot.Role, false
	in.back = before.Removed
	for i := range set.Questions {
		q := &set.Questions[i]
		vote, given := in.ballot.Votes[q.ID]
		_, earlier := team.Votes[q.ID][before.ID]
		if team.Revealed[q.ID] {
			// What the room has seen stays as it was seen.
			if given {
				in.shown = append(in.shown, q)
			}
			continue
		}
		in.replaced = in.replaced || earlier
		switch {
		case given:
			in.kept++
		case !earlier:
			continue
		}
		in.votes = append(in.votes, assessment.VoteChange{Session: in.session.ID, Seat: in.seat.ID, Question: q.ID, Vote: vote})
	}
	// Who has no vote to give needs no seat.
	in.newSeat = in.seat != before && len(in.votes) > 0
	return nil
}

// save returns once everything is on disk.
func (in *intake) save(sessions *store.Store) error {
	if in.newSeat {
		// A vote without its seat would belong to nobody, so the seat comes first.
		if saved := <-sessions.SaveSeat(assessment.SeatChange{Session: in.session.ID, Seat: in.seat}); saved.Err != nil {
			return notSaved(in, len(in.votes), saved.Err)
		}
	}
	waiting := make([]<-chan assessment.Saved, len(in.votes))
	for i, vote := range in.votes {
		waiting[i] = sessions.SaveVote(vote)
	}
	lost := 0
	var cause error
	for _, saved := range waiting {
		if saved := <-saved; saved.Err != nil {
			lost, cause = lost+1, saved.Err
		}
	}
	if lost > 0 {
		return notSaved(in, lost, cause)
	}
	return nil
}

// notSaved says whose votes are not on disk, why, and that a second try does no harm.
func notSaved(in *intake, lost int, cause error) error {
	return sentence(fmt.Sprintf("%s: %d of %s not saved. %s Then import the file again: votes that were saved are only replaced.",
		in.ballot.Name, lost, counted(len(in.votes), "vote was", "votes were"), strings.Join(lines(cause), " ")))
}

// either is the word for one, or the word for any other number.
func either(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func counted(n int, one, many string) string { return fmt.Sprintf("%d %s", n, either(n, one, many)) }

// words say what became of one ballot, or with a preview what would.
func (in *intake) words(preview bool) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s): ", in.ballot.Name, in.ballot.Role.Words())
	would := func(is, would string) string {
		if preview {
			return would
		}
		return is
	}
	if in.kept == 0 {
		b.WriteString(would("no vote kept.", "no vote would be kept."))
	} else {
		fmt.Fprintf(&b, "%s %s Nobody sees %s before the reveal.", counted(in.kept, "vote", "votes"), would("kept.", "would be kept."), either(in.kept, "it", "them"))
	}
	if in.replaced && len(in.votes) > 0 {
		fmt.Fprintf(&b, " %s's votes were there already. They %s replaced.", in.ballot.Name, would("are", "would be"))
	}
	if in.back && len(in.votes) > 0 {
		fmt.Fprintf(&b, " %s had been removed and %s again.", in.ballot.Name, would("counts", "would count"))
	}
	if len(in.shown) > 0 {
		b.WriteString(" Left out, because the room has already seen the votes on it:")
		for _, q := range in.shown {
			b.WriteString("\n  " + assessment.CleanLine(q.Text, assessment.MaxNote))
		}
	}
	return b.String()
}

// voteArgs checks what follows `import`, with --vote and without.
func voteArgs(cmd *cobra.Command, args []string, vote bool) error {
	switch {
	case vote && len(args) == 0:
		return wrongUse("Name one ballot or more, such as `readycheck import --vote dana.yaml dev.yaml`.")
	case vote:
		return nil
	case cmd.Flags().Changed("session"):
		return wrongUse("--session says what ballots are for: add --vote, or leave it out.")
	}
	return takes(1, 1, "Name one file (or - for standard input).")(cmd, args)
}
