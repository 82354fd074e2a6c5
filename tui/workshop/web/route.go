package web

import (
	"net/http"
	"net/url"
	"strings"

	"readycheck/tui/workshop"
)

// route finds the page that a path names. Paths are compared as they are: nothing is cleaned, and
// nothing else is there.
func (s *Server) route(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPost {
		s.post(w, r)
		return
	}
	path := r.URL.Path
	question, asked := strings.CutPrefix(path, "/q/")
	kept, said := strings.CutPrefix(path, "/kept/")
	switch {
	case path == styleSheet.path:
		s.style(w)
	case path == "/":
		s.start(w, r)
	case path == "/screen":
		s.screen(w, r)
	case path == "/wait":
		s.wait(w, r)
	case asked:
		s.seated(w, r, func(p *person) { s.question(w, r, p, question) })
	case said:
		s.seated(w, r, func(p *person) { s.kept(w, r, p, kept) })
	case path == "/votes":
		s.seated(w, r, func(p *person) { s.votes(w, r, p) })
	case path == "/seat":
		s.seated(w, r, func(p *person) { s.seat(w, r, p) })
	case path == "/other":
		s.seated(w, r, func(p *person) { s.other(w, p) })
	case workshop.IsCode(strings.TrimPrefix(path, "/")):
		s.come(w, r, plain(path[1:]))
	case path == "/join":
		s.redirect(w, "/") // somebody came back to the answer of a form
	default:
		s.refuse(w, r, noPage)
	}
}

// post takes what a form sent.
func (s *Server) post(w http.ResponseWriter, r *http.Request) {
	path := r.URL.Path
	question, reason := below(path, "/q/"), below(path, "/why/")
	if question == "" && reason == "" && path != "/" && path != "/screen" && path != "/join" && path != "/seat" && path != "/other" {
		s.refuse(w, r, noPage)
		return
	}
	values, err := form(w, r)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	switch path {
	case "/", "/screen":
		s.open(w, r, values)
	case "/join":
		s.join(w, r, values)
	default:
		s.seated(w, r, func(p *person) {
			if !p.mine(values) {
				s.refuse(w, r, refused{http.StatusForbidden, string(oldForm)})
				return
			}
			s.take(w, r, p, question, reason, values)
		})
	}
}

// below is what follows in a path after its beginning, or "".
func below(path, beginning string) string {
	if rest, ok := strings.CutPrefix(path, beginning); ok {
		return rest
	}
	return ""
}

// take takes the form of somebody with a seat.
func (s *Server) take(w http.ResponseWriter, r *http.Request, p *person, question, reason string, values url.Values) {
	switch {
	case question != "":
		s.vote(w, r, p, question, values)
	case reason != "":
		s.explain(w, r, p, reason, values)
	case r.URL.Path == "/seat":
		s.rename(w, r, p, values)
	case r.URL.Path == "/other":
		s.handOn(w, r)
	default:
		s.refuse(w, r, noPage)
	}
}

// seated shows a page to whoever has a seat. Anybody else is asked for a code, whatever the path:
// it tells them nothing.
func (s *Server) seated(w http.ResponseWriter, r *http.Request, show func(*person)) {
	p, err := s.person(r)
	switch {
	case err == nil:
		show(p)
	case cookie(r, s.seatCookie) != "" && s.lost(w, cookie(r, s.seatCookie), err):
	case r.Method == http.MethodPost:
		s.show(w, http.StatusForbidden, "start", page{Title: "Come in", Heading: "Come in to the workshop", Wrong: "This phone has no seat here any more, so nothing was kept. Come in again with the code on the facilitator's screen, or with that of your seat."})
	default:
		s.redirect(w, "/")
	}
}

// redirect goes on to another page of this server, by a request that can be repeated.
func (s *Server) redirect(w http.ResponseWriter, to string) {
	w.Header().Set("Location", to)
	w.Header().Set("Content-Length", "0")
	w.WriteHeader(http.StatusSeeOther)
}

// with is a path with something to say there.
func with(path, name, value string) string {
	sign := "?"
	if strings.Contains(path, "?") {
		sign = "&"
	}
	return path + sign + name + "=" + url.QueryEscape(value)
}
