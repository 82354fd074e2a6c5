//go:build !windows

package store

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"readycheck/assessment"
)

// planted is what somebody who may write in a folder can put in the place of a file. What is
// already there is moved to the victim first, so that it would do as that file.
var planted = []struct {
	name, says string
	put        func(path, victim string) error
}{
	{"a link", "is a link to another place", func(path, victim string) error { return os.Symlink(victim, path) }},
	{"a link to a device", "is a link to another place", func(path, _ string) error { return os.Symlink(os.DevNull, path) }},
	{"a link to nothing", "is a link to another place", func(path, victim string) error { return os.Symlink(victim+"-gone", path) }},
	{"a second name", "has a second name in another place", func(path, victim string) error { return os.Link(victim, path) }},
	{"a pipe", "is not a file", func(path, _ string) error { return syscall.Mkfifo(path, 0o600) }},
	{"a folder", "is a folder", func(path, _ string) error { return os.Mkdir(path, 0o700) }},
	{"a file of another user", "belongs to another user", func(path, victim string) error {
		data, err := os.ReadFile(victim)
		if err != nil {
			return err
		}
		return errors.Join(os.WriteFile(path, data, 0o600), os.Chown(path, 1, 1))
	}},
}

// plant puts something in the place of a file. It returns what must be so in the end: that
// nothing of it was changed.
func plant(t *testing.T, path string, put func(path, victim string) error) (unchanged func()) {
	t.Helper()
	if os.Geteuid() != 0 && strings.HasSuffix(t.Name(), "another_user") {
		t.Skip("only root can give a file away")
	}
	victim := filepath.Join(t.TempDir(), "victim")
	if err := os.Rename(path, victim); errors.Is(err, fs.ErrNotExist) {
		err = os.WriteFile(victim, []byte("precious"), 0o640)
		if err != nil {
			t.Fatal(err)
		}
	}
	long := time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)
	if err := errors.Join(os.Chtimes(victim, long, long), put(path, victim)); err != nil {
		t.Fatal(err)
	}
	type looks struct {
		bytes string
		mode  fs.FileMode
		at    time.Time
		names uint64
	}
	look := func(path string) looks {
		info, err := os.Lstat(path)
		if err != nil {
			t.Fatal(err)
		}
		var data []byte
		if info.Mode().IsRegular() {
			data, err = os.ReadFile(path)
		}
		about := info.Sys().(*syscall.Stat_t)
		if err != nil {
			t.Fatal(err)
		}
		return looks{string(data), info.Mode(), info.ModTime(), uint64(about.Nlink)}
	}
	was, place := look(victim), look(path)
	return func() {
		t.Helper()
		if look(victim) != was {
			t.Errorf("what it leads to was changed: %+v", look(victim))
		}
		if look(path) != place {
			t.Errorf("what was put there was changed: %+v", look(path))
		}
		if _, err := os.Lstat(victim + "-gone"); err == nil {
			t.Error("a file was made where the link leads")
		}
	}
}

// saysOf is an error's sentence, which names the file.
func saysOf(t *testing.T, err error, path, says string) {
	t.Helper()
	var own *Error
	if !errors.As(err, &own) || !errors.Is(own, ErrAstray) && !errors.Is(own, ErrRefused) || !strings.Contains(own.Sentence(), path) || !strings.Contains(own.Sentence(), says) {
		t.Errorf("it says %v, and not that %s %s", err, path, says)
	}
}

