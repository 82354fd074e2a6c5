package store

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"readycheck/assessment"
)

// clients puts n answered sessions of different businesses into the file, with the standing that
// each would have been saved with, or with none as by an earlier version.
func clients(b *testing.B, s *Store, n int, stands bool) {
	b.Helper()
	set := assessment.Default()
	example, err := assessment.Example(set)
	if err != nil {
		b.Fatal(err)
	}
	sum := assessment.Evaluate(set, example)
	standing := sum.Standing()
	if !stands {
		standing.Lines, standing.Days = "", ""
	}
	all := make([]*assessment.Session, n)
	for i := range all {
		one := *example
		one.Business, one.Labels = fmt.Sprint("Shop ", i), assessment.Labels{Tags: "food retail", Visit: "2026-12-04"}
		all[i] = &one
	}
	if err := s.CreateAll(all, func(*assessment.Session) assessment.Standing { return standing }); err != nil {
		b.Fatal(err)
	}
	quiet(s)
}

// BenchmarkPractice reads the rows of 1,000 clients, which a practice needs to open, beside a bare
// read of all heads; read "times-bare". Where no standing has its lines they are worked out of the sessions.
func BenchmarkPractice(b *testing.B) {
	const n = 1000
	set := assessment.Default()
	for _, stands := range []bool{true, false} {
		b.Run(map[bool]string{true: "stored", false: "worked-out"}[stands], func(b *testing.B) {
			s := open(b, filepath.Join(folderOf(b), "sessions.db"))
			clients(b, s, n, stands)
			var rows, bare []time.Duration
			for b.Loop() {
				start := time.Now()
				heads, err := s.List(0, 0)
				if err != nil || len(heads) != n {
					b.Fatal(len(heads), err)
				}
				bare = append(bare, time.Since(start))
				start = time.Now()
				practice := readPractice(b, s, set)
				rows = append(rows, time.Since(start))
				if len(practice) != n || len(assessment.ToWorkOut(practice)) > 0 || practice[n-1].Levels == nil {
					b.Fatal("not all rows are there")
				}
			}
			b.ReportMetric(float64(median(rows))/float64(median(bare)), "times-bare")
			b.ReportMetric(float64(median(rows).Microseconds())/1000, "ms-rows")
			b.ReportMetric(float64(median(bare).Microseconds())/1000, "ms-bare")
		})
	}
}

func readPractice(b *testing.B, s *Store, set *assessment.Set) []assessment.PracticeRow {
	b.Helper()
	heads, err := s.List(0, 0)
	if err != nil {
		b.Fatal(err)
	}
	rows, err := assessment.Practice(set, func(yield func(assessment.Head, error) bool) {
		for _, head := range heads {
			if !yield(head, nil) {
				return
			}
		}
	}, time.Now())
	if err != nil {
		b.Fatal(err)
	}
	sessions, err := s.LoadAll(assessment.ToWorkOut(rows))
	if err != nil {
		b.Fatal(err)
	}
	assessment.WorkedOut(set, rows, assessment.FindStandings(set, sessions), time.Now())
	return rows
}
