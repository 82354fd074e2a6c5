package screens

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
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

// capturesText is true in a list too: ctrl+s saves the sheet there and not an answer once more.
func (s *sheet) capturesText() bool { return true }

func (s *sheet) ShortHelp() []key.Binding {
	var bindings []key.Binding
	if options := s.field().options; options != nil {
		bindings = append(bindings, bind(fmt.Sprintf("1–%d", len(options)), "choose", keys.pick.Keys()...))
	}
	enter := described(keys.enter, "next")
	if s.last() {
		enter = described(keys.enter, "save")
	}
	return append(bindings, enter, keys.saveNote, helpInText, described(keys.shiftTab, "field before"), keys.esc)
}

func (s *sheet) groups() []keyGroup { return []keyGroup{{"Keys", s.ShortHelp()}} }

func (s *sheet) purpose() string {
	return "All of it is on one page. enter goes to the next field, shift+tab to the one before, and ctrl+s saves. What you type here is kept when you leave with esc, and stands here again when you come back."
}
