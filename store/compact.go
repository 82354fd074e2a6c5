package store

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"time"

	"go.etcd.io/bbolt"

	"readycheck/store/disk"
)

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
	if err := s.forgetContent(s.now().Add(time.Minute)); err != nil {
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
	if was.records() != is.records() || len(was.sessions) != len(is.sessions) {
		return damaged("The new file", errors.New("it lacks "+strings.TrimSpace(count(was.records()-is.records(), "record"))))
	}
	return nil
}
