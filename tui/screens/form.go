package screens

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"
	"github.com/charmbracelet/x/ansi"

	"readycheck/tui/interview"
)

// formPage is one page of a form: one huh field, and what must be so to go on.
type formPage struct {
	// field makes the field anew, bound to the values it edits.
	field func() huh.Field
	// check says what is missing, or "".
	check func() string
	// says is how what was typed so far is read, or ""; it may be nil.
	says func() string
	// list is what can be chosen; nil where the page is for text.
	list *formList
}

// formList is a list to choose from by number, or with the cursor.
type formList struct {
	options []huh.Option[string]
	// one is what is chosen, or many where that may be several.
	one  *string
	many *[]string
	// tight is true where there is no room for more than the choices.
	tight bool
}

// tightList is the room from which on a list has a line about it.
const tightList = 10

// listPage is a page with a list, which is numbered.
func listPage(title, about string, list formList) formPage {
	return formPage{list: &list, field: func() huh.Field {
		// Anew each time, since huh writes the marks into them.
		numbered := make([]huh.Option[string], len(list.options))
		for i, o := range list.options {
			numbered[i] = huh.NewOption(fmt.Sprintf("%d %s", i+1, o.Key), o.Value)
		}
		about := about
		if list.tight {
			about = ""
		}
		if list.many != nil {
			return huh.NewMultiSelect[string]().Title(title).Description(about).Filterable(false).Height(len(numbered) + 4).
				Options(numbered...).Value(list.many)
		}
		return huh.NewSelect[string]().Title(title).Description(about).Options(numbered...).Value(list.one)
	}}
}

// number chooses by number. It goes on where one is chosen, and marks where several may be.
func (f *form) number(k tea.KeyPressMsg) (goesOn, did bool) {
	list := f.pages[f.at].list
	if list == nil || !key.Matches(k, keys.pick) {
		return false, false
	}
	row := int(k.String()[0] - '1')
	if row >= len(list.options) {
		return false, false
	}
	code := list.options[row].Value
	if list.many == nil {
		*list.one = code
		return true, true
	}
	f.problem = ""
	if at := slices.Index(*list.many, code); at >= 0 {
		*list.many = slices.Delete(slices.Clone(*list.many), at, at+1)
	} else {
		*list.many = append(*list.many, code)
	}
	f.reopen(row)
	return false, true
}

// types reports whether letters are text on the page.
func (f *form) types() bool { return f.pages[f.at].list == nil }

// choose names the keys that choose on the page.
func (f *form) choose() []key.Binding {
	list := f.pages[f.at].list
	if list == nil {
		return nil
	}
	does := "choose"
	if list.many != nil {
		does = "choose all that fit"
	}
	return []key.Binding{bind(fmt.Sprintf("1–%d", len(list.options)), does, keys.pick.Keys()...)}
}

// form shows pages one after another. It moves between pages itself, at once: huh moves
// its focus by a message after enter, and keys typed meanwhile would go to the page left.
type form struct {
	pages   []formPage
	at      int
	huh     *huh.Form
	problem string
	shown   formLook
	window  tea.WindowSizeMsg
	// fields are what the pages edit, for drafts.
	fields []formField
	// tight is true where there is little room.
	tight bool
	// again is true while what was typed before is shown.
	again bool
}

// formLook is what the huh form was built for; on a change it is built again.
type formLook struct {
	st     *styles
	width  int
	height int
}

type formOutcome int

const (
	formOpen formOutcome = iota
	// formNext means that a page was passed and another one is shown.
	formNext
	formDone
	formLeft
)

func newForm(pages []formPage, at int) *form {
	return &form{pages: pages, at: at}
}

// helpInText is the key for help where ? is text.
var helpInText = bind("F1", "help", "f1")

// turn are the keys that turn the pages.
func (f *form) turn() []key.Binding {
	turn := []key.Binding{described(keys.enter, "next")}
	if f.at > 0 {
		turn = append(turn, keys.shiftTab)
	}
	if f.types() {
		return append(turn, helpInText)
	}
	return append(turn, described(keys.help, "help"))
}

// open builds the page's field and focuses it.
func (f *form) open() tea.Cmd {
	f.problem = ""
	f.shown = formLook{}
	if list := f.pages[f.at].list; list != nil {
		list.tight = f.tight
	}
	f.huh = huh.NewForm(huh.NewGroup(f.pages[f.at].field())).
		WithShowHelp(false).WithShowErrors(false).WithKeyMap(formKeys())
	return f.huh.Init()
}

// reopen builds the page anew, after what it edits was changed, with the cursor on a row.
func (f *form) reopen(row int) {
	look := f.shown
	f.open()
	if look.st != nil {
		f.shown = look
		f.huh = f.huh.WithTheme(look.st.form).WithWidth(look.width).WithHeight(look.height)
	}
	f.huh.Update(nil)
	for range row {
		f.huh.Update(tea.KeyPressMsg{Code: tea.KeyDown})
	}
}

// formKeys are huh's keys less those that move between fields or leave the form, which
// the form handles itself, and the filter and the editor.
func formKeys() *huh.KeyMap {
	k := huh.NewDefaultKeyMap()
	off := key.NewBinding(key.WithDisabled())
	k.Quit = off
	k.Input.Next, k.Input.Prev, k.Input.Submit, k.Input.AcceptSuggestion = off, off, off, off
	k.Select.Next, k.Select.Prev, k.Select.Submit, k.Select.Filter, k.Select.SetFilter, k.Select.ClearFilter = off, off, off, off, off, off
	k.MultiSelect.Next, k.MultiSelect.Prev, k.MultiSelect.Submit = off, off, off
	k.MultiSelect.Filter, k.MultiSelect.SetFilter, k.MultiSelect.ClearFilter = off, off, off
	k.MultiSelect.SelectAll, k.MultiSelect.SelectNone = off, off
	return k
}

