package papers

import (
	"archive/zip"
	"bufio"
	_ "embed"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// The parts of a DOCX that are the same for all papers.
//
//go:embed docx/styles.xml
var docxStyles string

const (
	xmlHead   = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	wordSpace = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	officeRel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	wordType  = "application/vnd.openxmlformats-officedocument.wordprocessingml."
)

// Sizes of the page in twentieths of a point: A4, and what its margins leave.
const (
	docxWidth, docxHeight, docxMargin = 11906, 16838, 964
	docxText                          = docxWidth - 2*docxMargin
)

// DOCX writes papers for a word processor, with real headings and lists, a page each.
func DOCX(w io.Writer, docs []Document) error {
	word := &wordBody{}
	for i, doc := range docs {
		word.document(doc, i > 0)
	}
	archive := zip.NewWriter(w)
	for _, part := range [...]struct{ name, text string }{
		{"[Content_Types].xml", xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
			`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/word/document.xml" ContentType="` + wordType + `document.main+xml"/>` +
			`<Override PartName="/word/styles.xml" ContentType="` + wordType + `styles+xml"/>` +
			`<Override PartName="/word/numbering.xml" ContentType="` + wordType + `numbering+xml"/>` +
			`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`},
		{"_rels/.rels", relations(officeRel+"officeDocument", "word/document.xml",
			"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml")},
		{"word/document.xml", xmlHead + `<w:document ` + wordSpace + `><w:body>` + word.String() +
			fmt.Sprintf(`<w:sectPr><w:pgSz w:w="%d" w:h="%d"/><w:pgMar w:top="794" w:right="%d" w:bottom="737" w:left="%d" w:header="400" w:footer="400" w:gutter="0"/></w:sectPr>`,
				docxWidth, docxHeight, docxMargin, docxMargin) + `</w:body></w:document>`},
		{"word/_rels/document.xml.rels", relations(officeRel+"styles", "styles.xml", officeRel+"numbering", "numbering.xml")},
		{"word/styles.xml", docxStyles},
		{"word/numbering.xml", word.numbering()},
		{"docProps/core.xml", xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">` +
			`<dc:title>` + inXML(title(docs)) + `</dc:title><dc:creator>readycheck</dc:creator><dc:language>` + language + `</dc:language></cp:coreProperties>`},
	} {
		// No time is kept, so that the same session gives the same file.
		file, err := archive.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate})
		if err != nil {
			return err
		}
		out := bufio.NewWriter(file)
		_, _ = out.WriteString(part.text)
		if err := out.Flush(); err != nil {
			return err
		}
	}
	return archive.Close()
}

