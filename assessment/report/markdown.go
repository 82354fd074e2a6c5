package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"readycheck/assessment"
	"readycheck/assessment/look"
)

// Markdown writes the whole report as Markdown (CommonMark with tables).
func Markdown(w io.Writer, r Report) error { return layMarkdown(w, r.Document()) }

func layMarkdown(w io.Writer, doc Document) error {
	m := markdown{Writer: bufio.NewWriter(w)}
	if doc.Brand.Name != "" || doc.Brand.Line != "" {
		m.line("**" + escape(doc.Brand.Name) + "** " + escape(doc.Brand.Line))
		m.line("")
	}
	m.line("# " + escape(doc.Title))
	m.line("")
	m.facts("- ", doc.Facts)
	for i, part := range doc.Parts {
		if part.OwnPage && i > 0 {
			m.line("")
			m.line("---")
		}
		m.line("")
		if part.About != "" {
			m.line("*" + escape(part.About) + "*")
			m.line("")
		}
		m.line("## " + escape(part.Title))
		for _, block := range part.Blocks {
			m.line("")
			m.block(block)
		}
	}
	return m.Flush()
}

// markdown writes blocks. Its writer keeps the first error and Flush reports it.
type markdown struct{ *bufio.Writer }

func (m markdown) line(text string) { _, _ = m.WriteString(text + "\n") }

func (m markdown) facts(indent string, facts []Fact) {
	for _, fact := range facts {
		m.line(indent + escape(fact.Name) + ": " + escape(fact.Text))
	}
}

func (m markdown) block(block Block) {
	switch block := block.(type) {
	case Headline:
		m.line("### " + escape(string(block)))
	case Picture:
		m.picture(block)
	case Lead:
		m.line("**" + escape(string(block)) + "**")
	case Paragraph:
		m.line(escape(string(block)))
	case Warning:
		m.line(escape(string(block)))
	case Heading:
		m.line("### " + escape(string(block)))
	case Subject:
		m.line("#### " + escape(string(block)))
	case Bullets:
		for _, text := range block {
			m.line("- " + escape(text))
		}
	case Columns:
		m.columns(block)
	case Marks:
		for _, mark := range block {
			m.line("- " + markdownMark(mark))
		}
	case Pairs:
		for _, pair := range block {
			m.line("- " + markdownMark(pair.First) + " → " + markdownMark(pair.Second) + ": " + escape(pair.Text))
		}
	case Sides:
		for _, side := range block {
			m.line("- " + escape(side.line(Mark.Label)))
		}
	case Steps:
		for i, step := range block {
			m.step(i+1, step)
		}
	case Table:
		m.table(block)
	case Answers:
		for i, answer := range block {
			if i > 0 {
				m.line("")
			}
			m.answer(answer)
		}
	case Facts:
		m.facts("- ", block)
	case Message:
		m.quote("", string(block))
	default:
		panic(fmt.Sprintf("no Markdown for %T", block))
	}
}

func (m markdown) columns(columns Columns) {
	var titles []string
	for _, column := range columns {
		titles = append(titles, column.Title)
	}
	m.row(titles)
	m.rule(len(columns))
	for i := range columns[0].Lines {
		var cells []string
		for _, column := range columns {
			cells = append(cells, column.Lines[i])
		}
		m.row(cells)
	}
}

// picture is a table with a full circle for each stage that a side has reached.
func (m markdown) picture(picture Picture) {
	m.row(append([]string{""}, picture.Stages...))
	m.rule(len(picture.Stages) + 1)
	for _, row := range picture.Rows {
		cells := []string{row.Name}
		for i := range picture.Stages {
			cells = append(cells, reachSign(i < row.Reached))
		}
		m.row(cells)
	}
}

// reachSign tells if a side has reached a stage.
func reachSign(reached bool) string {
	if reached {
		return assessment.InPlace.Sign()
	}
	return assessment.No.Sign()
}

func (m markdown) row(cells []string) {
	var escaped []string
	for _, cell := range cells {
		escaped = append(escaped, escape(cell))
	}
	m.line("| " + strings.Join(escaped, " | ") + " |")
}

func (m markdown) rule(columns int) { m.line("|" + strings.Repeat(" --- |", columns)) }

func (m markdown) table(table Table) {
	head, before := table.Head, ""
	if table.Tick {
		head, before = append([]string{""}, head...), "| "+strings.TrimSpace(box)+" "
	}
	m.row(head)
	m.rule(len(head))
	for _, row := range table.Rows {
		var cells []string
		for i, cell := range row.Cells {
			if cell = escape(cell); i == 0 && row.Here {
				cell = "**" + cell + "**"
			}
			cells = append(cells, cell)
		}
		m.line(before + "| " + strings.Join(cells, " | ") + " |")
	}
}

func markdownMark(mark Mark) string {
	out := mark.Level.Sign() + " **" + escape(mark.Word) + "**"
	if mark.Text != "" {
		out += ": " + escape(mark.Text)
	}
	if len(mark.Asides) > 0 {
		out += " (" + escape(strings.Join(mark.Asides, "; ")) + ")"
	}
	return out
}

func (m markdown) step(number int, step Step) {
	start := fmt.Sprintf("%d. ", step.number(number))
	indent := strings.Repeat(" ", len(start))
	title := "**" + escape(step.Title) + "**"
	if step.Tick {
		title = box + title
	}
	below := []string{}
	if about := step.About(); about != "" {
		below = append(below, about)
	}
	if step.Sign {
		below = append(below, step.signed())
	}
	for _, text := range below {
		m.line(start + title + "\\")
		start, title = indent, escape(text)
	}
	m.line(start + title)
	for _, text := range step.Do {
		m.line(indent + "- " + escape(text))
	}
	m.facts(indent+"- ", step.Facts)
	if step.Message != "" {
		m.line("")
		m.quote(indent, string(step.Message))
		m.line("")
	}
}

func (m markdown) answer(answer Answer) {
	m.line("**" + escape(answer.Question) + "**")
	m.line("")
	m.line("- " + markdownMark(answer.Said))
	m.facts("- ", answer.Facts)
	if answer.Note != "" {
		m.line("- " + escape(answer.NoteWord) + ":")
		m.line("")
		m.quote("  ", answer.Note)
	}
}

// quote keeps the lines of a text as they were written.
func (m markdown) quote(indent, text string) {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		line = escape(strings.TrimSpace(line))
		if line != "" && i+1 < len(lines) && strings.TrimSpace(lines[i+1]) != "" {
			line += "\\"
		}
		m.line(strings.TrimRight(indent+"> "+line, " "))
	}
}

// escape makes a line of text stand for itself and nothing else.
func escape(text string) string { return look.EscapeMarkdown(text) }
