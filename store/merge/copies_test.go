package merge_test

import (
	"strings"
	"testing"

	"readycheck/assessment"
	"readycheck/store/merge"
)

// Two computers with one token: a data file that was copied.
func TestACopiedFile(t *testing.T) {
	w := newWorld(t, 2)
	base := w.state(w.hub)
	made := func(change func(*merge.Change)) *merge.Record {
		c := merge.Change{Session: session, Key: own, Value: answered(assessment.InPlace, ""), Parents: base.Parents(own), Writer: token(0), N: 7, At: beginning}
		change(&c)
		return made(t, c)
	}
	one := made(func(*merge.Change) {})
	other := made(func(c *merge.Change) { c.Value = answered(assessment.No, "") })
	s, err := merge.Merge(session, append(w.records(w.hub), one, other, one))
	if err != nil {
		t.Fatal(err)
	}
	has(t, s, assessment.No, 2)
	if len(s.Copies) != 1 {
		t.Fatalf("copies %+v", s.Copies)
	}
	got := s.Copies[0]
	if got.Writer != token(0) || got.Session != session || got.N != 7 || got.Key != own || len(got.Changes) != 2 || got.Changes[0] == got.Changes[1] {
		t.Errorf("%+v", got)
	}
	for _, id := range got.Changes {
		if id != one.ID() && id != other.ID() {
			t.Errorf("%s is neither of the two", id)
		}
	}
	for name, beside := range map[string]*merge.Record{
		"what one act did to another question":       made(func(c *merge.Change) { c.Key = question("other") }),
		"what one act did to a vote on the question": made(func(c *merge.Change) { c.Key, c.Value = vote("s", own.Question), voted(assessment.No) }),
		"the same number of another session":         made(func(c *merge.Change) { c.Session = strings.Replace(session, "1", "2", 1) }),
		"the same number of another file":            made(func(c *merge.Change) { c.Writer = token(1) }),
		"the next number":                            made(func(c *merge.Change) { c.N = 8 }),
		"one change that came twice":                 one,
	} {
		if copies := merge.Copies([]*merge.Record{beside, one}); len(copies) != 0 {
			t.Errorf("%s is no copy: %+v", name, copies)
		}
	}
}

// Copies are found in changes of any sessions, and come in one order whatever theirs is.
func TestCopiesOfSeveralSessions(t *testing.T) {
	var records []*merge.Record
	for _, w := range []int{1, 0} {
		for _, s := range []string{strings.Replace(session, "1", "2", 1), session} {
			for _, n := range []uint64{9, 4} {
				for _, note := range []string{"a", "b", "c"} {
					records = append(records, made(t, merge.Change{Session: s, Key: own, Value: answered(assessment.No, note), Writer: token(w), N: n, At: beginning}))
				}
			}
		}
	}
	copies := merge.Copies(records)
	if len(copies) != 8 {
		t.Fatalf("%d copies, want 8: %+v", len(copies), copies)
	}
	for i, c := range copies {
		if len(c.Changes) != 3 {
			t.Errorf("%d of three changes: %+v", len(c.Changes), c)
		}
		if want := []uint64{4, 4, 9, 9}[i%4]; c.Writer != token(i/4) || c.N != want || (c.Session == session) != (i%2 == 0) {
			t.Errorf("copy %d is %d of %v in %s", i, c.N, c.Writer, c.Session)
		}
	}
}
