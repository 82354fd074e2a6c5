package report

import (
	"bytes"
	"io"
	"strings"

	"codeberg.org/go-pdf/fpdf"
)

// Fonts finds TrueType fonts that have some of these letters. The fonts in the program
// have Latin, Greek and Cyrillic.
type Fonts func(letters []rune) [][]byte

// PDF writes what is handed over on pages for a printer, with an outline, and tagged for who
// has it read aloud. Letters that no font has are printed as a question mark: Unprintable says
// so to whoever makes the file.
func PDF(w io.Writer, r Report) error {
	return layOut(w, r, nil)
}

// Unprintable says which scripts a PDF of a report cannot show, in a sentence for whoever makes
// it, or nothing where it shows all. It is no sentence for the page: that goes to somebody else.
func Unprintable(r Report) string {
	doc := r.Document()
	faces := newFaces(doc, doc.Fonts, ownFaces())
	return unprintable(faces.missing())
}

func unprintable(scripts []string) string {
	if len(scripts) == 0 {
		return ""
	}
	return "Some letters cannot be printed in a PDF and are shown as ? there (script: " + strings.Join(scripts, ", ") + "). The HTML report shows them."
}

// layOut tells trace every stretch of text with its page, in the order of the file.
func layOut(w io.Writer, r Report, trace func(page int, text string)) error {
	return layPDF(w, r.Document(), trace)
}

func layPDF(w io.Writer, doc Document, trace func(page int, text string)) error {
	p := newPaper(doc, trace)
	p.pages(p.chapters(doc))
	return p.output(w, doc)
}

// chapter is what is divided into pages by itself.
type chapter struct {
	items  []item
	starts []int
	loose  float64
}

// chapters measures all before any of it is drawn: what is set must not disturb a page that is
// begun.
func (p *paper) chapters(doc Document) (chapters []chapter) {
	from := 0
	for to := 1; to <= len(doc.Parts); to++ {
		if to < len(doc.Parts) && !doc.Parts[to].OwnPage {
			continue
		}
		chapters = append(chapters, p.chapter(doc, doc.Parts[from:to], from == 0))
		from = to
	}
	return chapters
}

func (p *paper) pages(chapters []chapter) {
	for _, c := range chapters {
		p.place(c.items, c.starts, c.loose)
	}
}

// chapter sets parts that follow each other, with the head of the document before the first.
// One with the front page stays on one page.
func (p *paper) chapter(doc Document, parts []Part, first bool) chapter {
	front := false
	for _, part := range parts {
		front = front || part.Name == Front
	}
	set := func() *galley {
		g := &galley{paper: p, node: &node{}}
		if first {
			g.head(doc, front)
		}
		for _, part := range parts {
			g.part(part)
		}
		return g
	}
	if front {
		if c, ok := p.onePage(set); ok {
			return c
		}
	}
	g := set()
	starts, loose := p.settle(g.items)
	if p.wasteful(g.items, starts, loose) { // letters that are a little smaller may spare it
		p.scale = closeScale
		closer := set()
		fewer, tight := p.settle(closer.items)
		if p.scale = 1; len(fewer) < len(starts) {
			g, starts, loose = closer, fewer, tight
		}
	}
	p.tags.root.take(g.node)
	return chapter{g.items, starts, loose}
}

// closeScale makes the letters of a text no smaller than small ones.
const closeScale = .94

// leastScale is how small letters get before those that are small already do, too.
const leastScale = .9

// onePage sets all on one page: with as much room as there is between the lines, with less,
// and with smaller letters.
func (p *paper) onePage(set func() *galley) (chapter, bool) {
	defer func() { p.scale = 1 }()
	rooms := []float64{1.7, 1.5, 1.3, 1.15, 1, .85, .7, .55, .4}
	for p.scale = 1; p.scale > .3; p.scale -= .05 {
		g := set()
		for _, loose := range rooms {
			if tall(g.items, loose) <= p.takes() {
				p.tags.root.take(g.node)
				return chapter{g.items, []int{0}, loose}, true
			}
		}
	}
	return chapter{}, false
}

