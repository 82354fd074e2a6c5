package store

import (
	"bytes"
	"errors"
	"path/filepath"
	"testing"

	"go.etcd.io/bbolt"

	"readycheck/assessment"
)

var bakeryLabels = assessment.Labels{Tags: "food retail", Visit: "2026-12-04"}

func label(t *testing.T, s *Store, id string, labels assessment.Labels) {
	t.Helper()
	saved := <-s.SaveLabels(assessment.LabelsChange{Session: id, Labels: labels, Base: load(t, s, id).Revision})
	if saved.Err != nil {
		t.Fatal(saved.Err)
	}
}

func TestLabelsStayThroughAllThatKeepsSessions(t *testing.T) {
	set := assessment.Default()
	path := filepath.Join(folderOf(t), "sessions.db")
	s := open(t, path)
	id := create(t, s, "Rosa's Bakery").ID
	changed := load(t, s, id).Changed
	label(t, s, id, bakeryLabels)
	same := func(how string) {
		t.Helper()
		if got := load(t, s, id); got.Labels != bakeryLabels || !got.Changed.Equal(changed) {
			t.Errorf("%s it is %+v", how, got)
		}
		sound(t, s)
	}
	reopen := func() {
		t.Helper()
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		s = open(t, path)
	}
	same("as it was saved")
	reopen()
	same("opened anew")
	undo, err := s.Delete(id)
	if err == nil {
		err = undo()
	}
	if err != nil {
		t.Fatal(err)
	}
	same("deleted and brought back")
	backup, err := s.Backup()
	if err != nil {
		t.Fatal(err)
	}
	label(t, s, id, assessment.Labels{})
	if _, err := s.Restore(backup); err != nil {
		t.Fatal(err)
	}
	reopen()
	same("restored from a backup")
	err = s.write(func(tx *bbolt.Tx) error {
		return tx.Bucket(sessionsBucket).Bucket([]byte(id)).Put(placeKey, []byte("nonsense"))
	})
	if err == nil {
		_, err = s.Repair(noStanding)
	}
	if err != nil {
		t.Fatal(err)
	}
	reopen()
	same("repaired")
	// Out as a file, and in again as a session that begins with them.
	data := exported(t, set, load(t, s, id))
	back := imported(t, s, set, data)
	if back.Labels != bakeryLabels || back.Revision != 1 || !bytes.Equal(exported(t, set, back), data) {
		t.Errorf("it came back as %+v", back)
	}
}

// Where the head is lost, the history says what the labels were: the last ones, or those that the
// session began with.
func TestARepairFindsLabelsInTheHistory(t *testing.T) {
	for _, later := range []bool{true, false} {
		path := filepath.Join(folderOf(t), "sessions.db")
		s := open(t, path)
		session := &assessment.Session{Business: "Rosa's Bakery", Use: "Answer emails", Labels: assessment.Labels{Tags: "food"}}
		if err := s.Create(session, assessment.Standing{}); err != nil {
			t.Fatal(err)
		}
		want := session.Labels
		if later {
			want = bakeryLabels
			label(t, s, session.ID, want)
		}
		err := s.write(func(tx *bbolt.Tx) error {
			c := tx.Bucket(recentBucket).Cursor()
			key, _ := c.First()
			return tx.Bucket(recentBucket).Put(bytes.Clone(key), []byte("nonsense"))
		})
		if err != nil {
			t.Fatal(err)
		}
		_ = s.Close() // no backup is made of it any more
		s = open(t, path)
		if _, err := s.Repair(noStanding); err != nil {
			t.Fatal(err)
		}
		if got := load(t, s, session.ID).Labels; got != want {
			t.Errorf("they are %+v, want %+v", got, want)
		}
	}
}

