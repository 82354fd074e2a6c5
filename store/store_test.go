package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofrs/flock"
	"go.etcd.io/bbolt"

	"readycheck/assessment"
)

func open(t testing.TB, path string) *Store {
	t.Helper()
	s := New(path, func() time.Time { return time.Date(2026, 11, 22, 14, 3, 0, 0, time.UTC) })
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func create(t testing.TB, s *Store, business string) *assessment.Session {
	t.Helper()
	session := &assessment.Session{Business: business, Use: "Answer emails", SetID: "ai-readiness", SetVersion: "1.0"}
	if err := s.Create(session, assessment.Standing{Total: 14}); err != nil {
		t.Fatal(err)
	}
	return session
}

func answer(level assessment.Level, note string) assessment.Answer {
	return assessment.Answer{Level: level, Known: assessment.Told, Note: note}
}

func TestAnAnswerIsThereForTheNextWindow(t *testing.T) {
	path := filepath.Join(folderOf(t), "data", "sessions.db")
	a, b := open(t, path), open(t, path)
	session := create(t, a, "Rosa's Bakery")
	want := answer(assessment.Partly, "Ask Dev")
	saved := <-a.SaveAnswer(assessment.AnswerChange{Session: session.ID, Question: "own-login", Answer: want, Base: 1, Standing: assessment.Standing{Answered: 1, Total: 14}})
	if saved.Err != nil || saved.Revision != 2 {
		t.Fatalf("%+v", saved)
	}
	got, err := b.Load(session.ID)
	if err != nil {
		t.Fatal(err)
	}
	want.At = got.Answers["own-login"].At
	if got.Answers["own-login"] != want || got.Business != "Rosa's Bakery" || got.Revision != 2 {
		t.Errorf("%+v", got)
	}
	heads, err := b.List(0, 0)
	if err != nil || len(heads) != 1 || heads[0].Standing.Answered != 1 {
		t.Errorf("%+v, %v", heads, err)
	}
}

// What was seen long ago stays old when only a note is put to it.
func TestANoteDoesNotMakeAnAnswerNewer(t *testing.T) {
	now := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	s := New(filepath.Join(folderOf(t), "sessions.db"), func() time.Time { return now })
	t.Cleanup(func() { _ = s.Close() })
	id := create(t, s, "Rosa's Bakery").ID
	saved := func(a assessment.Answer) string {
		t.Helper()
		if r := <-s.SaveAnswer(assessment.AnswerChange{Session: id, Question: "q", Answer: a, Base: 1 << 62}); r.Err != nil {
			t.Fatal(r.Err)
		}
		session, err := s.Load(id)
		if err != nil {
			t.Fatal(err)
		}
		now = now.AddDate(0, 1, 0)
		return session.Answers["q"].At.Format("January")
	}
	seen := assessment.Answer{Level: assessment.InPlace, Known: assessment.Seen}
	noted, owned := seen, seen
	noted.Note, owned.Note, owned.Owner = "Ask Dev", "Ask Dev", "Dev"
	told := owned
	told.Known = assessment.Told
	for i, c := range []struct {
		answer assessment.Answer
		want   string
	}{{seen, "January"}, {noted, "January"}, {owned, "January"}, {owned, "April"}, {told, "May"}} {
		if got := saved(c.answer); got != c.want {
			t.Errorf("%d: given in %s, want %s", i, got, c.want)
		}
	}
}

func TestFilesArePrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such modes")
	}
	folder := filepath.Join(folderOf(t), "data")
	create(t, open(t, filepath.Join(folder, "sessions.db")), "Rosa's Bakery")
	for name, want := range map[string]os.FileMode{"": 0o700, "sessions.db": 0o600, "sessions.db.lock": 0o600} {
		info, err := os.Stat(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != want {
			t.Errorf("%q has mode %v, want %v", name, info.Mode().Perm(), want)
		}
	}
	if _, err := os.Stat(filepath.Join(folder, "sessions.db.new")); err == nil {
		t.Error("the draft of the new file is still there")
	}
}

