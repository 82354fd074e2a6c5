package report

import (
	"fmt"
	"io"
	"strings"

	"readycheck/assessment"
)

// sheet lays out what is filled in by hand. What belongs together stays on one page.
type sheet struct {
	*paper
	set *assessment.Set
	doc Document
	// above is the room above a question of a ballot, in millimetres.
	above float64
}

const (
	tickSize  = 3.2
	tickWidth = tickSize + 1.6 // with the room behind it
	writeHigh = 7.4            // a line to write on
	leastLine = 50.0           // the shortest one that takes a few words
)

const howKnown = "How do you know?"

// sheetLevels are the levels in the order in which a person ticks one.
var sheetLevels = [...]assessment.Level{assessment.InPlace, assessment.Partly, assessment.No, assessment.Unsure, assessment.NA}

// piece is a part of a page that is not cut: how high it is, and what draws it from the top on.
type piece struct {
	high float64
	draw func()
	// flow draws it over the end of a page, where it is longer than one.
	flow func()
}

func highOf(pieces []piece) (high float64) {
	for _, p := range pieces {
		high += p.high
	}
	return high
}

// together draws pieces below each other, all of them on one page if one can take them.
func (s *sheet) together(pieces ...piece) {
	high := highOf(pieces)
	if high <= s.takes() {
		s.room(high)
	}
	for _, p := range pieces {
		if p.high > s.takes() && p.flow != nil {
			p.flow()
			continue
		}
		s.room(p.high)
		from := s.y
		p.draw()
		s.y = from + p.high
	}
}

// words are wrapped lines of a text in a size.
func (s *sheet) words(indent, size float64, text span) (p piece) {
	s.sized(size, func() {
		lines := s.wrap([]span{text}, s.across()-indent)
		p.high = float64(len(lines)) * s.lineHeight()
		p.draw = func() {
			s.within(s.tags.root.add("P"), func() {
				s.sized(size, func() {
					for i, line := range lines {
						s.line(margin+indent, s.y+float64(i)*s.lineHeight(), line)
					}
				})
			})
		}
	})
	p.flow = func() { s.sized(size, func() { s.flow(indent, []span{text}) }) }
	return p
}

func (s *sheet) space(high float64) piece { return piece{high: high, draw: func() {}} }

// ticks are boxes with a word behind each, in as many lines as they need. rest is a name for a
// line to write on behind them; "" is none.
func (s *sheet) ticks(indent float64, before string, options []string, rest string) (p piece) {
	const between, high = 5.0, 5.6
	type placed struct {
		x, y float64
		text string
		box  bool
	}
	var all []placed
	x, y := indent, 0.0
	right := s.across()
	width := func(text string) (wide float64) {
		s.sized(smallSize, func() { wide = s.width(span{text, false, ink}) })
		return wide
	}
	if before != "" {
		all = append(all, placed{x, y, before, false})
		x += width(before) + 3
	}
	start := x
	for _, text := range options {
		wide := tickWidth + width(text)
		if x+wide > right && x > start {
			x, y = start, y+high
		}
		all = append(all, placed{x, y, text, true})
		x += wide + between
	}
	p.high = y + high
	from := 0.0
	if rest != "" {
		if from = x + width(rest) + 1; from+leastLine > right {
			y += writeHigh
			x, from = start, start+width(rest)+1
		}
		all = append(all, placed{x, y, rest, false})
		p.high = y + writeHigh
	}
	p.draw = func() {
		s.sized(smallSize, func() {
			top := s.y
			for _, at := range all {
				x := margin + at.x
				if at.box {
					s.box(x, top+at.y+.6)
					x += tickWidth
				}
				s.line(x, top+at.y, []span{{at.text, false, ink}})
			}
			if rest != "" {
				s.rule(from, top+y+4.4)
			}
		})
	}
	return p
}

