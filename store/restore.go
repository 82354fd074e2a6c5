package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"readycheck/store/disk"
)

// Restore puts a copy of a backup in the place of the data file. The file that was there
// is set aside, under the name returned, and never deleted; the name is empty where
// there was none. A file that does not pass its checks is refused and nothing changes.
func (s *Store) Restore(backup string) (aside string, err error) {
	err = s.alone(func(lock *held) error {
		draft, err := s.takeIn(backup)
		if err != nil {
			return err
		}
		// The file that is replaced may be damaged, or not be there.
		live, _ := examineFile(s.path, false)
		coming, err := examineFile(draft, false)
		if err == nil {
			err = s.keepNoted(lock, live, coming)
		}
		m := mark{}
		if err == nil {
			m, err = adoptInto(draft, s.known(lock, live))
		}
		if err != nil {
			_ = disk.Remove(draft)
			return err
		}
		if aside, err = s.putInPlace(lock, draft, true); err == nil {
			s.took(lock, m)
		}
		return err
	})
	return aside, err
}

// alone runs fn while this process has the lock and nobody the file open.
func (s *Store) alone(fn func(lock *held) error) error {
	s.burst.Lock()
	defer s.burst.Unlock()
	lock, err := s.lock(true)
	if err != nil {
		return s.explain(err)
	}
	defer lock.release()
	s.left = state{}
	return s.explain(fn(lock))
}

// takeIn copies a file beside the data file and checks the copy.
func (s *Store) takeIn(path string) (draft string, err error) {
	from, err := disk.Open(path)
	if err != nil {
		return "", unreadable(path, err)
	}
	defer func() { _ = from.Close() }()
	if info, err := from.Stat(); err != nil || !info.Mode().IsRegular() {
		return "", unreadable(path, err)
	}
	draft = s.path + draftSuffix
	if err := disk.Remove(draft); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	to, err := disk.OpenFile(draft, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return "", err
	}
	defer func() {
		if err != nil {
			discard(to)
		}
	}()
	if _, err := to.ReadFrom(from); err != nil {
		return "", err
	}
	if err := to.Sync(); err != nil {
		return "", err
	}
	inv, err := examineFile(draft, false)
	switch {
	case err != nil:
		return "", damaged("The file "+path, err)
	case inv.schema > s.newest():
		return "", newer(path)
	case inv.sound() != nil:
		return "", damaged("The file "+path, inv.sound())
	}
	return draft, to.Close()
}

func unreadable(path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &Error{Kind: fs.ErrNotExist, Cause: err, sentence: fmt.Sprintf("There is no file %s. Check the name.", path)}
	case errors.Is(err, fs.ErrPermission):
		return &Error{Kind: ErrRefused, Cause: err, sentence: fmt.Sprintf("The system does not let us read %s. Nothing was changed. Check who owns it.", path)}
	}
	return &Error{Kind: ErrDamaged, Cause: err, sentence: fmt.Sprintf("%s cannot be read as a file. Nothing was changed. Name a backup.", path)}
}

// putInPlace gives a draft that is on disk the place of the data file. At every moment
// one of the two is there. The file that was there is kept under another name if it is to
// be set aside.
func (s *Store) putInPlace(lock *held, draft string, setAside bool) (aside string, err error) {
	live := s.path
	if setAside {
		if aside, err = s.setAside(live); err != nil {
			_ = disk.Remove(draft)
			return "", err
		}
	}
	if aside != "" {
		// Else the new name could outlive a power cut, and the one set aside not.
		err = disk.SyncFolder(filepath.Dir(live))
	}
	if err == nil {
		err = lock.forget()
	}
	if err == nil {
		err = disk.Rename(draft, live)
	}
	if err != nil {
		_ = disk.Remove(draft)
		return aside, err
	}
	return aside, disk.SyncFolder(filepath.Dir(live))
}
