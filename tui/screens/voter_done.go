package screens

import (
	"fmt"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"readycheck/tui/workshop"
)

// voterDone lists a person's own votes.
type voterDone struct {
	work *work
	view workshop.VoterView
	list list
}

func newVoterDone(w *work, view workshop.VoterView) screen {
	d := &voterDone{work: w, view: view}
	d.list = list{at: max(0, w.Flow.FirstUnanswered()), rows: w.Flow.Len()}
	return d
}

func (d *voterDone) Init() tea.Cmd { return nil }

func (d *voterDone) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		d.list.take(msg, &pageMoves)
	case workChanged:
		d.list.has(d.work.Flow.Len())
	case tea.KeyPressMsg:
		switch {
		case d.list.take(msg, &pageMoves):
		case key.Matches(msg, keys.enter, keys.choose):
			return d, openQuestion{d.work.Flow.At(d.list.at).ID}, nil
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
	return []key.Binding{described(keys.enter, "go to it"), keys.help, described(keys.quit, "leave")}
}

func (d *voterDone) groups() []keyGroup {
	return []keyGroup{
		{"Go", []key.Binding{described(keys.enter, "to the question under the cursor"), keys.up, keys.down, keys.pageUp, keys.pageDown}},
		{"The workshop", []key.Binding{keys.help, described(keys.quit, "leave; your votes are kept")}},
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
	if d.view.InStep {
		said = "The facilitator takes you to the next question."
	}
	b.lines = wrapped(st.text, said, room.width)
	if d.view.Code != "" && room.height >= 16 {
		b.lines = append(b.lines, wrapped(st.dim, "If you lose the connection, come back to your seat with:", room.width)...)
		b.lines = append(b.lines, st.accent.Render(d.view.Command)+"   Code: "+st.accent.Render(d.view.Code))
	}
	b.lines = append(b.lines, "")
	for i := range d.work.Flow.Len() {
		q := d.work.Flow.At(i)
		pointer, style := d.list.pointer(st, i)
		if i == d.list.at {
			b.focus = len(b.lines)
		}
		level := d.work.Session.Answers[q.ID].Level
		text, word := q.Text, st.dim.Render(column(st.words().Level(level), 15))
		if room.width < 60 {
			text, word = st.words().Level(level)+": "+q.Text, ""
		}
		if d.view.Shown.Revealed[q.ID] {
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
