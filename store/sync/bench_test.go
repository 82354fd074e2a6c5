package sync_test

import (
	"context"
	"fmt"
	"testing"

	"readycheck/assessment"
	"readycheck/store/merge"
	"readycheck/store/sync"
)

// nowhere is a data file that keeps nothing, so that what is measured is opening, hashing and
// checking alone.
type nowhere struct {
	link  sync.Link
	taken int
}

func (j *nowhere) Link() (sync.Link, error) { return j.link, nil }
func (j *nowhere) Outgoing(string, int) ([]*merge.Record, string, error) {
	return nil, "", nil
}

func (j *nowhere) Take(in sync.Incoming) (sync.Taken, error) {
	j.taken += len(in.Changes)
	return sync.Taken{}, nil
}
func (j *nowhere) Again() error { return nil }

// The first exchange of a new computer: 100,000 changes, as answers with a note are.
func BenchmarkFirstPull(b *testing.B) {
	const changes = 100_000
	w := newWorld(b, 1, 1)
	rows := make([]sync.Row, changes)
	for i := range rows {
		c := merge.Change{Session: sessionID(i / 80), Key: question(fmt.Sprint("question-", i%40)), Writer: merge.Writer{1}, N: uint64(i + 1), At: beginning, Parents: []merge.ID{{byte(i)}}}
		c.Value.Answer = &assessment.Answer{Level: levels[i%5], Known: assessment.Told, Note: "Dana looks at every answer before it goes out, and signs it.", By: "Dana", At: beginning}
		r, err := merge.New(c)
		if err != nil {
			b.Fatal(err)
		}
		body, err := w.keys.Seal(firm, c.Session, r.ID(), r.Body())
		if err != nil {
			b.Fatal(err)
		}
		rows[i] = sync.Row{ID: r.ID(), Session: c.Session, Body: body}
	}
	w.hub.Replace(rows)
	for b.Loop() {
		journal := &nowhere{link: sync.Link{Firm: firm, Keys: w.keys}}
		if _, err := sync.New(journal, w.hub.Line()).Once(context.Background()); err != nil || journal.taken != changes {
			b.Fatal(journal.taken, err)
		}
	}
	b.ReportMetric(float64(b.N*changes)/b.Elapsed().Seconds(), "changes/s")
}
