//go:build !windows

package cli

import (
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
