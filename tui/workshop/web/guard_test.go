package web

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"readycheck/assessment"
)

// raw sends bytes on a connection of its own, and gives the answers that came until it closed or
// so many were read.
func (s *serving) raw(text string, answers int) []answer {
	s.t.Helper()
	conn, err := net.Dial("tcp", s.address)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if err := conn.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		s.t.Fatal(err)
	}
	if _, err := io.WriteString(conn, text); err != nil {
		s.t.Fatal(err)
	}
	var out []answer
	reader := bufio.NewReader(conn)
	for range answers {
		response, err := http.ReadResponse(reader, nil)
		if err != nil {
			return out
		}
		body, _ := io.ReadAll(response.Body)
		_ = response.Body.Close()
		out = append(out, answer{response.StatusCode, "raw", string(body), response.Header})
	}
	return out
}

// Every answer has the headers, and no page has a script, a style of its own or anything from
// elsewhere.
func TestEveryAnswerHasTheHeaders(t *testing.T) {
	s := serve(t, change{})
	dana, stranger, screen := s.phone(), s.phone(), s.phone()
	dana.join("Dana", assessment.RoleBusiness)
	question, second := s.question(0).ID, s.question(1).ID
	dana.vote(second, "partly.0")
	answers := []answer{
		dana.vote(question, "partly.0"), dana.get("/q/" + question), dana.get("/kept/" + question), dana.get("/votes"), dana.get("/seat"), dana.get("/other"), dana.get("/wait"), dana.get(styleSheet.path),
		dana.staying().get("/"), dana.post("/q/"+question, url.Values{}), dana.get("/q/nothing"),
		stranger.get("/"), stranger.get(s.path()), stranger.get("/00000000"), stranger.get("/nothing"), stranger.staying().get("/votes"),
		stranger.post("/", url.Values{"code": {"0000-0000"}}), stranger.post("/join", url.Values{}), stranger.post("/nothing", url.Values{}),
		stranger.do(stranger.request(http.MethodPut, "/", nil)), stranger.post("/", url.Values{"code": {strings.Repeat("x", bodyBytes)}}),
		screen.get("/screen"), screen.post("/screen", url.Values{"code": {s.room.ScreenCode()}}),
	}
	s.reveal(question)
	answers = append(answers, dana.get("/q/"+question), screen.get("/screen"))
	s.room.Close()
	answers = append(answers, dana.get("/votes"), screen.get("/screen"), stranger.get(s.path()))
	for _, a := range answers {
		for name, want := range headers {
			if got := a.header.Get(name); got != want && (a.path != styleSheet.path || name != "Cache-Control") {
				t.Errorf("%d %s: %s is %q", a.status, a.path, name, got)
			}
		}
		if a.path == styleSheet.path {
			continue
		}
		body := strings.ToLower(a.body)
		for _, never := range []string{"<script", "javascript:", " style=", "<style", " onclick", "http-equiv", "<img", "<iframe", "src=", "@import", "<a href=\"http", "<a class=\"go\" href=\"http", "<a class=\"go strong\" href=\"http"} {
			if strings.Contains(body, never) {
				t.Errorf("%d %s has %q", a.status, a.path, never)
			}
		}
		if a.body == "" {
			continue
		}
		for _, always := range []string{`<html lang="en">`, "<title>", "<main>", "<h1", `name="viewport"`} {
			if !strings.Contains(body, always) {
				t.Errorf("%d %s has no %q: %s", a.status, a.path, always, a.body)
			}
		}
		if strings.Count(body, "<h1") != 1 {
			t.Errorf("%d %s has %d headings", a.status, a.path, strings.Count(body, "<h1"))
		}
		if refreshes, typed := a.header.Get("Refresh") != "", strings.Contains(body, "<form"); refreshes && typed {
			t.Errorf("%d %s would lose what somebody types", a.status, a.path)
		}
	}
}

// A name that was made to lead here reads nothing.
func TestOnlyItsOwnAddressIsServed(t *testing.T) {
	s := serve(t, change{})
	_, port, _ := net.SplitHostPort(s.address)
	for host, want := range map[string]int{
		s.address: http.StatusOK, "localhost:" + port: http.StatusOK,
		"evil.example": 421, "evil.example:" + port: 421, "127.0.0.1": 421, "127.0.0.1:1": 421, "127.0.0.2:" + port: 421, "localhost": 421,
		"[::1]:" + port: 421, "127.0.0.1.evil.example:" + port: 421, "2130706433:" + port: 421, "127.1:" + port: 421, "@" + s.address: 400, s.address + ".": 421, s.address + "@evil": 400,
	} {
		got := s.raw("GET / HTTP/1.1\r\nHost: "+host+"\r\nConnection: close\r\n\r\n", 1)
		if len(got) != 1 || got[0].status != want {
			t.Errorf("%q: %v, want %d", host, statuses(got), want)
		}
	}
	for request, want := range map[string]int{
		"GET / HTTP/1.1\r\n\r\n":                                                  http.StatusBadRequest,
		"GET / HTTP/1.0\r\n\r\n":                                                  http.StatusOK,
		"GET / HTTP/1.0\r\nHost: evil.example\r\n\r\n":                            421,
		"GET http://evil.example/ HTTP/1.1\r\nHost: " + s.address + "\r\n\r\n":    421,
		"GET / HTTP/1.1\r\nHost: " + s.address + "\r\nHost: evil.example\r\n\r\n": http.StatusBadRequest,
	} {
		if got := s.raw(request, 1); len(got) != 1 || got[0].status != want {
			t.Errorf("%q: %v, want %d", request, statuses(got), want)
		}
	}
}

