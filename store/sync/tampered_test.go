package sync_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"slices"
	"testing"

	"readycheck/assessment"
	"readycheck/store/merge"
	"readycheck/store/sync"
	"readycheck/store/sync/memory"
)

// tampered is a hub in the hands of somebody who has no key.
type tampered struct {
	*memory.Line
	pull   func([]sync.Row) []sync.Row
	at     func(*sync.At)
	pushed [][]sync.Row
}

func (h *tampered) Pull(ctx context.Context, after uint64, n int) ([]sync.Row, error) {
	rows, err := h.Line.Pull(ctx, after, n)
	if h.pull != nil {
		for i := range rows {
			rows[i].Body = bytes.Clone(rows[i].Body)
		}
		rows = h.pull(rows)
	}
	return rows, err
}

func (h *tampered) At(ctx context.Context, seq uint64) (sync.At, error) {
	at, err := h.Line.At(ctx, seq)
	if h.at != nil {
		h.at(&at)
	}
	return at, err
}

func (h *tampered) Push(ctx context.Context, rows []sync.Row) error {
	h.pushed = append(h.pushed, slices.Clone(rows))
	return h.Line.Push(ctx, rows)
}

// three is a hub with three changes that b has not read, and b's tampered way to it.
func three(t *testing.T) (w *world, a, b *person, said [3]*word, hub *tampered) {
	w, a, b, session := two(t)
	for i, q := range []string{"q1", "q2", "q3"} {
		said[i] = w.say(a, session, question(q), answered(assessment.No, q))
	}
	w.once(a)
	hub = &tampered{Line: b.line}
	b.loop.Hub = hub
	w.say(b, session, question("q4"), answered(assessment.Partly, "own"))
	return w, a, b, said, hub
}

// knows are those of three changes that somebody has.
func knows(p *person, said [3]*word) (out []int) {
	for i, one := range said {
		if p.known[one.id] != nil {
			out = append(out, i)
		}
	}
	return out
}

func index(rows []sync.Row, one *word) int {
	return slices.IndexFunc(rows, func(r sync.Row) bool { return r.ID == one.id })
}

// What can be read some day stops the exchange before it.
func TestANewerBodyIsTakenAfterAnUpdate(t *testing.T) {
	body := []byte(`{"session":"0190d5a0-0000-7000-8000-000000000000","key":{"kind":"mood"},"parents":[],"value":{"mood":"good"},"writer":"01000000000000000000000000000000","n":1,"at":"2026-11-02T09:00:00Z"}`)
	sum := sha256.Sum256(append([]byte("readycheck/change/1\n"), body...))
	later := merge.ID(sum[:16])
	if _, err := merge.Read(later, body); !errors.Is(err, merge.ErrUnreadable) {
		t.Fatal("this version reads it")
	}
	otherKey := sync.Keyring{sync.NewKey()}
	for name, one := range map[string]struct {
		alter func(w *world, row *sync.Row)
		kind  error
	}{
		"sealed by a later version": {func(_ *world, row *sync.Row) { row.Body[0]++ }, sync.ErrNewer},
		"says what this version does not know": {func(w *world, row *sync.Row) {
			row.ID = later
			row.Body, _ = w.keys.Seal(firm, row.Session, later, body)
		}, sync.ErrNewer},
		"sealed with a key that comes later": {func(_ *world, row *sync.Row) { row.Body, _ = otherKey.Seal(firm, row.Session, row.ID, nil) }, sync.ErrKey},
	} {
		t.Run(name, func(t *testing.T) {
			w, a, b, said, hub := three(t)
			hub.pull = func(rows []sync.Row) []sync.Row {
				if i := index(rows, said[1]); i >= 0 {
					one.alter(w, &rows[i])
				}
				return rows
			}
			for range 2 {
				report, err := b.loop.Once(t.Context())
				says(t, err, one.kind)
				if got := knows(b, said); !slices.Equal(got, []int{0}) || len(report.Passed) != 0 || report.Waiting != 1 {
					t.Errorf("it has %v, %+v", got, report)
				}
			}
			// What is saved here goes out all the same.
			if w.once(a); len(a.sessions[sessionID(0)]) != 6 {
				t.Errorf("a has %d changes", len(a.sessions[sessionID(0)]))
			}
			hub.pull = nil // the update
			w.once(b)
			w.sound()
		})
	}
}

