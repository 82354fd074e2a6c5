package store

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"readycheck/assessment"
	"readycheck/store/boltfile"
)

// Limits of a process that reads one file of up to 200 MiB. Memory is what it has in use at
// most (VmHWM); what it asks for has a limit of its own, so that one that asks for terabytes
// ends.
const (
	mostProcessor = 2 * time.Second
	mostMemory    = 128 << 20
	mostAskedFor  = 1 << 30
)

func init() {
	roles["read within limits"] = func(args []string) { readWithinLimits(args[0]) }
	roles["save within limits"] = func(args []string) { saveWithinLimits(args[0]) }
	roles["trust within limits"] = func(args []string) {
		limit()
		// What walks in a circle ends sooner.
		debug.SetMaxStack(64 << 20)
		openPlainly(nil)
	}
}

func limit() {
	seconds := uint64(mostProcessor / time.Second)
	stop(unix.Setrlimit(unix.RLIMIT_CPU, &unix.Rlimit{Cur: seconds, Max: seconds}))
	stop(unix.Setrlimit(unix.RLIMIT_DATA, &unix.Rlimit{Cur: mostAskedFor, Max: mostAskedFor}))
	stop(unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}))
}

// sampled is how many sessions are read as a whole, beside the list of all.
const sampled = 12

// readWithinLimits says what a file holds, in one line that is the same for the same
// answers, or that it is refused.
func readWithinLimits(path string) {
	limit()
	say(New(path, time.Now))
}

// saveWithinLimits saves an answer.
func saveWithinLimits(path string) {
	limit()
	s := New(path, time.Now)
	heads, err := s.List(0, 1)
	refuse(err)
	saved := <-s.SaveAnswer(assessment.AnswerChange{Session: heads[0].ID, Question: "one-more", Base: 1 << 62, Answer: answer(assessment.No, "after")})
	refuse(saved.Err)
	quiet(s)
	fmt.Println("saved", memory())
	os.Exit(0)
}

func say(s *Store) {
	heads, err := s.List(0, 0)
	refuse(err)
	sum := uint32(0)
	for i, head := range heads {
		if i == 0 {
			// An answer that is saved later changes these.
			head.Revision, head.Sequence, head.Changed = 0, 0, time.Time{}
			head.Standing = assessment.Standing{}
		}
		sum ^= checksum(fmt.Sprint(i), jsonOf(head))
	}
	for i := range min(sampled, len(heads)) {
		id := heads[i*len(heads)/min(sampled, len(heads))].ID
		session, err := s.Load(id)
		refuse(err)
		history, err := s.History(id)
		refuse(err)
		if i > 0 {
			sum ^= checksum(id, jsonOf(session, history))
			continue
		}
		delete(session.Answers, "one-more")
		sum ^= checksum(id, jsonOf(session.Answers))
	}
	fmt.Printf("read %d %08x %d\n", len(heads), sum, memory())
	os.Exit(0)
}

func jsonOf(values ...any) []byte {
	data, err := json.Marshal(values)
	stop(err)
	return data
}

func refuse(err error) {
	var own *Error
	switch {
	case err == nil:
		return
	case errors.As(err, &own) && errors.Is(err, ErrDamaged):
		fmt.Println("refused", memory())
		os.Exit(0)
	}
	fmt.Println("raw", err)
	os.Exit(3)
}

// memory is the most that this process had in use.
func memory() (bytes int) {
	status, _ := os.ReadFile("/proc/self/status")
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	_, _ = fmt.Sscan(after, &bytes)
	return bytes << 10
}

// longFileCase is a sound file of some length, and an older state of it.
type longFileCase struct {
	path, older string
	length      int64
	pages       uint64
	freelist    uint64
	note        []byte
	said        string
}

