package store

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"readycheck/assessment"
	"readycheck/store/disk"
	"readycheck/store/newfile"
)

// On Windows a locked byte is closed to every other handle, even of the same process. The
// note of earlier versions began there, so nothing at all could be saved.
func TestTheLockNoteOfBeforeFailsOnWindows(t *testing.T) {
	noteOffset = 0
	t.Cleanup(func() { noteOffset = 1 })
	s := open(t, filepath.Join(folderOf(t), "sessions.db"))
	if err := s.Create(&assessment.Session{Business: "Rosa's Bakery"}, assessment.Standing{}); err == nil {
		t.Error("the model lets a locked byte be written")
	}
}

// use puts rules of its own before the model for one test.
func use(t *testing.T, fails func(disk.Call) error) {
	t.Helper()
	rules.Fails = fails
	t.Cleanup(func() { rules.Fails = nil })
}

// always checks at every call that the data file is there, from its first moment on.
func always(t *testing.T, path string) {
	t.Helper()
	there := false
	use(t, func(c disk.Call) error {
		_, err := os.Stat(path)
		if there && err != nil {
			t.Errorf("before %s %s %s there is no data file: %v", c.Op, c.Path, c.To, err)
		}
		there = there || err == nil
		return nil
	})
}

// handled is what may be done to a data file while another program has one of its files
// open.
var handled = []struct {
	name string
	do   func(s *Store, id, older, out string) error
}{
	{"save", func(s *Store, id, _, _ string) error {
		return (<-s.SaveAnswer(assessment.AnswerChange{Session: id, Question: "own-login", Base: 1 << 62, Answer: answer(assessment.No, "now")})).Err
	}},
	{"backup", func(s *Store, _, _, _ string) error { _, err := s.Backup(); return err }},
	{"export", func(s *Store, _, _, out string) error { return newfile.Write(out, true, s.CopyTo) }},
	{"restore", func(s *Store, _, older, _ string) error { _, err := s.Restore(older); return err }},
	{"compact", func(s *Store, _, _, _ string) error { _, err := s.Compact(); return err }},
	{"read", func(s *Store, id, _, _ string) error { _, err := s.Load(id); return err }},
}

// A spreadsheet, a virus scanner or OneDrive has a file open for a moment: it is waited
// for. One that goes on gives a sentence that names the cause, and nothing is lost.
func TestAFileHeldByAnotherProgram(t *testing.T) {
	for _, length := range []time.Duration{100 * time.Millisecond, time.Second, 10 * time.Second} {
		for _, alone := range []bool{false, true} {
			for _, h := range handled {
				t.Run(fmt.Sprint(h.name, " ", length, " alone ", alone), func(t *testing.T) {
					path := filepath.Join(folderOf(t), "sessions.db")
					out := filepath.Join(folderOf(t), "copy.db")
					s := open(t, path)
					id := create(t, s, "Rosa's Bakery").ID
					older, err := s.Backup()
					if err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(out, nil, 0o600); err != nil {
						t.Fatal(err)
					}
					always(t, path)
					rules.Hold(path, length, alone)
					rules.Hold(out, length, alone)
					err = h.do(s, id, older, out)
					if length <= time.Second && err != nil {
						t.Fatalf("after a wait: %v", err)
					}
					if err != nil {
						saysWhoHolds(t, s, err)
					}
					rules.Wait(20 * time.Second)
					if err := h.do(s, id, older, out); err != nil {
						t.Fatalf("when it is free again: %v", err)
					}
					if session, err := s.Load(id); err != nil || session.Business != "Rosa's Bakery" {
						t.Errorf("%v %v", session, err)
					}
				})
			}
		}
	}
}

func saysWhoHolds(t *testing.T, s *Store, err error) {
	t.Helper()
	var own *Error
	if !errors.As(s.explain(err), &own) || !errors.Is(own, ErrBusy) || !strings.Contains(own.Sentence(), "open in another program, such as Excel, a virus scanner or OneDrive") {
		t.Errorf("it says %q (%v)", own.Sentence(), err)
	}
}

// Files are held at random, by programs that share them and that do not, while a session is
// saved to, backed up, restored and compacted. READYCHECK_HOLDS=1000 is the long run.
func TestRandomHoldsLoseNothing(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	chance := rand.New(rand.NewPCG(seed, 1))
	path := filepath.Join(folderOf(t), "sessions.db")
	out := filepath.Join(folderOf(t), "copy.db")
	s, reader := open(t, path), open(t, path)
	id := create(t, s, "Rosa's Bakery").ID
	always(t, path)
	last, waited, refused := map[string]string{}, 0, 0
	holds := long(t, "READYCHECK_HOLDS", 150)
	for n := range holds {
		files := []string{path, path + draftSuffix, path + lockSuffix, out}
		if all, err := s.Backups(); err == nil {
			for _, b := range all {
				files = append(files, b.Path)
			}
		}
		rules.Hold(files[chance.IntN(len(files))], time.Duration(chance.IntN(4000))*time.Millisecond, chance.IntN(2) == 0)
		before := rules.Refusals()
		question, note := fmt.Sprint("question-", chance.IntN(5)), strconv.Itoa(n)
		var err error
		switch what := chance.IntN(8); what {
		case 0:
			_, err = s.Backup()
		case 1:
			err = newfile.Write(out, true, s.CopyTo)
		case 2:
			_, err = s.Compact()
		case 3:
			// The copy that is put back was made just now, so it holds the same.
			var backup string
			if backup, err = s.Backup(); err == nil {
				_, err = s.Restore(backup)
			}
		default:
			err = (<-s.SaveAnswer(assessment.AnswerChange{Session: id, Question: question, Base: 1 << 62, Answer: answer(assessment.Partly, note)})).Err
			if err == nil {
				last[question] = note
			}
		}
		if rules.Refusals() > before {
			waited++
		}
		if err != nil {
			refused++
			saysWhoHolds(t, s, err)
			rules.Wait(5 * time.Second)
		}
		session, err := reader.Load(id)
		for err != nil && errors.Is(err, ErrBusy) {
			rules.Wait(time.Second)
			session, err = reader.Load(id)
		}
		if err != nil {
			t.Fatal(err)
		}
		for question, note := range last {
			if got := session.Answers[question].Note; got != note {
				t.Fatalf("%s: %q, and %q was acknowledged", question, got, note)
			}
		}
	}
	t.Logf("%d holds, %d waited for, %d ended with a sentence", holds, waited, refused)
	if waited == 0 {
		t.Error("nothing was ever held, so this shows little")
	}
}