func statuses(answers []answer) (out []int) {
	for _, a := range answers {
		out = append(out, a.status)
	}
	return out
}

// A form that another page sends does nothing, whatever cookie the browser has.
func TestFormsFromElsewhereDoNothing(t *testing.T) {
	s := serve(t, change{})
	dana := s.phone()
	dana.join("Dana", assessment.RoleBusiness)
	question := s.question(0).ID
	page := dana.get("/q/" + question)
	here := "http://" + s.address
	for name, c := range map[string]struct {
		origin, site string
		works        bool
	}{
		"its own page": {here, "same-origin", true}, "typed by the person": {here, "none", true}, "an old browser": {"", "", true}, "no origin": {"", "same-origin", true}, "an old browser with an origin": {here, "", true},
		"another page":      {"http://evil.example", "cross-site", false},
		"no page":           {"null", "cross-site", false},
		"a hidden page":     {"null", "", false},
		"a neighbour":       {here, "same-site", false},
		"another port":      {"http://127.0.0.1:1", "", false},
		"a safe one":        {"https://" + s.address, "", false},
		"a longer one":      {here + ".evil.example", "", false},
		"what is no origin": {"::", "", false},
		"an odd word":       {here, "whatever", false},
	} {
		request := dana.request(http.MethodPost, "/q/"+question, page.fields("/q/"+question, "answer", "no.0", "note", name))
		request.Header.Del("Origin")
		request.Header.Del("Sec-Fetch-Site")
		if c.origin != "" {
			request.Header.Set("Origin", c.origin)
		}
		if c.site != "" {
			request.Header.Set("Sec-Fetch-Site", c.site)
		}
		before := len(s.stored(question))
		got := dana.do(request)
		if kept := len(s.stored(question)) > before; kept != c.works || (got.status == http.StatusForbidden) == c.works {
			t.Errorf("%s: %d, kept: %v", name, got.status, kept)
		}
	}
}

func TestMethods(t *testing.T) {
	s := serve(t, change{})
	for method, want := range map[string]int{
		"GET": 200, "HEAD": 200, "PUT": 405, "DELETE": 405, "PATCH": 405, "OPTIONS": 405, "TRACE": 405, "CONNECT": 405, "get": 405, "POSTS": 405, "PRI": 405,
	} {
		got := s.raw(method+" / HTTP/1.1\r\nHost: "+s.address+"\r\nConnection: close\r\n\r\n", 1)
		if method == "HEAD" {
			continue // its answer has a length and no body, which the reader of answers does not know
		}
		if len(got) != 1 || got[0].status != want || want == 405 && got[0].header.Get("Allow") == "" {
			t.Errorf("%s: %v", method, got)
		}
	}
	if got := s.raw("OPTIONS * HTTP/1.1\r\nHost: "+s.address+"\r\nConnection: close\r\n\r\n", 1); len(got) != 1 || got[0].status != 405 {
		t.Errorf("OPTIONS *: %v", statuses(got))
	}
	if a := s.phone().do(s.phone().request(http.MethodHead, "/", nil)); a.status != 200 || a.body != "" {
		t.Errorf("HEAD: %d with %q", a.status, a.body)
	}
}

