package assessment

import (
	"cmp"
	"slices"
)

// Evaluate works out the verdict. It depends on nothing but the set and the session,
// and changes neither. The same answers always give the same summary.
func Evaluate(set *Set, session *Session) Summary {
	levels := set.levels(session, make([]Level, len(set.Questions)))
	needs := set.needs(session, levels)
	sum := Summary{
		Format:      SummaryFormat,
		QuestionSet: SetRef{ID: set.ID, Version: set.Version},
		Items:       set.itemStatuses(session, levels),
		Limits:      set.Phrases.Limits,
	}
	for _, level := range levels {
		if level == hidden {
			continue
		}
		sum.Progress.Total++
		if level != Unanswered {
			sum.Progress.Answered++
		}
	}
	sum.Lenses.Integration.Stage = reached(sum.Items, needs, Integration)
	sum.Lenses.Deployment.Stage = reached(sum.Items, needs, Deployment)
	for i := range sum.Items {
		item := &sum.Items[i]
		lens := sum.Lenses.Of(item.Lens)
		lens.Counts.add(item.Status)
		item.Blocks = blocked(needs[i], lens.Stage, item.Status, item.Known)
	}
	sum.Stage = min(sum.Lenses.Integration.Stage, sum.Lenses.Deployment.Stage)
	sum.Pattern = pattern(sum.Lenses)
	sum.AheadOfSafeguards = session.Setup.CurrentStage() > sum.Stage
	sum.Provisional = provisional(sum.Items, needs, sum.Stage)
	sum.Steps = set.steps(session, levels, needs, &sum)
	set.phrase(&sum, &circumstances{
		set: set, session: session, levels: levels, items: sum.Items,
		stage: sum.Stage, pattern: sum.Pattern, provisional: sum.Provisional,
		blank: sum.Progress.Answered == 0,
	})
	return sum
}

// stageNeeds are one item's needs by stage, with the raises of a setup applied.
type stageNeeds = [len(stageCodes)]Need

func (s *Set) needs(session *Session, levels []Level) []stageNeeds {
	needs := make([]stageNeeds, len(s.Items))
	for i := range s.Items {
		needs[i] = s.Items[i].Needs
	}
	in := circumstances{set: s, session: session, levels: levels}
	for i := range s.Raises {
		raise := &s.Raises[i]
		if !raise.When.holds(&in) {
			continue
		}
		for _, item := range raise.items {
			for stage := raise.Stage; stage <= Broad; stage++ {
				needs[item][stage] = needs[item][stage].Raised(raise.Need)
			}
		}
	}
	return needs
}

// itemStatuses takes the weakest over each item's must questions that apply.
func (s *Set) itemStatuses(session *Session, levels []Level) []ItemStatus {
	out := make([]ItemStatus, len(s.Items))
	for i := range s.Items {
		item := &s.Items[i]
		status, known := NA, Seen
		for _, q := range item.must {
			level := levels[q]
			if level == hidden || level == NA {
				continue
			}
			status = min(status, level)
			known = min(known, session.Answers[s.Questions[q].ID].Known)
		}
		out[i] = ItemStatus{ID: item.ID, Lens: item.Lens, Title: item.Title, Status: status, Known: known}
	}
	return out
}

// reached is the highest stage whose needs, and those of all stages below, are met.
func reached(items []ItemStatus, needs []stageNeeds, lens Lens) Stage {
	for _, stage := range Stages {
		for i := range items {
			if items[i].Lens == lens && !needs[i][stage].Met(items[i].Status, items[i].Known) {
				return stage - 1
			}
		}
	}
	return Broad
}

// blocked is the lowest stage above the lens's own whose need is not met, or nil.
func blocked(needs stageNeeds, lens Stage, status Level, known Known) *Stage {
	for stage := lens + 1; stage <= Broad; stage++ {
		if !needs[stage].Met(status, known) {
			return &stageValues[stage]
		}
	}
	return nil
}

