package screens

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"

	"readycheck/assessment"
	"readycheck/assessment/report"
	"readycheck/tui/interview"
)

// practiceScreen is all clients, each with where it stands on every line of the checklists, as a
// table of signs. Its cursor is on a client, and on a line or on the client's name.
type practiceScreen struct {
	o *Options
	interview.Clients
	list list
	// line is the line under the cursor, by its place among the set's items, or onName.
	line      int
	filter    textinput.Model
	filtering bool
	// wrong is what is wrong in the filter as it is typed.
	wrong string
	// loaded is true once the clients were read, problem is why they could not be.
	loaded  bool
	problem string
	// looking is true while some of the sessions are worked out that need it. done are how many
	// were, of a number that was found when the clients were read.
	looking    bool
	done, toDo int
}

// onName is where the cursor is that is on no line.
const onName = -1

// practiceKeys are the keys of a practice.
var practiceKeys = struct{ open, lines, right, left, tags, letters, benchmark key.Binding }{
	open:  bind("p", "practice", "p"),
	lines: bind("← →", "lines", "left", "right"),
	right: bind("→", "the next line", "right", "l"), left: bind("←", "the line before", "left", "h"),
	tags: bind("t", "tags, next visit", "t"), letters: bind("w", "letters", "w"), benchmark: bind("b", "benchmark", "b"),
}

// The actions of a practice.
type (
	// goPractice opens it, goLack those who lack a line of it.
	goPractice struct{}
	goLack     struct{ line int }
	// saveLabels keeps the tags and the next visit of a session.
	saveLabels assessment.LabelsChange
	// writeLetters writes letters to clients.
	writeLetters interview.LetterOrder
)

func newPractice(o *Options) *practiceScreen {
	return &practiceScreen{o: o, line: onName, filter: newFilterField()}
}

func (p *practiceScreen) place() (name string, about *work) { return "practice", nil }

// Init reads the clients, also when one comes back to them: what was done meanwhile is there.
func (p *practiceScreen) Init() tea.Cmd { return readPractice(&p.o.Options) }

// reads reports whether keys wait until the clients were read for the first time.
func (p *practiceScreen) reads(shown screen) bool {
	return p != nil && !p.loaded && shown == screen(p)
}

// take takes in the clients as they were read.
func (p *practiceScreen) take(msg practiceRead) {
	p.loaded, p.problem = true, ""
	if msg.err != nil {
		p.problem = assessment.Sentence(msg.err)
		return
	}
	p.keep(func() { p.Take(msg.set, msg.rows, p.o.Now) })
	p.done, p.toDo = 0, len(p.ToWorkOut())
}

// under is the client under the cursor, or nil.
func (p *practiceScreen) under() *assessment.PracticeRow {
	if p.list.at >= 0 && p.list.at < len(p.Shown) {
		return &p.Shown[p.list.at]
	}
	return nil
}

// keep leaves the cursor on the client that it is on, whatever a change does to the rows.
func (p *practiceScreen) keep(change func()) {
	id := ""
	if row := p.under(); row != nil {
		id = row.ID
	}
	change()
	p.list.onClient(p.Shown, id)
}

// onClient puts a cursor on a client, or on the first where that is not there.
func (l *list) onClient(rows []assessment.PracticeRow, id string) {
	l.at = 0
	l.has(len(rows))
	for i := range rows {
		if rows[i].ID == id {
			l.at = i
		}
	}
}

func (p *practiceScreen) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if p.filtering {
			return p, nil, p.filterKey(msg)
		}
		return p, p.key(msg), nil
	case tea.MouseWheelMsg:
		p.list.take(msg, &allMoves)
	case tea.PasteMsg:
		if p.filtering {
			return p, nil, p.filterKey(msg)
		}
	}
	return p, nil, nil
}

