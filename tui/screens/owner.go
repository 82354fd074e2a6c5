package screens

import (
	"fmt"
	"runtime/debug"
	"sync"

	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// owner is the controller of whoever sits at the computer that the sessions are on.
type owner struct {
	m    *model
	home *homeScreen
	// practice is the clients that were looked at last, or nil.
	practice *practiceScreen
	// opening is the session being loaded, so that a late result finds its place.
	opening string
	// opensOn is the screen that an opened session begins on.
	opensOn func() screen
	// walks is true where a session is being opened for what has come due in it.
	walks bool
	// relisting is true while a session that came back is put into the list.
	relisting bool
	// deleted are the sessions that were deleted, the last one at the end, returned the one
	// that came back last.
	deleted  []sessionDeleted
	returned sessionDeleted
	// undated are the sessions of which nobody has worked out yet what is due.
	undated undated
	// writing is held while a report or papers are being written.
	writing sync.Mutex
	// unread is true until what was typed in earlier times is read.
	unread bool
	// firstList is the reading of the list that began before the screens.
	firstList tea.Cmd
}

// newOwner shows the list of sessions, or what the person asked to begin with.
func newOwner(m *model) *owner {
	c := &owner{m: m, home: newHome(&m.o), unread: true, firstList: m.o.firstList}
	c.opensOn = c.whereItStands
	m.screen = c.home
	switch m.o.Start {
	case interview.StartNew:
		m.screen = newSetup(m.o.Set(), &assessment.Session{}, nil)
	case interview.StartSession:
		c.opening, m.loading = m.o.Session, true
	}
	return c
}

func asOwner(m *model) controller { return newOwner(m) }

func (c *owner) begin() tea.Cmd {
	list := listHeads(c.m.o.Store, 0)
	if c.firstList != nil {
		list = c.firstList
	}
	commands := []tea.Cmd{list, readDrafts(c.m.o.Store), warmWidths}
	if theme := c.m.o.Theme; theme == "" || theme == "auto" || theme == "contrast" {
		commands = append(commands, tea.RequestBackgroundColor)
	}
	if c.opening != "" {
		commands = append(commands, loadSession(&c.m.o.Options, c.opening))
	}
	return tea.Batch(commands...)
}

// may lets all keys through: it is the owner's computer.
func (c *owner) may(tea.KeyPressMsg) (ok bool, why string) { return true, "" }

func (c *owner) waiting() bool {
	setup, ok := c.m.screen.(*setupScreen)
	reading := c.m.screen == screen(c.home) && c.m.page == nil && !c.home.loaded
	return c.relisting || c.unread || reading || c.practice.reads(c.m.screen) || ok && setup.finished && setup.creating
}

// leave saves a note that is being written, as esc would have saved it; what cannot be saved
// as it stands is kept as a draft.
func (c *owner) leave() {
	c.writing.Lock() // what is being written is written to its end
	defer c.writing.Unlock()
	m := c.m
	if note, writing := m.form().(*noteScreen); writing && !note.draft().Empty() {
		saved := <-m.o.Store.SaveAnswer(m.work.Answered(note.question.ID, note.written()))
		if saved.Err == nil {
			m.forget(note.draft().Form)
			return
		}
	}
	m.keepTyped()
}

// whole is a command that writes files. Once begun it ends, also where the screens end before.
func (c *owner) whole(write tea.Cmd) tea.Cmd {
	return func() tea.Msg {
		c.writing.Lock()
		defer c.writing.Unlock()
		return write()
	}
}

func (c *owner) off(of screen) []offKey {
	var off []offKey
	if c.inExample() {
		for _, b := range touching(of) {
			off = append(off, offKey{b, exampleNotice})
		}
	}
	switch of := of.(type) {
	case *homeScreen:
		if len(c.deleted) == 0 {
			off = append(off, offKey{keys.undo, "Nothing deleted is left to bring back."})
		}
	case *summaryScreen:
		off = append(off, c.tallyOff()...)
		if c.m.o.noClipboard {
			if !of.onSteps() {
				off = append(off, offKey{keys.copy, "This terminal cannot copy. e writes the summary to a file."})
			}
		}
	}
	return off
}

// act does what is about the sessions, and hands on what is about the open one.
func (c *owner) act(a action) tea.Cmd {
	m := c.m
	if c.refused(a) {
		return nil
	}
	switch a := a.(type) {
	case quit:
		return m.quit()
	case pause:
		return tea.Suspend
	case press:
		return m.key(a.key)
	case openPage:
		return m.lay(a.page)
	case goBack:
		return m.back()
	case goHome:
		return m.show(c.home, listHeads(m.o.Store, 0))
	case goExample:
		m.loading = true
		return loadExample(&m.o.Options)
	case goNew:
		return m.show(newSetup(m.o.Set(), &assessment.Session{}, nil), nil)
	case openSession:
		c.opening, m.loading = a.id, true
		return loadSession(&m.o.Options, a.id)
	case openDue:
		return c.openDue(a.id)
	case createSession:
		return storeSession(&m.o.Options, a.session)
	case saveSetup:
		return c.saveSetup(a.session)
	case deleteSession:
		m.loading = true
		return removeSession(m.o.Store, a)
	case undoDelete:
		if len(c.deleted) == 0 {
			return nil
		}
		m.loading = true
		return putBack(c.deleted[len(c.deleted)-1].undo)
	case recheckSession:
		m.loading = true
		return recheck(&m.o.Options, a.id)
	case compareSessions:
		m.loading = true
		return loadBoth(&m.o.Options, a.a, a.b)
	case exportSession:
		return c.whole(writeReport(&m.o.Options, interview.Export(a)))
	case writePapers:
		return c.whole(writeAllPapers(&m.o.Options, interview.PaperOrder(a)))
	case copyText:
		return c.copyText(a)
	}
	if cmd, mine := c.actOnPractice(a); mine || m.work == nil {
		return cmd
	}
	return c.actOnWork(a)
}

// actOnWork does what needs an open session.
func (c *owner) actOnWork(a action) tea.Cmd {
	m := c.m
	switch a := a.(type) {
	case goSetup:
		return m.about("")
	case goAbout:
		return m.about(a.field)
	case goJump:
		return m.show(newJump(m.work), nil)
	case goReview:
		return m.review()
	case lookAt, lookOn:
		return m.look(a)
	case goSummary:
		return m.show(newSummary(m.work), nil)
	case goPlan:
		return m.show(newPlan(m.work), nil)
	case goPapers:
		return m.show(newPapers(m.work), nil)
	case openTally:
		return c.openTally()
	case turnStep:
		return c.keepStep(a.question, m.work.Doing(a.question))
	case stepDone:
		return c.keepStep(a.question, a.answer)
	case walkOn:
		if walk, ok := m.screen.(*walkScreen); ok {
			walk.on()
		}
	case markWritten:
		return c.markWritten(a.paper)
	case openQuestion:
		return m.show(newQuestion(m.work, a.id), nil)
	case askName:
		return m.askName(a)
	case openNext:
		if next := m.work.Following(a.after); next != "" {
			return m.show(newQuestion(m.work, next), nil)
		}
		return m.show(newReview(m.work), nil)
	case deepen:
		return c.deepen()
	case copySummary:
		return c.copySummary()
	case undoAnswer:
		return m.undoAnswer()
	case saveAnswer:
		return m.save(a)
	}
	return nil
}

// take takes in what was read and written for the owner.
func (c *owner) take(msg tea.Msg) (tea.Cmd, bool) {
	m := c.m
	switch msg := msg.(type) {
	case headsLoaded:
		return c.listed(msg), true
	case setRead:
		c.home.knows(msg.set)
		return c.findDue(), true
	case dueFound:
		return c.dueFound(msg), true
	case draftsRead:
		return c.draftsRead(msg), true
	case sessionLoaded:
		if msg.id != c.opening {
			return nil, true
		}
		return m.arrived(c.sessionLoaded(msg), msg.err), true
	case sessionReread:
		return c.sessionReread(msg), true
	case exampleLoaded:
		return m.arrived(c.exampleLoaded(msg), msg.err), true
	case exchanged:
		return c.exchanged(interview.Exchanged(msg)), true
	case earlierLoaded:
		if m.work != nil && m.work.Session.ID == msg.id {
			m.work.Earlier = msg.earlier
		}
	case compared:
		if m.failed(msg.err) {
			return m.arrived(nil, msg.err), true
		}
		return m.arrived(m.show(newCompare(msg.set, msg.a, msg.b), nil), nil), true
	case rechecked:
		return m.arrived(c.rechecked(msg), msg.err), true
	case sessionCreated:
		return m.arrived(c.sessionCreated(msg), msg.err), true
	case sessionDeleted:
		return m.arrived(c.sessionDeleted(msg), msg.err), true
	case deleteUndone:
		return c.deleteUndone(msg), true
	case exported:
		if !m.failed(msg.err) {
			m.notice = "Written to " + clean(msg.path)
			if msg.lost != "" {
				m.notice += ". " + msg.lost
			}
		}
		return m.settled(exportForm, msg.err), true
	case papersWritten:
		if !m.failed(msg.err) {
			m.notice = fmt.Sprintf("%s written to %s. Read them before others do.", assessment.Counted(msg.papers, "paper is", "papers are"), clean(msg.folder))
		}
		return m.settled(papersForm, msg.err), true
	default:
		return c.takeTally(msg)
	}
	return nil, true
}

// manyRows is a list that takes much more memory to read than it needs to keep. From there
// on, garbage is collected at a tenth of what is kept instead of at as much again: a
// collection costs some milliseconds beside the screens.
const (
	manyRows     = 10_000
	garbageShare = 10
)

// giveBack hands what reading took back to the system.
func giveBack() tea.Msg {
	debug.FreeOSMemory()
	return nil
}

// listed takes in a page of the list. Keys that waited for the first one are played.
func (c *owner) listed(msg headsLoaded) tea.Cmd {
	waited := c.waiting() && !c.m.loading
	back := c.relisting && msg.first
	c.relisting = c.relisting && !back
	cmd := c.headsLoaded(msg)
	if back {
		c.home.seek = c.returned.id
		c.home.find()
	}
	if waited {
		cmd = c.m.arrived(cmd, nil)
	}
	return cmd
}

func (c *owner) headsLoaded(msg headsLoaded) tea.Cmd {
	if c.m.failed(msg.err) {
		c.home.failed(assessment.Sentence(msg.err))
		if c.home.count() == 0 {
			c.m.notice = "" // the whole screen says it
		}
		return nil
	}
	few := c.home.count() < manyRows
	c.home.add(msg.heads, msg.first)
	c.undated.note(msg.heads, c.home.count()-len(msg.heads))
	c.m.seasoned = c.home.count() > 1
	if few && c.home.count() >= manyRows {
		debug.SetGCPercent(garbageShare)
	}
	var more tea.Cmd
	if n := len(msg.heads); n == firstPage && msg.first || n == nextPages {
		more = listHeads(c.m.o.Store, msg.heads[n-1].Sequence)
	} else {
		c.home.complete()
		if c.home.count() > manyRows {
			more = giveBack
		}
		more = tea.Batch(more, c.findDue())
	}
	if msg.first {
		return tea.Batch(more, warmSet(&c.m.o.Options))
	}
	return more
}

func (c *owner) sessionDeleted(msg sessionDeleted) tea.Cmd {
	m := c.m
	if m.failed(msg.err) {
		return nil
	}
	c.deleted = append(c.deleted, msg)
	c.home.remove(msg.id)
	m.seasoned = c.home.count() > 1
	m.draftsOf(msg.id, nil)
	if m.work != nil && m.work.Session.ID == msg.id {
		m.work = nil
	}
	m.notice = fmt.Sprintf("Deleted %s. u brings it back until you quit.", msg.named())
	return nil
}

func (c *owner) deleteUndone(msg deleteUndone) tea.Cmd {
	m := c.m
	if m.failed(msg.err) {
		return m.arrived(nil, msg.err)
	}
	last := len(c.deleted) - 1
	c.returned, c.deleted = c.deleted[last], c.deleted[:last]
	m.notice = c.returned.named() + " is back in the list."
	if last > 0 {
		m.notice += " u brings back the one deleted before it."
	}
	m.loading, c.relisting = false, true
	return listHeads(m.o.Store, 0)
}
