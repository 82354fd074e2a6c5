package store

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"readycheck/assessment"
	"readycheck/store/boltfile"
)

// readOn reads what changed in a file since the inventory was read last.
func readOn(t testing.TB, inv *inventory, data []byte) error {
	t.Helper()
	pages, err := boltfile.Read(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return err
	}
	inv.read(pages, nil)
	return inv.sound()
}

// What is known after reading only what changed is exactly what reading all of it tells,
// whatever was done to the file meanwhile and however often.
func TestReadingOnlyWhatChanged(t *testing.T) {
	chance := rand.New(rand.NewPCG(3, 4))
	path := filepath.Join(folderOf(t), "sessions.db")
	s := open(t, path)
	var ids []string
	for i := range 60 {
		ids = append(ids, create(t, s, fmt.Sprint("Shop ", i)).ID)
	}
	quiet(s)
	early, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	backup := filepath.Join(folderOf(t), "early.db")
	if err := os.WriteFile(backup, early, 0o600); err != nil {
		t.Fatal(err)
	}
	kept := append([]string(nil), ids...)
	known := newInventory(false)
	passed := 0
	for round := range 60 {
		for range 1 + chance.IntN(4) {
			switch what := chance.IntN(40); {
			case what == 0:
				if _, err := s.Compact(); err != nil {
					t.Fatal(err)
				}
			case what == 1:
				if _, err := s.Restore(backup); err != nil {
					t.Fatal(err)
				}
				ids = append([]string(nil), kept...)
			case what < 6 && len(ids) > 30:
				n := chance.IntN(len(ids))
				undo, err := s.Delete(ids[n])
				if err == nil && chance.IntN(2) == 0 {
					err = undo()
				} else {
					ids = append(ids[:n], ids[n+1:]...)
				}
				if err != nil {
					t.Fatal(err)
				}
			case what < 12:
				ids = append(ids, create(t, s, "New").ID)
			default:
				saved := <-s.SaveAnswer(assessment.AnswerChange{
					Session: ids[chance.IntN(len(ids))], Question: fmt.Sprint("question-", chance.IntN(30)), Base: 1 << 62,
					Answer: answer(assessment.No, strings.Repeat("note ", chance.IntN(300))),
				})
				if saved.Err != nil {
					t.Fatal(saved.Err)
				}
			}
		}
		quiet(s)
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		heard := known.sessions[ids[0]]
		if err := readOn(t, known, data); err != nil {
			t.Fatalf("round %d: a sound file is said to be damaged: %v", round, err)
		}
		if heard != nil && known.sessions[ids[0]] == heard {
			passed++
		}
		all, err := examine(bytes.NewReader(data), int64(len(data)))
		if err != nil || all.sound() != nil {
			t.Fatal(err, all.sound())
		}
		sameInventory(t, fmt.Sprint("round ", round), known, all)
	}
	if passed < 30 {
		t.Errorf("in only %d of 60 rounds the first session was left out", passed)
	}
}

// Two windows that save by turns know exactly what the file holds, though they read only the
// pages that can have changed; now and then one of them reads all.
func TestReadingOnlyWhatCanHaveChanged(t *testing.T) {
	chance := rand.New(rand.NewPCG(7, 8))
	path := filepath.Join(folderOf(t), "sessions.db")
	windows := [2]*Store{open(t, path), open(t, path)}
	var ids []string
	for i := range 80 {
		ids = append(ids, create(t, windows[0], fmt.Sprint("Shop ", i)).ID)
	}
	byTrail, whole := 0, 0
	for round := range 150 {
		s := windows[round%2]
		for range 1 + chance.IntN(5)/4 { // now and then two, and the trail is lost
			switch what := chance.IntN(30); {
			case what < 2 && len(ids) > 40:
				n := chance.IntN(len(ids))
				if _, err := s.Delete(ids[n]); err != nil {
					t.Fatal(err)
				}
				ids = slices.Delete(ids, n, n+1)
			case what < 5:
				ids = append(ids, create(t, s, "New").ID)
			default:
				saved := <-s.SaveAnswer(assessment.AnswerChange{
					Session: ids[chance.IntN(len(ids))], Question: fmt.Sprint("question-", chance.IntN(30)), Base: 1 << 62,
					Answer: answer(assessment.No, strings.Repeat("note ", chance.IntN(500))),
				})
				if saved.Err != nil {
					t.Fatal(saved.Err)
				}
			}
			quiet(s)
		}
		// The other window reads, which examines what this one did.
		next := windows[(round+1)%2]
		if _, err := next.List(0, 1); err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		if next.trail.since > 0 {
			byTrail++
		} else {
			whole++
		}
		all, err := examineFile(path, false)
		if err != nil || all.sound() != nil {
			t.Fatal(err, all.sound())
		}
		sameInventory(t, fmt.Sprint("round ", round), next.examined, all)
	}
	if byTrail < 50 || whole < 10 {
		t.Errorf("%d times only what can have changed was read, and %d times all", byTrail, whole)
	}
}

// sameInventory compares two inventories of one file. What stands on one page is in no order.
func sameInventory(t *testing.T, when string, known, all *inventory) {
	t.Helper()
	one, other := *known, *all
	for _, inv := range []*inventory{&one, &other} {
		inv.on = maps.Clone(inv.on)
		for page, ids := range inv.on {
			inv.on[page] = slices.Sorted(slices.Values(ids))
		}
	}
	if !reflect.DeepEqual(one, other) {
		t.Fatalf("%s: what is known is not what the file holds", when)
	}
}