func newLongFileCase(t testing.TB, sessions int) *longFileCase {
	t.Helper()
	c := &longFileCase{path: filepath.Join(inMemoryOf(t), "sessions.db")}
	c.older = c.path + ".older"
	s := New(c.path, time.Now)
	create := func(n int, answers int) {
		var all sync.WaitGroup
		for w := range 64 {
			all.Go(func() {
				for i := w; i < n; i += 64 {
					session := &assessment.Session{Business: fmt.Sprint("Shop ", i), Use: "Answer emails", Answers: map[string]assessment.Answer{}}
					for q := range i % answers {
						session.Answers[fmt.Sprint("question-", q)] = answer(assessment.Level(1+q%4), fmt.Sprint("note ", i))
					}
					if err := s.Create(session, assessment.Standing{Total: 14}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
	}
	create(sessions/2, 20)
	quiet(s)
	copyFile(t, c.path, c.older)
	create(sessions-sessions/2, 20)
	heads, err := s.List(0, min(sessions, 60))
	if err != nil {
		t.Fatal(err)
	}
	for i, head := range heads {
		if i%5 == 0 && len(heads) > 10 {
			if _, err := s.Delete(head.ID); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if saved := <-s.SaveAnswer(assessment.AnswerChange{Session: head.ID, Question: "late", Base: 1 << 62, Answer: answer(assessment.No, "late")}); saved.Err != nil {
			t.Fatal(saved.Err)
		}
	}
	quiet(s)
	s.changed = false
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(c.path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		t.Fatal(err)
	}
	pages, err := boltfile.Read(file, info.Size())
	if err != nil {
		t.Fatal(err)
	}
	c.length, c.pages = info.Size(), pages.Pages
	// Where the newest transaction lists the free pages stands in its meta.
	c.freelist = binary.NativeEndian.Uint64(readAt(t, file, int64(pages.Transaction%2*damagePage)+16+32, 8))
	if c.note, err = os.ReadFile(c.path + lockSuffix); err != nil {
		t.Fatal(err)
	}
	work := filepath.Join(inMemoryOf(t), "sessions.db")
	c.put(t, work)
	c.said, _ = c.ask(t, "read within limits", work)
	if said, _ := c.ask(t, "save within limits", work); said != "saved" {
		t.Fatalf("a sound file of %d bytes: %s", c.length, said)
	}
	if then, _ := c.ask(t, "read within limits", work); !strings.HasPrefix(c.said, "read ") || c.said != then {
		t.Fatalf("a sound file of %d bytes: %q, and after saving %q", c.length, c.said, then)
	}
	return c
}

func inMemoryOf(t testing.TB) string {
	folder, err := os.MkdirTemp("/dev/shm", "readycheck-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	return folder
}

func readAt(t testing.TB, file io.ReaderAt, at int64, n int) []byte {
	t.Helper()
	data := make([]byte, n)
	if _, err := file.ReadAt(data, at); err != nil && !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	return data
}

func copyFile(t testing.TB, from, to string) {
	t.Helper()
	in, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = in.Close() }()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err == nil {
		_, err = out.ReadFrom(in)
	}
	if err = errors.Join(err, out.Close()); err != nil {
		t.Fatal(err)
	}
}

// put copies the sound file and its note to work on.
func (c *longFileCase) put(t testing.TB, work string) {
	t.Helper()
	copyFile(t, c.path, work)
	if err := os.WriteFile(work+lockSuffix, c.note, 0o600); err != nil {
		t.Fatal(err)
	}
}

// hurt damages a copy of the file. The seed alone decides how.
func (c *longFileCase) hurt(t testing.TB, work string, seed uint64) (how string) {
	t.Helper()
	chance := rand.New(rand.NewPCG(11, seed))
	file, err := os.OpenFile(work, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	order := binary.NativeEndian
	someID := func() uint64 { return 2 + chance.Uint64N(c.pages-2) }
	read := func(id uint64) []byte { return readAt(t, file, int64(id*damagePage), damagePage) }
	write := func(id uint64, page []byte) {
		if _, err := file.WriteAt(page, int64(id*damagePage)); err != nil {
			t.Fatal(err)
		}
	}
	// of finds a page of a kind; most are leaves, and branches are worth more.
	of := func(flag uint16) (uint64, []byte) {
		start := someID()
		for n := range c.pages - 2 {
			id := 2 + (start+n)%(c.pages-2)
			if page := read(id); order.Uint16(page[8:]) == flag && order.Uint16(page[10:]) > 0 {
				return id, page
			}
		}
		id := someID()
		return id, read(id)
	}
	tree := func() (uint64, []byte) { return of(uint16(1 + chance.IntN(2))) }
	// pointer changes where an entry leads to: a child, or the root of a bucket.
	pointer := func(to func(from uint64) uint64) {
		id, page := tree()
		i := chance.IntN(max(1, min(100, int(order.Uint16(page[10:])))))
		at := 16 + i*16
		if order.Uint16(page[8:]) == 1 {
			order.PutUint64(page[at+8:], to(id))
		} else if start := at + int(order.Uint32(page[at+4:])) + int(order.Uint32(page[at+8:])); start+8 <= len(page) {
			order.PutUint64(page[start:], to(id))
		}
		write(id, page)
	}
	switch chance.IntN(9) {
	case 0:
		for range 1 + chance.IntN(8) {
			id := someID()
			page := read(id)
			page[chance.IntN([]int{64, damagePage}[chance.IntN(2)])] = byte(chance.Uint32())
			write(id, page)
		}
		return "random bytes"
	case 1:
		pointer(func(uint64) uint64 {
			if chance.IntN(8) == 0 {
				return chance.Uint64()
			}
			return someID()
		})
		return "page pointers"
	case 2:
		id, page := tree()
		count := order.Uint16(page[10:])
		order.PutUint16(page[10:], []uint16{0, count - 1, count + 1, 0xFFFF, uint16(chance.Uint32())}[chance.IntN(5)])
		write(id, page)
		return "counts"
	case 3:
		id, page := tree()
		order.PutUint32(page[12:], []uint32{1, 2, uint32(c.pages - id - 1), 0xFFFFFFFF, chance.Uint32()}[chance.IntN(5)])
		write(id, page)
		return "overflow"
	case 4:
		page := read(c.freelist)
		switch chance.IntN(4) {
		case 0:
			order.PutUint16(page[10:], 0xFFFF)
			order.PutUint64(page[16:], []uint64{1 << 39, 70_000, ^uint64(0)}[chance.IntN(3)])
		case 1:
			order.PutUint16(page[10:], uint16(chance.IntN(600)))
		case 2:
			order.PutUint64(page[16+8*chance.IntN(max(1, int(order.Uint16(page[10:])))):], someID())
		case 3:
			n := order.Uint16(page[10:])
			order.PutUint16(page[10:], n+1)
			order.PutUint64(page[16+8*int(min(n, 500)):], someID())
		}
		write(c.freelist, page)
		return "free list"
	case 5:
		pointer(func(from uint64) uint64 { return from })
		return "cycles"
	case 6:
		a, one := tree()
		b, other := tree()
		if chance.IntN(2) == 0 {
			order.PutUint64(one, b)
			order.PutUint64(other, a)
		}
		write(b, one)
		write(a, other)
		return "swapped pages"
	case 7:
		older, err := os.Open(c.older)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = older.Close() }()
		info, err := older.Stat()
		if err != nil {
			t.Fatal(err)
		}
		for range 1 + chance.IntN(3) {
			id := chance.Uint64N(uint64(info.Size() / damagePage))
			write(id, readAt(t, older, int64(id*damagePage), damagePage))
		}
		return "stale pages"
	}
	cut := int64(2+chance.Uint64N(c.pages-2)) * damagePage
	switch chance.IntN(3) {
	case 0:
		cut += int64(chance.IntN(damagePage))
		if err := file.Truncate(cut); err != nil {
			t.Fatal(err)
		}
	case 1:
		if _, err := file.WriteAt(make([]byte, min(c.length-cut, 1<<20)), cut); err != nil {
			t.Fatal(err)
		}
	case 2:
		older, err := os.ReadFile(c.older)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := file.WriteAt(older[min(cut, int64(len(older))):], cut); err != nil {
			t.Fatal(err)
		}
	}
	return "torn"
}

// ask runs a process in a role on a file. What it says has no memory in it any more.
func (c *longFileCase) ask(t testing.TB, role, path string) (said string, memory int) {
	t.Helper()
	command := child(role, path)
	command.Stdin = strings.NewReader(path + "\n")
	out, err := command.Output()
	said = strings.TrimSpace(string(out))
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		status, _ := exit.Sys().(syscall.WaitStatus)
		if status.Signaled() && (status.Signal() == syscall.SIGXCPU || status.Signal() == syscall.SIGKILL) {
			return "hang", 0
		}
		return "crash " + said + firstLine(exit.Stderr), 0
	case err != nil:
		t.Fatal(err)
	}
	if what, number, ok := cutLast(said); ok && role != "trust within limits" {
		_, _ = fmt.Sscan(number, &memory)
		said = what
	}
	return said, memory
}

func cutLast(text string) (before, last string, ok bool) {
	i := strings.LastIndexByte(text, ' ')
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+1:], true
}

func firstLine(text []byte) string {
	in := bufio.NewScanner(strings.NewReader(string(text)))
	in.Scan()
	return in.Text()
}

// sizes are how many sessions files have: from one page to 200 MiB in the long run, a third
// of them over 16 MiB.
func sizes(long bool) []int {
	if !long {
		return []int{2, 40, 400, 3600}
	}
	return []int{2, 40, 400, 2200, 5000, 10_000, 24_000}
}

// sizeOf picks the size of the file of a seed.
func sizeOf(seed uint64, sizes int) int {
	switch {
	case sizes < 5:
		return []int{0, 1, 2, 1, 2, 0, 1, 3}[seed%8]
	case seed%3 > 0:
		return int(seed/3) % 4
	case seed/3%8 == 7:
		return 6
	case seed/3%4 == 3:
		return 5
	}
	return 4
}

// TestDamagedFilesOfAnyLength damages files page by page, as nothing but a fault of the disk
// or another program does. A process of its own, with limits, must read exactly what was
// saved, or refuse the file with a sentence, and save without harm to anything else.
// READYCHECK_LONG_DAMAGE=3000 is the long run, with files of up to 200 MiB.
func TestDamagedFilesOfAnyLength(t *testing.T) {
	if testing.Short() {
		t.Skip("the limits are those of a program without the race detector")
	}
	files := long(t, "READYCHECK_LONG_DAMAGE", 24)
	cases := longFileCases(t)
	counts, mostUsed := map[string]map[string]int{}, 0
	work := filepath.Join(inMemoryOf(t), "sessions.db")
	over := 0
	for seed := range uint64(files) {
		c := cases[sizeOf(seed, len(cases))]
		c.put(t, work)
		how := c.hurt(t, work, seed)
		said, used := c.ask(t, "read within limits", work)
		if said == c.said {
			saved, more := c.ask(t, "save within limits", work)
			then, again := c.ask(t, "read within limits", work)
			used = max(used, more, again)
			if said = "as saved"; saved != "saved" || then != c.said {
				said = "wrong after saving: " + saved + ", " + then
			}
		}
		mostUsed = max(mostUsed, used)
		if c.length > longFile {
			over++
		}
		if counts[how] == nil {
			counts[how] = map[string]int{}
		}
		what, _, _ := strings.Cut(said, ":")
		counts[how][what]++
		if said != "as saved" && said != "refused" {
			t.Errorf("seed %d (%s, %d bytes): %s, and it was %s", seed, how, c.length, said, c.said)
		}
		if used > mostMemory {
			t.Errorf("seed %d (%s, %d bytes): %d bytes of memory", seed, how, c.length, used)
		}
	}
	for how, said := range counts {
		t.Logf("%-16s %v", how, said)
	}
	t.Logf("%d files, %d of them over 16 MiB, at most %d MiB of memory", files, over, mostUsed>>20)
}

func longFileCases(t *testing.T) []*longFileCase {
	var cases []*longFileCase
	for _, sessions := range sizes(os.Getenv("READYCHECK_LONG_DAMAGE") != "") {
		cases = append(cases, newLongFileCase(t, sessions))
	}
	return cases
}

// The control reads the same files with bbolt alone, and must be seen to crash, to find no
// end, and to be wrong in silence.
func TestDamagedFilesOfAnyLengthControl(t *testing.T) {
	if testing.Short() {
		t.Skip("a circle takes its time")
	}
	files := long(t, "READYCHECK_LONG_DAMAGE_CONTROL", 10)
	c := newLongFileCase(t, 60)
	work := filepath.Join(inMemoryOf(t), "sessions.db")
	c.put(t, work)
	right, _ := c.ask(t, "trust within limits", work)
	counts := map[string]int{}
	for seed := range uint64(files) {
		c.put(t, work)
		c.hurt(t, work, seed)
		said, _ := c.ask(t, "trust within limits", work)
		switch {
		case said == right:
			said = "as saved"
		case strings.HasPrefix(said, "read "):
			said = "wrong"
		}
		counts[strings.Fields(said)[0]]++
	}
	t.Logf("%d files: %v", files, counts)
	if counts["crash"] == 0 || counts["crash"]+counts["hang"]+counts["wrong"] < files/3 || !strings.HasPrefix(right, "read ") {
		t.Error("a program that trusts its file came through, so the damage is too mild")
	}
}

// A sound file is never said to be damaged: while two processes save and somebody removes the
// lock between them, after they were killed, and when it was copied.
func TestSoundFilesAreNeverCalledDamaged(t *testing.T) {
	c := newLongFileCase(t, 3600)
	work := filepath.Join(inMemoryOf(t), "sessions.db")
	c.put(t, work)
	heads, err := open(t, work).List(0, 1)
	if err != nil {
		t.Fatal(err)
	}
	saves := fmt.Sprint(long(t, "READYCHECK_SAVES", 25))
	var all sync.WaitGroup
	for _, name := range []string{"one", "other"} {
		all.Go(func() {
			if said, err := child("save many", work, heads[0].ID, name, saves).CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, said)
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
		default:
			if os.Remove(work+lockSuffix) == nil {
				removed++
			}
		}
	}
	if removed == 0 {
		t.Error("the lock was never removed")
	}
	copied := filepath.Join(inMemoryOf(t), "copy.db")
	for range long(t, "READYCHECK_KILLS", 3) {
		killed := child("save until killed", work)
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
		copyFile(t, work, copied)
		for _, path := range []string{work, copied} {
			if heads, err := open(t, path).List(0, 0); err != nil || len(heads) == 0 {
				t.Errorf("%s: %d sessions, %v", path, len(heads), err)
			}
		}
	}
	t.Logf("the lock was removed %d times", removed)
}
