package screens

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"readycheck/assessment"
)

// summaryScreen is the verdict with its reasons, on a few pages.
type summaryScreen struct {
	work *work
	tab  int
	// from is the first line shown, most the last it can be; both start over on a new tab.
	from, most int
	// step is the step under the cursor of the plan, focusLine the line it starts at.
	step, focusLine int
	// turned is true when another page than the first was looked at.
	turned bool
}

// tabs are the pages of the summary. Summary and Next steps list steps.
var tabs = []tab{
	{"Summary", (*summaryScreen).overview},
	{"Next steps", (*summaryScreen).plan},
	{"By section", (*summaryScreen).bySection},
	{"Checklists", (*summaryScreen).checklists},
	{"Stages", (*summaryScreen).stages},
}

// tab is one page of the summary.
type tab struct {
	title string
	draw  func(*summaryScreen, *styles, int) []string
}

const (
	overviewTab = iota
	planTab
)

func newSummary(w *work) screen { return &summaryScreen{work: w} }

func (s *summaryScreen) Init() tea.Cmd { return nil }

func (s *summaryScreen) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return s, s.key(msg), nil
	case tea.MouseWheelMsg:
		s.scroll(wheel(msg))
	case workChanged:
		s.step = max(0, min(s.step, s.steps()-1))
	}
	return s, nil, nil
}

// steps is how many steps the page lists.
func (s *summaryScreen) steps() int {
	n := len(s.work.Summary.Steps)
	if s.tab == overviewTab {
		return min(n, assessment.SummarySteps)
	}
	return n
}

func (s *summaryScreen) onSteps() bool { return s.tab == planTab && s.steps() > 0 }

// pages are the tabs that there is something on: the team's only after a workshop, changes
// only where there is an earlier session.
func (s *summaryScreen) pages() []tab {
	pages := tabs[:len(tabs):len(tabs)]
	if team := s.work.Session.Team; team != nil && len(team.Seats) > 0 {
		pages = append(pages, tab{"Team", (*summaryScreen).team})
	}
	if s.work.Earlier != nil {
		pages = append(pages, tab{"Changes", (*summaryScreen).changed})
	}
	return pages
}

func (s *summaryScreen) open(tab int) {
	s.tab = (tab + len(s.pages())) % len(s.pages())
	s.from, s.step, s.turned = 0, 0, true
}

func (s *summaryScreen) scroll(by int) { s.from = max(0, min(s.from+by, s.most)) }

func (s *summaryScreen) move(by int) {
	if s.onSteps() {
		s.step = max(0, min(s.step+by, s.steps()-1))
		return
	}
	s.scroll(by)
}

func (s *summaryScreen) key(msg tea.KeyPressMsg) action {
	switch {
	case key.Matches(msg, keys.tab):
		s.open(s.tab + 1)
	case key.Matches(msg, keys.shiftTab):
		s.open(s.tab - 1)
	case key.Matches(msg, keys.pick):
		if tab := int(msg.String()[0] - '1'); tab < len(s.pages()) {
			s.open(tab)
		}
	case key.Matches(msg, keys.up):
		s.move(-1)
	case key.Matches(msg, keys.down):
		s.move(1)
	case key.Matches(msg, keys.pageUp):
		s.move(-10)
	case key.Matches(msg, keys.pageDown, keys.choose):
		s.move(10)
	case key.Matches(msg, keys.top):
		s.move(-1000)
	case key.Matches(msg, keys.bottom):
		s.move(1000)
	case key.Matches(msg, keys.why):
		return openPage{readBlocks("Why", s.work.report().Why())}
	case key.Matches(msg, keys.owner):
		if s.tab != planTab {
			s.open(planTab)
			return notice{"Choose a step with the arrows, then press o."}
		}
		step := s.work.Summary.Steps[s.step]
		return openPage{newOwnerForm(s.work, step.Question, s.work.Session.Answers[step.Question])}
	case key.Matches(msg, keys.enter):
		if s.onSteps() {
			step := s.work.Summary.Steps[s.step]
			return openPage{readBlocks(step.Title, s.work.report().StepDetails(step))}
		}
	case key.Matches(msg, keys.copy):
		return copySummary{}
	case key.Matches(msg, keys.export):
		return openPage{newExport(s.work.Session.ID, s.work.Session.Business)}
	case key.Matches(msg, keys.questions):
		return openQuestion{s.firstOpen()}
	case key.Matches(msg, keys.about):
		return goSetup{}
	case key.Matches(msg, keys.review):
		return goReview{}
	case key.Matches(msg, keys.home):
		return goHome{}
	}
	return nil
}

