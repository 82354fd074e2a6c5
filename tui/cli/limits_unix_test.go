//go:build !windows

package cli

import (
	"errors"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"readycheck/assessment"
	"readycheck/store"
)

// With too few files or too little memory there is a sentence and no trace. With just
// enough, everything works, and no check says that a sound file is damaged.
func TestTooLowLimitsHaveASentence(t *testing.T) {
	data := filepath.Join(t.TempDir(), "sessions.db")
	sessions := store.New(data, time.Now)
	if err := errors.Join(sessions.Create(&assessment.Session{Business: "Rosa's Bakery"}, assessment.Standing{}), sessions.Close()); err != nil {
		t.Fatal(err)
	}
	for limit, want := range map[string]string{
		"ulimit -n 6":       "only 6 files open at once",
		"ulimit -n 15":      "only 15 files open at once",
		"ulimit -v 1900000": "too little memory",
		"ulimit -n 16":      "is whole",
		"ulimit -v 2097152": "is whole",
	} {
		shell := exec.Command("sh", "-c", limit+` && exec readycheck doctor --data "$0"`, data)
		said, _ := shell.CombinedOutput()
		if !strings.Contains(string(said), want) || strings.Contains(string(said), "goroutine") {
			t.Errorf("%s: %.600s", limit, said)
		}
	}
}
