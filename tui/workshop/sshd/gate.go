package sshd

import (
	"context"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"
)

// gate admits connections before anybody has said who they are. Those that have not shown a
// code yet have places of their own: they take none of those who have. Where their places
// are full a newcomer is let in for one of them, from the network that holds the most, so
// that nobody can keep a stranger out by holding places.
type gate struct {
	// most may be in with the room's code, fromOne of them from one network; unproven have
	// shown no code.
	most, fromOne, unproven int
	// changed, where it is set, is called when the number of those without a code may be
	// another one.
	changed func()

	mu       sync.Mutex
	shut     bool
	in       int
	waiting  int
	from     map[string]*fromNetwork
	seats    map[string]*admission
	admitted map[*admission]bool
}

// fromNetwork counts the connections of one network.
type fromNetwork struct{ in, waiting int }

func newGate(most, fromOne, unproven int) *gate {
	return &gate{most: most, fromOne: fromOne, unproven: unproven, from: map[string]*fromNetwork{}, seats: map[string]*admission{}, admitted: map[*admission]bool{}}
}

// codeless is how many connections have shown no code.
func (g *gate) codeless() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.waiting
}

// door is a listener that takes its time while the places of those without a code are full:
// letting thousands a second in and out again would slow down those who are in.
type door struct {
	net.Listener
	gate *gate
}

// breath is how long the door waits between two connections while those places are full.
const breath = 5 * time.Millisecond

func (d door) Accept() (net.Conn, error) {
	if d.gate.codeless() >= d.gate.unproven {
		time.Sleep(breath)
	}
	return d.Listener.Accept()
}

// admission is one connection that was let through the gate. Closing it makes room.
type admission struct {
	net.Conn
	gate    *gate
	network string
	silence *time.Timer

	// What follows is guarded by the gate. The seat is that of somebody who has one; they take
	// no place of those who are new.
	said, proven, closed bool
	seat                 string
}

// networkOf is where a connection comes from: one address, or the part of an IPv6 address
// that one household has for all its computers.
func networkOf(conn net.Conn) (string, bool) {
	at, err := netip.ParseAddrPort(conn.RemoteAddr().String())
	if err != nil {
		return "", false
	}
	address := at.Addr().Unmap().WithZone("")
	if address.Is6() {
		network, _ := address.Prefix(64)
		return network.String(), true
	}
	return address.String(), true
}

// admit lets a connection through, or gives nil where it does not come from a network or comes
// after the end.
func (g *gate) admit(conn net.Conn) *admission {
	network, ok := networkOf(conn)
	if !ok {
		return nil
	}
	a := &admission{Conn: conn, gate: g, network: network}
	g.mu.Lock()
	if g.shut {
		g.mu.Unlock()
		return nil
	}
	if g.from[network] == nil {
		g.from[network] = &fromNetwork{}
	}
	g.from[network].waiting++
	g.waiting++
	g.admitted[a] = true
	var last *admission
	if g.waiting > g.unproven {
		last = g.last(a)
	}
	g.mu.Unlock()
	if last != nil {
		_ = last.Close()
	}
	// A program speaks as soon as it is connected. Only people need time.
	a.silence = time.AfterFunc(firstBytes, func() { a.heard(false) })
	g.tell()
	return a
}

// last is the connection that a newcomer is let in for: from the network that holds the most,
// one that has said nothing, or else any.
func (g *gate) last(newcomer *admission) *admission {
	var last *admission
	rank := func(a *admission) int {
		held := 2 * g.from[a.network].waiting
		if !a.said {
			held++
		}
		return held
	}
	// The order of a map is a random one, so nobody can know who is next.
	for a := range g.admitted {
		if a != newcomer && !a.proven && (last == nil || rank(a) > rank(last)) {
			last = a
		}
	}
	return last
}

// heard says that something came from a connection, or that nothing did in time.
func (a *admission) heard(something bool) {
	a.gate.mu.Lock()
	a.said = a.said || something
	silent := !a.said
	a.gate.mu.Unlock()
	if silent {
		_ = a.Close()
	}
}

func (a *admission) Read(into []byte) (int, error) {
	n, err := a.Conn.Read(into)
	if n > 0 && a.silence.Stop() {
		a.heard(true)
	}
	return n, err
}

// prove says that the connection has shown a code, that of a seat or, where it is empty, the
// room's. It reports whether there is room: those who have a seat always come back, and the
// connection that they had before ends.
func (a *admission) prove(seat string) bool {
	g := a.gate
	g.mu.Lock()
	defer g.tell()
	defer g.mu.Unlock()
	from := g.from[a.network]
	switch {
	case a.closed:
		return false
	case a.proven:
		return true
	case seat == "" && (g.in >= g.most || from.in >= g.fromOne):
		return false
	}
	a.proven, a.seat = true, seat
	g.waiting--
	from.waiting--
	if seat == "" {
		g.in++
		from.in++
		return true
	}
	if before := g.seats[seat]; before != nil {
		// It has a moment to say why.
		time.AfterFunc(goodbye, func() { _ = before.Close() })
	}
	g.seats[seat] = a
	return true
}

// Close closes the connection and makes room for another one.
func (a *admission) Close() error {
	g := a.gate
	g.mu.Lock()
	if !a.closed {
		a.closed = true
		from := g.from[a.network]
		switch {
		case !a.proven:
			g.waiting--
			from.waiting--
		case a.seat == "":
			g.in--
			from.in--
		case g.seats[a.seat] == a:
			delete(g.seats, a.seat)
		}
		delete(g.admitted, a)
		if *from == (fromNetwork{}) && !g.holds(a.network) {
			delete(g.from, a.network)
		}
	}
	g.mu.Unlock()
	g.tell()
	return a.Conn.Close()
}

// holds reports whether a connection from a network is open.
func (g *gate) holds(network string) bool {
	for a := range g.admitted {
		if a.network == network {
			return true
		}
	}
	return false
}

func (g *gate) tell() {
	if g.changed != nil {
		g.changed()
	}
}

// close shuts the gate and ends every connection. Whoever was taken from the listener just
// before and comes to the gate after that is not let in either.
func (g *gate) close() {
	g.mu.Lock()
	g.shut = true
	g.mu.Unlock()
	for _, a := range g.everyone() {
		_ = a.Close()
	}
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

// guesses slows down whoever tries codes: one a second from one network, and as many as
// guessesInAll from all of them together. More connections give no more guesses, and whoever
// guesses without end holds up their own network only.
type guesses struct {
	pause time.Duration
	all   *rate.Limiter

	mu    sync.Mutex
	lanes map[string]*lane
	// looked counts the wrong codes that were looked at.
	looked atomic.Int64
}

// guessesInAll is how many codes are looked at in a second. Eight hours of that are 5 in ten
// million of all codes.
const guessesInAll = 20

// lane is one network's way to the door: one code at a time. It is there while somebody is
// on it, and as long after that as its last guess counts.
type lane struct {
	turn chan struct{}
	on   int
	next time.Time
}

func newGuesses(pause time.Duration) *guesses {
	return &guesses{pause: pause, all: rate.NewLimiter(guessesInAll, guessesInAll), lanes: map[string]*lane{}}
}

// enter is the lane of a network, with one more on it.
func (g *guesses) enter(network string) *lane {
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

func (g *guesses) leave(l *lane) {
	g.mu.Lock()
	defer g.mu.Unlock()
	l.on--
}

// right looks at a code when its turn has come. One that gives up before is not looked at.
func (g *guesses) right(ctx context.Context, network string, known func() bool) bool {
	l := g.enter(network)
	defer g.leave(l)
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
