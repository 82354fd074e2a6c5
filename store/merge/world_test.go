package merge_test

import (
	"fmt"
	"math/bits"
	"os"
	"strconv"
	"testing"
	"time"

	"readycheck/assessment"
	"readycheck/store/merge"
)

const session = "0190d5a0-0000-7000-8000-000000000001"

// mask is a set of words by their places in a world, at most 64.
type mask uint64

func (m mask) has(i int) bool { return m>>i&1 == 1 }

// word is a change with what was known where it was made. The oracle looks at that, and merge at
// the parents: neither knows what the other one looks at.
type word struct {
	record *merge.Record
	change merge.Change
	past   mask
}

// world is several computers and the place where their changes meet.
type world struct {
	t     testing.TB
	words []word
	known []mask
	hub   mask
	n     []uint64
}

var beginning = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)

var (
	life  = merge.Key{Kind: merge.OfLife}
	setup = merge.Key{Kind: merge.OfSetup}
)

func question(id string) merge.Key { return merge.Key{Kind: merge.OfQuestion, Question: id} }
func seat(id string) merge.Key     { return merge.Key{Kind: merge.OfSeat, Seat: id} }
func vote(of, on string) merge.Key { return merge.Key{Kind: merge.OfVote, Seat: of, Question: on} }
func oneMore(on string) merge.Key  { return merge.Key{Kind: merge.OfAgain, Question: on} }
func voteAgain(of, on string) merge.Key {
	return merge.Key{Kind: merge.OfVote, Seat: of, Question: on, Second: true}
}
func token(computer int) (w merge.Writer) { w[0] = byte(computer + 1); return w }

func created() merge.Value {
	return merge.Value{Created: &assessment.SetRef{ID: "ai-readiness", Version: "1"}}
}
func deleted() merge.Value { return merge.Value{Deleted: true} }

func answered(level assessment.Level, note string) merge.Value {
	return merge.Value{Answer: &assessment.Answer{Level: level, Note: note}}
}

func voted(level assessment.Level) merge.Value {
	return merge.Value{Vote: &assessment.Answer{Level: level}}
}

func begun() merge.Value      { return merge.Value{Again: true} }
func shownAgain() merge.Value { return merge.Value{Shown: true, Second: true} }

func seated(id string, removed bool) merge.Value {
	return merge.Value{Seat: &assessment.Seat{ID: id, Name: "Person " + id, Removed: removed, Key: "key of " + id}}
}

func described(business, stage string, powers ...string) merge.Value {
	return merge.Value{Setup: &merge.Setup{Business: business, Use: "It drafts replies", Setup: assessment.Setup{
		Kind: "other", StageNow: stage, Connection: []string{"none"}, Powers: powers, Audience: []string{"me"}, Information: []string{"public"}, Depth: assessment.Full,
	}}}
}

func decided(on string, level assessment.Level, note string) merge.Value {
	return merge.Value{Answer: &assessment.Answer{Level: level, Note: note}, Decision: &assessment.Decision{Question: on, Level: level, Note: note}}
}

// newWorld has a session that all computers know.
func newWorld(t testing.TB, computers int) *world {
	w := &world{t: t, known: make([]mask, computers), n: make([]uint64, computers)}
	w.say(0, life, created())
	w.say(0, setup, described("Rosa's Bakery", "pilot", "read"))
	for c := range computers {
		w.sync(0)
		w.sync(c)
	}
	return w
}

// clone is the world before something else happens in it.
func (w *world) clone() *world {
	out := *w
	out.words = w.words[:len(w.words):len(w.words)]
	out.known = append([]mask(nil), w.known...)
	out.n = append([]uint64(nil), w.n...)
	return &out
}

func (w *world) say(computer int, key merge.Key, value merge.Value) *merge.Record {
	return w.sayFrom(computer, w.known[computer], key, value)
}

