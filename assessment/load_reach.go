package assessment

import (
	"fmt"
	"slices"
)

// unreachable names what can never happen: a question that waits for what cannot come, and a
// sentence behind one that always holds.
func (l *loader) unreachable() {
	set := &l.set
	for i := range set.Questions {
		q := &set.Questions[i]
		for c := range q.When {
			l.clauseReach(&q.When[c], i)
		}
	}
}

// clauseReach names what keeps a clause of a question's condition from ever holding.
func (l *loader) clauseReach(clause *Clause, at int) {
	set := &l.set
	never := func(problem, expected string) { l.faultAt(FaultWrongValue, l.asking[at], problem, expected) }
	q := &set.Questions[at]
	for _, test := range clause.Setup {
		for _, only := range clause.Only {
			if test.Field == only.Field && !common(test.Codes, only.Codes) {
				never(fmt.Sprintf("the question %q can never be asked: %q cannot be both", q.ID, test.Field), "\"setup\" and \"only\" with a code in common")
			}
		}
		if test.Field == "depth" && q.Depth == Full && !slices.Contains(test.Codes, depthCodes[Full]) {
			never(fmt.Sprintf("the question %q can never be asked: it is no part of a quick check", q.ID), "depth quick, or a condition without it")
		}
	}
	for _, test := range clause.Answers {
		before, ok := set.questionIndex[test.Question]
		switch {
		case !ok:
		case before >= at:
			never(fmt.Sprintf("the question %q waits for %q, which is asked later", q.ID, test.Question), "a condition on an earlier question")
		case !slices.ContainsFunc(test.Levels, func(level Level) bool { return canBe(&set.Questions[before], level) }) && len(test.Levels) > 0:
			never(fmt.Sprintf("the question %q can never be asked: no answer to %q has such a level", q.ID, test.Question), possible(&set.Questions[before]))
		case len(set.Questions[before].When) > 0 && !slices.ContainsFunc(set.Questions[before].When, func(other Clause) bool { return together(clause, &other) }):
			never(fmt.Sprintf("the question %q can never be asked: where it is, %q is not", q.ID, test.Question), "conditions that can hold at the same time")
		}
	}
}

// canBe reports whether an answer to a question can count as a level.
func canBe(q *Question, level Level) bool {
	switch level {
	case Unanswered, Unsure:
		return true
	case NA:
		return q.AllowNA
	}
	has := func(choices []Choice) bool {
		return slices.ContainsFunc(choices, func(c Choice) bool { return c.Level == level })
	}
	// A question with faults may have no choices yet.
	return len(q.Choices) == 0 || has(q.Choices) || slices.ContainsFunc(q.Variants, func(v Variant) bool { return has(v.Question.Choices) })
}

func possible(q *Question) string {
	text := "some of"
	for _, level := range levels {
		if canBe(q, level) {
			text += " " + level.String()
		}
	}
	return text
}

// together reports whether two clauses can hold in one session, by the fields of the setup that
// have one answer, and by "only".
func together(a, b *Clause) bool {
	for _, x := range slices.Concat(a.Setup, a.Only) {
		for _, y := range slices.Concat(b.Setup, b.Only) {
			field, _ := setupField(x.Field)
			if x.Field == y.Field && !field.Several && !common(x.Codes, y.Codes) {
				return false
			}
		}
	}
	return fitsOnly(a.Setup, b.Only) && fitsOnly(b.Setup, a.Only) && fitsOnly(a.Only, b.Only)
}

// fitsOnly reports whether what is asked for can be where there is nothing but some codes.
func fitsOnly(asked, only []SetupTest) bool {
	for _, x := range asked {
		for _, y := range only {
			if x.Field == y.Field && !common(x.Codes, y.Codes) {
				return false
			}
		}
	}
	return true
}

// common reports whether two lists of codes share one. An empty one has a fault of its own.
func common(a, b []string) bool {
	return len(a) == 0 || len(b) == 0 || slices.ContainsFunc(a, func(code string) bool { return slices.Contains(b, code) })
}
