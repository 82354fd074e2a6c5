package interview_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"readycheck/assessment"
	"readycheck/tui/interview"
	"readycheck/tui/interview/interviewtest"
)

// opened is a bakery's session with its first answers, open over a store in memory.
func opened(t *testing.T, answers int) (*interview.Work, *interviewtest.Memory, *interview.Options) {
	t.Helper()
	store := &interviewtest.Memory{Sessions: []*assessment.Session{interviewtest.Bakery(answers)}}
	o := &interview.Options{Store: store, Set: assessment.Default, Now: func() time.Time { return interviewtest.Noon }}
	w, err := o.Open("bakery")
	if err != nil {
		t.Fatal(err)
	}
	return w, store, o
}

var inPlace = assessment.Answer{Level: assessment.InPlace, Known: assessment.Seen}

func TestUndoGoesBackAndIsNoChangeItself(t *testing.T) {
	w, store, _ := opened(t, 1)
	first := w.Flow.At(0).ID
	was := w.Session.Answers[first]
	for _, level := range []assessment.Level{assessment.No, assessment.Unsure} {
		w.Acknowledged(<-store.SaveAnswer(w.Answered(first, assessment.Answer{Level: level})))
	}
	for _, want := range []assessment.Level{assessment.No, was.Level} {
		change, ok := w.Undo()
		if !ok || change.Question != first || change.Answer.Level != want || w.Session.Answers[first].Level != want {
			t.Fatalf("it went back to %+v (%v), want %v", change, ok, want)
		}
		w.Acknowledged(<-store.SaveAnswer(change))
	}
	if _, ok := w.Undo(); ok || w.CanUndo() {
		t.Error("there was one more to take back")
	}
	if w.Saving() || w.Unwritten() > 0 {
		t.Error("all is on disk, and something is still on its way")
	}
}

func TestWhatCannotBeSavedIsKeptAndTriedAgain(t *testing.T) {
	w, store, _ := opened(t, 0)
	first := w.Flow.At(0).ID
	store.Fail = interviewtest.ErrFull
	w.Acknowledged(<-store.SaveAnswer(w.Answered(first, inPlace)))
	w.Acknowledged(<-store.SaveSetup(w.About(&assessment.Session{Business: "Rosa & Co", Use: "Cakes", Setup: w.Session.Setup})))
	if w.Unwritten() != 2 || w.Problem != interviewtest.ErrFull.Sentence() || !w.OnTheWay(first) || !w.OnTheWay("") {
		t.Fatalf("%d are not written: %q", w.Unwritten(), w.Problem)
	}
	store.Fail = nil
	answers, setup := w.Retry()
	if len(answers) != 1 || len(setup) != 1 {
		t.Fatalf("%d answers and %d setups are tried again", len(answers), len(setup))
	}
	w.Acknowledged(<-store.SaveAnswer(answers[0]))
	w.Acknowledged(<-store.SaveSetup(setup[0]))
	if w.Unwritten() != 0 || w.Problem != "" || w.OnTheWay(first) {
		t.Errorf("%d are still not written: %q", w.Unwritten(), w.Problem)
	}
	if s := store.Sessions[0]; s.Business != "Rosa & Co" || s.Answers[first].Level != assessment.InPlace {
		t.Errorf("%+v", s)
	}
}

// Another window answered the same question first: its answer stands, and the person hears of
// it. What else it changed is taken in, and what this window has under way stays.
func TestAnotherWindowWasFirst(t *testing.T) {
	w, store, _ := opened(t, 0)
	first, second, third := w.Flow.At(0).ID, w.Flow.At(1).ID, w.Flow.At(2).ID
	other := store.Sessions[0]
	w.Answered(first, inPlace)
	other.Answers[first] = assessment.Answer{Level: assessment.No}
	other.Answers[second] = assessment.Answer{Level: assessment.Unsure}
	other.Revision = 3
	if !w.Acknowledged(assessment.Saved{Session: "bakery", Question: first, Err: interviewtest.Conflict{}}) {
		t.Fatal("the session is not read again")
	}
	if w.Acknowledged(assessment.Saved{Session: "bakery", Question: third, Revision: 9}) {
		t.Error("it is read again twice")
	}
	w.Answered(third, inPlace)
	fresh, err := store.Load("bakery")
	if err != nil {
		t.Fatal(err)
	}
	if said := w.Merge(fresh); said != "Another window changed 2 answers. You see them now." {
		t.Errorf("it says %q", said)
	}
	for question, want := range map[string]assessment.Level{first: assessment.No, second: assessment.Unsure, third: assessment.InPlace} {
		if got := w.Session.Answers[question].Level; got != want {
			t.Errorf("%s is %v, want %v", question, got, want)
		}
	}
	if !w.Conflicts(first) || w.At(first).Conflict() == "" || w.Unwritten() != 0 {
		t.Error("the person does not hear of it")
	}
	w.Answered(first, inPlace)
	if w.Conflicts(first) {
		t.Error("it is still said after the person has chosen")
	}
}

