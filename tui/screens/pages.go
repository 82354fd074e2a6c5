package screens

import (
	"fmt"
	"path/filepath"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"

	"charm.land/huh/v2"

	"readycheck/assessment"
	"readycheck/assessment/report"
	"readycheck/tui/interview"
)

// formScreen is a form that is laid over a screen and passes on one action when done.
type formScreen struct {
	title string
	// name is the form's, for drafts.
	name assessment.Form
	form *form
	done func() action
}

func (f *formScreen) draft() assessment.Draft    { return f.form.typed(f.name) }
func (f *formScreen) restore(d assessment.Draft) { f.form.restore(d) }

func (f *formScreen) Init() tea.Cmd { return f.form.open() }

func (f *formScreen) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	outcome, cmd := f.form.Update(msg)
	switch outcome {
	case formLeft:
		return f, closePage{}, cmd
	case formDone:
		return f, closePage{f.done()}, cmd
	}
	return f, nil, cmd
}

func (f *formScreen) View(st *styles, room size) body {
	b := f.form.View(st, size{room.width, room.height - 2})
	b.header = []string{st.dim.Render(f.title)}
	return b
}

func (f *formScreen) capturesText() bool { return true }

func (f *formScreen) ShortHelp() []key.Binding {
	return []key.Binding{described(keys.enter, "next"), keys.esc}
}

func (f *formScreen) groups() []keyGroup { return []keyGroup{{"Keys", f.ShortHelp()}} }

// newOwnerForm asks who sees to something and by when.
func newOwnerForm(session, question string, answer assessment.Answer) screen {
	owner, due := answer.Owner, answer.Due
	f := &formScreen{title: "Owner and date", name: assessment.Form{Session: session, Name: ownerForm + question}, form: newForm([]formPage{
		{field: func() huh.Field {
			return huh.NewInput().Title("Who sees to it?").Description("A name. Leave it empty if nobody does yet.").CharLimit(assessment.MaxName).Value(&owner)
		}},
		{
			field: func() huh.Field {
				return huh.NewInput().Title("By when?").Description("A day as 2026-12-01, or empty.").CharLimit(len(assessment.DateLayout)).Value(&due)
			},
			check: func() string {
				if _, err := time.Parse(assessment.DateLayout, strings.TrimSpace(due)); err != nil && strings.TrimSpace(due) != "" {
					return "Write the day as year, month and day, such as 2026-12-01."
				}
				return ""
			},
		},
	}, 0), done: func() action {
		answer.Owner, answer.Due = assessment.CleanLine(owner, assessment.MaxName), strings.TrimSpace(due)
		return saveAnswer{question, answer}
	}}
	f.form.fields = []formField{textField("owner", &owner), textField("due", &due)}
	return f
}

// newReason asks why a question does not apply, and answers it with that.
func newReason(session, question string, answer assessment.Answer) screen {
	reason := answer.Reason
	f := &formScreen{title: "Doesn't apply here", name: assessment.Form{Session: session, Name: reasonForm + question}, form: newForm([]formPage{{
		field: func() huh.Field {
			return huh.NewInput().Title("Why does it not apply?").Description("A few words, for whoever reads this later.").CharLimit(assessment.MaxShort).Value(&reason)
		},
		check: func() string {
			if assessment.CleanLine(reason, assessment.MaxShort) == "" {
				return "Write a few words, or go back with esc."
			}
			return ""
		},
	}}, 0), done: func() action {
		answer = answer.With(assessment.NA, 0)
		answer.Reason = assessment.CleanLine(reason, assessment.MaxShort)
		return saveAnswer{question, answer}
	}}
	f.form.fields = []formField{textField("reason", &reason)}
	return f
}

