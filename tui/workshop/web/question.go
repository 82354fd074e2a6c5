package web

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// questionPage is a question that can be voted on.
type questionPage struct {
	ID, Text, Section, Token string
	// Since is when the page was made: see hasty.
	Since     string
	At, Total int
	Options   []option
	Known     []option
	// NA is how the question is said not to apply, or nil. Reason says why, WrongReason what is
	// wrong with that.
	NA                  *option
	Reason, WrongReason string
	// Note is what stands in the field, Was tells whether somebody changed it.
	Note, Was string
	// Mine is the person's vote as it stands, or "". Again is true while the room votes once more,
	// and Once where this person has done so.
	Mine         string
	Again, Once  bool
	Explain      []interview.Part
	Before, Next string
	Time         string
	// More is true where what is below the answers was used, so that it stands open.
	More bool
}

// option is one answer that a button or a radio gives.
type option struct {
	Value, Text string
	Mine        bool
}

// valueOf is how a form names an answer: its level, and which of the sentences of that level.
func valueOf(level assessment.Level, choice int) string {
	return level.String() + "." + strconv.Itoa(choice)
}

// answerNamed is the answer that a form names, where the question has it.
func answerNamed(q *assessment.Question, words *assessment.Words, value string) (assessment.Answer, bool) {
	options := q.Options(words)
	for row, choice := range options {
		if at := assessment.ChoiceAt(options, row); valueOf(choice.Level, at) == value {
			return assessment.Answer{Level: choice.Level, Choice: at}, true
		}
	}
	return assessment.Answer{}, false
}

// markOf tells whether a note is the one that a form showed.
func markOf(note string) string {
	sum := sha256.Sum256([]byte(assessment.Clean(note, assessment.MaxVoteNote)))
	return hex.EncodeToString(sum[:8])
}

// noteIn is the note that a form sent: one that was not changed there is what stands now, since a
// newer page may have changed it.
func noteIn(values url.Values, stands string) (note string, changed bool) {
	note = assessment.Clean(values.Get("note"), assessment.MaxVoteNote)
	if !values.Has("note") || markOf(note) == values.Get("was") {
		return stands, false
	}
	return note, note != stands
}

// work is the person's own session, for the words of the interview.
func (p *person) work() *interview.Work {
	return &interview.Work{Set: p.view.Set, Session: p.view.Session, Flow: p.flow()}
}

// flow is the walk of this person: their own votes can make it longer.
func (p *person) flow() assessment.Flow { return assessment.NewFlow(p.view.Set, p.view.Session) }

// asked is a question of this person's walk.
func (p *person) asked(id string) (*assessment.Question, bool) {
	flow := p.flow()
	if at := flow.Position(id); at >= 0 {
		return flow.At(at), true
	}
	return nil, false
}

// voted reports whether the person has voted on a question, in the round that it is in.
func (p *person) voted(id string) bool {
	if p.view.Again[id] {
		return p.view.VotedAgain[id]
	}
	return p.view.Session.Answers[id].Level != assessment.Unanswered
}

// open reports whether a question waits for this person's vote.
func (p *person) open(id string) bool { return !p.view.Closed(id) && !p.voted(id) }

// nextOpen is the next question that waits for this person, round the end, or "".
func (p *person) nextOpen(after string) string {
	flow := p.flow()
	from := flow.Position(after) + 1
	for i := range flow.Len() {
		if id := flow.At((from + i) % flow.Len()).ID; id != after && p.open(id) {
			return id
		}
	}
	return ""
}

// once is the first question on which the room votes once more and waits for this person, or "".
func (p *person) once() string {
	flow := p.flow()
	for i := range flow.Len() {
		if id := flow.At(i).ID; p.view.Again[id] && p.open(id) {
			return id
		}
	}
	return ""
}

// place is where somebody goes on: where the room votes once more, at the room's question, where
// they were, at the next one that is open, or where they wait.
func (p *person) place() string {
	if once := p.once(); once != "" {
		return "/q/" + once
	}
	step := p.view.Step
	switch _, asked := p.asked(step); {
	case p.view.InStep && step != "" && p.view.Closed(step):
		return with("/q/"+step, "follow", "1")
	case p.view.InStep && asked && p.open(step):
		return "/q/" + step
	case p.view.InStep:
		return "/wait" // also where the person's own votes do not lead to the room's question
	}
	if _, asked := p.asked(p.view.Position); asked && p.open(p.view.Position) {
		return "/q/" + p.view.Position
	}
	return p.onwards("")
}

