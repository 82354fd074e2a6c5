//go:build !windows

package store

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// A pipe in the place of the file holds nothing up.
func TestDoctorWaitsForNoPipe(t *testing.T) {
	path := filepath.Join(folderOf(t), "sessions.db")
	if err := unix.Mkfifo(path, 0o600); err != nil {
		t.Skip(err)
	}
	found, err := open(t, path).Doctor(CheckFile, noWord)
	if err == nil || !strings.Contains(err.Error(), "is not a file but a pipe") || len(found) > 0 {
		t.Errorf("%v\n%s", err, texts(found))
	}
}

// What the system does not give has a sentence that says so.
func TestTooFewFilesAndTooLittleMemory(t *testing.T) {
	for _, cause := range []error{syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM} {
		err := open(t, filepath.Join(folderOf(t), "sessions.db")).explain(cause)
		if !strings.Contains(err.Error(), "too little memory, or too few files") {
			t.Errorf("%v: %v", cause, err)
		}
	}
}
