package assessment

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// Seat is one person's place in a workshop.
type Seat struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Role Role   `json:"role"`
	// Paper is true for a ballot that came as a file and not over the network.
	Paper bool `json:"paper,omitempty"`
	// Removed is true for somebody whom the facilitator sent away. The votes stay and do
	// not count.
	Removed bool `json:"removed,omitempty"`
	// Anonymous is true where the room asked for no names: Name is a number then, and nobody is
	// told which votes are this person's.
	Anonymous bool `json:"anonymous,omitempty"`
	// Key is the fingerprint of the SSH key that the seat is bound to: it lets its holder come
	// back to the seat.
	Key string `json:"key,omitempty"`
}

// Decision is what a room settled on for one question, after it saw its votes.
type Decision struct {
	Question string `json:"question"`
	Level    Level  `json:"level"`
	// By names who decided.
	By string `json:"by"`
	// Note is why, in the room's words.
	Note string `json:"note,omitempty"`
	// Owner sees to what follows, until Due: as it was decided. The answer has what is so now.
	Owner string    `json:"owner,omitempty"`
	Due   string    `json:"due,omitempty"`
	At    time.Time `json:"at,omitzero"`
	// Dissent are those whose vote was another one. It is kept as it was then.
	Dissent []Dissent `json:"dissent,omitempty"`
}

// Dissent is a vote that a decision went against.
type Dissent struct {
	Name  string `json:"name"`
	Role  Role   `json:"role"`
	Level Level  `json:"level"`
}

// Team is all that a workshop left behind in a session.
type Team struct {
	// Seats are in the order in which people came.
	Seats []Seat `json:"seats"`
	// Votes are by question, then by seat id. An answer's level is never Unanswered.
	Votes map[string]map[string]Answer `json:"votes"`
	// Revealed are the questions whose votes the room has seen. Nobody is shown the votes
	// of another question, and they do not count yet.
	Revealed  map[string]bool     `json:"revealed"`
	Decisions map[string]Decision `json:"decisions"`
	// Second are the questions on which the room voted once more, after it had seen its votes.
	Second map[string]SecondVote `json:"second,omitempty"`
}

// NewTeam is a team without anybody in it.
func NewTeam() *Team {
	return &Team{Votes: map[string]map[string]Answer{}, Revealed: map[string]bool{}, Decisions: map[string]Decision{}}
}

// Seat finds a seat by its id.
func (t *Team) Seat(id string) (Seat, bool) {
	for _, seat := range t.Seats {
		if seat.ID == id {
			return seat, true
		}
	}
	return Seat{}, false
}

// Put adds a seat, or changes the one with the same id.
func (t *Team) Put(seat Seat) {
	at := slices.IndexFunc(t.Seats, func(s Seat) bool { return s.ID == seat.ID })
	if at < 0 {
		t.Seats = append(t.Seats, seat)
		return
	}
	t.Seats[at] = seat
}

// Vote adds a vote, or changes it. One without a level takes it back.
func (t *Team) Vote(seat, question string, answer Answer) {
	if answer.Level == Unanswered {
		if delete(t.Votes[question], seat); len(t.Votes[question]) == 0 {
			delete(t.Votes, question)
		}
		return
	}
	if t.Votes[question] == nil {
		t.Votes[question] = map[string]Answer{}
	}
	t.Votes[question][seat] = answer
}

// SeatVote is one person's vote.
type SeatVote struct {
	Seat Seat
	Vote Answer
}

// Cast are the votes on a question that count: each person's last one, of a second round once
// it was shown. Those of people who were removed do not count. The weakest come first, and among
// them who came first.
func (t *Team) Cast(question string) []SeatVote {
	second := t.Second[question]
	return t.cast(func(seat string) (vote Answer, ok bool) {
		if second.Shown {
			if vote, ok = second.Votes[seat]; ok {
				return vote, ok
			}
		}
		vote, ok = t.Votes[question][seat]
		return vote, ok
	})
}

