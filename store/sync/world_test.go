package sync_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"readycheck/assessment"
	"readycheck/store/merge"
	"readycheck/store/sync"
	"readycheck/store/sync/memory"
)

// bits is a set of the words of a session, by their numbers.
type bits []uint64

func (b bits) has(i int) bool { return i/64 < len(b) && b[i/64]>>(i%64)&1 == 1 }

func (b bits) with(more bits) bits {
	for len(b) < len(more) {
		b = append(b, 0)
	}
	for i, m := range more {
		b[i] |= m
	}
	return b
}

func (b bits) and(i int) bits {
	b = b.with(make(bits, i/64+1))
	b[i/64] |= 1 << (i % 64)
	return b
}

// word is a change with what was shown where it was said: for a delete, all that was known of. The
// oracle looks at that, and merge at the parents.
type word struct {
	place  int
	by     *person
	change merge.Change
	id     merge.ID
	past   bits
}

// person is a facilitator with a computer.
type person struct {
	*journal
	line *memory.Line
	loop *sync.Loop
	// base is how many changes of a session a window that is open shows, beside its own ones.
	base map[string]int
	own  map[*entry]bool
	// cut, if there is one, says what goes wrong with a call of the data file.
	cut func(call string) memory.Fault
}

// world is the facilitators of a firm and their hub.
type world struct {
	t        testing.TB
	r        *rand.Rand
	keys     sync.Keyring
	hub      *memory.Hub
	people   []*person
	words    map[merge.ID]*word
	of       map[string][]*word
	revealed map[string]bool
	erased   map[string]bool
	canaries int
	leaks    []string
}

var errCut = errors.New("the computer lost its power")

// tapped is a data file that can be cut.
type tapped struct{ p *person }

func (f tapped) call(name string, do func() error) error {
	fault := memory.Fine
	if f.p.cut != nil {
		fault = f.p.cut(name)
	}
	if fault == memory.Before {
		return errCut
	}
	if err := do(); err != nil {
		return err
	}
	if fault == memory.After {
		return errCut
	}
	return nil
}

func (f tapped) Link() (link sync.Link, err error) {
	err = f.call("Link", func() error { link, err = f.p.Link(); return err })
	return link, err
}

func (f tapped) Outgoing(after string, n int) (changes []*merge.Record, next string, err error) {
	err = f.call("Outgoing", func() error { changes, next, err = f.p.Outgoing(after, n); return err })
	return changes, next, err
}

func (f tapped) Take(in sync.Incoming) (taken sync.Taken, err error) {
	err = f.call("Take", func() error { taken, err = f.p.Take(in); return err })
	return taken, err
}

func (f tapped) Again() error { return f.call("Again", f.p.Again) }

func newWorld(t testing.TB, people int, seed uint64) *world {
	w := &world{t: t, r: rand.New(rand.NewPCG(seed, 7)), keys: sync.Keyring{sync.NewKey()}, words: map[merge.ID]*word{}, of: map[string][]*word{}, revealed: map[string]bool{}, erased: map[string]bool{}}
	probe, err := w.keys.Probe(firm)
	if err != nil {
		t.Fatal(err)
	}
	w.hub = memory.New(firm, "Rosa's Bakery", probe)
	w.hub.Watch(w.watch)
	for i := range people {
		w.join(newJournal(fmt.Sprint("computer ", i), i, w.keys))
	}
	return w
}

func (w *world) join(j *journal) *person {
	p := &person{journal: j, line: w.hub.Line(), base: map[string]int{}, own: map[*entry]bool{}}
	p.loop = sync.New(tapped{p}, p.line)
	w.people = append(w.people, p)
	return p
}

