// Package storetest is the contract of a store: what the screens count on, whatever keeps
// the sessions. The store in a file and the one in memory, which the tests of the screens
// use, both pass it; otherwise those tests would show how the screens work with a store that
// does not exist.
package storetest

import (
	"errors"
	"slices"
	"testing"
	"time"

	"readycheck/assessment"
)

// Store is what a store must be able to do for the screens.
type Store interface {
	List(below uint64, n int) ([]assessment.Head, error)
	Load(id string) (*assessment.Session, error)
	LoadAll(ids []string) ([]*assessment.Session, error)
	Earlier(session *assessment.Session) (id string, err error)
	Create(session *assessment.Session, standing assessment.Standing) error
	SaveAnswer(assessment.AnswerChange) <-chan assessment.Saved
	SaveSetup(assessment.SetupChange) <-chan assessment.Saved
	SaveStanding(id string, standing assessment.Standing) <-chan assessment.Saved
	SaveDue([]assessment.DueFound) <-chan assessment.Saved
	SaveStandings([]assessment.StandingFound) <-chan assessment.Saved
	SaveLabels(assessment.LabelsChange) <-chan assessment.Saved
	Delete(id string) (undo func() error, err error)
}

// Question and Other are two questions that the sessions of the contract answer. They stand
// in the built-in set.
const (
	Question = "own-login"
	Other    = "off-switch"
)

// Run holds a store to the contract. Each rule gets an empty one.
func Run(t *testing.T, open func(*testing.T) Store) {
	t.Helper()
	for name, rule := range map[string]func(*testing.T, Store){
		"an empty store":                             empty,
		"a new session":                              created,
		"a list is newest first, and in pages":       listed,
		"what is loaded is nobody else's":            apart,
		"an answer is kept, and raises the revision": answered,
		"changes are kept in their order":            inOrder,
		"the setup is kept, and the answers stay":    setUp,
		"a standing is no change":                    standing,
		"a due day found later is no change":         dueFound,
		"labels are kept, beside the answers":        labelled,
		"a standing found later is no change":        standingFound,
		"what is deleted is gone, and comes back":    deleted,
		"what is not there is said to be not there":  notThere,
		"the session before":                         before,
	} {
		t.Run(name, func(t *testing.T) { rule(t, open(t)) })
	}
}