// A session that could not be read again is read the next time.
func TestAReadingThatFailedIsTriedAgain(t *testing.T) {
	w, _, _ := opened(t, 0)
	gap := assessment.Saved{Session: "bakery", Question: w.Flow.At(0).ID, Revision: 7}
	if !w.Acknowledged(gap) || w.Acknowledged(gap) {
		t.Fatal("it is read again once for a gap")
	}
	w.Unread()
	if !w.Acknowledged(gap) {
		t.Error("after a reading that failed it is not tried again")
	}
}

func TestARecheckKeepsAnswersWithTheirTimes(t *testing.T) {
	_, store, o := opened(t, 5)
	old := store.Sessions[0]
	first := assessment.NewFlow(assessment.Default(), old).At(0).ID
	a := old.Answers[first]
	a.At = interviewtest.Noon.AddDate(0, -8, 0)
	a.Known = assessment.Seen
	old.Answers[first] = a
	old.Labels = assessment.Labels{Tags: "retail", Visit: interviewtest.Noon.Format(assessment.DateLayout)}
	w, err := o.Recheck("bakery")
	if err != nil {
		t.Fatal(err)
	}
	if w.Session.ID == "bakery" || len(w.Session.Answers) != 5 || !w.Session.Answers[first].At.Equal(a.At) {
		t.Errorf("%+v", w.Session)
	}
	// The visit of today is this one.
	if w.Session.Labels != (assessment.Labels{Tags: "retail"}) {
		t.Errorf("it has %+v", w.Session.Labels)
	}
	open := w.Review()
	if len(open) == 0 || open[0].Question != first || !strings.HasPrefix(open[0].Group, "Look again") {
		t.Errorf("the review begins with %+v", open[0])
	}
	change := w.Answered(first, inPlace)
	w.Acknowledged(<-store.SaveAnswer(change))
	if store.Find("bakery").Answers[first] != a {
		t.Error("the old session changed with the new one")
	}
}

func TestNextOpenGoesRoundTheEnd(t *testing.T) {
	w, _, _ := opened(t, 0)
	last := w.Flow.At(w.Flow.Len() - 1).ID
	if got := w.At(last).NextOpen(); got != w.Flow.At(0).ID {
		t.Errorf("from the last it goes to %q", got)
	}
	if w.Following(last) != "" {
		t.Error("something follows the last question")
	}
	for i := range w.Flow.Len() {
		w.Session.Answers[w.Flow.At(i).ID] = inPlace
	}
	if got := w.At(last).NextOpen(); got != "" {
		t.Errorf("all is answered, and %q is open", got)
	}
}

// A setup that was left half-way goes on at its first gap; a new and a whole one begin at
// their beginning.
func TestASetupGoesOnAtItsGap(t *testing.T) {
	whole := interviewtest.Bakery(0)
	half := *whole
	half.Setup.Powers = nil
	fresh := half
	fresh.ID = ""
	for _, c := range []struct {
		session *assessment.Session
		want    string
	}{{whole, "business"}, {&half, "powers"}, {&fresh, "business"}} {
		if got := interview.Pages[interview.Gap(c.session)].Name; got != c.want {
			t.Errorf("it goes on at %s, want %s", got, c.want)
		}
	}
}

func TestASetOfAnotherKindIsNotOpened(t *testing.T) {
	_, store, o := opened(t, 0)
	store.Sessions[0].SetID = "another"
	if _, err := o.Open("bakery"); err == nil {
		t.Error("a session of another set was opened")
	}
	if _, err := o.Recheck("bakery"); err == nil || len(store.Sessions) != 1 {
		t.Error("a session of another set was begun again")
	}
	if _, err := o.Open("none"); !errors.Is(err, assessment.ErrNotFound) {
		t.Errorf("no session: %v", err)
	}
}
