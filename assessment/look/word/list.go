package word

import (
	"fmt"
	"strings"
)

// List names a list that paragraphs are lines of.
type List int

// The lists that all lines with a point, or with a box, share. Numbered ones come behind them.
const (
	Bullets List = iota + 1
	Ticks
	firstNumbered
)

// Numbered begins a numbered list with a number.
func (d *Body) Numbered(start int) List {
	d.starts = append(d.starts, start)
	return firstNumbered + List(len(d.starts)-1)
}

// indent is how far the text of a list stands in, a level.
const indent = 397

// numbering says what each kind of list begins with.
func (d *Body) numbering() string {
	var b strings.Builder
	b.WriteString(xmlHead + `<w:numbering ` + wordSpace + `>`)
	for i, levels := range [...][]struct{ format, sign string }{
		{{"bullet", "•"}, {"bullet", "•"}}, {{"bullet", "☐"}}, {{"decimal", "%1."}},
	} {
		fmt.Fprintf(&b, `<w:abstractNum w:abstractNumId="%d"><w:multiLevelType w:val="hybridMultilevel"/>`, i+1)
		for n, level := range levels {
			fmt.Fprintf(&b, `<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="%s"/><w:lvlText w:val="%s"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="%d" w:hanging="%d"/></w:pPr></w:lvl>`,
				n, level.format, level.sign, (n+1)*indent, indent)
		}
		b.WriteString(`</w:abstractNum>`)
	}
	for i := range firstNumbered - 1 {
		fmt.Fprintf(&b, `<w:num w:numId="%d"><w:abstractNumId w:val="%d"/></w:num>`, i+1, i+1)
	}
	for i, start := range d.starts {
		fmt.Fprintf(&b, `<w:num w:numId="%d"><w:abstractNumId w:val="%d"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="%d"/></w:lvlOverride></w:num>`, int(firstNumbered)+i, firstNumbered, start)
	}
	b.WriteString(`</w:numbering>`)
	return b.String()
}
