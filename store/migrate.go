package store

import (
	"errors"
	"fmt"
	"strconv"

	"go.etcd.io/bbolt"
)

// schema is the form of the data file that this version writes.
const schema = 3

// schemaOfHub is the first with a place for what several computers tell each other.
const schemaOfHub = 3

// migration brings a file from one schema to the next, in one transaction.
type migration func(*bbolt.Tx) error

// migrations[n] leads from schema n+1 to n+2. A file of every schema ever released stays
// in testdata, so that each step is tested for as long as the program lives.
var migrations = []migration{
	// Schema 2 has workshops in the history. Nothing that was there changes, but a version
	// that knows only schema 1 would leave votes out of the verdict.
	func(*bbolt.Tx) error { return nil },
	// Schema 3 has a place for what several computers tell each other: journal.go.
	func(tx *bbolt.Tx) error {
		for _, name := range hubBuckets {
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
				return err
			}
		}
		return pinAll(tx)
	},
}

// errOlder means that the file must be brought up to date before it is read.
var errOlder = errors.New("the file is of an older version")

// newest is the schema that a file has after all migrations.
func (s *Store) newest() int { return 1 + len(s.migrations) }

func (s *Store) schemaOf(tx *bbolt.Tx) (int, error) {
	meta := tx.Bucket(metaBucket)
	if meta == nil || tx.Bucket(sessionsBucket) == nil || tx.Bucket(recentBucket) == nil {
		return 0, damaged("The file "+s.path, errors.New("it is not a file of this program"))
	}
	version, err := strconv.Atoi(string(meta.Get(schemaKey)))
	switch {
	case err != nil:
		return 0, damaged("The file "+s.path, err)
	case version < 1:
		return 0, damaged("The file "+s.path, fmt.Errorf("it has the schema %d", version))
	case version > s.newest():
		return 0, newer(s.path)
	}
	return version, nil
}

func (s *Store) checkSchema(tx *bbolt.Tx) error {
	version, err := s.schemaOf(tx)
	if err == nil && version < s.newest() {
		err = errOlder
	}
	return err
}

// migrate brings an older file up to date. A backup of it is made first; without one,
// nothing is changed.
func (b *burst) migrate() error {
	s, version := b.store, 0
	err := b.db.View(func(tx *bbolt.Tx) (err error) {
		version, err = s.schemaOf(tx)
		return err
	})
	if err != nil || version == s.newest() {
		return err
	}
	if _, err := b.backup(); err != nil {
		return err
	}
	return b.commitMarked(func(tx *bbolt.Tx) error {
		for _, step := range s.migrations[version-1:] {
			if err := step(tx); err != nil {
				return err
			}
		}
		return tx.Bucket(metaBucket).Put(schemaKey, []byte(strconv.Itoa(s.newest())))
	})
}
