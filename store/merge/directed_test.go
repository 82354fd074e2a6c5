package merge_test

import (
	"slices"
	"strings"
	"testing"

	"readycheck/assessment"
	"readycheck/store/merge"
)

// own is the question of the directed cases.
var own = question("own-login")

// has holds what a state says of one question: the level that counts, and how many sides are in
// dispute on it (0 for no dispute).
func has(t *testing.T, s *merge.State, level assessment.Level, sides int) {
	t.Helper()
	got := 0
	for _, d := range s.Disputes {
		if d.Key == own {
			got = len(d.Sides)
		}
	}
	if s.Session == nil {
		t.Fatalf("the session is %s", s.Life)
	}
	if a := s.Session.Answers[own.Question]; a.Level != level || got != sides {
		t.Errorf("%s counts and %d sides are in dispute, want %s and %d", a.Level, got, level, sides)
	}
}

// The example of doc.go.
func TestTheExample(t *testing.T) {
	w := newWorld(t, 2)
	a := w.say(0, own, answered(assessment.InPlace, ""))
	w.meet()
	b := w.say(0, own, answered(assessment.No, "in the train"))
	c := w.say(1, own, answered(assessment.Partly, "at her desk"))
	for _, r := range []*merge.Record{b, c} {
		if parents := r.Change().Parents; len(parents) != 1 || parents[0] != a.ID() {
			t.Errorf("parents %v, want %s alone", parents, a.ID())
		}
	}
	w.meet()
	s := w.state(w.hub)
	has(t, s, assessment.No, 2)
	for _, side := range s.Disputes[0].Sides {
		if v := side.Record.Change().Value; side.Record != b && side.Record != c || side.Answer.Note != v.Answer.Note {
			t.Errorf("the side %s says %q", side.Record.ID(), side.Answer.Note)
		}
	}
	d := w.say(0, own, answered(assessment.Partly, "both looked"))
	if parents := d.Change().Parents; len(parents) != 2 || !slices.Contains(parents, b.ID()) || !slices.Contains(parents, c.ID()) {
		t.Errorf("what settles it has the parents %v", parents)
	}
	w.meet()
	for _, known := range w.known {
		has(t, w.state(known), assessment.Partly, 0)
	}
}

func TestAPushThatWasForgotten(t *testing.T) {
	w := newWorld(t, 2)
	w.say(0, own, answered(assessment.InPlace, ""))
	w.say(0, own, answered(assessment.Partly, "second"))
	late := w.known[0]
	w.pull(1)
	w.say(1, own, answered(assessment.InPlace, "meanwhile"))
	w.say(1, own, answered(assessment.No, "later"))
	w.sync(1)
	has(t, w.state(w.hub), assessment.No, 0)
	w.hub |= late // days later
	has(t, w.state(w.hub), assessment.No, 2)
}

// One window still shows what another one has changed since.
func TestAStaleBase(t *testing.T) {
	w := newWorld(t, 1)
	w.say(0, own, answered(assessment.Partly, ""))
	stale := w.known[0]
	w.say(0, own, answered(assessment.No, "the other window"))
	w.sayFrom(0, stale, own, answered(assessment.InPlace, "the stale window"))
	has(t, w.state(w.known[0]), assessment.No, 2)
}

func TestTheSameSaidTwiceIsNoDispute(t *testing.T) {
	w := newWorld(t, 2)
	for c, by := range []string{"Dana", "Olga"} {
		value := answered(assessment.Partly, "the same")
		value.Answer.By, value.Answer.At = by, beginning.AddDate(0, 0, c)
		w.say(c, own, value)
	}
	w.meet()
	has(t, w.state(w.hub), assessment.Partly, 0)
	if heads := w.state(w.hub).Heads(own); len(heads) != 2 {
		t.Errorf("%d heads, want both", len(heads))
	}
	// Of the same level, the one that is known least counts; a note alone is a dispute too.
	w.say(0, own, merge.Value{Answer: &assessment.Answer{Level: assessment.InPlace, Known: assessment.Seen, Note: "a"}})
	w.say(1, own, merge.Value{Answer: &assessment.Answer{Level: assessment.InPlace, Known: assessment.Told, Note: "b"}})
	w.meet()
	has(t, w.state(w.hub), assessment.InPlace, 2)
	if a := w.state(w.hub).Session.Answers[own.Question]; a.Known != assessment.Told {
		t.Errorf("%s counts, want told", a.Known)
	}
}