// Paths are what they are.
func TestPaths(t *testing.T) {
	s := serve(t, change{})
	dana := s.phone()
	dana.join("Dana", assessment.RoleBusiness)
	cookie := "Cookie: " + s.server.seatCookie + "=" + dana.code() + "\r\n"
	question := s.question(0).ID
	for _, path := range []string{
		"//", "/../", "/./", "/votes/", "/votes/..", "//votes", "/VOTES", "/q", "/q/", "/q//", "/q/../votes", "/q/" + question + "/", "/q/" + question + "%00", "/q/%2e%2e/votes", "/q/" + strings.ToUpper(question),
		"/style.css", "/pages/style.css", "/pages/", "/frame.html", "/kept/", "/why/" + question, "/debug/pprof/", "/.git/config", "/index.html", "/favicon.ico", "/%2e%2e/%2e%2e/etc/passwd",
		"/" + strings.Repeat("0", 9), "/" + strings.Repeat("0", 7), "/" + strings.Repeat("-", 30), "/ſ0000000", "/00000000/", "/q/" + strings.Repeat("x", 3000), "*",
	} {
		got := s.raw("GET "+path+" HTTP/1.1\r\nHost: "+s.address+"\r\n"+cookie+"Connection: close\r\n\r\n", 1)
		if len(got) != 1 || got[0].status != 404 && got[0].status != 400 {
			t.Errorf("%q: %v", path, statuses(got))
		}
	}
	if got := s.raw("GET /votes HTTP/1.1\r\nHost: "+s.address+"\r\n"+cookie+"Connection: close\r\n\r\n", 1); len(got) != 1 || got[0].status != 200 {
		t.Errorf("the control: %v", statuses(got))
	}
}

// What is too long is refused by its length, before it is read.
func TestLongRequests(t *testing.T) {
	s := serve(t, change{})
	head := "POST / HTTP/1.1\r\nHost: " + s.address + "\r\nContent-Type: application/x-www-form-urlencoded\r\n"
	for name, c := range map[string]struct {
		request string
		want    int
	}{
		"a MiB, of which nothing comes":  {head + "Content-Length: 1048576\r\n\r\n", 413},
		"one byte too many":              {head + fmt.Sprintf("Content-Length: %d\r\n\r\n", bodyBytes+1), 413},
		"a MiB that waits to be asked":   {head + "Content-Length: 1048576\r\nExpect: 100-continue\r\n\r\n", 413},
		"pieces without an end":          {head + "Transfer-Encoding: chunked\r\n\r\n10\r\n", 411},
		"a length and pieces":            {head + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411},
		"no number":                      {head + "Content-Length: x\r\n\r\n", 400},
		"a minus":                        {head + "Content-Length: -1\r\n\r\n", 400},
		"no form":                        {strings.Replace(head, "x-www-form-urlencoded", "json", 1) + "Content-Length: 2\r\n\r\n{}", 415},
		"a form in parts":                {strings.Replace(head, "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", 1) + "Content-Length: 2\r\n\r\n--", 415},
		"no valid form":                  {head + "Content-Length: 7\r\n\r\ncode=%z", 415},
		"a GET with a MiB":               {"GET / HTTP/1.1\r\nHost: " + s.address + "\r\nContent-Length: 1048576\r\n\r\n", 413},
		"long headers":                   {"GET / HTTP/1.1\r\nHost: " + s.address + "\r\nX: " + strings.Repeat("x", 9<<10) + "\r\n\r\n", 431},
		"a long path":                    {"GET /" + strings.Repeat("x", 9<<10) + " HTTP/1.1\r\nHost: " + s.address + "\r\n\r\n", 431},
		"the control: as much as can be": {head + fmt.Sprintf("Content-Length: %d\r\nConnection: close\r\n\r\ncode=%s", bodyBytes, strings.Repeat("0", bodyBytes-5)), 403},
	} {
		began := time.Now()
		got := s.raw(c.request, 1)
		if len(got) != 1 || got[0].status != c.want {
			t.Errorf("%s: %v, want %d", name, statuses(got), c.want)
		}
		if took := time.Since(began); took > readHeader {
			t.Errorf("%s took %s", name, took)
		}
	}
}

// Who sends slowly is put out, and holds up nobody.
func TestSlowRequestsEnd(t *testing.T) {
	t.Parallel()
	if s := newServer(t); s.ReadHeaderTimeout != 2*time.Second || s.ReadTimeout != 10*time.Second || s.WriteTimeout != 15*time.Second || s.IdleTimeout != 10*time.Second {
		t.Errorf("a request has %s, %s, %s and %s", s.ReadHeaderTimeout, s.ReadTimeout, s.WriteTimeout, s.IdleTimeout)
	}
	s := serve(t, change{made: func(s *Server) { s.server.ReadTimeout, s.server.ReadHeaderTimeout = time.Second, time.Second }})
	for name, begin := range map[string]string{
		"nothing at all": "", "half a line": "GET /", "headers without an end": "GET / HTTP/1.1\r\nHost: " + s.address + "\r\nX: ",
		"a body that does not come": "POST / HTTP/1.1\r\nHost: " + s.address + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\ncode=",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn, err := net.Dial("tcp", s.address)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = conn.Close() }()
			_, _ = io.WriteString(conn, begin)
			_ = conn.SetReadDeadline(time.Now().Add(20 * time.Second))
			if _, err := io.Copy(io.Discard, conn); err != nil {
				t.Errorf("it goes on: %v", err)
			}
		})
	}
}

