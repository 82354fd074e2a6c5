// Package gate stands before every door of a workshop that a network leads to: a [Gate] admits
// connections before anybody has said who they are, and [Guesses] slow down whoever tries codes.
// It knows no room and no way to speak: what a code is, and whether it is right, a door says.
package gate

import (
	"net"
	"net/netip"
	"slices"
	"sync"
	"time"
)

// Options say what a gate lets through.
type Options struct {
	// Most may be in with the room's code, FromOne of them from one network; Unproven have
	// shown no code.
	Most, FromOne, Unproven int
	// Changed, where it is set, is called when the number of those without a code may be
	// another one.
	Changed func()
}

// Limits that hold at every door.
const (
	// firstBytes is how long a connection may say nothing at all: a program speaks at once.
	firstBytes = 2 * time.Second
	// perSeat is how many connections one seat may have open: a phone, a computer, and what a
	// browser opens beside. The oldest goes for one more.
	perSeat = 4
)

// Gate admits connections before anybody has said who they are. Those that have not shown a
// code yet have places of their own: they take none of those who have. Where their places
// are full a newcomer is let in for one of them, from the network that holds the most, so
// that nobody can keep a stranger out by holding places.
type Gate struct {
	o Options

	mu      sync.Mutex
	shut    bool
	in      int
	waiting int
	from    map[string]*fromNetwork
	// seats are the connections of those who have a seat, the oldest first.
	seats    map[string][]*Admission
	admitted map[*Admission]bool
}

// fromNetwork counts the connections of one network.
type fromNetwork struct{ in, waiting int }

// New is a gate that nobody has come through.
func New(o Options) *Gate {
	return &Gate{o: o, from: map[string]*fromNetwork{}, seats: map[string][]*Admission{}, admitted: map[*Admission]bool{}}
}

// Open is how many connections are open.
func (g *Gate) Open() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.admitted)
}

// Codeless is how many connections have shown no code.
func (g *Gate) Codeless() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.waiting
}

// Unhurried is a listener that takes a breath between two connections while the places of those
// without a code are full: letting thousands a second in and out again would slow down those who
// are in. The dearer a connection is, the longer the breath.
func (g *Gate) Unhurried(listener net.Listener, breath time.Duration) net.Listener {
	return door{listener, g, breath}
}

type door struct {
	net.Listener
	gate   *Gate
	breath time.Duration
}

func (d door) Accept() (net.Conn, error) {
	if d.gate.Codeless() >= d.gate.o.Unproven {
		time.Sleep(d.breath)
	}
	return d.Listener.Accept()
}

// Admission is one connection that was let through the gate. Closing it makes room.
type Admission struct {
	net.Conn
	gate    *Gate
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

// Admit lets a connection through, or gives nil where it does not come from a network or comes
// after the end.
func (g *Gate) Admit(conn net.Conn) *Admission {
	network, ok := networkOf(conn)
	if !ok {
		return nil
	}
	a := &Admission{Conn: conn, gate: g, network: network}
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
	var last *Admission
	if g.waiting > g.o.Unproven {
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
func (g *Gate) last(newcomer *Admission) *Admission {
	var last *Admission
	rank := func(a *Admission) int {
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
func (a *Admission) heard(something bool) {
	a.gate.mu.Lock()
	a.said = a.said || something
	silent := !a.said
	a.gate.mu.Unlock()
	if silent {
		_ = a.Close()
	}
}

func (a *Admission) Read(into []byte) (int, error) {
	n, err := a.Conn.Read(into)
	if n > 0 && a.silence.Stop() {
		a.heard(true)
	}
	return n, err
}

// Network is where the connection comes from: one address, or one household's part of an IPv6
// address.
func (a *Admission) Network() string { return a.network }

// Prove says that the connection has shown a code, that of a seat or, where it is empty, the
// room's. It reports whether there is room: those who have a seat always come back. Another
// connection of theirs goes on, since they may have two devices; of too many the oldest goes.
// Who has shown the room's code may show a seat's later, and one connection that of another
// seat: a phone is handed on.
func (a *Admission) Prove(seat string) bool {
	g := a.gate
	var oldest *Admission
	defer func() {
		if oldest != nil {
			_ = oldest.Close()
		}
	}()
	defer g.tell()
	g.mu.Lock()
	defer g.mu.Unlock()
	from := g.from[a.network]
	switch {
	case a.closed:
		return false
	case a.proven && (seat == "" || seat == a.seat):
		return true
	case seat == "" && (g.in >= g.o.Most || from.in >= g.o.FromOne):
		return false
	}
	g.giveUp(a)
	a.proven, a.seat = true, seat
	if seat == "" {
		g.in++
		from.in++
		return true
	}
	g.seats[seat] = append(g.seats[seat], a)
	if len(g.seats[seat]) > perSeat {
		oldest = g.seats[seat][0]
	}
	return true
}

// giveUp takes a connection out of the place that it has. The mutex is held.
func (g *Gate) giveUp(a *Admission) {
	from := g.from[a.network]
	switch {
	case !a.proven:
		g.waiting--
		from.waiting--
	case a.seat == "":
		g.in--
		from.in--
	default:
		left := slices.DeleteFunc(g.seats[a.seat], func(other *Admission) bool { return other == a })
		if g.seats[a.seat] = left; len(left) == 0 {
			delete(g.seats, a.seat)
		}
	}
}

// Close closes the connection and makes room for another one.
func (a *Admission) Close() error {
	g := a.gate
	g.mu.Lock()
	if !a.closed {
		a.closed = true
		g.giveUp(a)
		delete(g.admitted, a)
		if *g.from[a.network] == (fromNetwork{}) && !g.holds(a.network) {
			delete(g.from, a.network)
		}
	}
	g.mu.Unlock()
	g.tell()
	return a.Conn.Close()
}

// holds reports whether a connection from a network is open.
func (g *Gate) holds(network string) bool {
	for a := range g.admitted {
		if a.network == network {
			return true
		}
	}
	return false
}

func (g *Gate) tell() {
	if g.o.Changed != nil {
		g.o.Changed()
	}
}

// Close shuts the gate and ends every connection. Whoever was taken from the listener just
// before and comes to the gate after that is not let in either.
func (g *Gate) Close() {
	g.mu.Lock()
	g.shut = true
	g.mu.Unlock()
	for _, a := range g.everyone() {
		_ = a.Close()
	}
}

// everyone is all connections that are open now.
func (g *Gate) everyone() []*Admission {
	g.mu.Lock()
	defer g.mu.Unlock()
	var out []*Admission
	for a := range g.admitted {
		out = append(out, a)
	}
	return out
}
