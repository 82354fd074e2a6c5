package report

import (
	"fmt"
	"strings"

	"readycheck/assessment"
)

// bulletIndent is how far the text of a bullet stands to the right.
const bulletIndent = 5.0

// block sets a block at the end of what is set.
func (g *galley) block(block Block) {
	switch block := block.(type) {
	case Headline:
		g.headed(func() { g.sized(27, func() { g.heading(3, span{string(block), true, g.accent}) }) })
	case Picture:
		g.picture(block)
	case Lead:
		g.bound(func() { g.sized(12.5, func() { g.paragraph([]span{{string(block), true, ink}}) }) })
	case Paragraph:
		g.bound(func() { g.paragraph(plain(string(block))) })
	case Warning:
		g.bound(func() { g.barred(g.node.add("P"), 0, string(block), paint[assessment.Partly]) })
	case Heading:
		g.gap(1)
		g.headed(func() { g.sized(11.5, func() { g.heading(3, span{string(block), true, ink}) }) })
	case Subject:
		g.gap(1)
		g.headed(func() { g.heading(min(4, g.level+1), span{string(block), true, ink}) })
	case Bullets:
		g.bound(func() { g.bullets(0, block) })
	case Columns:
		g.columns(block)
	case Marks:
		g.bound(func() {
			g.list(len(block), func(i int) { g.mark(0, block[i]) })
		})
	case Pairs:
		g.bound(func() {
			g.list(len(block), func(i int) { g.pair(block[i]) })
		})
	case Sides:
		g.bound(func() {
			g.list(len(block), func(i int) { g.bullet(0, block[i].line(Mark.Label)) })
		})
	case Steps:
		g.steps(block)
	case Table:
		g.table(block)
	case Answers:
		for i, answer := range block {
			if i > 0 {
				g.gap(.8)
			}
			g.answer(answer)
		}
	case Facts:
		g.bound(func() { g.facts(0, block) })
	case Message:
		g.bound(func() { g.quote(0, string(block)) })
	default:
		panic(fmt.Sprintf("no PDF for %T", block))
	}
}

// lines sets spans, wrapped at the right margin. What leads is drawn beside the first line. Without
// a node, the text stands beside the document's own.
func (g *galley) lines(n *node, indent float64, spans []span, lead func()) {
	for i, line := range g.wrap(spans, g.across()-indent) {
		g.add(g.lineHeight(), func() {
			if i == 0 && lead != nil {
				lead()
			}
			if n == nil {
				g.artifact("/Artifact BMC", func() { g.line(margin+indent, g.y, line) })
				return
			}
			g.within(n, func() { g.line(margin+indent, g.y, line) })
		})
	}
}

func (g *galley) paragraph(spans []span) { g.lines(g.node.add("P"), 0, spans, nil) }

// heading never leaves a level out.
func (g *galley) heading(level int, s span) {
	if level <= 3 {
		g.level = level
	}
	g.lines(g.node.add(fmt.Sprintf("H%d", level)), 0, []span{s}, nil)
}

// list sets lines of the same kind, each one a member.
func (g *galley) list(n int, each func(i int)) {
	g.inside("L", func() {
		for i := range n {
			if i > 0 {
				g.gap(.12)
			}
			g.inside("LI", func() { each(i) })
		}
	})
}

func (g *galley) bullets(indent float64, texts []string) {
	g.list(len(texts), func(i int) { g.bullet(indent, texts[i]) })
}

func (g *galley) bullet(indent float64, text string) {
	g.bound(func() {
		g.lines(g.node.add("LBody"), indent+bulletIndent, plain(text), func() {
			g.artifact("/Artifact BMC", func() {
				g.fill(ink)
				g.pdf.Circle(margin+indent+1.5, g.y+g.lineHeight()/2, .6, "F")
			})
		})
	})
}

