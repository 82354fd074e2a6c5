package screens

import (
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
)

// list is a cursor over the rows of a screen. It never leaves them.
type list struct {
	// at is the row under the cursor, or noRow while nothing is selected.
	at int
	// rows is how many there are.
	rows int
}

// noRow is where the cursor of a list is on which nothing is selected yet.
const noRow = -1

// has says how many rows there are now.
func (l *list) has(rows int) {
	l.rows = rows
	l.at = min(l.at, max(0, rows-1))
}

// take takes a key or the mouse wheel, and reports whether it moves by it.
func (l *list) take(msg tea.Msg, m *moves) bool {
	by, ok := m.by(msg)
	if ok {
		l.move(by)
	}
	return ok
}

// move goes down from nothing to the first row, and up from nothing to the last.
func (l *list) move(by int) {
	if l.at == noRow && by < 0 {
		l.at = l.rows
	}
	l.at = max(0, min(l.at+by, l.rows-1))
}

// pointer is what stands before a row, and how its text looks.
func (l *list) pointer(st *styles, row int) (mark string, text lipgloss.Style) {
	if row == l.at {
		return st.accent.Render(cursorMark), st.chosen
	}
	return "  ", st.text
}

// cursorMark stands before the row under the cursor, and as much room before the others.
const cursorMark = "▸ "