// firstOpen is where going back to the questions leads: the first open one, or the one
// looked at last.
func (s *summaryScreen) firstOpen() string {
	if at := s.work.Flow.FirstUnanswered(); at >= 0 {
		return s.work.Flow.At(at).ID
	}
	return s.work.Position
}

func (s *summaryScreen) capturesText() bool { return false }

func (s *summaryScreen) ShortHelp() []key.Binding {
	bindings := []key.Binding{keys.why, keys.tab, keys.owner, keys.export, keys.questions, keys.help, s.work.home("home")}
	if s.onSteps() {
		bindings = append([]key.Binding{described(keys.enter, "how to do it")}, bindings...)
	}
	return bindings
}

func (s *summaryScreen) groups() []keyGroup {
	return []keyGroup{
		{"Pages", []key.Binding{
			keys.tab, keys.shiftTab, bind(fmt.Sprintf("1–%d", len(s.pages())), "a page", keys.pick.Keys()...),
			keys.up, keys.down, keys.pageUp, keys.pageDown,
		}},
		{"What is on them", []key.Binding{
			described(keys.why, "why you stand there"), described(keys.enter, "how to do a step"),
			described(keys.owner, "who does a step, and by when"), described(keys.export, "write a report or the answers to a file"),
			keys.copy,
		}},
		{"Go", []key.Binding{
			described(keys.questions, "the questions"), described(keys.review, "what is open"),
			described(keys.about, "what you said about this use"), s.work.home("all sessions"),
		}},
		{"The program", []key.Binding{keys.help, keys.quitNow}},
	}
}

func (s *summaryScreen) off() []offKey {
	var off []offKey
	if len(s.work.Summary.Steps) == 0 {
		off = append(off, offKey{keys.owner, "There is no step to give to anyone."})
	}
	if !s.onSteps() {
		why := "Open Next steps with 2, and choose a step there."
		if len(s.work.Summary.Steps) == 0 {
			why = "There is no step to do."
		}
		off = append(off, offKey{keys.enter, why})
	}
	return off
}

// hint goes when the pages have been turned.
func (s *summaryScreen) hint() string {
	if s.turned {
		return ""
	}
	return "tab turns the page: what to do next, and why."
}

func (s *summaryScreen) View(st *styles, room size) body {
	lines := s.pages()[min(s.tab, len(s.pages())-1)].draw(s, st, room.width)
	b := body{lines: lines, scrolls: true}
	s.tabLine(&b, st, room.width)
	height := max(1, room.height-len(b.header)-1)
	s.most = max(0, len(lines)-height)
	if s.onSteps() {
		// Steps take two lines each; keep the one under the cursor in sight.
		b.scrolls = false
		b.focus, b.focusEnd = s.focusLine, s.focusLine+2
	}
	s.from = min(s.from, s.most)
	b.scroll = s.from
	b.status = s.work.status()
	if s.most > s.from && !s.onSteps() {
		b.status = strings.TrimSpace(b.status + "   ↓ more")
	}
	return b
}

// tabLine names the pages, the open one in brackets so that colour is not needed.
func (s *summaryScreen) tabLine(b *body, st *styles, width int) {
	line := ""
	for i, tab := range s.pages() {
		title := st.dim.Render(tab.title)
		if i == s.tab {
			title = st.chosen.Render("[" + tab.title + "]")
		} else if width < 60 {
			title = st.dim.Render(fmt.Sprint(i + 1))
		}
		if i > 0 {
			line += "   "
		}
		from := lipgloss.Width(line)
		line += title
		b.spots = append(b.spots, spot{header: true, from: from, to: lipgloss.Width(line), click: func() action {
			s.open(i)
			return nil
		}})
	}
	b.header = []string{line}
}
