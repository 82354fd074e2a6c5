package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"readycheck/store"
)

// writeCalls are the system calls by which the program changes anything.
var writeCalls = []string{
	"openat", "mkdirat", "write", "pwrite64", "copy_file_range", "ftruncate", "fallocate", "fsync", "fdatasync",
	"linkat", "renameat", "renameat2", "unlinkat", "flock",
}

// TestEveryWriteCallFails runs each command that writes under strace, once for each of its
// write calls, and lets that call fail. Then there must be a plain sentence or a good
// result, all that was there before, and success when the command is tried again.
// READYCHECK_INJECT=all tries every error at every call.
func TestEveryWriteCallFails(t *testing.T) {
	if testing.Short() {
		t.Skip("hundreds of processes take their time")
	}
	if err := exec.Command("strace", "-o", os.DevNull, "true").Run(); err != nil {
		t.Skipf("strace does not work here, so no system call can be made to fail: %v", err)
	}
	f := newFaultyDisk(t)
	faults := []string{"ENOSPC", "EIO", "EACCES"}
	all := os.Getenv("READYCHECK_INJECT") == "all"
	var injected, refused atomic.Int64
	t.Run("journeys", func(t *testing.T) {
		for j, journey := range f.journeys {
			t.Run(strings.Join(journey, " "), func(t *testing.T) {
				t.Parallel()
				own := *f
				own.t = t
				for i, call := range writeCalls {
					for e, fault := range faults {
						// A short run takes each call for a fifth of the journeys, with one error.
						if !all && (e != i%len(faults) || (i+j)%5 != 0) {
							continue
						}
						// And of the many calls of one kind, every third.
						step := 3
						if all {
							step = 1
						}
						for nth := 1; ; nth += step {
							hit, unsuccessful := own.run(journey, call, fault, nth)
							if !hit {
								break
							}
							injected.Add(1)
							if unsuccessful {
								refused.Add(1)
							}
						}
					}
				}
			})
		}
	})
	t.Logf("%d calls failed, %d of them so that the command failed with a sentence", injected.Load(), refused.Load())
	if injected.Load() < 20 || refused.Load() < 10 {
		t.Error("too few calls were made to fail, so this shows little")
	}
}

// faultyDisk prepares a folder with sessions for each run.
type faultyDisk struct {
	t        *testing.T
	program  string
	model    string
	before   []string
	journeys [][]string
}

func newFaultyDisk(t *testing.T) *faultyDisk {
	t.Helper()
	folder := t.TempDir()
	program, err := realProgram()
	if err != nil {
		t.Fatal(err)
	}
	f := &faultyDisk{t: t, program: program, model: filepath.Join(folder, "model")}
	if err := os.Mkdir(f.model, 0o700); err != nil {
		t.Fatal(err)
	}
	f.must("making ready", f.model, "export", "--example", "--format", "json", "-o", "session.json")
	for range 2 {
		f.must("making ready", f.model, "import", "session.json")
	}
	f.must("making ready", f.model, "backup", "older.db")
	f.must("making ready", f.model, "import", "session.json")
	f.before = f.sessions("making ready", f.model)
	f.journeys = [][]string{
		{"import", "session.json"},
		{"export", f.before[0][:36], "--format", "md", "-o", "report.md"},
		{"backup"},
		{"backup", "copy.db"},
		{"restore", "older.db"},
		{"doctor", "--compact"},
		{"doctor"},
	}
	return f
}

// command runs the program in a folder on the data in it.
func (f *faultyDisk) command(folder string, args ...string) *exec.Cmd {
	command := exec.Command(args[0], args[1:]...)
	command.Dir = folder
	// Without a garbage collector, whose helpers wake each other by such a write, see
	// runtimeWoke.
	command.Env = append(os.Environ(), "READYCHECK_DATA="+dataIn(folder), "GOMAXPROCS=1", "GOGC=off")
	return command
}

func (f *faultyDisk) must(where, folder string, args ...string) []byte {
	f.t.Helper()
	command := f.command(folder, append([]string{f.program}, args...)...)
	var said bytes.Buffer
	command.Stderr = &said
	out, err := command.Output()
	if err != nil {
		f.t.Fatalf("%s: then readycheck %v: %v\n%s", where, args, err, said.Bytes())
	}
	return out
}

