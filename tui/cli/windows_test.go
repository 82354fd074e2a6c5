package cli_test

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// reserved are names that stand for devices on Windows, whatever their ending.
var reserved = regexp.MustCompile(`(?i)^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)`)

// uncheckable says why Windows cannot make a file of that path, or nothing.
func uncheckable(path string) string {
	for _, name := range strings.Split(filepath.ToSlash(path), "/") {
		switch {
		case reserved.MatchString(name):
			return "stands for a device"
		case strings.ContainsAny(name, `<>:"|?*\`) || strings.IndexFunc(name, func(r rune) bool { return r < ' ' }) >= 0:
			return "has a sign that names cannot hold"
		case strings.HasSuffix(name, ".") && name != "." || strings.HasSuffix(name, " "):
			return "ends in a dot or a blank"
		}
	}
	if len(path) > 200 {
		return "is too long"
	}
	return ""
}

// Everything in the project can be checked out on Windows, also where two names differ only
// in large and small letters.
func TestWindowsCanCheckEverythingOut(t *testing.T) {
	seen := map[string]string{}
	err := fs.WalkDir(os.DirFS(moduleRoot(t)), ".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case path == ".git" && entry.IsDir():
			return fs.SkipDir
		}
		if why := uncheckable(path); why != "" {
			t.Errorf("%s %s", path, why)
		}
		if before, twice := seen[strings.ToLower(path)]; twice {
			t.Errorf("%s and %s are one file on Windows", before, path)
		}
		seen[strings.ToLower(path)] = path
		return nil
	})
	if err != nil || len(seen) < 100 {
		t.Fatalf("looked at %d paths (%v)", len(seen), err)
	}
	for _, path := range []string{"testdata/nul.yaml", "a/CON", "a/what?.txt", "a/b.", "com1.txt"} {
		if uncheckable(path) == "" {
			t.Errorf("%s passes", path)
		}
	}
}

// What the program says is to be typed is typed, for a folder whose name a shell takes apart.
func TestWhatIsToBeTypedCanBeTyped(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program")
	}
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("there is no shell here")
	}
	bin := t.TempDir()
	if out, err := exec.Command("go", "build", "-o", filepath.Join(bin, "readycheck"), "readycheck").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	folder := filepath.Join(t.TempDir(), `Rosa's "best" Bäckerei $HOME`)
	data := filepath.Join(folder, "sessions.db")
	run := func(command string) (string, error) {
		c := exec.Command(sh, "-c", command)
		c.Env = append(os.Environ(), "PATH="+bin+":"+os.Getenv("PATH"))
		out, err := c.CombinedOutput()
		return string(out), err
	}
	program := func(args ...string) string {
		t.Helper()
		c := exec.Command(filepath.Join(bin, "readycheck"), append([]string{"--data", data}, args...)...)
		c.Stdin = strings.NewReader("q\n")
		out, _ := c.CombinedOutput()
		return string(out)
	}
	session := filepath.Join(t.TempDir(), "s.json")
	program("export", "--example", "--format", "json", "-o", session)
	program("import", session)
	older, err := os.ReadFile(data)
	if err != nil {
		t.Fatal(err)
	}
	program("import", session)
	typed := 0
	types := func(said string) {
		t.Helper()
		for _, command := range regexp.MustCompile("`(readycheck --data [^`]*)`").FindAllStringSubmatch(said, -1) {
			typed++
			if out, err := run(command[1] + " </dev/null"); err != nil && !strings.Contains(out, "need a terminal") {
				t.Errorf("%s: %v\n%s", command[1], err, out)
			}
		}
	}
	// An older copy in its place is refused, with the command that takes it in.
	if err := os.WriteFile(data, older, 0o600); err != nil {
		t.Fatal(err)
	}
	said := program("list")
	if !strings.Contains(said, "older than the last answer") {
		t.Fatalf("%s", said)
	}
	types(said)
	if err := os.WriteFile(data, []byte("nothing of ours"), 0o600); err != nil {
		t.Fatal(err)
	}
	types(program("doctor"))
	if typed < 2 {
		t.Errorf("only %d commands were typed, in\n%s", typed, said)
	}
	// The farewell of the talk is a line of its own.
	talk := exec.Command(filepath.Join(bin, "readycheck"), "--plain", "--data", data)
	talk.Stdin = strings.NewReader("1\n")
	out, err := talk.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	line := regexp.MustCompile(`(?m)^readycheck .*resume .*$`).FindString(string(out))
	if back, err := run("echo q | " + line); line == "" || err != nil {
		t.Errorf("%q: %v\n%s", line, err, back)
	}
}