func pattern(lenses LensPair) Pattern {
	switch cmp.Compare(lenses.Integration.Stage, lenses.Deployment.Stage) {
	case 1:
		return ConnectionAhead
	case -1:
		return RolloutAhead
	}
	return InStep
}

// provisional holds while an item that the next stage needs something of is open.
func provisional(items []ItemStatus, needs []stageNeeds, overall Stage) bool {
	if overall == Broad {
		return false
	}
	for i := range items {
		open := items[i].Status == Unsure || items[i].Status == Unanswered
		if open && needs[i][overall+1].Level != Unanswered {
			return true
		}
	}
	return false
}

// The order of next steps: what blocks the next stage in the lens behind, then what
// blocks the other lens, then later stages, then advice.
const (
	tierBehind = iota
	tierOther
	tierLater
	tierAdvice
	tierConfirm
)

func (s *Set) steps(session *Session, levels []Level, needs []stageNeeds, sum *Summary) []Step {
	steps := make([]Step, 0, len(s.Questions))
	for i := range s.Questions {
		q := &s.Questions[i]
		answer := session.Answers[q.ID]
		step := Step{Question: q.ID, Item: q.Item, Lens: q.Lens, Owner: answer.Owner, Due: answer.Due, question: i}
		switch level := levels[i]; {
		case level == No || level == Partly:
			step.Kind, step.Title, step.Effort = Fix, q.Fix.Title, q.Fix.Effort
		case level == Unsure:
			step.Kind, step.Title = FindOut, q.FindOut.Title
		case level == InPlace && answer.Known != Seen:
			step.Kind, step.Title = Confirm, q.Confirm.Title
		default:
			continue
		}
		lens := sum.Lenses.Of(q.Lens).Stage
		if q.Weight == Must {
			step.Blocks = blocked(needs[q.item], lens, levels[i], answer.Known)
		}
		switch {
		case step.Blocks == nil && step.Kind == Confirm:
			step.tier = tierConfirm
		case step.Blocks == nil:
			step.tier = tierAdvice
		case *step.Blocks != lens+1:
			step.tier = tierLater
		case lens == sum.Stage:
			step.tier = tierBehind
		default:
			step.tier = tierOther
		}
		steps = append(steps, step)
	}
	slices.SortStableFunc(steps, func(a, b Step) int {
		if a.tier != b.tier {
			return cmp.Compare(a.tier, b.tier)
		}
		if a.tier == tierLater && *a.Blocks != *b.Blocks {
			return cmp.Compare(*a.Blocks, *b.Blocks)
		}
		return cmp.Or(cmp.Compare(a.Effort, b.Effort), cmp.Compare(a.question, b.question))
	})
	return steps
}

func (s *Set) phrase(sum *Summary, in *circumstances) {
	p := &s.Phrases
	sum.Sentence = first(p.Sentence, in)
	sum.May = all(p.May, in)
	sum.NotYet = all(p.NotYet, in)
	sum.PatternText = first(p.Pattern, in)
	if sum.AheadOfSafeguards {
		sum.AheadText = first(p.Ahead, in)
	}
	if sum.Provisional {
		sum.ProvisionalText = first(p.Provisional, in)
	}
	sum.Alerts = []Alert{}
	for i := range s.Alerts {
		if s.Alerts[i].When.holds(in) {
			sum.Alerts = append(sum.Alerts, Alert{ID: s.Alerts[i].ID, Text: s.Alerts[i].Text})
		}
	}
	for lens := range p.Lenses {
		of := sum.Lenses.Of(Lens(lens))
		in.stage = of.Stage
		of.Text = first(p.Lenses[lens], in)
	}
}

func first(phrases []Phrase, in *circumstances) string {
	for i := range phrases {
		if phrases[i].When.holds(in) {
			return phrases[i].Text
		}
	}
	return ""
}

func all(phrases []Phrase, in *circumstances) []string {
	out := []string{}
	for i := range phrases {
		if phrases[i].When.holds(in) {
			out = append(out, phrases[i].Text)
		}
	}
	return out
}
