//go:build linux

// Command bare is the smallest Bubble Tea program: one line, at the frame rate of
// readycheck. What it costs to start is what every such program costs.
package main

import (
	"os"

	tea "charm.land/bubbletea/v2"
)

type line struct{}

func (line) Init() tea.Cmd { return nil }

func (l line) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := msg.(tea.KeyPressMsg); ok {
		return l, tea.Quit
	}
	return l, nil
}

func (line) View() tea.View {
	v := tea.NewView("one line")
	v.AltScreen = true
	return v
}

func main() {
	if _, err := tea.NewProgram(line{}, tea.WithFPS(120)).Run(); err != nil {
		os.Exit(1)
	}
}
