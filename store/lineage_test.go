package store

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"readycheck/assessment"
)

// place is a data file with its notes, where answers are given now and then.
type place struct {
	t    *testing.T
	path string
	id   string
	n    int
}

func newPlace(t *testing.T) *place {
	p := &place{t: t, path: filepath.Join(folderOf(t), "data", "sessions.db")}
	p.id = create(t, p.window(), "Rosa's Bakery").ID
	p.save(5)
	return p
}

func (p *place) window() *Store {
	s := open(p.t, p.path)
	s.Notes = filepath.Join(filepath.Dir(filepath.Dir(p.path)), "notes")
	return s
}

// save gives answers in a window of their own, and closes it, which makes a backup.
func (p *place) save(answers int) {
	p.t.Helper()
	s := p.window()
	for range answers {
		p.n++
		if saved := <-s.SaveAnswer(assessment.AnswerChange{Session: p.id, Question: fmt.Sprint("q", p.n), Answer: answer(assessment.No, "x"), Base: 1 << 62}); saved.Err != nil {
			p.t.Fatal(saved.Err)
		}
	}
	if err := s.Close(); err != nil {
		p.t.Fatal(err)
	}
}

func (p *place) read(name string) []byte {
	p.t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		p.t.Fatal(err)
	}
	return data
}

func (p *place) put(data []byte, name string) {
	p.t.Helper()
	if err := os.WriteFile(name, data, 0o600); err != nil {
		p.t.Fatal(err)
	}
}

func (p *place) remove(names ...string) {
	p.t.Helper()
	for _, name := range names {
		if err := removeAll(name); err != nil {
			p.t.Fatal(err)
		}
	}
}

func (p *place) backups() string { return filepath.Join(filepath.Dir(p.path), backupsFolder) }

// elsewhere takes the file to another computer and gives answers there.
func (p *place) elsewhere(data []byte, answers int) *place {
	other := &place{t: p.t, path: filepath.Join(folderOf(p.t), "data", "sessions.db"), id: p.id, n: 100}
	if err := os.Mkdir(filepath.Dir(other.path), 0o700); err != nil {
		p.t.Fatal(err)
	}
	other.put(data, other.path)
	other.save(answers)
	return other
}

var commandIn = regexp.MustCompile("`readycheck restore ([^`]*)`")

