package merge_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"readycheck/assessment"
	"readycheck/store/merge"
)

// act makes a computer do something by chance. Its windows may have seen less than it knows.
func act(w *world, r *rand.Rand, windows []mask) {
	c := r.IntN(len(w.known))
	q := fmt.Sprint("q", r.IntN(3))
	s := fmt.Sprint("s", r.IntN(4))
	level := []assessment.Level{assessment.No, assessment.Unsure, assessment.Partly, assessment.InPlace, assessment.NA}[r.IntN(5)]
	note := fmt.Sprint("note ", r.IntN(2))
	say := func(key merge.Key, value merge.Value) {
		if w.sayFrom(c, windows[c], key, value); r.IntN(2) == 0 {
			windows[c] = w.known[c]
			return
		}
		windows[c] |= 1 << (len(w.words) - 1) // what a window wrote, it has seen
	}
	switch r.IntN(20) {
	case 0, 1, 2:
		say(question(q), answered(level, note))
	case 3:
		say(question(q), merge.Value{Answer: &assessment.Answer{Level: level, Known: assessment.Seen, Note: note, Owner: "Rosa", By: fmt.Sprint("person ", c)}})
	case 4:
		say(setup, described([]string{"Rosa's", "Rosa's Bakery"}[r.IntN(2)], []string{"idea", "pilot"}[r.IntN(2)], []string{"read", "draft", "write", "send"}[r.IntN(4)]))
	case 5, 6:
		say(seat(s), seated(s, r.IntN(3) == 0))
	case 7, 8:
		say(vote(s, q), voted([]assessment.Level{level, level, assessment.Unanswered}[r.IntN(3)]))
	case 9:
		value := merge.Value{Shown: true}
		if r.IntN(2) == 0 {
			value.Answer = answered(level, note).Answer
		}
		say(question(q), value)
	case 10:
		say(question(q), decided(q, level, note))
	case 11:
		say(life, deleted())
	case 12:
		say(life, created())
	case 13:
		w.push(c)
	case 14:
		w.pull(c)
	case 15:
		w.sync(c)
		windows[c] = w.known[c]
	case 16:
		say(oneMore(q), begun())
	case 17, 18:
		say(voteAgain(s, q), voted([]assessment.Level{level, level, assessment.Unanswered}[r.IntN(3)]))
	case 19:
		value := shownAgain()
		if r.IntN(2) == 0 {
			value.Answer = answered(level, note).Answer
		}
		say(question(q), value)
	}
}

func randomWorld(t testing.TB, seed uint64) *world {
	r := rand.New(rand.NewPCG(seed, 1))
	w := newWorld(t, 2+r.IntN(4))
	windows := slices.Clone(w.known)
	for steps := 5 + r.IntN(70); steps > 0 && len(w.words) < 64; steps-- {
		act(w, r, windows)
	}
	return w
}

// randomly holds a way to merge against the oracle: how often they differ, and the first time.
func randomly(t *testing.T, histories int, way merging) (wrong int, first string) {
	for seed := range uint64(histories) {
		w := randomWorld(t, seed)
		all := mask(0)
		for _, known := range append(slices.Clone(w.known), w.hub) {
			all |= known
			if got, want := way(w, known), oracle(w, known); !sameView(got, want) {
				if wrong++; wrong == 1 {
					first = fmt.Sprintf("history %d, knowing %b:\n%sgot  %+v\nwant %+v", seed, known, w.told(), got, want)
				}
			}
		}
		w.meet()
		for c := range w.known {
			if w.known[c] != all {
				t.Fatalf("computer %d does not know all after all have met", c)
			}
		}
	}
	return wrong, first
}

func TestRandomHistoriesAsTheOracleSays(t *testing.T) {
	histories, _ := merges(t, 300)
	if wrong, first := randomly(t, histories, ours); wrong > 0 {
		t.Errorf("%d states of %d histories are wrong, the first:\n%s", wrong, histories, first)
	}
	for name, way := range map[string]merging{"the later clock": lastByClock, "no parents": ignoringParents} {
		if wrong, _ := randomly(t, 50, way); wrong == 0 {
			t.Errorf("a merge by %s passes, so this test finds nothing", name)
		}
	}
}

// byArrival is a merge that must fail: of two heads the one that came first counts.
func byArrival(session string, records []*merge.Record) (*merge.State, error) {
	state, err := merge.Merge(session, records)
	if err == nil && state.Session != nil {
		for _, d := range state.Disputes {
			for _, r := range records {
				for _, side := range d.Sides {
					if side.Record == r && side.Answer != nil {
						state.Session.Answers[d.Key.Question] = *side.Answer
					}
				}
			}
		}
	}
	return state, err
}

// algebra counts the histories whose state depends on the order of changes, on how they are
// grouped, or on one that came twice. Not all of a history need be there: parents may be missing.
func algebra(t *testing.T, histories int, way func(string, []*merge.Record) (*merge.State, error)) (wrong int) {
	for seed := range uint64(histories) {
		w := randomWorld(t, seed)
		r := rand.New(rand.NewPCG(seed, 2))
		var records []*merge.Record
		for _, one := range w.words {
			if seed%2 == 0 || r.IntN(4) > 0 {
				records = append(records, one.record)
			}
		}
		once := func(list []*merge.Record) *merge.State {
			state, err := way(session, list)
			if err != nil {
				t.Fatal(err)
			}
			return state
		}
		want := once(records)
		shuffled := slices.Clone(records)
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		a, b := r.IntN(len(shuffled)+1), r.IntN(len(shuffled)+1)
		a, b = min(a, b), max(a, b)
		x, y, z := shuffled[:a], shuffled[a:b], shuffled[b:]
		for _, list := range [][]*merge.Record{
			shuffled,
			slices.Concat(records, shuffled),      // idempotent
			slices.Concat(y, x, z),                // commutative
			slices.Concat(z, slices.Concat(y, x)), // associative
			slices.Concat(slices.Concat(x, z), y, x),
		} {
			if !reflect.DeepEqual(once(list), want) {
				wrong++
				break
			}
		}
	}
	return wrong
}

