package interview

import (
	"errors"
	"fmt"
	"maps"
	"time"

	"readycheck/assessment"
)

// Work is the open session with all that follows from it.
type Work struct {
	Set     *assessment.Set
	Session *assessment.Session
	// Flow and Summary are worked out anew after every change.
	Flow    assessment.Flow
	Summary assessment.Summary
	// Earlier is the session of the same business and use begun before this one, or nil.
	Earlier *assessment.Session
	// NoteLimit is the longest note, in characters.
	NoteLimit int
	// ReadOnly is true for the example: it is looked at and never stored.
	ReadOnly bool
	// Position is the question that was looked at last.
	Position string
	// Problem says why answers could not be written, and what to do; "" while they can.
	Problem string
	// SavedAt is when something was last on disk, zero before.
	SavedAt time.Time
	Now     func() time.Time

	// seen is the revision that this window has seen: loaded, or acknowledged without
	// a gap.
	seen uint64
	// pending counts the saves under way by question; "" is the setup.
	pending map[string]int
	// unsaved are answers that could not be written. They are kept and tried again.
	unsaved map[string]assessment.Answer
	// setupUnsaved is the same for business, use and setup.
	setupUnsaved bool
	// conflicts names the questions whose answer another window changed first, until the
	// person has looked.
	conflicts map[string]bool
	// reloading is true from when the session must be read again until it is.
	reloading bool
	// before are the answers that were changed in this window, as they were, the last one
	// at the end.
	before []Was
	// grown is what the last change did to the number of questions.
	grown grown
}

// Was is an answer as it was before a change.
type Was struct {
	Question string
	Answer   assessment.Answer
}

// New opens a session that was read or made. The session is the work's from then on.
func New(set *assessment.Set, session *assessment.Session, now func() time.Time) *Work {
	if session.Answers == nil {
		session.Answers = map[string]assessment.Answer{}
	}
	w := &Work{
		Set: set, Session: session, seen: session.Revision, Now: now, NoteLimit: assessment.MaxNote,
		pending: map[string]int{}, unsaved: map[string]assessment.Answer{}, conflicts: map[string]bool{},
	}
	w.recompute()
	w.grown.since = w.grown.now
	return w
}

// recompute works out what applies and the verdict. It costs some microseconds, so it
// is done after every answer.
func (w *Work) recompute() {
	w.Flow = assessment.NewFlow(w.Set, w.Session)
	w.Summary = assessment.Evaluate(w.Set, w.Session)
	w.counted()
}

// Answered puts an answer into the session and says what to save.
func (w *Work) Answered(question string, answer assessment.Answer) assessment.AnswerChange {
	if was := w.Session.Answers[question]; !sameAnswer(was, answer) {
		w.before = append(w.before, Was{question, was})
	}
	return w.put(question, answer)
}

func (w *Work) put(question string, answer assessment.Answer) assessment.AnswerChange {
	answer.At = assessment.Given(w.Session.Answers[question], answer, w.Now())
	w.Session.Answers[question] = answer
	w.settled(assessment.DisputedAnswer, question)
	delete(w.conflicts, question)
	before := w.grown.now.total
	w.recompute()
	w.grewBy(question, before)
	return w.change(question, answer)
}

// CanUndo reports whether an answer was changed since the session was opened here.
func (w *Work) CanUndo() bool { return len(w.before) > 0 }

// Undo takes the last change of an answer back, and says what to save; false where there is
// none. Taking back is no change that could be taken back in turn.
func (w *Work) Undo() (change assessment.AnswerChange, ok bool) {
	if !w.CanUndo() {
		return assessment.AnswerChange{}, false
	}
	last := len(w.before) - 1
	was := w.before[last]
	w.before = w.before[:last]
	return w.put(was.Question, was.Answer), true
}

func (w *Work) change(question string, answer assessment.Answer) assessment.AnswerChange {
	w.pending[question]++
	return assessment.AnswerChange{
		Session: w.Session.ID, Question: question, Answer: answer, Base: w.seen, Standing: w.Standing(),
	}
}

// About takes in what was said about the use, and says what to save.
func (w *Work) About(said *assessment.Session) assessment.SetupChange {
	w.Session.Business, w.Session.Use, w.Session.Setup = said.Business, said.Use, said.Setup
	w.settled(assessment.DisputedSetup, "")
	w.recompute()
	w.grewAbout()
	return w.setupChange()
}

func (w *Work) setupChange() assessment.SetupChange {
	w.pending[""]++
	return assessment.SetupChange{
		Session: w.Session.ID, Business: w.Session.Business, Use: w.Session.Use, Setup: w.Session.Setup,
		Base: w.seen, Standing: w.Standing(),
	}
}

// Acknowledged takes in what became of a save. It reports whether the session must be
// read again and merged, because another window changed something; that is said once, until
// Merge or Unread was called. What could not be written is kept, and Problem says why.
func (w *Work) Acknowledged(saved assessment.Saved) (reload bool) {
	if w.pending[saved.Question]--; w.pending[saved.Question] <= 0 {
		delete(w.pending, saved.Question)
	}
	switch {
	case IsConflict(saved.Err):
		w.conflicts[saved.Question] = true
		reload = true
	case saved.Err != nil:
		w.Problem = assessment.Sentence(saved.Err)
		if saved.Question == "" {
			w.setupUnsaved = true
		} else {
			w.unsaved[saved.Question] = w.Session.Answers[saved.Question]
		}
	default:
		w.SavedAt = w.Now()
		delete(w.unsaved, saved.Question)
		if saved.Question == "" {
			w.setupUnsaved = false
		}
		if w.Unwritten() == 0 {
			w.Problem = ""
		}
		if saved.Revision == w.seen+1 {
			w.seen = saved.Revision
		} else {
			reload = saved.Revision > w.seen
		}
	}
	if reload = reload && !w.reloading; reload {
		w.reloading = true
	}
	return reload
}

