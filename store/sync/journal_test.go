package sync_test

import (
	"fmt"
	"slices"
	"strconv"
	gosync "sync"
	"testing"
	"time"

	"readycheck/store/merge"
	"readycheck/store/sync"
)

const firm = "0190d5a0-1111-7000-8000-000000000001"

var beginning = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)

// entry is a change that a data file knows.
type entry struct {
	id      merge.ID
	session string
	record  *merge.Record // nil where its body was dropped with its session
	arrived bool          // it came back from the hub
	came    bool          // it was in the hub once, so that it is no secret
}

// journal is a data file in memory, after what [sync.Journal] promises.
type journal struct {
	name   string
	keys   sync.Keyring
	writer merge.Writer
	n      uint64
	tokens byte

	mu       gosync.Mutex
	firm     string
	at       sync.Point
	entries  []*entry
	known    map[merge.ID]*entry
	sessions map[string][]*entry
	states   map[string]*merge.State
	// dropped are sessions that were deleted, erased those that were erased for good, wanted
	// deleted ones in which somebody wrote.
	dropped, erased, wanted map[string]bool
	// copied counts how often a copy of the file was noticed, shared keeps one record for the
	// journals of a large world.
	copied int
	shared map[merge.ID]*merge.Record
}

func newJournal(name string, number int, keys sync.Keyring) *journal {
	j := &journal{name: name, keys: keys, firm: firm, known: map[merge.ID]*entry{}, sessions: map[string][]*entry{}, states: map[string]*merge.State{}, dropped: map[string]bool{}, erased: map[string]bool{}, wanted: map[string]bool{}}
	j.writer[0], j.writer[1], j.writer[2] = 1, byte(number>>8), byte(number)
	return j
}

// newToken is what restoring a backup does.
func (j *journal) newToken() {
	j.tokens++
	j.writer[3], j.writer[4], j.n = j.tokens, j.writer[4]+1, 0
}

// copy is a copy of the file, with its token.
func (j *journal) copy() *journal {
	out := newJournal(j.name+", copied", 0, j.keys)
	out.writer, out.n, out.tokens, out.at, out.firm = j.writer, j.n, j.tokens+100, j.at, j.firm
	for _, e := range j.entries {
		one := *e
		out.add(&one)
	}
	for session := range j.dropped {
		out.dropped[session] = true
	}
	return out
}

func (j *journal) add(e *entry) {
	j.entries = append(j.entries, e)
	j.known[e.id] = e
	j.sessions[e.session] = append(j.sessions[e.session], e)
}

func records(of []*entry) (out []*merge.Record) {
	for _, e := range of {
		if e.record != nil {
			out = append(out, e.record)
		}
	}
	return out
}

func merged(session string, records []*merge.Record) *merge.State {
	state, err := merge.Merge(session, records)
	if err != nil {
		panic(err)
	}
	return state
}

func (j *journal) state(session string) *merge.State {
	if j.states[session] == nil {
		j.states[session] = merged(session, records(j.sessions[session]))
	}
	return j.states[session]
}

// say makes a change in a window that shows some of what is here.
func (j *journal) say(t testing.TB, session string, shown []*entry, key merge.Key, value merge.Value) *merge.Record {
	t.Helper()
	j.mu.Lock()
	defer j.mu.Unlock()
	parents := merged(session, records(shown)).Parents(key)
	if value.Deleted {
		// All that is known, and not only the last words: so that it has seen them even where
		// the hub lost what lies between.
		parents = nil
		for _, e := range shown {
			parents = append(parents, e.id)
		}
	}
	j.n++
	r, err := merge.New(merge.Change{Session: session, Key: key, Value: value, Parents: parents, Writer: j.writer, N: j.n, At: beginning.Add(time.Duration(len(j.entries)) * time.Minute)})
	if err != nil {
		t.Fatal(err)
	}
	j.add(&entry{id: r.ID(), session: session, record: r})
	j.settle(session)
	return r
}

// settle drops the bodies of a session that is deleted, all but those that say so.
func (j *journal) settle(session string) merge.Life {
	delete(j.states, session)
	life := j.state(session).Life
	if life != merge.Deleted {
		return life
	}
	stays := j.state(session).Heads(merge.Key{Kind: merge.OfLife})
	for _, e := range j.sessions[session] {
		if !slices.Contains(stays, e.record) {
			e.record = nil
		}
	}
	delete(j.states, session)
	delete(j.wanted, session)
	j.dropped[session] = true
	return life
}

