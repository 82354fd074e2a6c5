package interview_test

import (
	"testing"

	"readycheck/assessment"
	"readycheck/tui/interview/interviewtest"
)

// The rows of a practice come from heads; what an earlier version left open is found, kept, and put
// into its row.
func TestAPracticeOpensWithTheNewestOfEachUse(t *testing.T) {
	_, store, o := opened(t, 3)
	again := interviewtest.Bakery(5)
	again.ID, again.Labels = "garage", assessment.Labels{Tags: "cars"}
	again.Business = "Sam's Garage"
	store.Sessions = append(store.Sessions, again)
	store.Undated = map[string]bool{"garage": true}
	rows, err := o.Practice()
	if err != nil || len(rows) != 2 || rows[0].Business != "Sam's Garage" || rows[0].Tags != "cars" || rows[1].Levels == nil {
		t.Fatalf("%+v, %v", rows, err)
	}
	missing := assessment.ToWorkOut(rows)
	if len(missing) != 1 || missing[0] != "garage" {
		t.Fatalf("%q is to be worked out", missing)
	}
	found, err := o.FindStandings(missing)
	if err != nil {
		t.Fatal(err)
	}
	assessment.WorkedOut(o.Set(), rows, found, o.Now())
	if rows[0].Levels == nil || store.Undated["garage"] {
		t.Errorf("it was not kept: %+v", rows[0])
	}
	if rows, err = o.Practice(); err != nil || len(assessment.ToWorkOut(rows)) > 0 {
		t.Errorf("%+v, %v", rows, err)
	}
	store.Fail = assessment.ErrNotFound
	if _, err := o.Practice(); err == nil {
		t.Error("a list that cannot be read is no error")
	}
}
