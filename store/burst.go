package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"syscall"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"readycheck/store/boltfile"
	"readycheck/store/disk"
)

// burst is the file while it is open and locked.
type burst struct {
	store *Store
	db    *bbolt.DB
	lock  *held
}

func (b *burst) view(fn func(*bbolt.Tx) error) error {
	return b.db.View(func(tx *bbolt.Tx) error {
		if err := b.store.checkSchema(tx); err != nil {
			return err
		}
		return fn(tx)
	})
}

func (b *burst) update(fn func(*bbolt.Tx) error) error {
	err := b.commitMarked(func(tx *bbolt.Tx) error {
		if err := b.store.checkSchema(tx); err != nil {
			return err
		}
		return fn(tx)
	})
	if err == nil {
		b.store.changed = true
	}
	return err
}

// commitMarked runs fn in one transaction and notes where the file got to.
func (b *burst) commitMarked(fn func(*bbolt.Tx) error) error {
	var transaction int
	var m mark
	err := b.db.Update(func(tx *bbolt.Tx) (err error) {
		transaction = tx.ID()
		if err = fn(tx); err == nil {
			m, err = advance(tx)
		}
		return err
	})
	if err == nil {
		b.store.seen = m
		b.lock.reached(uint64(transaction), m)
		b.lock.away = b.store.noteAway
	}
	return err
}

// inBurst takes the locks, opens the file, runs fn and lets go of everything again.
func (s *Store) inBurst(write bool, fn func(*burst) error) error {
	s.burst.Lock()
	defer s.burst.Unlock()
	lock, err := s.lock(write)
	if err != nil {
		return s.explain(err)
	}
	defer lock.release()
	if write {
		if err := s.createIfMissing(lock); err != nil {
			return s.explain(err)
		}
	}
	return s.explain(s.guarded(lock, !write || lock.lock == nil, func(b *burst) error {
		if write {
			if err := b.migrate(); err != nil {
				return err
			}
		}
		return fn(b)
	}))
}

// lock takes the sibling lock. A folder that cannot be written to can still be looked at, and
// so can a file of another user: a lock of ours beside it would keep its owner out.
func (s *Store) lock(write bool) (*held, error) {
	if info, err := os.Lstat(s.path); err == nil {
		err := disk.Own(s.path, info, true, ownNames(s.path))
		if errors.Is(err, disk.ErrOther) && !write {
			return noLock(s.path + lockSuffix), nil
		}
		if err != nil {
			return nil, err
		}
	}
	if write {
		if err := disk.MakeFolder(filepath.Dir(s.path)); err != nil {
			return nil, err
		}
	}
	lock, err := takeLock(s.path + lockSuffix)
	if err != nil && !write && (refused(err) || errors.Is(err, disk.ErrOther)) {
		return noLock(s.path + lockSuffix), nil
	}
	return lock, err
}

// guarded opens the file, runs fn and closes it. A fault in the mapped memory of a
// damaged file becomes an error; for that, open, fn and recover share one goroutine.
func (s *Store) guarded(lock *held, readOnly bool, fn func(*burst) error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	var file *os.File
	var db *bbolt.DB
	defer func() {
		if p := recover(); p != nil {
			boltfile.LetGo(db, file)
			s.left = state{}
			err = damaged("The file "+s.path, fmt.Errorf("%v", p))
		}
	}()
	db, err = s.openFile(lock, readOnly, &file)
	if err != nil {
		return err
	}
	err = fn(&burst{s, db, lock})
	if err == nil && !readOnly {
		s.leave(file)
	}
	if closing := db.Close(); err == nil {
		err = closing
	}
	return err
}

func refused(err error) bool {
	explained := (&Store{}).explain(err)
	return errors.Is(explained, ErrRefused) || errors.Is(explained, ErrFull)
}

// openFile opens a file that exists, after it was checked. bbolt would take an empty one
// for a new database. The descriptor is handed out, so that it can be closed when bbolt
// panics.
func (s *Store) openFile(lock *held, readOnly bool, file **os.File) (*bbolt.DB, error) {
	db, err := bbolt.Open(s.path, 0o600, &bbolt.Options{
		Timeout: patience, ReadOnly: readOnly,
		OpenFile: func(name string, flag int, mode os.FileMode) (*os.File, error) {
			opened, err := disk.OpenOwn(name, flag&^os.O_CREATE, mode, ownNames(name))
			if err != nil {
				return nil, err
			}
			// Where somebody removes the lock file, two processes hold one each, and only this
			// lock keeps a file from being read while it is written.
			if err = boltfile.Lock(opened, !readOnly, patience); err == nil {
				err = s.check(opened, lock)
			}
			if err != nil {
				_ = opened.Close()
				return nil, err
			}
			*file = opened
			return opened, nil
		},
	})
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		return nil, busy(s.path, holder{})
	case errors.Is(err, bolterrors.ErrInvalid), errors.Is(err, bolterrors.ErrVersionMismatch), errors.Is(err, bolterrors.ErrChecksum):
		return nil, damaged("The file "+s.path, err)
	case err != nil:
		return nil, err
	}
	if err := s.recognise(db, lock); err != nil {
		_ = db.Close()
		return nil, err
	}
	return db, nil
}

// check looks for damage before bbolt sees the file: bbolt would follow it, into a crash
// or an endless walk, or fall back on older answers without a word. The first time it
// examines the whole file, and then what changed when another process wrote.
func (s *Store) check(file *os.File, lock *held) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if info.IsDir() {
		return syscall.EISDIR
	}
	pages, err := boltfile.Read(file, info.Size())
	if err != nil {
		return damaged("The file "+s.path, err)
	}
	// Where the last commit is noted too, recognise knows more.
	if lock.note.Transaction > pages.Transaction && lock.note.mark.Hash == "" {
		return s.notThis(errBehind, mark{}, lock)
	}
	now := state{info: info, transaction: pages.Transaction, freelist: pages.FreelistSum()}
	if now.is(s.left) {
		return nil
	}
	inv, touched := s.examined, s.trail.follow(info, pages)
	if inv == nil {
		inv, touched = newInventory(false), nil
	}
	s.left, s.examined = state{}, nil
	inv.read(pages, touched)
	switch {
	case len(inv.faults) > 0 && (inv.schema <= schema || inv.structure):
		return damaged("The file "+s.path, inv.faults[0])
	case inv.schema <= schema:
		s.examined = inv
		s.trail.start(info, pages, touched != nil)
	}
	s.left = now
	return nil
}

// leave remembers the file as this process leaves it, where it can be read.
func (s *Store) leave(file *os.File) {
	before := s.left.transaction
	s.left = state{}
	info, err := file.Stat()
	if err != nil {
		return
	}
	pages, err := boltfile.Read(file, info.Size())
	if err != nil {
		return
	}
	if pages.Transaction != before {
		s.trail.follow(info, pages)
	}
	s.left = state{info, pages.Transaction, pages.FreelistSum(), s.seen}
}
