package screens

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"

	"readycheck/assessment"
	"readycheck/assessment/report"
)

// drawPart draws a part of a report below its title.
func drawPart(st *styles, part report.Part, width int) []string {
	lines := wrapped(st.accent, part.Title, width)
	for i, block := range part.Blocks {
		if bullets, ok := block.(report.Bullets); ok {
			lines = append(lines, drawBullets(st, leadOf(st, part.Name), bullets, width)...)
			continue
		}
		if i > 0 && apart(part.Blocks[i-1], block) {
			lines = append(lines, "")
		}
		lines = append(lines, drawBlock(st, block, width)...)
	}
	return lines
}

const bullet = "  · "

// leadOf is what stands before each bullet of a part.
func leadOf(st *styles, name report.Name) string {
	switch name {
	case report.May:
		return "  + "
	case report.NotYet:
		return "  – "
	case report.Alerts:
		return "  " + st.warn.Render("!") + " "
	}
	return bullet
}

// drawBlocks draws what a report says in its own words.
func drawBlocks(st *styles, blocks []report.Block, width int) []string {
	var lines []string
	for i, block := range blocks {
		if i > 0 && apart(blocks[i-1], block) {
			lines = append(lines, "")
		}
		lines = append(lines, drawBlock(st, block, width)...)
	}
	return lines
}

// apart reports whether an empty line stands between two blocks.
func apart(before, block report.Block) bool {
	_, below := before.(report.Heading)
	switch block.(type) {
	case report.Heading, report.Facts, report.Message:
		return !below
	case report.Subject:
		return !below
	case report.Paragraph, report.Warning:
		switch before.(type) {
		case report.Lead, report.Paragraph, report.Warning, report.Heading, report.Subject:
			return false
		}
		return true
	}
	return false
}

func drawBlock(st *styles, block report.Block, width int) []string {
	var lines []string
	switch block := block.(type) {
	case report.Headline:
		return wrapped(st.accent, string(block), width)
	case report.Picture:
		for _, line := range block.Lines() {
			lines = append(lines, hang("  ", st.text, line, width)...)
		}
	case report.Lead:
		return wrapped(st.strong, string(block), width)
	case report.Heading:
		return wrapped(st.accent, string(block), width)
	case report.Subject:
		return wrapped(st.strong, string(block), width)
	case report.Paragraph:
		return wrapped(st.text, string(block), width)
	case report.Warning:
		return wrapped(st.warn, string(block), width)
	case report.Bullets:
		return drawBullets(st, bullet, block, width)
	case report.Columns:
		return drawColumns(st, block, width)
	case report.Marks:
		for _, mark := range block {
			lines = append(lines, drawMark(st, mark, width)...)
		}
	case report.Pairs:
		for _, pair := range block {
			lines = append(lines, drawPair(st, pair, width)...)
		}
	case report.Sides:
		for _, side := range block {
			lines = append(lines, drawSide(st, side, width))
		}
	case report.Steps:
		for i, step := range block {
			lines = append(lines, drawStep(st, i+1, step, false, width)...)
		}
	case report.Table:
		for i, row := range block.Rows {
			if i > 0 {
				lines = append(lines, "")
			}
			lines = append(lines, drawRow(st, row, width)...)
		}
	case report.Answers:
		for _, answer := range block {
			lines = append(lines, drawAnswer(st, answer, width)...)
		}
	case report.Facts:
		for _, fact := range block {
			lines = append(lines, wrapped(st.text, fact.Name+": "+fact.Text, width)...)
		}
	case report.Message:
		for text := range strings.SplitSeq(string(block), "\n") {
			lines = append(lines, hang("  ", st.text, text, width)...)
		}
	default:
		panic(fmt.Sprintf("no screen draws %T", block))
	}
	return lines
}

func drawBullets(st *styles, lead string, bullets report.Bullets, width int) []string {
	var lines []string
	for _, text := range bullets {
		lines = append(lines, hang(lead, st.text, text, width)...)
	}
	return lines
}

