package store

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"go.etcd.io/bbolt"

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

// Doctor examines the data file and its backups, and changes nothing. The function given
// runs bbolt's own check on a file, in a process of its own: on a damaged file it can
// crash or never end.
func (s *Store) Doctor(check func(path string) error) ([]Finding, error) {
	if err := s.mustExist(); err != nil {
		return nil, err
	}
	s.burst.Lock()
	defer s.burst.Unlock()
	lock, err := s.lock(false)
	if err != nil {
		return nil, s.explain(err)
	}
	defer lock.release()
	var f findings
	unsound, doubted := true, false
	switch inv, err := examineFile(s.path, false); {
	case errors.Is(err, fs.ErrPermission):
		return nil, s.explain(err)
	case err != nil:
		f.wrong("The file %s cannot be read: %v.", s.path, err)
	case inv.schema > s.newest():
		return nil, newer(s.path)
	default:
		s.report(&f, inv, lock)
		unsound = inv.sound() != nil
		if err := check(s.path); err != nil {
			f.wrong("The database's own check says: %v.", err)
			doubted = true
		} else {
			f.good("The database's own check found nothing.")
		}
	}
	s.reportPlace(&f)
	newest := s.reportBackups(&f)
	if unsound || doubted {
		f.wrong("What to do: `readycheck doctor --repair` keeps all that can still be read and says what is lost. The file as it is now is set aside first.")
	}
	// Going back loses what came after the backup, so a sound file is never given up for one.
	if unsound && newest != "" {
		f.wrong("Or go back to the newest good backup: `%s`.", s.typed("restore", newest))
	}
	return f, nil
}

// report says how the data file is.
func (s *Store) report(f *findings, inv *inventory, lock *held) {
	if inv.schema < s.newest() && inv.schema > 0 {
		f.good("The file is from an older version. It is brought up to date when it is used next, after a backup.")
	}
	if len(inv.faults) == 0 {
		f.good("The file %s is whole: %s, %s, all with the right checksums.", s.path, count(len(inv.sessions), "session"), count(inv.records, "record"))
	}
	for i, fault := range inv.faults {
		if i == mostNamed {
			f.wrong("… and %d more faults.", len(inv.faults)-i)
			break
		}
		text := fault.problem
		if head, ok := inv.heads[fault.session]; ok {
			text = head.Business + ": " + text
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

func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// CheckFile is bbolt's own check of a file. On a damaged file it may crash the process or
// never end: run it in a child.
func CheckFile(path string) (err error) {
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{
		ReadOnly: true, Timeout: patience,
		OpenFile: func(name string, flag int, mode os.FileMode) (*os.File, error) {
			return disk.OpenOwn(name, flag, mode, ownNames(name))
		},
	})
	if err != nil {
		return err
	}
	defer func() { err = cmp.Or(err, db.Close()) }()
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
		draft := s.path + draftSuffix
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
	heads, err := s.List(0, 0)
	if err == nil {
		err = s.sweepDrafts(heads)
	}
	if err != nil {
		f.wrong("The folder %s could not be swept. It may still hold words that were typed in a form of what you deleted: remove it yourself.", s.path+typedSuffix)
	}
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
	to, err := bbolt.Open(draft, 0o600, &bbolt.Options{OpenFile: openNew})
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
	if was.records != is.records || len(was.sessions) != len(is.sessions) {
		return damaged("The new file", errors.New("it lacks "+strings.TrimSpace(count(was.records-is.records, "record"))))
	}
	return nil
}
