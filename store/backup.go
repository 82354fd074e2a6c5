package store

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.etcd.io/bbolt"

	"readycheck/store/disk"
	"readycheck/store/newfile"
)

// Backups lie beside the data file. Their numbers give the order; the day in the name is
// there for people, and to keep one a day.
const (
	backupsFolder = "backups"
	// A draft has the number of its process in its name.
	backupDraft = draftPrefix + "%s*"
	draftPrefix = "draft-"
	keepNewest  = 5
	keepDays    = 7
	// staleDraft is when a draft must be what a killed process left.
	staleDraft = time.Hour
)

// longFile is the length from which a backup takes a noticeable time.
const longFile = 16 << 20

// Backup is one backup of the data file.
type Backup struct {
	Path string
	// Number orders backups, the newest highest.
	Number int
	// Day is when it was made, by the clock of then.
	Day string
}

// Backups lists the backups, newest first. No folder of backups means none.
func (s *Store) Backups() ([]Backup, error) {
	all, _, err := s.namedAsBackups()
	return all, err
}

// namedAsBackups lists the backups, and what has the name of one and is no file.
func (s *Store) namedAsBackups() (backups, strays []Backup, err error) {
	files, err := os.ReadDir(s.backups())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, nil, s.explain(err)
	}
	name := regexp.MustCompile(`^` + regexp.QuoteMeta(s.stem()) + `-(\d{6,18})-(\d{4}-\d\d-\d\d)\.db$`)
	for _, file := range files {
		parts := name.FindStringSubmatch(file.Name())
		if parts == nil {
			continue
		}
		number, err := strconv.Atoi(parts[1])
		switch backup := (Backup{filepath.Join(s.backups(), file.Name()), number, parts[2]}); {
		case err != nil:
		case file.Type().IsRegular():
			backups = append(backups, backup)
		default:
			strays = append(strays, backup)
		}
	}
	slices.SortFunc(backups, func(a, b Backup) int { return cmp.Compare(b.Number, a.Number) })
	return backups, strays, nil
}

func (s *Store) backups() string { return filepath.Join(filepath.Dir(s.path), backupsFolder) }

// stem is the data file's name without its ending.
func (s *Store) stem() string {
	base := filepath.Base(s.path)
	return strings.TrimSuffix(base, filepath.Ext(base))
}

// Backup makes a backup and returns its path. Old ones go: what stays are the newest
// five and the newest of each of the last seven days that have one.
func (s *Store) Backup() (string, error) {
	if err := s.mustExist(); err != nil {
		return "", err
	}
	var draft *os.File
	err := s.inBurst(true, func(b *burst) error {
		var err error
		draft, err = b.snapshot()
		return err
	})
	if err != nil {
		return "", err
	}
	// The disk is waited for after the lock is let go, so that nobody else waits.
	path, err := s.keep(draft)
	return path, s.explain(err)
}

func (s *Store) mustExist() error {
	if s.missing() {
		if err := s.neverThere(); err != nil && s.missing() {
			return err
		}
		return &Error{Kind: fs.ErrNotExist, sentence: fmt.Sprintf("There is no file %s yet, so there is nothing to do.", s.path)}
	}
	return nil
}

// CopyTo writes a backup into a file that the caller made.
func (s *Store) CopyTo(file *os.File) error {
	if err := s.mustExist(); err != nil {
		return err
	}
	err := s.inBurst(false, func(b *burst) error { return b.copyTo(file) })
	if err == nil {
		err = s.explain(verified(file))
	}
	return err
}

// backup makes a backup while the file is open.
func (b *burst) backup() (string, error) {
	draft, err := b.snapshot()
	if err != nil {
		return "", err
	}
	return b.store.keep(draft)
}

// snapshot copies the file as it is now into a draft among the backups.
func (b *burst) snapshot() (*os.File, error) {
	if err := disk.MakeFolder(b.store.backups()); err != nil {
		return nil, err
	}
	draft, err := disk.CreateTemp(b.store.backups(), fmt.Sprintf(backupDraft, strconv.Itoa(os.Getpid())+"-"))
	if err != nil {
		return nil, err
	}
	if err := b.copyTo(draft); err != nil {
		discard(draft)
		return nil, err
	}
	b.store.changed = false
	return draft, nil
}

