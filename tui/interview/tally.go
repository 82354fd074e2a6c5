package interview

import (
	"fmt"
	"slices"
	"time"

	"readycheck/assessment"
)

// PaperSeat is the seat of somebody who votes on paper, as a room gives it.
type PaperSeat interface {
	// Name is what the room calls this person.
	Name() string
	// Sheet is a session with their votes for answers, the questions that they can vote on, in the
	// order of the worksheet, and those on which they have.
	Sheet() (votes *assessment.Session, open []string, given map[string]bool)
	// Vote queues a vote; the channel gets one value when it is on disk.
	Vote(question string, vote assessment.Answer) <-chan assessment.Saved
}

// Tally is one person's paper on its way into a room, question after question. It shows what the
// room has: a vote that could not be saved is none.
type Tally struct {
	// Work has the person's votes for answers.
	*Work
	// Open are the questions that they can vote on, in the order of the worksheet.
	Open []string
	// Ticked is the question whose answer was typed last, "" once another one was gone to.
	Ticked string

	set  *assessment.Set
	seat PaperSeat
	now  func() time.Time
	// before are the votes that were changed here, as they were, the last one at the end, and
	// saving the one whose change is on its way to the disk.
	before []Was
	saving Was
	// taken is true while a change is taken back.
	taken bool
}

// NewTally begins to type the paper of one person, or goes on with it.
func NewTally(set *assessment.Set, seat PaperSeat, now func() time.Time) *Tally {
	t := &Tally{set: set, seat: seat, now: now}
	t.refresh()
	return t
}

// refresh takes in what the room has.
func (t *Tally) refresh() {
	votes, open, given := t.seat.Sheet()
	t.Work, t.Open = New(t.set, votes, t.now), open
	t.NoteLimit = assessment.MaxVoteNote
	for question := range t.Session.Answers {
		if !given[question] {
			delete(t.Session.Answers, question) // it stands on an earlier paper
		}
	}
}

// Name is whose paper it is.
func (t *Tally) Name() string { return t.seat.Name() }

// Begin is where typing begins: at the first question without a vote, or at the end, which is "".
func (t *Tally) Begin() string {
	for _, question := range t.Open {
		if !t.has(question) {
			return question
		}
	}
	return ""
}

func (t *Tally) has(question string) bool {
	return t.Session.Answers[question].Level != assessment.Unanswered
}

// Progress is how many of the questions have a vote.
func (t *Tally) Progress() (voted, total int) {
	for _, question := range t.Open {
		if t.has(question) {
			voted++
		}
	}
	return voted, len(t.Open)
}

// Left are the questions that were left out.
func (t *Tally) Left() []string {
	return slices.DeleteFunc(slices.Clone(t.Open), t.has)
}

// Position is where a question stands among those that are open, from 0, or -1.
func (t *Tally) Position(question string) int { return slices.Index(t.Open, question) }

// After is the question behind one, or "" behind the last. Before is the one before it: from the
// end, which is "", that is the last one, and before the first there is none.
func (t *Tally) After(question string) string {
	if at := t.Position(question) + 1; at > 0 && at < len(t.Open) {
		return t.Open[at]
	}
	return ""
}

// Before is the question before one; see After.
func (t *Tally) Before(question string) string {
	at := t.Position(question)
	if question == "" {
		at = len(t.Open)
	}
	if at <= 0 {
		return ""
	}
	return t.Open[at-1]
}

// Tick is the answer that a tick on paper stands for: somebody told it, unless the paper says more.
func (t *Tally) Tick(question string, level assessment.Level, choice int) assessment.Answer {
	answer := t.Session.Answers[question].With(level, choice)
	if level.IsKnown() && answer.Known == assessment.Assumed {
		answer.Known = assessment.Told
	}
	return answer
}

// Vote queues a vote. Until Voted takes in what became of it there is none other.
func (t *Tally) Vote(question string, vote assessment.Answer) <-chan assessment.Saved {
	t.saving, t.taken = Was{question, t.Session.Answers[question]}, false
	return t.seat.Vote(question, vote)
}

// Undo takes the last change back, as Vote does it; false where there is none.
func (t *Tally) Undo() (question string, saved <-chan assessment.Saved, ok bool) {
	if len(t.before) == 0 {
		return "", nil, false
	}
	was := t.before[len(t.before)-1]
	saved = t.Vote(was.Question, was.Answer)
	t.taken = true
	return was.Question, saved, true
}

// Ticks reports whether a vote is what was ticked, and not only a word more about what stands there.
func (t *Tally) Ticks(question string, vote assessment.Answer) bool {
	was := t.Session.Answers[question]
	return vote == was || vote.Level != was.Level || vote.Choice != was.Choice || vote.Reason != was.Reason
}

// Saving is the question whose vote is on its way to the disk; taken is true where that takes a
// change back.
func (t *Tally) Saving() (question string, taken bool) { return t.saving.Question, t.taken }

// Voted takes in what became of a vote.
func (t *Tally) Voted(err error) {
	t.refresh()
	switch {
	case err != nil:
	case t.taken:
		t.before, t.Ticked = t.before[:len(t.before)-1], ""
	default:
		t.before, t.Ticked = append(t.before, t.saving), t.saving.Question
	}
}

// About is the question that a word about an answer means: the one typed last, or the one at hand
// where it has an answer. It is "" where there is none.
func (t *Tally) About(question string) string {
	if t.Ticked != "" && t.has(t.Ticked) {
		return t.Ticked
	}
	if question != "" && t.has(question) {
		return question
	}
	return ""
}

// CanUndo reports whether a vote was changed since the paper was begun here.
func (t *Tally) CanUndo() bool { return len(t.before) > 0 }

// What the faces say of a paper.
const (
	// TickFirst is said where a word is about an answer that is not there.
	TickFirst = "Type the answer first. Then you can say more about it."
	// NothingTicked is said where nothing can be taken back.
	NothingTicked = "Nothing was changed on this paper since you began with it."
)

// In says that a paper is in, and how much of it.
func (t *Tally) In() string {
	voted, total := t.Progress()
	return fmt.Sprintf("%s paper is in: %d of %d.", Possessive(t.Name()), voted, total)
}

// Stopped says that a paper was put aside.
func (t *Tally) Stopped() string {
	voted, total := t.Progress()
	return fmt.Sprintf("%s paper is kept so far: %d of %d. Add the name again to go on with it.", Possessive(t.Name()), voted, total)
}

// Read is what was typed last, as it is read back, or "".
func (t *Tally) Read() string {
	if t.Ticked == "" || !t.has(t.Ticked) {
		return ""
	}
	return fmt.Sprintf("Saved %d: %s", t.Position(t.Ticked)+1, t.Says(t.Session.Answers[t.Ticked]))
}

// Says is what a paper says, in a few words, such as "partly, told."
func (t *Tally) Says(vote assessment.Answer) string {
	said := t.Set.Words.Level(vote.Level)
	switch {
	case !vote.Level.IsKnown():
	case vote.Known == assessment.Seen:
		said += ", seen"
	case vote.Known == assessment.Told:
		said += ", told"
	}
	return said + "."
}

// Possessive is a name as what belongs to it begins.
func Possessive(name string) string { return name + "'s" }
