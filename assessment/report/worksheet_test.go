package report

import (
	"strings"
	"testing"

	"readycheck/assessment"
)

func worksheet(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	if err := Worksheet(&b, assessment.Default()); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTheWorksheetHasEveryQuestionChoiceAndItem(t *testing.T) {
	text, set := worksheet(t), assessment.Default()
	once := func(what, piece string) {
		t.Helper()
		if !strings.Contains(text, escape(piece)) {
			t.Errorf("%s is not there: %q", what, piece)
		}
	}
	for i := range set.Questions {
		q := &set.Questions[i]
		once("the question "+q.ID, q.Text)
		for _, c := range q.Choices {
			once("a choice of "+q.ID, c.Text)
		}
	}
	for i := range set.Items {
		once("the item", set.Items[i].ID+" "+set.Items[i].Title)
	}
	if got := strings.Count(text, newPage); got != 5 {
		t.Errorf("%d new pages, want 5: two checklists, stages, questions, words", got)
	}
}

// A worksheet is read by people: no code of the data may stand in it.
func TestTheWorksheetSpeaksPlainly(t *testing.T) {
	text := worksheet(t)
	for _, code := range []string{"in_place", "customer-replies", "stage_now", "unknown", "powers-listed", "%!"} {
		if strings.Contains(text, code) {
			t.Errorf("the worksheet says %q", code)
		}
	}
	for i := range assessment.Default().Questions {
		q := &assessment.Default().Questions[i]
		only := onlyIf(assessment.Default(), q.When)
		if (only == "") != (len(q.When) == 0) || strings.Contains(only, "is: ;") || strings.HasSuffix(only, ": .") {
			t.Errorf("%s: %q", q.ID, only)
		}
	}
}

// Markdown takes a table for plain text when no empty line stands before it.
func TestTablesOfTheWorksheetAreTables(t *testing.T) {
	lines := strings.Split(worksheet(t), "\n")
	tables := 0
	for i, line := range lines {
		if strings.HasPrefix(line, "|") && !strings.HasPrefix(lines[i-1], "|") {
			tables++
			if lines[i-1] != "" {
				t.Errorf("no empty line before the table in line %d: %q", i+1, line)
			}
		}
	}
	if tables != 4 {
		t.Errorf("%d tables, want 4", tables)
	}
}
