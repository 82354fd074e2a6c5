package papers

import "readycheck/assessment/look"

// Blank is a gap to write in.
const Blank = "________"

// Document is one paper, filled in. A writer decides only how it looks. Texts of people in it
// are clean, and as long as a page can bear.
type Document struct {
	// Name and Title are the paper's.
	Name, Title string
	// Lead says what to do with the paper. It is for whoever fills it in.
	Lead string
	// Fields on top say whose paper it is, and are empty on one for people outside.
	Fields Fields
	Blocks []Block
	// Brand is who helped with the paper. It stands small on top, and not on a paper for people
	// outside, which comes from the business alone.
	Brand look.Brand
}

// inside reports whether a paper is for the business itself.
func (d Document) inside() bool { return len(d.Fields) > 0 }

// Block is a piece of a paper.
type Block interface{ block() }

type (
	// Text is a paragraph.
	Text string
	// Heading begins a part of the paper.
	Heading string
	// Ask says whom to ask who knows more than any paper.
	Ask string
	// Noted is what somebody wrote beside an answer, and is shown as theirs.
	Noted string
	// Words are a text to hand on as it is, once its gaps are filled.
	Words string
	// Bullets are a list, Numbered one whose order counts, and Ticks one with a box to tick.
	Bullets []string
	// Numbered are steps in their order.
	Numbered []string
	// Ticks are lines with a box to tick.
	Ticks []string
	// Fields are names with what is to stand behind each.
	Fields []Field
)

// Field is a name with what stands behind it. Where Text is empty, or More is set, there is a
// line to write on.
type Field struct {
	Name, Text string
	More       bool
}

// Table has rows to fill in: an empty cell is a gap. Wide says how wide its columns are to
// each other, Tall that its rows have room for two lines by hand.
type Table struct {
	Head []string
	Wide []int
	Rows [][]string
	Tall bool
}

func (Text) block()     {}
func (Heading) block()  {}
func (Ask) block()      {}
func (Noted) block()    {}
func (Words) block()    {}
func (Bullets) block()  {}
func (Numbered) block() {}
func (Ticks) block()    {}
func (Fields) block()   {}
func (Table) block()    {}

// empty adds rows to fill in.
func (t Table) empty(rows int) Table {
	for range rows {
		t.Rows = append(t.Rows, make([]string, len(t.Head)))
	}
	return t
}

// said is what stands behind a field's name, with a gap where there is a line to write on.
func (f Field) said() string {
	switch {
	case f.Text == "":
		return Blank
	case f.More:
		return f.Text + ", " + Blank
	}
	return f.Text
}