// drawMark draws the sign before the line, and its word below.
func drawMark(st *styles, mark report.Mark, width int) []string {
	about := strings.Join(append([]string{mark.Word}, mark.Asides...), "; ")
	return append(hang("  "+st.sign(mark.Level)+" ", st.text, mark.Text, width), hang("    ", st.dim, about, width)...)
}

// drawPair draws both signs before the line, and both words where they differ.
func drawPair(st *styles, pair report.Pair, width int) []string {
	arrow := "  "
	if pair.Differs() {
		arrow = "→ "
	}
	lines := hang("  "+st.sign(pair.First.Level)+" "+arrow+st.sign(pair.Second.Level)+" ", st.text, pair.Text, width)
	if pair.Differs() {
		lines = append(lines, hang("        ", st.dim, pair.First.Word+" "+arrow+pair.Second.Word, width)...)
	}
	return lines
}

// drawSide draws a side in one line: its stage, how much is in place, and what is not.
func drawSide(st *styles, side report.Side, width int) string {
	line := column(st.strong.Render(side.Name), 12) + " " + column(st.chosen.Render(side.Stage), 18) + " " + st.sign(assessment.InPlace) + " " + side.InPlace
	for _, mark := range side.Lacking {
		line += "  " + st.sign(mark.Level) + " " + mark.Text
	}
	return cut(line, width)
}

// drawStep draws what is to do, how long it takes, who does it and by when, in one line where
// there is room, and below what it leads to. The step under the cursor is here.
func drawStep(st *styles, number int, step report.Step, here bool, width int) []string {
	pointer, style := "  ", st.text
	if here {
		pointer, style = st.accent.Render(cursorMark), st.chosen
	}
	lead, about := pointer+fmt.Sprintf("%2d  ", number), strings.Join(step.Asides, " · ")
	var lines []string
	switch {
	case about == "":
		lines = hang(lead, style, step.Title, width)
	case width >= 70 && lipgloss.Width(lead+step.Title)+2+lipgloss.Width(about) <= min(width, longestLine+6):
		lines = append(lines, sides(lead+style.Render(step.Title), st.dim.Render(about), min(width, longestLine+6)))
	default:
		lines = append(hang(lead, style, step.Title, width), hang("      ", st.dim, about, width)...)
	}
	if step.Then != "" {
		lines = append(lines, hang("      ", st.dim, step.Then, width)...)
	}
	return lines
}

// drawRow draws the cells of a row one below the other.
func drawRow(st *styles, row report.Row, width int) []string {
	lead, style := "  ", st.text
	if row.Here {
		lead, style = st.accent.Render(cursorMark), st.chosen
	}
	lines := hang(lead, style, row.Cells[0], width)
	for i, text := range row.Cells[1:] {
		if text == "" {
			continue
		}
		style := st.text
		if i == 0 {
			style = st.dim
		}
		lines = append(lines, hang("    ", style, text, width)...)
	}
	return lines
}

func drawAnswer(st *styles, answer report.Answer, width int) []string {
	lines := hang("  "+st.sign(answer.Said.Level)+" ", st.text, answer.Question, width)
	said := answer.Said.Word
	if answer.Said.Text != "" {
		said += ": " + answer.Said.Text
	}
	lines = append(lines, hang("    ", st.dim, said, width)...)
	var about []string
	for _, fact := range answer.Facts {
		about = append(about, fact.Name+": "+fact.Text)
	}
	if len(about) > 0 {
		lines = append(lines, hang("    ", st.dim, strings.Join(about, " · "), width)...)
	}
	if answer.Note != "" {
		lines = append(lines, hang("    ", st.dim, "Note: "+clean(answer.Note), width)...)
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

// widestPair is how far two columns reach at most: further apart, they are hard to read together.
const widestPair = 112

// drawColumns sets columns side by side where there is room, else one below the other.
func drawColumns(st *styles, columns report.Columns, width int) []string {
	var lines []string
	half := min(width, widestPair) / 2
	if len(columns) != 2 || widest(columns) > half-2 {
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
