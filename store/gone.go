package store

import (
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"readycheck/assessment"
	"readycheck/store/merge"
)

// goneRecord is what a file that has a hub knows of a session that it does not hold any more,
// so that what comes late can be told from what was seen, and so that nothing that somebody
// else said without knowing of the end is lost.
type goneRecord struct {
	// Known are the changes that the file had, without what they say.
	Known []merge.ID `json:"known,omitempty"`
	// Ends are the changes that ended the session. They name ids, and nothing that was said.
	Ends []keptChange `json:"ends,omitempty"`
	At   time.Time    `json:"at"`
	// Erased is true where the session was erased for good: nothing brings it back.
	Erased bool `json:"erased,omitempty"`
	// Wanted is true where somebody wrote in it without having seen its end. It takes all that
	// the hub has of it to bring it back.
	Wanted bool `json:"wanted,omitempty"`
	// Aside are changes of which the beginning of the session has not come.
	Aside []keptChange `json:"aside,omitempty"`
	// Content is what there was of a session that was deleted on another computer. It stays for
	// a day, since somebody may be answering in it just now.
	Content *sessionContent `json:"content,omitempty"`
}

// sessionContent is a session as it lies in the file, its records sealed as they are.
type sessionContent struct {
	Head    headRecord        `json:"head"`
	Answers map[string]string `json:"answers"`
	History map[string]string `json:"history"`
}

// contentStays is how long the content of a session that was deleted elsewhere stays.
const contentStays = 24 * time.Hour

func goneOf(tx *bbolt.Tx, session string) (g goneRecord, err error) {
	if value := tx.Bucket(goneBucket).Get([]byte(session)); value != nil {
		err = unseal(placeIn(goneBucket, session), value, &g)
	}
	return g, err
}

func putGone(tx *bbolt.Tx, session string, g goneRecord) error {
	return putSealed(tx, goneBucket, session, g)
}