// box is what a person ticks.
func (s *sheet) box(x, y float64) {
	s.artifact("/Artifact BMC", func() {
		s.colourLine(ink)
		s.pdf.SetLineWidth(.25)
		s.pdf.Rect(x, y, tickSize, tickSize, "D")
	})
}

// rule is a line to write on, to the right margin.
func (s *sheet) rule(indent, y float64) {
	s.artifact("/Artifact BMC", func() { s.stroke(soft, .2, margin+indent, y, s.right(), y) })
}

// blank is a name with a line to write on behind it.
func (s *sheet) blank(indent float64, name string) piece {
	return piece{high: writeHigh, draw: func() {
		s.sized(smallSize, func() {
			s.line(margin+indent, s.y+1.5, []span{{name, false, ink}})
			s.rule(indent+s.width(span{name, false, ink})+2, s.y+5.9)
		})
	}}
}

// option is a box with a text that may take several lines.
func (s *sheet) option(indent float64, text string) piece {
	p := s.words(indent+tickWidth, smallSize, span{text, false, ink})
	return piece{high: p.high + .6, flow: p.flow, draw: func() {
		s.box(margin+indent, s.y+.6)
		p.draw()
	}}
}

func (s *sheet) level(level assessment.Level) string {
	return assessment.Capital(s.set.Words.Level(level))
}

// levels are the words of the levels that may answer a question.
func (s *sheet) levels(q *assessment.Question) (words []string) {
	for _, level := range sheetLevels {
		if q.Allows(level) {
			words = append(words, s.level(level))
		}
	}
	return words
}

// known are the ways in which a person knows.
func (s *sheet) known() []string {
	w := &s.set.Words
	return []string{w.Known[assessment.Seen], w.Known[assessment.Told], w.Known[assessment.Assumed]}
}

// newSheet begins the pages of a set, with what could not be printed said on the first one.
func newSheet(set *assessment.Set, title string, brand Brand, fonts Fonts, trace func(int, string)) *sheet {
	doc := Document{Title: title, Brand: cleanBrand(brand), Language: language(set), Fonts: fonts, Parts: []Part{{Blocks: []Block{sheetTexts(set)}}}}
	s := &sheet{paper: newPaper(doc, trace), set: set, doc: doc}
	s.newPage()
	s.below(func(g *galley) {
		g.sized(smallSize, func() { g.brand(doc.Brand) })
		g.sized(18, func() { g.heading(1, span{title, true, ink}) })
	})
	if scripts := s.faces.missing(); len(scripts) > 0 {
		s.flow(0, []span{{"Some letters could not be printed here and are shown as ? (script: " + strings.Join(scripts, ", ") + "). The worksheet as Markdown shows them.", true, ink}})
	}
	return s
}

// sheetTexts are all texts of a set that stand on a sheet, to find fonts for them.
func sheetTexts(set *assessment.Set) (texts Bullets) {
	add := func(text ...string) { texts = append(texts, text...) }
	w := &set.Words
	add(set.Title, set.ID, set.Version, w.NotSure, w.DoesNotApply, set.Phrases.Limits)
	add(w.Levels[:]...)
	add(w.Known[:]...)
	add(w.LensShort[:]...)
	add(set.Phrases.StageNames[:]...)
	add(set.Phrases.StageMeanings[:]...)
	for _, field := range assessment.SetupFields {
		words := set.Setup[field.Name]
		add(words.Name)
		for _, code := range field.Codes {
			add(words.Options[code], words.Said[code])
		}
	}
	for i := range set.Sections {
		add(set.Sections[i].Title)
	}
	for i := range set.Items {
		add(set.Items[i].ID, set.Items[i].Title, set.Items[i].Hands)
	}
	for i := range set.Questions {
		q := &set.Questions[i]
		add(q.Text, q.Why)
		for _, choice := range q.Choices {
			add(choice.Text)
		}
	}
	for _, term := range set.Glossary {
		add(term.Term, term.Text)
	}
	return texts
}

