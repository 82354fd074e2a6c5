//go:build !windows

package cli

import (
	"fmt"
	"html"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"readycheck/assessment"
)

// phone is somebody's browser, as far as forms and cookies go.
type phone struct {
	t      testing.TB
	client *http.Client
	base   string
}

func newPhone(t testing.TB, address string) *phone {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return &phone{t: t, base: "http://" + address, client: &http.Client{Jar: jar, Transport: transport, Timeout: 30 * time.Second}}
}

// webPage is what came back. It has no status where nothing did.
type webPage struct {
	status int
	body   string
}

// ask sends a request, and a form where there are values. A server that is gone gives no page.
func (p *phone) ask(path string, values url.Values) webPage {
	p.t.Helper()
	method, body := http.MethodGet, io.Reader(nil)
	if values != nil {
		method, body = http.MethodPost, strings.NewReader(values.Encode())
	}
	request, err := http.NewRequest(method, p.base+path, body)
	if err != nil {
		p.t.Fatal(err)
	}
	if values != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Origin", p.base)
		request.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	response, err := p.client.Do(request)
	if err != nil {
		return webPage{}
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return webPage{}
	}
	return webPage{response.StatusCode, string(text)}
}

var hiddenField = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`)

// form is what the form of a page sends, with some fields filled in.
func (a webPage) form(action string, filled ...string) url.Values {
	values := url.Values{}
	for _, form := range strings.Split(a.body, "<form ")[1:] {
		form, _, _ = strings.Cut(form, "</form>")
		if !strings.Contains(form, `action="`+action+`"`) || len(values) > 0 {
			continue
		}
		for _, field := range hiddenField.FindAllStringSubmatch(form, -1) {
			values.Set(field[1], html.UnescapeString(field[2]))
		}
	}
	values.Del("since") // a person reads a page first, and a test does not
	for i := 0; i < len(filled); i += 2 {
		values.Set(filled[i], filled[i+1])
	}
	return values
}

// joins comes in by the code in the picture, and takes a seat.
func (p *phone) joins(code, name string, role assessment.Role) webPage {
	p.t.Helper()
	path := "/" + strings.ToUpper(strings.ReplaceAll(code, "-", ""))
	in := p.ask("/join", p.ask(path, nil).form("/join", "name", name, "role", role.String()))
	if in.status != http.StatusOK || !strings.Contains(in.body, "You are in") {
		p.t.Fatalf("%s does not come in: %d %s", name, in.status, in.body)
	}
	return in
}

// votesOn taps an answer on a page that is open. It reports whether the next page said that it was
// kept.
func (p *phone) votesOn(form webPage, question string, level assessment.Level) bool {
	p.t.Helper()
	action := "/q/" + question
	said := p.ask(action, form.form(action, "answer", level.String()+".0"))
	return said.status == http.StatusOK && strings.Contains(said.body, "<h1") && strings.Contains(said.body, "Kept")
}

// taps votes at random until nobody answers. It gives what the pages said was kept last, by
// question; the vote that got no answer may be there or not.
func (p *phone) taps(flow assessment.Flow, random *rand.Rand) map[string]assessment.Level {
	kept := map[string]assessment.Level{}
	levels := []assessment.Level{assessment.No, assessment.Unsure, assessment.Partly, assessment.InPlace}
	for {
		question, level := flow.At(random.IntN(flow.Len())).ID, levels[random.IntN(len(levels))]
		before, had := kept[question]
		delete(kept, question)
		switch form := p.ask("/q/"+question, nil); {
		case form.status == 0:
			if had {
				kept[question] = before // nothing was sent
			}
			return kept
		case p.votesOn(form, question, level):
			kept[question] = level
		case p.ask("/seat", nil).status == 0:
			return kept
		case had:
			kept[question] = before // the question has no such answer
		}
	}
}

// freePort is a port that nobody listens on.
func freePort(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return fmt.Sprint(listener.Addr().(*net.TCPAddr).Port)
}
