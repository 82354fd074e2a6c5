package store

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.etcd.io/bbolt"

	"readycheck/assessment"
	"readycheck/store/merge"
	"readycheck/store/sync"
)

// Join links the file to a hub: from then on its changes go there. The keys given come first, in their
// order, and those that the file had stay behind them; another firm than before is refused.
func (s *Store) Join(url, firm, name string, keys ...sync.Key) error {
	return s.write(func(tx *bbolt.Tx) error {
		l, err := readLink(tx)
		if err != nil {
			return err
		}
		if l.Firm != "" && l.Firm != firm {
			return &Error{Kind: ErrRefused, sentence: fmt.Sprintf("This data file belongs to %s, and that hub to %s. Nothing was changed. Use another data file for the other firm: name it with --data.", l.Name, name)}
		}
		l.URL, l.Firm, l.Name = url, firm, name
		l.Keys = append(slices.Clone(keys), slices.DeleteFunc(l.Keys, func(k sync.Key) bool { return slices.Contains(keys, k) })...)
		return putLink(tx, l)
	})
}

// Link is what the file knows of its hub: see [sync.Journal].
func (s *Store) Link() (out sync.Link, err error) {
	err = s.read(func(tx *bbolt.Tx) error {
		l, err := readLink(tx)
		if err != nil {
			return err
		}
		out = sync.Link{URL: l.URL, Firm: l.Firm, Name: l.Name, Keys: l.Keys, At: sync.Point{Seq: l.Seq}}
		copy(out.At.Chain[:], l.Chain)
		if l.Firm == "" {
			return nil
		}
		if out.Wanted, err = wanted(tx); err != nil {
			return err
		}
		out.Waiting, out.Held, err = countWaiting(tx)
		return err
	})
	return out, err
}

// countWaiting counts what has not come back, and what nobody made a change of yet.
func countWaiting(tx *bbolt.Tx) (all, held int, err error) {
	err = tx.Bucket(outboxBucket).ForEach(func(key, value []byte) error {
		var changes []waitingChange
		if err := unseal(placeIn(outboxBucket, string(key)), value, &changes); err != nil {
			return err
		}
		all += len(changes)
		if slices.ContainsFunc(changes, func(c waitingChange) bool { return c.Revision == 0 }) {
			return nil
		}
		h, _, err := heldBack(tx, string(key), changes)
		held += len(h)
		return err
	})
	if err != nil {
		return 0, 0, err
	}
	return all, held, ungathered(tx, func(head *headRecord, _ *bbolt.Bucket) (bool, error) {
		all += int(head.Revision - head.Gathered)
		return true, nil
	})
}

// ungathered walks through the sessions that were written since the last look, until fn says
// that it is enough.
func ungathered(tx *bbolt.Tx, fn func(*headRecord, *bbolt.Bucket) (bool, error)) error {
	from, err := gatheredOf(tx)
	if err != nil {
		return err
	}
	c := tx.Bucket(recentBucket).Cursor()
	for key, value := c.Seek(sequenceKey(from + 1)); key != nil; key, value = c.Next() {
		var head headRecord
		if err := unseal(recentPlace(string(key)), value, &head); err != nil {
			return err
		}
		bucket := tx.Bucket(sessionsBucket).Bucket([]byte(head.ID))
		if bucket == nil {
			return damaged("The session of "+head.Business, errors.New("it stands in the list and its answers are gone"))
		}
		if more, err := fn(&head, bucket); err != nil || !more {
			return err
		}
	}
	return nil
}

// gatherAtOnce is how many sessions are gathered in one commit.
const gatherAtOnce = 200

// gatherAll makes changes of all that was saved since the last time, a few sessions a commit so
// that nobody waits long for the file.
func (s *Store) gatherAll() error {
	for {
		more := false
		err := s.read(func(tx *bbolt.Tx) error {
			more = false
			return ungathered(tx, func(*headRecord, *bbolt.Bucket) (bool, error) { more = true; return false, nil })
		})
		if err != nil || !more {
			return err
		}
		if err := s.write(func(tx *bbolt.Tx) error { return gatherSome(tx, gatherAtOnce) }); err != nil {
			return err
		}
	}
}

func gatherSome(tx *bbolt.Tx, n int) error {
	var heads []headRecord
	err := ungathered(tx, func(head *headRecord, _ *bbolt.Bucket) (bool, error) {
		heads = append(heads, *head)
		return n == 0 || len(heads) < n, nil
	})
	if err != nil || len(heads) == 0 {
		return err
	}
	for i := range heads {
		if _, err := gatherChanges(tx, &heads[i], tx.Bucket(sessionsBucket).Bucket([]byte(heads[i].ID))); err != nil {
			return err
		}
	}
	return putGathered(tx, heads[len(heads)-1].Sequence)
}

