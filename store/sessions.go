package store

import (
	"errors"
	"fmt"
	"strings"
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
	err := s.read(func(tx *bbolt.Tx) error {
		head, session, err := readHead(tx, id)
		if err != nil {
			return err
		}
		out = &assessment.Session{
			ID: id, Business: head.Business, Use: head.Use, Setup: head.Setup, SetID: head.Set.ID, SetVersion: head.Set.Version,
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
		if err == nil && head.Team {
			err = readTeam(session, out, revisions)
		}
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

// Find resolves what a person wrote for a session: an id, a unique beginning of one, or
// a business's whole name, or a unique piece of business or use. An empty text is the session changed last. Several
// heads mean that it is ambiguous, none that nothing fits.
func (s *Store) Find(text string) ([]assessment.Head, error) {
	if text == "" {
		return s.List(0, 1)
	}
	heads, err := s.List(0, 0)
	if err != nil {
		return nil, err
	}
	piece := strings.ToLower(text)
	var byID, byName, byText []assessment.Head
	for _, h := range heads {
		switch {
		case h.ID == piece:
			return []assessment.Head{h}, nil
		case strings.ToLower(h.Business) == piece:
			byName = append(byName, h)
		case strings.HasPrefix(h.ID, piece):
			byID = append(byID, h)
		case strings.Contains(strings.ToLower(h.Business+"\n"+h.Use), piece):
			byText = append(byText, h)
		}
	}
	switch {
	case len(byID) > 0:
		return byID, nil
	case len(byName) > 0:
		return byName, nil
	}
	return byText, nil
}

// Earlier finds the session of the same business and use that was begun last before this
// one. Upper and lower case do not matter. An empty id means that there is none.
func (s *Store) Earlier(session *assessment.Session) (id string, err error) {
	// A few at a time, so that nobody waits long for the file.
	const atATime = 2000
	for below := uint64(0); ; {
		heads, err := s.List(below, atATime)
		for _, h := range heads {
			// Ids are in the order in which sessions were begun.
			if h.ID < session.ID && h.ID > id && strings.EqualFold(h.Business, session.Business) && strings.EqualFold(h.Use, session.Use) {
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
	id, err := uuid.NewV7()
	if err != nil {
		return s.explain(err)
	}
	now := s.now().UTC()
	created, changed := datesOf(session, now)
	history, answers := beginning(session, created, changed)
	head := headRecord{
		Head: assessment.Head{
			ID: id.String(), Business: session.Business, Use: session.Use, Revision: uint64(len(history)), Created: created, Changed: changed, Standing: standing,
		},
		Setup: session.Setup, Set: assessment.SetRef{ID: session.SetID, Version: session.SetVersion},
		SetupRevision: 1, SetupWindow: s.window, Team: session.Team != nil,
	}
	saved := <-s.enqueue(assessment.Saved{Session: head.ID, Revision: head.Revision, At: now}, func(tx *bbolt.Tx) (assessment.Saved, error) {
		return assessment.Saved{}, s.insert(tx, head, history, answers)
	})
	if saved.Err != nil {
		return saved.Err
	}
	session.ID, session.Revision, session.Created, session.Changed = head.ID, head.Revision, created, changed
	return nil
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

// insert puts a new session into the file.
func (s *Store) insert(tx *bbolt.Tx, head headRecord, history []historyRecord, given map[string]answerRecord) error {
	bucket, err := tx.Bucket(sessionsBucket).CreateBucket([]byte(head.ID))
	if err != nil {
		return err
	}
	answers, err := bucket.CreateBucket(answersBucket)
	if err != nil {
		return err
	}
	if _, err := bucket.CreateBucket(historyBucket); err != nil {
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
		if err := recent.Delete(sequenceKey(head.Sequence)); err != nil {
			return err
		}
	}
	sequence, err := recent.NextSequence()
	if err != nil {
		return err
	}
	head.Sequence = sequence
	key := sequenceKey(sequence)
	sealed, err := seal(recentPlace(string(key)), head)
	if err != nil {
		return err
	}
	if err := recent.Put(key, sealed); err != nil {
		return err
	}
	place, err := seal(placePlace(head.ID), sequence)
	if err != nil {
		return err
	}
	return bucket.Put(placeKey, place)
}

func putHistory(bucket *bbolt.Bucket, id string, revision uint64, record historyRecord) error {
	key := sequenceKey(revision)
	sealed, err := seal(historyPlace(id, string(key)), record)
	if err != nil {
		return err
	}
	return bucket.Bucket(historyBucket).Put(key, sealed)
}

// SaveAnswer queues one answer and returns at once. The channel gets one value after
// the answer is on disk. If another window changed this answer after Base, nothing is
// written and Err is assessment.ErrConflict; the caller reloads and tells the person.
func (s *Store) SaveAnswer(c assessment.AnswerChange) <-chan assessment.Saved {
	return s.amend(assessment.Saved{Session: c.Session, Question: c.Question}, &c.Standing, func(head *headRecord, bucket *bbolt.Bucket) (historyRecord, error) {
		return s.putAnswer(head, bucket, c.Question, c.Answer, c.Base)
	})
}

// putAnswer writes an answer, unless another window changed it after base.
func (s *Store) putAnswer(head *headRecord, bucket *bbolt.Bucket, question string, answer assessment.Answer, base uint64) (historyRecord, error) {
	answers, place := bucket.Bucket(answersBucket), answerPlace(head.ID, question)
	var before answerRecord
	old := answers.Get([]byte(question))
	if old != nil {
		if err := unseal(place, old, &before); err != nil {
			return historyRecord{}, err
		}
	}
	if before.Revision > base && before.Window != s.window {
		return historyRecord{}, conflict()
	}
	answer.At = assessment.Given(before.Answer, answer, head.Changed)
	sealed, err := seal(place, answerRecord{answer, head.Revision, s.window})
	if err != nil {
		return historyRecord{}, err
	}
	head.Answers ^= sumOf(old) ^ sumOf(sealed)
	record := historyRecord{By: answer.By, Question: question, To: &answer}
	if old != nil {
		record.From = &before.Answer
	}
	return record, answers.Put([]byte(question), sealed)
}

// SaveSetup queues a change of the setup, by the same rules as SaveAnswer.
func (s *Store) SaveSetup(c assessment.SetupChange) <-chan assessment.Saved {
	return s.amend(assessment.Saved{Session: c.Session}, &c.Standing, func(head *headRecord, _ *bbolt.Bucket) (historyRecord, error) {
		if head.SetupRevision > c.Base && head.SetupWindow != s.window {
			return historyRecord{}, conflict()
		}
		head.Business, head.Use, head.Setup = c.Business, c.Use, c.Setup
		head.SetupRevision, head.SetupWindow = head.Revision, s.window
		return historyRecord{Setup: &setupChange{c.Business, c.Use, c.Setup}}, nil
	})
}

// amend queues an edit of a session. Without a standing, the list shows the one before.
// The head that edit gets has its new revision and
// time; edit returns what goes into the history.
func (s *Store) amend(about assessment.Saved, standing *assessment.Standing, edit func(*headRecord, *bbolt.Bucket) (historyRecord, error)) <-chan assessment.Saved {
	return s.enqueue(about, func(tx *bbolt.Tx) (assessment.Saved, error) {
		head, bucket, err := readHead(tx, about.Session)
		if err != nil {
			about.Err = err
			return about, nil
		}
		about.Revision = head.Revision
		head.Revision++
		head.Changed = s.now().UTC()
		if standing != nil {
			head.Standing = keepTold(*standing, head.Standing)
		}
		record, err := edit(&head, bucket)
		if errors.Is(err, assessment.ErrConflict) || errors.Is(err, ErrDamaged) {
			about.Err = err
			return about, nil
		}
		if err != nil {
			return about, err
		}
		record.At = head.Changed
		if err := putHistory(bucket, about.Session, head.Revision, record); err != nil {
			return about, err
		}
		about.Revision, about.At = head.Revision, head.Changed
		return about, putHead(tx, bucket, &head)
	})
}

// SaveStanding queues what a list shows of a session, for a window that learned of
// another's answers after its own were saved. It is no change of the session: the
// revision stays.
func (s *Store) SaveStanding(id string, standing assessment.Standing) <-chan assessment.Saved {
	about := assessment.Saved{Session: id}
	return s.enqueue(about, func(tx *bbolt.Tx) (assessment.Saved, error) {
		head, bucket, err := readHead(tx, id)
		if err != nil {
			about.Err = err
			return about, nil
		}
		about.Revision = head.Revision
		next := keepTold(standing, head.Standing)
		if head.Standing == next {
			return about, nil
		}
		head.Standing = next
		return about, putHead(tx, bucket, &head)
	})
}

// keepTold keeps what an owner has been told: it is never taken back.
func keepTold(next, before assessment.Standing) assessment.Standing {
	if next.Told == "" {
		next.Told = before.Told
	}
	return next
}

func conflict() error {
	return &Error{Kind: assessment.ErrConflict, sentence: "This was changed in another window a moment ago, so yours was not saved. Look at it and choose again."}
}

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
