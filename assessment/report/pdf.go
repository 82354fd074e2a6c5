package report

import (
	"fmt"
	"io"
	"strings"

	"readycheck/assessment"
)

// Fonts finds TrueType fonts that have some of these letters. The fonts in the program
// have Latin, Greek and Cyrillic.
type Fonts func(letters []rune) [][]byte

// PDF writes the whole report on A4 pages, with an outline. Letters that no font has are
// printed as a question mark, and a sentence on the first page says so and names their
// scripts.
func PDF(w io.Writer, r Report) error {
	return layOut(w, r, nil)
}

// layOut tells trace every stretch of text with its page, in the order of the file.
func layOut(w io.Writer, r Report, trace func(page int, text string)) error {
	return layPDF(w, r.Document(), trace)
}

func layPDF(w io.Writer, doc Document, trace func(page int, text string)) error {
	p := newPaper(doc, trace)
	p.front(doc)
	for _, part := range doc.Parts {
		p.part(part)
	}
	return p.pdf.Output(w)
}

func (p *paper) front(doc Document) {
	if doc.Brand.Name != "" || doc.Brand.Line != "" {
		p.flow(0, []span{{doc.Brand.Name, true, soft}, {" " + doc.Brand.Line, false, soft}})
		p.gap(.5)
	}
	p.sized(20, func() { p.flow(0, []span{{doc.Title, true, ink}}) })
	p.gap(.5)
	p.facts(0, doc.Facts)
	if scripts := p.faces.missing(); len(scripts) > 0 {
		p.gap(.5)
		p.flow(0, []span{{unprintable(scripts), true, ink}})
	}
}

// unprintable says what a PDF does not show, and what does.
func unprintable(scripts []string) string {
	return "Some letters could not be printed here and are shown as ? (script: " + strings.Join(scripts, ", ") + "). The HTML report shows them."
}

func (p *paper) part(part Part) {
	if part.OwnPage && p.y > paperMargin {
		p.newPage()
	} else {
		p.gap(1.6)
	}
	p.sized(14, func() {
		p.room(4 * p.lineHeight())
		p.pdf.Bookmark(p.faces.printable(part.Title), 0, p.y)
		p.colourLine(rule)
		p.pdf.Line(paperMargin, p.y, paperWidth-paperMargin, p.y)
		p.gap(.4)
		if part.About != "" {
			p.sized(smallSize, func() { p.flow(0, []span{{part.About, false, soft}}) })
		}
		p.flow(0, []span{{part.Title, true, ink}})
	})
	p.gap(.4)
	for i, block := range part.Blocks {
		if i > 0 {
			p.gap(.5)
		}
		p.block(block)
	}
}

func (p *paper) block(block Block) {
	switch block := block.(type) {
	case Headline:
		p.sized(18, func() { p.flow(0, []span{{string(block), true, blue}}) })
	case Picture:
		p.picture(block)
	case Lead:
		p.sized(13, func() { p.flow(0, []span{{string(block), true, ink}}) })
	case Paragraph:
		p.flow(0, plain(string(block)))
	case Warning:
		p.flow(0, plain(string(block)))
	case Heading:
		p.gap(.3)
		p.sized(11.5, func() {
			p.room(6 * p.lineHeight()) // with what follows it
			p.flow(0, []span{{string(block), true, ink}})
		})
	case Subject:
		p.gap(.3)
		p.room(4 * p.lineHeight()) // with what follows it
		p.flow(0, []span{{string(block), true, ink}})
	case Bullets:
		for _, text := range block {
			p.bullet(0, plain(text))
		}
	case Columns:
		p.columns(block)
	case Marks:
		for _, mark := range block {
			p.mark(0, mark)
		}
	case Pairs:
		for _, pair := range block {
			p.pair(pair)
		}
	case Sides:
		for _, side := range block {
			p.bullet(0, plain(side.line(Mark.Label)))
		}
	case Steps:
		for i, step := range block {
			p.step(i+1, step)
		}
	case Table:
		p.table(block)
	case Answers:
		for i, answer := range block {
			if i > 0 {
				p.gap(.5)
			}
			p.answer(answer)
		}
	case Facts:
		p.facts(0, block)
	case Message:
		p.quote(0, string(block))
	default:
		panic(fmt.Sprintf("no PDF for %T", block))
	}
}