func TestReadingCreatesNothing(t *testing.T) {
	folder := folderOf(t)
	heads, err := open(t, filepath.Join(folder, "sessions.db")).List(0, 0)
	if err != nil || len(heads) != 0 {
		t.Fatal(heads, err)
	}
	if files, _ := os.ReadDir(folder); len(files) != 0 {
		t.Errorf("reading made %v", files)
	}
}

func TestNewestFirstAndInPages(t *testing.T) {
	s := open(t, filepath.Join(folderOf(t), "sessions.db"))
	var ids []string
	for i := range 5 {
		ids = append(ids, create(t, s, fmt.Sprint("Shop ", i)).ID)
	}
	<-s.SaveAnswer(assessment.AnswerChange{Session: ids[1], Question: "q", Answer: answer(assessment.No, ""), Base: 1})
	var got []string
	var below uint64
	for {
		page, err := s.List(below, 2)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		for _, h := range page {
			got = append(got, h.Business)
		}
		below = page[len(page)-1].Sequence
	}
	if want := "[Shop 1 Shop 4 Shop 3 Shop 2 Shop 0]"; fmt.Sprint(got) != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

func TestTwoWindowsOnOneSession(t *testing.T) {
	path := filepath.Join(folderOf(t), "sessions.db")
	a, b := open(t, path), open(t, path)
	id := create(t, a, "Rosa's Bakery").ID
	save := func(s *Store, question string, level assessment.Level, base uint64) assessment.Saved {
		return <-s.SaveAnswer(assessment.AnswerChange{Session: id, Question: question, Answer: answer(level, ""), Base: base})
	}
	if got := save(a, "one", assessment.InPlace, 1); got.Err != nil {
		t.Fatal(got.Err)
	}
	if got := save(b, "two", assessment.No, 1); got.Err != nil || got.Revision != 3 {
		t.Errorf("another question: %+v, want it saved as revision 3", got)
	}
	if got := save(b, "one", assessment.No, 1); !errors.Is(got.Err, assessment.ErrConflict) || got.Revision != 3 {
		t.Errorf("the same question: %+v, want a conflict that names revision 3", got)
	}
	session, err := b.Load(id)
	if err != nil {
		t.Fatal(err)
	}
	if session.Answers["one"].Level != assessment.InPlace {
		t.Error("the second window overwrote the first")
	}
	if got := save(b, "one", assessment.No, session.Revision); got.Err != nil {
		t.Errorf("after looking again: %v", got.Err)
	}
	// A window never conflicts with itself, however fast it types.
	first := a.SaveAnswer(assessment.AnswerChange{Session: id, Question: "three", Answer: answer(assessment.No, ""), Base: 1})
	second := a.SaveAnswer(assessment.AnswerChange{Session: id, Question: "three", Answer: answer(assessment.Partly, ""), Base: 1})
	if x, y := <-first, <-second; x.Err != nil || y.Err != nil {
		t.Errorf("own saves conflict: %v, %v", x.Err, y.Err)
	}
	setup := assessment.SetupChange{Session: id, Business: "Rosa", Use: "Answer emails", Base: 0}
	if got := <-b.SaveSetup(setup); !errors.Is(got.Err, assessment.ErrConflict) {
		t.Errorf("setup from a window that never looked: %v, want a conflict", got.Err)
	}
}

func TestEveryChangeIsInTheHistory(t *testing.T) {
	s := open(t, filepath.Join(folderOf(t), "sessions.db"))
	id := create(t, s, "Rosa's Bakery").ID
	for _, level := range []assessment.Level{assessment.No, assessment.InPlace} {
		<-s.SaveAnswer(assessment.AnswerChange{Session: id, Question: "q", Answer: answer(level, ""), Base: 9})
	}
	history, err := s.History(id)
	if err != nil || len(history) != 3 {
		t.Fatal(history, err)
	}
	last := history[2]
	if last.Revision != 3 || last.From.Level != assessment.No || last.To.Level != assessment.InPlace {
		t.Errorf("%+v", last)
	}
}

func TestAStandingIsNoChangeOfTheSession(t *testing.T) {
	s := open(t, filepath.Join(folderOf(t), "sessions.db"))
	id := create(t, s, "Rosa's Bakery").ID
	if saved := <-s.SaveStanding(id, assessment.Standing{Answered: 3, Total: 14}); saved.Err != nil || saved.Revision != 1 {
		t.Fatalf("%+v", saved)
	}
	heads, err := s.List(0, 0)
	if err != nil || len(heads) != 1 || heads[0].Standing.Answered != 3 || heads[0].Revision != 1 {
		t.Errorf("%+v, %v", heads, err)
	}
	if history, err := s.History(id); err != nil || len(history) != 1 {
		t.Errorf("history: %v, %v", history, err)
	}
}

// What an earlier version saved has no due day. It is put to what is there, and another window
// finds the file whole.
func TestADueDayIsPutToAnOlderRecord(t *testing.T) {
	path := filepath.Join(folderOf(t), "sessions.db")
	s := open(t, path)
	first, second := create(t, s, "Rosa's Bakery").ID, create(t, s, "Sam's Garage").ID
	if saved := <-s.SaveStanding(first, assessment.Standing{Answered: 3, Total: 14, Told: "2"}); saved.Err != nil {
		t.Fatal(saved.Err)
	}
	other := open(t, path)
	before, err := other.List(0, 0)
	if err != nil {
		t.Fatal(err)
	}
	if saved := <-s.SaveDue([]assessment.DueFound{{Session: first, Revision: 1, Due: "2026-11-20"}, {Session: second, Revision: 2, Due: "2026-11-20"}}); saved.Err != nil {
		t.Fatal(saved.Err)
	}
	before[1].Standing.Due = "2026-11-20"
	for _, window := range []*Store{s, other, open(t, path)} {
		if after, err := window.List(0, 0); err != nil || !reflect.DeepEqual(after, before) {
			t.Errorf("%+v, %v, want %+v", after, err, before)
		}
	}
	if found, err := open(t, path).Doctor(func(string) error { return nil }, nil); err != nil || found[0].Wrong {
		t.Errorf("%+v, %v", found, err)
	}
	// A change of the session brings its own.
	if saved := <-s.SaveAnswer(assessment.AnswerChange{Session: first, Question: "own-login", Base: 1, Standing: assessment.Standing{Total: 14}}); saved.Err != nil {
		t.Fatal(saved.Err)
	}
	if after, err := s.List(0, 1); err != nil || after[0].Standing.Due != "" {
		t.Errorf("%+v, %v", after, err)
	}
}

// Many at once are the same as one by one, in the order asked for, without those that are gone.
func TestLoadAll(t *testing.T) {
	s := open(t, filepath.Join(folderOf(t), "sessions.db"))
	if none, err := s.LoadAll([]string{"nobody"}); err != nil || len(none) != 0 {
		t.Error("without a file:", none, err)
	}
	first, second := create(t, s, "Rosa's Bakery").ID, create(t, s, "Sam's Garage").ID
	if saved := <-s.SaveAnswer(assessment.AnswerChange{Session: first, Question: "q", Answer: assessment.Answer{Level: assessment.No, Due: "2026-12-04"}}); saved.Err != nil {
		t.Fatal(saved.Err)
	}
	var want []*assessment.Session
	for _, id := range []string{second, first} {
		session, err := s.Load(id)
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, session)
	}
	got, err := s.LoadAll([]string{second, "nobody", first})
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v (%v), want %+v", got, err, want)
	}
}

