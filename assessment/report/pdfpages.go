package report

import "strings"

// item is what a page takes whole: a line, or a row of a table.
type item struct {
	// before is the room above it, which the top of a page does not need.
	before, high float64
	// keep holds it on one page with the item after it.
	keep bool
	draw func()
	// head is drawn once more where the item begins a page.
	head *item
	// line is how high a line is there.
	line float64
}

// leastLines is how many lines a last page has at least, where others can spare some.
const leastLines = 4

// littleUsed is the part of a last page for which the others are filled more tightly.
const littleUsed = .35

// galley is what is set, before it is divided into pages.
type galley struct {
	*paper
	items []item
	// node is where what is set stands in the structure of the document.
	node *node
	// level is that of the last heading.
	level int
	space float64
}

func (g *galley) add(high float64, draw func()) {
	size, scale := g.size, g.scale
	g.items = append(g.items, item{before: g.space, high: high, line: g.lineHeight(), draw: func() {
		before, scaled := g.size, g.scale
		g.size, g.scale = size, scale
		draw()
		g.size, g.scale = before, scaled
	}})
	g.space = 0
}

// gap is room between two items. The larger one of two counts.
func (g *galley) gap(part float64) { g.space = max(g.space, part*g.lineHeight()) }

// inside sets what stands in a node of the structure.
func (g *galley) inside(kind string, set func()) *node {
	outer := g.node
	g.node = outer.add(kind)
	inner := g.node
	set()
	g.node = outer
	return inner
}

// bound holds the first two items of what is set together, and the last two.
func (g *galley) bound(set func()) {
	from := len(g.items)
	set()
	if n := len(g.items); n-from > 1 {
		g.items[from].keep, g.items[n-2].keep = true, true
	}
}

// whole holds all items of what is set together, and headed those with what follows, too.
func (g *galley) whole(set func()) {
	from := len(g.items)
	set()
	g.keep(from, len(g.items)-1)
}

func (g *galley) headed(set func()) {
	from := len(g.items)
	set()
	g.keep(from, len(g.items))
}

// mostShort is how many lines a step or an answer has that is not cut.
const mostShort = 9

// short holds what is set together, where that is not much.
func (g *galley) short(set func()) {
	from := len(g.items)
	set()
	if n := len(g.items); n-from <= mostShort {
		g.keep(from, n-1)
	}
}

// keep holds each of some items together with the next one.
func (g *galley) keep(from, to int) {
	for i := from; i < to; i++ {
		g.items[i].keep = true
	}
}

// tall is how high items are below each other, without the room above the first.
func tall(items []item, loose float64) (high float64) {
	for i := range items {
		if i > 0 {
			high += items[i].before * loose
		}
		high += items[i].high
	}
	return high
}

// divide finds the items that begin a page, where a page takes so much. Room between items is
// loose times what it is.
func divide(items []item, loose float64, room func(page int) float64) (starts []int) {
	used, page := 0.0, -1
	begin := func(i int) {
		starts = append(starts, i)
		page++
		used = items[i].high
		if items[i].head != nil {
			used += items[i].head.high
		}
	}
	for i := 0; i < len(items); {
		end := i + 1
		for end < len(items) && items[end-1].keep {
			end++
		}
		group := items[i:end]
		most := 0.0
		if page >= 0 {
			most = room(page)
		}
		switch {
		case page >= 0 && used+group[0].before*loose+tall(group, loose) <= most:
			used += group[0].before*loose + tall(group, loose)
		case tall(group, loose) <= room(page+1):
			begin(i)
			used += tall(group, loose) - group[0].high
		default: // more than a page holds together
			begin(i)
			for n := i + 1; n < end; n++ {
				if used += items[n].before*loose + items[n].high; used > room(page) {
					begin(n)
				}
			}
		}
		i = end
	}
	return starts
}

// settle divides items so that the last page is not almost empty, where that can be: with less
// room between them, or with more on the last page.
func (p *paper) settle(items []item) (starts []int, loose float64) {
	full := p.takes()
	even := func(int) float64 { return full }
	last := func(starts []int, loose float64) float64 { return tall(items[starts[len(starts)-1]:], loose) }
	starts = divide(items, 1, even)
	if !p.wasteful(items, starts, 1) {
		return starts, 1
	}
	for _, loose := range []float64{.9, .8, .7, .6} {
		if fewer := divide(items, loose, even); len(fewer) < len(starts) {
			return fewer, loose
		}
	}
	least := leastLines * items[len(items)-1].line
	if last(starts, 1) >= least {
		return starts, 1
	}
	for taken := 4.0; taken < full/2; taken += 4 {
		shorter := divide(items, 1, func(page int) float64 {
			if page == len(starts)-2 {
				return full - taken
			}
			return full
		})
		if len(shorter) == len(starts) && last(shorter, 1) >= least {
			return shorter, 1
		}
	}
	return starts, 1
}

// wasteful reports whether a last page has little on it.
func (p *paper) wasteful(items []item, starts []int, loose float64) bool {
	return len(starts) > 1 && tall(items[starts[len(starts)-1]:], loose) < p.takes()*littleUsed
}

// place draws items on pages that begin with some of them.
func (p *paper) place(items []item, starts []int, loose float64) {
	for n, from := range starts {
		to := len(items)
		if n+1 < len(starts) {
			to = starts[n+1]
		}
		p.newPage()
		for i := from; i < to; i++ {
			if i > from {
				p.y += items[i].before * loose
			} else if head := items[i].head; head != nil {
				p.again(head)
			}
			items[i].draw()
			p.y += items[i].high
		}
	}
}

// again draws the head of a table on one more page, where nobody needs to hear it.
func (p *paper) again(head *item) {
	trace := p.trace
	var cells []string
	p.trace = func(_ int, text string) { cells = append(cells, text) }
	p.artifact("/Artifact <</Type /Pagination /Subtype /Header>> BDC", head.draw)
	p.trace = trace
	if p.aside != nil {
		p.aside(p.pdf.PageNo(), strings.Join(cells, " "))
	}
	p.y += head.high
}

// blocks draws blocks below what is drawn already.
func (p *paper) blocks(blocks []Block) {
	p.below(func(g *galley) {
		for _, block := range blocks {
			g.gap(.5)
			g.block(block)
		}
	})
}

// below draws what is set below what is drawn already, as it comes.
func (p *paper) below(set func(g *galley)) {
	g := &galley{paper: p, node: p.tags.root, level: 2}
	set(g)
	for i := range g.items {
		p.y += g.items[i].before
		p.room(g.items[i].high)
		g.items[i].draw()
		p.y += g.items[i].high
	}
}
