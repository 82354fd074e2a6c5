package screens

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"readycheck/assessment/report"
)

// lettersScreen is a letter for each person who sees to a step, ready to copy.
type lettersScreen struct {
	letters []report.Letter
	tabs    tabs
	text    scroll
}

func newLetters(w *work) screen {
	letters := w.report().Letters(w.Plan())
	return &lettersScreen{letters: letters, tabs: tabs{pages: len(letters)}}
}

func (l *lettersScreen) Init() tea.Cmd { return nil }

func (l *lettersScreen) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch {
		case key.Matches(k, keys.esc, keys.quit, stepKeys.letters):
			return l, closePage{}, nil
		case len(l.letters) > 1 && l.tabs.take(k):
			l.text.from = 0
			return l, nil, nil
		case key.Matches(k, keys.copy) && len(l.letters) > 0:
			letter := l.letters[l.tabs.at]
			return l, copyText{"The mail", letter.Subject + "\n\n" + letter.Text}, nil
		}
	}
	l.text.take(msg, &reportMoves)
	return l, nil, nil
}

func (l *lettersScreen) capturesText() bool { return false }

func (l *lettersScreen) ShortHelp() []key.Binding {
	bindings := []key.Binding{described(keys.copy, "copy it"), keys.help, keys.esc}
	if len(l.letters) > 1 {
		bindings = append([]key.Binding{described(keys.tab, "the next person")}, bindings...)
	}
	return bindings
}

func (l *lettersScreen) groups() []keyGroup {
	return []keyGroup{{"Keys", append([]key.Binding{keys.shiftTab, keys.up, keys.down}, l.ShortHelp()...)}}
}

func (l *lettersScreen) View(st *styles, room size) body {
	var b body
	if len(l.letters) == 0 {
		b.header = []string{st.dim.Render("A mail each")}
		b.lines = wrapped(st.text, "There is no step, and so nobody to write to.", room.width)
		return b
	}
	titles := make([]string, len(l.letters))
	for i, letter := range l.letters {
		titles[i] = letter.Owner
		if letter.Owner == "" {
			titles[i] = "nobody yet"
		}
	}
	l.tabs.draw(&b, st, titles, room.width < 60 || len(strings.Join(titles, "   ")) > room.width, func() { l.text.from = 0 })
	letter := l.letters[l.tabs.at]
	b.lines = append(b.lines, wrapped(st.strong, letter.Subject, room.width)...)
	b.lines = append(b.lines, "")
	for _, line := range strings.Split(strings.TrimRight(letter.Text, "\n"), "\n") {
		text := strings.TrimPrefix(strings.TrimLeft(line, " "), "- ")
		b.lines = append(b.lines, hang(line[:len(line)-len(text)], st.text, text, room.width)...)
	}
	b.status = fmt.Sprintf("%d of %d", l.tabs.at+1, len(l.letters))
	l.text.fit(len(b.lines), room.height-len(b.header)-1)
	b.scrolls, b.scroll = true, l.text.from
	return b
}
