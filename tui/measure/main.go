//go:build linux

// Command measure times the real program in a pseudo-terminal and compares it, in one
// run, with a bare Bubble Tea program and with `gum choose`:
//
//	go run ./tui/measure
//
// It prints the median time from exec to the first full frame of each with the ratios,
// how long a key takes to change the screen, the processor time of idle programs, and the
// memory that a list of 100,000 sessions takes.
// It builds what it needs in a temporary folder; without gum it says so and goes on.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/creack/pty"
)

const gumVersion = "v0.17.0"

var report = log.New(os.Stdout, "", 0)

func main() {
	starts := flag.Int("starts", 40, "how often each program is started")
	presses := flag.Int("keys", 300, "how many keys are pressed")
	sessions := flag.Int("sessions", 100_000, "how many sessions the long list holds")
	idle := flag.Duration("idle", 10*time.Second, "how long the idle program is watched")
	flag.Parse()
	if err := run(*starts, *presses, *sessions, *idle); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(starts, presses, sessions int, idle time.Duration) error {
	folder, err := os.MkdirTemp("", "readycheck-measure")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	programs, err := build(folder, sessions)
	if err != nil {
		return err
	}
	if err := compareStarts(programs, starts); err != nil {
		return err
	}
	for _, p := range programs[:3] {
		if err := pressKeys(p, presses); err != nil {
			return err
		}
	}
	for _, p := range programs[:3] {
		if err := watchIdle(p, idle); err != nil {
			return err
		}
	}
	return watchMemory(programs[1])
}

// program is one thing to start: its full frame is there when the marker is.
type program struct {
	name, marker string
	args         []string
	times        []time.Duration
}

func build(folder string, many int) ([]*program, error) {
	sessions := filepath.Join(folder, "data", "sessions.db")
	ours, bare, fill := filepath.Join(folder, "readycheck"), filepath.Join(folder, "bare"), filepath.Join(folder, "many")
	for out, from := range map[string]string{ours: ".", bare: "./tui/measure/bare", fill: "./store/many"} {
		// As a release is built.
		build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", out, from)
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if output, err := build.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("building %s: %w\n%s", from, err, output)
		}
	}
	// Two sessions, so that the first full frame holds a list read from disk.
	answers := filepath.Join(folder, "answers.yaml")
	text := "format: readycheck/session/1\nbusiness: Rosas Bakery\nuse: Answer emails\nsetup: {}\nanswers: {}\n"
	if err := os.WriteFile(answers, []byte(text), 0o600); err != nil {
		return nil, err
	}
	for range 2 {
		if output, err := exec.Command(ours, "--data", sessions, "import", answers).CombinedOutput(); err != nil {
			return nil, fmt.Errorf("import: %w\n%s", err, output)
		}
	}
	long := filepath.Join(folder, "long", "sessions.db")
	if output, err := exec.Command(fill, long, strconv.Itoa(many)).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("many: %w\n%s", err, output)
	}
	programs := []*program{
		{name: "readycheck", marker: "Rosas Bakery", args: []string{ours, "--data", sessions}},
		{name: fmt.Sprintf("readycheck, %d", many), marker: "Shop", args: []string{ours, "--data", long}},
		{name: "bare", marker: "one line", args: []string{bare}},
	}
	install := exec.Command("go", "install", "github.com/charmbracelet/gum@"+gumVersion)
	install.Env = append(os.Environ(), "GOBIN="+folder, "GOFLAGS=")
	if output, err := install.CombinedOutput(); err != nil {
		report.Printf("gum %s cannot be built here, so it is left out: %v\n%s", gumVersion, err, output)
		return programs, nil
	}
	return append(programs, &program{
		name: "gum choose", marker: "third", args: []string{filepath.Join(folder, "gum"), "choose", "first", "second", "third"},
	}), nil
}

// terminal is a program running in a pseudo-terminal.
type terminal struct {
	file   *os.File
	cmd    *exec.Cmd
	chunks chan []byte
}

func start(p *program) (*terminal, error) {
	cmd := exec.Command(p.args[0], p.args[1:]...)
	cmd.Env = append(os.Environ(), "TERM=xterm-256color")
	file, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		return nil, err
	}
	t := &terminal{file, cmd, make(chan []byte, 1024)}
	go func() {
		defer close(t.chunks)
		for {
			buffer := make([]byte, 32<<10)
			n, err := file.Read(buffer)
			if n > 0 {
				answerQueries(file, buffer[:n])
				t.chunks <- buffer[:n]
			}
			if err != nil {
				return
			}
		}
	}()
	return t, nil
}

// answerQueries does what every terminal does: it answers what a program asks at its
// start. gum waits for that.
func answerQueries(file *os.File, output []byte) {
	for query, reply := range map[string]string{
		"\x1b]11;?":    "\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\",
		"\x1b]10;?":    "\x1b]10;rgb:d0d0/d0d0/d0d0\x1b\\",
		"\x1b[6n":      "\x1b[1;1R",
		"\x1b[c":       "\x1b[?62;22c",
		"\x1b[?2026$p": "\x1b[?2026;2$y",
		"\x1b[?2027$p": "\x1b[?2027;0$y",
		"\x1b[?u":      "\x1b[?0u",
	} {
		if bytes.Contains(output, []byte(query)) {
			_, _ = file.WriteString(reply)
		}
	}
}