// A computer goes back to a backup, with a new token, and goes on working before it syncs.
func TestABackupThatWasRestored(t *testing.T) {
	w := newWorld(t, 3)
	w.say(0, own, answered(assessment.Partly, "in the backup"))
	backup := w.known[0]
	w.say(0, own, answered(assessment.No, "after the backup"))
	w.say(0, question("lost"), answered(assessment.Partly, "after the backup too"))
	w.sync(0)
	w.known[2] = backup // computer 2 is the restored one, under its new token
	w.say(2, own, answered(assessment.InPlace, "since then"))
	w.sync(2)
	s := w.state(w.hub)
	has(t, s, assessment.No, 2)
	if s.Session.Answers["lost"].Level != assessment.Partly || len(s.Copies) != 0 {
		t.Errorf("answers %+v, copies %+v", s.Session.Answers, s.Copies)
	}
	if !sameView(seenIn(w.state(w.known[2])), seenIn(s)) {
		t.Error("what came back is not all there")
	}
}

func TestADeleteAgainstAnEdit(t *testing.T) {
	w := newWorld(t, 3)
	w.say(0, own, answered(assessment.Partly, ""))
	w.meet()
	w.say(0, life, deleted())
	if s := w.state(w.known[0]); s.Life != merge.Deleted || s.Session != nil || len(s.Disputes) != 0 {
		t.Errorf("after the delete: %s, %+v", s.Life, s.Session)
	}
	edit := w.say(1, own, answered(assessment.No, "meanwhile"))
	w.meet()
	s := w.state(w.hub)
	has(t, s, assessment.No, 0)
	if s.Life != merge.CameBack || len(s.Unseen) != 1 || s.Unseen[0] != edit.ID() || s.Session.Business != "Rosa's Bakery" {
		t.Errorf("%s by %v", s.Life, s.Unseen)
	}
	back := w.clone()
	back.say(2, life, created())
	back.meet()
	if s := back.state(back.hub); s.Life != merge.There || len(s.Unseen) != 0 {
		t.Errorf("kept: %s", s.Life)
	}
	w.say(2, life, deleted())
	w.meet()
	if s := w.state(w.hub); s.Life != merge.Deleted {
		t.Errorf("deleted again: %s", s.Life)
	}
	// Undo, against a delete that has not seen it.
	w.say(0, life, created())
	w.say(1, life, deleted())
	w.meet()
	if s := w.state(w.hub); s.Life != merge.There || len(s.Disputes) != 1 || s.Disputes[0].Key != life {
		t.Errorf("kept and deleted at once: %s, %+v", s.Life, s.Disputes)
	}
}

// Two that see different halves delete a session: between them all was seen.
func TestTwoDeletesSeeItAllBetweenThem(t *testing.T) {
	w := newWorld(t, 2)
	for c := range 2 {
		w.say(c, own, answered(levels[c], ""))
		w.say(c, life, deleted())
	}
	w.meet()
	if s := w.state(w.hub); s.Life != merge.Deleted {
		t.Errorf("%s by %v", s.Life, s.Unseen)
	}
}

func TestAReveal(t *testing.T) {
	w := newWorld(t, 2)
	before := answered(assessment.InPlace, "kept beside")
	w.say(0, own, before)
	for i, level := range []assessment.Level{assessment.Partly, assessment.No} {
		s := []string{"s1", "s2"}[i]
		w.say(0, seat(s), seated(s, false))
		w.say(0, vote(s, own.Question), voted(level))
	}
	w.sync(0)
	w.sync(1)
	if s := w.state(w.hub); s.Session.Team.Revealed[own.Question] {
		t.Error("shown before the reveal")
	} else {
		has(t, s, assessment.InPlace, 0)
	}
	w.say(0, own, merge.Value{Shown: true, Answer: before.Answer})
	w.say(1, own, answered(assessment.InPlace, "did not see the room"))
	w.meet()
	s := w.state(w.hub)
	has(t, s, assessment.No, 2)
	if a := s.Session.Answers[own.Question]; a.Note != "kept beside" || !s.Session.Team.Revealed[own.Question] {
		t.Errorf("%+v", a)
	}
	w.say(1, own, decided(own.Question, assessment.Partly, "the room looked"))
	w.meet()
	s = w.state(w.hub)
	has(t, s, assessment.Partly, 0)
	if d := s.Session.Team.Decisions[own.Question]; d.Level != assessment.Partly || !s.Session.Team.Revealed[own.Question] {
		t.Errorf("%+v", d)
	}
	// A later answer does not take the decision out of the room's history.
	w.say(0, own, answered(assessment.InPlace, "done since"))
	w.meet()
	s = w.state(w.hub)
	has(t, s, assessment.InPlace, 0)
	if d := s.Session.Team.Decisions[own.Question]; d.Level != assessment.Partly {
		t.Errorf("%+v", d)
	}
}