// cast are the votes of people who were not removed, in the order of Cast.
func (t *Team) cast(of func(seat string) (Answer, bool)) []SeatVote {
	var out []SeatVote
	for _, seat := range t.Seats {
		if vote, ok := of(seat.ID); ok && !seat.Removed && vote.Level != Unanswered {
			out = append(out, SeatVote{seat, vote})
		}
	}
	slices.SortStableFunc(out, func(a, b SeatVote) int { return cmp.Compare(a.Vote.Level, b.Vote.Level) })
	return out
}

// MostCautious is the vote that stands until the room decides: the weakest level, and among
// those the one that is known least. It is never a mean. A vote that the question does not
// apply stands only where all say so. There must be at least one vote.
func MostCautious(votes []SeatVote) Answer {
	least := slices.MinFunc(votes, func(a, b SeatVote) int {
		return cmp.Or(cmp.Compare(a.Vote.Level, b.Vote.Level), cmp.Compare(a.Vote.Known, b.Vote.Known))
	})
	return Answer{Level: least.Vote.Level, Choice: least.Vote.Choice, Known: least.Vote.Known, Reason: least.Vote.Reason}
}

// Stands is what a revealed question counts as until the room has decided on it. It is
// false where nothing was revealed, nobody voted, or there is a decision: that one is in
// the session's answers.
func (t *Team) Stands(question string) (Answer, bool) {
	votes := t.Cast(question)
	if _, decided := t.Decisions[question]; decided || !t.Revealed[question] || len(votes) == 0 {
		return Answer{}, false
	}
	return MostCautious(votes), true
}

// TakeVotes puts the vote that stands into the place of a question's answer, if there is one. The
// note, the owner and the date stay: they are about the question, whoever answers it.
func (s *Session) TakeVotes(question string) {
	if stands, ok := s.Team.standsOver(s.Answers[question], question); ok {
		s.Answers[question] = stands
	}
}

// FollowsFromVotes reports whether an answer is nothing but the vote that stands with a note, an
// owner and a date beside it.
func (t *Team) FollowsFromVotes(answer Answer, question string) bool {
	stands, ok := t.standsOver(answer, question)
	return ok && stands == answer
}

func (t *Team) standsOver(answer Answer, question string) (Answer, bool) {
	stands, ok := t.Stands(question)
	stands.Note, stands.Owner, stands.Due = answer.Note, answer.Owner, answer.Due
	stands.State = answer.With(stands.Level, stands.Choice).State
	return stands, ok
}

// Spread is how a room answered one question, for after the reveal.
type Spread struct {
	Question *Question
	// Votes are in the order of Cast.
	Votes []SeatVote
	// Apart is how far the votes are from each other: 0 where all agree, 3 between yes and
	// no, and also where some say that the question does not apply.
	Apart int
	// Odd is how many voted otherwise than most.
	Odd      int
	Decision *Decision
	// Before are the votes of the first round where the room has seen a second one, in the order
	// of Cast.
	Before []SeatVote
}

// Agreed reports whether everybody gave the same answer.
func (s *Spread) Agreed() bool { return s.Apart == 0 }

// Gave counts those who gave an answer of one level.
func (s *Spread) Gave(level Level) int {
	gave := 0
	for _, v := range s.Votes {
		if v.Vote.Level == level {
			gave++
		}
	}
	return gave
}

// Differs reports whether the room would like to hear why somebody gave an answer: as many or more
// gave another one, and nothing is decided.
func (s *Spread) Differs(level Level) bool {
	mine := s.Gave(level)
	return s.Decision == nil && mine > 0 && slices.ContainsFunc(s.Votes, func(v SeatVote) bool {
		return v.Vote.Level != level && s.Gave(v.Vote.Level) >= mine
	})
}

// Few are the votes that differ from most, where they are at most a third and nothing is decided:
// few enough to ask each by name.
func (s *Spread) Few() []SeatVote {
	const share = 3
	if s.Odd*share > len(s.Votes) {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(s.Votes), func(v SeatVote) bool { return !s.Differs(v.Vote.Level) })
}

