package workshop

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"readycheck/assessment"
)

// Intake is what one ballot of a room without a network changes in a session.
type Intake struct {
	file    string
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

// Plan finds out what each ballot changes, or why one cannot be taken in. Nothing is
// written. Files names the ballots in messages, and load finds the session that one is for.
func Plan(set *assessment.Set, files []string, ballots []*assessment.Ballot, load func(file, session string) (*assessment.Session, error)) ([]Intake, error) {
	loaded := map[string]*assessment.Session{}
	var intakes []Intake
	for i, ballot := range ballots {
		if loaded[ballot.Session] == nil {
			session, err := load(files[i], ballot.Session)
			if err != nil {
				return nil, err
			}
			loaded[ballot.Session] = session
		}
		in := Intake{file: files[i], ballot: ballot, session: loaded[ballot.Session]}
		for _, other := range intakes {
			if other.session.ID == in.session.ID && assessment.SameName(other.ballot.Name, ballot.Name) {
				return nil, Refusal(fmt.Sprintf("%s and %s have the same name, %s. Nothing was changed. If they are two people, change one name in its file. If not, leave one file out.", other.file, in.file, ballot.Name))
			}
		}
		if err := in.plan(set); err != nil {
			return nil, err
		}
		intakes = append(intakes, in)
	}
	return intakes, nil
}

// Session is the id of the session that the ballot is for.
func (in *Intake) Session() string { return in.session.ID }

// plan finds the seat and the votes to save.
func (in *Intake) plan(set *assessment.Set) error {
	team := cmp.Or(in.session.Team, assessment.NewTeam())
	for _, seat := range team.Seats {
		switch same := assessment.SameName(seat.Name, in.ballot.Name); {
		case same && !seat.Paper:
			return Refusal(fmt.Sprintf("%s: a person in the room is called %s already. Nothing was changed. Change the name in the file, for instance to %q.", in.file, seat.Name, in.ballot.Name+" (paper)"))
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

// Save returns once everything is on disk.
func (in *Intake) Save(store Store) error {
	if in.newSeat {
		// A vote without its seat would belong to nobody, so the seat comes first.
		if saved := <-store.SaveSeat(assessment.SeatChange{Session: in.session.ID, Seat: in.seat}); saved.Err != nil {
			return in.notSaved(len(in.votes), saved.Err)
		}
	}
	waiting := make([]<-chan assessment.Saved, len(in.votes))
	for i, vote := range in.votes {
		waiting[i] = store.SaveVote(vote)
	}
	lost := 0
	var cause error
	for _, saved := range waiting {
		if saved := <-saved; saved.Err != nil {
			lost, cause = lost+1, saved.Err
		}
	}
	if lost > 0 {
		return in.notSaved(lost, cause)
	}
	return nil
}

// notSaved says whose votes are not on disk, why, and that a second try does no harm.
func (in *Intake) notSaved(lost int, cause error) error {
	return Refusal(fmt.Sprintf("%s: %d of %s not saved. %s Then import the file again: votes that were saved are only replaced.",
		in.ballot.Name, lost, assessment.Counted(len(in.votes), "vote was", "votes were"), assessment.Sentence(cause)))
}

// Words say what became of one ballot, or with a preview what would.
func (in *Intake) Words(preview bool) string {
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
		fmt.Fprintf(&b, "%s %s Nobody sees %s before the reveal.", assessment.Counted(in.kept, "vote", "votes"), would("kept.", "would be kept."), assessment.Either(in.kept, "it", "them"))
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
