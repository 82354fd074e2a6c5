package web

import (
	"net/http"
	"strings"
)

// keptPage says what was kept, and asks how it is known.
type keptPage struct {
	ID, Text, Token, Since, Answer, Note, Was, Next string
	Known                                           []option
}

func (s *Server) kept(w http.ResponseWriter, r *http.Request, p *person, id string) {
	vote := p.view.Session.Answers[id]
	if _, there := p.view.Set.Question(id); !there {
		s.refuse(w, r, noPage)
		return
	}
	q, ok := p.asked(id)
	if !ok || !vote.Level.IsKnown() || p.view.Closed(id) {
		s.redirect(w, with(p.onwards(id), "kept", id))
		return
	}
	words := &p.view.Set.Words
	said := q.Said(words, vote)
	hasty := ""
	if r.URL.Query().Has("again") {
		hasty = tapAgain
	}
	s.show(w, http.StatusOK, "kept", page{
		Said: hasty, Title: "Kept: " + words.Level(vote.Level), Heading: "Kept: " + strings.TrimSuffix(said, "."), Fresh: true, Person: p.about(),
		Of: keptPage{ID: id, Text: q.Text, Token: p.token, Since: s.stamp(), Answer: valueOf(vote.Level, vote.Choice), Note: vote.Note, Was: markOf(vote.Note), Next: p.onwards(id), Known: knownOptions(words, vote.Known)},
	})
}
