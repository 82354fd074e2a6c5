package report

import (
	"archive/zip"
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"readycheck/assessment/look"
)

// A workbook for spreadsheets (Office Open XML, ECMA-376), written row by row into its zip, so
// that a practice of any size takes no more memory than one row. It is written here because the
// library for it is two megabytes of program, most of them for reading.
//
// A text is always a text: an inline string, which no program works out, whatever it begins
// with.

// cellKind is how the cells of a column are written.
type cellKind int

const (
	textCell cellKind = iota
	// numberCell and dayCell are numbers and days (in DateLayout) to sort and to count with;
	// what is none stays a text.
	numberCell
	dayCell
	// levelCell is a level's sign with its word, on a light ground of its own.
	levelCell
)

// bookColumn is a column of a sheet. Wide is its width in letters.
type bookColumn struct {
	title string
	wide  int
	kind  cellKind
}

const (
	xmlHead       = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	sheetSpace    = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	officeRel     = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packageSpace  = "http://schemas.openxmlformats.org/package/2006/"
	workbookTypes = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

// mostRows and mostInCell are the most that a sheet and a cell may hold. A cell counts in units
// of UTF-16.
const (
	mostRows   = 1 << 20
	mostInCell = 32_767
)

// workbook writes sheets one after the other. The first error stays, and end returns it.
type workbook struct {
	zip *zip.Writer
	out *bufio.Writer
	err error
	// title is known by the end.
	title string
	done  []*bookSheet
	now   *bookSheet
	// paper is what it is printed on.
	paper look.Paper
	// most is how many rows a sheet may have.
	most int
}

// bookSheet is a table with a head that stays in view. Its place among the sheets may be another one
// than that in which they are written.
type bookSheet struct {
	name    string
	columns []bookColumn
	// frozen are the columns that stay in view.
	frozen int
	// first sheets stand before the others.
	first bool
	rows  int
	cells []string
}

func newWorkbook(w io.Writer) *workbook {
	b := &workbook{zip: zip.NewWriter(w), most: mostRows}
	b.part("_rels/.rels", relationship(1, officeRel+"/officeDocument", "xl/workbook.xml")+
		relationship(2, packageSpace+"relationships/metadata/core-properties", "docProps/core.xml"), relationsIn)
	return b
}

// begin begins a file of the zip. No time is kept, so that the same session gives the same file.
func (b *workbook) begin(name string) {
	file, err := b.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
	if b.fail(err) {
		return
	}
	b.out = bufio.NewWriterSize(file, 1<<16)
}

// finish ends a file of the zip.
func (b *workbook) finish() {
	if b.err == nil {
		b.fail(b.out.Flush())
	}
}

func (b *workbook) fail(err error) bool {
	if b.err == nil {
		b.err = err
	}
	return b.err != nil
}

func (b *workbook) write(text ...string) {
	if b.err != nil {
		return
	}
	for _, t := range text {
		_, _ = b.out.WriteString(t) // finish returns the error
	}
}

// part writes a small file as a whole, within what all of its kind have around them.
func (b *workbook) part(name, text string, around func(string) string) {
	b.begin(name)
	b.write(xmlHead, around(text))
	b.finish()
}

func relationsIn(text string) string {
	return `<Relationships xmlns="` + packageSpace + `relationships">` + text + `</Relationships>`
}

func relationship(number int, kind, target string) string {
	return fmt.Sprintf(`<Relationship Id="r%d" Type="%s" Target="%s"/>`, number, kind, target)
}

// sheet ends the sheet before, and begins one with its head.
func (b *workbook) sheet(s bookSheet) {
	b.endSheet()
	b.now = &s
	s.cells = make([]string, len(s.columns))
	for i := range s.cells {
		s.cells[i] = lettersOfColumn(i)
	}
	b.begin(fmt.Sprintf("xl/worksheets/sheet%d.xml", len(b.done)+1))
	b.write(xmlHead, `<worksheet `, sheetSpace, `><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0">`)
	corner, pane := s.cells[s.frozen]+"2", "bottomLeft"
	if s.frozen > 0 {
		pane = "bottomRight"
		b.write(`<pane xSplit="`, strconv.Itoa(s.frozen), `" ySplit="1" topLeftCell="`, corner, `" activePane="`, pane, `" state="frozen"/>`,
			`<selection pane="topRight"/><selection pane="bottomLeft"/>`)
	} else {
		b.write(`<pane ySplit="1" topLeftCell="`, corner, `" activePane="`, pane, `" state="frozen"/>`)
	}
	b.write(`<selection pane="`, pane, `"/></sheetView></sheetViews><cols>`)
	for i, c := range s.columns {
		n := strconv.Itoa(i + 1)
		b.write(`<col min="`, n, `" max="`, n, `" width="`, strconv.Itoa(c.wide), `" customWidth="1"/>`)
	}
	b.write(`</cols><sheetData>`)
	titles := make([]string, len(s.columns))
	for i, c := range s.columns {
		titles[i] = c.title
	}
	b.openRow(titles)
	for i, title := range titles {
		b.text(i, headStyle, title)
	}
	b.write(`</row>`)
}

// row writes a row of the sheet at hand. Where a sheet is full, the next one goes on.
func (b *workbook) row(cells []string) {
	if b.now.rows == b.most {
		next := *b.now
		next.rows, next.name = 0, nextName(next.name)
		b.sheet(next)
	}
	b.openRow(cells)
	for i, text := range cells {
		if text != "" {
			b.cell(i, b.now.columns[i].kind, text)
		}
	}
	b.write(`</row>`)
}

// nextName is the name of the sheet that goes on where another one is full.
func nextName(name string) string {
	stem, number, _ := strings.Cut(name, " ")
	n, _ := strconv.Atoi(number)
	return stem + " " + strconv.Itoa(max(n, 1)+1)
}

// openRow begins a row as high as its texts need it: some programs leave a row at one line
// where nobody says so.
func (b *workbook) openRow(cells []string) {
	lines := 1
	for i, text := range cells {
		lines = max(lines, linesIn(text, b.now.columns[i].wide))
	}
	b.now.rows++
	b.write(`<row r="`, strconv.Itoa(b.now.rows), `" ht="`, strconv.Itoa(min(lines*lineHeight, mostHeight)), `">`)
}

func (b *workbook) cell(at int, kind cellKind, text string) {
	switch kind {
	case numberCell:
		if n, err := strconv.Atoi(text); err == nil {
			b.number(at, numberStyle, n)
			return
		}
	case dayCell:
		if day, ok := serialDay(text); ok {
			b.number(at, dayStyle, day)
			return
		}
	case levelCell:
		if level, ok := levelOfSign(text); ok {
			b.text(at, firstLevelStyle+int(level), text)
			return
		}
	}
	style := textStyle
	if inert(text) != text {
		style = quotedStyle
	}
	b.text(at, style, text)
}

func (b *workbook) number(at, style, n int) {
	b.write(`<c r="`, b.now.cells[at], strconv.Itoa(b.now.rows), `" s="`, strconv.Itoa(style), `"><v>`, strconv.Itoa(n), `</v></c>`)
}

func (b *workbook) text(at, style int, text string) {
	b.write(`<c r="`, b.now.cells[at], strconv.Itoa(b.now.rows), `" s="`, strconv.Itoa(style), `" t="inlineStr"><is><t xml:space="preserve">`, cellText(text), `</t></is></c>`)
}

// endSheet ends the sheet at hand, if there is one, and says how it is filtered and printed.
func (b *workbook) endSheet() {
	if b.now == nil {
		return
	}
	b.write(`</sheetData><autoFilter ref="`, b.now.area(false), `"/>`,
		`<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>`,
		`<pageSetup paperSize="`, paperNumber(b.paper), `" orientation="landscape" fitToWidth="1" fitToHeight="0"/>`,
		`<headerFooter><oddFooter>&amp;L&amp;A&amp;RPage &amp;P of &amp;N</oddFooter></headerFooter></worksheet>`)
	b.finish()
	b.done, b.now = append(b.done, b.now), nil
}

// paperNumber is a paper as the format has it.
func paperNumber(paper look.Paper) string {
	if paper == look.Letter {
		return "1"
	}
	return "9"
}

// area is where the cells of a sheet are, as a filter has it or, fixed, as a name has it.
func (s *bookSheet) area(fixed bool) string {
	last := s.cells[len(s.cells)-1]
	if fixed {
		return fmt.Sprintf("'%s'!$A$1:$%s$%d", s.name, last, s.rows)
	}
	return fmt.Sprintf("A1:%s%d", last, s.rows)
}

// end writes what holds the sheets together, and returns the first error of all.
func (b *workbook) end() error {
	b.endSheet()
	var types, relations, sheets, names strings.Builder
	place := 0
	for _, first := range [...]bool{true, false} {
		for i, s := range b.done {
			if s.first != first {
				continue
			}
			file := fmt.Sprintf("worksheets/sheet%d.xml", i+1)
			fmt.Fprintf(&types, `<Override PartName="/xl/%s" ContentType="%sworksheet+xml"/>`, file, workbookTypes)
			relations.WriteString(relationship(i+1, officeRel+"/worksheet", file))
			fmt.Fprintf(&sheets, `<sheet name="%s" sheetId="%d" r:id="r%d"/>`, s.name, i+1, i+1)
			// The filter's own name is there for older programs. The head is printed on each page.
			fmt.Fprintf(&names, `<definedName name="_xlnm._FilterDatabase" localSheetId="%d" hidden="1">%s</definedName>`, place, s.area(true))
			fmt.Fprintf(&names, `<definedName name="_xlnm.Print_Titles" localSheetId="%d">'%s'!$1:$1</definedName>`, place, s.name)
			place++
		}
	}
	relations.WriteString(relationship(len(b.done)+1, officeRel+"/styles", "styles.xml"))
	b.part("xl/workbook.xml", sheets.String(), func(text string) string {
		return `<workbook ` + sheetSpace + ` xmlns:r="` + officeRel + `"><bookViews><workbookView/></bookViews><sheets>` + text + `</sheets><definedNames>` + names.String() + `</definedNames></workbook>`
	})
	b.part("xl/_rels/workbook.xml.rels", relations.String(), relationsIn)
	b.part("xl/styles.xml", "", func(string) string { return workbookStyles() })
	b.part("docProps/core.xml", cellText(b.title), func(text string) string {
		return `<cp:coreProperties xmlns:cp="` + packageSpace + `metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>` + text + `</dc:title><dc:creator>readycheck</dc:creator></cp:coreProperties>`
	})
	b.part("[Content_Types].xml", types.String(), func(text string) string {
		return `<Types xmlns="` + packageSpace + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="` + workbookTypes + `sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="` + workbookTypes + `styles+xml"/>` +
			`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` + text + `</Types>`
	})
	b.fail(b.zip.Close())
	return b.err
}
