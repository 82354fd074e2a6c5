package web

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"runtime/debug"
	"strconv"
	"strings"
)

// headers stand on every answer, also on a refusal. A browser may use the style sheet of this
// address and send forms to it, and nothing else at all.
var headers = map[string]string{
	"Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
	// Not "no-referrer": with it a browser sends forms without saying where they come from.
	"Referrer-Policy":              "same-origin",
	"X-Content-Type-Options":       "nosniff",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"X-Frame-Options":              "DENY",
	"X-Robots-Tag":                 "noindex, nofollow",
	"Cache-Control":                "no-store",
}

// refused is why a request is not looked at: a status, and a sentence for a person.
type refused struct {
	status   int
	sentence string
}

func (r refused) Error() string { return r.sentence }

// Why a request is not looked at.
var (
	notHere     = refused{http.StatusMisdirectedRequest, "This is not the address of the workshop. Open the one on the facilitator's screen."}
	fromAfar    = refused{http.StatusForbidden, "This came from another page, so nothing was done. Open the address on the facilitator's screen, and try again there."}
	noSuchThing = refused{http.StatusMethodNotAllowed, "This page does not take that."}
	tooLong     = refused{http.StatusRequestEntityTooLarge, "That is too long, so nothing of it was kept. Write it shorter."}
	noLength    = refused{http.StatusLengthRequired, "The browser did not say how long that is, so nothing of it was kept. Try it with another browser."}
	noForm      = refused{http.StatusUnsupportedMediaType, "That was not sent by a form of the workshop, so nothing was done."}
	tooFast     = refused{http.StatusTooManyRequests, "Many pages are asked for from this network at this moment. Wait a few seconds, and try again."}
	noPage      = refused{http.StatusNotFound, "There is no such page here."}
)

// guarded lets a handler see only requests as this server's own pages make them, and keeps what
// goes wrong with one request to that request.
func (s *Server) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, value := range headers {
			w.Header().Set(name, value)
		}
		defer func() {
			p := recover()
			switch p {
			case nil:
			case http.ErrAbortHandler:
				panic(p)
			default:
				s.fault(p)
				s.say(w, http.StatusInternalServerError, "Something went wrong", "Something is wrong in the program. What you voted before is kept: go back, and try again.")
			}
		}()
		if err := s.check(r); err != nil {
			s.refuse(w, r, err)
			return
		}
		if a := admission(r); a != nil && !s.known(r) && !s.strangers.may(a.Network(), s.o.Now()) {
			w.Header().Set("Connection", "close")
			s.refuse(w, r, tooFast)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// fault writes down what is wrong in the program, for whoever mends it. A request that makes it
// again and again fills no disk.
func (s *Server) fault(p any) {
	if s.faults.Add(1) <= mostFaults {
		_, _ = fmt.Fprintf(s.o.Log, "%v\n%s\n", p, debug.Stack())
	}
}

// refuse says why a request is not looked at. What it still brings is not read.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, err error) {
	why := noPage
	_ = errors.As(err, &why)
	if why == noSuchThing {
		w.Header().Set("Allow", "GET, HEAD, POST")
	}
	if r.ContentLength != 0 {
		w.Header().Set("Connection", "close")
	}
	s.say(w, why.status, "That did not work", why.sentence)
}

// check looks at what a request is, before what it says.
func (s *Server) check(r *http.Request) error {
	switch {
	case !s.here(r):
		return notHere
	case r.Method != http.MethodGet && r.Method != http.MethodHead && r.Method != http.MethodPost:
		return noSuchThing
	case r.ContentLength > bodyBytes:
		return tooLong
	case r.ContentLength < 0:
		return noLength
	case r.Method == http.MethodPost && !s.ours(r):
		return fromAfar
	}
	return nil
}

// here reports whether a request is to this server's address. A page from elsewhere whose name
// was made to lead here would else read what this one says.
func (s *Server) here(r *http.Request) bool {
	if r.Host == "" {
		return !r.ProtoAtLeast(1, 1) // from before there were hosts, and no browser
	}
	host, port := splitHost(r.Host)
	if port == "" {
		port = "80"
		if s.o.TLS != nil {
			port = "443"
		}
	}
	if port != portOf(s.o.Address) {
		return false
	}
	address, err := netip.ParseAddr(strings.Trim(host, "[]"))
	switch certificate := s.certificate(); {
	case err == nil:
		return address.Unmap() == s.o.Address.Addr()
	case certificate != nil:
		return certificate.VerifyHostname(host) == nil
	}
	return s.o.Address.Addr().IsLoopback() && strings.EqualFold(host, "localhost")
}

func splitHost(text string) (host, port string) {
	if host, port, err := net.SplitHostPort(text); err == nil {
		return host, port
	}
	return text, ""
}

func portOf(address netip.AddrPort) string { return strconv.Itoa(int(address.Port())) }

// ours reports whether a form was sent by a page of this server. A browser says so; one from
// before that is told by the form's token alone.
func (s *Server) ours(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		return false
	}
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	scheme := "http"
	if s.o.TLS != nil {
		scheme = "https"
	}
	from, err := url.Parse(origin)
	return err == nil && from.Scheme == scheme && strings.EqualFold(from.Host, r.Host)
}

// form reads what a form sent. Its length was looked at before.
func form(w http.ResponseWriter, r *http.Request) (url.Values, error) {
	if kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); !strings.EqualFold(strings.TrimSpace(kind), "application/x-www-form-urlencoded") {
		return nil, noForm
	}
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, bodyBytes))
	if err != nil {
		return nil, tooLong
	}
	values, err := url.ParseQuery(string(data))
	if err != nil {
		return nil, noForm
	}
	return values, nil
}
