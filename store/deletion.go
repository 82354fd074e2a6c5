package store

import (
	"go.etcd.io/bbolt"
)

// Delete takes a session with its history out of the file. The function that it
// returns puts the session back, as the newest of the list, while the program runs: what
// was deleted lives in memory only.
func (s *Store) Delete(id string) (undo func() error, err error) {
	var deleted *sessionContent
	err = s.write(func(tx *bbolt.Tx) error {
		head, bucket, err := readHead(tx, id)
		if err != nil {
			return err
		}
		if err := s.end(tx, &head, bucket); err != nil {
			return err
		}
		if deleted, err = contentOf(&head, bucket); err != nil {
			return err
		}
		return takeOut(tx, &head)
	})
	if err != nil {
		return nil, err
	}
	drafts := s.takeDrafts(id)
	return func() error {
		err := s.write(func(tx *bbolt.Tx) error {
			g, err := goneOf(tx, id)
			if err != nil {
				return err
			}
			_, _, err = s.revive(tx, deleted, g.Ends, true)
			return err
		})
		for i := range drafts {
			s.KeepDraft(drafts[i])
		}
		return err
	}, nil
}
