package assessment

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Evaluate works out the verdict. It depends on nothing but the set and the session,
// and changes neither. The same answers always give the same summary.
func Evaluate(set *Set, session *Session) Summary {
	levels := set.levels(session, make([]Level, len(set.Questions)))
	needs := set.needs(session, levels)
	sum := Summary{
		Format:      SummaryFormat,
		QuestionSet: SetRef{ID: set.ID, Version: set.Version},
		Items:       set.itemStatuses(session, levels, false),
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
	sum.Carries = min(sum.Lenses.Integration.Stage, sum.Lenses.Deployment.Stage)
	sum.Stage, sum.Cap = set.capped(sum.Carries, &session.Setup)
	sum.Pattern = pattern(sum.Lenses)
	sum.today, sum.disputes = session.Setup.CurrentStage(), len(session.Disputes)
	sum.AheadOfSafeguards = sum.today > sum.Carries
	open := set.open(levels, &sum, needs)
	sum.Provisional = len(open) > 0 && sum.Stage != Broad || sum.Cap == CapDepth
	guesses := set.confirmed(session, levels, needs, &sum)
	in := &circumstances{
		set: set, session: session, levels: levels, items: sum.Items,
		stage: sum.Stage, pattern: sum.Pattern, provisional: sum.Provisional, cap: sum.Cap,
		blank: sum.Progress.Answered == 0,
	}
	set.alert(&sum, in)
	sum.Steps = set.steps(session, levels, needs, &sum)
	sum.due, sum.days = set.openDays(session, levels, sum.Steps)
	set.phrase(&sum, in, needs)
	set.hold(&sum, in, open, guesses)
	return sum
}

// capped holds a stage back where the set has caps.
func (s *Set) capped(carries Stage, setup *Setup) (Stage, Cap) {
	stage, by := carries, NoCap
	if today := setup.CurrentStage() + Stage(s.Caps.Today); s.Caps.Today > 0 && stage > today {
		stage, by = today, CapToday
	}
	// Where both hold at the same stage, the one that can be lifted at once is named.
	if quick := s.Caps.Quick; quick != StageNone && setup.Depth == Quick && carries > quick && stage >= quick {
		stage, by = quick, CapDepth
	}
	return stage, by
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

// itemStatuses takes the weakest over each item's must questions that apply. Confirmed
// takes every answer in place for one that was seen.
func (s *Set) itemStatuses(session *Session, levels []Level, confirmed bool) []ItemStatus {
	out := make([]ItemStatus, len(s.Items))
	for i := range s.Items {
		item := &s.Items[i]
		status, known, lacks := NA, Seen, false
		for _, q := range item.must {
			level := levels[q]
			if level == hidden || level == NA {
				continue
			}
			status, lacks = min(status, level), lacks || Lacking(level)
			if !confirmed || level != InPlace {
				known = min(known, session.Answers[s.Questions[q].ID].Known)
			}
		}
		out[i] = ItemStatus{ID: item.ID, Lens: item.Lens, Title: item.Title, Status: status, Known: known, lacks: lacks}
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

// open are the items that keep a verdict from being final: those with a must question that
// is not answered, and those that the stage after the overall one needs and that nobody is
// sure of.
func (s *Set) open(levels []Level, sum *Summary, needs []stageNeeds) []int {
	var open []int
	for i := range sum.Items {
		unsure := sum.Stage < Broad && needs[i][sum.Stage+1].Level != Unanswered && sum.Items[i].Status == Unsure
		if unsure || slices.ContainsFunc(s.Items[i].must, func(q int) bool { return levels[q] == Unanswered }) {
			open = append(open, i)
		}
	}
	return open
}

// confirmed works out the stage if every answer in place were seen, and returns the
// questions whose answers would have to be for that.
func (s *Set) confirmed(session *Session, levels []Level, needs []stageNeeds, sum *Summary) (guesses []int) {
	items := s.itemStatuses(session, levels, true)
	sum.IfConfirmed = min(reached(items, needs, Integration), reached(items, needs, Deployment))
	if sum.IfConfirmed <= sum.Carries {
		return nil
	}
	for i := range s.Questions {
		q := &s.Questions[i]
		if q.Weight == Must && levels[i] == InPlace && !needs[q.item][sum.IfConfirmed].Met(InPlace, session.Answers[q.ID].Known) {
			guesses = append(guesses, i)
		}
	}
	return guesses
}

// The order of next steps. Urgent steps keep the use from the stage in use today or, where
// that one is carried, from the next. What an alert names comes first among them, then what
// is missing, unknown, half there, and what only has to be looked at; then the same again
// for what is not urgent, and at last what merely advises.
const (
	tierAlert = iota
	tierNo
	tierUnsure
	tierPartly
	tierConfirm
	tiers
	tierAdvice = 2 * tiers
)

// byEffort puts first what takes a week, since that has to begin today, and then what is
// done soonest.
var byEffort = [...]int{Week: 0, Hour: 1, Day: 2}

func (s *Set) steps(session *Session, levels []Level, needs []stageNeeds, sum *Summary) []Step {
	steps := make([]Step, 0, len(s.Questions))
	aim := max(sum.Carries+1, session.Setup.CurrentStage())
	for i := range s.Questions {
		q := &s.Questions[i]
		answer := session.Answers[q.ID]
		step := Step{Question: q.ID, Item: q.Item, Lens: q.Lens, Owner: answer.Owner, Due: answer.Due, State: answer.State, question: i}
		switch level := levels[i]; {
		case level == No || level == Partly:
			fix := &q.For(&session.Setup).Fix
			step.Kind, step.Title, step.Effort, step.tier = Fix, fix.Title, fix.Effort, tierNo
			if level == Partly {
				step.tier = tierPartly
			}
		case level == Unsure:
			step.Kind, step.Title, step.tier = FindOut, q.For(&session.Setup).FindOut.Title, tierUnsure
		case level == InPlace && answer.Known != Seen:
			step.Kind, step.Title, step.tier = Confirm, q.For(&session.Setup).Confirm.Title, tierConfirm
		default:
			continue
		}
		if step.State == StepDone {
			step.State = StepOpen
		}
		if q.Weight == Must {
			step.Blocks = blocked(needs[q.item], sum.Lenses.Of(q.Lens).Stage, levels[i], answer.Known)
			step.Urgent = aim <= Broad && !needs[q.item][aim].Met(levels[i], answer.Known)
		}
		if step.Urgent && sum.names(q.ID) {
			step.tier, step.answered = tierAlert, step.tier
		}
		switch {
		case step.Blocks == nil && step.Kind != Confirm:
			step.tier = tierAdvice
		case !step.Urgent:
			step.tier += tiers
		}
		steps = append(steps, step)
	}
	slices.SortStableFunc(steps, func(a, b Step) int {
		return cmp.Or(cmp.Compare(a.tier, b.tier), cmp.Compare(a.answered, b.answered), cmp.Compare(byEffort[a.Effort], byEffort[b.Effort]), cmp.Compare(a.question, b.question))
	})
	return steps
}

// names reports whether an alert that holds would be settled by the question. One that
// merely says that a rule is missing names nothing.
func (sum *Summary) names(question string) bool {
	for i := range sum.Alerts {
		if !sum.Alerts[i].RuleMissing && slices.Contains(sum.Alerts[i].Questions, question) {
			return true
		}
	}
	return false
}

func (s *Set) alert(sum *Summary, in *circumstances) {
	sum.Alerts = []Alert{}
	for i := range s.Alerts {
		if rule := &s.Alerts[i]; rule.When.holds(in) {
			sum.Alerts = append(sum.Alerts, Alert{
				ID: rule.ID, Text: rule.Text, Questions: rule.asked(in), Setup: texts(rule.Setup), RuleMissing: rule.RuleMissing,
			})
		}
	}
}

// asked are the questions of an alert that apply now.
func (a *AlertRule) asked(in *circumstances) []string {
	asked := []string{}
	for _, id := range a.Questions {
		if in.level(id) != hidden {
			asked = append(asked, id)
		}
	}
	return asked
}

// missing names the lines of the checklists that keep the use from the stage after the one
// that is carried.
func (s *Set) missing(sum *Summary, needs []stageNeeds) string {
	var names []string
	for i := range sum.Items {
		if sum.Carries < Broad && !needs[i][sum.Carries+1].Met(sum.Items[i].Status, sum.Items[i].Known) {
			names = append(names, s.Items[i].Short)
		}
	}
	return s.listed(names)
}

// listed names lines of the checklists, and says when there are more.
func (s *Set) listed(names []string) string {
	if len(names) > mostNamed {
		// One name would take no more room than "and 1 more".
		named := names[:mostNamed-1]
		return s.Say("and_more", "names", strings.Join(named, ", "), "n", strconv.Itoa(len(names)-len(named)))
	}
	return strings.Join(names, ", ")
}

// mostNamed is how many lines a sentence names before it says that there are more.
const mostNamed = 5

// hold says what holds the verdict back. Before the first answer there is nothing to say.
func (s *Set) hold(sum *Summary, in *circumstances, open, guesses []int) {
	sum.Held = []Held{}
	if in.blank {
		return
	}
	in.stage, in.confirmed = sum.Stage, sum.IfConfirmed
	say := func(kind HeldKind, n int, names string, questions []string) {
		in.count = Many
		if n == 1 {
			in.count = One
		}
		if text := first(s.Phrases.Held[kind], in); text != "" {
			text = strings.NewReplacer("{n}", strconv.Itoa(n), "{open}", names).Replace(text)
			sum.Held = append(sum.Held, Held{Kind: kind, Text: text, Questions: texts(questions)})
		}
	}
	if s.Caps.Today > 0 && sum.Carries > sum.Stage && in.session.Setup.CurrentStage()+Stage(s.Caps.Today) == sum.Stage {
		say(HeldToday, 0, "", nil)
	}
	if sum.Carries > sum.Stage && s.Caps.Quick == sum.Stage && in.session.Setup.Depth == Quick {
		say(HeldDepth, 0, "", nil)
	}
	if len(guesses) > 0 {
		var questions []string
		for _, i := range guesses {
			questions = append(questions, s.Questions[i].ID)
		}
		say(HeldGuesses, len(guesses), "", questions)
	}
	if len(open) > 0 && sum.Stage != Broad {
		var names, questions []string
		for _, i := range open {
			names = append(names, s.Items[i].Short)
			for _, q := range s.Items[i].must {
				if in.levels[q] == Unanswered || in.levels[q] == Unsure {
					questions = append(questions, s.Questions[q].ID)
				}
			}
		}
		say(HeldOpen, len(open), s.listed(names), questions)
	}
}

func (s *Set) phrase(sum *Summary, in *circumstances, needs []stageNeeds) {
	p := &s.Phrases
	sum.Sentence = strings.ReplaceAll(first(p.Sentence, in), "{missing}", s.missing(sum, needs))
	sum.May = all(p.May, in)
	sum.NotYet = all(p.NotYet, in)
	sum.PatternText = first(p.Pattern, in)
	if sum.AheadOfSafeguards {
		sum.AheadText = first(p.Ahead, in)
	}
	if sum.Provisional {
		sum.ProvisionalText = first(p.Provisional, in)
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
