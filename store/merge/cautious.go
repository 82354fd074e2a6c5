package merge

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"time"

	"readycheck/assessment"
)

// This file says which head of a key counts. Whoever spoke last by the clock never matters.

// setup counts, where it is in dispute, as all of what any side chose: more is at stake then. Of
// the stage in use today the lowest counts. All is asked where one side asks all, since what a quick
// check leaves out would hide what the other side was asked.
func (m *merging) setup(key Key, heads []*Record) {
	first := heads[0].change.Value.Setup
	s := m.state.Session
	s.Business, s.Use, s.Setup = first.Business, first.Use, first.Setup
	if !slices.ContainsFunc(heads, func(r *Record) bool { return !same(r.change.Value.Setup, first) }) {
		return
	}
	m.dispute(key, heads, nil)
	for _, field := range assessment.SetupFields {
		s.Setup.Set(field.Name, atStake(field, heads))
	}
}

// labels are never in dispute: a session has the tags of all sides, and the next visit is the first
// of those that they name. The next change follows all of them.
func (m *merging) labels(_ Key, heads []*Record) {
	var labels assessment.Labels
	for _, r := range heads {
		side := r.change.Value.Labels
		labels.Tags = labels.Tags.Together(side.Tags)
		if labels.Visit == "" || side.Visit != "" && side.Visit < labels.Visit {
			labels.Visit = side.Visit
		}
	}
	m.state.Session.Labels = labels
}

// atStake are the codes of a field that count where setups are in dispute.
func atStake(field assessment.SetupField, heads []*Record) []string {
	var given []string
	for _, r := range heads {
		given = append(given, r.change.Value.Setup.Setup.Values(field.Name)...)
	}
	if field.Several {
		return given
	}
	place := func(code string) int { return slices.Index(field.Codes, code) }
	byPlace := func(a, b string) int { return cmp.Compare(place(a), place(b)) }
	switch field.Name {
	case "stage_now":
		return []string{slices.MinFunc(given, byPlace)}
	case "depth":
		return []string{slices.MaxFunc(given, byPlace)}
	}
	return given[:1] // the kind of use chooses words
}

// seat that is in dispute keeps its votes: one more vote never makes a verdict milder. But nobody
// comes back to it until the dispute is settled.
func (m *merging) seat(key Key, heads []*Record) {
	first := *heads[0].change.Value.Seat
	chosen, differ := first, false
	for _, r := range heads[1:] {
		seat := *r.change.Value.Seat
		differ = differ || seat != first
		if chosen.Removed {
			chosen = seat
		}
	}
	if differ {
		m.dispute(key, heads, nil)
		chosen.Key = ""
	}
	m.team.Seats = append(m.team.Seats, chosen) // each key comes here once
}

// inOrder puts the seats in the order in which people came: that of their writers' numbers. It
// decides whose of several equal votes stands.
func (m *merging) inOrder() {
	came := map[string]*Record{}
	for _, seat := range m.team.Seats {
		records := m.keys[Key{Kind: OfSeat, Seat: seat.ID}]
		came[seat.ID] = slices.MinFunc(records, func(a, b *Record) int {
			return cmp.Or(cmp.Compare(m.follows(a), m.follows(b)), compareNumbers(a, b))
		})
	}
	slices.SortFunc(m.team.Seats, func(a, b assessment.Seat) int { return compareNumbers(came[a.ID], came[b.ID]) })
}

// follows is how many changes of its own key a change was made on.
func (m *merging) follows(r *Record) (n int) {
	for _, id := range r.change.Parents {
		if p := m.by[id]; p != nil && p.change.Key == r.change.Key {
			n++
		}
	}
	return n
}

// vote that one side took back counts: without it, the room could look more ready.
func (m *merging) vote(key Key, heads []*Record) {
	var all, cast []*assessment.Answer
	for _, r := range heads {
		vote := r.change.Value.Vote
		all = append(all, vote)
		if vote.Level != assessment.Unanswered {
			cast = append(cast, vote)
		}
	}
	if apart(all) {
		m.dispute(key, heads, nil)
	}
	if key.Second {
		m.team.OpenAgain(key.Question) // also where all took their votes back
	}
	if len(cast) > 0 {
		m.team.VoteIn(key.Second, key.Seat, key.Question, *cautious(cast))
	}
}