// interrupted does something to a data file, and has everything fail from the n-th call on,
// as if the computer had stopped there. Whatever n is, the file is there afterwards with
// all that it held.
func interrupted(t *testing.T, folder string) {
	t.Helper()
	for _, what := range []string{"restore", "compact", "repair"} {
		calls := 0
		for n := 1; ; n++ {
			at := filepath.Join(folder, fmt.Sprintf("%s-%d", what, n))
			if err := os.Mkdir(at, 0o700); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(at, "sessions.db")
			s := open(t, path)
			id := create(t, s, "Rosa's Bakery").ID
			if saved := <-s.SaveAnswer(assessment.AnswerChange{Session: id, Question: "own-login", Base: 1, Answer: answer(assessment.No, "kept")}); saved.Err != nil {
				t.Fatal(saved.Err)
			}
			older, err := s.Backup()
			if err != nil {
				t.Fatal(err)
			}
			if what == "repair" {
				spoil(t, s, id, "one")
			}
			calls = 0
			rules.Fails = func(disk.Call) error {
				if calls++; calls >= n {
					return errors.New("the computer has stopped")
				}
				return nil
			}
			switch what {
			case "restore":
				_, err = s.Restore(older)
			case "compact":
				_, err = s.Compact()
			case "repair":
				_, err = s.Repair(noStanding)
			}
			rules.Fails = nil
			if err == nil && calls < n {
				break
			}
			if _, there := os.Stat(path); there != nil {
				t.Fatalf("%s, stopped at call %d: there is no data file", what, n)
			}
			after := open(t, path)
			session, loading := after.Load(id)
			if loading != nil && what == "repair" {
				if _, err := after.Repair(noStanding); err != nil {
					t.Fatalf("repair, stopped at call %d, cannot be done again: %v", n, err)
				}
				session, loading = after.Load(id)
			}
			if loading != nil || session.Answers["own-login"].Note != "kept" {
				t.Fatalf("%s, stopped at call %d: %+v, %v", what, n, session, loading)
			}
		}
		if calls < 5 {
			t.Errorf("%s makes only %d calls, so the layer is not used", what, calls)
		}
	}
}

func TestInterruptedAtEveryCall(t *testing.T) {
	t.Run("with links", func(t *testing.T) { interrupted(t, folderOf(t)) })
	t.Run("without links", func(t *testing.T) {
		rules.NoLinks = true
		t.Cleanup(func() { rules.NoLinks = false })
		interrupted(t, folderOf(t))
	})
}

// The way of before on a disk without links: the live file was renamed away, and when the
// second rename did not happen, there was none. What interrupted looks for would be seen.
func TestInterruptedControl(t *testing.T) {
	path := filepath.Join(folderOf(t), "sessions.db")
	s := open(t, path)
	create(t, s, "Rosa's Bakery")
	quiet(s)
	if err := os.Rename(path, path+".aside"); err != nil {
		t.Fatal(err)
	}
	if heads, err := open(t, path).List(0, 0); !errors.Is(err, ErrGone) {
		t.Errorf("the file is gone, and List says %v, %v", heads, err)
	}
}

// A draft that another process is writing is none of ours.
func TestDraftsOfOthersStay(t *testing.T) {
	path := filepath.Join(folderOf(t), "sessions.db")
	s := open(t, path)
	create(t, s, "Rosa's Bakery")
	if _, err := s.Backup(); err != nil {
		t.Fatal(err)
	}
	inWork := filepath.Join(s.backups(), fmt.Sprintf("draft-%d-1", os.Getpid()))
	left := filepath.Join(s.backups(), "draft-999999999-1")
	for _, draft := range []string{inWork, left} {
		if err := os.WriteFile(draft, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Compact(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(inWork); err != nil {
		t.Error("the draft of another process is gone")
	}
	if _, err := os.Stat(left); err == nil {
		t.Error("what a killed process left is still there")
	}
}

// Reading leaves the file as it is: on Windows the database would set its length, and with
// it its time, on every opening that could write.
func TestReadingWritesNothing(t *testing.T) {
	path := filepath.Join(folderOf(t), "sessions.db")
	id := create(t, open(t, path), "Rosa's Bakery").ID
	use(t, func(c disk.Call) error {
		if c.Op == disk.OpOpen && c.Path == path && c.Flag&(os.O_WRONLY|os.O_RDWR) != 0 {
			t.Error("it is opened to be written to")
		}
		return nil
	})
	s := open(t, path)
	if _, err := s.Load(id); err != nil {
		t.Error(err)
	}
	if _, err := s.List(0, 0); err != nil {
		t.Error(err)
	}
}
