package web

import (
	"net/http"
	"net/url"

	"readycheck/assessment"
)

// seatPage is who somebody is here, and how they come back.
type seatPage struct {
	Name, Code, Token, Back string
	Roles                   []roleChoice
	Anonymous               bool
}

func (s *Server) seat(w http.ResponseWriter, r *http.Request, p *person) {
	said := s.said(p, r.URL.Query())
	s.showSeat(w, http.StatusOK, p, p.view.Name, p.view.Role, said, "")
}

func (s *Server) showSeat(w http.ResponseWriter, status int, p *person, name string, role assessment.Role, said, wrong string) {
	title := "Your seat"
	if wrong != "" {
		title = "Look at this again"
	}
	s.show(w, status, "seat", page{
		Title: title, Heading: "Your seat", Said: said, Wrong: wrong, Fresh: said != "", Person: p.about(),
		Of: seatPage{Name: name, Code: p.code, Token: p.token, Back: p.place(), Roles: rolesWith(role, true), Anonymous: p.view.Anonymous},
	})
}

// rename takes another name or role.
func (s *Server) rename(w http.ResponseWriter, r *http.Request, p *person, values url.Values) {
	name := assessment.CleanLine(values.Get("name"), assessment.MaxName)
	role := p.view.Role
	_ = role.UnmarshalText([]byte(values.Get("role"))) // one of those that were offered
	if err := p.Rename(name, role); err != nil {
		s.showSeat(w, http.StatusUnprocessableEntity, p, name, role, "", sentence(err))
		return
	}
	s.redirect(w, "/seat?seat=1")
}
