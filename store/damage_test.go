package store

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"readycheck/assessment"
)

// damageCase is a sound file with what it says, and older states of it.
type damageCase struct {
	data  []byte
	older [][]byte
	note  holder
	heads []assessment.Head
	// list is what the heads are as JSON.
	list  string
	truth map[string]string
	// said are all answers that were ever given, by session and question.
	said map[string]bool
}

const damagePage = 4096

// newBase is after how many files the sound one is made anew: ids are different each time,
// and with them where everything lies.
const newBase = 2000

// newDamageCase writes a file in the course of which sessions come, grow and go, one has a workshop
// of two rounds, and in one another computer writes too.
func newDamageCase(t *testing.T) *damageCase {
	t.Helper()
	path := filepath.Join(inMemory(t), "sessions.db")
	m := newMeeting()
	s, other := m.computer(t, path), m.computer(t, filepath.Join(inMemory(t), "sessions.db"))
	c := &damageCase{truth: map[string]string{}, said: map[string]bool{}}
	keep := func() []byte {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	held := heldTwice(t, s)
	for _, question := range []string{"own-login", "off-switch", "clean-cut"} {
		c.said[held+question] = true // what follows from votes
	}
	c.said[held+"clean-cut"+"So be it."] = true
	c.older = append(c.older, keep())
	for i := range 6 {
		id := create(t, s, fmt.Sprint("Shop ", i)).ID
		for q := range 24 {
			question := fmt.Sprint("question-", q%18)
			a := answer(assessment.Level(1+q%4), strings.Repeat(fmt.Sprint("note ", q, " "), 1+q*i))
			if saved := <-s.SaveAnswer(assessment.AnswerChange{Session: id, Question: question, Answer: a, Base: 1 << 62}); saved.Err != nil {
				t.Fatal(saved.Err)
			}
			c.said[id+question+a.Note] = true
			if q%4 == 0 {
				c.older = append(c.older, keep())
			}
		}
		if i == 2 {
			if _, err := s.Delete(id); err != nil {
				t.Fatal(err)
			}
			c.older = append(c.older, keep())
		}
	}
	m.meet(t, s, other)
	shared, err := other.List(0, 1)
	if err != nil {
		t.Fatal(err)
	}
	for question, note := range map[string]string{"question-1": "said elsewhere", "question-20": "said elsewhere alone"} {
		a := answer(assessment.Partly, note)
		if saved := <-other.SaveAnswer(assessment.AnswerChange{Session: shared[0].ID, Question: question, Answer: a, Base: 1 << 62}); saved.Err != nil {
			t.Fatal(saved.Err)
		}
		c.said[shared[0].ID+question+note] = true
	}
	m.meet(t, other, s)
	c.data, c.note = keep(), noteIn(path+lockSuffix)
	if c.heads, err = s.List(0, 0); err != nil {
		t.Fatal(err)
	}
	c.list = asJSON(t, c.heads)
	for _, head := range c.heads {
		session, err := s.Load(head.ID)
		if err != nil {
			t.Fatal(err)
		}
		c.truth[head.ID] = asJSON(t, session)
	}
	return c
}

func asJSON(t *testing.T, value any) string {
	t.Helper()
	data, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// damage makes one damaged file. The seed alone decides how.
func (c *damageCase) damage(seed uint64) (data []byte, how string) {
	chance := rand.New(rand.NewPCG(7, seed))
	data = append([]byte(nil), c.data...)
	pages := len(data) / damagePage
	// Half of the damage goes where the tree begins and where pages say what they are.
	page := func() int {
		if chance.IntN(2) == 0 {
			return chance.IntN(min(pages, 8))
		}
		return chance.IntN(pages)
	}
	at := func() int {
		p := page() * damagePage
		if chance.IntN(2) == 0 {
			return p + chance.IntN(128)
		}
		return p + chance.IntN(damagePage)
	}
	copyPage := func(to int, from []byte, p int) {
		if (p+1)*damagePage <= len(from) {
			copy(data[to*damagePage:(to+1)*damagePage], from[p*damagePage:])
		}
	}
	switch chance.IntN(10) {
	case 0:
		for range 1 + chance.IntN(8) {
			data[at()] ^= 1 << chance.IntN(8)
		}
		return data, "flipped bits"
	case 1:
		return data[:chance.IntN(len(data))], "cut off"
	case 2:
		return data[:chance.IntN(pages)*damagePage], "cut off between pages"
	case 3:
		from := at()
		clear(data[from:min(len(data), from+1+chance.IntN(2*damagePage))])
		return data, "zeroed"
	case 4:
		clear(data[page()*damagePage:][:damagePage])
		return data, "a zeroed page"
	case 5:
		a, b := page(), page()
		copyPage(a, c.data, b)
		copyPage(b, c.data, a)
		return data, "swapped pages"
	case 6:
		from := c.older[chance.IntN(len(c.older))]
		for range 1 + chance.IntN(3) {
			p := page()
			copyPage(p, from, p)
		}
		return data, "stale pages"
	case 7:
		from := c.older[chance.IntN(len(c.older))]
		cut := chance.IntN(pages) * damagePage
		copy(data[cut:], from[min(cut, len(from)):])
		if chance.IntN(2) == 0 {
			copy(data, from[:min(cut, len(from))])
		}
		return data, "partly an older file"
	case 8:
		from := at()
		for i := from; i < min(len(data), from+1+chance.IntN(600)); i++ {
			data[i] = byte(chance.Uint32())
		}
		return data, "garbage inside"
	}
	if chance.IntN(4) == 0 {
		data = data[:chance.IntN(3*damagePage)]
		for i := range data {
			data[i] = byte(chance.Uint32())
		}
		return data, "all garbage"
	}
	copyPage(page(), c.data, page())
	return data, "a page in the place of another"
}

// write puts a damaged file and the lock's note into a folder.
func (c *damageCase) write(t *testing.T, folder string, data []byte) string {
	t.Helper()
	path := filepath.Join(folder, "sessions.db")
	if err := errors.Join(os.WriteFile(path, data, 0o600), os.WriteFile(path+lockSuffix, nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	lock, err := os.OpenFile(path+lockSuffix, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	// As this version writes it. A note of an earlier one has the transaction alone, which a tree
	// that is older than its own first page passes.
	h := held{file: lock, note: c.note}
	if err := errors.Join(h.sign(), lock.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestDamagedFiles opens damaged files. Each must give an error, or exactly what was
// saved; and a repair must bring back nothing that was never said.
// READYCHECK_DAMAGE=100000 is the long run.
func TestDamagedFiles(t *testing.T) {
	files := long(t, "READYCHECK_DAMAGE", 200)
	// Small files are opened all the time, and what they leave is small.
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	var sum damageSum
	var next atomic.Uint64
	t.Run("at once", func(t *testing.T) {
		for range runtime.GOMAXPROCS(0) {
			t.Run("", func(t *testing.T) {
				t.Parallel()
				folder := inMemory(t)
				c, base := newDamageCase(t), uint64(0)
				for seed := next.Add(1) - 1; seed < uint64(files) && !t.Failed(); seed = next.Add(1) - 1 {
					if seed/newBase != base {
						c, base = newDamageCase(t), seed/newBase
					}
					data, how := c.damage(seed)
					path := c.write(t, folder, data)
					watchdog := time.AfterFunc(time.Minute, func() { panic(fmt.Sprintf("seed %d (%s): no end", seed, how)) })
					refused, rescued := c.read(t, path, seed, how), 0
					if refused {
						rescued = c.repair(t, path, seed, how)
					}
					watchdog.Stop()
					sum.add(how, refused, rescued)
					empty(t, folder)
				}
			})
		}
	})
	t.Log(&sum)
	if sum.refused == 0 || sum.refused == sum.files {
		t.Error("all files went the same way, so the harness shows nothing")
	}
}

// damageSum counts what became of damaged files.
type damageSum struct {
	mu                      sync.Mutex
	files, refused, rescued int
	// counts are files, and those that were refused, by how they were damaged.
	counts map[string][2]int
}

func (d *damageSum) add(how string, refused bool, rescued int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.counts == nil {
		d.counts = map[string][2]int{}
	}
	n := d.counts[how]
	n[0]++
	d.files++
	d.rescued += rescued
	if refused {
		n[1]++
		d.refused++
	}
	d.counts[how] = n
}

func (d *damageSum) String() string {
	var out strings.Builder
	for _, how := range slices.Sorted(maps.Keys(d.counts)) {
		_, _ = fmt.Fprintf(&out, "\n%-32s %6d files, %6d refused", how, d.counts[how][0], d.counts[how][1])
	}
	_, _ = fmt.Fprintf(&out, "\n%d files, %d refused, the others read exactly as saved; %d answers rescued from the refused ones", d.files, d.refused, d.rescued)
	return out.String()
}

// read reports whether the file was refused.
func (c *damageCase) read(t *testing.T, path string, seed uint64, how string) bool {
	t.Helper()
	s := New(path, time.Now)
	defer func() { _ = s.Close() }()
	heads, err := s.List(0, 0)
	if err != nil {
		c.mustBeSentence(t, err, seed, how)
	} else if got := asJSON(t, heads); got != c.list {
		t.Errorf("seed %d (%s): a wrong list", seed, how)
	}
	refused := err != nil
	for id, want := range c.truth {
		session, err := s.Load(id)
		switch {
		case err != nil:
			c.mustBeSentence(t, err, seed, how)
			refused = true
		case asJSON(t, session) != want:
			t.Errorf("seed %d (%s): a wrong answer", seed, how)
		}
	}
	if !refused {
		c.goOn(t, s, fmt.Sprintf("seed %d (%s)", seed, how))
	}
	return refused
}

// goOn saves an answer in a file that was not refused: what is damaged in it must be of
// no use to anybody.
func (c *damageCase) goOn(t *testing.T, s *Store, where string) {
	t.Helper()
	id := c.heads[len(c.heads)-1].ID
	saved := <-s.SaveAnswer(assessment.AnswerChange{Session: id, Question: "one-more", Base: 1 << 62, Answer: answer(assessment.No, "after")})
	if saved.Err != nil {
		t.Errorf("%s: saving: %v", where, saved.Err)
		return
	}
	for other, want := range c.truth {
		session, err := s.Load(other)
		switch {
		case err != nil:
			t.Errorf("%s: after saving: %v", where, err)
		case other == id && session.Answers["one-more"].Note != "after":
			t.Errorf("%s: the new answer is not there", where)
		case other != id && asJSON(t, session) != want:
			t.Errorf("%s: after saving: a wrong answer", where)
		}
	}
}

func (c *damageCase) mustBeSentence(t *testing.T, err error, seed uint64, how string) {
	t.Helper()
	var own *Error
	if !errors.As(err, &own) || own.Sentence() == "" || errors.Is(err, assessment.ErrNotFound) {
		t.Errorf("seed %d (%s): the error is %v", seed, how, err)
	}
}

// repair returns how many answers a repair brought back. None may be one that was never given.
func (c *damageCase) repair(t *testing.T, path string, seed uint64, how string) int {
	t.Helper()
	s := New(path, time.Now)
	defer func() { _ = s.Close() }()
	if _, err := s.Repair(func(*assessment.Session) assessment.Standing { return assessment.Standing{} }); err != nil {
		t.Errorf("seed %d (%s): repair: %v", seed, how, err)
		return 0
	}
	heads, err := s.List(0, 0)
	if err != nil {
		t.Errorf("seed %d (%s): after the repair: %v", seed, how, err)
	}
	n := 0
	for _, head := range heads {
		session, err := s.Load(head.ID)
		if err != nil {
			t.Errorf("seed %d (%s): after the repair: %v", seed, how, err)
			continue
		}
		for question, a := range session.Answers {
			if !c.said[head.ID+question+a.Note] {
				t.Errorf("seed %d (%s): the repair made up an answer", seed, how)
			}
			n++
		}
		if session.Team != nil && (len(session.Team.Shown().Second["off-switch"].Votes) > 0 || len(session.Team.Shown().Votes["powers-listed"]) > 0) {
			t.Errorf("seed %d (%s): the repair shows votes that no room has seen", seed, how)
		}
	}
	return n
}

// The control reads the same files as a program does that trusts them. It must be seen to
// crash, and to give wrong answers in silence.
func TestDamagedFilesControl(t *testing.T) {
	c := newDamageCase(t)
	files := long(t, "READYCHECK_DAMAGE_CONTROL", 75)
	folder := inMemory(t)
	right := ""
	crashed, hung, wrong := 0, 0, 0
	p := startPlain(t)
	for i := -1; i < files; i++ {
		data := c.data
		if i >= 0 {
			data, _ = c.damage(uint64(i))
		}
		said, err := p.read(c.write(t, folder, data))
		switch {
		case i < 0:
			right = said
		case errors.Is(err, errHung):
			hung++
			p = startPlain(t)
		case err != nil:
			crashed++
			p = startPlain(t)
		case said != "error" && said != right:
			wrong++
		}
		empty(t, folder)
	}
	t.Logf("%d files: %d crashes, %d without end, %d wrong in silence", files, crashed, hung, wrong)
	if crashed == 0 || wrong == 0 || !strings.HasPrefix(right, "read ") {
		t.Error("a program that trusts its file came through, so the damage is too mild")
	}
}

// plain is a process in the role "open without any checks".
type plain struct {
	in   io.Writer
	out  *bufio.Reader
	kill func()
}

func startPlain(t *testing.T) *plain {
	t.Helper()
	command := child("open without any checks")
	in, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	p := &plain{in: in, out: bufio.NewReader(out), kill: func() { _ = command.Process.Kill() }}
	t.Cleanup(func() {
		p.kill()
		_ = command.Wait()
	})
	return p
}

var errHung = errors.New("no end")

func (p *plain) read(path string) (string, error) {
	hung := make(chan struct{})
	timer := time.AfterFunc(5*time.Second, func() {
		close(hung)
		p.kill()
	})
	defer timer.Stop()
	if _, err := fmt.Fprintln(p.in, path); err != nil {
		return "", err
	}
	line, err := p.out.ReadString('\n')
	if err != nil {
		select {
		case <-hung:
			return "", errHung
		default:
			return "", err
		}
	}
	return strings.TrimSpace(line), nil
}

// inMemory is a folder in memory where the system has one: what is tested here is not the
// disk.
func inMemory(t *testing.T) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		return folderOf(t)
	}
	folder, err := os.MkdirTemp("/dev/shm", "readycheck-")
	if err != nil {
		return folderOf(t)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	return folder
}

func empty(t *testing.T, folder string) {
	t.Helper()
	emptied := filesIn(folder)
	for _, path := range slices.Backward(emptied) {
		if path != folder {
			_ = os.Remove(path)
		}
	}
}
