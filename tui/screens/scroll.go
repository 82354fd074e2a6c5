package screens

import tea "charm.land/bubbletea/v2"

// scroll is how far down a text stands that is longer than the screen.
type scroll struct {
	// from is the first line shown, most the last that it can be.
	from, most int
}

// take takes a key or the mouse wheel, and reports whether the text moves by it.
func (s *scroll) take(msg tea.Msg, m *moves) bool {
	by, ok := m.by(msg)
	if ok {
		s.move(by)
	}
	return ok
}

func (s *scroll) move(by int) { s.from = max(0, min(s.from+by, s.most)) }

// fit says how many lines there are, and how many of them have room.
func (s *scroll) fit(lines, height int) {
	s.most = max(0, lines-max(1, height))
	s.from = min(s.from, s.most)
}