// newExport asks for a format, whether names stay in, and for a place.
func newExport(id, business string) screen {
	// ending is the format that the path has the ending of.
	format, whole := report.Formats[0].Name, "full"
	ending := format
	suggested := report.FileName(business, format, false)
	path := suggested
	f := &formScreen{title: "Export " + quoted(business), name: assessment.Form{Session: id, Name: exportForm}, form: newForm([]formPage{
		{field: func() huh.Field {
			var options []huh.Option[string]
			for _, f := range report.Formats {
				options = append(options, huh.NewOption(f.Offer, f.Name))
			}
			return huh.NewSelect[string]().Title("What do you need?").Options(options...).Value(&format)
		}},
		{field: func() huh.Field {
			return huh.NewSelect[string]().Title("With names and notes?").Options(
				huh.NewOption("Yes, all of it", "full"),
				huh.NewOption("No: leave out the business, its use of AI, names and notes", "client-safe"),
			).Value(&whole)
		}},
		{
			field: func() huh.Field {
				fresh := report.FileName(business, format, whole == "client-safe")
				if path == suggested {
					path = fresh
				}
				suggested = fresh
				if ending != format {
					path = strings.TrimSuffix(path, filepath.Ext(path)) + report.EndingOf(format)
				}
				ending = format
				return huh.NewInput().Title("Where?").Description("A file that is not there yet.").CharLimit(assessment.MaxUse).Value(&path)
			},
			check: func() string {
				if strings.TrimSpace(path) == "" {
					return "Name a file, such as report.md."
				}
				return ""
			},
		},
	}, 0), done: func() action {
		return exportSession{Session: id, Format: format, Path: strings.TrimSpace(path), ClientSafe: whole == "client-safe"}
	}}
	formats := report.FormatNames()
	f.form.fields = []formField{
		{name: "format", value: &format, choices: formats},
		{name: "whole", value: &whole, choices: []string{"full", "client-safe"}},
		{name: "ending", value: &ending, choices: formats},
		{name: "path", value: &path, was: &suggested},
	}
	return f
}

// noteScreen edits a note of several lines.
type noteScreen struct {
	name     assessment.Form
	question *assessment.Question
	answer   assessment.Answer
	area     textarea.Model
	shown    formLook
	// again is true where the note was typed before, and not saved.
	again bool
}

func newNote(session string, q *assessment.Question, answer assessment.Answer, limit int) screen {
	area := textarea.New()
	area.ShowLineNumbers = false
	area.Prompt = ""
	area.CharLimit = limit
	area.MaxHeight = 0
	area.SetValue(answer.Note)
	look := area.Styles()
	look.Cursor.Blink = false
	area.SetStyles(look)
	return &noteScreen{name: assessment.Form{Session: session, Name: noteForm + q.ID}, question: q, answer: answer, area: area}
}

// written is the answer with the note as it stands.
func (n *noteScreen) written() assessment.Answer {
	answer := n.answer
	answer.Note = assessment.Clean(n.area.Value(), n.area.CharLimit)
	return answer
}

func (n *noteScreen) draft() assessment.Draft {
	d := assessment.Draft{Form: n.name}
	if note := n.written().Note; note != n.answer.Note {
		d.Fields = map[string]string{"note": note, "was": n.answer.Note}
	}
	return d
}

// restore puts back what was typed.
func (n *noteScreen) restore(d assessment.Draft) {
	if d.Fields["note"] != n.answer.Note {
		n.area.SetValue(interview.NoteAgain(d, n.answer.Note))
		n.again = true
	}
}

func (n *noteScreen) Init() tea.Cmd { return n.area.Focus() }

func (n *noteScreen) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok && key.Matches(k, keys.saveNote, keys.esc) {
		return n, closePage{saveAnswer{n.question.ID, n.written()}}, nil
	}
	var cmd tea.Cmd
	n.area, cmd = n.area.Update(msg)
	return n, nil, cmd
}

func (n *noteScreen) View(st *styles, room size) body {
	look := formLook{st, min(room.width, longestLine), max(3, room.height-5)}
	if n.shown != look {
		n.shown = look
		n.area.SetWidth(look.width)
		n.area.SetHeight(min(look.height, 12))
		plain := textarea.StyleState{Base: st.text, Text: st.text, CursorLine: st.text, Placeholder: st.dim, Prompt: st.accent}
		n.area.SetStyles(textarea.Styles{Focused: plain, Blurred: plain, Cursor: textarea.CursorStyle{Color: st.accent.GetForeground()}})
	}
	lines := wrapped(st.dim, n.question.Text, room.width)
	lines = append(lines, "")
	at := len(lines)
	lines = append(lines, splitLines(n.area.View())...)
	header := st.strong.Render("Note")
	if n.again {
		header = sides(header, st.dim.Render(interview.HadTyped), look.width)
	}
	return body{header: []string{header}, lines: lines, focus: at, focusEnd: len(lines) - 1}
}

func (n *noteScreen) capturesText() bool { return true }

func (n *noteScreen) ShortHelp() []key.Binding {
	return []key.Binding{described(keys.esc, "save and go back"), described(keys.enter, "new line")}
}

