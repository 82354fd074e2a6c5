package word

// Table has columns of fixed widths, and rows that no page cuts through.
type Table struct {
	// Style is one for tables of styles.xml.
	Style string
	// Wide are the widths of the columns beside each other.
	Wide []int
	// Says tells what the table shows to who does not see it, or is empty where its words do.
	Says string
	Rows []Row
}

// Row is a line of cells. Head is said again on each page.
type Row struct {
	Head bool
	// Height is the least it has, 0 for what its text takes.
	Height int
	Cells  []Cell
}

// Cell is a paragraph in a place of its own. Fill is the colour behind it, or empty.
type Cell struct {
	Para
	Runs []Run
	Fill string
}

// Table adds a table, and what keeps it from the next one.
func (d *Body) Table(t *Table) {
	all := 0
	for _, wide := range t.Wide {
		all += wide
	}
	text := d.page.Text()
	d.add(`<w:tbl><w:tblPr><w:tblStyle w:val="%s"/><w:tblW w:w="%d" w:type="dxa"/><w:tblLayout w:type="fixed"/>`, t.Style, text)
	if t.Says != "" {
		d.add(`<w:tblDescription w:val="%s"/>`, inXML(t.Says))
	}
	d.b.WriteString(`</w:tblPr><w:tblGrid>`)
	for _, wide := range t.Wide {
		d.add(`<w:gridCol w:w="%d"/>`, text*wide/all)
	}
	d.b.WriteString(`</w:tblGrid>`)
	for _, row := range t.Rows {
		d.b.WriteString(`<w:tr><w:trPr><w:cantSplit/>`)
		if row.Head {
			d.b.WriteString(`<w:tblHeader/>`)
		}
		if row.Height > 0 {
			d.add(`<w:trHeight w:val="%d"/>`, row.Height)
		}
		d.b.WriteString(`</w:trPr>`)
		for i, cell := range row.Cells {
			d.add(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, text*t.Wide[i]/all)
			if cell.Fill != "" {
				d.add(`<w:shd w:val="clear" w:color="auto" w:fill="%s"/>`, cell.Fill)
			}
			d.b.WriteString(`</w:tcPr>`)
			d.Paragraph(cell.Para, cell.Runs...)
			d.b.WriteString(`</w:tc>`)
		}
		d.b.WriteString(`</w:tr>`)
	}
	d.b.WriteString(`</w:tbl>`)
	// Two tables, or a table at the end, need a paragraph between or behind them.
	d.Styled("AfterTable", "")
}
