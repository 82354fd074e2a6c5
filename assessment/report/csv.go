package report

import (
	"bufio"
	"io"
	"iter"
	"strconv"
	"strings"

	"readycheck/assessment"
)

// CSV writes the whole plan as a table for a spreadsheet: one line a step (RFC 4180, UTF-8).
// Every cell is quoted, and none can act as a formula.
func CSV(w io.Writer, r Report) error { return CSVOfMany(w, alone(r)) }

// CSVOfMany writes the plans of many sessions into one table.
func CSVOfMany(w io.Writer, reports Reports) error {
	var t *csvTable
	for r, err := range reports {
		if err != nil {
			return err
		}
		if t == nil {
			t = newTable(w, planTitles(r.Set))
		}
		for row := range planRows(r) {
			t.line(row)
		}
	}
	if t == nil {
		t = newTable(w, planTitles(nil))
	}
	return t.Flush()
}

// csvTable writes lines of cells. Its writer keeps the first error and Flush returns it.
type csvTable struct{ w *bufio.Writer }

var planHead = []string{"session", "business", "use", "ready", "step", "title", "kind", "side", "line", "question", "answer", "then", "effort", "owner", "due", "who", "done", "how"}

// planTitles are the heads of the columns in the words of a set.
func planTitles(set *assessment.Set) []string {
	head := make([]string, len(planHead))
	for i, name := range planHead {
		head[i] = set.Say("csv_" + name)
	}
	return head
}

func newTable(w io.Writer, head []string) *csvTable {
	t := &csvTable{bufio.NewWriter(w)}
	// Without the mark, spreadsheets take UTF-8 for something else.
	_, _ = t.w.WriteString("\uFEFF")
	t.line(head)
	return t
}

// planRows are the steps of a session in the columns of planHead.
func planRows(r Report) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		b := r.tableBuilder()
		for i := range r.Summary.Steps {
			if row := b.planRow(i); row != nil && !yield(row) {
				return
			}
		}
	}
}

// tableBuilder is a builder that has not worked out which questions apply.
func (r Report) tableBuilder() *builder {
	if r.ClientSafe {
		r.Session = r.withoutNames()
	}
	return &builder{Report: r}
}

// planRow is one step in the columns of planHead, or nil where the set does not know it.
func (b *builder) planRow(at int) []string {
	step := b.Summary.Steps[at]
	q, ok := b.Set.Question(step.Question)
	if !ok {
		return nil
	}
	q = q.For(&b.Session.Setup)
	var kind, effort, who, done string
	var how []string
	switch step.Kind {
	case assessment.Fix:
		kind, effort, who, done, how = "kind_do", b.Set.SayEffort(step.Effort), q.Fix.Who, q.Fix.Done, q.Fix.Steps
	case assessment.FindOut:
		kind, who, how = "kind_ask", q.FindOut.Ask, []string{q.FindOut.Message}
	case assessment.Confirm:
		kind, how = "kind_look", []string{q.Confirm.Text}
	}
	return []string{
		name(b.Session.ID), name(b.Session.Business), line(b.Session.Use, assessment.MaxUse), b.Set.ReadyFor(b.Summary.Stage),
		strconv.Itoa(at + 1), step.Title, b.Set.Say(kind), b.Set.Words.Lens(step.Lens), step.Item, q.Text, b.Set.Words.Level(b.level(q)),
		b.then(step), effort, name(b.Session.Answers[step.Question].Owner), line(step.Due, assessment.MaxShort), who, done, strings.Join(how, "\n"),
	}
}

// Flush writes what is left and returns the first error of all.
func (t *csvTable) Flush() error { return t.w.Flush() }

func (t *csvTable) line(cells []string) {
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
