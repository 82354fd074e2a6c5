package screens

import (
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/mattn/go-runewidth"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// Messages that commands bring back. Each names the session it belongs to, so that a
// late one does not land in another.
type (
	headsLoaded struct {
		heads []assessment.Head
		first bool
		err   error
	}
	sessionLoaded struct {
		id     string
		work   *interview.Work
		drafts []assessment.Draft
		err    error
	}
	// sessionReread brings the open session as it is on disk now.
	sessionReread struct {
		id      string
		session *assessment.Session
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
		work *interview.Work
		err  error
	}
	sessionCreated struct {
		work *interview.Work
		err  error
	}
	exampleLoaded struct {
		work *interview.Work
		err  error
	}
	answerSaved    assessment.Saved
	sessionDeleted struct {
		deleteSession
		undo func() error
		err  error
	}
	deleteUndone struct{ err error }
	// exported is a report that was written. lost is what its format cannot show.
	exported struct {
		path, lost string
		err        error
	}
	papersWritten struct {
		folder string
		papers int
		err    error
	}
	hangUp struct{}
)

// Home reads its first page alone, so that it is there at once, and the rest in pages
// that hold the file for some milliseconds each.
const (
	firstPage = 200
	nextPages = 500
)

func listHeads(store interview.Store, below uint64) tea.Cmd {
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
func readAhead(store interview.Store) tea.Cmd {
	read := make(chan tea.Msg, 1)
	go func() { read <- listHeads(store, 0)() }()
	return func() tea.Msg { return <-read }
}

func loadSession(o *interview.Options, id string) tea.Cmd {
	return func() tea.Msg {
		w, err := o.Open(id)
		return sessionLoaded{id: id, work: w, drafts: o.Store.Drafts(), err: err}
	}
}

// reread reads the open session again.
func reread(store interview.Store, id string) tea.Cmd {
	return func() tea.Msg {
		session, err := store.Load(id)
		return sessionReread{id: id, session: session, err: err}
	}
}

// loadEarlier looks for what the open session can be compared with.
func loadEarlier(o *interview.Options, session *assessment.Session) tea.Cmd {
	wanted := assessment.Session{ID: session.ID, Business: session.Business, Use: session.Use}
	return func() tea.Msg { return earlierLoaded{id: wanted.ID, earlier: o.Earlier(&wanted)} }
}

func loadBoth(o *interview.Options, a, b string) tea.Cmd {
	return func() tea.Msg {
		first, second, err := o.Both(a, b)
		return compared{set: o.Set(), a: first, b: second, err: err}
	}
}

func recheck(o *interview.Options, id string) tea.Cmd {
	return func() tea.Msg {
		w, err := o.Recheck(id)
		return rechecked{w, err}
	}
}

func loadExample(o *interview.Options) tea.Cmd {
	return func() tea.Msg {
		w, err := o.Example()
		return exampleLoaded{w, err}
	}
}

func storeSession(o *interview.Options, session *assessment.Session) tea.Cmd {
	copied := *session
	return func() tea.Msg {
		w, err := o.Create(&copied)
		return sessionCreated{w, err}
	}
}

// awaitSaved waits for the acknowledgement of a change that is queued already.
func awaitSaved(saved <-chan assessment.Saved) tea.Cmd {
	return func() tea.Msg { return answerSaved(<-saved) }
}

func removeSession(store interview.Store, which deleteSession) tea.Cmd {
	return func() tea.Msg {
		undo, err := store.Delete(which.id)
		return sessionDeleted{which, undo, err}
	}
}

func putBack(undo func() error) tea.Cmd {
	return func() tea.Msg { return deleteUndone{undo()} }
}

func writeReport(o *interview.Options, e interview.Export) tea.Cmd {
	return func() tea.Msg {
		path, err := o.Write(e)
		if err != nil {
			return exported{err: err}
		}
		return exported{path: path, lost: o.LostIn(e)}
	}
}

func writeAllPapers(o *interview.Options, order interview.PaperOrder) tea.Cmd {
	return func() tea.Msg {
		n, err := o.WritePapers(order)
		return papersWritten{order.Folder, n, err}
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
func warmSet(o *interview.Options) tea.Cmd {
	return tea.Tick(100*time.Millisecond, func(time.Time) tea.Msg {
		return setRead{o.Set()}
	})
}

// setRead says that the question set is there.
type setRead struct{ set *assessment.Set }
