package assessment

import (
	"errors"
	"time"
)

// What keeps sessions and what shows them talk in these words.

// ErrConflict means that another window changed the same thing first. Nothing was written.
var ErrConflict = errors.New("changed in another window")

// ErrNotFound means that there is no such session.
var ErrNotFound = errors.New("no such session")

// Head is what a list shows of a session.
type Head struct {
	ID       string `json:"id"`
	Business string `json:"business"`
	Use      string `json:"use"`
	// Revision counts the session's changes, Sequence orders all sessions by their last one.
	Revision uint64    `json:"revision"`
	Sequence uint64    `json:"sequence"`
	Created  time.Time `json:"created"`
	Changed  time.Time `json:"changed"`
	Standing Standing  `json:"standing"`
	// Labels are the tags and the next visit.
	Labels
}

// Standing is how far a session is, as its last change left it.
type Standing struct {
	Answered    int   `json:"answered"`
	Total       int   `json:"total"`
	Stage       Stage `json:"stage"`
	Provisional bool  `json:"provisional"`
	// Due is the earliest day of what is still open, in DateLayout, or NoDue where nothing
	// has a day. It is empty where nobody has worked it out.
	Due string `json:"due,omitempty"`
	// Days are all days of what is still open, in their order with spaces between, where there is
	// more than the one that Due says.
	Days string `json:"days,omitempty"`
	// Lines is where each line of the checklists stands, and by which questions: see
	// Standing.Levels. It is empty where nobody has worked it out.
	Lines string `json:"lines,omitempty"`
	// Told is the version of the question set whose news has been told, see Session. An
	// empty one leaves what is stored as it is.
	Told string `json:"told,omitempty"`
}

// Finished reports whether every question that applies is answered.
func (s Standing) Finished() bool { return s.Total > 0 && s.Answered >= s.Total }

// NoDue is the Due of a standing where nothing that is open has a day.
const NoDue = "-"

// NextDay is the day by which something is to be done next, in DateLayout, or "".
func (s Standing) NextDay() string {
	if s.Due == NoDue {
		return ""
	}
	return s.Due
}

// Standing is what a list shows of the verdict.
func (s *Summary) Standing() Standing {
	return Standing{Answered: s.Progress.Answered, Total: s.Progress.Total, Stage: s.Stage, Provisional: s.Provisional, Due: s.due, Days: s.days, Lines: s.lines()}
}

// Shown is the standing as other programs see it, without what is kept for lists of many sessions.
func (s Standing) Shown() Standing {
	s.Days, s.Lines = "", ""
	return s
}

// DueFound is the Due of a session that was stored without one, as of a revision of it.
type DueFound struct {
	Session  string
	Revision uint64
	Due      string
}

// FindDue works out the Due of sessions. One that was asked with another set is left out,
// unless nothing in it has a day whatever the questions are.
func FindDue(set *Set, sessions []*Session) []DueFound {
	var found []DueFound
	for _, session := range sessions {
		due := NoDue
		if session.dated() {
			if set.Fits(session) != nil {
				continue
			}
			sum := Evaluate(set, session)
			due = sum.due
		}
		found = append(found, DueFound{session.ID, session.Revision, due})
	}
	return found
}

// AnswerChange is one answer to save.
type AnswerChange struct {
	Session, Question string
	Answer            Answer
	// Base is the revision that the window had seen when the person answered.
	Base     uint64
	Standing Standing
}

// Given is when an answer counts as given. A note, an owner, a date or a state that is put to
// it later does not make it newer; the same answer given once more does.
func Given(before, after Answer, now time.Time) time.Time {
	said := before.Level == after.Level && before.Known == after.Known && before.Reason == after.Reason
	beside := before.Note == after.Note && before.Owner == after.Owner && before.Due == after.Due && before.State == after.State
	if said && !beside && !before.At.IsZero() {
		return before.At
	}
	return now
}

// SetupChange is a session's business, use and setup to save.
type SetupChange struct {
	Session, Business, Use string
	Setup                  Setup
	Base                   uint64
	Standing               Standing
}

// Saved is the answer to a queued change: it is on disk, or Err says why not.
type Saved struct {
	// Session and Question say what the change was about; Question is empty for a setup.
	Session, Question string
	// Revision is the session's revision after the change, or, with ErrConflict, the
	// one that was found.
	Revision uint64
	// At is the time that the record carries.
	At  time.Time
	Err error
}
