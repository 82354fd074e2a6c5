package screens

import (
	"fmt"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// doneScreen asks what is so now that a step was worked on, and how that is known. It is the
// step's question once more, over the plan or the walk.
type doneScreen struct {
	*interview.Question
	work *work
	list list
	// title says why it is asked, then is what follows the save.
	title string
	then  action
}

// newDone asks about a step of the plan.
func newDone(w *work, question string) screen {
	return askAgain(w, question, "What is so now?", nil)
}

// askAgain asks a question once more. Nothing is selected until the person moves.
func askAgain(w *work, question, title string, then action) screen {
	q := w.At(question)
	return &doneScreen{Question: q, work: w, list: list{at: noRow, rows: len(q.Rows())}, title: title, then: then}
}

func (d *doneScreen) Init() tea.Cmd { return nil }

func (d *doneScreen) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		d.list.take(msg, &rowMoves)
	case tea.KeyPressMsg:
		return d, d.key(msg), nil
	}
	return d, nil, nil
}

func (d *doneScreen) key(msg tea.KeyPressMsg) action {
	if d.list.take(msg, &rowMoves) {
		return nil
	}
	switch {
	case key.Matches(msg, keys.esc):
		return closePage{}
	case key.Matches(msg, keys.pick):
		row := int(msg.String()[0] - '1')
		if row >= len(d.Rows()) {
			return nil
		}
		d.list.at = row
		if !d.Asks(row) {
			return d.keep(assessment.Assumed)
		}
	case key.Matches(msg, keys.enter, keys.choose):
		return d.keep(assessment.Assumed)
	case key.Matches(msg, keys.seen):
		return d.keep(assessment.Seen)
	case key.Matches(msg, keys.told):
		return d.keep(assessment.Told)
	}
	return nil
}

// keep answers with the row under the cursor. "Doesn't apply" asks why first.
func (d *doneScreen) keep(known assessment.Known) action {
	if d.list.at < 0 {
		return notice{"Choose what is so now: its number, or an arrow. esc leaves it as it was."}
	}
	answer := d.AfterStep(d.list.at, known)
	if answer.Level == assessment.NA {
		return closePage{openPage{newReason(d.work.Session.ID, d.ID, d.Answer(), d.then)}}
	}
	var then action = stepDone{d.ID, answer}
	if d.then != nil {
		then = both{then, d.then}
	}
	return closePage{then}
}

func (d *doneScreen) capturesText() bool { return false }

func (d *doneScreen) ShortHelp() []key.Binding {
	if d.list.at >= 0 && d.Asks(d.list.at) {
		return []key.Binding{keys.seen, keys.told, described(keys.enter, d.work.Set.Words.Known[assessment.Assumed]), keys.help, described(keys.esc, "leave it")}
	}
	return []key.Binding{bind(fmt.Sprintf("1–%d", len(d.Rows())), "choose", keys.pick.Keys()...), described(keys.enter, "save"), keys.help, described(keys.esc, "leave it")}
}

func (d *doneScreen) groups() []keyGroup {
	words := &d.work.Set.Words
	return []keyGroup{{"What is so now", []key.Binding{
		bind(fmt.Sprintf("1–%d", len(d.Rows())), "choose", keys.pick.Keys()...), keys.up, keys.down,
		described(keys.seen, words.Known[assessment.Seen]), described(keys.told, words.Known[assessment.Told]),
		described(keys.enter, words.Known[assessment.Assumed]), described(keys.esc, "leave it as it was"),
	}}}
}

func (d *doneScreen) off() []offKey {
	why := d.WhyNotAsked(d.list.at)
	if why == "" {
		return nil
	}
	return []offKey{{keys.seen, why}, {keys.told, why}}
}

func (d *doneScreen) View(st *styles, room size) body {
	b := body{header: []string{st.dim.Render(d.title)}}
	b.lines = append(wrapped(st.strong, d.Text, room.width), "")
	for row, choice := range d.Rows() {
		pointer, style := d.list.pointer(st, row)
		at := len(b.lines)
		b.lines = append(b.lines, hang(pointer+fmt.Sprintf(" %d  ", row+1)+st.sign(choice.Level)+" ", style, choice.Text, room.width)...)
		if row == d.Answered() {
			b.lines = append(b.lines, hang("       ", st.dim, "Your answer until now.", room.width)...)
		}
		b.clickable(at, func() action { d.list.at = row; return nil })
		if row == d.list.at {
			b.focus, b.focusEnd = at, len(b.lines)-1
		}
	}
	if d.list.at >= 0 && d.Asks(d.list.at) {
		words := &d.work.Set.Words
		b.lines = append(b.lines, "")
		b.lines = append(b.lines, flowed([]string{
			"  How do you know?", st.accent.Render("s") + " " + words.Known[assessment.Seen],
			st.accent.Render("t") + " " + words.Known[assessment.Told], st.accent.Render("enter") + " " + words.Known[assessment.Assumed],
		}, room.width)...)
		if len(b.lines) <= room.height {
			b.focusEnd = len(b.lines) - 1
		}
	}
	return b
}