// Outgoing returns changes that have not come back from the hub: see [sync.Journal].
func (s *Store) Outgoing(after string, n int) (out []*merge.Record, next string, err error) {
	if after == "" {
		if err := s.gatherAll(); err != nil {
			return nil, "", err
		}
		if err := s.forgetGone(); err != nil {
			return nil, "", err
		}
	}
	session, last, _ := strings.Cut(after, "/")
	err = s.read(func(tx *bbolt.Tx) error {
		out, next = nil, ""
		c := tx.Bucket(outboxBucket).Cursor()
		for key, _ := c.Seek([]byte(session)); key != nil; key, _ = c.Next() {
			changes, err := goingOut(tx, string(key))
			if err != nil {
				return err
			}
			if bytes.Equal(key, []byte(session)) {
				at := slices.IndexFunc(changes, func(r *merge.Record) bool { return r.ID().String() == last })
				changes = changes[at+1:]
			}
			for _, r := range changes {
				if len(out) == n {
					next = out[n-1].Change().Session + "/" + out[n-1].ID().String()
					return nil
				}
				out = append(out, r)
			}
		}
		return nil
	})
	return out, next, err
}

// goingOut are the changes of a session that wait and may go out, in the order of its history.
func goingOut(tx *bbolt.Tx, session string) (out []*merge.Record, err error) {
	changes, err := outbox(tx, session)
	if err != nil {
		return nil, err
	}
	ended, err := goneOf(tx, session)
	if err != nil {
		return nil, err
	}
	for _, c := range changes {
		for _, k := range ended.Ends {
			if k.ID == c.ID {
				r, err := k.read()
				if err != nil {
					return nil, damaged("What is known of a deleted session", err)
				}
				out = append(out, r)
			}
		}
	}
	if tx.Bucket(sessionsBucket).Bucket([]byte(session)) == nil {
		return out, nil
	}
	_, free, err := heldBack(tx, session, changes)
	return append(out, free...), err
}

// heldBack tells the waiting changes of a session that may go out from votes that no room has
// seen: those stay here.
func heldBack(tx *bbolt.Tx, session string, changes []waitingChange) (held, free []*merge.Record, err error) {
	head, bucket, err := readHead(tx, session)
	if err != nil {
		return nil, nil, err
	}
	type round struct {
		question string
		second   bool
	}
	shown := map[round]bool{}
	if head.Team {
		history, err := readHistory(bucket, &head)
		if err != nil {
			return nil, nil, err
		}
		for i := range history {
			for _, question := range history[i].Reveal {
				shown[round{question, false}] = true // also where damage took the first reveal away
				shown[round{question, history[i].Second}] = true
			}
		}
	}
	var record historyRecord
	read := uint64(0)
	for _, c := range changes {
		if c.Revision == 0 {
			continue
		}
		if c.Revision != read {
			key := string(sequenceKey(c.Revision))
			record = historyRecord{}
			if err := unseal(historyPlace(session, key), bucket.Bucket(historyBucket).Get([]byte(key)), &record); err != nil {
				return nil, nil, err
			}
			read = c.Revision
		}
		at := slices.IndexFunc(record.Changes, func(k keptChange) bool { return k.ID == c.ID })
		if at < 0 {
			return nil, nil, damaged("The session of "+head.Business, errors.New("a change that waits for the network is not in its history"))
		}
		r, err := record.Changes[at].read()
		if err != nil {
			return nil, nil, damaged("The session of "+head.Business, err)
		}
		if key := r.Change().Key; key.Kind == merge.OfVote && !shown[round{key.Question, key.Second}] {
			held = append(held, r)
			continue
		}
		free = append(free, r)
	}
	return held, free, nil
}

// Again forgets how far the hub was read, and offers everything once more: see [sync.Journal].
func (s *Store) Again() error {
	if err := s.gatherAll(); err != nil {
		return err
	}
	return s.write(offerAll)
}

// offerAll lets all changes wait for the hub, and reads it from its first one.
func offerAll(tx *bbolt.Tx) error {
	l, err := readLink(tx)
	if err != nil || l.Firm == "" {
		return err
	}
	var heads []headRecord
	err = tx.Bucket(recentBucket).ForEach(func(key, value []byte) error {
		var head headRecord
		err := unseal(recentPlace(string(key)), value, &head)
		heads = append(heads, head)
		return err
	})
	for i := 0; i < len(heads) && err == nil; i++ {
		err = offer(tx, &heads[i])
	}
	if err == nil {
		err = offerEnds(tx)
	}
	if err != nil {
		return err
	}
	l.Seq, l.Chain = 0, nil
	return putLink(tx, l)
}

func offer(tx *bbolt.Tx, head *headRecord) error {
	bucket := tx.Bucket(sessionsBucket).Bucket([]byte(head.ID))
	if bucket == nil {
		return nil
	}
	history, err := readHistory(bucket, head)
	if err != nil {
		return err
	}
	var all []waitingChange
	for i := range history {
		for _, k := range history[i].Changes {
			all = append(all, waitingChange{k.ID, uint64(i + 1)})
		}
	}
	return putOutbox(tx, head.ID, all)
}

// Standing works out what a list shows of a session that was changed by what came from the hub.
type Standing = func(*assessment.Session) assessment.Standing
