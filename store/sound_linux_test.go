package store

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"readycheck/assessment"
)

func init() { roles["use a sound file"] = useSoundFile }

// useSoundFile saves to a session and looks at the file, each so often that it makes args[3]
// openings, and says how many and what each said that failed. Every eighth is a new window,
// which examines all of the file.
func useSoundFile(args []string) {
	s := New(args[0], time.Now)
	n, err := strconv.Atoi(args[3])
	stop(err)
	for i := range n {
		if i%8 == 7 {
			another := New(args[0], time.Now)
			_, err = another.List(0, 0)
			_ = another.Close()
		} else {
			err = (<-s.SaveAnswer(assessment.AnswerChange{Session: args[1], Question: fmt.Sprint("question-", args[2], i%20), Base: 1 << 62, Answer: answer(assessment.No, args[2])})).Err
		}
		fmt.Println(verdictOn(err))
	}
}

// verdictOn is what an opening of a file said of it, in one line.
func verdictOn(err error) string {
	switch {
	case err == nil:
		return "sound"
	case errors.Is(err, ErrDamaged):
		return "damaged"
	}
	return "error " + strings.ReplaceAll(err.Error(), "\n", " ")
}

// soundFiles counts what was said of sound files, by what had happened to them.
type soundFiles struct {
	mu     sync.Mutex
	counts map[string]map[string]int
}

func (f *soundFiles) add(t *testing.T, circumstance, verdict string) {
	t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.counts == nil {
		f.counts = map[string]map[string]int{}
	}
	if f.counts[circumstance] == nil {
		f.counts[circumstance] = map[string]int{}
	}
	word, _, _ := strings.Cut(verdict, " ")
	f.counts[circumstance][word]++
	if word == "error" {
		t.Errorf("%s: %s", circumstance, verdict)
	}
}

// damaged is how many were told damaged.
func (f *soundFiles) damaged() (n int) {
	for _, said := range f.counts {
		n += said["damaged"]
	}
	return n
}

func (f *soundFiles) String() string {
	var out strings.Builder
	for _, circumstance := range slices.Sorted(maps.Keys(f.counts)) {
		said, all := f.counts[circumstance], 0
		for _, n := range said {
			all += n
		}
		_, _ = fmt.Fprintf(&out, "\n%-22s %6d openings, %d told damaged", circumstance, all, said["damaged"])
	}
	return out.String()
}

// open looks at a whole file in a new window.
func (f *soundFiles) open(t *testing.T, circumstance, path string) {
	t.Helper()
	s := New(path, time.Now)
	heads, err := s.List(0, 0)
	if err == nil && len(heads) == 0 {
		err = errors.New("no session is there")
	}
	_ = s.Close()
	f.add(t, circumstance, verdictOn(err))
}

// twoWindows has two processes use a file together, and removes its lock meanwhile if it is
// to.
func (f *soundFiles) twoWindows(t *testing.T, circumstance, path, session string, openings int, unlock bool) {
	t.Helper()
	var all sync.WaitGroup
	for _, name := range []string{"one", "other"} {
		all.Go(func() {
			out, err := child("use a sound file", path, session, name, fmt.Sprint((openings+1)/2)).Output()
			if err != nil {
				t.Errorf("%s: %v", circumstance, err)
			}
			for line := range strings.Lines(string(out)) {
				f.add(t, circumstance, strings.TrimSpace(line))
			}
		})
	}
	done := make(chan struct{})
	go func() {
		all.Wait()
		close(done)
	}()
	removed := 0
	for going := true; going; {
		select {
		case <-done:
			going = false
		case <-time.After(time.Millisecond):
			if unlock && os.Remove(path+lockSuffix) == nil {
				removed++
			}
		}
	}
	if unlock && removed == 0 {
		t.Errorf("%s: the lock was never removed", circumstance)
	}
}

// crash kills a process that saves.
func crash(t *testing.T, path string) {
	t.Helper()
	killed := child("save until killed", path)
	out, err := killed.StdoutPipe()
	if err == nil {
		err = killed.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for n := 0; n < 4 && lines.Scan(); n++ {
		if strings.HasPrefix(lines.Text(), "error") {
			t.Error(lines.Text())
		}
	}
	_ = killed.Process.Kill()
	_ = killed.Wait()
}

// TestSoundFilesAreNeverCalledDamaged opens sound files: while two windows save, while
// somebody removes the lock between them, after a crash, and when they were copied, with the
// lock's note or without. READYCHECK_SOUND=10000 is the long run: so many openings of each
// kind, of files of 40, 400 and 3,600 sessions.
func TestSoundFilesAreNeverCalledDamaged(t *testing.T) {
	openings := long(t, "READYCHECK_SOUND", 6)
	var f soundFiles
	for _, of := range []struct{ sessions, share int }{{40, 4}, {400, 5}, {3600, 1}} {
		n := max(1, openings*of.share/10)
		c := newLongFileCase(t, size{sessions: of.sessions})
		folder := inMemoryOf(t)
		path, copied := filepath.Join(folder, "sessions.db"), filepath.Join(folder, "copy.db")
		c.put(t, path)
		first := New(path, time.Now)
		heads, err := first.List(0, 1)
		_ = first.Close()
		if err != nil {
			t.Fatal(err)
		}
		f.twoWindows(t, "two windows", path, heads[0].ID, n, false)
		f.twoWindows(t, "lock deleted in use", path, heads[0].ID, max(n, 8), true)
		for i := range n {
			// Every twentieth begins with the small file again: a session's history goes on growing.
			if i%20 == 0 {
				c.put(t, path)
			}
			crash(t, path)
			f.open(t, "after a crash", path)
			copyFile(t, path, copied)
			if i%2 == 0 {
				copyFile(t, path+lockSuffix, copied+lockSuffix)
			} else {
				_ = os.Remove(copied + lockSuffix)
			}
			f.open(t, "after a copy", copied)
		}
	}
	t.Log(&f)
	if n := f.damaged(); n > 0 {
		t.Errorf("%d sound files were told damaged", n)
	}
	for _, circumstance := range []string{"two windows", "lock deleted in use", "after a crash", "after a copy"} {
		if f.counts[circumstance]["sound"] == 0 {
			t.Errorf("%s: nothing was opened", circumstance)
		}
	}
}

// The control makes a sound file unsound, by one byte of its records: in every circumstance that
// must be counted.
func TestSoundFilesAreNeverCalledDamagedControl(t *testing.T) {
	c := newLongFileCase(t, size{sessions: 40})
	path := filepath.Join(inMemoryOf(t), "sessions.db")
	c.put(t, path)
	heads, err := open(t, path).List(0, 1)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	// Whichever of them are in use.
	data = bytes.ReplaceAll(data, []byte("Shop "), []byte("Chop "))
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	var f soundFiles
	f.twoWindows(t, "two windows", path, heads[0].ID, 16, false)
	f.twoWindows(t, "lock deleted in use", path, heads[0].ID, 16, true)
	f.open(t, "after a crash", path)
	f.open(t, "after a copy", path)
	t.Log(&f)
	for circumstance, said := range f.counts {
		if said["damaged"] == 0 || said["sound"] > 0 {
			t.Errorf("%s: an unsound file is said to be %v", circumstance, said)
		}
	}
	if len(f.counts) != 4 {
		t.Errorf("%d circumstances were tried", len(f.counts))
	}
}
