package store

import (
	"bytes"
	"context"
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
	hub "readycheck/store/sync"
	mem "readycheck/store/sync/memory"
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

// BenchmarkSave saves an answer, and does with bbolt alone what that answer needs: open the
// file, put its records in one transaction, close it; read "times-bare". Whoever saved
// learns of it before the file is closed.
//
// The two take turns, one each, so that a disk that others slow down for a while slows down
// both. The bare one works on a copy: it may put what no examination would pass, and it does
// not make the store examine the file again. Both are as large, have as long a list of free
// pages, and grow alike.
func BenchmarkSave(b *testing.B) {
	for _, n := range []int{10, 100_000} {
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			path, id := made(b, n)
			s := open(b, path)
			for i := range 20 {
				saveOne(b, s, id, i)
			}
			quiet(s)
			copied := filepath.Join(folderOf(b), "copy.db")
			if err := copyAside(path, copied); err != nil {
				b.Fatal(err)
			}
			var saved, bare []time.Duration
			for i := 0; b.Loop(); i++ {
				start := time.Now()
				saveOne(b, s, id, i)
				saved = append(saved, time.Since(start))
				quiet(s)
				start = time.Now()
				if err := putBare(copied, id, i); err != nil {
					b.Fatal(err)
				}
				bare = append(bare, time.Since(start))
			}
			b.ReportMetric(float64(median(saved))/float64(median(bare)), "times-bare")
			b.ReportMetric(float64(slices.Min(saved))/float64(slices.Min(bare)), "times-bare-at-best")
			b.ReportMetric(float64(median(bare).Microseconds()), "µs-bare")
		})
	}
}

// BenchmarkSaveWithAHub saves beside a loop whose hub is there, away, or never answers; read the
// ratios to a file of the same kind without a loop.
func BenchmarkSaveWithAHub(b *testing.B) {
	kinds := []string{"none", "there", "away", "hanging"}
	var stores []*Store
	var ids []string
	var nudges []func()
	for _, kind := range kinds {
		path, _ := made(b, 10)
		s := open(b, path)
		heads, err := s.List(0, 1)
		if err != nil {
			b.Fatal(err)
		}
		key := hub.NewKey()
		probe, err := hub.Keyring{key}.Probe("firm")
		if err == nil {
			err = s.Join("postgres://hub/firm", "firm", "Ready & Co", key)
		}
		if err != nil {
			b.Fatal(err)
		}
		line := mem.New("firm", "Ready & Co", probe).Line()
		loop := hub.New(Journal{s, standing}, line)
		if fault, ok := map[string]mem.Fault{"away": mem.Before, "hanging": mem.Hang}[kind]; ok {
			line.Fault = func(string) mem.Fault { return fault }
		}
		nudge := func() {}
		if kind != "none" {
			nudge = loop.Nudge
			ctx, stop := context.WithCancel(context.Background())
			done := make(chan struct{})
			go func() { defer close(done); loop.Run(ctx, func(hub.Status) {}) }()
			b.Cleanup(func() { stop(); <-done })
		}
		stores, ids, nudges = append(stores, s), append(ids, heads[0].ID), append(nudges, nudge)
	}
	took := make([][]time.Duration, len(kinds))
	for i := 0; b.Loop(); i++ {
		for at := range kinds {
			k := (at + i) % len(kinds)
			start := time.Now()
			saveOne(b, stores[k], ids[k], i)
			took[k] = append(took[k], time.Since(start))
			nudges[k]()
			quiet(stores[k])
		}
	}
	for k, kind := range kinds[1:] {
		b.ReportMetric(float64(median(took[k+1]))/float64(median(took[0])), kind+"/none")
	}
	b.ReportMetric(float64(median(took[0]).Microseconds()), "µs-none")
}

// BenchmarkFirstPullIntoAFile takes what a firm of 500 sessions said into the file of a new computer; read
// "changes/s". Opening what the hub sent is not in it: BenchmarkFirstPull in package sync has that.
func BenchmarkFirstPullIntoAFile(b *testing.B) {
	from, _ := made(b, 1)
	s := open(b, from)
	if err := s.Join("postgres://hub/firm", "firm", "Ready & Co", hub.NewKey()); err != nil {
		b.Fatal(err)
	}
	var sessions []*assessment.Session
	for i := range 500 {
		session := &assessment.Session{Business: fmt.Sprint("Shop ", i), Use: "Answer emails", SetID: "ai-readiness", SetVersion: "1", Answers: map[string]assessment.Answer{}}
		for q := range 38 {
			session.Answers[fmt.Sprint("question-", q)] = assessment.Answer{Level: assessment.Partly, Note: "Ask Dev about it"}
		}
		sessions = append(sessions, session)
	}
	if err := s.CreateAll(sessions, standing); err != nil {
		b.Fatal(err)
	}
	changes, _, err := s.Outgoing("", 1<<20)
	if err != nil {
		b.Fatal(err)
	}
	var took time.Duration
	for b.Loop() {
		path, _ := made(b, 1)
		into := open(b, path)
		if err := into.Join("postgres://hub/firm", "firm", "Ready & Co", hub.NewKey()); err != nil {
			b.Fatal(err)
		}
		start, at := time.Now(), hub.Point{}
		for part := range slices.Chunk(changes, 2000) {
			to := hub.Point{Seq: at.Seq + uint64(len(part))}
			if _, err := (Journal{into, standing}).Take(hub.Incoming{Changes: part, From: at, To: to}); err != nil {
				b.Fatal(err)
			}
			at = to
		}
		took += time.Since(start)
	}
	b.ReportMetric(float64(len(changes)*b.N)/took.Seconds(), "changes/s")
}

// putBare puts the records of one answer with nothing but bbolt: the answer, the place, one
// more change, and the head, which moves to the end of the list. Each is as long as the one
// before, and copied from it.
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
		key, head = bytes.Clone(key), bytes.Clone(head)
		_, change := history.Cursor().Last()
		revision := uint64(i) + 1<<32
		sequence, err := recent.NextSequence()
		return errors.Join(err,
			answers.Put(question, bytes.Clone(answers.Get(question))),
			history.Put(sequenceKey(revision), bytes.Clone(change)),
			session.Put(placeKey, bytes.Clone(session.Get(placeKey))),
			recent.Delete(key),
			recent.Put(sequenceKey(sequence), head),
		)
	})
	return errors.Join(err, db.Close())
}
