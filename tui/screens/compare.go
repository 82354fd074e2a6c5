package screens

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
	"readycheck/assessment/report"
)

// compareScreen sets two sessions beside each other: what changed, and all lines of the
// checklists side by side.
type compareScreen struct {
	set           *assessment.Set
	before, after *assessment.Session
	changes       assessment.Changes
	tabs          tabs
	text          scroll
}

var compareTabs = []string{"What changed", "Side by side"}

// newCompare puts the session that was begun first on the left.
func newCompare(set *assessment.Set, a, b *assessment.Session) screen {
	if b.ID < a.ID {
		a, b = b, a
	}
	return &compareScreen{set: set, before: a, after: b, changes: assessment.Compare(set, a, b), tabs: tabs{pages: len(compareTabs)}}
}

func (c *compareScreen) Init() tea.Cmd { return nil }

func (c *compareScreen) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		c.text.take(msg, &reportMoves)
	case tea.KeyPressMsg:
		switch {
		case c.tabs.take(msg):
			c.text.from = 0
		case c.text.take(msg, &reportMoves):
		case key.Matches(msg, keys.home):
			return c, goBack{}, nil
		}
	}
	return c, nil, nil
}

func (c *compareScreen) capturesText() bool { return false }

func (c *compareScreen) ShortHelp() []key.Binding {
	return []key.Binding{keys.tab, bind("↑↓", "scroll", "up", "down"), keys.help, keys.home}
}

func (c *compareScreen) groups() []keyGroup {
	return []keyGroup{
		{"Pages", []key.Binding{keys.tab, keys.shiftTab}},
		{"Moving", allMoves.named()},
		{"The program", []key.Binding{keys.home, keys.help, keys.quitNow}},
	}
}

func (c *compareScreen) View(st *styles, room size) body {
	var b body
	c.tabs.draw(&b, st, compareTabs, false, func() { c.text.from = 0 })
	b.lines, b.scrolls = c.page(st, room.width), true
	c.text.fit(len(b.lines), room.height-2)
	b.scroll = c.text.from
	return b
}

// page is what the open tab says.
func (c *compareScreen) page(st *styles, width int) []string {
	var lines []string
	for _, text := range c.sides() {
		lines = append(lines, hang(text[0], st.dim, text[1], width)...)
	}
	return append(append(lines, ""), drawBlocks(st, c.blocks(), width)...)
}

// blocks are what the open tab says of the two sessions.
func (c *compareScreen) blocks() []report.Block {
	if c.tabs.at == 0 {
		return report.Changes(c.set, &c.changes)
	}
	return report.SideBySide(c.set, c.before, c.after)
}

// sides name the two sessions, each behind its lead.
func (c *compareScreen) sides() (named [2][2]string) {
	for i, of := range [...]*assessment.Session{c.before, c.after} {
		text := clean(of.Business) + ", " + clean(of.Use)
		if !of.Changed.IsZero() {
			text += " (" + of.Changed.Local().Format("2 January 2006") + ")"
		}
		named[i] = [2]string{[...]string{"First:  ", "Second: "}[i], text}
	}
	return named
}
