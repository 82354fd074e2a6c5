package screens

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// A room on paper is a workshop without a door, in the program of every day: people tick sheets of
// paper, and whoever sits here types them, shows the votes and writes down what was decided.

// PaperRoom is a Room without a door, whose people vote on paper.
type PaperRoom interface {
	Room
	interview.PaperRoom
}

// tallyKeys are the keys of a room on paper that no other screen has.
var tallyKeys = struct{ open, add key.Binding }{
	open: bind("T", "a room on paper", "T", "shift+t"),
	add:  bind("+", "add a paper", "+"),
}

type (
	// openTally opens a room on paper on the open session, leaveTally leads back to its summary.
	openTally  struct{}
	leaveTally struct{}
	// addPaper asks for the next person's name, takePaper takes their seat; form is where it was
	// asked.
	addPaper  struct{}
	takePaper struct {
		form *formScreen
		name string
		role assessment.Role
	}
	// goPaper shows a question of the paper at hand; "" is its end. stopPaper puts the paper aside.
	goPaper   struct{ question string }
	stopPaper struct{}
)

// What a room on paper brings back.
type (
	tallyOpened struct {
		session string
		room    PaperRoom
		err     error
	}
	paperTaken struct {
		takePaper
		seat interview.PaperSeat
		err  error
	}
	paperSaved struct{ saved assessment.Saved }
	tallyLeft  struct {
		session *assessment.Session
		err     error
	}
)

// openTally opens the room.
func (c *owner) openTally() tea.Cmd {
	m := c.m
	if m.o.OpenRoom == nil {
		return nil
	}
	m.loading = true
	session := m.work.Session.ID
	return func() tea.Msg {
		room, err := m.o.OpenRoom(session)
		return tallyOpened{session, room, err}
	}
}

// tallyOff are the keys of the summary that do nothing here for a room on paper.
func (c *owner) tallyOff() []offKey {
	switch {
	case c.m.work != nil && c.m.work.room:
		return []offKey{{tallyKeys.open, "The room is open. esc leads there."}}
	case c.m.o.OpenRoom == nil:
		return []offKey{{tallyKeys.open, "There is no room on paper here."}}
	}
	return nil
}

// takeTally shows the room that was opened.
func (c *owner) takeTally(msg tea.Msg) (tea.Cmd, bool) {
	opened, mine := msg.(tallyOpened)
	if !mine {
		return c.takePractice(msg)
	}
	m := c.m
	switch {
	case m.failed(opened.err):
		return m.arrived(nil, opened.err), true
	case m.work == nil || m.work.Session.ID != opened.session:
		opened.room.Close()
		return m.arrived(nil, nil), true
	}
	held := &tally{facilitator: &facilitator{owner: c, room: opened.room}, room: opened.room}
	m.who, m.work.room = held, true
	return tea.Batch(awaitRoom(opened.room.Changed()), m.arrived(held.home(), nil)), true
}

// tally is the controller of whoever holds a room on paper: a facilitator who types the votes too.
type tally struct {
	*facilitator
	room PaperRoom
	// paper is the one that is being typed, or was last.
	paper *interview.Tally
	// goesOn is true while a tick is being saved: the next question comes after it.
	goesOn bool
	// left is true once the way out was taken.
	left bool
}

// home shows the room.
func (c *tally) home() tea.Cmd { return c.m.show(newTallyRoom(c.room, c.m.work), nil) }

// typing reports whether a paper is on the screen, or below a form about it.
func (c *tally) typing() bool {
	switch c.m.screen.(type) {
	case *tallyQuestion, *tallyEnd:
		return c.paper != nil
	}
	return false
}

// act does what is asked of a room on paper, and what a facilitator does.
func (c *tally) act(a action) tea.Cmd {
	m := c.m
	if c.typing() {
		switch a := a.(type) {
		case saveAnswer:
			c.goesOn = c.paper.Ticks(a.question, a.answer)
			return c.vote(c.paper.Vote(a.question, a.answer))
		case undoAnswer:
			_, saved, ok := c.paper.Undo()
			if !ok {
				m.notice = interview.NothingTicked
				return nil
			}
			return c.vote(saved)
		case goPaper:
			c.paper.Ticked = ""
			return c.showPaper(a.question)
		case stopPaper:
			m.notice = c.paper.Stopped()
			if len(c.paper.Left()) == 0 {
				m.notice = c.paper.In()
			}
			return c.home()
		}
	}
	switch a := a.(type) {
	case goHome, goRoom:
		return c.home()
	case addPaper:
		return m.lay(newPaperForm(m.work.Session.ID, c.room.Shown()))
	case takePaper:
		m.loading = true
		return func() tea.Msg {
			seat, err := c.room.Paper(a.name, a.role)
			return paperTaken{a, seat, err}
		}
	case leaveTally:
		return c.leaveRoom()
	case quit:
		return m.quit() // nobody is sent home by it
	}
	return c.facilitator.act(a)
}

