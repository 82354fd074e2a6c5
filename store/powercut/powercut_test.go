package powercut

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"readycheck/assessment"
	"readycheck/store"
	"readycheck/store/disk"
	"readycheck/store/disk/windowsrules"
	"readycheck/store/merge"
	"readycheck/store/sync"
)

// roleEnv makes the test program the process that is recorded.
const roleEnv = "READYCHECK_POWERCUT_ROLE"

func TestMain(m *testing.M) {
	if name := os.Getenv(roleEnv); name != "" {
		work(name, os.Args[1])
		return
	}
	os.Exit(m.Run())
}

// TestPowerCuts records what the store does to its files in each workload, and opens what
// the disk may hold if the power is cut after any call. READYCHECK_POWERCUTS=500000 is the
// long run: about so many states are built.
func TestPowerCuts(t *testing.T) {
	states, long := 240, false
	if text := os.Getenv("READYCHECK_POWERCUTS"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal("READYCHECK_POWERCUTS is not a number")
		}
		states, long = n, true
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	chance := rand.New(rand.NewPCG(seed, 1))
	// A start after a cut gets a quarter of the states.
	share := states * 3 / 4 / (2 * len(workloads))
	starts, total := max(1, states/25_000), 0
	for n, w := range workloads {
		r := record(t, w, nil)
		var bases []State
		for _, model := range []Model{Ordered, Strict} {
			c := r.cut(t, model, None, share, chance)
			t.Logf("%-14s %-8s %4d calls, %6d states, %6d different", w.name, model, c.calls, c.built, len(c.seen))
			total += c.built
			for _, fault := range c.faults {
				t.Errorf("%s, %s: %s", w.name, model, fault)
			}
			if len(c.faults) > 0 {
				// Threads do not meet in the same way again.
				kept := filepath.Join(os.TempDir(), "readycheck-powercut.trace")
				t.Logf("what was recorded is kept in %s (%v)", kept, os.WriteFile(kept, r.trace, 0o600))
			}
			if c.built == 0 || c.acknowledged == 0 {
				t.Errorf("%s, %s: %d states of %d acknowledgements show nothing", w.name, model, c.built, c.acknowledged)
			}
			bases = append(bases, c.some...)
		}
		// The start after a cut is cut again: in a short run that of some workloads.
		if !long && (n+int(seed%4))%4 != 0 {
			continue
		}
		built, different := 0, 0
		for range starts {
			again := record(t, carryOn, bases[chance.IntN(len(bases))])
			for _, model := range []Model{Ordered, Strict} {
				c := again.cut(t, model, None, max(10, share/3/starts), chance)
				built += c.built
				different += len(c.seen)
				for _, fault := range c.faults {
					t.Errorf("%s, then a start, %s: %s", w.name, model, fault)
				}
			}
		}
		total += built
		t.Logf("%-14s then a start:        %6d states, %6d different", w.name, built, different)
	}
	t.Logf("%d states", total)
}

// Disks and programs that do not do what they should must be caught, or the test above
// would show nothing.
func TestPowerCutControls(t *testing.T) {
	for _, control := range []struct {
		name, workload string
		model          Model
		fault          Fault
		// word is in what is said of a state that is caught.
		word string
	}{
		{"syncs do nothing", "growth", Ordered, NoSyncs, ""},
		{"folders are not synced", "first start", Strict, NoFolderSyncs, ""},
		{"acknowledged before the commit", "too early", Ordered, None, ""},
		{"bbolt with NoSync", "growth", Ordered, NoDataSyncs, ""},
		{"drafts in a folder that is not synced", "drafts", Strict, NoFolderSyncs, "drafts"},
	} {
		w := tooEarly
		for _, other := range workloads {
			if other.name == control.workload {
				w = other
			}
		}
		c := record(t, w, nil).cut(t, control.model, control.fault, 80, rand.New(rand.NewPCG(1, 2)))
		at := slices.IndexFunc(c.faults, func(fault string) bool { return strings.Contains(fault, control.word) })
		if at < 0 {
			t.Errorf("%s: %d states, and nothing was noticed", control.name, c.built)
			continue
		}
		t.Logf("%s: %d of %d states are caught, such as: %s", control.name, c.caught, c.built, c.faults[at])
	}
}

