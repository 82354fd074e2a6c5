package store

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

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
