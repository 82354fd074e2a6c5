package screens

import (
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"readycheck/assessment"
)

// longestLine is how wide running text gets: longer lines are hard to read.
const longestLine = 72

// wrap breaks text into lines of at most width cells, and never less than ten.
func wrap(text string, width int) []string {
	width = max(10, min(width, longestLine))
	return strings.Split(ansi.Wrap(text, width, ""), "\n")
}

// wrapped breaks text and gives every line a style of its own, since a style that runs
// over a line end would be cut by the next one.
func wrapped(style lipgloss.Style, text string, width int) []string {
	lines := wrap(text, width)
	for i := range lines {
		lines[i] = style.Render(lines[i])
	}
	return lines
}

// hang breaks text after a lead, such as a number and a sign, and indents the rest.
func hang(lead string, style lipgloss.Style, text string, width int) []string {
	indent := ansi.StringWidth(lead)
	lines := wrapped(style, text, width-indent)
	for i := range lines {
		if i == 0 {
			lines[i] = lead + lines[i]
		} else {
			lines[i] = strings.Repeat(" ", indent) + lines[i]
		}
	}
	return lines
}

// cut shortens a line to width cells.
func cut(line string, width int) string { return ansi.Truncate(line, max(0, width), "…") }

// column cuts or fills a line to exactly width cells.
func column(line string, width int) string {
	width = max(0, width)
	line = cut(line, width)
	return line + strings.Repeat(" ", max(0, width-ansi.StringWidth(line)))
}

// sides puts one text at the left edge and one at the right. The left gives way first.
func sides(left, right string, width int) string {
	right = cut(right, width)
	room := width - ansi.StringWidth(right)
	if room <= 1 {
		return right
	}
	return column(left, room-1) + " " + right
}

// bar draws progress as a line: a heavy part for what is done and a thin one for the rest.
func bar(st *styles, done, total, width int) string {
	if total <= 0 || width <= 0 {
		return st.dim.Render(strings.Repeat("─", max(0, width)))
	}
	full := min(width, done*width/total)
	if done > 0 && full == 0 {
		full = 1
	}
	return st.accent.Render(strings.Repeat("━", full)) + st.dim.Render(strings.Repeat("─", width-full))
}

// clean makes a person's text safe to show on one line.
func clean(text string) string { return assessment.CleanLine(text, assessment.MaxNote) }

// plainSigns are the levels' marks in ASCII.
var plainSigns = [...]string{
	assessment.Unanswered: ".", assessment.No: "o", assessment.Unsure: "?", assessment.Partly: "+", assessment.InPlace: "*", assessment.NA: "-",
}

// sign is a level's mark. It always stands beside a word.
func (st *styles) sign(level assessment.Level) string {
	if st.spoken {
		return assessment.Capital(st.words().Level(level)) + ":"
	}
	if st.fewSigns {
		return st.levels[level].Render(plainSigns[level])
	}
	return st.levels[level].Render(level.Sign())
}

// marked is a level's sign with its word.
func (st *styles) marked(level assessment.Level) string {
	return st.sign(level) + " " + st.words().Level(level)
}

// splitLines takes a drawn block apart, without empty lines at its end.
func splitLines(block string) []string { return strings.Split(strings.TrimRight(block, "\n "), "\n") }

// quoted puts a person's name for something in quotation marks.
