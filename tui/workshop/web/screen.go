package web

import (
	"fmt"
	"net/http"
	"strings"

	"rsc.io/qr"

	"readycheck/assessment"
	"readycheck/tui/workshop"
)

const (
	// mostNames is for how many names there is room, and mostDots for how many answers with the
	// name of each.
	mostNames = 36
	mostDots  = 30
)

// screenPage is what everybody may see of the room, for a projector.
type screenPage struct {
	Business, Use string
	// Address and Code lead in, Picture is both for a camera. They are empty where the room is
	// locked.
	Address, Code string
	Picture       *picture
	Anonymous     bool
	// People are as many as there is room for, More is how many others there are, and Came how
	// many came in all. Nobody is said to be away: who reads a question asks for nothing.
	People []screenPerson
	More   int
	Came   string
	Time   string
	// Now is the question that the room is at, or nil where people go at their own pace.
	Now *screenQuestion
	// Progress says how far a room is that goes at its own pace.
	Progress string
	// Spread is what the room said to one question, and Others are the questions beside it.
	Spread *spreadView
	Others []screenLink
}

type screenPerson struct {
	Name, Says string
	Done       bool
}

type screenQuestion struct {
	Text, Says string
	Once       bool
}

type screenLink struct{ ID, Text string }

// picture is a code for a camera: a square of so many parts, and a path round the dark ones.
type picture struct {
	Size int
	Path string
	Text string
}

// pictureOf draws an address. It stands in the page itself, so that a browser has to be allowed
// no pictures.
func pictureOf(text string) *picture {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return nil
	}
	const quiet = 4
	var path strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			from := x
			for code.Black(x, y) {
				x++
			}
			if x > from {
				_, _ = fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", from+quiet, y+quiet, x-from, x-from)
			}
		}
	}
	return &picture{Size: code.Size + 2*quiet, Path: path.String(), Text: text}
}

// screen is the big screen. Its code is asked for by a form, as every code is.
func (s *Server) screen(w http.ResponseWriter, r *http.Request) {
	if !same(cookie(r, s.screenCookie), s.made("screen")) {
		s.show(w, http.StatusOK, "start", page{Title: "The big screen", Heading: "Show the workshop on a big screen", Big: true})
		return
	}
	a := admission(r)
	if a != nil && !a.Prove("screen on "+a.Network()) {
		s.say(w, http.StatusServiceUnavailable, "One moment", string(tooManyCome))
		return
	}
	view := s.room.Screen()
	if view.Over != "" {
		s.show(w, http.StatusGone, "over", page{Title: "The workshop is over", Heading: "The workshop is over", Said: view.Over})
		return
	}
	of := s.screenPage(&view, r.URL.Query().Get("q"))
	here := "/screen"
	if asked := r.URL.Query().Get("q"); asked != "" {
		here = with(here, "q", asked)
	}
	s.refresh(w, bigAgain, here)
	heading, title := "Come in", "Workshop: "+view.Business
	if of.Spread != nil {
		heading = of.Spread.Text
	} else if of.Now != nil {
		heading = of.Now.Text
	}
	s.show(w, http.StatusOK, "screen", page{Title: title, Heading: heading, Big: true, Wide: true, Of: of})
}

func (s *Server) screenPage(view *workshop.ScreenView, wanted string) screenPage {
	of := screenPage{Business: view.Business, Use: view.Use, Time: s.timeLeft(view.Until), Anonymous: view.Anonymous}
	if !view.Locked && view.URL != "" {
		of.Address, of.Code, of.Picture = strings.ToLower(view.Address), view.Code, pictureOf(view.URL)
	}
	for _, p := range view.People {
		of.People = append(of.People, screenPerson{Name: p.Name, Done: p.Voted >= p.Total, Says: fmt.Sprintf("%d of %d", p.Voted, p.Total)})
	}
	of.Came = assessment.Counted(len(of.People), "person has come", "people have come")
	if len(of.People) > mostNames {
		of.People, of.More = of.People[:mostNames], len(of.People)-mostNames
	}
	open, answered := 0, 0
	for _, q := range view.Questions {
		switch {
		case q.Shown && !q.Again:
			continue
		case view.InStep && q.ID == view.Step || q.Again && of.Now == nil:
			of.Now = &screenQuestion{Text: q.Text, Says: howMany(q), Once: q.Again}
		}
		open++
		if q.Voted > 0 && q.Waiting == 0 {
			answered++
		}
	}
	if open > 0 && !view.InStep {
		of.Progress = fmt.Sprintf("Answered by all who are here: %d of %s", answered, assessment.Counted(open, "question", "questions"))
	}
	s.spreads(view, wanted, &of)
	return of
}

// howMany says how many have voted on a question, and never what.
func howMany(q workshop.ScreenQuestion) string {
	says := assessment.Counted(q.Voted, "has voted", "have voted")
	if q.Voted == 0 {
		says = "Nobody has voted yet"
	}
	if q.Waiting > 0 {
		says += fmt.Sprintf(", %d to go", q.Waiting)
	}
	return says
}

// spreads puts what the room said on the screen: the question that was asked for, that of a room
// which goes together, or the one on which it is the most apart and has not decided.
func (s *Server) spreads(view *workshop.ScreenView, wanted string, of *screenPage) {
	all := view.Shown.Spreads(view.Set, &view.Setup)
	chosen := -1
	for i := range all {
		id := all[i].Question.ID
		switch {
		case view.Shown.Again(id):
			continue // the room thinks anew
		case id == wanted:
			chosen = i
		case wanted != "" && chosen >= 0 && all[chosen].Question.ID == wanted:
		case view.InStep && id == view.Step:
			chosen = i
		case chosen < 0 && !view.InStep && !all[i].Agreed() && all[i].Decision == nil:
			chosen = i
		}
	}
	if chosen < 0 && !view.InStep && len(all) > 0 && of.Progress == "" && of.Now == nil {
		chosen = 0
	}
	for i := range all {
		if i != chosen && !view.Shown.Again(all[i].Question.ID) {
			of.Others = append(of.Others, screenLink{all[i].Question.ID, all[i].Question.Text})
		}
	}
	if chosen >= 0 {
		of.Spread = newSpread(&view.Set.Words, &all[chosen], view.Anonymous)
		if len(all[chosen].Votes) > mostDots {
			of.Spread.together()
		}
	}
}
