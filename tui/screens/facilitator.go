package screens

import (
	"cmp"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
	"readycheck/tui/interview"
	"readycheck/tui/workshop"
)

// Room is what the facilitator's screens need of a workshop.
type Room interface {
	// View is the room as the facilitator sees it.
	View() workshop.RoomView
	// Changed gets a value when the view may be another one.
	Changed() <-chan struct{}
	// Lock keeps new people out.
	Lock(locked bool)
	// Step brings everybody to a question, where the room goes in step.
	Step(question string)
	// Give gives everybody some time from now on; none takes it back.
	Give(span time.Duration)
	// The calls that follow are queued; the channel gets one value when it is on disk.

	// HandOver gives a seat back to whoever asks for it.
	HandOver(seat string) <-chan assessment.Saved
	// Remove takes somebody out of the room, GiveBack lets them in again.
	Remove(seat string) <-chan assessment.Saved
	GiveBack(seat string) <-chan assessment.Saved
	// Rename gives somebody another name.
	Rename(seat, name string) <-chan assessment.Saved
	// VoteAgain begins a second vote on a question whose votes the room has seen.
	VoteAgain(question string) <-chan assessment.Saved
	// Reveal shows the room its votes on a question, RevealAnswered those on questions that
	// everybody who is here has answered.
	Reveal(question string) <-chan assessment.Saved
	RevealAnswered(questions []string) <-chan assessment.Saved
	// Decide records what the room settled on, with all that the answer says: also who sees to
	// what follows, and until when.
	Decide(question string, answer assessment.Answer, by string) <-chan assessment.Saved
}

// RunRoom shows the facilitator's screens until the workshop ends.
func RunRoom(o Options, room Room) error {
	o.who, o.Start = asFacilitator(room), interview.StartSession
	return Run(o)
}

// facilitator is the controller of whoever holds a workshop on one session. What is about the
// session is done as its owner does it; nothing else of an owner's is there.
type facilitator struct {
	*owner
	room Room
	// clock is how much is left of the time that was given.
	clock countdown
}

func asFacilitator(room Room) func(*model) controller {
	return func(m *model) controller {
		c := &facilitator{owner: newOwner(m), room: room}
		c.opensOn = func() screen {
			m.work.room = true
			return newRoom(room, m.work)
		}
		return c
	}
}

func (c *facilitator) begin() tea.Cmd {
	return tea.Batch(c.owner.begin(), awaitRoom(c.room.Changed()), c.clock.runsTo(c.room.View().Until, c.m.o.Now()))
}

// What the facilitator's screens ask of the root.
type (
	goRoom         struct{}
	goReveal       struct{}
	goSpread       struct{ question string }
	revealVotes    struct{ question string }
	revealAnswered struct{ questions []string }
	decideVote     struct {
		question string
		answer   assessment.Answer
		by       string
	}
	lockRoom   struct{ locked bool }
	sendAway   struct{ people []workshop.Person }
	handOver   struct{ seat, name string }
	letBack    struct{ seat, name string }
	renameSeat struct {
		person workshop.Person
		name   string
	}
	voteAgain struct{ question string }
	giveTime  struct{ span time.Duration }
	stepTo    struct{ question string }
	endRoom   struct{}
)

// roomSaved is what became of a change in the room.
type roomSaved struct {
	saved assessment.Saved
	// then is said where it is on disk.
	then string
	// about is what was sent off with it, where that is not its question. again is the form to
	// show once more where the room refuses what was typed.
	about string
	again screen
}

func awaitRoomSaved(saved <-chan assessment.Saved, then string) tea.Cmd {
	return awaitRoomForm(saved, roomSaved{then: then})
}

func awaitRoomForm(saved <-chan assessment.Saved, about roomSaved) tea.Cmd {
	return func() tea.Msg {
		about.saved = <-saved
		return about
	}
}

