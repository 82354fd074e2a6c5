package report

import (
	"time"

	"readycheck/assessment"
	"readycheck/assessment/papers"
)

// StepsTitle heads the first steps. Where the stage in use today is carried, nothing is
// urgent: they are there for who wants to go further. Where a stage has to be lived first,
// they come after that.
func StepsTitle(set *assessment.Set, sum *assessment.Summary) string {
	switch {
	case sum.HeldToday():
		return set.Say("steps_later")
	case sum.Further():
		return set.Say("steps_further")
	}
	return set.Say("steps_first")
}

// StepsOrder says in what order the whole plan stands.
func StepsOrder(set *assessment.Set, sum *assessment.Summary) string {
	switch {
	case sum.HeldToday() && sum.InUse():
		return set.Say("order_later_in_use")
	case sum.HeldToday():
		return set.Say("order_later")
	case sum.Further() && sum.InUse():
		return set.Say("order_further_in_use")
	case sum.Further():
		return set.Say("order_further")
	case !sum.InUse():
		return set.Say("order_first")
	}
	return set.Say("order_in_use")
}

// ThenOf is what all of some steps lead to, or nothing where they lead to different things or
// to what is not next.
func ThenOf(sum *assessment.Summary, steps Steps) string {
	if len(steps) == 0 || sum.HeldToday() {
		return ""
	}
	for _, step := range steps {
		if step.Then != steps[0].Then {
			return ""
		}
	}
	return steps[0].Then
}

func (b *builder) firstSteps() []Block {
	return b.steps(b.Summary.Steps[:min(assessment.SummarySteps, len(b.Summary.Steps))], b.nextStep)
}

// Steps lists the next steps in brief, at most so many, or says that there are none.
func (r Report) Steps(most int) []Block {
	b := r.builder()
	return b.steps(b.Summary.Steps[:min(most, len(b.Summary.Steps))], b.nextStep)
}

func (b *builder) steps(list []assessment.Step, draw func(assessment.Step) Step) []Block {
	switch {
	case len(list) == 0 && b.Summary.Progress.Answered == 0:
		return []Block{Paragraph(b.Set.Say("no_steps_yet"))}
	case len(list) == 0:
		return []Block{Paragraph(b.Set.Say("no_steps_left"))}
	}
	var steps Steps
	for _, step := range list {
		steps = append(steps, draw(step))
	}
	return []Block{steps}
}

// step is a step in brief.
func (b *builder) step(step assessment.Step) Step {
	return Step{Title: step.Title, Asides: b.stepAsides(step), Then: b.then(step)}
}

// nextStep is a step in brief beside the verdict. What it leads to is left out where a stage
// has to be lived first.
func (b *builder) nextStep(step assessment.Step) Step {
	out := b.step(step)
	if b.Summary.HeldToday() {
		out.Then = ""
	}
	return out
}

// wholeStep is a step with all it takes to do it.
func (b *builder) wholeStep(step assessment.Step) Step {
	out := b.step(step)
	q, ok := b.Set.Question(step.Question)
	if !ok {
		return out
	}
	q = q.For(&b.Session.Setup)
	switch step.Kind {
	case assessment.Fix:
		out.Do = q.Fix.Steps
		out.Facts = Facts{{b.Set.Say("usually_done_by"), q.Fix.Who}, {b.Set.Say("done_when"), q.Fix.Done}}
		if paper, ok := b.page(step); ok {
			out.Facts = append(out.Facts, Fact{b.Set.Say("page_to_fill"), paper.Title})
		}
	case assessment.FindOut:
		out.Facts = Facts{{b.Set.Say("ask"), q.FindOut.Ask}}
		out.Message = Message(q.FindOut.Message)
	case assessment.Confirm:
		out.Do = []string{q.Confirm.Text}
	}
	return out
}

