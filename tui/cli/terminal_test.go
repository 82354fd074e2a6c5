//go:build !windows

package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"readycheck/assessment"
	"readycheck/store"
	"readycheck/tui/interview"
	"readycheck/tui/screens"
)

// These tests run the real program in a real terminal, under tmux.

// realTerminal is a tmux server of its own with one window for each program started.
type realTerminal struct {
	t       *testing.T
	socket  string
	program string
	data    string
	// surroundings are what the program finds in its environment beside what tests have.
	surroundings []string
}

// realProgram builds the program once for all tests, into the folder that testscript makes for
// its own copies and removes in the end.
var realProgram = sync.OnceValues(func() (string, error) {
	copied, err := exec.LookPath("readycheck")
	if err != nil {
		return "", err
	}
	program := filepath.Join(filepath.Dir(filepath.Dir(copied)), "readycheck")
	if out, err := exec.Command("go", "build", "-o", program, "readycheck").CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w\n%s", err, out)
	}
	return program, nil
})

// comes asks again and again whether something is so. It gives up after a time that only a
// broken program needs, and leaves the processor to the program in between.
func comes(is func() bool) bool {
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for deadline := time.Now().Add(time.Minute); !is(); <-again.C {
		if time.Now().After(deadline) {
			return false
		}
	}
	return true
}

func newRealTerminal(t *testing.T) *realTerminal {
	t.Helper()
	if testing.Short() {
		t.Skip("a real terminal takes its time")
	}
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Skip("tmux is not installed, so there is no real terminal to test in")
	}
	program, err := realProgram()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	r := &realTerminal{
		t: t, socket: fmt.Sprintf("readycheck-%d-%s", os.Getpid(), strings.ReplaceAll(t.Name(), "/", "-")),
		program: program, data: filepath.Join(folder, "data", "sessions.db"),
	}
	t.Cleanup(func() {
		_ = exec.Command("tmux", "-L", r.socket, "kill-server").Run()
		// A program that lost its terminal still writes its backup into our folder.
		comes(func() bool {
			out, err := exec.Command("ps", "-eo", "args=").Output()
			return err != nil || !strings.Contains(string(out), folder)
		})
	})
	// The server ends with its last window; this one keeps it while the program is killed.
	r.tmux("-f", os.DevNull, "new-session", "-d", "-s", "keeper", "sh")
	return r
}

func (r *realTerminal) tmux(args ...string) string {
	r.t.Helper()
	out, err := exec.Command("tmux", append([]string{"-L", r.socket}, args...)...).CombinedOutput()
	if err != nil {
		r.t.Fatalf("tmux %v: %v\n%s", args, err, out)
	}
	return string(out)
}

// start runs the program in a window of its own, at 80 by 24.
func (r *realTerminal) start(window string, args ...string) {
	r.t.Helper()
	command := []string{"new-session", "-d", "-s", window, "-x", "80", "-y", "24", "env", "NO_COLOR=yes"}
	command = append(command, r.surroundings...)
	command = append(command, r.program, "--data", r.data)
	r.tmux(append(command, args...)...)
}

func (r *realTerminal) screen(window string) string {
	r.t.Helper()
	return r.tmux("capture-pane", "-p", "-t", window)
}

// shows waits until the screen shows a text.
func (r *realTerminal) shows(window, text string) (screen string) {
	r.t.Helper()
	if !comes(func() bool {
		screen = r.screen(window)
		return strings.Contains(strings.Join(strings.Fields(screen), " "), text)
	}) {
		r.t.Fatalf("%q never came:\n%s", text, screen)
	}
	return screen
}

func (r *realTerminal) press(window string, keys ...string) {
	r.t.Helper()
	r.tmux(append([]string{"send-keys", "-t", window}, keys...)...)
}

func (r *realTerminal) write(window, text string) {
	r.t.Helper()
	r.tmux("send-keys", "-t", window, "-l", text)
}

// run is a command beside the screens.
func (r *realTerminal) run(args ...string) string {
	r.t.Helper()
	command := exec.Command(r.program, append([]string{"--data", r.data}, args...)...)
	command.Env = append(os.Environ(), r.surroundings...)
	out, err := command.Output()
	if err != nil {
		r.t.Fatalf("readycheck %v: %v", args, err)
	}
	return string(out)
}

