package report

import (
	"fmt"
	"io"
	"time"

	"readycheck/assessment"
)

// PlanText writes the steps of a plan that was made of the report's session, each with its
// number.
func PlanText(w io.Writer, r Report, plan assessment.Plan, page Page) error {
	b := r.builder()
	t := page.on(w)
	t.facts("", b.facts())
	t.line("")
	if len(b.Summary.Steps) == 0 {
		t.blocks(b.steps(nil, nil))
	} else {
		t.wrapped("", "", StepsOrder(b.Set, &b.Summary))
		t.line("")
	}
	for _, step := range plan.Steps {
		t.step(step.Number, b.step(step.Step))
	}
	if below := r.BelowSteps(plan); len(below) > 0 {
		t.line("")
		t.blocks(below)
	}
	return t.Flush()
}

// BelowSteps is what stands below the steps of a plan: the open questions that somebody sees to, and
// what is done. It is empty where there is neither.
func (r Report) BelowSteps(plan assessment.Plan) []Block {
	var blocks []Block
	if len(plan.Open) > 0 {
		var open Bullets
		for _, q := range plan.Open {
			open = append(open, r.builder().openQuestion(q))
		}
		blocks = append(blocks, Heading(r.Set.Say("not_answered_yet")), open)
	}
	if len(plan.Done) > 0 {
		var done Bullets
		for _, step := range plan.Done {
			done = append(done, line(step.Title, assessment.MaxShort))
		}
		blocks = append(blocks, Heading(r.Set.Say("done")), done)
	}
	return blocks
}

// openQuestion is a question without an answer, with who sees to it and by when.
func (b *builder) openQuestion(q assessment.DueStep) string {
	text := line(q.Title, assessment.MaxShort)
	about := name(q.Owner)
	if due := b.dueWords(q.Due); due != "" {
		if about != "" {
			about += ", "
		}
		about += due
	}
	if about == "" {
		return text
	}
	return text + " (" + about + ")"
}

// DueLine says in one line what has come due, the oldest first, or nothing where nothing has.
func DueLine(sessions []assessment.DueSession, now time.Time) string {
	var first assessment.DueStep
	business, steps := "", 0
	for _, session := range sessions {
		for _, step := range session.Due {
			if steps == 0 || step.Due < first.Due {
				first, business = step, session.Business
			}
			steps++
		}
	}
	if steps == 0 {
		return ""
	}
	b := builder{Report: Report{Now: now}}
	text := line(first.Title, assessment.MaxShort) + " (" + name(business)
	if owner := name(first.Owner); owner != "" {
		text += ", " + owner
	}
	text += ", " + b.dueWords(first.Due) + ")"
	if steps == 1 {
		return "One step has come due: " + text
	}
	return fmt.Sprintf("%d steps have come due: %s and %d more", steps, text, steps-1)
}

// OverdueList prints sessions where something is overdue, as List does, with how much of it
// and since when in the place of the last change.
func OverdueList(w io.Writer, set *assessment.Set, sessions []assessment.DueSession, all Heads, now time.Time, width int) error {
	titles := listRow(listTitles)
	titles[lastColumn] = "OVERDUE"
	since := map[string]string{}
	for _, session := range sessions {
		day, err := time.Parse(assessment.DateLayout, session.Due[0].Due)
		if err != nil {
			continue
		}
		layout := "2 Jan" // the table has little room
		if day.Year() != now.Year() {
			layout = "2 Jan 2006"
		}
		since[session.ID] = fmt.Sprintf("%d since %s", len(session.Due), day.Format(layout))
	}
	heads := func(yield func(assessment.Head, error) bool) {
		for _, session := range sessions {
			if !yield(session.Head, nil) {
				return
			}
		}
	}
	row := func(head assessment.Head) listRow {
		row := rowOf(set, head)
		row[lastColumn] = since[head.ID]
		return row
	}
	return list(w, titles, row, heads, all, width)
}
