package web

import (
	"crypto/tls"
	"fmt"
	"html"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"readycheck/assessment"
	"readycheck/tui/workshop"
	"readycheck/tui/workshop/gate"
	"readycheck/tui/workshop/workshoptest"
)

// After every test has stopped its server, nothing of anybody who came may be left.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// clock is the time of a room, which a test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 3, 4, 10, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) wait(span time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(span)
}

// serving is a room with its door for phones. It is stopped when the test ends.
type serving struct {
	t       testing.TB
	room    *workshop.Room
	memory  *workshoptest.Memory
	clock   *clock
	server  *Server
	address string
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

// change is what a test has otherwise.
type change struct {
	session func(*assessment.Session)
	room    func(*workshop.Options)
	server  func(*ServerOptions)
	made    func(*Server)
}

func serve(t testing.TB, change change) *serving {
	t.Helper()
	s := &serving{t: t, memory: &workshoptest.Memory{Session: workshoptest.Bakery()}, clock: newClock(), log: &logged{}}
	o := workshop.Options{Store: s.memory, Set: assessment.Default(), Session: "bakery", Now: s.clock.Now, Host: "127.0.0.1", Port: 2222, Local: true}
	if change.session != nil {
		change.session(s.memory.Session)
	}
	if change.room != nil {
		change.room(&o)
	}
	var err error
	if s.room, err = workshop.Open(o); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.address = listener.Addr().String()
	so := ServerOptions{Address: netip.MustParseAddrPort(s.address), Log: s.log, Guesses: gate.NewGuesses(0, 1e6)}
	if change.server != nil {
		change.server(&so)
	}
	if s.server, err = NewServer(s.room, so); err != nil {
		t.Fatal(err)
	}
	s.server.goodbye, s.server.readFirst, s.server.moment = 0, 0, s.clock.Now
	s.server.again = func(least time.Duration) time.Duration { return least }
	if change.made != nil {
		change.made(s.server)
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
	if open := s.server.gate.Open(); open != 0 {
		s.t.Errorf("%d connections are open after the end", open)
	}
}

// path is the one behind the code in the picture.
func (s *serving) path() string { return "/" + strings.ToUpper(plain(s.room.Code())) }

// first is the first question that the room asks, second the one after it.
func (s *serving) question(at int) *assessment.Question {
	return assessment.NewFlow(assessment.Default(), workshoptest.Bakery()).At(at)
}

// phone is somebody's browser.
type phone struct {
	s      *serving
	client *http.Client
	scheme string
}

func (s *serving) phone() *phone {
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}} //nolint:gosec // a test's own certificate
	s.t.Cleanup(transport.CloseIdleConnections)
	return &phone{s: s, scheme: "http", client: &http.Client{Jar: jar, Transport: transport, Timeout: 30 * time.Second}}
}

// answer is what came back.
type answer struct {
	status int
	path   string
	body   string
	header http.Header
}

func (p *phone) do(request *http.Request) answer {
	p.s.t.Helper()
	response, err := p.client.Do(request)
	if err != nil {
		p.s.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		p.s.t.Fatal(err)
	}
	return answer{response.StatusCode, response.Request.URL.RequestURI(), string(body), response.Header}
}

func (p *phone) request(method, path string, values url.Values) *http.Request {
	p.s.t.Helper()
	var body io.Reader
	if values != nil {
		body = strings.NewReader(values.Encode())
	}
	request, err := http.NewRequest(method, p.scheme+"://"+p.s.address+path, body)
	if err != nil {
		p.s.t.Fatal(err)
	}
	if values != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Origin", p.scheme+"://"+p.s.address)
		request.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	return request
}

func (p *phone) get(path string) answer {
	p.s.t.Helper()
	return p.do(p.request(http.MethodGet, path, nil))
}

func (p *phone) post(path string, values url.Values) answer {
	p.s.t.Helper()
	return p.do(p.request(http.MethodPost, path, values))
}

