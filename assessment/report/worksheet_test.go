package report

import (
	"errors"
	"os"
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

// On paper a set of one's own is spoken of in its own words.
func TestPapersHaveTheWordsOfTheSet(t *testing.T) {
	data, err := os.ReadFile("../testdata/sets/werkstatt.yaml")
	if err != nil {
		t.Fatal(err)
	}
	set, err := assessment.Load("werkstatt.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	var sheet, ballot strings.Builder
	if err := errors.Join(Worksheet(&sheet, set), Ballot(&ballot, set, &assessment.Session{SetID: set.ID})); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"| Line | Erledigt | Teils | Nein | Unklar | Entfällt |", "| Stage | What it means | Anschluss | Leute | Today |", "ticks “unklar”"} {
		if !strings.Contains(sheet.String(), want) {
			t.Errorf("the worksheet does not say %q", want)
		}
	}
	if want := "Unklar is a good answer."; !strings.Contains(ballot.String(), want) {
		t.Errorf("the ballot does not say %q", want)
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
