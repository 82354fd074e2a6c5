package report

import (
	"bufio"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/clipperhouse/displaywidth"

	"readycheck/assessment"
)

// Heads walks the heads of sessions in the order of the list, or ends with an error.
type Heads = iter.Seq2[assessment.Head, error]

var listTitles = [...]string{"BUSINESS", "USE OF AI", "ANSWERED", "STAGE", "CHANGED"}

// lastColumn is what stands at the end of a row.
const lastColumn = len(listTitles) - 1

// listRow are the cells of a session behind its id.
type listRow [len(listTitles)]string

func rowOf(set *assessment.Set, head assessment.Head) listRow {
	stage := set.StageName(head.Standing.Stage)
	switch {
	case head.Standing.Answered == 0:
		stage = "not started"
	case head.Standing.Provisional && head.Standing.Stage > assessment.StageNone:
		stage += " so far"
	}
	return listRow{
		name(head.Business), line(head.Use, assessment.MaxUse),
		fmt.Sprintf("%d of %d", head.Standing.Answered, head.Standing.Total), stage,
		head.Changed.Local().Format(assessment.DateLayout),
	}
}

// Whole is the width at which a list cuts nothing, for whoever reads it with a program.
const Whole = 0

// List prints sessions as a table that fits the width where it can. It walks the heads
// twice and keeps only their ids: the first walk finds the widths and how much of an id
// tells it from all others, the second one prints.
func List(w io.Writer, set *assessment.Set, heads Heads, width int) error {
	return ListAmong(w, set, heads, nil, width)
}

// ListAmong prints some of all sessions as List does. As much of an id stands there as tells it from
// all others, listed or not. Where all is nil, all are listed.
func ListAmong(w io.Writer, set *assessment.Set, some, all Heads, width int) error {
	return list(w, listTitles, func(head assessment.Head) listRow { return rowOf(set, head) }, some, all, width)
}

func list(w io.Writer, titles listRow, rowOf func(assessment.Head) listRow, heads, all Heads, width int) error {
	const gap, least = 2, 10
	var ids []string
	var widths [len(listTitles)]int
	widen := func(row listRow) {
		for i, cell := range row {
			widths[i] = max(widths[i], displaywidth.String(cell))
		}
	}
	widen(titles)
	for head, err := range heads {
		if err != nil {
			return err
		}
		ids = append(ids, head.ID)
		widen(rowOf(head))
	}
	listed := ids
	if all != nil {
		ids = nil
		for head, err := range all {
			if err != nil {
				return err
			}
			ids = append(ids, head.ID)
		}
	}
	slices.Sort(ids)
	first := "SESSION"
	idWidth := len(first)
	for _, id := range listed {
		idWidth = max(idWidth, len(shortID(ids, id)))
	}
	if width != Whole {
		// Business and use share what the others leave.
		room := width - idWidth - widths[2] - widths[3] - widths[4] - len(widths)*gap
		widths[0] = min(widths[0], max(least, room/2, room-widths[1]))
		widths[1] = min(widths[1], max(least, room-widths[0]))
	}

	out := bufio.NewWriter(w)
	write := func(id string, row listRow) {
		line := padded(id, idWidth)
		for i, cell := range row {
			line += strings.Repeat(" ", gap) + padded(cell, widths[i])
		}
		_, _ = out.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	write(first, titles)
	for head, err := range heads {
		if err != nil {
			return err
		}
		write(shortID(ids, head.ID), rowOf(head))
	}
	return out.Flush()
}

// ListCSV writes sessions as a table for a spreadsheet, a line each, as CSV writes plans. Behind
// what is known of each stands where each line of the checklists is, in the set's words. A cell is
// empty where that is not known.
func ListCSV(w io.Writer, set *assessment.Set, rows iter.Seq2[assessment.PracticeRow, error]) error {
	head := []string{"Session", "Business", "Use of AI", "Answered", "Questions", "Ready for", "Final", "Begun", "Changed", "Next due", "Tags", "Last visit", "Next visit", "Overdue"}
	for i := range set.Items {
		head = append(head, set.Items[i].Short)
	}
	t := newTable(w, head)
	for row, err := range rows {
		if err != nil {
			return err
		}
		cells := append(listCells(set, row.Head), line(string(row.Tags), assessment.MaxShort), row.LastVisit(), line(row.Visit, assessment.MaxShort), strconv.Itoa(row.Overdue))
		for i := range set.Items {
			cell := ""
			if row.Levels != nil {
				cell = set.Words.Level(row.Levels[i])
			}
			cells = append(cells, cell)
		}
		t.line(cells)
	}
	return t.Flush()
}

// OverdueCSV writes what is overdue as a table for a spreadsheet, a line a step.
func OverdueCSV(w io.Writer, set *assessment.Set, sessions []assessment.DueSession) error {
	t := newTable(w, []string{"Session", "Business", "Use of AI", "Ready for", "Step", "Owner", "Due"})
	for _, session := range sessions {
		cells := listCells(set, session.Head)
		for _, step := range session.Due {
			t.line([]string{cells[0], cells[1], cells[2], cells[5], line(step.Title, assessment.MaxShort), name(step.Owner), line(step.Due, assessment.MaxShort)})
		}
	}
	return t.Flush()
}

// listCells are the cells of a session. Each number and each day stands alone, to be counted and
// sorted with.
func listCells(set *assessment.Set, head assessment.Head) []string {
	stage, final := set.StageName(head.Standing.Stage), "yes"
	if head.Standing.Answered == 0 {
		stage = ""
	}
	if head.Standing.Provisional || !head.Standing.Finished() {
		final = "no"
	}
	due := head.Standing.Due
	if due == assessment.NoDue {
		due = ""
	}
	return []string{
		name(head.ID), name(head.Business), line(head.Use, assessment.MaxUse), strconv.Itoa(head.Standing.Answered), strconv.Itoa(head.Standing.Total),
		stage, final, head.Created.Local().Format(assessment.DateLayout), head.Changed.Local().Format(assessment.DateLayout),
		line(due, assessment.MaxShort),
	}
}

// shortID is as much of an id as tells it from all others, at least 8 characters. The
// ids are sorted, so the most alike stand next to it.
func shortID(sorted []string, id string) string {
	length := 8
	at, found := slices.BinarySearch(sorted, id)
	after := at
	if found {
		after++
	}
	for _, i := range [...]int{at - 1, after} {
		if i < 0 || i >= len(sorted) {
			continue
		}
		same := 0
		for same < len(id) && same < len(sorted[i]) && id[same] == sorted[i][same] {
			same++
		}
		length = max(length, same+1)
	}
	return id[:min(length, len(id))]
}

func padded(text string, width int) string {
	text = displaywidth.TruncateString(text, width, "…")
	return text + strings.Repeat(" ", max(0, width-displaywidth.String(text)))
}
