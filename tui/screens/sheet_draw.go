package screens

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/textinput"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// sheetLabels is how wide the names of the fields are.
const sheetLabels = 18

func (s *sheet) View(st *styles, room size) body {
	header := st.strong.Render(s.title)
	if s.again {
		header = sides(header, st.dim.Render(interview.HadTyped), room.width)
	}
	height := belowHeader(room).height
	b := s.draw(st, room.width, false)
	if len(b.lines) > height {
		// Lists that are not at hand show what is chosen in them.
		b = s.draw(st, room.width, true)
	}
	b.header = []string{header}
	return b
}

func (s *sheet) draw(st *styles, width int, tight bool) (b body) {
	switch {
	case s.about == "":
	case tight:
		b.lines = []string{st.dim.Render(cut(s.about, width))}
	default:
		b.lines = append(wrapped(st.dim, s.about, width), "")
	}
	for at, f := range s.fields {
		from := len(b.lines)
		if at == s.at {
			b.focus, b.focusEnd = from, from
		}
		if f.options != nil {
			s.drawList(st, &b, at, width, tight && at != s.at)
		} else {
			b.lines = append(b.lines, s.drawText(st, at, width)...)
			b.clickable(from, func() action { s.focus(at); return nil })
		}
		if at == s.at && f.options == nil {
			b.focusEnd = len(b.lines) - 1
		}
		if at == s.at && s.problem != "" {
			b.lines = append(b.lines, wrapped(st.warn, s.problem, width)...)
			b.focusEnd = len(b.lines) - 1
		}
	}
	if s.below != "" && !tight {
		b.lines = append(append(b.lines, ""), wrapped(st.dim, s.below, width)...)
	}
	return b
}

// label is the name of a field, with the cursor where it is at hand.
func (s *sheet) label(st *styles, at int) string {
	mark, style := "  ", st.dim
	if at == s.at {
		mark, style = st.accent.Render(cursorMark), st.chosen
	}
	return mark + style.Render(column(s.fields[at].title, sheetLabels-2))
}

// drawText draws a text and how it is read: beside it, or below it where there is little room.
func (s *sheet) drawText(st *styles, at, width int) []string {
	f := s.fields[at]
	line, room := s.label(st, at), width-sheetLabels-1
	says := ""
	if f.says != nil {
		says = f.says(f.text())
	}
	below := says != "" && width < 60
	if says != "" && !below {
		room = max(10, room-ansi.StringWidth(says)-2)
	}
	if at != s.at {
		line += st.text.Render(cut(clean(f.text()), room))
	} else {
		plain := textinput.StyleState{Text: st.text, Placeholder: st.dim, Prompt: st.accent}
		f.input.SetStyles(textinput.Styles{Focused: plain, Blurred: plain, Cursor: textinput.CursorStyle{Color: st.accent.GetForeground()}})
		f.input.SetWidth(max(5, room))
		line += f.input.View()
	}
	switch {
	case says == "" || below && at != s.at:
		return []string{line}
	case below:
		return []string{line, cut(strings.Repeat(" ", sheetLabels)+st.accent.Render(says), width)}
	}
	return []string{cut(strings.TrimRight(line, " ")+"  "+st.accent.Render(says), width)}
}

// drawList draws the rows of a list, in one line where they fit there; only the chosen one where
// it is closed.
func (s *sheet) drawList(st *styles, b *body, at, width int, closed bool) {
	f := s.fields[at]
	from, label := len(b.lines), s.label(st, at)
	here := func() action { s.focus(at); return nil }
	if f.isOff() {
		b.lines = append(b.lines, cut(label+st.dim.Render(f.off()), width))
		return
	}
	if row := f.row(); closed && row >= 0 {
		b.lines = append(b.lines, cut(label+s.option(st, f, row), width))
		b.clickable(from, here)
		return
	}
	inline := make([]string, 0, len(f.options))
	for row := range f.options {
		inline = append(inline, s.option(st, f, row))
	}
	if one := label + strings.Join(inline, "  "); ansi.StringWidth(one) <= width {
		b.lines = append(b.lines, one)
		b.clickable(from, here)
		return
	}
	indent := strings.Repeat(" ", sheetLabels)
	if width < 60 {
		b.lines = append(b.lines, label)
		indent, label = "  ", "  "
	}
	for row, o := range f.options {
		line := len(b.lines)
		lead, style := s.lead(st, f, row)
		b.lines = append(b.lines, hang(label+lead, style, o.text, width)...)
		if at == s.at && row == f.row() {
			b.focus, b.focusEnd = line, len(b.lines)-1 // a short screen shows what is chosen
		}
		b.clickable(line, func() action {
			s.focus(at)
			f.choose(row)
			return nil
		})
		label = indent
	}
}

// option is a row of a list in one line.
func (s *sheet) option(st *styles, f *sheetField, row int) string {
	lead, style := s.lead(st, f, row)
	return lead + style.Render(f.options[row].text)
}

// lead is what stands before the text of a row, and how that looks.
func (s *sheet) lead(st *styles, f *sheetField, row int) (string, lipgloss.Style) {
	number, style := fmt.Sprintf(" %d  ", row+1), st.text
	if row == f.row() {
		number, style = fmt.Sprintf("[%d] ", row+1), st.chosen
	}
	lead := style.Render(number)
	if level := f.options[row].level; level != assessment.Unanswered {
		lead += st.sign(level) + " "
	}
	return lead, style
}
