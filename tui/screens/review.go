package screens

import (
	"fmt"
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"readycheck/tui/interview"
)

// reviewScreen shows what is open before the verdict: unanswered, not sure, gaps that
// block, contradictions.
type reviewScreen struct {
	work *work
	rows []interview.Open
	list list
}

// opens is what a row leads to: its question and from there on to the next thing open, what was
// said at the start, or the list of all questions.
func (r *reviewScreen) opens(row int) action {
	r.list.at = row
	o := r.rows[row]
	switch round := newRound(r.rows, row); {
	case round != nil && o.Alert && o.Setup:
		return both{lookAt{round}, notice{"What you said at the start may settle it as well: a shows that."}}
	case round != nil:
		return lookAt{round}
	case o.Setup:
		return goAbout{r.field(o)}
	}
	return goJump{}
}

// field is the one at the start that a contradiction is about.
func (r *reviewScreen) field(o interview.Open) string {
	for _, alert := range r.work.Summary.Alerts {
		if alert.Text == o.Text && len(alert.Setup) > 0 {
			return alert.Setup[0]
		}
	}
	return ""
}

func newReview(w *work) screen {
	r := &reviewScreen{work: w}
	r.read()
	return r
}

// read takes in what is open now.
func (r *reviewScreen) read() {
	before := r.rows
	r.rows = r.work.Review()
	if at := r.list.at; at < len(before) {
		// The cursor stays on its thing, or where that was.
		is := func(o interview.Open) bool { return o.Group == before[at].Group && o.Text == before[at].Text }
		if now := slices.IndexFunc(r.rows, is); now >= 0 {
			r.list.at = now
		}
	}
	r.list.has(len(r.rows))
}

const reviewPlace = "review"

func (r *reviewScreen) place() (name string, about *work) { return reviewPlace, r.work }

func (r *reviewScreen) Init() tea.Cmd { return nil }

func (r *reviewScreen) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	switch msg := msg.(type) {
	case workChanged:
		r.read()
	case tea.MouseWheelMsg:
		r.list.take(msg, &pageMoves)
	case tea.KeyPressMsg:
		switch {
		case r.list.take(msg, &pageMoves):
		case key.Matches(msg, keys.finish):
			return r, goSummary{}, nil
		case key.Matches(msg, keys.enter):
			if len(r.rows) == 0 {
				return r, goSummary{}, nil
			}
			return r, r.opens(r.list.at), nil
		case key.Matches(msg, keys.back, keys.questions):
			if r.work.from == questionPlace {
				return r, goBack{}, nil
			}
			return r, openQuestion{r.work.Position}, nil
		case key.Matches(msg, keys.about):
			return r, goSetup{}, nil
		case key.Matches(msg, keys.jump):
			return r, goJump{}, nil
		case key.Matches(msg, keys.home):
			return r, goBack{}, nil
		}
	}
	return r, nil, nil
}

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
		{"Moving", pageMoves.named()},
		{"The program", []key.Binding{keys.help, keys.quitNow}},
	}
}

func (r *reviewScreen) View(st *styles, room size) body {
	answered, total := r.work.Flow.Progress()
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
		if row.Group != group {
			group = row.Group
			if i > 0 {
				b.lines = append(b.lines, "")
			}
			b.lines = append(b.lines, st.accent.Render(group))
		}
		pointer, style := r.list.pointer(st, i)
		lead := pointer + st.sign(row.Level) + " "
		if row.Alert {
			lead = pointer + st.warn.Render("!") + " "
		}
		at := len(b.lines)
		b.lines = append(b.lines, hang(lead, style, row.Text, room.width)...)
		b.clickable(at, func() action { return r.opens(i) })
		if i == r.list.at {
			b.focus, b.focusEnd = max(0, at-1), len(b.lines)-1
		}
	}
	return b
}