// Reload says that the session is about to be read again for a reason of the face's own.
func (w *Work) Reload() { w.reloading = true }

// Unread says that the session could not be read again.
func (w *Work) Unread() { w.reloading = false }

// Merge takes in the session as it is on disk now, keeps this window's answers that are
// still on their way there, and says what other windows changed; "" for nothing.
func (w *Work) Merge(fresh *assessment.Session) string {
	w.reloading = false
	own := map[string]assessment.Answer{}
	for question := range w.pending {
		if answer, ok := w.Session.Answers[question]; ok {
			own[question] = answer
		}
	}
	maps.Copy(own, w.unsaved)
	for question := range w.conflicts {
		delete(own, question)
	}
	changed := 0
	for question, answer := range fresh.Answers {
		if _, mine := own[question]; !mine && !sameAnswer(w.Session.Answers[question], answer) {
			changed++
		}
	}
	maps.Copy(fresh.Answers, own)
	if w.pending[""] > 0 || w.setupUnsaved {
		fresh.Business, fresh.Use, fresh.Setup = w.Session.Business, w.Session.Use, w.Session.Setup
	}
	*w.Session = *fresh
	w.seen = fresh.Revision
	w.recompute()
	w.grown.since = w.grown.now
	if changed == 0 {
		return ""
	}
	by := "Another window"
	if len(fresh.Disputes) > 0 || fresh.Shared {
		by = "Another window or computer"
	}
	return fmt.Sprintf("%s changed %s. You see them now.", by, assessment.Counted(changed, "answer", "answers"))
}

// Retry is what to save once more, since it could not be written.
func (w *Work) Retry() (answers []assessment.AnswerChange, setup []assessment.SetupChange) {
	for question, answer := range w.unsaved {
		answers = append(answers, w.change(question, answer))
	}
	if w.setupUnsaved {
		setup = append(setup, w.setupChange())
	}
	w.Problem = ""
	return answers, setup
}

// Conflicts reports whether another window changed the answer first, and the person has not
// answered since.
func (w *Work) Conflicts(question string) bool { return w.conflicts[question] }

// Settle forgets the conflicts, where the person has heard of them otherwise.
func (w *Work) Settle() { clear(w.conflicts) }

// IsConflict reports whether a save was refused because another window changed the same.
func IsConflict(err error) bool { return errors.Is(err, assessment.ErrConflict) }

func sameAnswer(a, b assessment.Answer) bool {
	a.At, b.At = time.Time{}, time.Time{}
	return a == b
}

// News says once, when the session was asked with another question set or version, what that
// means: what is new, and what no longer fits. Nothing is thrown away.
func (w *Work) News() string {
	n, ok := assessment.NewsFor(w.Set, w.Session)
	if !ok {
		return ""
	}
	w.Session.Told = w.Set.Version
	said := fmt.Sprintf("The questions have changed since: %s %s then, %s %s now. Your answers are kept.",
		assessment.CleanLine(n.Was.ID, assessment.MaxName), assessment.CleanLine(n.Was.Version, assessment.MaxName), w.Set.ID, w.Set.Version)
	if n.New > 0 {
		said += " " + assessment.Counted(n.New, "open question is new or has new words.", "open questions are new or have new words.")
	} else if open := w.Summary.Progress.Total - w.Summary.Progress.Answered; open > 0 {
		said += " " + assessment.Counted(open, "question is", "questions are") + " open."
	}
	if n.Reworded > 0 {
		said += " " + assessment.Counted(n.Reworded, "answered question has", "answered questions have") + " new words: see if your answer still fits."
	}
	if n.Aside > 0 {
		said += " " + assessment.Counted(n.Aside, "answer no longer fits. It is", "answers no longer fit. They are") + " kept, and not counted."
	}
	return said
}

// Standing is what a list shows of the session.
func (w *Work) Standing() assessment.Standing {
	standing := w.Summary.Standing()
	standing.Told = w.Session.Told
	return standing
}

// Unwritten counts what could not be saved yet.
func (w *Work) Unwritten() int {
	if w.setupUnsaved {
		return len(w.unsaved) + 1
	}
	return len(w.unsaved)
}

// Saving reports whether a save is under way.
func (w *Work) Saving() bool { return len(w.pending) > 0 }

// OnTheWay reports whether an answer is not known to be on disk: its save is under way, or
// failed. "" is the setup.
func (w *Work) OnTheWay(question string) bool {
	if question == "" {
		return w.pending[""] > 0 || w.setupUnsaved
	}
	_, unsaved := w.unsaved[question]
	return unsaved || w.pending[question] > 0
}

// Section is the title of a question's section.
func (w *Work) Section(q *assessment.Question) string {
	if s, ok := w.Set.Section(q.Section); ok {
		return s.Title
	}
	return ""
}
