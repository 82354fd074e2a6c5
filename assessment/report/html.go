package report

import (
	"bufio"
	"fmt"
	"html"
	"io"
	"strings"

	"readycheck/assessment/look"
)

// HTML writes the whole report as one file that needs nothing else: no script and no
// network. It has a style for the screen, light and dark, and one for paper.
func HTML(w io.Writer, r Report) error { return layHTML(w, r.Document()) }

// How large a logo is at most, in pixels of a style sheet: 96 are an inch.
const logoWidth, logoHeight = 240, 72

func layHTML(w io.Writer, doc Document) error {
	p := page{bufio.NewWriter(w)}
	p.raw(look.PageHead(doc.Language, pageTitle(doc), look.StyleSheet, doc.Brand), "<header>\n")
	if doc.Brand.Says() {
		p.raw(`<p class="brand">`, doc.Brand.Picture(logoWidth, logoHeight))
		if doc.Brand.Name != "" {
			p.raw("<strong>", esc(doc.Brand.Name), "</strong>")
		}
		p.raw(esc(doc.Brand.Line), "</p>\n")
	}
	p.element("h1", "", doc.Title)
	p.facts(doc.Facts)
	p.raw("</header>\n<main>\n")
	for _, part := range doc.Parts {
		p.part(part)
	}
	p.raw("</main>\n</body>\n</html>\n")
	return p.Flush()
}

// part is a chapter. Its name is also that of a chapter of another use, so its id has the
// number of the use.
func (p page) part(part Part) {
	class, id := "part", string(part.Name)
	if part.OwnPage {
		class += " own-page"
	}
	if part.Use > 0 {
		id = fmt.Sprintf("%s-%d", id, part.Use)
	}
	named := ` aria-labelledby="` + id + `-title"`
	if part.Use > 0 {
		// The same chapter of two uses is told apart by ear too.
		named = fmt.Sprintf(` aria-label="%d. %s"`, part.Use, esc(part.Title))
	}
	p.raw(`<section class="`, class, `" id="`, id, `"`, named, ">\n")
	if part.About != "" {
		p.element("p", "about", part.About)
	}
	p.raw(`<h2 id="`, id, `-title">`, esc(part.Title), "</h2>\n")
	for _, block := range part.Blocks {
		p.block(block)
	}
	p.raw("</section>\n")
}

// pageTitle says whose report it is, where names are not left out.
func pageTitle(doc Document) string {
	if doc.Business != "" {
		return doc.Business + " · " + doc.Title
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
	case Headline:
		p.element("p", "headline", string(block))
	case Picture:
		p.picture(block)
	case Lead:
		p.element("p", "lead", string(block))
	case Paragraph:
		p.element("p", "", string(block))
	case Warning:
		p.element("p", "warning", string(block))
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
		for i, step := range block {
			p.step(i+1, step)
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

func (p page) step(number int, step Step) {
	p.raw(fmt.Sprintf(`<li value="%d">`, step.number(number)))
	if step.Tick {
		p.raw(`<span class="box" aria-hidden="true"></span>`)
	}
	p.raw(`<span class="title">`, esc(step.Title), "</span>")
	if about := step.About(); about != "" {
		p.raw(` <span class="asides">`, esc(about), "</span>")
	}
	if step.Sign {
		p.raw(`<span class="sign-off">`)
		p.gap(step.SignWho, step.Who)
		p.gap(step.SignBy, step.By)
		p.raw("</span>")
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

// gap is a line to fill, or what it is filled with.
func (p page) gap(name, text string) {
	p.raw(`<span>`, esc(name), ` <span class="gap">`, esc(text), "</span></span> ")
}

func (p page) table(table Table) {
	p.raw("<div class=\"wide\"><table>\n")
	p.columnWidths(table)
	p.raw("<thead><tr>")
	if table.Tick {
		p.raw("<td></td>")
	}
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
		if table.Tick {
			p.raw(`<td class="tick"><span class="box" aria-hidden="true"></span></td>`)
		}
		for i, cell := range row.Cells {
			// Its head is said again where the cells stand below each other.
			name := ` data-name="` + esc(table.Head[i]) + `"`
			if i == 0 {
				p.raw(`<th scope="row"`, name, ">", esc(cell), "</th>")
			} else {
				p.raw("<td", name, ">", esc(cell), "</td>")
			}
		}
		p.raw("</tr>\n")
	}
	p.raw("</tbody>\n</table></div>\n")
}

// columnWidths are the same in all tables of a kind, one below the other.
func (p page) columnWidths(table Table) {
	if table.Wide == nil {
		return
	}
	p.raw("<colgroup>")
	sum := 0
	for _, wide := range table.Wide {
		sum += wide
	}
	room := 100
	if table.Tick {
		p.raw(`<col width="5%">`)
		room = 95
	}
	for _, wide := range table.Wide {
		p.raw(fmt.Sprintf(`<col width="%d%%">`, room*wide/sum))
	}
	p.raw("</colgroup>\n")
}

func (p page) answer(answer Answer) {
	p.raw("<div class=\"answer\">\n")
	p.element("h4", "", answer.Question)
	p.mark("p", answer.Said)
	p.facts(answer.Facts)
	if answer.Note != "" {
		p.element("p", "", answer.NoteWord+":")
		p.element("p", "note", answer.Note)
	}
	p.raw("</div>\n")
}

// picture is a table, so that it reads as one on a narrow screen and to the ear.
func (p page) picture(picture Picture) {
	p.raw(`<table class="picture" aria-label="`, esc(picture.Title), "\">\n<thead><tr><td></td>")
	for _, stage := range picture.Stages {
		p.raw(`<th scope="col">`, esc(stage), "</th>")
	}
	p.raw("</tr></thead>\n<tbody>\n")
	for _, row := range picture.Rows {
		p.raw(`<tr><th scope="row">`, esc(row.Name), "</th>")
		for i := range picture.Stages {
			// A sign too, so that the colour is not all that tells.
			class, sign, word := "", "–", picture.No
			if i < row.Reached {
				class, sign, word = ` class="reached"`, "✓", picture.Yes
			}
			p.raw("<td", class, `><span aria-hidden="true">`, sign, `</span><span class="unseen">`, word, "</span></td>")
		}
		p.raw("</tr>\n")
	}
	p.raw("</tbody>\n</table>\n")
}
