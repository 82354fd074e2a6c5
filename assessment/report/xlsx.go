package report

import (
	"io"
	"strconv"
	"strings"
	"time"

	"readycheck/assessment"
)

// planColumns are those of planHead, in a sheet and in the words of a set.
func planColumns(set *assessment.Set) []bookColumn {
	// As narrow as they are read well: all of them go onto the width of a sheet of paper.
	wide := map[string]int{
		"session": 12, "business": 15, "use": 22, "ready": 11, "step": 6, "title": 26, "kind": 6, "side": 13, "line": 9, "question": 26,
		"answer": 9, "then": 15, "effort": 8, "owner": 12, "due": 11, "who": 14, "done": 24, "how": 42,
	}
	kinds := map[string]cellKind{"step": numberCell, "due": dayCell}
	columns := make([]bookColumn, len(planHead))
	for i, title := range planTitles(set) {
		columns[i] = bookColumn{title, wide[planHead[i]], kinds[planHead[i]]}
	}
	return columns
}

// XLSX writes a session as a workbook for a spreadsheet: its plan, the lines of the checklists,
// and all answers.
func XLSX(w io.Writer, r Report) error {
	book := newWorkbook(w)
	book.title, book.paper = r.Set.Title, r.Brand.Paper
	book.sheet(bookSheet{name: "Plan", columns: planColumns(r.Set)})
	for row := range planRows(r) {
		book.row(row)
	}
	b := r.builder()
	b.linesSheet(book)
	b.answersSheet(book)
	return book.end()
}

// linesSheet has the lines of the two checklists.
func (b *builder) linesSheet(book *workbook) {
	book.sheet(bookSheet{name: "Lines", columns: []bookColumn{
		{"ID", 7, textCell}, {"Line", 50, textCell}, {"Side", 25, textCell}, {"Level", 16, levelCell}, {"How known", 20, textCell}, {"Keeps from", 24, textCell},
	}})
	for i := range b.Summary.Items {
		item := &b.Summary.Items[i]
		var known, keeps string
		if item.Status.IsKnown() {
			known = b.Set.SayKnown(item.Known)
		}
		if item.Blocks != nil {
			keeps = b.Set.StageName(*item.Blocks)
		}
		book.row([]string{item.ID, item.Title, b.Set.Words.Lens(item.Lens), mark(b.Set, item.Status, "").Label(), known, keeps})
	}
}

var answerColumns = []bookColumn{
	{"Section", 22, textCell},
	{"Checklist line", 10, textCell},
	{"Question", 50, textCell},
	{"Level", 16, levelCell},
	{"Answer", 44, textCell},
	{"How known", 18, textCell},
	{"Why it does not apply", 28, textCell},
	{"Owner", 16, textCell},
	{"Due", 12, dayCell},
	{"Step is", 10, textCell},
	{"Answered by", 16, textCell},
	{"Answered on", 12, dayCell},
	{"Counts", 8, textCell},
	{"Note", 60, textCell},
}

// answersSheet has what was said at the start and about every question that applies, and then
// what was said about others and does not count now.
func (b *builder) answersSheet(book *workbook) {
	book.sheet(bookSheet{name: "Answers", columns: answerColumns})
	begun := func(field, said string) {
		row := make([]string, len(answerColumns))
		row[0], row[2], row[4] = "At the start", b.Set.Setup[field].Name, said
		book.row(row)
	}
	for _, field := range assessment.SetupFields {
		var said []string
		for _, code := range b.Session.Setup.Values(field.Name) {
			said = append(said, b.Set.Setup[field.Name].Said[code])
		}
		begun(field.Name, strings.Join(said, "; "))
	}
	begun("tool", line(b.Session.Setup.Tool, assessment.MaxTool))
	for _, counts := range [...]bool{true, false} {
		for _, section := range b.Set.Sections {
			for i := range b.Set.Questions {
				q := b.Set.Questions[i].For(&b.Session.Setup)
				given := b.Session.Answers[q.ID]
				if q.Section == section.ID && b.flow.Position(q.ID) >= 0 == counts && (counts || !given.Empty()) {
					book.row(b.answerRow(section.Title, q, given, counts))
				}
			}
		}
	}
}