func (p *paper) facts(indent float64, facts []Fact) {
	for _, fact := range facts {
		p.flow(indent, []span{{fact.Name + ": ", false, soft}, {fact.Text, false, ink}})
	}
}

const bulletIndent = 5.0

func (p *paper) bullet(indent float64, spans []span) {
	p.room(p.lineHeight())
	p.fill(ink)
	p.pdf.Circle(paperMargin+indent+1.5, p.y+p.lineHeight()/2, .6, "F")
	p.flow(indent+bulletIndent, spans)
}

// mark draws the sign with its word and what it is about.
func (p *paper) mark(indent float64, mark Mark) {
	p.room(p.lineHeight())
	p.sign(indent, mark.Level)
	spans := []span{{mark.Word, true, paint[mark.Level]}}
	if mark.Text != "" {
		spans = append(spans, span{": " + mark.Text, false, ink})
	}
	if len(mark.Asides) > 0 {
		spans = append(spans, span{" (" + strings.Join(mark.Asides, "; ") + ")", false, soft})
	}
	p.flow(indent+bulletIndent, spans)
}

func (p *paper) pair(pair Pair) {
	p.room(p.lineHeight())
	p.sign(0, pair.First.Level)
	p.sign(bulletIndent, pair.Second.Level)
	p.flow(2*bulletIndent, []span{
		{pair.First.Word, true, paint[pair.First.Level]}, {" → ", false, ink}, {pair.Second.Word, true, paint[pair.Second.Level]}, {": " + pair.Text, false, ink},
	})
}

// sign is a full, half or empty circle. The word behind it says the same.
func (p *paper) sign(indent float64, level assessment.Level) {
	c := paint[level]
	x, y, radius := paperMargin+indent+1.7, p.y+p.lineHeight()/2, 1.3
	p.fill(c)
	p.colourLine(c)
	p.pdf.SetLineWidth(.3)
	switch level {
	case assessment.InPlace:
		p.pdf.Circle(x, y, radius, "FD")
	case assessment.Partly:
		p.pdf.Circle(x, y, radius, "D")
		p.pdf.Arc(x, y, radius, radius, 0, 90, 270, "F")
	case assessment.No:
		p.pdf.Circle(x, y, radius, "D")
	case assessment.NA:
		p.pdf.Line(x-radius, y, x+radius, y)
	case assessment.Unsure:
		p.text(x-1, p.y, span{level.Sign(), true, c})
	default:
		p.pdf.Circle(x, y, .4, "F")
	}
}

func (p *paper) step(number int, step Step) {
	const indent = 8.0
	p.room(3 * p.lineHeight())
	p.text(paperMargin, p.y, span{fmt.Sprintf("%d.", step.number(number)), true, ink})
	title := step.Title
	if step.Tick {
		p.tick(indent)
		p.flow(indent+tickSide+2, []span{{title, true, ink}})
	} else {
		p.flow(indent, []span{{title, true, ink}})
	}
	if about := step.About(); about != "" {
		p.flow(indent, []span{{about, false, soft}})
	}
	if step.Sign {
		p.flow(indent, plain(step.signed()))
	}
	for _, text := range step.Do {
		p.bullet(indent, plain(text))
	}
	p.facts(indent, step.Facts)
	p.quote(indent, string(step.Message))
	p.gap(.3)
}

const tickSide = 3.0

// tick is a box, on the line that comes next.
func (p *paper) tick(indent float64) {
	p.colourLine(ink)
	p.pdf.SetLineWidth(.3)
	p.pdf.Rect(paperMargin+indent, p.y+.8, tickSide, tickSide, "D")
}

