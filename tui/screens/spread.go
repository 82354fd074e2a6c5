package screens

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
	"readycheck/assessment/report"
	"readycheck/tui/workshop"
)

// spreadLines say how a room answered a question: who gave which answer, and what stands.
func spreadLines(st *styles, q *assessment.Question, shown *assessment.Team, width int) []string {
	votes := shown.Cast(q.ID)
	if len(votes) == 0 {
		return wrapped(st.dim, "Nobody voted on this question.", width)
	}
	var lines []string
	for at := 0; at < len(votes); {
		level := votes[at].Vote.Level
		var names []string
		for ; at < len(votes) && votes[at].Vote.Level == level; at++ {
			names = append(names, fmt.Sprintf("%s (%s)", clean(votes[at].Seat.Name), votes[at].Seat.Role.Words()))
		}
		word := st.strong.Render(column(st.words().Level(level), 15))
		if width < 60 {
			word = st.strong.Render(st.words().Level(level)) + ": "
		}
		lines = append(lines, hang(st.sign(level)+" "+word, st.text, strings.Join(names, ", "), width)...)
	}
	for _, vote := range votes {
		if said := strings.Join(slices.DeleteFunc([]string{clean(vote.Vote.Reason), clean(vote.Vote.Note)}, func(s string) bool { return s == "" }), " "); said != "" {
			lines = append(lines, "")
			lines = append(lines, hang(st.dim.Render("“ "), st.dim, said+" – "+clean(vote.Seat.Name), width)...)
		}
	}
	lines = append(lines, "")
	var decision *assessment.Decision
	if d, ok := shown.Decisions[q.ID]; ok {
		decision = &d
	}
	return append(lines, drawBlock(st, report.Outcome(st.words(), votes, decision), width)...)
}

// spreadScreen is one question with everybody's answer.
type spreadScreen struct {
	work     *work
	view     workshop.RoomView
	question *assessment.Question
	text     scroll
}

func newSpread(w *work, view workshop.RoomView, question string) screen {
	q, ok := w.Set.Question(question)
	if !ok {
		return newReveal(w, view)
	}
	return &spreadScreen{work: w, view: view, question: q.For(&w.Session.Setup)}
}

func (s *spreadScreen) Init() tea.Cmd { return nil }

func (s *spreadScreen) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		s.text.take(msg, &pageMoves)
	case tea.KeyPressMsg:
		switch {
		case s.text.take(msg, &pageMoves):
		case key.Matches(msg, keys.decide, keys.enter):
			return s, openPage{newDecision(s.work, s.question, s.view)}, nil
		case key.Matches(msg, keys.verdict):
			return s, goSummary{}, nil
		case key.Matches(msg, keys.esc):
			return s, goReveal{}, nil
		}
	}
	return s, nil, nil
}

func (s *spreadScreen) capturesText() bool { return false }

func (s *spreadScreen) ShortHelp() []key.Binding {
	return []key.Binding{keys.decide, keys.verdict, keys.help, described(keys.esc, "what the room said")}
}

func (s *spreadScreen) groups() []keyGroup {
	return []keyGroup{
		{"This question", []key.Binding{described(keys.decide, "record what you decided"), keys.up, keys.down, keys.pageUp, keys.pageDown}},
		{"Go", []key.Binding{described(keys.verdict, "the summary: where you stand now"), described(keys.esc, "what the room said")}},
	}
}

func (s *spreadScreen) View(st *styles, room size) body {
	lines := wrapped(st.strong, s.question.Text, room.width)
	lines = append(lines, "")
	for _, c := range s.question.Choices {
		lines = append(lines, hang(st.sign(c.Level)+" ", st.dim, c.Text, room.width)...)
	}
	lines = append(lines, "")
	lines = append(lines, spreadLines(st, s.question, s.view.Shown, room.width)...)
	s.text.fit(len(lines), room.height-2)
	return body{header: []string{st.dim.Render("Who said what")}, lines: lines, scrolls: true, scroll: s.text.from}
}
