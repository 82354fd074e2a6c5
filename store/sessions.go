package store

import (
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"go.etcd.io/bbolt"

	"readycheck/assessment"
)

// List returns the heads of sessions, the one changed last first. It starts below the
// sequence given (0: at the newest) and returns at most n heads (0: all).
func (s *Store) List(below uint64, n int) ([]assessment.Head, error) {
	var heads []assessment.Head
	err := s.read(func(tx *bbolt.Tx) error {
		c := tx.Bucket(recentBucket).Cursor()
		var key, value []byte
		if below == 0 {
			key, value = c.Last()
		} else {
			c.Seek(sequenceKey(below))
			key, value = c.Prev()
		}
		for ; key != nil && (n == 0 || len(heads) < n); key, value = c.Prev() {
			var head headRecord
			if err := unseal(recentPlace(string(key)), value, &head); err != nil {
				return err
			}
			heads = append(heads, head.Head)
		}
		if below == 0 && key == nil {
			return s.complete(tx, len(heads))
		}
		return nil
	})
	return heads, err
}

// complete checks that a list of all sessions is as long as it should be.
func (s *Store) complete(tx *bbolt.Tx, listed int) error {
	there := 0
	c := tx.Bucket(sessionsBucket).Cursor()
	for key, _ := c.First(); key != nil; key, _ = c.Next() {
		there++
	}
	if there != listed {
		return damaged("The file "+s.path, fmt.Errorf("the list has %d sessions and the file %d", listed, there))
	}
	return nil
}

// readHead finds a session's bucket and, through its place in the list, its head.
func readHead(tx *bbolt.Tx, id string) (headRecord, *bbolt.Bucket, error) {
	bucket := tx.Bucket(sessionsBucket).Bucket([]byte(id))
	if bucket == nil {
		return headRecord{}, nil, gone(id)
	}
	var sequence uint64
	if err := unseal(placePlace(id), bucket.Get(placeKey), &sequence); err != nil {
		return headRecord{}, nil, err
	}
	key := sequenceKey(sequence)
	var head headRecord
	err := unseal(recentPlace(string(key)), tx.Bucket(recentBucket).Get(key), &head)
	if err == nil && (head.ID != id || head.Sequence != sequence) {
		err = damaged("The session "+id, errors.New("its place in the list belongs to another"))
	}
	return head, bucket, err
}

func gone(id string) error {
	return &Error{Kind: assessment.ErrNotFound, sentence: fmt.Sprintf("There is no session %s. It may have been deleted in another window. `readycheck list` shows all sessions.", id)}
}

// Load reads one session with all its answers.
func (s *Store) Load(id string) (*assessment.Session, error) {
	var out *assessment.Session
	err := s.read(func(tx *bbolt.Tx) (err error) {
		out, err = readSession(tx, id)
		return err
	})
	if err == nil && out == nil {
		err = gone(id)
	}
	if err != nil {
		return nil, err
	}
	return out, nil
}