func (t *terminal) stop() {
	_ = t.cmd.Process.Kill()
	_ = t.cmd.Wait()
	_ = t.file.Close()
}

// until reads until the marker is there.
func (t *terminal) until(marker string) error {
	var seen bytes.Buffer
	timeout := time.After(10 * time.Second)
	for {
		select {
		case chunk, open := <-t.chunks:
			if !open {
				return io.ErrUnexpectedEOF
			}
			seen.Write(chunk)
			if bytes.Contains(seen.Bytes(), []byte(marker)) {
				return nil
			}
		case <-timeout:
			return fmt.Errorf("%q never came; got %q", marker, seen.String())
		}
	}
}

func compareStarts(programs []*program, starts int) error {
	for range starts {
		for _, p := range programs {
			began := time.Now()
			t, err := start(p)
			if err != nil {
				return err
			}
			err = t.until(p.marker)
			p.times = append(p.times, time.Since(began))
			t.stop()
			if err != nil {
				return fmt.Errorf("%s: %w", p.name, err)
			}
		}
	}
	ours := median(programs[0].times)
	report.Printf("from exec to the first full frame, median of %d, taken in turns:", starts)
	for _, p := range programs {
		report.Printf("  %-18s %8.1f ms   readycheck is %.2f of it", p.name, ms(median(p.times)), float64(ours)/float64(median(p.times)))
	}
	return nil
}

// open starts a program and waits for its first full frame and all that follows it.
func open(p *program) (*terminal, error) {
	t, err := start(p)
	if err != nil {
		return nil, err
	}
	if err := t.until(p.marker); err != nil {
		t.stop()
		return nil, fmt.Errorf("%s: %w", p.name, err)
	}
	time.Sleep(time.Second)
	t.settle()
	return t, nil
}

// pressKeys times keys that change the screen.
func pressKeys(p *program, presses int) error {
	t, err := open(p)
	if err != nil {
		return err
	}
	defer t.stop()
	var times []time.Duration
	for i := range presses {
		key := "\x1b[B"
		if i%2 == 1 {
			key = "\x1b[A"
		}
		// Keys come at any moment between two frames, as a person's do.
		time.Sleep(time.Duration(20+i%17) * time.Millisecond)
		began := time.Now()
		if _, err := t.file.WriteString(key); err != nil {
			return err
		}
		if _, open := <-t.chunks; !open {
			return io.ErrUnexpectedEOF
		}
		times = append(times, time.Since(began))
		t.settle()
	}
	slices.Sort(times)
	report.Printf("from a key to the changed screen of %s, %d keys: median %.1f ms, p99 %.1f ms",
		p.name, presses, ms(median(times)), ms(times[len(times)*99/100]))
	return nil
}

// watchIdle sums up what a program costs while nothing happens.
func watchIdle(p *program, idle time.Duration) error {
	t, err := open(p)
	if err != nil {
		return err
	}
	defer t.stop()
	before, err := processorTime(t.cmd.Process.Pid)
	if err != nil {
		return err
	}
	time.Sleep(idle)
	after, err := processorTime(t.cmd.Process.Pid)
	if err != nil {
		return err
	}
	report.Printf("processor time of %s, idle for %s: %s", p.name, idle, (after - before).Round(100*time.Microsecond))
	return nil
}

// watchMemory says what a long list takes: when it is read, at the most, and after filtering.
func watchMemory(p *program) error {
	t, err := open(p)
	if err != nil {
		return err
	}
	defer t.stop()
	time.Sleep(5 * time.Second)
	read := t.memory("VmRSS")
	for _, key := range strings.Split("/shop 0 1 2", "") {
		if _, err := t.file.WriteString(key); err != nil {
			return err
		}
		time.Sleep(50 * time.Millisecond)
		t.settle()
	}
	report.Printf("memory of %s: %s when the list is read, %s after filtering, %s at the most",
		p.name, read, t.memory("VmRSS"), t.memory("VmHWM"))
	return nil
}

// memory is a line of what the system knows of a process.
func (t *terminal) memory(field string) string {
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", t.cmd.Process.Pid))
	_, rest, _ := strings.Cut(string(status), field+":")
	line, _, _ := strings.Cut(rest, "\n")
	return strings.TrimSpace(line)
}

// settle reads what still comes of the last frame.
func (t *terminal) settle() {
	for {
		select {
		case <-t.chunks:
		case <-time.After(15 * time.Millisecond):
			return
		}
	}
}

// processorTime is what all threads of a process have run, from the scheduler's count.
func processorTime(pid int) (time.Duration, error) {
	files, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
	if err != nil {
		return 0, err
	}
	var sum time.Duration
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return 0, err
		}
		ran, err := strconv.ParseInt(strings.Fields(string(data))[0], 10, 64)
		if err != nil {
			return 0, err
		}
		sum += time.Duration(ran)
	}
	return sum, nil
}

func median(times []time.Duration) time.Duration {
	sorted := slices.Sorted(slices.Values(times))
	return sorted[len(sorted)/2]
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
