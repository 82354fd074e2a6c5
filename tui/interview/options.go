package interview

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"readycheck/assessment"
)

// Store is what an interview needs of the data file. SaveAnswer and SaveSetup queue the
// change at once and in order; the channel gets one value when it is on disk.
type Store interface {
	List(below uint64, n int) ([]assessment.Head, error)
	Load(id string) (*assessment.Session, error)
	// LoadAll reads many sessions at once, without those that are gone.
	LoadAll(ids []string) ([]*assessment.Session, error)
	// Earlier is the session of the same business and use begun before this one, or "".
	Earlier(session *assessment.Session) (id string, err error)
	Create(session *assessment.Session, standing assessment.Standing) error
	SaveAnswer(assessment.AnswerChange) <-chan assessment.Saved
	SaveSetup(assessment.SetupChange) <-chan assessment.Saved
	SaveStanding(id string, standing assessment.Standing) <-chan assessment.Saved
	// SaveDue keeps what FindDue found, where the sessions were not changed since.
	SaveDue([]assessment.DueFound) <-chan assessment.Saved
	// SaveStandings keeps what FindStandings found, as SaveDue does.
	SaveStandings([]assessment.StandingFound) <-chan assessment.Saved
	SaveLabels(assessment.LabelsChange) <-chan assessment.Saved
	Delete(id string) (undo func() error, err error)
	// Drafts are what was typed in forms and not saved.
	Drafts() []assessment.Draft
	// KeepDraft takes a draft in at once, in the place of the form's earlier one, and writes it
	// soon; an empty one takes the earlier one away.
	KeepDraft(assessment.Draft) <-chan error
}

// Start says where a face begins.
type Start int

const (
	// StartHome opens the list of sessions.
	StartHome Start = iota
	// StartNew opens the setup of a new session.
	StartNew
	// StartSession opens one session where it was left.
	StartSession
)

// Options are what every face needs from outside.
type Options struct {
	Store Store
	// Set gives the question set. It is called from several goroutines, and not before
	// it is needed.
	Set     func() *assessment.Set
	Start   Start
	Session string
	Now     func() time.Time
	// Export writes a report of a session to a file that must not exist yet.
	Export func(set *assessment.Set, session *assessment.Session, e Export) error
	// Lost says what of such a report its format cannot show, or nothing; nil says nothing of any.
	Lost func(set *assessment.Set, session *assessment.Session, e Export) string
	// Papers writes the papers of a session into a folder, none of which may be there, and says
	// how many.
	Papers func(set *assessment.Set, session *assessment.Session, format, folder string) (int, error)
	// Letters writes a letter to each of some clients about lines that are missing there, by their
	// places among the set's items, into a folder where none of them may be, and says how many.
	Letters func(set *assessment.Set, clients []assessment.Head, lines []int, folder string) (int, error)
	// PaperRoom opens a room on paper on a session; nil where there is none.
	PaperRoom func(session string) (PaperRoom, error)
	// Exchange exchanges changes with the other computers of a firm until the context ends, and tells
	// how that stands; nil where there are none. Saved says that something is there to be sent.
	Exchange func(ctx context.Context, told func(Exchanged))
	Saved    func()
	// Log takes raw errors, for whoever mends the program; nil takes none.
	Log io.Writer
	// Typed is a command of the program as it is to be typed in a shell; nil writes it plainly.
	Typed func(words ...string) string
}

// Command is a command of the program as it is to be typed.
func (o *Options) Command(words ...string) string {
	if o.Typed == nil {
		return strings.Join(append([]string{"readycheck"}, words...), " ")
	}
	return o.Typed(words...)
}

// Note writes a raw error into the log. What the person reads of it is its Sentence.
func (o *Options) Note(err error) {
	if o.Log != nil {
		_, _ = fmt.Fprintln(o.Log, o.Now().UTC().Format(time.RFC3339), err)
	}
}

// Open opens a session that is stored.
func (o *Options) Open(id string) (*Work, error) {
	session, err := o.load(id)
	if err != nil {
		return nil, err
	}
	return New(o.Set(), session, o.Now), nil
}

