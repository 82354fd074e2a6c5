package sshd

import (
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"go.uber.org/goleak"
	gossh "golang.org/x/crypto/ssh"

	"readycheck/tui/workshop"
)

// Clients that stop reading, vanish, or stay when they should go.

// narrow is a listener whose connections can be made full, as the system's are when a
// client reads nothing.
type narrow struct {
	net.Listener
	mu    sync.Mutex
	conns []*watched
}

type watched struct {
	net.Conn
	mu   sync.Mutex
	full bool
	// held is closed when a write waits that finds no room, closed when the connection is.
	held, closed chan struct{}
	once         [2]sync.Once
}

func (n *narrow) Accept() (net.Conn, error) {
	conn, err := n.Listener.Accept()
	if err != nil {
		return nil, err
	}
	w := &watched{Conn: conn, held: make(chan struct{}), closed: make(chan struct{})}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.conns = append(n.conns, w)
	return w, nil
}

func (n *narrow) of(conn *gossh.Client) *watched {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, w := range n.conns {
		if w.RemoteAddr().String() == conn.LocalAddr().String() {
			return w
		}
	}
	return nil
}

// fill lets nothing more be written.
func (w *watched) fill() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.full = true
}

func (w *watched) Write(data []byte) (int, error) {
	w.mu.Lock()
	full := w.full
	w.mu.Unlock()
	if full {
		w.once[0].Do(func() { close(w.held) })
		<-w.closed
	}
	return w.Conn.Write(data)
}

func (w *watched) Close() error {
	w.once[1].Do(func() { close(w.closed) })
	return w.Conn.Close()
}

// isHeld waits until the server is held up in a write.
func (w *watched) isHeld(t *testing.T) {
	t.Helper()
	await(t, w.held, "the control: whoever reads nothing holds nothing up")
}

// hungUp waits until the server has closed the connection.
func (w *watched) hungUp(t *testing.T) {
	t.Helper()
	await(t, w.closed, "the server keeps the connection")
}

func await(t *testing.T, what <-chan struct{}, otherwise string) {
	t.Helper()
	select {
	case <-what:
	case <-time.After(20 * time.Second):
		t.Fatal(otherwise)
	}
}

func serveNarrow(t *testing.T, room *workshop.Room) (*serving, *narrow) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	n := &narrow{Listener: listener}
	s := &serving{t: t, room: room, address: listener.Addr().String(), folder: t.TempDir(), log: &logged{}}
	if s.server, err = NewServer(room, ServerOptions{Folder: s.folder, Log: s.log}); err != nil {
		t.Fatal(err)
	}
	s.server.Start(n)
	t.Cleanup(s.stop)
	return s, n
}

func seatOf(room *workshop.Room, name string) string {
	for _, p := range room.View().People {
		if p.Name == name {
			return p.Seat
		}
	}
	return ""
}

// Somebody who reads nothing holds up nobody: the others vote, the room is shown it, and
// who is sent away is let go although their screen cannot end, and who comes back by another
// connection goes on there.
func TestWhoReadsNothingHoldsUpNobody(t *testing.T) {
	t.Parallel()
	for _, how := range []string{"sent away", "back elsewhere"} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			room, _ := openRoom(t, nil)
			s, n := serveNarrow(t, room)
			key := newKey(t)
			slow := s.enter(room.Code(), key)
			slow.sit("Slow")
			slow.shows("You are in")
			conn := n.of(slow.conn)
			conn.fill()
			slow.press("1")
			conn.isHeld(t)

			others := make([]*client, 10)
			for i := range others {
				others[i] = s.enter(room.Code(), newKey(t))
				others[i].sit(fmt.Sprint("Person ", i))
				others[i].shows("You are in")
				others[i].press("1")
			}
			question := first()
			s.until("ten votes", func() bool { return room.View().Voted[question] == len(others)+1 })
			<-room.Reveal(question)
			for _, c := range others {
				c.shows("Not decided yet")
				c.press("\r2")
			}
			s.until("ten more votes", func() bool { return s.voted() == 2*len(others)+1 })
			if how == "sent away" {
				<-room.Remove(seatOf(room, "Slow"))
				conn.hungUp(t)
			} else {
				s.enter(room.Code(), key).shows("of 15")
			}
			s.stop()
		})
	}
}

// Somebody whose connection breaks leaves nothing behind but their seat and their votes.
func TestWhoVanishesCanComeBack(t *testing.T) {
	room, _ := openRoom(t, nil)
	s := serve(t, room, nil)
	s.until("the server", func() bool {
		conn, err := net.Dial("tcp", s.address)
		if err == nil {
			_ = conn.Close()
		}
		return err == nil
	})
	before := goleak.IgnoreCurrent()
	key := newKey(t)
	raw, err := net.Dial("tcp", s.address)
	if err != nil {
		t.Fatal(err)
	}
	conn, channels, requests, err := gossh.NewClientConn(raw, s.address, &gossh.ClientConfig{
		User: room.Code(), Auth: []gossh.AuthMethod{gossh.PublicKeys(key)}, HostKeyCallback: gossh.InsecureIgnoreHostKey(),
	})
	if err != nil {
		t.Fatal(err)
	}
	c := s.open(gossh.NewClient(conn, channels, requests))
	c.sit("Dana")
	c.shows("You are in")
	c.press("1")
	s.until("a vote", func() bool { return s.voted() == 1 })
	here := func() bool { return room.View().People[0].Here }
	if !here() {
		t.Error("the control: Dana is not here")
	}
	// The connection is reset while keys are on their way, and nothing of SSH is said.
	c.press(strings.Repeat("?", 500))
	_ = raw.(*net.TCPConn).SetLinger(0)
	_ = raw.Close()
	s.until("Dana's going", func() bool { return !here() })
	if left := leftBehind(before); left != nil {
		t.Fatal(left)
	}

	back := s.enter(room.Code(), key)
	back.shows("1 of 15")
	s.until("Dana's coming back", here)
	if people := room.View().People; len(people) != 1 || s.voted() != 1 {
		t.Errorf("%d votes of %+v", s.voted(), people)
	}
}

