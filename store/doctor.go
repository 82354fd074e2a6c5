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
	"slices"
	"strings"
	"time"

	"go.etcd.io/bbolt"

	"readycheck/assessment"
	"readycheck/store/boltfile"
	"readycheck/store/disk"
	"readycheck/store/shell"
)

// Doctor examines the data file and its backups, and changes nothing. Check runs bbolt's
// own check on a file, in a process of its own: on a damaged file it can crash or never
// end. An ErrNotChecked of it says nothing about the file. Slow hears what is being done, once
// that has taken a while. Other windows can save meanwhile.
func (s *Store) Doctor(check func(path string) error, slow func(doing string)) ([]Finding, error) {
	f, sound, err := s.examineAll(check, slow)
	if err == nil && sound {
		s.reportHub(&f)
	}
	return f, err
}

// examineAll looks at the files, and reports whether the data file is sound.
func (s *Store) examineAll(check func(path string) error, slow func(doing string)) (f findings, sound bool, err error) {
	if err := s.mustExist(); err != nil {
		return nil, false, err
	}
	s.burst.Lock()
	defer s.burst.Unlock()
	step := steps(slow)
	step("Examining " + s.path)
	inv, note, err := s.examineInSteps()
	found, doubted := true, false
	switch {
	case errors.Is(err, fs.ErrPermission) || outOfMeans(err) || errors.Is(err, ErrBusy) || errors.Is(err, ErrAstray) || astray(err) != "":
		step("")
		return nil, false, s.explain(err)
	case err != nil:
		f.wrong("The file %s cannot be read: %v.", s.path, err)
	case inv.schema > s.newest():
		step("")
		return nil, false, newer(s.path)
	default:
		s.report(&f, inv, &held{note: note})
		found = inv.sound() != nil
	}
	// A fault that is known already can keep bbolt's check from ending.
	if !found {
		step("Running the database's own check")
		switch err := s.checkInSteps(check); {
		case errors.Is(err, ErrNotChecked):
			f.good("The database's own check did not come to a result: %v.", err)
		case err != nil:
			f.wrong("The database's own check says: %v.", err)
			doubted = true
		default:
			f.good("The database's own check found nothing.")
		}
	}
	s.reportPlace(&f)
	s.reportConflicts(&f)
	step("Examining the backups")
	newest := s.reportBackups(&f)
	step("")
	if found || doubted {
		f.wrong("What to do: `readycheck doctor --repair` keeps all that can still be read and says what is lost. The file as it is now is set aside first.")
	}
	// Going back loses what came after the backup, so a sound file is never given up for one.
	if found && newest != "" {
		f.wrong("Or go back to the newest good backup: `%s`.", s.typed("restore", newest))
	}
	return f, !found && !doubted, nil
}

