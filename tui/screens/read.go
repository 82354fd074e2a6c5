package screens

import (
	"fmt"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"readycheck/assessment/report"
)

// readScreen is a page of text to scroll: help, explanations, reasons.
type readScreen struct {
	title string
	draw  func(st *styles, width int) []string
	scroll
}

// readBlocks is a page of what a report says.
func readBlocks(title string, blocks []report.Block) *readScreen {
	return &readScreen{title: title, draw: func(st *styles, width int) []string { return drawBlocks(st, blocks, width) }}
}

func (r *readScreen) Init() tea.Cmd { return nil }

func (r *readScreen) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok && key.Matches(k, keys.esc, keys.enter, keys.help, keys.quit, keys.why) {
		return r, closePage{}, nil
	}
	r.take(msg, &readMoves)
	return r, nil, nil
}

func (r *readScreen) View(st *styles, room size) body {
	lines := r.draw(st, room.width)
	r.fit(len(lines), room.height-3)
	header := st.strong.Render(r.title)
	if r.most > 0 {
		header = sides(header, st.dim.Render(fmt.Sprintf("line %d of %d", r.from+1, len(lines))), room.width)
	}
	return body{header: []string{header}, lines: lines, scrolls: true, scroll: r.from}
}

func (r *readScreen) capturesText() bool { return false }

func (r *readScreen) ShortHelp() []key.Binding {
	return []key.Binding{bind("↑↓", "scroll", "up", "down"), keys.esc}
}

func (r *readScreen) groups() []keyGroup { return []keyGroup{{"Keys", r.ShortHelp()}} }
