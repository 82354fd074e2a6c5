// Package memory is a hub in memory, for tests: it keeps what package sync promises of a hub, and
// can be told to break it as real ones do.
package memory

import (
	"context"
	"slices"
	gosync "sync"

	"readycheck/store/merge"
	"readycheck/store/sync"
)

// Hub is where the changes meet. Each computer has a [Line] of its own to it.
type Hub struct {
	firm, name string
	probe      []byte

	mu     gosync.Mutex
	rows   []sync.Row
	points []sync.Point // points[n] is after n rows
	there  map[merge.ID]bool
	erased map[string]bool
	news   chan struct{} // closed when there is something new
	seen   func(sync.Row)
}

// New makes an empty hub.
func New(firm, name string, probe []byte) *Hub {
	return &Hub{firm: firm, name: name, probe: probe, points: []sync.Point{{}}, there: map[merge.ID]bool{}, erased: map[string]bool{}, news: make(chan struct{})}
}

// Watch is called with each row that is ever pushed, whether it is kept or not. Set it before use.
func (h *Hub) Watch(seen func(sync.Row)) { h.seen = seen }

// add must be called with the lock held.
func (h *Hub) add(row sync.Row) {
	row.Seq = uint64(len(h.rows)) + 1
	row.Body = slices.Clone(row.Body)
	h.rows = append(h.rows, row)
	h.points = append(h.points, h.points[len(h.rows)-1].Then(row.ID))
	h.there[row.ID] = true
}

// tell must be called with the lock held.
func (h *Hub) tell() {
	close(h.news)
	h.news = make(chan struct{})
}

// Erase drops all bodies of a session for good, and keeps any more of them from coming. The row
// tells the computers of it: see [sync.Keyring.Erasure].
func (h *Hub) Erase(mark sync.Row) {
	session := mark.Session
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.erased[session] {
		return
	}
	h.erased[session] = true
	// Those who pulled may still look at the rows that they got.
	h.rows = slices.Clone(h.rows)
	for i := range h.rows {
		if h.rows[i].Session == session {
			h.rows[i].Body, h.rows[i].Erased = nil, true
		}
	}
	mark.Erased = true
	h.add(mark)
	h.tell()
}

// Lose forgets the last rows, as a hub does whose disk burned and whose copy was a little behind.
// Erasures are made once more, as whoever runs a hub has to.
func (h *Hub) Lose(last int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	keep := max(len(h.rows)-last, 0)
	lost := h.rows[keep:]
	h.rows, h.points = slices.Clone(h.rows[:keep]), slices.Clone(h.points[:keep+1])
	for _, row := range lost {
		delete(h.there, row.ID)
	}
	for _, row := range lost {
		if row.Erased && len(row.Body) > 0 {
			h.add(row)
		}
	}
	h.tell()
}

// Rows are all that the hub has.
func (h *Hub) Rows() []sync.Row {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.rows)
}

// Replace puts other rows in the place of all, as somebody with power over the disk can.
func (h *Hub) Replace(rows []sync.Row) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.rows, h.points, h.there = nil, []sync.Point{{}}, map[merge.ID]bool{}
	for _, row := range rows {
		h.add(row)
	}
	h.tell()
}

// Line is one computer's way to a hub. It is a [sync.Hub].
type Line struct {
	hub *Hub
	// Fault, if there is one, says what goes wrong with a call: it is asked before each, with
	// the method's name.
	Fault func(call string) Fault
}

var _ sync.Hub = (*Line)(nil)

// Line makes a way to the hub.
func (h *Hub) Line() *Line { return &Line{hub: h} }

// Fault is what goes wrong with a call.
type Fault int

// The faults.
const (
	// Fine is none.
	Fine Fault = iota
	// Before is a line that is cut before the hub hears of it.
	Before
	// After is a line that is cut after the hub has done it, so that nobody here knows.
	After
	// Hang is a call that never ends, until the context does.
	Hang
	// Twice is a call that a line in between sends twice, and rows that it brings twice.
	Twice
)

func away() error {
	return &sync.Error{Kind: sync.ErrAway, Says: "The hub could not be reached. What you save waits on this computer, and is sent when it is back."}
}

// call does something as often as it comes through.
func (l *Line) call(ctx context.Context, name string, do func()) (Fault, error) {
	fault := Fine
	if l.Fault != nil {
		fault = l.Fault(name)
	}
	if err := ctx.Err(); err != nil {
		return fault, err
	}
	switch fault {
	case Before:
		return fault, away()
	case Hang:
		<-ctx.Done()
		return fault, ctx.Err()
	case Twice:
		l.locked(do)
	}
	l.locked(do)
	if fault == After {
		return fault, away()
	}
	return fault, nil
}

func (l *Line) locked(do func()) {
	l.hub.mu.Lock()
	defer l.hub.mu.Unlock()
	do()
}

// At says how the hub stands.
func (l *Line) At(ctx context.Context, seq uint64) (at sync.At, err error) {
	_, err = l.call(ctx, "At", func() {
		h := l.hub
		at = sync.At{Firm: h.firm, Name: h.name, Last: uint64(len(h.rows)), Probe: h.probe}
		if seq < uint64(len(h.points)) {
			at.Chain, at.Known = h.points[seq].Chain, true
		}
	})
	return at, err
}

// Push adds rows.
func (l *Line) Push(ctx context.Context, rows []sync.Row) error {
	_, err := l.call(ctx, "Push", func() {
		for _, row := range rows {
			if l.hub.seen != nil {
				l.hub.seen(row)
			}
			if !l.hub.there[row.ID] && !l.hub.erased[row.Session] {
				l.hub.add(row)
			}
		}
		l.hub.tell()
	})
	return err
}

// Pull returns rows after a number.
func (l *Line) Pull(ctx context.Context, after uint64, n int) (rows []sync.Row, err error) {
	fault, err := l.call(ctx, "Pull", func() {
		all := l.hub.rows
		from := min(after, uint64(len(all)))
		rows = slices.Clone(all[from:min(from+uint64(max(n, 0)), uint64(len(all)))])
	})
	if err != nil {
		return nil, err
	}
	if fault == Twice {
		for i := len(rows) - 1; i >= 0; i -= 2 {
			rows = slices.Insert(rows, i, rows[i])
		}
	}
	return rows, nil
}

// PullSession returns all rows of a session.
func (l *Line) PullSession(ctx context.Context, session string) (rows []sync.Row, err error) {
	_, err = l.call(ctx, "PullSession", func() {
		rows = nil
		for _, row := range l.hub.rows {
			if row.Session == session {
				rows = append(rows, row)
			}
		}
	})
	if err != nil {
		return nil, err
	}
	return rows, nil
}

// Wait returns at the next push.
func (l *Line) Wait(ctx context.Context) error {
	var news chan struct{}
	if _, err := l.call(ctx, "Wait", func() { news = l.hub.news }); err != nil {
		return err
	}
	select {
	case <-news:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