// workload is one thing that a process does.
type workload struct {
	name string
	// prepare makes ready what is on the disk for certain.
	prepare func(t *testing.T, folder string)
	// damaged is true where the data file is damaged before it is worked on.
	damaged bool
}

var workloads = []workload{
	{name: "first start"},
	{name: "growth", prepare: prepared},
	{name: "delete", prepare: prepared},
	{name: "compact", prepare: prepared},
	{name: "compact older", prepare: unmarked},
	{name: "restore", prepare: prepared},
	{name: "restore copied", prepare: prepared},
	{name: "repair", prepare: cutOff, damaged: true},
	{name: "migrate", prepare: oldSchema},
	{name: "import", prepare: prepared},
	{name: "votes", prepare: prepared},
	{name: "drafts", prepare: prepared},
	{name: "two windows", prepare: prepared},
	{name: "hub", prepare: prepared},
}

var (
	carryOn  = workload{name: "carry on"}
	tooEarly = workload{name: "too early", prepare: prepared}
)

// again begins the notes of second votes.
const again = "once more "

const (
	rosa  = "Rosa's Bakery"
	tom   = "Tom's Garage"
	added = "Flora"
)

// open is a store with all its notes below the folder.
func open(folder string) *store.Store {
	s := store.New(dataFile(folder), time.Now)
	s.Notes = filepath.Join(folder, "notes", "readycheck")
	return s
}

func dataFile(folder string) string { return filepath.Join(folder, "home", "data", "sessions.db") }