// reportHub says whether the file meets others, and whether what several computers wrote fits together.
func (s *Store) reportHub(f *findings) {
	link, err := s.Link()
	if err != nil || link.Firm == "" {
		return // why a sound file is not used stands above
	}
	f.good("The file meets others of %s. Not back from the hub yet: %s, with %s that no room has seen.", link.Name, count(link.Waiting, "change"), count(link.Held, "vote"))
	heads, err := s.List(0, 0)
	if err != nil {
		return
	}
	shared := 0
	for i := range heads {
		err := s.read(func(tx *bbolt.Tx) error {
			head, bucket, err := readHead(tx, heads[i].ID)
			if errors.Is(err, assessment.ErrNotFound) || err == nil && !head.Shared {
				return nil // deleted meanwhile, or of this computer alone
			}
			if err != nil {
				return err
			}
			shared++
			t, err := tell(tx, &head, bucket)
			if err == nil {
				_, err = t.content()
			}
			return err
		})
		if err != nil {
			f.wrong("%s: what several computers wrote does not fit together. `readycheck sync` fetches it anew after `readycheck doctor --repair`. (%v)", heads[i].Business, err)
		}
	}
	if shared > 0 {
		f.good("Written on several computers: %s, each change as it was sent.", count(shared, "session"))
	}
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

// report says how the data file is.
func (s *Store) report(f *findings, inv *inventory, lock *held) {
	if inv.schema < s.newest() && inv.schema > 0 {
		f.good("The file is from an older version. It is brought up to date when it is used next, after a backup.")
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
	if why := s.notedLater(inv, lock); why != nil {
		f.wrong("%s", s.notThis(why, inv.mark, lock).Sentence())
	}
	if inv.halfMeta {
		f.good("The last time it was written, the computer stopped in the middle. What was saved before is there.")
	}
	if inv.free*2 > inv.pages && inv.free*inv.pageSize > 1<<20 {
		f.good("More than half of the file is empty. `readycheck doctor --compact` makes it smaller.")
	}
}

// reportPlace says who can read the files, and whether the disk can be relied on.
func (s *Store) reportPlace(f *findings) {
	folder := filepath.Dir(s.path)
	if open := s.open(0o077); len(open) > 0 {
		for _, text := range open {
			f.wrong("%s", text)
		}
	} else if runtime.GOOS != "windows" {
		f.good("Only you can read the file.")
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

// open says of each place that others can get at how to keep it to oneself. The folder of the
// data file counts where others have one of the rights given. No mode is changed: the folder
// may be meant for others.
func (s *Store) open(rights fs.FileMode) []string {
	if runtime.GOOS == "windows" {
		return nil
	}
	var out []string
	for _, place := range []struct {
		path   string
		rights fs.FileMode
	}{{filepath.Dir(s.path), rights}, {s.backups(), 0o077}} {
		info, err := os.Stat(place.path)
		switch {
		case err != nil || info.Mode().Perm()&place.rights == 0:
		case info.Mode()&fs.ModeSticky != 0 || !disk.OfThisUser(info):
			out = append(out, fmt.Sprintf("Other users of this computer can get at %s. Move your data file to a folder of your own, and name it with --data.", place.path))
		default:
			out = append(out, fmt.Sprintf("Other users of this computer can get at %s. `%s` keeps it to you.", place.path, shell.Command("chmod", "700", place.path)))
		}
	}
	files := []string{s.path}
	if all, err := s.Backups(); err == nil {
		for _, backup := range all {
			files = append(files, backup.Path)
		}
	}
	files = slices.DeleteFunc(files, func(path string) bool {
		info, err := os.Lstat(path)
		return err != nil || info.Mode().Perm()&0o077 == 0
	})
	if len(files) > 0 {
		out = append(out, fmt.Sprintf("Other users of this computer can get at %s. `%s` keeps it to you.", strings.Join(files, ", "), shell.Command(append([]string{"chmod", "600"}, files...)...)))
	}
	return out
}

// shared is an error where others can get at the backups, or put something else in the place
// of the data file.
func (s *Store) shared() error {
	if !disk.OwnersTell(s.path) {
		return nil // a memory stick has one mode for all, and no command changes it
	}
	if open := s.open(0o002); len(open) > 0 {
		return &Error{Kind: ErrShared, sentence: "Your answers are saved. " + strings.Join(open, " ")}
	}
	return nil
}

// conflictCopy is the rest of a name after the data file's own, as programs that keep folders
// alike name a file that two computers wrote at once: Dropbox and Nextcloud, ownCloud,
// Syncthing, OneDrive, Google Drive.
var conflictCopy = regexp.MustCompile(`^(?: \(.*(?i:conflic?t|konflikt).*\)|_conflict-[-\d]+|\.sync-conflict-\d{8}-\d{6}-\w+|-[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*| \(\d+\))$`)

// reportConflicts names copies that programs made which keep folders of two computers alike.
func (s *Store) reportConflicts(f *findings) {
	folder := filepath.Dir(s.path)
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
	all, strays, err := s.namedAsBackups()
	if err != nil {
		f.wrong("The backups in %s cannot be read.", s.backups())
		return ""
	}
	for _, stray := range strays {
		if info, err := os.Lstat(stray.Path); err == nil {
			f.wrong("%s", astray(disk.Own(stray.Path, info, false, nil)))
		}
	}
	for _, backup := range all {
		inv, err := examineFile(backup.Path, false)
		if err == nil {
			err = inv.sound()
		}
		switch {
		case astray(err) != "":
			f.wrong("%s", astray(err))
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

// CheckFile is bbolt's own check of a file. On a damaged file it may crash the process or
// never end: run it in a child.
func CheckFile(path string) (err error) {
	var file *os.File
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{
		ReadOnly: true, Timeout: patience,
		OpenFile: func(name string, flag int, mode os.FileMode) (*os.File, error) {
			file, err = disk.OpenOwn(name, flag, mode, ownNames(name))
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
