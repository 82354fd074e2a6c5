package screens

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// summaryScreen is the verdict with its reasons, on a few pages.
type summaryScreen struct {
	work *work
	tabs tabs
	text scroll
	// list are the steps of the plan, focusLine is the line that the one under the cursor
	// starts at.
	list      list
	focusLine int
	// turned is true when another page than the first was looked at.
	turned bool
}

// summaryPages are the pages of every summary.
var summaryPages = []summaryPage{
	{"Summary", (*summaryScreen).overview},
	{"Next steps", (*summaryScreen).plan},
	{"By section", (*summaryScreen).bySection},
	{"Checklists", (*summaryScreen).checklists},
	{"Stages", (*summaryScreen).stages},
}

// summaryPage is one page of the summary.
type summaryPage struct {
	title string
	draw  func(*summaryScreen, *styles, int) []string
}

// planTab is the page of the steps.
const planTab = 1

func newSummary(w *work) screen {
	return &summaryScreen{work: w, tabs: tabs{numbered: true}, list: list{rows: len(w.Summary.Steps)}}
}

func (s *summaryScreen) place() (name string, about *work) { return "summary", s.work }

func (s *summaryScreen) Init() tea.Cmd { return nil }

func (s *summaryScreen) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return s, s.key(msg), nil
	case tea.MouseWheelMsg:
		s.move(msg)
	case workChanged:
		s.list.has(len(s.work.Summary.Steps))
	}
	return s, nil, nil
}

func (s *summaryScreen) onSteps() bool { return s.tabs.at == planTab && s.list.rows > 0 }

// pages are the tabs that there is something on: the team's only after a workshop, changes
// only where there is an earlier session.
func (s *summaryScreen) pages() []summaryPage {
	pages := slices.Clip(summaryPages)
	if team := s.work.Session.Team; team != nil && len(team.Seats) > 0 {
		pages = append(pages, summaryPage{"Team", (*summaryScreen).team})
	}
	if s.work.Earlier != nil {
		pages = append(pages, summaryPage{"Changes", (*summaryScreen).changed})
	}
	return pages
}

// opened begins a page at its top.
func (s *summaryScreen) opened() { s.text.from, s.list.at, s.turned = 0, 0, true }

// move takes a key or the wheel, and reports whether the page moves by it.
func (s *summaryScreen) move(msg tea.Msg) bool {
	if s.onSteps() {
		return s.list.take(msg, &reportMoves)
	}
	return s.text.take(msg, &reportMoves)
}

func (s *summaryScreen) key(msg tea.KeyPressMsg) action {
	s.tabs.has(len(s.pages()))
	switch {
	case s.tabs.take(msg):
		s.opened()
	case s.move(msg):
	case key.Matches(msg, keys.why):
		return openPage{readBlocks("Why", s.work.report().Why())}
	case key.Matches(msg, keys.owner):
		if s.tabs.at != planTab {
			s.tabs.at = planTab
			s.opened()
			return notice{"Choose a step with the arrows, then press o."}
		}
		step := s.work.Summary.Steps[s.list.at]
		return openPage{newOwnerForm(s.work, step.Question, s.work.Session.Answers[step.Question])}
	case key.Matches(msg, keys.enter):
		if s.onSteps() {
			step := s.work.Summary.Steps[s.list.at]
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
		return goBack{}
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
	pages := s.pages()
	titles := make([]string, len(pages))
	for i := range pages {
		titles[i] = pages[i].title
	}
	s.tabs.has(len(pages))
	b := body{lines: pages[s.tabs.at].draw(s, st, room.width), scrolls: true}
	s.tabs.draw(&b, st, titles, room.width < 60, s.opened)
	s.text.fit(len(b.lines), room.height-len(b.header)-1)
	if s.onSteps() {
		// Steps take two lines each; keep the one under the cursor in sight.
		b.scrolls = false
		b.focus, b.focusEnd = s.focusLine, s.focusLine+2
	}
	b.scroll = s.text.from
	b.status = s.work.status()
	if s.text.more() && !s.onSteps() {
		b.status = strings.TrimSpace(b.status + "   ↓ more")
	}
	return b
}
