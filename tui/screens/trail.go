package screens

import (
	"slices"

	tea "charm.land/bubbletea/v2"
)

// place is a screen that one comes back to. Forms and lists to choose from are none: whoever
// is done with them is where they were before.
type place interface {
	screen
	// place is the name at the foot, beside esc, and the session that it is about, or nil.
	place() (name string, about *work)
}

// trail are the places that led to the screen, the last one at the end. At its beginning is
// home, which it does not hold. From everywhere esc leads home in four presses at most: one for
// a page laid over the screen, one for each place, and one more.
type trail []place

// longestTrail is how many places are remembered between home and the screen.
const longestTrail = 2

// after is the trail of a screen that is shown after another one, while a session is open.
func (t trail) after(before, next screen, open *work) trail {
	switch next.(type) {
	case *homeScreen, *roomScreen, *tallyRoom:
		return nil
	}
	if len(t) > 0 && t.last() != questionPlace && same(t[len(t)-1], next) {
		return t[:len(t)-1] // that is going back to it
	}
	places := slices.Clone(t)
	if p, ok := before.(place); ok {
		places = append(places, p)
	}
	// What is about another session is no way back.
	kept := slices.DeleteFunc(places, func(p place) bool {
		_, about := p.place()
		return about != nil && about != open
	})
	// The same place twice in a row is one: question after question, and one that was jumped to.
	for len(kept) > 0 && same(kept[len(kept)-1], next) {
		kept = kept[:len(kept)-1]
	}
	return kept[max(0, len(kept)-longestTrail):]
}

// same reports whether two screens are one place.
func same(p place, s screen) bool {
	other, ok := s.(place)
	if !ok {
		return false
	}
	name, _ := p.place()
	called, _ := other.place()
	return name == called
}

// last is the name of the place that esc leads to, or "" for home.
func (t trail) last() string {
	if len(t) == 0 {
		return ""
	}
	name, _ := t[len(t)-1].place()
	return name
}

// goBack leads to the place that one came from.
type goBack struct{}

// back shows the place before as it was left, and tells it what is new.
func (m *model) back() tea.Cmd {
	if len(m.trail) == 0 {
		return m.act(goHome{})
	}
	last := len(m.trail) - 1
	before, rest := m.trail[last], m.trail[:last]
	shown := m.show(before, nil)
	m.trail = rest
	m.signpost()
	return tea.Batch(shown, m.pass(workChanged{}))
}

// signpost has the open session's screens say where esc leads.
func (m *model) signpost() {
	if m.work != nil {
		m.work.from = m.trail.last()
	}
}
