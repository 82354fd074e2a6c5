package workshop

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/ssh"
	"charm.land/wish/v2"
	"charm.land/wish/v2/bubbletea"
	"github.com/charmbracelet/colorprofile"
	gossh "golang.org/x/crypto/ssh"

	"readycheck/tui"
)

// Limits of a server. What comes before a code was shown costs little; the rest is for a
// room of people, and not for the internet.
const (
	DefaultPeople     = 64
	DefaultPerAddress = 8

	unproven         = 10
	handshakeTimeout = 10 * time.Second
	tries            = 3
	guessPause       = time.Second
	idleTimeout      = 15 * time.Minute
	longest          = 8 * time.Hour
	// goodbye is how long people have to read that the workshop is over.
	goodbye = 2 * time.Second
)

// ServerOptions say who may connect.
type ServerOptions struct {
	// Folder keeps the host key, so that people who come back to another workshop are not
	// warned of a new one.
	Folder string
	// People is how many may be connected at once, PerAddress how many of them from one
	// address. Zero stands for the defaults.
	People, PerAddress int
	// Log takes what goes wrong, for whoever mends the program. It never gets a code.
	Log io.Writer
}

// Server lets people into a room over SSH: with the room's code or a seat's, to one screen
// each, and to nothing else.
type Server struct {
	room    *Room
	o       ServerOptions
	server  *ssh.Server
	gate    *gate
	guesses *guesses

	listener net.Listener
	screens  sync.WaitGroup
	served   chan error
}

type contextKey string

const (
	admissionKey contextKey = "admission"
	channelKey   contextKey = "channel"
)

// hostKeyName is the host key's file beside the data file. Only its owner can read it.
const hostKeyName = "workshop_ed25519"

// NewServer makes a server for a room. It refuses to be made without a way to tell who may
// come in.
func NewServer(room *Room, o ServerOptions) (*Server, error) {
	if room == nil || room.code == "" {
		return nil, errors.New("a workshop needs a room with a code")
	}
	if o.People == 0 {
		o.People = DefaultPeople
	}
	if o.PerAddress == 0 {
		o.PerAddress = DefaultPerAddress
	}
	if o.Log == nil {
		o.Log = io.Discard
	}
	s := &Server{room: room, o: o, gate: newGate(o.People, o.PerAddress, unproven), guesses: newGuesses(guessPause), served: make(chan error, 1)}
	server, err := wish.NewServer(
		wish.WithHostKeyPath(filepath.Join(o.Folder, hostKeyName)),
		wish.WithVersion("readycheck"),
		wish.WithIdleTimeout(idleTimeout),
		wish.WithMaxTimeout(longest),
		wish.WithPublicKeyAuth(func(ctx ssh.Context, _ ssh.PublicKey) bool { return s.mayEnter(ctx) }),
		wish.WithKeyboardInteractiveAuth(func(ctx ssh.Context, _ gossh.KeyboardInteractiveChallenge) bool { return s.mayEnter(ctx) }),
	)
	if err != nil {
		return nil, err
	}
	server.HandshakeTimeout = handshakeTimeout
	server.ConnCallback = s.connected
	server.ServerConfigCallback = func(ssh.Context) *gossh.ServerConfig { return &gossh.ServerConfig{MaxAuthTries: tries} }
	// A map that is there and empty: neither forwarding nor anything else of the server.
	server.RequestHandlers = map[string]ssh.RequestHandler{}
	server.SubsystemHandlers = map[string]ssh.SubsystemHandler{}
	server.ChannelHandlers = map[string]ssh.ChannelHandler{"session": s.channel}
	server.Handler = s.session
	s.server = server
	if server.PublicKeyHandler == nil || server.KeyboardInteractiveHandler == nil || len(server.HostSigners) == 0 {
		return nil, errors.New("the server has no way to tell who may come in")
	}
	room.fingerprint = gossh.FingerprintSHA256(server.HostSigners[0].PublicKey())
	return s, nil
}

// Start serves on a listener until Stop.
func (s *Server) Start(listener net.Listener) {
	s.listener = listener
	go func() { s.served <- s.server.Serve(listener) }()
}

// Stop closes the room, gives people a moment to read that it is over, and returns when
// every connection and every screen has ended.
func (s *Server) Stop() error {
	s.room.Close()
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
	for _, a := range s.gate.everyone() {
		_ = a.Close()
	}
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
	a := s.gate.admit(conn)
	if a == nil {
		return nil
	}
	ctx.SetValue(admissionKey, a)
	return a
}

// mayEnter looks at the code that stands in the place of the user's name. It says nothing
// about a seat: an offered key is not proven yet.
func (s *Server) mayEnter(ctx ssh.Context) bool {
	code := ctx.User()
	return len(code) <= longestCode && s.guesses.right(ctx.Done(), func() bool { return s.room.Knows(code) })
}

// longestCode is longer than any code with its lines.
const longestCode = 40

// channel opens the one session that a connection may have.
func (s *Server) channel(server *ssh.Server, conn *gossh.ServerConn, channel gossh.NewChannel, ctx ssh.Context) {
	if a, ok := ctx.Value(admissionKey).(*admission); ok {
		a.prove()
	}
	ctx.Lock()
	second := ctx.Value(channelKey) != nil
	ctx.SetValue(channelKey, true)
	ctx.Unlock()
	if second {
		_ = channel.Reject(gossh.ResourceShortage, "one screen for each connection")
		return
	}
	sizes := make(chan tea.WindowSizeMsg, 1)
	ctx.SetValue(sizesKey, sizes)
	ssh.DefaultSessionHandler(server, conn, &screenOnly{NewChannel: channel, sizes: sizes}, ctx)
}

// session is one person's screen, from the first letter to the last.
func (s *Server) session(session ssh.Session) {
	if _, _, ok := session.Pty(); !ok {
		wish.Fatalln(session, "This needs a terminal: ssh -t.")
		return
	}
	key := ""
	if public := session.PublicKey(); public != nil {
		key = gossh.FingerprintSHA256(public)
	}
	voter, err := s.room.Enter(session.User(), key)
	if err != nil {
		wish.Fatalln(session, tui.Sentence(err))
		return
	}
	s.screens.Add(1)
	defer s.screens.Done()
	defer voter.Leave()

	pty, _, _ := session.Pty()
	environment := append(session.Environ(), "TERM="+pty.Term)
	program := tui.NewBallot(voter, tui.BallotOptions{Now: s.room.o.Now, Log: s.o.Log, Profile: colorprofile.Env(environment)}, append(
		bubbletea.MakeOptions(session), tea.WithoutSignalHandler(), tea.WithContext(session.Context()),
	)...)
	sizes, _ := session.Context().Value(sizesKey).(chan tea.WindowSizeMsg)
	over := make(chan struct{})
	var resizing sync.WaitGroup
	resizing.Go(func() {
		for {
			select {
			case size := <-sizes:
				program.Send(size)
			case <-over:
				return
			}
		}
	})
	if err := program.Run(); err != nil && !errors.Is(err, tea.ErrProgramKilled) && !errors.Is(err, context.Canceled) {
		_, _ = fmt.Fprintln(s.o.Log, err)
	}
	close(over)
	resizing.Wait()
	if why := voter.Ended(); why != "" {
		wish.Println(session, why)
	}
}