// watch sees every row that is ever pushed. The owner of the hub must find nothing in it, and
// whoever has the key no vote that no room has seen.
func (w *world) watch(row sync.Row) {
	for _, clear := range []string{"canary", "Rosa", "level", "parents", row.Session} {
		if bytes.Contains(row.Body, []byte(clear)) {
			w.leaks = append(w.leaks, fmt.Sprintf("%s is there in clear text", clear))
		}
	}
	body, err := w.keys.Open(firm, row.Session, row.ID, row.Body)
	if err != nil {
		w.leaks = append(w.leaks, err.Error())
		return
	}
	r, err := merge.Read(row.ID, body)
	if err != nil {
		w.leaks = append(w.leaks, err.Error())
		return
	}
	if key := r.Change().Key; bytes.Contains(body, []byte("canary")) && !w.revealed[round(row.Session, key.Question, key.Second)] {
		w.leaks = append(w.leaks, fmt.Sprintf("the vote on %v was sent before a reveal", key))
	}
}

// round names one round on a question of a session.
func round(session, question string, second bool) string {
	return fmt.Sprint(session, question, second)
}

// shown is what the window of a session shows, or nil.
func (p *person) shown(session string) (out []*entry) {
	for i, e := range p.shows(session) {
		if i < p.base[session] || p.own[e] {
			out = append(out, e)
		}
	}
	return out
}

// refresh opens a session anew.
func (p *person) refresh(session string) { p.base[session] = len(p.sessions[session]) }

// say makes a person say something in the window that is open.
func (w *world) say(p *person, session string, key merge.Key, value merge.Value) *word {
	w.t.Helper()
	shown := p.shown(session)
	one := &word{place: len(w.of[session]), by: p}
	for _, e := range shown {
		// Of what has no body, nobody saw more than that it is deleted too.
		if other := w.words[e.id]; other != nil && (e.record != nil || value.Deleted) {
			one.past = one.past.and(other.place)
		}
	}
	r := p.say(w.t, session, shown, key, value)
	one.id, one.change = r.ID(), r.Change()
	p.own[p.known[r.ID()]] = true
	w.words[r.ID()] = one
	w.of[session] = append(w.of[session], one)
	if value.Shown {
		w.revealed[round(session, key.Question, false)] = true
		w.revealed[round(session, key.Question, value.Second)] = true
	}
	return one
}

var (
	life  = merge.Key{Kind: merge.OfLife}
	setup = merge.Key{Kind: merge.OfSetup}
)

func question(id string) merge.Key { return merge.Key{Kind: merge.OfQuestion, Question: id} }

func answered(level assessment.Level, note string) merge.Value {
	return merge.Value{Answer: &assessment.Answer{Level: level, Note: note}}
}

func described(business string) merge.Value {
	return merge.Value{Setup: &merge.Setup{Business: business, Use: "It drafts replies", Setup: assessment.Setup{
		Kind: "other", StageNow: "pilot", Connection: []string{"none"}, Powers: []string{"read"}, Audience: []string{"me"}, Information: []string{"public"}, Depth: assessment.Full,
	}}}
}

// begin makes a session.
func (w *world) begin(p *person, session string) {
	w.say(p, session, life, merge.Value{Created: &assessment.SetRef{ID: "ai-readiness", Version: "1"}})
	w.say(p, session, setup, described("Rosa's Bakery"))
	p.refresh(session)
}

// vote is cast in the room of a person, whose seat nobody else has.
func (w *world) vote(p *person, session, on string, level assessment.Level) *word {
	return w.voteIn(false, p, session, on, level)
}

// voteIn is cast in the first round or the second.
func (w *world) voteIn(second bool, p *person, session, on string, level assessment.Level) *word {
	seat := "seat of " + p.name
	w.say(p, session, merge.Key{Kind: merge.OfSeat, Seat: seat}, merge.Value{Seat: &assessment.Seat{ID: seat, Name: p.name}})
	w.canaries++
	return w.say(p, session, merge.Key{Kind: merge.OfVote, Seat: seat, Question: on, Second: second}, merge.Value{Vote: &assessment.Answer{Level: level, Note: fmt.Sprint("canary ", w.canaries)}})
}

// once is an exchange that has to succeed.
func (w *world) once(p *person) sync.Report {
	w.t.Helper()
	report, err := p.loop.Once(w.t.Context())
	if err != nil {
		w.t.Fatalf("%s: %v", p.name, err)
	}
	return report
}

