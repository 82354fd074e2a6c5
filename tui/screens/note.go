package screens

import (
	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

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
	return []key.Binding{described(keys.esc, "save and go back"), described(keys.enter, "new line"), helpInText}
}

func (n *noteScreen) groups() []keyGroup { return []keyGroup{{"Keys", n.ShortHelp()}} }
