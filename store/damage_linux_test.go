package store

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
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

// size says how long a sound file is.
type size struct {
	sessions int
	// words are how many words a note has.
	words int
	// whole is true for a file that ends with its last page, as a copy does: one in use grows
	// in steps of 16 MiB.
	whole bool
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

func newLongFileCase(t testing.TB, of size) *longFileCase {
	t.Helper()
	sessions := of.sessions
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
						session.Answers[fmt.Sprint("question-", q)] = answer(assessment.Level(1+q%4), fmt.Sprint("note ", i, strings.Repeat(" word", of.words)))
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
	file, err := os.OpenFile(c.path, os.O_RDWR, 0)
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
	if of.whole {
		c.length = int64(c.pages * damagePage)
		if err := file.Truncate(c.length); err != nil {
			t.Fatal(err)
		}
	}
	// Where the newest transaction lists the free pages stands in its meta.
	c.freelist = binary.NativeEndian.Uint64(readAt(t, file, int64(pages.Transaction%2*damagePage)+16+32, 8))
	if c.note, err = os.ReadFile(c.path + lockSuffix); err != nil {
		t.Fatal(err)
	}
	work := filepath.Join(inMemoryOf(t), "sessions.db")
	c.put(t, work)
	c.said, _ = ask(t, "read within limits", work)
	if said, _ := ask(t, "save within limits", work); said != "saved" {
		t.Fatalf("a sound file of %d bytes: %s", c.length, said)
	}
	if then, _ := ask(t, "read within limits", work); !strings.HasPrefix(c.said, "read ") || c.said != then {
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

// put makes the file to work on the sound one, with its note. What is there already is
// compared and mended: that takes a tenth of the time of a copy of 200 MiB, and undoes all
// that was done to it, by whomever.
func (c *longFileCase) put(t testing.TB, work string) {
	t.Helper()
	if err := os.WriteFile(work+lockSuffix, c.note, 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(work, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		copyFile(t, c.path, work)
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	sound, err := os.Open(c.path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = sound.Close() }()
	if err := file.Truncate(c.length); err != nil {
		t.Fatal(err)
	}
	right, there := make([]byte, 1<<20), make([]byte, 1<<20)
	for at := int64(0); at < c.length; at += int64(len(right)) {
		n := min(int64(len(right)), c.length-at)
		if _, err := sound.ReadAt(right[:n], at); err != nil {
			t.Fatal(err)
		}
		if _, err := file.ReadAt(there[:n], at); err != nil {
			t.Fatal(err)
		}
		if bytes.Equal(right[:n], there[:n]) {
			continue
		}
		if _, err := file.WriteAt(right[:n], at); err != nil {
			t.Fatal(err)
		}
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
		older, err := os.Open(c.older)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = older.Close() }()
		_, err = older.Seek(cut, io.SeekStart)
		if err == nil {
			_, err = io.Copy(io.NewOffsetWriter(file, cut), older)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return "torn"
}

// used is what a process took.
type used struct {
	memory    int
	processor time.Duration
}

func (u used) most(other used) used {
	return used{max(u.memory, other.memory), max(u.processor, other.processor)}
}

// waiting is how long a process may take that does nothing: one that works has its processor
// time up before.
const waiting = time.Minute

// ask runs a process in a role on a file. What it says has no memory in it any more.
func ask(t testing.TB, role, path string) (said string, took used) {
	t.Helper()
	command := child(role, path)
	command.Stdin = strings.NewReader(path + "\n")
	var out, complaint strings.Builder
	command.Stdout, command.Stderr = &out, &complaint
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	watchdog := time.AfterFunc(waiting, func() { _ = command.Process.Kill() })
	err := command.Wait()
	watchdog.Stop()
	took.processor = command.ProcessState.UserTime() + command.ProcessState.SystemTime()
	said = strings.TrimSpace(out.String())
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		status, _ := exit.Sys().(syscall.WaitStatus)
		if status.Signaled() && (status.Signal() == syscall.SIGXCPU || status.Signal() == syscall.SIGKILL) {
			return "hang", took
		}
		first, _, _ := strings.Cut(complaint.String(), "\n")
		return "crash " + said + first, took
	case err != nil:
		t.Fatal(err)
	}
	if what, number, ok := cutLast(said); ok && role != "trust within limits" {
		_, _ = fmt.Sscan(number, &took.memory)
		said = what
	}
	return said, took
}

func cutLast(text string) (before, last string, ok bool) {
	i := strings.LastIndexByte(text, ' ')
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+1:], true
}

// sizes are how long the files are: from one page to 200 MiB in the long run.
func sizes(long bool) []size {
	if !long {
		return []size{{sessions: 2}, {sessions: 40}, {sessions: 400}, {sessions: 3600}}
	}
	return []size{
		{sessions: 2},
		{sessions: 40},
		{sessions: 400},
		{sessions: 2000},
		// Just above 16 MiB.
		{sessions: 2500, whole: true},
		{sessions: 1400, words: 50, whole: true},
		{sessions: 1050, words: 100, whole: true},
		{sessions: 1400, words: 50},
		{sessions: 2000, words: 50, whole: true},
		{sessions: 5000, words: 50},
		{sessions: 15_500, words: 50, whole: true},
	}
}

// sizeOf picks the size of the file of a seed. In the long run one in ten is shorter than
// 16 MiB, and one in twenty has 64 or 200 MiB.
func sizeOf(seed uint64, sizes int) int {
	switch {
	case sizes < 5:
		return []int{0, 1, 2, 1, 2, 0, 1, 3}[seed%8]
	case seed%10 == 3:
		return int(seed / 10 % 4)
	case seed%20 == 10:
		return 9 + int(seed/20%2)
	}
	return 4 + int(seed/2%5)
}

// tally counts what became of damaged files.
type tally struct {
	mu          sync.Mutex
	files, over int
	// kinds are counted over all, and by how files were damaged.
	kinds  map[string]int
	counts map[string]map[string]int
	most   used
}

// add reports which kind of an end it is.
func (y *tally) add(c *longFileCase, how, said string, took used) (kind string) {
	y.mu.Lock()
	defer y.mu.Unlock()
	switch word, _, _ := strings.Cut(said, " "); {
	case said == "as saved", said == "refused", said == "hang":
		kind = said
	case word == "crash":
		kind = word
	default:
		kind = "wrong"
	}
	if y.counts == nil {
		y.counts, y.kinds = map[string]map[string]int{}, map[string]int{}
	}
	if y.counts[how] == nil {
		y.counts[how] = map[string]int{}
	}
	y.counts[how][kind]++
	y.kinds[kind]++
	y.files++
	if c.length > longFile {
		y.over++
	}
	y.most = y.most.most(took)
	return kind
}

func (y *tally) String() string {
	var out strings.Builder
	for _, how := range slices.Sorted(maps.Keys(y.counts)) {
		_, _ = fmt.Fprintf(&out, "\n%-16s %v", how, y.counts[how])
	}
	_, _ = fmt.Fprintf(&out, "\n%d files, %d over 16 MiB: %d refused, %d read as saved, %d crashed, %d hung, %d wrong; at most %d MiB of memory and %v of processor time",
		y.files, y.over, y.kinds["refused"], y.kinds["as saved"], y.kinds["crash"], y.kinds["hang"], y.kinds["wrong"], y.most.memory>>20, y.most.processor.Round(time.Millisecond))
	return out.String()
}

// look reads a file, and where it says what was saved, saves to it and reads it again, each
// in a process of its own.
func (c *longFileCase) look(t testing.TB, work string) (said string, took used) {
	t.Helper()
	if said, took = ask(t, "read within limits", work); said != c.said {
		return said, took
	}
	for _, step := range []struct{ role, right string }{{"save within limits", "saved"}, {"read within limits", c.said}} {
		then, more := ask(t, step.role, work)
		took = took.most(more)
		if then != step.right {
			return then + " (" + step.role + ")", took
		}
	}
	return "as saved", took
}

// TestDamagedFilesOfAnyLength damages files page by page, as nothing but a fault of the disk
// or another program does. A process of its own, with limits, must read exactly what was
// saved, or refuse the file with a sentence, and save without harm to anything else.
// READYCHECK_LONG_DAMAGE=5600 is the long run, with files of up to 200 MiB.
func TestDamagedFilesOfAnyLength(t *testing.T) {
	if testing.Short() {
		t.Skip("the limits are those of a program without the race detector")
	}
	files := long(t, "READYCHECK_LONG_DAMAGE", 12)
	var cases []*longFileCase
	for _, of := range sizes(os.Getenv("READYCHECK_LONG_DAMAGE") != "") {
		cases = append(cases, newLongFileCase(t, of))
	}
	var y tally
	var next atomic.Uint64
	t.Run("at once", func(t *testing.T) {
		for range runtime.GOMAXPROCS(0) {
			t.Run("", func(t *testing.T) {
				t.Parallel()
				folder := inMemoryOf(t)
				for seed := next.Add(1) - 1; seed < uint64(files); seed = next.Add(1) - 1 {
					at := sizeOf(seed, len(cases))
					c, work := cases[at], filepath.Join(folder, fmt.Sprint(at, ".db"))
					c.put(t, work)
					how := c.hurt(t, work, seed)
					said, took := c.look(t, work)
					if kind := y.add(c, how, said, took); kind != "as saved" && kind != "refused" {
						t.Errorf("seed %d (%s, %d bytes): %s, and it was %s", seed, how, c.length, said, c.said)
					}
					if took.memory > mostMemory {
						t.Errorf("seed %d (%s, %d bytes): %d bytes of memory", seed, how, c.length, took.memory)
					}
				}
			})
		}
	})
	t.Log(&y)
}

// The control reads the same files with bbolt alone, and must be seen to crash, to find no
// end, and to be wrong in silence.
func TestDamagedFilesOfAnyLengthControl(t *testing.T) {
	if testing.Short() {
		t.Skip("a circle takes its time")
	}
	files := long(t, "READYCHECK_LONG_DAMAGE_CONTROL", 10)
	c := newLongFileCase(t, size{sessions: 60})
	work := filepath.Join(inMemoryOf(t), "sessions.db")
	c.put(t, work)
	right, _ := ask(t, "trust within limits", work)
	var y tally
	for seed := range uint64(files) {
		c.put(t, work)
		how := c.hurt(t, work, seed)
		said, took := ask(t, "trust within limits", work)
		switch said {
		case right:
			said = "as saved"
		case "error":
			said = "refused"
		}
		y.add(c, how, said, took)
	}
	t.Log(&y)
	if y.kinds["crash"] == 0 || y.kinds["crash"]+y.kinds["hang"]+y.kinds["wrong"] < files/3 || !strings.HasPrefix(right, "read ") {
		t.Error("a program that trusts its file came through, so the damage is too mild")
	}
}
