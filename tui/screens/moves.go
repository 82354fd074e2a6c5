package screens

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// moves are the keys that move the cursor of a list, or a text. A key that is left out is
// none there.
type moves struct {
	up, down, pageUp, pageDown, top, bottom key.Binding
	// wheel is how many lines a turn of the mouse wheel moves.
	wheel int
}

var (
	// allMoves are those of a long list.
	allMoves = moves{keys.up, keys.down, keys.pageUp, keys.pageDown, keys.top, keys.bottom, 3}
	// pageMoves are those of a list that is rarely longer than the screen.
	pageMoves = moves{up: keys.up, down: keys.down, pageUp: keys.pageUp, pageDown: keys.pageDown, wheel: 3}
	// rowMoves are those of a few long rows.
	rowMoves = moves{up: keys.up, down: keys.down, wheel: 1}
	// readMoves are those of a text.
	readMoves = moves{up: keys.up, down: keys.down, pageUp: keys.pageUp, pageDown: keys.readOn, wheel: 3}
	// reportMoves are those of a long text.
	reportMoves = moves{keys.up, keys.down, keys.pageUp, keys.readOn, keys.top, keys.bottom, 3}
	// typedMoves are those of a long list where letters are typed, fieldMoves those where
	// they are typed in a field with a cursor of its own.
	typedMoves = moves{keys.rowUp, keys.rowDown, keys.pageUp, keys.pageDown, keys.top, keys.bottom, 3}
	fieldMoves = moves{up: keys.rowUp, down: keys.rowDown, wheel: 3}
)

const (
	page = 10
	// farthest is farther than any list is long.
	farthest = 1 << 30
)

// by is how far a key or the mouse wheel moves. It is not ok where it moves nothing.
func (m *moves) by(msg tea.Msg) (lines int, ok bool) {
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		if msg.Button == tea.MouseWheelUp {
			return -m.wheel, true
		}
		return m.wheel, true
	case tea.KeyPressMsg:
		return m.byKey(msg)
	}
	return 0, false
}

func (m *moves) byKey(msg tea.KeyPressMsg) (lines int, ok bool) {
	switch {
	case key.Matches(msg, m.up):
		return -1, true
	case key.Matches(msg, m.down):
		return 1, true
	case key.Matches(msg, m.pageUp):
		return -page, true
	case key.Matches(msg, m.pageDown):
		return page, true
	case key.Matches(msg, m.top):
		return -farthest, true
	case key.Matches(msg, m.bottom):
		return farthest, true
	}
	return 0, false
}

// named are the keys, as ? names them.
func (m *moves) named() []key.Binding {
	var named []key.Binding
	for _, b := range []key.Binding{m.up, m.down, m.pageUp, m.pageDown, m.top, m.bottom} {
		if b.Enabled() {
			named = append(named, b)
		}
	}
	return named
}
