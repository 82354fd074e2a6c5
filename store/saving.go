package store

import (
	"errors"

	"go.etcd.io/bbolt"

	"readycheck/assessment"
)

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
		return historyRecord{}, conflict(before.Window)
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
			return historyRecord{}, conflict(head.SetupWindow)
		}
		head.Business, head.Use, head.Setup = c.Business, c.Use, c.Setup
		head.SetupRevision, head.SetupWindow = head.Revision, s.window
		return historyRecord{Setup: &setupChange{c.Business, c.Use, c.Setup}}, nil
	})
}

// SaveLabels queues a change of the tags and the next visit, by the same rules as SaveAnswer. When
// the session was changed last stays, since nothing in it was.
func (s *Store) SaveLabels(c assessment.LabelsChange) <-chan assessment.Saved {
	about := assessment.Saved{Session: c.Session}
	if !c.Labels.Valid() {
		never := change{about: about, done: make(chan assessment.Saved, 1)}
		never.fail(errors.New("labels that no window makes"))
		return never.done
	}
	return s.amend(about, nil, func(head *headRecord, _ *bbolt.Bucket) (historyRecord, error) {
		if head.LabelsRevision > c.Base && head.LabelsWindow != s.window {
			return historyRecord{}, conflict(head.LabelsWindow)
		}
		head.Labels, head.LabelsRevision, head.LabelsWindow = c.Labels, head.Revision, s.window
		return historyRecord{Labels: &c.Labels}, nil
	})
}

// amend queues an edit of a session. Without a standing, the list shows the one before.
// The head that edit gets has its new revision and
// time; edit returns what goes into the history.
func (s *Store) amend(about assessment.Saved, standing *assessment.Standing, edit func(*headRecord, *bbolt.Bucket) (historyRecord, error)) <-chan assessment.Saved {
	return s.enqueue(about, func(tx *bbolt.Tx) (assessment.Saved, error) {
		head, bucket, err := readHead(tx, about.Session)
		if errors.Is(err, assessment.ErrNotFound) {
			head, bucket, err = s.comeBack(tx, about.Session)
		}
		if err != nil {
			about.Err = err
			return about, nil
		}
		about.Revision = head.Revision
		head.Revision++
		before, now := head.Changed, s.now().UTC()
		head.Changed = now
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
		record.At = now
		if record.Labels != nil {
			head.Changed = before
		}
		if err := putHistory(bucket, about.Session, head.Revision, record); err != nil {
			return about, err
		}
		about.Revision, about.At = head.Revision, now
		return about, putHead(tx, bucket, &head)
	})
}

// SaveStanding queues what a list shows of a session, for a window that learned of
// another's answers after its own were saved. It is no change of the session: the
// revision stays, and so does its place in the list.
func (s *Store) SaveStanding(id string, standing assessment.Standing) <-chan assessment.Saved {
	about := assessment.Saved{Session: id}
	return s.enqueue(about, func(tx *bbolt.Tx) (assessment.Saved, error) {
		head, _, err := readHead(tx, id)
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
		return about, rewriteHead(tx, &head)
	})
}

// SaveDue queues what was worked out of sessions that were saved without it. It is no change
// of them. One that is gone, or was changed since it was read, is left as it is.
func (s *Store) SaveDue(found []assessment.DueFound) <-chan assessment.Saved {
	return s.enqueue(assessment.Saved{}, func(tx *bbolt.Tx) (assessment.Saved, error) {
		for _, f := range found {
			if err := findStanding(tx, f.Session, f.Revision, func(s *assessment.Standing) { s.Due = f.Due }); err != nil {
				return failed(err)
			}
		}
		return assessment.Saved{}, nil
	})
}

// keepTold keeps what an owner has been told: it is never taken back.
func keepTold(next, before assessment.Standing) assessment.Standing {
	if next.Told == "" {
		next.Told = before.Told
	}
	return next
}

// SaveStandings queues whole standings that were worked out of sessions stored without them, or
// with those of other questions, by the rules of SaveDue.
func (s *Store) SaveStandings(found []assessment.StandingFound) <-chan assessment.Saved {
	return s.enqueue(assessment.Saved{}, func(tx *bbolt.Tx) (assessment.Saved, error) {
		for i := range found {
			f := &found[i]
			if f.Missing != assessment.NotMissing {
				continue
			}
			if err := findStanding(tx, f.Session, f.Revision, func(s *assessment.Standing) { *s = keepTold(f.Standing, *s) }); err != nil {
				return failed(err)
			}
		}
		return assessment.Saved{}, nil
	})
}

// findStanding writes into the standing of a session what was found of it. One that is gone, or
// was changed since it was read, is left as it is.
func findStanding(tx *bbolt.Tx, id string, revision uint64, write func(*assessment.Standing)) error {
	head, _, err := readHead(tx, id)
	if errors.Is(err, assessment.ErrNotFound) || err == nil && head.Revision != revision {
		return nil
	}
	if err != nil {
		return err
	}
	before := head.Standing
	if write(&head.Standing); head.Standing == before {
		return nil
	}
	return rewriteHead(tx, &head)
}

// failed tells damage, which one change alone has met, from what fails the whole commit.
func failed(err error) (assessment.Saved, error) {
	if errors.Is(err, ErrDamaged) {
		return assessment.Saved{Err: err}, nil
	}
	return assessment.Saved{}, err
}

func conflict(window string) error {
	if window == elsewhere {
		return &Error{Kind: assessment.ErrConflict, sentence: "This was changed on another computer a moment ago, so yours was not saved. Look at it and choose again."}
	}
	return &Error{Kind: assessment.ErrConflict, sentence: "This was changed in another window a moment ago, so yours was not saved. Look at it and choose again."}
}
