package screens

import (
	"fmt"
	"slices"
	"strings"

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

// offAll are several keys that do nothing for one reason.
func offAll(why string, all ...key.Binding) []offKey {
	var off []offKey
	for _, b := range all {
		off = append(off, offKey{b, why})
	}
	return off
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
	title, explain := "Help", func(st *styles, width int) []string { return wrapped(st.text, purpose(of), width) }
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
	lead := column("  "+st.key(b.Help().Key), 14)
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

// explain lays what the front screen is for over it, with its keys; false where that says it
// itself.
func (m *model) explain() bool {
	front := m.front()
	if _, reads := front.(*readScreen); reads {
		return false
	}
	if m.below = m.page; m.below != nil && len(m.trail) == longestTrail {
		m.trail = m.trail[1:] // two pages lie over the screen now, and home is still four presses away
	}
	m.page = newHelpPage(front, m.own(front), m.off(front), m.glossary())
	return true
}

// heard hands a key on that is no text, and says so where it does nothing.
func (m *model) heard(msg tea.KeyPressMsg) tea.Cmd {
	if dark(msg) || key.Matches(msg, moving...) {
		return m.pass(msg)
	}
	front, before := m.front(), m.looks()
	cmd, did := m.passed(msg)
	if did || m.notice != "" || m.front() != front || m.looks() != before {
		return cmd
	}
	m.notice = fmt.Sprintf("%s does nothing here. ? shows what does.", assessment.CleanLine(msg.String(), longestKey))
	if isHome(front) && key.Matches(msg, keys.esc) {
		m.notice = "This is home. q quits."
	}
	return cmd
}

// longestKey is the longest name of a key that is said, in characters.
const longestKey = 20

// looks is how the front screen looks, to see whether a key changed it.
func (m *model) looks() string {
	b := m.front().View(m.styles, m.room)
	return strings.Join(append(b.header, b.lines...), "\n") + fmt.Sprint(b.focus, b.scroll)
}
