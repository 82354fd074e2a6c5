package screens

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"readycheck/assessment"
	"readycheck/assessment/report"
	"readycheck/tui/interview"
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
		return openPage{&readScreen{title: "Why", draw: s.work.why}}
	case key.Matches(msg, keys.owner):
		if s.tab != planTab {
			s.open(planTab)
			return notice{"Choose a step with the arrows, then press o."}
		}
		step := s.work.Summary.Steps[s.step]
		return openPage{newOwnerForm(s.work.Session.ID, step.Question, s.work.Session.Answers[step.Question])}
	case key.Matches(msg, keys.enter):
		if s.onSteps() {
			step := s.work.Summary.Steps[s.step]
			return openPage{&readScreen{title: step.Title, draw: func(st *styles, width int) []string { return s.work.stepDetail(st, step, width) }}}
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

// firstShown is how many steps stand on the first screen, so that all of it fits 80×24.
const firstShown = 3

// overview is the summary in the order of a talk: what is so and what holds it back, what
// to do first, where each side stands, and then the rest.
func (s *summaryScreen) overview(st *styles, width int) []string {
	w, sum := s.work, &s.work.Summary
	lines := wrapped(st.strong, sum.Sentence, width)
	for _, held := range sum.Held {
		lines = append(lines, wrapped(st.text, held.Text, width)...)
	}
	if sum.AheadOfSafeguards && sum.AheadText != "" {
		lines = append(lines, wrapped(st.warn, sum.AheadText, width)...)
	}
	if sum.Provisional && len(sum.Held) == 0 {
		lines = append(lines, wrapped(st.warn, sum.ProvisionalText, width)...)
	}
	lines = append(lines, "")
	if n := min(firstShown, len(sum.Steps)); n > 0 {
		title := st.accent.Render(report.StepsTitle(sum))
		if then := sum.Steps[0].Blocks; then != nil {
			title = sides(title, st.dim.Render(w.Set.Then(*then)), min(width, longestLine+6))
		}
		lines = append(lines, title)
		for i := range n {
			lines = append(lines, w.stepLine(st, i, false, width)...)
		}
		if more := len(sum.Steps) - n; more > 0 {
			lines = append(lines, st.dim.Render(fmt.Sprintf("    and %d more under Next steps (2)", more)))
		}
	}
	for _, lens := range []assessment.Lens{assessment.Integration, assessment.Deployment} {
		lines = append(lines, s.lensLine(st, lens, width))
	}
	lines = append(lines, "")
	lines = append(lines, wrapped(st.text, sum.PatternText, width)...)
	if open := sum.Progress.Total - sum.Progress.Answered; open > 0 && sum.Progress.Answered > 0 {
		lines = append(lines, wrapped(st.dim, assessment.Counted(open, "question is", "questions are")+" still open, so this may change.", width)...)
	}
	lines = append(lines, "")
	lines = append(lines, s.bothLenses(st, width)...)
	lines = append(lines, "")
	list := func(title string, texts []string, lead string) {
		if len(texts) == 0 {
			return
		}
		lines = append(lines, st.accent.Render(title))
		for _, text := range texts {
			lines = append(lines, hang(lead, st.text, text, width)...)
		}
		lines = append(lines, "")
	}
	list("You may now", sum.May, "  + ")
	list("Not yet", sum.NotYet, "  – ")
	var alerts []string
	for _, a := range sum.Alerts {
		alerts = append(alerts, a.Text)
	}
	list("These do not fit together", alerts, "  "+st.warn.Render("!")+" ")
	list("In good shape", w.itemTitles(assessment.InPlace), "  "+st.sign(assessment.InPlace)+" ")
	list("We could not tell", append(w.itemTitles(assessment.Unsure), w.itemTitles(assessment.Unanswered)...), "  "+st.sign(assessment.Unsure)+" ")
	list("You said this does not apply", w.notApplying(), "  "+st.sign(assessment.NA)+" ")
	if w.Session.Setup.Depth == assessment.Quick && sum.Progress.Answered > 0 {
		lines = append(lines, wrapped(st.dim, "This was the quick check. Press a to go on with the full one; nothing is asked twice.", width)...)
		lines = append(lines, "")
	}
	return append(lines, wrapped(st.dim, sum.Limits, width)...)
}

// lensLine is one side in a line: its stage, how much is in place, and what is not.
func (s *summaryScreen) lensLine(st *styles, lens assessment.Lens, width int) string {
	of := s.work.Summary.Lenses.Of(lens)
	line := st.strong.Render(column(s.work.Set.Words.LensShort[lens], 12)) + " " + st.chosen.Render(column(s.work.stageText(of.Stage), 18)) + " " +
		st.sign(assessment.InPlace) + fmt.Sprintf(" %d %s", of.Counts.InPlace, st.words().Level(assessment.InPlace))
	for _, level := range []assessment.Level{assessment.No, assessment.Unsure, assessment.Unanswered, assessment.Partly} {
		for i, item := range s.work.Summary.Items {
			if item.Lens == lens && item.Status == level {
				line += "  " + st.sign(level) + " " + s.work.Set.Items[i].Short
			}
		}
	}
	return cut(line, width)
}

// bothLenses draws the two lenses side by side, or one below the other where it is narrow.
// They are never one number.
func (s *summaryScreen) bothLenses(st *styles, width int) []string {
	left, right := s.lens(st, assessment.Integration), s.lens(st, assessment.Deployment)
	if width < 70 {
		return append(append(left, ""), right...)
	}
	half := min(width, longestLine) / 2
	var lines []string
	for i := range left {
		lines = append(lines, column(left[i], half)+right[i])
	}
	return lines
}

func (s *summaryScreen) lens(st *styles, lens assessment.Lens) []string {
	row := "  "
	for _, item := range s.work.Summary.Items {
		if item.Lens == lens {
			row += st.sign(item.Status) + " "
		}
	}
	of := s.work.Summary.Lenses.Of(lens)
	return []string{
		"  " + st.strong.Render(s.work.Set.Words.Lens(lens)), row,
		"  " + st.dim.Render(s.work.Set.Words.Counts(of.Counts)),
		"  ready for: " + st.chosen.Render(s.work.stageText(of.Stage)),
	}
}

// stageText names a stage a lens is ready for.
func (w *work) stageText(stage assessment.Stage) string {
	if stage == assessment.StageNone {
		return "nothing yet"
	}
	return w.Set.StageName(stage)
}

func (w *work) itemTitles(status assessment.Level) []string {
	var titles []string
	for _, item := range w.Summary.Items {
		if item.Status == status {
			titles = append(titles, item.Title)
		}
	}
	return titles
}

func (w *work) notApplying() []string {
	var texts []string
	for p := range w.Flow.Len() {
		q := w.Flow.At(p)
		if a := w.Session.Answers[q.ID]; a.Level == assessment.NA {
			texts = append(texts, q.Text+" "+clean(a.Reason))
		}
	}
	return texts
}

// stepLines is one step: what, who and how long, and what it is for.
func (w *work) stepLines(st *styles, at int, here bool, width int) []string {
	lines := w.stepLine(st, at, here, width)
	if step := w.Summary.Steps[at]; step.Blocks != nil {
		lines = append(lines, st.dim.Render("      "+w.Set.Then(*step.Blocks)))
	}
	return lines
}

// stepLine is what, who and how long; one line where there is room.
func (w *work) stepLine(st *styles, at int, here bool, width int) []string {
	step := w.Summary.Steps[at]
	pointer, style := "  ", st.text
	if here {
		pointer, style = st.accent.Render(cursorMark), st.chosen
	}
	right := stepRight(step)
	lead := pointer + fmt.Sprintf("%2d  ", at+1)
	var lines []string
	if width >= 70 {
		room := min(width, longestLine+6)
		lines = append(lines, sides(lead+style.Render(step.Title), st.dim.Render(right), room))
	} else {
		lines = append(hang(lead, style, step.Title, width), "      "+st.dim.Render(cut(right, width-6)))
	}
	return lines
}

func stepRight(step assessment.Step) string {
	parts := []string{step.Effort.Words()}
	switch step.Kind {
	case assessment.FindOut:
		parts[0] = "ask: message ready"
	case assessment.Confirm:
		parts[0] = "look for yourself"
	}
	if step.Owner != "" {
		parts = append(parts, clean(step.Owner))
	} else {
		parts = append(parts, "nobody yet")
	}
	if due := interview.Due(step.Due); due != "" {
		parts = append(parts, "by "+due)
	}
	return strings.Join(parts, " · ")
}