// answerRow is an answer in the columns of answerColumns.
func (b *builder) answerRow(section string, q *assessment.Question, given assessment.Answer, counts bool) []string {
	level := b.level(q)
	var known, reason, state string
	switch level {
	case assessment.InPlace, assessment.Partly:
		known = b.Set.SayKnown(given.Known)
	case assessment.NA:
		reason = line(given.Reason, assessment.MaxShort)
	}
	if given.State != assessment.StepOpen {
		state = StateWords(b.Set, given.State)
	}
	counted := "yes"
	if !counts {
		counted = "no"
	}
	return []string{
		section, q.Item, q.Text, mark(b.Set, level, "").Label(), b.said(q, given), known, reason, name(given.Owner), line(given.Due, assessment.MaxShort),
		state, name(given.By), dayOf(given.At), counted, assessment.Clean(given.Note, assessment.MaxNote),
	}
}

// XLSXOfMany writes a practice as a workbook: a row for each use of AI, as its latest check found
// it, and all steps of all sessions. The steps are written as they come; of a use only its row is
// kept meanwhile.
func XLSXOfMany(w io.Writer, reports Reports) error {
	book := newWorkbook(w)
	practice := bookSheet{name: "Practice", frozen: 1, first: true, columns: practiceColumns(nil)}
	var uses [][]string
	book.sheet(bookSheet{name: "Plans", columns: planColumns(nil)})
	for r, err := range reports {
		if err != nil {
			return err
		}
		if book.title == "" {
			book.title, book.paper, practice.columns = r.Set.Title, r.Brand.Paper, practiceColumns(r.Set)
		}
		for row := range planRows(r) {
			book.row(row)
		}
		if !r.CheckedAgain {
			uses = append(uses, r.tableBuilder().practiceRow())
		}
	}
	book.sheet(practice)
	for _, row := range uses {
		book.row(row)
	}
	return book.end()
}

// practiceColumns are what a use is told by, and then the lines of both checklists.
func practiceColumns(set *assessment.Set) []bookColumn {
	columns := []bookColumn{
		{"Business", 20, textCell},
		{"Use of AI", 30, textCell},
		{"In use today", 20, textCell},
		{"Ready for", 13, textCell},
		{"Final", 7, textCell},
		{"Overdue", 9, numberCell},
		{"Next date", 11, dayCell},
		{"Last change", 11, dayCell},
	}
	if set != nil {
		for i := range set.Items {
			columns = append(columns, bookColumn{set.Items[i].ID + " " + set.Items[i].Short, 12, levelCell})
		}
	}
	return append(columns, bookColumn{"Session", 20, textCell})
}

// practiceRow is a use in the columns of practiceColumns.
func (b *builder) practiceRow() []string {
	overdue := 0
	for i := range b.Summary.Steps {
		if _, passed, ok := b.due(b.Summary.Steps[i].Due); ok && passed {
			overdue++
		}
	}
	standing := b.Summary.Standing()
	final := "yes"
	if standing.Provisional || !standing.Finished() {
		final = "no"
	}
	today := "not said"
	if code := b.Session.Setup.StageNow; code != "" {
		today = b.Set.Setup["stage_now"].Said[code]
	}
	row := []string{
		name(b.Session.Business), line(b.Session.Use, assessment.MaxUse), today, b.Set.ReadyFor(b.Summary.Stage), final,
		strconv.Itoa(overdue), line(standing.NextDay(), assessment.MaxShort), dayOf(b.Session.Changed),
	}
	for i := range b.Summary.Items {
		row = append(row, mark(b.Set, b.Summary.Items[i].Status, "").Label())
	}
	return append(row, name(b.Session.ID))
}

// dayOf is a day of a moment where the person is, or nothing where it is not known.
func dayOf(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.Local().Format(assessment.DateLayout)
}
