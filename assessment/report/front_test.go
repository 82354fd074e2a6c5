package report

import (
	"fmt"
	"strings"
	"testing"

	"readycheck/assessment"
)

// The plan has one table for each stage, the nearest first, and every step once with its number.
func TestThePlanIsInTablesByStage(t *testing.T) {
	set := assessment.Default()
	session := read(t, "bakery.yaml").Session
	// Every third is not known, every third is a guess: so the steps lead to all stages in turn.
	for i, q := range set.Questions {
		session.Answers[q.ID] = assessment.Answer{Level: []assessment.Level{assessment.InPlace, assessment.Partly, assessment.Unsure}[i%3], Known: assessment.Told}
	}
	r := New(set, session, today)
	var heads []string
	numbers := map[string]bool{}
	for _, block := range r.Part(Plan).Blocks {
		switch block := block.(type) {
		case Heading:
			heads = append(heads, string(block))
		case Table:
			last := 0
			for _, row := range block.Rows {
				number, title, _ := strings.Cut(row.Cells[0], ". ")
				var n int
				if _, err := fmt.Sscan(number, &n); err != nil || n <= last || r.Summary.Steps[n-1].Title != title {
					t.Errorf("%q stands behind step %d", row.Cells[0], last)
				}
				last, numbers[number] = n, true
			}
		}
	}
	if len(numbers) != len(r.Summary.Steps) || len(numbers) < 20 {
		t.Errorf("%d steps stand in the plan of %d", len(numbers), len(r.Summary.Steps))
	}
	var want []string
	for _, stage := range assessment.Stages {
		want = append(want, assessment.Capital(set.Then(stage)))
	}
	want = append(want, "Good to have")
	if got := strings.Join(heads, " | "); len(heads) < 3 || !strings.HasSuffix(got, "Good to have") || !subsequence(heads, want) {
		t.Errorf("the tables are %s", got)
	}
}

// subsequence reports whether a list is a part of another one, in its order.
func subsequence(list, all []string) bool {
	at := 0
	for _, one := range all {
		if at < len(list) && list[at] == one {
			at++
		}
	}
	return at == len(list)
}
