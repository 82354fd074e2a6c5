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
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

const (
	lockSuffix = ".lock"
	schema     = 1
)

var (
	metaBucket     = []byte("meta")
	sessionsBucket = []byte("sessions")
	recentBucket   = []byte("recent")
	placeKey       = []byte("place")
	answersBucket  = []byte("answers")
	historyBucket  = []byte("history")
)

// Store is one data file. It is safe for use by several goroutines. Nothing is opened
// or created before it is needed.
type Store struct {
	path   string
	now    func() time.Time
	window string

	// burst admits one burst of work at a time in this process; the sibling lock does
	// so between processes.
	burst sync.Mutex

	queue   chan change
	drained chan struct{}
	closing sync.RWMutex
	closed  bool
}

// New makes a store on a file that may not exist yet. The clock is for show only.
func New(path string, now func() time.Time) *Store {
	token := make([]byte, 6)
	_, _ = rand.Read(token) // never fails
	s := &Store{
		path: path, now: now, window: hex.EncodeToString(token),
		queue: make(chan change, queueLength), drained: make(chan struct{}),
	}
	go s.writeQueue()
	return s
}

// Path is the data file.
func (s *Store) Path() string { return s.path }

// Close waits until all queued changes are written. Later changes fail with ErrClosed.
func (s *Store) Close() error {
	s.closing.Lock()
	if !s.closed {
		s.closed = true
		close(s.queue)
	}
	s.closing.Unlock()
	<-s.drained
	return nil
}

// read runs fn on the file as it is now. A missing file reads as an empty one: fn is
// not called.
func (s *Store) read(fn func(*bbolt.Tx) error) error {
	if _, err := os.Stat(s.path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return s.inBurst(false, func(db *bbolt.DB) error {
		return db.View(func(tx *bbolt.Tx) error {
			if err := checkSchema(tx, s.path); err != nil {
				return err
			}
			return fn(tx)
		})
	})
}

// write runs fn in one transaction and returns after it is on disk.
func (s *Store) write(fn func(*bbolt.Tx) error) error {
	return s.inBurst(true, func(db *bbolt.DB) error { return s.update(db, fn) })
}

func (s *Store) update(db *bbolt.DB, fn func(*bbolt.Tx) error) error {
	return db.Update(func(tx *bbolt.Tx) error {
		if err := checkSchema(tx, s.path); err != nil {
			return err
		}
		return fn(tx)
	})
}

// inBurst takes the locks, opens the file, runs fn and lets go of everything again. A
// fault in the mapped memory of a damaged file becomes an error; for that, open, fn and
// recover share one goroutine.
func (s *Store) inBurst(write bool, fn func(*bbolt.DB) error) (err error) {
	s.burst.Lock()
	defer s.burst.Unlock()
	if write {
		if err := os.MkdirAll(filepath.Dir(s.path), 0o700); err != nil {
			return s.explain(err)
		}
	}
	release, err := lock(s.path + lockSuffix)
	readOnly := false
	if err != nil {
		// A folder that cannot be written to can still be looked at.
		if write || !refused(err) {
			return s.explain(err)
		}
		readOnly, release = true, func() {}
	}
	defer release()

	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	var file *os.File
	defer func() {
		if p := recover(); p != nil {
			// Closing the descriptor lets go of bbolt's own lock.
			if file != nil {
				_ = file.Close()
			}
			err = damaged("The file "+s.path, fmt.Errorf("%v", p))
		}
	}()
	if write {
		if err := s.createIfMissing(); err != nil {
			return s.explain(err)
		}
	}
	db, err := openFile(s.path, readOnly, &file)
	if err != nil {
		return s.explain(err)
	}
	err = fn(db)
	if closing := db.Close(); err == nil {
		err = closing
	}
	return s.explain(err)
}

func refused(err error) bool {
	explained := (&Store{}).explain(err)
	return errors.Is(explained, ErrRefused) || errors.Is(explained, ErrFull)
}

// openFile opens a file that exists. bbolt would take an empty one for a new database.
// The descriptor is handed out, so that it can be closed when bbolt panics.
func openFile(path string, readOnly bool, file **os.File) (*bbolt.DB, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Mode().IsRegular() && info.Size() == 0 {
		return nil, damaged("The file "+path, errors.New("it is empty"))
	}
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{
		Timeout: patience, ReadOnly: readOnly,
		OpenFile: func(name string, flag int, mode os.FileMode) (*os.File, error) {
			var err error
			*file, err = os.OpenFile(name, flag&^os.O_CREATE, mode)
			return *file, err
		},
	})
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		return nil, busy(path, holder{})
	case errors.Is(err, bolterrors.ErrInvalid), errors.Is(err, bolterrors.ErrVersionMismatch), errors.Is(err, bolterrors.ErrChecksum):
		return nil, damaged("The file "+path, err)
	}
	return db, err
}

// createIfMissing builds a new file under another name, syncs it and renames it, so
// that a kill in the middle leaves no half file. The sibling lock is held.
func (s *Store) createIfMissing() error {
	if _, err := os.Lstat(s.path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	draft := s.path + ".new"
	if err := os.Remove(draft); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	db, err := bbolt.Open(draft, 0o600, nil)
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
		return meta.Put([]byte("schema"), []byte(strconv.Itoa(schema)))
	})
	if closing := db.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Rename(draft, s.path)
	}
	if err != nil {
		_ = os.Remove(draft)
		return err
	}
	return syncFolder(filepath.Dir(s.path))
}

func checkSchema(tx *bbolt.Tx, path string) error {
	meta := tx.Bucket(metaBucket)
	if meta == nil || tx.Bucket(sessionsBucket) == nil || tx.Bucket(recentBucket) == nil {
		return damaged("The file "+path, errors.New("it is not a file of this program"))
	}
	version, err := strconv.Atoi(string(meta.Get([]byte("schema"))))
	if err != nil {
		return damaged("The file "+path, err)
	}
	if version > schema {
		return &Error{Kind: ErrNewer, sentence: fmt.Sprintf("The file %s was written by a newer version of readycheck. Nothing was changed. Use the newer version, or choose another file with --data.", path)}
	}
	return nil
}
