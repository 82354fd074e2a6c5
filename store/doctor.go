package store

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"time"

	"go.etcd.io/bbolt"

	"readycheck/store/boltfile"
	"readycheck/store/disk"
	"readycheck/store/shell"
)

// Finding is one thing that was checked or done, as a sentence for a person.
type Finding struct {
	// Wrong is true where something must be done.
	Wrong bool
	Text  string
}

// findings are collected in the order they are read.
type findings []Finding

func (f *findings) good(format string, args ...any) {
	*f = append(*f, Finding{false, fmt.Sprintf(format, args...)})
}

func (f *findings) wrong(format string, args ...any) {
	*f = append(*f, Finding{true, fmt.Sprintf(format, args...)})
}

// mostNamed is how many faults or questions a sentence lists.
const mostNamed = 10

// Doctor examines the data file and its backups, and changes nothing. Check runs bbolt's
// own check on a file, in a process of its own: on a damaged file it can crash or never
// end. An ErrNotChecked of it says nothing about the file. Slow hears what is being done, once that has taken a while. Other windows can save
// meanwhile.
func (s *Store) Doctor(check func(path string) error, slow func(doing string)) ([]Finding, error) {
	if err := s.mustExist(); err != nil {
		return nil, err
	}
	s.burst.Lock()
	defer s.burst.Unlock()
	step := steps(slow)
	var f findings
	step("Examining " + s.path)
	inv, note, err := s.examineInSteps()
	found := true
	switch {
	case errors.Is(err, fs.ErrPermission) || outOfMeans(err) || errors.Is(err, ErrBusy):
		step("")
		return nil, s.explain(err)
	case err != nil:
		f.wrong("The file %s cannot be read: %v.", s.path, err)
	case inv.schema > s.newest():
		step("")
		return nil, newer(s.path)
	default:
		found = len(inv.faults) > 0
	}
	bad := found
	if err == nil {
		bad = s.report(&f, inv, note)
	}
	// A fault that is known already can keep bbolt's check from ending.
	if !found {
		step("Running the database's own check")
		switch err := s.checkInSteps(check); {
		case errors.Is(err, ErrNotChecked):
			f.good("The database's own check did not come to a result: %v.", err)
		case err != nil:
			f.wrong("The database's own check says: %v.", err)
			found, bad = true, true
		default:
			f.good("The database's own check found nothing.")
		}
	}
	s.reportPlace(&f)
	s.reportConflicts(&f)
	step("Examining the backups")
	newest := s.reportBackups(&f)
	step("")
	if bad {
		f.wrong("What to do: `readycheck doctor --repair` keeps all that can still be read and says what is lost. The file as it is now is set aside first.")
	}
	// Of a file that is whole, a backup can only be older.
	if found && newest != "" {
		f.wrong("Or go back to the newest good backup: `%s`.", s.typed("restore", newest))
	}
	return f, nil
}

// afterAWhile is how long somebody waits without a word.
const afterAWhile = 500 * time.Millisecond

// steps tells what is being done, of each step that still goes on a while after the first
// began. The step "" ends it.
func steps(slow func(doing string)) (step func(doing string)) {
	begun := time.Now()
	var timer *time.Timer
	return func(doing string) {
		if timer != nil {
			timer.Stop()
		}
		if doing != "" {
			timer = time.AfterFunc(max(0, afterAWhile-time.Since(begun)), func() { slow(doing) })
		}
	}
}

// examineInSteps examines the file while others can write to it, and then, with the lock,
// what they changed. What is wrong counts only if it is so with the lock.
func (s *Store) examineInSteps() (*inventory, holder, error) {
	inv, err := examineFile(s.path, false)
	if err != nil || len(inv.faults) > 0 {
		inv = newInventory(false)
	}
	lock, err := s.lock(false)
	if err != nil {
		return nil, holder{}, s.explain(err)
	}
	defer lock.release()
	err = inv.readFile(s.path)
	return inv, lock.note, err
}

// checkInSteps runs bbolt's check without the lock, and again with it where it found
// something while another window wrote.
func (s *Store) checkInSteps(check func(path string) error) error {
	before, _ := os.Stat(s.path)
	err := check(s.path)
	after, _ := os.Stat(s.path)
	if err == nil || before != nil && after != nil && os.SameFile(before, after) && before.ModTime().Equal(after.ModTime()) {
		return err
	}
	lock, locking := s.lock(false)
	if locking != nil {
		return err
	}
	defer lock.release()
	return check(s.path)
}

