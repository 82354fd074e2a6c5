package store

import (
	"bufio"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestKilledAtAnyMoment kills a process that saves, makes backups and compacts, at random
// moments from its first start on. READYCHECK_KILLS=2000 is the long run.
func TestKilledAtAnyMoment(t *testing.T) {
	kills := long(t, "READYCHECK_KILLS", 40)
	acknowledged := 0
	within := 2 * firstAnswer(t)
	for done := 0; done < kills; {
		k := newKilled(t, within)
		for round := 0; round < 20 && done < kills; round++ {
			// Two processes save at once, as soon as there is a session.
			if k.session == "" {
				k.kill(t, "save until killed")
			} else {
				k.killTwo(t, "save until killed")
			}
			done++
			if lost := k.lost(t); len(lost) > 0 {
				t.Fatalf("kill %d: lost %v", done, lost)
			}
		}
		acknowledged += len(k.acknowledged)
	}
	t.Logf("%d kills, %d acknowledged answers, none lost", kills, acknowledged)
	if acknowledged == 0 {
		t.Error("no answer was acknowledged before a kill, so nothing was tested")
	}
}

// The control acknowledges an answer before it is on disk, and must be caught.
func TestKilledControl(t *testing.T) {
	within := 2 * firstAnswer(t)
	for n := 1; n <= 500; n++ {
		k := newKilled(t, within)
		k.kill(t, "acknowledge too early")
		if len(k.lost(t)) > 0 {
			t.Logf("caught at kill %d", n)
			return
		}
	}
	t.Error("a program that says too early that an answer is saved was never caught")
}

// killed is one data file and what processes said that they had saved in it.
type killed struct {
	path string
	mu   sync.Mutex
	// session and acknowledged are guarded.
	session      string
	acknowledged []said
	chance       *rand.Rand
	// within is how long a process may live: half of them die before they have saved anything.
	within time.Duration
}

type said struct{ question, note string }

func newKilled(t *testing.T, within time.Duration) *killed {
	return &killed{
		within: within,
		path:   filepath.Join(folderOf(t), "data", "sessions.db"),
		chance: rand.New(rand.NewPCG(1, uint64(time.Now().UnixNano()))),
	}
}

// kill starts a process and kills it: while it starts, while it makes the file, or while
// it saves.
func (k *killed) kill(t *testing.T, role string) {
	t.Helper()
	k.said(t, k.run(t, role))
}

// killTwo does so with two processes that save to one session. Each is killed at a moment of
// its own.
func (k *killed) killTwo(t *testing.T, role string) {
	t.Helper()
	one, two := k.run(t, role), k.run(t, role)
	var all sync.WaitGroup
	all.Go(func() { k.said(t, one) })
	k.said(t, two)
	all.Wait()
}

// doomed is a process that will be killed.
type doomed struct {
	command *exec.Cmd
	out     io.ReadCloser
	wait    time.Duration
}

func (k *killed) run(t *testing.T, role string) doomed {
	t.Helper()
	command := child(role, k.path)
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	command.Stderr = os.Stderr
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	return doomed{command, out, time.Duration(k.chance.Int64N(int64(k.within)))}
}

// firstAnswer is how long a process takes here until it says that it has saved something: a
// few milliseconds, or a second where starting one is dear.
func firstAnswer(t *testing.T) time.Duration {
	t.Helper()
	command := child("save until killed", filepath.Join(folderOf(t), "sessions.db"))
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "answer") {
			break
		}
	}
	took := time.Since(began)
	_ = command.Process.Kill()
	_, _ = io.Copy(io.Discard, out)
	_ = command.Wait()
	return took
}

// said reads what a process says until it is killed.
func (k *killed) said(t *testing.T, d doomed) {
	t.Helper()
	timer := time.AfterFunc(d.wait, func() { _ = d.command.Process.Kill() })
	defer timer.Stop()
	lines := bufio.NewReader(d.out)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			break // a line cut off was not acknowledged
		}
		k.mu.Lock()
		switch word := strings.Fields(line); word[0] {
		case "session":
			k.session = word[1]
		case "answer":
			k.acknowledged = append(k.acknowledged, said{word[1], word[2]})
		default:
			t.Errorf("the process says: %s", line)
		}
		k.mu.Unlock()
	}
	_, _ = io.Copy(io.Discard, d.out)
	_ = d.command.Wait()
}

// lost checks the file and names each acknowledged answer that is not in it. A later
// answer to the same question may stand in its place.
func (k *killed) lost(t *testing.T) []said {
	t.Helper()
	if _, err := os.Stat(k.path); err != nil {
		return k.acknowledged
	}
	if err := CheckFile(k.path); err != nil {
		t.Fatalf("bbolt's own check: %v", err)
	}
	inv, err := examineFile(k.path, false)
	if err == nil {
		err = inv.sound()
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, backup := range mustBackups(t, New(k.path, time.Now)) {
		inv, err := examineFile(backup.Path, false)
		if err != nil || inv.sound() != nil {
			t.Fatalf("the backup %s is damaged", backup.Path)
		}
	}
	s := open(t, k.path)
	if k.session == "" {
		return k.acknowledged
	}
	changes, err := s.History(k.session)
	if err != nil {
		t.Fatal(err)
	}
	there, last := map[said]bool{}, map[string]string{}
	for _, change := range changes {
		if change.To != nil {
			there[said{change.Question, change.To.Note}] = true
			last[change.Question] = change.To.Note
		}
	}
	session, err := s.Load(k.session)
	if err != nil {
		t.Fatal(err)
	}
	var lost []said
	for _, a := range k.acknowledged {
		if !there[a] || session.Answers[a.question].Note != last[a.question] {
			lost = append(lost, a)
		}
	}
	return lost
}

func mustBackups(t *testing.T, s *Store) []Backup {
	t.Helper()
	defer func() { _ = s.Close() }()
	all, err := s.Backups()
	if err != nil {
		t.Fatal(err)
	}
	return all
}