func TestDeleteAndPutBack(t *testing.T) {
	s := open(t, filepath.Join(folderOf(t), "sessions.db"))
	id := create(t, s, "Rosa's Bakery").ID
	<-s.SaveAnswer(assessment.AnswerChange{Session: id, Question: "q", Answer: answer(assessment.No, "note"), Base: 1})
	undo, err := s.Delete(id)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Load(id); !errors.Is(err, assessment.ErrNotFound) {
		t.Errorf("after delete: %v", err)
	}
	if saved := <-s.SaveAnswer(assessment.AnswerChange{Session: id, Question: "q", Base: 9}); !errors.Is(saved.Err, assessment.ErrNotFound) {
		t.Errorf("saving to a deleted session: %v", saved.Err)
	}
	if err := undo(); err != nil {
		t.Fatal(err)
	}
	session, err := s.Load(id)
	if err != nil || session.Answers["q"].Note != "note" {
		t.Errorf("put back: %+v, %v", session, err)
	}
	if history, err := s.History(id); err != nil || len(history) != 2 {
		t.Errorf("history: %v, %v", history, err)
	}
}

func TestManyWindowsAtOnce(t *testing.T) {
	path := filepath.Join(folderOf(t), "sessions.db")
	id := create(t, open(t, path), "Rosa's Bakery").ID
	var all sync.WaitGroup
	for w := range 4 {
		s := open(t, path)
		all.Go(func() {
			for i := range 25 {
				q := fmt.Sprintf("q-%d-%d", w, i)
				if saved := <-s.SaveAnswer(assessment.AnswerChange{Session: id, Question: q, Answer: answer(assessment.No, q)}); saved.Err != nil {
					t.Error(saved.Err)
				}
			}
		})
	}
	all.Wait()
	session, err := open(t, path).Load(id)
	if err != nil || len(session.Answers) != 100 || session.Revision != 101 {
		t.Errorf("%d answers, revision %d, %v; want 100 and 101", len(session.Answers), session.Revision, err)
	}
}