// sessions are all sessions with what they hold, the id first. The program lists them; what
// each holds is read here, since a process for each session takes most of the time.
func (f *faultyDisk) sessions(where, folder string) []string {
	f.t.Helper()
	var heads []struct{ ID string }
	if err := json.Unmarshal(f.must(where, folder, "list", "--json"), &heads); err != nil {
		f.t.Fatal(err)
	}
	s := store.New(dataIn(folder), time.Now)
	defer func() { _ = s.Close() }()
	var out []string
	for _, head := range heads {
		session, err := s.Load(head.ID)
		if err != nil {
			f.t.Fatalf("%s: then session %s: %v", where, head.ID, err)
		}
		history, err := s.History(head.ID)
		if err != nil {
			f.t.Fatalf("%s: then the history of %s: %v", where, head.ID, err)
		}
		text, err := json.Marshal([]any{session, history})
		if err != nil {
			f.t.Fatal(err)
		}
		out = append(out, head.ID+string(text))
	}
	slices.Sort(out)
	return out
}

func dataIn(folder string) string { return filepath.Join(folder, "data", "sessions.db") }

var rawError = regexp.MustCompile(`(?i)panic|goroutine|fatal error|input/output error|no space left|permission denied|openat|pwrite`)

// runtimeWoke finds the write by which Go's runtime wakes a thread of its own and whose failure
// it does not survive: it is none of the program's, and goes to no file.
var runtimeWoke = regexp.MustCompile(`write\(\d+, "\\1\\0\\0\\0\\0\\0\\0\\0", 8\) += -1 .*\(INJECTED\)`)

// run lets the nth of these calls fail. It reports whether there was one, and whether the
// command failed.
func (f *faultyDisk) run(journey []string, call, fault string, nth int) (hit, unsuccessful bool) {
	f.t.Helper()
	where := fmt.Sprintf("readycheck %s: %s number %d gives %s", strings.Join(journey, " "), call, nth, fault)
	folder, err := os.MkdirTemp(f.t.TempDir(), "run-")
	if err != nil {
		f.t.Fatal(err)
	}
	if out, err := exec.Command("cp", "-a", f.model+"/.", folder).CombinedOutput(); err != nil {
		f.t.Fatalf("%v\n%s", err, out)
	}
	trace := filepath.Join(f.t.TempDir(), "trace")
	command := f.command(folder, append([]string{
		"strace", "-f", "-qq", "-o", trace, "-e", "trace=" + call, "-e", fmt.Sprintf("inject=%s:error=%s:when=%d", call, fault, nth), f.program,
	}, journey...)...)
	var said bytes.Buffer
	command.Stderr = &said
	_, err = command.Output()
	calls, readErr := os.ReadFile(trace)
	if readErr != nil {
		f.t.Fatal(readErr)
	}
	if !bytes.Contains(calls, []byte("(INJECTED)")) {
		return false, false
	}
	if runtimeWoke.Match(calls) {
		return true, false
	}
	var ended *exec.ExitError
	switch {
	case errors.As(err, &ended) && ended.ExitCode() == failed:
		unsuccessful = true
		text := strings.TrimSpace(said.String())
		// Where standard error itself cannot be written to, nothing can be said.
		if text == "" && call != "write" || text != "" && !strings.HasSuffix(text, ".") {
			f.t.Errorf("%s: it says %q", where, text)
		}
	case err != nil:
		f.t.Errorf("%s: %v\n%s", where, err, said.Bytes())
	}
	if rawError.Match(said.Bytes()) {
		f.t.Errorf("%s: it says %q", where, said.String())
	}
	f.intact(folder, journey, where, unsuccessful)
	return true, unsuccessful
}

// intact checks that nothing is lost, and that the command works when it is tried again.
func (f *faultyDisk) intact(folder string, journey []string, where string, unsuccessful bool) {
	f.t.Helper()
	after := f.sessions(where, folder)
	if !unsuccessful && journey[0] == "restore" {
		return // fewer sessions are what was asked for
	}
	for _, session := range f.before {
		if !slices.Contains(after, session) && journey[0] != "restore" {
			f.t.Errorf("%s: a session is gone or changed", where)
		}
	}
	if !unsuccessful {
		return
	}
	if journey[0] == "export" || journey[0] == "backup" && len(journey) > 1 {
		// The file may be there as a whole, and only the word of it have failed.
		journey = append(slices.Clone(journey), "--force")
	}
	f.must(where, folder, journey...)
}
