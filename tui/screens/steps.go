package screens

import (
	"maps"
	"slices"

	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// What becomes of a step is saved here, and what that moved is said in a line.

// keepStep saves an answer after its step was worked on, and says what that moved. Only a state
// beside the answer moves nothing.
func (c *owner) keepStep(question string, answer assessment.Answer) tea.Cmd {
	m := c.m
	before, was := m.work.Summary, m.work.Session.Answers[question]
	saved := m.save(saveAnswer{question, answer})
	if was.Level != answer.Level || was.Known != answer.Known {
		m.notice = m.work.report().Moved(&before)
	}
	return tea.Batch(saved, m.pass(workChanged{}))
}

// markWritten takes a paper as written: its questions are in place, and seen.
func (c *owner) markWritten(paper interview.Paper) tea.Cmd {
	m := c.m
	before, answers := m.work.Summary, m.work.Wrote(paper)
	var commands []tea.Cmd
	for _, question := range slices.Sorted(maps.Keys(answers)) {
		commands = append(commands, m.save(saveAnswer{question, answers[question]}))
	}
	m.notice = m.work.report().Moved(&before)
	return tea.Batch(append(commands, m.pass(workChanged{}))...)
}