// Each file that is sound and not the one that was used here last is noticed before
// anything is written, and each command that is then named goes on.
func TestTheWrongFileIsNoticed(t *testing.T) {
	for _, c := range []struct {
		name string
		// swap puts the wrong file in the place of the right one.
		swap func(p *place, older, olderLock []byte)
		why  error
		// backup is true where a backup has all of it and more.
		backup bool
		// noBackups is true where none are left.
		noBackups bool
	}{
		{"an older copy", func(p *place, older, _ []byte) { p.put(older, p.path) }, errBehind, true, false},
		{"an older copy with its lock", func(p *place, older, lock []byte) {
			p.put(older, p.path)
			p.put(lock, p.path+lockSuffix)
		}, errBehind, true, false},
		{"an older copy without a lock", func(p *place, older, _ []byte) {
			p.put(older, p.path)
			p.remove(p.path + lockSuffix)
		}, errBehind, true, false},
		{"an older copy without notes elsewhere and without backups", func(p *place, older, _ []byte) {
			p.put(older, p.path)
			p.remove(p.window().Notes, p.backups())
		}, errBehind, false, true},
		{"a copy with fewer answers from another computer", func(p *place, older, _ []byte) {
			p.put(p.read(p.elsewhere(older, 1).path), p.path)
		}, errBehind, false, false},
		{"a copy with as many answers from another computer", func(p *place, older, _ []byte) {
			p.put(p.read(p.elsewhere(older, 3).path), p.path)
		}, errAnother, false, false},
		{"a copy with more answers from another computer", func(p *place, older, _ []byte) {
			p.put(p.read(p.elsewhere(older, 9).path), p.path)
		}, errAnother, false, false},
		{"a copy with more answers and its lock", func(p *place, older, _ []byte) {
			other := p.elsewhere(older, 9)
			p.put(p.read(other.path), p.path)
			p.put(p.read(other.path+lockSuffix), p.path+lockSuffix)
		}, errAnother, false, false},
		{"another file with its lock", func(p *place, _, _ []byte) {
			other := newPlace(p.t)
			other.save(20)
			p.put(p.read(other.path), p.path)
			p.put(p.read(other.path+lockSuffix), p.path+lockSuffix)
		}, errAnother, false, false},
		{"a file of an earlier version", func(p *place, _, _ []byte) {
			p.put(p.read(filepath.Join("testdata", "schema-2.db")), p.path)
		}, errAnother, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPlace(t)
			older, olderLock := p.read(p.path), p.read(p.path+lockSuffix)
			idle := p.window()
			p.save(3)
			if _, err := idle.List(0, 0); err != nil {
				t.Fatalf("the right file: %v", err)
			}
			quiet(idle)
			right := p.read(p.path)
			c.swap(p, older, olderLock)
			wrong := p.read(p.path)
			var own *Error
			for name, err := range map[string]error{
				"list": func() error { _, err := p.window().List(0, 0); return err }(),
				"save": (<-p.window().SaveAnswer(assessment.AnswerChange{Session: p.id, Question: "q", Base: 1 << 62, Answer: answer(assessment.No, "")})).Err,
				"idle": func() error { _, err := idle.List(0, 0); return err }(),
			} {
				if !errors.Is(err, c.why) || !errors.As(err, &own) || !strings.Contains(own.Sentence(), "Nothing was changed.") {
					t.Fatalf("%s: %v, want that it is %v", name, err, c.why)
				}
			}
			found, err := p.window().Doctor(CheckFile, noWord)
			if err != nil || !strings.Contains(texts(found), own.Sentence()) {
				t.Errorf("doctor does not say so: %v\n%s", err, texts(found))
			}
			if !bytes.Equal(p.read(p.path), wrong) {
				t.Fatal("it was written to")
			}
			commands := commandIn.FindAllStringSubmatch(own.Sentence(), -1)
			if commands[0][1] != p.path || c.backup != (len(commands) == 2) || c.noBackups == strings.Contains(own.Sentence(), backupsFolder) {
				t.Fatalf("it says: %s", own.Sentence())
			}
			for _, command := range commands {
				p.put(wrong, p.path)
				if _, err := p.window().Restore(command[1]); err != nil {
					t.Fatal(err)
				}
				heads, err := p.window().List(0, 0)
				if err != nil || len(heads) != 1 {
					t.Fatalf("after %s: %v, %v", command[0], heads, err)
				}
				create(t, p.window(), "Going on")
				if _, err := idle.List(0, 0); err != nil {
					t.Errorf("a window that was open: %v", err)
				}
				if session, err := p.window().Load(p.id); strings.Contains(command[1], backupsFolder) && (err != nil || len(session.Answers) != p.n) {
					t.Errorf("after %s: %v, want all answers (%v)", command[0], session, err)
				}
				if inv, err := examineFile(p.path, false); err != nil || inv.sound() != nil {
					t.Errorf("it is not sound: %v, %v", err, inv.faults)
				}
				// What was there is only aside, and so is what should have been, if it is anywhere.
				there, should := false, c.noBackups || command[1] != p.path
				for _, aside := range p.window().SetAside() {
					there = there || bytes.Equal(p.read(aside), wrong)
					session, err := open(t, aside).Load(p.id)
					should = should || err == nil && len(session.Answers) == p.n
				}
				if !there || !should {
					t.Errorf("after %s: set aside is what was there: %v, and what should have been: %v", command[0], there, should)
				}
				quiet(idle)
				p.put(right, p.path)
				if _, err := p.window().List(0, 0); err == nil {
					t.Error("what it was before passes for what it is now")
				}
			}
		})
	}
}