// Whoever may write beside the data file can put something else in the place of the data file
// or of its lock. It is left alone, and a sentence says what is wrong.
func TestNobodyLeadsUsAstray(t *testing.T) {
	for _, suffix := range []string{"", lockSuffix} {
		for _, p := range planted {
			t.Run("sessions.db"+suffix+" "+p.name, func(t *testing.T) {
				path := filepath.Join(folderOf(t), "sessions.db")
				s := open(t, path)
				id := create(t, s, "Rosa's Bakery").ID
				older, err := s.Backup()
				if err != nil {
					t.Fatal(err)
				}
				unchanged := plant(t, path+suffix, p.put)
				s = New(path, time.Now)
				t.Cleanup(func() { _ = s.Close() })
				change := assessment.AnswerChange{Session: id, Question: "own-login", Base: 1 << 62, Answer: answer(assessment.No, "now")}
				saysOf(t, (<-s.SaveAnswer(change)).Err, path+suffix, p.says)
				saysOf(t, s.Create(&assessment.Session{Business: "Rosa", Use: "Answer emails"}, assessment.Standing{}), path+suffix, p.says)
				_, err = s.Restore(older)
				saysOf(t, err, path+suffix, p.says)
				_, err = s.Compact()
				saysOf(t, err, path+suffix, p.says)
				_, err = s.Repair(noStanding)
				saysOf(t, err, path+suffix, p.says)
				heads, err := s.List(0, 0)
				if p.name == "a file of another user" {
					// Looking is no harm: whoever mends other people's computers does it as root.
					if err != nil || len(heads) != 1 {
						t.Errorf("%d sessions (%v)", len(heads), err)
					}
				} else {
					saysOf(t, err, path+suffix, p.says)
					_, err = s.Doctor(CheckFile, noWord)
					saysOf(t, err, path+suffix, p.says)
				}
				unchanged()
			})
		}
	}
}

// Looking at the file of another user leaves nothing beside it that would keep its owner out.
func TestLookingAtAnothersFileLeavesNothing(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can give a file away")
	}
	path := filepath.Join(folderOf(t), "sessions.db")
	create(t, open(t, path), "Rosa's Bakery")
	if err := errors.Join(os.Remove(path+lockSuffix), os.Chown(path, 1, 1)); err != nil {
		t.Fatal(err)
	}
	s := New(path, time.Now)
	t.Cleanup(func() { _ = s.Close() })
	if heads, err := s.List(0, 0); err != nil || len(heads) != 1 {
		t.Errorf("%d sessions (%v)", len(heads), err)
	}
	if err := s.Create(&assessment.Session{Business: "Rosa"}, assessment.Standing{}); err == nil {
		t.Error("something was written")
	}
	if _, err := os.Lstat(path + lockSuffix); err == nil {
		t.Error("there is a lock of ours")
	}
}

// What has the name of a backup and is none is named by the doctor, neither read nor written,
// and keeps no backup from being made.
func TestAStrayAmongTheBackups(t *testing.T) {
	for _, p := range planted {
		t.Run(p.name, func(t *testing.T) {
			path := filepath.Join(folderOf(t), "sessions.db")
			s := open(t, path)
			create(t, s, "Rosa's Bakery")
			backup, err := s.Backup()
			if err != nil {
				t.Fatal(err)
			}
			unchanged := plant(t, backup, p.put)
			found, err := s.Doctor(CheckFile, noWord)
			if foreign := p.name == "a file of another user"; err != nil || strings.Contains(texts(found), p.says) == foreign || !strings.Contains(texts(found), backup) {
				t.Errorf("%v\n%s", err, texts(found))
			}
			next, err := s.Backup()
			if err != nil || next == backup {
				t.Errorf("the next backup is %s (%v)", next, err)
			}
			unchanged()
		})
	}
}

// Restore, and on some systems a backup, give a file a second name for a moment. A process that is
// killed then leaves both, and the file is still ours.
func TestANameOfOursIsNoStray(t *testing.T) {
	path := filepath.Join(folderOf(t), "data", "sessions.db")
	s := open(t, path)
	id := create(t, s, "Rosa's Bakery").ID
	aside, err := s.setAside(path)
	if err != nil {
		t.Fatal(err)
	}
	backup, err := s.Backup()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Link(backup, filepath.Join(s.backups(), draftPrefix+"1-x")); err != nil {
		t.Fatal(err)
	}
	save := func() error {
		return (<-s.SaveAnswer(assessment.AnswerChange{Session: id, Question: "own-login", Base: 1 << 62, Answer: answer(assessment.No, "now")})).Err
	}
	if err := save(); err != nil {
		t.Errorf("beside %s: %v", aside, err)
	}
	found, err := s.Doctor(CheckFile, noWord)
	if err != nil || strings.Contains(texts(found), "true ") {
		t.Errorf("%v\n%s", err, texts(found))
	}
	// The control: one more name, in another place.
	if err := os.Link(path, filepath.Join(t.TempDir(), "sessions-set-aside-1.db")); err != nil {
		t.Fatal(err)
	}
	saysOf(t, save(), path, "has a second name")
}