func (j *journal) held(e *entry) bool {
	if e.came || e.record == nil {
		return false
	}
	key := e.record.Change().Key
	if key.Kind != merge.OfVote {
		return false
	}
	s := j.state(e.session).Session
	if s == nil || s.Team == nil {
		return true
	}
	return key.Second && !s.Team.Second[key.Question].Shown || !s.Team.Revealed[key.Question]
}

func (j *journal) Link() (sync.Link, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	link := sync.Link{Firm: j.firm, Name: "Rosa's Bakery", Keys: j.keys, At: j.at}
	for _, e := range j.entries {
		if e.record != nil && !e.arrived {
			link.Waiting++
			if j.held(e) {
				link.Held++
			}
		}
	}
	for session := range j.wanted {
		link.Wanted = append(link.Wanted, session)
	}
	slices.Sort(link.Wanted)
	return link, nil
}

func (j *journal) Outgoing(after string, n int) (changes []*merge.Record, next string, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	from := 0
	if after != "" {
		from, err = strconv.Atoi(after)
	}
	for i := from; i < len(j.entries); i++ {
		e := j.entries[i]
		if e.record == nil || e.arrived || j.held(e) {
			continue
		}
		if len(changes) == n {
			return changes, strconv.Itoa(i), err
		}
		changes = append(changes, e.record)
	}
	return changes, "", err
}

func (j *journal) Again() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.at = sync.Point{}
	for _, e := range j.entries {
		e.arrived = false
	}
	return nil
}

func (j *journal) Take(in sync.Incoming) (sync.Taken, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	var taken sync.Taken
	if in.From != j.at {
		return taken, sync.ErrMoved
	}
	if in.To != (sync.Point{}) {
		j.at = in.To
	}
	j.erase(in.Erased, &taken)
	touched := map[string]bool{}
	for _, r := range in.Changes {
		if session := r.Change().Session; !j.erased[session] && j.takeOne(r, slices.Contains(in.Whole, session), &taken) {
			touched[session] = true
		}
	}
	for _, session := range in.Whole {
		touched[session] = true
	}
	for session := range touched {
		if !j.erased[session] {
			j.see(session, slices.Contains(in.Whole, session), &taken)
		}
	}
	return taken, nil
}

func (j *journal) erase(sessions []string, taken *sync.Taken) {
	for _, session := range sessions {
		for _, e := range j.sessions[session] {
			e.record, e.arrived = nil, true
		}
		j.erased[session] = true
		delete(j.wanted, session)
		delete(j.states, session)
		taken.Gone = append(taken.Gone, session)
	}
}

// takeOne reports whether something changed.
func (j *journal) takeOne(r *merge.Record, whole bool, taken *sync.Taken) bool {
	if j.shared != nil {
		if j.shared[r.ID()] == nil {
			j.shared[r.ID()] = r
		}
		r = j.shared[r.ID()]
	}
	session := r.Change().Session
	e := j.known[r.ID()]
	if e == nil {
		if r.Change().Writer == j.writer {
			taken.Copied = true
			j.copied++
			j.newToken()
		}
		j.add(&entry{id: r.ID(), session: session, record: r, arrived: true, came: true})
		return true
	}
	e.arrived, e.came = true, true
	if e.record == nil && (whole || !j.dropped[session]) {
		e.record = r
		return true
	}
	return false
}

// see works out what became of a session.
func (j *journal) see(session string, whole bool, taken *sync.Taken) {
	if j.dropped[session] && !whole {
		delete(j.states, session)
		if j.state(session).Life == merge.Deleted {
			j.settle(session)
			return
		}
		// What was said before is gone here, so that all of it has to come.
		j.wanted[session] = true
		taken.Wanted = append(taken.Wanted, session)
		return
	}
	was := j.dropped[session]
	delete(j.dropped, session)
	delete(j.wanted, session)
	switch j.settle(session) {
	case merge.Deleted:
		if !was {
			taken.Gone = append(taken.Gone, session)
		}
		return
	case merge.CameBack:
		taken.CameBack = append(taken.CameBack, session)
	}
	taken.Sessions = append(taken.Sessions, session)
	taken.Disputes += len(j.state(session).Disputes)
}

// shows is all that there is of a session, or nil where it is not shown.
func (j *journal) shows(session string) []*entry {
	if j.dropped[session] || j.erased[session] {
		return nil
	}
	return j.sessions[session]
}

func (j *journal) knows(id merge.ID) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.known[id] != nil
}

func sessionID(n int) string { return fmt.Sprintf("0190d5a0-0000-7000-8000-%012x", n) }
