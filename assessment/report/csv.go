package report

import (
	"bufio"
	"io"
	"strconv"
	"strings"

	"readycheck/assessment"
)

// CSV writes the whole plan as a table for a spreadsheet: one line a step. The lines are
// those of PlanTable.
func CSV(w io.Writer, r Report) error {
	t := NewPlanTable(w, r.Set)
	t.Add(r)
	return t.Flush()
}

// PlanTable writes the plans of many sessions into one table (RFC 4180, UTF-8). Every
// cell is quoted, and none can act as a formula.
type PlanTable struct{ w *bufio.Writer }

var planHead = []string{"session", "business", "use", "ready", "step", "title", "kind", "side", "line", "question", "answer", "then", "effort", "owner", "due", "who", "done", "how"}

// NewPlanTable writes the head of the table, in the words of a set.
func NewPlanTable(w io.Writer, set *assessment.Set) *PlanTable {
	head := make([]string, len(planHead))
	for i, name := range planHead {
		head[i] = set.Say("csv_" + name)
	}
	return newTable(w, head)
}

func newTable(w io.Writer, head []string) *PlanTable {
	t := &PlanTable{bufio.NewWriter(w)}
	// Without the mark, spreadsheets take UTF-8 for something else.
	_, _ = t.w.WriteString("\uFEFF")
	t.line(head)
	return t
}

// Add writes the steps of one session.
func (t *PlanTable) Add(r Report) {
	if r.ClientSafe {
		r.Session = r.withoutNames()
	}
	b := builder{Report: r}
	business := name(r.Session.Business)
	for i, step := range r.Summary.Steps {
		q, ok := r.Set.Question(step.Question)
		if !ok {
			continue
		}
		q = q.For(&r.Session.Setup)
		var kind, effort, who, done string
		var how []string
		switch step.Kind {
		case assessment.Fix:
			kind, effort, who, done, how = "kind_do", r.Set.SayEffort(step.Effort), q.Fix.Who, q.Fix.Done, q.Fix.Steps
		case assessment.FindOut:
			kind, who, how = "kind_ask", q.FindOut.Ask, []string{q.FindOut.Message}
		case assessment.Confirm:
			kind, how = "kind_look", []string{q.Confirm.Text}
		}
		t.line([]string{
			name(r.Session.ID), business, line(r.Session.Use, assessment.MaxUse), r.Set.ReadyFor(r.Summary.Stage),
			strconv.Itoa(i + 1), step.Title, r.Set.Say(kind), r.Set.Words.Lens(step.Lens), step.Item, q.Text, r.Set.Words.Level(b.level(q)),
			b.then(step), effort, name(r.Session.Answers[step.Question].Owner), line(step.Due, assessment.MaxShort), who, done, strings.Join(how, "\n"),
		})
	}
}

// Flush writes what is left and returns the first error of all.
func (t *PlanTable) Flush() error { return t.w.Flush() }

func (t *PlanTable) line(cells []string) {
	for i, cell := range cells {
		if i > 0 {
			_ = t.w.WriteByte(',')
		}
		_, _ = t.w.WriteString(`"` + strings.ReplaceAll(inert(cell), `"`, `""`) + `"`)
	}
	_, _ = t.w.WriteString("\r\n")
}

// formulaSigns begin a formula in one spreadsheet or another, the wide ones included.
const formulaSigns = "=+-@＝＋－＠|%\t\r"

// inert puts a sign before what a spreadsheet would work out, so that it stays text.
func inert(cell string) string {
	if start := strings.TrimLeft(cell, " \u00a0\n"); start != "" && strings.ContainsRune(formulaSigns, []rune(start)[0]) {
		return "'" + cell
	}
	return cell
}
