package screens

import (
	"fmt"
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
	"readycheck/tui/workshop"
)

// voterDone lists a person's own votes.
type voterDone struct {
	work *work
	view workshop.VoterView
	list list
	// order is where the questions stand in the walk: those first that are open once more.
	order []int
}

func newVoterDone(w *work, view workshop.VoterView) screen {
	d := &voterDone{work: w}
	d.take(view)
	if d.list.at = 0; len(d.again()) == 0 {
		d.list.at = max(0, w.Flow.FirstUnanswered())
	}
	return d
}

// take takes in how the room is now. The cursor stays on its question.
func (d *voterDone) take(view workshop.VoterView) {
	here := noRow
	if d.list.at < len(d.order) {
		here = d.order[d.list.at]
	}
	d.view = view
	d.order = append(d.again(), d.rest()...)
	d.list.has(len(d.order))
	if at := slices.Index(d.order, here); at >= 0 {
		d.list.at = at
	}
}

// isOpen reports whether the room votes once more on a question, and this person has not.
func (d *voterDone) isOpen(at int) bool {
	question := d.work.Flow.At(at).ID
	return d.view.Again[question] && !d.view.VotedAgain[question]
}

// again are the questions that are open once more, rest all others.
func (d *voterDone) again() []int { return d.where(true) }
func (d *voterDone) rest() []int  { return d.where(false) }

func (d *voterDone) where(open bool) []int {
	var out []int
	for at := range d.work.Flow.Len() {
		if d.isOpen(at) == open {
			out = append(out, at)
		}
	}
	return out
}

func (d *voterDone) question(row int) *assessment.Question { return d.work.Flow.At(d.order[row]) }

func (d *voterDone) Init() tea.Cmd { return nil }

func (d *voterDone) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		d.list.take(msg, &pageMoves)
	case workChanged:
		d.take(d.view)
	case tea.KeyPressMsg:
		switch {
		case d.list.take(msg, &pageMoves):
		case key.Matches(msg, keys.enter, keys.choose):
			return d, openQuestion{d.question(d.list.at).ID}, nil
		case key.Matches(msg, keys.about) && !d.view.Anonymous:
			return d, openPage{newMe(d.view)}, nil
		case key.Matches(msg, keys.quit):
			about := "Your votes are kept."
			if back := d.view.WayBack(); back != "" {
				about += " To come back:\n" + back
			}
			return d, openPage{newConfirm("Leave the workshop?", about, quit{})}, nil
		}
	}
	return d, nil, nil
}

func (d *voterDone) capturesText() bool { return false }

func (d *voterDone) ShortHelp() []key.Binding {
	bindings := []key.Binding{described(keys.enter, "go to it")}
	if !d.view.Anonymous {
		bindings = append(bindings, described(keys.about, "about you"))
	}
	return append(bindings, keys.help, described(keys.quit, "leave"))
}

func (d *voterDone) off() []offKey {
	if d.view.Anonymous {
		return []offKey{{keys.about, noNamesHere}}
	}
	return nil
}

func (d *voterDone) groups() []keyGroup {
	return []keyGroup{
		{"Go", []key.Binding{described(keys.enter, "to the question under the cursor"), keys.up, keys.down, keys.pageUp, keys.pageDown}},
		{"The workshop", []key.Binding{described(keys.about, "change your name, or your side"), keys.help, described(keys.quit, "leave; your votes are kept")}},
	}
}

func (d *voterDone) View(st *styles, room size) body {
	answered, total := d.work.Flow.Progress()
	b := body{header: []string{sides(st.strong.Render("Your votes"), st.dim.Render(fmt.Sprintf("%d of %d", answered, total)), room.width)}}
	said := "Something is open. Go to it, or leave it to the others."
	if answered == total {
		said = "You have voted on everything. You can change a vote until the facilitator shows them."
	}
	if answered == total && len(d.view.Shown.Revealed) > 0 {
		said = "You have voted on everything, and the facilitator has shown the votes. Go to a question to see who said what."
	}
	if again := len(d.again()); again > 0 {
		said = fmt.Sprintf("The room votes once more on %s. You can keep what you said, or change it.", assessment.Counted(again, "question", "questions"))
	} else if d.view.InStep {
		said = "The facilitator takes you to the next question."
	}
	b.lines = wrapped(st.text, said, room.width)
	if d.view.Code != "" && room.height >= 16 {
		b.lines = append(b.lines, wrapped(st.dim, "If you lose the connection, come back to your seat with:", room.width)...)
		b.lines = append(b.lines, st.accent.Render(d.view.Command)+"   Code: "+st.accent.Render(d.view.Code))
	}
	b.lines = append(b.lines, "")
	for i := range d.order {
		q := d.question(i)
		pointer, style := d.list.pointer(st, i)
		if i == d.list.at {
			b.focus = len(b.lines)
		}
		level := d.work.Session.Answers[q.ID].Level
		text, word := q.Text, st.dim.Render(column(st.words().Level(level), 15))
		if room.width < 60 {
			text, word = st.words().Level(level)+": "+q.Text, ""
		}
		switch {
		case d.isOpen(d.order[i]):
			text += " " + st.accent.Render("Open again.")
		case d.view.Again[q.ID]:
			text += " " + st.dim.Render("Voted again.")
		case d.view.Shown.Revealed[q.ID]:
			text += " " + st.dim.Render("Shown to all.")
		}
		at := len(b.lines)
		b.lines = append(b.lines, hang(pointer+st.sign(level)+" "+word, style, text, room.width)...)
		b.clickable(at, func() action { return openQuestion{q.ID} })
		if i == d.list.at {
			b.focusEnd = len(b.lines) - 1
		}
	}
	b.status = d.work.status()
	return b
}
