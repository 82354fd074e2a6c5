package screens

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// View draws what Update decided.
func (m *model) View() tea.View {
	v := tea.NewView(m.draw())
	v.AltScreen = true
	v.WindowTitle = "readycheck"
	if m.o.Mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	return v
}

// draw puts the frame together: a title line, the screen's body, a quiet line, the keys.
func (m *model) draw() string {
	if m.size.width < minWidth || m.size.height < minHeight {
		return strings.Join(wrap(fmt.Sprintf("This window is %d by %d. Make it at least %d by %d, and everything is there again.",
			m.size.width, m.size.height, minWidth, minHeight), max(10, m.size.width)), "\n")
	}
	front := m.front()
	inner, margin := m.block(front)
	foot := m.foot(front, inner.width)
	status := m.statusLines(front, inner.width)

	top := []string{m.title(inner.width)}
	room := size{inner.width, m.size.height - len(top) - len(foot) - len(status)}
	if len(status) == 0 {
		room.height-- // for the quiet line
	}
	m.room = room
	b := front.View(m.styles, room)
	top = append(top, b.header...)
	if m.size.height >= 20 {
		top = append(top, "")
	}
	said, hint := status, m.styles.key(m.hint(front))
	b.status = m.withExchange(b.status)
	status = m.quiet(said, hint, b.status, false, inner.width)
	height := m.size.height - len(top) - len(status) - len(foot)
	lines, from := window(b, height)
	if from+len(lines) < len(b.lines) {
		status = m.quiet(said, hint, b.status, true, inner.width)
		height = m.size.height - len(top) - len(status) - len(foot)
		lines, from = window(b, height)
	}
	m.hits = hits{spots: b.spots, header: 1, body: len(top), lines: len(lines), from: from, margin: margin}
	for len(lines) < height {
		lines = append(lines, "")
	}
	lines = append(append(append(top, lines...), status...), foot...)
	indent := strings.Repeat(" ", margin)
	for i := range lines {
		lines[i] = indent + m.styles.signsFor(cut(lines[i], inner.width))
	}
	return strings.Join(lines, "\n")
}

// centredFrom is the width from which on a screen of text stands in the middle, as a block of
// blockWidth. pagesWidth is the block of a screen with two columns.
const (
	centredFrom = 100
	blockWidth  = 76
	pagesWidth  = widestPair
)

// block is the room between the margins, and how wide the left one is.
func (m *model) block(front screen) (inner size, margin int) {
	margin = 2
	if m.size.width < 60 {
		margin = 0
	}
	inner = size{m.size.width - 2*margin, m.size.height}
	if m.size.width < centredFrom {
		return inner, margin
	}
	most := blockWidth
	switch s := front.(type) {
	case *questionScreen, *voterQuestion, *homeScreen, *practiceScreen, *lackScreen:
		return inner, margin // what stands beside the text takes the room
	case *summaryScreen:
		if s.onSteps() && inner.width >= besideFrom {
			return inner, margin
		}
		most = pagesWidth
	case *compareScreen, *roomScreen:
		most = pagesWidth
	}
	inner.width = min(inner.width, most)
	return inner, (m.size.width - inner.width) / 2
}

// quiet are the lines above the keys: what the root has to say, or else a hint and what the screen
// says quietly. That there is more below stands at the right, whatever else does.
func (m *model) quiet(said []string, hint, status string, more bool, width int) []string {
	below := ""
	if more {
		below = m.styles.below()
	}
	if len(said) == 0 {
		right := strings.TrimSpace(status + "   " + below)
		if hint+right == "" {
			return nil
		}
		return []string{sides(m.styles.dim.Render(hint), m.styles.dim.Render(right), width)}
	}
	if !more {
		return said
	}
	below = m.styles.dim.Render(below)
	last := len(said) - 1
	if ansi.StringWidth(said[last])+3+ansi.StringWidth(below) > width {
		return append(slices.Clip(said), sides("", below, width))
	}
	return append(said[:last:last], sides(said[last], below, width))
}

