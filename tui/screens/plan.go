package screens

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
	"readycheck/assessment/report"
)

// The plan is the page of the summary with all steps. What has become of each is changed here.

// besideFrom is the width from which a step's details stand beside the plan.
const besideFrom = 140

// planWidth is how wide the plan is where details stand beside it.
const planWidth = longestLine + 6

// stepKeys are the keys of the step under the cursor.
var stepKeys = struct{ done, doing, copy, owner, open, how, letters key.Binding }{
	done:    bind("d", "done", "d"),
	doing:   bind("i", "doing", "i"),
	copy:    bind("y", "copy its message", "y"),
	owner:   described(keys.owner, "owner and date"),
	open:    described(keys.enter, "its question"),
	how:     bind("space", "how", "space", "right"),
	letters: bind("m", "a mail each", "m"),
}

// turnStep puts the state of a step's answer on: doing, blocked, open again.
type turnStep struct{ question string }

// stepDone keeps what is so after a step, and says what that moved.
type stepDone struct {
	question string
	answer   assessment.Answer
}

// copyText puts a text on the clipboard of the terminal; what names it.
type copyText struct{ what, text string }

// here is the step under the cursor.
func (s *summaryScreen) here() assessment.Step { return s.work.Summary.Steps[s.list.at] }

// stepKey does what a key does to the step under the cursor; mine is false where it is not
// such a key.
func (s *summaryScreen) stepKey(msg tea.KeyPressMsg) (a action, mine bool) {
	if !s.onSteps() {
		return nil, false
	}
	step := s.here()
	switch {
	case key.Matches(msg, stepKeys.done):
		return openPage{newDone(s.work, step.Question)}, true
	case key.Matches(msg, stepKeys.doing):
		return turnStep{step.Question}, true
	case key.Matches(msg, stepKeys.copy):
		return copyText{"The message", s.message(step)}, true
	case key.Matches(msg, stepKeys.owner):
		return openPage{newOwnerForm(s.work, step.Question, s.work.Session.Answers[step.Question])}, true
	case key.Matches(msg, stepKeys.open):
		return openQuestion{step.Question}, true
	case key.Matches(msg, stepKeys.how):
		return openPage{readBlocks(step.Title, s.work.report().StepDetails(step))}, true
	case key.Matches(msg, stepKeys.letters):
		return openPage{newLetters(s.work)}, true
	}
	return nil, false
}

// message is what a step has ready to send or, where that is nothing, how it is done.
func (s *summaryScreen) message(step assessment.Step) string {
	r := s.work.report()
	if text := r.StepMessage(step); text != "" {
		return text
	}
	text := ""
	for _, line := range report.Lines(r.StepDetails(step), copiedWidth) {
		text += line + "\n"
	}
	return text
}

// plan lists every step, and below what is done. Where there is room, the one under the cursor
// stands beside it with all it takes.
func (s *summaryScreen) plan(st *styles, width int) []string {
	beside := width >= besideFrom && s.list.rows > 0
	whole := width
	if beside {
		width = planWidth
	}
	lines := s.planSteps(st, width)
	if below := s.work.report().BelowSteps(s.work.Plan()); len(below) > 0 {
		lines = append(append(lines, ""), drawBlocks(st, below, width)...)
	}
	if !beside {
		return lines
	}
	step := s.here()
	const gap = 4
	detail := wrapped(st.strong, step.Title, whole-width-gap)
	detail = append(append(detail, ""), drawBlocks(st, s.work.report().StepDetails(step), whole-width-gap)...)
	return s.alongsideCursor(lines, detail, width+gap)
}

// alongsideCursor puts a step's details to the right of the plan, from the line on which its
// step stands or, where they would end below the plan, higher up.
func (s *summaryScreen) alongsideCursor(lines, detail []string, at int) []string {
	from := max(0, min(s.focusLine, len(lines)-len(detail)))
	for len(lines) < from+len(detail) {
		lines = append(lines, "")
	}
	s.focusLines = max(s.focusLines, from+len(detail)-s.focusLine)
	for i, line := range detail {
		lines[from+i] = column(lines[from+i], at) + line
	}
	return lines
}

func (s *summaryScreen) planSteps(st *styles, width int) []string {
	blocks := s.work.report().Steps(len(s.work.Summary.Steps))
	steps, ok := blocks[0].(report.Steps)
	if !ok {
		return drawBlocks(st, blocks, width)
	}
	lines := append(wrapped(st.dim, report.StepsOrder(s.work.Set, &s.work.Summary), width), "")
	for i, step := range steps {
		from := len(lines)
		lines = append(lines, drawStep(st, i+1, step, i == s.list.at, width)...)
		if i == s.list.at {
			s.focusLine, s.focusLines = from, len(lines)-from
		}
	}
	return lines
}