func (f *form) Update(msg tea.Msg) (formOutcome, tea.Cmd) {
	if window, ok := msg.(tea.WindowSizeMsg); ok {
		// huh asks for the size when it starts, so the same size comes more than once.
		grown := f.window.Height > 0 && window.Height > f.window.Height
		f.window = window
		if grown {
			// huh's lists stay short after the window grew again: build the page anew. What
			// was entered is kept where the field is bound to.
			return formOpen, f.open()
		}
		return formOpen, nil
	}
	if k, ok := msg.(tea.KeyPressMsg); ok {
		goesOn, did := f.number(k)
		switch {
		case goesOn:
			return f.pass()
		case did:
			return formOpen, nil
		}
		switch k.String() {
		case "enter", "tab":
			return f.pass()
		case "esc":
			return formLeft, nil
		case "shift+tab":
			if f.at == 0 {
				return formOpen, nil
			}
			f.at--
			f.again = false
			return formOpen, f.open()
		}
		f.problem = "" // it is being mended
	}
	next, cmd := f.huh.Update(msg)
	if same, ok := next.(*huh.Form); ok {
		f.huh = same
	}
	return formOpen, cmd
}

// pass goes on from a page that has what it needs.
func (f *form) pass() (formOutcome, tea.Cmd) {
	if check := f.pages[f.at].check; check != nil {
		if f.problem = check(); f.problem != "" {
			return formOpen, nil
		}
	}
	if f.at == len(f.pages)-1 {
		return formDone, nil
	}
	f.at++
	f.again = false
	return formNext, f.open()
}

// belowHeader is the room below one line of a screen's own, and an empty one where there is room.
func belowHeader(room size) size {
	if room.height < 16 {
		return size{room.width, room.height - 1}
	}
	return size{room.width, room.height - 2}
}

// View draws the page. The rows of a list can be clicked.
func (f *form) View(st *styles, room size) body {
	height := room.height
	if f.problem != "" {
		height -= 3
	}
	if f.again {
		height -= 2
	}
	read := ""
	// A problem names what was read itself, and a small screen has no room for both.
	if says := f.pages[f.at].says; says != nil && f.problem == "" {
		read = says()
		height -= 2
	}
	look := formLook{st, min(room.width, longestLine), max(3, height)}
	if tight := room.height < tightList; f.tight != tight {
		f.tight = tight
		f.open()
	}
	if f.shown != look {
		if f.shown.st != nil && f.shown.st != st {
			// A field keeps the theme that it got first.
			f.open()
		}
		f.shown = look
		f.huh = f.huh.WithTheme(st.form).WithWidth(look.width).WithHeight(look.height)
		// huh draws its page when it gets a message, not when it is looked at.
		f.huh.Update(nil)
	}
	b := body{lines: splitLines(f.huh.View())}
	_, first, last := listRows(b.lines)
	for row := first; row < last; row++ {
		b.spots = append(b.spots, spot{from: row, to: row + 1, click: func() action { return f.clicked(row) }})
	}
	if read != "" {
		b.lines = append(b.lines, "", st.accent.Render(read))
	}
	if f.again {
		b.lines = append(b.lines, "", st.dim.Render(interview.HadTyped))
	}
	if f.problem != "" {
		b.lines = append(append(b.lines, ""), wrapped(st.warn, f.problem, room.width)...)
	}
	return b
}

// listRows finds the list on a drawn page: the row under the cursor, and the rows from the
// first to before the last. A page without a list has none.
func listRows(lines []string) (cursor, first, last int) {
	points := func(line string) bool { return strings.HasPrefix(ansi.Strip(line), cursorMark) }
	isRow := func(line string) bool {
		line = ansi.Strip(line)
		return strings.TrimSpace(line) != "" && (points(line) || strings.HasPrefix(line, "  "))
	}
	if cursor = slices.IndexFunc(lines, points); cursor < 0 {
		return -1, 0, 0
	}
	for first, last = cursor, cursor; first > 0 && isRow(lines[first-1]); {
		first--
	}
	for last < len(lines) && isRow(lines[last]) {
		last++
	}
	return cursor, first, last
}

// clicked moves to the row of a list that was clicked. In a list of several it marks the
// row; in another one a second click goes on, as on other screens. huh has no call to move
// to a row, so this presses up or down until it is there.
func (f *form) clicked(row int) action {
	drawn := func() []string { return splitLines(f.huh.View()) }
	lines := drawn()
	before, _, _ := listRows(lines)
	several := strings.HasPrefix(ansi.Strip(lines[before]), cursorMark+"[")
	for at := before; at != row; {
		way, back := tea.KeyDown, tea.KeyUp
		if row < at {
			way, back = back, way
		}
		f.huh.Update(tea.KeyPressMsg{Code: way})
		next, _, _ := listRows(drawn())
		if way == tea.KeyDown && next > row {
			// The row goes on with the choice above it, which takes more than one.
			f.huh.Update(tea.KeyPressMsg{Code: back})
			break
		}
		if next == at || way == tea.KeyUp && next < row {
			break
		}
		at = next
	}
	switch after, _, _ := listRows(drawn()); {
	case several:
		return press{tea.KeyPressMsg{Code: tea.KeySpace, Text: " "}}
	case after == before:
		return press{tea.KeyPressMsg{Code: tea.KeyEnter}}
	}
	return nil
}
