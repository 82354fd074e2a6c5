package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"readycheck/assessment"
	"readycheck/store/shell"
)

func TestABackupIsMadeWhenSomethingChanged(t *testing.T) {
	path := filepath.Join(folderOf(t), "sessions.db")
	s := New(path, time.Now)
	create(t, s, "Rosa's Bakery")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = New(path, time.Now)
	if _, err := s.List(0, 0); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	all := mustBackups(t, New(path, time.Now))
	if len(all) != 1 {
		t.Fatalf("%d backups, want one: looking changes nothing", len(all))
	}
	copied := open(t, all[0].Path)
	if heads, err := copied.List(0, 0); err != nil || len(heads) != 1 || heads[0].Business != "Rosa's Bakery" {
		t.Errorf("the backup holds %v (%v)", heads, err)
	}
}

// The clock is set forward by a day every third backup, and once far back.
func TestOldBackupsGo(t *testing.T) {
	day := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	s := New(filepath.Join(folderOf(t), "sessions.db"), func() time.Time { return day })
	t.Cleanup(func() { _ = s.Close() })
	create(t, s, "Rosa's Bakery")
	for i := 1; i <= 36; i++ {
		if _, err := s.Backup(); err != nil {
			t.Fatal(err)
		}
		if i%3 == 0 {
			day = day.AddDate(0, 0, 1)
		}
	}
	var got []string
	all, err := s.Backups()
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range all {
		got = append(got, fmt.Sprintf("%d on %s", b.Number, b.Day[8:]))
	}
	want := "36 on 12, 35 on 12, 34 on 12, 33 on 11, 32 on 11, 30 on 10, 27 on 09, 24 on 08, 21 on 07, 18 on 06"
	if strings.Join(got, ", ") != want {
		t.Errorf("kept %v\nwant %s", strings.Join(got, ", "), want)
	}
	day = time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)
	path, err := s.Backup()
	if err != nil {
		t.Fatal(err)
	}
	if all, err := s.Backups(); err != nil || all[0].Path != path {
		t.Errorf("with the clock set back, the newest is not the one made last: %v (%v)", all, err)
	}
}

func TestRestoreSetsTheFileAside(t *testing.T) {
	path := filepath.Join(folderOf(t), "sessions.db")
	s := open(t, path)
	create(t, s, "Rosa's Bakery")
	backup, err := s.Backup()
	if err != nil {
		t.Fatal(err)
	}
	create(t, s, "Tom's Garage")
	aside, err := s.Restore(backup)
	if err != nil {
		t.Fatal(err)
	}
	names := func(s *Store) string {
		heads, err := s.List(0, 0)
		var out []string
		for _, head := range heads {
			out = append(out, head.Business)
		}
		return fmt.Sprint(out, err)
	}
	if got := names(s); got != "[Rosa's Bakery] <nil>" {
		t.Errorf("after restore: %s", got)
	}
	if got := names(open(t, aside)); got != "[Tom's Garage Rosa's Bakery] <nil>" {
		t.Errorf("set aside: %s", got)
	}
	create(t, s, "Flora")
	if got := names(open(t, path)); got != "[Flora Rosa's Bakery] <nil>" {
		t.Errorf("going on after restore: %s", got)
	}
	// Back again, from the file that was set aside.
	second, err := s.Restore(aside)
	if err != nil || second == aside {
		t.Fatalf("%q, %v", second, err)
	}
	if got := names(s); got != "[Tom's Garage Rosa's Bakery] <nil>" {
		t.Errorf("back again: %s", got)
	}
}

func TestRestoreRefusesWhatIsNotSound(t *testing.T) {
	folder := folderOf(t)
	path := filepath.Join(folder, "sessions.db")
	s := open(t, path)
	create(t, s, "Rosa's Bakery")
	backup, err := s.Backup()
	if err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	damaged := append([]byte(nil), good...)
	for i := 2 * damagePage; i < len(damaged); i += 64 {
		damaged[i] ^= 1
	}
	for name, data := range map[string][]byte{"damaged": damaged, "empty": {}, "text": []byte("a letter"), "half": good[:len(good)/2]} {
		file := filepath.Join(folder, name)
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Restore(file); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: got %v, want ErrDamaged", name, err)
		}
	}
	if _, err := s.Restore(filepath.Join(folder, "nowhere")); err == nil {
		t.Error("a file that is not there was restored")
	}
	after, err := os.ReadFile(path)
	if err != nil || string(after) != string(before) {
		t.Errorf("the data file was changed (%v)", err)
	}
	left, err := filepath.Glob(filepath.Join(folder, "*"+draftSuffix))
	if err != nil || len(left) > 0 || len(s.SetAside()) > 0 {
		t.Errorf("left behind: %v %v (%v)", left, s.SetAside(), err)
	}
}

