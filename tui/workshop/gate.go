package workshop

import (
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// gate admits connections before anybody has said who they are: few at once, fewer from
// one address, and fewest that have not shown a code yet.
type gate struct {
	most, fromOne, unproven int

	mu       sync.Mutex
	open     int
	waiting  int
	from     map[string]int
	admitted map[*admission]bool
}

func newGate(most, fromOne, unproven int) *gate {
	return &gate{most: most, fromOne: fromOne, unproven: unproven, from: map[string]int{}, admitted: map[*admission]bool{}}
}

// full reports whether nobody can be let through now, from wherever they come.
func (g *gate) full() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.open >= g.most || g.waiting >= g.unproven
}

// door is a listener that takes its time while the gate is full. Connections that would
// only be refused wait in the system's queue and not in this program, where taking and
// closing thousands a second would slow down those who are in.
type door struct {
	net.Listener
	gate *gate
}

// breath is how long the door waits between two connections while the gate is full.
const breath = 10 * time.Millisecond

func (d door) Accept() (net.Conn, error) {
	if d.gate.full() {
		time.Sleep(breath)
	}
	return d.Listener.Accept()
}

// admission is one connection that was let through the gate. Closing it makes room.
type admission struct {
	net.Conn
	gate    *gate
	address string
	proven  bool
	closed  bool
}

// admit lets a connection through, or gives nil.
func (g *gate) admit(conn net.Conn) *admission {
	address, _, err := net.SplitHostPort(conn.RemoteAddr().String())
	if err != nil {
		return nil
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.open >= g.most || g.from[address] >= g.fromOne || g.waiting >= g.unproven {
		return nil
	}
	a := &admission{Conn: conn, gate: g, address: address}
	g.open++
	g.waiting++
	g.from[address]++
	g.admitted[a] = true
	return a
}

// prove says that the connection has shown a code.
func (a *admission) prove() {
	a.gate.mu.Lock()
	defer a.gate.mu.Unlock()
	if !a.proven && !a.closed {
		a.proven = true
		a.gate.waiting--
	}
}

// Close closes the connection and makes room for another one.
func (a *admission) Close() error {
	g := a.gate
	g.mu.Lock()
	if !a.closed {
		a.closed = true
		g.open--
		if !a.proven {
			g.waiting--
		}
		if g.from[a.address]--; g.from[a.address] == 0 {
			delete(g.from, a.address)
		}
		delete(g.admitted, a)
	}
	g.mu.Unlock()
	return a.Conn.Close()
}

// everyone is all connections that are open now.
func (g *gate) everyone() []*admission {
	g.mu.Lock()
	defer g.mu.Unlock()
	var out []*admission
	for a := range g.admitted {
		out = append(out, a)
	}
	return out
}

// guesses slows down whoever tries codes. After a wrong one nobody's code is looked at for
// a while, on the whole server: more connections give no more guesses.
type guesses struct {
	pause time.Duration
	turn  chan struct{}
	next  time.Time
	// looked counts the wrong codes that were looked at.
	looked atomic.Int64
}

func newGuesses(pause time.Duration) *guesses {
	return &guesses{pause: pause, turn: make(chan struct{}, 1)}
}

// right looks at a code when its turn has come. One that gives up before is not looked at.
func (g *guesses) right(over <-chan struct{}, known func() bool) bool {
	select {
	case g.turn <- struct{}{}:
	case <-over:
		return false
	}
	defer func() { <-g.turn }()
	timer := time.NewTimer(time.Until(g.next))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-over:
		return false
	}
	select {
	case <-over:
		return false
	default:
	}
	if known() {
		return true
	}
	g.looked.Add(1)
	g.next = time.Now().Add(g.pause)
	return false
}
