package screens

import (
	"fmt"
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
)

// keyGroup is keys that belong together, under a title.
type keyGroup struct {
	title string
	keys  []key.Binding
}

// offKey is a key that does nothing at the moment, and the sentence that says why. It is
// said when the key is pressed, and behind ?.
type offKey struct {
	key.Binding
	why string
}

// explaining is a screen that has more to say about what it shows.
type explaining interface {
	explain(st *styles, width int) []string
}

// withOff is a screen some of whose keys do nothing at times.
type withOff interface{ off() []offKey }

// off are the keys of a screen, and of the program on it, that do nothing now.
func (m *model) off(of screen) []offKey {
	off := m.who.off(of)
	if s, ok := of.(withOff); ok {
		off = append(off, s.off()...)
	}
	return off
}

// whyOff is the sentence for a key that does nothing now, or empty.
func (m *model) whyOff(msg tea.KeyPressMsg) string {
	for _, off := range m.off(m.front()) {
		if key.Matches(msg, off.Binding) {
			return off.why
		}
	}
	return ""
}

// newHelpPage shows all keys of a screen, below what the screen has to explain, and the
// words that the program uses in a sense of its own.
func newHelpPage(of screen, own []key.Binding, off []offKey, glossary []assessment.Term) screen {
	title, explain := "Keys", func(*styles, int) []string { return nil }
	if q, ok := of.(explaining); ok {
		title, explain = "Explained", q.explain
	}
	return &readScreen{title: title, draw: func(st *styles, width int) []string {
		lines := explain(st, width)
		if len(lines) > 0 {
			lines = append(lines, "")
		}
		groups := of.groups()
		if len(own) > 0 {
			groups = slices.Insert(slices.Clone(groups), len(groups)-1, keyGroup{"The quick check", own})
		}
		for _, group := range groups {
			lines = append(lines, st.strong.Render(group.title))
			for _, b := range group.keys {
				lines = append(lines, keyLines(st, b, off, width)...)
			}
			lines = append(lines, "")
		}
		return append(lines, words(st, glossary, width)...)
	}}
}

// keyLines is a key with what it does, or why it does nothing now.
func keyLines(st *styles, b key.Binding, off []offKey, width int) []string {
	lead := column("  "+b.Help().Key, 14)
	for _, o := range off {
		if o.Keys()[0] == b.Keys()[0] {
			return hang(st.dim.Render(lead), st.dim, fmt.Sprintf("%s: not now. %s", b.Help().Desc, o.why), width)
		}
	}
	return hang(lead, st.dim, b.Help().Desc, width)
}

// hinting is a screen that has a word of help for somebody who sees it for the first time.
type hinting interface{ hint() string }

// hint is that word. Whoever has more than one session has seen the screens, and where
// there is little room it is the first to go.
func (m *model) hint(of screen) string {
	s, ok := of.(hinting)
	if !ok || m.seasoned || m.size.width < 60 || m.size.height < 20 || m.work != nil && m.work.ReadOnly {
		return ""
	}
	return s.hint()
}
