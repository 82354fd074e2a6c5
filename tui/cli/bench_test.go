package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"go.etcd.io/bbolt"

	"readycheck/assessment"
	"readycheck/assessment/report"
	"readycheck/store"
	"readycheck/tui/interview"
	"readycheck/tui/screens"
)

// driven are the real model on the real store, driven by hand.
type driven struct {
	b     *testing.B
	model tea.Model
}

// openScreens opens the screens on a file with n sessions, the last one quick and open.
func openScreens(b *testing.B, n int) (driven, *store.Store) {
	b.Helper()
	s := store.New(filepath.Join(b.TempDir(), "sessions.db"), time.Now)
	b.Cleanup(func() { _ = s.Close() })
	create := func(i int) {
		session := &assessment.Session{
			Business: fmt.Sprint("Shop ", i), Use: "Answer customer emails about orders",
			Setup: assessment.Setup{
				Kind: "admin", StageNow: "idea", Connection: []string{"builtin"}, Powers: []string{"read"},
				Audience: []string{"me"}, Information: []string{"public"},
			},
		}
		if err := s.Create(session, assessment.Standing{Total: 14, Due: assessment.NoDue}); err != nil {
			b.Error(err)
		}
	}
	var all sync.WaitGroup
	for w := range 256 {
		all.Go(func() {
			for i := w; i < n-1; i += 256 {
				create(i)
			}
		})
	}
	all.Wait()
	create(n)
	return driven{b, screens.New(screens.Options{Theme: "dark", Options: interview.Options{Store: s, Set: assessment.Default, Now: time.Now, Log: io.Discard}})}, s
}

// do runs a command and what follows from it.
func (s *driven) do(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range msg {
			s.do(c)
		}
	default:
		s.send(msg)
	}
}

func (s *driven) send(msg tea.Msg) {
	var cmd tea.Cmd
	s.model, cmd = s.model.Update(msg)
	s.do(cmd)
}

func key(code rune) tea.KeyPressMsg { return tea.KeyPressMsg{Code: code, Text: string(code)} }

// BenchmarkAnswer is one answer from the key to its acknowledgement, against a bare
// bbolt Update of as many bytes on an open file on the same disk. The two alternate, so
// that both meet the same disk; read "ratio".
func BenchmarkAnswer(b *testing.B) {
	for _, n := range []int{10, 100_000} {
		b.Run(fmt.Sprintf("sessions=%d", n), func(b *testing.B) {
			s, saved := openScreens(b, n)
			s.do(s.model.Init())
			s.send(tea.KeyPressMsg{Code: tea.KeyEnter})
			bare := bareUpdate(b, saved.Path())
			var ours, theirs time.Duration
			i := 0
			for b.Loop() {
				start := time.Now()
				s.send(key(rune('1' + i%2)))
				ours += time.Since(start)
				start = time.Now()
				bare(i)
				theirs += time.Since(start)
				i++
			}
			if view := s.model.View().Content; !strings.Contains(view, "Saved") {
				b.Fatalf("nothing was saved:\n%s", view)
			}
			b.ReportMetric(float64(ours.Microseconds())/float64(i), "µs/answer")
			b.ReportMetric(float64(theirs.Microseconds())/float64(i), "µs/bare")
			b.ReportMetric(float64(ours)/float64(theirs), "ratio")
		})
	}
}

// bareUpdate copies the file and puts the records of one answer, at their usual sizes,
// into the copy: the answer, its history, the head and its place.
func bareUpdate(b *testing.B, from string) func(i int) {
	b.Helper()
	data, err := os.ReadFile(from)
	if err != nil {
		b.Fatal(err)
	}
	to := from + ".bare"
	if err := os.WriteFile(to, data, 0o600); err != nil {
		b.Fatal(err)
	}
	db, err := bbolt.Open(to, 0o600, nil)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	record := func(n int) []byte { return []byte(strings.Repeat("x", n)) }
	return func(i int) {
		err := db.Update(func(tx *bbolt.Tx) error {
			sessions, recent := tx.Bucket([]byte("sessions")), tx.Bucket([]byte("recent"))
			id, _ := sessions.Cursor().Last()
			session := sessions.Bucket(id)
			if err := session.Bucket([]byte("answers")).Put([]byte("question-1"), record(170)); err != nil {
				return err
			}
			if err := session.Bucket([]byte("history")).Put(fmt.Appendf(nil, "%016x", i+2), record(330)); err != nil {
				return err
			}
			last, _ := recent.Cursor().Last()
			if err := recent.Delete(last); err != nil {
				return err
			}
			if err := recent.Put(fmt.Appendf(nil, "%016x", 1<<40+i), record(640)); err != nil {
				return err
			}
			return session.Put([]byte("place"), record(14))
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkHome opens Home on 100,000 sessions, to its first full frame.
func BenchmarkHome(b *testing.B) {
	_, saved := openScreens(b, 100_000)
	for b.Loop() {
		s := driven{b, screens.New(screens.Options{Theme: "dark", Options: interview.Options{Store: saved, Set: assessment.Default, Now: time.Now, Log: io.Discard}})}
		_, _ = s.model.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
		batch, ok := s.model.Init()().(tea.BatchMsg)
		if !ok {
			b.Fatal("Init gives no commands")
		}
		for _, cmd := range batch {
			if cmd != nil {
				// What follows the first page is read in the background.
				s.model, _ = s.model.Update(cmd())
			}
		}
		if !strings.Contains(s.model.View().Content, "Shop 100000") {
			b.Fatal("the list is not there")
		}
	}
}

// BenchmarkExportAll writes 1,000 finished sessions into one file, in each format that has one.
func BenchmarkExportAll(b *testing.B) {
	const n = 1000
	path := filepath.Join(b.TempDir(), "sessions.db")
	s := store.New(path, time.Now)
	set := assessment.Default()
	example, err := assessment.Example(set)
	if err != nil {
		b.Fatal(err)
	}
	summary := assessment.Evaluate(set, example)
	var all sync.WaitGroup
	for w := range 64 {
		all.Go(func() {
			for i := w; i < n; i += 64 {
				session := *example
				session.Business = fmt.Sprint("Shop ", i)
				if err := s.Create(&session, summary.Standing()); err != nil {
					b.Error(err)
				}
			}
		})
	}
	all.Wait()
	p := &program{data: path, now: time.Now}
	for _, f := range report.Formats {
		if f.WriteMany == nil {
			continue
		}
		b.Run(f.Name, func(b *testing.B) {
			for b.Loop() {
				if err := p.exportTogether(&exportCall{all: true}, f, nil)(io.Discard); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
