package sync_test

import (
	"context"
	"errors"
	"slices"
	gosync "sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"readycheck/assessment"
	"readycheck/store/sync"
	"readycheck/store/sync/memory"
)

// running is a loop in the background of a test whose clock stands still until all wait.
type running struct {
	*world
	p    *person
	stop func()

	mu    gosync.Mutex
	told  []sync.Status
	began []time.Duration // when exchanges began
}

// run must be called in a bubble.
func run(t *testing.T, prepare func(*running)) *running {
	w, a, b, session := two(t)
	b.refresh(session)
	r := &running{world: w, p: a}
	prepare(r)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	start := time.Now()
	go func() {
		defer close(done)
		a.loop.Run(ctx, func(s sync.Status) {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.told = append(r.told, s)
			if s.Working {
				r.began = append(r.began, time.Since(start))
			}
		})
	}()
	r.stop = func() { stop(); <-done }
	synctest.Wait()
	return r
}

// pass lets time go by, and then all that it woke.
func pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func (r *running) all() ([]sync.Status, []time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.told), slices.Clone(r.began)
}

func (r *running) last() sync.Status {
	told, _ := r.all()
	return told[len(told)-1]
}

// exchanges is how many began.
func (r *running) exchanges() int {
	_, began := r.all()
	return len(began)
}

// save is what somebody saves on this computer.
func (r *running) save() *word {
	session := sessionID(0)
	r.p.refresh(session)
	said := r.say(r.p, session, own, answered(levels[len(r.words)%5], "saved"))
	r.p.loop.Nudge()
	pass(time.Second) // it waits a little for what may be saved next
	return said
}

func failing(err error) func(*running) {
	return func(r *running) {
		hub := &refusing{Line: r.p.line}
		hub.err.Store(&err)
		r.p.loop.Hub = hub
	}
}

type refusing struct {
	*memory.Line
	err atomic.Pointer[error]
}

func (h *refusing) At(ctx context.Context, seq uint64) (sync.At, error) {
	if err := h.err.Load(); err != nil {
		return sync.At{}, *err
	}
	return h.Line.At(ctx, seq)
}

func TestWhatIsSavedIsSentAndWhatComesIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := run(t, func(*running) {})
		defer r.stop()
		if s := r.last(); s.Working || s.Err != nil || s.Waiting != 0 || s.Last.IsZero() {
			t.Fatalf("%+v", s)
		}
		pass(time.Hour)
		before := r.exchanges()
		if before > 3 {
			t.Errorf("%d exchanges where nothing happened", before)
		}
		if said := r.save(); !r.has(said.id) || r.last().Waiting != 0 || r.last().Report.Offered != 1 {
			t.Errorf("%+v", r.last())
		}
		b := r.people[1]
		r.once(b)
		pass(time.Hour)
		if r.exchanges()-before > 4 {
			t.Errorf("%d exchanges after one save", r.exchanges()-before)
		}
		said := r.say(b, sessionID(0), question("q1"), answered(assessment.No, ""))
		r.once(b)
		pass(2 * time.Second)
		if !r.p.knows(said.id) {
			t.Error("it did not come")
		}
		told, _ := r.all()
		if !slices.ContainsFunc(told, func(s sync.Status) bool { return slices.Contains(s.Report.Sessions, sessionID(0)) }) {
			t.Error("nobody was told")
		}
	})
}

func TestAHubThatIsAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var away error = &sync.Error{Kind: sync.ErrAway, Says: "Away."}
		r := run(t, failing(away))
		hub := r.p.loop.Hub.(*refusing)
		defer r.stop()
		pass(10 * time.Minute)
		if s := r.last(); !errors.Is(s.Err, sync.ErrAway) || !s.Last.IsZero() {
			t.Errorf("%+v", s)
		}
		_, began := r.all()
		for i := 1; i < len(began); i++ {
			pause := began[i] - began[i-1]
			least := min(time.Second<<(i-1), 30*time.Second)
			if pause < least || pause > least+least/4+time.Millisecond {
				t.Errorf("pause %d is %s, want about %s", i, pause, least)
			}
		}
		before := r.exchanges()
		r.save()
		if r.exchanges() != before+1 || r.last().Waiting != 1 {
			t.Errorf("%d exchanges after something was saved, %+v", r.exchanges()-before, r.last())
		}
		hub.err.Store(nil)
		pass(40 * time.Second)
		if s := r.last(); s.Err != nil || s.Waiting != 0 || s.Last.IsZero() {
			t.Errorf("it is back, and %+v", s)
		}
		// And away once more: it begins with short pauses.
		hub.err.Store(&away)
		r.save()
		from := r.exchanges()
		pass(1300 * time.Millisecond)
		if r.exchanges() != from+1 {
			t.Errorf("%d exchanges in the first second", r.exchanges()-from)
		}
	})
}