// sayFrom makes a change in a window that has seen no more than some words.
func (w *world) sayFrom(computer int, seen mask, key merge.Key, value merge.Value) *merge.Record {
	w.t.Helper()
	if len(w.words) == 64 {
		w.t.Fatal("a world has 64 words at most")
	}
	w.n[computer]++
	c := merge.Change{
		Session: session, Key: key, Value: value, Parents: w.state(seen).Parents(key), Writer: token(computer), N: w.n[computer],
		// Clocks that are hours apart, and one that runs backwards.
		At: beginning.Add(time.Duration(computer*7)*time.Hour + time.Duration(len(w.words)*(1-2*(computer%2)))*time.Minute),
	}
	record, err := merge.New(c)
	if err != nil {
		w.t.Fatal(err)
	}
	w.words = append(w.words, word{record, c, seen})
	w.known[computer] |= 1 << (len(w.words) - 1)
	return record
}

func (w *world) push(computer int) { w.hub |= w.known[computer] }
func (w *world) pull(computer int) { w.known[computer] |= w.hub }
func (w *world) sync(computer int) { w.push(computer); w.pull(computer) }

func (w *world) meet() {
	for range 2 {
		for c := range w.known {
			w.sync(c)
		}
	}
}

func (w *world) records(of mask) []*merge.Record {
	out := make([]*merge.Record, 0, bits.OnesCount64(uint64(of)))
	for i := range w.words {
		if of.has(i) {
			out = append(out, w.words[i].record)
		}
	}
	return out
}

func (w *world) state(of mask) *merge.State {
	w.t.Helper()
	state, err := merge.Merge(session, w.records(of))
	if err != nil {
		w.t.Fatal(err)
	}
	return state
}

// merging is a way to merge, ours or one that must fail.
type merging func(*world, mask) view

func ours(w *world, of mask) view { return seenIn(w.state(of)) }

// lastByClock is what many programs do: the later time counts, and nobody is told.
func lastByClock(w *world, of mask) view {
	last := map[merge.Key]*merge.Record{}
	for _, r := range w.records(of) {
		if before := last[r.Change().Key]; before == nil || r.Change().At.After(before.Change().At) {
			last[r.Change().Key] = r
		}
	}
	var records []*merge.Record
	for _, r := range last {
		records = append(records, r)
	}
	state, err := merge.Merge(session, records)
	if err != nil {
		w.t.Fatal(err)
	}
	return seenIn(state)
}

// ignoringParents takes every change for one that knew of nothing.
func ignoringParents(w *world, of mask) view {
	var records []*merge.Record
	for _, r := range w.records(of) {
		c := r.Change()
		c.Parents = nil
		alone, err := merge.New(c)
		if err != nil {
			w.t.Fatal(err)
		}
		records = append(records, alone)
	}
	state, err := merge.Merge(session, records)
	if err != nil {
		w.t.Fatal(err)
	}
	return seenIn(state)
}

// merges is how many random histories are tried.
func merges(t testing.TB, otherwise int) (n int, long bool) {
	text := os.Getenv("READYCHECK_MERGES")
	if text == "" {
		return otherwise, false
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("READYCHECK_MERGES is %q and should be a number", text)
	}
	return n, true
}

// told is a history in words, for a failure.
func (w *world) told() string {
	out := ""
	for i, one := range w.words {
		v := one.change.Value
		out += fmt.Sprintf("%2d of %d on %v knew %b: ", i, one.change.Writer[0]-1, one.change.Key, one.past)
		switch {
		case v.Answer != nil:
			out += fmt.Sprint(v.Answer.Level, " ", v.Answer.Note, " shown ", v.Shown, " decided ", v.Decision != nil)
		case v.Vote != nil:
			out += fmt.Sprint(v.Vote.Level)
		default:
			out += fmt.Sprintf("deleted %v shown %v, second %v", v.Deleted, v.Shown, v.Second)
		}
		out += "\n"
	}
	return out
}
