//go:build linux

// Command bare is the smallest Bubble Tea program: one line that counts keys,
// at the frame rate of readycheck. What it costs is what every such program costs.
package main

import (
	"os"
	"strconv"

	tea "charm.land/bubbletea/v2"
)

// line counts the keys.
type line int

func (line) Init() tea.Cmd { return nil }

func (l line) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := msg.(tea.KeyPressMsg); ok {
		l++
	}
	return l, nil
}

func (l line) View() tea.View {
	v := tea.NewView("one line " + strconv.Itoa(int(l)))
	v.AltScreen = true
	return v
}

func main() {
	if _, err := tea.NewProgram(line(0), tea.WithFPS(120)).Run(); err != nil {
		os.Exit(1)
	}
}