// meet is everybody exchanging twice, without faults.
func (w *world) meet() {
	w.t.Helper()
	for _, p := range w.people {
		p.cut, p.line.Fault = nil, nil
	}
	for range 2 {
		for _, p := range w.people {
			w.once(p)
		}
	}
}

// reveal shows all votes that are held back, so that there is nothing that has to stay apart.
func (w *world) reveal() {
	for _, p := range w.people {
		for _, e := range slices.Clone(p.entries) {
			if p.held(e) && !p.dropped[e.session] {
				p.refresh(e.session)
				key := e.record.Change().Key
				w.say(p, e.session, question(key.Question), merge.Value{Shown: true, Second: key.Second})
			}
		}
	}
}

// wrong says what of the promises is broken after all have met: empty if nothing is.
func (w *world) wrong() string {
	if len(w.leaks) > 0 {
		return "leaked: " + w.leaks[0]
	}
	there := map[merge.ID]bool{}
	for _, row := range w.hub.Rows() {
		there[row.ID] = true
	}
	for session, words := range w.of {
		if w.erased[session] {
			if wrong := w.notErased(session); wrong != "" {
				return wrong
			}
			continue
		}
		var present []*word
		for _, one := range words {
			if there[one.id] {
				present = append(present, one)
			}
		}
		for _, one := range words {
			if there[one.id] {
				continue
			}
			if !deletedBy(present, words).has(one.place) {
				return fmt.Sprintf("lost: what %s said on %v in %s", one.by.name, one.change.Key, session)
			}
		}
		want := oracle(present)
		for _, p := range w.people {
			if got := viewOf(p.state(session)); got != want {
				return fmt.Sprintf("%s has another %s:\ngot  %s\nwant %s", p.name, session, got, want)
			}
			if hidden := p.dropped[session]; hidden != strings.HasPrefix(want, string(merge.Deleted)) {
				return fmt.Sprintf("%s hides %s: %v, and it is %s", p.name, session, hidden, want)
			}
		}
	}
	return w.notSettled()
}

// unsafe says what the hub could lose without anybody noticing: what a file takes for arrived must be
// in the hub up to where the file has read it, or the hub is another one there.
func (w *world) unsafe(p *person) string {
	rows := w.hub.Rows()
	var at sync.Point
	there := map[merge.ID]bool{}
	for _, row := range rows[:min(p.at.Seq, uint64(len(rows)))] {
		at = at.Then(row.ID)
		there[row.ID] = true
	}
	if at != p.at {
		return ""
	}
	for _, e := range p.entries {
		if e.record != nil && e.arrived && !there[e.id] {
			return fmt.Sprintf("%s takes a change on %v for arrived, and the hub could forget it", p.name, e.record.Change().Key)
		}
	}
	return ""
}

// notSettled says what still waits somewhere.
func (w *world) notSettled() string {
	for _, p := range w.people {
		link, _ := p.Link()
		if link.Waiting > 0 || len(link.Wanted) > 0 || link.At != w.people[0].at {
			return fmt.Sprintf("%s still has %d waiting, wants %v and has read up to %d", p.name, link.Waiting, link.Wanted, link.At.Seq)
		}
	}
	return ""
}

// erase erases a session in the hub, in the firm's name.
func (w *world) erase(session string) {
	mark, err := w.keys.Erasure(firm, session)
	if err != nil {
		w.t.Fatal(err)
	}
	w.hub.Erase(mark)
}

func (w *world) notErased(session string) string {
	for _, p := range w.people {
		if len(records(p.sessions[session])) > 0 {
			return p.name + " still has a session that was erased"
		}
	}
	mark, err := w.keys.Erasure(firm, session)
	if err != nil {
		return err.Error()
	}
	for _, row := range w.hub.Rows() {
		if row.Session == session && (!row.Erased || len(row.Body) > 0 && row.ID != mark.ID) {
			return "the hub still has a session that was erased"
		}
	}
	return ""
}
