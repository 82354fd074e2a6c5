package screens

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
)

// jumpScreen lists all questions by section with their marks. Letters filter at once.
type jumpScreen struct {
	work   *work
	filter string
	list   list
	shown  []*assessment.Question
}

func newJump(w *work) screen {
	j := &jumpScreen{work: w}
	j.narrow()
	for i, q := range j.shown {
		if q.ID == w.Position {
			j.list.at = i
		}
	}
	return j
}

func (j *jumpScreen) narrow() {
	j.shown = nil
	text := strings.ToLower(strings.TrimSpace(j.filter))
	for p := range j.work.Flow.Len() {
		q := j.work.Flow.At(p)
		if strings.Contains(strings.ToLower(q.Text+"\n"+j.work.Section(q)), text) {
			j.shown = append(j.shown, q)
		}
	}
	j.list.has(len(j.shown))
}

func (j *jumpScreen) Init() tea.Cmd { return nil }

func (j *jumpScreen) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	switch msg := msg.(type) {
	case workChanged:
		j.narrow()
	case tea.MouseWheelMsg:
		j.list.take(msg, &typedMoves)
	case tea.PasteMsg:
		j.filter = assessment.CleanLine(j.filter+msg.Content, assessment.MaxName)
		j.narrow()
	case tea.KeyPressMsg:
		return j, j.key(msg), nil
	}
	return j, nil, nil
}

func (j *jumpScreen) key(msg tea.KeyPressMsg) action {
	if j.list.take(msg, &typedMoves) {
		return nil
	}
	switch {
	case key.Matches(msg, keys.enter):
		if j.list.at < len(j.shown) {
			return openQuestion{j.shown[j.list.at].ID}
		}
	case key.Matches(msg, keys.esc):
		if j.filter != "" {
			j.filter = ""
			j.narrow()
			return nil
		}
		return goBack{}
	case msg.String() == "backspace":
		if r := []rune(j.filter); len(r) > 0 {
			j.filter = string(r[:len(r)-1])
			j.narrow()
		}
	case msg.Text != "":
		j.filter += assessment.Clean(msg.Text, assessment.MaxName)
		if msg.Text == " " {
			j.filter += " "
		}
		j.narrow()
	}
	return nil
}

func (j *jumpScreen) capturesText() bool { return true }

func (j *jumpScreen) ShortHelp() []key.Binding {
	return []key.Binding{described(keys.enter, "go"), bind("a–z", "filter"), helpInText, keys.esc}
}

func (j *jumpScreen) groups() []keyGroup { return []keyGroup{{"Keys", j.ShortHelp()}} }

func (j *jumpScreen) View(st *styles, room size) body {
	b := body{header: []string{sides(st.strong.Render("Jump to a question"), st.accent.Render(j.filter+"▏"), room.width)}}
	section := ""
	for i, q := range j.shown {
		if q.Section != section {
			section = q.Section
			if i > 0 {
				b.lines = append(b.lines, "")
			}
			b.lines = append(b.lines, st.accent.Render(j.work.Section(q)))
		}
		pointer, style := j.list.pointer(st, i)
		at := len(b.lines)
		level := j.work.Session.Answers[q.ID].Level
		if room.width < 60 {
			// There is no room for the level's word beside a question that is not cut short.
			b.lines = append(b.lines, hang(pointer+st.sign(level)+" ", style, q.Text+" ("+st.words().Level(level)+")", room.width)...)
			b.clickable(at, func() action { return openQuestion{q.ID} })
			if i == j.list.at {
				b.focus, b.focusEnd = max(0, at-1), len(b.lines)-1
			}
			continue
		}
		if i == j.list.at {
			b.focus, b.focusEnd = max(0, at-1), at
		}
		text := column(style.Render(cut(q.Text, room.width-20)), room.width-18)
		b.lines = append(b.lines, pointer+text+" "+st.marked(level))
		b.clickable(at, func() action { return openQuestion{q.ID} })
	}
	if len(j.shown) == 0 {
		b.lines = []string{st.dim.Render("Nothing fits. esc shows all again.")}
	}
	return b
}
