package screens

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// screen is one full page of the program, or a page laid over another one.
type screen interface {
	Init() tea.Cmd
	Update(msg tea.Msg) (screen, action, tea.Cmd)
	View(st *styles, size size) body
	// capturesText is true while letters are text and not keys.
	capturesText() bool
	// ShortHelp are the keys at the foot, groups all of them, for ?.
	ShortHelp() []key.Binding
	groups() []keyGroup
}

// size is the room that a screen may draw in, in cells.
type size struct{ width, height int }

// body is what a screen draws: its own header line, its lines, and which of them must
// stay in sight when there are more than fit.
type body struct {
	header          []string
	lines           []string
	focus, focusEnd int
	// scroll is the first line shown where a screen scrolls by itself; it is used when
	// scrolls is true, and focus is not.
	scroll  int
	scrolls bool
	// status is the quiet line above the keys; the root's own notices come before it.
	status string
	// spots are what a click means, where the mouse is asked for.
	spots []spot
}

// spot is a stretch of a body that can be clicked: lines from and before to, or columns
// from and before to of the first header line.
type spot struct {
	header   bool
	from, to int
	click    func() action
}

// clickable makes the lines from one on to the end so far a spot.
func (b *body) clickable(from int, click func() action) {
	b.spots = append(b.spots, spot{from: from, to: len(b.lines), click: click})
}

// action is what a screen asks of the root. nil asks for nothing.
type action any

type (
	// goHome, goJump, goReview and goSummary open a screen of the open session.
	goHome    struct{}
	goJump    struct{}
	goReview  struct{}
	goSummary struct{}
	// goPlan opens the plan of the open session, goPapers its papers.
	goPlan   struct{}
	goPapers struct{}
	// goExample opens the finished example, which nothing changes.
	goExample struct{}
	// goNew opens an empty setup, goSetup the one of the open session.
	goNew   struct{}
	goSetup struct{}
	// openSession loads a session and opens it where it was left.
	openSession struct{ id string }
	// openDue loads a session in which something has come due, and opens it there.
	openDue struct{ id string }
	// openQuestion shows a question of the open session.
	openQuestion struct{ id string }
	// copySummary puts the summary on the clipboard of the terminal.
	copySummary struct{}
	// undoAnswer takes the last change of an answer back.
	undoAnswer struct{}
	// saveAnswer keeps an answer of the open session.
	saveAnswer struct {
		question string
		answer   assessment.Answer
	}
	// createSession stores a new session, saveSetup changes one.
	createSession struct{ session *assessment.Session }
	saveSetup     struct{ session *assessment.Session }
	// openPage lays a page over the screen, closePage takes it away and may pass on
	// what was entered.
	openPage  struct{ page screen }
	closePage struct{ then action }
	// deleteSession takes a session out of the file, undoDelete puts it back.
	deleteSession struct{ id, business, use string }
	undoDelete    struct{}
	// recheckSession begins a new session from an old one.
	recheckSession struct{ id string }
	// compareSessions sets two sessions beside each other.
	compareSessions struct{ a, b string }
	// exportSession writes a report.
	exportSession interview.Export
	// writePapers writes the papers of a session, markWritten takes one as written.
	writePapers interview.PaperOrder
	markWritten struct{ paper interview.Paper }
	// press is a click that means what a key does.
	press struct{ key tea.KeyPressMsg }
	// notice shows a sentence until the next key.
	notice struct{ text string }
	// pause hands the terminal back for a while.
	pause struct{}
	// quit ends the program after the save under way.
	quit struct{}
)
