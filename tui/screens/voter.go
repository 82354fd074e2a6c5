package screens

import (
	"slices"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"readycheck/assessment"
	"readycheck/tui/interview"
	"readycheck/tui/workshop"
)

// voterKeys are all keys of somebody in a room but letters and signs. They are a list of
// what is allowed, since fields bring keys of their own, and some of those read or write the
// clipboard of the computer that the workshop runs on.
var voterKeys = []string{
	"enter", "tab", "shift+tab", "esc", "f1", "ctrl+c", "ctrl+s",
	"up", "down", "left", "right", "home", "end", "pgup", "pgdown",
	"alt+left", "alt+right", "ctrl+left", "ctrl+right", "ctrl+home", "ctrl+end", "ctrl+a", "ctrl+e",
	"backspace", "delete", "ctrl+h", "ctrl+d", "ctrl+w", "ctrl+u", "ctrl+k", "alt+backspace", "ctrl+backspace", "alt+delete", "ctrl+delete",
}

// voterMay reports whether a key may reach the screens of somebody in a room: one letter or
// sign, or one of the voterKeys. A terminal can name any text for a key, also the words by
// which a field knows another one, so the text of a key is one letter.
func voterMay(k tea.KeyPressMsg) bool {
	if k.Text != "" {
		one, _ := ansi.FirstGraphemeCluster(k.Text, ansi.GraphemeWidth)
		return one == k.Text
	}
	return slices.Contains(voterKeys, k.Keystroke())
}

// seated is what became of taking a seat.
type seated struct{ err error }

// takeSeat asks for a seat.
type takeSeat struct {
	name string
	role assessment.Role
}

// renameMe gives the person another name and side.
type renameMe struct {
	name string
	role assessment.Role
}

// toldRoom is what became of what somebody said besides a vote: a note to one that was shown, or
// another name.
type toldRoom struct {
	err error
	// about is what was sent off with it, then is said where it is kept.
	about, then string
}

// goDone shows the person's own votes.
type goDone struct{}

// voter is the controller of one person in a workshop. They vote, and do nothing else: an
// action that is not named here is not there for them.
type voter struct {
	m    *model
	seat Voter
	// until is when the time is over that the facilitator gave.
	until time.Time
}

// asVoter shows where the person is: taking a seat, or at their question.
func asVoter(seat Voter) func(*model) controller {
	return func(m *model) controller {
		view := seat.View()
		c := &voter{m: m, seat: seat, until: view.Until}
		m.work = &work{Work: interview.New(view.Set, view.Session, m.o.Now)}
		m.work.NoteLimit = assessment.MaxVoteNote
		if view.Name == "" {
			m.screen = newJoin(view)
			c.freshDrafts(m.screen)
			m.offer(m.screen)
			return c
		}
		m.screen = c.place(view)
		return c
	}
}

// head is until when there is time. It names the clock and does not run: a screen that counts
// would be sent anew each second to everybody.
func (c *voter) head() string {
	switch {
	case c.until.IsZero():
		return ""
	case !c.m.o.Now().Before(c.until):
		return "Time is up."
	}
	return "time until " + c.until.Local().Format("15:04")
}

func (c *voter) begin() tea.Cmd {
	return tea.Batch(awaitRoom(c.seat.Changed()), tea.RequestBackgroundColor)
}

// may lets through what is on the list of a voter's keys, and nothing else.
func (c *voter) may(k tea.KeyPressMsg) (ok bool, why string) {
	if voterMay(k) {
		return true, ""
	}
	if key.Matches(k, keys.systemPaste) {
		why = "Paste as your terminal does it, such as with ctrl+shift+v."
	}
	return false, why
}

func (c *voter) off(screen) []offKey { return nil }

func (c *voter) waiting() bool { return false }

// leave saves nothing: somebody may only have lost the connection. What they typed is kept.
func (c *voter) leave() { c.m.keepTyped() }

// freshDrafts reads again what was typed in a form: the connection that was lost may have
// ended only after this one began.
func (c *voter) freshDrafts(s screen) {
	if form, ok := s.(typing); ok {
		c.m.draftsOf(form.draft().Form.Session, c.seat.Drafts())
	}
}

// act does what a person in a room may do.
func (c *voter) act(a action) tea.Cmd {
	m, view := c.m, c.seat.View()
	switch a := a.(type) {
	case quit:
		return m.quit()
	case openPage:
		c.freshDrafts(a.page)
		return m.lay(a.page)
	case takeSeat:
		m.loading = true
		return func() tea.Msg { return seated{c.seat.Sit(a.name, a.role)} }
	case saveAnswer:
		switch {
		case view.Name == "":
			return nil
		case view.Closed(a.question):
			return c.explain(a, view.Session.Answers[a.question])
		}
		a.answer.Owner, a.answer.Due, a.answer.By = "", "", ""
		saved := m.save(a)
		c.look(c.seat.View())
		return saved
	case renameMe:
		return func() tea.Msg { return toldRoom{c.seat.Rename(a.name, a.role), meForm, "Your name is changed."} }
	case undoAnswer:
		return m.undoAnswer()
	case openQuestion:
		return c.open(a.id, view)
	case askName:
		return m.act(a.then)
	case openNext:
		if next := m.work.Following(a.after); next != "" {
			return c.open(next, view)
		}
		return m.act(goDone{})
	case goJump:
		if view.InStep {
			m.notice = inStepNotice
			return nil
		}
		return m.show(newJump(m.work), nil)
	case goBack:
		if _, jumping := m.screen.(*jumpScreen); jumping {
			return c.open(m.work.Position, view)
		}
		return m.act(goDone{})
	case goDone, goHome, goReview:
		return m.show(newVoterDone(m.work, view), nil)
	}
	return nil
}

