package screens

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"

	"readycheck/assessment"
)

func (q *questionScreen) View(st *styles, room size) body {
	var b body
	width := room.width
	var side []string
	if width >= sidebarFrom {
		side = q.sections(st)
		width -= sidebarWidth
	}
	b.header = []string{q.progress(st, room.width)}
	tight := room.height < 14
	if grew := q.work.Grew(); grew != "" && !tight {
		b.header = append(b.header, wrapped(st.dim, grew, room.width)...)
	}
	b.lines = append(b.lines, wrapped(st.strong, q.Text, width)...)
	if !tight {
		b.lines = append(b.lines, "")
	}
	if room.height >= 14 || width >= 60 {
		b.lines = append(b.lines, wrapped(st.dim, q.Why, width)...)
		b.lines = append(b.lines, "")
	}
	for _, warning := range q.Warnings() {
		b.lines = append(b.lines, wrapped(st.warn, warning, width)...)
	}
	if len(q.Warnings()) > 0 {
		b.lines = append(b.lines, "")
	}
	b.lines = q.drawRows(st, &b, width)
	b.lines = append(b.lines, q.beside(st, width)...)
	b.status = q.work.status()
	if q.round != nil {
		b.status = strings.TrimSpace(q.round.says() + "   " + b.status)
	}
	if tight && q.Dispute() != nil {
		b.status = "answered on two computers: ?" // what both said does not fit
	}
	if side != nil {
		b.lines = alongside(side, b.lines)
	}
	return b
}

func (q *questionScreen) drawRows(st *styles, b *body, width int) []string {
	lines := b.lines
	chosen := q.Answered()
	for row, choice := range q.Rows() {
		pointer, style, number := "  ", st.text, fmt.Sprintf(" %d ", row+1)
		if row == q.list.at {
			pointer = st.accent.Render(cursorMark)
		}
		if row == chosen {
			style, number = st.chosen, st.chosen.Render(fmt.Sprintf("[%d]", row+1))
		}
		at := len(lines)
		lines = append(lines, hang(pointer+number+" "+st.sign(choice.Level)+" ", style, choice.Text, width)...)
		b.spots = append(b.spots, spot{from: at, to: len(lines), click: func() action {
			q.list.at = row
			return q.choose(row, nil)
		}})
		if row == q.list.at {
			b.focus, b.focusEnd = at, len(lines)-1
		}
	}
	return lines
}

// beside is what stands with an answer: how it is known, the reason, note, owner, date.
func (q *questionScreen) beside(st *styles, width int) []string {
	var lines []string
	if q.asks() {
		lines = append(lines, "")
		lines = append(lines, q.known(st, width)...)
	}
	return append(lines, q.said(st, width)...)
}

// said are the words that stand with an answer.
func (q *questionScreen) said(st *styles, width int) []string {
	answer := q.Answer()
	var lines []string
	for _, part := range []struct{ label, text string }{
		{"Why not", answer.Reason}, {"Note", answer.Note}, {"Owner", answer.Owner}, {"By", q.Work.Set.Due(answer.Due)},
	} {
		if part.text == "" {
			continue
		}
		most := hang(st.dim.Render(fmt.Sprintf("  %-8s ", part.label)), st.text, clean(part.text), width)
		if len(most) > 3 {
			most = append(most[:2], "           "+st.dim.Render("… n shows it all"))
		}
		lines = append(lines, most...)
	}
	return lines
}

// known is the row that asks how the answer under the cursor is known. What was said before
// is marked.
func (q *questionScreen) known(st *styles, width int) []string {
	words := &q.work.Set.Words
	said := q.list.at == q.Answered()
	row := ""
	for _, choice := range []struct {
		key   string
		known assessment.Known
	}{{"s", assessment.Seen}, {"t", assessment.Told}, {"enter", assessment.Assumed}} {
		mark, style := "  ", st.text
		if said && q.Answer().Known == choice.known {
			mark, style = st.accent.Render(cursorMark), st.chosen
		}
		if choice.known == assessment.Assumed && q.enterWords() == "next" {
			continue // enter keeps what was said
		}
		row += mark + st.accent.Render(choice.key) + " " + style.Render(words.Known[choice.known]) + " "
	}
	const lead = "  How do you know? "
	row = strings.TrimRight(row, " ")
	if lipgloss.Width(lead)+lipgloss.Width(row) <= width {
		return []string{lead + row}
	}
	if lipgloss.Width(row) <= width {
		return []string{lead, row}
	}
	// Where there is little room, the foot has the keys.
	if said && q.Answer().Known != assessment.Assumed {
		return []string{cut(lead+st.chosen.Render(words.Known[q.Answer().Known]), width)}
	}
	return []string{lead}
}

// progress is the line that says where in the walk this is.
func (q *questionScreen) progress(st *styles, width int) string {
	flow := q.work.Flow
	count := fmt.Sprintf("%d of %d", q.Position()+1, flow.Len())
	section := q.work.Section(q.Question.Question)
	right := count + " · " + q.work.Left()
	if width < 60 {
		return sides(st.accent.Render(section), st.dim.Render(right), width)
	}
	answered, total := flow.Progress()
	room := width - len([]rune(section)) - len([]rune(right)) - 4
	return st.accent.Render(section) + "  " + bar(st, answered, total, min(room, 40)) +
		strings.Repeat(" ", max(0, room-min(room, 40))) + "  " + st.dim.Render(right)
}

// explain says what good looks like, gives an example and the terms.
func (q *questionScreen) explain(st *styles, width int) []string {
	lines := append(wrapped(st.strong, q.Text, width), "")
	for _, part := range q.Explain() {
		lines = append(lines, st.accent.Render(part.Title))
		lines = append(lines, wrapped(st.text, part.Text, width)...)
		lines = append(lines, "")
	}
	return lines
}
