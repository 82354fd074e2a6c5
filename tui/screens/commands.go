package screens

import (
	"path/filepath"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/mattn/go-runewidth"

	"readycheck/assessment"
)

// Store is what the screens need of the data file. SaveAnswer and SaveSetup queue the
// change at once and in order; the channel gets one value when it is on disk.
type Store interface {
	List(below uint64, n int) ([]assessment.Head, error)
	Load(id string) (*assessment.Session, error)
	// Earlier is the session of the same business and use begun before this one, or "".
	Earlier(session *assessment.Session) (id string, err error)
	Create(session *assessment.Session, standing assessment.Standing) error
	SaveAnswer(assessment.AnswerChange) <-chan assessment.Saved
	SaveSetup(assessment.SetupChange) <-chan assessment.Saved
	SaveStanding(id string, standing assessment.Standing) <-chan assessment.Saved
	Delete(id string) (undo func() error, err error)
	// Drafts are what was typed in forms and not saved.
	Drafts() []assessment.Draft
	// KeepDraft takes a draft in at once, in the place of the form's earlier one, and writes it
	// soon; an empty one takes the earlier one away.
	KeepDraft(assessment.Draft) <-chan error
}

// Messages that commands bring back. Each names the session it belongs to, so that a
// late one does not land in another.
type (
	headsLoaded struct {
		heads []assessment.Head
		first bool
		err   error
	}
	sessionLoaded struct {
		id      string
		set     *assessment.Set
		session *assessment.Session
		drafts  []assessment.Draft
		again   bool
		err     error
	}
	// earlierLoaded brings the earlier session of the open one, or nil.
	earlierLoaded struct {
		id      string
		earlier *assessment.Session
	}
	compared struct {
		set  *assessment.Set
		a, b *assessment.Session
		err  error
	}
	rechecked struct {
		set     *assessment.Set
		session *assessment.Session
		err     error
	}
	sessionCreated struct {
		set     *assessment.Set
		session *assessment.Session
		err     error
	}
	exampleLoaded struct {
		set     *assessment.Set
		session *assessment.Session
		err     error
	}
	answerSaved    assessment.Saved
	sessionDeleted struct {
		id, business string
		undo         func() error
		err          error
	}
	deleteUndone struct{ err error }
	exported     struct {
		path string
		err  error
	}
	hangUp struct{}
)

// Home reads its first page alone, so that it is there at once, and the rest in pages
// that hold the file for some milliseconds each.
const (
	firstPage = 200
	nextPages = 500
)

func listHeads(store Store, below uint64) tea.Cmd {
	return func() tea.Msg {
		n := firstPage
		if below > 0 {
			n = nextPages
		}
		heads, err := store.List(below, n)
		return headsLoaded{heads: heads, first: below == 0, err: err}
	}
}

// readAhead begins to read the first page at once, while the program is still starting,
// so that the first frame has it. The command waits for it.
func readAhead(store Store) tea.Cmd {
	read := make(chan tea.Msg, 1)
	go func() { read <- listHeads(store, 0)() }()
	return func() tea.Msg { return <-read }
}

func loadSession(o *Options, id string, again bool) tea.Cmd {
	return func() tea.Msg {
		set := o.Set()
		session, err := o.Store.Load(id)
		if err == nil {
			err = set.Fits(session)
		}
		msg := sessionLoaded{id: id, set: set, session: session, again: again, err: err}
		if !again {
			msg.drafts = o.Store.Drafts()
		}
		return msg
	}
}

// loadEarlier looks for what the open session can be compared with. Not finding it is no
// fault of the open session, so an error says nothing.
func loadEarlier(o *Options, session *assessment.Session) tea.Cmd {
	wanted := assessment.Session{ID: session.ID, Business: session.Business, Use: session.Use}
	return func() tea.Msg {
		id, err := o.Store.Earlier(&wanted)
		if err != nil || id == "" {
			return earlierLoaded{id: wanted.ID}
		}
		earlier, err := o.Store.Load(id)
		if err != nil {
			return earlierLoaded{id: wanted.ID}
		}
		return earlierLoaded{id: wanted.ID, earlier: earlier}
	}
}

func loadBoth(o *Options, a, b string) tea.Cmd {
	return func() tea.Msg {
		first, err := o.Store.Load(a)
		if err != nil {
			return compared{err: err}
		}
		second, err := o.Store.Load(b)
		return compared{set: o.Set(), a: first, b: second, err: err}
	}
}

// recheck stores a new session with the setup and the answers of an old one. The answers
// keep the time they were given, so that what is too old shows.
func recheck(o *Options, id string) tea.Cmd {
	return func() tea.Msg {
		set := o.Set()
		old, err := o.Store.Load(id)
		if err == nil {
			err = set.Fits(old)
		}
		if err != nil {
			return rechecked{err: err}
		}
		session := &assessment.Session{
			Business: old.Business, Use: old.Use, Setup: old.Setup, Answers: old.Answers, SetID: set.ID, SetVersion: set.Version,
		}
		summary := assessment.Evaluate(set, session)
		err = o.Store.Create(session, summary.Standing())
		return rechecked{set: set, session: session, err: err}
	}
}

func loadExample(o *Options) tea.Cmd {
	return func() tea.Msg {
		set := o.Set()
		session, err := assessment.Example(set)
		return exampleLoaded{set: set, session: session, err: err}
	}
}

func storeSession(o *Options, session *assessment.Session) tea.Cmd {
	copied := *session
	return func() tea.Msg {
		set := o.Set()
		copied.SetID, copied.SetVersion = set.ID, set.Version
		summary := assessment.Evaluate(set, &copied)
		err := o.Store.Create(&copied, summary.Standing())
		return sessionCreated{set: set, session: &copied, err: err}
	}
}

// awaitSaved waits for the acknowledgement of a change that is queued already.
func awaitSaved(saved <-chan assessment.Saved) tea.Cmd {
	return func() tea.Msg { return answerSaved(<-saved) }
}

func removeSession(store Store, id, business string) tea.Cmd {
	return func() tea.Msg {
		undo, err := store.Delete(id)
		return sessionDeleted{id: id, business: business, undo: undo, err: err}
	}
}

func putBack(undo func() error) tea.Cmd {
	return func() tea.Msg { return deleteUndone{undo()} }
}

func writeReport(o *Options, a exportSession) tea.Cmd {
	return func() tea.Msg {
		session, err := o.Store.Load(a.id)
		if err == nil {
			err = o.Set().Fits(session)
		}
		if err == nil {
			err = o.Export(o.Set(), session, a.format, a.path, a.clientSafe)
		}
		// A bare name does not tell a person where to look.
		path, unknown := filepath.Abs(a.path)
		if unknown != nil {
			path = a.path
		}
		return exported{path: path, err: err}
	}
}

// warmWidths builds the renderer's table of character widths. That takes some
// milliseconds, which would otherwise be spent in the first frame; now they pass while
// the program waits for the moment to draw it.
func warmWidths() tea.Msg {
	runewidth.RuneWidth('●')
	return nil
}

// warmSet reads the question set while the person looks at Home, but not in the moment
// in which Home is being drawn.
func warmSet(o *Options) tea.Cmd {
	return tea.Tick(100*time.Millisecond, func(time.Time) tea.Msg {
		return setRead{o.Set()}
	})
}

// setRead says that the question set is there.
type setRead struct{ set *assessment.Set }