// take takes in what is new in the room.
func (c *voter) take(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case roomChanged:
		return c.roomChanged(), true
	case seated:
		return c.m.arrived(c.seated(msg), nil), true
	case toldRoom:
		return c.told(msg), true
	case sessionReread:
		if _, ok := c.m.merge(msg); !ok {
			return nil, true
		}
		c.look(c.seat.View())
		// The room has its reason, and has said it.
		c.m.work.Settle()
		return c.m.pass(workChanged{}), true
	}
	return nil, false
}

// place is where somebody goes on: at the room's question, where they were, at the first one
// without a vote, or at the end.
func (c *voter) place(view workshop.VoterView) screen {
	question := view.Position
	if _, ok := view.Set.Question(question); !ok {
		question = ""
		if at := c.m.work.Flow.FirstUnanswered(); at >= 0 {
			question = c.m.work.Flow.At(at).ID
		}
	}
	if view.InStep {
		question = view.Step
	}
	if question == "" {
		return newVoterDone(c.m.work, view)
	}
	return c.question(question, view)
}

func (c *voter) question(id string, view workshop.VoterView) screen {
	q := newQuestion(c.m.work, id)
	q.stays = true
	c.seat.At(q.ID)
	return &voterQuestion{questionScreen: q, view: view}
}

const inStepNotice = "The room goes together. The facilitator takes you to the next question."

// open shows a question, where the room does not go together.
func (c *voter) open(id string, view workshop.VoterView) tea.Cmd {
	if view.InStep && id != view.Step {
		c.m.notice = inStepNotice
		if _, done := c.m.screen.(*voterDone); !done {
			return nil
		}
		id = view.Step
	}
	return c.m.show(c.question(id, view), nil)
}

// look has the screen see how the room is now.
func (c *voter) look(view workshop.VoterView) {
	switch s := c.m.screen.(type) {
	case *voterQuestion:
		s.view = view
	case *voterDone:
		s.take(view)
	}
}

// explain keeps what somebody adds to a vote that was shown; the vote stays.
func (c *voter) explain(a saveAnswer, stands assessment.Answer) tea.Cmd {
	if a.answer.Note == stands.Note {
		return c.m.settled(a.question, nil)
	}
	return func() tea.Msg {
		return toldRoom{c.seat.Explain(a.question, a.answer.Note), a.question, "Kept beside your vote, for all to read."}
	}
}

// told says what became of a note or a name.
func (c *voter) told(msg toldRoom) tea.Cmd {
	m := c.m
	settled := m.settled(msg.about, msg.err)
	if m.failed(msg.err) {
		if msg.about == meForm && m.page == nil {
			return tea.Batch(settled, m.act(openPage{newMe(c.seat.View())}))
		}
		return settled
	}
	m.notice = msg.then
	view := c.seat.View()
	c.look(view)
	m.work.Reload()
	return tea.Batch(settled, reread(m.o.Store, view.Session.ID))
}

func (c *voter) roomChanged() tea.Cmd {
	m, view := c.m, c.seat.View()
	c.until = view.Until
	await := awaitRoom(c.seat.Changed())
	if view.Over != "" {
		return tea.Quit
	}
	switch s := m.screen.(type) {
	case *voterQuestion:
		moved := view.InStep && view.Step != s.view.Step
		s.view = view
		if moved {
			m.notice = ""
			if m.form() != nil {
				m.notice = "The room has gone on to the next question."
			}
			m.keepTyped()
			m.page, m.below = nil, nil
			m.screen = c.question(view.Step, view)
			return tea.Batch(m.screen.Init(), await)
		}
	case *voterDone:
		s.take(view)
	case *joinScreen:
		// The facilitator gave somebody their seat back.
		if view.Name != "" && !m.loading {
			return tea.Batch(c.seated(seated{}), await)
		}
	}
	return await
}

// seated goes on to the questions once the seat is there.
func (c *voter) seated(msg seated) tea.Cmd {
	m, view := c.m, c.seat.View()
	if m.failed(msg.err) {
		again := newJoin(view)
		c.freshDrafts(again)
		return m.show(again, nil)
	}
	m.forget(assessment.Form{Session: view.Session.ID, Name: seatForm})
	m.screen = nil // what was typed there is the seat's name
	m.notice = "You are in, " + clean(view.Name) + "."
	if view.Anonymous {
		m.notice = "You are in."
	}
	if view.Keyless {
		// A line of its own, so that it can be copied.
		m.notice += " If the connection breaks, come back with:\n" + view.WayBack()
	} else {
		m.notice += " Nobody sees your answers before the facilitator shows them to all."
	}
	return m.show(c.place(view), nil)
}
