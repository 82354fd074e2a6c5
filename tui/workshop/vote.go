package workshop

import (
	"slices"

	"readycheck/assessment"
)

// Vote queues this person's vote on a question, and nobody else's.
func (v *Voter) Vote(question string, vote assessment.Answer) <-chan assessment.Saved {
	r := v.room
	r.mu.Lock()
	defer r.mu.Unlock()
	about := assessment.Saved{Session: r.session.ID, Question: question}
	vote, err := v.mayVote(question, vote)
	if err != nil {
		about.Err = err
		return done(about)
	}
	seat := v.seat
	second := r.session.Team.Again(question)
	round := ofRound{question, second}
	before := r.given(round, seat)
	wrote := r.wroteBy(seat)
	last := wrote.last[round]
	if last.revision != 0 && !last.waiting && last.vote == vote {
		return done(about) // it stands on disk as it is
	}
	if !wrote.may(vote) {
		about.Err = tooOften
		return done(about)
	}
	wrote.last[round] = lastVote{vote: vote, revision: last.revision, waiting: true}
	r.session.Team.VoteIn(second, seat, question, vote)
	r.expected++
	saved := r.o.Store.SaveVote(assessment.VoteChange{Session: r.session.ID, Seat: seat, Question: question, Vote: vote, Replaces: last.revision, Second: second})
	out := make(chan assessment.Saved, 1)
	go func() {
		result := <-saved
		r.mu.Lock()
		defer r.mu.Unlock()
		r.noticed(result.Revision)
		if result.Err == nil {
			wrote.last[round] = lastVote{vote: vote, revision: result.Revision, waiting: wrote.last[round].vote != vote}
		} else {
			wrote.last[round] = lastVote{revision: wrote.last[round].revision, waiting: true}
		}
		// The votes of others raise the session's revision; that is no news for this person.
		result.Revision = 0
		if result.Err != nil {
			if now := r.given(round, seat); now == vote || now.Level == assessment.Unanswered && vote.Level == assessment.Unanswered {
				r.session.Team.VoteIn(second, seat, question, before)
			}
			r.failed(result.Err)
			if !v.paper { // whoever types paper sits at this computer
				result.Err = unsaved{result.Err}
			}
		}
		r.facilitator.ring()
		out <- result
	}()
	return out
}

// ofRound is a question in one of its rounds.
type ofRound struct {
	question string
	second   bool
}

// given is somebody's vote in one round, without a level where there is none. The mutex is held.
func (r *Room) given(in ofRound, seat string) assessment.Answer {
	if in.second {
		return r.session.Team.Second[in.question].Votes[seat]
	}
	return r.session.Team.Votes[in.question][seat]
}

// mayVote checks a vote against the seat, the room and the question.
func (v *Voter) mayVote(question string, vote assessment.Answer) (assessment.Answer, error) {
	r := v.room
	seat, seated := r.session.Team.Seat(v.seat)
	switch {
	case v.ended != "":
		return vote, v.ended
	case r.over != "":
		return vote, RoomOver
	case !seated:
		return vote, notSeated
	case seat.Removed:
		return vote, sentAway
	case !v.onSeat():
		return vote, notSeated
	case r.session.Team.Closed(question):
		return vote, alreadySeen
	case r.o.InStep && !r.reached[question] && !v.paper:
		return vote, otherThing
	}
	q, ok := r.asked(v.own(), question)
	if !ok || vote.Level != assessment.Unanswered &&
		!slices.ContainsFunc(q.Options(&r.o.Set.Words), func(c assessment.Choice) bool { return c.Level == vote.Level }) {
		return vote, notThis
	}
	clean := assessment.Answer{Level: vote.Level, Known: vote.Known, Note: assessment.Clean(vote.Note, assessment.MaxVoteNote)}
	if vote.Choice >= 0 && vote.Choice < len(q.Choices) {
		clean.Choice = vote.Choice
	}
	if vote.Level == assessment.NA {
		if clean.Reason = assessment.CleanLine(vote.Reason, assessment.MaxShort); clean.Reason == "" {
			return vote, noReason
		}
	}
	return clean, nil
}

// Limits on what one seat writes in a room. The longest notes on all questions fit, and each
// of them changed many times.
const (
	mostVotes     = 1000
	mostVoteBytes = 1 << 20
)

// written is what one seat has written: how often, how much, and what stands last by
// question.
type written struct {
	votes, bytes int
	last         map[ofRound]lastVote
}

// lastVote is a seat's last vote on a question in one round, and the revision by which it, or where it is
// waiting to be written the one before, stands on disk.
type lastVote struct {
	vote     assessment.Answer
	revision uint64
	waiting  bool
}

// wroteBy is what a seat has written. The mutex is held.
func (r *Room) wroteBy(seat string) *written {
	if r.wrote[seat] == nil {
		r.wrote[seat] = &written{last: map[ofRound]lastVote{}}
	}
	return r.wrote[seat]
}

// may counts one more vote, or says that no more fits.
func (w *written) may(vote assessment.Answer) bool {
	size := len(vote.Note) + len(vote.Reason)
	if w.votes >= mostVotes || w.bytes+size > mostVoteBytes {
		return false
	}
	w.votes++
	w.bytes += size
	return true
}