func (g *galley) facts(indent float64, facts []Fact) {
	for _, fact := range facts {
		g.bound(func() {
			g.lines(g.node.add("P"), indent, []span{{fact.Name + ": ", false, soft}, {fact.Text, false, ink}}, nil)
		})
	}
}

// mark sets the sign with its word and what it is about.
func (g *galley) mark(indent float64, mark Mark) {
	spans := []span{{mark.Word, true, paint[mark.Level]}}
	if mark.Text != "" {
		spans = append(spans, span{": " + mark.Text, false, ink})
	}
	if len(mark.Asides) > 0 {
		spans = append(spans, span{" (" + strings.Join(mark.Asides, "; ") + ")", false, soft})
	}
	g.bound(func() {
		g.lines(g.node.add("LBody"), indent+bulletIndent, spans, func() { g.sign(indent, mark.Level) })
	})
}

func (g *galley) pair(pair Pair) {
	g.lines(g.node.add("LBody"), 2*bulletIndent, []span{
		{pair.First.Word, true, paint[pair.First.Level]}, {" → ", false, ink}, {pair.Second.Word, true, paint[pair.Second.Level]}, {": " + pair.Text, false, ink},
	}, func() {
		g.sign(0, pair.First.Level)
		g.sign(bulletIndent, pair.Second.Level)
	})
}

// sign is a full, half or empty circle. The word behind it says the same.
func (p *paper) sign(indent float64, level assessment.Level) {
	p.artifact("/Artifact BMC", func() {
		c := paint[level]
		x, y, radius := margin+indent+1.7, p.y+p.lineHeight()/2, 1.3
		p.fill(c)
		p.colourLine(c)
		p.pdf.SetLineWidth(.3)
		switch level {
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
			p.text(x-1, p.y, span{level.Sign(), true, c})
		default:
			p.pdf.Circle(x, y, .4, "F")
		}
	})
}

func (g *galley) steps(steps Steps) {
	g.inside("L", func() {
		for i, step := range steps {
			if i > 0 {
				g.gap(.6)
			}
			together := g.bound
			if step.Sign {
				together = g.whole
			}
			g.short(func() { together(func() { g.inside("LI", func() { g.step(step.number(i+1), step) }) }) })
		}
	})
}

// stepIndent is where the text of a step begins, behind its number.
const stepIndent = 8.0

func (g *galley) step(number int, step Step) {
	label := g.node.add("Lbl")
	outer := g.node
	g.node = outer.add("LBody")
	defer func() { g.node = outer }()
	size, indent := g.size, stepIndent
	if step.Sign {
		size = 11
	}
	if step.Tick {
		indent += tickSide + 2
	}
	g.sized(size, func() {
		g.headed(func() { // a title with what it takes
			g.lines(g.node.add("P"), indent, []span{{step.Title, true, ink}}, func() {
				g.within(label, func() {
					g.content(func() { g.text(margin, g.y, span{fmt.Sprintf("%d.", number), true, ink}) })
				})
				if step.Tick {
					g.tick(stepIndent)
				}
			})
		})
	})
	from := len(g.items)
	if about := step.About(); about != "" {
		g.lines(g.node.add("P"), indent, []span{{about, false, soft}}, nil)
	}
	if step.Sign {
		g.signature(indent, step)
	}
	if len(step.Do) > 0 {
		g.bullets(indent, step.Do)
	}
	g.gap(.15)
	g.facts(indent, step.Facts)
	g.quote(indent, string(step.Message))
	if len(g.items) == from {
		g.items[from-1].keep = false // nothing follows the title
	}
}

const tickSide = 3.2

// tick is a box, on the line that comes next.
func (p *paper) tick(indent float64) {
	p.artifact("/Artifact BMC", func() {
		p.colourLine(ink)
		p.pdf.SetLineWidth(.3)
		p.pdf.Rect(margin+indent, p.y+(p.lineHeight()-tickSide)/2, tickSide, tickSide, "D")
	})
}

