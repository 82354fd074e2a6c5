package gate

import (
	"context"
	"fmt"
	"net"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// However many guess at once, one wrong code a second is looked at, and a right one gets in
// in between.
func TestGuessesAreSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := NewGuesses(GuessPause, GuessesInAll)
		never := context.Background()
		began := time.Now()
		for range 5 {
			if g.Right(never, "here", func() bool { return false }) {
				t.Error("a wrong code is right")
			}
		}
		if took := time.Since(began); took != 4*time.Second {
			t.Errorf("five guesses took %s", took)
		}
		for range 2 {
			if !g.Right(never, "here", func() bool { return true }) {
				t.Error("a right code is wrong")
			}
		}
		if took := time.Since(began); took != 5*time.Second {
			t.Errorf("the right ones came after %s", took)
		}
		g.Right(never, "here", func() bool { return false })
		gone, leave := context.WithCancel(context.Background())
		leave()
		if g.Right(gone, "here", func() bool { t.Error("the code of somebody who is gone was looked at"); return true }) {
			t.Error("somebody who is gone got in")
		}
	})
}

// Where so many of one network wait, one more is turned away at once; those of others are not.
func TestFewWaitForTheirTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := NewGuesses(time.Second, GuessesInAll)
		never := context.Background()
		const most = 3
		g.Right(never, "here", func() bool { return false }) // the next ones wait
		var waiting sync.WaitGroup
		for range most {
			waiting.Go(func() { g.RightSoon(never, "here", most, func() bool { return false }) })
		}
		synctest.Wait()
		began := time.Now()
		right, crowded := g.RightSoon(never, "here", most, func() bool { t.Error("its code was looked at"); return true })
		if right || !crowded || time.Since(began) != 0 {
			t.Errorf("one more is right: %v, crowded: %v, after %s", right, crowded, time.Since(began))
		}
		if right, crowded := g.RightSoon(never, "elsewhere", most, func() bool { return true }); !right || crowded {
			t.Errorf("somebody elsewhere is right: %v, crowded: %v", right, crowded)
		}
		waiting.Wait()
		if right, crowded := g.RightSoon(never, "here", most, func() bool { return true }); !right || crowded {
			t.Errorf("later it is right: %v, crowded: %v", right, crowded)
		}
	})
}

// Many networks guess no more than so many codes in all, and whoever comes from another one
// than somebody who guesses without end does not wait for them.
func TestOneNetworksGuessesHoldUpNobodyElse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := NewGuesses(GuessPause, GuessesInAll)
		ctx, stop := context.WithCancel(context.Background())
		var guessing sync.WaitGroup
		guess := func(network string) {
			guessing.Go(func() {
				for ctx.Err() == nil {
					g.Right(ctx, network, func() bool { return false })
				}
			})
		}
		for range 9 {
			guess("mallory")
		}
		time.Sleep(30 * time.Second)
		began := time.Now()
		if !g.Right(ctx, "dana", func() bool { return true }) {
			t.Error("a right code is wrong")
		}
		if took := time.Since(began); took != 0 {
			t.Errorf("a right code from elsewhere took %s", took)
		}
		for i := range 100 {
			guess(fmt.Sprint("network ", i))
		}
		began = time.Now()
		before := g.Looked()
		time.Sleep(10 * time.Second)
		if looked := g.Looked() - before; looked > 10*GuessesInAll+GuessesInAll || looked < 9*GuessesInAll {
			t.Errorf("%d codes were looked at in %s", looked, time.Since(began))
		}
		stop()
		guessing.Wait()
		time.Sleep(2 * time.Second)
		g.Right(context.Background(), "dana", func() bool { return true })
		if len(g.lanes) != 1 {
			t.Errorf("%d networks are remembered", len(g.lanes))
		}
	})
}