// farthest is the distance between yes and no.
const farthest = int(InPlace - No)

// Spreads are the revealed questions of a set, in the words for a setup, that anybody voted on, the largest
// disagreement first, and then in the set's order.
func (t *Team) Spreads(set *Set, setup *Setup) []Spread {
	var out []Spread
	for i := range set.Questions {
		q := set.Questions[i].For(setup)
		votes := t.Cast(q.ID)
		if !t.Revealed[q.ID] || len(votes) == 0 {
			continue
		}
		spread := Spread{Question: q, Votes: votes}
		if t.Second[q.ID].Shown {
			spread.Before = t.First(q.ID)
		}
		counts := map[Level]int{}
		most := 0
		for _, v := range votes {
			counts[v.Vote.Level]++
			most = max(most, counts[v.Vote.Level])
		}
		spread.Odd = len(votes) - most
		lowest, highest := votes[0].Vote.Level, votes[len(votes)-1].Vote.Level
		spread.Apart = int(highest - lowest)
		if highest == NA && lowest != NA {
			spread.Apart = farthest
		}
		if decision, ok := t.Decisions[q.ID]; ok {
			spread.Decision = &decision
		}
		out = append(out, spread)
	}
	slices.SortStableFunc(out, func(a, b Spread) int {
		return cmp.Or(cmp.Compare(b.Apart, a.Apart), cmp.Compare(b.Odd, a.Odd))
	})
	return out
}

// seatedOnly drops votes that nobody has a seat for, which count for nothing: a repair can have
// found a vote without its seat.
func (t *Team) seatedOnly() {
	nobody := func(seat string, _ Answer) bool {
		_, ok := t.Seat(seat)
		return !ok
	}
	for _, round := range t.Second {
		maps.DeleteFunc(round.Votes, nobody)
	}
	for question, votes := range t.Votes {
		if maps.DeleteFunc(votes, nobody); len(votes) == 0 {
			delete(t.Votes, question)
		}
	}
}

// Decide makes the room's decision on a question, with the dissent that there is.
func (t *Team) Decide(question string, level Level, by, note string, now time.Time) Decision {
	d := Decision{Question: question, Level: level, By: by, Note: note, At: now}
	for _, v := range t.Cast(question) {
		if v.Seat.Anonymous {
			v.Seat.Name, v.Seat.Role = "", RoleOther
		}
		if v.Vote.Level != level {
			d.Dissent = append(d.Dissent, Dissent{v.Seat.Name, v.Seat.Role, v.Vote.Level})
		}
	}
	return d
}

// RoleReady is how ready the use is in the eyes of one role.
type RoleReady struct {
	Role Role
	// People is how many of that role voted.
	People                  int
	Integration, Deployment Stage
}

// ReadyByRole works out what "ready" means to each role: the session with the revealed
// votes of that role alone, the most cautious where they differ, in the place of what
// stands. Roles are in their own order; one that nobody had, or that saw nothing revealed,
// is left out. So are people without a name, who have no role either.
func ReadyByRole(set *Set, session *Session) []RoleReady {
	if session.Team == nil {
		return nil
	}
	var out []RoleReady
	for _, role := range Roles {
		people := map[string]bool{}
		theirs := *session
		theirs.Answers = make(map[string]Answer, len(session.Answers))
		for question, answer := range session.Answers {
			theirs.Answers[question] = answer
		}
		for question := range session.Team.Revealed {
			votes := slices.DeleteFunc(session.Team.Cast(question), func(v SeatVote) bool { return v.Seat.Role != role || v.Seat.Anonymous })
			if len(votes) == 0 {
				continue
			}
			for _, v := range votes {
				people[v.Seat.ID] = true
			}
			theirs.Answers[question] = MostCautious(votes)
		}
		if len(people) == 0 {
			continue
		}
		summary := Evaluate(set, &theirs)
		out = append(out, RoleReady{role, len(people), summary.Lenses.Integration.Stage, summary.Lenses.Deployment.Stage})
	}
	return out
}
