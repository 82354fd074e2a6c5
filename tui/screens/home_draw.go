package screens

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"readycheck/assessment"
	"readycheck/assessment/report"
	"readycheck/tui/interview"
)

func (h *homeScreen) View(st *styles, room size) body {
	switch {
	case h.unread():
		return body{lines: wrapped(st.warn, h.problem, room.width)}
	case !h.loaded:
		return body{lines: []string{st.dim.Render("Reading your sessions…")}}
	case h.count() == 0:
		return h.welcome(st, room)
	}
	var b body
	if h.lead() > 0 {
		b.header = h.dueLines(st, room)
		b.spots = append(b.spots, spot{header: true, to: room.width, click: func() action { return h.clicked(-1) }})
	}
	title := st.strong.Render("Your sessions")
	if h.filtering || h.filter.Value() != "" {
		title = st.accent.Render("Filter: ") + h.filter.Value()
		if h.filtering {
			title += st.accent.Render("▏")
		}
	}
	b.header = append(b.header, sides(title, st.dim.Render(h.found()), room.width))
	if len(h.shown) == 0 {
		b.lines = []string{"", st.dim.Render("Nothing fits. esc shows all again.")}
		return b
	}
	// Only the rows around the cursor are drawn: the list may be very long.
	height, on := max(1, room.height-len(b.header)-1), max(0, h.row())
	from := max(0, min(on-height/2, len(h.shown)-height))
	cells := cellsFor(room.width)
	for i := from; i < min(from+height, len(h.shown)); i++ {
		at := len(b.lines)
		b.lines = append(b.lines, h.drawRow(st, i, &cells, room.width))
		b.clickable(at, func() action { return h.clicked(i) })
	}
	b.focus, b.focusEnd = on-from, on-from
	return b
}

// clicked goes to a row of those shown, or to what has come due at -1, and opens the one that
// the cursor is on already.
func (h *homeScreen) clicked(row int) action {
	if at := h.lead() + row; at != h.list.at {
		h.list.at = at
		h.list.has(h.list.rows)
		return nil
	}
	if row < 0 {
		return h.opensDue()
	}
	return h.opens(h.under())
}

func (h *homeScreen) found() string {
	text := assessment.Counted(len(h.shown), "session", "sessions")
	if !h.whole {
		return text + " so far"
	}
	if h.sort != 0 {
		text += ", " + sorts[h.sort].words
	}
	return text
}

// dueLines say what has come due, the oldest of it by its name.
func (h *homeScreen) dueLines(st *styles, room size) []string {
	mark, name := h.list.pointer(st, 0)
	row := h.uses.rows[h.oldest]
	since, use := report.NextDay(h.set, row.nextDay(), h.o.Now()), "  "+clean(row.Use())
	if room.width < narrow {
		since, use = report.NextDayShort(row.nextDay(), h.o.Now()), ""
	}
	business := cut(clean(row.Business()), room.width-2-len(", ")-len(since))
	lines := []string{
		mark + st.text.Render(report.UsesDue(h.come)),
		"  " + name.Render(business) + st.text.Render(", ") + st.warn.Render(since) + st.dim.Render(use),
	}
	if room.height >= 16 {
		lines = append(lines, "")
	}
	return lines
}

// cells are how wide the parts of a row are. They grow with the screen, up to where the eye
// would lose the row between them.
type cells struct {
	business, use, bar, day, gap int
	// wide is true where days have room for all their words, and the last change is said.
	wide bool
}

// The widths of the parts, in cells.
const (
	narrow, roomy, wide      = 60, 100, 160
	leastBusiness            = 18
	smallBusiness, smallUse  = 19, 30
	roomyBusiness, roomyUse  = 29, 44
	widestBusiness, wideUse  = 40, 60
	stageCells, changedCells = len("limited production"), len("changed 22 Nov 2025")
	longDay                  = len("overdue since Thu 20 Nov 2025")
)

func cellsFor(width int) cells {
	c, rest := cells{bar: 4, day: report.NextDayWidth, gap: 1, wide: width >= wide}, width-2
	business, use := smallBusiness, smallUse
	if width >= roomy {
		c.bar, c.gap, business, use = 10, 2, roomyBusiness, roomyUse
	}
	if c.wide {
		c.day, business, use = longDay, widestBusiness, wideUse
		rest -= c.gap + changedCells
	}
	rest -= c.bar + 1 + stageCells + c.day + 3*c.gap
	c.business = min(business, max(leastBusiness, rest*2/5))
	c.use = max(0, min(use, rest-c.business))
	return c
}

// drawRow draws a row of those shown. One that is not the newest of its use says when it was.
func (h *homeScreen) drawRow(st *styles, at int, c *cells, width int) string {
	row := h.uses.rows[h.shown[at]]
	mark, name := h.list.pointer(st, h.lead()+at)
	progress, day, come := h.progress(row), h.dayWords(row, c), !row.earlier && row.due != noDay && row.due <= h.uses.today
	said := st.dim
	if come {
		said = st.warn
	}
	business, use := clean(row.Business()), clean(row.Use())
	if row.earlier {
		business, use = "  earlier, "+row.changedAt().Local().Format("2 Jan 2006"), ""
	}
	if width < narrow {
		right := progress
		if come {
			right = day
		}
		business = cut(business, width-2-1-ansi.StringWidth(right))
		return mark + sides(name.Render(business)+st.dim.Render("  "+use), said.Render(right), width-2)
	}
	gap := strings.Repeat(" ", c.gap)
	left := name.Render(column(business, c.business)) + gap + st.dim.Render(column(use, c.use))
	if row.earlier {
		left = name.Render(column(business, c.business+c.gap+c.use))
	}
	line := mark + left + gap + bar(st, int(row.answered), int(row.total), c.bar) + " " + column(progress, stageCells) + gap + said.Render(column(day, c.day))
	if c.wide && !row.earlier {
		line += gap + st.dim.Render("changed "+interview.Day(row.changedAt(), h.o.Now()))
	}
	return line
}

// progress says how far a session is: what is answered, and then where it stands.
func (h *homeScreen) progress(row *listed) string {
	if row.Standing().Finished() {
		return h.stageName(row.stage)
	}
	return fmt.Sprintf("%d of %d", row.answered, row.total)
}

// dayWords say the next day of a use, as far as there is room; where it has none and there is
// little room, when it was changed.
func (h *homeScreen) dayWords(row *listed, c *cells) string {
	switch {
	case row.earlier:
		return ""
	case c.wide:
		return report.NextDay(h.set, row.nextDay(), h.o.Now())
	case row.due == noDay:
		return interview.Day(row.changedAt(), h.o.Now())
	}
	return report.NextDayShort(row.nextDay(), h.o.Now())
}

// stageName is a stage in the set's words. The first frame is drawn before the set has been
// read, and leaves them out.
func (h *homeScreen) stageName(stage assessment.Stage) string {
	if h.set == nil {
		return ""
	}
	return h.set.StageName(stage)
}
