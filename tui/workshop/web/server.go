package web

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"readycheck/tui/workshop"
	"readycheck/tui/workshop/gate"
)

// Limits of a server. What comes before a code was shown costs little; the rest is for a
// room of people, and not for the internet.
const (
	// unproven have shown no code. A browser opens a few connections, and says nothing on some.
	unproven = 128
	// connections is how many of a person's may be in with the room's code, before they sit.
	connections = 4

	// breath is how long the door waits between two connections while the places of those without
	// a code are full.
	breath = time.Millisecond

	readHeader = 2 * time.Second
	readAll    = 10 * time.Second
	writeAll   = 15 * time.Second
	idle       = 10 * time.Second
	// headerBytes are 8 KiB with what net/http reads beyond the number it is told.
	headerBytes = 8<<10 - 4<<10
	bodyBytes   = 32 << 10
	// goodbye is how long the pages that look again by themselves have to say that it is over. It
	// is longer than they wait before they look.
	goodbye = 8 * time.Second
	// closing is how long a request has that is on its way at the end.
	closing = 2 * time.Second
	// mostFaults is how many faults of the program are written down.
	mostFaults = 100
)

// ServerOptions say who may connect, and how.
type ServerOptions struct {
	// Guesses are those of all doors of the room together. A server that is given none has its
	// own.
	Guesses *gate.Guesses
	// People is how many may be on their way to a seat at once. Whoever has a seat always comes
	// back to it. Zero stands for the default.
	People int
	// Log takes what goes wrong, for whoever mends the program. It never gets a code.
	Log io.Writer
	// Address is where the server is reached: requests to any other name are refused.
	Address netip.AddrPort
	// TLS has a certificate and its key, or is nil for plain HTTP.
	TLS *tls.Config
	// Now is the time by the room's clock where it is nil.
	Now func() time.Time
}

// Server lets people into a room by their browser: with the room's code or a seat's, to that
// seat's pages, and to nothing else.
type Server struct {
	room    *workshop.Room
	o       ServerOptions
	server  *http.Server
	gate    *gate.Gate
	guesses *gate.Guesses
	// key makes what only this server can have made: tokens of forms, and names of cookies.
	key []byte
	// names of the cookies: of a seat, of a browser that joins, and of a big screen. They tell
	// nothing of the room's code.
	seatCookie, joinCookie, screenCookie string
	joins                                joins
	// strangers bounds the requests of those who have shown no code.
	strangers strangers
	// leaving are those whose page looks again by itself and has not said that it is over.
	leaving leaving
	// again is how long a page waits before it looks again, a little more or less for each.
	again func(least time.Duration) time.Duration

	listener net.Listener
	served   chan error
	faults   atomic.Int64
	stopping sync.Once
	// goodbye and readFirst are the constants, but in tests.
	goodbye, readFirst time.Duration
	// moment is the time by which a person reads and taps, also where the room's clock stands.
	moment func() time.Time
}

type contextKey string

const admissionKey contextKey = "admission"

// NewServer makes a server for a room. It refuses to be made without a way to tell who may
// come in, or without the address that it is reached at.
func NewServer(room *workshop.Room, o ServerOptions) (*Server, error) {
	if room == nil || room.Code() == "" {
		return nil, errors.New("a workshop needs a room with a code")
	}
	if !o.Address.IsValid() {
		return nil, errors.New("a browser needs an address to come to")
	}
	if o.TLS != nil && len(o.TLS.Certificates) == 0 {
		return nil, errors.New("a certificate is missing")
	}
	if o.People == 0 {
		o.People = workshop.DefaultPeople
	}
	if o.Guesses == nil {
		o.Guesses = gate.NewGuesses(gate.GuessPause, gate.GuessesInAll)
	}
	if o.Log == nil {
		o.Log = io.Discard
	}
	if o.Now == nil {
		o.Now = room.Now
	}
	o.Address = netip.AddrPortFrom(o.Address.Addr().Unmap().WithZone(""), o.Address.Port())
	s := &Server{room: room, o: o, guesses: o.Guesses, key: make([]byte, sha256.Size), again: jittered, goodbye: goodbye, readFirst: readFirst, moment: time.Now, served: make(chan error, 1)}
	_, _ = rand.Read(s.key) // never fails
	s.seatCookie, s.joinCookie, s.screenCookie = "rc-"+s.made("cookie")[:8], "rj-"+s.made("cookie")[:8], "rs-"+s.made("cookie")[:8]
	s.joins.now = o.Now
	most := connections * o.People
	s.gate = gate.New(gate.Options{Most: most, FromOne: most, Unproven: unproven, Changed: room.DoorChanged})
	var protocols http.Protocols
	protocols.SetHTTP1(true)
	s.server = &http.Server{
		Handler: s.guarded(http.HandlerFunc(s.route)), ReadHeaderTimeout: readHeader, ReadTimeout: readAll, WriteTimeout: writeAll, IdleTimeout: idle,
		MaxHeaderBytes: headerBytes, DisableGeneralOptionsHandler: true, Protocols: &protocols,
		// What strangers do wrong would fill a disk.
		ErrorLog:    log.New(io.Discard, "", 0),
		ConnContext: withAdmission,
	}
	room.OpenPhones(workshop.PhoneDoor{URL: s.url(), Codeless: s.gate.Codeless})
	return s, nil
}

