package report

import (
	"io"

	"readycheck/assessment"
)

// WorksheetPDF writes the worksheet on pages: what Worksheet writes, for a printer.
func WorksheetPDF(w io.Writer, set *assessment.Set, brand Brand, fonts Fonts) error {
	return layOutWorksheet(w, set, brand, fonts, nil)
}

func layOutWorksheet(w io.Writer, set *assessment.Set, brand Brand, fonts Fonts, trace func(int, string)) error {
	s := newSheet(set, set.Title, brand, fonts, trace)
	s.gap(.5)
	s.flow(0, plain(worksheetIntro(set)))
	for _, name := range worksheetBlanks {
		s.together(s.blank(0, name))
	}
	s.setup()
	for _, lens := range bothLenses {
		s.heading(checklistFor(s.set, lens), true)
		s.checklist(lens)
	}
	s.heading("The stages", true)
	s.stages()
	s.heading("All questions", false)
	number := 0
	for _, section := range set.Sections {
		first := true
		for i := range set.Questions {
			q := &set.Questions[i]
			if q.Section != section.ID {
				continue
			}
			number++
			pieces := s.question(number, q)
			if first {
				pieces = append([]piece{s.space(3), s.words(0, 12, span{section.Title, true, s.accent})}, pieces...)
				first = false
			}
			s.together(pieces...)
		}
	}
	s.heading("The words used", false)
	s.blocks(glossary(set))
	s.flow(0, plain(set.Phrases.Limits))
	s.foot()
	return s.output(w, s.doc)
}

// heading begins a part, on a page of its own where it is to be handed over.
func (s *sheet) heading(title string, own bool) {
	if own {
		s.newPage()
	} else {
		s.gap(1.5)
		s.room(60) // with what follows it
	}
	s.sized(14, func() {
		s.pdf.Bookmark(s.faces.printable(title), 0, s.y)
		s.below(func(g *galley) { g.heading(2, span{title, true, ink}) })
	})
	s.gap(.3)
}

func (s *sheet) setup() {
	s.heading("Before you start", false)
	for _, field := range assessment.SetupFields {
		if field.Name == "depth" {
			continue
		}
		words := s.set.Setup[field.Name]
		name := words.Name
		if field.Several {
			name += allThatFit
		}
		pieces := []piece{s.space(1.5), s.words(0, textSize, span{name, true, ink})}
		for _, code := range field.Codes {
			pieces = append(pieces, s.option(0, assessment.Capital(words.Options[code])))
		}
		s.together(pieces...)
	}
}

// question has a box for each of its choices.
func (s *sheet) question(number int, q *assessment.Question) []piece {
	const indent = 7.0
	pieces := []piece{s.space(3), s.numbered(number, indent, q.Text)}
	if only := onlyIf(s.set, q.When); only != "" {
		pieces = append(pieces, s.words(indent, smallSize, span{only, false, soft}))
	}
	pieces = append(pieces, s.words(indent, smallSize, span{q.Why, false, soft}), s.space(.8))
	for _, choice := range q.Options(&s.set.Words) {
		text := choice.Text
		if choice.Level == assessment.NA {
			text += becauseOf
		}
		pieces = append(pieces, s.option(indent, text))
	}
	return append(pieces, s.space(.5), s.ticks(indent, howKnown, s.known(), ""), s.blank(indent, whoAndWhen))
}

func (s *sheet) checklist(lens assessment.Lens) {
	grid := s.grid([]string{"Line"}, s.levels(&assessment.Question{AllowNA: true}), inTheCells)
	for i := range s.set.Items {
		if item := &s.set.Items[i]; item.Lens == lens {
			grid.row(item.ID + " " + item.Title)
		}
	}
	pieces := []piece{s.space(3), s.words(0, 11.5, span{neededFrom(s.set, lens), true, ink})}
	some := false
	for i := range s.set.Items {
		if item := &s.set.Items[i]; item.Lens == lens && item.Hands != "" {
			pieces, some = append(pieces, s.option(0, item.Hands)), true
		}
	}
	if some {
		s.together(pieces...)
	}
}

func (s *sheet) stages() {
	s.flow(0, plain(stagesIntro))
	s.gap(.5)
	w := &s.set.Words
	grid := s.grid([]string{"Stage", "What it means"}, []string{w.LensShort[assessment.Integration], w.LensShort[assessment.Deployment], "Today"}, "")
	for _, stage := range assessment.Stages {
		grid.row(assessment.Capital(s.set.StageName(stage)), s.set.Phrases.StageMeanings[stage])
	}
}

// grid is a table with columns of text, columns of boxes, and one to write in.
type grid struct {
	s       *sheet
	widths  []float64
	texts   int
	ticks   []float64
	head    []string
	written bool
}

// grid begins a table: each column of boxes is as wide as the longest word above it.
func (s *sheet) grid(texts, ticks []string, written string) *grid {
	g := &grid{s: s, texts: len(texts), written: written != ""}
	left := s.across()
	s.sized(smallSize, func() {
		for _, head := range ticks {
			wide := tickWidth + 2
			for _, word := range pieces(head) {
				wide = max(wide, s.width(span{word, true, ink})+2)
			}
			g.ticks = append(g.ticks, wide)
			left -= wide
		}
	})
	part := left / float64(len(texts))
	switch {
	case g.written:
		part = left * .66 / float64(len(texts))
	case len(texts) == 2:
		g.widths = []float64{left * .25, left * .75}
	}
	for len(g.widths) < len(texts) {
		g.widths = append(g.widths, part)
	}
	g.head = append(append(append(g.head, texts...), ticks...), written)
	g.line(g.head, true)
	return g
}

func (g *grid) row(texts ...string) { g.line(texts, false) }

// line draws one row. Where a new page begins, the heads stand there again.
func (g *grid) line(cells []string, head bool) {
	s := g.s
	widths := append(append([]float64{}, g.widths...), g.ticks...)
	used := 0.0
	for _, wide := range widths {
		used += wide
	}
	widths = append(widths, s.across()-used)
	s.sized(smallSize, func() {
		high := 0.0
		if g.written && !head {
			high = 11 // to write in
		}
		var lines [][][]span
		for i, cell := range cells {
			wrapped := s.wrap([]span{{cell, head, ink}}, widths[i]-1.5)
			lines = append(lines, wrapped)
			high = max(high, float64(len(wrapped))*s.lineHeight())
		}
		high += 2.4
		page := s.pdf.PageNo()
		if s.room(high); s.pdf.PageNo() != page && !head {
			g.line(g.head, true)
		}
		x := margin
		for i, wide := range widths {
			if i < len(lines) {
				for n, line := range lines[i] {
					s.line(x, s.y+1.2+float64(n)*s.lineHeight(), line)
				}
			} else if !head && i < g.texts+len(g.ticks) {
				s.box(x, s.y+1.8)
			}
			x += wide
		}
		s.y += high
		s.artifact("/Artifact BMC", func() { s.stroke(rule, .2, margin, s.y, s.right(), s.y) })
	})
}
