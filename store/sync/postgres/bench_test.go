//go:build unix

package postgres_test

import (
	"testing"
	"time"

	"readycheck/store/sync"
	"readycheck/store/sync/postgres"
)

// BenchmarkPush says how much more 200 changes take than one.
func BenchmarkPush(b *testing.B) {
	h := benchHub(b)
	took := func(n int) time.Duration {
		const rounds = 10
		began := time.Now()
		for range rounds {
			if err := h.Push(b.Context(), sized(n, 1000)); err != nil {
				b.Fatal(err)
			}
		}
		return time.Since(began) / rounds
	}
	var one, many time.Duration
	for b.Loop() {
		one, many = one+took(1), many+took(200)
	}
	b.ReportMetric(float64(one.Microseconds())/float64(b.N), "µs/one")
	b.ReportMetric(float64(many.Microseconds())/float64(b.N), "µs/200")
	b.ReportMetric(float64(many)/float64(one), "times")
}

// BenchmarkPull reads 100,000 small changes.
func BenchmarkPull(b *testing.B) {
	h := benchHub(b)
	const n = 100_000
	for range n / 10_000 {
		if err := h.Push(b.Context(), sized(10_000, 100)); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		if got := len(pull(b, h)); got != n {
			b.Fatalf("%d rows", got)
		}
	}
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkHint is from a push here to the end of Wait there.
func BenchmarkHint(b *testing.B) {
	f := newFirm(b)
	url, _ := f.invite(b, "dana")
	here, there := open(b, f.url), open(b, url)
	if err := there.Wait(b.Context()); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := here.Push(b.Context(), newRows(1)); err != nil {
			b.Fatal(err)
		}
		if err := there.Wait(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

func benchHub(b *testing.B) *postgres.Hub {
	url, _ := newFirm(b).invite(b, "dana")
	return open(b, url)
}

func sized(n, size int) []sync.Row {
	rows := newRows(n)
	for i := range rows {
		rows[i].Body = make([]byte, size)
	}
	return rows
}