func TestABusyFileNamesItsHolder(t *testing.T) {
	path := filepath.Join(folderOf(t), "sessions.db")
	s := open(t, path)
	create(t, s, "Rosa's Bakery")
	held := flock.New(path + lockSuffix)
	if err := held.Lock(); err != nil {
		t.Fatal(err)
	}
	_, err := s.List(0, 0)
	var own *Error
	if !errors.Is(err, ErrBusy) || !errors.As(err, &own) {
		t.Fatalf("got %v, want ErrBusy", err)
	}
	if want := fmt.Sprintf("process %d", os.Getpid()); !strings.Contains(own.Sentence(), want) {
		t.Errorf("%q does not name %q", own.Sentence(), want)
	}
	if err := held.Unlock(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.List(0, 0); err != nil {
		t.Errorf("after the holder let go: %v", err)
	}
}

func TestDamageIsAnErrorAndNeverAWrongAnswer(t *testing.T) {
	path := filepath.Join(folderOf(t), "sessions.db")
	s := open(t, path)
	id := create(t, s, "Rosa's Bakery").ID
	for _, q := range []string{"one", "two"} {
		<-s.SaveAnswer(assessment.AnswerChange{Session: id, Question: q, Answer: answer(assessment.InPlace, ""), Base: 9})
	}
	answers := func(tx *bbolt.Tx) *bbolt.Bucket {
		return tx.Bucket(sessionsBucket).Bucket([]byte(id)).Bucket(answersBucket)
	}
	var good []byte
	for name, damage := range map[string]func(*bbolt.Bucket) error{
		"a changed byte": func(b *bbolt.Bucket) error {
			bad := append([]byte(nil), b.Get([]byte("one"))...)
			bad[len(bad)-3] ^= 1
			return b.Put([]byte("one"), bad)
		},
		"a record of another question": func(b *bbolt.Bucket) error { return b.Put([]byte("one"), b.Get([]byte("two"))) },
		"a missing answer":             func(b *bbolt.Bucket) error { return b.Delete([]byte("one")) },
	} {
		err := s.write(func(tx *bbolt.Tx) error {
			good = append([]byte(nil), answers(tx).Get([]byte("one"))...)
			return damage(answers(tx))
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Load(id); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: got %v, want ErrDamaged", name, err)
		}
		if err := s.write(func(tx *bbolt.Tx) error { return answers(tx).Put([]byte("one"), good) }); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Load(id); err != nil {
		t.Errorf("the control, undamaged: %v", err)
	}
}

func TestFilesThatAreNotOurs(t *testing.T) {
	for name, data := range map[string][]byte{"empty": {}, "text": []byte("hello, I am a letter to a friend\n")} {
		path := filepath.Join(folderOf(t), "sessions.db")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		s := open(t, path)
		if _, err := s.List(0, 0); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: got %v, want ErrDamaged", name, err)
		}
		if err := s.Create(&assessment.Session{Business: "x"}, assessment.Standing{}); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s, on write: got %v, want ErrDamaged", name, err)
		}
		if after, _ := os.ReadFile(path); string(after) != string(data) {
			t.Errorf("%s: the file was changed", name)
		}
	}
}

func TestANewerFileIsRefused(t *testing.T) {
	s := open(t, filepath.Join(folderOf(t), "sessions.db"))
	id := create(t, s, "Rosa's Bakery").ID
	err := s.write(func(tx *bbolt.Tx) error { return tx.Bucket(metaBucket).Put([]byte("schema"), []byte("99")) })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Load(id); !errors.Is(err, ErrNewer) {
		t.Errorf("got %v, want ErrNewer", err)
	}
}

func TestCloseWritesWhatWaits(t *testing.T) {
	path := filepath.Join(folderOf(t), "sessions.db")
	s := open(t, path)
	id := create(t, s, "Rosa's Bakery").ID
	for i := range 40 {
		s.SaveAnswer(assessment.AnswerChange{Session: id, Question: fmt.Sprint("q", i), Answer: answer(assessment.No, "")})
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	session, err := open(t, path).Load(id)
	if err != nil || len(session.Answers) != 40 {
		t.Errorf("%d answers, %v", len(session.Answers), err)
	}
	if saved := <-s.SaveAnswer(assessment.AnswerChange{Session: id, Question: "late"}); !errors.Is(saved.Err, ErrClosed) {
		t.Errorf("after Close: %v", saved.Err)
	}
}

// A session from a file keeps when it was begun and changed, as far as that can be true.
func TestASessionKeepsItsDates(t *testing.T) {
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	day := func(n int) time.Time { return now.AddDate(0, 0, n) }
	s := New(filepath.Join(folderOf(t), "sessions.db"), func() time.Time { return now })
	t.Cleanup(func() { _ = s.Close() })
	none := time.Time{}
	for _, c := range []struct{ created, changed, wantCreated, wantChanged time.Time }{
		{none, none, now, now},
		{day(-9), day(-3), day(-9), day(-3)},
		{day(-9), none, day(-9), day(-9)},
		{none, day(-3), day(-3), day(-3)},
		{day(2), day(3), now, now},
		{day(-3), day(-9), day(-3), day(-3)},
	} {
		session := &assessment.Session{Business: "Rosa", Use: "Answer emails", Created: c.created, Changed: c.changed}
		if err := s.Create(session, assessment.Standing{}); err != nil {
			t.Fatal(err)
		}
		loaded, err := s.Load(session.ID)
		if err != nil {
			t.Fatal(err)
		}
		if !loaded.Created.Equal(c.wantCreated) || !loaded.Changed.Equal(c.wantChanged) || !session.Changed.Equal(c.wantChanged) {
			t.Errorf("%v and %v become %v and %v", c.created, c.changed, loaded.Created, loaded.Changed)
		}
	}
}