// kill ends the program in a window as a power cut would.
func (r *realTerminal) kill(window string) {
	r.t.Helper()
	pid, err := strconv.Atoi(strings.TrimSpace(r.tmux("list-panes", "-t", window, "-F", "#{pane_pid}")))
	if err != nil {
		r.t.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		r.t.Fatal(err)
	}
}

// The main job: an owner answers half, the power goes, and every answer is there.
func TestAnOwnerStopsComesBackAndGetsAVerdict(t *testing.T) {
	t.Parallel()
	r := newRealTerminal(t)
	r.start("first")
	r.shows("first", "Press enter to start")
	r.press("first", "Enter")
	r.shows("first", "What is your business called?")
	r.write("first", "Rosa's Bakery")
	r.press("first", "Enter")
	r.shows("first", "What does the AI do for you")
	r.write("first", "It drafts replies to cake orders")
	r.press("first", "Enter")
	r.shows("first", "Which AI is it?")
	// All at once, faster than anybody types: kind, stage, connection, powers, audience,
	// information, depth.
	r.press("first", "Enter", "Enter", "Down", "Down", "Enter", "Down", "Down", "Space", "Enter", "Space", "Down", "Space", "Enter",
		"Down", "Space", "Enter", "Down", "Down", "Space", "Enter", "Enter")
	r.shows("first", "1 of 15")
	for i := 2; i <= 8; i++ {
		r.press("first", "1", "Enter")
		r.shows("first", fmt.Sprintf("%d of 15", i))
	}
	r.shows("first", "Saved")
	r.kill("first")

	r.start("second")
	r.shows("second", "7 of 15")
	r.press("second", "Enter")
	r.shows("second", "8 of 15")
	for i := 9; i <= 15; i++ {
		r.press("second", "2", "Enter")
		r.shows("second", fmt.Sprintf("%d of 15", i))
	}
	r.press("second", "2", "Enter")
	r.shows("second", "15 of 15 answered")
	r.press("second", "f")
	screen := strings.Join(strings.Fields(r.shows("second", "Do these first")), " ")

	var summary struct {
		Stage    string `json:"stage"`
		Sentence string `json:"sentence"`
	}
	if err := json.Unmarshal([]byte(r.run("show", "rosa", "--json")), &summary); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(screen, summary.Sentence) {
		t.Errorf("show says %q, the screen\n%s", summary.Sentence, screen)
	}
	if text := strings.Join(strings.Fields(r.run("show", "rosa")), " "); !strings.Contains(text, summary.Sentence) {
		t.Errorf("the text of show has another sentence than its JSON: %s", text)
	}
}

// Two windows on one session: both save, and the second on the same answer is told.
func TestTwoWindowsNeverLoseAnAnswerInSilence(t *testing.T) {
	t.Parallel()
	r := newRealTerminal(t)
	answers := filepath.Join(t.TempDir(), "rosa.yaml")
	text := "format: readycheck/session/1\nbusiness: Rosa's Bakery\nuse: It drafts replies\n" +
		"setup: {kind: customer-replies, stage_now: pilot, connection: [connector], powers: [read], audience: [staff], information: [public], depth: quick}\n"
	if err := os.WriteFile(answers, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	r.run("import", answers)
	for _, window := range []string{"window-a", "window-b"} {
		r.start(window, "resume")
		r.shows(window, "1 of 14")
	}
	r.press("window-a", "1")
	r.shows("window-a", "Saved")
	r.press("window-b", "2")
	r.shows("window-b", "This was changed in another window")
	r.shows("window-b", "[1]")
	r.press("window-b", "Enter", "2")
	r.shows("window-b", "Saved")
	r.press("window-a", "Enter", "Right", "1")
	r.shows("window-a", "Another window changed 1 answer")
	// The list beside the open windows sees all three.
	if !comes(func() bool { return strings.Contains(r.run("list"), "3 of 14") }) {
		t.Fatal(r.run("list"))
	}
	// A small window shows a notice, and a larger one the question again.
	r.tmux("resize-window", "-t", "window-a", "-x", "30", "-y", "8")
	r.shows("window-a", "Make it at least")
	r.tmux("resize-window", "-t", "window-a", "-x", "40", "-y", "12")
	r.shows("window-a", "3 of 14")
}

// A signal that ends the program leaves the terminal as it was, and every answer saved.
func TestSignalsSaveAndRestoreTheTerminal(t *testing.T) {
	t.Parallel()
	for name, signal := range map[string]syscall.Signal{"TERM": syscall.SIGTERM, "HUP": syscall.SIGHUP, "QUIT": syscall.SIGQUIT, "INT": syscall.SIGINT} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRealTerminal(t)
			// A shell around it shows what is left of the terminal.
			r.tmux("new-session", "-d", "-s", "shell", "-x", "80", "-y", "24", "env", "PS1=ready> ", "sh")
			r.shows("shell", "ready>")
			r.importRosa()
			r.write("shell", r.program+" --data "+r.data+" resume; echo ended with $?\n")
			r.shows("shell", "1 of 14")
			r.press("shell", "1")
			r.shows("shell", "Saved")
			pid := childOf(t, strings.TrimSpace(r.tmux("list-panes", "-t", "shell", "-F", "#{pane_pid}")))
			if err := syscall.Kill(pid, signal); err != nil {
				t.Fatal(err)
			}
			screen := r.shows("shell", "ended with")
			if strings.Contains(screen, "1 of 14") || r.tmux("display-message", "-p", "-t", "shell", "#{alternate_on}") != "0\n" {
				t.Errorf("the terminal is not as it was:\n%s", screen)
			}
			if list := r.run("list"); !strings.Contains(list, "1 of 14") {
				t.Errorf("the answer is not there:\n%s", list)
			}
		})
	}
}