func (p *practiceScreen) filterKey(msg tea.Msg) tea.Cmd {
	if p.list.take(msg, &fieldMoves) {
		return nil
	}
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch {
		case key.Matches(k, keys.esc):
			p.showAll()
			return nil
		case key.Matches(k, keys.enter) && p.wrong != "":
			return nil // the sentence stays
		case key.Matches(k, keys.enter):
			p.filtering = false
			p.filter.Blur()
			return nil
		}
	}
	before := p.filter.Value()
	var cmd tea.Cmd
	p.filter, cmd = p.filter.Update(msg)
	if p.filter.Value() != before {
		p.narrow()
	}
	return cmd
}

// narrow filters by what is typed. A filter for one line takes the cursor to it.
func (p *practiceScreen) narrow() {
	p.wrong = p.FilterTyped(p.filter.Value())
	p.list = list{rows: len(p.Shown)}
	if gaps := p.Gaps(); p.wrong == "" && len(gaps) == 1 {
		p.line = gaps[0]
	}
}

// showAll takes the filter away.
func (p *practiceScreen) showAll() {
	p.filtering = false
	p.filter.Blur()
	p.filter.SetValue("")
	p.keep(func() { p.wrong = p.Filter("") })
}

func (p *practiceScreen) key(msg tea.KeyPressMsg) action {
	if p.list.take(msg, &allMoves) {
		return nil
	}
	switch {
	case p.problem != "" && key.Matches(msg, keys.enter):
		return goPractice{}
	case key.Matches(msg, keys.esc) && p.filter.Value() != "":
		p.showAll()
	case key.Matches(msg, keys.esc):
		return goBack{}
	case p.Set == nil:
	case key.Matches(msg, practiceKeys.right):
		p.line = min(p.line+1, len(p.Set.Items)-1)
	case key.Matches(msg, practiceKeys.left):
		p.line = max(p.line-1, onName)
	case key.Matches(msg, keys.filter):
		p.filtering = true
		p.filter.Focus()
	case key.Matches(msg, keys.sort):
		p.keep(p.Sort)
	case key.Matches(msg, practiceKeys.benchmark) && p.under() != nil:
		return p.besideOthers(p.under())
	case key.Matches(msg, keys.enter) && p.line != onName && len(p.Shown) > 0:
		if p.Counts[p.line].Lack == 0 {
			return notice{"Nobody of those shown lacks this line. ← goes to the name, and enter opens the client there."}
		}
		return goLack{p.line}
	default:
		return p.onClient(msg, p.under())
	}
	return nil
}

// onClient handles the keys that are about one client.
func (p *practiceScreen) onClient(msg tea.KeyPressMsg, row *assessment.PracticeRow) action {
	switch {
	case row == nil:
	case key.Matches(msg, keys.enter):
		return p.opens(row)
	case key.Matches(msg, practiceKeys.tags):
		return openPage{newLabels(row, p.o.Now())}
	case key.Matches(msg, keys.recheck):
		return askRecheck(row.ID, row.Business)
	}
	return nil
}

// opens opens a client: at the walk where something has come due.
func (p *practiceScreen) opens(row *assessment.PracticeRow) action {
	if p.OpensWalk(row) {
		return openDue{row.ID}
	}
	return openSession{row.ID}
}

// besideOthers is the benchmark of one client, or why there is none.
func (p *practiceScreen) besideOthers(row *assessment.PracticeRow) action {
	lines, problem := report.BenchmarkOf(p.Set, p.Shown, row.ID)
	if problem != "" {
		return notice{problem}
	}
	return openPage{&readScreen{title: clean(row.Business) + " beside the others", draw: func(st *styles, width int) []string {
		return append([]string{""}, textLines(st, lines(min(width, longestLine)))...)
	}}}
}

func textLines(st *styles, lines []string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = st.text.Render(line)
	}
	return out
}

func (p *practiceScreen) capturesText() bool { return p.filtering }

