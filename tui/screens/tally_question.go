package screens

import (
	"fmt"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// tallyQuestion is a question as it is typed from somebody's paper: one number, and the next one
// stands there.
type tallyQuestion struct {
	*questionScreen
	tally *interview.Tally
}

func newTallyQuestion(t *interview.Tally, id string) screen {
	return &tallyQuestion{newQuestion(&work{Work: t.Work}, id), t}
}

func (q *tallyQuestion) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return q, q.key(msg), nil
	case tea.MouseWheelMsg:
		q.list.take(msg, &rowMoves)
	}
	return q, nil, nil
}

func (q *tallyQuestion) key(msg tea.KeyPressMsg) action {
	switch {
	case q.list.take(msg, &rowMoves):
		return nil
	case key.Matches(msg, keys.pick):
		if row := int(msg.String()[0] - '1'); row < len(q.Rows()) {
			return q.tick(row)
		}
		return nil
	case key.Matches(msg, keys.enter, keys.choose):
		switch q.list.at {
		case noRow:
			return notice{"Type the number that is ticked. → leaves the question out, as on the paper."}
		case q.Answered():
			return goPaper{q.tally.After(q.ID)}
		}
		return q.tick(q.list.at)
	case key.Matches(msg, keys.next, keys.later):
		return goPaper{q.tally.After(q.ID)}
	case key.Matches(msg, keys.back):
		if before := q.tally.Before(q.ID); before != "" {
			return goPaper{before}
		}
		return nil
	}
	if key.Matches(msg, tallyKeys.add) {
		return notice{"This paper is not at its end. esc stops it here, and keeps it."}
	}
	return tallyWord(q.tally, q.ID, msg)
}

// tick is the vote that a row stands for. "Doesn't apply" asks why first.
func (q *tallyQuestion) tick(row int) action {
	rows := q.Rows()
	vote := q.tally.Tick(q.ID, rows[row].Level, assessment.ChoiceAt(rows, row))
	if vote.Level != assessment.NA {
		return saveAnswer{q.ID, vote}
	}
	q.list.at = row
	form, ok := newReason(q.work.Session.ID, q.ID, q.Answer(), nil).(*formScreen)
	if ok {
		form.name.Name = paperDraft(q.tally, reasonForm, q.ID)
	}
	return openPage{form}
}

// tallyWord does what is the same on each question of a paper and at its end: a word about an answer,
// the way back, and the way out.
func tallyWord(t *interview.Tally, at string, msg tea.KeyPressMsg) action {
	about := t.About(at)
	switch {
	case key.Matches(msg, keys.seen, keys.told, keys.note) && about == "":
		return notice{interview.TickFirst}
	case key.Matches(msg, keys.seen):
		return tallyKnown(t, about, assessment.Seen)
	case key.Matches(msg, keys.told):
		return tallyKnown(t, about, assessment.Told)
	case key.Matches(msg, keys.note):
		note, ok := newNote(t.Session.ID, t.Work.At(about).Question, t.Session.Answers[about], t.NoteLimit).(*noteScreen)
		if ok {
			note.name.Name = paperDraft(t, noteForm, about)
		}
		return openPage{note}
	case key.Matches(msg, keys.undo):
		return undoAnswer{}
	case key.Matches(msg, keys.esc):
		return stopPaper{}
	}
	return nil
}

// tallyKnown says how an answer is known.
func tallyKnown(t *interview.Tally, question string, known assessment.Known) action {
	q := t.At(question)
	if why := q.WhyNotAsked(q.Answered()); why != "" {
		return notice{fmt.Sprintf("Question %d: %s", t.Position(question)+1, why)}
	}
	vote := q.Answer()
	if vote.Known == known {
		return notice{fmt.Sprintf("Question %d says so already: %s", t.Position(question)+1, t.Says(vote))}
	}
	vote.Known = known
	return saveAnswer{question, vote}
}

// paperDraft names a form about one answer of one person's paper, so that nobody's words come up on
// the paper of another one.
func paperDraft(t *interview.Tally, form, question string) string {
	return paperForm + " " + form + question + " " + t.Name()
}

func (q *tallyQuestion) ShortHelp() []key.Binding {
	bindings := []key.Binding{bind(fmt.Sprintf("1–%d", len(q.Rows())), "what is ticked", keys.pick.Keys()...), described(keys.next, "left out")}
	if q.tally.About(q.ID) != "" {
		bindings = append(bindings, keys.seen, keys.note)
	}
	if q.tally.Position(q.ID) > 0 {
		bindings = append(bindings, keys.back)
	}
	if q.tally.CanUndo() {
		bindings = append(bindings, keys.undo)
	}
	return append(bindings, described(keys.help, "explain"), described(keys.esc, "stop"))
}

