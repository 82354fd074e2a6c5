package merge_test

import (
	"fmt"
	"slices"
	"testing"

	"readycheck/assessment"
	"readycheck/store/merge"
)

// A workshop of 20,000 votes has more heads than one delete may name: several do it.
func TestManyDeletesOfOneSession(t *testing.T) {
	records := workshopOf(t, 500, 40)
	state := func(records []*merge.Record) *merge.State {
		t.Helper()
		s, err := merge.Merge(session, records)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	s := state(records)
	heads := s.Parents(life)
	parts := slices.Collect(slices.Chunk(heads, merge.MaxParents))
	if len(heads) != len(records) || len(heads) <= 2*merge.MaxParents {
		t.Fatalf("%d heads of %d changes", len(heads), len(records))
	}
	if !slices.Equal(slices.Concat(parts...), heads) || len(parts) != 3 {
		t.Fatalf("%d parts that are not the heads", len(parts))
	}
	if _, err := merge.New(merge.Change{Session: session, Key: life, Value: deleted(), Parents: heads, Writer: token(0), N: 1, At: beginning}); err == nil {
		t.Error("one delete names them all")
	}
	var deletes []*merge.Record
	for i, part := range parts {
		deletes = append(deletes, made(t, merge.Change{Key: life, Value: deleted(), Parents: part, N: uint64(len(records) + i + 1), At: beginning}))
	}
	gone := slices.Concat(records, deletes)
	if s := state(gone); s.Life != merge.Deleted || s.Session != nil || len(s.Disputes) != 0 || len(s.Copies) != 0 {
		t.Errorf("%s, %d disputes, copies %+v", s.Life, len(s.Disputes), s.Copies)
	}
	if s := state(gone[:len(gone)-1]); s.Life == merge.Deleted || s.Session == nil {
		t.Errorf("with one delete missing: %s", s.Life)
	}
	late := made(t, merge.Change{Key: vote("s1", "question-1"), Value: voted(assessment.No), Writer: token(1), N: 1, At: beginning})
	back := state(append(gone, late))
	if back.Life != merge.CameBack || len(back.Unseen) != 1 || back.Unseen[0] != late.ID() {
		t.Errorf("with a late vote: %s by %d changes", back.Life, len(back.Unseen))
	}
	// Kept, by a change that names the heads of its life alone.
	var lives []merge.ID
	for _, r := range back.Heads(life) {
		lives = append(lives, r.ID())
	}
	kept := made(t, merge.Change{Key: life, Value: created(), Parents: lives, Writer: token(1), N: 2, At: beginning})
	if s := state(slices.Concat(gone, []*merge.Record{late, kept})); s.Life != merge.There || len(s.Disputes) != 0 {
		t.Errorf("kept: %s, %d disputes", s.Life, len(s.Disputes))
	}
}

// A session whose beginning has not come is put aside, whatever else of it came, and is there with
// all of it once the beginning comes.
func TestASessionWithoutItsBeginning(t *testing.T) {
	w := newWorld(t, 2)
	w.say(0, seat("s"), seated("s", false))
	w.say(0, vote("s", own.Question), voted(assessment.No))
	w.say(0, own, merge.Value{Shown: true})
	w.sync(0)
	w.pull(1)
	edited := w.clone()
	edited.say(0, own, answered(assessment.Partly, "meanwhile"))
	edited.say(1, life, deleted())
	edited.meet()
	const begun = mask(1)
	for name, c := range map[string]struct {
		of            *world
		before, after merge.Life
	}{
		"changes":                      {w, merge.Unbegun, merge.There},
		"a delete that saw some of it": {edited, merge.Unbegun, merge.CameBack},
	} {
		all := c.of.hub
		s := c.of.state(all &^ begun)
		if s.Life != c.before || len(s.Unseen) != 0 {
			t.Errorf("%s: %s by %v", name, s.Life, s.Unseen)
		}
		if s.Session == nil || s.Session.SetID != "" || s.Session.Business != "Rosa's Bakery" || len(s.Session.Answers) != 1 || s.Session.Team == nil || len(s.Disputes) != 0 {
			t.Errorf("%s: put aside is %+v, disputes %+v", name, s.Session, s.Disputes)
		}
		if len(s.Missing) != 1 && name != "changes" {
			t.Errorf("%s: missing %v", name, s.Missing)
		}
		whole := c.of.state(all)
		if whole.Life != c.after || whole.Session.SetID != "ai-readiness" {
			t.Errorf("%s: %s with %q", name, whole.Life, whole.Session.SetID)
		}
		if !slices.Equal(s.Parents(own), whole.Parents(own)) || fmt.Sprint(s.Session.Answers, s.Session.Team) != fmt.Sprint(whole.Session.Answers, whole.Session.Team) {
			t.Errorf("%s: what was put aside is something else than what is there", name)
		}
	}
	// One that was deleted with all that is known of it is gone, begun or not.
	w.say(1, life, deleted())
	w.sync(1)
	if s := w.state(w.hub &^ begun); s.Life != merge.Deleted || s.Session != nil {
		t.Errorf("deleted: %s", s.Life)
	}
	// And of a session nothing at all need have come.
	if s := w.state(0); s.Life != merge.Unbegun || s.Session == nil || s.Session.ID != session {
		t.Errorf("nothing: %s", s.Life)
	}
}
