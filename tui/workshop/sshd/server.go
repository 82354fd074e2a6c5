package sshd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/ssh"
	"charm.land/wish/v2"
	"charm.land/wish/v2/bubbletea"
	"github.com/charmbracelet/colorprofile"
	gossh "golang.org/x/crypto/ssh"

	"readycheck/assessment"
	"readycheck/tui/screens"
	"readycheck/tui/workshop"
	"readycheck/tui/workshop/gate"
)

// Limits of a server. What comes before a code was shown costs little; the rest is for a
// room of people, and not for the internet.
const (
	defaultPerAddress = workshop.DefaultPeople // a room behind one hotspot is one address

	unproven = 32
	// handshakeTimeout leaves a person time for the question that their own program asks,
	// whether they know this computer. As long again is for typing the code.
	handshakeTimeout = 4 * time.Minute
	tries            = 3
	// idleTimeout is for a connection without a screen. Nobody with a screen is thrown out for
	// being quiet: their program is asked every askEvery whether it is still there, and only a
	// connection that does not answer for deadAfter goes.
	idleTimeout = 2 * time.Minute
	askEvery    = 30 * time.Second
	deadAfter   = 90 * time.Second
	longest     = 8 * time.Hour
	// breath is how long the door waits between two connections while the places of those without
	// a code are full: each handshake costs a processor.
	breath = 5 * time.Millisecond
	// goodbye is how long people have to read that it is over for them.
	goodbye = 2 * time.Second
	// resizePause is how long one size stays: drawing anew is the dearest thing that a
	// client can ask for.
	resizePause = 100 * time.Millisecond
	// mostRefusals is how many refused channels of one connection may wait for their
	// refusal to be read.
	mostRefusals = 1000
	// collectAt is how much garbage there may be, in percent of what is in use. Each screen
	// holds much that stays and makes little that does not.
	collectAt = 50
)

// ServerOptions say who may connect.
type ServerOptions struct {
	// Folder keeps the host key, so that people who come back to another workshop are not
	// warned of a new one.
	Folder string
	// People is how many may be connected at once by the room's code, PerAddress how many of
	// them from one address. Whoever has a seat always comes back to it. Zero stands for the
	// defaults.
	People, PerAddress int
	// Guesses are those of all doors of the room together. A server that is given none has its
	// own.
	Guesses *gate.Guesses
	// Log takes what goes wrong, for whoever mends the program. It never gets a code.
	Log io.Writer
}

// Server lets people into a room over SSH: with the room's code or a seat's, to one screen
// each, and to nothing else.
type Server struct {
	room    *workshop.Room
	o       ServerOptions
	server  *ssh.Server
	gate    *gate.Gate
	guesses *gate.Guesses
	canvas  *canvas
	// askEvery and deadAfter are the constants, but in tests.
	askEvery, deadAfter time.Duration

	listener net.Listener
	served   chan error
	mu       sync.Mutex
	stopping bool
	screens  sync.WaitGroup
	// collected is collectAt's value before.
	collected int
}

type contextKey string

const (
	admissionKey contextKey = "admission"
	refusalsKey  contextKey = "refusals"
)