func TestAHubThatRefuses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := run(t, failing(&sync.Error{Kind: sync.ErrRefused, Says: "Refused."}))
		defer r.stop()
		r.save()
		if r.exchanges() != 1 {
			t.Errorf("%d exchanges, though it refused", r.exchanges())
		}
		pass(16 * time.Minute)
		if r.exchanges() != 4 {
			t.Errorf("%d exchanges in 16 minutes", r.exchanges())
		}
		r.p.loop.Retry()
		synctest.Wait()
		if r.exchanges() != 5 || r.last().Waiting != 1 {
			t.Errorf("%d exchanges, though a person asked; %+v", r.exchanges(), r.last())
		}
	})
}

// A row of a later version stops what is read, and not what is sent.
func TestWhatIsSavedIsSentThoughNothingCanBeRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := run(t, func(r *running) {
			r.say(r.people[1], sessionID(0), own, answered(assessment.No, ""))
			r.once(r.people[1])
			r.p.loop.Hub = &tampered{Line: r.p.line, pull: func(rows []sync.Row) []sync.Row {
				if len(rows) > 0 {
					rows[0].Body[0]++
				}
				return rows
			}}
		})
		defer r.stop()
		if s := r.last(); !errors.Is(s.Err, sync.ErrNewer) {
			t.Fatalf("%+v", s)
		}
		if said := r.save(); !r.has(said.id) {
			t.Error("it was not sent")
		}
	})
}

func TestALoopEndsWithItsContext(t *testing.T) {
	for name, fault := range map[string]func(string) memory.Fault{
		"waiting":    nil,
		"in a call":  func(string) memory.Fault { return memory.Hang },
		"in a pause": func(string) memory.Fault { return memory.Before },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := run(t, func(r *running) { r.p.line.Fault = fault })
				said, _ := r.all()
				r.stop() // returns only when Run has
				if told, _ := r.all(); len(told) != len(said) {
					t.Errorf("it told %+v when it was over", r.last())
				}
			})
		})
	}
}

// A hub whose waiting returns for nothing is not asked without end.
func TestAHubThatDoesNotWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := run(t, func(r *running) { r.p.loop.Hub = restless{r.p.line} })
		defer r.stop()
		pass(time.Minute)
		if r.exchanges() > 70 {
			t.Errorf("%d exchanges in a minute", r.exchanges())
		}
		if said := r.save(); !r.has(said.id) {
			t.Error("it was not sent at once")
		}
	})
}

type restless struct{ *memory.Line }

func (restless) Wait(context.Context) error { return nil }

// Computers that run at once, with cuts and without, come to the same.
func TestManyComputersAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, 12, 3)
		w.begin(w.people[0], sessionID(0))
		w.meet()
		ctx, stop := context.WithCancel(t.Context())
		for i, p := range w.people {
			calls := 0
			p.line.Fault = func(string) memory.Fault {
				calls++
				return []memory.Fault{memory.Fine, memory.Before, memory.Fine, memory.After, memory.Fine, memory.Twice, memory.Fine}[(calls*calls+i)%7]
			}
			go p.loop.Run(ctx, func(sync.Status) {})
		}
		for round := range 40 {
			synctest.Wait() // so that all loops wait, and words can be said
			p := w.people[round%len(w.people)]
			p.refresh(sessionID(0))
			w.say(p, sessionID(0), question([]string{"q0", "q1", "q2"}[round%3]), answered(levels[round%5], ""))
			p.loop.Nudge()
			if round%9 == 8 {
				w.hub.Lose(3)
			}
			pass(time.Duration(round%3) * time.Second)
		}
		pass(5 * time.Minute)
		stop()
		synctest.Wait()
		w.sound()
	})
}
