package report

import (
	"bytes"
	"cmp"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/text/unicode/norm"

	"readycheck/assessment"
)

// Sizes on paper, in millimetres, and of letters, in points.
const (
	margin    = 18.0
	footRoom  = 20.0
	textSize  = 10.0
	smallSize = 9.0
	leading   = 1.36
	pointInMM = 25.4 / 72
)

// paper lays out pages. Its position is the top of the next line.
type paper struct {
	pdf        *fpdf.Fpdf
	faces      faces
	wide, high float64
	y          float64
	use        int // the one that the outline is at
	size       float64
	// accent is the colour of the firm, dark enough for white paper.
	accent colour
	// scale makes all letters smaller where a page must hold more.
	scale float64
	trace func(page int, text string)
	// aside hears what stands beside the words of a document: the foot, and heads once more.
	aside func(page int, text string)
	tags  tags

	widths map[measured]float64
}

// measured is a stretch of text in a style and size.
type measured struct {
	text string
	bold bool
	size float64
}

type colour [3]int

var (
	ink   = colour{20, 24, 28}
	soft  = colour{77, 86, 95}
	rule  = colour{190, 198, 205}
	paint = map[assessment.Level]colour{
		assessment.InPlace: {20, 102, 58}, assessment.Partly: {122, 82, 0}, assessment.No: {161, 27, 27},
		assessment.Unsure: {91, 61, 143}, assessment.Unanswered: {91, 61, 143}, assessment.NA: {77, 86, 95},
	}
)

// span is a stretch of text in one style.
type span struct {
	text   string
	bold   bool
	colour colour
}

func plain(text string) []span { return []span{{text, false, ink}} }

// newPaper is ready to measure. Its first page is still to begin.
func newPaper(doc Document, trace func(int, string)) *paper {
	pdf := fpdf.New("P", "mm", doc.Brand.Paper.Name(), "")
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(margin, margin, margin)
	pdf.SetCatalogSort(true) // the same report gives the same file
	pdf.SetTitle(pageTitle(doc), true)
	pdf.SetCreator("readycheck", true)
	pdf.SetProducer("readycheck", true)
	pdf.SetLang(doc.Language)
	pdf.SetCreationDate(dated(doc))
	pdf.SetModificationDate(dated(doc))
	p := &paper{pdf: pdf, size: textSize, scale: 1, trace: trace, tags: newTags(), widths: map[measured]float64{}}
	p.wide, p.high = pdf.GetPageSize()
	p.accent[0], p.accent[1], p.accent[2] = doc.Brand.Colour.OnWhite().RGB()
	p.faces = newFaces(doc, doc.Fonts, ownFaces())
	for _, f := range p.faces.list {
		pdf.AddUTF8FontFromBytes(f.family, "", f.data)
		pdf.AddUTF8FontFromBytes(f.family, "B", f.bold)
	}
	return p
}

func ownFaces() []face { return []face{{family: "go", data: goregular.TTF, bold: gobold.TTF}} }

