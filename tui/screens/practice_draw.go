package screens

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"readycheck/assessment"
	"readycheck/assessment/report"
)

func (p *practiceScreen) View(st *styles, room size) body {
	switch {
	case p.problem != "":
		return body{lines: wrapped(st.warn, p.problem, room.width)}
	case !p.loaded:
		return body{lines: []string{st.dim.Render("Reading your clients…")}}
	}
	c := p.columnsFor(room.width)
	b := body{header: p.head(st, room), status: p.working()}
	if len(p.Shown) == 0 {
		b.lines = []string{"", st.dim.Render("Nothing fits. esc shows all again.")}
		if p.wrong != "" {
			b.lines = append([]string{""}, wrapped(st.warn, p.wrong, room.width)...)
		}
		return b
	}
	below := p.below(st, room, &c)
	b.lines = append(b.lines, p.columnNames(st, &c, len(b.header) == 0))
	height := room.height - len(b.header) - len(b.lines) - len(below)
	if room.height >= tallPractice {
		height--
	}
	// Only the rows around the cursor are drawn: there may be very many.
	height = max(1, height)
	from := max(0, min(p.list.at-height/2, len(p.Shown)-height))
	for i := from; i < min(from+height, len(p.Shown)); i++ {
		at := len(b.lines)
		b.lines = append(b.lines, p.drawRow(st, i, &c))
		b.clickable(at, func() action { return p.clicked(i) })
	}
	if len(p.Shown) > height {
		place := thousands(p.list.at+1) + " of " + thousands(len(p.Shown))
		b.status = strings.TrimPrefix(b.status+" · "+place, " · ")
	}
	b.focus, b.focusEnd = p.list.at-from+1, p.list.at-from+1
	b.lines = append(b.lines, below...)
	return b
}

// clicked goes to a row, and opens the one that the cursor is on already.
func (p *practiceScreen) clicked(row int) action {
	if p.list.at == row {
		return p.opens(p.under())
	}
	p.list.at = row
	return nil
}

// tallPractice is the room from which on there are a title and a legend.
const tallPractice = 16

// practiceColumns are how wide the parts of a row are, and which lines have room.
type practiceColumns struct {
	width int
	// left is the room before the lines: the pointer, the name, and where there is more the stage,
	// what is overdue and the next day.
	left                   int
	name, stage, late, day int
	// cell is the width of a line, items are those that are shown.
	cell  int
	items []int
}

// The least room for a name, and the room before the lines from which on there is more than one.
const (
	leastName            = 15
	stageFrom, dayFrom   = 52, 104
	lateCells, sideSpace = len("12 overdue"), 2
)

// columnsFor lays out a row. Where there is no room for all lines, those of one side are shown: the
// one that the cursor is on.
func (p *practiceScreen) columnsFor(width int) practiceColumns {
	c := practiceColumns{width: width, cell: 3}
	for i := range p.Set.Items {
		c.items = append(c.items, i)
		c.cell = max(c.cell, len(p.Set.Items[i].ID)+1, len(strconv.Itoa(p.Counts[i].Lack))+1)
	}
	if width >= wide {
		c.cell = max(c.cell, 4)
	}
	if room := width - 2 - leastName; p.linesWidth(&c) > room {
		c.items = p.oneSide(room / c.cell)
	}
	c.left = width - p.linesWidth(&c)
	c.name = c.left - 2
	if c.left >= stageFrom {
		c.stage, c.late = stageCells, lateCells
		c.name -= c.stage + c.late + 2*sideSpace
	}
	if c.left >= dayFrom {
		c.day = longDay
		c.name -= c.day + sideSpace
	}
	return c
}

// oneSide are the lines of the side that the cursor is on, as many as there is room for, and among
// them the one under it.
func (p *practiceScreen) oneSide(most int) []int {
	on := max(0, p.line)
	var side []int
	at := 0
	for i := range p.Set.Items {
		if p.Set.Items[i].Lens == p.Set.Items[on].Lens {
			if i == on {
				at = len(side)
			}
			side = append(side, i)
		}
	}
	most = max(1, min(most, len(side)))
	from := max(0, min(at-most/2, len(side)-most))
	return side[from : from+most]
}

func (p *practiceScreen) linesWidth(c *practiceColumns) int {
	width := len(c.items) * c.cell
	for at := range c.items {
		width += p.between(c, at)
	}
	return width
}

// between is the room before a line that is the first of its side.
func (p *practiceScreen) between(c *practiceColumns, at int) int {
	if at > 0 && p.Set.Items[c.items[at]].Lens != p.Set.Items[c.items[at-1]].Lens {
		return sideSpace
	}
	return 0
}

// cells sets something for each line that is shown in its place.
func (p *practiceScreen) cells(c *practiceColumns, draw func(item int) string) string {
	var b strings.Builder
	for at, item := range c.items {
		text := draw(item)
		b.WriteString(strings.Repeat(" ", p.between(c, at)+max(0, c.cell-ansi.StringWidth(text))))
		b.WriteString(text)
	}
	return b.String()
}

// head is the title, or the filter. A small screen has no room for the title.
func (p *practiceScreen) head(st *styles, room size) []string {
	title, found := st.strong.Render("Practice"), p.Found()+", "+p.SortedBy()
	typed := p.filtering || p.filter.Value() != ""
	switch {
	case typed:
		title = st.accent.Render("Filter: ") + clean(p.filter.Value())
		if p.filtering {
			title += st.accent.Render("▏")
		}
		if room.width < narrow {
			found = p.Found()
		}
	case room.height < tallPractice:
		return nil
	}
	return []string{sides(title, st.dim.Render(found), room.width)}
}

