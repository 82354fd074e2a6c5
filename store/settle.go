package store

import (
	"reflect"
	"time"

	"go.etcd.io/bbolt"

	"readycheck/assessment"
	"readycheck/store/merge"
)

// settle writes the answers and the head that a session's changes come to. What fresh changes are
// about counts as written now, so that a window that has not seen them is told.
func settle(bucket *bbolt.Bucket, head *headRecord, state *merge.State, fresh []*merge.Record) error {
	touched := map[string]bool{}
	for _, r := range fresh {
		switch key := r.Change().Key; key.Kind {
		case merge.OfQuestion:
			touched[key.Question] = true
		case merge.OfSetup:
			head.SetupRevision, head.SetupWindow = head.Revision, elsewhere
		case merge.OfLabels:
			head.LabelsRevision, head.LabelsWindow = head.Revision, elsewhere
		}
	}
	s := state.Session
	head.Business, head.Use, head.Setup, head.Labels = s.Business, s.Use, s.Setup, s.Labels
	if s.SetID != "" {
		head.Set, head.Created = assessment.SetRef{ID: s.SetID, Version: s.SetVersion}, s.Created
	}
	head.Team = head.Team || s.Team != nil
	answers := bucket.Bucket(answersBucket)
	there := map[string]answerRecord{}
	err := answers.ForEach(func(key, value []byte) error {
		var record answerRecord
		err := unseal(answerPlace(head.ID, string(key)), value, &record)
		there[string(key)] = record
		return err
	})
	if err != nil {
		return err
	}
	for question := range there {
		if _, ok := s.Answers[question]; ok {
			continue
		}
		head.Answers ^= sumOf(answers.Get([]byte(question)))
		if err := answers.Delete([]byte(question)); err != nil {
			return err
		}
	}
	for question, answer := range s.Answers {
		if before, ok := there[question]; ok && !touched[question] && sameAnswer(before.Answer, answer) {
			continue
		}
		sealed, err := seal(answerPlace(head.ID, question), answerRecord{answer, head.Revision, elsewhere})
		if err != nil {
			return err
		}
		head.Answers ^= sumOf(answers.Get([]byte(question))) ^ sumOf(sealed)
		if err := answers.Put([]byte(question), sealed); err != nil {
			return err
		}
	}
	return nil
}

func sameAnswer(a, b assessment.Answer) bool {
	at := a.At.Equal(b.At)
	a.At, b.At = time.Time{}, time.Time{}
	return at && reflect.DeepEqual(a, b)
}

// sessionOf is a session as it is loaded, of its head and of what its changes come to.
func sessionOf(head *headRecord, merged *assessment.Session) *assessment.Session {
	return &assessment.Session{
		ID: head.ID, Business: head.Business, Use: head.Use, Setup: head.Setup, Labels: head.Labels, SetID: head.Set.ID, SetVersion: head.Set.Version,
		Told: head.Standing.Told, Revision: head.Revision, Created: head.Created, Changed: head.Changed, Answers: merged.Answers, Team: merged.Team,
	}
}