// Two windows that change the labels at once hear of each other; an answer beside them does not
// matter.
func TestLabelsOfTwoWindows(t *testing.T) {
	path := filepath.Join(folderOf(t), "sessions.db")
	one, other := open(t, path), open(t, path)
	id := create(t, one, "Rosa's Bakery").ID
	seen := load(t, other, id).Revision
	label(t, one, id, bakeryLabels)
	saved := <-other.SaveLabels(assessment.LabelsChange{Session: id, Labels: assessment.Labels{Tags: "mine"}, Base: seen})
	if !errors.Is(saved.Err, assessment.ErrConflict) || load(t, one, id).Labels != bakeryLabels {
		t.Errorf("%+v", saved)
	}
	if saved := <-other.SaveAnswer(assessment.AnswerChange{Session: id, Question: "off-switch", Answer: answer(assessment.No, ""), Base: seen}); saved.Err != nil {
		t.Error(saved.Err)
	}
	if got := load(t, one, id).Labels; got != bakeryLabels {
		t.Errorf("after an answer they are %+v", got)
	}
	if saved := <-one.SaveLabels(assessment.LabelsChange{Session: id, Labels: assessment.Labels{Visit: "friday"}, Base: 99}); saved.Err == nil {
		t.Error("a visit on no day is saved")
	}
}

// Two computers: each has the tags of both, the first of the visits, and nothing is in dispute.
func TestLabelsOfTwoComputers(t *testing.T) {
	m, dana, olga := two(t)
	session := &assessment.Session{Business: "Rosa's Bakery", Use: "Answer emails", SetID: "ai-readiness", SetVersion: "2.0", Labels: assessment.Labels{Tags: "food"}}
	if err := dana.Create(session, assessment.Standing{}); err != nil {
		t.Fatal(err)
	}
	id := session.ID
	m.meet(t, dana, olga)
	if got := load(t, olga, id).Labels; got != session.Labels {
		t.Fatalf("what it began with is %+v elsewhere", got)
	}
	changed := load(t, olga, id).Changed
	label(t, dana, id, assessment.Labels{Tags: "food north", Visit: "2026-12-08"})
	label(t, olga, id, assessment.Labels{Tags: "retail", Visit: "2026-12-04"})
	m.meet(t, dana, olga)
	alike(t, dana, olga, id)
	got := load(t, dana, id)
	if want := (assessment.Labels{Tags: "food north retail", Visit: "2026-12-04"}); got.Labels != want || len(got.Disputes) > 0 || !got.Changed.Equal(changed) {
		t.Errorf("both have %+v with %+v, changed %s, want %+v and %s", got.Labels, got.Disputes, got.Changed, want, changed)
	}
	// Whoever has seen both says the last word, also where it takes a tag away.
	label(t, olga, id, assessment.Labels{Tags: "retail"})
	m.meet(t, dana, olga)
	alike(t, dana, olga, id)
	heads, err := dana.List(0, 0)
	if err != nil || heads[0].Labels != (assessment.Labels{Tags: "retail"}) {
		t.Errorf("the list has %+v (%v)", heads, err)
	}
	// A business with another name is no dispute with a tag.
	setup := load(t, dana, id)
	saved := <-dana.SaveSetup(assessment.SetupChange{Session: id, Business: "Rosa & Co", Use: setup.Use, Setup: setup.Setup, Base: setup.Revision})
	label(t, olga, id, bakeryLabels)
	m.meet(t, dana, olga)
	alike(t, dana, olga, id)
	if got := load(t, olga, id); saved.Err != nil || got.Business != "Rosa & Co" || got.Labels != bakeryLabels || len(got.Disputes) > 0 {
		t.Errorf("%+v, %v", got, saved.Err)
	}
}

// A standing that was worked out later counts only for the session as it was then.
func TestStandingsThatAreFound(t *testing.T) {
	set := assessment.Default()
	s := open(t, filepath.Join(folderOf(t), "sessions.db"))
	id := create(t, s, "Rosa's Bakery").ID
	found := assessment.FindStandings(set, []*assessment.Session{load(t, s, id)})
	if saved := <-s.SaveAnswer(assessment.AnswerChange{Session: id, Question: "off-switch", Answer: answer(assessment.No, "")}); saved.Err != nil {
		t.Fatal(saved.Err)
	}
	lines := func() bool {
		<-s.SaveStandings(found)
		heads, err := s.List(0, 0)
		if err != nil {
			t.Fatal(err)
		}
		return heads[0].Standing.Levels(set) != nil
	}
	if lines() {
		t.Error("what was found of an earlier revision is kept")
	}
	found = assessment.FindStandings(set, []*assessment.Session{load(t, s, id)})
	if !lines() {
		t.Error("what was found is not kept")
	}
}
