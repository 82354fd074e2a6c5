package screens

import (
	"fmt"
	"maps"
	"time"

	"charm.land/bubbles/v2/key"

	"readycheck/assessment"
	"readycheck/assessment/report"
)

// work is the open session with all that follows from it. Screens read it; only the
// root changes it.
type work struct {
	set     *assessment.Set
	session *assessment.Session
	flow    assessment.Flow
	summary assessment.Summary
	// noteLimit is the longest note, in characters.
	noteLimit int

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
	savedAt   time.Time
	problem   string
	reloading bool
	// readOnly is true for the example: it is looked at and never stored.
	readOnly bool
	// room is true where a workshop is held on the session: its room is then home.
	room bool
	// earlier is the session of the same business and use begun before this one, or nil.
	earlier *assessment.Session
	now     func() time.Time
	// before are the answers that were changed in this window, as they were, the last one
	// at the end.
	before []saveAnswer
	// position is the question that was looked at last.
	position string
}

func newWork(set *assessment.Set, session *assessment.Session, now func() time.Time) *work {
	if session.Answers == nil {
		session.Answers = map[string]assessment.Answer{}
	}
	w := &work{
		set: set, session: session, seen: session.Revision, now: now, noteLimit: assessment.MaxNote,
		pending: map[string]int{}, unsaved: map[string]assessment.Answer{}, conflicts: map[string]bool{},
	}
	w.recompute()
	return w
}

// home is the key that leads out of the session, and the words for where to.
func (w *work) home(words string) key.Binding {
	if w.room {
		words = "the room"
	}
	return described(keys.home, words)
}

// recompute works out what applies and the verdict. It costs some microseconds, so it
// is done after every answer.
func (w *work) recompute() {
	w.flow = assessment.NewFlow(w.set, w.session)
	w.summary = assessment.Evaluate(w.set, w.session)
}

// answered puts an answer into the session and says what to save.
func (w *work) answered(question string, answer assessment.Answer) assessment.AnswerChange {
	was := w.session.Answers[question]
	if !sameAnswer(was, answer) {
		w.before = append(w.before, saveAnswer{question, was})
	}
	answer.At = assessment.Given(was, answer, w.now())
	w.session.Answers[question] = answer
	delete(w.conflicts, question)
	w.recompute()
	return w.change(question, answer)
}

// back takes the last change back: it says what the answer was, and which it was about.
// Taking back is no change that could be taken back in turn.
func (w *work) back() (was saveAnswer, ok bool) {
	if len(w.before) == 0 {
		return saveAnswer{}, false
	}
	was = w.before[len(w.before)-1]
	w.before = w.before[:len(w.before)-1]
	return was, true
}

func (w *work) change(question string, answer assessment.Answer) assessment.AnswerChange {
	w.pending[question]++
	return assessment.AnswerChange{
		Session: w.session.ID, Question: question, Answer: answer, Base: w.seen, Standing: w.standing(),
	}
}

func (w *work) setupChange() assessment.SetupChange {
	w.recompute()
	w.pending[""]++
	return assessment.SetupChange{
		Session: w.session.ID, Business: w.session.Business, Use: w.session.Use, Setup: w.session.Setup,
		Base: w.seen, Standing: w.standing(),
	}
}

// acknowledged takes in what became of a save. It reports whether the session must be
// read again, because another window changed something.
func (w *work) acknowledged(saved assessment.Saved, now time.Time) (reload bool) {
	if w.pending[saved.Question]--; w.pending[saved.Question] <= 0 {
		delete(w.pending, saved.Question)
	}
	if saved.Err != nil {
		return false
	}
	w.savedAt = now
	delete(w.unsaved, saved.Question)
	if saved.Question == "" {
		w.setupUnsaved = false
	}
	if w.unwritten() == 0 {
		w.problem = ""
	}
	if saved.Revision == w.seen+1 {
		w.seen = saved.Revision
		return false
	}
	return saved.Revision > w.seen
}

// merge takes in the session as it is on disk now, keeps this window's answers that are
// still on their way there, and says what other windows changed.
func (w *work) merge(fresh *assessment.Session) string {
	w.reloading = false
	own := map[string]assessment.Answer{}
	for question := range w.pending {
		if answer, ok := w.session.Answers[question]; ok {
			own[question] = answer
		}
	}
	maps.Copy(own, w.unsaved)
	for question := range w.conflicts {
		delete(own, question)
	}
	changed := 0
	for question, answer := range fresh.Answers {
		if _, mine := own[question]; !mine && !sameAnswer(w.session.Answers[question], answer) {
			changed++
		}
	}
	maps.Copy(fresh.Answers, own)
	if w.pending[""] > 0 || w.setupUnsaved {
		fresh.Business, fresh.Use, fresh.Setup = w.session.Business, w.session.Use, w.session.Setup
	}
	*w.session = *fresh
	w.seen = fresh.Revision
	w.recompute()
	if changed == 0 {
		return ""
	}
	return fmt.Sprintf("Another window changed %s. You see them now.", many(changed, "answer", "answers"))
}

func sameAnswer(a, b assessment.Answer) bool {
	a.At, b.At = time.Time{}, time.Time{}
	return a == b
}

// news says once, when the session was asked with another question set or version, what that
// means: what is new, and what no longer fits. Nothing is thrown away.
func (w *work) news() string {
	n, ok := assessment.NewsFor(w.set, w.session)
	if !ok {
		return ""
	}
	w.session.Told = w.set.Version
	said := fmt.Sprintf("The questions have changed since: %s %s then, %s %s now. Your answers are kept.", clean(n.Was.ID), clean(n.Was.Version), w.set.ID, w.set.Version)
	if n.New > 0 {
		said += " " + many(n.New, "open question is new or has new words.", "open questions are new or have new words.")
	} else if open := w.summary.Progress.Total - w.summary.Progress.Answered; open > 0 {
		said += " " + many(open, "question is", "questions are") + " open."
	}
	if n.Reworded > 0 {
		said += " " + many(n.Reworded, "answered question has", "answered questions have") + " new words: see if your answer still fits."
	}
	if n.Aside > 0 {
		said += " " + many(n.Aside, "answer no longer fits. It is", "answers no longer fit. They are") + " kept, and not counted."
	}
	return said
}

// report is the session as a report says it.
func (w *work) report() report.Report {
	return report.Report{Set: w.set, Session: w.session, Summary: w.summary, Earlier: w.earlier, Now: w.now()}
}

// standing is what a list shows of the session.
func (w *work) standing() assessment.Standing {
	standing := w.summary.Standing()
	standing.Told = w.session.Told
	return standing
}

// unwritten counts what could not be saved yet.
func (w *work) unwritten() int {
	if w.setupUnsaved {
		return len(w.unsaved) + 1
	}
	return len(w.unsaved)
}

// saving reports whether a save is under way.
func (w *work) saving() bool { return len(w.pending) > 0 }

// status is the quiet line about saving.
func (w *work) status() string {
	switch {
	case w.readOnly:
		return "An example: nothing here is saved"
	case w.problem != "":
		return w.problem
	case w.saving():
		return "Saving…"
	case w.savedAt.IsZero():
		return ""
	}
	return "Saved " + w.savedAt.Local().Format("15:04")
}

// section is the title of a question's section.
func (w *work) section(q *assessment.Question) string {
	if s, ok := w.set.Section(q.Section); ok {
		return s.Title
	}
	return ""
}