// report says how the data file is, and whether it is not to be used.
func (s *Store) report(f *findings, inv *inventory, note holder) (bad bool) {
	if inv.schema < s.newest() && inv.schema > 0 && len(inv.faults) == 0 {
		f.good("The file is from an older version. It is brought up to date when it is used next, after a backup.")
		return false
	}
	if len(inv.faults) == 0 {
		f.good("The file %s is whole: %s, %s, all with the right checksums.", s.path, count(len(inv.sessions), "session"), count(inv.records(), "record"))
	}
	for i, fault := range inv.faults {
		if i == mostNamed {
			f.wrong("… and %d more faults.", len(inv.faults)-i)
			break
		}
		text := fault.problem
		if head, ok := inv.list[fault.session]; ok {
			text = head.business + ": " + text
		}
		f.wrong("Damaged: %s.", text)
	}
	if note.Transaction > inv.transaction {
		f.wrong("The file is older than the last answer that was saved. If you put an older copy there yourself, `%s` takes it in.", s.typed("restore", s.path))
		bad = true
	}
	if inv.halfMeta {
		f.good("The last time it was written, the computer stopped in the middle. What was saved before is there.")
	}
	if inv.free*2 > inv.pages && inv.free*inv.pageSize > 1<<20 {
		f.good("More than half of the file is empty. `readycheck doctor --compact` makes it smaller.")
	}
	return bad || len(inv.faults) > 0
}

// reportPlace says who can read the files, and whether the disk can be relied on.
func (s *Store) reportPlace(f *findings) {
	folder := filepath.Dir(s.target())
	if runtime.GOOS != "windows" {
		open := false
		for _, path := range []string{s.target(), folder} {
			if info, err := os.Stat(path); err == nil && info.Mode().Perm()&0o077 != 0 {
				open = true
				f.wrong("Other users of this computer can get at %s. `%s` keeps it to you.", path, shell.Command("chmod", "go=", path))
			}
		}
		if !open {
			f.good("Only you can read the file.")
		}
	}
	for _, name := range []string{"OneDrive", "OneDriveCommercial", "OneDriveConsumer"} {
		if cloud := os.Getenv(name); cloud != "" && strings.HasPrefix(folder+string(filepath.Separator), filepath.Clean(cloud)+string(filepath.Separator)) {
			f.wrong("The file lies in OneDrive, so copies of it leave this computer, and two computers writing at once can damage it. Move it to a folder outside, and name it with --data.")
			break
		}
	}
	if kind := networkDisk(folder); kind != "" {
		f.wrong("The file lies on a network disk (%s). Two computers writing at once can damage it there. Move it to a disk of this computer.", kind)
	}
}

// conflictCopy is the rest of a name after the data file's own, as programs that keep folders
// alike name a file that two computers wrote at once: Dropbox and Nextcloud, ownCloud,
// Syncthing, OneDrive, Google Drive.
var conflictCopy = regexp.MustCompile(`^(?: \(.*(?i:conflic?t|konflikt).*\)|_conflict-[-\d]+|\.sync-conflict-\d{8}-\d{6}-\w+|-[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*| \(\d+\))$`)

// reportConflicts names copies that programs made which keep folders of two computers alike.
func (s *Store) reportConflicts(f *findings) {
	folder := filepath.Dir(s.target())
	files, _ := os.ReadDir(folder)
	ending := filepath.Ext(s.path)
	for _, file := range files {
		rest, ours := strings.CutPrefix(file.Name(), s.stem())
		rest, whole := strings.CutSuffix(rest, ending)
		if ours && whole && file.Type().IsRegular() && conflictCopy.MatchString(rest) {
			path := filepath.Join(folder, file.Name())
			f.wrong("The file %s looks like a copy that a program made which keeps folders of two computers alike. It may hold answers that your file lacks: `%s` shows what is in it. Use the file on one computer only, and remove the copy when you need it no more.", path, shell.Command("readycheck", "list", "--data", path))
		}
	}
}