// What the program itself does to the file alarms nobody, and neither do lost notes.
func TestTheRightFileIsRecognised(t *testing.T) {
	p := newPlace(t)
	idle := p.window()
	if _, err := idle.List(0, 0); err != nil {
		t.Fatal(err)
	}
	backup := mustBackups(t, p.window())[0].Path
	for _, step := range []struct {
		name string
		do   func() error
	}{
		{"saved to", func() error { p.save(3); return nil }},
		{"compacted", func() error { _, err := p.window().Compact(); return err }},
		{"restored", func() error {
			p.put(p.read(mustBackups(t, p.window())[0].Path), backup)
			_, err := p.window().Restore(backup)
			return err
		}},
		{"saved to and restored", func() error {
			p.save(2)
			_, err := p.window().Restore(backup)
			return err
		}},
		{"taken in as it is", func() error { _, err := p.window().Restore(p.path); return err }},
		{"without a lock", func() error { p.remove(p.path + lockSuffix); return nil }},
		{"without notes elsewhere", func() error { p.remove(p.window().Notes); return nil }},
		{"with notes that nobody can read", func() error {
			p.save(1)
			p.put([]byte("{"), p.path+lockSuffix)
			p.put(make([]byte, 4096), p.window().away())
			return nil
		}},
		{"saved to once more", func() error { p.save(1); return nil }},
	} {
		if err := step.do(); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		for name, s := range map[string]*Store{"a new window": p.window(), "an old window": idle} {
			if heads, err := s.List(0, 0); err != nil || len(heads) != 1 {
				t.Errorf("%s: %s: %v, %v", step.name, name, heads, err)
			}
		}
		quiet(idle)
	}
	if first, second := p.window().notesAway(), p.read(p.window().away()); len(first) != 1 || len(second) < awayLength || bytes.Contains(second, []byte("Rosa")) {
		t.Errorf("the note elsewhere is %v", first)
	}
}

// A window that is open needs no note.
func TestAnOpenWindowRemembers(t *testing.T) {
	p := newPlace(t)
	older := p.read(p.path)
	p.save(3)
	idle := p.window()
	if _, err := idle.List(0, 0); err != nil {
		t.Fatal(err)
	}
	quiet(idle)
	p.remove(p.path+lockSuffix, idle.Notes, p.backups())
	p.put(older, p.path)
	if _, err := idle.List(0, 0); !errors.Is(err, errBehind) {
		t.Errorf("an older copy: %v", err)
	}
	quiet(idle)
	p.remove(filepath.Dir(p.path))
	if saved := <-idle.SaveAnswer(assessment.AnswerChange{Session: p.id, Question: "q", Base: 1 << 62}); !errors.Is(saved.Err, ErrGone) {
		t.Errorf("none: %v", saved.Err)
	}
}

func TestAMissingFileIsSaidToBeGone(t *testing.T) {
	for _, c := range []struct {
		name    string
		remove  func(p *place)
		restore bool
	}{
		{"alone", func(p *place) { p.remove(p.path) }, true},
		{"with the lock and the notes", func(p *place) { p.remove(p.path, p.path+lockSuffix, p.window().Notes) }, true},
		{"with the backups", func(p *place) { p.remove(p.path, p.backups()) }, false},
		{"with its folder", func(p *place) { p.remove(filepath.Dir(p.path)) }, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPlace(t)
			c.remove(p)
			for name, err := range map[string]error{
				"list":    func() error { _, err := p.window().List(0, 0); return err }(),
				"load":    func() error { _, err := p.window().Load(p.id); return err }(),
				"create":  p.window().Create(&assessment.Session{Business: "Another"}, assessment.Standing{}),
				"backup":  func() error { _, err := p.window().Backup(); return err }(),
				"doctor":  func() error { _, err := p.window().Doctor(CheckFile, noWord); return err }(),
				"compact": func() error { _, err := p.window().Compact(); return err }(),
			} {
				if !errors.Is(err, ErrGone) || !strings.Contains(err.Error(), "is gone, and it was there before") {
					t.Errorf("%s: %v", name, err)
				}
				if c.restore != strings.Contains(fmt.Sprint(err), "`readycheck restore ") || c.restore == strings.Contains(fmt.Sprint(err), "--start-empty`") {
					t.Errorf("%s advises: %v", name, err)
				}
			}
			if _, err := os.Stat(p.path); err == nil {
				t.Fatal("a new file took its name")
			}
			want := 0
			if c.restore {
				want = 1
				if _, err := p.window().Restore(mustBackups(t, p.window())[0].Path); err != nil {
					t.Fatal(err)
				}
			} else if err := p.window().StartEmpty(); err != nil {
				t.Fatal(err)
			}
			if heads, err := p.window().List(0, 0); err != nil || len(heads) != want {
				t.Errorf("going on: %v, %v", heads, err)
			}
			if err := p.window().StartEmpty(); err == nil {
				t.Error("a file that is there was replaced by an empty one")
			}
			create(t, p.window(), "Going on")
		})
	}
	s := open(t, filepath.Join(folderOf(t), "sessions.db"))
	if heads, err := s.List(0, 0); err != nil || heads != nil {
		t.Errorf("a file that never was: %v, %v", heads, err)
	}
}

