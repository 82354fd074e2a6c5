package screens

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
	"readycheck/assessment/report"
	"readycheck/tui/interview"
)

// How an owner's session comes to stand open: read, begun, begun again, or the example.

func (c *owner) sessionLoaded(msg sessionLoaded) tea.Cmd {
	m := c.m
	c.opening = ""
	if m.failed(msg.err) {
		c.walks = false
		return nil
	}
	m.work = &work{Work: msg.work}
	m.draftsOf(msg.id, msg.drafts)
	said := m.forgetSaid()
	if m.notice = m.work.News(); m.notice != "" {
		m.o.Store.SaveStanding(m.work.Session.ID, m.work.Standing())
	}
	return tea.Batch(said, m.show(c.opensOn(), nil), c.comesBack(), loadEarlier(&m.o.Options, m.work.Session))
}

// openDue opens a session in which something has come due, at the walk through that.
func (c *owner) openDue(id string) tea.Cmd {
	c.walks = true
	return c.act(openSession{id})
}

// whereItStands is the screen on which the open session was left: its setup, its first open
// question, or its summary.
func (c *owner) whereItStands() screen {
	w := c.m.work
	if !w.Session.Setup.Complete() {
		return newSetup(w.Set, w.Session, w)
	}
	if at := w.Flow.FirstUnanswered(); at >= 0 {
		return newQuestion(w, w.Flow.At(at).ID)
	}
	return newSummary(w)
}

// comesBack shows the walk through what has come due: where it was asked for, and over the summary
// of a session in which all is answered. esc leads to where the session was left.
func (c *owner) comesBack() tea.Cmd {
	w, asked := c.m.work, c.walks
	c.walks = false
	if _, finished := c.m.screen.(*summaryScreen); !asked && !finished || len(assessment.ComeDue(w.Set, w.Session, w.Now())) == 0 {
		return nil
	}
	return c.m.show(newWalk(w), nil)
}

func (c *owner) exampleLoaded(msg exampleLoaded) tea.Cmd {
	m := c.m
	if m.failed(msg.err) {
		m.notice = interview.NoExample + " Press n to start a session of your own."
		return nil
	}
	m.work = &work{Work: msg.work}
	return m.show(newSummary(m.work), nil)
}

// rechecked opens the new session at what must be looked at again.
func (c *owner) rechecked(msg rechecked) tea.Cmd {
	m := c.m
	if m.failed(msg.err) {
		return nil
	}
	m.work = &work{Work: msg.work}
	m.notice = "A new session with the answers of before. The old one stays as it is."
	return tea.Batch(m.show(newReview(m.work), nil), loadEarlier(&m.o.Options, m.work.Session))
}

func (c *owner) sessionCreated(msg sessionCreated) tea.Cmd {
	m := c.m
	setup, ok := m.screen.(*setupScreen)
	if !ok {
		return nil
	}
	if m.failed(msg.err) {
		return m.act(setup.created(nil, nil))
	}
	m.work = &work{Work: msg.work}
	stored := m.forget(assessment.Form{Name: setupForm})
	return tea.Batch(m.act(setup.created(m.work.Session, m.work)), stored)
}

func (c *owner) saveSetup(session *assessment.Session) tea.Cmd {
	m := c.m
	if m.work == nil || m.work.Session.ID == "" {
		return nil
	}
	cmd := awaitSaved(m.o.Store.SaveSetup(m.work.About(session)))
	if setup, ok := m.screen.(*setupScreen); ok && setup.finished {
		return tea.Batch(cmd, m.show(c.opensOn(), nil))
	}
	return cmd
}

// sessionReread takes in what other windows changed of the open session.
func (c *owner) sessionReread(msg sessionReread) tea.Cmd {
	m := c.m
	said, ok := m.merge(msg)
	if !ok {
		return nil
	}
	if said != "" {
		// What this window wrote into the list did not know of the other's answers.
		m.o.Store.SaveStanding(msg.id, m.work.Standing())
		if m.notice == "" {
			m.notice = said
		}
	}
	return m.pass(workChanged{})
}

// copySummary hands the summary to the terminal as text.
func (c *owner) copySummary() tea.Cmd {
	var text strings.Builder
	if c.m.failed(report.Text(&text, c.m.work.report(), report.Page{Width: copiedWidth})) {
		return nil
	}
	return c.copyText(copyText{"The summary", text.String()})
}

// copyText hands a text to the terminal. A terminal does not say whether it took it; only some
// are known not to.
func (c *owner) copyText(a copyText) tea.Cmd {
	if c.m.o.noClipboard {
		c.m.notice = "This terminal cannot copy. " + assessment.Quoted(c.m.o.Command("plan", c.m.work.Session.ID)) + " prints the plan."
		return nil
	}
	c.m.notice = a.what + " was sent to the clipboard. If nothing comes when you paste, your terminal does not allow it: e writes a file."
	return tea.SetClipboard(a.text)
}

// copiedWidth is how wide text is that goes into a mail.
const copiedWidth = 72
