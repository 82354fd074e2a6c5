// Package storetest says what screens may rely on of a store of sessions, as tests that
// every such store passes: the one that keeps them in a file, and the one in memory that
// the screens are tested with. It lies here, where both may know it.
package storetest

import (
	"errors"
	"fmt"
	"maps"
	"testing"

	"readycheck/assessment"
)

// Store is what screens need of a store.
type Store interface {
	List(below uint64, n int) ([]assessment.Head, error)
	Load(id string) (*assessment.Session, error)
	Earlier(session *assessment.Session) (id string, err error)
	Create(session *assessment.Session, standing assessment.Standing) error
	SaveAnswer(assessment.AnswerChange) <-chan assessment.Saved
	SaveSetup(assessment.SetupChange) <-chan assessment.Saved
	SaveStanding(id string, standing assessment.Standing) <-chan assessment.Saved
	Delete(id string) (undo func() error, err error)
}

// Run holds a store to its contract. Open gives an empty one each time.
func Run(t *testing.T, open func(t *testing.T) Store) {
	for name, test := range map[string]func(t *testing.T, s Store){
		"what is not there":           notThere,
		"a new session":               newSession,
		"an answer":                   answer,
		"answers in a row":            inARow,
		"a setup":                     setup,
		"a standing":                  standing,
		"the list":                    list,
		"a session deleted":           deleted,
		"the session before this one": earlier,
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

func create(t *testing.T, s Store, business, use string) *assessment.Session {
	t.Helper()
	session := &assessment.Session{Business: business, Use: use, SetID: "ai-readiness", SetVersion: "1.0"}
	if err := s.Create(session, assessment.Standing{}); err != nil {
		t.Fatal(err)
	}
	return session
}

func load(t *testing.T, s Store, id string) *assessment.Session {
	t.Helper()
	session, err := s.Load(id)
	if err != nil {
		t.Fatal(err)
	}
	return session
}

func said(id, question, note string) assessment.AnswerChange {
	return assessment.AnswerChange{Session: id, Question: question, Base: 1 << 62, Answer: assessment.Answer{Level: assessment.Partly, Known: assessment.Told, Note: note}}
}

func save(t *testing.T, saving <-chan assessment.Saved) assessment.Saved {
	t.Helper()
	saved := <-saving
	if saved.Err != nil {
		t.Fatal(saved.Err)
	}
	return saved
}

func businesses(t *testing.T, s Store, below uint64, n int) (names []string, last uint64) {
	t.Helper()
	heads, err := s.List(below, n)
	if err != nil {
		t.Fatal(err)
	}
	for i, head := range heads {
		if i > 0 && head.Sequence >= last || below > 0 && head.Sequence >= below {
			t.Errorf("%s stands at %d, after %d", head.Business, head.Sequence, last)
		}
		names, last = append(names, head.Business), head.Sequence
	}
	return names, last
}

func lists(t *testing.T, s Store, want string) {
	t.Helper()
	if names, _ := businesses(t, s, 0, 0); fmt.Sprint(names) != want {
		t.Errorf("the list is %v, want %s", names, want)
	}
}

func notThere(t *testing.T, s Store) {
	lists(t, s, "[]")
	if _, err := s.Load("x"); !errors.Is(err, assessment.ErrNotFound) {
		t.Errorf("loading: %v", err)
	}
	if _, err := s.Delete("x"); !errors.Is(err, assessment.ErrNotFound) {
		t.Errorf("deleting: %v", err)
	}
	create(t, s, "Rosa's Bakery", "Answer emails")
	for name, saving := range map[string]<-chan assessment.Saved{
		"an answer": s.SaveAnswer(said("x", "q", "")), "a setup": s.SaveSetup(assessment.SetupChange{Session: "x"}),
		"a standing": s.SaveStanding("x", assessment.Standing{}),
	} {
		if saved := <-saving; !errors.Is(saved.Err, assessment.ErrNotFound) || saved.Session != "x" {
			t.Errorf("%s: %+v", name, saved)
		}
	}
}

func newSession(t *testing.T, s Store) {
	session := &assessment.Session{Business: "Rosa's Bakery", Use: "Answer emails", Answers: map[string]assessment.Answer{"q": {Level: assessment.No, Note: "given"}}}
	if err := s.Create(session, assessment.Standing{}); err != nil || session.ID == "" || session.Revision != 1 {
		t.Fatalf("%+v, %v", session, err)
	}
	session.Business, session.Answers["q"] = "changed by its owner", assessment.Answer{}
	for range 2 {
		got := load(t, s, session.ID)
		if got.ID != session.ID || got.Business != "Rosa's Bakery" || got.Use != "Answer emails" || got.Revision != 1 || got.Answers["q"].Note != "given" {
			t.Errorf("%+v", got)
		}
		got.Business, got.Answers["q"] = "changed by its reader", assessment.Answer{}
	}
	if empty := load(t, s, create(t, s, "Tom's Garage", "Write posts").ID); empty.Answers == nil {
		t.Error("a session without answers has no place for any")
	}
}

func answer(t *testing.T, s Store) {
	id := create(t, s, "Rosa's Bakery", "Answer emails").ID
	saving := s.SaveAnswer(said(id, "q", "first"))
	if saved := save(t, saving); saved.Session != id || saved.Question != "q" || saved.Revision != 2 {
		t.Errorf("%+v", saved)
	}
	select {
	case saved := <-saving:
		t.Errorf("it is acknowledged twice: %+v", saved)
	default:
	}
	if got := load(t, s, id); got.Answers["q"].Note != "first" || got.Answers["q"].Level != assessment.Partly || got.Revision != 2 {
		t.Errorf("%+v", got)
	}
	save(t, s.SaveAnswer(said(id, "q", "second")))
	if got := load(t, s, id); got.Answers["q"].Note != "second" || len(got.Answers) != 1 {
		t.Errorf("%+v", got)
	}
}

func inARow(t *testing.T, s Store) {
	id := create(t, s, "Rosa's Bakery", "Answer emails").ID
	var saving []<-chan assessment.Saved
	want := map[string]string{}
	for i := range 20 {
		question, note := fmt.Sprint("q", i%7), fmt.Sprint(i)
		saving = append(saving, s.SaveAnswer(said(id, question, note)))
		want[question] = note
	}
	for i, one := range saving {
		if saved := save(t, one); saved.Revision != uint64(i+2) {
			t.Errorf("answer %d has the revision %d", i, saved.Revision)
		}
	}
	got := map[string]string{}
	for question, answer := range load(t, s, id).Answers {
		got[question] = answer.Note
	}
	if !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func setup(t *testing.T, s Store) {
	id := create(t, s, "Rosa's Bakery", "Answer emails").ID
	change := assessment.SetupChange{Session: id, Business: "Rosa's", Use: "Write posts", Setup: assessment.Setup{Powers: []string{"read"}}, Base: 1 << 62}
	if saved := save(t, s.SaveSetup(change)); saved.Session != id || saved.Question != "" || saved.Revision != 2 {
		t.Errorf("%+v", saved)
	}
	if got := load(t, s, id); got.Business != "Rosa's" || got.Use != "Write posts" || len(got.Setup.Powers) != 1 || got.Revision != 2 {
		t.Errorf("%+v", got)
	}
	lists(t, s, "[Rosa's]")
}

// What an owner has been told is no change of the session, and is never taken back.
func standing(t *testing.T, s Store) {
	id := create(t, s, "Rosa's Bakery", "Answer emails").ID
	for _, told := range []string{"pilot", ""} {
		if saved := save(t, s.SaveStanding(id, assessment.Standing{Told: told})); saved.Session != id || saved.Revision != 1 {
			t.Errorf("%+v", saved)
		}
		if got := load(t, s, id); got.Told != "pilot" || got.Revision != 1 {
			t.Errorf("told %q, and then %+v", told, got)
		}
	}
}

func list(t *testing.T, s Store) {
	ids := map[string]string{}
	for _, business := range []string{"a", "b", "c", "d", "e"} {
		ids[business] = create(t, s, business, "Answer emails").ID
	}
	lists(t, s, "[e d c b a]")
	save(t, s.SaveAnswer(said(ids["b"], "q", "")))
	save(t, s.SaveSetup(assessment.SetupChange{Session: ids["a"], Business: "a", Base: 1 << 62}))
	lists(t, s, "[a b e d c]")
	var all []string
	for below := uint64(0); ; {
		names, last := businesses(t, s, below, 2)
		if len(names) == 0 {
			break
		}
		if len(names) > 2 {
			t.Fatalf("a page of 2 has %v", names)
		}
		all, below = append(all, names...), last
	}
	if fmt.Sprint(all) != "[a b e d c]" {
		t.Errorf("page by page: %v", all)
	}
}

func deleted(t *testing.T, s Store) {
	id := create(t, s, "a", "Answer emails").ID
	save(t, s.SaveAnswer(said(id, "q", "kept")))
	create(t, s, "b", "Answer emails")
	undo, err := s.Delete(id)
	if err != nil {
		t.Fatal(err)
	}
	lists(t, s, "[b]")
	if _, err := s.Load(id); !errors.Is(err, assessment.ErrNotFound) {
		t.Errorf("loading: %v", err)
	}
	if saved := <-s.SaveAnswer(said(id, "q", "late")); !errors.Is(saved.Err, assessment.ErrNotFound) {
		t.Errorf("saving: %+v", saved)
	}
	if err := undo(); err != nil {
		t.Fatal(err)
	}
	lists(t, s, "[a b]")
	if got := load(t, s, id); got.Answers["q"].Note != "kept" || got.Revision != 2 {
		t.Errorf("%+v", got)
	}
}

func earlier(t *testing.T, s Store) {
	first := create(t, s, "Rosa's Bakery", "Answer emails")
	create(t, s, "Rosa's Bakery", "Write posts")
	second := create(t, s, "ROSA'S bakery", "answer Emails")
	third := create(t, s, "Rosa's Bakery", "Answer emails")
	save(t, s.SaveAnswer(said(first.ID, "q", "changed last")))
	for session, want := range map[*assessment.Session]string{first: "", second: first.ID, third: second.ID} {
		if got, err := s.Earlier(session); err != nil || got != want {
			t.Errorf("before %s: %q, %v, want %q", session.ID, got, err, want)
		}
	}
	if _, err := s.Delete(second.ID); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Earlier(third); err != nil || got != first.ID {
		t.Errorf("with the one before deleted: %q, %v", got, err)
	}
}