// NewServer makes a server for a room. It refuses to be made without a way to tell who may
// come in.
func NewServer(room *workshop.Room, o ServerOptions) (*Server, error) {
	if room == nil || room.Code() == "" {
		return nil, errors.New("a workshop needs a room with a code")
	}
	if o.People == 0 {
		o.People = workshop.DefaultPeople
	}
	if o.PerAddress == 0 {
		o.PerAddress = defaultPerAddress
	}
	if o.Log == nil {
		o.Log = io.Discard
	}
	if o.Guesses == nil {
		o.Guesses = gate.NewGuesses(gate.GuessPause, gate.GuessesInAll)
	}
	through := gate.New(gate.Options{Most: o.People, FromOne: o.PerAddress, Unproven: unproven, Changed: room.DoorChanged})
	s := &Server{room: room, o: o, gate: through, guesses: o.Guesses, canvas: &canvas{left: sharedCells}, askEvery: askEvery, deadAfter: deadAfter, served: make(chan error, 1)}
	key, err := hostKey(o.Folder)
	if err != nil {
		return nil, err
	}
	server, err := wish.NewServer(
		wish.WithHostKeyPEM(key),
		wish.WithVersion("readycheck"),
		wish.WithIdleTimeout(idleTimeout),
		wish.WithMaxTimeout(longest),
	)
	if err != nil {
		return nil, err
	}
	server.HandshakeTimeout = handshakeTimeout
	server.ConnCallback = s.connected
	server.ServerConfigCallback = s.entrance
	// A map that is there and empty: neither forwarding nor anything else of the server.
	server.RequestHandlers = map[string]ssh.RequestHandler{}
	server.SubsystemHandlers = map[string]ssh.SubsystemHandler{}
	server.ChannelHandlers = map[string]ssh.ChannelHandler{"session": s.channel}
	server.Handler = s.session
	s.server = server
	if len(server.HostSigners) == 0 {
		return nil, errors.New("the server has no key to be known by")
	}
	room.OpenDoor(workshop.Door{Fingerprint: gossh.FingerprintSHA256(server.HostSigners[0].PublicKey()), Codeless: s.gate.Codeless})
	return s, nil
}

// Start serves on a listener until Stop.
func (s *Server) Start(listener net.Listener) {
	s.listener = s.gate.Unhurried(listener, breath)
	s.collected = debug.SetGCPercent(collectAt)
	go func() { s.served <- s.server.Serve(s.listener) }()
}

// Stop closes the room, gives people a moment to read that it is over, and returns when
// every connection and every screen has ended.
func (s *Server) Stop() error {
	defer debug.SetGCPercent(s.collected)
	s.room.Close()
	s.mu.Lock()
	s.stopping = true
	s.mu.Unlock()
	ended := make(chan struct{})
	go func() {
		s.screens.Wait()
		close(ended)
	}()
	timer := time.NewTimer(goodbye)
	defer timer.Stop()
	select {
	case <-ended:
	case <-timer.C:
	}
	err := s.server.Close()
	// The server does not know its listener before it has begun to serve.
	if closing := s.listener.Close(); closing != nil && !errors.Is(closing, net.ErrClosed) {
		err = errors.Join(err, closing)
	}
	s.gate.Close()
	<-ended
	ctx, cancel := context.WithTimeout(context.Background(), goodbye)
	defer cancel()
	if waiting := s.server.Shutdown(ctx); waiting != nil && !errors.Is(waiting, net.ErrClosed) {
		err = errors.Join(err, waiting)
	}
	if served := <-s.served; !errors.Is(served, ssh.ErrServerClosed) && !errors.Is(served, net.ErrClosed) {
		err = errors.Join(err, served)
	}
	return err
}

// connected is asked before anything is read from a connection.
func (s *Server) connected(ctx ssh.Context, conn net.Conn) net.Conn {
	a := s.gate.Admit(conn)
	if a == nil {
		return nil
	}
	ctx.SetValue(admissionKey, a)
	return a
}

// channel opens the one session that a connection may have.
func (s *Server) channel(server *ssh.Server, conn *gossh.ServerConn, channel gossh.NewChannel, ctx ssh.Context) {
	a, ok := ctx.Value(admissionKey).(*gate.Admission)
	if !ok {
		_ = conn.Close()
		return
	}
	ctx.Lock()
	refusals, second := ctx.Value(refusalsKey).(*atomic.Int32)
	if !second {
		ctx.SetValue(refusalsKey, &atomic.Int32{})
	}
	ctx.Unlock()
	if second {
		// Each channel has a goroutine, which ends when its refusal is sent. A client that
		// asks without end and reads nothing would fill the memory with them.
		if refusals.Add(1) > mostRefusals {
			_ = a.Close()
		}
		_ = channel.Reject(gossh.ResourceShortage, "one screen for each connection")
		refusals.Add(-1)
		return
	}
	sizes := make(chan tea.WindowSizeMsg, 1)
	ctx.SetValue(sizesKey, sizes)
	ssh.DefaultSessionHandler(server, conn, &screenOnly{NewChannel: channel, sizes: sizes, canvas: s.canvas}, ctx)
}

