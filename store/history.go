package store

import (
	"fmt"
	"time"

	"go.etcd.io/bbolt"

	"readycheck/assessment"
)

func putHistory(bucket *bbolt.Bucket, id string, revision uint64, record historyRecord) error {
	key := sequenceKey(revision)
	sealed, err := seal(historyPlace(id, string(key)), record)
	if err != nil {
		return err
	}
	return bucket.Bucket(historyBucket).Put(key, sealed)
}

// Change is one entry of a session's history.
type Change struct {
	Revision uint64
	At       time.Time
	By       string
	// Question is empty where business, use or setup changed.
	Question string
	From, To *assessment.Answer
	// Vote is the seat in a workshop whose vote this was, or empty.
	Vote string
	// Lost is true for a change that damage to the file took away.
	Lost bool
}

// History returns every change of a session, oldest first.
func (s *Store) History(id string) ([]Change, error) {
	var out []Change
	err := s.read(func(tx *bbolt.Tx) error {
		head, bucket, err := readHead(tx, id)
		if err != nil {
			return err
		}
		err = bucket.Bucket(historyBucket).ForEach(func(key, value []byte) error {
			var record historyRecord
			if err := unseal(historyPlace(id, string(key)), value, &record); err != nil {
				return err
			}
			c := Change{At: record.At, By: record.By, Question: record.Question, From: record.From, To: record.To, Vote: record.Vote, Lost: record.Lost}
			_, err := fmt.Sscanf(string(key), "%x", &c.Revision)
			out = append(out, c)
			return err
		})
		if err == nil && uint64(len(out)) != head.Revision {
			err = damaged("The session of "+head.Business, fmt.Errorf("its history has %d changes and should have %d", len(out), head.Revision))
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}
