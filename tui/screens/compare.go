package screens

import (
	"strings"

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
	for _, side := range []struct {
		lead string
		of   *assessment.Session
	}{{"First:  ", c.before}, {"Second: ", c.after}} {
		text := clean(side.of.Business) + ", " + clean(side.of.Use)
		if !side.of.Changed.IsZero() {
			text += " (" + side.of.Changed.Local().Format("2 January 2006") + ")"
		}
		lines = append(lines, hang(side.lead, st.dim, text, width)...)
	}
	lines = append(lines, "")
	if c.tab == 0 {
		return append(lines, drawBlocks(st, report.Changes(c.set, &c.changes), width)...)
	}
	return append(lines, c.sideBySide(st, width)...)
}

// sideBySide lists every line of the checklists with its two marks, and an arrow where
// they differ.
func (c *compareScreen) sideBySide(st *styles, width int) []string {
	was, is := assessment.Evaluate(c.set, c.before), assessment.Evaluate(c.set, c.after)
	var lines []string
	for _, lens := range []assessment.Lens{assessment.Integration, assessment.Deployment} {
		lines = append(lines, st.accent.Render(c.set.Words.Lens(lens)))
		lines = append(lines, hang("  ", st.dim, "First "+c.set.Words.Counts(was.Lenses.Of(lens).Counts)+"; second "+c.set.Words.Counts(is.Lenses.Of(lens).Counts)+".", width)...)
		for i, item := range is.Items {
			if item.Lens != lens {
				continue
			}
			arrow := "  "
			if was.Items[i].Status != item.Status {
				arrow = "→ "
			}
			lead := "  " + st.sign(was.Items[i].Status) + " " + arrow + st.sign(item.Status) + " "
			lines = append(lines, hang(lead, st.text, item.ID+" "+item.Title, width)...)
			if arrow != "  " {
				lines = append(lines, hang("        ", st.dim, st.words().Level(was.Items[i].Status)+" → "+st.words().Level(item.Status), width)...)
			}
		}
		lines = append(lines, "")
	}
	return lines
}

// drawBlocks draws what a report says in its own words.
func drawBlocks(st *styles, blocks []report.Block, width int) []string {
	var lines []string
	for i, block := range blocks {
		_, heading := block.(report.Heading)
		_, subject := block.(report.Subject)
		if i > 0 && subject {
			// Right below its heading.
			_, below := blocks[i-1].(report.Heading)
			subject = !below
		}
		_, text := block.(report.Paragraph)
		if i > 0 && text {
			_, text = blocks[i-1].(report.Paragraph)
		}
		if heading || subject || text && i > 0 || i == 1 {
			lines = append(lines, "")
		}
		switch block := block.(type) {
		case report.Heading:
			lines = append(lines, wrapped(st.accent, string(block), width)...)
		case report.Subject:
			lines = append(lines, wrapped(st.strong, string(block), width)...)
		case report.Paragraph:
			lines = append(lines, wrapped(st.dim, string(block), width)...)
		case report.Bullets:
			for _, text := range block {
				lines = append(lines, hang("  · ", st.text, text, width)...)
			}
		case report.Marks:
			for _, mark := range block {
				lines = append(lines, hang("  "+st.sign(mark.Level)+" ", st.text, mark.Text, width)...)
				asides := mark.Asides
				if !st.spoken {
					asides = append([]string{mark.Word}, asides...)
				}
				lines = append(lines, hang("    ", st.dim, strings.Join(asides, "; "), width)...)
			}
		case report.Columns:
			lines = append(lines, drawColumns(st, block, width)...)
		}
	}
	return lines
}

// widest is the width of the longest line of all columns.
func widest(columns report.Columns) int {
	most := 0
	for _, c := range columns {
		for _, line := range c.Lines {
			most = max(most, lipgloss.Width(line))
		}
	}
	return most
}

// drawColumns sets columns side by side where there is room, else one below the other.
func drawColumns(st *styles, columns report.Columns, width int) []string {
	var lines []string
	half := width / 2
	if st.spoken || len(columns) != 2 || widest(columns) > half-2 {
		for _, c := range columns {
			lines = append(lines, st.strong.Render(c.Title))
			for _, text := range c.Lines {
				lines = append(lines, hang("  ", st.text, text, width)...)
			}
		}
		return lines
	}
	lines = append(lines, column(st.strong.Render(columns[0].Title), half)+st.strong.Render(columns[1].Title))
	for i := range columns[0].Lines {
		lines = append(lines, column(st.text.Render(columns[0].Lines[i]), half)+st.text.Render(columns[1].Lines[i]))
	}
	return lines
}
