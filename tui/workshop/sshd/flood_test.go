package sshd

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"readycheck/tui/workshop"
)

// wrongCode has the form of a room's code, and opens none.
func wrongCode() string {
	random := make([]byte, 4)
	_, _ = rand.Read(random) // never fails
	return fmt.Sprintf("%x-%x", random[:2], random[2:])
}

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
				if conn, err := o.dial(wrongCode(), nil); err == nil {
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
	if !full {
		t.Parallel() // it mostly waits; the long one takes the whole computer
	} else {
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
	t.Parallel()
	out := flood(t, serveElsewhere(t, "unguarded"), deluge{people: 3, sockets: 50, guessers: 5, channels: 5, sizes: 5, lasts: 2 * time.Second})
	if most := int(out.took/time.Second) + 2; out.guessed <= most {
		t.Errorf("only %d guesses in %s without a pause between them", out.guessed, out.took)
	}
}

// A server ends in the middle of it all, while the flood goes on.
func TestTheServerEndsUnderAFlood(t *testing.T) {
	room, _ := openRoom(t, nil)
	s := serve(t, room, nil)
	c := s.enter(room.Code(), newKey(t))
	c.sit("Dana")
	c.shows("You are in")
	over := make(chan struct{})
	var pressing sync.WaitGroup
	const people = 20
	pressed := make(chan struct{}, people)
	for range people {
		pressing.Go(func() {
			for first := true; ; first = false {
				select {
				case <-over:
					return
				default:
				}
				// Each opens a socket that says nothing, and then guesses.
				if conn, err := net.Dial("tcp", s.address); err == nil {
					defer func() { _ = conn.Close() }()
				}
				if first {
					pressed <- struct{}{}
				}
				if conn, err := s.dial(wrongCode(), nil); err == nil {
					_ = conn.Close()
					t.Error("a guess got in")
				}
			}
		})
	}
	for range people {
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
	c.shows(string(workshop.RoomOver))
}

// A stranger comes in while others hold every place at the door, silent and speaking, and
// guess without end.
func TestAGuestComesInWhilePlacesAreHeld(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("only Linux answers on every 127.0.0.x")
	}
	room, _ := openRoom(t, nil)
	s := serve(t, room, nil)
	over := make(chan struct{})
	var pressing sync.WaitGroup
	defer pressing.Wait()
	defer close(over)
	from := func(last byte) *net.Dialer {
		return &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, last)}}
	}
	for last := byte(2); last < 5; last++ {
		for i := range unproven {
			pressing.Go(func() {
				for {
					conn, err := from(last).Dial("tcp", s.address)
					if err == nil {
						if i%2 == 0 {
							_, _ = io.WriteString(conn, "SSH-2.0-x\r\n")
						}
						// Held until the server has had enough of it.
						go func() {
							<-over
							_ = conn.Close()
						}()
						_, _ = io.Copy(io.Discard, conn)
					}
					select {
					case <-over:
						return
					default:
					}
				}
			})
		}
		for range 3 {
			pressing.Go(func() {
				for {
					select {
					case <-over:
						return
					default:
					}
					if conn, err := s.dialFrom(from(last), wrongCode(), nil); err == nil {
						_ = conn.Close()
						t.Error("a guess got in")
					}
				}
			})
		}
	}
	s.until("the strangers", func() bool { return room.View().Codeless >= unproven-1 })
	for i := range 3 {
		c := s.enter(room.Code(), nil)
		c.sit(fmt.Sprint("Guest ", i))
		c.shows("You are in")
	}
}

// Whoever says nothing is put out at once, and a person who reads their own program's question
// is not.
func TestAPersonHasTimeAndSilenceHasNone(t *testing.T) {
	t.Parallel()
	room, _ := openRoom(t, nil)
	s := serve(t, room, nil)
	// Two minutes for each thing that a person reads, and as long again for the code.
	if server := s.server.server; server.HandshakeTimeout != 4*time.Minute || server.IdleTimeout != 2*time.Minute {
		t.Errorf("a person has %s and %s", server.IdleTimeout, server.HandshakeTimeout)
	}
	// The person reads for longer than silence lasts, from when silence begins.
	reading := func(string, net.Addr, gossh.PublicKey) error {
		silent, err := net.Dial("tcp", s.address)
		if err != nil {
			return err
		}
		defer func() { _ = silent.Close() }()
		if err := silent.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
			return err
		}
		if _, err := io.Copy(io.Discard, silent); err != nil {
			t.Errorf("silence goes on: %v", err)
		}
		return nil
	}
	conn, err := gossh.Dial("tcp", s.address, &gossh.ClientConfig{
		User: room.Code(), Auth: []gossh.AuthMethod{gossh.PublicKeys(newKey(t))}, HostKeyCallback: reading,
	})
	if err != nil {
		t.Fatal(err)
	}
	s.open(conn).shows("What is your name?")
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