func TestTwoRoomsOnOneSession(t *testing.T) {
	w := newWorld(t, 2)
	for c, level := range []assessment.Level{assessment.Partly, assessment.No} {
		s := []string{"here", "there"}[c]
		w.say(c, seat(s), seated(s, false))
		w.say(c, vote(s, own.Question), voted(level))
		w.say(c, own, merge.Value{Shown: true})
		has(t, w.state(w.known[c]), level, 0)
	}
	w.meet()
	s := w.state(w.hub)
	// Both reveals show the votes of both rooms, so they say the same.
	has(t, s, assessment.No, 0)
	if team := s.Session.Team; len(team.Seats) != 2 || len(team.Cast(own.Question)) != 2 {
		t.Errorf("%+v", team)
	}
	w.say(0, own, decided(own.Question, assessment.InPlace, "one room"))
	w.say(1, own, decided(own.Question, assessment.Partly, "the other"))
	w.meet()
	s = w.state(w.hub)
	has(t, s, assessment.Partly, 2)
	if d := s.Session.Team.Decisions[own.Question]; d.Note != "the other" {
		t.Errorf("%+v", d)
	}
}

// A seat that one sent away and another one renamed stays, and nobody can come back to it.
func TestASeatInDispute(t *testing.T) {
	w := newWorld(t, 2)
	w.say(0, seat("s"), seated("s", false))
	w.meet()
	w.say(0, seat("s"), seated("s", true))
	renamed := seated("s", false)
	renamed.Seat.Name = "Somebody else"
	w.say(1, seat("s"), renamed)
	w.meet()
	s := w.state(w.hub)
	if got := s.Session.Team.Seats; len(got) != 1 || got[0].Removed || got[0].Key != "" || got[0].Name != "Somebody else" || len(s.Disputes) != 1 {
		t.Errorf("%+v, disputes %+v", got, s.Disputes)
	}
}

// What comes before its parent counts at once, hides nothing, and changes nothing in the end.
func TestAParentThatComesLate(t *testing.T) {
	w := newWorld(t, 1)
	w.say(0, own, answered(assessment.No, "first"))
	second := w.say(0, own, answered(assessment.Partly, "second"))
	w.say(0, own, answered(assessment.InPlace, "third"))
	all := w.known[0]
	s := w.state(all &^ (1 << (len(w.words) - 2)))
	has(t, s, assessment.No, 2)
	if len(s.Missing) != 1 || s.Missing[0] != second.ID() {
		t.Errorf("missing %v", s.Missing)
	}
	s = w.state(all)
	has(t, s, assessment.InPlace, 0)
	if len(s.Missing) != 0 {
		t.Errorf("missing %v", s.Missing)
	}
	if s := w.state(all &^ 1); s.Life != merge.Unbegun {
		t.Errorf("without its beginning: %s", s.Life)
	}
}

// A parent of another session is one that never comes: it hides nothing there or here.
func TestAParentOfAnotherSession(t *testing.T) {
	w := newWorld(t, 1)
	mine := w.say(0, own, answered(assessment.No, ""))
	c := merge.Change{Session: strings.Replace(session, "1", "2", 1), Key: own, Value: answered(assessment.InPlace, ""), Parents: []merge.ID{mine.ID()}, Writer: token(1), N: 1, At: beginning}
	foreign, err := merge.New(c)
	if err != nil {
		t.Fatal(err)
	}
	s, err := merge.Merge(c.Session, []*merge.Record{foreign})
	if err != nil || s.Session.Answers[own.Question].Level != assessment.InPlace || len(s.Missing) != 1 {
		t.Errorf("%+v %v", s, err)
	}
	has(t, w.state(w.known[0]), assessment.No, 0)
	// And one of another key is known, and hides nothing of its own key.
	c.Session, c.Key, c.Value = session, setup, described("Other", "idea", "read")
	c.Parents = []merge.ID{mine.ID()}
	beside, err := merge.New(c)
	if err != nil {
		t.Fatal(err)
	}
	s, err = merge.Merge(session, append(w.records(w.known[0]), beside))
	if err != nil {
		t.Fatal(err)
	}
	has(t, s, assessment.No, 0)
	if len(s.Heads(own)) != 1 || len(s.Heads(setup)) != 2 {
		t.Errorf("%d and %d heads", len(s.Heads(own)), len(s.Heads(setup)))
	}
}
