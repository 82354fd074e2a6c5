//go:build !windows

package cli

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"readycheck/store"
)

// In a terminal several sessions that fit are a list to choose from, and the screens then take
// the terminal over.
func TestATerminalLetsChooseASession(t *testing.T) {
	t.Parallel()
	r := newRealTerminal(t)
	s := store.New(r.data, time.Now)
	clients(3)(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	r.start("choose", "resume", "own files")
	r.shows("choose", "Which one? Its number, or more of its words:")
	r.write("choose", "client\r")
	r.shows("choose", `"client" fits 3 sessions`)
	r.write("choose", "2\r")
	r.shows("choose", "2 of 15")
	r.shows("choose", "Client 01")
	r.press("choose", "C-c")
}

// In a terminal papers that are there are asked about: a no leaves them, a yes replaces them.
func TestATerminalAsksBeforePapersAreReplaced(t *testing.T) {
	t.Parallel()
	r := newRealTerminal(t)
	folder := t.TempDir()
	mine := filepath.Join(folder, "vendor.html")
	if err := os.WriteFile(mine, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	for i, typed := range []string{"n\r", "y\r"} {
		window := []string{"keep", "replace"}[i]
		r.start(window, "papers", "--example", "-o", folder)
		r.shows(window, "Replace them?")
		if data, err := os.ReadFile(mine); err != nil || string(data) != "mine" {
			t.Fatalf("the paper holds %q (%v) before the answer", data, err)
		}
		r.write(window, typed)
	}
	if !comes(func() bool { data, err := os.ReadFile(mine); return err == nil && len(data) > 100 }) {
		t.Error("a yes did not replace the paper")
	}
}
