package papers

import (
	"fmt"
	"io"
	"strings"

	"readycheck/assessment/look"
	"readycheck/assessment/look/word"
)

// DOCX writes papers for a word processor, with real headings and lists, a page each.
func DOCX(w io.Writer, docs []Document) error {
	brand := brandOf(docs)
	page := word.OnPaper(brand.Paper.Size())
	file := word.File{Title: title(docs), Language: language, Creator: "readycheck"}
	if brand.Says() || brand.Paper == look.Letter {
		// What fills a page is brought onto what a brand, or a shorter paper, leaves of it.
		file.Size, page.Top, page.Bottom = smallerSize, 567, 454
	}
	text := wordPages{word.NewBody(page), []word.Stop{{At: page.Text(), Line: true, Right: true}}}
	for i, doc := range docs {
		text.document(doc, i > 0)
	}
	return file.Write(w, text.Body)
}

// smallerSize is that of letters where a page has less room, in half points.
const smallerSize = 19

// wordPages writes the blocks of papers.
type wordPages struct {
	*word.Body
	// toMargin is a place for tabs at the right margin, with a line before it.
	toMargin []word.Stop
}

func (d wordPages) document(doc Document, newPage bool) {
	if doc.inside() && doc.Brand.Says() {
		d.brand(doc.Brand, newPage)
		newPage = false
	}
	d.Paragraph(word.Para{Style: "Heading1", NewPage: newPage}, gapAtEnd(word.Run{Text: doc.Title}))
	d.styled("Subtitle", doc.Lead)
	d.block(doc.Fields)
	for _, block := range doc.Blocks {
		d.block(block)
	}
}

// brand says, small, who helped with a paper.
func (d wordPages) brand(brand look.Brand, newPage bool) {
	run := word.Run{Style: "Aside", Text: strings.TrimSpace(brand.Name + " " + brand.Line)}
	if brand.PaperLogo().Is() {
		run.Picture, run.Text = word.Logo(brand, 150, 36), " "+run.Text
	}
	d.Paragraph(word.Para{Style: "Field", NewPage: newPage}, run)
}

func (d wordPages) block(block Block) {
	switch block := block.(type) {
	case Text:
		d.styled("", string(block))
	case Heading:
		d.styled("Heading2", string(block))
	case Ask:
		d.styled("Ask", string(block))
	case Noted:
		d.styled("Noted", notedAs+string(block))
	case Words:
		d.styled("Quote", string(block))
	case Bullets:
		d.list("ListBullet", word.Bullets, block)
	case Ticks:
		d.list("ListBullet", word.Ticks, block)
	case Numbered:
		d.list("ListNumber", d.Numbered(1), block)
	case Fields:
		for _, field := range block {
			d.field(field)
		}
	case Table:
		d.table(block)
	default:
		panic(fmt.Sprintf("no DOCX for %T", block))
	}
}

func (d wordPages) styled(style, text string) {
	p := word.Para{Style: style}
	if strings.HasSuffix(text, Blank) {
		p.Stops = d.toMargin
	}
	d.Paragraph(p, gapAtEnd(word.Run{Text: text}))
}

func (d wordPages) list(style string, list word.List, items []string) {
	for _, item := range items {
		d.Paragraph(word.Para{Style: style, List: list, Stops: d.toMargin}, gapAtEnd(word.Run{Text: item}))
	}
}

func (d wordPages) field(field Field) {
	d.Paragraph(word.Para{Style: "Field", Stops: d.toMargin}, word.Run{Text: field.Name + ": ", Bold: true}, gapAtEnd(word.Run{Text: field.said()}))
}

// gapAtEnd lets a gap at the end of a stretch of text go to the right margin.
func gapAtEnd(run word.Run) word.Run {
	run.Text, run.Tab = strings.CutSuffix(run.Text, Blank)
	run.Text = strings.ReplaceAll(run.Text, Blank, Blank+Blank)
	return run
}

func (d wordPages) table(table Table) {
	height := 400
	if table.Tall {
		height = 680
	}
	row := func(cells []string, bold bool) (out []word.Cell) {
		for _, cell := range cells {
			out = append(out, word.Cell{Para: word.Para{Style: "Cell"}, Runs: []word.Run{gapAtEnd(word.Run{Text: cell, Bold: bold})}})
		}
		return out
	}
	rows := []word.Row{{Head: true, Cells: row(table.Head, true)}}
	for _, cells := range table.Rows {
		rows = append(rows, word.Row{Height: height, Cells: row(cells, false)})
	}
	d.Table(&word.Table{Style: "TableGrid", Wide: table.Wide, Rows: rows})
}