// A file of an earlier version gets its mark when it is brought up to date, and the next one
// with the next change.
func TestAFileWithoutAMarkGetsOne(t *testing.T) {
	s := open(t, fixtureOf(t, "schema-2.db"))
	create(t, s, "Rosa's Bakery")
	quiet(s)
	inv, err := examineFile(s.Path(), false)
	if err != nil || inv.sound() != nil || inv.mark.Commit != 2 || !inv.knows(inv.mark.Hash) {
		t.Errorf("%+v, %v", inv.mark, err)
	}
}

// The hashes of old commits go, and who remembers one of them is believed.
func TestOldCommitsAreForgotten(t *testing.T) {
	s := open(t, filepath.Join(folderOf(t), "sessions.db"))
	create(t, s, "Rosa's Bakery")
	first := s.seen
	const more = keepCommits + 3*pruneEvery
	err := s.write(func(tx *bbolt.Tx) error {
		for range more {
			if _, err := advance(tx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	quiet(s)
	inv, err := examineFile(s.Path(), false)
	if err != nil || inv.sound() != nil || len(inv.commits) > keepCommits+pruneEvery+1 || inv.knows(first.Hash) || inv.mark.Commit != first.Commit+more+1 {
		t.Fatalf("%d commits are kept, %+v, %v", len(inv.commits), inv.mark, err)
	}
	if err := judge(inv.mark, inv.knows, first); err != nil {
		t.Errorf("an old memory: %v", err)
	}
	recent := mark{Lineage: first.Lineage, Commit: inv.mark.Commit - 5, Hash: "another"}
	if err := judge(inv.mark, inv.knows, recent); !errors.Is(err, errAnother) {
		t.Errorf("a recent commit that is not there: %v", err)
	}
}

// A window that wrote last takes the file for its own by what it left, and still hears of the
// notes: the bytes that it left, with their time, may be older than what another window saved.
func TestWhatAWindowLeftIsHeldAgainstTheNotes(t *testing.T) {
	p := newPlace(t)
	s := p.window()
	if saved := <-s.SaveSetup(assessment.SetupChange{Session: p.id, Base: 1 << 62, Business: "Rosa's Bakery"}); saved.Err != nil {
		t.Fatal(saved.Err)
	}
	quiet(s)
	left, err := os.Stat(p.path)
	if err != nil {
		t.Fatal(err)
	}
	older := p.read(p.path)
	p.save(1)
	if err := os.WriteFile(p.path, older, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(p.path, left.ModTime(), left.ModTime()); err != nil {
		t.Fatal(err)
	}
	_, err = s.List(0, 0)
	if !errors.Is(err, errBehind) {
		t.Errorf("an older copy in place of what this window left: %v", err)
	}
	saved := <-s.SaveAnswer(assessment.AnswerChange{Session: p.id, Question: "q", Answer: answer(assessment.No, "x"), Base: 1 << 62})
	if !errors.Is(saved.Err, errBehind) {
		t.Errorf("a save into an older copy: %v", saved.Err)
	}
}

// Each commit writes as few pages as can be: its key stands behind that of the commit before.
func TestCommitsStandInTheirOrder(t *testing.T) {
	s := open(t, filepath.Join(folderOf(t), "sessions.db"))
	create(t, s, "Rosa's Bakery")
	err := s.write(func(tx *bbolt.Tx) error {
		for range 100 {
			if _, err := advance(tx); err != nil {
				return err
			}
		}
		number := uint64(0)
		c := tx.Bucket(metaBucket).Cursor()
		for key, value := c.Seek([]byte(commitPrefix)); bytes.HasPrefix(key, []byte(commitPrefix)); key, value = c.Next() {
			before := number
			if err := unseal(metaPlace(string(key)), value, &number); err != nil {
				return err
			}
			if number <= before {
				t.Fatalf("commit %d stands behind %d", number, before)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Earlier versions gave hashes that do not begin with a number.
func TestCommitsOfAnEarlierVersionStayKnown(t *testing.T) {
	p := newPlace(t)
	s := p.window()
	var earlier mark
	err := s.write(func(tx *bbolt.Tx) (err error) {
		for range pruneEvery {
			if earlier, err = markOf(tx); err != nil {
				return err
			}
			earlier.Commit, earlier.Hash = earlier.Commit+1, token()
			if err = errors.Join(putCommit(tx.Bucket(metaBucket), earlier.Hash, earlier.Commit), putMark(tx.Bucket(metaBucket), earlier)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	p.save(3)
	inv, err := examineFile(p.path, false)
	if err != nil || inv.sound() != nil || !inv.knows(earlier.Hash) {
		t.Fatalf("%v, %v, %+v", err, inv.faults, inv.mark)
	}
	if err := judge(inv.mark, inv.knows, earlier); err != nil {
		t.Errorf("a note of an earlier version: %v", err)
	}
	err = s.write(func(tx *bbolt.Tx) (err error) {
		for range keepCommits + 2*pruneEvery {
			_, err = advance(tx)
			if err != nil {
				break
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	quiet(s)
	if inv, err = examineFile(p.path, false); err != nil || inv.sound() != nil || inv.knows(earlier.Hash) {
		t.Errorf("%v, %v: the commits of an earlier version do not go", err, inv.faults)
	}
}

func TestADamagedMarkIsFound(t *testing.T) {
	for name, spoil := range map[string]func(meta *bbolt.Bucket, m mark) error{
		"changed":          func(meta *bbolt.Bucket, m mark) error { m.Commit++; return putMark(meta, m) },
		"gone":             func(meta *bbolt.Bucket, _ mark) error { return meta.Delete(markKey) },
		"its hash is gone": func(meta *bbolt.Bucket, m mark) error { return meta.Delete(commitKey(m.Hash)) },
		"no checksum":      func(meta *bbolt.Bucket, _ mark) error { return meta.Put(markKey, []byte(`{"commit":1}`)) },
		"a hash of none":   func(meta *bbolt.Bucket, _ mark) error { return meta.Put(commitKey("x"), []byte("7")) },
	} {
		path := filepath.Join(folderOf(t), "sessions.db")
		s := open(t, path)
		create(t, s, "Rosa's Bakery")
		deleted := create(t, s, "Tom's Garage").ID
		if _, err := s.Backup(); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Delete(deleted); err != nil {
			t.Fatal(err)
		}
		quiet(s)
		db, err := bbolt.Open(path, 0o600, nil)
		if err != nil {
			t.Fatal(err)
		}
		err = db.Update(func(tx *bbolt.Tx) error {
			m, err := markOf(tx)
			if err != nil {
				return err
			}
			return spoil(tx.Bucket(metaBucket), m)
		})
		if err := errors.Join(err, db.Close()); err != nil {
			t.Fatal(err)
		}
		if inv, err := examineFile(path, false); err != nil || inv.sound() == nil {
			t.Errorf("%s: nothing is found (%v)", name, err)
		}
		if _, err := open(t, path).Repair(noStanding); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		// What was deleted does not come back for it.
		if heads, err := open(t, path).List(0, 0); err != nil || len(heads) != 1 {
			t.Errorf("%s: after a repair: %v, %v", name, heads, err)
		}
	}
}
