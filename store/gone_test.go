package store

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"readycheck/assessment"
	"readycheck/store/merge"
	"readycheck/store/sync"
)

func TestASessionDeletedElsewhere(t *testing.T) {
	m, dana, olga := two(t)
	id := create(t, dana, "Rosa's Bakery").ID
	tells(t, dana, id, "own-login", assessment.InPlace)
	m.meet(t, dana, olga)
	if _, err := dana.Delete(id); err != nil {
		t.Fatal(err)
	}
	m.sync(t, dana)
	if taken := m.sync(t, olga); !slices.Equal(taken.Gone, []string{id}) {
		t.Errorf("%+v", taken)
	}
	if heads, err := olga.List(0, 0); err != nil || len(heads) != 0 {
		t.Errorf("%+v, %v", heads, err)
	}
	// Olga has it open, and answers.
	saved := <-olga.SaveAnswer(assessment.AnswerChange{Session: id, Question: "off-switch", Answer: answer(assessment.No, "what she typed"), Base: 2})
	if saved.Err != nil {
		t.Fatalf("her answer is lost: %v", saved.Err)
	}
	sound(t, olga)
	m.sync(t, olga)
	if taken := m.sync(t, dana); !slices.Equal(taken.CameBack, []string{id}) {
		t.Errorf("%+v", taken)
	}
	m.meet(t, olga, dana)
	alike(t, dana, olga, id)
	if session := load(t, dana, id); session.Answers["off-switch"].Note != "what she typed" || session.Answers["own-login"].Level != assessment.InPlace {
		t.Errorf("%+v", session.Answers)
	}
}

func TestWhatSomebodySaidMeanwhileBringsASessionBack(t *testing.T) {
	m, dana, olga := two(t)
	id := create(t, dana, "Rosa's Bakery").ID
	m.meet(t, dana, olga)
	tells(t, olga, id, "own-login", assessment.Partly)
	if _, err := dana.Delete(id); err != nil {
		t.Fatal(err)
	}
	m.sync(t, dana)
	if taken := m.sync(t, olga); !slices.Equal(taken.CameBack, []string{id}) {
		t.Errorf("where it was answered: %+v", taken)
	}
	if taken := m.sync(t, dana); !slices.Equal(taken.CameBack, []string{id}) || len(taken.Wanted) != 1 {
		t.Errorf("where it was deleted: %+v", taken)
	}
	alike(t, dana, olga, id)
	if link, err := dana.Link(); err != nil || len(link.Wanted) != 0 {
		t.Errorf("%+v, %v", link, err)
	}
	// And it can be deleted for all, now that both have seen all of it.
	if _, err := olga.Delete(id); err != nil {
		t.Fatal(err)
	}
	m.meet(t, olga, dana)
	if heads, err := dana.List(0, 0); err != nil || len(heads) != 0 {
		t.Errorf("%+v, %v", heads, err)
	}
}

func TestADeletionThatIsTakenBack(t *testing.T) {
	m, dana, olga := two(t)
	id := create(t, dana, "Rosa's Bakery").ID
	tells(t, dana, id, "own-login", assessment.InPlace)
	m.meet(t, dana, olga)
	undo, err := dana.Delete(id)
	if err != nil {
		t.Fatal(err)
	}
	m.meet(t, dana, olga)
	if err := undo(); err != nil {
		t.Fatal(err)
	}
	sound(t, dana)
	m.meet(t, dana, olga)
	alike(t, dana, olga, id)
}

// What a deleted session said is in none of our files once they are written anew, with a hub too.
func TestDeletedMeansGoneWithAHub(t *testing.T) {
	const canary = "zanzibar-canary"
	m, dana, olga := two(t)
	id := create(t, dana, canary).ID
	m.meet(t, dana, olga)
	if _, err := dana.Delete(id); err != nil {
		t.Fatal(err)
	}
	m.meet(t, dana, olga)
	for _, s := range []*Store{dana, olga} {
		if _, err := s.Compact(); err != nil {
			t.Fatal(err)
		}
		if data, err := os.ReadFile(s.Path()); err != nil || strings.Contains(string(data), canary) {
			t.Errorf("%s still has it, %v", s.Path(), err)
		}
	}
}

func TestWhatIsErasedStaysErased(t *testing.T) {
	m, dana, olga := two(t)
	id := create(t, dana, "Rosa's Bakery").ID
	m.meet(t, dana, olga)
	tells(t, olga, id, "own-login", assessment.No)
	for _, s := range []*Store{dana, olga} {
		link, err := s.Link()
		if err != nil {
			t.Fatal(err)
		}
		taken, err := Journal{s, standing}.Take(sync.Incoming{Erased: []string{id}, From: link.At})
		if err != nil || !slices.Equal(taken.Gone, []string{id}) {
			t.Errorf("%+v, %v", taken, err)
		}
		sound(t, s)
	}
	if out, _, err := olga.Outgoing("", 10); err != nil || len(out) != 0 {
		t.Errorf("it is offered: %v, %v", out, err)
	}
	m.at[dana] = 0
	m.sync(t, dana)
	if err := dana.Again(); err != nil {
		t.Fatal(err)
	}
	if heads, err := dana.List(0, 0); err != nil || len(heads) != 0 {
		t.Errorf("it came back: %+v, %v", heads, err)
	}
}

// A change that keeps a session names all heads, and in a large workshop those of its life alone:
// more than a change can name would keep everything from going out.
func TestALargeWorkshopCanBeKept(t *testing.T) {
	const session = "0190d5a0-0000-7000-8000-000000000000"
	told := &telling{heads: map[merge.Key][]*merge.Record{}, at: map[merge.ID]uint64{}}
	say := func(key merge.Key, value merge.Value) {
		t.Helper()
		r, err := merge.New(merge.Change{Session: session, Key: key, Value: value, Parents: told.parents(key), Writer: merge.Writer{1}, N: 1})
		if err != nil {
			t.Fatal(err)
		}
		told.add(r, 1)
	}
	life, set := merge.Key{Kind: merge.OfLife}, assessment.SetRef{ID: "ai-readiness", Version: "1"}
	say(life, merge.Value{Created: &set})
	vote := assessment.Answer{Level: assessment.No}
	for i := range merge.MaxParents - 2 {
		say(merge.Key{Kind: merge.OfVote, Seat: fmt.Sprint("s", i), Question: "own-login"}, merge.Value{Vote: &vote})
	}
	if n := len(told.parents(life)); n != merge.MaxParents-1 {
		t.Errorf("it names %d heads", n)
	}
	for i := range 2 {
		say(merge.Key{Kind: merge.OfVote, Seat: fmt.Sprint("late", i), Question: "own-login"}, merge.Value{Vote: &vote})
	}
	say(life, merge.Value{Created: &set})
	if n := len(told.heads[life]); n != 1 {
		t.Errorf("its life has %d heads", n)
	}
}
