package screens

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// sheet is a form with all its fields on one page, laid over a screen. It passes on one action
// when it is done.
type sheet struct {
	title string
	// about is what the fields are about, below what is good to know about them.
	about, below string
	// name is the form's, for drafts.
	name   assessment.Form
	fields []*sheetField
	at     int
	// problem says what is missing in the field at hand.
	problem string
	// again is true while what was typed before is shown.
	again bool
	// changed is called after each key; it may be nil.
	changed func()
	done    func() action
}

// sheetField is a text, or a list of which one is chosen.
type sheetField struct {
	name, title string
	// options are what can be chosen; nil where it is a text.
	options []sheetOption
	value   string
	// chosen is true once the person has chosen, and not only the program.
	chosen bool
	was    string
	input  textinput.Model
	// says is how what was typed is read, check what is missing; they may be nil. check may put
	// the text in order.
	says  func(text string) string
	check func(f *sheetField) string
	// off says why there is nothing to choose now, or ""; it may be nil.
	off func() string
}

// sheetOption is one row to choose, with the level that its sign shows, if it has one.
type sheetOption struct {
	code, text string
	level      assessment.Level
}

// textOf is a field for a text of so many characters.
func textOf(name, title, value string, limit int) *sheetField {
	input := textinput.New()
	input.Prompt = ""
	input.CharLimit = limit
	look := input.Styles()
	look.Cursor.Blink = false
	input.SetStyles(look)
	input.SetValue(value)
	return &sheetField{name: name, title: title, was: value, input: input}
}

// oneOf is a field for a choice.
func oneOf(name, title, value string, options []sheetOption) *sheetField {
	return &sheetField{name: name, title: title, value: value, options: options}
}

// text is what stands in the field.
func (f *sheetField) text() string {
	if f.options != nil {
		return f.value
	}
	return strings.TrimSpace(f.input.Value())
}

func (f *sheetField) isOff() bool { return f.off != nil && f.off() != "" }

// row is the row of a list that is chosen, or -1.
func (f *sheetField) row() int {
	return slices.IndexFunc(f.options, func(o sheetOption) bool { return o.code == f.value })
}

func (f *sheetField) choose(row int) {
	row = max(0, min(row, len(f.options)-1))
	f.value, f.chosen = f.options[row].code, true
}

func (s *sheet) field() *sheetField { return s.fields[s.at] }

func (s *sheet) draft() assessment.Draft {
	d := assessment.Draft{Form: s.name}
	if slices.ContainsFunc(s.fields, func(f *sheetField) bool { return f.options == nil && f.text() != strings.TrimSpace(f.was) }) {
		d.Page, d.Fields = s.at, map[string]string{}
		for _, f := range s.fields {
			d.Fields[f.name] = f.text()
		}
	}
	return d
}

// restore puts back what was typed.
func (s *sheet) restore(d assessment.Draft) {
	for _, f := range s.fields {
		value, ok := d.Fields[f.name]
		switch {
		case !ok:
		case f.options == nil:
			f.input.SetValue(value)
		case slices.ContainsFunc(f.options, func(o sheetOption) bool { return o.code == value }):
			f.value, f.chosen = value, true
		}
	}
	s.at, s.again = max(0, min(d.Page, len(s.fields)-1)), true
}

func (s *sheet) Init() tea.Cmd { return s.focus(s.at) }

// focus goes to a field.
func (s *sheet) focus(at int) tea.Cmd {
	s.field().input.Blur()
	s.at = at
	if s.field().options != nil {
		return nil
	}
	s.field().input.CursorEnd()
	return s.field().input.Focus()
}

// move goes to the next field that can be filled in, or the one before.
func (s *sheet) move(by int) tea.Cmd {
	for at := s.at + by; at >= 0 && at < len(s.fields); at += by {
		if !s.fields[at].isOff() {
			return s.focus(at)
		}
	}
	return nil
}

// last reports whether no field comes after the one at hand.
func (s *sheet) last() bool {
	return !slices.ContainsFunc(s.fields[s.at+1:], func(f *sheetField) bool { return !f.isOff() })
}