// signature is who does a step and by when, each on a line to write on. What is known stands on
// it already; what is too long for its line gets the whole of one.
func (g *galley) signature(indent float64, step Step) {
	left, right := margin+indent, g.right()
	middle := left + (right-left)*.58
	who, by := []span{{step.SignWho + " ", false, soft}}, []span{{step.SignBy + " ", false, soft}}
	whoFrom, byFrom := left+g.width(who[0])+1, middle+g.width(by[0])+1
	name, day := span{step.Who, false, ink}, span{step.By, false, ink}
	n := g.node.add("P")
	if whoFrom+g.width(name) > middle-5 || byFrom+g.width(day) > right {
		g.wrapped(n, left, who, name)
		g.wrapped(n, left, by, day)
		return
	}
	g.underlined(n, []placed{{left, who}, {whoFrom, []span{name, {" ", false, ink}}}, {middle, by}, {byFrom, []span{day}}}, [][2]float64{{whoFrom, middle - 5}, {byFrom, right}})
}

// wrapped is what stands on as many lines as it takes, behind a label.
func (g *galley) wrapped(n *node, left float64, label []span, text span) {
	from := left + g.width(label[0]) + 1
	for i, line := range g.wrap([]span{text}, g.right()-from) {
		pieces := []placed{{from, line}}
		if i == 0 {
			pieces = append([]placed{{left, label}}, pieces...)
		}
		g.underlined(n, pieces, [][2]float64{{from, g.right()}})
	}
}

// underlined has room for a pen above lines from one place to another.
func (g *galley) underlined(n *node, pieces []placed, lines [][2]float64) {
	const pen = 7.5
	high := pen * g.scale
	g.add(high, func() {
		var full []placed
		for _, piece := range pieces {
			if len(piece.line) > 0 && piece.line[0].text != "" {
				full = append(full, piece)
			}
		}
		g.within(n, func() { g.spread(g.y+high-g.lineHeight(), full...) })
		g.artifact("/Artifact BMC", func() {
			for _, line := range lines {
				g.stroke(soft, .25, line[0], g.y+high, line[1], g.y+high)
			}
		})
	})
}

// quote keeps the lines of a text as they were written.
func (g *galley) quote(indent float64, text string) {
	if text == "" {
		return
	}
	g.inside("BlockQuote", func() {
		for _, line := range strings.Split(text, "\n") {
			if line == "" {
				g.gap(.5)
				continue
			}
			g.bound(func() { g.barred(g.node.add("P"), indent, line, rule) })
		}
	})
}

// barred sets a text beside a bar.
func (g *galley) barred(n *node, indent float64, text string, bar colour) {
	for _, line := range g.wrap(plain(text), g.across()-indent-4) {
		g.add(g.lineHeight(), func() {
			g.artifact("/Artifact BMC", func() { g.stroke(bar, .6, margin+indent+1, g.y, margin+indent+1, g.y+g.lineHeight()) })
			g.within(n, func() { g.line(margin+indent+4, g.y, line) })
		})
	}
}

// answer is a question with what was said.
func (g *galley) answer(answer Answer) {
	g.short(func() { g.lined(answer) })
}

func (g *galley) lined(answer Answer) {
	g.bound(func() {
		g.headed(func() { g.heading(4, span{answer.Question, true, ink}) })
		g.bound(func() {
			g.list(1, func(int) { g.mark(0, answer.Said) })
		})
		g.facts(bulletIndent, answer.Facts)
		if answer.Note != "" {
			g.headed(func() { g.lines(g.node.add("P"), bulletIndent, []span{{answer.NoteWord + ":", false, soft}}, nil) })
			g.bound(func() { g.quote(bulletIndent, answer.Note) })
		}
	})
}

func (p *paper) stroke(c colour, wide, x1, y1, x2, y2 float64) {
	p.colourLine(c)
	p.pdf.SetLineWidth(wide)
	p.pdf.Line(x1, y1, x2, y2)
}