func create(t *testing.T, s Store, business string) *assessment.Session {
	t.Helper()
	set := assessment.Default()
	session := &assessment.Session{Business: business, Use: "It drafts replies", SetID: set.ID, SetVersion: set.Version}
	if err := s.Create(session, assessment.Standing{Total: 14}); err != nil {
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

// answer saves one answer and waits for the word.
func answer(s Store, session *assessment.Session, question string, level assessment.Level, note string) assessment.Saved {
	return <-s.SaveAnswer(assessment.AnswerChange{
		Session: session.ID, Question: question, Answer: assessment.Answer{Level: level, Known: assessment.Seen, Note: note}, Base: session.Revision,
	})
}

// names are the businesses of a list.
func names(t *testing.T, s Store, below uint64, n int) (businesses []string, last uint64) {
	t.Helper()
	heads, err := s.List(below, n)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range heads {
		businesses, last = append(businesses, h.Business), h.Sequence
	}
	return businesses, last
}

func listIs(t *testing.T, s Store, want ...string) {
	t.Helper()
	if got, _ := names(t, s, 0, 0); !slices.Equal(got, want) {
		t.Errorf("the list is %v, want %v", got, want)
	}
}

func empty(t *testing.T, s Store) { listIs(t, s) }

func created(t *testing.T, s Store) {
	given := &assessment.Session{
		Business: "Rosa's Bakery", Use: "It drafts replies", SetID: "ai-readiness", SetVersion: "1", Setup: assessment.Setup{Kind: "customer-replies"},
		Answers: map[string]assessment.Answer{Question: {Level: assessment.Partly, Note: "a note"}},
	}
	if err := s.Create(given, assessment.Standing{}); err != nil {
		t.Fatal(err)
	}
	if given.ID == "" || given.Revision != 1 {
		t.Fatalf("it has the id %q and the revision %d", given.ID, given.Revision)
	}
	got := load(t, s, given.ID)
	if got.Business != given.Business || got.Use != given.Use || got.Setup.Kind != "customer-replies" || got.SetID != "ai-readiness" || got.SetVersion != "1" || got.Revision != 1 {
		t.Errorf("it came back as %+v", got)
	}
	if a := got.Answers[Question]; a.Level != assessment.Partly || a.Note != "a note" {
		t.Errorf("its answer came back as %+v", a)
	}
	if got.Created.IsZero() || got.Changed.IsZero() {
		t.Error("nobody knows when it was begun")
	}
}

func listed(t *testing.T, s Store) {
	bakery := create(t, s, "Bakery")
	create(t, s, "Garage")
	create(t, s, "Salon")
	listIs(t, s, "Salon", "Garage", "Bakery")
	page, last := names(t, s, 0, 2)
	rest, _ := names(t, s, last, 2)
	if !slices.Equal(page, []string{"Salon", "Garage"}) || !slices.Equal(rest, []string{"Bakery"}) {
		t.Errorf("the pages are %v and %v", page, rest)
	}
	if saved := answer(s, bakery, Question, assessment.No, ""); saved.Err != nil {
		t.Fatal(saved.Err)
	}
	listIs(t, s, "Bakery", "Salon", "Garage")
}

func apart(t *testing.T, s Store) {
	session := create(t, s, "Bakery")
	first := load(t, s, session.ID)
	first.Business = "changed"
	first.Answers[Question] = assessment.Answer{Level: assessment.InPlace}
	if again := load(t, s, session.ID); again.Business != "Bakery" || len(again.Answers) != 0 {
		t.Errorf("a change that was not saved is kept: %+v", again)
	}
}

func answered(t *testing.T, s Store) {
	session := create(t, s, "Bakery")
	saved := answer(s, session, Question, assessment.Partly, "a note")
	if saved.Err != nil || saved.Session != session.ID || saved.Question != Question || saved.Revision != 2 {
		t.Errorf("it was saved as %+v", saved)
	}
	got := load(t, s, session.ID)
	if a := got.Answers[Question]; a.Level != assessment.Partly || a.Known != assessment.Seen || a.Note != "a note" || got.Revision != 2 {
		t.Errorf("revision %d, answer %+v", got.Revision, a)
	}
}

func inOrder(t *testing.T, s Store) {
	session := create(t, s, "Bakery")
	levels := []assessment.Level{assessment.No, assessment.InPlace, assessment.Unsure, assessment.Partly}
	var waits []<-chan assessment.Saved
	for _, level := range levels {
		waits = append(waits, s.SaveAnswer(assessment.AnswerChange{Session: session.ID, Question: Question, Answer: assessment.Answer{Level: level}, Base: session.Revision}))
	}
	for i, wait := range waits {
		select {
		case saved := <-wait:
			if saved.Err != nil || saved.Revision != uint64(i+2) {
				t.Errorf("change %d was saved as %+v", i, saved)
			}
		case <-time.After(20 * time.Second):
			t.Fatal("a change is never answered")
		}
	}
	if got := load(t, s, session.ID).Answers[Question].Level; got != assessment.Partly {
		t.Errorf("%v stands", got)
	}
}

func setUp(t *testing.T, s Store) {
	session := create(t, s, "Bakery")
	answer(s, session, Question, assessment.No, "")
	saved := <-s.SaveSetup(assessment.SetupChange{Session: session.ID, Business: "Rosa's", Use: "It answers the phone", Setup: assessment.Setup{Kind: "customer-replies"}, Base: 2})
	if saved.Err != nil || saved.Revision != 3 {
		t.Errorf("it was saved as %+v", saved)
	}
	got := load(t, s, session.ID)
	if got.Business != "Rosa's" || got.Use != "It answers the phone" || got.Setup.Kind != "customer-replies" || got.Answers[Question].Level != assessment.No {
		t.Errorf("it came back as %+v", got)
	}
}

func standing(t *testing.T, s Store) {
	session := create(t, s, "Bakery")
	create(t, s, "Garage")
	saved := <-s.SaveStanding(session.ID, assessment.Standing{Total: 14, Told: "2"})
	if saved.Err != nil || saved.Revision != 1 {
		t.Errorf("it was saved as %+v", saved)
	}
	if got := load(t, s, session.ID); got.Revision != 1 || got.Told != "2" {
		t.Errorf("revision %d, told %q", got.Revision, got.Told)
	}
	if saved := <-s.SaveStanding(session.ID, assessment.Standing{Total: 14}); saved.Err != nil {
		t.Error(saved.Err)
	}
	if got := load(t, s, session.ID); got.Told != "2" {
		t.Error("what an owner was told is taken back")
	}
	listIs(t, s, "Garage", "Bakery")
}

func dueFound(t *testing.T, s Store) {
	session := create(t, s, "Bakery")
	create(t, s, "Garage")
	found := assessment.DueFound{Session: session.ID, Revision: 1, Due: assessment.NoDue}
	gone := assessment.DueFound{Session: "nobody", Revision: 1, Due: assessment.NoDue}
	if saved := <-s.SaveDue([]assessment.DueFound{gone, found}); saved.Err != nil {
		t.Fatal(saved.Err)
	}
	listIs(t, s, "Garage", "Bakery")
	due := func() string {
		heads, err := s.List(0, 0)
		if err != nil || heads[len(heads)-1].ID != session.ID {
			t.Fatal(heads, err)
		}
		return heads[len(heads)-1].Standing.Due
	}
	if got := due(); got != assessment.NoDue {
		t.Errorf("it is kept as %q", got)
	}
	// One that was changed since it was read is due by another day, perhaps.
	found.Revision, found.Due = 7, "2026-12-04"
	if <-s.SaveDue([]assessment.DueFound{found}); due() != assessment.NoDue {
		t.Error("what was found in another revision is kept")
	}
	if all, err := s.LoadAll([]string{"nobody", session.ID}); err != nil || len(all) != 1 || all[0].ID != session.ID || all[0].Revision != 1 {
		t.Errorf("%v, %v", all, err)
	}
}

func labelled(t *testing.T, s Store) {
	bakery := create(t, s, "Bakery")
	garage := create(t, s, "Garage")
	answer(s, garage, Question, assessment.No, "kept")
	changed := load(t, s, bakery.ID).Changed
	labels := assessment.Labels{Tags: "food retail", Visit: "2026-12-04"}
	saved := <-s.SaveLabels(assessment.LabelsChange{Session: bakery.ID, Labels: labels, Base: 1})
	if saved.Err != nil || saved.Revision != 2 {
		t.Errorf("it was saved as %+v", saved)
	}
	if got := load(t, s, bakery.ID); got.Labels != labels || got.Revision != 2 || !got.Changed.Equal(changed) {
		t.Errorf("it came back as %+v", got)
	}
	heads, err := s.List(0, 0)
	if err != nil || heads[0].ID != bakery.ID || heads[0].Labels != labels || heads[1].Labels != (assessment.Labels{}) {
		t.Errorf("the list has %+v (%v)", heads, err)
	}
	// They stay while all else changes.
	answer(s, bakery, Other, assessment.No, "")
	if got := load(t, s, bakery.ID); got.Labels != labels || got.Answers[Other].Level != assessment.No {
		t.Errorf("after an answer it is %+v", got)
	}
	if saved := <-s.SaveLabels(assessment.LabelsChange{Session: "nobody"}); !errors.Is(saved.Err, assessment.ErrNotFound) {
		t.Errorf("of nobody they are saved as %+v", saved)
	}
}

func standingFound(t *testing.T, s Store) {
	session := create(t, s, "Bakery")
	create(t, s, "Garage")
	set := assessment.Default()
	found := assessment.FindStandings(set, []*assessment.Session{load(t, s, session.ID)})
	other := assessment.StandingFound{Session: session.ID, Revision: 1, Missing: assessment.OtherQuestions}
	gone := assessment.StandingFound{Session: "nobody", Revision: 1}
	for _, some := range [][]assessment.StandingFound{append(found, gone), {other}, {{Session: session.ID, Revision: 7}}} {
		if saved := <-s.SaveStandings(some); saved.Err != nil {
			t.Fatal(saved.Err)
		}
		heads, err := s.List(0, 0)
		if err != nil || len(heads) != 2 || heads[1].ID != session.ID || heads[1].Revision != 1 || heads[1].Standing.Levels(set) == nil {
			t.Errorf("after %+v the list has %+v (%v)", some, heads, err)
		}
	}
}

func deleted(t *testing.T, s Store) {
	bakery := create(t, s, "Bakery")
	create(t, s, "Garage")
	answer(s, bakery, Question, assessment.No, "kept")
	undo, err := s.Delete(bakery.ID)
	if err != nil {
		t.Fatal(err)
	}
	listIs(t, s, "Garage")
	if _, err := s.Load(bakery.ID); !errors.Is(err, assessment.ErrNotFound) {
		t.Errorf("loading it gives %v", err)
	}
	if saved := answer(s, bakery, Other, assessment.No, ""); !errors.Is(saved.Err, assessment.ErrNotFound) {
		t.Errorf("answering it gives %v", saved.Err)
	}
	if err := undo(); err != nil {
		t.Fatal(err)
	}
	listIs(t, s, "Bakery", "Garage")
	if got := load(t, s, bakery.ID); got.Answers[Question].Note != "kept" || got.Revision != 2 {
		t.Errorf("it came back as %+v", got)
	}
}

func notThere(t *testing.T, s Store) {
	nobody := &assessment.Session{ID: "nobody"}
	_, loading := s.Load("nobody")
	_, deleting := s.Delete("nobody")
	for what, err := range map[string]error{
		"loading": loading, "deleting": deleting, "answering": answer(s, nobody, Question, assessment.No, "").Err,
		"setting up": (<-s.SaveSetup(assessment.SetupChange{Session: "nobody"})).Err, "its standing": (<-s.SaveStanding("nobody", assessment.Standing{})).Err,
	} {
		if !errors.Is(err, assessment.ErrNotFound) {
			t.Errorf("%s gives %v", what, err)
		}
	}
	listIs(t, s)
}

func before(t *testing.T, s Store) {
	first := create(t, s, "Bakery")
	create(t, s, "Garage")
	second := create(t, s, "Bakery")
	third := create(t, s, "bakery")
	for session, want := range map[*assessment.Session]string{first: "", second: first.ID, third: second.ID} {
		got, err := s.Earlier(session)
		if err != nil || got != want {
			t.Errorf("before %s is %q (%v), want %q", session.ID, got, err, want)
		}
	}
}
