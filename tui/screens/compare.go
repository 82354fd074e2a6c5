package screens

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"readycheck/assessment"
	"readycheck/assessment/report"
)

// compareScreen sets two sessions beside each other: what changed, and all lines of the
// checklists side by side.
type compareScreen struct {
	set           *assessment.Set
	before, after *assessment.Session
	changes       assessment.Changes
	tab           int
	from, most    int
}

// newCompare puts the session that was begun first on the left.
func newCompare(set *assessment.Set, a, b *assessment.Session) screen {
	if b.ID < a.ID {
		a, b = b, a
	}
	return &compareScreen{set: set, before: a, after: b, changes: assessment.Compare(set, a, b)}
}

func (c *compareScreen) Init() tea.Cmd { return nil }

func (c *compareScreen) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		c.scroll(wheel(msg))
	case tea.KeyPressMsg:
		switch {
		case key.Matches(msg, keys.tab, keys.shiftTab):
			c.tab, c.from = 1-c.tab, 0
		case key.Matches(msg, keys.up):
			c.scroll(-1)
		case key.Matches(msg, keys.down):
			c.scroll(1)
		case key.Matches(msg, keys.pageUp):
			c.scroll(-10)
		case key.Matches(msg, keys.pageDown, keys.choose):
			c.scroll(10)
		case key.Matches(msg, keys.top):
			c.from = 0
		case key.Matches(msg, keys.bottom):
			c.from = c.most
		case key.Matches(msg, keys.home):
			return c, goHome{}, nil
		}
	}
	return c, nil, nil
}

func (c *compareScreen) scroll(by int) { c.from = max(0, min(c.from+by, c.most)) }

func (c *compareScreen) capturesText() bool { return false }

func (c *compareScreen) ShortHelp() []key.Binding {
	return []key.Binding{keys.tab, bind("↑↓", "scroll", "up", "down"), keys.help, keys.home}
}

func (c *compareScreen) groups() []keyGroup {
	return []keyGroup{
		{"Pages", []key.Binding{keys.tab, keys.shiftTab}},
		{"Moving", []key.Binding{keys.up, keys.down, keys.pageUp, keys.pageDown, keys.top, keys.bottom}},
		{"The program", []key.Binding{keys.home, keys.help, keys.quitNow}},
	}
}

func (c *compareScreen) View(st *styles, room size) body {
	var b body
	titles := []string{"What changed", "Side by side"}
	line := ""
	for i, title := range titles {
		if i > 0 {
			line += "   "
		}
		from := lipgloss.Width(line)
		if i == c.tab {
			line += st.chosen.Render("[" + title + "]")
		} else {
			line += st.dim.Render(title)
		}
		b.spots = append(b.spots, spot{header: true, from: from, to: lipgloss.Width(line), click: func() action {
			c.tab, c.from = i, 0
			return nil
		}})
	}
	lines := c.page(st, room.width)
	b.header, b.lines, b.scrolls = []string{line}, lines, true
	c.most = max(0, len(lines)-max(1, room.height-2))
	c.from = min(c.from, c.most)
	b.scroll = c.from
	if c.from < c.most {
		b.status = "↓ more"
	}
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
	if c.tab == 0 {
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
