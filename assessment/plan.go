package assessment

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"time"
)

// PlanFormat names the JSON of a plan.
const PlanFormat = "readycheck/plan/1"

// Plan is all steps of a session in their order. Its JSON names are a contract.
type Plan struct {
	Format  string        `json:"format"`
	Session SessionRef    `json:"session"`
	Steps   []PlannedStep `json:"steps"`
	// Done are the steps that were marked done, in the order of the set.
	Done []DoneStep `json:"done"`
	// Open are the questions that are not answered yet and that somebody sees to, or that are to
	// be answered by a day: they are no steps, and stand below them.
	Open []DueStep `json:"open"`
}

// PlannedStep is a step with its number in the whole plan.
type PlannedStep struct {
	Number int `json:"number"`
	Step
	// Overdue is true where its day has passed.
	Overdue bool `json:"overdue"`
}

// NewPlan numbers the steps of a summary of the session, and lists those that are done.
func NewPlan(set *Set, session *Session, sum *Summary, now time.Time) Plan {
	plan := Plan{Format: PlanFormat, Session: refOf(session), Steps: []PlannedStep{}, Done: doneSteps(set, session, sum), Open: openQuestions(set, session, now)}
	for i, step := range sum.Steps {
		plan.Steps = append(plan.Steps, PlannedStep{i + 1, step, passed(step.Due, now)})
	}
	return plan
}

// openQuestions are those without an answer that somebody sees to, or that have a day.
func openQuestions(set *Set, session *Session, now time.Time) []DueStep {
	open := []DueStep{}
	flow := NewFlow(set, session)
	for i := range flow.Len() {
		q := flow.At(i)
		if a := session.Answers[q.ID]; a.Level == Unanswered && (a.Owner != "" || a.Due != "") {
			open = append(open, DueStep{q.ID, q.Text, a.Owner, a.Due, passed(a.Due, now)})
		}
	}
	return open
}

// doneSteps are those that were marked done, and of which nothing is left to do.
func doneSteps(set *Set, session *Session, sum *Summary) []DoneStep {
	done := []DoneStep{}
	flow := NewFlow(set, session)
	for i := range flow.Len() {
		q := flow.At(i)
		left := slices.ContainsFunc(sum.Steps, func(step Step) bool { return step.Question == q.ID })
		if session.Answers[q.ID].State == StepDone && !left {
			done = append(done, DoneStep{q.ID, q.Fix.Title})
		}
	}
	return done
}

// Of is the part of the plan that one person sees to, named in full or by one of the words of
// the name.
func (p Plan) Of(owner string) Plan {
	theirs := func(name string) bool {
		return SameName(name, owner) || slices.ContainsFunc(strings.Fields(name), func(word string) bool { return SameName(word, owner) })
	}
	p.Steps = slices.DeleteFunc(slices.Clone(p.Steps), func(step PlannedStep) bool { return !theirs(step.Owner) })
	p.Open = slices.DeleteFunc(slices.Clone(p.Open), func(open DueStep) bool { return !theirs(open.Owner) })
	p.Done = []DoneStep{} // nobody is named beside what is done
	return p
}

// Owners are the people who see to a step or to an open question, each once, in the order of the
// plan.
func (p Plan) Owners() []string {
	var owners []string
	add := func(name string) {
		if name != "" && !slices.ContainsFunc(owners, func(owner string) bool { return SameName(owner, name) }) {
			owners = append(owners, name)
		}
	}
	for _, step := range p.Steps {
		add(step.Owner)
	}
	for _, open := range p.Open {
		add(open.Owner)
	}
	return owners
}

// passed reports whether a due date lies before today.
func passed(due string, now time.Time) bool { return due != "" && due < now.Format(DateLayout) }

// DueStep is something that was to be done by a day that has come. Its JSON names are a
// contract.
type DueStep struct {
	Question string `json:"question"`
	// Title is the step's, or the question itself where that is not answered yet.
	Title string `json:"title"`
	Owner string `json:"owner"`
	Due   string `json:"due"`
	// Overdue is false on the day itself.
	Overdue bool `json:"overdue"`
}

// DueSession is a session with what has come due in it. Its JSON names are a contract.
type DueSession struct {
	Head
	Due []DueStep `json:"due"`
}

// ComeDue lists what was to be done by today or earlier and is still open, the oldest first.
func ComeDue(set *Set, session *Session, now time.Time) []DueStep {
	if !session.AnyDue(now) {
		return nil // most sessions, without the work of a verdict
	}
	var out []DueStep
	levels := set.levels(session, make([]Level, len(set.Questions)))
	for question, title := range set.stillOpen(session, levels, Evaluate(set, session).Steps) {
		if answer := session.Answers[question]; hasCome(answer.Due, now) {
			out = append(out, DueStep{question, title, answer.Owner, answer.Due, passed(answer.Due, now)})
		}
	}
	slices.SortStableFunc(out, func(a, b DueStep) int { return cmp.Compare(a.Due, b.Due) })
	return out
}

// stillOpen walks what is left to do in a session: the questions of its steps with their titles,
// and those that are not answered, which are their own.
func (s *Set) stillOpen(session *Session, levels []Level, steps []Step) iter.Seq2[string, string] {
	return func(yield func(question, title string) bool) {
		for i := range steps {
			if !yield(steps[i].Question, steps[i].Title) {
				return
			}
		}
		for i, level := range levels {
			if q := &s.Questions[i]; level == Unanswered && !yield(q.ID, q.For(&session.Setup).Text) {
				return
			}
		}
	}
}

// openDays are the Due and the Days of a standing.
func (s *Set) openDays(session *Session, levels []Level, steps []Step) (due, days string) {
	if !session.dated() {
		return NoDue, ""
	}
	var all []string
	met := map[string]bool{} // one question may have several steps
	for question := range s.stillOpen(session, levels, steps) {
		if day := session.Answers[question].Due; day != "" && !met[question] {
			met[question] = true
			all = append(all, day)
		}
	}
	slices.Sort(all)
	switch len(all) {
	case 0:
		return NoDue, ""
	case 1:
		return all[0], ""
	}
	return all[0], strings.Join(all, " ")
}

// dated reports whether any answer has a day, whatever the answer is.
func (s *Session) dated() bool {
	for _, answer := range s.Answers {
		if answer.Due != "" {
			return true
		}
	}
	return false
}

func hasCome(due string, now time.Time) bool { return due != "" && due <= now.Format(DateLayout) }

// AnyDue reports whether the day of any answer has come, whatever the answer is: what ComeDue
// lists is among them.
func (s *Session) AnyDue(now time.Time) bool {
	for _, answer := range s.Answers {
		if hasCome(answer.Due, now) {
			return true
		}
	}
	return false
}
