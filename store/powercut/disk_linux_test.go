package powercut

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// TestCutsOfARealDisk holds the model against a real file system: a workload runs on an
// image of a disk with ext4, with a journal and without, and the image is copied at a random
// moment, without what is still in memory. READYCHECK_POWERCUT_DISKS=200 is how many copies
// are made. It takes rights to mount.
func TestCutsOfARealDisk(t *testing.T) {
	disks, err := strconv.Atoi(os.Getenv("READYCHECK_POWERCUT_DISKS"))
	if err != nil {
		t.Skip("READYCHECK_POWERCUT_DISKS does not say how many")
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	chance := rand.New(rand.NewPCG(seed, 1))
	for _, journal := range []string{"has_journal", "^has_journal"} {
		for _, w := range workloads {
			if w.damaged {
				continue
			}
			r, acked, cut, within := newImage(t, w, journal), 0, 0, 200*time.Millisecond
			for n := range disks {
				s := newStory(r.story, r.drafts)
				if r.runAndCopy(t, s, time.Duration(chance.Int64N(int64(within)))) {
					cut++
					within += within / 10
				} else {
					within -= within / 5
				}
				acked += s.acked
				at := mount(t, r.copied)
				if problem := r.problem(at, s); problem != "" {
					t.Errorf("%s, %s, copy %d: %s", w.name, journal, n, problem)
				}
				unmount(t, at)
			}
			t.Logf("%-14s %-12s %d copies, %d of them before the end, %d acknowledged", w.name, journal, disks, cut, acked)
		}
	}
}

// TestCutsOfARealDiskControl must notice what was acknowledged before it was on the disk.
func TestCutsOfARealDiskControl(t *testing.T) {
	if os.Getenv("READYCHECK_POWERCUT_DISKS") == "" {
		t.Skip("READYCHECK_POWERCUT_DISKS does not say how many")
	}
	chance := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	r := newImage(t, tooEarly, "has_journal")
	for n := range 500 {
		s := newStory(r.story, r.drafts)
		r.runAndCopy(t, s, time.Duration(chance.Int64N(int64(100*time.Millisecond))))
		at := mount(t, r.copied)
		problem := r.problem(at, s)
		unmount(t, at)
		if problem != "" {
			t.Logf("caught at copy %d: %.200s", n+1, problem)
			return
		}
	}
	t.Error("a program that says too early that an answer is saved was never caught")
}

// image is a disk in a file, as it is before a workload.
type image struct {
	recorded
	journal              string
	before, used, copied string
}

func newImage(t *testing.T, w workload, journal string) *image {
	t.Helper()
	folder := temporary(t)
	r := &image{
		recorded: recorded{workload: w}, journal: journal,
		before: filepath.Join(folder, "before"), used: filepath.Join(folder, "used"), copied: filepath.Join(folder, "copied"),
	}
	if err := os.WriteFile(r.before, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(r.before, 16<<20); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("mkfs.ext4", "-q", "-O", journal, r.before).CombinedOutput(); err != nil {
		t.Skipf("no disk can be made here: %v\n%s", err, out)
	}
	at := mount(t, r.before)
	defer unmount(t, at)
	if w.prepare != nil {
		w.prepare(t, at)
	}
	s := open(at)
	defer func() { _ = s.Close() }()
	found, err := toldBy(s)
	if err != nil {
		t.Fatal(err)
	}
	r.story = found
	return r
}

func mount(t *testing.T, file string) string {
	t.Helper()
	at := temporary(t)
	if out, err := exec.Command("mount", "-o", "loop", file, at).CombinedOutput(); err != nil {
		t.Skipf("nothing can be mounted here: %v\n%s", err, out)
	}
	return at
}

func unmount(t *testing.T, at string) {
	t.Helper()
	if out, err := exec.Command("umount", at).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

// runAndCopy starts the workload, stops it after a while, and copies the image. It reports
// whether that was before the end.
func (r *image) runAndCopy(t *testing.T, s *story, after time.Duration) (cut bool) {
	t.Helper()
	duplicate(t, r.before, r.used)
	at := mount(t, r.used)
	command := exec.Command(os.Args[0], at)
	command.Env = append(os.Environ(), roleEnv+"="+r.name)
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	stopped := make(chan struct{})
	stop := time.AfterFunc(after, func() {
		defer close(stopped)
		_ = command.Process.Signal(syscall.SIGSTOP)
		// What the system itself writes meanwhile must not be half in the copy.
		for duplicate(t, r.used, r.copied); !same(t, r.used, r.copied); {
			duplicate(t, r.used, r.copied)
		}
		_ = command.Process.Kill()
	})
	for lines := bufio.NewReader(out); ; {
		line, err := lines.ReadString('\n')
		if err != nil {
			break // a line cut off was not said
		}
		s.said(line)
	}
	_, _ = io.Copy(io.Discard, out)
	cut = command.Wait() != nil
	if stop.Stop() {
		duplicate(t, r.used, r.copied)
	} else {
		<-stopped
	}
	unmount(t, at)
	if r.journal == "has_journal" {
		return cut // mounting plays it
	}
	var ended *exec.ExitError
	if err := exec.Command("e2fsck", "-fy", r.copied).Run(); err != nil && (!errors.As(err, &ended) || ended.ExitCode() > 2) {
		t.Fatalf("e2fsck: %v", err)
	}
	return cut
}

func duplicate(t *testing.T, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, data, 0o600)
	}
	if err != nil {
		t.Error(err)
	}
}

func same(t *testing.T, one, other string) bool {
	t.Helper()
	a, err := os.ReadFile(one)
	if err != nil {
		t.Error(err)
		return true
	}
	b, err := os.ReadFile(other)
	return err != nil || bytes.Equal(a, b)
}
