package screens

import (
	"fmt"
	"maps"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
	"readycheck/assessment/report"
)

// whyScreen says why the verdict is what it is, and what it would be if steps were done. Nothing
// of it is saved.
type whyScreen struct {
	work *work
	tabs tabs
	text scroll
	list list
	// done are the steps that are ticked, by their questions.
	done map[string]bool
}

const whatIfTab = 1

func newWhy(w *work) screen {
	return &whyScreen{work: w, tabs: tabs{pages: 2, numbered: true}, list: list{rows: len(w.Summary.Steps)}, done: map[string]bool{}}
}

func (y *whyScreen) Init() tea.Cmd { return nil }

var (
	tick     = bind("space", "tick", "space", "enter")
	tickNext = bind("n", "tick what the next stage needs", "n")
	tickNone = bind("c", "clear", "c")
)

func (y *whyScreen) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	y.list.has(len(y.work.Summary.Steps))
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch {
		case key.Matches(k, keys.esc, keys.why, keys.quit):
			return y, closePage{}, nil
		case y.tabs.take(k):
			return y, nil, nil
		}
	}
	if y.tabs.at != whatIfTab {
		y.text.take(msg, &reportMoves)
		return y, nil, nil
	}
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch {
		case key.Matches(k, tick) && y.list.rows > 0:
			question := y.work.Summary.Steps[y.list.at].Question
			y.done[question] = !y.done[question]
			return y, nil, nil
		case key.Matches(k, tickNext):
			maps.Copy(y.done, y.work.NeededNow())
			return y, nil, nil
		case key.Matches(k, tickNone):
			clear(y.done)
			return y, nil, nil
		}
	}
	y.list.take(msg, &reportMoves)
	return y, nil, nil
}

func (y *whyScreen) capturesText() bool { return false }

func (y *whyScreen) ShortHelp() []key.Binding {
	if y.tabs.at == whatIfTab {
		return []key.Binding{tick, tickNext, tickNone, described(keys.tab, "why"), keys.help, keys.esc}
	}
	return []key.Binding{described(keys.tab, "what if"), keys.up, keys.down, keys.help, keys.esc}
}

func (y *whyScreen) groups() []keyGroup {
	return []keyGroup{
		{"What if", []key.Binding{described(tick, "take the step under the cursor as done, or not"), tickNext, described(tickNone, "take nothing as done")}},
		{"Pages", []key.Binding{keys.tab, bind("1–2", "why, what if", "1", "2"), keys.up, keys.down, keys.esc}},
	}
}

func (y *whyScreen) View(st *styles, room size) body {
	var b body
	y.tabs.draw(&b, st, []string{"Why", "What if"}, false, func() {})
	if y.tabs.at != whatIfTab {
		b.lines = drawBlocks(st, y.work.report().Why(), room.width)
		y.text.fit(len(b.lines), room.height-len(b.header)-1)
		b.scrolls, b.scroll = true, y.text.from
		return b
	}
	// The verdict stays in sight above the list. Where there is little room, it is one sentence.
	brief := room.height < 16
	if !brief {
		b.header = append(b.header, "")
	}
	b.header = append(b.header, y.verdict(st, room.width, brief)...)
	for i, step := range y.work.Summary.Steps {
		pointer, style := y.list.pointer(st, i)
		box := "[ ] "
		if y.done[step.Question] {
			box = st.chosen.Render("[x]") + " "
		}
		at := len(b.lines)
		b.lines = append(b.lines, hang(pointer+box, style, step.Title, room.width)...)
		b.clickable(at, func() action {
			y.list.at = i
			y.done[step.Question] = !y.done[step.Question]
			return nil
		})
		if i == y.list.at {
			b.focus, b.focusEnd = at, len(b.lines)-1
		}
	}
	return b
}

// verdict is where it stands, and where it would stand.
func (y *whyScreen) verdict(st *styles, width int, brief bool) []string {
	ticked := 0
	for _, is := range y.done {
		if is {
			ticked++
		}
	}
	if y.list.rows == 0 {
		return wrapped(st.dim, "There is no step to take as done.", width)
	}
	if ticked == 0 {
		return wrapped(st.dim, "Tick what you think of doing, and see what it would change. Nothing is saved.", width)
	}
	then, sum := y.work.WhatIf(y.done)
	r := report.Report{Set: y.work.Set, Session: then, Summary: sum, Now: y.work.Now()}
	if brief {
		return wrapped(st.accent, r.Moved(&y.work.Summary), width)
	}
	lines := wrapped(st.accent, fmt.Sprintf("If %s done and seen. Nothing is saved.", assessment.Counted(ticked, "step were", "steps were")), width)
	return append(lines, drawBlocks(st, r.Would(&y.work.Summary), width)...)
}
