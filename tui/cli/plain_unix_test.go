//go:build unix

package cli

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// Whoever ends the talk in lines by a signal, such as ctrl+c, a closed window or a computer that
// shuts down, has every answer that was said to be saved, and the lines of a note.
func TestASignalEndsTheTalkAndLosesNothing(t *testing.T) {
	program, err := realProgram()
	if err != nil {
		t.Fatal(err)
	}
	for _, end := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		t.Run(end.String(), func(t *testing.T) {
			t.Parallel()
			if signal.Ignored(end) {
				t.Skip("these tests run where the signal is ignored, as under nohup, and so does the program")
			}
			data := filepath.Join(t.TempDir(), "sessions.db")
			talk := newTalk(t, program, data)
			talk.say("n", "Rosa's Bakery", "It drafts replies", "", "1", "3", "3", "1 2", "2", "3", "1", "1", "s", "2", "t", "n", "Quokka asks Dev", "and Rosa")
			talk.hear("Saved: partly.", "How do you know?", "Write your note.", "> \n> \n> ")
			if err := talk.process.Process.Signal(end); err != nil {
				t.Fatal(err)
			}
			rest, err := io.ReadAll(talk.out)
			if err != nil {
				t.Fatal(err)
			}
			if err := talk.process.Wait(); err == nil || strings.Contains(string(rest), "goroutine") {
				t.Errorf("it ended with %v and said %s", err, rest)
			}
			var listed []struct {
				Standing struct{ Answered int }
			}
			out, err := exec.Command(program, "list", "--json", "--data", data).Output()
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(out, &listed); err != nil || len(listed) != 1 || listed[0].Standing.Answered != 2 {
				t.Errorf("the list is %s (%v), want one session with two answers", out, err)
			}
			again := newTalk(t, program, data)
			again.say("1", "n", ".", "q")
			again.hear("This is what you had typed.", "Quokka asks Dev", "and Rosa", "Saved: your note.")
		})
	}
}

// talking is the program in lines, driven through pipes.
type talking struct {
	t       *testing.T
	process *exec.Cmd
	in      io.Writer
	out     *bufio.Reader
}

func newTalk(t *testing.T, program, data string) *talking {
	t.Helper()
	process := exec.Command(program, "--plain", "--data", data)
	process.Env = append(os.Environ(), "XDG_STATE_HOME="+filepath.Dir(data))
	in, err := process.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = process.Process.Kill()
		_ = process.Wait()
	})
	return &talking{t, process, in, bufio.NewReader(out)}
}

func (talk *talking) say(lines ...string) {
	talk.t.Helper()
	if _, err := io.WriteString(talk.in, strings.Join(lines, "\n")+"\n"); err != nil {
		talk.t.Fatal(err)
	}
}

// hear reads until each text was said, one behind the other.
func (talk *talking) hear(texts ...string) {
	talk.t.Helper()
	var said strings.Builder
	from := 0
	for _, text := range texts {
		for !strings.Contains(said.String()[from:], text) {
			b, err := talk.out.ReadByte()
			if err != nil {
				talk.t.Fatalf("it does not say %q (%v), in\n%s", text, err, said.String())
			}
			said.WriteByte(b)
		}
		from += strings.Index(said.String()[from:], text) + len(text)
	}
}
