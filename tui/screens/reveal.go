package screens

import (
	"fmt"
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
	"readycheck/tui/workshop"
)

// revealScreen lists what the room has seen, the largest disagreement first.
type revealScreen struct {
	work    *work
	view    workshop.RoomView
	spreads []assessment.Spread
	list    list
}

func newReveal(w *work, view workshop.RoomView) screen {
	r := &revealScreen{work: w}
	r.take(view)
	return r
}

func (r *revealScreen) take(view workshop.RoomView) {
	here := r.here()
	r.view, r.spreads = view, view.Shown.Spreads(r.work.Set, &r.work.Session.Setup)
	if at := slices.IndexFunc(r.spreads, func(s assessment.Spread) bool { return s.Question.ID == here }); at >= 0 {
		r.list.at = at
	}
	r.list.has(len(r.spreads))
}

// here is the question under the cursor, or "".
func (r *revealScreen) here() string {
	if r.list.at < len(r.spreads) {
		return r.spreads[r.list.at].Question.ID
	}
	return ""
}

func (r *revealScreen) off() []offKey { return revealOff(&r.view, r.here()) }

func (r *revealScreen) Init() tea.Cmd { return nil }

func (r *revealScreen) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		r.list.take(msg, &pageMoves)
	case tea.KeyPressMsg:
		switch {
		case r.list.take(msg, &pageMoves):
		case key.Matches(msg, keys.enter, keys.choose) && len(r.spreads) > 0:
			return r, goSpread{r.here()}, nil
		case key.Matches(msg, keys.decide) && len(r.spreads) > 0:
			return r, openPage{newDecision(r.work, r.spreads[r.list.at].Question, r.view)}, nil
		case key.Matches(msg, keys.voteAgain) && len(r.spreads) > 0:
			return r, askVoteAgain(&r.view, r.here()), nil
		case key.Matches(msg, keys.reveal) && len(r.spreads) > 0:
			return r, revealAgain(&r.view, r.here()), nil
		case key.Matches(msg, keys.time):
			return r, openPage{newTime()}, nil
		case key.Matches(msg, keys.verdict):
			return r, goSummary{}, nil
		case key.Matches(msg, keys.esc):
			return r, goRoom{}, nil
		}
	}
	return r, nil, nil
}

func (r *revealScreen) capturesText() bool { return false }

func (r *revealScreen) ShortHelp() []key.Binding {
	bindings := append([]key.Binding{described(keys.enter, "who said what")}, nextKeys(&r.view, r.here())...)
	return append(bindings, described(keys.time, "time"), keys.verdict, keys.help, described(keys.esc, "the room"))
}

func (r *revealScreen) groups() []keyGroup {
	return []keyGroup{
		{"The question under the cursor", append([]key.Binding{described(keys.enter, "who said what")}, spreadKeys()...)},
		{"Go", []key.Binding{keys.up, keys.down, keys.pageUp, keys.pageDown, described(keys.verdict, "the summary: where you stand now"), described(keys.esc, "the room")}},
		{"The workshop", []key.Binding{keys.help, keys.quitNow}},
	}
}

// apartWords say how far a room is apart.
func apartWords(words *assessment.Words, s *assessment.Spread) string {
	switch {
	case s.Decision != nil:
		return "Decided: " + words.Level(s.Decision.Level)
	case len(s.Votes) == 1:
		return "One vote: " + words.Level(s.Votes[0].Vote.Level)
	case s.Agreed():
		return "All say: " + words.Level(s.Votes[0].Vote.Level)
	}
	first, last := s.Votes[0].Vote.Level, s.Votes[len(s.Votes)-1].Vote.Level
	return fmt.Sprintf("From “%s” to “%s”", words.Level(first), words.Level(last))
}

func (r *revealScreen) View(st *styles, room size) body {
	apart := 0
	for i := range r.spreads {
		if !r.spreads[i].Agreed() && r.spreads[i].Decision == nil {
			apart++
		}
	}
	b := body{header: []string{sides(st.strong.Render("What the room said"), st.dim.Render(fmt.Sprintf("%d to talk about", apart)), room.width)}}
	if len(r.spreads) == 0 {
		b.lines = wrapped(st.dim, "The votes are on their way to the screen.", room.width)
	}
	for i := range r.spreads {
		s := &r.spreads[i]
		pointer, style := r.list.pointer(st, i)
		if i == r.list.at {
			b.focus = len(b.lines)
		}
		at := len(b.lines)
		b.lines = append(b.lines, hang(pointer, style, s.Question.Text, room.width)...)
		counts := map[assessment.Level]int{}
		for _, v := range s.Votes {
			counts[v.Vote.Level]++
		}
		row := "    "
		for level := assessment.No; level <= assessment.NA; level++ {
			if counts[level] > 0 {
				row += st.sign(level) + st.dim.Render(fmt.Sprintf(" %d  ", counts[level]))
			}
		}
		words := apartWords(st.words(), s)
		switch {
		case r.view.Shown.Again(s.Question.ID):
			words = st.accent.Render(fmt.Sprintf("Voting again: %d of %d", r.view.Voted[s.Question.ID], len(r.view.People)))
		case s.Agreed() || s.Decision != nil:
			words = st.dim.Render(words)
		default:
			words = st.warn.Render(words)
		}
		b.lines = append(b.lines, row+words)
		b.clickable(at, func() action { return goSpread{s.Question.ID} })
		if i == r.list.at {
			b.focusEnd = len(b.lines) - 1
		}
	}
	return b
}