// reportBackups says how the backups are, and names the newest good one.
func (s *Store) reportBackups(f *findings) (newest string) {
	all, err := s.Backups()
	if err != nil {
		f.wrong("The backups in %s cannot be read.", s.backups())
		return ""
	}
	for _, backup := range all {
		inv, err := examineFile(backup.Path, false)
		if err == nil {
			err = inv.sound()
		}
		switch {
		case err != nil:
			f.wrong("The backup %s is damaged: %v.", backup.Path, err)
		case newest == "":
			newest = backup.Path
		}
	}
	switch {
	case len(all) == 0:
		f.good("There is no backup yet. One is made each time you leave the program after a change.")
	case newest != "":
		f.good("Backups: %d. The newest good one is %s.", len(all), newest)
	}
	for _, aside := range s.SetAside() {
		f.good("The file %s was set aside earlier. Delete it when you need it no more.", aside)
	}
	return newest
}

func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// CheckFile is bbolt's own check of a file. On a damaged file it may crash the process or
// never end: run it in a child.
func CheckFile(path string) (err error) {
	var file *os.File
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{
		ReadOnly: true, Timeout: patience,
		OpenFile: func(name string, flag int, mode os.FileMode) (*os.File, error) {
			file, err = disk.OpenFile(name, flag, mode)
			return file, err
		},
	})
	if err != nil {
		return err
	}
	defer func() { err = cmp.Or(err, db.Close()) }()
	// Other windows go on meanwhile. What they write does not harm the check, or it is
	// done again.
	boltfile.Unlock(file)
	return db.View(func(tx *bbolt.Tx) error {
		var first error
		for fault := range tx.Check() {
			first = cmp.Or(first, fault)
		}
		return first
	})
}

// Compact writes the data file anew without what was deleted, and lets go of all older
// backups, which may still hold it. A new backup is made. Files that were set aside stay,
// and are named.
func (s *Store) Compact() ([]Finding, error) {
	if err := s.mustExist(); err != nil {
		return nil, err
	}
	if _, err := s.Backup(); err != nil {
		return nil, err
	}
	var before, after int64
	err := s.alone(func(lock *held) error {
		draft := s.target() + draftSuffix
		err := s.guarded(lock, false, func(b *burst) error {
			info, err := os.Stat(s.path)
			if err != nil {
				return err
			}
			before = info.Size()
			return b.compactInto(draft)
		})
		if err != nil {
			_ = disk.Remove(draft)
			return err
		}
		info, err := os.Stat(draft)
		if err != nil {
			return err
		}
		after = info.Size()
		_, err = s.putInPlace(lock, draft, false)
		return err
	})
	if err != nil {
		return nil, err
	}
	// The backup of before goes only after there is one of now.
	newest, err := s.Backup()
	if err != nil {
		return nil, err
	}
	all, err := s.Backups()
	if err != nil {
		return nil, err
	}
	var f findings
	f.good("The file was written anew without what was deleted: %d KiB before, %d KiB now.", before>>10, after>>10)
	removed := 0
	for _, backup := range all {
		if backup.Path == newest {
			continue
		}
		if err := disk.Remove(backup.Path); err != nil {
			f.wrong("The older backup %s could not be removed. It may still hold what you deleted: remove it yourself.", backup.Path)
			continue
		}
		removed++
	}
	s.removeDrafts()
	f.good("A new backup was made: %s.", newest)
	f.good("Removed, because they might have held what you deleted: %s.", count(removed, "older backup"))
	for _, aside := range s.SetAside() {
		f.good("The file %s was set aside earlier and may still hold what you deleted. Remove it yourself if you need it no more.", aside)
	}
	return f, s.explain(disk.SyncFolder(s.backups()))
}

// compactInto writes all that the file holds into a new one, and checks that it is all there.
func (b *burst) compactInto(draft string) error {
	if err := disk.Remove(draft); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	to, err := bbolt.Open(draft, 0o600, nil)
	if err != nil {
		return err
	}
	const atATime = 16 << 20
	err = bbolt.Compact(to, b.db, atATime)
	if closing := to.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return err
	}
	was, err := examineFile(b.store.path, false)
	if err != nil {
		return err
	}
	is, err := examineFile(draft, false)
	if err != nil {
		return err
	}
	if err := is.sound(); err != nil {
		return damaged("The new file", err)
	}
	if was.records() != is.records() || len(was.sessions) != len(is.sessions) {
		return damaged("The new file", errors.New("it lacks "+strings.TrimSpace(count(was.records()-is.records(), "record"))))
	}
	return nil
}
