package store

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"readycheck/assessment"
)

func noStanding(*assessment.Session) assessment.Standing { return assessment.Standing{} }

func noWord(string) {}

func texts(found []Finding) string {
	var b strings.Builder
	for _, f := range found {
		fmt.Fprintf(&b, "%v %s\n", f.Wrong, f.Text)
	}
	return b.String()
}

const canary = "canary-7f3a9c"

// filesWith names our files that hold a text.
func filesWith(t *testing.T, folder, text string) (with []string, files int) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files++
		data, err := os.ReadFile(path)
		if bytes.Contains(data, []byte(text)) {
			with = append(with, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return with, files
}

func TestDeletedMeansGone(t *testing.T) {
	folder := filepath.Join(folderOf(t), "data")
	s := open(t, filepath.Join(folder, "sessions.db"))
	kept := create(t, s, "Tom's Garage").ID
	id := create(t, s, canary).ID
	for i := range 30 {
		<-s.SaveAnswer(assessment.AnswerChange{Session: id, Question: fmt.Sprint("q", i), Answer: answer(assessment.No, strings.Repeat(canary, 20)), Base: 1 << 62})
		if i%10 == 0 {
			if _, err := s.Backup(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := s.Delete(id); err != nil {
		t.Fatal(err)
	}
	if with, _ := filesWith(t, folder, canary); len(with) < 4 {
		t.Fatalf("the control: before compacting, only %v hold it", with)
	}
	found, err := s.Compact()
	if err != nil {
		t.Fatal(err)
	}
	with, files := filesWith(t, folder, canary)
	if len(with) > 0 || files < 3 {
		t.Errorf("still in %v of %d files\n%s", with, files, texts(found))
	}
	if session, err := s.Load(kept); err != nil || session.Business != "Tom's Garage" {
		t.Errorf("what was not deleted: %v, %v", session, err)
	}
	err = filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if want := map[bool]fs.FileMode{true: 0o700, false: 0o600}[entry.IsDir()]; err == nil && runtime.GOOS != "windows" && info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, want %v", path, info.Mode().Perm(), want)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestDoctorFindsNothingInASoundFile(t *testing.T) {
	s := open(t, filepath.Join(folderOf(t), "data", "sessions.db"))
	create(t, s, "Rosa's Bakery")
	found, err := s.Doctor(CheckFile, noWord)
	if err != nil || strings.Contains(texts(found), "true ") || !strings.Contains(texts(found), "1 session,") {
		t.Errorf("%v\n%s", err, texts(found))
	}
	before, err := os.ReadFile(s.Path())
	if err != nil {
		t.Fatal(err)
	}
	found, err = s.Repair(noStanding)
	after, _ := os.ReadFile(s.Path())
	if err != nil || !bytes.Equal(before, after) || !strings.Contains(texts(found), "nothing was changed") {
		t.Errorf("repair of a sound file: %v\n%s", err, texts(found))
	}
}

func TestDoctorSaysWhatIsWrong(t *testing.T) {
	s := open(t, filepath.Join(folderOf(t), "data", "sessions.db"))
	id := create(t, s, "Rosa's Bakery").ID
	if _, err := s.Backup(); err != nil {
		t.Fatal(err)
	}
	spoil(t, s, id, "one")
	if err := os.Chmod(s.Path(), 0o644); err != nil {
		t.Fatal(err)
	}
	found, err := s.Doctor(func(string) error {
		t.Error("bbolt's check is run on a file that is known to be damaged")
		return nil
	}, noWord)
	said := texts(found)
	open := "true Other users of this computer can get at"
	if runtime.GOOS == "windows" {
		open = "" // it has no such modes
	}
	for _, want := range []string{
		"true Damaged: Rosa's Bakery: sessions/" + id + "/answers/one: wrong checksum.",
		open,
		"`readycheck doctor --repair`", "`readycheck restore " + filepath.Join(filepath.Dir(s.Path()), "backups", "sessions-000001-"),
	} {
		if err != nil || !strings.Contains(said, want) {
			t.Errorf("%v: no %q in\n%s", err, want, said)
		}
	}
}

func TestDoctorNoticesOneDrive(t *testing.T) {
	cloud := folderOf(t)
	t.Setenv("OneDrive", cloud)
	for folder, in := range map[string]bool{cloud: true, filepath.Join(cloud, "deeper"): true, cloud + "-not": false} {
		s := open(t, filepath.Join(folder, "sessions.db"))
		create(t, s, "Rosa's Bakery")
		found, err := s.Doctor(func(string) error { return nil }, noWord)
		if got := strings.Contains(texts(found), "lies in OneDrive"); err != nil || got != in {
			t.Errorf("%s: %v (%v)", folder, got, err)
		}
	}
	for _, path := range filesIn(cloud + "-not") {
		t.Cleanup(func() { _ = os.Remove(path) })
	}
}

// spoil saves an answer and changes a byte of it.
func spoil(t *testing.T, s *Store, id, question string) {
	t.Helper()
	if saved := <-s.SaveAnswer(assessment.AnswerChange{Session: id, Question: question, Answer: answer(assessment.InPlace, "the last word"), Base: 1 << 62}); saved.Err != nil {
		t.Fatal(saved.Err)
	}
	err := s.write(func(tx *bbolt.Tx) error {
		answers := tx.Bucket(sessionsBucket).Bucket([]byte(id)).Bucket(answersBucket)
		bad := append([]byte(nil), answers.Get([]byte(question))...)
		bad[len(bad)-3] ^= 1
		return answers.Put([]byte(question), bad)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// What the history still has comes back as it was; what nobody has is named.
func TestRepairSaysWhatIsLost(t *testing.T) {
	s := open(t, filepath.Join(folderOf(t), "sessions.db"))
	whole, fromHistory, lossy := create(t, s, "Flora").ID, create(t, s, "Rosa's Bakery").ID, create(t, s, "Tom's Garage").ID
	spoil(t, s, fromHistory, "one")
	spoil(t, s, lossy, "one")
	spoil(t, s, lossy, "two")
	err := s.write(func(tx *bbolt.Tx) error {
		return tx.Bucket(sessionsBucket).Bucket([]byte(lossy)).Bucket(historyBucket).Delete(sequenceKey(2))
	})
	if err != nil {
		t.Fatal(err)
	}
	s.left = state{}
	if _, err := s.Load(whole); !errors.Is(err, ErrDamaged) {
		t.Fatalf("the file is used although it is damaged: %v", err)
	}
	found, err := s.Repair(noStanding)
	if err != nil {
		t.Fatal(err)
	}
	said := texts(found)
	for _, want := range []string{
		"was set aside as " + s.SetAside()[0],
		"true Tom's Garage (Answer emails) has 1 answer. Some may be missing, or older than the last you gave: `readycheck resume " + lossy + "` shows them. Lost for certain: one.",
		"3 sessions in the new file, 2 of them with nothing missing.",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("no %q in\n%s", want, said)
		}
	}
	if strings.Contains(said, "Flora") || strings.Contains(said, "Rosa") {
		t.Errorf("names sessions that lost nothing:\n%s", said)
	}
	if session, err := s.Load(fromHistory); err != nil || session.Answers["one"].Note != "the last word" {
		t.Errorf("from the history: %+v, %v", session, err)
	}
	if session, err := s.Load(lossy); err != nil || session.Answers["two"].Note != "the last word" || session.Revision != 3 {
		t.Errorf("%+v, %v", session, err)
	}
	if history, err := s.History(lossy); err != nil || len(history) != 3 || !history[1].Lost || history[0].Lost {
		t.Errorf("%+v, %v", history, err)
	}
	if saved := <-s.SaveAnswer(assessment.AnswerChange{Session: lossy, Question: "one", Answer: answer(assessment.No, "again"), Base: 3}); saved.Err != nil || saved.Revision != 4 {
		t.Errorf("going on: %+v", saved)
	}
}

// With the beginning of the file gone, sessions are found again by what lies about in it
// and by the newest backup.
func TestRepairWithoutABeginning(t *testing.T) {
	s := open(t, filepath.Join(folderOf(t), "sessions.db"))
	inBackup := create(t, s, "Flora").ID
	if _, err := s.Backup(); err != nil {
		t.Fatal(err)
	}
	later := create(t, s, "Rosa's Bakery").ID
	for i := range 20 {
		<-s.SaveAnswer(assessment.AnswerChange{Session: later, Question: fmt.Sprint("q", i), Answer: answer(assessment.No, fmt.Sprint(i)), Base: 1 << 62})
	}
	quiet(s)
	data, err := os.ReadFile(s.Path())
	if err != nil {
		t.Fatal(err)
	}
	clear(data[:2*damagePage])
	if err := os.WriteFile(s.Path(), data, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.List(0, 0); !errors.Is(err, ErrDamaged) {
		t.Fatalf("%v", err)
	}
	found, err := s.Repair(noStanding)
	if err != nil {
		t.Fatal(err)
	}
	if session, err := s.Load(later); err != nil || session.Business != "Rosa's Bakery" || len(session.Answers) != 20 {
		t.Errorf("%+v, %v\n%s", session, err, texts(found))
	}
	if _, err := s.Load(inBackup); err != nil {
		t.Errorf("%v\n%s", err, texts(found))
	}
	if strings.Contains(texts(found), "with nothing missing") && !strings.Contains(texts(found), " 0 of them with nothing missing") {
		t.Errorf("claims to know that nothing is missing:\n%s", texts(found))
	}
}

// While the file is examined, and while bbolt checks it, another window saves. What is found
// while it does so counts only if it is found again.
func TestDoctorHoldsNobodyUp(t *testing.T) {
	s := open(t, filepath.Join(folderOf(t), "sessions.db"))
	id := create(t, s, "Rosa's Bakery").ID
	quiet(s)
	other, checks := open(t, s.Path()), 0
	found, err := s.Doctor(func(string) error {
		if checks++; checks > 1 {
			return nil
		}
		saved := <-other.SaveAnswer(assessment.AnswerChange{Session: id, Question: "one", Answer: answer(assessment.No, "meanwhile"), Base: 1 << 62})
		quiet(other)
		return errors.Join(saved.Err, errors.New("it changed while it was read"))
	}, noWord)
	if said := texts(found); err != nil || checks != 2 || !strings.Contains(said, "own check found nothing") {
		t.Errorf("%v, %d checks:\n%s", err, checks, said)
	}
	if session, err := other.Load(id); err != nil || session.Answers["one"].Note != "meanwhile" {
		t.Errorf("%+v, %v", session, err)
	}
}

func TestDoctorSaysWhatItDoesWhenThatTakesLong(t *testing.T) {
	s := open(t, filepath.Join(folderOf(t), "sessions.db"))
	create(t, s, "Rosa's Bakery")
	said := make(chan string, 10)
	if _, err := s.Doctor(func(string) error {
		if doing := <-said; doing != "Running the database's own check" {
			t.Errorf("it says %q", doing)
		}
		return nil
	}, func(doing string) { said <- doing }); err != nil {
		t.Error(err)
	}
}

// A check that ends without a result, and a file that is whole and older than what was
// saved, are no reason to go back to a backup.
func TestDoctorOffersNoBackupInThePlaceOfAWholeFile(t *testing.T) {
	s := open(t, filepath.Join(folderOf(t), "sessions.db"))
	create(t, s, "Rosa's Bakery")
	if _, err := s.Backup(); err != nil {
		t.Fatal(err)
	}
	lock, err := s.lock(true)
	if err != nil {
		t.Fatal(err)
	}
	later := lock.note.mark
	later.Commit, later.Hash = 1000, token()
	lock.reached(1000, later)
	lock.release()
	found, err := s.Doctor(func(string) error { return fmt.Errorf("it took too long: %w", ErrNotChecked) }, noWord)
	said := texts(found)
	if err != nil || !strings.Contains(said, "is older than the last answer that was saved") || !strings.Contains(said, "false The database's own check did not come to a result: it took too long") {
		t.Errorf("%v\n%s", err, said)
	}
	if strings.Contains(said, "Or go back to") {
		t.Errorf("it offers a backup:\n%s", said)
	}
}

func TestDoctorNamesConflictCopies(t *testing.T) {
	folder := folderOf(t)
	s := open(t, filepath.Join(folder, "sessions.db"))
	create(t, s, "Rosa's Bakery")
	conflicts := []string{
		"sessions (conflicted copy 2026-01-02 101112).db",
		"sessions (Rosa's conflicted copy 2026-01-02).db",
		"sessions (In Konflikt stehende Kopie von Rosa 2026-01-02).db",
		"sessions_conflict-20260102-101112.db",
		"sessions.sync-conflict-20260102-101112-ABC2DEF.db",
		"sessions-DESKTOP-4F7Q2.db",
		"sessions (1).db",
	}
	others := []string{"sessions-set-aside-2026-01-02-1.db", "sessions.db.new", "sessions-old.db", "other (1).db", "sessions (notes).db"}
	for _, name := range append(conflicts, others...) {
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	found, err := s.Doctor(CheckFile, noWord)
	if err != nil {
		t.Fatal(err)
	}
	said := texts(found)
	for _, name := range conflicts {
		if !strings.Contains(said, "true The file "+filepath.Join(folder, name)+" looks like a copy") {
			t.Errorf("%s is not named", name)
		}
	}
	for _, name := range others {
		if strings.Contains(said, filepath.Join(folder, name)+" looks like a copy") {
			t.Errorf("%s is named", name)
		}
	}
}
