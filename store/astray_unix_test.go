//go:build !windows

package store

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"readycheck/assessment"
)

// Whoever may write beside the data file can put a link there. What it leads to is neither
// written nor cut, and a sentence says what is wrong.
func TestALinkForALockIsNotFollowed(t *testing.T) {
	path := filepath.Join(folderOf(t), "sessions.db")
	victim := filepath.Join(t.TempDir(), "victim")
	if err := os.WriteFile(victim, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(victim, path+lockSuffix); err != nil {
		t.Fatal(err)
	}
	s := New(path, time.Now)
	t.Cleanup(func() { _ = s.Close() })
	err := s.Create(&assessment.Session{Business: "Rosa", Use: "Answer emails"}, assessment.Standing{})
	if err == nil || !strings.Contains(err.(interface{ Sentence() string }).Sentence(), "is a link to another one") {
		t.Errorf("%v", err)
	}
	if data, err := os.ReadFile(victim); err != nil || string(data) != "precious" {
		t.Errorf("what the link leads to holds %q, %v", data, err)
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
