package gate

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"
)

// Guesses slow down whoever tries codes: one a second from one network, and as many as
// GuessesInAll from all of them together. More connections give no more guesses, and whoever
// guesses without end holds up their own network only. One value of it stands before all doors
// of a room: more doors give no more guesses.
type Guesses struct {
	pause time.Duration
	all   *rate.Limiter

	mu    sync.Mutex
	lanes map[string]*lane
	// looked counts the wrong codes that were looked at.
	looked atomic.Int64
}

const (
	// GuessPause is how long one network waits after a wrong code.
	GuessPause = time.Second
	// GuessesInAll is how many codes are looked at in a second. Eight hours of that are 5 in
	// ten million of all codes.
	GuessesInAll = 20
)

// lane is one network's way to the door: one code at a time. It is there while somebody is
// on it, and as long after that as its last guess counts.
type lane struct {
	turn chan struct{}
	on   int
	next time.Time
}

// NewGuesses lets one network guess again after a pause, and all of them so often in a second:
// GuessPause and GuessesInAll, but in tests.
func NewGuesses(pause time.Duration, inAll int) *Guesses {
	return &Guesses{pause: pause, all: rate.NewLimiter(rate.Limit(inAll), inAll), lanes: map[string]*lane{}}
}

// Looked is how many wrong codes were looked at.
func (g *Guesses) Looked() int { return int(g.looked.Load()) }

// enter is the lane of a network, with one more on it.
func (g *Guesses) enter(network string) *lane {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	for name, l := range g.lanes {
		if l.on == 0 && now.After(l.next) {
			delete(g.lanes, name)
		}
	}
	l := g.lanes[network]
	if l == nil {
		l = &lane{turn: make(chan struct{}, 1)}
		g.lanes[network] = l
	}
	l.on++
	return l
}

func (g *Guesses) leave(l *lane) {
	g.mu.Lock()
	defer g.mu.Unlock()
	l.on--
}

// Right looks at a code when its turn has come. One that gives up before is not looked at.
func (g *Guesses) Right(ctx context.Context, network string, known func() bool) bool {
	l := g.enter(network)
	defer g.leave(l)
	return g.look(ctx, l, known)
}

// RightSoon is Right where no more than so many of one network may wait: one more is turned away
// at once, and its code is not looked at.
func (g *Guesses) RightSoon(ctx context.Context, network string, most int, known func() bool) (right, crowded bool) {
	l := g.enter(network)
	defer g.leave(l)
	g.mu.Lock()
	crowded = l.on > most
	g.mu.Unlock()
	if crowded {
		return false, true
	}
	return g.look(ctx, l, known), false
}

// look waits for a lane's turn, and for all others, and looks.
func (g *Guesses) look(ctx context.Context, l *lane, known func() bool) bool {
	select {
	case l.turn <- struct{}{}:
	case <-ctx.Done():
		return false
	}
	defer func() { <-l.turn }()
	timer := time.NewTimer(time.Until(l.next))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
		return false
	}
	if g.all.Wait(ctx) != nil || ctx.Err() != nil {
		return false
	}
	if known() {
		return true
	}
	g.looked.Add(1)
	g.mu.Lock()
	l.next = time.Now().Add(g.pause)
	g.mu.Unlock()
	return false
}
