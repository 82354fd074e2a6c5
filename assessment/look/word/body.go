package word

import (
	"fmt"
	"strings"
)

// Body is the text of a file. It takes paragraphs, lists and tables in their order.
type Body struct {
	page Page
	b    strings.Builder
	// starts are what each numbered list begins with.
	starts []int
	boxes  int
	// pictures are PNG files.
	pictures [][]byte
}

// NewBody begins a text on pages of a size.
func NewBody(page Page) *Body { return &Body{page: page} }

// Para is how a paragraph stands. Its style is one of styles.xml, empty for plain text.
type Para struct {
	Style string
	// WithNext keeps it on the page of what follows it.
	WithNext bool
	// NewPage begins a page.
	NewPage bool
	// List and Level make it a line of a list.
	List  List
	Level int
	// Before is the room above it, in twentieths of a point, 0 for that of its style.
	Before int
	// Stops are places for tabs, from the left margin of the text.
	Stops []Stop
}

// Stop is a place for a tab. Line draws a line up to it, Right sets the text before it.
type Stop struct {
	At          int
	Line, Right bool
}

// Run is a stretch of text in one look.
type Run struct {
	// Style is one for letters of styles.xml, or empty.
	Style string
	Bold  bool
	Text  string
	// Box is one to tick by a click, with its name for who does not see it. It stands before the text.
	Box string
	// Picture stands before the text too.
	Picture *Picture
	// Tab goes to the next stop, behind the text.
	Tab bool
}

// Paragraph adds a paragraph.
func (d *Body) Paragraph(p Para, runs ...Run) {
	d.b.WriteString(`<w:p><w:pPr>`)
	// The order of these is the standard's.
	if p.Style != "" {
		d.b.WriteString(`<w:pStyle w:val="` + p.Style + `"/>`)
	}
	if p.WithNext {
		d.b.WriteString(`<w:keepNext/>`)
	}
	if p.NewPage {
		d.b.WriteString(`<w:pageBreakBefore/>`)
	}
	if p.List != 0 {
		d.add(`<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr>`, p.Level, p.List)
	}
	if len(p.Stops) > 0 {
		d.b.WriteString(`<w:tabs>`)
		for _, stop := range p.Stops {
			side, leader := "left", ""
			if stop.Right {
				side = "right"
			}
			if stop.Line {
				leader = ` w:leader="underscore"`
			}
			d.add(`<w:tab w:val="%s"%s w:pos="%d"/>`, side, leader, stop.At)
		}
		d.b.WriteString(`</w:tabs>`)
	}
	if p.Before > 0 {
		d.add(`<w:spacing w:before="%d"/>`, p.Before)
	}
	d.b.WriteString(`</w:pPr>`)
	for _, run := range runs {
		d.run(run)
	}
	d.b.WriteString(`</w:p>`)
}

// Styled adds a paragraph in a style.
func (d *Body) Styled(style, text string) { d.Paragraph(Para{Style: style}, Run{Text: text}) }

func (d *Body) run(r Run) {
	if r.Box != "" {
		d.box(r.Box)
	}
	d.b.WriteString(`<w:r>`)
	if r.Style != "" || r.Bold {
		d.b.WriteString(`<w:rPr>`)
		if r.Style != "" {
			d.b.WriteString(`<w:rStyle w:val="` + r.Style + `"/>`)
		}
		if r.Bold {
			d.b.WriteString(`<w:b/>`)
		}
		d.b.WriteString(`</w:rPr>`)
	}
	if r.Picture != nil {
		d.picture(r.Picture)
	}
	d.b.WriteString(said(r.Text))
	if r.Tab {
		d.b.WriteString(`<w:tab/>`)
	}
	d.b.WriteString(`</w:r>`)
}

// box is a box that a click ticks, and a plain sign to what does not know such boxes.
func (d *Body) box(name string) {
	d.boxes++
	const font = "MS Gothic"
	d.add(`<w:sdt><w:sdtPr><w:alias w:val="%s"/><w:id w:val="%d"/><w14:checkbox><w14:checked w14:val="0"/>`+
		`<w14:checkedState w14:val="2612" w14:font="%[3]s"/><w14:uncheckedState w14:val="2610" w14:font="%[3]s"/></w14:checkbox></w:sdtPr>`+
		`<w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="%[3]s" w:eastAsia="%[3]s" w:hAnsi="%[3]s" w:hint="eastAsia"/></w:rPr><w:t>☐</w:t></w:r></w:sdtContent></w:sdt>`,
		inXML(name), d.boxes, font)
}

// document is the part with the text, on pages of its size.
func (d *Body) document(section string) string {
	spaces := ""
	if d.boxes > 0 {
		spaces = boxSpace
	}
	p := d.page
	return xmlHead + `<w:document ` + wordSpace + spaces + `><w:body>` + d.b.String() + `<w:sectPr>` + section +
		fmt.Sprintf(`<w:pgSz w:w="%d" w:h="%d"/><w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="400" w:footer="400" w:gutter="0"/>`,
			p.Width, p.Height, p.Top, p.Side, p.Bottom, p.Side) + `</w:sectPr></w:body></w:document>`
}

// add writes elements. Their texts went through inXML.
func (d *Body) add(format string, values ...any) { _, _ = fmt.Fprintf(&d.b, format, values...) }
