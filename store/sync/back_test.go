package sync_test

import (
	"context"
	"slices"
	"testing"

	"readycheck/assessment"
	"readycheck/store/merge"
	"readycheck/store/sync"
	"readycheck/store/sync/memory"
)

// deletedHere is a session that a has deleted, and in which b wrote without having seen that. Its
// next exchange has to bring it back.
func deletedHere(t *testing.T) (w *world, a, b *person, session string) {
	w, a, b, session = two(t)
	a.refresh(session)
	w.say(a, session, life, merge.Value{Deleted: true})
	w.once(a)
	w.say(b, session, own, answered(assessment.No, "not seen"))
	w.once(b)
	return w, a, b, session
}

// What comes between the pull and the asking for all of a session waits for its turn: a hub that
// forgot it would not be noticed.
func TestASessionIsBroughtBackAsFarAsTheHubWasRead(t *testing.T) {
	w, a, b, session := deletedHere(t)
	b.refresh(session)
	late := w.say(b, session, question("q1"), answered(assessment.No, "late"))
	a.line.Fault = func(call string) memory.Fault {
		if call == "PullSession" {
			w.once(b)
		}
		return memory.Fine
	}
	report := w.once(a)
	a.line.Fault = nil
	if !slices.Equal(report.CameBack, []string{session}) || !w.has(late.id) || a.known[late.id] != nil {
		t.Errorf("%+v, and the late one is known: %v", report, a.known[late.id] != nil)
	}
	if wrong := w.unsafe(a); wrong != "" {
		t.Error(wrong)
	}
	w.sound()
}

// foreign is a hub that says something else of a session.
type foreign struct {
	*memory.Line
	alter func([]sync.Row) []sync.Row
}

func (h foreign) PullSession(ctx context.Context, session string) ([]sync.Row, error) {
	rows, err := h.Line.PullSession(ctx, session)
	for i := range rows {
		rows[i].Body = slices.Clone(rows[i].Body)
	}
	return h.alter(rows), err
}

func TestABackThatIsTamperedWith(t *testing.T) {
	for name, one := range map[string]struct {
		alter  func([]sync.Row) []sync.Row
		kind   error
		passed int
	}{
		"newer":   {func(rows []sync.Row) []sync.Row { rows[1].Body[0]++; return rows }, sync.ErrNewer, 0},
		"altered": {func(rows []sync.Row) []sync.Row { rows[1].Body[50]++; return rows }, nil, 1},
		"of another session": {func(rows []sync.Row) []sync.Row {
			for i := range rows {
				rows[i].Session, rows[i].Erased = sessionID(9), true
			}
			return rows
		}, nil, 4},
	} {
		t.Run(name, func(t *testing.T) {
			w, a, _, session := deletedHere(t)
			a.loop.Hub = foreign{a.line, one.alter}
			report, err := a.loop.Once(t.Context())
			if one.kind != nil {
				says(t, err, one.kind)
			} else if err != nil {
				t.Error(err)
			}
			if len(report.Passed) != one.passed {
				t.Errorf("passed over %+v", report.Passed)
			}
			if link, _ := a.Link(); (len(link.Wanted) == 1) != (one.kind != nil) {
				t.Errorf("wanted: %v", link.Wanted)
			}
			if a.erased[session] || a.erased[sessionID(9)] {
				t.Error("it counts as erased")
			}
			a.loop.Hub = a.line
			w.once(a)
			if one.kind != nil {
				w.sound()
			}
		})
	}
}

// It is erased between the pull and the asking for all of it.
func TestABackThatIsErasedMeanwhile(t *testing.T) {
	w, a, _, session := deletedHere(t)
	a.line.Fault = func(call string) memory.Fault {
		if call == "PullSession" {
			w.erase(session)
		}
		return memory.Fine
	}
	w.erased[session] = true
	// The hub dropped what it said. That it was meant comes with the next exchange.
	w.once(a)
	w.once(a)
	if !a.erased[session] {
		t.Error("it is not erased")
	}
	w.sound()
}

func TestALineThatBringsEverythingTwice(t *testing.T) {
	w, a, b, session := two(t)
	w.say(a, session, own, answered(assessment.No, ""))
	for _, p := range w.people {
		p.line.Fault = func(string) memory.Fault { return memory.Twice }
		w.once(p)
	}
	if len(b.entries) != 3 || b.at.Seq != 3 {
		t.Errorf("%d changes at %d", len(b.entries), b.at.Seq)
	}
	w.sound()
}

// A hub that is behind and has a row of a later version still gets what waits here.
func TestAHubThatIsBehindAndNewer(t *testing.T) {
	w, _, b, said, hub := three(t)
	w.once(b)
	w.hub.Lose(1)
	w.say(b, sessionID(0), question("q5"), answered(assessment.Partly, "own too"))
	hub.pull = func(rows []sync.Row) []sync.Row {
		if i := index(rows, said[1]); i >= 0 {
			rows[i].Body[0]++
		}
		return rows
	}
	report, err := b.loop.Once(t.Context())
	says(t, err, sync.ErrNewer)
	if !report.Behind || report.Waiting == 0 {
		t.Errorf("%+v", report)
	}
	for _, one := range w.of[sessionID(0)] {
		if !w.has(one.id) {
			t.Errorf("the hub lacks what %s said on %v", one.by.name, one.change.Key)
		}
	}
	hub.pull = nil
	w.sound()
}

func TestTwoProcessesOnOneFile(t *testing.T) {
	for _, busy := range []int{1, 3, 100} {
		w, a, b, session := two(t)
		w.say(b, session, own, answered(assessment.No, ""))
		w.once(b)
		second := sync.New(a.journal, w.hub.Line())
		raced := 0
		a.cut = func(call string) memory.Fault {
			if call == "Take" && raced < busy {
				raced++
				if _, err := second.Once(t.Context()); err != nil {
					t.Error(err)
				}
				w.say(b, session, own, answered(levels[raced%5], ""))
				w.once(b)
			}
			return memory.Fine
		}
		_, err := a.loop.Once(t.Context())
		if busy < 5 && (err != nil || raced != busy) {
			t.Errorf("%d times, %v", raced, err)
		} else if busy > 5 {
			says(t, err, sync.ErrMoved)
		}
		w.sound()
	}
}

// Where nothing is new, a hub is asked once.
func TestNothingNewCostsOneQuestion(t *testing.T) {
	_, a, _, _ := two(t)
	asked := 0
	a.line.Fault = func(string) memory.Fault { asked++; return memory.Fine }
	if _, err := a.loop.Once(t.Context()); err != nil || asked != 1 {
		t.Errorf("%d calls, %v", asked, err)
	}
}
