package cli

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"readycheck/assessment"
	"readycheck/tui/workshop"
	"readycheck/tui/workshop/gate"
	"readycheck/tui/workshop/sshd"
	"readycheck/tui/workshop/web"
)

// doors are where a workshop is reached: by terminals, and by phones where that is asked for.
type doors struct {
	terminals, phones door
	// tls is how phones are spoken to; nil is without encryption.
	tls *tls.Config
}

// door is one listener. It is nil where the door is not opened.
type door struct{ net.Listener }

// open takes the ports of a workshop. What is wrong with one of them is said before anybody is
// let in by another.
func (s *serving) open(address netip.Addr) (d doors, err error) {
	if s.cert != "" {
		if d.tls, err = certificate(s.cert, s.key, address); err != nil {
			return d, err
		}
	}
	if d.terminals, err = listen(address, s.port, "--port"); err != nil {
		return d, err
	}
	if s.phones != 0 {
		if d.phones, err = listen(address, s.phones, "--phones"); err != nil {
			d.close()
			return d, err
		}
	}
	return d, nil
}

func (d doors) close() {
	for _, l := range []door{d.terminals, d.phones} {
		if l.Listener != nil {
			_ = l.Close()
		}
	}
}

func listen(address netip.Addr, port int, flag string) (door, error) {
	at := net.JoinHostPort(address.String(), strconv.Itoa(port))
	listener, err := net.Listen("tcp", at)
	if err != nil {
		return door{}, sentence(fmt.Sprintf("The workshop cannot be opened at %s: the port is taken, or the address is not this computer's. Choose another one with %s or --listen.", at, flag))
	}
	return door{listener}, nil
}

// address is where the door is.
func (d door) address() netip.AddrPort {
	at, _ := netip.ParseAddrPort(d.Addr().String()) // a TCP listener has one
	return at
}

func (d door) port() int { return int(d.address().Port()) }

// let lets people into a room by its doors, until stop is called: then everybody is told that it is
// over. At most fromOne are let in from one address by the room's code.
func (d doors) let(room *workshop.Room, data string, log io.Writer, fromOne int) (stop func() error, _ error) {
	people := room.Places()
	guesses := gate.NewGuesses(gate.GuessPause, gate.GuessesInAll)
	terminals, err := sshd.NewServer(room, sshd.ServerOptions{People: people, PerAddress: fromOne, Guesses: guesses, Folder: filepath.Dir(data), Log: log})
	if err != nil {
		_, _ = fmt.Fprintln(log, err)
		if said, ok := assessment.OwnSentence(err); ok {
			return nil, sentence(said)
		}
		return nil, sentence("The workshop's own key could not be read or written in " + filepath.Dir(data) + ". See that the folder can be written to.")
	}
	stops := []func() error{terminals.Stop}
	if d.phones.Listener != nil {
		phones, err := web.NewServer(room, web.ServerOptions{People: people, Guesses: guesses, Log: log, Address: d.phones.address(), TLS: d.tls})
		if err != nil {
			return nil, err
		}
		phones.Start(d.phones)
		stops = append(stops, phones.Stop)
	}
	terminals.Start(d.terminals)
	return func() error {
		ended := make(chan error, len(stops))
		for _, stop := range stops {
			go func() { ended <- stop() }()
		}
		var all error
		for range stops {
			all = errors.Join(all, <-ended)
		}
		return all
	}, nil
}

// certificate reads the certificate of the phones' door.
func certificate(cert, key string, address netip.Addr) (*tls.Config, error) {
	pair, err := tls.LoadX509KeyPair(atHome(cert), atHome(key))
	if err != nil {
		return nil, sentence(fmt.Sprintf("The certificate in %s and the key in %s cannot be used: they cannot be read, or do not belong together. Nothing was opened.", cert, key))
	}
	named := func(name string) bool { return !strings.Contains(name, "*") }
	if pair.Leaf.VerifyHostname(address.String()) != nil && !slices.ContainsFunc(pair.Leaf.DNSNames, named) {
		return nil, sentence(fmt.Sprintf("The certificate in %s names neither the address %s nor a host, so every phone would warn of it. Nothing was opened.", cert, address))
	}
	return &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}, nil
}
