package screens

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"readycheck/assessment"
	"readycheck/assessment/report"
)

// lackScreen lists the clients of a practice who lack a line, and writes to each of them.
type lackScreen struct {
	practice *practiceScreen
	line     int
	rows     []assessment.PracticeRow
	list     list
}

func newLack(p *practiceScreen, line int) *lackScreen {
	l := &lackScreen{practice: p, line: line}
	l.read()
	if row := p.under(); row != nil {
		l.list.onClient(l.rows, row.ID)
	}
	return l
}

// read takes over who lacks the line now. The cursor stays on its client.
func (l *lackScreen) read() {
	id := ""
	if l.list.at < len(l.rows) {
		id = l.rows[l.list.at].ID
	}
	l.rows = l.practice.WhoLack(l.line)
	l.list.onClient(l.rows, id)
}

func (l *lackScreen) place() (name string, about *work) { return "who lacks it", nil }

func (l *lackScreen) Init() tea.Cmd { return l.practice.Init() }

func (l *lackScreen) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		l.list.take(msg, &allMoves)
	case tea.KeyPressMsg:
		return l, l.key(msg), nil
	}
	return l, nil, nil
}

func (l *lackScreen) key(msg tea.KeyPressMsg) action {
	switch {
	case l.list.take(msg, &allMoves):
		return nil
	case key.Matches(msg, keys.esc):
		return goBack{}
	case len(l.rows) == 0:
		return nil
	case key.Matches(msg, practiceKeys.letters):
		return openPage{newLetterOrder(l.practice, l.line)}
	}
	return l.practice.onClient(msg, &l.rows[l.list.at])
}

func (l *lackScreen) capturesText() bool { return false }

func (l *lackScreen) ShortHelp() []key.Binding {
	return []key.Binding{keys.enter, practiceKeys.letters, practiceKeys.tags, keys.recheck, keys.help, keys.esc}
}

func (l *lackScreen) groups() []keyGroup {
	return []keyGroup{{"Who lacks it", []key.Binding{
		described(keys.enter, "open the client under the cursor"),
		described(practiceKeys.letters, "write a letter to each of them into a folder: why it matters, and what to do"),
		described(practiceKeys.tags, "change its tags and its next visit"), described(keys.recheck, "check again: a new session with the same answers"),
		keys.esc,
	}}, {"Moving", allMoves.named()}}
}

func (l *lackScreen) off() []offKey {
	if len(l.rows) > 0 {
		return nil
	}
	return offAll("Nobody lacks this line any more. esc goes back.", keys.enter, practiceKeys.letters, practiceKeys.tags, keys.recheck)
}

func (l *lackScreen) purpose() string {
	return "The clients of your practice who lack this line: it is not in place there, or only partly, or nobody is sure. w writes a letter to each of them."
}

func (l *lackScreen) View(st *styles, room size) body {
	p := l.practice
	b := body{header: wrapped(st.strong, p.LineSaid(l.line), room.width), status: p.working()}
	if len(l.rows) == 0 {
		b.lines = []string{st.dim.Render("Nobody lacks this line any more.")}
		return b
	}
	height := max(1, room.height-len(b.header)-1)
	from := max(0, min(l.list.at-height/2, len(l.rows)-height))
	for i := from; i < min(from+height, len(l.rows)); i++ {
		at := len(b.lines)
		b.lines = append(b.lines, l.drawRow(st, i, room.width))
		b.clickable(at, func() action {
			if l.list.at == i {
				return p.opens(&l.rows[i])
			}
			l.list.at = i
			return nil
		})
	}
	b.focus, b.focusEnd = l.list.at-from, l.list.at-from
	return b
}

func (l *lackScreen) drawRow(st *styles, at, width int) string {
	row := &l.rows[at]
	mark, name := l.list.pointer(st, at)
	level := row.Level(l.line)
	right := st.sign(level) + " " + column(st.words().Level(level), len("not sure"))
	if width >= narrow {
		right += "  " + st.dim.Render(column(report.ClientStage(l.practice.Set, row), stageCells))
	}
	if width >= roomy {
		right += "  " + st.dim.Render(column(report.NextDay(l.practice.Set, row.Standing.NextDay(), l.practice.o.Now()), longDay))
	} else if width >= narrow {
		right += " " + st.dim.Render(column(report.NextDayShort(row.Standing.NextDay(), l.practice.o.Now()), report.NextDayWidth))
	}
	return mark + column(clientNamed(st, name.Render, row, width-3-ansi.StringWidth(right)), width-3-ansi.StringWidth(right)) + " " + right
}
