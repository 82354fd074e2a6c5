package store

import (
	"go.etcd.io/bbolt"
)

// A record that is older than it should be has a right checksum of its own. What a session holds
// is held by its head: its history by the revision, its answers by a sum of theirs. The heads, and
// what the file knows of its hub, are held by a sum over all of them, which every commit has that
// changes one of them; and the commit by its mark.

var sumKey = []byte("sum")

// pin takes the change of a record into the sum: nil for none.
func pin(tx *bbolt.Tx, before, after []byte) error {
	meta := tx.Bucket(metaBucket)
	var sum uint32
	if value := meta.Get(sumKey); value != nil {
		if err := unseal(metaPlace(string(sumKey)), value, &sum); err != nil {
			return err
		}
	}
	sealed, err := seal(metaPlace(string(sumKey)), sum^sumOf(before)^sumOf(after))
	if err != nil {
		return err
	}
	return meta.Put(sumKey, sealed)
}

func putPinned(tx *bbolt.Tx, bucket *bbolt.Bucket, key, sealed []byte) error {
	if err := pin(tx, bucket.Get(key), sealed); err != nil {
		return err
	}
	return bucket.Put(key, sealed)
}

func deletePinned(tx *bbolt.Tx, bucket *bbolt.Bucket, key []byte) error {
	before := bucket.Get(key)
	if before == nil {
		return nil
	}
	if err := pin(tx, before, nil); err != nil {
		return err
	}
	return bucket.Delete(key)
}

// pinAll makes the sum of a file that has none.
func pinAll(tx *bbolt.Tx) error {
	return tx.Bucket(recentBucket).ForEach(func(_, value []byte) error { return pin(tx, nil, value) })
}
