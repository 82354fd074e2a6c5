package assessment

import (
	"cmp"
	"slices"
)

// Why says what keeps a lens from its next stage: the rule, the answers that decide it
// and so the smallest change that would pass.
type Why struct {
	Lens  Lens
	Stage Stage
	// Next is the stage after the lens's own; it is StageNone when there is none left.
	Next    Stage
	Reasons []Reason
}

// Reason is one item that does not meet its need at the next stage.
type Reason struct {
	Item   *Item
	Need   Need
	Status Level
	Known  Known
	// Raised says why the need is stronger than usual, or is empty.
	Raised string
	// Decide are the questions whose answers fall short. Lifting all of them to the
	// need is the smallest change that lifts the item.
	Decide []*Question
}

// Explain says why a lens stands where it does in a summary of the same session.
func Explain(set *Set, session *Session, sum *Summary, lens Lens) Why {
	stage := sum.Lenses.Of(lens).Stage
	why := Why{Lens: lens, Stage: stage}
	if stage == Broad {
		return why
	}
	why.Next = stage + 1
	levels := set.levels(session, make([]Level, len(set.Questions)))
	needs := set.needs(session, levels)
	for i := range set.Items {
		item, status := &set.Items[i], sum.Items[i]
		need := needs[i][why.Next]
		if item.Lens != lens || need.Met(status.Status, status.Known) {
			continue
		}
		reason := Reason{Item: item, Need: need, Status: status.Status, Known: status.Known}
		if need != item.Needs[why.Next] {
			reason.Raised = set.raisedBy(session, levels, i, why.Next, need)
		}
		for _, q := range item.must {
			if level := levels[q]; level != hidden && !need.Met(level, session.Answers[set.Questions[q].ID].Known) {
				reason.Decide = append(reason.Decide, &set.Questions[q])
			}
		}
		why.Reasons = append(why.Reasons, reason)
	}
	return why
}

// raisedBy is the reason of the raise that makes an item's need at a stage what it is: the
// first that asks for all of it alone or, where several add up, the first that adds to it.
func (s *Set) raisedBy(session *Session, levels []Level, item int, stage Stage, need Need) string {
	in := circumstances{set: s, session: session, levels: levels}
	base, why := s.Items[item].Needs[stage], ""
	for i := range s.Raises {
		raise := &s.Raises[i]
		raised := base.Raised(raise.Need)
		if raise.Stage > stage || raised == base || !slices.Contains(raise.items, item) || !raise.When.holds(&in) {
			continue
		}
		if raised == need {
			return raise.Why
		}
		why = cmp.Or(why, raise.Why)
	}
	return why
}

// HeldDown is the one question that makes a line of the checklists weaker than its others do,
// or nil where no single one does: who has seen to another of them has to know that it is not
// that one.
func HeldDown(set *Set, session *Session, item string) *Question {
	at, ok := set.itemIndex[item]
	if !ok {
		return nil
	}
	levels := set.levels(session, make([]Level, len(set.Questions)))
	var weakest *Question
	low, next := NA, NA
	for _, q := range set.Items[at].must {
		switch level := levels[q]; {
		case level == hidden || level == NA:
		case level < low:
			weakest, low, next = &set.Questions[q], level, low
		case level < next:
			next = level
		}
	}
	// Where nothing else counts, the line is that question.
	if weakest == nil || low == InPlace || next == low || next == NA {
		return nil
	}
	return weakest.For(&session.Setup)
}

// Needed are the questions whose answers keep a use from the stage after the one that it
// carries: lifting all of them is what is left to do until then. Of the two sides, only one
// that is no further than that counts. Next is StageNone where no stage is left.
func Needed(set *Set, session *Session, sum *Summary) (questions []string, next Stage) {
	if sum.Carries == Broad {
		return nil, StageNone
	}
	for _, lens := range [...]Lens{Integration, Deployment} {
		if sum.Lenses.Of(lens).Stage > sum.Carries {
			continue
		}
		for _, reason := range Explain(set, session, sum, lens).Reasons {
			for _, q := range reason.Decide {
				questions = append(questions, q.ID)
			}
		}
	}
	return questions, sum.Carries + 1
}
