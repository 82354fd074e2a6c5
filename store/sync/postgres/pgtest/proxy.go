//go:build unix

package pgtest

import (
	"net"
	"strconv"
	"sync"
)

// Proxy stands between a client and a server, and breaks what goes through it.
type Proxy struct {
	Port int

	to       string
	listener net.Listener
	mu       sync.Mutex
	free     *sync.Cond
	conns    map[net.Conn]bool
	held     bool
	left     int // bytes until everything is cut; -1 for never
}

// NewProxy leads to a port of this computer; to port 0, nobody ever answers.
func NewProxy(t TB, port int) *Proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("%v", err)
	}
	p := &Proxy{Port: l.Addr().(*net.TCPAddr).Port, listener: l, conns: map[net.Conn]bool{}, left: -1}
	p.free = sync.NewCond(&p.mu)
	p.Lead(port)
	t.Cleanup(func() {
		_ = l.Close()
		p.Hold(false)
		p.Cut()
	})
	go p.serve()
	return p
}

// Lead sends whoever comes from now on to another port.
func (p *Proxy) Lead(port int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.to = ""
	if port != 0 {
		p.to = net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	}
}

// Hold keeps back all that would go through, or lets it go.
func (p *Proxy) Hold(held bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.held = held
	p.free.Broadcast()
}

// CutAfter cuts all lines when that many bytes have gone through, in either direction.
func (p *Proxy) CutAfter(bytes int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.left = bytes
}

// Cut cuts all lines that there are.
func (p *Proxy) Cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cut()
}

func (p *Proxy) cut() {
	for c := range p.conns {
		if tcp, ok := c.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0) // as a network that is gone, and not as a goodbye
		}
		_ = c.Close()
	}
	clear(p.conns)
	p.left = -1
	p.free.Broadcast()
}

func (p *Proxy) serve() {
	for {
		in, err := p.listener.Accept()
		if err != nil {
			return
		}
		p.mu.Lock()
		to := p.to
		p.conns[in] = true
		p.mu.Unlock()
		if to == "" {
			continue
		}
		out, err := net.Dial("tcp", to)
		if err != nil {
			_ = in.Close()
			continue
		}
		p.mu.Lock()
		p.conns[out] = true
		p.mu.Unlock()
		go p.copy(in, out)
		go p.copy(out, in)
	}
}

func (p *Proxy) copy(to, from net.Conn) {
	defer func() {
		_, _ = to.Close(), from.Close()
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(p.conns, to)
		delete(p.conns, from)
	}()
	buf := make([]byte, 32<<10)
	for {
		n, err := from.Read(buf)
		if n > 0 && !p.pass(to, buf[:n]) || err != nil {
			return
		}
	}
}

// pass lets bytes through, or as many as are left before the cut.
func (p *Proxy) pass(to net.Conn, data []byte) bool {
	p.mu.Lock()
	for p.held && p.conns[to] {
		p.free.Wait()
	}
	last := p.left >= 0 && len(data) >= p.left
	if last {
		data = data[:p.left]
	} else if p.left >= 0 {
		p.left -= len(data)
	}
	p.mu.Unlock()
	_, err := to.Write(data)
	if last {
		p.Cut()
	}
	return err == nil && !last
}
