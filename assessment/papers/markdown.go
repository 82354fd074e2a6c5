package papers

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"readycheck/assessment/look"
)

// Markdown writes papers as Markdown, with a rule between them.
func Markdown(w io.Writer, docs []Document) error {
	m := text{bufio.NewWriter(w)}
	for i, doc := range docs {
		if i > 0 {
			m.line("", "---", "")
		}
		m.line("# "+marked(doc.Title), "", "*"+marked(doc.Lead)+"*")
		for _, block := range append([]Block{doc.Fields}, doc.Blocks...) {
			m.block(block)
		}
	}
	return m.Flush()
}

// text writes lines. Its writer keeps the first error and Flush reports it.
type text struct{ *bufio.Writer }

func (m text) line(lines ...string) {
	for _, line := range lines {
		_, _ = m.WriteString(line + "\n")
	}
}

// marked is a text that stands for itself. A gap behind a space never ends anything in
// Markdown, so it may stand as people write it; alone it would be a rule.
func marked(text string) string {
	return strings.ReplaceAll(look.EscapeMarkdown(text), " "+strings.Repeat(`\_`, len(Blank)), " "+Blank)
}

func (m text) block(block Block) {
	if fields, ok := block.(Fields); ok && len(fields) == 0 {
		return
	}
	m.line("")
	switch block := block.(type) {
	case Text:
		m.line(marked(string(block)))
	case Heading:
		m.line("## " + marked(string(block)))
	case Ask:
		m.line("**" + marked(string(block)) + "**")
	case Noted:
		m.line(marked(notedAs + string(block)))
	case Words:
		m.line("> " + marked(string(block)))
	case Bullets:
		for _, item := range block {
			m.line("- " + marked(item))
		}
	case Numbered:
		for i, item := range block {
			m.line(strconv.Itoa(i+1) + ". " + marked(item))
		}
	case Ticks:
		for _, item := range block {
			m.line("- ☐ " + marked(item))
		}
	case Fields:
		for _, field := range block {
			said := field.said()
			if said != Blank {
				said = marked(said)
			}
			m.line("- **" + marked(field.Name) + ":** " + said)
		}
	case Table:
		m.row(block.Head)
		m.line("|" + strings.Repeat(" --- |", len(block.Head)))
		for _, row := range block.Rows {
			m.row(row)
		}
	default:
		panic(fmt.Sprintf("no Markdown for %T", block))
	}
}

func (m text) row(cells []string) {
	var line strings.Builder
	for _, cell := range cells {
		line.WriteString("| " + marked(cell) + " ")
	}
	m.line(line.String() + "|")
}
