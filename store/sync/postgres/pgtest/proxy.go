//go:build unix

package pgtest

import (
	"io"
	"net"
	"sync"
	"testing"
	"time"
)

// Proxy is a line to a server that can be cut.
type Proxy struct {
	listener net.Listener

	mu       sync.Mutex
	to       string
	up, down int64 // bytes until it is cut; negative is never
	hang     bool
	open     map[net.Conn]bool
	cuts     int
	closed   bool
}

// Never is a number of bytes that no line comes to.
const Never = -1

// NewProxy makes a line to a server, which is gone when the test is over.
func NewProxy(t testing.TB, to string) *Proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &Proxy{listener: l, to: to, up: Never, down: Never, open: map[net.Conn]bool{}}
	var all sync.WaitGroup
	all.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			all.Go(func() { p.serve(conn) })
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		p.mu.Lock()
		p.closed = true
		p.mu.Unlock()
		p.cut(false)
		all.Wait()
	})
	return p
}

// Address is where a client finds it.
func (p *Proxy) Address() string { return p.listener.Addr().String() }

// CutAfter cuts all lines once so many bytes more went to the server, or came from it, and then
// those that are made anew are whole again.
func (p *Proxy) CutAfter(up, down int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.up, p.down = up, down
}

// Cuts is how often it was cut at a number of bytes.
func (p *Proxy) Cuts() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.cuts
}

// Hang makes it take what comes, and pass nothing on from now on.
func (p *Proxy) Hang() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.hang = true
}

// GoOn cuts what hangs, and passes on what comes afterwards.
func (p *Proxy) GoOn() {
	p.mu.Lock()
	p.hang, p.up, p.down = false, Never, Never
	p.mu.Unlock()
	p.cut(false)
}

// To leads all new lines to another server, and cuts those there are.
func (p *Proxy) To(address string) {
	p.mu.Lock()
	p.to = address
	p.mu.Unlock()
	p.cut(false)
}

func (p *Proxy) cut(counts bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if counts {
		p.cuts++
	}
	for conn := range p.open {
		if tcp, ok := conn.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0) // a reset, and not a polite end
		}
		_ = conn.Close()
	}
	clear(p.open)
}

// keep remembers a connection, to be cut. It is false where the proxy is gone.
func (p *Proxy) keep(conn net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		_ = conn.Close()
		return false
	}
	p.open[conn] = true
	return true
}

func (p *Proxy) serve(client net.Conn) {
	if !p.keep(client) {
		return
	}
	p.mu.Lock()
	to, hang := p.to, p.hang
	p.mu.Unlock()
	if hang {
		_, _ = io.Copy(io.Discard, client)
		return
	}
	server, err := net.DialTimeout("tcp", to, 5*time.Second)
	if err != nil || !p.keep(server) {
		_ = client.Close()
		return
	}
	var both sync.WaitGroup
	both.Go(func() { p.pass(server, client, &p.up) })
	both.Go(func() { p.pass(client, server, &p.down) })
	both.Wait()
}

// pass copies in one direction, as many bytes as are left there.
func (p *Proxy) pass(to, from net.Conn, left *int64) {
	defer func() { _, _ = to.Close(), from.Close() }()
	buf := make([]byte, 4096)
	for {
		n, err := from.Read(buf)
		if err != nil {
			return
		}
		send, cut, hang := p.allow(n, left)
		if hang {
			continue
		}
		if _, err := to.Write(buf[:send]); err != nil {
			return
		}
		if cut {
			p.cut(true)
			return
		}
	}
}

// allow is how many of n bytes pass, and whether the line is cut after them.
func (p *Proxy) allow(n int, left *int64) (send int, cut, hang bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if *left < 0 || p.hang {
		return n, false, p.hang
	}
	if int64(n) < *left {
		*left -= int64(n)
		return n, false, false
	}
	send = int(*left)
	p.up, p.down = Never, Never
	return send, true, false
}
