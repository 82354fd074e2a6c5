package report

import "slices"

// Rooms in a table, in millimetres.
const (
	cellBetween = 4.0 // two columns
	cellAbove   = 1.2 // its lines, and below them
	penRoom     = 7.4 // a row with something to write
)

var shade = colour{236, 240, 243}

// grade is a table that is set row by row.
type grade struct {
	*galley
	left   float64 // the column of boxes
	widths []float64
	head   *item
	ruled  bool
}

// columns stand side by side, line by line: the text keeps the order of the other formats.
func (g *galley) columns(columns Columns) {
	table := Table{}
	for _, column := range columns {
		table.Head = append(table.Head, column.Title)
		table.Wide = append(table.Wide, 1)
	}
	for i := range columns[0].Lines {
		var row Row
		for _, column := range columns {
			row.Cells = append(row.Cells, column.Lines[i])
		}
		table.Rows = append(table.Rows, row)
	}
	g.table(table)
}

// table keeps its head with the first row, and says it again on each page. A row is not cut.
func (g *galley) table(table Table) {
	const boxed = 7.0
	t := grade{galley: g, ruled: table.toFill()}
	if table.Tick {
		t.left = boxed
	}
	t.widths = columnWidths(table, g.across()-t.left)
	outer := g.node
	g.node = outer.add("Table")
	defer func() { g.node = outer }()
	g.bound(func() {
		g.headed(func() { t.row(table.Head, true, true, false) })
		t.head = &g.items[len(g.items)-1]
		head := *t.head
		t.head = &head
		g.bound(func() {
			for _, row := range table.Rows {
				t.row(row.Cells, false, row.Here, table.Tick)
			}
		})
	})
}

// toFill reports whether a table has cells to write in: that of the plan, or one with as many
// columns and nothing in some.
func (t Table) toFill() bool {
	return t.Tick || len(t.Head) >= 4 && slices.ContainsFunc(t.Rows, func(row Row) bool { return slices.Contains(row.Cells, "") })
}

func columnWidths(table Table, full float64) []float64 {
	widths := make([]float64, len(table.Head))
	widths[0] = full / 5
	for i := 1; i < len(widths); i++ {
		widths[i] = (full - widths[0]) / float64(len(widths)-1)
	}
	sum := 0
	for _, wide := range table.Wide {
		sum += wide
	}
	for i, wide := range table.Wide {
		widths[i] = full * float64(wide) / float64(sum)
	}
	return widths
}

// row sets one row. One that is longer than a page goes on as a row below it.
func (t *grade) row(cells []string, head, bold, box bool) {
	kind, attr := "TD", ""
	if head {
		kind, attr = "TH", "/A <</O /Table /Scope /Column>>"
	}
	row := t.node.add("TR")
	lines, nodes, most, empty := make([][][]span, len(cells)), make([]*node, len(cells)), 1, false
	for i, cell := range cells {
		nodes[i] = row.add(kind)
		nodes[i].attr = attr
		if cell == "" {
			empty = true
			continue
		}
		lines[i] = t.wrap([]span{{cell, bold, ink}}, t.widths[i]-cellBetween)
		most = max(most, len(lines[i]))
	}
	page := int((t.takes() - 40) / t.lineHeight())
	for from := 0; from < most; from += page {
		part := make([][][]span, len(cells))
		for i := range cells {
			part[i] = lines[i][min(from, len(lines[i])):min(from+page, len(lines[i]))]
		}
		high := float64(min(page, most-from))*t.lineHeight() + 2*cellAbove
		if empty && t.ruled && !head {
			high = max(high, penRoom*t.scale)
		}
		t.add(high, func() { t.cells(part, nodes, high, head, box && from == 0) })
		t.items[len(t.items)-1].head = t.head
	}
}

func (t *grade) cells(lines [][][]span, nodes []*node, high float64, head, box bool) {
	t.artifact("/Artifact BMC", func() {
		if head {
			t.fill(shade)
			t.pdf.Rect(margin, t.y, t.across(), high, "F")
		}
		t.stroke(rule, .25, margin, t.y+high, t.right(), t.y+high)
		x := margin + t.left
		for _, wide := range t.widths[:len(t.widths)-1] {
			if x += wide; t.ruled && !head {
				t.stroke(rule, .25, x-cellBetween/2, t.y, x-cellBetween/2, t.y+high)
			}
		}
	})
	top := t.y
	t.y += cellAbove
	if box {
		t.tick(1.5)
	}
	t.y = top
	x := margin + t.left
	if t.left == 0 {
		x += cellBetween / 2
	}
	for i, wide := range t.widths {
		t.within(nodes[i], func() {
			for n, line := range lines[i] {
				t.line(x, top+cellAbove+float64(n)*t.lineHeight(), line)
			}
		})
		x += wide
	}
}

// picture draws how far each side reaches.
func (g *galley) picture(picture Picture) {
	const left, between = 48.0, 1.5
	box := (g.across()-left+between)/float64(len(picture.Stages)) - between
	high, below := 7*g.scale, 2.5*g.scale
	n := g.node.add("Figure")
	n.alt = picture.Title + "."
	for _, line := range picture.Lines() {
		n.alt += " " + line + "."
	}
	g.sized(smallSize, func() {
		whole := g.lineHeight() + 1 + float64(len(picture.Rows))*(high+below) - below
		g.add(whole, func() {
			n.box = [4]float64{margin, g.y, g.right(), g.y + whole}
			g.within(n, func() {
				g.content(func() { g.reaches(picture, left, box, between, high, below) })
			})
		})
	})
}

func (g *galley) reaches(picture Picture, left, box, between, high, below float64) {
	x, y := margin+left, g.y
	for _, stage := range picture.Stages {
		s := span{stage, false, soft}
		g.line(x+(box-g.width(s))/2, y, []span{s})
		x += box + between
	}
	y += g.lineHeight() + 1
	for _, row := range picture.Rows {
		g.line(margin, y+(high-g.lineHeight())/2, []span{{row.Name, false, ink}})
		for i := range picture.Stages {
			g.stage(margin+left+float64(i)*(box+between), y, box, high, i < row.Reached)
		}
		y += high + below
	}
}

// stage is a box that is full where a side has reached it. It has a tick too, so that the colour
// is not all that tells.
func (p *paper) stage(x, y, wide, high float64, reached bool) {
	p.colourLine(p.accent)
	p.fill(p.accent)
	p.pdf.SetLineWidth(.4)
	if !reached {
		p.pdf.Rect(x, y, wide, high, "D")
		return
	}
	p.pdf.Rect(x, y, wide, high, "FD")
	white := colour{255, 255, 255}
	middle := x + wide/2
	p.stroke(white, .7, middle-2, y+high/2, middle-.5, y+high/2+1.6)
	p.stroke(white, .7, middle-.5, y+high/2+1.6, middle+2.5, y+high/2-2)
}
