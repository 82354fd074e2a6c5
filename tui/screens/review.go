package screens

import (
	"fmt"
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
)

// reviewScreen shows what is open before the verdict: unanswered, not sure, gaps that
// block, contradictions.
type reviewScreen struct {
	work   *work
	rows   []reviewRow
	cursor int
}

// reviewRow is one thing to look at. It opens its question or, where setup is true, what
// was said at the start.
type reviewRow struct {
	group, question, text string
	level                 assessment.Level
	setup, alert          bool
}

// opens is what the row leads to, or nil.
func (r reviewRow) opens() action {
	switch {
	case r.question != "":
		return openQuestion{r.question}
	case r.setup:
		return goSetup{}
	}
	return nil
}

func newReview(w *work) screen {
	r := &reviewScreen{work: w}
	r.collect()
	return r
}

func (r *reviewScreen) collect() {
	r.rows = nil
	group := func(title string, fits func(*assessment.Question, assessment.Answer) bool) {
		for p := range r.work.flow.Len() {
			q := r.work.flow.At(p)
			answer := r.work.session.Answers[q.ID]
			if fits(q, answer) {
				r.rows = append(r.rows, reviewRow{group: title, question: q.ID, text: q.Text, level: answer.Level})
			}
		}
	}
	now := r.work.now()
	group("Look again: seen over half a year ago, or past its date", func(_ *assessment.Question, a assessment.Answer) bool {
		look := a.LookAgain(now)
		return look.Old || look.Overdue
	})
	group("Not answered yet", func(_ *assessment.Question, a assessment.Answer) bool { return a.Level == assessment.Unanswered })
	group(capital(r.work.set.Words.Level(assessment.Unsure)), func(_ *assessment.Question, a assessment.Answer) bool { return a.Level == assessment.Unsure })
	for _, alert := range r.work.summary.Alerts {
		row := reviewRow{group: "Look at this", text: alert.Text, alert: true, setup: len(alert.Setup) > 0}
		if len(alert.Questions) > 0 {
			row.question = alert.Questions[0]
		}
		r.rows = append(r.rows, row)
	}
	group("Gaps", func(q *assessment.Question, a assessment.Answer) bool {
		return q.Weight == assessment.Must && (a.Level == assessment.No || a.Level == assessment.Partly)
	})
	for _, held := range r.work.summary.Held {
		if held.Kind == assessment.HeldGuesses {
			group("Guesses: seen with your own eyes, they would carry more", func(q *assessment.Question, _ assessment.Answer) bool {
				return slices.Contains(held.Questions, q.ID)
			})
		}
	}
	r.cursor = max(0, min(r.cursor, len(r.rows)-1))
}

func (r *reviewScreen) Init() tea.Cmd { return nil }

func (r *reviewScreen) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	switch msg := msg.(type) {
	case workChanged:
		r.collect()
	case tea.MouseWheelMsg:
		r.move(wheel(msg))
	case tea.KeyPressMsg:
		switch {
		case key.Matches(msg, keys.finish):
			return r, goSummary{}, nil
		case key.Matches(msg, keys.enter):
			if len(r.rows) == 0 {
				return r, goSummary{}, nil
			}
			return r, r.rows[r.cursor].opens(), nil
		case key.Matches(msg, keys.back, keys.questions):
			return r, openQuestion{r.work.position}, nil
		case key.Matches(msg, keys.about):
			return r, goSetup{}, nil
		case key.Matches(msg, keys.jump):
			return r, goJump{}, nil
		case key.Matches(msg, keys.home):
			return r, goHome{}, nil
		case key.Matches(msg, keys.up):
			r.move(-1)
		case key.Matches(msg, keys.down):
			r.move(1)
		case key.Matches(msg, keys.pageUp):
			r.move(-10)
		case key.Matches(msg, keys.pageDown):
			r.move(10)
		}
	}
	return r, nil, nil
}

func (r *reviewScreen) move(by int) { r.cursor = max(0, min(r.cursor+by, len(r.rows)-1)) }

func (r *reviewScreen) capturesText() bool { return false }

func (r *reviewScreen) ShortHelp() []key.Binding {
	return []key.Binding{
		keys.finish, described(keys.enter, "go to it"),
		described(keys.back, "questions"), keys.help, r.work.home("home"),
	}
}

func (r *reviewScreen) groups() []keyGroup {
	return []keyGroup{
		{"Go", []key.Binding{
			described(keys.enter, "to the question under the cursor"), described(keys.finish, "finish, and see where you stand"),
			described(keys.back, "the questions"), described(keys.jump, "jump to any question"),
			described(keys.about, "what you said about this use"), r.work.home("all sessions"),
		}},
		{"Moving", []key.Binding{keys.up, keys.down, keys.pageUp, keys.pageDown}},
		{"The program", []key.Binding{keys.help, keys.quitNow}},
	}
}

func (r *reviewScreen) off() []offKey {
	if len(r.rows) > 0 && r.rows[r.cursor].opens() == nil {
		return []offKey{{keys.enter, "This is about several answers together. g shows all questions."}}
	}
	return nil
}

func (r *reviewScreen) View(st *styles, room size) body {
	answered, total := r.work.flow.Progress()
	title := "Before you see where you stand"
	if room.width < 60 {
		title = "Before you finish"
	}
	b := body{header: []string{sides(st.strong.Render(title), st.dim.Render(fmt.Sprintf("%d of %d answered", answered, total)), room.width)}}
	b.status = r.work.status()
	if len(r.rows) == 0 {
		b.lines = append([]string{""}, wrapped(st.text, "Nothing is open, and nothing contradicts. Press f to see where you stand.", room.width)...)
		return b
	}
	group := ""
	for i, row := range r.rows {
		if row.group != group {
			group = row.group
			if i > 0 {
				b.lines = append(b.lines, "")
			}
			b.lines = append(b.lines, st.accent.Render(group))
		}
		pointer, style := "  ", st.text
		if i == r.cursor {
			pointer, style = st.accent.Render(cursorMark), st.chosen
		}
		lead := pointer + st.sign(row.level) + " "
		if row.alert {
			lead = pointer + st.warn.Render("!") + " "
		}
		at := len(b.lines)
		b.lines = append(b.lines, hang(lead, style, row.text, room.width)...)
		if row.opens() != nil {
			b.clickable(at, row.opens)
		}
		if i == r.cursor {
			b.focus, b.focusEnd = max(0, at-1), len(b.lines)-1
		}
	}
	return b
}
