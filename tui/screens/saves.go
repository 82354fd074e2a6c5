package screens

import (
	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// workChanged tells the screen that the open session is not what it was.
type workChanged struct{}

// saved takes in the acknowledgement of a save.
func (m *model) saved(saved assessment.Saved) tea.Cmd {
	w := m.work
	if w == nil || w.Session.ID != saved.Session {
		return nil
	}
	reload := w.Acknowledged(saved)
	settled := m.settled(saved.Question, saved.Err)
	switch {
	case saved.Err == nil:
		if m.o.Saved != nil {
			m.o.Saved()
		}
		settled = tea.Batch(settled, m.forgetSaid())
	case interview.IsConflict(saved.Err):
		m.notice = assessment.Sentence(saved.Err)
	default:
		m.o.Note(saved.Err)
		m.notice = "" // the line about saving says it
	}
	if reload {
		return tea.Batch(settled, reread(m.o.Store, w.Session.ID))
	}
	return tea.Batch(settled, m.pass(workChanged{}))
}

// merge takes in what others changed of the open session, and says so. It is not ok where
// that is another session by now, or could not be read.
func (m *model) merge(msg sessionReread) (said string, ok bool) {
	if m.work == nil || m.work.Session.ID != msg.id {
		return "", false
	}
	if m.failed(msg.err) {
		m.work.Unread()
		return "", false
	}
	return m.work.Merge(msg.session), true
}

// save queues an answer to the open session, and waits for it to be on disk.
func (m *model) save(a saveAnswer) tea.Cmd {
	return awaitSaved(m.o.Store.SaveAnswer(m.work.Answered(a.question, a.answer)))
}

// undoAnswer shows the question whose answer is as it was before.
func (m *model) undoAnswer() tea.Cmd {
	change, ok := m.work.Undo()
	if !ok {
		return nil
	}
	saved := awaitSaved(m.o.Store.SaveAnswer(change))
	m.notice = "The answer is as it was before."
	return tea.Batch(saved, m.act(m.again(change.Question)))
}

// retry saves again what could not be written.
func (m *model) retry() tea.Cmd {
	var commands []tea.Cmd
	answers, setup := m.work.Retry()
	for _, change := range answers {
		commands = append(commands, awaitSaved(m.o.Store.SaveAnswer(change)))
	}
	for _, change := range setup {
		commands = append(commands, awaitSaved(m.o.Store.SaveSetup(change)))
	}
	if len(commands) == 0 {
		m.notice = "Everything is saved."
	}
	return tea.Batch(commands...)
}
