package report

import (
	"bufio"
	"fmt"
	"html"
	"io"
	"strings"

	"readycheck/assessment"
	"readycheck/assessment/look"
)

// HTML writes the whole report as one file that needs nothing else: no script and no
// network. It has a style for the screen, light and dark, and one for paper.
func HTML(w io.Writer, r Report) error {
	doc := r.Document()
	p := page{bufio.NewWriter(w)}
	p.raw(look.PageHead(language(r), pageTitle(doc), look.StyleSheet), "<header>\n")
	if doc.Brand.Name != "" || doc.Brand.Line != "" {
		p.raw(`<p class="brand"><strong>`, esc(doc.Brand.Name), "</strong>", esc(doc.Brand.Line), "</p>\n")
	}
	p.element("h1", "", doc.Title)
	p.facts(doc.Facts)
	p.raw("</header>\n<main>\n")
	for _, part := range doc.Parts {
		class := "part"
		if part.OwnPage {
			class = "part own-page"
		}
		p.raw(`<section class="`, class, `" id="`, string(part.Name), `" aria-labelledby="`, string(part.Name), "-title\">\n")
		p.raw(`<h2 id="`, string(part.Name), `-title">`, esc(part.Title), "</h2>\n")
		if part.Name == Lenses {
			p.picture(r.Set, r.Summary.Lenses)
		}
		for _, block := range part.Blocks {
			p.block(block)
		}
		p.raw("</section>\n")
	}
	p.raw("</main>\n</body>\n</html>\n")
	return p.Flush()
}

// language is what the questions are asked in.
func language(r Report) string {
	if r.Set.Language == "" {
		return "en"
	}
	return r.Set.Language
}

// pageTitle says whose report it is, where names are not left out.
func pageTitle(doc Document) string {
	for _, fact := range doc.Facts {
		if fact.Name == businessFact {
			return fact.Text + " · " + doc.Title
		}
	}
	return doc.Title
}

// page writes elements. Its writer keeps the first error and Flush reports it.
type page struct{ *bufio.Writer }

// raw writes markup: a text of a person goes through esc first.
func (p page) raw(markup ...string) {
	for _, m := range markup {
		_, _ = p.WriteString(m)
	}
}

func esc(text string) string { return html.EscapeString(text) }

func (p page) element(tag, class, text string) {
	if class != "" {
		class = ` class="` + class + `"`
	}
	p.raw("<", tag, class, ">", esc(text), "</", tag, ">\n")
}

func (p page) facts(facts []Fact) {
	if len(facts) == 0 {
		return
	}
	p.raw("<dl class=\"facts\">\n")
	for _, fact := range facts {
		p.raw("<dt>", esc(fact.Name), ":</dt><dd>", esc(fact.Text), "</dd>\n")
	}
	p.raw("</dl>\n")
}

func (p page) block(block Block) {
	switch block := block.(type) {
	case Lead:
		p.element("p", "lead", string(block))
	case Paragraph:
		p.element("p", "", string(block))
	case Warning:
		p.element("p", "", string(block))
	case Heading:
		p.element("h3", "", string(block))
	case Subject:
		p.element("h4", "", string(block))
	case Bullets:
		p.raw("<ul>\n")
		for _, text := range block {
			p.element("li", "", text)
		}
		p.raw("</ul>\n")
	case Columns:
		p.raw("<div class=\"columns\">\n")
		for _, column := range block {
			p.raw("<div>\n")
			p.element("h3", "", column.Title)
			for _, line := range column.Lines {
				p.element("p", "", line)
			}
			p.raw("</div>\n")
		}
		p.raw("</div>\n")
	case Marks:
		p.raw("<ul class=\"marks\">\n")
		for _, mark := range block {
			p.mark("li", mark)
		}
		p.raw("</ul>\n")
	case Pairs:
		p.raw("<ul class=\"marks\">\n")
		for _, pair := range block {
			p.pair(pair)
		}
		p.raw("</ul>\n")
	case Sides:
		p.raw("<ul>\n")
		for _, side := range block {
			p.element("li", "", side.line(Mark.Label))
		}
		p.raw("</ul>\n")
	case Steps:
		p.raw("<ol class=\"steps\">\n")
		for _, step := range block {
			p.step(step)
		}
		p.raw("</ol>\n")
	case Table:
		p.table(block)
	case Answers:
		for _, answer := range block {
			p.answer(answer)
		}
	case Facts:
		p.facts(block)
	case Message:
		p.element("p", "message", string(block))
	default:
		panic(fmt.Sprintf("no HTML for %T", block))
	}
}

