package sync

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"
)

// Pauses of a loop that runs by itself.
const (
	// firstPause follows the first time that the hub is away, and each further one is twice as
	// long, up to longestPause.
	firstPause   = time.Second
	longestPause = 30 * time.Second
	// refusalPause follows what does not pass by itself. Trying more often would look like an
	// attack to whoever runs the hub.
	refusalPause = 5 * time.Minute
	// settle is how long an exchange waits after something was saved. Who answers one question after
	// the other finds the file free, and others see it within a second all the same.
	settle = 300 * time.Millisecond
	// idlePause keeps a hub that waits for nothing from being asked without end.
	idlePause = time.Second
)

// Status is how a loop that runs by itself stands.
type Status struct {
	// Working is true while something is exchanged.
	Working bool
	// Waiting is how many changes have not come back from the hub, Held how many of them are
	// votes that no room has seen.
	Waiting, Held int
	// Last is when everything was exchanged last, zero for not yet.
	Last time.Time
	// Err is why the last exchange was none. It has a sentence for a person.
	Err error
	// Report is what the last exchange came to, empty while Working.
	Report Report
}

// Nudge says that something was saved. It is sent at once, unless the hub refused.
func (l *Loop) Nudge() { poke(l.saved) }

// Retry says that a person asks for it: whatever the hub said, it is tried at once.
func (l *Loop) Retry() { poke(l.asked) }

// poke does nothing where somebody did already: one exchange takes all that there is.
func poke(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// Run exchanges until the context ends: at once, when something was saved, and when there may be
// something new in the hub. Told hears of it, from one goroutine, and may not call Run's loop.
//
// While the hub is away it tries again after a second, two, four, up to half a minute, and whenever
// something is saved. After a refusal it tries after five minutes, or when a person asks. After all
// else, such as a row of a later version, what is saved is still sent at once.
func (l *Loop) Run(ctx context.Context, told func(Status)) {
	var s Status
	pause := firstPause
	for ctx.Err() == nil {
		s.Working, s.Report = true, Report{}
		told(s)
		report, err := l.Once(ctx)
		if ctx.Err() != nil {
			return
		}
		s.Working, s.Report, s.Err = false, report, err
		s.Waiting, s.Held = report.Waiting, report.Held
		if err == nil {
			s.Last, pause = l.Now(), firstPause
		}
		told(s)
		if err == nil {
			err = l.wait(ctx, report.Offered+report.Read == 0)
			if err == nil || ctx.Err() != nil {
				continue
			}
			s.Err, s.Report = err, Report{Waiting: s.Waiting, Held: s.Held}
			told(s)
		}
		switch {
		case errors.Is(err, ErrAway), errors.Is(err, ErrMoved):
			l.rest(ctx, pause+jitter(pause), l.saved)
			pause = min(2*pause, longestPause)
		case errors.Is(err, ErrRefused):
			l.rest(ctx, refusalPause, nil)
		default:
			l.rest(ctx, refusalPause, l.saved)
		}
	}
}

// jitter keeps the computers of a firm from coming all at once when their hub is back.
func jitter(of time.Duration) time.Duration { return rand.N(of/4 + 1) }

// rest returns after some time, when a person asks, or when something was saved, if that counts.
func (l *Loop) rest(ctx context.Context, pause time.Duration, saved <-chan struct{}) {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-l.asked:
	case <-saved:
	case <-ctx.Done():
	}
}

// wait returns when there may be something to exchange, here or in the hub.
func (l *Loop) wait(ctx context.Context, idle bool) error {
	within, stop := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- l.Hub.Wait(within) }()
	pause := time.Duration(0)
	select {
	case <-l.saved:
		pause = settle
	case <-l.asked:
	case err := <-done:
		stop()
		if err == nil && idle {
			l.rest(ctx, idlePause, l.saved)
		}
		return err
	}
	// A hub is asked by one goroutine at a time.
	stop()
	_ = <-done
	if pause > 0 {
		l.rest(ctx, pause, nil)
	}
	return nil
}