// url is where a browser finds the server, in capitals, which make the smallest picture.
func (s *Server) url() string {
	scheme, host := "HTTP", s.o.Address.String()
	if s.o.TLS != nil {
		scheme = "HTTPS"
		if name := nameOf(s.certificate(), s.o.Address.Addr()); name != "" {
			host = net.JoinHostPort(name, portOf(s.o.Address))
		}
	}
	return scheme + "://" + strings.ToUpper(host) + "/"
}

// certificate is the server's own, or nil.
func (s *Server) certificate() *x509.Certificate {
	if s.o.TLS == nil {
		return nil
	}
	leaf := s.o.TLS.Certificates[0].Leaf
	if leaf == nil && len(s.o.TLS.Certificates[0].Certificate) > 0 {
		leaf, _ = x509.ParseCertificate(s.o.TLS.Certificates[0].Certificate[0])
	}
	return leaf
}

// nameOf is the name that a certificate is for, where it is not for the address itself.
func nameOf(certificate *x509.Certificate, address netip.Addr) string {
	if certificate == nil || certificate.VerifyHostname(address.String()) == nil {
		return ""
	}
	for _, name := range certificate.DNSNames {
		if !strings.Contains(name, "*") {
			return name
		}
	}
	return ""
}

// made is what only this server can have made of some words.
func (s *Server) made(words ...string) string {
	mac := hmac.New(sha256.New, s.key)
	_, _ = io.WriteString(mac, strings.Join(words, "\x00"))
	return hex.EncodeToString(mac.Sum(nil))
}

// Start serves on a listener until Stop.
func (s *Server) Start(listener net.Listener) {
	s.listener = admitting{s.gate.Unhurried(listener, breath), s.gate}
	served := s.listener
	if s.o.TLS != nil {
		config := s.o.TLS.Clone()
		config.NextProtos = []string{"http/1.1"}
		config.MinVersion = max(config.MinVersion, tls.VersionTLS12)
		served = tls.NewListener(s.listener, config)
	}
	go func() { s.served <- s.server.Serve(served) }()
}

// Stop closes the room, gives those who are here a moment to read that it is over, and returns
// when every connection has ended.
func (s *Server) Stop() error {
	var err error
	s.stopping.Do(func() { err = s.stop() })
	return err
}

func (s *Server) stop() error {
	s.room.Close()
	s.leaving.wait(s.goodbye, s.o.Now())
	ctx, cancel := context.WithTimeout(context.Background(), closing)
	defer cancel()
	err := s.server.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		err = s.server.Close()
	}
	// The server does not know its listener before it has begun to serve.
	if failed := s.listener.Close(); failed != nil && !errors.Is(failed, net.ErrClosed) {
		err = errors.Join(err, failed)
	}
	s.gate.Close()
	s.joins.close()
	if served := <-s.served; !errors.Is(served, http.ErrServerClosed) && !errors.Is(served, net.ErrClosed) {
		err = errors.Join(err, served)
	}
	return err
}

// admitting is a listener that gives only what came through the gate.
type admitting struct {
	net.Listener
	gate *gate.Gate
}

func (l admitting) Accept() (net.Conn, error) {
	for {
		conn, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if admitted := l.gate.Admit(conn); admitted != nil {
			return admitted, nil
		}
		_ = conn.Close()
	}
}

// withAdmission keeps what came through the gate beside the requests on it.
func withAdmission(ctx context.Context, conn net.Conn) context.Context {
	if secret, ok := conn.(*tls.Conn); ok {
		conn = secret.NetConn()
	}
	return context.WithValue(ctx, admissionKey, conn)
}

// admission is the connection of a request.
func admission(r *http.Request) *gate.Admission {
	a, _ := r.Context().Value(admissionKey).(*gate.Admission)
	return a
}
