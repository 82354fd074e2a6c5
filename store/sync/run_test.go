package sync_test

import (
	"context"
	"errors"
	"slices"
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
	p     *person
	told  []sync.Status
	began []time.Duration // when exchanges began
	stop  func()
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

func (r *running) last() sync.Status { return r.told[len(r.told)-1] }

// save is what somebody saves on this computer.
func (r *running) save() *word {
	session := sessionID(0)
	r.p.refresh(session)
	said := r.say(r.p, session, own, answered(levels[len(r.words)%5], "saved"))
	r.p.loop.Nudge()
	synctest.Wait()
	return said
}

func failing(err error) func(*running) {
	return func(r *running) { r.p.loop.Hub = &refusing{Line: r.p.line, err: err} }
}

type refusing struct {
	*memory.Line
	err error
}

func (h *refusing) At(ctx context.Context, seq uint64) (sync.At, error) {
	if h.err != nil {
		return sync.At{}, h.err
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
		time.Sleep(time.Hour)
		before := len(r.began)
		if before > 3 {
			t.Errorf("%d exchanges where nothing happened", before)
		}
		if said := r.save(); !r.has(said.id) || r.last().Waiting != 0 || r.last().Report.Offered != 1 {
			t.Errorf("%+v", r.last())
		}
		b := r.people[1]
		r.once(b)
		time.Sleep(time.Hour)
		if len(r.began)-before > 4 {
			t.Errorf("%d exchanges after one save", len(r.began)-before)
		}
		said := r.say(b, sessionID(0), question("q1"), answered(assessment.No, ""))
		r.once(b)
		time.Sleep(2 * time.Second)
		if r.p.known[said.id] == nil {
			t.Error("it did not come")
		}
		if !slices.ContainsFunc(r.told, func(s sync.Status) bool { return slices.Contains(s.Report.Sessions, sessionID(0)) }) {
			t.Error("nobody was told")
		}
	})
}

func TestAHubThatIsAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := run(t, failing(&sync.Error{Kind: sync.ErrAway, Says: "Away."}))
		defer r.stop()
		time.Sleep(10 * time.Minute)
		if s := r.last(); !errors.Is(s.Err, sync.ErrAway) || !s.Last.IsZero() {
			t.Errorf("%+v", s)
		}
		for i := 1; i < len(r.began); i++ {
			pause := r.began[i] - r.began[i-1]
			least := min(time.Second<<(i-1), 30*time.Second)
			if pause < least || pause > least+least/4+time.Millisecond {
				t.Errorf("pause %d is %s, want about %s", i, pause, least)
			}
		}
		before := len(r.began)
		r.save()
		if len(r.began) != before+1 || r.last().Waiting != 1 {
			t.Errorf("%d exchanges after something was saved, %+v", len(r.began)-before, r.last())
		}
		r.p.loop.Hub.(*refusing).err = nil
		time.Sleep(40 * time.Second)
		if s := r.last(); s.Err != nil || s.Waiting != 0 || s.Last.IsZero() {
			t.Errorf("it is back, and %+v", s)
		}
		// And away once more: it begins with short pauses.
		r.p.loop.Hub.(*refusing).err = &sync.Error{Kind: sync.ErrAway, Says: "Away."}
		r.save()
		from := len(r.began)
		time.Sleep(1300 * time.Millisecond)
		if len(r.began) != from+1 {
			t.Errorf("%d exchanges in the first second", len(r.began)-from)
		}
	})
}

func TestAHubThatRefuses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := run(t, failing(&sync.Error{Kind: sync.ErrRefused, Says: "Refused."}))
		defer r.stop()
		r.save()
		if len(r.began) != 1 {
			t.Errorf("%d exchanges, though it refused", len(r.began))
		}
		time.Sleep(16 * time.Minute)
		if len(r.began) != 4 {
			t.Errorf("%d exchanges in 16 minutes", len(r.began))
		}
		r.p.loop.Retry()
		synctest.Wait()
		if len(r.began) != 5 || r.last().Waiting != 1 {
			t.Errorf("%d exchanges, though a person asked; %+v", len(r.began), r.last())
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
				said := len(r.told)
				r.stop() // returns only when Run has
				if len(r.told) != said {
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
		time.Sleep(time.Minute)
		if len(r.began) > 70 {
			t.Errorf("%d exchanges in a minute", len(r.began))
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
			time.Sleep(time.Duration(round%3) * time.Second)
		}
		time.Sleep(5 * time.Minute)
		stop()
		synctest.Wait()
		w.sound()
	})
}
