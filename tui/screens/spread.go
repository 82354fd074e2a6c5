package screens

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"readycheck/assessment"
	"readycheck/assessment/report"
	"readycheck/tui/workshop"
)

// spreadLines say how a room answered a question: who gave which answer, what moved since the
// first vote, for the facilitator whom to ask, and what stands.
func spreadLines(st *styles, q *assessment.Question, shown *assessment.Team, asks bool, width int) []string {
	spread, ok := spreadOf(q, shown)
	if !ok {
		return wrapped(st.dim, "Nobody voted on this question.", width)
	}
	lines := voteRows(st, &spread, width)
	if words := askWords(st.words(), &spread); asks && words != "" {
		lines = append(append(lines, ""), wrapped(st.accent, words, width)...)
	}
	if len(spread.Before) > 0 {
		lines = append(append(lines, ""), strings.Split(ansi.Wrap(st.dim.Render("The first vote:")+" "+levelCounts(st, spread.Before), max(10, width), ""), "\n")...)
		lines = append(lines, wrapped(st.text, report.Shift(st.words(), &spread), width)...)
		if who := whoMoved(st.words(), &spread); who != "" {
			lines = append(lines, wrapped(st.dim, who, width)...)
		}
	}
	for _, vote := range spread.Votes {
		if said := strings.Join(slices.DeleteFunc([]string{clean(vote.Vote.Reason), clean(vote.Vote.Note)}, func(s string) bool { return s == "" }), " "); said != "" {
			if !vote.Seat.Anonymous {
				said += " – " + clean(vote.Seat.Name)
			}
			lines = append(lines, "")
			lines = append(lines, hang(st.dim.Render("“ "), st.dim, said, width)...)
		}
	}
	lines = append(lines, "")
	return append(lines, drawBlock(st, report.Outcome(st.words(), spread.Votes, spread.Decision), width)...)
}

// spreadOf is how a room answered one question; false where nobody did.
func spreadOf(q *assessment.Question, shown *assessment.Team) (assessment.Spread, bool) {
	all := shown.Spreads(&assessment.Set{Questions: []assessment.Question{*q}}, &assessment.Setup{})
	if len(all) == 0 {
		return assessment.Spread{}, false
	}
	return all[0], true
}

// voteRows are the levels that somebody voted for, each with its sign, its word and who, sides
// together. Of people without a name only how many they are is said.
func voteRows(st *styles, s *assessment.Spread, width int) []string {
	var lines []string
	for at := 0; at < len(s.Votes); {
		level, from := s.Votes[at].Vote.Level, at
		for at < len(s.Votes) && s.Votes[at].Vote.Level == level {
			at++
		}
		word := st.strong.Render(column(st.words().Level(level), 15))
		if width < 60 {
			word = st.strong.Render(st.words().Level(level)) + ": "
		}
		lines = append(lines, hang(st.sign(level)+" "+word, st.text, whoVoted(s.Votes[from:at]), width)...)
	}
	return lines
}

// whoVoted names people with their sides, one side after another, and counts those without a name.
func whoVoted(votes []assessment.SeatVote) string {
	votes = slices.Clone(votes)
	slices.SortStableFunc(votes, func(a, b assessment.SeatVote) int { return cmp.Compare(a.Seat.Role, b.Seat.Role) })
	var names []string
	nameless := 0
	for _, v := range votes {
		if v.Seat.Anonymous {
			nameless++
			continue
		}
		names = append(names, fmt.Sprintf("%s (%s)", clean(v.Seat.Name), v.Seat.Role.Words()))
	}
	if nameless > 0 {
		names = append(names, assessment.Counted(nameless, "person", "people"))
	}
	return strings.Join(names, ", ")
}

// levelCounts are how many voted for each level, with its sign and its word.
func levelCounts(st *styles, votes []assessment.SeatVote) string {
	counts := map[assessment.Level]int{}
	for _, v := range votes {
		counts[v.Vote.Level]++
	}
	var parts []string
	for level := assessment.No; level <= assessment.NA; level++ {
		if counts[level] > 0 {
			parts = append(parts, st.marked(level)+st.dim.Render(fmt.Sprintf(" %d", counts[level])))
		}
	}
	return strings.Join(parts, st.dim.Render(", "))
}

