package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/clipperhouse/displaywidth"
)

// Narrowest is the least width that Text wraps at; a narrower one counts as this.
const Narrowest = 30

// sideBySide is the width from which two columns stand beside each other.
const sideBySide = 64

// Text writes the short form of the report as plain text, wrapped at a width in cells.
func Text(w io.Writer, r Report, width int) error {
	return brief(w, r.Document(), width)
}

// brief writes the brief parts of a document.
func brief(w io.Writer, doc Document, width int) error {
	t := text{Writer: bufio.NewWriter(w), width: max(width, Narrowest)}
	t.wrapped("", "", doc.Title)
	for _, fact := range doc.Facts {
		t.wrapped("", "  ", fact.Name+": "+fact.Text)
	}
	for _, part := range doc.Parts {
		if !part.Brief {
			continue
		}
		t.line("")
		t.wrapped("", "", strings.ToUpper(part.Title))
		for i, block := range part.Blocks {
			if i > 0 {
				switch part.Blocks[i-1].(type) {
				case Heading, Subject:
				default:
					t.line("")
				}
			}
			t.block(block)
		}
	}
	return t.Flush()
}

// text writes blocks. Its writer keeps the first error and Flush reports it.
type text struct {
	*bufio.Writer
	width int
}

func (t text) line(text string) { _, _ = t.WriteString(strings.TrimRight(text, " ") + "\n") }

// wrapped writes a text with one thing before its first line and another before the rest.
func (t text) wrapped(first, rest, text string) {
	for i, line := range wrap(text, t.width-max(displaywidth.String(first), displaywidth.String(rest))) {
		if i == 0 {
			t.line(first + line)
		} else {
			t.line(rest + line)
		}
	}
}

func (t text) block(block Block) {
	switch block := block.(type) {
	case Lead:
		t.wrapped("", "", string(block))
	case Paragraph:
		t.wrapped("", "", string(block))
	case Heading:
		t.wrapped("", "", string(block))
	case Subject:
		t.wrapped("", "", string(block))
	case Bullets:
		for _, text := range block {
			t.wrapped("  - ", "    ", text)
		}
	case Columns:
		t.columns(block)
	case Marks:
		t.marks(block)
	case Steps:
		for i, step := range block {
			first := fmt.Sprintf(" %2d. ", i+1)
			rest := strings.Repeat(" ", len(first))
			t.wrapped(first, rest, step.Title)
			t.wrapped(rest, rest, strings.Join(step.Asides, " · "))
		}
	default:
		panic(fmt.Sprintf("no text for %T", block))
	}
}

// columns stand side by side, or one below the other where there is no room.
func (t text) columns(columns Columns) {
	if t.width < sideBySide {
		for i, column := range columns {
			if i > 0 {
				t.line("")
			}
			t.wrapped("  ", "  ", column.Title)
			for _, line := range column.Lines {
				t.wrapped("  ", "  ", line)
			}
		}
		return
	}
	const gap = 4
	each := (t.width-2)/len(columns) - gap
	t.across(columns, each, gap, func(c Column) string { return c.Title })
	for i := range columns[0].Lines {
		t.across(columns, each, gap, func(c Column) string { return c.Lines[i] })
	}
}

func (t text) across(columns Columns, each, gap int, cell func(Column) string) {
	var cells [][]string
	height := 0
	for _, column := range columns {
		lines := wrap(cell(column), each)
		cells = append(cells, lines)
		height = max(height, len(lines))
	}
	for row := range height {
		var b strings.Builder
		b.WriteString("  ")
		for _, lines := range cells {
			line := ""
			if row < len(lines) {
				line = lines[row]
			}
			b.WriteString(line + strings.Repeat(" ", each+gap-displaywidth.String(line)))
		}
		t.line(b.String())
	}
}

// marks line up the texts behind their labels.
func (t text) marks(marks Marks) {
	label := 0
	for _, mark := range marks {
		label = max(label, displaywidth.String(mark.Label()))
	}
	for _, mark := range marks {
		text := mark.Text
		if len(mark.Asides) > 0 {
			text += " (" + strings.Join(mark.Asides, "; ") + ")"
		}
		first := "  " + mark.Label()
		if text == "" {
			t.line(first)
			continue
		}
		if t.width < sideBySide {
			t.wrapped("", "    ", first+": "+text)
			continue
		}
		first += strings.Repeat(" ", 2+label+2-displaywidth.String(first))
		t.wrapped(first, strings.Repeat(" ", 2+label+2), text)
	}
}

// wrap breaks a text into lines of at most width cells, at spaces where it can.
func wrap(text string, width int) []string {
	width = max(width, 1)
	var lines []string
	line, used := "", 0
	for _, word := range strings.Fields(text) {
		cells := displaywidth.String(word)
		if line != "" && used+1+cells <= width {
			line, used = line+" "+word, used+1+cells
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		for cells > width {
			head := displaywidth.TruncateString(word, width, "")
			if head == "" {
				break // one sign wider than the line
			}
			lines = append(lines, head)
			word = word[len(head):]
			cells = displaywidth.String(word)
		}
		line, used = word, cells
	}
	return append(lines, line)
}
