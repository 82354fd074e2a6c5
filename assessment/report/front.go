package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"readycheck/assessment"
)

// frontSteps is how many steps stand on the first page.
const frontSteps = 3

// front is the page that stands alone: how far the use may go, why, what to do first and by
// whom, and what happens if nobody does.
func (b *builder) front() []Block {
	sum := &b.Summary
	blocks := append([]Block{Headline(b.Set.Say("ready_for", "stage", b.Set.ReadyFor(sum.Stage))), b.picture()}, Opening(b.Set, sum)...)
	blocks = append(blocks, Heading(StepsTitle(b.Set, sum)))
	list := sum.Steps[:min(frontSteps, len(sum.Steps))]
	blocks = append(blocks, b.steps(list, b.signedStep)...)
	if risk := b.risk(); risk != "" {
		blocks = append(blocks, Heading(b.Set.Say("one_risk")), Paragraph(risk))
	}
	return blocks
}

// picture shows how far each side reaches.
func (b *builder) picture() Picture {
	picture := Picture{Title: b.Set.Say("picture"), Yes: b.Set.Say("reach_yes"), No: b.Set.Say("reach_no")}
	for _, stage := range assessment.Stages {
		picture.Stages = append(picture.Stages, assessment.Capital(b.Set.StageName(stage)))
	}
	for _, lens := range bothLenses {
		row := Reach{Name: b.Set.Words.Lens(lens)}
		for _, stage := range assessment.Stages {
			if stage <= b.Summary.Lenses.Of(lens).Stage {
				row.Reached++
			}
		}
		picture.Rows = append(picture.Rows, row)
	}
	return picture
}

// risk is what could go wrong first: a contradiction or a warning, or why the first step
// matters.
func (b *builder) risk() string {
	for _, alert := range b.Summary.Alerts {
		if !alert.RuleMissing {
			return alert.Text
		}
	}
	for _, step := range b.Summary.Steps {
		if q, ok := b.Set.Question(step.Question); ok {
			return q.For(&b.Session.Setup).Why
		}
	}
	return ""
}

// signedStep is a step in brief with a box, and with room for who does it by when.
func (b *builder) signedStep(step assessment.Step) Step {
	out := b.nextStep(step)
	out.Asides, out.Tick, out.Sign = b.effortAsides(step), true, true
	out.Who, out.By = b.whoAndBy(step)
	out.SignWho, out.SignBy = b.Set.Say("who"), b.Set.Say("by")
	return out
}

// whoAndBy is who sees to a step and by when, each empty where nobody has said.
func (b *builder) whoAndBy(step assessment.Step) (who, by string) {
	if at, passed, ok := b.due(step.Due); ok {
		by = b.Set.DayNear(at, b.Now)
		if passed {
			by += " (" + b.Set.Say("overdue") + ")"
		}
	}
	return name(b.Session.Answers[step.Question].Owner), by
}

// planTable is the whole plan, a row a step, in tables by what the steps lead to, the nearest stage
// first. Each keeps its number.
func (b *builder) planTable() []Block {
	if len(b.Summary.Steps) == 0 {
		return b.steps(nil, nil)
	}
	blocks := []Block{Paragraph(StepsOrder(b.Set, &b.Summary) + " " + b.Set.Say("order_how"))}
	tables := map[assessment.Stage]Table{}
	for i, step := range b.Summary.Steps {
		stage := leadsTo(step)
		table, begun := tables[stage]
		if !begun {
			table = Table{Tick: true, Head: []string{b.Set.Say("step"), b.Set.Say("takes"), b.Set.Say("who"), b.Set.Say("by")}, Wide: []int{13, 5, 5, 5}}
		}
		who, by := b.whoAndBy(step)
		table.Rows = append(table.Rows, Row{Cells: []string{fmt.Sprintf("%d. %s", i+1, step.Title), strings.Join(b.effortAsides(step), ", "), who, by}})
		tables[stage] = table
	}
	for _, stage := range slices.Sorted(maps.Keys(tables)) {
		then := b.Set.Say("good_to_have")
		if stage <= assessment.Broad {
			then = b.Set.Then(stage)
		}
		blocks = append(blocks, Heading(assessment.Capital(then)), tables[stage])
	}
	return blocks
}

// leadsTo is the stage that a step leads to. What only makes it better comes behind all stages.
func leadsTo(step assessment.Step) assessment.Stage {
	if step.Blocks == nil {
		return assessment.Broad + 1
	}
	return *step.Blocks
}

// numberOf is a step's place in the plan, from 1.
func (b *builder) numberOf(question string) int {
	for i, step := range b.Summary.Steps {
		if step.Question == question {
			return i + 1
		}
	}
	return 0
}

// howToRest are the steps that no checklist says how to do.
func (b *builder) howToRest() []Block {
	var rest Steps
	for _, step := range b.Summary.Steps {
		if !b.open(step.Item) || !b.soon(step) {
			rest = append(rest, b.handedStep(step))
		}
	}
	if len(rest) == 0 {
		return nil
	}
	return []Block{rest}
}