// What something other than bbolt did to pages that cannot have changed is found at the
// latest when all of them are read again, and at once where no transaction came.
func TestWhatIsNotOnTheTrailIsFound(t *testing.T) {
	path := filepath.Join(folderOf(t), "sessions.db")
	one, other := open(t, path), open(t, path)
	var ids []string
	for i := range 80 {
		ids = append(ids, create(t, one, fmt.Sprint("Shop ", i)).ID)
	}
	save := func(s *Store) error {
		saved := <-s.SaveAnswer(assessment.AnswerChange{Session: ids[79], Question: "q", Base: 1 << 62, Answer: answer(assessment.No, "")})
		quiet(s)
		return saved.Err
	}
	for _, s := range []*Store{one, other, one} {
		if err := save(s); err != nil {
			t.Fatal(err)
		}
	}
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(data, []byte(`"business":"Shop 3"`))
	if _, err := file.WriteAt([]byte("X"), int64(at+13)); err != nil {
		t.Fatal(err)
	}
	for n := range 3 * mostOnTrail {
		if err = save([]*Store{other, one}[n%2]); err != nil {
			break
		}
	}
	if !errors.Is(err, ErrDamaged) {
		t.Errorf("it is never found: %v", err)
	}
}

// Damage is found when only what changed is read, just as when all of it is.
func TestReadingOnlyWhatChangedFindsDamage(t *testing.T) {
	c := newDamageCase(t)
	chance := rand.New(rand.NewPCG(5, 6))
	found := 0
	for seed := range uint64(long(t, "READYCHECK_DAMAGE", 250)) {
		known := newInventory(false)
		before := c.data
		if chance.IntN(2) == 0 {
			before = c.older[chance.IntN(len(c.older))]
		}
		if err := readOn(t, known, before); err != nil {
			t.Fatal(err)
		}
		data, how := c.damage(seed)
		again := readOn(t, known, data)
		all, err := examine(bytes.NewReader(data), int64(len(data)))
		if err == nil {
			err = all.sound()
		}
		if (again == nil) != (err == nil) {
			t.Fatalf("seed %d (%s): reading on says %v, and reading all of it %v", seed, how, again, err)
		}
		if err != nil {
			found++
		}
	}
	if found == 0 {
		t.Error("nothing was damaged")
	}
}

// A list or a history that is short is an error, also where nothing was examined before.
func TestAShortListIsNeverSilent(t *testing.T) {
	s := open(t, filepath.Join(folderOf(t), "sessions.db"))
	id := create(t, s, "Rosa's Bakery").ID
	other := create(t, s, "Tom's Garage").ID
	change := func(fn func(tx *bbolt.Tx) error) {
		t.Helper()
		if err := s.write(fn); err != nil {
			t.Fatal(err)
		}
	}
	change(func(tx *bbolt.Tx) error {
		return tx.Bucket(sessionsBucket).Bucket([]byte(other)).Bucket(historyBucket).Delete(sequenceKey(1))
	})
	if _, err := s.History(other); !errors.Is(err, ErrDamaged) {
		t.Errorf("a history that lacks a change: %v", err)
	}
	if history, err := s.History(id); err != nil || len(history) != 1 {
		t.Errorf("a whole one: %v, %v", history, err)
	}
	if heads, err := s.List(0, 0); err != nil || len(heads) != 2 {
		t.Errorf("a whole list: %v, %v", heads, err)
	}
	change(func(tx *bbolt.Tx) error { return tx.Bucket(recentBucket).Delete(sequenceKey(2)) })
	for _, n := range []int{0, 5} {
		if heads, err := s.List(0, n); !errors.Is(err, ErrDamaged) {
			t.Errorf("a list of %d that lacks a session: %v, %v", n, heads, err)
		}
	}
}

// A list that is older than the rest passes every checksum of its own, and so does a file from
// which a whole session vanished.
func TestAPartThatIsMissingIsNoticed(t *testing.T) {
	for name, damage := range map[string]func(tx *bbolt.Tx, id string) error{
		"a whole session": func(tx *bbolt.Tx, id string) error {
			head, _, err := readHead(tx, id)
			return errors.Join(err, tx.Bucket(recentBucket).Delete(sequenceKey(head.Sequence)), tx.Bucket(sessionsBucket).DeleteBucket([]byte(id)))
		},
		"a head that is older": func(tx *bbolt.Tx, id string) error {
			head, _, err := readHead(tx, id)
			head.Standing.Answered++
			sealed, sealing := seal(recentPlace(string(sequenceKey(head.Sequence))), head)
			return errors.Join(err, sealing, tx.Bucket(recentBucket).Put(sequenceKey(head.Sequence), sealed))
		},
		"what waits for the hub": func(tx *bbolt.Tx, id string) error { return tx.Bucket(outboxBucket).Delete([]byte(id)) },
	} {
		_, dana, _ := two(t)
		id := create(t, dana, "Rosa's Bakery").ID
		create(t, dana, "Tom's Garage")
		if _, _, err := dana.Outgoing("", 1); err != nil {
			t.Fatal(err)
		}
		sound(t, dana)
		if err := dana.write(func(tx *bbolt.Tx) error { return damage(tx, id) }); err != nil {
			t.Fatal(err)
		}
		inv, err := examineFile(dana.Path(), false)
		if err != nil || inv.sound() == nil || !inv.stale {
			t.Errorf("%s: %v, %v", name, inv.faults, err)
		}
	}
}