// A window that is closed ends the program, and what was answered is saved.
func TestAClosedTerminalSaves(t *testing.T) {
	t.Parallel()
	r := newRealTerminal(t)
	r.importRosa()
	r.start("window", "resume")
	r.shows("window", "1 of 14")
	r.press("window", "1")
	r.shows("window", "Saved")
	pid := r.processIn("window")
	r.tmux("kill-session", "-t", "window")
	if !comes(func() bool { return syscall.Kill(pid, 0) != nil }) {
		t.Fatal("the program goes on without a terminal")
	}
	if list := r.run("list"); !strings.Contains(list, "1 of 14") {
		t.Errorf("the answer is not there:\n%s", list)
	}
}

// A fault of the program itself, wherever it happens, leaves the terminal as it was and
// every answer saved.
func TestAPanicSavesAndRestoresTheTerminal(t *testing.T) {
	t.Parallel()
	for _, where := range []string{"update", "view", "command"} {
		t.Run(where, func(t *testing.T) {
			t.Parallel()
			r := newRealTerminal(t)
			r.importRosa()
			r.tmux("new-session", "-d", "-s", "shell", "-x", "80", "-y", "24", "env", "PS1=ready> ", "sh")
			r.shows("shell", "ready>")
			r.write("shell", "faulty-screens "+where+" "+r.data+"; echo ended with $?\n")
			r.shows("shell", "1 of 14")
			r.press("shell", "1")
			r.shows("shell", "Saved")
			// The next answer is saved in Update; Home is drawn in View and read in a command.
			if where == "update" {
				r.press("shell", "enter", "2")
			} else {
				r.press("shell", "Escape")
			}
			screen := r.shows("shell", "ended with 1")
			if strings.Contains(screen, "a fault in") || strings.Contains(screen, "1 of 14") ||
				r.tmux("display-message", "-p", "-t", "shell", "#{alternate_on} #{cursor_flag}") != "0 1\n" {
				t.Errorf("the terminal is not as it was:\n%s", screen)
			}
			r.press("shell", "p", "w", "d", "Enter")
			r.shows("shell", "ready> pwd")
			if log, err := os.ReadFile(r.data + ".log"); err != nil || !strings.Contains(string(log), "a fault in "+where) {
				t.Errorf("the log says %q (%v)", log, err)
			}
			if list := r.run("list"); !strings.Contains(list, "1 of 14") {
				t.Errorf("the answer is not there:\n%s", list)
			}
		})
	}
}

