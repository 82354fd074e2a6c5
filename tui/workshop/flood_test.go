package workshop

import (
	"encoding/binary"
	"net"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// deluge is how hard a server is pressed, and for how long at least.
type deluge struct {
	people, sockets, guessers, channels, sizes int
	lasts                                      time.Duration
}

// outcome is what a server did under it.
type outcome struct {
	lost           int
	guessed        int
	took           time.Duration
	memory         float64
	median, p99    time.Duration
	refusedSockets int
}

// flood presses a server from all sides while people vote.
func flood(t *testing.T, o *other, d deluge) outcome {
	t.Helper()
	people := o.crowd(d.people)
	var out outcome
	began := time.Now()
	over := make(chan struct{})
	var pressing sync.WaitGroup

	// Sockets that say nothing.
	var refused atomic.Int64
	pressing.Go(func() {
		var open []net.Conn
		for range d.sockets {
			conn, err := net.Dial("tcp", o.address)
			if err != nil {
				refused.Add(1)
				continue
			}
			open = append(open, conn)
		}
		<-over
		for _, conn := range open {
			_ = conn.Close()
		}
	})
	// Codes that are guessed.
	for range d.guessers {
		pressing.Go(func() {
			for {
				select {
				case <-over:
					return
				default:
				}
				if conn, err := o.dial(newCode(roomLetters), nil); err == nil {
					_ = conn.Close()
					t.Error("a guess got in")
				}
			}
		})
	}
	// One person opens channels without end, and asks for what there is not.
	pressing.Go(func() {
		for range d.channels {
			if channel, _, err := people[0].conn.OpenChannel("session", nil); err == nil {
				_ = channel.Close()
				t.Error("a second screen was opened")
			}
			_, _, _ = people[0].conn.SendRequest("tcpip-forward", false, []byte(strings.Repeat("x", 4096)))
		}
	})
	// Another changes the size of the window, to what cannot be drawn.
	pressing.Go(func() {
		for i := range d.sizes {
			size := binary.BigEndian.AppendUint32(nil, uint32(65536>>(i%4)))
			size = binary.BigEndian.AppendUint32(size, uint32(65536>>(i%3)))
			_, _ = people[1].session.SendRequest("window-change", false, append(size, make([]byte, 8)...))
			_, _ = people[1].session.SendRequest("window-change", false, size[:3])
			_, _ = people[1].session.SendRequest("pty-req", false, []byte{255, 255, 255, 255})
			_, _ = people[1].session.SendRequest("env", false, gossh.Marshal(struct{ A, B string }{"TERM", strings.Repeat("x", 30_000)}))
		}
	})

	var mu sync.Mutex
	var times []time.Duration
	var voting sync.WaitGroup
	const votes = 14
	for _, c := range people {
		voting.Go(func() {
			for at := range votes {
				took, err := c.react("1")
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				times = append(times, took)
				mu.Unlock()
				if at < votes-1 {
					c.press("\r")
				}
				time.Sleep(d.lasts / votes)
			}
		})
	}
	voting.Wait()
	close(over)
	pressing.Wait()
	out.took = time.Since(began)
	voted := 0
	for deadline := time.Now().Add(10 * time.Second); voted < votes*d.people && time.Now().Before(deadline); {
		_, voted, out.guessed = o.holds()
	}
	out.lost = votes*d.people - voted
	out.memory, out.refusedSockets = o.memory("VmHWM"), int(refused.Load())
	slices.Sort(times)
	out.median, out.p99 = times[len(times)/2], times[len(times)*99/100]
	return out
}

// A flood of silent sockets, guesses, channels and sizes loses no vote. READYCHECK_FLOOD=1
// is the long run: the full flood, with its limits on time and memory.
func TestAFlood(t *testing.T) {
	full := os.Getenv("READYCHECK_FLOOD") != ""
	d := deluge{people: 8, sockets: 200, guessers: 5, channels: 50, sizes: 200, lasts: 2 * time.Second}
	if full {
		d = deluge{people: 50, sockets: 2000, guessers: 20, channels: 500, sizes: 3000, lasts: 20 * time.Second}
	}
	out := flood(t, serveElsewhere(t, "guarded"), d)
	if out.lost != 0 {
		t.Errorf("%d votes are lost", out.lost)
	}
	if most := int(out.took/time.Second) + 2; out.guessed > most {
		t.Errorf("%d codes were looked at in %s", out.guessed, out.took)
	}
	t.Logf("%d people under %d sockets, %d channels, %d sizes: median %s, p99 %s, %.0f MB at the most, %d guesses looked at in %s",
		d.people, d.sockets, d.channels, d.sizes, out.median.Round(100*time.Microsecond), out.p99.Round(100*time.Microsecond), out.memory, out.guessed, out.took.Round(time.Second))
	if !full {
		return
	}
	if out.memory >= 300 {
		t.Errorf("the server took %.0f MB", out.memory)
	}
	if out.p99 >= 100*time.Millisecond {
		t.Errorf("p99 is %s", out.p99)
	}
}

// The same without the guards: the harness must see what they prevent.
func TestAFloodControl(t *testing.T) {
	out := flood(t, serveElsewhere(t, "unguarded"), deluge{people: 3, sockets: 50, guessers: 5, channels: 5, sizes: 5, lasts: 2 * time.Second})
	if most := int(out.took/time.Second) + 2; out.guessed <= most {
		t.Errorf("only %d guesses in %s without a pause between them", out.guessed, out.took)
	}
}

// A server ends in the middle of it all, while the flood goes on.
func TestTheServerEndsUnderAFlood(t *testing.T) {
	room, _ := openRoom(t, nil)
	s := serve(t, room, nil)
	c := s.enter(room.code, newKey(t))
	c.sit("Dana")
	c.shows("You are in")
	over := make(chan struct{})
	var pressing sync.WaitGroup
	pressed := make(chan struct{}, 1)
	for range 20 {
		pressing.Go(func() {
			for {
				select {
				case <-over:
					return
				default:
				}
				// Each opens a socket that says nothing, and then guesses.
				if conn, err := net.Dial("tcp", s.address); err == nil {
					defer func() { _ = conn.Close() }()
				}
				if conn, err := s.dial(newCode(roomLetters), nil); err == nil {
					_ = conn.Close()
					t.Error("a guess got in")
				}
				select {
				case pressed <- struct{}{}:
				default:
				}
			}
		})
	}
	for range 20 {
		<-pressed
	}
	ended := make(chan struct{})
	go func() {
		s.stop()
		close(ended)
	}()
	await(t, ended, "the server does not end")
	close(over)
	pressing.Wait()
	c.shows(string(roomOver))
}

// However many guess at once, one wrong code a second is looked at, and a right one gets in
// in between.
func TestGuessesAreSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuesses(time.Second)
		never := make(chan struct{})
		began := time.Now()
		for range 5 {
			if g.right(never, func() bool { return false }) {
				t.Error("a wrong code is right")
			}
		}
		if took := time.Since(began); took != 4*time.Second {
			t.Errorf("five guesses took %s", took)
		}
		for range 2 {
			if !g.right(never, func() bool { return true }) {
				t.Error("a right code is wrong")
			}
		}
		if took := time.Since(began); took != 5*time.Second {
			t.Errorf("the right ones came after %s", took)
		}
		g.right(never, func() bool { return false })
		gone := make(chan struct{})
		close(gone)
		if g.right(gone, func() bool { t.Error("the code of somebody who is gone was looked at"); return true }) {
			t.Error("somebody who is gone got in")
		}
	})
}

func TestTheGate(t *testing.T) {
	g := newGate(5, 3, 2)
	from := func(address string) *admission {
		return g.admit(&pretended{address: address})
	}
	first, second := from("10.0.0.1:1"), from("10.0.0.1:2")
	if first == nil || second == nil {
		t.Fatal("not let in")
	}
	if from("10.0.0.2:1") != nil {
		t.Error("three that have shown no code")
	}
	first.prove()
	second.prove()
	third := from("10.0.0.1:3")
	if third == nil {
		t.Fatal("not let in")
	}
	third.prove()
	if from("10.0.0.1:4") != nil {
		t.Error("four from one address")
	}
	for _, address := range []string{"10.0.0.2:1", "10.0.0.3:1"} {
		a := from(address)
		if a == nil {
			t.Fatal("not let in")
		}
		a.prove()
	}
	if from("10.0.0.4:1") != nil {
		t.Error("six in all")
	}
	// Closing twice makes room once.
	_, _ = first.Close(), first.Close()
	if from("10.0.0.4:1") == nil || from("10.0.0.5:1") != nil {
		t.Error("one left, and not exactly one came in")
	}
	if len(g.everyone()) != 5 {
		t.Errorf("%d are in", len(g.everyone()))
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
