package screens

import (
	"fmt"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// questionScreen asks one question: one thing to decide.
type questionScreen struct {
	*interview.Question
	work *work
	list list
	// round is the way through a review that this question is on, or nil.
	round *round
	// stays is true in a room, where a number votes and does not go on.
	stays bool
	// fresh is true from a choice on until the person goes on from it.
	fresh bool
	// stood is the row of the answer when the question was shown, or last looked at.
	stood int
}

func newQuestion(w *work, id string) *questionScreen {
	w.Position = id
	q := &questionScreen{Question: w.At(id), work: w}
	q.turned()
	return q
}

// find shows the question at a position of the walk.
func (q *questionScreen) find(position int) {
	q.Turn(position)
	q.turned()
}

// turned sets the cursor on a question that is shown. Where it is answered, it stands on the
// answer; else nothing is selected until the person moves.
func (q *questionScreen) turned() {
	q.stood, q.fresh = q.Answered(), false
	q.list = list{at: q.stood, rows: len(q.Rows())}
}

// stay takes in what changed. The walk may have changed under this screen; it stays as near as
// can be. The cursor stays where the person put it, and else goes with the answer.
func (q *questionScreen) stay() {
	was, moved := q.ID, q.list.at != q.stood
	at, fresh := q.list.at, q.fresh
	q.find(q.work.Flow.Near(q.ID))
	if q.ID != was {
		return
	}
	if q.fresh = fresh; moved && at < q.list.rows {
		q.list.at = at
	}
}

// questionPlace is what the questions are called, all of them.
const questionPlace = "question"

func (q *questionScreen) place() (name string, about *work) { return questionPlace, q.work }

func (q *questionScreen) Init() tea.Cmd { return nil }

func (q *questionScreen) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return q, q.key(msg), nil
	case tea.MouseWheelMsg:
		q.list.take(msg, &rowMoves)
	case workChanged:
		q.stay()
	}
	return q, nil, nil
}

func (q *questionScreen) key(msg tea.KeyPressMsg) action {
	if q.list.take(msg, &rowMoves) {
		return nil
	}
	switch {
	case key.Matches(msg, keys.pick):
		row := int(msg.String()[0] - '1')
		if row < len(q.Rows()) {
			q.list.at = row
			return q.numbered(row)
		}
	case key.Matches(msg, keys.choose):
		if q.list.at < 0 {
			return notice{chooseFirst}
		}
		return q.choose(q.list.at, nil)
	case key.Matches(msg, keys.enter):
		switch {
		case q.list.at < 0:
			return notice{chooseFirst}
		case q.list.at == q.Answered() && q.fresh:
			q.fresh = false
			return q.answered()
		case q.list.at == q.Answered():
			return q.following()
		}
		return q.choose(q.list.at, q.answered())
	case key.Matches(msg, keys.seen):
		return q.know(assessment.Seen)
	case key.Matches(msg, keys.told):
		return q.know(assessment.Told)
	case key.Matches(msg, keys.next):
		return q.following()
	case key.Matches(msg, keys.back):
		return q.before()
	case key.Matches(msg, keys.note):
		return openPage{newNote(q.work.Session.ID, q.Question.Question, q.Answer(), q.work.NoteLimit)}
	case key.Matches(msg, keys.owner):
		return openPage{newOwnerForm(q.work, q.ID, q.Answer())}
	case key.Matches(msg, keys.undo):
		return undoAnswer{}
	case key.Matches(msg, keys.jump):
		return goJump{}
	case key.Matches(msg, keys.review):
		return goReview{}
	case key.Matches(msg, keys.about):
		return goSetup{}
	case key.Matches(msg, keys.later) && q.round == nil:
		return q.nextOpen()
	case key.Matches(msg, keys.later):
		return q.following()
	case key.Matches(msg, keys.home):
		return goBack{}
	}
	return nil
}

const chooseFirst = "Choose an answer first: its number, or an arrow and enter. l leaves the question for later."

// asks reports whether it matters how the row under the cursor is known.
func (q *questionScreen) asks() bool { return q.Asks(q.list.at) }

// know answers with the row under the cursor, says how it is known and goes on.
func (q *questionScreen) know(known assessment.Known) action {
	if !q.asks() {
		return nil
	}
	answer := q.Chosen(q.list.at)
	q.stood, q.fresh = q.list.at, false
	answer.Known = known
	return both{saveAnswer{q.ID, answer}, q.answered()}
}

// answered goes on from an answer that was just given, by way of the name that it lacks.
func (q *questionScreen) answered() action { return askName{q.ID, q.following()} }

// askName asks who it is, where an answer names nobody and should, and goes on.
type askName struct {
	question string
	then     action
}

// askName lays the form for the name over the question, and goes on behind it.
func (m *model) askName(a askName) tea.Cmd {
	if !m.work.LacksName(a.question) {
		return m.act(a.then)
	}
	return m.act(openPage{newNameForm(m.work, a.question, a.then)})
}