// staying does not follow what the server says to open next.
func (p *phone) staying() *phone {
	client := *p.client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &phone{p.s, &client, p.scheme}
}

// hidden are the fields that a form has filled in by itself.
func (a answer) hidden(action string) url.Values {
	values := url.Values{}
	for _, form := range strings.Split(a.body, "<form ")[1:] {
		form, _, _ = strings.Cut(form, "</form>")
		if !strings.Contains(form, `action="`+action+`"`) {
			continue
		}
		for _, field := range regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`).FindAllStringSubmatch(form, -1) {
			values.Set(field[1], html.UnescapeString(field[2]))
		}
	}
	return values
}

// fields are the hidden fields of a form, and those that somebody fills in.
func (a answer) fields(action string, filled ...string) url.Values {
	values := a.hidden(action)
	for i := 0; i < len(filled); i += 2 {
		values.Set(filled[i], filled[i+1])
	}
	return values
}

func (a answer) title() string {
	_, rest, _ := strings.Cut(a.body, "<title>")
	title, _, _ := strings.Cut(rest, "</title>")
	return html.UnescapeString(title)
}

// text is what a page says, without how it looks.
func (a answer) text() string {
	text := regexp.MustCompile(`</?(bdi|strong)[^>]*>`).ReplaceAllString(a.body, "")
	text = regexp.MustCompile(`(?s)<head>.*?</head>|<[^>]*>`).ReplaceAllString(text, " ")
	return strings.Join(strings.Fields(html.UnescapeString(text)), " ")
}

func (a answer) shows(t testing.TB, texts ...string) answer {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(a.text(), text) {
			t.Errorf("%d %s does not show %q: %s", a.status, a.path, text, a.text())
		}
	}
	return a
}

func (a answer) hides(t testing.TB, texts ...string) answer {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(a.body, text) {
			t.Errorf("%d %s shows %q: %s", a.status, a.path, text, a.text())
		}
	}
	return a
}

// join comes in by the picture, and takes a seat.
func (p *phone) join(name string, role assessment.Role) answer {
	p.s.t.Helper()
	form := p.get(p.s.path())
	in := p.post("/join", form.fields("/join", "name", name, "role", role.String()))
	if in.status != http.StatusOK || !strings.Contains(in.text(), "You are in") {
		p.s.t.Fatalf("%s does not come in: %d %s", name, in.status, in.text())
	}
	return in
}

// votes taps an answer on the page of a question.
func (p *phone) vote(question string, value string, filled ...string) answer {
	p.s.t.Helper()
	page := p.get("/q/" + question)
	return p.post("/q/"+question, page.fields("/q/"+question, append([]string{"answer", value}, filled...)...))
}

// code is the one of this phone's seat.
func (p *phone) code() string {
	at, _ := url.Parse(p.scheme + "://" + p.s.address)
	for _, c := range p.client.Jar.Cookies(at) {
		if c.Name == p.s.server.seatCookie {
			return c.Value
		}
	}
	return ""
}

// of is what the room has of somebody's votes on a question.
func (s *serving) stored(question string) (out []assessment.Answer) {
	for _, vote := range s.memory.Votes() {
		if vote.Question == question {
			out = append(out, vote.Vote)
		}
	}
	return out
}

func (s *serving) reveal(question string) {
	s.t.Helper()
	if saved := <-s.room.Reveal(question); saved.Err != nil {
		s.t.Fatal(saved.Err)
	}
}

// silent opens sockets that say nothing.
func silent(t *testing.T, address string, n int) []net.Conn {
	t.Helper()
	var out []net.Conn
	for range n {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			t.Logf("only %d sockets: %v", len(out), err)
			return out
		}
		out = append(out, conn)
	}
	return out
}

// sscan reads a run of a picture: where it begins, and how wide it is.
func sscan(run string, x, y, wide *int) (int, error) {
	return fmt.Sscanf(run, "%d %dh%dv1", x, y, wide)
}
