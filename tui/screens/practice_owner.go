package screens

import (
	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// What an owner does with the clients of a practice: read them, work out what is missing, keep
// their labels, write to them.

// ofAll reports whether a screen is about all sessions, and so not about the open one.
func ofAll(s screen) bool {
	switch s.(type) {
	case *homeScreen, *practiceScreen, *lackScreen:
		return true
	}
	return false
}

type (
	// practiceRead brings the clients.
	practiceRead struct {
		set  *assessment.Set
		rows []assessment.PracticeRow
		err  error
	}
	// practiceFound brings what was worked out of some of them.
	practiceFound struct {
		found []assessment.StandingFound
		tried int
		err   error
	}
	// labelsSaved says what became of a session's labels, lettersWritten of letters.
	labelsSaved struct {
		change saveLabels
		err    error
	}
	lettersWritten struct {
		folder  string
		letters int
		err     error
	}
)

func readPractice(o *interview.Options) tea.Cmd {
	return func() tea.Msg {
		rows, err := o.Practice()
		return practiceRead{o.Set(), rows, err}
	}
}

// lookedAtATime is how many sessions are worked out at a time: few enough that nobody waits long
// for the file.
const lookedAtATime = 100

func lookInto(o *interview.Options, ids []string) tea.Cmd {
	return func() tea.Msg {
		found, err := o.FindStandings(ids)
		return practiceFound{found, len(ids), err}
	}
}

// actOnPractice does what is about the clients.
func (c *owner) actOnPractice(a action) (tea.Cmd, bool) {
	m := c.m
	switch a := a.(type) {
	case goPractice:
		if c.practice == nil {
			c.practice = newPractice(&m.o)
		}
		return m.show(c.practice, nil), true
	case goLack:
		return m.show(newLack(c.practice, a.line), nil), true
	case saveLabels:
		saved := m.o.Store.SaveLabels(assessment.LabelsChange(a))
		return func() tea.Msg { return labelsSaved{a, (<-saved).Err} }, true
	case writeLetters:
		return c.whole(func() tea.Msg {
			n, err := m.o.WriteLetters(interview.LetterOrder(a))
			return lettersWritten{a.Folder, n, err}
		}), true
	}
	return nil, false
}

// takePractice takes in what was read and written of the clients.
func (c *owner) takePractice(msg tea.Msg) (tea.Cmd, bool) {
	m := c.m
	switch msg := msg.(type) {
	case practiceRead:
		return c.practiceRead(msg), true
	case practiceFound:
		return c.practiceFound(msg), true
	case labelsSaved:
		if !m.failed(msg.err) {
			m.notice = "Saved: " + interview.LabelsSaid(msg.change.Labels)
			if m.o.Saved != nil {
				m.o.Saved()
			}
		}
		return tea.Batch(m.settled(labelsForm+msg.change.Session, msg.err), c.practice.Init()), true
	case lettersWritten:
		if !m.failed(msg.err) {
			m.notice = interview.LettersSaid(msg.letters, msg.folder)
		}
		return m.settled(lettersForm, msg.err), true
	}
	return nil, false
}

func (c *owner) practiceRead(msg practiceRead) tea.Cmd {
	waited := c.waiting() && !c.m.loading
	c.practice.take(msg)
	if msg.err != nil {
		c.m.o.Note(msg.err)
	}
	cmd := c.lookOn()
	if waited {
		return c.m.arrived(cmd, nil)
	}
	return cmd
}

// lookOn works out some more, while somebody looks at the clients.
func (c *owner) lookOn() tea.Cmd {
	c.showLack()
	p := c.practice
	if p.looking || isHome(c.m.screen) || p.Set == nil {
		return nil
	}
	ids := p.ToWorkOut()
	if len(ids) == 0 {
		return nil
	}
	p.looking = true
	return lookInto(&c.m.o.Options, ids[:min(len(ids), lookedAtATime)])
}

// practiceFound takes in what was worked out and goes on. Where it cannot be read, the next opening tries
// again.
func (c *owner) practiceFound(msg practiceFound) tea.Cmd {
	p := c.practice
	p.looking = false
	if msg.err != nil {
		c.m.o.Note(msg.err)
	}
	left := len(p.ToWorkOut())
	p.keep(func() { p.WorkedOut(msg.found) })
	p.done = min(p.done+msg.tried, p.toDo)
	if len(p.ToWorkOut()) == left {
		c.showLack()
		return nil // these cannot be worked out: they were deleted or changed meanwhile, or cannot be read
	}
	return c.lookOn()
}

// showLack tells the list of those who lack a line that the clients changed.
func (c *owner) showLack() {
	if lack, ok := c.m.screen.(*lackScreen); ok && lack.practice == c.practice {
		lack.read()
	}
}
