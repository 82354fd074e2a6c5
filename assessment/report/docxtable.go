package report

import (
	"strings"

	"readycheck/assessment/look/word"
)

// tint is behind cells: the row that the verdict stands at, and a stage that is not reached.
const tint = "EEF2F5"

// cells are a row of texts in one look.
func cells(texts []string, style, fill string, withNext bool) []word.Cell {
	var out []word.Cell
	for _, text := range texts {
		out = append(out, word.Cell{Para: word.Para{Style: "Cell", WithNext: withNext}, Runs: []word.Run{{Style: style, Text: text}}, Fill: fill})
	}
	return out
}

// headCells name columns, and stay with the first row below.
func headCells(titles []string) word.Row {
	return word.Row{Head: true, Cells: cells(titles, "Strong", "", true)}
}

// rowHeight leaves room to write by hand.
const rowHeight = 350

func (d typed) table(table Table) {
	wide := table.Wide
	if wide == nil {
		wide = narrowFirst(len(table.Head))
	}
	head := headCells(table.Head)
	if table.Tick {
		wide = besideBoxes(wide)
		head.Cells = append(cells([]string{""}, "", "", true), head.Cells...)
	}
	rows := []word.Row{head}
	for i, row := range table.Rows {
		// The last row takes one with it onto a new page.
		withNext := i == len(table.Rows)-2
		style, fill := "", ""
		if row.Here {
			style, fill = "Strong", tint
		}
		out := word.Row{Height: rowHeight, Cells: cells(row.Cells, style, fill, withNext)}
		if table.Tick {
			box := word.Cell{Para: word.Para{Style: "Cell", WithNext: withNext}, Runs: []word.Run{{Box: d.boxName}}, Fill: fill}
			out.Cells = append([]word.Cell{box}, out.Cells...)
		}
		rows = append(rows, out)
	}
	d.Table(&word.Table{Style: "Rows", Wide: wide, Rows: rows})
}

// narrowFirst gives a fifth to the first column, and as much to each of the others.
func narrowFirst(columns int) []int {
	wide := []int{max(1, columns-1)}
	for range columns - 1 {
		wide = append(wide, 4)
	}
	return wide
}

// besideBoxes puts a narrow column for boxes before others.
func besideBoxes(wide []int) []int {
	const part = 4 // of a hundred
	sum := 0
	var out []int
	for _, w := range wide {
		sum += w
		out = append(out, w*(100-part))
	}
	return append([]int{sum * part}, out...)
}

// columns stand side by side, line by line, so that each line has its own place to write in.
func (d typed) columns(columns Columns) {
	var titles []string
	var wide []int
	for _, column := range columns {
		titles, wide = append(titles, column.Title), append(wide, 1)
	}
	rows := []word.Row{headCells(titles)}
	for i := range columns[0].Lines {
		var line []string
		for _, column := range columns {
			line = append(line, column.Lines[i])
		}
		rows = append(rows, word.Row{Cells: cells(line, "", "", false)})
	}
	d.Table(&word.Table{Style: "Rows", Wide: wide, Rows: rows})
}

// picture is a table with a full cell for each stage that a side has reached, and a sign in it.
func (d typed) picture(picture Picture) {
	stage := func(style, letters, text, fill string) word.Cell {
		return word.Cell{Para: word.Para{Style: style, WithNext: true}, Runs: []word.Run{{Style: letters, Text: text}}, Fill: fill}
	}
	wide := []int{48}
	head := word.Row{Head: true, Cells: []word.Cell{stage("Cell", "", "", "")}}
	for _, name := range picture.Stages {
		wide = append(wide, 31)
		head.Cells = append(head.Cells, stage("PictureCell", "Aside", name, ""))
	}
	rows := []word.Row{head}
	for _, row := range picture.Rows {
		out := word.Row{Height: rowHeight, Cells: []word.Cell{stage("Cell", "", row.Name, "")}}
		for i := range picture.Stages {
			if i < row.Reached {
				out.Cells = append(out.Cells, stage("PictureCell", "OnColour", "✓", d.colour))
			} else {
				out.Cells = append(out.Cells, stage("PictureCell", "Aside", "–", tint))
			}
		}
		rows = append(rows, out)
	}
	d.Table(&word.Table{Style: "Picture", Wide: wide, Says: picture.Title + ". " + strings.Join(picture.Lines(), ". ") + ".", Rows: rows})
}
