package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"html/template"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"readycheck/assessment"
)

//go:embed pages
var files embed.FS

// page is what every page has, and what some have.
type page struct {
	Title, Heading string
	// Fresh is true where something changed since the page before: then the heading is read out.
	Fresh bool
	// Said is what has happened, and Wrong what has to be mended. They may be empty.
	Said, Wrong string
	// Person has the pages of somebody with a seat, Big those of the big screen, of which Wide is
	// the one that a room looks at.
	Person    *personView
	Big, Wide bool
	// Style is where the style sheet is.
	Style string
	// Of is what only this page has.
	Of any
}

// personView is what stands at the foot of each page of somebody with a seat.
type personView struct {
	Name, Token string
}

// about is the foot of a person's pages.
func (p *person) about() *personView {
	return &personView{Name: p.view.Name, Token: p.token}
}

// sheet is the style sheet. Its name changes with what is in it, so a browser may keep it.
type sheet struct {
	path string
	text []byte
}

var styleSheet = func() sheet {
	text, err := files.ReadFile("pages/style.css")
	if err != nil {
		panic(err) // it is built in
	}
	sum := sha256.Sum256(text)
	return sheet{"/style-" + hex.EncodeToString(sum[:4]) + ".css", text}
}()

// pages are parsed when somebody first asks for one: most starts of the program open no room.
var pages = sync.OnceValue(func() map[string]*template.Template {
	names, err := fs.Glob(files, "pages/*.html")
	if err != nil {
		panic(err)
	}
	functions := template.FuncMap{"grouped": grouped, "spelled": spelled, "counted": assessment.Counted}
	all := map[string]*template.Template{}
	for _, path := range names {
		name := strings.TrimSuffix(strings.TrimPrefix(path, "pages/"), ".html")
		if name != "frame" {
			all[name] = template.Must(template.New("frame.html").Funcs(functions).ParseFS(files, "pages/frame.html", path))
		}
	}
	return all
})

// show sends a page. It is made as a whole before, so that a fault sends none of it.
func (s *Server) show(w http.ResponseWriter, status int, name string, p page) {
	p.Style = styleSheet.path
	var text bytes.Buffer
	if err := pages()[name].Execute(&text, p); err != nil {
		panic(err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(text.Len()))
	w.WriteHeader(status)
	_, _ = w.Write(text.Bytes()) // who is gone reads nothing
}

// say is a page with one sentence.
func (s *Server) say(w http.ResponseWriter, status int, heading, said string) {
	s.show(w, status, "say", page{Title: heading, Heading: heading, Said: said})
}

// style sends the style sheet.
func (s *Server) style(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age="+strconv.Itoa(int(cookieLasts/time.Second))+", immutable")
	w.Header().Set("Content-Length", strconv.Itoa(len(styleSheet.text)))
	_, _ = w.Write(styleSheet.text)
}

// spelled is a code as a screen reader should say it: letter by letter.
func spelled(code string) string { return strings.Join(strings.Split(plain(code), ""), " ") }

// jittered spreads those who look again: a room that came in at one moment would else ask at one
// moment for ever.
func jittered(least time.Duration) time.Duration {
	return least + time.Duration(rand.Int64N(int64(least/2)))
}

// refresh lets a page look again by itself. No page with a form does: it would lose what
// somebody types.
func (s *Server) refresh(w http.ResponseWriter, who string, least time.Duration, path string) {
	after := s.again(least).Round(time.Second)
	s.leaving.later(who, s.o.Now().Add(after))
	w.Header().Set("Refresh", strconv.Itoa(int(after/time.Second))+"; url="+path)
}

// sentence is an error as a person reads it.
func sentence(err error) string { return assessment.Sentence(err) }
