package store

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"

	"readycheck/assessment"
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
		if errors.Is(err, ErrRefused) || errors.Is(err, ErrFull) {
			// What cannot be brought up to date can be looked at.
			err = s.inBurst(false, func(b *burst) error { return b.db.View(fn) })
		}
	}
	return err
}

// write runs fn in one transaction and returns after it is on disk.
func (s *Store) write(fn func(*bbolt.Tx) error) error {
	return s.inBurst(true, func(b *burst) error { return b.update(fn) })
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
		for _, name := range append([][]byte{metaBucket, sessionsBucket, recentBucket}, hubBuckets...) {
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