// PaperBallot writes a ballot on paper for one person: each question of a set with a box for
// each level, how it is known, and a line for a note. The quick check takes two pages.
func PaperBallot(w io.Writer, set *assessment.Set, brand Brand, fonts Fonts) error {
	return layOutBallot(w, set, brand, fonts, nil)
}

// ballotGaps are how much room there may be above a question, in millimetres.
var ballotGaps = [...]float64{3.2, 2.4, 1.6, .8}

func layOutBallot(w io.Writer, set *assessment.Set, brand Brand, fonts Fonts, trace func(int, string)) error {
	// A logo and shorter paper take room: the questions stand closer, where that saves a page.
	best := ballotSheet(set, brand, fonts, ballotGaps[0], nil)
	for _, gap := range ballotGaps[1:] {
		if s := ballotSheet(set, brand, fonts, gap, nil); s.pdf.PageCount() < best.pdf.PageCount() {
			best = s
		}
	}
	return ballotSheet(set, brand, fonts, best.above, trace).output(w, best.doc)
}

// ballotSheet lays a ballot out with a gap above each question.
func ballotSheet(set *assessment.Set, brand Brand, fonts Fonts, gap float64, trace func(int, string)) *sheet {
	s := newSheet(set, set.Title, brand, fonts, trace)
	s.above = gap
	var roles []string
	for _, role := range assessment.Roles {
		roles = append(roles, assessment.Capital(role.Words()))
	}
	s.together(
		s.words(0, smallSize, span{"Your own answers, on paper. Tick what is so today, not what is planned: one box for each question, and one for how you know it. “" +
			s.level(assessment.Unsure) + "” is a good answer. If something does not apply, write why. Leave a question open if it has nothing to do with this use of AI. Answer on your own: the room sees the answers when everybody has finished.", false, ink}),
		s.blank(0, "What the AI does"),
		s.blank(0, "Your name"),
		s.space(1.5),
		s.ticks(0, "You look at it from", roles, ""),
	)
	number, page := 0, s.pdf.PageNo()
	for _, section := range set.Sections {
		for i := range set.Questions {
			q := &set.Questions[i]
			if q.Section != section.ID {
				continue
			}
			number++
			pieces := s.ballotQuestion(number, q)
			s.room(min(highOf(pieces), s.takes()))
			// Sheets part from each other.
			if s.pdf.PageNo() != page {
				page = s.pdf.PageNo()
				s.together(s.blank(0, "Your name, once more"))
			}
			s.together(pieces...)
		}
	}
	s.foot()
	return s
}

// ballotQuestion says with the levels what the best of them means here: "no" alone could be
// taken for the answer to another question.
func (s *sheet) ballotQuestion(number int, q *assessment.Question) []piece {
	const indent = 7.0
	var best []string
	for _, choice := range q.Choices {
		if choice.Level == assessment.InPlace {
			best = append(best, choice.Text)
		}
	}
	return []piece{
		s.space(s.above),
		s.numbered(number, indent, q.Text),
		s.words(indent, smallSize, span{s.level(assessment.InPlace) + " means: " + strings.Join(best, " Or: "), false, soft}),
		s.space(.6),
		s.ticks(indent, "", s.levels(q), "Note"),
		s.ticks(indent, howKnown, s.known(), ""),
	}
}

// numbered is the text of a question behind its number.
func (s *sheet) numbered(number int, indent float64, text string) piece {
	p := s.words(indent, textSize, span{text, true, ink})
	draw := p.draw
	p.draw = func() {
		s.content(func() { s.text(margin, s.y, span{fmt.Sprintf("%d.", number), true, ink}) })
		draw()
	}
	return p
}

// foot says on the last page what was asked.
func (s *sheet) foot() {
	s.together(s.space(2), s.words(0, smallSize, span{fmt.Sprintf("Question set: %s, version %s.", s.set.ID, s.set.Version), false, soft}))
}
