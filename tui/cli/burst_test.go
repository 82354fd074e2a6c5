//go:build !windows

package cli

import (
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"

	"readycheck/assessment"
	"readycheck/store"
)

// TestTypedFasterThanTheScreen sends a whole setup and ten answers in one burst of bytes.
// The session must be the one that is left when each key waits for the one before.
// READYCHECK_BURSTS=200 is the long run.
func TestTypedFasterThanTheScreen(t *testing.T) {
	if testing.Short() {
		t.Skip("a real terminal takes its time")
	}
	t.Parallel()
	runs := 3
	if text := os.Getenv("READYCHECK_BURSTS"); text != "" {
		var err error
		if runs, err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
	}
	program, err := realProgram()
	if err != nil {
		t.Fatal(err)
	}
	keys := strings.Split("Rosa's Bakery|It drafts replies|", "|")
	var typed []string
	for _, text := range keys[:2] {
		typed = append(typed, strings.Split(text, "")...)
		typed = append(typed, enter)
	}
	typed = append(typed, enter) // which AI it is may stay empty
	// Kind, stage, connection, powers, audience, information, depth.
	typed = append(typed, enter, down, down, enter, down, down, " ", enter, " ", down, " ", enter, down, " ", enter, down, down, " ", enter, enter)
	for i := range 10 {
		typed = append(typed, strconv.Itoa(1+i%4), []string{enter, "s", "t"}[i%3], enter)
	}
	slowly := typeInto(t, program, typed, true)
	if strings.Count(slowly, `"level"`) != 10 || !strings.Contains(slowly, `"powers":["read","draft"]`) {
		t.Fatalf("typed slowly: %s", slowly)
	}
	for run := range runs {
		if got := typeInto(t, program, typed, false); got != slowly {
			t.Fatalf("run %d of %d: a burst gives\n%s\nand typed slowly\n%s", run+1, runs, got, slowly)
		}
	}
	t.Logf("%d bursts of %d keys, each the same as typed slowly", runs, len(typed))
}

// typeInto runs the program on a terminal, types, and returns the session that is left as
// JSON without its id and times.
func typeInto(t *testing.T, program string, keys []string, slowly bool) string {
	t.Helper()
	data := filepath.Join(t.TempDir(), "sessions.db")
	command := exec.Command(program, "--data", data, "new")
	terminal, err := pty.StartWithSize(command, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		t.Fatal(err)
	}
	screen := make(chan struct{}, 1)
	go func() {
		buffer := make([]byte, 1<<16)
		for {
			if _, err := terminal.Read(buffer); err != nil {
				close(screen)
				return
			}
			select {
			case screen <- struct{}{}:
			default:
			}
		}
	}()
	<-screen // the first frame
	if slowly {
		for _, key := range keys {
			if _, err := io.WriteString(terminal, key); err != nil {
				t.Fatal(err)
			}
			// Every key changes something on the screen: a sign, the cursor, the page.
			select {
			case <-screen:
			case <-time.After(time.Second):
			}
		}
	} else if _, err := io.WriteString(terminal, strings.Join(keys, "")); err != nil {
		t.Fatal(err)
	}
	s := store.New(data, time.Now)
	defer func() { _ = s.Close() }()
	var session *assessment.Session
	if !comes(func() bool {
		var heads []assessment.Head
		if heads, err = s.List(0, 0); err == nil && len(heads) == 1 {
			session, err = s.Load(heads[0].ID)
		}
		return err == nil && session != nil && len(session.Answers) == 10
	}) {
		t.Fatalf("not all was saved: %v, %+v", err, session)
	}
	if _, err := io.WriteString(terminal, "\x03"); err != nil {
		t.Fatal(err)
	}
	if err := command.Wait(); err != nil {
		t.Fatal(err)
	}
	_ = terminal.Close()
	// What was still on its way is there now.
	if session, err = s.Load(session.ID); err != nil {
		t.Fatal(err)
	}
	session.Created, session.Changed = time.Time{}, time.Time{}
	for id, answer := range session.Answers {
		answer.At = time.Time{}
		session.Answers[id] = answer
	}
	out, err := json.Marshal(session.Data())
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}