// columnNames are the ids of the lines that are shown, and where there is no title how many clients
// there are.
func (p *practiceScreen) columnNames(st *styles, c *practiceColumns, untitled bool) string {
	left := ""
	if untitled {
		if left = p.Found() + ", " + p.SortedBy(); len(left) >= c.left {
			left = p.Found()
		}
	}
	return st.dim.Render(column(left, c.left)) + p.cells(c, func(item int) string {
		if item == p.line {
			return st.chosen.Render(strings.TrimSpace(cursorMark) + p.Set.Items[item].ID)
		}
		return st.dim.Render(p.Set.Items[item].ID)
	})
}

// drawRow draws a client.
func (p *practiceScreen) drawRow(st *styles, at int, c *practiceColumns) string {
	row := &p.Shown[at]
	mark, name := p.list.pointer(st, at)
	left := mark + column(clientNamed(st, name.Render, row, c.name-1), c.name)
	gap := strings.Repeat(" ", sideSpace)
	if c.stage > 0 {
		late := ""
		if row.Overdue > 0 {
			late = fmt.Sprintf("%d overdue", row.Overdue)
		}
		left += gap + st.dim.Render(column(report.ClientStage(p.Set, row), c.stage)) + gap + st.warn.Render(column(late, c.late))
	}
	if c.day > 0 {
		left += gap + st.dim.Render(column(report.NextDay(p.Set, row.Standing.NextDay(), p.o.Now()), c.day))
	}
	switch row.Missing {
	case assessment.OtherQuestions:
		return left + st.dim.Render(cut("  asked with other questions", c.width-c.left))
	case assessment.NotWorkedOut:
		return left + st.dim.Render(cut("  not worked out yet", c.width-c.left))
	}
	return left + p.cells(c, func(item int) string {
		sign := st.sign(row.Level(item))
		if at == p.list.at && item == p.line {
			return st.chosen.Render(strings.TrimSpace(cursorMark)) + sign
		}
		return sign
	})
}

// clientNamed is a client's business with its use, cut to a width.
func clientNamed(st *styles, strong func(...string) string, row *assessment.PracticeRow, width int) string {
	business := cut(clean(row.Business), width)
	rest := width - ansi.StringWidth(business) - 2
	if rest < len("It drafts…") {
		return strong(business)
	}
	return strong(business) + "  " + st.dim.Render(cut(clean(row.Use), rest))
}

// below is what stands under the rows: how many lack each line, what is under the cursor, and what
// the signs mean. It is of the same height wherever the cursor is, so that nothing jumps.
func (p *practiceScreen) below(st *styles, room size, c *practiceColumns) []string {
	tall := room.height >= tallPractice
	counts := st.dim.Render(strings.Repeat(" ", max(0, c.left-len("lack it: ")))+"lack it:") + " "
	lines := []string{cut(counts, c.left) + p.cells(c, func(item int) string {
		text := strconv.Itoa(p.Counts[item].Lack)
		if item == p.line {
			return st.chosen.Render(text)
		}
		return st.dim.Render(text)
	})}
	said, rows := p.said(st, room.width), saidRows(room)
	if tall {
		lines = append(lines, "")
	}
	for i := range rows {
		if i < len(said) {
			lines = append(lines, said[i])
		} else {
			lines = append(lines, "")
		}
	}
	if tall {
		lines = append(lines, "")
		lines = append(lines, p.legend(st, room.width)...)
	}
	return lines
}

// saidRows is how many rows there are for what is under the cursor.
func saidRows(room size) int {
	switch {
	case room.width < narrow && room.height >= tallPractice:
		return 6
	case room.width < narrow && room.height < 11, room.width >= narrow && room.height < tallPractice:
		return 3
	}
	return 4
}

// said is what is under the cursor in words, or what is wrong in the filter.
func (p *practiceScreen) said(st *styles, width int) []string {
	if p.wrong != "" {
		return wrapped(st.warn, p.wrong, width)
	}
	row, here := p.under(), ""
	var lines []string
	if p.line != onName {
		lines = wrapped(st.strong, p.LineSaid(p.line), width)
		if row.Levels != nil {
			here = st.marked(row.Level(p.line)) + ". "
		}
	}
	return append(lines, wrapped(st.text, clean(row.Business)+": "+here+assessment.Capital(report.ClientWords(p.Set, row, p.o.Now()))+".", width)...)
}

// legend says what the signs mean.
func (p *practiceScreen) legend(st *styles, width int) []string {
	var parts []string
	for _, level := range [...]assessment.Level{assessment.InPlace, assessment.Partly, assessment.No, assessment.Unsure, assessment.NA, assessment.Unanswered} {
		parts = append(parts, st.sign(level)+" "+st.dim.Render(p.Set.Words.Level(level)))
	}
	if line := strings.Join(parts, "  "); ansi.StringWidth(line) <= width {
		return []string{line}
	}
	return flowed(parts, width)
}

// working says how many sessions were worked out, while that is going on.
func (p *practiceScreen) working() string {
	if !p.looking {
		return ""
	}
	return fmt.Sprintf("working out %s of %s", thousands(p.done), thousands(p.toDo))
}

// thousands is a number with a comma before the last three digits.
func thousands(n int) string {
	text := strconv.Itoa(n)
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}