// What nobody can ever read is passed over and told, and does not stop the others.
func TestAnAlteredBodyIsPassedOver(t *testing.T) {
	for name, alter := range map[string]func(w *world, said [3]*word, rows []sync.Row) []int{
		"one bit": func(_ *world, said [3]*word, rows []sync.Row) []int {
			rows[index(rows, said[1])].Body[60] ^= 1
			return []int{1}
		},
		"none": func(_ *world, said [3]*word, rows []sync.Row) []int {
			rows[index(rows, said[1])].Body = nil
			return []int{1}
		},
		"two that changed places": func(_ *world, said [3]*word, rows []sync.Row) []int {
			i, j := index(rows, said[0]), index(rows, said[2])
			rows[i].Body, rows[j].Body = rows[j].Body, rows[i].Body
			return []int{0, 2}
		},
		"under another session": func(_ *world, said [3]*word, rows []sync.Row) []int {
			rows[index(rows, said[1])].Session = sessionID(8)
			return []int{1}
		},
		"under another session, by a member": func(w *world, said [3]*word, rows []sync.Row) []int {
			i := index(rows, said[1])
			body, _ := w.keys.Open(firm, rows[i].Session, rows[i].ID, rows[i].Body)
			rows[i].Session = sessionID(8)
			rows[i].Body, _ = w.keys.Seal(firm, rows[i].Session, rows[i].ID, body)
			return []int{1}
		},
		"another one under this id, by a member": func(w *world, said [3]*word, rows []sync.Row) []int {
			i, j := index(rows, said[0]), index(rows, said[1])
			body, _ := w.keys.Open(firm, rows[i].Session, rows[i].ID, rows[i].Body)
			rows[j].Body, _ = w.keys.Seal(firm, rows[j].Session, rows[j].ID, body)
			return []int{1}
		},
	} {
		t.Run(name, func(t *testing.T) {
			w, _, b, said, hub := three(t)
			var without []int
			hub.pull = func(rows []sync.Row) []sync.Row {
				if len(rows) >= 3 {
					without = alter(w, said, rows)
				}
				return rows
			}
			report, err := b.loop.Once(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			var want []int
			for i := range said {
				if !slices.Contains(without, i) {
					want = append(want, i)
				}
			}
			if got := knows(b, said); !slices.Equal(got, want) || len(report.Passed) != len(without) || report.Waiting != 0 {
				t.Errorf("it has %v, want %v; %+v", got, want, report)
			}
			for _, passed := range report.Passed {
				says(t, passed.Err, sync.ErrAltered)
			}
			if again := w.once(b); len(again.Passed) != 0 {
				t.Errorf("told twice: %+v", again.Passed)
			}
		})
	}
}

// The author of a change that the hub altered keeps it, and says that it waits.
func TestAnAlteredBodyStaysWithItsAuthor(t *testing.T) {
	w, a, _, session := two(t)
	said := w.say(a, session, own, answered(assessment.No, ""))
	hub := &tampered{Line: a.line, pull: func(rows []sync.Row) []sync.Row {
		if i := index(rows, said); i >= 0 {
			rows[i].Body[60] ^= 1
		}
		return rows
	}}
	a.loop.Hub = hub
	for range 2 {
		if report := w.once(a); report.Waiting != 1 {
			t.Errorf("%+v", report)
		}
	}
}

func TestAHubThatLeavesOutARow(t *testing.T) {
	for name, one := range map[string]struct {
		pull func(said [3]*word, rows []sync.Row) []sync.Row
		want []int
	}{
		"in the middle": {func(said [3]*word, rows []sync.Row) []sync.Row {
			if i := index(rows, said[1]); i >= 0 {
				return slices.Delete(rows, i, i+1)
			}
			return rows
		}, []int{0}},
		"in the middle, and numbers the rest anew": {func(said [3]*word, rows []sync.Row) []sync.Row {
			if i := index(rows, said[1]); i >= 0 {
				rows = slices.Delete(rows, i, i+1)
				for ; i < len(rows); i++ {
					rows[i].Seq--
				}
			}
			return rows
		}, []int{0, 2}},
		"at the end": {func(said [3]*word, rows []sync.Row) []sync.Row {
			if i := index(rows, said[2]); i >= 0 {
				return rows[:i]
			}
			return rows
		}, []int{0, 1}},
		"all": {func([3]*word, []sync.Row) []sync.Row { return nil }, nil},
		"and replays what was before": {func(said [3]*word, rows []sync.Row) []sync.Row {
			for i := range rows {
				rows[i].Seq -= min(rows[i].Seq-1, 2)
			}
			return rows
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			w, _, b, said, hub := three(t)
			hub.pull = func(rows []sync.Row) []sync.Row { return one.pull(said, rows) }
			_, err := b.loop.Once(t.Context())
			says(t, err, sync.ErrAltered)
			if got := knows(b, said); one.want != nil && !slices.Equal(got, one.want) {
				t.Errorf("it has %v, want %v", got, one.want)
			}
			hub.pull = nil
			w.once(b)
			w.sound()
		})
	}
}

func TestAHubThatReplaysAnOldState(t *testing.T) {
	w, a, b, session := two(t)
	old := w.hub.Rows()
	w.say(a, session, own, answered(assessment.No, ""))
	w.meet()
	w.hub.Replace(old)
	if report := w.once(b); !report.Behind {
		t.Errorf("%+v", report)
	}
	w.sound()
	w.hub.Replace(nil)
	if report := w.once(b); !report.Behind || report.Offered != len(w.words) {
		t.Errorf("%+v", report)
	}
	w.sound()
}
