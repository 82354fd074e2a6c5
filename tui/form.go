package tui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"charm.land/huh/v2"
)

// formPage is one page of a form: one huh field, and what must be so to go on.
type formPage struct {
	// field makes the field anew, bound to the values it edits.
	field func() huh.Field
	// check says what is missing, or "".
	check func() string
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
	f := &form{pages: pages, at: at}
	return f
}

// open builds the page's field and focuses it.
func (f *form) open() tea.Cmd {
	f.problem = ""
	f.shown = formLook{}
	f.huh = huh.NewForm(huh.NewGroup(f.pages[f.at].field())).
		WithShowHelp(false).WithShowErrors(false).WithKeyMap(formKeys())
	return f.huh.Init()
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
		switch k.String() {
		case "enter", "tab":
			if check := f.pages[f.at].check; check != nil {
				if f.problem = check(); f.problem != "" {
					return formOpen, nil
				}
			}
			if f.at == len(f.pages)-1 {
				return formDone, nil
			}
			f.at++
			return formNext, f.open()
		case "esc", "shift+tab":
			if f.at == 0 {
				return formLeft, nil
			}
			f.at--
			return formOpen, f.open()
		}
	}
	next, cmd := f.huh.Update(msg)
	if same, ok := next.(*huh.Form); ok {
		f.huh = same
	}
	return formOpen, cmd
}

func (f *form) View(st *styles, room size) []string {
	height := room.height
	if f.problem != "" {
		height -= 3
	}
	look := formLook{st, min(room.width, longestLine), max(3, height)}
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
	lines := splitLines(f.huh.View())
	if f.problem != "" {
		lines = append(lines, "")
		lines = append(lines, wrapped(st.warn, f.problem, room.width)...)
	}
	return lines
}
