package screens

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"readycheck/tui/interview"
)

// exchanged brings how the exchange with other computers stands.
type exchanged interview.Exchanged

// exchange goes on in the background while the screens are there, and ends before end returns.
func exchange(o *Options, program *tea.Program) (end func()) {
	if o.Exchange == nil {
		return func() {}
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		o.Exchange(ctx, func(e interview.Exchanged) { program.Send(exchanged(e)) })
	}()
	return func() {
		stop()
		<-done
	}
}

// exchanged takes in what came of exchanging with other computers. What concerns the open session
// is shown at once, and nothing that is typed is touched.
func (c *owner) exchanged(e interview.Exchanged) tea.Cmd {
	m := c.m
	before := m.exchange
	m.exchange, c.home.meets = &e, true
	if e.Working {
		return nil
	}
	if e.Problem != "" && !e.Away && (before == nil || before.Problem != e.Problem) {
		m.notice = e.Problem
	}
	var commands []tea.Cmd
	open := ""
	if m.work != nil && !m.work.ReadOnly {
		open = m.work.Session.ID
	}
	switch {
	case open != "" && slices.Contains(e.Gone, open):
		m.notice = "This session was deleted on another computer. If you answer in it, it is there again for all."
	case open != "" && slices.Contains(e.CameBack, open):
		m.notice = "This session was deleted on another computer while you answered. It is back."
	default:
		if said := interview.Exchange(e, m.o.Command("disputes")); said != "" && (e.Behind || e.Copied || e.Unread > 0 || len(e.CameBack) > 0) {
			m.notice = said
		}
	}
	if open != "" && slices.Contains(e.Changed, open) {
		m.work.Reload()
		commands = append(commands, reread(m.o.Store, open))
	}
	if isHome(m.screen) && len(e.Changed)+len(e.Gone)+len(e.CameBack) > 0 {
		commands = append(commands, listHeads(m.o.Store, 0))
	}
	if ofAll(m.screen) && !isHome(m.screen) && len(e.Changed)+len(e.Gone)+len(e.CameBack) > 0 {
		commands = append(commands, m.screen.Init())
	}
	return tea.Batch(commands...)
}