// vote waits until a vote is on disk. What is typed meanwhile is for the question after it, and for
// none where it could not be saved.
func (c *tally) vote(saved <-chan assessment.Saved) tea.Cmd {
	c.m.loading = true
	return func() tea.Msg { return paperSaved{<-saved} }
}

// showPaper shows a question of the paper, or its end.
func (c *tally) showPaper(question string) tea.Cmd {
	if question == "" {
		return c.m.show(&tallyEnd{tally: c.paper}, nil)
	}
	return c.m.show(newTallyQuestion(c.paper, question), nil)
}

// take takes in what is new in the room.
func (c *tally) take(msg tea.Msg) (tea.Cmd, bool) {
	m := c.m
	switch msg := msg.(type) {
	case roomChanged:
		if c.left {
			return nil, true
		}
		await := c.roomChanged()
		if s, ok := m.screen.(*tallyRoom); ok {
			s.take(c.room.View())
		}
		return await, true
	case paperTaken:
		return m.arrived(c.paperTaken(msg), msg.err), true
	case paperSaved:
		return m.arrived(c.paperSaved(msg.saved), msg.saved.Err), true
	case tallyLeft:
		return m.arrived(c.tallyLeft(msg), msg.err), true
	}
	return c.facilitator.take(msg)
}

// paperTaken begins with a paper. Where the name is in use, it is asked for again.
func (c *tally) paperTaken(msg paperTaken) tea.Cmd {
	m := c.m
	if m.failed(msg.err) {
		msg.form.form.at = 0
		m.page = msg.form
		return tea.Batch(msg.form.Init(), m.keep(msg.form.draft()))
	}
	stored := m.forget(msg.form.name)
	c.paper = interview.NewTally(m.work.Set, msg.seat, m.o.Now)
	if len(c.paper.Open) == 0 {
		m.notice = interview.AllShown
		return tea.Batch(stored, c.home())
	}
	return tea.Batch(stored, c.showPaper(c.paper.Begin()))
}

// paperSaved goes on once a vote is on disk: from a tick to the next question, from a word about one
// back to where the person was. What could not be saved is said, and its question stands there.
func (c *tally) paperSaved(saved assessment.Saved) tea.Cmd {
	m := c.m
	at := ""
	if s, ok := m.screen.(*tallyQuestion); ok {
		at = s.ID
	}
	about, taken := c.paper.Saving()
	c.paper.Voted(saved.Err)
	settled := m.settled(about, saved.Err)
	switch {
	case m.failed(saved.Err):
	case taken:
		m.notice, at = "The vote is as it was before.", about
	case c.goesOn:
		at = c.paper.After(about)
	}
	if at != "" && c.paper.Position(at) < 0 {
		at = c.paper.Begin() // it is not asked any more
	}
	return tea.Batch(settled, c.showPaper(at))
}

// leaveRoom ends the workshop, and leads back to the summary.
func (c *tally) leaveRoom() tea.Cmd {
	m := c.m
	c.left, m.loading = true, true
	kept, session := m.keepTyped(), m.work.Session.ID
	return tea.Batch(kept, func() tea.Msg {
		c.room.Close()
		fresh, err := m.o.Store.Load(session)
		return tallyLeft{fresh, err}
	})
}

func (c *tally) tallyLeft(msg tallyLeft) tea.Cmd {
	m := c.m
	m.who, m.work.room = c.owner, false
	if !m.failed(msg.err) {
		m.work.Merge(msg.session)
		m.o.Store.SaveStanding(m.work.Session.ID, m.work.Standing())
		m.notice = m.work.HeldClosed(tallyKeys.open.Help().Key)
	}
	if m.o.Saved != nil {
		m.o.Saved()
	}
	return m.show(newSummary(m.work), nil)
}

// leave saves what was being written about a vote, as esc would have.
func (c *tally) leave() {
	defer c.room.Close()
	note, writing := c.m.form().(*noteScreen)
	if !c.typing() || !writing || note.draft().Empty() {
		c.facilitator.leave()
		return
	}
	saved := <-c.paper.Vote(note.question.ID, note.written())
	if saved.Err != nil {
		c.m.keepTyped()
		return
	}
	c.m.forget(note.draft().Form)
}