func (b *burst) copyTo(file *os.File) error {
	return b.db.View(func(tx *bbolt.Tx) error {
		_, err := tx.WriteTo(file)
		return err
	})
}

func discard(draft *os.File) {
	_ = draft.Close()
	_ = disk.Remove(draft.Name())
}

// keep gives a draft its name among the backups after it has passed its checks, and lets
// old backups go. A draft that fails replaces nothing.
func (s *Store) keep(draft *os.File) (path string, err error) {
	defer func() {
		if err != nil {
			discard(draft)
		}
	}()
	if err := verified(draft); err != nil {
		return "", err
	}
	if err := draft.Close(); err != nil {
		return "", err
	}
	for {
		before, strays, err := s.namedAsBackups()
		if err != nil {
			return "", err
		}
		number := 1
		for _, taken := range slices.Concat(before, strays) {
			number = max(number, taken.Number+1)
		}
		path = filepath.Join(s.backups(), fmt.Sprintf("%s-%06d-%s.db", s.stem(), number, s.now().Format(time.DateOnly)))
		err = newfile.PutInPlace(draft.Name(), path)
		if err == nil {
			break
		}
		if !errors.Is(err, fs.ErrExist) {
			return "", err
		}
	}
	if _, err := os.Lstat(draft.Name()); err == nil {
		_ = disk.Remove(draft.Name())
	}
	if err := disk.SyncFolder(s.backups()); err != nil {
		return "", err
	}
	s.kept.Store(true)
	s.rotate()
	return path, nil
}

// verified waits until a copy is on disk, and examines it.
func verified(file *os.File) error {
	if err := file.Sync(); err != nil {
		return err
	}
	info, err := file.Stat()
	if err != nil {
		return err
	}
	inv, err := examine(file, info.Size())
	if err == nil {
		err = inv.sound()
	}
	if err != nil {
		return damaged("The copy "+file.Name(), err)
	}
	return nil
}

// rotate removes backups that are not to be kept, and what killed processes left. What
// cannot be removed stays.
func (s *Store) rotate() {
	all, err := s.Backups()
	if err != nil {
		return
	}
	days := map[string]bool{}
	for i, backup := range all {
		first := !days[backup.Day]
		days[backup.Day] = true
		if i >= keepNewest && (!first || len(days) > keepDays) {
			_ = disk.Remove(backup.Path)
		}
	}
	s.removeDrafts()
}

// removeDrafts removes what killed processes left. A draft that somebody is writing stays.
func (s *Store) removeDrafts() {
	drafts, err := filepath.Glob(filepath.Join(s.backups(), fmt.Sprintf(backupDraft, "")))
	if err != nil {
		return
	}
	for _, draft := range drafts {
		info, err := os.Lstat(draft)
		if err == nil && (time.Since(info.ModTime()) >= staleDraft || !inWork(draft)) {
			_ = disk.Remove(draft)
		}
	}
}

// inWork reports whether the process that made a draft is still there.
func inWork(draft string) bool {
	number, _, _ := strings.Cut(strings.TrimPrefix(filepath.Base(draft), draftPrefix), "-")
	pid, err := strconv.Atoi(number)
	return err == nil && disk.ProcessRuns(pid)
}

// backupOnClose makes a backup if something changed. A long file gets one a day, so that
// closing stays quick.
func (s *Store) backupOnClose() error {
	s.burst.Lock()
	changed := s.changed
	s.burst.Unlock()
	info, err := os.Stat(s.path)
	if !changed || err != nil {
		return nil
	}
	if info.Size() > longFile {
		if all, err := s.Backups(); err == nil && len(all) > 0 && all[0].Day == s.now().Format(time.DateOnly) {
			return nil
		}
	}
	if _, err := s.Backup(); err != nil {
		return &Error{Kind: ErrNoBackup, Cause: err, sentence: "Your answers are saved. Only the backup that is made at the end did not work. `readycheck backup` tries again and says why."}
	}
	return nil
}