// withExchange puts how the exchange with other computers stands to what a screen says quietly. A
// short screen has room for the latter alone.
func (m *model) withExchange(status string) string {
	line := m.exchange.Line()
	switch {
	case line == "" || status != "" && m.size.width < 60:
		return status
	case status == "":
		return line
	}
	return status + " · " + line
}

func (m *model) title(width int) string {
	right := ""
	if m.work != nil && !ofAll(m.screen) {
		right = clean(m.work.Session.Business)
	}
	left := m.styles.dim.Render("readycheck")
	if who, ok := m.who.(headed); ok && who.head() != "" {
		left += "   " + m.styles.chosen.Render(who.head())
	}
	return sides(left, m.styles.strong.Render(cut(right, max(8, width-4-ansi.StringWidth(left)))), width)
}

// headed is a controller with a word for the head of every screen, such as how much time is left.
type headed interface{ head() string }

func (m *model) statusLines(front screen, width int) []string {
	text := m.notice
	if text == "" && m.work != nil && !ofAll(front) && m.work.Problem != "" {
		text = m.work.unsaid()
	}
	if text == "" {
		return nil
	}
	lines := wrapped(m.styles.warn, text, width)
	return lines[:min(len(lines), 4)]
}

// foot is the keys, in at most two lines, or one where there is little room. What does
// not fit is behind ?, which always stays, and so does the way back where
// there are two lines.
func (m *model) foot(front screen, width int) []string {
	most := 2
	if m.size.height < 20 {
		most = 1
	}
	var parts, stay []string
	for _, b := range m.short(front) {
		part := m.styles.text.Render(m.styles.key(b.Help().Key)) + " " + m.styles.dim.Render(b.Help().Desc)
		parts = append(parts, part)
		back := most > 1 && key.Matches(tea.KeyPressMsg{Code: tea.KeyEscape}, b)
		if back || b.Help().Key == keys.help.Help().Key {
			stay = append(stay, part)
		}
	}
	lines := flowed(parts, width)
	for n := len(parts); len(lines) > most && n > 0; n-- {
		lines = flowed(append(without(parts[:n-1], stay), stay...), width)
	}
	return lines[:min(len(lines), most)]
}

// short are the keys of the foot. Those of the shell come before the way back.
func (m *model) short(front screen) []key.Binding {
	bindings := front.ShortHelp()
	return slices.Insert(slices.Clip(bindings), max(0, len(bindings)-1), m.own(front)...)
}

func without(parts, these []string) []string {
	return slices.DeleteFunc(slices.Clone(parts), func(p string) bool { return slices.Contains(these, p) })
}

// flowed sets parts one after another and breaks between them.
func flowed(parts []string, width int) []string {
	var lines []string
	line := ""
	for _, part := range parts {
		if line != "" && ansi.StringWidth(line)+3+ansi.StringWidth(part) > width {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += "   "
		}
		line += part
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// window is the part of a body that is shown: all of it, or what keeps the focus in sight.
func window(b body, height int) (lines []string, from int) {
	height = max(1, height)
	if len(b.lines) <= height {
		return b.lines, 0
	}
	from = b.scroll
	if !b.scrolls {
		from = 0
		if b.focusEnd >= height {
			from = min(b.focus, b.focusEnd-height+1)
		}
	}
	from = max(0, min(from, len(b.lines)-height))
	return b.lines[from : from+height], from
}

// hits says where on the screen the spots of the last frame are.
type hits struct {
	spots []spot
	// header and body are the screen lines at which they begin; from is the line of the
	// body that is shown first, lines how many are shown.
	header, body, from, lines, margin int
}

// at finds what a click on a cell means; nil for nothing.
func (h hits) at(x, y int) func() action {
	for _, s := range h.spots {
		if s.header && y == h.header && x-h.margin >= s.from && x-h.margin < s.to {
			return s.click
		}
		line := y - h.body + h.from
		if !s.header && y >= h.body && y < h.body+h.lines && line >= s.from && line < s.to {
			return s.click
		}
	}
	return nil
}