// onwards is where somebody goes after a question.
func (p *person) onwards(after string) string {
	if p.view.InStep || p.once() != "" {
		return p.place()
	}
	if next := p.nextOpen(after); next != "" {
		return "/q/" + next
	}
	return "/wait"
}

// question is the page of one question: to be voted on, or as the room has seen it.
func (s *Server) question(w http.ResponseWriter, r *http.Request, p *person, id string) {
	query := r.URL.Query()
	if query.Has("follow") && p.view.InStep && p.view.Step != id {
		s.redirect(w, p.place()) // the room has gone on
		return
	}
	q, asked := p.asked(id)
	if other, there := p.view.Set.Question(id); !asked && there && p.view.Closed(id) {
		// The person's own votes do not lead there; the room's did.
		q, asked = other.For(&p.view.Session.Setup), true
	}
	switch {
	case !asked:
		s.refuse(w, r, noPage)
	case p.view.Closed(id):
		p.At(id)
		of := s.shownPage(p, q)
		of.Form = of.Odd || of.Explains && query.Has("more")
		if query.Has("follow") && !of.Form {
			s.refresh(w, p.code, lookAgain, with("/q/"+id, "follow", "1"))
		}
		s.showShown(w, http.StatusOK, p, of, query, "")
	default:
		p.At(id)
		s.showQuestion(w, http.StatusOK, p, s.questionPage(p, q), query, "")
	}
}

func (s *Server) showQuestion(w http.ResponseWriter, status int, p *person, of questionPage, query url.Values, wrong string) {
	said := s.said(p, query)
	title := of.Text
	if wrong != "" || of.WrongReason != "" {
		title = "Look at this again: " + title
	} else if said != "" {
		title = said + " Next: " + title
	}
	s.show(w, status, "question", page{Title: title, Heading: of.Text, Said: said, Fresh: said != "" && wrong == "" && of.WrongReason == "", Wrong: wrong, Person: p.about(), Of: of})
}

// said is what happened on the page before.
func (s *Server) said(p *person, query url.Values) string {
	id := query.Get("kept")
	vote := p.view.Session.Answers[id]
	switch {
	case query.Has("in"):
		return "You are in, " + p.view.Name + ". Nobody sees your answers before the facilitator shows them to all."
	case query.Has("why"):
		return "Your note is kept. The room can read it now."
	case query.Has("again"):
		return tapAgain
	case query.Has("seat"):
		return "Kept: " + p.view.Name + ", " + p.view.Role.Words() + "."
	case vote.Level == assessment.Unanswered:
		return ""
	case vote.Note != "":
		return "Kept: " + p.work().ReadBack(vote) + " Your note is kept too."
	}
	return "Kept: " + p.work().ReadBack(vote)
}

func (s *Server) questionPage(p *person, q *assessment.Question) questionPage {
	words, vote, flow := &p.view.Set.Words, p.view.Session.Answers[q.ID], p.flow()
	work := p.work()
	of := questionPage{
		ID: q.ID, Text: q.Text, Section: work.Section(q), Token: p.token, Since: s.stamp(), At: flow.Position(q.ID) + 1, Total: flow.Len(),
		Note: vote.Note, Was: markOf(vote.Note), Reason: vote.Reason, Again: p.view.Again[q.ID], Once: p.view.VotedAgain[q.ID],
		Explain: (&interview.Question{Work: work, Question: q}).Explain(), Time: s.timeLeft(p.view.Until),
		More: vote.Note != "" || vote.Known != assessment.Assumed,
	}
	options := q.Options(words)
	mine := -1
	if vote.Level != assessment.Unanswered {
		mine = q.Row(options, vote)
		of.Mine = work.ReadBack(vote)
	}
	for row, choice := range options {
		o := option{Value: valueOf(choice.Level, assessment.ChoiceAt(options, row)), Text: choice.Text, Mine: row == mine}
		if choice.Level == assessment.NA {
			of.NA = &o
			continue
		}
		of.Options = append(of.Options, o)
	}
	of.Known = knownOptions(words, vote.Known)
	if at := flow.Position(q.ID); !p.view.InStep {
		if at > 0 {
			of.Before = flow.At(at - 1).ID
		}
		if at+1 < flow.Len() {
			of.Next = flow.At(at + 1).ID
		}
	}
	return of
}

