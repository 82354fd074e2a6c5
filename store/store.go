package store

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"sync"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"readycheck/store/boltfile"
	"readycheck/store/disk"
)

const (
	lockSuffix = ".lock"
	// draftSuffix is for a file that is written and not there yet.
	draftSuffix = ".new"
)

var (
	metaBucket     = []byte("meta")
	sessionsBucket = []byte("sessions")
	recentBucket   = []byte("recent")
	schemaKey      = []byte("schema")
	placeKey       = []byte("place")
	answersBucket  = []byte("answers")
	historyBucket  = []byte("history")
)

// Store is one data file. It is safe for use by several goroutines. Nothing is opened
// or created before it is needed.
type Store struct {
	// Flagged is true where the file was named on the command line, so that a command
	// which is to be typed has to name it too. It is set before anything else is done.
	Flagged bool

	path   string
	now    func() time.Time
	window string

	// burst admits one burst of work at a time in this process; the sibling lock does
	// so between processes. It guards what follows.
	burst sync.Mutex
	// left is the file as this process last saw it sound, and known what it held when it
	// was examined last. Neither holds a record.
	left  state
	known *inventory
	// changed is true while something changed since the last backup.
	changed    bool
	migrations []migration

	queue   chan change
	drained chan struct{}
	closing sync.RWMutex
	closed  bool
}

// state tells a file from a later state of it. The list of free pages is part of it, since
// a wrong one makes bbolt write over what is in use.
type state struct {
	info        os.FileInfo
	transaction uint64
	freelist    uint32
}

func (s state) is(other state) bool {
	return s.info != nil && other.info != nil && os.SameFile(s.info, other.info) && s.transaction == other.transaction && s.freelist == other.freelist &&
		s.info.Size() == other.info.Size() && (!disk.TimesTell() || s.info.ModTime().Equal(other.info.ModTime()))
}

// New makes a store on a file that may not exist yet. The clock is for show only.
func New(path string, now func() time.Time) *Store {
	token := make([]byte, 6)
	_, _ = rand.Read(token) // never fails
	s := &Store{
		path: path, now: now, window: hex.EncodeToString(token),
		migrations: migrations,
		queue:      make(chan change, queueLength), drained: make(chan struct{}),
	}
	go s.writeQueue()
	return s
}

// Path is the data file.
func (s *Store) Path() string { return s.path }

// Close waits until all queued changes are written, and makes a backup if anything
// changed. Later changes fail with ErrClosed. The error concerns only the backup: what
// was saved is safe.
func (s *Store) Close() error {
	s.closing.Lock()
	first := !s.closed
	if first {
		s.closed = true
		close(s.queue)
	}
	s.closing.Unlock()
	<-s.drained
	if !first {
		return nil
	}
	return s.backupOnClose()
}

// read runs fn on the file as it is now. A missing file reads as an empty one: fn is
// not called.
func (s *Store) read(fn func(*bbolt.Tx) error) error {
	if _, err := os.Stat(s.path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	err := s.inBurst(false, func(b *burst) error { return b.view(fn) })
	if errors.Is(err, errOlder) {
		err = s.inBurst(true, func(b *burst) error { return b.view(fn) })
	}
	return err
}

// write runs fn in one transaction and returns after it is on disk.
func (s *Store) write(fn func(*bbolt.Tx) error) error {
	return s.inBurst(true, func(b *burst) error { return b.update(fn) })
}

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
	var transaction int
	err := b.db.Update(func(tx *bbolt.Tx) error {
		if err := b.store.checkSchema(tx); err != nil {
			return err
		}
		transaction = tx.ID()
		return fn(tx)
	})
	if err == nil {
		b.store.changed = true
		b.lock.reached(uint64(transaction))
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

// lock takes the sibling lock. A folder that cannot be written to can still be looked at.
func (s *Store) lock(write bool) (*held, error) {
	if write {
		if err := os.MkdirAll(filepath.Dir(s.path), 0o700); err != nil {
			return nil, err
		}
	}
	lock, err := takeLock(s.path + lockSuffix)
	if err != nil && !write && refused(err) {
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
		s.left = stateOf(file)
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
			opened, err := disk.OpenFile(name, flag&^os.O_CREATE, mode)
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
	}
	return db, err
}

// longFile is the length from which a backup takes a noticeable time.
const longFile = 16 << 20

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
	if lock.note.Transaction > pages.Transaction {
		return s.behind()
	}
	now := state{info, pages.Transaction, pages.FreelistSum()}
	if now.is(s.left) {
		return nil
	}
	inv := s.known
	if inv == nil {
		inv = newInventory(false)
	}
	s.left, s.known = state{}, nil
	inv.read(pages)
	switch {
	case len(inv.faults) > 0 && (inv.schema <= schema || inv.structure):
		return damaged("The file "+s.path, inv.faults[0])
	case inv.schema <= schema:
		s.known = inv
	}
	s.left = now
	return nil
}

// stateOf is empty where the file cannot be read.
func stateOf(file *os.File) state {
	info, err := file.Stat()
	if err != nil {
		return state{}
	}
	pages, err := boltfile.Read(file, info.Size())
	if err != nil {
		return state{}
	}
	return state{info, pages.Transaction, pages.FreelistSum()}
}

// createIfMissing builds a new file under another name, syncs it and renames it, so
// that a kill in the middle leaves no half file. The sibling lock is held.
func (s *Store) createIfMissing(lock *held) error {
	if _, err := os.Lstat(s.path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	draft := s.path + draftSuffix
	err := s.build(draft, func(*bbolt.Tx) error { return nil })
	if err == nil {
		err = lock.forget()
	}
	if err == nil {
		err = disk.Rename(draft, s.path)
	}
	if err != nil {
		_ = disk.Remove(draft)
		return err
	}
	return disk.SyncFolder(filepath.Dir(s.path))
}

// build writes a new file, empty but for what fill puts into it.
func (s *Store) build(path string, fill func(*bbolt.Tx) error) error {
	if err := disk.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		return err
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		for _, name := range [][]byte{metaBucket, sessionsBucket, recentBucket} {
			if _, err := tx.CreateBucket(name); err != nil {
				return err
			}
		}
		meta := tx.Bucket(metaBucket)
		if err := meta.Put([]byte("created"), []byte(s.now().UTC().Format(time.RFC3339))); err != nil {
			return err
		}
		if err := meta.Put(schemaKey, []byte(strconv.Itoa(schema))); err != nil {
			return err
		}
		return fill(tx)
	})
	if closing := db.Close(); err == nil {
		err = closing
	}
	return err
}