func (n *noteScreen) groups() []keyGroup { return []keyGroup{{"Keys", n.ShortHelp()}} }

// confirmScreen asks before something that cannot simply be done again.
type confirmScreen struct {
	question, about string
	then            action
}

func newConfirm(question, about string, then action) screen {
	return &confirmScreen{question, about, then}
}

func (c *confirmScreen) Init() tea.Cmd { return nil }

func (c *confirmScreen) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch {
		case key.Matches(k, keys.yes):
			return c, closePage{c.then}, nil
		case key.Matches(k, keys.no):
			return c, closePage{}, nil
		}
	}
	return c, nil, nil
}

func (c *confirmScreen) View(st *styles, room size) body {
	lines := append([]string{""}, wrapped(st.strong, c.question, room.width)...)
	lines = append(lines, "")
	return body{lines: append(lines, wrapped(st.text, c.about, room.width)...)}
}

func (c *confirmScreen) capturesText() bool { return false }

func (c *confirmScreen) ShortHelp() []key.Binding { return []key.Binding{keys.yes, keys.no} }

func (c *confirmScreen) groups() []keyGroup { return []keyGroup{{"Keys", c.ShortHelp()}} }

// readScreen is a page of text to scroll: help, explanations, reasons.
type readScreen struct {
	title string
	draw  func(st *styles, width int) []string
	scroll
}

// readBlocks is a page of what a report says.
func readBlocks(title string, blocks []report.Block) *readScreen {
	return &readScreen{title: title, draw: func(st *styles, width int) []string { return drawBlocks(st, blocks, width) }}
}

func (r *readScreen) Init() tea.Cmd { return nil }

func (r *readScreen) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok && key.Matches(k, keys.esc, keys.enter, keys.help, keys.quit, keys.why) {
		return r, closePage{}, nil
	}
	r.take(msg, &readMoves)
	return r, nil, nil
}

func (r *readScreen) View(st *styles, room size) body {
	lines := r.draw(st, room.width)
	r.fit(len(lines), room.height-3)
	header := st.strong.Render(r.title)
	if r.most > 0 {
		header = sides(header, st.dim.Render(fmt.Sprintf("line %d of %d", r.from+1, len(lines))), room.width)
	}
	return body{header: []string{header}, lines: lines, scrolls: true, scroll: r.from}
}

func (r *readScreen) capturesText() bool { return false }

func (r *readScreen) ShortHelp() []key.Binding {
	return []key.Binding{bind("↑↓", "scroll", "up", "down"), keys.esc}
}

func (r *readScreen) groups() []keyGroup { return []keyGroup{{"Keys", r.ShortHelp()}} }

// words draws a glossary. The first two terms, integration and deployment, stand side by
// side where there is room, since each is best understood by the other.
func words(st *styles, glossary []assessment.Term, width int) []string {
	if len(glossary) == 0 {
		return nil
	}
	lines := []string{st.strong.Render("Words")}
	if half := min(width, longestLine) / 2; half >= 30 && len(glossary) >= 2 {
		left, right := term(st, glossary[0], half-2), term(st, glossary[1], half-2)
		for i := range max(len(left), len(right)) {
			line := column("", half)
			if i < len(left) {
				line = column(left[i], half)
			}
			if i < len(right) {
				line += right[i]
			}
			lines = append(lines, line)
		}
		lines = append(lines, "")
		glossary = glossary[2:]
	}
	for _, t := range glossary {
		lines = append(lines, term(st, t, width)...)
		lines = append(lines, "")
	}
	return lines
}

func term(st *styles, t assessment.Term, width int) []string {
	return append([]string{st.accent.Render(capital(t.Term))}, wrapped(st.text, t.Text, width)...)
}

// capital writes a text with a capital first letter.
func capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// explain says what good looks like, gives an example and the terms.
func (q *questionScreen) explain(st *styles, width int) []string {
	var lines []string
	part := func(title, text string) {
		if text == "" {
			return
		}
		lines = append(lines, st.accent.Render(title))
		lines = append(lines, wrapped(st.text, text, width)...)
		lines = append(lines, "")
	}
	lines = append(lines, wrapped(st.strong, q.Text, width)...)
	lines = append(lines, "")
	part("Why it matters", q.Why)
	part("What good looks like", q.Good)
	part("For example", q.Example(q.work.Session.Setup.ExampleKind()))
	for _, t := range q.Terms {
		part(capital(t.Term)+" means", t.Text)
	}
	return lines
}
