package store

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
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

// BenchmarkFold compares 64 saves that wait together with 64 saved one by one; read "times faster".
func BenchmarkFold(b *testing.B) {
	s := open(b, filepath.Join(folderOf(b), "sessions.db"))
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
	s := open(b, filepath.Join(folderOf(b), "sessions.db"))
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

// BenchmarkExamine checks whole files of 1,000 and 20,000 sessions; read "MB/s".
func BenchmarkExamine(b *testing.B) {
	for _, n := range []int{1000, 20_000} {
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			s := open(b, filepath.Join(folderOf(b), "sessions.db"))
			fill(b, s, n)
			info, err := os.Stat(s.Path())
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(info.Size())
			for b.Loop() {
				inv, err := examineFile(s.Path(), false)
				if err != nil || inv.sound() != nil {
					b.Fatal(err, inv.faults)
				}
			}
		})
	}
}

// made is a file of n sessions and the id of the newest. Benchmarks share it.
func made(b *testing.B, n int) (path, id string) {
	b.Helper()
	path = filepath.Join(folderOf(b), "sessions.db")
	s := New(path, time.Now)
	id = fill(b, s, n)
	quiet(s)
	b.Cleanup(func() { _ = s.Close() })
	return path, id
}

func saveOne(b *testing.B, s *Store, id string, i int) {
	b.Helper()
	saved := <-s.SaveAnswer(assessment.AnswerChange{
		Session: id, Question: fmt.Sprint("question-", i%20), Base: 1 << 62, Answer: assessment.Answer{Level: assessment.No, Note: "Ask Dev"},
	})
	if saved.Err != nil {
		b.Fatal(saved.Err)
	}
}

// BenchmarkAlternate saves from two windows in turn, and from one alone; read "times-alone".
// Each opens the file after the other wrote to it, so it reads again what changed.
func BenchmarkAlternate(b *testing.B) {
	for _, n := range []int{10, 3000, 40_000} {
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			path, id := made(b, n)
			stores := [2]*Store{open(b, path), open(b, path)}
			for i, s := range stores {
				saveOne(b, s, id, i)
			}
			var alone, inTurn []time.Duration
			turn := func(i int, s *Store) time.Duration {
				start := time.Now()
				saveOne(b, s, id, i)
				quiet(s)
				return time.Since(start)
			}
			for b.Loop() {
				for i := range 20 {
					alone = append(alone, turn(i, stores[1]))
				}
				turn(0, stores[0])
				for i := range 20 {
					inTurn = append(inTurn, turn(i, stores[(i+1)%2]))
				}
			}
			b.ReportMetric(float64(median(inTurn))/float64(median(alone)), "times-alone")
			b.ReportMetric(float64(slices.Min(inTurn))/float64(slices.Min(alone)), "times-alone-at-best")
			b.ReportMetric(float64(median(alone).Microseconds()), "µs-alone")
		})
	}
}

// median is what half of the times stay below: others may use the computer meanwhile.
func median(times []time.Duration) time.Duration {
	return slices.Sorted(slices.Values(times))[len(times)/2]
}

// BenchmarkFirstOpen opens a file of about 200 MiB for the first time in a process, which
// examines all of it; read "MB/s" and "s/200MiB".
func BenchmarkFirstOpen(b *testing.B) {
	path, _ := made(b, 38_000)
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(info.Size())
	for b.Loop() {
		s := New(path, time.Now)
		if _, err := s.List(0, 1); err != nil {
			b.Fatal(err)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/float64(info.Size())*(200<<20), "s/200MiB")
}

// BenchmarkSave saves an answer, and puts the same four records with bbolt alone, which
// opens the file, makes one transaction and closes it; read "times-bare". Whoever saved
// learns of it before the file is closed.
func BenchmarkSave(b *testing.B) {
	for _, n := range []int{10, 100_000} {
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			path, id := made(b, n)
			s := open(b, path)
			saveOne(b, s, id, 0)
			quiet(s)
			var saved, bare []time.Duration
			for i := 0; b.Loop(); i++ {
				for range 10 {
					start := time.Now()
					saveOne(b, s, id, i)
					saved = append(saved, time.Since(start))
					quiet(s)
				}
				for range 10 {
					start := time.Now()
					if err := putBare(path, id, i); err != nil {
						b.Fatal(err)
					}
					bare = append(bare, time.Since(start))
				}
				// The file is examined again since somebody else wrote; that is not measured here.
				saveOne(b, s, id, i)
				quiet(s)
			}
			b.ReportMetric(float64(median(saved))/float64(median(bare)), "times-bare")
			b.ReportMetric(float64(median(bare).Microseconds()), "µs-bare")
		})
	}
}

// putBare puts the records of one answer as they are, with nothing but bbolt.
func putBare(path, id string, i int) error {
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		return err
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		session := tx.Bucket(sessionsBucket).Bucket([]byte(id))
		answers, history, recent := session.Bucket(answersBucket), session.Bucket(historyBucket), tx.Bucket(recentBucket)
		question := fmt.Appendf(nil, "question-%d", i%20)
		key, head := recent.Cursor().Last()
		revision, change := history.Cursor().Last()
		return errors.Join(
			answers.Put(question, answers.Get(question)),
			history.Put(revision, bytes.Clone(change)),
			session.Put(placeKey, bytes.Clone(session.Get(placeKey))),
			recent.Put(key, bytes.Clone(head)),
		)
	})
	return errors.Join(err, db.Close())
}