func (p *practiceScreen) ShortHelp() []key.Binding {
	switch {
	case p.filtering:
		return []key.Binding{described(keys.enter, "keep the filter"), described(keys.esc, "show all")}
	case p.problem != "":
		return []key.Binding{described(keys.enter, "try again"), keys.help, keys.home}
	}
	back := keys.home
	if p.filter.Value() != "" {
		back = described(keys.esc, "show all")
	}
	enter := described(keys.enter, "who lacks it")
	if p.line == onName {
		enter = keys.enter
	}
	return []key.Binding{enter, practiceKeys.lines, keys.filter, keys.sort, practiceKeys.tags, keys.recheck, practiceKeys.benchmark, keys.help, back}
}

func (p *practiceScreen) groups() []keyGroup {
	return []keyGroup{
		{"The cursor", []key.Binding{
			described(keys.enter, "on a name: open the client. On a line: who lacks it, and letters to them"),
			practiceKeys.right, practiceKeys.left,
		}},
		{"The client under the cursor", []key.Binding{
			described(practiceKeys.tags, "change its tags and its next visit"), described(keys.recheck, "check again: a new session with the same answers"),
			described(practiceKeys.benchmark, "how it stands beside the others, in counts"),
		}},
		{"All clients", []key.Binding{
			described(keys.filter, "show only some: stage:pilot, overdue, gap:off-switch, tag:retail, and words of a name"),
			described(keys.sort, "sort in another way"),
		}},
		{"Moving", allMoves.named()},
		{"The program", []key.Binding{keys.home, keys.help, keys.quitNow}},
	}
}

func (p *practiceScreen) off() []offKey {
	about := []key.Binding{practiceKeys.tags, keys.recheck, practiceKeys.benchmark}
	switch {
	case p.problem != "":
		return offAll("Your clients could not be read. enter tries again.", append(about, keys.filter, keys.sort)...)
	case p.loaded && len(p.Shown) == 0:
		return offAll("Nothing fits the filter. esc shows all again.", append(about, keys.enter)...)
	}
	return nil
}

func (p *practiceScreen) purpose() string {
	return "All your clients, and where each stands on every line of the checklists. Of a use that was checked again you see the newest session. The numbers below say how many lack a line: it is not in place, or only partly, or nobody is sure."
}

// newLabels asks for the tags and the next visit of a session.
func newLabels(row *assessment.PracticeRow, now time.Time) screen {
	tags, visit := strings.Join(row.Tags.List(), " "), row.Visit
	change := saveLabels{Session: row.ID, Base: row.Revision}
	f := &formScreen{
		title: fmt.Sprintf("Tags and next visit: %s", assessment.Quoted(row.Business)),
		name:  assessment.Form{Session: row.ID, Name: labelsForm},
		form: newForm([]formPage{
			{
				field: func() huh.Field {
					return huh.NewInput().Title("Tags").Description("Short words such as retail, with a space between them, or none.").CharLimit(assessment.MaxUse).Value(&tags)
				},
				check: func() (problem string) {
					change.Labels.Tags, problem = interview.ReadTags(tags)
					return problem
				},
			},
			dayPage("When is your next visit?", &interview.DueEntry{Was: visit, Now: now}, &visit),
		}, 0),
	}
	f.done = func() action {
		// A draft may begin on the second page.
		change.Labels.Tags, _ = interview.ReadTags(tags)
		change.Labels.Visit = visit
		return change
	}
	f.form.fields = []formField{textField("tags", &tags), textField("visit", &visit)}
	return f
}

// newLetterOrder asks where the letters go to those who lack a line.
func newLetterOrder(p *practiceScreen, line int) screen {
	folder := interview.LettersFolder(p.Set, line, p.o.Now())
	lack := p.WhoLack(line)
	f := &formScreen{
		title: fmt.Sprintf("%s: %s", assessment.Counted(len(lack), "letter", "letters"), cmp.Or(p.Set.Items[line].Short, p.Set.Items[line].ID)),
		name:  assessment.Form{Name: lettersForm},
		form:  newForm([]formPage{folderPage(&folder)}, 0),
		done: func() action {
			return writeLetters{Clients: interview.HeadsOf(lack), Lines: []int{line}, Folder: strings.TrimSpace(folder)}
		},
	}
	f.form.fields = []formField{textField("folder", &folder)}
	return f
}