// contentOf reads a session as it lies in the file.
func contentOf(head *headRecord, bucket *bbolt.Bucket) (*sessionContent, error) {
	c := &sessionContent{Head: *head, Answers: map[string]string{}, History: map[string]string{}}
	for name, into := range map[string]map[string]string{string(answersBucket): c.Answers, string(historyBucket): c.History} {
		err := bucket.Bucket([]byte(name)).ForEach(func(key, value []byte) error {
			into[string(key)] = string(value)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return c, nil
}

// putBack writes a session as it was, as the newest of the list.
func (c *sessionContent) putBack(tx *bbolt.Tx) (*headRecord, *bbolt.Bucket, error) {
	bucket, answers, err := newSessionBucket(tx, c.Head.ID)
	if err != nil {
		return nil, nil, err
	}
	for into, kept := range map[*bbolt.Bucket]map[string]string{answers: c.Answers, bucket.Bucket(historyBucket): c.History} {
		for key, value := range kept {
			if err := into.Put([]byte(key), []byte(value)); err != nil {
				return nil, nil, err
			}
		}
	}
	head := c.Head
	head.Sequence = 0
	return &head, bucket, putHead(tx, bucket, &head)
}

// takeOut removes a session from the file.
func takeOut(tx *bbolt.Tx, head *headRecord) error {
	if err := deletePinned(tx, tx.Bucket(recentBucket), sequenceKey(head.Sequence)); err != nil {
		return err
	}
	return tx.Bucket(sessionsBucket).DeleteBucket([]byte(head.ID))
}

// end notes for the hub that a session is deleted here.
func (s *Store) end(tx *bbolt.Tx, head *headRecord, bucket *bbolt.Bucket) error {
	l, err := readLink(tx)
	if err != nil || l.Firm == "" {
		return err
	}
	t, err := gatherChanges(tx, head, bucket)
	if err != nil {
		return err
	}
	g := goneRecord{At: s.now().UTC()}
	for _, r := range t.all {
		g.Known = append(g.Known, r.ID())
	}
	var waiting []waitingChange
	// All of them, and not the last ones alone: should the hub lose some, what they lead to is
	// still known to have been seen.
	i := uint64(0)
	for parents := range slices.Chunk(slices.Clone(g.Known), merge.MaxParents) {
		i++
		r, err := merge.New(merge.Change{
			Session: head.ID, Key: merge.Key{Kind: merge.OfLife}, Value: merge.Value{Deleted: true}, Parents: parents,
			Writer: t.writer, N: head.Revision + i, At: g.At,
		})
		if err != nil {
			return err
		}
		g.Ends, g.Known = append(g.Ends, kept(r)), append(g.Known, r.ID())
		waiting = append(waiting, waitingChange{ID: r.ID()})
	}
	if err := putGone(tx, head.ID, g); err != nil {
		return err
	}
	// What was said in it and had not gone out is deleted with it.
	return putOutbox(tx, head.ID, waiting)
}

// revive puts back a session whose end is known, because somebody here wants it: one that was
// deleted here and is undone, or one that was deleted elsewhere while somebody answered in it.
// With kept, the others are told.
func (s *Store) revive(tx *bbolt.Tx, c *sessionContent, ends []keptChange, keep bool) (*headRecord, *bbolt.Bucket, error) {
	head, bucket, err := c.putBack(tx)
	if err != nil {
		return nil, nil, err
	}
	if err := deletePinned(tx, tx.Bucket(goneBucket), []byte(head.ID)); err != nil {
		return nil, nil, err
	}
	if len(ends) == 0 {
		return head, bucket, nil
	}
	// All of it waits for the hub anew: what had come back comes back once more.
	records := []historyRecord{{At: s.now().UTC(), Elsewhere: !keep, Changes: ends}}
	if keep {
		set := head.Set
		records = append(records, historyRecord{At: s.now().UTC(), Kept: &set})
	}
	for _, record := range records {
		head.Revision++
		if err := putHistory(bucket, head.ID, head.Revision, record); err != nil {
			return nil, nil, err
		}
	}
	head.Gathered, head.Shared = c.Head.Revision+1, true
	if err := putHead(tx, bucket, head); err != nil {
		return nil, nil, err
	}
	return head, bucket, offer(tx, head)
}

// comeBack is revive for somebody who saves into a session that was deleted elsewhere.
func (s *Store) comeBack(tx *bbolt.Tx, id string) (headRecord, *bbolt.Bucket, error) {
	g, err := goneOf(tx, id)
	if err != nil {
		return headRecord{}, nil, err
	}
	if g.Content == nil || g.Erased {
		return headRecord{}, nil, gone(id)
	}
	head, bucket, err := s.revive(tx, g.Content, g.Ends, false)
	if err != nil {
		return headRecord{}, nil, err
	}
	return *head, bucket, nil
}

// offerEnds lets the ends of all sessions wait for the hub that were deleted.
func offerEnds(tx *bbolt.Tx) error {
	ends := map[string][]waitingChange{}
	err := tx.Bucket(goneBucket).ForEach(func(key, value []byte) error {
		var g goneRecord
		err := unseal(placeIn(goneBucket, string(key)), value, &g)
		for _, k := range g.Ends {
			if !g.Erased {
				ends[string(key)] = append(ends[string(key)], waitingChange{ID: k.ID})
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	for session, changes := range ends {
		if err := putOutbox(tx, session, changes); err != nil {
			return err
		}
	}
	return nil
}

// wanted are the sessions that it takes all of the hub's changes to bring back.
func wanted(tx *bbolt.Tx) (ids []string, err error) {
	err = tx.Bucket(goneBucket).ForEach(func(key, value []byte) error {
		var g goneRecord
		err := unseal(placeIn(goneBucket, string(key)), value, &g)
		if g.Wanted {
			ids = append(ids, string(key))
		}
		return err
	})
	return ids, err
}

// forgetGone lets go of what was said in sessions that were deleted elsewhere a while ago.
func (s *Store) forgetGone() error { return s.forgetContent(s.now().Add(-contentStays)) }

func (s *Store) forgetContent(before time.Time) error {
	old := func(tx *bbolt.Tx) (out map[string]goneRecord, err error) {
		out = map[string]goneRecord{}
		err = tx.Bucket(goneBucket).ForEach(func(key, value []byte) error {
			var g goneRecord
			err := unseal(placeIn(goneBucket, string(key)), value, &g)
			if g.Content != nil && g.At.Before(before) {
				out[string(key)] = g
			}
			return err
		})
		return out, err
	}
	some := false
	err := s.read(func(tx *bbolt.Tx) error {
		found, err := old(tx)
		some = len(found) > 0
		return err
	})
	if err != nil || !some {
		return err
	}
	return s.write(func(tx *bbolt.Tx) error {
		found, err := old(tx)
		if err != nil {
			return err
		}
		for session, g := range found {
			g.Content = nil
			if err := putGone(tx, session, g); err != nil {
				return err
			}
		}
		return nil
	})
}

// knows reports whether a change was known when the session ended.
func (g goneRecord) knows(id merge.ID) bool { return slices.Contains(g.Known, id) }

// Erase takes a session out of the file for good, as the hub was told to: nothing that comes
// later brings it back.
func (s *Store) Erase(id string) error {
	err := s.write(func(tx *bbolt.Tx) error {
		_, err := s.erase(tx, id)
		return err
	})
	if err == nil {
		s.takeDrafts(id)
	}
	return err
}

// Erased are the sessions that were erased for good.
func (s *Store) Erased() (ids []string, err error) {
	err = s.read(func(tx *bbolt.Tx) error {
		ids = nil
		return tx.Bucket(goneBucket).ForEach(func(key, value []byte) error {
			var g goneRecord
			err := unseal(placeIn(goneBucket, string(key)), value, &g)
			if g.Erased {
				ids = append(ids, string(key))
			}
			return err
		})
	})
	return ids, err
}

func (s *Store) erase(tx *bbolt.Tx, id string) (was bool, err error) {
	if tx.Bucket(sessionsBucket).Bucket([]byte(id)) != nil {
		head, _, err := readHead(tx, id)
		if err != nil {
			return false, err
		}
		was = true
		if err := takeOut(tx, &head); err != nil {
			return false, err
		}
	}
	if err := deletePinned(tx, tx.Bucket(outboxBucket), []byte(id)); err != nil {
		return was, err
	}
	return was, putGone(tx, id, goneRecord{At: s.now().UTC(), Erased: true})
}

// Keep queues that a session stays which somebody deleted on another computer while it was kept
// here.
func (s *Store) Keep(id string) <-chan assessment.Saved {
	return s.amend(assessment.Saved{Session: id}, nil, func(head *headRecord, _ *bbolt.Bucket) (historyRecord, error) {
		set := head.Set
		return historyRecord{Kept: &set}, nil
	})
}