// mark hides the sign from a screen reader: the word behind it says the same.
func (p page) mark(tag string, mark Mark) {
	p.raw("<", tag, ` class="`, mark.Level.String(), `">`)
	p.label(mark)
	if mark.Text != "" {
		p.raw(": ", esc(mark.Text))
	}
	if len(mark.Asides) > 0 {
		p.raw(` <span class="asides">(`, esc(strings.Join(mark.Asides, "; ")), ")</span>")
	}
	p.raw("</", tag, ">\n")
}

func (p page) label(mark Mark) {
	p.raw(`<span class="sign" aria-hidden="true">`, mark.Level.Sign(), `</span><span class="level">`, esc(mark.Word), "</span>")
}

func (p page) pair(pair Pair) {
	p.raw(`<li class="`, pair.Second.Level.String(), `">`)
	p.label(pair.First)
	p.raw(" → ")
	p.label(pair.Second)
	p.raw(": ", esc(pair.Text), "</li>\n")
}

func (p page) step(step Step) {
	p.raw(`<li><span class="title">`, esc(step.Title), "</span>")
	if about := step.About(); about != "" {
		p.raw(` <span class="asides">`, esc(about), "</span>")
	}
	p.raw("\n")
	if len(step.Do) > 0 {
		p.block(Bullets(step.Do))
	}
	p.facts(step.Facts)
	if step.Message != "" {
		p.element("p", "message", string(step.Message))
	}
	p.raw("</li>\n")
}

func (p page) table(table Table) {
	p.raw("<table>\n<thead><tr>")
	for _, cell := range table.Head {
		p.raw(`<th scope="col">`, esc(cell), "</th>")
	}
	p.raw("</tr></thead>\n<tbody>\n")
	for _, row := range table.Rows {
		if row.Here {
			p.raw(`<tr class="here">`)
		} else {
			p.raw("<tr>")
		}
		for i, cell := range row.Cells {
			if i == 0 {
				p.raw(`<th scope="row">`, esc(cell), "</th>")
			} else {
				p.raw("<td>", esc(cell), "</td>")
			}
		}
		p.raw("</tr>\n")
	}
	p.raw("</tbody>\n</table>\n")
}

func (p page) answer(answer Answer) {
	p.raw("<div class=\"answer\">\n")
	p.element("h4", "", answer.Question)
	p.mark("p", answer.Said)
	p.facts(answer.Facts)
	if answer.Note != "" {
		p.raw("<p>Note:</p>\n")
		p.element("p", "note", answer.Note)
	}
	p.raw("</div>\n")
}

// The picture shows how far each side reaches: a row of stages each, filled up to its own.
const (
	pictureWidth, pictureHeight = 640, 150
	trackLeft, trackTop         = 170, 40
	boxWidth, boxHeight, boxGap = 110, 30, 6
	rowHeight                   = 50
)

// picture draws where each lens stands. It says nothing that the text below does not say.
func (p page) picture(set *assessment.Set, lenses assessment.LensPair) {
	about := ""
	for _, l := range bothLenses {
		about += set.Words.Lens(l) + ": " + set.StageName(lenses.Of(l).Stage) + ". "
	}
	p.raw(fmt.Sprintf(`<svg class="picture" viewBox="0 0 %d %d" role="img" aria-labelledby="picture-title picture-text">`, pictureWidth, pictureHeight), "\n")
	p.raw(`<title id="picture-title">How far each side reaches</title><desc id="picture-text">`, esc(strings.TrimSpace(about)), "</desc>\n")
	for i, stage := range assessment.Stages {
		x := trackLeft + i*(boxWidth+boxGap)
		p.raw(fmt.Sprintf(`<text class="small" x="%d" y="%d" text-anchor="middle">`, x+boxWidth/2, trackTop-12), esc(assessment.Capital(set.StageName(stage))), "</text>\n")
	}
	for row, l := range bothLenses {
		y := trackTop + row*rowHeight
		p.raw(fmt.Sprintf(`<text x="0" y="%d">`, y+boxHeight/2+5), esc(set.Words.Lens(l)), "</text>\n")
		for i, stage := range assessment.Stages {
			x := trackLeft + i*(boxWidth+boxGap)
			class := "track"
			if stage <= lenses.Of(l).Stage {
				class = "reached"
			}
			p.raw(fmt.Sprintf(`<rect class="%s" x="%d" y="%d" width="%d" height="%d" rx="4"/>`, class, x, y, boxWidth, boxHeight), "\n")
			if class == "reached" {
				// A tick too, so that the colour is not all that tells.
				p.raw(fmt.Sprintf(`<path class="tick" d="M%d %dl6 6 12 -13"/>`, x+boxWidth/2-9, y+boxHeight/2+1), "\n")
			}
		}
	}
	p.raw("</svg>\n")
}