// quote keeps the lines of a text as they were written.
func (p *paper) quote(indent float64, text string) {
	if text == "" {
		return
	}
	for _, line := range strings.Split(text, "\n") {
		if line == "" {
			p.gap(.5)
			continue
		}
		p.room(p.lineHeight())
		p.colourLine(rule)
		p.pdf.SetLineWidth(.6)
		p.pdf.Line(paperMargin+indent+1, p.y, paperMargin+indent+1, p.y+p.lineHeight())
		p.flow(indent+4, plain(line))
	}
}

func (p *paper) answer(answer Answer) {
	p.room(4 * p.lineHeight())
	p.flow(0, []span{{answer.Question, true, ink}})
	p.mark(0, answer.Said)
	p.facts(bulletIndent, answer.Facts)
	if answer.Note != "" {
		p.flow(bulletIndent, []span{{answer.NoteWord + ":", false, soft}})
		p.quote(bulletIndent, answer.Note)
	}
}

// columns stand side by side, line by line: the text keeps the order of the other formats.
func (p *paper) columns(columns Columns) {
	rows := [][]string{nil}
	for _, column := range columns {
		rows[0] = append(rows[0], column.Title)
	}
	for i := range columns[0].Lines {
		var row []string
		for _, column := range columns {
			row = append(row, column.Lines[i])
		}
		rows = append(rows, row)
	}
	width := (paperWidth - 2*paperMargin) / float64(len(columns))
	widths := make([]float64, len(columns))
	for i := range widths {
		widths[i] = width
	}
	for i, row := range rows {
		p.row(0, widths, row, i == 0)
	}
}

func (p *paper) table(table Table) {
	const boxed = 7.0 // the column of boxes
	full, left := paperWidth-2*paperMargin, 0.0
	if table.Tick {
		left = boxed
	}
	full -= left
	widths := make([]float64, len(table.Head))
	widths[0] = full / 5
	for i := 1; i < len(widths); i++ {
		widths[i] = (full - widths[0]) / float64(len(widths)-1)
	}
	sum := 0
	for _, wide := range table.Wide {
		sum += wide
	}
	for i, wide := range table.Wide {
		widths[i] = full * float64(wide) / float64(sum)
	}
	p.row(left, widths, table.Head, true)
	for _, row := range table.Rows {
		p.colourLine(rule)
		p.pdf.SetLineWidth(.2)
		p.pdf.Line(paperMargin, p.y, paperWidth-paperMargin, p.y)
		p.gap(.15)
		p.room(2 * p.lineHeight())
		if table.Tick {
			p.tick(0)
		}
		p.row(left, widths, row.Cells, row.Here)
		p.gap(.15)
	}
}

// picture draws how far each side reaches.
func (p *paper) picture(picture Picture) {
	const left, box, high, between = 48.0, 30.0, 7.0, 1.5
	p.room(34)
	p.sized(smallSize, func() {
		x := paperMargin + left
		for _, stage := range picture.Stages {
			s := span{stage, false, soft}
			p.line(x+(box-p.width(s))/2, p.y, []span{s})
			x += box + between
		}
		p.y += p.lineHeight() + 1
		for _, row := range picture.Rows {
			p.line(paperMargin, p.y+1.2, []span{{row.Name, false, ink}})
			for i := range picture.Stages {
				x := paperMargin + left + float64(i)*(box+between)
				p.colourLine(blue)
				p.fill(blue)
				p.pdf.SetLineWidth(.4)
				if i >= row.Reached {
					p.pdf.Rect(x, p.y, box, high, "D")
					continue
				}
				// A tick too, so that the colour is not all that tells.
				p.pdf.Rect(x, p.y, box, high, "FD")
				p.pdf.SetDrawColor(255, 255, 255)
				p.pdf.SetLineWidth(.7)
				p.pdf.Line(x+box/2-2, p.y+high/2, x+box/2-.5, p.y+high/2+1.6)
				p.pdf.Line(x+box/2-.5, p.y+high/2+1.6, x+box/2+2.5, p.y+high/2-2)
			}
			p.y += high + 3
		}
	})
}