// When the screens are gone, one line stays in the shell.
func TestTheShellSaysHowToGoOn(t *testing.T) {
	t.Parallel()
	r := newRealTerminal(t)
	r.importRosa()
	r.tmux("new-session", "-d", "-s", "shell", "-x", "300", "-y", "24", "sh", "-c", `"$0" --data "$1"; "$0" --data "$1" resume; exec cat`, r.program, r.data)
	r.shows("shell", "Your sessions")
	r.press("shell", "q")
	r.shows("shell", "1 of 14")
	r.press("shell", "C-c")
	id := strings.Fields(r.run("list", "--json"))[3]
	screen := r.shows("shell", "resume "+strings.Trim(id, `",`))
	kept := "Your answers are kept in " + r.data + ". To go on: readycheck --data " + r.data
	if got := strings.Split(strings.TrimSpace(screen), "\n"); len(got) != 2 || strings.TrimSpace(got[0]) != kept || !strings.HasPrefix(got[1], kept+" resume ") {
		t.Errorf("the shell shows\n%s", screen)
	}
}

// faultyStore panics on purpose, after the first answer was saved, in one of the three
// places where the screens run.
type faultyStore struct {
	*store.Store
	where string
	saved atomic.Bool
}

// fault panics if it is called from the place that is meant.
func (f *faultyStore) fault() {
	place := "command"
	switch stack := string(debug.Stack()); {
	case strings.Contains(stack, "homeScreen).View("):
		place = "view"
	case strings.Contains(stack, "View("):
		return // the answer is not on the screen yet
	case strings.Contains(stack, ").saved("):
		return // the answer is not on the screen yet
	case strings.Contains(stack, "Update("):
		place = "update"
	}
	if place == f.where && f.saved.Load() {
		panic("a fault in " + place)
	}
}

func (f *faultyStore) SaveAnswer(c assessment.AnswerChange) <-chan assessment.Saved {
	f.fault()
	saved := f.Store.SaveAnswer(c)
	f.saved.Store(true)
	return saved
}

func (f *faultyStore) List(below uint64, n int) ([]assessment.Head, error) {
	f.fault()
	return f.Store.List(below, n)
}

func init() { programs["faulty-screens"] = faultyScreens }

// faultyScreens runs the screens on a faultyStore: faulty-screens WHERE DATA
func faultyScreens() {
	f := &faultyStore{Store: store.New(os.Args[2], time.Now), where: os.Args[1]}
	log, err := os.Create(os.Args[2] + ".log")
	if err != nil {
		fmt.Println(err)
		os.Exit(2)
	}
	heads, err := f.List(0, 1)
	if err == nil {
		err = screens.Run(screens.Options{Theme: "dark", Options: interview.Options{
			Store: f, Set: assessment.Default, Start: interview.StartSession, Session: heads[0].ID,
			Now: func() time.Time { f.fault(); return time.Now() }, Log: log,
		}})
	}
	if err := f.Close(); err != nil {
		fmt.Println(err)
	}
	if err != nil {
		os.Exit(1)
	}
}

func (r *realTerminal) importRosa() {
	r.t.Helper()
	answers := filepath.Join(r.t.TempDir(), "rosa.yaml")
	text := "format: readycheck/session/1\nbusiness: Rosa's Bakery\nuse: It drafts replies\n" +
		"setup: {kind: admin, stage_now: idea, connection: [builtin], powers: [read], audience: [me], information: [public], depth: quick}\n"
	if err := os.WriteFile(answers, []byte(text), 0o600); err != nil {
		r.t.Fatal(err)
	}
	r.run("import", answers)
}

// processIn is the program in a window: tmux starts it by env, which becomes it.
func (r *realTerminal) processIn(window string) int {
	r.t.Helper()
	pid, err := strconv.Atoi(strings.TrimSpace(r.tmux("list-panes", "-t", window, "-F", "#{pane_pid}")))
	if err != nil {
		r.t.Fatal(err)
	}
	return pid
}

// childOf finds the one child of a process.
func childOf(t *testing.T, parent string) int {
	t.Helper()
	out, err := exec.Command("ps", "-o", "pid=", "--ppid", parent).Output()
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(out)))
	if err != nil {
		t.Fatal(err)
	}
	return pid
}