func TestTheGate(t *testing.T) {
	const most, fromOne, unproven = 5, 3, 4
	g := New(Options{Most: most, FromOne: fromOne, Unproven: unproven})
	from := func(address string) *Admission {
		a := g.Admit(&pretended{address: address})
		if a == nil {
			t.Fatalf("%s was not let through", address)
		}
		t.Cleanup(func() { _ = a.Close() })
		return a
	}
	closed := func(a *Admission) bool {
		g.mu.Lock()
		defer g.mu.Unlock()
		return a.closed
	}
	// One network holds all places; a stranger is let in for one of them that says nothing.
	dana := from("10.0.0.1:1")
	var hostile []*Admission
	for i := range 3 * unproven {
		a := from(fmt.Sprint("10.0.0.9:", i+1))
		hostile = append(hostile, a)
		if i%2 == 0 {
			a.heard(true)
		}
	}
	if closed(dana) {
		t.Error("who holds many places put out who holds one")
	}
	if g.waiting != unproven {
		t.Errorf("%d have shown no code", g.waiting)
	}
	if !dana.Prove("") {
		t.Error("there is no room for a right code")
	}
	// Addresses of one household are one network.
	ali := from("[2001:db8:1:1::1]:1")
	for i := range 2 * unproven {
		from(fmt.Sprintf("[2001:db8:2:2::%x]:1", i+1))
	}
	if closed(ali) {
		t.Error("many addresses of one household put out another one's only one")
	}
	for _, a := range hostile {
		_ = a.Close()
	}
	// Those with the room's code are bounded in all and by network, those with a seat are not.
	second, third := from("10.0.0.1:2"), from("10.0.0.1:3")
	if !second.Prove("") || !third.Prove("") {
		t.Error("three of one network do not get in")
	}
	if from("10.0.0.1:4").Prove("") {
		t.Error("four of one network got in")
	}
	if !ali.Prove("") || !from("10.0.0.5:1").Prove("") {
		t.Error("five do not get in")
	}
	if from("10.0.0.6:1").Prove("") {
		t.Error("six got in")
	}
	if !from("10.0.0.1:5").Prove("a seat") {
		t.Error("somebody with a seat does not come back")
	}
	// Closing twice makes room once.
	_, _ = second.Close(), second.Close()
	if !from("10.0.0.7:1").Prove("") || from("10.0.0.8:1").Prove("") {
		t.Error("one place was free, and not exactly one came in")
	}
	g.Close()
	if g.Admit(&pretended{address: "10.0.0.9:1"}) != nil {
		t.Error("somebody was let in after the end, and nobody would send them away")
	}
	if g.in != 0 || g.waiting != 0 || len(g.from) != 0 || len(g.seats) != 0 || len(g.admitted) != 0 {
		t.Errorf("after everybody has gone there is left: %+v", g)
	}
}

// One seat has a few connections at once: none of them ends another, but of too many the oldest
// goes. A connection can go on to a seat, and to another one.
func TestASeatsConnections(t *testing.T) {
	g := New(Options{Most: 2, FromOne: 2, Unproven: 20})
	port := 0
	open := func(seat string) *Admission {
		port++
		a := g.Admit(&pretended{address: fmt.Sprint("10.0.0.1:", port)})
		if !a.Prove(seat) {
			t.Fatalf("there is no room for %q", seat)
		}
		return a
	}
	closed := func(a *Admission) bool {
		g.mu.Lock()
		defer g.mu.Unlock()
		return a.closed
	}
	var danas []*Admission
	for range perSeat {
		danas = append(danas, open("dana"))
	}
	for _, a := range danas {
		if !a.Prove("dana") || !a.Prove("") || closed(a) {
			t.Error("one of a few connections ended")
		}
	}
	danas = append(danas, open("dana"))
	for i, a := range danas {
		if closed(a) != (i == 0) {
			t.Errorf("connection %d ended: %v", i, closed(a))
		}
	}
	// Who is new takes a place, and gives it back with a seat.
	first, second := open(""), open("")
	if !first.Prove("ali") || !first.Prove("bo") || first.Prove("bo") != true {
		t.Error("a newcomer does not get to a seat")
	}
	if third := open(""); third.Prove("") != true {
		t.Error("the place of who has a seat is not free")
	}
	if len(g.seats["ali"]) != 0 || len(g.seats["bo"]) != 1 {
		t.Errorf("the seats have %v", g.seats)
	}
	_ = second.Close()
	g.Close()
	if g.Open() != 0 || g.in != 0 || g.waiting != 0 || len(g.from) != 0 || len(g.seats) != 0 {
		t.Errorf("after everybody has gone there is left: %+v", g)
	}
}

// pretended is a connection from somewhere.
type pretended struct {
	net.Conn
	address string
}

func (p *pretended) RemoteAddr() net.Addr {
	at, _ := net.ResolveTCPAddr("tcp", p.address)
	return at
}

func (p *pretended) Close() error { return nil }
