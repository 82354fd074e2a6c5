package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"readycheck/assessment"
)

// Moved says in a line what a change of answers moved, and what is left until the next stage:
// before is the verdict of the same session before it.
func (r Report) Moved(before *assessment.Summary) string {
	return strings.Join(slices.DeleteFunc([]string{r.arrived(before), r.left(), r.waits(before)}, func(said string) bool { return said == "" }), " ")
}

// waits names the question for which a line of the checklists still waits, where a step of
// that line was just done, or nothing.
func (r Report) waits(before *assessment.Summary) string {
	isOpen := func(question string) bool {
		return slices.ContainsFunc(r.Summary.Steps, func(step assessment.Step) bool { return step.Question == question })
	}
	for _, step := range before.Steps {
		if step.Kind == assessment.Confirm || isOpen(step.Question) {
			continue
		}
		item, ok := r.Set.Item(step.Item)
		if !ok {
			continue
		}
		if q := assessment.HeldDown(r.Set, r.Session, step.Item); q != nil && q.ID != step.Question {
			return r.Set.Say("still_waits", "item", item.Short, "question", q.Text)
		}
	}
	return ""
}

// arrived says which stage was reached or lost, or nothing.
func (r Report) arrived(before *assessment.Summary) string {
	now := &r.Summary
	switch {
	case now.Stage > before.Stage:
		return r.Set.Say("reached", "stage", assessment.Capital(r.Set.StageName(now.Stage)))
	case now.Stage < before.Stage:
		return r.Set.Say("taken_back", "stage", r.Set.StageName(now.Stage))
	}
	for _, lens := range bothLenses {
		if is := now.Lenses.Of(lens).Stage; is > before.Lenses.Of(lens).Stage {
			return r.Set.Say("side_reached", "side", r.Set.Words.LensShort[lens], "stage", r.Set.StageName(is))
		}
	}
	return ""
}

// left says how much is left until the next stage, or what holds the verdict back.
func (r Report) left() string {
	now := &r.Summary
	if now.Stage < now.Carries && len(now.Held) > 0 {
		return now.Held[0].Text
	}
	needed, next := assessment.Needed(r.Set, r.Session, now)
	if next == assessment.StageNone {
		return r.Set.Say("no_stage_left")
	}
	unanswered := 0
	for _, question := range needed {
		if r.Session.Answers[question].Level == assessment.Unanswered {
			unanswered++
		}
	}
	then, english := strings.CutPrefix(r.Set.Phrases.Then[next], "then ")
	if !english {
		return r.leftTo(next, len(needed), unanswered)
	}
	before := " left before " + then
	switch {
	case unanswered == 0:
		return assessment.Counted(len(needed), "step", "steps") + before + "."
	case unanswered == len(needed):
		return assessment.Counted(unanswered, "question", "questions") + before + "."
	}
	return fmt.Sprintf("%d steps%s, and %d of them %s not answered yet.", len(needed), before, unanswered, assessment.Either(unanswered, "is a question", "are questions"))
}

// leftTo says how much is left until a stage where nothing but its name is known to fit.
func (r Report) leftTo(next assessment.Stage, needed, unanswered int) string {
	stage := r.Set.StageName(next)
	say := func(name string) string {
		return r.Set.Say(name+assessment.Either(needed, "_one", "_many"), "n", strconv.Itoa(needed), "stage", stage)
	}
	switch unanswered {
	case 0:
		return say("steps_to")
	case needed:
		return say("questions_to")
	}
	return r.Set.Say("steps_and_questions_to", "n", strconv.Itoa(needed), "stage", stage, "open", strconv.Itoa(unanswered))
}

// Would says what stage it would be if what a person ticked were done: now is the verdict as it
// is, the report's own the one that would be.
func (r Report) Would(now *assessment.Summary) []Block {
	then := &r.Summary
	columns := Columns{{Title: r.Set.Say("would_now")}, {Title: r.Set.Say("would_then")}}
	for i, sum := range [...]*assessment.Summary{now, then} {
		columns[i].Lines = append(columns[i].Lines, assessment.Capital(r.Set.StageName(sum.Stage)))
		for _, lens := range bothLenses {
			columns[i].Lines = append(columns[i].Lines, r.Set.Words.LensShort[lens]+": "+r.Set.StageName(sum.Lenses.Of(lens).Stage))
		}
	}
	return []Block{columns, Paragraph(r.Moved(now))}
}
