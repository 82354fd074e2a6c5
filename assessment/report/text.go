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

// Page is what plain text is written for.
type Page struct {
	// Width is where lines are wrapped, in cells.
	Width int
	// Aloud is true where it is read out: nothing stands side by side, since two columns would
	// run into each other, and a level is its word, not a sign.
	Aloud bool
}

// on is a text for a page.
func (p Page) on(w io.Writer) text {
	return text{Writer: bufio.NewWriter(w), width: max(p.Width, Narrowest), aloud: p.Aloud}
}

// Text writes the short form of the report as plain text.
func Text(w io.Writer, r Report, page Page) error {
	return brief(w, r.Brief(), page)
}

// Lines writes blocks as plain lines of a width, to be read aloud.
func Lines(blocks []Block, width int) []string {
	var out strings.Builder
	t := Page{width, true}.on(&out)
	t.blocks(blocks)
	_ = t.Flush() // into memory
	return strings.Split(strings.TrimRight(out.String(), "\n"), "\n")
}

func brief(w io.Writer, doc Document, page Page) error {
	t := page.on(w)
	t.brief(doc)
	return t.Flush()
}

// brief writes a document for a terminal.
func (t text) brief(doc Document) {
	t.wrapped("", "", doc.Title)
	for _, fact := range doc.Facts {
		t.wrapped("", "  ", fact.Name+": "+fact.Text)
	}
	for _, part := range doc.Parts {
		t.line("")
		t.wrapped("", "", strings.ToUpper(part.Title))
		t.blocks(part.Blocks)
	}
}

// blocks stand with an empty line between them, but for what is right below its heading.
func (t text) blocks(blocks []Block) {
	for i, block := range blocks {
		if i > 0 {
			switch blocks[i-1].(type) {
			case Heading, Subject:
			default:
				t.line("")
			}
		}
		t.block(block)
	}
}

// text writes blocks. Its writer keeps the first error and Flush reports it.
type text struct {
	*bufio.Writer
	width int
	// aloud is for the ear: see Page.
	aloud bool
}

// narrow reports whether nothing stands side by side.
func (t text) narrow() bool { return t.aloud || t.width < sideBySide }

// label tells a level.
func (t text) label(mark Mark) string {
	if t.aloud {
		return mark.Word
	}
	return mark.Label()
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
	case Headline:
		t.wrapped("", "", string(block))
	case Picture:
		for _, line := range block.Lines() {
			t.wrapped("  ", "    ", line)
		}
	case Lead:
		t.wrapped("", "", string(block))
	case Paragraph:
		t.wrapped("", "", string(block))
	case Warning:
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
	case Pairs:
		for _, pair := range block {
			t.wrapped("  ", "    ", t.levels(pair)+": "+pair.Text)
		}
	case Sides:
		for _, side := range block {
			t.wrapped("  ", "    ", t.side(side))
		}
	case Steps:
		for i, step := range block {
			t.step(i+1, step)
		}
	case Table:
		for _, row := range block.Rows {
			t.row(row)
		}
	case Answers:
		for i, answer := range block {
			if i > 0 {
				t.line("")
			}
			t.answer(answer)
		}
	case Facts:
		t.facts("  ", block)
	case Message:
		t.message("  ", block)
	default:
		panic(fmt.Sprintf("no text for %T", block))
	}
}

// side is one of the two sides in one line.
func (t text) side(side Side) string {
	if t.aloud {
		return side.aloud()
	}
	return side.line(t.label)
}

// levels tells both levels of a pair, or the one where they are the same.
func (t text) levels(pair Pair) string {
	switch {
	case !pair.Differs():
		return t.label(pair.Second)
	case t.aloud:
		return "was " + t.label(pair.First) + ", is " + t.label(pair.Second)
	}
	return t.label(pair.First) + " → " + t.label(pair.Second)
}

func (t text) step(number int, step Step) {
	first := fmt.Sprintf(" %2d. ", step.number(number))
	rest := strings.Repeat(" ", len(first))
	t.wrapped(first, rest, step.Title)
	about := step.About()
	if t.aloud {
		about = strings.ReplaceAll(about, " · ", ", ")
	}
	if about != "" {
		t.wrapped(rest, rest, about)
	}
	if step.Sign {
		t.wrapped(rest, rest, step.signed())
	}
	for _, text := range step.Do {
		t.wrapped(rest+"- ", rest+"  ", text)
	}
	t.facts(rest, step.Facts)
	t.message(rest, step.Message)
}

// row is a row of a table, its cells one below the other.
func (t text) row(row Row) {
	for i, cell := range row.Cells {
		switch {
		case cell == "":
		case i == 0:
			t.wrapped("  ", "  ", cell)
		default:
			t.wrapped("    ", "    ", cell)
		}
	}
}

func (t text) answer(answer Answer) {
	t.wrapped("  ", "  ", answer.Question)
	said := t.label(answer.Said)
	if answer.Said.Text != "" {
		said += ": " + answer.Said.Text
	}
	t.wrapped("    ", "    ", said)
	t.facts("    ", answer.Facts)
	if answer.Note != "" {
		t.message("    ", Message(answer.NoteWord+": "+answer.Note))
	}
}

func (t text) facts(indent string, facts Facts) {
	for _, fact := range facts {
		t.wrapped(indent, indent+"  ", fact.Name+": "+fact.Text)
	}
}

// message keeps the lines of a text as they were written.
func (t text) message(indent string, message Message) {
	if message == "" {
		return
	}
	for line := range strings.SplitSeq(string(message), "\n") {
		t.wrapped(indent, indent, line)
	}
}

// columns stand side by side, or one below the other where there is no room.
func (t text) columns(columns Columns) {
	if t.narrow() {
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
		label = max(label, displaywidth.String(t.label(mark)))
	}
	for _, mark := range marks {
		text := mark.Text
		if len(mark.Asides) > 0 {
			text += " (" + strings.Join(mark.Asides, "; ") + ")"
		}
		first := "  " + t.label(mark)
		if text == "" {
			t.line(first)
			continue
		}
		if t.narrow() {
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