func TestOrderGroupsAndRepeatsDoNotMatter(t *testing.T) {
	histories, _ := merges(t, 300)
	if wrong := algebra(t, histories, merge.Merge); wrong > 0 {
		t.Errorf("%d of %d histories come to another state in another order", wrong, histories)
	}
	if wrong := algebra(t, 100, byArrival); wrong == 0 {
		t.Error("a merge by arrival passes, so this test finds nothing")
	}
}

// alphabet is what each computer of an interleaving may do.
type alphabet map[string]func(*world, int)

var levels = []assessment.Level{assessment.InPlace, assessment.Partly, assessment.No}

func syncing(w *world, c int) { w.sync(c) }

var alphabets = map[string]alphabet{
	"answers": {
		"answer": func(w *world, c int) { w.say(c, question("q"), answered(levels[(c+len(w.words))%3], "")) },
		"sync":   syncing,
	},
	"answers and deletes": {
		"answer": func(w *world, c int) { w.say(c, question("q"), answered(levels[(c+len(w.words))%3], "")) },
		"delete": func(w *world, c int) { w.say(c, life, deleted()) },
		"sync":   syncing,
	},
	"rooms": {
		"vote":   func(w *world, c int) { w.say(c, vote("s", "q"), voted(levels[(c+len(w.words))%3])) },
		"reveal": func(w *world, c int) { w.say(c, question("q"), merge.Value{Shown: true}) },
		"sync":   syncing,
	},
	"decisions": {
		"decide": func(w *world, c int) { w.say(c, question("q"), decided("q", levels[(c+len(w.words))%3], "")) },
		"reveal": func(w *world, c int) {
			w.say(c, question("q"), merge.Value{Shown: true, Answer: answered(assessment.Partly, "before").Answer})
		},
		"sync": syncing,
	},
	"second rounds": {
		"vote again": func(w *world, c int) {
			if len(w.state(w.known[c]).Heads(oneMore("q"))) == 0 {
				w.say(c, oneMore("q"), begun())
			}
			w.say(c, voteAgain("s", "q"), voted(levels[(c+len(w.words))%3]))
		},
		"reveal": func(w *world, c int) { w.say(c, question("q"), shownAgain()) },
		"sync":   syncing,
	},
	"second rounds decided": {
		"vote again": func(w *world, c int) { w.say(c, voteAgain("s", "q"), voted(levels[(c+len(w.words))%3])) },
		"decide":     func(w *world, c int) { w.say(c, question("q"), decided("q", levels[(c+len(w.words))%3], "")) },
		"reveal": func(w *world, c int) {
			w.say(c, question("q"), merge.Value{Shown: true, Second: true, Answer: answered(assessment.Partly, "before").Answer})
		},
		"sync": syncing,
	},
	"keeping": {
		"keep":   func(w *world, c int) { w.say(c, life, created()) },
		"delete": func(w *world, c int) { w.say(c, life, deleted()) },
		"sync":   syncing,
	},
}

type interleavings struct {
	way          merging
	tried, wrong int
	first        string
}

// from tries all that three computers can do in some more steps, and looks at what the one that
// acted knows, and in the end at what all of them know together.
func (in *interleavings) from(w *world, of []func(*world, int), depth int) {
	if depth == 0 {
		all := w.hub
		for _, known := range w.known {
			all |= known
		}
		in.look(w, all)
		return
	}
	for c := range w.known {
		for _, do := range of {
			next := w.clone()
			do(next, c)
			if len(next.words) == len(w.words) && next.known[c] == w.known[c] && next.hub == w.hub {
				continue // nothing happened, so what follows is an interleaving of fewer steps
			}
			in.look(next, next.known[c])
			in.from(next, of, depth-1)
		}
	}
}

func (in *interleavings) look(w *world, of mask) {
	in.tried++
	if got, want := in.way(w, of), oracle(w, of); !sameView(got, want) {
		if in.wrong++; in.wrong == 1 {
			in.first = fmt.Sprintf("knowing %b:\n%sgot  %+v\nwant %+v", of, w.told(), got, want)
		}
	}
}

func TestEveryInterleavingOfThreeComputers(t *testing.T) {
	_, long := merges(t, 0)
	for name, letters := range alphabets {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var of []func(*world, int)
			for _, do := range letters {
				of = append(of, do)
			}
			// As deep as takes seconds: six steps of two kinds, or four of three.
			depth := 6
			if len(of) > 2 && !long {
				depth = 4
			}
			if len(of) == 2 && long {
				depth = 8
			}
			if len(of) > 3 && long {
				depth = 5
			}
			start := newWorld(t, 3)
			start.say(0, seat("s"), seated("s", false))
			if strings.HasPrefix(name, "second") {
				start.say(0, vote("s", "q"), voted(assessment.Unsure))
				start.say(0, question("q"), merge.Value{Shown: true})
			}
			start.meet()
			in := interleavings{way: ours}
			in.from(start, of, depth)
			t.Logf("%d states to depth %d", in.tried, depth)
			if in.wrong > 0 {
				t.Errorf("%d of %d states are wrong, the first:\n%s", in.wrong, in.tried, in.first)
			}
			for name, way := range map[string]merging{"the later clock": lastByClock, "no parents": ignoringParents} {
				control := interleavings{way: way}
				if control.from(start, of, 3); control.wrong == 0 {
					t.Errorf("a merge by %s passes, so this test finds nothing", name)
				}
			}
		})
	}
}
