package merge

import (
	"cmp"
	"maps"
	"slices"

	"readycheck/assessment"
)

// Life is whether a session is there.
type Life string

// What can be known of a session's life.
const (
	// Unbegun is a session of which other changes are known, and not that it was created. It is
	// put aside until that comes: nobody can say by which set its answers were asked.
	Unbegun Life = "unbegun"
	// There is a session that was created and not deleted.
	There Life = "there"
	// Deleted is one that is gone, with all that was known of it when it was deleted.
	Deleted Life = "deleted"
	// CameBack is one that was deleted by somebody who had not seen all of it.
	CameBack Life = "came_back"
)

// State is what a set of changes comes to.
type State struct {
	Life Life
	// Session holds what counts, or is nil where the session is deleted. Its revision and when
	// it was changed are for the store to say. It names no set where it is unbegun.
	Session *assessment.Session
	// Disputes are the keys whose heads say different things, in the order of their keys.
	Disputes []Dispute
	// Unseen are the changes that brought back a session.
	Unseen []ID
	// Missing are parents that are not here. They may come, or never do: a vote that no room
	// has seen stays where it is. Nothing waits for them.
	Missing []ID
	// Copies are numbers that were given twice.
	Copies []Copy

	heads map[Key][]*Record
}

// Dispute is a key on which people said different things without seeing each other's. The most
// cautious counts until a change that has all of the sides as parents settles it.
type Dispute struct {
	Key Key
	// Sides are in the order of their ids, which says nothing of them.
	Sides []Side
}

// Side is one of what is in dispute.
type Side struct {
	Record *Record
	// Answer is, for a question, what it would be if this side counted alone.
	Answer *assessment.Answer
}

// Merge works out what the changes of one session come to. It depends on which they are and on
// nothing else: not on their order, nor on one that stands there twice. With an error, which
// there is only where a change is of another session, there is no state.
func Merge(session string, changes []*Record) (*State, error) {
	all := slices.Clone(changes)
	slices.SortFunc(all, compareID)
	all = slices.CompactFunc(all, func(a, b *Record) bool { return a.id == b.id })
	m := merging{by: make(map[ID]*Record, len(all)), keys: map[Key][]*Record{}, team: assessment.NewTeam()}
	m.state = &State{heads: map[Key][]*Record{}, Copies: Copies(all)}
	for _, r := range all {
		if r.change.Session != session {
			return nil, otherSession(r)
		}
		m.by[r.id] = r
		m.keys[r.change.Key] = append(m.keys[r.change.Key], r)
	}
	m.missing(all)
	for key, records := range m.keys {
		m.state.heads[key] = last(records)
	}
	m.life(all)
	if m.state.Life != Deleted {
		m.content(session)
	}
	slices.SortFunc(m.state.Disputes, func(a, b Dispute) int { return compareKeys(a.Key, b.Key) })
	return m.state, nil
}

// Heads are the changes of a key that no other one was made on, in the order of their ids.
func (s *State) Heads(key Key) []*Record { return slices.Clone(s.heads[key]) }

// Parents are those that a change of a key names when it is made by somebody who sees this state:
// the key's heads, so that it follows them and settles what is in dispute. A change of the
// session's life names the heads of all keys: they are what a delete has seen. Where these are more
// than [MaxParents], a delete is made of several, each of a part of them and with a number of its own,
// in one transaction; and a change that keeps the session names the heads of its life alone, which is
// all that it follows.
func (s *State) Parents(key Key) []ID {
	parents := idsOf(s.heads[key])
	if key.Kind == OfLife {
		parents = nil
		for _, heads := range s.heads {
			parents = append(parents, idsOf(heads)...)
		}
	}
	slices.SortFunc(parents, ID.compare)
	return parents
}

type merging struct {
	by    map[ID]*Record
	keys  map[Key][]*Record
	state *State
	team  *assessment.Team
}