// passes reports whether a field has what it needs, and says what is missing.
func (s *sheet) passes(at int) bool {
	f := s.fields[at]
	if f.check == nil || f.isOff() {
		return true
	}
	s.problem = f.check(f)
	return s.problem == ""
}

// finish passes all fields on, or goes to the first that lacks something.
func (s *sheet) finish() (action, tea.Cmd) {
	for at := range s.fields {
		if !s.passes(at) {
			return nil, s.focus(at)
		}
	}
	return closePage{s.done()}, nil
}

func (s *sheet) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	k, pressed := msg.(tea.KeyPressMsg)
	if !pressed {
		if f := s.field(); f.options == nil {
			var cmd tea.Cmd
			f.input, cmd = f.input.Update(msg)
			return s, nil, cmd
		}
		return s, nil, nil
	}
	a, cmd := s.key(k)
	if s.changed != nil {
		s.changed()
	}
	return s, a, cmd
}

func (s *sheet) key(k tea.KeyPressMsg) (action, tea.Cmd) {
	f := s.field()
	switch {
	case key.Matches(k, keys.esc):
		return closePage{}, nil
	case key.Matches(k, keys.saveNote):
		return s.finish()
	case k.String() == "enter" && s.last():
		return s.finish()
	case k.String() == "enter", key.Matches(k, keys.tab):
		if !s.passes(s.at) {
			return nil, nil
		}
		return nil, s.move(1)
	case key.Matches(k, keys.shiftTab):
		s.problem = ""
		return nil, s.move(-1)
	}
	s.problem = ""
	if f.options != nil {
		s.chooses(k)
		return nil, nil
	}
	switch {
	case key.Matches(k, keys.rowUp):
		return nil, s.move(-1)
	case key.Matches(k, keys.rowDown):
		return nil, s.move(1)
	}
	var cmd tea.Cmd
	f.input, cmd = f.input.Update(k)
	return nil, cmd
}

// chooses takes a key in a list.
func (s *sheet) chooses(k tea.KeyPressMsg) {
	f := s.field()
	switch {
	case key.Matches(k, keys.pick):
		if row := int(k.String()[0] - '1'); row < len(f.options) {
			f.choose(row)
		}
	case key.Matches(k, keys.up, keys.back):
		f.choose(f.row() - 1)
	case key.Matches(k, keys.down, keys.next):
		f.choose(f.row() + 1)
	}
}

func (s *sheet) capturesText() bool { return s.field().options == nil }

func (s *sheet) ShortHelp() []key.Binding {
	var bindings []key.Binding
	if options := s.field().options; options != nil {
		bindings = append(bindings, bind(fmt.Sprintf("1–%d", len(options)), "choose", keys.pick.Keys()...))
	}
	enter := described(keys.enter, "next")
	if s.last() {
		enter = described(keys.enter, "save")
	}
	help := described(keys.help, "help")
	if s.capturesText() {
		help = helpInText
	}
	return append(bindings, enter, described(keys.shiftTab, "field before"), keys.saveNote, help, keys.esc)
}

func (s *sheet) groups() []keyGroup { return []keyGroup{{"Keys", s.ShortHelp()}} }

func (s *sheet) purpose() string {
	return "All of it is on one page. enter goes to the next field, shift+tab to the one before, and ctrl+s saves. What you type here is kept when you leave with esc, and stands here again when you come back."
}

// sheetLabels is how wide the names of the fields are.
const sheetLabels = 18

func (s *sheet) View(st *styles, room size) body {
	header := st.strong.Render(s.title)
	if s.again {
		header = sides(header, st.dim.Render(interview.HadTyped), room.width)
	}
	height := belowHeader(room).height
	b := s.draw(st, room.width, false)
	if len(b.lines) > height {
		// Lists that are not at hand show what is chosen in them.
		b = s.draw(st, room.width, true)
	}
	b.header = []string{header}
	return b
}

