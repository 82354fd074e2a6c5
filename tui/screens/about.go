package screens

import (
	"fmt"
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"readycheck/tui/interview"
)

// aboutScreen shows all that was said about the use on one page, to change the one answer that
// is not so any more.
type aboutScreen struct {
	work *work
	list list
}

const aboutTitle = "About this use"

// goAbout shows what was said about the use, with the cursor on a field, or on the first one.
type goAbout struct{ field string }

func newAbout(w *work, field string) screen {
	at := slices.IndexFunc(interview.Pages, func(p interview.Page) bool { return p.Name == field })
	return &aboutScreen{w, list{at: max(0, at), rows: len(interview.Pages)}}
}

// about shows what was said about the use or, where that was left half-way, asks on.
func (m *model) about(field string) tea.Cmd {
	w := m.work
	if !w.Session.Setup.Complete() {
		return m.show(newSetup(w.Set, w.Session, w), nil)
	}
	return m.show(newAbout(w, field), nil)
}

func (a *aboutScreen) Init() tea.Cmd { return nil }

// tenth is the key of the tenth row.
var tenth = bind("0", "the tenth", "0")

func (a *aboutScreen) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		a.list.take(msg, &pageMoves)
	case tea.KeyPressMsg:
		switch {
		case a.list.take(msg, &pageMoves):
		case key.Matches(msg, keys.pick):
			return a, a.change(int(msg.String()[0] - '1')), nil
		case key.Matches(msg, tenth):
			return a, a.change(9), nil
		case key.Matches(msg, keys.enter, keys.choose):
			return a, a.change(a.list.at), nil
		case key.Matches(msg, keys.home):
			return a, goBack{}, nil
		}
	}
	return a, nil, nil
}

// change asks the question of a row once more.
func (a *aboutScreen) change(row int) action {
	if row >= a.list.rows {
		return nil
	}
	a.list.at = row
	return openPage{newChange(a.work, row)}
}

func (a *aboutScreen) capturesText() bool { return false }

func (a *aboutScreen) ShortHelp() []key.Binding {
	return []key.Binding{described(keys.enter, "change it"), bind("1–9, 0", "change that one", keys.pick.Keys()...), keys.help, a.work.home("home")}
}

func (a *aboutScreen) groups() []keyGroup {
	return []keyGroup{
		{"Change", []key.Binding{
			described(keys.enter, "the answer under the cursor"), bind("1–9", "the answer with that number", keys.pick.Keys()...), tenth,
			described(keys.retry, "save again, where saving failed"), a.work.home("all sessions"),
		}},
		{"Moving", pageMoves.named()},
		{"The program", []key.Binding{keys.help, keys.quitNow}},
	}
}

func (a *aboutScreen) View(st *styles, room size) body {
	b := body{header: []string{st.strong.Render(aboutTitle)}, status: a.work.status()}
	for i := range interview.Pages {
		page := &interview.Pages[i]
		pointer, style := a.list.pointer(st, i)
		said := page.Says(a.work.Set, a.work.Session)
		if said == "" {
			said = "Nothing said."
		}
		at := len(b.lines)
		b.lines = append(b.lines, hang(fmt.Sprintf("%s%d  ", pointer, (i+1)%10), style, a.work.Set.Setup[page.Name].Title, room.width)...)
		b.lines = append(b.lines, hang("     ", st.dim, clean(said), room.width)...)
		b.clickable(at, func() action { return a.change(i) })
		if i == a.list.at {
			b.focus, b.focusEnd = at, len(b.lines)-1
		}
	}
	return b
}
