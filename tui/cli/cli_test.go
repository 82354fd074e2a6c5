package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	// Programs that tests start leave their notes here and not with whoever runs the tests.
	if os.Getenv("XDG_STATE_HOME") == "" {
		_ = os.Setenv("XDG_STATE_HOME", filepath.Join(os.TempDir(), "readycheck-test-notes"))
	}
	// They have no settings but their test's own, whatever is set for whoever runs the tests.
	if _, started := programs[strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe")]; !started {
		_ = os.Setenv("XDG_CONFIG_HOME", filepath.Join(os.TempDir(), "readycheck-test-settings"))
	}
	testscript.Main(m, programs)
}

// programs are what tests can start by name.
var programs = map[string]func(){"readycheck": func() { os.Exit(Run("dev")) }}

// The scripts in testdata/script run the real program. Beside testscript's own commands
// they have three, $FIXTURES names the folder of earlier data files, and $SETS that of
// question sets:
//
//	exits CODE COMMAND...        runs a command that must end with this exit code
//	fill FILE INTO [OLD NEW]...  copies a file and replaces the first OLD by NEW, each in turn
//	json FILE PATH VALUE         reads all of a file (or stdout) as JSON and compares one value
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("XDG_DATA_HOME", filepath.Join(env.WorkDir, "data-home"))
			env.Setenv("XDG_STATE_HOME", filepath.Join(env.WorkDir, "state-home"))
			env.Setenv("XDG_CONFIG_HOME", filepath.Join(env.WorkDir, "config-home"))
			fixtures, err := filepath.Abs(filepath.Join("..", "..", "store", "testdata"))
			env.Setenv("FIXTURES", fixtures)
			if err != nil {
				return err
			}
			sets, err := filepath.Abs(filepath.Join("..", "..", "assessment", "testdata", "sets"))
			env.Setenv("SETS", sets)
			return err
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "fill": fill, "json": compareJSON},
	})
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	code := 0
	var ended *exec.ExitError
	switch err := ts.Exec(args[1], args[2:]...); {
	case errors.As(err, &ended):
		code = ended.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	if code != want {
		ts.Fatalf("exit code %d, want %d", code, want)
	}
}

func fill(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 || len(args)%2 != 0 {
		ts.Fatalf("usage: fill FILE INTO [OLD NEW]...")
	}
	text := ts.ReadFile(args[0])
	for i := 2; i < len(args); i += 2 {
		if !strings.Contains(text, args[i]) {
			ts.Fatalf("%s has no %q", args[0], args[i])
		}
		text = strings.Replace(text, args[i], args[i+1], 1)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(text), 0o600))
}

func compareJSON(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: json FILE PATH VALUE")
	}
	var value any
	if err := json.Unmarshal([]byte(ts.ReadFile(args[0])), &value); err != nil {
		ts.Fatalf("%s is not JSON and nothing else: %v", args[0], err)
	}
	for _, name := range strings.Split(args[1], ".") {
		if list, ok := value.([]any); ok {
			at, err := strconv.Atoi(name)
			if err != nil || at >= len(list) {
				ts.Fatalf("%s: no entry %s of %d", args[1], name, len(list))
			}
			value = list[at]
			continue
		}
		fields, ok := value.(map[string]any)
		if !ok {
			ts.Fatalf("%s: nothing has a %q", args[1], name)
		}
		if value, ok = fields[name]; !ok {
			ts.Fatalf("%s: there is no %q", args[1], name)
		}
	}
	if got := fmt.Sprint(value); got != args[2] {
		ts.Fatalf("%s is %q, want %q", args[1], got, args[2])
	}
}

// The screens show what an export says, so each error must be a sentence for a person.
func TestWriteNewSaysWhatWentWrong(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "report.md")
	if err := writeNew(path, textOf("first"), false); err != nil {
		t.Fatal(err)
	}
	for _, refused := range []string{path, folder, filepath.Join(folder, "missing", "report.md"), filepath.Join(path, "report.md")} {
		err := writeNew(refused, textOf("second"), false)
		var said interface{ Sentence() string }
		if !errors.As(err, &said) || said.Sentence() == "" {
			t.Errorf("%s: %v is no sentence", refused, err)
		}
	}
	if err := writeNew(path, textOf("third"), true); err != nil {
		t.Error(err)
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != "third" {
		t.Errorf("the file holds %q (%v)", data, err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 1 {
		t.Errorf("%d files are left, want only the report (%v)", len(left), err)
	}
}

func textOf(text string) writer {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	}
}
