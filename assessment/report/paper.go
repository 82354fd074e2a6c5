package report

import (
	"cmp"
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
	paperWidth, paperHeight = 210.0, 297.0
	paperMargin             = 18.0
	paperFoot               = 20.0
	textSize                = 10.0
	smallSize               = 9.0
	leading                 = 1.36
	pointInMM               = 25.4 / 72
)

// paper lays out pages. Its position is the top of the next line.
type paper struct {
	// pageNumber says the number of a page, in the place of {n}.
	pageNumber string
	pdf        *fpdf.Fpdf
	faces      faces
	y          float64
	size       float64
	trace      func(page int, text string)

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
	blue  = colour{11, 92, 138}
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

func newPaper(doc Document, trace func(int, string)) *paper {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(paperMargin, paperMargin, paperMargin)
	pdf.SetCatalogSort(true) // the same report gives the same file
	pdf.SetTitle(pageTitle(doc), true)
	pdf.SetCreator("readycheck", true)
	pdf.SetProducer("readycheck", true)
	pdf.SetLang(doc.Language)
	day := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	pdf.SetCreationDate(day) // the report says its date itself
	pdf.SetModificationDate(day)
	p := &paper{pdf: pdf, pageNumber: doc.PageNumber, size: textSize, trace: trace, widths: map[measured]float64{}}
	p.faces = newFaces(doc, doc.Fonts, []face{
		{family: "go", data: goregular.TTF, bold: gobold.TTF},
	})
	for _, f := range p.faces.list {
		pdf.AddUTF8FontFromBytes(f.family, "", f.data)
		pdf.AddUTF8FontFromBytes(f.family, "B", f.bold)
	}
	p.newPage()
	return p
}

func (p *paper) newPage() {
	p.pdf.AddPage()
	p.y = paperMargin
	number := strings.Replace(cmp.Or(p.pageNumber, "Page {n}"), "{n}", strconv.Itoa(p.pdf.PageNo()), 1)
	p.set(span{number, false, soft}, p.faces.list[0], smallSize)
	p.pdf.Text(paperWidth-paperMargin-p.pdf.GetStringWidth(number), paperHeight-10, number)
}

// room starts a new page where a height no longer fits.
func (p *paper) room(height float64) {
	if p.y+height > paperHeight-paperFoot {
		p.newPage()
	}
}

func (p *paper) lineHeight() float64 { return p.size * leading * pointInMM }

func (p *paper) gap(part float64) { p.y += part * p.lineHeight() }

func (p *paper) sized(size float64, draw func()) {
	before := p.size
	p.size = size
	draw()
	p.size = before
}

// row writes cells beside each other, each wrapped in its own width.
func (p *paper) row(left float64, widths []float64, cells []string, bold bool) {
	const between = 4.0
	lines := make([][][]span, len(cells))
	height := 0
	for i, cell := range cells {
		lines[i] = p.wrap([]span{{cell, bold, ink}}, widths[i]-between)
		height = max(height, len(lines[i]))
	}
	p.room(float64(height) * p.lineHeight())
	x := paperMargin + left
	for i := range cells {
		for n, line := range lines[i] {
			p.line(x, p.y+float64(n)*p.lineHeight(), line)
		}
		x += widths[i]
	}
	p.y += float64(height) * p.lineHeight()
}

// flow writes spans one behind the other, wrapped at the right margin.
func (p *paper) flow(indent float64, spans []span) {
	for _, line := range p.wrap(spans, paperWidth-2*paperMargin-indent) {
		p.room(p.lineHeight())
		p.line(paperMargin+indent, p.y, line)
		p.y += p.lineHeight()
	}
}

func (p *paper) line(x, y float64, line []span) {
	if p.trace != nil {
		text := ""
		for _, s := range line {
			text += p.faces.printable(s.text)
		}
		p.trace(p.pdf.PageNo(), text)
	}
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