// An older copy in the place of the data file passes every check of its own.
func TestAnOlderCopyIsNoticed(t *testing.T) {
	path := filepath.Join(folderOf(t), "sessions.db")
	s := open(t, path)
	id := create(t, s, "Rosa's Bakery").ID
	older, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if saved := <-s.SaveAnswer(assessment.AnswerChange{Session: id, Question: "q", Answer: answer(assessment.No, ""), Base: 1}); saved.Err != nil {
		t.Fatal(saved.Err)
	}
	quiet(s)
	if err := os.WriteFile(path, older, 0o600); err != nil {
		t.Fatal(err)
	}
	next := open(t, path)
	if _, err := next.Load(id); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), shell.Command("readycheck", "restore", path)) {
		t.Errorf("got %v", err)
	}
	if _, err := next.Restore(path); err != nil {
		t.Fatal(err)
	}
	if session, err := next.Load(id); err != nil || len(session.Answers) != 0 {
		t.Errorf("after it was taken in: %v, %v", session, err)
	}
}

// testdata/schema-1.db is a file of the first released schema. This version and every
// later one must read it.
func TestTheFirstSchemaIsRead(t *testing.T) {
	s := open(t, fixture(t))
	session, err := s.Load("019380a5-5c00-7000-8000-000000000001")
	if err != nil {
		t.Fatal(err)
	}
	want := assessment.Answer{
		Level: assessment.Partly, Known: assessment.Told, Note: "Ask Dev — Zürich, Київ", Owner: "Rosa", Due: "2026-12-01",
		At: time.Date(2026, 11, 22, 14, 3, 0, 0, time.UTC),
	}
	if session.Business != "Rosa's Bakery" || session.Answers["own-login"] != want || session.Setup.Powers[0] != "read" || session.Revision != 3 {
		t.Errorf("%+v", session)
	}
	if history, err := s.History(session.ID); err != nil || len(history) != 3 {
		t.Errorf("%v, %v", history, err)
	}
}

func fixture(t *testing.T) string { return fixtureOf(t, "schema-1.db") }

