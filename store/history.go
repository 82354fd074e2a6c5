package store

import (
	"errors"
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

// readHistory reads all records of a session's history, oldest first: that of revision 1 stands at 0.
func readHistory(bucket *bbolt.Bucket, head *headRecord) ([]historyRecord, error) {
	var out []historyRecord
	err := bucket.Bucket(historyBucket).ForEach(func(key, value []byte) error {
		if string(key) != string(sequenceKey(uint64(len(out)+1))) {
			return gap(head)
		}
		var record historyRecord
		err := unseal(historyPlace(head.ID, string(key)), value, &record)
		out = append(out, record)
		return err
	})
	if err == nil && uint64(len(out)) != head.Revision {
		err = gap(head)
	}
	return out, err
}

func gap(head *headRecord) error {
	return damaged("The session of "+head.Business, errors.New("its history has a gap"))
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
		history, err := readHistory(bucket, &head)
		out = nil // of an earlier try
		for i, r := range history {
			out = append(out, Change{Revision: uint64(i + 1), At: r.At, By: r.By, Question: r.Question, From: r.From, To: r.To, Vote: r.Vote, Lost: r.Lost})
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}