// last are those of some changes of one key that none of them names as a parent. A change that is
// missing hides nothing: the one before it and the one after it are both last until it comes.
func last(records []*Record) []*Record {
	if len(records) == 1 {
		return records // no change names itself
	}
	named := map[ID]bool{}
	for _, r := range records {
		for _, parent := range r.change.Parents {
			named[parent] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(records), func(r *Record) bool { return named[r.id] })
}

// past are all changes that some were made on, by way of others, and those changes themselves.
// Only changes that within allows are followed.
func (m *merging) past(of []*Record, within func(*Record) bool) map[ID]bool {
	seen := map[ID]bool{}
	todo := slices.Clone(of)
	for len(todo) > 0 {
		r := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if seen[r.id] {
			continue
		}
		seen[r.id] = true
		for _, parent := range r.change.Parents {
			if p := m.by[parent]; p != nil && within(p) {
				todo = append(todo, p)
			}
		}
	}
	return seen
}

func (m *merging) missing(all []*Record) {
	missing := map[ID]bool{}
	for _, r := range all {
		for _, parent := range r.change.Parents {
			if m.by[parent] == nil {
				missing[parent] = true
			}
		}
	}
	m.state.Missing = slices.SortedFunc(maps.Keys(missing), ID.compare)
}

// life decides whether the session is there. Somebody who keeps it prevails over somebody who
// deletes it without having seen that.
func (m *merging) life(all []*Record) {
	heads := m.state.heads[Key{Kind: OfLife}]
	var deletes []*Record
	for _, r := range heads {
		if r.change.Value.Deleted {
			deletes = append(deletes, r)
		}
	}
	switch {
	case len(heads) == 0:
		m.state.Life = Unbegun
	case len(deletes) < len(heads):
		m.state.Life = There
		if len(deletes) > 0 {
			m.dispute(Key{Kind: OfLife}, heads, nil)
		}
	default:
		m.state.Life = Deleted
		seen := m.past(deletes, func(*Record) bool { return true })
		m.state.Unseen = idsOf(slices.DeleteFunc(slices.Clone(all), func(r *Record) bool { return seen[r.id] }))
		switch {
		case len(m.state.Unseen) == 0:
			m.state.Unseen = nil
		case slices.ContainsFunc(m.keys[Key{Kind: OfLife}], func(r *Record) bool { return r.change.Value.Created != nil }):
			m.state.Life = CameBack
		default:
			// What came back has not begun here: its beginning may still be on its way.
			m.state.Life, m.state.Unseen = Unbegun, nil
		}
	}
}

// content puts together what counts.
func (m *merging) content(session string) {
	s := &assessment.Session{ID: session, Answers: map[string]assessment.Answer{}}
	m.state.Session = s
	m.created(s)
	keys := slices.SortedFunc(maps.Keys(m.keys), compareKeys)
	each := func(kind Kind, take func(Key, []*Record)) {
		for _, key := range keys {
			if key.Kind == kind {
				take(key, m.state.heads[key])
			}
		}
	}
	each(OfSetup, m.setup)
	each(OfLabels, m.labels)
	each(OfSeat, m.seat)
	m.inOrder()
	each(OfVote, m.vote)
	each(OfAgain, func(key Key, _ []*Record) { m.team.OpenAgain(key.Question) })
	// Last, since what a reveal says follows from seats and votes.
	each(OfQuestion, m.question)
	each(OfQuestion, m.decision)
	if len(m.team.Seats)+len(m.team.Votes)+len(m.team.Revealed)+len(m.team.Decisions)+len(m.team.Second) > 0 {
		s.Team = m.team
	}
}

// created takes over what the session began with. All beginnings name the same set, unless
// somebody made one up.
func (m *merging) created(s *assessment.Session) {
	var first *Record
	for _, r := range m.keys[Key{Kind: OfLife}] {
		if r.change.Value.Created != nil && (first == nil || m.follows(r) < m.follows(first)) {
			first = r
		}
	}
	if first != nil {
		c := first.change
		s.SetID, s.SetVersion, s.Created = c.Value.Created.ID, c.Value.Created.Version, c.At
	}
}

func (m *merging) dispute(key Key, heads []*Record, answers []*assessment.Answer) {
	d := Dispute{Key: key}
	for i, r := range heads {
		side := Side{Record: r}
		if answers != nil {
			side.Answer = answers[i]
		}
		d.Sides = append(d.Sides, side)
	}
	m.state.Disputes = append(m.state.Disputes, d)
}

func compareKeys(a, b Key) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Question, b.Question), cmp.Compare(a.Seat, b.Seat), cmp.Compare(round(a), round(b)))
}

func round(k Key) int {
	if k.Second {
		return 2
	}
	return 1
}

func idsOf(records []*Record) []ID {
	ids := make([]ID, len(records))
	for i, r := range records {
		ids[i] = r.id
	}
	return ids
}