func fixtureOf(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folderOf(t), "sessions.db")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// testdata/schema-2.db is the first with a workshop.
func TestTheSecondSchemaIsRead(t *testing.T) {
	s := open(t, fixtureOf(t, "schema-2.db"))
	heads, err := s.List(0, 0)
	if err != nil || len(heads) != 1 {
		t.Fatalf("%v, %v", heads, err)
	}
	session, err := s.Load(heads[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	team := session.Team
	if team == nil || len(team.Seats) != 2 || team.Votes["own-login"]["b"].Level != assessment.No || !team.Revealed["off-switch"] {
		t.Fatalf("%+v", team)
	}
	if got := session.Answers["own-login"]; got.Level != assessment.Partly || team.Decisions["own-login"].Dissent[0].Name != "Dev" {
		t.Errorf("decided: %+v, %+v", got, team.Decisions)
	}
	if got := session.Answers["off-switch"]; got.Level != assessment.Unsure {
		t.Errorf("the most cautious vote is %v", got.Level)
	}
	if got := session.Answers["powers-listed"]; got.Level != assessment.Unanswered {
		t.Errorf("a vote that nobody saw counts: %v", got.Level)
	}
}

// testdata/schema-3.db is the first of a computer that has a hub: a session that two computers wrote
// in and differ on, one that was deleted there, one that was deleted here, and an answer that
// nobody made a change of.
func TestTheThirdSchemaIsRead(t *testing.T) {
	s := open(t, fixtureOf(t, "schema-3.db"))
	heads, err := s.List(0, 0)
	if err != nil || len(heads) != 1 {
		t.Fatalf("%v, %v", heads, err)
	}
	session, err := s.Load(heads[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	d, ok := session.Disputed("own-login")
	if !ok || len(d.Sides) != 2 || session.Answers["own-login"].Level != assessment.No {
		t.Errorf("in dispute: %+v, %+v", session.Disputes, session.Answers)
	}
	if got := session.Answers["pause-rule"].Level; got != assessment.Partly {
		t.Errorf("the last answer is %v", got)
	}
	if got := session.Answers["off-switch"].Level; got != assessment.Partly || session.Team.Votes["powers-listed"]["a"].Level != assessment.No {
		t.Errorf("the workshop: %v, %+v", got, session.Team)
	}
	link, err := s.Link()
	// Waiting are the end of a session, a vote that nobody saw, and two answers.
	if err != nil || link.Firm != "firm" || link.Waiting != 4 || link.Held != 1 || link.At.Seq == 0 {
		t.Errorf("%+v, %v", link, err)
	}
	gone := 0
	err = s.read(func(tx *bbolt.Tx) error {
		return tx.Bucket(goneBucket).ForEach(func(key, value []byte) error {
			var g goneRecord
			gone++
			return unseal(placeIn(goneBucket, string(key)), value, &g)
		})
	})
	if err != nil || gone != 2 {
		t.Errorf("%d sessions are known to be gone, %v", gone, err)
	}
}

// What cannot be brought up to date, since its disk cannot be written to, can be read.
func TestAnOlderFileThatCannotBeWrittenToIsRead(t *testing.T) {
	path := fixtureOf(t, "schema-2.db")
	s := open(t, path)
	s.migrations = append(slices.Clone(migrations), func(*bbolt.Tx) error { return fs.ErrPermission })
	heads, err := s.List(0, 0)
	if err != nil || len(heads) != 1 {
		t.Fatalf("%v, %v", heads, err)
	}
	if _, err := s.Load(heads[0].ID); err != nil {
		t.Error(err)
	}
	if link, err := s.Link(); err != nil || link.Firm != "" {
		t.Errorf("%+v, %v", link, err)
	}
}

// nextSchema is a store of a version to come.
func nextSchema(t *testing.T, path string, step migration) *Store {
	t.Helper()
	s := open(t, path)
	s.migrations = append(slices.Clone(migrations), step)
	return s
}

func TestAnOlderFileIsBackedUpAndBroughtUpToDate(t *testing.T) {
	path := fixture(t)
	s := nextSchema(t, path, func(tx *bbolt.Tx) error { return tx.Bucket(metaBucket).Put([]byte("colour"), []byte("blue")) })
	heads, err := s.List(0, 0)
	if err != nil || len(heads) != 1 {
		t.Fatalf("%v, %v", heads, err)
	}
	err = s.read(func(tx *bbolt.Tx) error {
		if got := string(tx.Bucket(metaBucket).Get([]byte("colour"))); got != "blue" {
			t.Errorf("the step was not taken: %q", got)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	all, err := s.Backups()
	if err != nil || len(all) != 1 {
		t.Fatalf("%v, %v", all, err)
	}
	if heads, err := open(t, all[0].Path).List(0, 0); err != nil || len(heads) != 1 {
		t.Errorf("the backup is not of the older schema: %v, %v", heads, err)
	}
	if _, err := open(t, path).List(0, 0); !errors.Is(err, ErrNewer) {
		t.Errorf("the older version reads the newer file: %v", err)
	}
}

func TestAFailedMigrationChangesNothing(t *testing.T) {
	path := fixture(t)
	s := nextSchema(t, path, func(tx *bbolt.Tx) error {
		return errors.Join(tx.DeleteBucket(sessionsBucket), errors.New("half way"))
	})
	if _, err := s.List(0, 0); err == nil {
		t.Error("no error")
	}
	if heads, err := open(t, path).List(0, 0); err != nil || len(heads) != 1 {
		t.Errorf("%v, %v", heads, err)
	}
	// Without a backup there is no migration.
	path = fixture(t)
	if err := os.WriteFile(filepath.Join(filepath.Dir(path), backupsFolder), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	taken := false
	s = nextSchema(t, path, func(*bbolt.Tx) error {
		taken = true
		return nil
	})
	if _, err := s.List(0, 0); err == nil || taken {
		t.Errorf("migrated without a backup: %v", err)
	}
}
