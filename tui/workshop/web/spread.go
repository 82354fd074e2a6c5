package web

import (
	"net/http"
	"net/url"
	"strings"

	"readycheck/assessment"
	"readycheck/assessment/report"
)

// spreadView is how a room answered a question, for a person's page and the big screen.
type spreadView struct {
	said     *assessment.Spread
	ID, Text string
	// Counts says how many gave which answer, First the same of the round before, and Shift what
	// moved since.
	Counts, First, Shift string
	Levels               []levelRow
	Roles                []roleRow
	Quotes               []quote
	// Outcome is what was decided, or what counts until then.
	Outcome string
	Agreed  bool
}

// levelRow is an answer with how many gave it.
type levelRow struct {
	Code, Sign, Word string
	Count            int
}

// roleRow is a role with its people's answers, a dot for each.
type roleRow struct {
	Role string
	Dots []dot
}

// dot is an answer with its name or, where several are one, how many they are.
type dot struct {
	Code, Sign, Word, Name string
	Count                  int
}

// quote is what somebody said about their answer.
type quote struct{ Text, Name, Word string }

// spreadOf is how a room answered one question, or nil where it has not seen that. Without names
// it says how many, and not who.
func spreadOf(set *assessment.Set, setup *assessment.Setup, shown *assessment.Team, question string, anonymous bool) *spreadView {
	spreads := shown.Spreads(set, setup)
	for i := range spreads {
		if spreads[i].Question.ID == question {
			return newSpread(&set.Words, &spreads[i], anonymous)
		}
	}
	return nil
}

func newSpread(words *assessment.Words, s *assessment.Spread, anonymous bool) *spreadView {
	out := &spreadView{said: s, ID: s.Question.ID, Text: s.Question.Text, Counts: words.Counts(countsOf(s.Votes)), Agreed: s.Agreed()}
	if s.Before != nil {
		out.First, out.Shift = words.Counts(countsOf(s.Before)), report.Shift(words, s)
	}
	for _, vote := range s.Votes {
		level := vote.Vote.Level
		if last := len(out.Levels) - 1; last < 0 || out.Levels[last].Code != level.String() {
			out.Levels = append(out.Levels, levelRow{Code: level.String(), Sign: level.Sign(), Word: words.Level(level)})
		}
		row := &out.Levels[len(out.Levels)-1]
		row.Count++
		name := ""
		if !anonymous {
			name = vote.Seat.Name
		}
		if text := strings.TrimSpace(vote.Vote.Reason + " " + vote.Vote.Note); text != "" {
			out.Quotes = append(out.Quotes, quote{text, name, words.Level(level)})
		}
	}
	out.Roles = rolesOf(words, s.Votes, anonymous)
	if said, ok := report.Outcome(words, s.Votes, s.Decision).(report.Paragraph); ok {
		out.Outcome = string(said)
	}
	return out
}

// rolesOf are the roles that voted, each with its answers from the weakest to the strongest.
// Without names there are no roles either.
func rolesOf(words *assessment.Words, votes []assessment.SeatVote, anonymous bool) []roleRow {
	var out []roleRow
	for _, role := range assessment.Roles {
		row := roleRow{Role: assessment.Capital(role.Words())}
		if anonymous {
			row.Role = "Everybody"
		}
		for _, vote := range votes {
			if !anonymous && vote.Seat.Role != role {
				continue
			}
			d := dot{Code: vote.Vote.Level.String(), Sign: vote.Vote.Level.Sign(), Word: words.Level(vote.Vote.Level), Name: vote.Seat.Name}
			if anonymous {
				d.Name = ""
			}
			row.Dots = append(row.Dots, d)
		}
		if len(row.Dots) > 0 {
			out = append(out, row)
		}
		if anonymous {
			break
		}
	}
	return out
}

// together makes the same answers of a role one dot, without names.
func (s *spreadView) together() {
	for r := range s.Roles {
		var dots []dot
		for _, d := range s.Roles[r].Dots {
			if last := len(dots) - 1; last >= 0 && dots[last].Code == d.Code {
				dots[last].Count++
				continue
			}
			d.Name, d.Count = "", 1
			dots = append(dots, d)
		}
		s.Roles[r].Dots = dots
	}
}

// countsOf is how many gave which answer.
func countsOf(votes []assessment.SeatVote) assessment.Counts {
	var c assessment.Counts
	for _, vote := range votes {
		switch vote.Vote.Level {
		case assessment.InPlace:
			c.InPlace++
		case assessment.Partly:
			c.Partly++
		case assessment.No:
			c.No++
		case assessment.Unsure:
			c.Unsure++
		case assessment.NA:
			c.NA++
		}
	}
	return c
}

// shownPage is a question as the room has seen it.
type shownPage struct {
	ID, Text, Token string
	Spread          *spreadView
	// Mine is the person's own vote, or "".
	Mine string
	// Explains is true where the person can say why, Odd where the room would like to hear it, and
	// Form where the page has the form for it.
	Explains, Odd, Form bool
	Note, Was           string
	// Typed is a note that came too late to be kept.
	Typed string
	Next  string
	// InStep is true where the next page is the room's.
	InStep bool
}

func (s *Server) shownPage(p *person, q *assessment.Question) shownPage {
	vote := p.view.Session.Answers[q.ID]
	of := shownPage{
		ID: q.ID, Text: q.Text, Token: p.token, Note: vote.Note, Was: markOf(vote.Note), Next: p.onwards(q.ID),
		Spread: spreadOf(p.view.Set, &p.view.Session.Setup, p.view.Shown, q.ID, p.view.Anonymous),
	}
	if p.view.InStep && p.view.Step == q.ID {
		of.Next, of.InStep = with("/wait", "saw", p.state()), true
	}
	if vote.Level != assessment.Unanswered {
		of.Mine = p.work().ReadBack(vote)
		_, decided := p.view.Shown.Decisions[q.ID]
		of.Explains = !decided
		of.Odd = of.Explains && of.Spread != nil && of.Spread.said.Differs(vote.Level)
	}
	return of
}

func (s *Server) showShown(w http.ResponseWriter, status int, p *person, of shownPage, query url.Values, wrong string) {
	said := s.said(p, query)
	title := "What the room said: " + of.Text
	if wrong != "" {
		title = "Too late: " + of.Text
	}
	s.show(w, status, "shown", page{Title: title, Heading: of.Text, Said: said, Fresh: said != "" || wrong != "", Wrong: wrong, Person: p.about(), Of: of})
}

// explain takes why somebody sees it as they do.
func (s *Server) explain(w http.ResponseWriter, r *http.Request, p *person, id string, values url.Values) {
	q, ok := p.view.Set.Question(id)
	if !ok || !p.view.Closed(id) {
		s.refuse(w, r, noPage)
		return
	}
	note, changed := noteIn(values, p.view.Session.Answers[id].Note)
	if changed {
		if err := p.Explain(id, note); err != nil {
			of := s.shownPage(p, q.For(&p.view.Session.Setup))
			of.Note, of.Form = note, true
			s.showShown(w, http.StatusConflict, p, of, nil, sentence(err))
			return
		}
	}
	s.redirect(w, with("/q/"+id, "why", "1"))
}
