package sshd

import (
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"readycheck/assessment"
	"readycheck/tui/workshop"
	"readycheck/tui/workshop/gate"
	"readycheck/tui/workshop/workshoptest"
)

// openRoom is a room on a session in memory.
func openRoom(t testing.TB, change func(*workshop.Options)) (*workshop.Room, *workshoptest.Memory) {
	t.Helper()
	m := &workshoptest.Memory{Session: workshoptest.Bakery()}
	o := workshop.Options{Store: m, Set: assessment.Default(), Session: "bakery", Now: time.Now, Host: "127.0.0.1", Port: 2222, Local: true}
	if change != nil {
		change(&o)
	}
	room, err := workshop.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	return room, m
}

// first is the first question that a bakery's room asks.
func first() string {
	return assessment.NewFlow(assessment.Default(), workshoptest.Bakery()).At(0).ID
}

// serving is a server that people can come to. It is stopped when the test ends.
type serving struct {
	t       testing.TB
	room    *workshop.Room
	server  *Server
	address string
	folder  string
	log     *logged
	stopped bool
}

// logged is what a server wrote for whoever mends it.
type logged struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *logged) Write(data []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(data)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func serve(t testing.TB, room *workshop.Room, change func(*ServerOptions)) *serving {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &serving{t: t, room: room, address: listener.Addr().String(), folder: t.TempDir(), log: &logged{}}
	o := ServerOptions{Folder: s.folder, Log: s.log}
	if change != nil {
		change(&o)
	}
	if s.server, err = NewServer(room, o); err != nil {
		t.Fatal(err)
	}
	s.server.Start(listener)
	t.Cleanup(s.stop)
	return s
}

func (s *serving) stop() {
	if s.stopped {
		return
	}
	s.stopped = true
	if err := s.server.Stop(); err != nil {
		s.t.Errorf("stopping: %v", err)
	}
}

// quickly looks at one wrong code after the other.
func quickly(o *ServerOptions) { o.Guesses = gate.NewGuesses(0, gate.GuessesInAll) }

// newKey is somebody's SSH key.
func newKey(t testing.TB) gossh.Signer {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := gossh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return signer
}

// dial connects with a code for a name. Without a key it answers no questions, as OpenSSH
// does for somebody who has none.
func (s *serving) dial(code string, key gossh.Signer) (*gossh.Client, error) {
	return s.dialFrom(&net.Dialer{}, code, key)
}

func (s *serving) dialFrom(dialer *net.Dialer, code string, key gossh.Signer) (*gossh.Client, error) {
	auth := gossh.KeyboardInteractive(func(string, string, []string, []bool) ([]string, error) { return nil, nil })
	if key != nil {
		auth = gossh.PublicKeys(key)
	}
	dialer.Timeout = 20 * time.Second
	conn, err := dialer.Dial("tcp", s.address)
	if err != nil {
		return nil, err
	}
	client, channels, requests, err := gossh.NewClientConn(conn, s.address, &gossh.ClientConfig{
		User: code, Auth: []gossh.AuthMethod{auth}, HostKeyCallback: gossh.InsecureIgnoreHostKey(),
	})
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	return gossh.NewClient(client, channels, requests), nil
}

// client is somebody's screen.
type client struct {
	t       testing.TB
	conn    *gossh.Client
	session *gossh.Session
	keys    io.WriteCloser
	mu      sync.Mutex
	output  strings.Builder
	came    chan struct{}
	ended   chan struct{}
}

// enter opens a screen at 80 by 24.
func (s *serving) enter(code string, key gossh.Signer) *client {
	s.t.Helper()
	conn, err := s.dial(code, key)
	if err != nil {
		s.t.Fatal(err)
	}
	return s.open(conn)
}

// open opens a screen on a connection.
func (s *serving) open(conn *gossh.Client) *client {
	s.t.Helper()
	session, err := conn.NewSession()
	if err != nil {
		s.t.Fatal(err)
	}
	c := &client{t: s.t, conn: conn, session: session, came: make(chan struct{}, 1), ended: make(chan struct{})}
	if err := session.RequestPty("xterm-256color", 24, 80, nil); err != nil {
		s.t.Fatal(err)
	}
	if c.keys, err = session.StdinPipe(); err != nil {
		s.t.Fatal(err)
	}
	out, err := session.StdoutPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := session.Shell(); err != nil {
		s.t.Fatal(err)
	}
	go func() {
		defer close(c.ended)
		buffer := make([]byte, 32<<10)
		for {
			n, err := out.Read(buffer)
			c.mu.Lock()
			c.output.Write(buffer[:n])
			c.mu.Unlock()
			select {
			case c.came <- struct{}{}:
			default:
			}
			if err != nil {
				return
			}
		}
	}()
	s.t.Cleanup(c.close)
	return c
}

func (c *client) close() { _ = c.conn.Close() }

func (c *client) press(keys string) {
	c.t.Helper()
	if _, err := io.WriteString(c.keys, keys); err != nil {
		c.t.Fatal(err)
	}
}

// shows waits until a text came. The screen sends only what changed, so the text must be
// one that stands in a fresh place.
func (c *client) shows(text string) {
	c.t.Helper()
	timeout := time.After(20 * time.Second)
	for {
		c.mu.Lock()
		all := c.output.String()
		c.mu.Unlock()
		if strings.Contains(all, text) {
			return
		}
		select {
		case <-c.came:
		case <-timeout:
			c.t.Fatalf("%q never came: %q", text, all)
		}
	}
}

// ends reports whether the screen ended within a time.
func (c *client) ends(within time.Duration) bool {
	select {
	case <-c.ended:
		return true
	case <-time.After(within):
		return false
	}
}

// sit types a name and takes the first role.
func (c *client) sit(name string) {
	c.t.Helper()
	c.shows("What is your name?")
	c.press(name + "\r\r")
}

// until waits for something in the room, which rings for every change.
func (s *serving) until(what string, is func() bool) {
	s.t.Helper()
	timeout := time.After(20 * time.Second)
	for !is() {
		select {
		case <-s.room.Changed():
		case <-timeout:
			s.t.Fatalf("%s never came: %+v", what, s.room.View().People)
		}
	}
}

// voted is how many votes the room has in all.
func (s *serving) voted() int {
	n := 0
	for _, votes := range s.room.View().Voted {
		n += votes
	}
	return n
}

func TestSeveralPeopleVoteAndTheRoomIsShownIt(t *testing.T) {
	room, _ := openRoom(t, nil)
	s := serve(t, room, nil)
	for i := range 3 {
		c := s.enter(room.Code(), newKey(t))
		c.sit(fmt.Sprint("Person ", i))
		c.shows("You are in")
		c.press("1\r2\r3")
	}
	s.until("nine votes", func() bool { return s.voted() == 9 })
	if got := len(room.View().Shown.Votes); got != 0 {
		t.Errorf("%d votes are shown before the reveal", got)
	}
	if info, err := filepath.Glob(filepath.Join(s.folder, "*")); err != nil || len(info) != 1 {
		t.Errorf("the server wrote %v", info)
	}
}