// knownOptions are the ways to know something, the surest first.
func knownOptions(words *assessment.Words, known assessment.Known) []option {
	var out []option
	for _, k := range []assessment.Known{assessment.Seen, assessment.Told, assessment.Assumed} {
		out = append(out, option{k.String(), words.Known[k], k == known})
	}
	return out
}

// timeLeft says how long the room has, in whole minutes.
func (s *Server) timeLeft(until time.Time) string {
	if until.IsZero() {
		return ""
	}
	left := until.Sub(s.o.Now())
	switch minutes := int((left + time.Minute - 1) / time.Minute); {
	case left <= 0:
		return "The time is over. The facilitator goes on in a moment."
	case minutes == 1:
		return "Less than a minute is left."
	default:
		return "About " + strconv.Itoa(minutes) + " minutes are left."
	}
}

// vote takes an answer. The last tap wins, and the same one twice is one.
func (s *Server) vote(w http.ResponseWriter, r *http.Request, p *person, id string, values url.Values) {
	q, ok := p.asked(id)
	switch {
	case p.view.Closed(id):
		s.late(w, r, p, id, values)
		return
	case !ok:
		s.refuse(w, r, noPage)
		return
	}
	words, stands := &p.view.Set.Words, p.view.Session.Answers[id]
	if s.hasty(values) {
		if values.Has("how") {
			s.redirect(w, with("/kept/"+id, "again", "1"))
			return
		}
		s.redirect(w, with("/q/"+id, "again", "1"))
		return
	}
	answer, chosen := answerNamed(q, words, values.Get("answer"))
	note, _ := noteIn(values, stands.Note)
	answer.Note = note
	_ = answer.Known.UnmarshalText([]byte(values.Get("known"))) // one of those that were offered
	if !answer.Level.IsKnown() {
		answer.Known = assessment.Assumed
	}
	if answer.Level == assessment.NA {
		answer.Reason = assessment.CleanLine(values.Get("reason"), assessment.MaxShort)
	}
	again := func(status int, wrong, wrongReason string) {
		of := s.questionPage(p, q)
		of.Note, of.Reason, of.WrongReason, of.More = note, values.Get("reason"), wrongReason, true
		of.Known = knownOptions(words, answer.Known)
		s.showQuestion(w, status, p, of, nil, wrong)
	}
	switch {
	case !chosen:
		again(http.StatusUnprocessableEntity, "Choose an answer.", "")
		return
	case answer.Level == assessment.NA && answer.Reason == "":
		again(http.StatusUnprocessableEntity, "", "Say in a few words why it does not apply.")
		return
	}
	if result := <-p.Vote(id, answer); result.Err != nil {
		if p.view = p.View(); p.view.Closed(id) {
			s.late(w, r, p, id, values)
			return
		}
		again(http.StatusConflict, sentence(result.Err), "")
		return
	}
	p.view = p.View() // this vote can bring other questions
	if answer.Level.IsKnown() && answer.Known == assessment.Assumed && !values.Has("how") {
		s.redirect(w, "/kept/"+id)
		return
	}
	s.redirect(w, with(p.onwards(id), "kept", id))
}

// late takes what came after the room had seen the votes: the vote stays as it was, and a note is
// kept, or given back to whoever wrote it.
func (s *Server) late(w http.ResponseWriter, r *http.Request, p *person, id string, values url.Values) {
	q, ok := p.view.Set.Question(id)
	if !ok {
		s.refuse(w, r, noPage)
		return
	}
	stands := p.view.Session.Answers[id]
	note, changed := noteIn(values, stands.Note)
	wrong := "The room has seen the votes on this question, so yours stays as it is."
	if stands.Level == assessment.Unanswered {
		wrong = "The room has seen the votes on this question already, so your answer came too late. Tell the room what you think."
	}
	of := s.shownPage(p, q.For(&p.view.Session.Setup))
	switch _, decided := p.view.Shown.Decisions[id]; {
	case !changed:
	case decided || stands.Level == assessment.Unanswered:
		of.Typed = note
	default:
		if err := p.Explain(id, note); err != nil {
			of.Typed = note
			wrong += " " + sentence(err)
			break
		}
		p.view = p.View()
		of = s.shownPage(p, q.For(&p.view.Session.Setup))
		wrong += " Your note was kept."
	}
	s.showShown(w, http.StatusConflict, p, of, nil, wrong)
}
