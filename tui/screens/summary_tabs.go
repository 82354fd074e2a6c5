package screens

import (
	"fmt"

	"readycheck/assessment"
	"readycheck/assessment/report"
)

// firstShown is how many steps stand on the first screen, so that all of it fits 80×24.
const firstShown = 3

// aside are the parts of the report that stand below the first screen.
var aside = [...]report.Name{report.May, report.NotYet, report.Alerts, report.GoodShape, report.CouldNot, report.NotApplying}

// overview is the summary in the order of a talk: what is so and what holds it back, what
// to do first, where each side stands, and then the rest.
func (s *summaryScreen) overview(st *styles, width int) []string {
	w, r := s.work, s.work.report()
	lines := append(drawBlocks(st, report.Opening(w.Set, &w.Summary), width), "")
	lines = append(lines, s.firstSteps(st, width)...)
	lines = append(lines, drawBlocks(st, append(r.Sides(), r.Open()...), width)...)
	lines = append(lines, "")
	lines = append(lines, drawBlocks(st, r.BothSides(), width)...)
	lines = append(lines, "")
	for _, name := range aside {
		lines = append(append(lines, drawPart(st, r.Part(name), width)...), "")
	}
	if w.Session.Setup.Depth == assessment.Quick && w.Summary.Progress.Answered > 0 {
		lines = append(lines, wrapped(st.dim, "This was the quick check. Press F to go on with the full one; nothing is asked twice.", width)...)
		lines = append(lines, "")
	}
	return append(lines, drawBlocks(st, r.Part(report.Limits).Blocks, width)...)
}

// firstSteps are the steps of the first screen. What all of them lead to stands beside their
// title, and else each says its own.
func (s *summaryScreen) firstSteps(st *styles, width int) []string {
	blocks := s.work.report().Steps(firstShown)
	steps, ok := blocks[0].(report.Steps)
	if !ok {
		return drawBlocks(st, blocks, width)
	}
	then := report.ThenOf(&s.work.Summary, steps)
	lines := []string{sides(st.accent.Render(report.StepsTitle(s.work.Set, &s.work.Summary)), st.dim.Render(then), min(width, longestLine+6))}
	for i, step := range steps {
		if then != "" {
			step.Then = ""
		}
		lines = append(lines, drawStep(st, i+1, step, false, width)...)
	}
	if more := len(s.work.Summary.Steps) - len(steps); more > 0 {
		lines = append(lines, sides("", st.dim.Render(fmt.Sprintf("%d more: plan", more)), min(width, longestLine+6)))
	}
	return lines
}

// bySection lists the answers by section.
func (s *summaryScreen) bySection(st *styles, width int) []string {
	return drawBlocks(st, s.work.report().SectionAnswers(), width)
}

// checklists draws the two lists, each whole by itself, with what the other side needs.
func (s *summaryScreen) checklists(st *styles, width int) []string {
	return drawBlocks(st, s.work.report().Checklists(), width)
}

// stages shows the way from trying out to a broader rollout, with the place in it.
func (s *summaryScreen) stages(st *styles, width int) []string {
	return drawBlocks(st, s.work.report().Part(report.StageTable).Blocks, width)
}

// changed says what is different from the earlier session of the same business and use.
func (s *summaryScreen) changed(st *styles, width int) []string {
	part := s.work.report().Part(report.Changed)
	return append(append(wrapped(st.accent, part.Title, width), ""), drawBlocks(st, part.Blocks, width)...)
}

// team says what people said in a workshop.
func (s *summaryScreen) team(st *styles, width int) []string {
	return drawBlocks(st, s.work.report().Part(report.TeamSaid).Blocks, width)
}