// relations lists the parts that one part belongs to, each with its kind.
func relations(kindsAndTargets ...string) string {
	var b strings.Builder
	b.WriteString(xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for i := 0; i < len(kindsAndTargets); i += 2 {
		fmt.Fprintf(&b, `<Relationship Id="r%d" Type="%s" Target="%s"/>`, i/2+1, kindsAndTargets[i], kindsAndTargets[i+1])
	}
	b.WriteString(`</Relationships>`)
	return b.String()
}

func inXML(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a Builder takes everything
	return b.String()
}

// wordBody writes paragraphs and tables. Lists counts the numbered ones, since each begins at one.
type wordBody struct {
	strings.Builder
	lists int
}

// The lists that numbering.xml knows; the numbered ones come behind them.
const (
	bulletList = iota + 1
	tickList
	firstNumbered
)

func (d *wordBody) document(doc Document, newPage bool) {
	props := `<w:pStyle w:val="Heading1"/>`
	if newPage {
		props += `<w:pageBreakBefore/>`
	}
	d.paragraph(props, run("", doc.Title))
	d.styled("Subtitle", doc.Lead)
	d.block(doc.Fields)
	for _, block := range doc.Blocks {
		d.block(block)
	}
}

func (d *wordBody) block(block Block) {
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
		d.list("ListBullet", bulletList, block)
	case Ticks:
		d.list("ListBullet", tickList, block)
	case Numbered:
		d.list("ListNumber", firstNumbered+d.lists, block)
		d.lists++
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

func (d *wordBody) paragraph(props, runs string) {
	d.WriteString(`<w:p><w:pPr>` + props + `</w:pPr>` + runs + `</w:p>`)
}

func (d *wordBody) styled(style, text string) {
	if style != "" {
		style = `<w:pStyle w:val="` + style + `"/>`
	}
	if strings.HasSuffix(text, Blank) {
		style += lineToMargin
	}
	d.paragraph(style, run("", text))
}

func (d *wordBody) list(style string, list int, items []string) {
	for _, item := range items {
		d.paragraph(fmt.Sprintf(`<w:pStyle w:val="%s"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="%d"/></w:numPr>`, style, list)+lineToMargin, run("", item))
	}
}

func (d *wordBody) field(field Field) {
	d.paragraph(`<w:pStyle w:val="Field"/>`+lineToMargin, run("<w:b/>", field.Name+": ")+run("", field.said()))
}

// lineToMargin is a place for tabs at the right margin, with a line before it.
var lineToMargin = fmt.Sprintf(`<w:tabs><w:tab w:val="right" w:leader="underscore" w:pos="%d"/></w:tabs>`, docxText)

// run is a stretch of text. A gap at its end goes to the right margin.
func run(props, text string) string {
	if props != "" {
		props = `<w:rPr>` + props + `</w:rPr>`
	}
	text, gap := strings.CutSuffix(text, Blank)
	end := ""
	if gap {
		end = `<w:tab/>`
	}
	return `<w:r>` + props + `<w:t xml:space="preserve">` + inXML(strings.ReplaceAll(text, Blank, Blank+Blank)) + `</w:t>` + end + `</w:r>`
}

func (d *wordBody) table(table Table) {
	all := 0
	for _, wide := range table.Wide {
		all += wide
	}
	d.WriteString(`<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>` + fmt.Sprintf(`<w:tblW w:w="%d" w:type="dxa"/>`, docxText) + `<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`)
	for _, wide := range table.Wide {
		_, _ = fmt.Fprintf(d, `<w:gridCol w:w="%d"/>`, docxText*wide/all)
	}
	d.WriteString(`</w:tblGrid>`)
	d.row(table, all, `<w:tblHeader/>`, "<w:b/>", table.Head)
	height := 400
	if table.Tall {
		height = 680
	}
	for _, row := range table.Rows {
		d.row(table, all, fmt.Sprintf(`<w:trHeight w:val="%d"/>`, height), "", row)
	}
	d.WriteString(`</w:tbl>`)
	// Two tables, or a table at the end, need a paragraph between or behind them.
	d.styled("AfterTable", "")
}

func (d *wordBody) row(table Table, all int, props, letters string, cells []string) {
	d.WriteString(`<w:tr><w:trPr><w:cantSplit/>` + props + `</w:trPr>`)
	for i, cell := range cells {
		_, _ = fmt.Fprintf(d, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>`, docxText*table.Wide[i]/all)
		d.paragraph(`<w:pStyle w:val="Cell"/>`, run(letters, cell))
		d.WriteString(`</w:tc>`)
	}
	d.WriteString(`</w:tr>`)
}

// numbering says what each kind of list begins with.
func (d *wordBody) numbering() string {
	var b strings.Builder
	b.WriteString(xmlHead + `<w:numbering ` + wordSpace + `>`)
	for i, level := range [...]struct{ format, sign string }{{"bullet", "•"}, {"bullet", "☐"}, {"decimal", "%1."}} {
		fmt.Fprintf(&b, `<w:abstractNum w:abstractNumId="%d"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="%s"/><w:lvlText w:val="%s"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="397" w:hanging="397"/></w:pPr></w:lvl></w:abstractNum>`,
			i+1, level.format, level.sign)
	}
	for i := range firstNumbered - 1 {
		fmt.Fprintf(&b, `<w:num w:numId="%d"><w:abstractNumId w:val="%d"/></w:num>`, i+1, i+1)
	}
	for i := range d.lists {
		fmt.Fprintf(&b, `<w:num w:numId="%d"><w:abstractNumId w:val="%d"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>`, firstNumbered+i, firstNumbered)
	}
	b.WriteString(`</w:numbering>`)
	return b.String()
}
