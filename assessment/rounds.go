package assessment

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// SecondVote is a second round on one question: the room saw its votes, heard why, and voted
// once more. Both rounds are kept.
type SecondVote struct {
	// Votes are by seat id, of those who voted once more. Whoever did not keeps the first vote.
	Votes map[string]Answer `json:"votes"`
	// Shown is true once the room has seen them. Until then the first round counts.
	Shown bool `json:"shown"`
}

// OpenAgain begins a second round on a question. One that was begun stays as it is.
func (t *Team) OpenAgain(question string) {
	if _, ok := t.Second[question]; !ok {
		t.second(question, SecondVote{Votes: map[string]Answer{}})
	}
}

func (t *Team) second(question string, round SecondVote) {
	if t.Second == nil {
		t.Second = map[string]SecondVote{}
	}
	t.Second[question] = round
}

// VoteAgain adds a vote of the second round, or changes it. One without a level takes it back.
func (t *Team) VoteAgain(seat, question string, answer Answer) {
	t.OpenAgain(question)
	if answer.Level == Unanswered {
		delete(t.Second[question].Votes, seat)
		return
	}
	t.Second[question].Votes[seat] = answer
}

// VoteIn adds a vote of the first round or the second.
func (t *Team) VoteIn(second bool, seat, question string, answer Answer) {
	if second {
		t.VoteAgain(seat, question, answer)
		return
	}
	t.Vote(seat, question, answer)
}

// Show notes that the room has seen the votes of the first round on a question, or the second.
// Whoever saw the second round has seen the first one, also where damage took that reveal away.
func (t *Team) Show(question string, second bool) {
	t.Revealed[question] = true
	if !second {
		return
	}
	t.OpenAgain(question)
	t.second(question, SecondVote{t.Second[question].Votes, true})
}

// Again reports whether the room votes once more on a question, and has not seen those votes.
func (t *Team) Again(question string) bool {
	round, begun := t.Second[question]
	return begun && !round.Shown && t.Revealed[question]
}

// Closed reports whether votes on a question were shown and none can be given now.
func (t *Team) Closed(question string) bool { return t.Revealed[question] && !t.Again(question) }

// Given is somebody's vote in the round that a question is in, if there is one.
func (t *Team) Given(seat, question string) (vote Answer, ok bool) {
	if t.Again(question) {
		vote, ok = t.Second[question].Votes[seat]
		return vote, ok
	}
	return t.Last(seat, question)
}

// Last is somebody's last vote on a question, whether the room has seen it or not.
func (t *Team) Last(seat, question string) (vote Answer, ok bool) {
	if vote, ok = t.Second[question].Votes[seat]; ok {
		return vote, ok
	}
	vote, ok = t.Votes[question][seat]
	return vote, ok
}

// First are the votes of the first round, in the order of [Team.Cast].
func (t *Team) First(question string) []SeatVote {
	return t.cast(func(seat string) (Answer, bool) {
		vote, ok := t.Votes[question][seat]
		return vote, ok
	})
}

// Waiting are the votes that the room has not seen, of the round that a question is in, in the
// order of [Team.Cast]. There are none on a question that is closed.
func (t *Team) Waiting(question string) []SeatVote {
	if t.Closed(question) {
		return nil
	}
	return t.cast(func(seat string) (Answer, bool) { return t.Given(seat, question) })
}

// Hidden counts the questions that have votes which nobody has seen.
func (t *Team) Hidden() int {
	n := 0
	for question := range t.Votes {
		if len(t.Waiting(question)) > 0 {
			n++
		}
	}
	for question := range t.Second {
		if t.Votes[question] == nil && len(t.Waiting(question)) > 0 {
			n++
		}
	}
	return n
}

// Shown is the team with nothing in it that the room has not seen, and nothing that a seat
// is bound to. Of people without a name it does not tell whose a vote is.
func (t *Team) Shown() *Team {
	out := NewTeam()
	out.Seats = []Seat{}
	for _, seat := range t.Seats {
		seat.Key = ""
		out.Seats = append(out.Seats, seat)
	}
	for question := range t.Revealed {
		out.Revealed[question] = true
		if votes := t.Votes[question]; len(votes) > 0 {
			out.Votes[question] = maps.Clone(votes)
		}
		if round, ok := t.Second[question]; ok {
			seen := SecondVote{Votes: map[string]Answer{}, Shown: round.Shown}
			if round.Shown {
				maps.Copy(seen.Votes, round.Votes)
			}
			out.second(question, seen)
		}
		out.mix(question)
	}
	maps.Copy(out.Decisions, t.Decisions)
	return out
}

// ballots are what one person voted on a question, in both rounds.
type ballots struct{ first, second Answer }

// mix parts the votes on a question from those people who have no name: the weakest votes stand
// at the seats that came first, on each question anew, so that a seat tells nothing. Votes of
// those who were removed, which do not count, go.
func (t *Team) mix(question string) {
	votes, second := t.Votes[question], t.Second[question].Votes
	var seats []string
	var given []ballots
	for _, seat := range t.Seats {
		if !seat.Anonymous {
			continue
		}
		b := ballots{votes[seat.ID], second[seat.ID]}
		delete(votes, seat.ID)
		delete(second, seat.ID)
		if seat.Removed {
			continue
		}
		seats = append(seats, seat.ID)
		// When somebody voted tells who it was.
		b.first.At, b.second.At = time.Time{}, time.Time{}
		if b != (ballots{}) {
			given = append(given, b)
		}
	}
	slices.SortFunc(given, func(a, b ballots) int {
		return cmp.Or(compareVotes(a.first, b.first), compareVotes(a.second, b.second))
	})
	for i, b := range given {
		if b.first.Level != Unanswered {
			t.Vote(seats[i], question, b.first)
		}
		if b.second.Level != Unanswered {
			second[seats[i]] = b.second
		}
	}
	if len(votes) == 0 {
		delete(t.Votes, question)
	}
}

func compareVotes(a, b Answer) int {
	return cmp.Or(cmp.Compare(a.Level, b.Level), cmp.Compare(a.Known, b.Known), cmp.Compare(a.Choice, b.Choice), cmp.Compare(a.Reason, b.Reason), cmp.Compare(a.Note, b.Note))
}