func (s *sheet) draw(st *styles, width int, tight bool) (b body) {
	if s.about != "" {
		b.lines = append(wrapped(st.dim, s.about, width), "")
	}
	for at, f := range s.fields {
		from := len(b.lines)
		if at == s.at {
			b.focus = from
		}
		if f.options != nil {
			s.drawList(st, &b, at, width, tight && at != s.at)
		} else {
			b.lines = append(b.lines, s.drawText(st, at, width))
			b.clickable(from, func() action { s.focus(at); return nil })
		}
		if at == s.at {
			if s.problem != "" {
				b.lines = append(b.lines, wrapped(st.warn, s.problem, width)...)
			}
			b.focusEnd = len(b.lines) - 1
		}
	}
	if s.below != "" && !tight {
		b.lines = append(append(b.lines, ""), wrapped(st.dim, s.below, width)...)
	}
	return b
}

// label is the name of a field, with the cursor where it is at hand.
func (s *sheet) label(st *styles, at int) string {
	mark, style := "  ", st.dim
	if at == s.at {
		mark, style = st.accent.Render(cursorMark), st.chosen
	}
	return mark + style.Render(column(s.fields[at].title, sheetLabels-2))
}

func (s *sheet) drawText(st *styles, at, width int) string {
	f := s.fields[at]
	line := s.label(st, at)
	says := ""
	if f.says != nil {
		says = f.says(f.text())
	}
	if at != s.at {
		line += st.text.Render(cut(clean(f.text()), width-sheetLabels))
	} else {
		plain := textinput.StyleState{Text: st.text, Placeholder: st.dim, Prompt: st.accent}
		f.input.SetStyles(textinput.Styles{Focused: plain, Blurred: plain, Cursor: textinput.CursorStyle{Color: st.accent.GetForeground()}})
		room := width - sheetLabels - 1
		if says != "" {
			room = max(10, room-ansi.StringWidth(says)-2)
		}
		f.input.SetWidth(max(5, room))
		line += f.input.View()
	}
	if says == "" {
		return line
	}
	return cut(strings.TrimRight(line, " ")+"  "+st.accent.Render(says), width)
}

// drawList draws the rows of a list, in one line where they fit there; only the chosen one where
// it is closed.
func (s *sheet) drawList(st *styles, b *body, at, width int, closed bool) {
	f := s.fields[at]
	from, label := len(b.lines), s.label(st, at)
	here := func() action { s.focus(at); return nil }
	if f.isOff() {
		b.lines = append(b.lines, cut(label+st.dim.Render(f.off()), width))
		return
	}
	if row := f.row(); closed && row >= 0 {
		b.lines = append(b.lines, cut(label+s.option(st, f, row), width))
		b.clickable(from, here)
		return
	}
	inline := make([]string, 0, len(f.options))
	for row := range f.options {
		inline = append(inline, s.option(st, f, row))
	}
	if one := label + strings.Join(inline, "  "); ansi.StringWidth(one) <= width {
		b.lines = append(b.lines, one)
		b.clickable(from, here)
		return
	}
	indent := strings.Repeat(" ", sheetLabels)
	if width < 60 {
		b.lines = append(b.lines, label)
		indent, label = "  ", "  "
	}
	for row, o := range f.options {
		line := len(b.lines)
		lead, style := s.lead(st, f, row)
		b.lines = append(b.lines, hang(label+lead, style, o.text, width)...)
		b.clickable(line, func() action {
			s.focus(at)
			f.choose(row)
			return nil
		})
		label = indent
	}
}

// option is a row of a list in one line.
func (s *sheet) option(st *styles, f *sheetField, row int) string {
	lead, style := s.lead(st, f, row)
	return lead + style.Render(f.options[row].text)
}

// lead is what stands before the text of a row, and how that looks.
func (s *sheet) lead(st *styles, f *sheetField, row int) (string, lipgloss.Style) {
	number, style := fmt.Sprintf(" %d  ", row+1), st.text
	if row == f.row() {
		number, style = fmt.Sprintf("[%d] ", row+1), st.chosen
	}
	lead := style.Render(number)
	if level := f.options[row].level; level != assessment.Unanswered {
		lead += st.sign(level) + " "
	}
	return lead, style
}