// Folders and files that others can get at are named, with the command that mends it, and
// their modes stay. Whoever runs the command has mended it.
func TestWhatOthersCanGetAt(t *testing.T) {
	for name, c := range map[string]struct {
		mode  fs.FileMode
		place func(s *Store, backup string) string
		// once is true where leaving the program says it too.
		once bool
		says string
	}{
		"the folder of backups":             {0o777, func(s *Store, _ string) string { return s.backups() }, true, "chmod 700 "},
		"a folder that the group may enter": {0o750, func(s *Store, _ string) string { return s.backups() }, true, "chmod 700 "},
		"the data folder":                   {0o777, func(s *Store, _ string) string { return filepath.Dir(s.Path()) }, true, "chmod 700 "},
		"a folder that may be read":         {0o755, func(s *Store, _ string) string { return filepath.Dir(s.Path()) }, false, "chmod 700 "},
		"a folder for all":                  {0o777 | fs.ModeSticky, func(s *Store, _ string) string { return filepath.Dir(s.Path()) }, true, "Move your data file to a folder of your own"},
		"a backup":                          {0o644, func(_ *Store, backup string) string { return backup }, true, "chmod 600 "},
		"the data file":                     {0o640, func(s *Store, _ string) string { return s.Path() }, true, "chmod 600 "},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(folderOf(t), "data", "sessions.db")
			s := New(path, time.Now)
			create(t, s, "Rosa's Bakery")
			backup, err := s.Backup()
			if err != nil {
				t.Fatal(err)
			}
			if found, err := s.Doctor(CheckFile, noWord); err != nil || strings.Contains(texts(found), "true ") {
				t.Fatalf("the control: %v\n%s", err, texts(found))
			}
			place := c.place(s, backup)
			if err := os.Chmod(place, c.mode); err != nil {
				t.Fatal(err)
			}
			create(t, s, "Tom's Garage")
			found, err := s.Doctor(CheckFile, noWord)
			said := texts(found)
			if err != nil || strings.Count(said, "true ") != 1 || !strings.Contains(said, "Other users of this computer can get at "+place) || !strings.Contains(said, c.says) {
				t.Errorf("%v\n%s", err, said)
			}
			err = s.Close()
			if c.once != errors.Is(err, ErrShared) || c.once && !strings.Contains(err.(*Error).Sentence(), c.says) {
				t.Errorf("leaving says %v", err)
			}
			if info, err := os.Stat(place); err != nil || info.Mode()&(fs.ModePerm|fs.ModeSticky) != c.mode {
				t.Errorf("its mode is %v now (%v)", info.Mode(), err)
			}
			if _, command, ok := strings.Cut(said, "`chmod"); ok {
				command, _, _ = strings.Cut("chmod"+command, "`")
				if out, err := exec.Command("sh", "-c", command).CombinedOutput(); err != nil {
					t.Fatalf("%s: %s", command, out)
				}
				if found, err := s.Doctor(CheckFile, noWord); err != nil || strings.Contains(texts(found), "true ") {
					t.Errorf("after %s: %v\n%s", command, err, texts(found))
				}
			}
		})
	}
}

// A pipe in the place of a file is refused, and nobody waits for another program.
func TestAPipeIsNoFile(t *testing.T) {
	folder := folderOf(t)
	pipe, path := filepath.Join(folder, "pipe"), filepath.Join(folder, "sessions.db")
	for _, p := range []string{pipe, path} {
		if err := syscall.Mkfifo(p, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		s := New(path, time.Now)
		if _, err := s.List(0, 10); err == nil {
			t.Error("a pipe is read as a data file")
		}
		_ = s.Close()
		s = open(t, filepath.Join(folder, "other.db"))
		if _, err := s.Restore(pipe); err == nil {
			t.Error("a pipe is restored from")
		}
	}()
	select {
	case <-done:
	case <-time.After(30 * time.Second):
		t.Fatal("it waits for another program")
	}
}