// askWords say whom to ask why, where a few differ from most and nothing is decided; else nothing.
func askWords(words *assessment.Words, s *assessment.Spread) string {
	var names, levels []string
	for _, v := range s.Few() {
		if v.Seat.Anonymous {
			levels = append(levels, words.Level(v.Vote.Level))
			continue
		}
		names = append(names, clean(v.Seat.Name))
	}
	var asks []string
	if len(names) > 0 {
		asks = append(asks, fmt.Sprintf("Ask %s why.", listedNames(names)))
	}
	if len(levels) > 0 {
		asks = append(asks, fmt.Sprintf("Ask who said %s why, if they like to say.", strings.Join(slices.Compact(levels), " or ")))
	}
	return strings.Join(asks, " ")
}

// whoMoved names who moved from what to what, of people without a name how many.
func whoMoved(words *assessment.Words, s *assessment.Spread) string {
	var named, nameless []string
	counts := map[string]int{}
	for _, v := range s.Votes {
		at := slices.IndexFunc(s.Before, func(b assessment.SeatVote) bool { return b.Seat.ID == v.Seat.ID })
		if at < 0 || s.Before[at].Vote.Level == v.Vote.Level {
			continue
		}
		way := words.Level(s.Before[at].Vote.Level) + " → " + words.Level(v.Vote.Level)
		switch {
		case !v.Seat.Anonymous:
			named = append(named, clean(v.Seat.Name)+": "+way)
		case counts[way] == 0:
			nameless = append(nameless, way)
			fallthrough
		default:
			counts[way]++
		}
	}
	for _, way := range nameless {
		named = append(named, assessment.Counted(counts[way], "person", "people")+": "+way)
	}
	return strings.Join(named, ", ")
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
		case key.Matches(msg, keys.voteAgain):
			return s, askVoteAgain(&s.view, s.question.ID), nil
		case key.Matches(msg, keys.reveal):
			return s, revealAgain(&s.view, s.question.ID), nil
		case key.Matches(msg, keys.time):
			return s, openPage{newTime()}, nil
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
	return append(nextKeys(&s.view, s.question.ID), described(keys.time, "time"), keys.verdict, keys.help, described(keys.esc, "what the room said"))
}

func (s *spreadScreen) groups() []keyGroup {
	return []keyGroup{
		{"This question", append(spreadKeys(), keys.up, keys.down, keys.pageUp, keys.pageDown)},
		{"Go", []key.Binding{described(keys.verdict, "the summary: where you stand now"), described(keys.esc, "what the room said")}},
	}
}

// spreadKeys are what a facilitator does with a question whose votes were shown.
func spreadKeys() []key.Binding {
	return []key.Binding{
		described(keys.decide, "record what you decided"), described(keys.voteAgain, "open a second vote on it; the first is kept"),
		described(keys.reveal, "show that second vote"), described(keys.time, "give everybody a time, or take it back"),
	}
}

func (s *spreadScreen) off() []offKey { return revealOff(&s.view, s.question.ID) }

func (s *spreadScreen) View(st *styles, room size) body {
	lines := wrapped(st.strong, s.question.Text, room.width)
	if said := againWords(&s.view, s.question.ID); said != "" {
		lines = append(lines, wrapped(st.accent, said, room.width)...)
	}
	lines = append(lines, "")
	lines = append(lines, spreadLines(st, s.question, s.view.Shown, !s.view.Shown.Again(s.question.ID), room.width)...)
	lines = append(lines, "", st.dim.Render("What could be answered:"))
	for _, c := range s.question.Choices {
		lines = append(lines, hang(st.sign(c.Level)+" ", st.dim, c.Text, room.width)...)
	}
	s.text.fit(len(lines), room.height-2)
	return body{header: []string{st.dim.Render("Who said what")}, lines: lines, scrolls: true, scroll: s.text.from}
}
