package screens

import (
	"fmt"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
)

// deepen makes the quick check the full one.
type deepen struct{}

// deepens reports whether a key does that on a screen.
func (m *model) deepens(on screen) bool {
	if _, owns := m.who.(*owner); !owns || m.work == nil || m.work.ReadOnly || m.work.Session.Setup.Depth != assessment.Quick {
		return false
	}
	switch on.(type) {
	case *questionScreen, *reviewScreen, *summaryScreen:
		return m.work.Session.Setup.Complete()
	}
	return false
}

// own are the keys that the shell adds to those of a screen.
func (m *model) own(on screen) []key.Binding {
	if m.deepens(on) {
		return []key.Binding{keys.deepen}
	}
	return nil
}

// askDeepen asks first, where more questions would open: a result that is there says "not yet" until
// they are answered.
func (m *model) askDeepen() action {
	about, ok := m.work.Deepened()
	if !ok {
		return deepen{}
	}
	more := assessment.NewFlow(m.work.Set, about).Len() - m.work.Flow.Len()
	if more <= 0 {
		return deepen{}
	}
	return openPage{newConfirm("Go on to the full check?",
		fmt.Sprintf("%s. What you answered stays, and nothing is asked twice. Until they are answered, the result may say less than now. The way back: a, then %s",
			assessment.Counted(more, "more question opens", "more questions open"), assessment.Quoted(m.work.Set.Setup["depth"].Title)), deepen{})}
}

// deepen asks the whole picture from here on, and says how much that is. From the summary it
// leads to the first question that is new.
func (c *owner) deepen() tea.Cmd {
	m := c.m
	about, ok := m.work.Deepened()
	if !ok || !m.deepens(m.screen) {
		return nil
	}
	before := m.work.Flow.Len()
	saved := awaitSaved(m.o.Store.SaveSetup(m.work.About(about)))
	more := m.work.Flow.Len() - before
	m.notice = fmt.Sprintf("The full check: %s, %s. Nothing is asked twice.",
		assessment.Counted(more, "more question comes", "more questions come"), m.work.Left())
	if more == 0 {
		m.notice = "The full check asks no more here than the quick one did."
	}
	if _, summary := m.screen.(*summaryScreen); summary && more > 0 {
		return tea.Batch(saved, m.show(newQuestion(m.work, m.work.FirstOpen()), nil))
	}
	return tea.Batch(saved, m.pass(workChanged{}))
}