// load reads a session of the set that is asked with.
func (o *Options) load(id string) (*assessment.Session, error) {
	session, err := o.Store.Load(id)
	if err == nil {
		err = o.Set().Fits(session)
	}
	return session, err
}

// FindDue works out when something is to be done next in sessions that were stored without it,
// and keeps that for the next time. What was found is right even where it could not be kept.
func (o *Options) FindDue(ids []string) ([]assessment.DueFound, error) {
	sessions, err := o.Store.LoadAll(ids)
	if err != nil {
		return nil, err
	}
	found := assessment.FindDue(o.Set(), sessions)
	saved := <-o.Store.SaveDue(found)
	return found, saved.Err
}

// Practice reads the clients, see assessment.Practice: heads alone, so that a thousand come at once.
// What is not worked out in them is for FindStandings.
func (o *Options) Practice() ([]assessment.PracticeRow, error) {
	// A few at a time, so that nobody waits long for the file.
	const atATime = 2000
	return assessment.Practice(o.Set(), func(yield func(assessment.Head, error) bool) {
		for below := uint64(0); ; {
			page, err := o.Store.List(below, atATime)
			if err != nil {
				yield(assessment.Head{}, err)
				return
			}
			for _, head := range page {
				if below = head.Sequence; !yield(head, nil) {
					return
				}
			}
			if len(page) < atATime {
				return
			}
		}
	}, o.Now())
}

// FindStandings works out where the lines of sessions stand that were stored without it, or with
// other questions, and keeps that for the next time. What was found is right even where it could
// not be kept.
func (o *Options) FindStandings(ids []string) ([]assessment.StandingFound, error) {
	sessions, err := o.Store.LoadAll(ids)
	if err != nil {
		return nil, err
	}
	found := assessment.FindStandings(o.Set(), sessions)
	saved := <-o.Store.SaveStandings(found)
	return found, saved.Err
}

// Earlier is what a session can be compared with: the one of the same business and use begun
// before it. Not finding it is no fault of the open session, so an error is the same as none.
func (o *Options) Earlier(session *assessment.Session) *assessment.Session {
	id, err := o.Store.Earlier(session)
	if err != nil || id == "" {
		return nil
	}
	earlier, err := o.Store.Load(id)
	if err != nil {
		return nil
	}
	return earlier
}

// Both are two sessions to set side by side, the one begun first as the first.
func (o *Options) Both(a, b string) (first, second *assessment.Session, err error) {
	if first, err = o.Store.Load(a); err != nil {
		return nil, nil, err
	}
	if second, err = o.Store.Load(b); err != nil {
		return nil, nil, err
	}
	if second.ID < first.ID {
		first, second = second, first
	}
	return first, second, nil
}

// Recheck stores and opens a new session with the setup and the answers of an old one. The
// answers keep the time they were given, so that what is too old shows.
func (o *Options) Recheck(id string) (*Work, error) {
	old, err := o.load(id)
	if err != nil {
		return nil, err
	}
	labels := old.Labels
	if labels.Visit <= o.Now().Format(assessment.DateLayout) {
		labels.Visit = "" // this is that visit
	}
	return o.Create(&assessment.Session{Business: old.Business, Use: old.Use, Setup: old.Setup, Labels: labels, Answers: old.Answers})
}

// Create stores a new session and opens it.
func (o *Options) Create(session *assessment.Session) (*Work, error) {
	made, set := *session, o.Set()
	made.SetID, made.SetVersion = set.ID, set.Version
	w := New(set, &made, o.Now)
	if err := o.Store.Create(&made, w.Standing()); err != nil {
		return nil, err
	}
	w.seen = made.Revision
	w.SavedAt = o.Now()
	return w, nil
}

// Example opens the finished example of the set, which nothing changes.
func (o *Options) Example() (*Work, error) {
	session, err := assessment.Example(o.Set())
	if err != nil {
		return nil, err
	}
	w := New(o.Set(), session, o.Now)
	w.ReadOnly = true
	return w, nil
}

// NoExample says that a set has none.
const NoExample = "This question set has no example."
