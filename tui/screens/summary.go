package screens

import (
	"fmt"
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// summaryScreen is the verdict with its reasons, on a few pages.
type summaryScreen struct {
	work *work
	tabs tabs
	text scroll
	// list are the steps of the plan; the one under the cursor starts at focusLine and takes
	// focusLines.
	list                  list
	focusLine, focusLines int
	// turned is true when another page than the first was looked at.
	turned bool
}

// summaryPages are the pages of every summary.
var summaryPages = []summaryPage{
	{"Summary", (*summaryScreen).overview},
	{"Plan", (*summaryScreen).plan},
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

func newSummary(w *work) screen { return openSummary(w, 0) }

// newPlan is the summary open at its plan.
func newPlan(w *work) screen { return openSummary(w, planTab) }

func openSummary(w *work, tab int) *summaryScreen {
	return &summaryScreen{work: w, tabs: tabs{at: tab, numbered: true}, turned: tab != 0, list: list{rows: len(w.Summary.Steps)}}
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
	if s.work.Earlier != nil {
		pages = append(pages, summaryPage{"Changes", (*summaryScreen).changed})
	}
	if team := s.work.Session.Team; team != nil && len(team.Seats) > 0 {
		pages = append(pages, summaryPage{"Team", (*summaryScreen).team})
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
	if s.tabs.take(msg) {
		s.opened()
		return nil
	}
	if a, mine := s.stepKey(msg); mine {
		return a
	}
	switch {
	case s.move(msg):
	case key.Matches(msg, keys.why):
		return openPage{newWhy(s.work)}
	case key.Matches(msg, keys.papers):
		return goPapers{}
	case key.Matches(msg, tallyKeys.open):
		return openTally{}
	case key.Matches(msg, keys.enter), key.Matches(msg, keys.owner) && s.tabs.at != planTab:
		s.tabs.at = planTab
		s.opened()
		if key.Matches(msg, keys.owner) {
			return notice{"Choose a step with the arrows, then press o."}
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
	if s.onSteps() {
		return []key.Binding{
			stepKeys.done, stepKeys.doing, stepKeys.how, stepKeys.owner, stepKeys.copy, stepKeys.letters, stepKeys.open,
			described(keys.why, "what if"), keys.papers, keys.help, s.work.home("home"),
		}
	}
	return []key.Binding{described(keys.enter, "plan"), described(keys.why, "why and what if"), keys.papers, keys.export, keys.questions, keys.tab, keys.help, s.work.home("home")}
}

func (s *summaryScreen) groups() []keyGroup {
	return []keyGroup{
		{"A step of the plan", []key.Binding{
			described(stepKeys.done, "it is done: say what is so now"), described(stepKeys.doing, "somebody is at it (doing); again: it waits; again: open"),
			described(stepKeys.how, "how to do it"), described(stepKeys.owner, "who sees to it, and by when"), described(stepKeys.copy, "copy its message, ready to send"),
			described(stepKeys.letters, "a mail for each person, with all their steps"), described(stepKeys.open, "its question"),
		}},
		{"Everywhere here", []key.Binding{
			described(keys.why, "why you stand there, and what would change it"), described(keys.papers, "the papers that the steps ask for"),
			described(keys.export, "write a report or the answers to a file"), described(keys.copy, "copy the summary as text"),
			described(tallyKeys.open, "a room on paper: several people vote, and you type their sheets"),
		}},
		{"Pages", []key.Binding{
			keys.tab, keys.shiftTab, bind(fmt.Sprintf("1–%d", len(s.pages())), "a page", keys.pick.Keys()...),
			keys.up, keys.down, keys.pageUp, keys.pageDown,
		}},
		{"Go", []key.Binding{
			described(keys.questions, "the questions"), described(keys.review, "what is open"),
			described(keys.about, "what you said about this use"), s.work.home("all sessions"),
		}},
		{"The program", []key.Binding{keys.help, keys.quitNow}},
	}
}

func (s *summaryScreen) off() []offKey {
	if s.onSteps() {
		return nil
	}
	why := "Open the plan with 2, and choose a step there."
	if len(s.work.Summary.Steps) == 0 {
		why = "There is no step to do."
	}
	off := []offKey{{stepKeys.done, why}, {stepKeys.doing, why}, {stepKeys.letters, why}}
	if s.tabs.at == planTab {
		off = append(off, offKey{keys.owner, "There is no step to give to anyone."}, offKey{keys.enter, why})
	}
	return off
}

// hint goes when the pages have been turned.
func (s *summaryScreen) hint() string {
	if s.turned {
		return ""
	}
	return "enter shows the plan, tab the other pages."
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
		b.scrolls = false
		b.focus, b.focusEnd = s.focusLine, s.focusLine+s.focusLines-1
	}
	b.scroll = s.text.from
	b.status = s.work.status()
	return b
}
