package store

import (
	"go.etcd.io/bbolt"
)

// Delete takes a session with its history out of the file. The function that it
// returns puts the session back, as the newest of the list, while the program runs: what
// was deleted lives in memory only.
func (s *Store) Delete(id string) (undo func() error, err error) {
	var deleted headRecord
	records := map[string]map[string][]byte{}
	err = s.write(func(tx *bbolt.Tx) error {
		head, bucket, err := readHead(tx, id)
		if err != nil {
			return err
		}
		deleted = head
		for _, name := range [][]byte{answersBucket, historyBucket} {
			kept := map[string][]byte{}
			records[string(name)] = kept
			err := bucket.Bucket(name).ForEach(func(key, value []byte) error {
				kept[string(key)] = append([]byte(nil), value...)
				return nil
			})
			if err != nil {
				return err
			}
		}
		if err := tx.Bucket(recentBucket).Delete(sequenceKey(head.Sequence)); err != nil {
			return err
		}
		return tx.Bucket(sessionsBucket).DeleteBucket([]byte(id))
	})
	if err != nil {
		return nil, err
	}
	drafts := s.takeDrafts(id)
	return func() error {
		err := s.putBack(deleted, records)
		for i := range drafts {
			s.KeepDraft(drafts[i])
		}
		return err
	}, nil
}

func (s *Store) putBack(head headRecord, records map[string]map[string][]byte) error {
	return s.write(func(tx *bbolt.Tx) error {
		bucket, err := tx.Bucket(sessionsBucket).CreateBucket([]byte(head.ID))
		if err != nil {
			return err
		}
		for name, kept := range records {
			into, err := bucket.CreateBucket([]byte(name))
			if err != nil {
				return err
			}
			for key, value := range kept {
				if err := into.Put([]byte(key), value); err != nil {
					return err
				}
			}
		}
		head.Sequence = 0
		return putHead(tx, bucket, &head)
	})
}
