package report

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/text/unicode/norm"

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
	doc := r.Document()
	p := newPaper(doc, language(r), r.Fonts, trace)
	p.front(doc)
	for _, part := range doc.Parts {
		p.part(part, r)
	}
	return p.pdf.Output(w)
}

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
	pdf   *fpdf.Fpdf
	faces faces
	y     float64
	size  float64
	trace func(page int, text string)

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

func newPaper(doc Document, lang string, fonts Fonts, trace func(int, string)) *paper {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(paperMargin, paperMargin, paperMargin)
	pdf.SetCatalogSort(true) // the same report gives the same file
	pdf.SetTitle(pageTitle(doc), true)
	pdf.SetCreator("readycheck", true)
	pdf.SetProducer("readycheck", true)
	pdf.SetLang(lang)
	day := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	pdf.SetCreationDate(day) // the report says its date itself
	pdf.SetModificationDate(day)
	p := &paper{pdf: pdf, size: textSize, trace: trace, widths: map[measured]float64{}}
	p.faces = newFaces(doc, fonts, []face{
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
	number := fmt.Sprintf("Page %d", p.pdf.PageNo())
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

func (p *paper) part(part Part, r Report) {
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
		p.flow(0, []span{{part.Title, true, ink}})
	})
	p.gap(.4)
	if part.Name == Lenses {
		p.picture(r.Set, r.Summary.Lenses)
	}
	for i, block := range part.Blocks {
		if i > 0 {
			p.gap(.5)
		}
		p.block(block)
	}
}

func (p *paper) sized(size float64, draw func()) {
	before := p.size
	p.size = size
	draw()
	p.size = before
}

func (p *paper) block(block Block) {
	switch block := block.(type) {
	case Lead:
		p.sized(13, func() { p.flow(0, []span{{string(block), true, ink}}) })
	case Paragraph:
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

// mark draws the sign: a full, half or empty circle. The word behind it says the same.
func (p *paper) mark(indent float64, mark Mark) {
	p.room(p.lineHeight())
	c := paint[mark.Level]
	x, y, radius := paperMargin+indent+1.7, p.y+p.lineHeight()/2, 1.3
	p.fill(c)
	p.colourLine(c)
	p.pdf.SetLineWidth(.3)
	switch mark.Level {
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
		p.text(x-1, p.y, span{mark.Level.Sign(), true, c})
	default:
		p.pdf.Circle(x, y, .4, "F")
	}
	spans := []span{{mark.Word, true, c}}
	if mark.Text != "" {
		spans = append(spans, span{": " + mark.Text, false, ink})
	}
	if len(mark.Asides) > 0 {
		spans = append(spans, span{" (" + strings.Join(mark.Asides, "; ") + ")", false, soft})
	}
	p.flow(indent+bulletIndent, spans)
}

func (p *paper) step(number int, step Step) {
	const indent = 8.0
	p.room(3 * p.lineHeight())
	p.text(paperMargin, p.y, span{fmt.Sprintf("%d.", number), true, ink})
	p.flow(indent, []span{{step.Title, true, ink}})
	p.flow(indent, []span{{strings.Join(step.Asides, " · "), false, soft}})
	for _, text := range step.Do {
		p.bullet(indent, plain(text))
	}
	p.facts(indent, step.Facts)
	p.quote(indent, step.Message)
	p.gap(.3)
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
		p.flow(bulletIndent, []span{{"Note:", false, soft}})
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
		p.row(widths, row, i == 0)
	}
}

func (p *paper) table(table Table) {
	full := paperWidth - 2*paperMargin
	widths := make([]float64, len(table.Head))
	widths[0] = full / 5
	for i := 1; i < len(widths); i++ {
		widths[i] = (full - widths[0]) / float64(len(widths)-1)
	}
	p.row(widths, table.Head, true)
	for _, row := range table.Rows {
		p.colourLine(rule)
		p.pdf.SetLineWidth(.2)
		p.pdf.Line(paperMargin, p.y, paperWidth-paperMargin, p.y)
		p.gap(.15)
		p.row(widths, row.Cells, row.Here)
		p.gap(.15)
	}
}

// row writes cells beside each other, each wrapped in its own width.
func (p *paper) row(widths []float64, cells []string, bold bool) {
	const between = 4.0
	lines := make([][][]span, len(cells))
	height := 0
	for i, cell := range cells {
		lines[i] = p.wrap([]span{{cell, bold, ink}}, widths[i]-between)
		height = max(height, len(lines[i]))
	}
	p.room(float64(height) * p.lineHeight())
	x := paperMargin
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

// picture draws where each lens stands. The text below says the same.
func (p *paper) picture(set *assessment.Set, lenses assessment.LensPair) {
	const left, box, high, between = 48.0, 30.0, 7.0, 1.5
	p.room(34)
	p.sized(smallSize, func() {
		for row, lens := range []assessment.Lens{assessment.Integration, assessment.Deployment} {
			y := p.y + float64(row)*(high+3)
			for i, stage := range assessment.Stages {
				x := paperMargin + left + float64(i)*(box+between)
				p.colourLine(blue)
				p.fill(blue)
				p.pdf.SetLineWidth(.4)
				if stage <= lenses.Of(lens).Stage {
					p.pdf.Rect(x, y, box, high, "FD")
					p.pdf.SetDrawColor(255, 255, 255)
					p.pdf.SetLineWidth(.7)
					p.pdf.Line(x+box/2-2, y+high/2, x+box/2-.5, y+high/2+1.6)
					p.pdf.Line(x+box/2-.5, y+high/2+1.6, x+box/2+2.5, y+high/2-2)
				} else {
					p.pdf.Rect(x, y, box, high, "D")
				}
			}
		}
	})
	p.pictureText(set, left, box, high, between)
	p.y += 2*(high+3) + 6
}

func (p *paper) pictureText(set *assessment.Set, left, box, high, between float64) {
	p.sized(smallSize, func() {
		for row, lens := range []assessment.Lens{assessment.Integration, assessment.Deployment} {
			p.text(paperMargin, p.y+float64(row)*(high+3)+1.2, span{set.Words.Lens(lens), false, ink})
		}
		for i, stage := range assessment.Stages {
			s := span{capital(set.StageName(stage)), false, soft}
			p.text(paperMargin+left+float64(i)*(box+between)+(box-p.width(s))/2, p.y+2*(high+3)-1.5, s)
		}
	})
}

// normal puts letters with their marks together where Unicode has one sign for both:
// fonts have those, and this layout does not place marks by itself.
func normal(text string) string { return norm.NFC.String(text) }