func newServer(t *testing.T) *http.Server {
	t.Helper()
	s := serve(t, change{})
	return s.server.server
}

// Several requests at once on a connection are each answered, in their order.
func TestPipelining(t *testing.T) {
	s := serve(t, change{})
	dana := s.phone()
	dana.join("Dana", assessment.RoleBusiness)
	request := "GET /seat HTTP/1.1\r\nHost: " + s.address + "\r\nCookie: " + s.server.seatCookie + "=" + dana.code() + "\r\n\r\n"
	other := "GET / HTTP/1.1\r\nHost: " + s.address + "\r\n\r\n"
	got := s.raw(strings.Repeat(request+other, 5), 10)
	if len(got) != 10 {
		t.Fatalf("%d answers", len(got))
	}
	for i, a := range got {
		if mine := strings.Contains(a.body, "Dana"); mine != (i%2 == 0) {
			t.Errorf("answer %d is Dana's: %v", i, mine)
		}
	}
	// A request hidden in another's body is no request.
	hidden := "POST / HTTP/1.1\r\nHost: " + s.address + "\r\nContent-Length: " + fmt.Sprint(len(other)) + "\r\n\r\n" + other
	if got := s.raw(hidden, 2); len(got) != 1 || got[0].status != 415 {
		t.Errorf("%v", statuses(got))
	}
}

// With a certificate the same pages come over TLS, by HTTP/1.1 alone, and cookies are for TLS only.
func TestTLS(t *testing.T) {
	certificate := certificateFor(t, "workshop.example")
	s := serve(t, change{server: func(o *ServerOptions) { o.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}} }})
	_, port, _ := net.SplitHostPort(s.address)
	if url, want := s.room.View().PhoneURL, "HTTPS://WORKSHOP.EXAMPLE:"+port+s.path(); url != want {
		t.Errorf("the way in is %q, want %q", url, want)
	}
	dana := s.phone()
	dana.scheme = "https"
	in := dana.get(s.path())
	if in.status != 200 || !strings.Contains(in.header.Get("Set-Cookie"), "Secure") {
		t.Errorf("%d %v", in.status, in.header)
	}
	dana.join("Dana", assessment.RoleBusiness)
	request := dana.request(http.MethodGet, "/", nil)
	request.Host = "workshop.example:" + port
	if a := dana.do(request); a.status != 200 {
		t.Errorf("by its name: %d", a.status)
	}
	request.Host = "evil.example:" + port
	if a := dana.do(request); a.status != 421 {
		t.Errorf("by another name: %d", a.status)
	}
	dialer := tls.Dialer{Config: &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"h2", "http/1.1"}}} //nolint:gosec // a test's own certificate
	conn, err := dialer.DialContext(context.Background(), "tcp", s.address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if protocol := conn.(*tls.Conn).ConnectionState().NegotiatedProtocol; protocol != "http/1.1" {
		t.Errorf("it speaks %q", protocol)
	}
}

func certificateFor(t *testing.T, name string) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{name}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

// A fault of the program ends one request.
func TestAPanicEndsOneRequest(t *testing.T) {
	var broken atomic.Bool
	s := serve(t, change{made: func(s *Server) {
		s.server.Handler = s.guarded(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if broken.Load() {
				panic("boom")
			}
			s.route(w, r)
		}))
	}})
	dana := s.phone()
	dana.join("Dana", assessment.RoleBusiness)
	broken.Store(true)
	dana.get("/").shows(t, "Something is wrong in the program")
	if a := dana.get("/"); a.status != http.StatusInternalServerError || a.header.Get("Content-Security-Policy") == "" {
		t.Errorf("%d %v", a.status, a.header)
	}
	if said := s.log.String(); !strings.Contains(said, "boom") || strings.Contains(said, dana.code()) || strings.Contains(said, s.room.Code()) {
		t.Errorf("the log says %q", said)
	}
	for range 2 * mostFaults {
		dana.get("/")
	}
	if n := strings.Count(s.log.String(), "boom\n"); n != mostFaults {
		t.Errorf("%d faults are written down", n)
	}
	broken.Store(false)
	dana.vote(s.question(0).ID, "no.0").shows(t, "Kept: no.")
}

func TestAServerNeedsAnAddress(t *testing.T) {
	s := serve(t, change{})
	for name, o := range map[string]ServerOptions{
		"no address": {}, "no certificate": {Address: netip.MustParseAddrPort("127.0.0.1:1"), TLS: &tls.Config{}},
	} {
		if _, err := NewServer(s.room, o); err == nil {
			t.Errorf("%s: a server was made", name)
		}
	}
	if _, err := NewServer(nil, ServerOptions{Address: netip.MustParseAddrPort("127.0.0.1:1")}); err == nil {
		t.Error("a server was made without a room")
	}
}