// question counts as the most cautious of what its heads make of it. A head that makes no answer
// says nothing.
func (m *merging) question(key Key, heads []*Record) {
	for _, r := range m.keys[key] {
		if v := r.change.Value; v.Shown {
			m.team.Show(key.Question, v.Second) // what was seen once stays seen
		}
	}
	var stands *assessment.Team
	var decidedBefore map[ID]bool
	if slices.ContainsFunc(heads, func(r *Record) bool { return r.change.Value.Shown }) {
		stands, decidedBefore = m.stands(key.Question), m.decidedBefore(key)
	}
	var answers, said []*assessment.Answer
	var decided []*assessment.Decision
	for _, r := range heads {
		answer := r.change.Value.Answer
		if r.change.Value.Shown && !decidedBefore[r.id] {
			answer = over(answer, key.Question, stands)
		}
		answers = append(answers, answer)
		if answer != nil {
			said = append(said, answer)
		}
		if d := r.change.Value.Decision; d != nil {
			decided = append(decided, d)
		}
	}
	if apart(said) || slices.ContainsFunc(decided, func(d *assessment.Decision) bool { return !same(ofDecision(d), ofDecision(decided[0])) }) {
		m.dispute(key, heads, answers)
	}
	if len(said) > 0 {
		m.state.Session.Answers[key.Question] = *cautious(said)
	}
}

// stands is the most cautious vote on a question, in a room with nobody else in it, or nil where
// nobody voted. All heads of a question share it, since a room can be large.
func (m *merging) stands(question string) *assessment.Team {
	everybody := assessment.Team{Seats: m.team.Seats, Votes: m.team.Votes, Second: m.team.Second, Revealed: map[string]bool{question: true}}
	vote, ok := everybody.Stands(question)
	if !ok {
		return nil
	}
	one := assessment.NewTeam()
	one.Put(assessment.Seat{ID: "most cautious"})
	one.Vote("most cautious", question, vote)
	one.Revealed[question] = true
	return one
}

// over is what a reveal makes of the answer that it was made over, which may be none: the most
// cautious vote stands in its place.
func over(answer *assessment.Answer, question string, stands *assessment.Team) *assessment.Answer {
	if stands == nil {
		return answer
	}
	s := assessment.Session{Answers: map[string]assessment.Answer{}, Team: stands}
	if answer != nil {
		s.Answers[question] = *answer
	}
	s.TakeVotes(question)
	made := s.Answers[question]
	return &made
}

// decidedBefore are the changes of a question that were made when the room had decided on it: its
// votes no longer stand then. They are found from the decisions on, once for all heads.
func (m *merging) decidedBefore(key Key) map[ID]bool {
	var todo []*Record
	after := map[ID][]*Record{}
	for _, r := range m.keys[key] {
		if r.change.Value.Decision != nil {
			todo = append(todo, r)
		}
		for _, parent := range r.change.Parents {
			after[parent] = append(after[parent], r)
		}
	}
	decided := map[ID]bool{}
	for len(todo) > 0 {
		r := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, next := range after[r.id] {
			if !decided[next.id] {
				decided[next.id] = true
				todo = append(todo, next)
			}
		}
	}
	return decided
}

// decision keeps the last decision on a question: the most cautious one where several are.
func (m *merging) decision(key Key, _ []*Record) {
	var all, parents []*Record
	within := func(r *Record) bool { return r.change.Key == key }
	for _, r := range m.keys[key] {
		if r.change.Value.Decision == nil {
			continue
		}
		all = append(all, r)
		for _, id := range r.change.Parents {
			if p := m.by[id]; p != nil && within(p) {
				parents = append(parents, p)
			}
		}
	}
	before := m.past(parents, within)
	all = slices.DeleteFunc(all, func(r *Record) bool { return before[r.id] })
	if len(all) > 0 {
		least := slices.MinFunc(all, func(a, b *Record) int {
			return cmp.Compare(a.change.Value.Decision.Level, b.change.Value.Decision.Level)
		})
		m.team.Decisions[key.Question] = *least.change.Value.Decision
	}
}

// apart reports whether answers say different things. By whom and when is nothing that they say.
func apart(answers []*assessment.Answer) bool {
	for _, a := range answers {
		if ofAnswer(a) != ofAnswer(answers[0]) {
			return true
		}
	}
	return false
}

func ofAnswer(a *assessment.Answer) assessment.Answer {
	said := *a
	said.By, said.At = "", time.Time{}
	return said
}

func ofDecision(d *assessment.Decision) assessment.Decision {
	said := *d
	said.By, said.At = "", time.Time{}
	return said
}

// same compares what has lists in it.
func same(a, b any) bool {
	one, err := json.Marshal(a)
	two, err2 := json.Marshal(b)
	return err == nil && err2 == nil && bytes.Equal(one, two)
}

// cautious is the most cautious of some answers by the order that votes have, and among equals the
// first.
func cautious(answers []*assessment.Answer) *assessment.Answer {
	votes := make([]assessment.SeatVote, len(answers))
	for i, a := range answers {
		votes[i].Vote = *a
	}
	least := assessment.MostCautious(votes)
	return answers[slices.IndexFunc(answers, func(a *assessment.Answer) bool {
		return a.Level == least.Level && a.Known == least.Known
	})]
}
