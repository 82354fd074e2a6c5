package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"readycheck/assessment"
)

// smallDisk is a folder on a disk of 256 KiB.
func smallDisk(t *testing.T) string {
	t.Helper()
	folder := folderOf(t)
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=256k,mode=700"); err != nil {
		t.Skipf("a small disk cannot be made here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(folder, 0); err != nil {
			t.Error(err)
		}
	})
	return folder
}

// fillDisk takes all space that is left, but for some KiB.
func fillDisk(t *testing.T, folder string, leave int) (free func()) {
	t.Helper()
	path := filepath.Join(folder, "filler")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	size := int64(0)
	for err == nil {
		var n int
		n, err = file.Write(make([]byte, 4096))
		size += int64(n)
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("filling the disk: %v", err)
	}
	if err := errors.Join(file.Truncate(max(0, size-int64(leave)<<10)), file.Close()); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}

func isFull(t *testing.T, err error) {
	t.Helper()
	var own *Error
	if !errors.Is(err, ErrFull) || !errors.As(err, &own) || !strings.Contains(own.Sentence(), "The disk is full") {
		t.Fatalf("got %v, want ErrFull with its sentence", err)
	}
}

func TestAFullDiskAtFirstStart(t *testing.T) {
	for _, leave := range []int{0, 4, 8, 16, 28} {
		folder := smallDisk(t)
		free := fillDisk(t, folder, leave)
		s := New(filepath.Join(folder, "data", "sessions.db"), time.Now)
		isFull(t, s.Create(&assessment.Session{Business: "Rosa's Bakery"}, assessment.Standing{}))
		if heads, err := s.List(0, 0); err != nil || len(heads) > 0 {
			t.Errorf("%d KiB left: %v, %v", leave, heads, err)
		}
		free()
		create(t, s, "Rosa's Bakery")
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAFullDiskAtASave(t *testing.T) {
	folder := smallDisk(t)
	s := New(filepath.Join(folder, "sessions.db"), time.Now)
	id := create(t, s, "Rosa's Bakery").ID
	free := fillDisk(t, folder, 24)
	change := func(i int) assessment.AnswerChange {
		return assessment.AnswerChange{Session: id, Question: fmt.Sprint("q", i), Answer: answer(assessment.No, strings.Repeat("note ", 300)), Base: 1 << 62}
	}
	saved := 0
	var err error
	for ; err == nil; saved++ {
		err = (<-s.SaveAnswer(change(saved))).Err
	}
	saved--
	isFull(t, err)
	session, err := open(t, s.Path()).Load(id)
	if err != nil || len(session.Answers) != saved {
		t.Fatalf("%d answers of %d (%v)", len(session.Answers), saved, err)
	}
	free()
	if again := <-s.SaveAnswer(change(saved)); again.Err != nil {
		t.Errorf("with space again: %v", again.Err)
	}
	if session, err := open(t, s.Path()).Load(id); err != nil || len(session.Answers) != saved+1 {
		t.Errorf("with space again: %d answers (%v)", len(session.Answers), err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

func TestAFullDiskAtABackup(t *testing.T) {
	folder := smallDisk(t)
	s := New(filepath.Join(folder, "sessions.db"), time.Now)
	id := create(t, s, "Rosa's Bakery").ID
	first, err := s.Backup()
	if err != nil {
		t.Fatal(err)
	}
	<-s.SaveAnswer(assessment.AnswerChange{Session: id, Question: "q", Answer: answer(assessment.No, ""), Base: 1})
	free := fillDisk(t, folder, 16)
	before, err := os.ReadFile(s.Path())
	if err != nil {
		t.Fatal(err)
	}
	for name, work := range map[string]func() error{
		"backup":  func() error { _, err := s.Backup(); return err },
		"restore": func() error { _, err := s.Restore(first); return err },
		"compact": func() error { _, err := s.Compact(); return err },
	} {
		isFull(t, work())
		after, err := os.ReadFile(s.Path())
		if err != nil || string(after) != string(before) {
			t.Fatalf("%s: the data file was changed (%v)", name, err)
		}
	}
	if err := s.Close(); !errors.Is(err, ErrNoBackup) {
		t.Errorf("closing: %v, want ErrNoBackup", err)
	}
	all := mustBackups(t, New(s.Path(), time.Now))
	drafts, _ := filepath.Glob(filepath.Join(folder, backupsFolder, backupDraft))
	if len(all) != 1 || len(drafts) > 0 {
		t.Errorf("%d backups and the drafts %v are there, want the first backup", len(all), drafts)
	}
	free()
	if _, err := open(t, s.Path()).Backup(); err != nil {
		t.Errorf("with space again: %v", err)
	}
}

// Root may write anywhere, so a folder that cannot be written to is a file system mounted
// for reading.
func TestAFolderToBeReadOnly(t *testing.T) {
	folder := smallDisk(t)
	s := New(filepath.Join(folder, "sessions.db"), time.Now)
	id := create(t, s, "Rosa's Bakery").ID
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("", folder, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Skipf("the disk cannot be made read-only: %v", err)
	}
	s = open(t, s.Path())
	if session, err := s.Load(id); err != nil || session.Business != "Rosa's Bakery" {
		t.Errorf("looking: %v, %v", session, err)
	}
	if found, err := s.Doctor(CheckFile, noWord); err != nil {
		t.Errorf("doctor: %v\n%s", err, texts(found))
	}
	copied, err := os.Create(filepath.Join(folderOf(t), "copy.db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.CopyTo(copied), copied.Close()); err != nil {
		t.Errorf("a copy elsewhere: %v", err)
	}
	for name, err := range map[string]error{
		"save":   (<-s.SaveAnswer(assessment.AnswerChange{Session: id, Question: "q", Base: 1})).Err,
		"create": s.Create(&assessment.Session{Business: "x"}, assessment.Standing{}),
		"backup": func() error { _, err := s.Backup(); return err }(),
	} {
		var own *Error
		if !errors.Is(err, ErrRefused) || !errors.As(err, &own) || !strings.Contains(own.Sentence(), "does not let us write") {
			t.Errorf("%s: %v, want ErrRefused with its sentence", name, err)
		}
	}
	if err := syscall.Mount("", folder, "", syscall.MS_REMOUNT, "size=256k"); err != nil {
		t.Fatal(err)
	}
	if saved := <-s.SaveAnswer(assessment.AnswerChange{Session: id, Question: "q", Base: 1, Answer: answer(assessment.No, "")}); saved.Err != nil {
		t.Errorf("writable again: %v", saved.Err)
	}
}