// begin counts a screen, unless Stop counts already.
func (s *Server) begin() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.stopping {
		s.screens.Add(1)
	}
	return !s.stopping
}

// session is one person's screen, from the first letter to the last.
func (s *Server) session(session ssh.Session) {
	admitted, _ := session.Context().Value(admissionKey).(*gate.Admission)
	hangUp := func() { _ = admitted.Close() }
	// A client should go when its screen has ended. One that stays would keep others out.
	defer func() { time.AfterFunc(goodbye, hangUp) }()
	if _, _, ok := session.Pty(); !ok {
		wish.Fatalln(session, "This needs a terminal: ssh -t.")
		return
	}
	shown := session.Permissions().Extensions
	if !s.begin() {
		wish.Fatalln(session, string(workshop.RoomOver))
		return
	}
	defer s.screens.Done()
	defer func() {
		// What is wrong with one person's screen ends that screen, and not the workshop.
		if p := recover(); p != nil {
			_, _ = fmt.Fprintf(s.o.Log, "%v\n%s\n", p, debug.Stack())
			wish.Fatalln(session, "Something is wrong in the program, so your screen has ended. Your votes are kept: come in again.")
		}
	}()
	voter, err := s.room.Enter(shown[shownCode], shown[provenKey])
	if err != nil {
		wish.Fatalln(session, assessment.Sentence(err))
		return
	}
	defer voter.Leave()

	pty, _, _ := session.Pty()
	environment := append(session.Environ(), "TERM="+pty.Term)
	typed := newTyping(session.Context(), session)
	typed.size.Store(&tea.WindowSizeMsg{Width: pty.Window.Width, Height: pty.Window.Height})
	program := screens.NewVoter(voter, screens.VoterOptions{
		Over: session.Context(), Input: typed, Term: pty.Term,
		Now: s.room.Now, Log: s.o.Log, Profile: colorprofile.Env(environment),
	}, append(bubbletea.MakeOptions(session), tea.WithFilter(typed.heard), tea.WithoutSignalHandler())...)
	sizes, _ := session.Context().Value(sizesKey).(chan tea.WindowSizeMsg)
	over := make(chan struct{})
	var beside sync.WaitGroup
	beside.Go(func() {
		for {
			select {
			case size := <-sizes:
				typed.size.Store(&size)
				program.Send(size)
			case <-over:
				return
			}
			select {
			case <-time.After(resizePause):
			case <-over:
				return
			}
		}
	})
	if conn, ok := session.Context().Value(ssh.ContextKeyConn).(*gossh.ServerConn); ok {
		beside.Go(func() { s.ask(conn, over, hangUp) })
	}
	beside.Go(func() {
		select {
		case <-voter.Gone():
			// The screen of somebody who reads nothing cannot end by itself.
			time.AfterFunc(goodbye, hangUp)
		case <-over:
		}
	})
	err = program.Run()
	switch {
	case typed.flooded.Load():
		wish.Println(session, string(tooMuch))
	case err != nil && !errors.Is(err, tea.ErrProgramKilled) && !errors.Is(err, context.Canceled):
		_, _ = fmt.Fprintln(s.o.Log, err)
	}
	close(over)
	beside.Wait()
	if said := voter.Farewell(); said != "" {
		wish.Println(session, said)
	}
}

// ask asks somebody's program whether it is still there, until their screen is over, and hangs
// up where no answer comes.
func (s *Server) ask(conn gossh.Conn, over <-chan struct{}, hangUp func()) {
	timer := time.NewTimer(s.askEvery)
	defer timer.Stop()
	for {
		select {
		case <-timer.C:
		case <-over:
			return
		}
		answered := make(chan error, 1)
		go func() {
			_, _, err := conn.SendRequest("keepalive@openssh.com", true, nil)
			answered <- err
		}()
		timer.Reset(s.deadAfter)
		select {
		case err := <-answered:
			if err != nil {
				return // it is closed
			}
		case <-timer.C:
			hangUp()
			return
		case <-over:
			return
		}
		timer.Reset(s.askEvery)
	}
}