func prepared(t *testing.T, folder string) {
	s := open(folder)
	for _, business := range []string{rosa, tom} {
		session := &assessment.Session{Business: business, Use: "Answer emails"}
		if err := s.Create(session, assessment.Standing{}); err != nil {
			t.Fatal(err)
		}
		for i := range 6 {
			if err := save(s, session.ID, fmt.Sprint("q", i), "before"); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func cutOff(t *testing.T, folder string) {
	prepared(t, folder)
	if err := os.Truncate(dataFile(folder), 5000); err != nil {
		t.Fatal(err)
	}
}

func oldSchema(t *testing.T, folder string) { fixture(t, folder, "schema-1.db") }

// unmarked is a file as an earlier version left it, with only its transaction in the lock.
func unmarked(t *testing.T, folder string) {
	fixture(t, folder, "schema-2.db")
	db, err := bbolt.Open(dataFile(folder), 0o600, &bbolt.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	newest := 0
	err = db.View(func(tx *bbolt.Tx) error {
		newest = tx.ID()
		return nil
	})
	note := fmt.Appendf(nil, "\x00%-127s\n", fmt.Sprintf(`{"pid":1,"since":"2026-11-22T14:03:00Z","transaction":%d}`, newest))
	if err := errors.Join(err, db.Close(), os.WriteFile(dataFile(folder)+".lock", note, 0o600)); err != nil {
		t.Fatal(err)
	}
}

func fixture(t *testing.T, folder, name string) {
	data, err := os.ReadFile(filepath.Join("..", "testdata", name))
	if err == nil {
		err = os.MkdirAll(filepath.Dir(dataFile(folder)), 0o700)
	}
	if err == nil {
		err = os.WriteFile(dataFile(folder), data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func save(s *store.Store, id, question, note string) error {
	return (<-send(s, id, question, note)).Err
}

func send(s *store.Store, id, question, note string) <-chan assessment.Saved {
	return s.SaveAnswer(assessment.AnswerChange{Session: id, Question: question, Base: 1 << 62, Answer: assessment.Answer{Level: assessment.Partly, Known: assessment.Told, Note: note}})
}

// worker is the process that is recorded. What it is about to do and what it was told is
// done, it writes to its standard output, one word after the other in one call each.
type worker struct {
	s   *store.Store
	ids map[string]string
}

func (w *worker) say(parts ...string) {
	_, _ = os.Stdout.WriteString(strings.Join(parts, "|") + "\n")
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func (w *worker) do(what func() error, parts ...string) {
	w.say(append([]string{"sent"}, parts...)...)
	must(what())
	w.say("acked")
}

func (w *worker) create(business string, answers map[string]assessment.Answer) {
	session := &assessment.Session{Business: business, Use: "Answer emails", Answers: answers}
	w.do(func() error { return w.s.Create(session, assessment.Standing{}) }, "create", business)
	w.ids[business] = session.ID
}

func (w *worker) answer(business, question, note string) {
	w.do(func() error { return save(w.s, w.ids[business], question, note) }, "answer", business, question, note)
}

// draft keeps what is typed; nothing takes the draft away.
func (w *worker) draft(business, form, text string) {
	w.do(func() error { return <-w.s.KeepDraft(draftOf(w.ids[business], form, text)) }, "draft", form, text)
}

func draftOf(session, form, text string) assessment.Draft {
	d := assessment.Draft{Form: assessment.Form{Session: session, Name: form}}
	if text != "" {
		d.Fields = map[string]string{"note": text}
	}
	return d
}

func (w *worker) keep() (path string) {
	w.do(func() (err error) { path, err = w.s.Backup(); return err }, "keep")
	return path
}

func (w *worker) open(folder string) {
	w.s = open(folder)
	heads, err := w.s.List(0, 0)
	must(err)
	for _, head := range heads {
		w.ids[head.Business] = head.ID
	}
}

func work(name, folder string) {
	w := &worker{ids: map[string]string{}}
	if name == "restore copied" {
		disk.Use(&windowsrules.Model{NoLinks: true})
	}
	if name != "repair" {
		w.open(folder)
	} else {
		w.s = open(folder)
	}
	switch name {
	case "first start":
		w.create(rosa, nil)
		w.answer(rosa, "q1", "one")
		w.answer(rosa, "q2", "two")
	case "growth":
		for i := range 3 {
			w.answer(rosa, "q1", fmt.Sprint("alone-", i))
			var waiting []<-chan assessment.Saved
			for j := range 12 {
				note := fmt.Sprintf("burst-%d-%d-%s", i, j, strings.Repeat("long ", 100))
				w.say("sent", "answer", rosa, fmt.Sprint("q", j), note)
				waiting = append(waiting, send(w.s, w.ids[rosa], fmt.Sprint("q", j), note))
			}
			for _, saved := range waiting {
				must((<-saved).Err)
				w.say("acked")
			}
			w.keep()
		}
	case "delete":
		var undo func() error
		w.do(func() (err error) { undo, err = w.s.Delete(w.ids[tom]); return err }, "delete", tom)
		w.answer(rosa, "q1", "between")
		w.do(undo, "undo", tom)
		w.do(func() (err error) { _, err = w.s.Delete(w.ids[rosa]); return err }, "delete", rosa)
	case "compact":
		w.do(func() (err error) { _, err = w.s.Delete(w.ids[tom]); return err }, "delete", tom)
		for i := range 2 {
			w.do(func() (err error) { _, err = w.s.Compact(); return err }, "compact")
			w.answer(rosa, "q1", fmt.Sprint("after-", i))
		}
	case "compact older":
		w.do(func() (err error) { _, err = w.s.Compact(); return err }, "compact")
		w.answer(first(w.ids), "q1", "after")
	case "restore", "restore copied":
		kept := w.keep()
		w.answer(rosa, "q1", "later")
		w.answer(rosa, "q2", "later")
		w.do(func() (err error) { _, err = w.s.Restore(kept); return err }, "restore")
		w.answer(rosa, "q3", "after")
	case "repair":
		w.do(func() (err error) { _, err = w.s.Repair(noStanding); return err }, "repair")
		w.open(folder)
		w.answer(rosa, "q1", "after")
	case "migrate", "carry on":
		if len(w.ids) == 0 {
			w.create(rosa, nil)
		}
		for i := range 3 {
			w.answer(first(w.ids), "q1", fmt.Sprint("going on-", i))
		}
	case "import":
		answers := map[string]assessment.Answer{}
		for i := range 40 {
			answers[fmt.Sprint("q", i)] = assessment.Answer{Level: assessment.No, Known: assessment.Told, Note: strings.Repeat("imported ", 20)}
		}
		w.keep()
		w.create(added, answers)
		w.answer(added, "q1", "after")
	case "votes":
		for _, seat := range []string{"a", "b"} {
			w.do(func() error {
				return (<-w.s.SaveSeat(assessment.SeatChange{Session: w.ids[rosa], Seat: assessment.Seat{ID: seat, Name: seat}})).Err
			}, "seat", rosa)
		}
		for i := range 4 {
			seat := string("ab"[i%2])
			w.do(func() error {
				return (<-w.s.SaveVote(assessment.VoteChange{Session: w.ids[rosa], Seat: seat, Question: "q9", Vote: assessment.Answer{Level: assessment.No, Note: fmt.Sprint(i)}})).Err
			}, "vote", rosa, seat, "q9", fmt.Sprint(i))
		}
		id := w.ids[rosa]
		shown := func(second bool) func() error {
			return func() error {
				return (<-w.s.Reveal(assessment.RevealChange{Session: id, Questions: []string{"q9"}, Second: second})).Err
			}
		}
		w.do(shown(false), "room", rosa)
		w.do(func() error { return (<-w.s.OpenAgain(assessment.AgainChange{Session: id, Question: "q9"})).Err }, "room", rosa)
		for _, seat := range []string{"a", "b"} {
			w.do(func() error {
				return (<-w.s.SaveVote(assessment.VoteChange{Session: id, Seat: seat, Question: "q9", Second: true, Vote: assessment.Answer{Level: assessment.Partly, Note: again + seat}})).Err
			}, "vote", rosa, seat, "q9", again+seat)
		}
		w.do(shown(true), "room", rosa)
	case "drafts":
		long := strings.Repeat(" and more", 1000) // some pages
		w.draft(rosa, "q1", "first")
		w.draft(rosa, "q1", "first"+long)
		w.draft(rosa, "q2", "of another form")
		w.draft(rosa, "q1", "less")
		w.answer(rosa, "q1", "saved")
		w.draft(rosa, "q1", "")
		w.draft(rosa, "q1", "again")
		// An answer and a draft are on their way at once, as from the screens.
		w.say("sent", "answer", rosa, "q2", "both")
		saved := send(w.s, w.ids[rosa], "q2", "both")
		w.say("sent", "draft", "q2", "second"+long)
		typed := w.s.KeepDraft(draftOf(w.ids[rosa], "q2", "second"+long))
		must((<-saved).Err)
		must(<-typed)
		w.say("acked")
		w.say("acked")
	case "two windows":
		other := &worker{ids: w.ids}
		other.open(folder)
		for i := range 4 {
			w.answer(rosa, "q1", fmt.Sprint("here-", i))
			other.answer(tom, "q1", fmt.Sprint("there-", i))
		}
		must(other.s.Close())
	case "hub":
		w.meet()
	case "too early":
		for i := range 6 {
			note := fmt.Sprint("early-", i)
			w.say("sent", "answer", rosa, "q1", note)
			saved := send(w.s, w.ids[rosa], "q1", note)
			w.say("acked")
			must((<-saved).Err)
		}
	default:
		must(fmt.Errorf("there is no role %q", name))
	}
	must(w.s.Close())
}

// meet links the file to a hub, offers what there is, takes what was said elsewhere, deletes a
// session of which others know, and answers in between.
func (w *worker) meet() {
	journal := store.Journal{Store: w.s, Standing: noStanding}
	w.do(func() error { return w.s.Join("postgres://hub/firm", "firm", "Ready & Co", sync.Key{1}) }, "join")
	var offered []*merge.Record
	w.do(func() (err error) { offered, _, err = journal.Outgoing("", 100); return err }, "offer")
	w.answer(rosa, "q1", "between")
	at := slices.IndexFunc(offered, func(r *merge.Record) bool {
		c := r.Change()
		return c.Session == w.ids[rosa] && c.Key.Question == "q0"
	})
	elsewhere, err := merge.New(merge.Change{
		Session: w.ids[rosa], Key: merge.Key{Kind: merge.OfQuestion, Question: "q0"}, Parents: []merge.ID{offered[at].ID()}, Writer: merge.Writer{7}, N: 1,
		Value: merge.Value{Answer: &assessment.Answer{Level: assessment.No, Known: assessment.Told, Note: "elsewhere"}},
	})
	must(err)
	w.do(func() error {
		_, err := journal.Take(sync.Incoming{Changes: append(offered, elsewhere), To: sync.Point{Seq: uint64(len(offered) + 1)}})
		return err
	}, "answer", rosa, "q0", "elsewhere")
	w.answer(rosa, "q0", "settled")
	w.do(func() error { return journal.Again() }, "again")
	w.do(func() (err error) { _, err = w.s.Delete(w.ids[tom]); return err }, "delete", tom)
}

func first(ids map[string]string) string {
	var all []string
	for business := range ids {
		all = append(all, business)
	}
	slices.Sort(all)
	return all[0]
}

func noStanding(*assessment.Session) assessment.Standing { return assessment.Standing{} }

// recorded is a workload with what it did to the disk.
type recorded struct {
	workload
	root   string
	before State
	trace  []byte
	// story are the sessions as they were found before the first change.
	story map[string][]string
	// drafts are those that were found then.
	drafts map[string]string
	// known is what a data file says, by its sum; looks are how many states were opened.
	known map[[32]byte]map[string][]string
	looks int
}

// record runs a workload under strace, on the files given or those that it prepares.
func record(t *testing.T, w workload, files State) *recorded {
	t.Helper()
	strace := []string{"-f", "-qq", "-xx", "-s", strconv.Itoa(64 << 20)}
	if err := exec.Command("strace", "-o", os.DevNull, "true").Run(); err != nil {
		t.Skipf("strace does not work here, so nothing can be recorded: %v", err)
	}
	if exec.Command("strace", "-f", "--seccomp-bpf", "-o", os.DevNull, "true").Run() == nil {
		strace = append(strace, "--seccomp-bpf") // the other calls are not slowed down
	}
	r := &recorded{workload: w, root: temporary(t)}
	if files != nil {
		lay(t, r.root, files)
	} else if w.prepare != nil {
		w.prepare(t, r.root)
	}
	r.before = readState(t, r.root)
	s := open(r.root)
	found, err := toldBy(s)
	r.drafts = draftsIn(s)
	_ = s.Close()
	if err == nil {
		r.story = found
	} else if w.damaged {
		// What can be had of it is what the backup holds.
		r.story = map[string][]string{}
		backups, err := filepath.Glob(filepath.Join(filepath.Dir(dataFile(r.root)), "backups", "*.db"))
		if err != nil || len(backups) == 0 {
			t.Fatal("no backup", err)
		}
		if r.story, err = told(backups[len(backups)-1]); err != nil {
			t.Fatal(err)
		}
	} else {
		t.Fatal(err)
	}
	// Looking may have left a lock.
	lay(t, r.root, r.before)
	trace := filepath.Join(temporary(t), "trace")
	command := exec.Command("strace", append(strace, "-o", trace, "-e", "trace="+Calls, os.Args[0], r.root)...)
	command.Env = append(os.Environ(), roleEnv+"="+w.name)
	var said bytes.Buffer
	command.Stderr = &said
	if err := command.Run(); err != nil {
		t.Fatalf("%s: %v\n%s", w.name, err, said.Bytes())
	}
	if r.trace, err = os.ReadFile(trace); err != nil {
		t.Fatal(err)
	}
	// The model must end with the very files that the process left.
	d := NewDisk(Strict, None, r.root, r.before)
	if err := d.Play(bytes.NewReader(r.trace), func() {}); err != nil {
		t.Fatalf("%s: %v", w.name, err)
	}
	if got, want := d.Now(), readState(t, r.root); got.Sum() != want.Sum() {
		t.Fatalf("%s: the model ends with other files than the process left: %v and %v", w.name, lengths(got), lengths(want))
	}
	return r
}

func lengths(s State) map[string]int {
	out := map[string]int{}
	for name, data := range s {
		out[name] = len(data)
	}
	return out
}

// cuts is what became of cutting a workload.
type cuts struct {
	calls, built, caught, acknowledged int
	seen                               map[uint64]bool
	faults                             []string
	// some are states that were sound, to start from again.
	some []State
}

// story is what the process said: each version that its changes made of the sessions.
type story struct {
	versions []version
	// acked are how many changes were acknowledged, sent how many were under way.
	acked, sent int
	kept        map[string][]string
	deleted     map[string][]string
}

type version struct {
	sessions map[string][]string
	// drafts are what is typed, by the names of the forms.
	drafts map[string]string
	// restored is true where it is an older version that was put back.
	restored bool
}

func newStory(before map[string][]string, drafts map[string]string) *story {
	return &story{versions: []version{{sessions: before, drafts: drafts}}, deleted: map[string][]string{}}
}

// said follows one word of the process.
func (s *story) said(line string) {
	parts := strings.Split(strings.TrimSuffix(line, "\n"), "|")
	if parts[0] == "acked" {
		s.acked++
		return
	}
	s.sent++
	next := map[string][]string{}
	last := s.versions[len(s.versions)-1]
	for business, lines := range last.sessions {
		next[business] = slices.Clone(lines)
	}
	v := version{sessions: next, drafts: last.drafts, restored: last.restored}
	switch parts[1] {
	case "draft":
		v.drafts = map[string]string{}
		maps.Copy(v.drafts, last.drafts)
		v.drafts[parts[2]] = parts[3]
		maps.DeleteFunc(v.drafts, func(_, text string) bool { return text == "" })
	case "create":
		next[parts[2]] = []string{"setup"}
	case "answer":
		next[parts[2]] = append(next[parts[2]], "answer|"+parts[3]+"|"+parts[4])
	case "seat", "room":
		next[parts[2]] = append(next[parts[2]], "setup")
	case "vote":
		next[parts[2]] = append(next[parts[2]], "vote|"+strings.Join(parts[3:], "|"))
	case "delete":
		s.deleted[parts[2]] = next[parts[2]]
		delete(next, parts[2])
	case "undo":
		next[parts[2]] = s.deleted[parts[2]]
	case "keep":
		s.kept = next
	case "restore":
		v = version{sessions: s.kept, restored: true}
	}
	s.versions = append(s.versions, v)
}

// fits is the version that was found, nil if it is none that may be there.
func (s *story) fits(found map[string][]string) *version {
	want := digest(found)
	for i := s.sent; i >= s.acked; i-- {
		if digest(s.versions[i].sessions) == want {
			return &s.versions[i]
		}
	}
	return nil
}

// typed says what is wrong with the drafts that were found. A change of the sessions and one
// of a draft may be under way at once, and neither waits for the other.
func (s *story) typed(at *store.Store) string {
	found := draftsIn(at)
	for i := s.sent; i >= s.acked; i-- {
		if maps.Equal(s.versions[i].drafts, found) {
			return s.half(at)
		}
	}
	return fmt.Sprintf("%d changes were acknowledged and %d sent, and the drafts are %.200q", s.acked, s.sent, found)
}

// draftsIn are the drafts of a store, by the names of their forms.
func draftsIn(s *store.Store) map[string]string {
	found := map[string]string{}
	for _, d := range s.Drafts() {
		found[d.Form.Name] = d.Fields["note"]
	}
	return found
}

// half looks for a draft that has its name and is not whole. The store would pass over it.
func (s *story) half(at *store.Store) string {
	files, err := filepath.Glob(filepath.Join(at.Path()+".drafts", "*.json"))
	if err != nil {
		return err.Error()
	}
	for _, file := range files {
		if text, err := os.ReadFile(file); err != nil || !json.Valid(text) {
			return fmt.Sprintf("of the drafts, %s holds %.100q, %v", filepath.Base(file), text, err)
		}
	}
	return ""
}

func digest(sessions map[string][]string) string {
	text, err := json.Marshal(sessions)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// told reads a data file through the store, as its sessions with all their changes.
func told(path string) (map[string][]string, error) {
	s := store.New(path, time.Now)
	defer func() { _ = s.Close() }()
	return toldBy(s)
}

func toldBy(s *store.Store) (map[string][]string, error) {
	heads, err := s.List(0, 0)
	if err != nil {
		return nil, err
	}
	out := map[string][]string{}
	for _, head := range heads {
		session, err := s.Load(head.ID)
		if err != nil {
			return nil, err
		}
		changes, err := s.History(head.ID)
		if err != nil {
			return nil, err
		}
		var lines []string
		last := map[string]string{}
		for _, c := range changes {
			switch {
			case c.Vote != "":
				lines = append(lines, "vote|"+c.Vote+"|"+c.Question+"|"+c.To.Note)
			case c.To != nil:
				lines = append(lines, "answer|"+c.Question+"|"+c.To.Note)
				last[c.Question] = c.To.Note
			default:
				lines = append(lines, "setup")
			}
		}
		for question, note := range last {
			if session.Answers[question].Note != note {
				return nil, fmt.Errorf("%s of %s is %q, and the history says %q", question, head.Business, session.Answers[question].Note, note)
			}
		}
		if err := roundsApart(session); err != nil {
			return nil, err
		}
		if uint64(len(changes)) != head.Revision {
			return nil, fmt.Errorf("%s has %d changes and the revision %d", head.Business, len(changes), head.Revision)
		}
		out[head.Business] = lines
	}
	return out, nil
}

// roundsApart holds that no second vote became one of the first round, or counts before it was shown.
func roundsApart(session *assessment.Session) error {
	if session.Team == nil {
		return nil
	}
	for seat, vote := range session.Team.Votes["q9"] {
		if strings.HasPrefix(vote.Note, again) {
			return fmt.Errorf("the second vote of %s is a first one", seat)
		}
	}
	round := session.Team.Second["q9"]
	for seat, vote := range round.Votes {
		if vote.Note != again+seat {
			return fmt.Errorf("%s voted %q once more", seat, vote.Note)
		}
	}
	if want := map[bool]assessment.Level{true: assessment.Partly, false: assessment.No}[round.Shown]; session.Team.Revealed["q9"] && session.Answers["q9"].Level != want {
		return fmt.Errorf("%v stands, and that the second round was shown is %v", session.Answers["q9"].Level, round.Shown)
	}
	return nil
}

// cut builds about so many states and looks at each.
func (r *recorded) cut(t *testing.T, model Model, fault Fault, states int, chance *rand.Rand) *cuts {
	t.Helper()
	c := &cuts{seen: map[uint64]bool{}}
	d := NewDisk(model, fault, r.root, r.before)
	s := newStory(r.story, r.drafts)
	d.Said = s.said
	_ = d.Play(bytes.NewReader(r.trace), func() { c.calls++ })
	c.acknowledged = s.acked
	per := float64(states) / float64(max(1, c.calls))

	d = NewDisk(model, fault, r.root, r.before)
	s = newStory(r.story, r.drafts)
	d.Said = s.said
	folder := temporary(t)
	call := 0
	look := func(state State) {
		c.built++
		key := state.Sum() ^ uint64(s.acked)<<40 ^ uint64(s.sent)<<52
		if c.seen[key] {
			return
		}
		c.seen[key] = true
		lay(t, folder, state)
		problem := r.problem(folder, s)
		if problem == "" {
			if (!r.damaged || s.acked > 0) && chance.IntN(len(c.seen)) < 8 {
				c.some = append(c.some, state)
			}
			return
		}
		c.caught++
		if len(c.faults) < 5 {
			c.faults = append(c.faults, fmt.Sprintf("after call %d of %d: %s", call, c.calls, problem))
		}
	}
	err := d.Play(bytes.NewReader(r.trace), func() {
		call++
		before := c.built
		d.Every(int(per), look)
		for left := per - float64(c.built-before); left > 0 && chance.Float64() < left; left-- {
			look(d.Any(chance))
		}
		if call == c.calls {
			look(d.Any(chance)) // where chance has left out all others, this one shows something
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// problem opens what a cut left, and says what is not as it should be.
func (r *recorded) problem(folder string, s *story) string {
	one := open(folder)
	defer func() { _ = one.Close() }()
	found, err := r.told(one)
	repaired := false
	if err != nil && r.damaged && errors.Is(err, store.ErrDamaged) && s.acked == 0 {
		if _, err := one.Repair(noStanding); err != nil {
			return fmt.Sprintf("it cannot be repaired: %v", err)
		}
		repaired = true
		found, err = toldBy(one)
	}
	if err != nil {
		return fmt.Sprintf("it is refused: %v", err)
	}
	version := s.fits(found)
	if version == nil {
		return fmt.Sprintf("%d changes were acknowledged and %d sent, and it holds %.300s", s.acked, s.sent, digest(found))
	}
	if wrong := s.typed(one); wrong != "" {
		return wrong
	}
	if version.restored {
		if lost := setAside(one, s); lost != "" {
			return lost
		}
	}
	if len(found) > 0 {
		doctored, err := one.Doctor(func(string) error { return nil }, func(string) {})
		if err != nil {
			return fmt.Sprintf("doctor: %v", err)
		}
		for _, finding := range doctored {
			if finding.Wrong && !repaired {
				return "doctor says: " + finding.Text
			}
		}
	}
	// One more, as if the owner went on.
	session := &assessment.Session{Business: "One more", Use: "Answer emails"}
	if err := one.Create(session, assessment.Standing{}); err != nil {
		return fmt.Sprintf("one more is refused: %v", err)
	}
	// Reading waits until this window has let go of the file: it does so after it has said that
	// all is saved. Two windows of one process that gets no processor for a while would each
	// find the other in the way.
	if read, err := one.Load(session.ID); err != nil || read.Business != session.Business {
		return fmt.Sprintf("one more cannot be read: %v", err)
	}
	if r.looks++; r.looks%8 > 0 {
		return ""
	}
	// All of it, in another window.
	all := maps.Clone(found)
	all[session.Business] = []string{"setup"}
	other := open(folder)
	defer func() { _ = other.Close() }()
	if again, err := toldBy(other); err != nil || digest(again) != digest(all) {
		return fmt.Sprintf("after one more: %v, %.300s", err, digest(again))
	}
	return ""
}

// told is toldBy, once for each content of a data file: it takes several openings.
func (r *recorded) told(s *store.Store) (map[string][]string, error) {
	if _, err := s.List(0, 1); err != nil {
		return nil, err
	}
	data, err := os.ReadFile(s.Path())
	if err != nil {
		return toldBy(s)
	}
	if r.known == nil {
		r.known = map[[32]byte]map[string][]string{}
	}
	sum := sha256.Sum256(data)
	if found, ok := r.known[sum]; ok {
		return found, nil
	}
	found, err := toldBy(s)
	if err == nil {
		r.known[sum] = found
	}
	return found, err
}

// setAside says so if what was there before a restore is nowhere.
func setAside(s *store.Store, story *story) string {
	before := ""
	for _, v := range story.versions {
		if !v.restored {
			before = digest(v.sessions)
		}
	}
	for _, aside := range s.SetAside() {
		if found, err := told(aside); err == nil && digest(found) == before {
			_ = os.Remove(aside + ".lock")
			return ""
		}
	}
	return "what was there before the restore is nowhere"
}

// temporary is a folder in memory, where there is one: each state is laid out there.
func temporary(t *testing.T) string {
	t.Helper()
	if folder, err := os.MkdirTemp("/dev/shm", "readycheck-powercut-*"); err == nil {
		t.Cleanup(func() { _ = os.RemoveAll(folder) })
		return folder
	}
	return t.TempDir()
}

// lay makes a folder hold a state and nothing else.
func lay(t *testing.T, folder string, state State) {
	t.Helper()
	left, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range left {
		if err := os.RemoveAll(filepath.Join(folder, entry.Name())); err != nil {
			t.Fatal(err)
		}
	}
	for name, data := range state {
		at := filepath.Join(folder, name)
		if strings.HasSuffix(name, "/") {
			err = os.MkdirAll(at, 0o700)
		} else if err = os.MkdirAll(filepath.Dir(at), 0o700); err == nil {
			err = os.WriteFile(at, data, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func readState(t *testing.T, folder string) State {
	t.Helper()
	out := State{}
	err := filepath.WalkDir(folder, func(at string, entry fs.DirEntry, err error) error {
		if err != nil || at == folder {
			return err
		}
		name, err := filepath.Rel(folder, at)
		if err != nil {
			return err
		}
		if entry.IsDir() {
			out[filepath.ToSlash(name)+"/"] = nil
			return nil
		}
		out[filepath.ToSlash(name)], err = os.ReadFile(at)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// An answer costs two waits for the disk, which is what a commit takes: the notes add none.
func TestAnAnswerWaitsTwiceForTheDisk(t *testing.T) {
	at := slices.IndexFunc(workloads, func(w workload) bool { return w.name == "two windows" })
	calls, err := readTrace(bytes.NewReader(record(t, workloads[at], nil).trace))
	if err != nil {
		t.Fatal(err)
	}
	answers, syncs, written := 0, 0, int64(0)
	for _, c := range calls {
		switch c.name {
		case "fsync", "fdatasync":
			syncs++
		case "ftruncate":
			syncs-- // a file that grows waits once more for its length
		case "pwrite64":
			written += c.result
		case "write":
			text, err := c.text(1)
			if err != nil || c.number(0) != 1 {
				continue
			}
			if string(text) != "acked\n" {
				syncs, written = 0, 0
				continue
			}
			answers++
			if syncs != 2 {
				t.Errorf("answer %d waited %d times", answers, syncs)
			}
			t.Logf("answer %d: %d bytes", answers, written)
		}
	}
	if answers == 0 {
		t.Error("no answer was recorded")
	}
}