func (q *tallyQuestion) groups() []keyGroup {
	return []keyGroup{
		{"What is ticked", []key.Binding{
			bind(fmt.Sprintf("1–%d", len(q.Rows())), "save it, and go on", keys.pick.Keys()...), keys.up, keys.down,
			described(keys.enter, "take the one under the cursor"), described(keys.next, "it is left out on the paper"), described(keys.back, "the question before"),
		}},
		{"The answer that was typed last", []key.Binding{
			described(keys.seen, "the paper says that it was seen"), described(keys.told, "it was only told, as every tick is at first"),
			described(keys.note, "what is written beside it"), described(keys.undo, "take the last change back"),
		}},
		{"Go", []key.Binding{described(keys.esc, "stop here; what was typed is kept"), keys.help, keys.quitNow}},
	}
}

func (q *tallyQuestion) off() []offKey {
	var off []offKey
	if q.tally.Position(q.ID) == 0 {
		off = append(off, offKey{keys.back, "This is the first question."})
	}
	if !q.tally.CanUndo() {
		off = append(off, offKey{keys.undo, interview.NothingTicked})
	}
	return off
}

// hint is not what a question says to who answers it.
func (q *tallyQuestion) hint() string { return "" }

func (q *tallyQuestion) View(st *styles, room size) body {
	at := fmt.Sprintf("%d of %d", q.tally.Position(q.ID)+1, len(q.tally.Open))
	b := body{header: []string{sides(st.accent.Render(interview.Possessive(clean(q.tally.Name()))+" paper"), st.dim.Render(at), room.width)}}
	b.lines = append(b.lines, wrapped(st.strong, q.Text, room.width)...)
	if room.height >= 14 {
		b.lines = append(b.lines, "")
	}
	b.lines = q.drawRows(st, &b, room.width)
	if q.Answered() != noRow {
		b.lines = append(b.lines, "")
		b.lines = append(b.lines, wrapped(st.dim, "  Kept: "+q.tally.Says(q.Answer()), room.width)...)
		b.lines = append(b.lines, q.said(st, room.width)...)
	}
	b.status = q.tally.Read()
	return b
}

// tallyEnd is the end of a paper.
type tallyEnd struct {
	tally *interview.Tally
	text  scroll
}

func (e *tallyEnd) Init() tea.Cmd { return nil }

func (e *tallyEnd) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		e.text.take(msg, &pageMoves)
	case tea.KeyPressMsg:
		switch {
		case e.text.take(msg, &pageMoves):
		case key.Matches(msg, tallyKeys.add):
			return e, addPaper{}, nil
		case key.Matches(msg, keys.enter):
			return e, stopPaper{}, nil
		case key.Matches(msg, keys.back):
			return e, goPaper{e.tally.Before("")}, nil
		default:
			return e, tallyWord(e.tally, "", msg), nil
		}
	}
	return e, nil, nil
}

func (e *tallyEnd) capturesText() bool { return false }

func (e *tallyEnd) ShortHelp() []key.Binding {
	bindings := []key.Binding{described(tallyKeys.add, "the next person")}
	if e.tally.About("") != "" {
		bindings = append(bindings, keys.seen, keys.note)
	}
	return append(bindings, keys.back, keys.help, described(keys.esc, "the room"))
}

func (e *tallyEnd) groups() []keyGroup {
	return []keyGroup{
		{"This paper", []key.Binding{
			described(keys.seen, "the paper says that the last one was seen"), described(keys.note, "what is written beside the last one"),
			described(keys.back, "the last question"), described(keys.undo, "take the last change back"),
		}},
		{"Go", []key.Binding{described(tallyKeys.add, "the next person's paper"), described(keys.esc, "the room"), keys.help, keys.quitNow}},
	}
}

func (e *tallyEnd) purpose() string {
	return "One person's paper is typed in. The next one begins with +, and what this one says is on no screen then."
}

func (e *tallyEnd) View(st *styles, room size) body {
	b := body{lines: wrapped(st.strong, clean(e.tally.In()), room.width), scrolls: true}
	b.lines = append(append(b.lines, ""), wrapped(st.text, "+ takes the next person's. When all are in, esc leads to the room, and v shows the votes there.", room.width)...)
	if left := e.tally.Left(); len(left) > 0 {
		b.lines = append(append(b.lines, ""), wrapped(st.dim, "Left out:", room.width)...)
		for _, question := range left {
			b.lines = append(b.lines, hang(st.dim.Render(fmt.Sprintf("%3d  ", e.tally.Position(question)+1)), st.dim, e.tally.At(question).Text, room.width)...)
		}
	}
	e.text.fit(len(b.lines), room.height-1)
	b.scroll, b.status = e.text.from, e.tally.Read()
	return b
}
