package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"readycheck/assessment"
)

// lookAgain is how long a page that waits stands before it looks again, and bigAgain the same of
// the big screen.
const (
	lookAgain = 5 * time.Second
	bigAgain  = 3 * time.Second
)

// shownToAll is the title of those questions whose votes the room has seen.
const shownToAll = "Shown to all"

// votesPage lists a person's own votes.
type votesPage struct {
	Lists       []voteList
	Voted       int
	Total       int
	Next        string
	InStep      bool
	Place, Time string
}

type voteList struct {
	Title string
	Votes []voteRow
}

// voteRow is a question with what the person said.
type voteRow struct {
	ID, Text, Said, State string
	// Link is false where the room goes together and is elsewhere.
	Link bool
}

// rows are the questions of a person's walk: those that wait for them first.
func (p *person) rows() (lists []voteList, voted, total int) {
	open, mine, shown := voteList{Title: "Open"}, voteList{Title: "You have voted"}, voteList{Title: shownToAll}
	flow, work := p.flow(), p.work()
	for i := range flow.Len() {
		q := flow.At(i)
		vote := p.view.Session.Answers[q.ID]
		row := voteRow{ID: q.ID, Text: q.Text, Link: !p.view.InStep || q.ID == p.view.Step || p.view.Closed(q.ID) || p.view.Again[q.ID]}
		if vote.Level != assessment.Unanswered {
			voted++
			row.Said = work.ReadBack(vote)
		}
		switch {
		case p.view.Closed(q.ID):
			row.State = "The room has seen the votes."
			shown.Votes = append(shown.Votes, row)
		case p.view.Again[q.ID] && p.open(q.ID):
			row.State = "The room votes once more."
			open.Votes = append(open.Votes, row)
		case p.open(q.ID):
			open.Votes = append(open.Votes, row)
		default:
			mine.Votes = append(mine.Votes, row)
		}
	}
	for _, list := range []voteList{open, mine, shown} {
		if len(list.Votes) > 0 {
			lists = append(lists, list)
		}
	}
	return lists, voted, flow.Len()
}

// votes is the list of a person's own votes.
func (s *Server) votes(w http.ResponseWriter, r *http.Request, p *person) {
	of := votesPage{InStep: p.view.InStep, Place: p.place(), Time: s.timeLeft(p.view.Until)}
	of.Lists, of.Voted, of.Total = p.rows()
	said := s.said(p, r.URL.Query())
	s.show(w, http.StatusOK, "votes", page{Title: "Your votes", Heading: "Your votes", Said: said, Fresh: said != "", Person: p.about(), Of: of})
}

// waitPage is for somebody who has nothing to do at this moment.
type waitPage struct {
	InStep, Still bool
	Shown         []voteRow
	Time          string
	// Here is where the page looks again.
	Here string
}

// wait is the page that looks again by itself, until there is something to do.
func (s *Server) wait(w http.ResponseWriter, r *http.Request) {
	if cookie(r, s.seatCookie) == "" {
		s.awaitSeat(w, r)
		return
	}
	s.seated(w, r, func(p *person) { s.waits(w, r, p) })
}

func (s *Server) waits(w http.ResponseWriter, r *http.Request, p *person) {
	query, state := r.URL.Query(), p.state()
	place := p.place()
	// Who has read what the room said of its question waits for the next one.
	read := p.view.InStep && p.view.Closed(p.view.Step) && query.Get("saw") == state
	if place != "/wait" && (!read || !strings.HasPrefix(place, "/q/"+p.view.Step)) {
		s.redirect(w, carried(query, place))
		return
	}
	of := waitPage{InStep: p.view.InStep, Still: query.Has("still"), Time: s.timeLeft(p.view.Until), Here: with("/wait", "saw", state)}
	lists, _, _ := p.rows()
	for _, list := range lists {
		if list.Title == shownToAll {
			of.Shown = list.Votes
		}
	}
	if !of.Still {
		s.refresh(w, p.code, lookAgain, of.Here)
	}
	said := s.said(p, query)
	changed := query.Has("saw") && query.Get("saw") != state
	heading, title := "You have voted on everything", "Waiting"
	if of.InStep {
		heading = "Wait for the others"
	}
	if len(of.Shown) > 0 {
		title = assessment.Counted(len(of.Shown), "question was shown", "questions were shown")
	}
	if changed {
		title = "New: " + title
	}
	s.show(w, http.StatusOK, "wait", page{Title: title, Heading: heading, Said: said, Fresh: said != "" || changed, Person: p.about(), Of: of})
}

// state is what somebody who waits has seen of the room: how much was shown, and where it is.
func (p *person) state() string {
	shown, flow := 0, p.flow()
	for i := range flow.Len() {
		if p.view.Closed(flow.At(i).ID) {
			shown++
		}
	}
	return strconv.Itoa(shown) + "." + p.view.Step
}

// carried is a path with what was said to be kept on the page before.
func carried(query url.Values, path string) string {
	for _, name := range []string{"kept", "in"} {
		if query.Has(name) {
			path = with(path, name, query.Get(name))
		}
	}
	return path
}
