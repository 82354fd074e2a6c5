package papers

import (
	"bufio"
	_ "embed"
	"fmt"
	"html"
	"io"
	"slices"
	"strings"

	"readycheck/assessment/look"
)

//go:embed papers.css
var ownStyle string

// What fills a page of A4 is brought onto one of Letter, which is shorter, and onto what a brand
// leaves of either.
const (
	letterStyle      = "@media print { @page { margin: 9mm 15mm; } html { font-size: 9.1pt; } }\n"
	brandStyle       = "@media print { html { font-size: 9.2pt; } }\n"
	brandLetterStyle = "@media print { html { font-size: 8.9pt; } }\n"
)

// HTML writes papers as one file that needs nothing else, in the look of the reports: a page
// of A4 each, or of the paper of the brand.
func HTML(w io.Writer, docs []Document) error {
	p := sheet{bufio.NewWriter(w)}
	brand, style := brandOf(docs), look.StyleSheet+ownStyle
	onLetter := brand.Paper == look.Letter
	if onLetter {
		style += letterStyle
	}
	if brand.Says() {
		style += map[bool]string{false: brandStyle, true: brandLetterStyle}[onLetter]
	}
	p.raw(look.PageHead(language, title(docs), style, brand), "<main>\n")
	for _, doc := range docs {
		p.raw(`<article class="paper" id="`, doc.Name, `">`, "\n")
		p.brand(doc)
		p.element("h1", "", doc.Title)
		p.element("p", "asides", doc.Lead)
		p.fields(doc.Fields)
		for _, block := range doc.Blocks {
			p.block(block)
		}
		p.raw("</article>\n")
	}
	p.raw("</main>\n</body>\n</html>\n")
	return p.Flush()
}

// brandOf is the brand of a pile. One of papers for people outside needs no logo.
func brandOf(docs []Document) look.Brand {
	if len(docs) == 0 {
		return look.Brand{}
	}
	brand := docs[0].Brand
	if !slices.ContainsFunc(docs, Document.inside) {
		brand.Logo = look.Logo{}
	}
	return brand
}

// brand says, small, who helped with a paper.
func (p sheet) brand(doc Document) {
	if b := doc.Brand; doc.inside() && b.Says() {
		p.raw(`<p class="brand">`, b.Picture(150, 36), html.EscapeString(strings.TrimSpace(b.Name+" "+b.Line)), "</p>\n")
	}
}

// sheet writes elements. Its writer keeps the first error and Flush reports it.
type sheet struct{ *bufio.Writer }

// raw writes markup: a text of a person goes through filled first.
func (p sheet) raw(markup ...string) {
	for _, m := range markup {
		_, _ = p.WriteString(m)
	}
}

// filled is a text with its gaps drawn as lines. One at the end is longer, and one that is all
// of the text as wide as the page.
func filled(text string) string {
	if text == Blank {
		return `<span class="gap all"></span>`
	}
	text, atEnd := strings.CutSuffix(text, Blank)
	text = strings.ReplaceAll(html.EscapeString(text), Blank, `<span class="gap"></span>`)
	if atEnd {
		text += `<span class="gap rest"></span>`
	}
	return text
}

func (p sheet) element(tag, class, text string) {
	if class != "" {
		class = ` class="` + class + `"`
	}
	p.raw("<", tag, class, ">", filled(text), "</", tag, ">\n")
}

func (p sheet) block(block Block) {
	switch block := block.(type) {
	case Text:
		p.element("p", "", string(block))
	case Heading:
		p.element("h2", "", string(block))
	case Ask:
		p.element("p", "ask", string(block))
	case Noted:
		p.element("p", "asides", notedAs+string(block))
	case Words:
		p.element("p", "message", string(block))
	case Bullets:
		p.list("ul", "", block)
	case Numbered:
		p.list("ol", "", block)
	case Ticks:
		p.list("ul", "ticks", block)
	case Fields:
		p.fields(block)
	case Table:
		p.table(block)
	default:
		panic(fmt.Sprintf("no HTML for %T", block))
	}
}

func (p sheet) list(tag, class string, texts []string) {
	if class != "" {
		class = ` class="` + class + `"`
	}
	p.raw("<", tag, class, ">\n")
	for _, text := range texts {
		p.element("li", "", text)
	}
	p.raw("</", tag, ">\n")
}

func (p sheet) fields(fields Fields) {
	if len(fields) == 0 {
		return
	}
	p.raw("<dl class=\"fill\">\n")
	for _, field := range fields {
		p.raw("<dt>", html.EscapeString(field.Name), ":</dt>")
		class := ""
		if field.Text == "" || field.More {
			class = "line"
		}
		p.element("dd", class, field.Text)
	}
	p.raw("</dl>\n")
}

func (p sheet) table(table Table) {
	all := 0
	for _, wide := range table.Wide {
		all += wide
	}
	class := ""
	if table.Tall {
		class = ` class="tall"`
	}
	p.raw("<table", class, ">\n<colgroup>")
	for _, wide := range table.Wide {
		p.raw(fmt.Sprintf(`<col class="w%d">`, 100*wide/all/5*5))
	}
	p.raw("</colgroup>\n<thead><tr>")
	for _, cell := range table.Head {
		p.raw(`<th scope="col">`, html.EscapeString(cell), "</th>")
	}
	p.raw("</tr></thead>\n<tbody>\n")
	for _, row := range table.Rows {
		p.raw("<tr>")
		for _, cell := range row {
			p.raw("<td>", filled(cell), "</td>")
		}
		p.raw("</tr>\n")
	}
	p.raw("</tbody>\n</table>\n")
}
