package screens

import (
	"cmp"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
)

// farewell is the line that stays in the shell when the owner's screens are gone: where the
// answers are kept, and how to go on; after a workshop, how to write the report.
func farewell(final tea.Model) string {
	m, ok := final.(*model)
	if !ok {
		return ""
	}
	if c, ok := m.who.(*facilitator); ok && m.work != nil {
		return "The workshop is over. Every vote and decision is kept. Now write the report:\n  " + c.reportCommand()
	}
	c, ok := m.who.(*owner)
	if !ok || c.home.unread() {
		return ""
	}
	open := m.work != nil && !m.work.ReadOnly && !ofAll(m.screen)
	typed := !m.drafts[assessment.Form{Name: setupForm}].Empty()
	switch {
	case m.work != nil && m.work.Unwritten() > 0:
		return fmt.Sprintf("%s not saved. %s", assessment.Counted(m.work.Unwritten(), "answer is", "answers are"), m.work.Problem)
	case open:
		return c.goOn(m.o.Command("resume", m.work.Session.ID))
	case !c.home.loaded || c.home.count() > 0 || m.work != nil && !m.work.ReadOnly:
		return c.goOn(m.o.Command())
	case typed:
		return "What you typed is kept. To go on: " + m.o.Command("new")
	}
	return "Nothing is kept yet. To start: " + m.o.Command()
}

func (c *owner) goOn(command string) string {
	return fmt.Sprintf("Your answers are kept in %s. To go on: %s", clean(cmp.Or(c.m.o.File, c.m.o.Folder)), command)
}