// LoadAll reads many sessions in one look at the file, which takes much less than a look for
// each. It leaves out those that are gone.
func (s *Store) LoadAll(ids []string) ([]*assessment.Session, error) {
	var out []*assessment.Session
	err := s.read(func(tx *bbolt.Tx) error {
		out = nil // of an earlier try
		for _, id := range ids {
			session, err := readSession(tx, id)
			switch {
			case err == nil:
				out = append(out, session)
			case !errors.Is(err, assessment.ErrNotFound):
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// readSession reads a session with all its answers.
func readSession(tx *bbolt.Tx, id string) (*assessment.Session, error) {
	head, session, err := readHead(tx, id)
	if err != nil {
		return nil, err
	}
	out := &assessment.Session{
		ID: id, Business: head.Business, Use: head.Use, Setup: head.Setup, Labels: head.Labels, SetID: head.Set.ID, SetVersion: head.Set.Version,
		Told: head.Standing.Told, Revision: head.Revision, Created: head.Created, Changed: head.Changed, Answers: map[string]assessment.Answer{},
	}
	var sum uint32
	revisions := map[string]uint64{}
	err = session.Bucket(answersBucket).ForEach(func(key, value []byte) error {
		var record answerRecord
		if err := unseal(answerPlace(id, string(key)), value, &record); err != nil {
			return err
		}
		sum ^= sumOf(value)
		revisions[string(key)] = record.Revision
		out.Answers[string(key)] = record.Answer
		return nil
	})
	if err == nil && sum != head.Answers {
		err = damaged("The session of "+head.Business, errors.New("an answer is missing or older than it should be"))
	}
	switch {
	case err != nil:
	case head.Shared:
		err = readShared(tx, &head, session, out)
	case head.Team:
		err = readTeam(&head, session, out, revisions)
	}
	return out, err
}

// Earlier finds the session of the same business and use that was begun last before this
// one, by assessment.UseKey. An empty id means that there is none.
func (s *Store) Earlier(session *assessment.Session) (id string, err error) {
	// A few at a time, so that nobody waits long for the file.
	const atATime = 2000
	use := assessment.UseKey(session.Business, session.Use)
	for below := uint64(0); ; {
		heads, err := s.List(below, atATime)
		for _, h := range heads {
			// Ids are in the order in which sessions were begun.
			if h.ID < session.ID && h.ID > id && assessment.UseKey(h.Business, h.Use) == use {
				id = h.ID
			}
			below = h.Sequence
		}
		if err != nil || len(heads) < atATime {
			return id, err
		}
	}
}

// Create stores a new session with all its answers in one transaction, and gives it an
// id and its first revision. A workshop that it had elsewhere comes along, and its seats are bound
// to nobody's key here.
func (s *Store) Create(session *assessment.Session, standing assessment.Standing) error {
	return s.CreateAll([]*assessment.Session{session}, func(*assessment.Session) assessment.Standing { return standing })
}

// CreateAll stores new sessions as Create does, all in one transaction: each of them is there
// afterwards, or none.
func (s *Store) CreateAll(sessions []*assessment.Session, standing func(*assessment.Session) assessment.Standing) error {
	type newSession struct {
		head    headRecord
		history []historyRecord
		answers map[string]answerRecord
	}
	made := make([]newSession, len(sessions))
	now := s.now().UTC()
	for i, session := range sessions {
		created, changed := datesOf(session, now)
		id, err := newID(created, now)
		if err != nil {
			return s.explain(err)
		}
		history, answers := beginning(session, created, changed)
		made[i] = newSession{history: history, answers: answers, head: headRecord{
			Head: assessment.Head{
				ID: id, Business: session.Business, Use: session.Use, Revision: uint64(len(history)), Created: created, Changed: changed, Standing: standing(session),
				Labels: session.Labels,
			},
			Setup: session.Setup, Set: assessment.SetRef{ID: session.SetID, Version: session.SetVersion},
			SetupRevision: 1, SetupWindow: s.window, LabelsRevision: 1, LabelsWindow: s.window, Team: session.Team != nil,
		}}
	}
	if len(made) == 0 {
		return nil
	}
	about := assessment.Saved{Session: made[0].head.ID, Revision: made[0].head.Revision, At: now}
	saved := <-s.enqueue(about, func(tx *bbolt.Tx) (assessment.Saved, error) {
		for i := range made {
			if err := s.insert(tx, made[i].head, made[i].history, made[i].answers); err != nil {
				return assessment.Saved{}, err
			}
		}
		return about, nil
	})
	if saved.Err != nil {
		return saved.Err
	}
	for i, session := range sessions {
		head := &made[i].head
		session.ID, session.Revision, session.Created, session.Changed = head.ID, head.Revision, head.Created, head.Changed
	}
	return nil
}

// newID makes the id of a session. Ids are in the order in which sessions were begun, so that
// one which was begun earlier, elsewhere, has the time of then in it.
func newID(created, now time.Time) (string, error) {
	id, err := uuid.NewV7()
	if at := created.UnixMilli(); err == nil && created.Before(now) && at > 0 {
		for i := range 6 {
			id[i] = byte(at >> (8 * (5 - i)))
		}
	}
	return id.String(), err
}

// datesOf are when a new session was begun and changed last: now, but for one from a file,
// which keeps its own as far as they can be true.
func datesOf(session *assessment.Session, now time.Time) (created, changed time.Time) {
	past := func(at, otherwise time.Time) time.Time {
		if at.IsZero() || at.After(now) {
			return otherwise
		}
		return at.UTC()
	}
	changed = past(session.Changed, past(session.Created, now))
	created = past(session.Created, changed)
	if changed.Before(created) {
		changed = created
	}
	return created, changed
}

// newSessionBucket makes the place of a session, with those of its answers and its history.
func newSessionBucket(tx *bbolt.Tx, id string) (session, answers *bbolt.Bucket, err error) {
	if session, err = tx.Bucket(sessionsBucket).CreateBucket([]byte(id)); err != nil {
		return nil, nil, err
	}
	if answers, err = session.CreateBucket(answersBucket); err != nil {
		return nil, nil, err
	}
	_, err = session.CreateBucket(historyBucket)
	return session, answers, err
}

// insert puts a new session into the file.
func (s *Store) insert(tx *bbolt.Tx, head headRecord, history []historyRecord, given map[string]answerRecord) error {
	bucket, answers, err := newSessionBucket(tx, head.ID)
	if err != nil {
		return err
	}
	for question, answer := range given {
		answer.Window = s.window
		sealed, err := seal(answerPlace(head.ID, question), answer)
		if err != nil {
			return err
		}
		head.Answers ^= sumOf(sealed)
		if err := answers.Put([]byte(question), sealed); err != nil {
			return err
		}
	}
	for i, record := range history {
		if err := putHistory(bucket, head.ID, uint64(i+1), record); err != nil {
			return err
		}
	}
	return putHead(tx, bucket, &head)
}

// putHead writes a head at the newest place of the list.
func putHead(tx *bbolt.Tx, bucket *bbolt.Bucket, head *headRecord) error {
	recent := tx.Bucket(recentBucket)
	if head.Sequence > 0 {
		if err := deletePinned(tx, recent, sequenceKey(head.Sequence)); err != nil {
			return err
		}
	}
	sequence, err := recent.NextSequence()
	if err != nil {
		return err
	}
	head.Sequence = sequence
	if err := rewriteHead(tx, head); err != nil {
		return err
	}
	place, err := seal(placePlace(head.ID), sequence)
	if err != nil {
		return err
	}
	return bucket.Put(placeKey, place)
}

// rewriteHead writes a head at the place that it has.
func rewriteHead(tx *bbolt.Tx, head *headRecord) error {
	key := sequenceKey(head.Sequence)
	sealed, err := seal(recentPlace(string(key)), head)
	if err != nil {
		return err
	}
	return putPinned(tx, tx.Bucket(recentBucket), key, sealed)
}
