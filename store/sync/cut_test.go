package sync_test

import (
	"context"
	"fmt"
	"testing"

	"readycheck/assessment"
	"readycheck/store/merge"
	"readycheck/store/sync"
	"readycheck/store/sync/memory"
)

// broken are loops that must fail: each breaks one rule.
var broken = map[string]func(*person){
	// A change leaves the outbox when the hub acknowledges it.
	"acknowledged is arrived": func(p *person) { p.loop.Hub = eager{p.line, p} },
	// The last id is all that is compared with the hub.
	"the last id for the chain": func(p *person) { p.loop.Hub = &trusting{Line: p.line, p: p} },
	// How far the hub was read is kept before what came is.
	"the cursor before the changes": func(p *person) { p.loop.Journal = early{tapped{p}, p} },
}

type eager struct {
	*memory.Line
	p *person
}

func (h eager) Push(ctx context.Context, rows []sync.Row) error {
	err := h.Line.Push(ctx, rows)
	for _, row := range rows {
		h.p.known[row.ID].arrived = err == nil
	}
	return err
}

type trusting struct {
	*memory.Line
	p    *person
	last merge.ID
}

func (h *trusting) Pull(ctx context.Context, after uint64, n int) ([]sync.Row, error) {
	rows, err := h.Line.Pull(ctx, after, n)
	if len(rows) > 0 {
		h.last = rows[len(rows)-1].ID
	}
	return rows, err
}

func (h *trusting) At(ctx context.Context, seq uint64) (sync.At, error) {
	at, err := h.Line.At(ctx, seq)
	rows, failed := h.Line.Pull(ctx, max(seq, 1)-1, 1)
	if err == nil && failed == nil && len(rows) == 1 && rows[0].ID == h.last {
		at.Chain = h.p.at.Chain
	}
	return at, err
}

type early struct {
	tapped
	p *person
}

func (f early) Take(in sync.Incoming) (sync.Taken, error) {
	if in.From == f.p.at && in.To != (sync.Point{}) {
		f.p.at, in.From = in.To, in.To
	}
	return f.tapped.Take(in)
}

// story is two computers that exchange all kinds of things, with a hub that loses its end twice.
// Something happens at one of its calls. It returns how many calls there are.
func story(t *testing.T, at int, happens func(*world) memory.Fault, breaks func(*person)) (wrong string, calls int) {
	w := newWorld(t, 3, 1)
	a, b := w.people[0], w.people[1]
	s0, s1, s2 := sessionID(0), sessionID(1), sessionID(2)
	w.begin(a, s0)
	w.begin(b, s1)
	w.meet()
	for _, p := range w.people {
		if breaks != nil {
			breaks(p)
		}
		count := func(string) memory.Fault {
			calls++
			if calls == at {
				return happens(w)
			}
			return memory.Fine
		}
		p.line.Fault, p.cut = count, count
	}
	step := func(p *person, session string, key merge.Key, value merge.Value) {
		if p.refresh(session); len(p.shown(session)) > 0 {
			w.say(p, session, key, value)
		}
	}
	once := func(p *person) { _, _ = p.loop.Once(t.Context()) } // it may be cut
	step(a, s1, question("q0"), answered(assessment.No, "a"))
	step(b, s0, life, merge.Value{Deleted: true})
	once(b)
	step(a, s0, question("q0"), answered(assessment.Partly, "nobody had seen it"))
	once(a)
	once(b) // brings it back
	w.hub.Lose(2)
	w.vote(a, s1, "q1", assessment.Unsure)
	step(b, s1, question("q0"), answered(assessment.InPlace, "b"))
	once(b)
	step(a, s1, question("q1"), merge.Value{Shown: true})
	once(a)
	w.begin(w.people[2], s2)
	once(w.people[2])
	once(b)
	w.hub.Lose(1)
	step(b, s2, question("q0"), answered(assessment.No, "b"))
	once(b)
	once(a)
	all := calls
	w.reveal()
	w.meet()
	return w.wrong(), all
}

// mishaps are what can happen at a call.
var mishaps = map[string]func(*world) memory.Fault{
	"cut before":    func(*world) memory.Fault { return memory.Before },
	"cut after":     func(*world) memory.Fault { return memory.After },
	"twice":         func(*world) memory.Fault { return memory.Twice },
	"a row lost":    func(w *world) memory.Fault { w.hub.Lose(1); return memory.Fine },
	"rows lost":     func(w *world) memory.Fault { w.hub.Lose(3); return memory.After },
	"all rows lost": func(w *world) memory.Fault { w.hub.Lose(1 << 20); return memory.Fine },
	"another was faster": func(w *world) memory.Fault {
		for _, p := range w.people {
			cut, fault := p.cut, p.line.Fault
			p.cut, p.line.Fault = nil, nil
			w.once(p)
			p.cut, p.line.Fault = cut, fault
		}
		return memory.Fine
	},
}

func TestACutBetweenAnyTwoCallsLosesNothing(t *testing.T) {
	wrong, calls := story(t, 0, nil, nil)
	if wrong != "" || calls < 50 {
		t.Fatalf("without a cut: %s, in %d calls", wrong, calls)
	}
	stride := 5
	if _, long := facilitators(t, 0); long {
		stride = 1
	}
	failed := map[string]string{}
	for what, happens := range mishaps {
		for at := 1 + len(what)%stride; at <= calls; at += stride {
			if wrong, _ := story(t, at, happens, nil); wrong != "" {
				t.Errorf("%s at call %d: %s", what, at, wrong)
			}
			for name, breaks := range broken {
				if failed[name] == "" {
					if wrong, _ := story(t, at, happens, breaks); wrong != "" {
						failed[name] = fmt.Sprintf("%s at call %d: %s", what, at, wrong)
					}
				}
			}
		}
	}
	for name := range broken {
		t.Logf("%s: %s", name, failed[name])
		if failed[name] == "" {
			t.Errorf("a loop with %s passes, so this test finds nothing", name)
		}
	}
}