// act does what is the facilitator's to do.
func (c *facilitator) act(a action) tea.Cmd {
	m, room := c.m, c.room
	switch a := a.(type) {
	case goHome, goRoom:
		return m.show(newRoom(room, m.work), nil)
	case goReveal:
		return m.show(newReveal(m.work, room.View()), nil)
	case goSpread:
		return m.show(newSpread(m.work, room.View(), a.question), nil)
	case revealVotes:
		if s, ok := m.screen.(*spreadScreen); ok && s.question.ID == a.question {
			return awaitRoomSaved(room.Reveal(a.question), "")
		}
		return tea.Batch(m.show(newReveal(m.work, room.View()), nil), awaitRoomSaved(room.Reveal(a.question), ""))
	case revealAnswered:
		return tea.Batch(m.show(newReveal(m.work, room.View()), nil), awaitRoomSaved(room.RevealAnswered(a.questions), ""))
	case decideVote:
		return awaitRoomSaved(room.Decide(a.question, a.answer, a.by), "Decided, and saved.")
	case lockRoom:
		room.Lock(a.locked)
		m.notice = "The room is open: people can come in."
		if a.locked {
			m.notice = "The room is locked. Nobody new can come in; whoever has a seat can come back."
		}
	case sendAway, handOver, letBack, renameSeat:
		return c.seats(a)
	case voteAgain:
		if c.room.View().InStep {
			room.Step(a.question) // people vote where the room is
		}
		return awaitRoomSaved(room.VoteAgain(a.question), "The room votes once more on this. v shows those votes.")
	case giveTime:
		room.Give(a.span)
		return c.clock.runsTo(room.View().Until, m.o.Now())
	case stepTo:
		room.Step(a.question)
	case endRoom:
		return tea.Quit
	case quit:
		// A room full of people is not sent home by one slip.
		kept := m.keepTyped()
		m.page, m.below = c.confirmEnd(), nil
		return kept
	case askName, goBack, goJump, goReview, lookAt, lookOn, goSummary, openQuestion, openNext, saveAnswer, undoAnswer,
		openPage, copySummary, copyText, exportSession, press, pause, goPlan, goPapers, turnStep, stepDone, markWritten, writePapers:
		return c.owner.act(a)
	}
	return nil
}

// seats does what is about the seats of people.
func (c *facilitator) seats(a action) tea.Cmd {
	switch a := a.(type) {
	case sendAway:
		var last tea.Cmd
		for _, p := range a.people {
			last = awaitRoomSaved(c.room.Remove(p.Seat), fmt.Sprintf("Taken out: %s. Those votes do not count any more. h gives a seat back.", namesOf(a.people)))
		}
		return last
	case handOver:
		return awaitRoomSaved(c.room.HandOver(a.seat), assessment.Quoted(a.name)+" has the seat back.")
	case letBack:
		return awaitRoomSaved(c.room.GiveBack(a.seat), assessment.Quoted(a.name)+" has the seat back, and those votes count again.")
	case renameSeat:
		return awaitRoomForm(c.room.Rename(a.person.Seat, a.name), roomSaved{then: "The name is changed.", about: renameForm + a.person.Seat, again: newRename(c.m.work, a.person)})
	}
	return nil
}

// reportCommand is what writes the report of the session that the workshop was held on.
func (c *facilitator) reportCommand() string {
	return c.m.o.Command("export", c.m.work.Session.ID, "-o", "report.pdf")
}

func (c *facilitator) confirmEnd() screen {
	about := "People are told that it is over. Every vote and decision is kept, and `readycheck serve` goes on with them."
	if c.m.work != nil {
		about += " After that, write the report: `" + c.reportCommand() + "`."
	}
	view := c.room.View()
	if hidden := view.Hidden(); len(hidden) > 0 {
		about = fmt.Sprintf("%s nobody has seen. They are kept, and do not count before they are shown. ", assessment.Counted(len(hidden), "question has votes that", "questions have votes that")) + about
	}
	return newConfirm("End the workshop?", about, endRoom{})
}

// take takes in what is new in the room, and what is new in its session.
func (c *facilitator) take(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case roomChanged:
		return c.roomChanged(), true
	case roomSaved:
		return c.roomSaved(msg), true
	case secondPassed:
		return c.clock.passed(c.m.o.Now()), true
	case sessionReread:
		if _, ok := c.m.merge(msg); !ok {
			return nil, true
		}
		return c.m.pass(workChanged{}), true
	}
	return c.owner.take(msg)
}

// roomChanged takes in what is new in the room.
func (c *facilitator) roomChanged() tea.Cmd {
	view := c.room.View()
	switch s := c.m.screen.(type) {
	case *roomScreen:
		s.take(view)
	case *revealScreen:
		s.take(view)
	case *spreadScreen:
		s.view = view
	}
	return tea.Batch(awaitRoom(c.room.Changed()), c.clock.runsTo(view.Until, c.m.o.Now()))
}

// roomSaved says what could not be saved, and reads the session again: votes that were
// shown and decisions change what stands.
func (c *facilitator) roomSaved(msg roomSaved) tea.Cmd {
	m := c.m
	settled := m.settled(cmp.Or(msg.about, msg.saved.Question), msg.saved.Err)
	if m.failed(msg.saved.Err) {
		if msg.again != nil && m.page == nil {
			return tea.Batch(settled, m.lay(msg.again))
		}
		if r, ok := m.screen.(*revealScreen); ok && len(r.spreads) == 0 {
			return tea.Batch(settled, m.act(goRoom{})) // nothing was shown
		}
		return settled
	}
	if msg.then != "" {
		m.notice = msg.then
	}
	if m.work == nil {
		return settled
	}
	m.work.Reload()
	return tea.Batch(settled, reread(m.o.Store, m.work.Session.ID))
}