// StepDetails are a step for whoever sets about it: what was asked and said, how it is done,
// and what it leads to.
func (r Report) StepDetails(step assessment.Step) []Block {
	b := r.builder()
	q, ok := b.Set.Question(step.Question)
	if !ok {
		return nil
	}
	whole := b.wholeStep(step)
	blocks := []Block{Answers{b.answer(q.For(&b.Session.Setup))}, Heading(b.Set.Say("how_to_do_it"))}
	switch len(whole.Do) {
	case 0:
	case 1:
		blocks = append(blocks, Paragraph(whole.Do[0]))
	default:
		var how Steps
		for _, text := range whole.Do {
			how = append(how, Step{Title: text})
		}
		blocks = append(blocks, how)
	}
	if len(whole.Facts) > 0 {
		blocks = append(blocks, whole.Facts)
	}
	if whole.Message != "" {
		blocks = append(blocks, whole.Message)
	}
	var means Facts
	q = q.For(&b.Session.Setup)
	for _, term := range q.TermsIn(append(whole.Do, whole.Title, string(whole.Message))...) {
		means = append(means, Fact{b.Set.Say("word_means", "word", assessment.Capital(term.Term)), term.Text})
	}
	if len(means) > 0 {
		blocks = append(blocks, means)
	}
	return append(blocks, Paragraph(assessment.Capital(whole.Then)+"."))
}

// stepAsides say in a few words each how much a step asks for, who sees to it, by when, and
// that its page is there. The page comes in the place of b.Set.Say("nobody_yet"): a line has little room,
// and the page has one for the name.
func (b *builder) stepAsides(step assessment.Step) []string {
	asides := b.effortAsides(step)
	owner := name(b.Session.Answers[step.Question].Owner)
	_, page := b.page(step)
	switch {
	case owner != "":
		asides = append(asides, owner)
	case !page:
		asides = append(asides, b.Set.Say("nobody_yet"))
	}
	if due := b.dueWords(step.Due); due != "" {
		asides = append(asides, due)
	}
	if page {
		asides = append(asides, b.Set.Say("page_ready"))
	}
	return asides
}

// effortAsides say what has become of a step and how much it asks for.
func (b *builder) effortAsides(step assessment.Step) []string {
	asides := make([]string, 0, 5)
	if name := stateNames[step.State]; name != "" {
		asides = append(asides, b.Set.Say(name))
	}
	switch step.Kind {
	case assessment.Fix:
		asides = append(asides, b.Set.SayEffort(step.Effort))
	case assessment.FindOut:
		asides = append(asides, b.Set.Say("message_ready"))
	case assessment.Confirm:
		asides = append(asides, b.Set.Say("a_look"))
	}
	return asides
}

// stateNames are by what names the set says what has become of a step, where that is more than
// that it is open.
var stateNames = [...]string{assessment.StepOpen: "", assessment.StepDoing: "doing", assessment.StepBlocked: "waiting", assessment.StepDone: ""}

// StateWords say what has become of a step.
func StateWords(set *assessment.Set, state assessment.StepState) string {
	if name := stateNames[state]; name != "" {
		return set.Say(name)
	}
	return state.String()
}

// page is the paper that a step asks to be written, where the program has it ready.
func (b *builder) page(step assessment.Step) (papers.Paper, bool) {
	if step.Kind != assessment.Fix {
		return papers.Paper{}, false
	}
	return papers.ForQuestion(b.Set, b.Session, step.Question)
}

// then is what a step leads to.
func (b *builder) then(step assessment.Step) string {
	if step.Blocks == nil {
		return b.Set.Say("good_to_have")
	}
	return b.Set.Then(*step.Blocks)
}

// due reads a due date, and says if it has passed.
func (b *builder) due(due string) (at time.Time, passed, ok bool) {
	at, err := time.Parse(assessment.DateLayout, due)
	return at, !b.Now.IsZero() && due < b.Now.Format(assessment.DateLayout), err == nil
}

// dueWords says a due date within a line.
func (b *builder) dueWords(due string) string {
	switch at, passed, ok := b.due(due); {
	case !ok:
		return ""
	case passed:
		return b.Set.Say("overdue_since", "day", b.Set.DayNear(at, b.Now))
	default:
		return b.Set.Say("by_day", "day", b.Set.DayNear(at, b.Now))
	}
}
