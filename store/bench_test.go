package store

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"readycheck/assessment"
)

// fill puts n sessions into the file. Many at a time, so that they fold into few commits.
func fill(b *testing.B, s *Store, n int) (lastID string) {
	b.Helper()
	var all sync.WaitGroup
	for w := range 256 {
		all.Go(func() {
			for i := w; i < n; i += 256 {
				session := &assessment.Session{Business: fmt.Sprint("Shop ", i), Use: "Answer customer emails about orders"}
				if err := s.Create(session, assessment.Standing{Total: 14}); err != nil {
					b.Error(err)
				}
			}
		})
	}
	all.Wait()
	heads, err := s.List(0, 1)
	if err != nil {
		b.Fatal(err)
	}
	return heads[0].ID
}

// BenchmarkSave compares one saved answer, from the queue to the acknowledgement, with
// a bare bbolt Update that puts the same records into an open file of the same size on
// the same disk. The two alternate, so that both meet the same disk; read "ratio".
func BenchmarkSave(b *testing.B) {
	for _, n := range []int{10, 100_000} {
		b.Run(fmt.Sprintf("sessions=%d", n), func(b *testing.B) {
			folder := b.TempDir()
			path := filepath.Join(folder, "sessions.db")
			s := open(b, path)
			id := fill(b, s, n)
			bare := openBare(b, path, filepath.Join(folder, "bare.db"))
			var ours, theirs time.Duration
			i := 0
			for b.Loop() {
				i++
				change := assessment.AnswerChange{
					Session: id, Question: fmt.Sprint("question-", i%38), Base: uint64(i),
					Answer: assessment.Answer{Level: assessment.Level(1 + i%4), Known: assessment.Seen, Note: "Ask Dev, he set up the inbox link."},
				}
				start := time.Now()
				if saved := <-s.SaveAnswer(change); saved.Err != nil {
					b.Fatal(saved.Err)
				}
				ours += time.Since(start)
				start = time.Now()
				bare(b, id, change, uint64(i))
				theirs += time.Since(start)
			}
			b.ReportMetric(float64(ours.Microseconds())/float64(i), "µs/save")
			b.ReportMetric(float64(theirs.Microseconds())/float64(i), "µs/bare")
			b.ReportMetric(float64(ours)/float64(theirs), "ratio")
		})
	}
}

// openBare copies the file and returns a bare Update of the same records on it.
func openBare(b *testing.B, from, to string) func(*testing.B, string, assessment.AnswerChange, uint64) {
	b.Helper()
	data, err := os.ReadFile(from)
	if err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(to, data, 0o600); err != nil {
		b.Fatal(err)
	}
	db, err := bbolt.Open(to, 0o600, nil)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	sequence := uint64(1 << 40)
	return func(b *testing.B, id string, c assessment.AnswerChange, revision uint64) {
		answer, _ := seal("", answerRecord{c.Answer, revision, "0123456789ab"})
		history, _ := seal("", historyRecord{Question: c.Question, From: &c.Answer, To: &c.Answer})
		head, _ := seal("", headRecord{Head: assessment.Head{ID: id, Business: "Shop", Use: "Answer customer emails about orders"}})
		place, _ := seal("", sequence)
		sequence++
		err := db.Update(func(tx *bbolt.Tx) error {
			bucket, recent := tx.Bucket(sessionsBucket).Bucket([]byte(id)), tx.Bucket(recentBucket)
			if err := bucket.Bucket(answersBucket).Put([]byte(c.Question), answer); err != nil {
				return err
			}
			if err := bucket.Bucket(historyBucket).Put(sequenceKey(revision), history); err != nil {
				return err
			}
			if err := recent.Delete(sequenceKey(sequence - 1)); err != nil {
				return err
			}
			if err := recent.Put(sequenceKey(sequence), head); err != nil {
				return err
			}
			return bucket.Put(placeKey, place)
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFold compares 64 saves that wait together with 64 saved one by one; read "times faster".
func BenchmarkFold(b *testing.B) {
	s := open(b, filepath.Join(b.TempDir(), "sessions.db"))
	id := fill(b, s, 10)
	change := func(i int) assessment.AnswerChange {
		return assessment.AnswerChange{Session: id, Question: fmt.Sprint("question-", i), Answer: assessment.Answer{Level: assessment.No}}
	}
	var together, oneByOne time.Duration
	for b.Loop() {
		start := time.Now()
		var waiting []<-chan assessment.Saved
		for i := range 64 {
			waiting = append(waiting, s.SaveAnswer(change(i)))
		}
		for _, saved := range waiting {
			<-saved
		}
		together += time.Since(start)
		start = time.Now()
		for i := range 64 {
			<-s.SaveAnswer(change(i))
		}
		oneByOne += time.Since(start)
	}
	b.ReportMetric(float64(oneByOne)/float64(together), "times-faster")
}

// BenchmarkList reads the first page of Home, and all heads.
func BenchmarkList(b *testing.B) {
	s := open(b, filepath.Join(b.TempDir(), "sessions.db"))
	fill(b, s, 100_000)
	for _, n := range []int{200, 5000, 0} {
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			for b.Loop() {
				if _, err := s.List(0, n); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
