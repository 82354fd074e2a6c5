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
	"sync/atomic"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"readycheck/assessment"
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
	// Notes is a folder for the note that tells whether the data file is still the one that
	// was used last. It is set before anything else is done; empty, there is no such note.
	Notes string

	path   string
	now    func() time.Time
	window string

	// burst admits one burst of work at a time in this process; the sibling lock does
	// so between processes. It guards what follows.
	burst sync.Mutex
	// left is the file as this process last saw it sound, and examined what it held when it
	// was examined last. Neither holds a record.
	left     state
	examined *inventory
	trail    trail
	// seen is the last commit that this process saw.
	seen mark
	// changed is true while something changed since the last backup.
	changed bool
	// kept is true once this process made a backup.
	kept       atomic.Bool
	migrations []migration

	queue   chan change
	drained chan struct{}
	closing sync.RWMutex
	closed  bool

	typing typing
}

// state tells a file from a later state of it. The list of free pages is part of it, since
// a wrong one makes bbolt write over what is in use.
type state struct {
	info        os.FileInfo
	transaction uint64
	freelist    uint32
	// mark is the last commit in it, empty where nobody has looked at that.
	mark mark
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
		typing: typing{waiting: map[string]assessment.Draft{}},
	}
	go s.writeQueue()
	return s
}

// Path is the data file.
func (s *Store) Path() string { return s.path }

// Close waits until all queued changes and drafts are written, and makes a backup if
// anything changed. Later changes fail with ErrClosed. The error concerns only the drafts and
// the backup, or that others can get at the backups: what was saved is safe.
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
	drafts, err := s.writeDrafts(), s.backupOnClose()
	if err == nil && s.kept.Load() {
		err = s.shared()
	}
	if drafts != nil {
		return errors.Join(noDraft(s.path, drafts), err)
	}
	return err
}

// read runs fn on the file as it is now. One that was never there reads as an empty one:
// fn is not called.
func (s *Store) read(fn func(*bbolt.Tx) error) error {
	if s.missing() {
		// Another window may make it just now.
		if err := s.neverThere(); err == nil || s.missing() {
			return err
		}
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

// createIfMissing builds a new file under another name, syncs it and renames it, so
// that a kill in the middle leaves no half file. The sibling lock is held.
func (s *Store) createIfMissing(lock *held) error {
	if _, err := os.Lstat(s.path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := s.gone(lock); err != nil {
		return err
	}
	return s.create(lock)
}

// create makes the file, later than all that was in its place before.
func (s *Store) create(lock *held) error {
	draft := s.path + draftSuffix
	before := s.known(lock)
	var m mark
	err := s.build(draft, func(tx *bbolt.Tx) (err error) {
		m, err = adopt(tx, before)
		return err
	})
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
	if err := disk.SyncFolder(filepath.Dir(s.path)); err != nil {
		return err
	}
	s.took(lock, m)
	return nil
}

func (s *Store) missing() bool {
	_, err := os.Lstat(s.path)
	return errors.Is(err, fs.ErrNotExist)
}

// neverThere is an error where a file is gone that was there before.
func (s *Store) neverThere() error {
	s.burst.Lock()
	defer s.burst.Unlock()
	return s.explain(s.gone(nil))
}

// build writes a new file, empty but for what fill puts into it.
func (s *Store) build(path string, fill func(*bbolt.Tx) error) error {
	if err := disk.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{OpenFile: openNew})
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

// openNew makes a file that is not there yet.
func openNew(name string, flag int, mode os.FileMode) (*os.File, error) {
	return disk.OpenFile(name, flag|os.O_CREATE|os.O_EXCL, mode)
}
