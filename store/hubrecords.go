package store

import (
	"crypto/rand"

	"go.etcd.io/bbolt"

	"readycheck/store/merge"
	"readycheck/store/sync"
)

// A file that has a hub keeps three things for it, each in a bucket of its own:
//
//	hub     link      which firm, its keys, and how far the hub was read
//	        writer    the token under which this file's changes go out
//	        gathered  the last place in the list whose session was looked through
//	outbox  session id -> the changes that have not come back from the hub yet
//	gone    session id -> what is known of a session that was deleted: see gone.go
//
// Without a hub all three are empty, and no save writes there.

var (
	hubBucket    = []byte("hub")
	outboxBucket = []byte("outbox")
	goneBucket   = []byte("gone")
	linkKey      = []byte("link")
	writerKey    = []byte("writer")
	gatheredKey  = []byte("gathered")
	hubBuckets   = [][]byte{hubBucket, outboxBucket, goneBucket}
)

// waitingChange is a change that has not come back from the hub, and the revision at which the
// history has it; 0 for the end of a session that is gone.
type waitingChange struct {
	ID       merge.ID `json:"id"`
	Revision uint64   `json:"revision,omitempty"`
}

type linkRecord struct {
	URL   string     `json:"url"`
	Firm  string     `json:"firm"`
	Name  string     `json:"name"`
	Keys  []sync.Key `json:"keys"`
	Seq   uint64     `json:"seq"`
	Chain []byte     `json:"chain"`
}

// placeIn is the place of a record in one of the three buckets.
func placeIn(bucket []byte, name string) string { return string(bucket) + "/" + name }

func readLink(tx *bbolt.Tx) (l linkRecord, err error) {
	hub := tx.Bucket(hubBucket)
	if hub == nil {
		return l, nil // of an earlier schema, which is only looked at
	}
	if value := hub.Get(linkKey); value != nil {
		err = unseal(placeIn(hubBucket, string(linkKey)), value, &l)
	}
	return l, err
}

// putSealed writes a record into one of the three buckets.
func putSealed(tx *bbolt.Tx, bucket []byte, name string, value any) error {
	sealed, err := seal(placeIn(bucket, name), value)
	if err != nil {
		return err
	}
	return putPinned(tx, tx.Bucket(bucket), []byte(name), sealed)
}

func putLink(tx *bbolt.Tx, l linkRecord) error {
	return putSealed(tx, hubBucket, string(linkKey), l)
}

func writerOf(tx *bbolt.Tx) (w merge.Writer, err error) {
	if value := tx.Bucket(hubBucket).Get(writerKey); value != nil {
		err = unseal(placeIn(hubBucket, string(writerKey)), value, &w)
		return w, err
	}
	m, err := markOf(tx)
	return firstWriter(m), err
}

// renew gives the file another token, by chance: what it says from now on is told from what a
// copy of it says.
func renew(tx *bbolt.Tx) error {
	var w merge.Writer
	_, _ = rand.Read(w[:]) // never fails
	return putSealed(tx, hubBucket, string(writerKey), w)
}

// anotherWriter renews the token of a file that takes the place of another one and has a hub:
// what was saved in that one, and is not in this one, may have gone out under the old token.
func anotherWriter(tx *bbolt.Tx) error {
	l, err := readLink(tx)
	if err != nil || l.Firm == "" {
		return err
	}
	if err := gatherSome(tx, 0); err != nil {
		return err
	}
	return renew(tx)
}

func gatheredOf(tx *bbolt.Tx) (n uint64, err error) {
	if value := tx.Bucket(hubBucket).Get(gatheredKey); value != nil {
		err = unseal(placeIn(hubBucket, string(gatheredKey)), value, &n)
	}
	return n, err
}

func putGathered(tx *bbolt.Tx, n uint64) error {
	return putSealed(tx, hubBucket, string(gatheredKey), n)
}

// outbox are the changes of a session that have not come back.
func outbox(tx *bbolt.Tx, session string) (out []waitingChange, err error) {
	if value := tx.Bucket(outboxBucket).Get([]byte(session)); value != nil {
		err = unseal(placeIn(outboxBucket, session), value, &out)
	}
	return out, err
}

func putOutbox(tx *bbolt.Tx, session string, waiting []waitingChange) error {
	if len(waiting) == 0 {
		return deletePinned(tx, tx.Bucket(outboxBucket), []byte(session))
	}
	return putSealed(tx, outboxBucket, session, waiting)
}

// letWait adds changes to those of a session that have not come back.
func letWait(tx *bbolt.Tx, session string, more []waitingChange) error {
	if len(more) == 0 {
		return nil
	}
	before, err := outbox(tx, session)
	if err != nil {
		return err
	}
	return putOutbox(tx, session, append(before, more...))
}