// What is typed in a form is there again, however the real program ended. A note is saved
// where there is time to; after a kill it stands in its form.
func TestWhatIsTypedOutlivesTheProgram(t *testing.T) {
	t.Parallel()
	r := newRealTerminal(t)
	r.importRosa()
	gone := func(pid int) {
		t.Helper()
		// One that has ended and that tmux has not looked after yet is gone too.
		if !comes(func() bool {
			state, err := exec.Command("ps", "-o", "stat=", "-p", strconv.Itoa(pid)).Output()
			return err != nil || strings.HasPrefix(string(state), "Z")
		}) {
			t.Fatal("the program goes on")
		}
	}
	signal := func(s syscall.Signal) func(string) {
		return func(window string) {
			if err := syscall.Kill(r.processIn(window), s); err != nil {
				t.Fatal(err)
			}
		}
	}
	// kept waits until a draft with a text is on disk.
	kept := func(text string) {
		t.Helper()
		var files []string
		if !comes(func() bool {
			files, _ = filepath.Glob(filepath.Join(r.data+".drafts", "*.json"))
			return slices.ContainsFunc(files, func(file string) bool {
				data, err := os.ReadFile(file)
				return err == nil && strings.Contains(string(data), text)
			})
		}) {
			t.Fatalf("%q is not kept while somebody types: %v", text, files)
		}
	}
	said := ""
	for _, c := range []struct {
		name string
		end  func(window string)
	}{
		{"interrupt", func(window string) { r.press(window, "C-c") }},
		{"closed", func(window string) { r.tmux("kill-session", "-t", window) }},
		{"hangup", signal(syscall.SIGHUP)},
		{"terminate", signal(syscall.SIGTERM)},
	} {
		r.start(c.name, "resume")
		r.shows(c.name, "1 of 14")
		r.press(c.name, "n")
		r.shows(c.name, "save and go back")
		r.write(c.name, c.name+"Z ")
		said += c.name + "Z"
		r.shows(c.name, c.name+"Z")
		pid := r.processIn(c.name)
		c.end(c.name)
		gone(pid)
		if text := strings.ReplaceAll(r.run("export", "rosa", "--format", "json"), " ", ""); !strings.Contains(text, said) {
			t.Errorf("%s: the note is not saved", c.name)
		}
	}
	if files, err := os.ReadDir(r.data + ".drafts"); err == nil && len(files) > 0 {
		t.Errorf("a note that is saved is kept as a draft too: %v", files)
	}

	// The program writes by itself after a pause. What it wrote outlives a kill.
	r.start("killed", "resume")
	r.shows("killed", "1 of 14")
	r.press("killed", "n")
	r.shows("killed", "save and go back")
	r.write("killed", "killedZ")
	kept("killedZ")
	pid := r.processIn("killed")
	r.kill("killed")
	gone(pid)
	if strings.Contains(r.run("export", "rosa", "--format", "json"), "killedZ") {
		t.Error("a note that nobody finished is saved")
	}
	r.start("after", "resume")
	r.shows("after", "1 of 14")
	r.press("after", "n")
	r.shows("after", "This is what you had typed.")
	r.shows("after", "killedZ")
	r.press("after", "Escape")
	r.shows("after", "Saved")
	if !strings.Contains(r.run("export", "rosa", "--format", "json"), "killedZ") {
		t.Error("the note is not saved")
	}

	// A name alone makes no session. It stands there when the person comes back.
	r.start("name", "new")
	r.shows("name", "What is your business called?")
	r.write("name", "Quokka FarmZ")
	r.shows("name", "FarmZ")
	pid = r.processIn("name")
	r.tmux("kill-session", "-t", "name")
	gone(pid)
	if list := r.run("list"); strings.Contains(list, "Quokka") {
		t.Errorf("half-saved:\n%s", list)
	}
	r.start("again", "new")
	r.shows("again", "Quokka FarmZ")

	// Line by line, the lines before the last are there.
	r.start("plain", "--plain", "resume")
	r.shows("plain", "What is your answer?")
	r.write("plain", "next\n")
	r.shows("plain", "Question 2 of")
	r.write("plain", "n\n")
	r.shows("plain", "A line with nothing but a full stop ends it.")
	r.write("plain", "The first lineZ\n")
	kept("The first lineZ")
	r.kill("plain")
	r.start("lines", "--plain", "resume")
	r.shows("lines", "What is your answer?")
	r.write("lines", "next\nn\n")
	r.shows("lines", "This is what you had typed.")
	r.shows("lines", "The first lineZ")
}