// numbered answers with a row by its number. Where nothing more is asked of it, that goes on.
func (q *questionScreen) numbered(row int) action {
	if q.Asks(row) || q.stays {
		return q.choose(row, nil)
	}
	return q.choose(row, q.following())
}

// choose answers with a row. "Doesn't apply" asks why first.
func (q *questionScreen) choose(row int, then action) action {
	answer := q.Chosen(row)
	// Until it is taken in, the cursor goes with the answer, also where another one wins.
	q.stood, q.fresh = row, true
	if answer.Level == assessment.NA {
		return openPage{newReason(q.work.Session.ID, q.ID, q.Answer(), then)}
	}
	if then != nil {
		return both{saveAnswer{q.ID, answer}, then}
	}
	return saveAnswer{q.ID, answer}
}

// both is two actions in order.
type both struct{ first, second action }

// following is the next question, or the review after the last one; on a round, its next one.
func (q *questionScreen) following() action {
	if q.round != nil {
		return lookOn{q.round}
	}
	return openNext{q.ID}
}

// before is the question before this one. There is none before the first.
func (q *questionScreen) before() action {
	if q.round != nil {
		return lookAt{q.round.to(q.round.order[max(0, q.round.at-1)])}
	}
	q.find(max(0, q.Position()-1))
	return nil
}

// openNext shows what comes after a question. It is decided when the answer before it
// has been taken in, since that may open or close questions.
type openNext struct{ after string }

// nextOpen leaves a question for later: the next one without an answer, round the end,
// or the review.
func (q *questionScreen) nextOpen() action {
	if next := q.NextOpen(); next != "" {
		return openQuestion{next}
	}
	return goReview{}
}

func (q *questionScreen) capturesText() bool { return false }

func (q *questionScreen) ShortHelp() []key.Binding {
	bindings := make([]key.Binding, 0, 8)
	if q.asks() {
		bindings = append(bindings, keys.seen, keys.told, described(keys.enter, q.enterWords()))
	} else if q.list.at < 0 {
		bindings = append(bindings, bind(fmt.Sprintf("1–%d", len(q.Rows())), "choose", keys.pick.Keys()...))
	} else {
		bindings = append(bindings, described(keys.enter, "next"))
	}
	// With nothing open any more the way on is to the end, from wherever one is.
	if q.work.Flow.FirstUnanswered() < 0 && q.round == nil {
		bindings = append(bindings, described(keys.review, "to the end"))
		return append(bindings, keys.note, keys.owner, described(keys.help, "explain"), keys.jump, q.work.home("home"))
	}
	return append(bindings, keys.note, keys.owner, described(keys.help, "explain"), keys.later, keys.jump, q.work.home("home"))
}

// enterWords say what enter does on a row that can be known: it keeps what was said, or
// takes the row for what the person thinks.
func (q *questionScreen) enterWords() string {
	if q.list.at == q.Answered() && q.Answer().Known != assessment.Assumed {
		return "next"
	}
	return q.work.Set.Words.Known[assessment.Assumed]
}

func (q *questionScreen) groups() []keyGroup {
	words := &q.work.Set.Words
	return []keyGroup{
		{"Answer", []key.Binding{
			bind(fmt.Sprintf("1–%d", len(q.Rows())), "choose, and save", keys.pick.Keys()...), keys.up, keys.down,
			described(keys.enter, "take the one under the cursor, and go on"), described(keys.choose, "take it, and stay"),
			described(keys.seen, words.Known[assessment.Seen]+", and go on"), described(keys.told, words.Known[assessment.Told]+", and go on"),
			described(keys.note, "a note"), described(keys.owner, "who sees to it, and by when"),
			described(keys.undo, "take the last change back"), described(keys.retry, "save again, where saving failed"),
		}},
		{"Go", []key.Binding{
			described(keys.next, "the next question"), described(keys.back, "the one before"),
			described(keys.later, "leave it for later: the next open question"), described(keys.jump, "jump to any question"),
			described(keys.review, "what is open, and the end"), described(keys.about, "what you said about this use"),
			q.work.home("all sessions"),
		}},
		{"The program", []key.Binding{keys.help, keys.suspend, keys.quitNow}},
	}
}

func (q *questionScreen) off() []offKey {
	var off []offKey
	if why := q.WhyNotAsked(q.list.at); why != "" {
		off = append(off, offKey{keys.seen, why}, offKey{keys.told, why})
	}
	switch {
	case q.round != nil && q.round.at == 0:
		off = append(off, offKey{keys.back, "This is the first one that you went to. esc leads back to the review."})
	case q.round == nil && q.Position() == 0:
		off = append(off, offKey{keys.back, "This is the first question."})
	}
	if !q.work.CanUndo() {
		off = append(off, offKey{keys.undo, "Nothing was changed since you opened this session."})
	}
	if q.work.Unwritten() == 0 {
		off = append(off, offKey{keys.retry, "Everything is saved."})
	}
	return off
}

// hint goes when the first answer is given: then "Saved" stands there.
func (q *questionScreen) hint() string {
	if answered, _ := q.work.Flow.Progress(); answered > 0 {
		return ""
	}
	return "A number answers. Then s, t or enter: how you know."
}