// head is what the first page says of the document. Where the verdict follows, that is larger.
func (g *galley) head(doc Document, front bool) {
	if g.brand(doc.Brand); doc.Brand.Says() {
		g.gap(.6)
	}
	size := 20.0
	if front {
		size = 15
	}
	g.headed(func() {
		g.sized(size, func() { g.lines(g.node.add("H1"), 0, []span{{doc.Title, true, ink}}, nil) })
	})
	g.level = 1
	g.gap(.3)
	g.facts(0, doc.Facts)
}

// The room that a logo gets, in millimetres.
const logoWide, logoHigh = 60.0, 15.0

// brand is the firm that hands the report over.
func (g *galley) brand(brand Brand) {
	if logo := brand.PaperLogo(); logo.Is() {
		wide, high := logo.Fit(logoWide, logoHigh*g.scale)
		n := g.node.add("Figure")
		n.alt = brand.LogoText()
		g.add(high+1.5, func() {
			n.box = [4]float64{margin, g.y, margin + wide, g.y + high}
			png := fpdf.ImageOptions{ImageType: "PNG"}
			g.pdf.RegisterImageOptionsReader("logo", png, bytes.NewReader(logo.Data))
			g.within(n, func() {
				g.content(func() { g.pdf.ImageOptions("logo", margin, g.y, wide, high, false, png, 0, "") })
			})
		})
	}
	if brand.Name != "" || brand.Line != "" {
		g.lines(nil, 0, []span{{brand.Name, true, soft}, {" " + brand.Line, false, soft}}, nil)
	}
}

func (g *galley) part(part Part) {
	outer := g.node
	g.node = outer.add("Sect")
	defer func() { g.node = outer }()
	size, above := 14.0, 1.8
	if part.Name == Front {
		size, above = 10.5, .9
	}
	g.gap(above)
	g.headed(func() {
		g.sized(size, func() {
			g.add(.4*g.lineHeight(), func() {
				g.bookmark(part)
				g.artifact("/Artifact BMC", func() { g.stroke(rule, .3, margin, g.y, g.right(), g.y) })
			})
			if part.About != "" {
				g.sized(smallSize, func() { g.lines(g.node.add("P"), 0, []span{{part.About, false, soft}}, nil) })
			}
			g.lines(g.node.add("H2"), 0, []span{{part.Title, true, ink}}, nil)
		})
	})
	g.level = 2
	for i, block := range part.Blocks {
		var before, after Block
		if i > 0 {
			before = part.Blocks[i-1]
		}
		if opens(before) {
			g.gap(.25)
		} else {
			g.gap(.55)
		}
		if i+1 < len(part.Blocks) {
			after = part.Blocks[i+1]
		}
		g.joined(before, block, after)
	}
}

// bookmark puts a part into the outline, below the use of AI that it is about.
func (p *paper) bookmark(part Part) {
	level := 0
	if part.Use > 0 {
		level = 1
		if part.About != "" && part.Use != p.use {
			p.use = part.Use
			p.pdf.Bookmark(p.faces.printable(part.About), 0, p.y)
		}
	}
	p.pdf.Bookmark(p.faces.printable(part.Title), level, p.y)
}

// joined sets a block, together with what it says something of.
func (g *galley) joined(before, block, after Block) {
	_, steps := before.(Steps)
	switch block := block.(type) {
	case Marks:
		if opens(before) && len(block) == 1 && after != nil && !opens(after) {
			g.headed(func() { g.block(block) })
			return
		}
	case Facts:
		if steps && len(g.items) > 0 {
			g.items[len(g.items)-1].keep = true
		}
	}
	g.block(block)
}

// opens reports whether a block begins something else.
func opens(block Block) bool {
	switch block.(type) {
	case Heading, Subject:
		return true
	}
	return false
}