// dated is the date of a document, or one that is always the same where it has none.
func dated(doc Document) time.Time {
	if doc.Date.IsZero() {
		return time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return doc.Date
}

func (p *paper) newPage() {
	p.pdf.AddPage()
	p.y = margin
}

// across is how wide the lines are, right where they end, and takes how much goes on a page.
func (p *paper) across() float64 { return p.wide - 2*margin }
func (p *paper) right() float64  { return p.wide - margin }
func (p *paper) takes() float64  { return p.high - footRoom - margin }

// room starts a new page where a height no longer fits.
func (p *paper) room(height float64) {
	if p.y+height > p.high-footRoom {
		p.newPage()
	}
}

// feet says below each page what it belongs to, and which of how many it is.
func (p *paper) feet(doc Document) {
	total := p.pdf.PageCount()
	about := pageTitle(doc)
	if doc.Day != "" {
		about += " · " + doc.Day
	}
	for page := 1; page <= total; page++ {
		p.pdf.SetPage(page)
		number := ofPages(doc, page, total)
		p.scale = 1
		p.sized(smallSize, func() {
			p.artifact("/Artifact <</Type /Pagination /Subtype /Footer>> BDC", func() {
				p.fill(ink) // each page has colours of its own
				wide := p.width(span{number, false, soft})
				left, right := []span{{p.cut(about, p.across()-wide-8), false, soft}}, []span{{number, false, soft}}
				p.draw(margin, p.high-13, left)
				p.draw(p.right()-wide, p.high-13, right)
				if p.aside != nil {
					p.aside(page, p.printable(left)+" "+p.printable(right))
				}
			})
		})
	}
}

// ofPages says which page of how many it is, in the words of the document.
func ofPages(doc Document, page, total int) string {
	return strings.NewReplacer("{n}", strconv.Itoa(page), "{all}", strconv.Itoa(total)).Replace(cmp.Or(doc.PageNumber, "{n} of {all}"))
}

// cut is as much of a text as there is room for.
func (p *paper) cut(text string, wide float64) string {
	if p.width(span{text, false, soft}) <= wide {
		return text
	}
	return strings.TrimRight(p.fits(span{text, false, soft}, wide-p.width(span{"…", false, soft})), " ") + "…"
}

// output ends the pages and writes them.
func (p *paper) output(w io.Writer, doc Document) error {
	p.feet(doc)
	var out bytes.Buffer
	if err := p.pdf.Output(&out); err != nil {
		return err
	}
	_, err := w.Write(p.tags.tagged(out.Bytes(), doc, p.high))
	return err
}

func (p *paper) lineHeight() float64 { return p.size * leading * pointInMM }

func (p *paper) gap(part float64) { p.y += part * p.lineHeight() }

// sized sets the size of what is drawn. No letters are smaller than the small ones, but where
// a page holds so much that all have to be.
func (p *paper) sized(size float64, draw func()) {
	before := p.size
	p.size = max(size*p.scale, smallSize*min(1, p.scale/leastScale))
	draw()
	p.size = before
}

// flow writes spans one behind the other, wrapped at the right margin.
func (p *paper) flow(indent float64, spans []span) {
	n := p.tags.root.add("P")
	for _, line := range p.wrap(spans, p.across()-indent) {
		p.room(p.lineHeight())
		p.within(n, func() { p.line(margin+indent, p.y, line) })
		p.y += p.lineHeight()
	}
}

// line writes a line of the document.
func (p *paper) line(x, y float64, line []span) {
	p.spread(y, placed{x, line})
}

// placed are spans with where they begin.
type placed struct {
	x    float64
	line []span
}

// spread writes a line in pieces.
func (p *paper) spread(y float64, pieces ...placed) {
	var all []string
	for _, piece := range pieces {
		all = append(all, p.printable(piece.line))
	}
	if p.trace != nil {
		p.trace(p.pdf.PageNo(), strings.Join(all, ""))
	}
	p.content(func() {
		for _, piece := range pieces {
			p.draw(piece.x, y, piece.line)
		}
	})
}

func (p *paper) printable(line []span) (text string) {
	for _, s := range line {
		text += p.faces.printable(s.text)
	}
	return text
}

func (p *paper) draw(x, y float64, line []span) {
	for _, s := range line {
		x = p.text(x, y, s)
	}
}

// text writes a span at the top of a line, each stretch in a font that has its letters,
// and returns where it ends.
func (p *paper) text(x, y float64, s span) float64 {
	base := y + p.size*pointInMM*1.05
	p.faces.stretches(s.text, func(f face, text string) {
		p.set(span{text, s.bold, s.colour}, f, p.size)
		p.pdf.Text(x, base, text)
		x += p.pdf.GetStringWidth(text)
	})
	return x
}

// width is remembered: the same words come again and again.
func (p *paper) width(s span) (width float64) {
	key := measured{s.text, s.bold, p.size}
	if width, ok := p.widths[key]; ok {
		return width
	}
	defer func() { p.widths[key] = width }()
	p.faces.stretches(s.text, func(f face, text string) {
		p.set(s, f, p.size)
		width += p.pdf.GetStringWidth(text)
	})
	return width
}

func (p *paper) set(s span, f face, size float64) {
	style := ""
	if s.bold {
		style = "B"
	}
	p.pdf.SetFont(f.family, style, size)
	p.pdf.SetTextColor(s.colour[0], s.colour[1], s.colour[2])
}

func (p *paper) fill(c colour)       { p.pdf.SetFillColor(c[0], c[1], c[2]) }
func (p *paper) colourLine(c colour) { p.pdf.SetDrawColor(c[0], c[1], c[2]) }

// wrap breaks spans into lines of at most a width: at spaces, and inside a word only
// where it alone is wider than a line.
func (p *paper) wrap(spans []span, width float64) [][]span {
	var lines [][]span
	var line []span
	used := 0.0
	add := func(s span, wide float64) {
		if n := len(line); n > 0 && line[n-1].bold == s.bold && line[n-1].colour == s.colour {
			line[n-1].text += s.text
		} else {
			line = append(line, s)
		}
		used += wide
	}
	end := func() {
		lines, line, used = append(lines, line), nil, 0
	}
	for _, s := range spans {
		for _, word := range pieces(s.text) {
			piece := span{word, s.bold, s.colour}
			wide := p.width(piece)
			if used > 0 && used+p.width(span{strings.TrimRight(word, " "), s.bold, s.colour}) > width {
				end()
			}
			for wide > width && strings.TrimRight(word, " ") != "" {
				head := p.fits(span{word, s.bold, s.colour}, width)
				if head == word {
					break
				}
				add(span{head, s.bold, s.colour}, width)
				end()
				word = word[len(head):]
				piece.text = word
				wide = p.width(piece)
			}
			add(piece, wide)
		}
	}
	if line != nil || len(lines) == 0 {
		end()
	}
	return lines
}

// fits is the longest beginning of a text that is at most so wide, and one letter at least.
func (p *paper) fits(s span, width float64) string {
	used := 0.0
	for i, r := range s.text {
		used += p.width(span{string(r), s.bold, s.colour})
		if used > width && i > 0 {
			return s.text[:i]
		}
	}
	return s.text
}

// pieces cuts a text behind its spaces, and before and behind each sign of a script that is
// written without them.
func pieces(text string) []string {
	var out []string
	start := 0
	for i, r := range text {
		switch {
		case r == ' ':
			out = append(out, text[start:i+1])
			start = i + 1
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) && i > start:
			out = append(out, text[start:i])
			start = i
		}
	}
	if start < len(text) {
		out = append(out, text[start:])
	}
	return out
}

// normal puts letters with their marks together where Unicode has one sign for both:
// fonts have those, and this layout does not place marks by itself.
func normal(text string) string { return norm.NFC.String(text) }