// A client that stays when its screen has ended would keep a place from others.
func TestNobodyStaysWithoutAScreen(t *testing.T) {
	t.Parallel()
	room, _ := openRoom(t, nil)
	s, n := serveNarrow(t, room)
	c := s.enter(room.Code(), newKey(t))
	c.sit("Dana")
	c.shows("You are in")
	conn := n.of(c.conn)
	<-room.Remove(seatOf(room, "Dana"))
	<-c.ended
	conn.hungUp(t)
	if open := s.server.gate.Open(); open != 0 {
		t.Errorf("%d places are taken", open)
	}
}

// Refusals that nobody reads do not pile up.
func TestRefusalsDoNotPileUp(t *testing.T) {
	room, _ := openRoom(t, nil)
	s, n := serveNarrow(t, room)
	c := s.enter(room.Code(), newKey(t))
	c.shows("What is your name?")
	conn := n.of(c.conn)
	conn.fill()
	var asking sync.WaitGroup
	for range 3 * mostRefusals {
		asking.Go(func() {
			if channel, _, err := c.conn.OpenChannel("session", nil); err == nil {
				_ = channel.Close()
				t.Error("a second screen was opened")
			}
		})
	}
	conn.hungUp(t)
	asking.Wait()
}

// What a client names of its surroundings is kept for as long as it stays, so it is short.
func TestLongSurroundingsAreRefused(t *testing.T) {
	session := admitted(t)
	if err := session.Setenv("COLORTERM", "truecolor"); err != nil {
		t.Errorf("the control: %v", err)
	}
	if err := session.Setenv("COLORTERM", strings.Repeat("x", 100_000)); err == nil {
		t.Error("a very long setting is kept")
	}
}

// However many ask for the largest window, all of them together have what can be held in
// memory, and everybody has a window that can be worked in.
func TestWindowsShareTheMemory(t *testing.T) {
	large := tea.WindowSizeMsg{Width: widest, Height: tallest}
	c := &canvas{left: sharedCells}
	taken := make([]int, 64)
	cells, full := 0, 0
	for i := range taken {
		got := c.fit(&taken[i], large)
		cells += got.Width * got.Height
		if got == large {
			full++
		} else if got.Width != ownWidth || got.Height != ownHeight {
			t.Fatalf("person %d has %v", i, got)
		}
	}
	if full != 2 || cells > sharedCells+len(taken)*ownWidth*ownHeight {
		t.Errorf("%d have the largest window, and all together %d cells", full, cells)
	}
	// A smaller window gives nothing back, as the screen may not have shrunk yet.
	small := tea.WindowSizeMsg{Width: 80, Height: 24}
	if got := c.fit(&taken[0], small); got != small {
		t.Errorf("80 by 24 became %v", got)
	}
	if got := c.fit(&taken[2], large); got == large {
		t.Error("what somebody had was given away")
	}
	if got := c.fit(&taken[0], large); got != large {
		t.Errorf("what was taken is now %v", got)
	}
	for i := range taken {
		c.giveBack(taken[i])
	}
	if c.left != sharedCells {
		t.Errorf("%d cells came back of %d", c.left, sharedCells)
	}
}

// Nobody is thrown out for being quiet: as long as their program answers, they stay.
func TestWhoIsQuietStays(t *testing.T) {
	t.Parallel()
	room, _ := openRoom(t, nil)
	s := serve(t, room, nil)
	s.server.askEvery, s.server.deadAfter = time.Millisecond, 4*time.Second
	raw, err := net.Dial("tcp", s.address)
	if err != nil {
		t.Fatal(err)
	}
	conn, channels, requests, err := gossh.NewClientConn(raw, s.address, &gossh.ClientConfig{
		User: room.Code(), Auth: []gossh.AuthMethod{gossh.PublicKeys(newKey(t))}, HostKeyCallback: gossh.InsecureIgnoreHostKey(),
	})
	if err != nil {
		t.Fatal(err)
	}
	asked := make(chan struct{})
	unread := make(chan *gossh.Request)
	close(unread)
	c := s.open(gossh.NewClient(conn, channels, unread))
	c.shows("What is your name?")
	go func() {
		defer close(asked)
		for range 300 {
			request, open := <-requests
			if !open {
				return
			}
			_ = request.Reply(false, nil)
		}
	}()
	<-asked
	c.press("Dana\r\r")
	// From here on nothing answers any more, so the connection is dead.
	c.shows("You are in")
	s.until("Dana's going", func() bool { return !room.View().People[0].Here })
	<-c.ended
}
