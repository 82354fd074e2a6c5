package assessment

// Flow is the walk through the questions that apply to a session now. It is a
// snapshot: after an answer changes, take a new one.
type Flow struct {
	set     *Set
	session *Session
	applies []int
}

// NewFlow finds the questions that apply, in the order they are asked.
func NewFlow(set *Set, session *Session) Flow {
	levels := set.levels(session, make([]Level, len(set.Questions)))
	applies := make([]int, 0, len(levels))
	for i, level := range levels {
		if level != hidden {
			applies = append(applies, i)
		}
	}
	return Flow{set: set, session: session, applies: applies}
}

// levels decides which questions are asked, by their when and by the depth: it fills into, by
// question index, what each question counts as: its answer's level, Unanswered, or hidden where it does not apply. Conditions on answers name
// earlier questions only (Load holds that), so one pass is enough.
func (s *Set) levels(session *Session, into []Level) []Level {
	in := circumstances{set: s, session: session, levels: into}
	for i := range s.Questions {
		q := &s.Questions[i]
		into[i] = hidden
		if q.Depth == Full && session.Setup.Depth == Quick || !q.When.holds(&in) {
			continue
		}
		into[i] = session.Answers[q.ID].Level
		if !q.Allows(into[i]) {
			into[i] = Unanswered
		}
	}
	return into
}

// Len is how many questions apply.
func (f Flow) Len() int { return len(f.applies) }

// At returns the question at a position, counted from zero, in the words that fit the setup.
func (f Flow) At(position int) *Question {
	return f.set.Questions[f.applies[position]].For(&f.session.Setup)
}

// Position finds a question among those that apply, counted from zero, or -1.
func (f Flow) Position(id string) int {
	for p, i := range f.applies {
		if f.set.Questions[i].ID == id {
			return p
		}
	}
	return -1
}

// Near returns the position of a question or, when it does not apply, of the last one
// before it that does. An unknown id and an empty start give zero.
func (f Flow) Near(id string) int {
	at, ok := f.set.questionIndex[id]
	if !ok {
		return 0
	}
	near := 0
	for p, i := range f.applies {
		if i > at {
			break
		}
		near = p
	}
	return near
}

// FirstUnanswered is the position of the first question without an answer, or -1.
func (f Flow) FirstUnanswered() int {
	for p, i := range f.applies {
		if f.session.Answers[f.set.Questions[i].ID].Level == Unanswered {
			return p
		}
	}
	return -1
}

// Progress counts the questions that apply and those answered.
func (f Flow) Progress() (answered, total int) {
	for _, i := range f.applies {
		if f.session.Answers[f.set.Questions[i].ID].Level != Unanswered {
			answered++
		}
	}
	return answered, len(f.applies)
}
