// Package hubtest is what every hub must keep: the contract of [sync.Hub], as a test.
package hubtest

import (
	"bytes"
	"context"
	gosync "sync"
	"testing"
	"time"

	"readycheck/store/merge"
	"readycheck/store/sync"
)

// Opened is a hub that is empty, and belongs to this test alone.
type Opened struct {
	// Hub is one computer's way to it, Other that of another one. Each is used by one goroutine
	// at a time.
	Hub, Other sync.Hub
	// Another makes one more way to it, which lasts as long as the test.
	Another func() sync.Hub
	// Erase erases the session of a row for good, and adds that row.
	Erase func(mark sync.Row)
	// Firm, Name and Probe are those that it was made with.
	Firm, Name string
	Probe      []byte
}

// patience is how long a hub may take to notice something: longer than one that only looks for
// itself every half a minute.
const patience = 45 * time.Second

// Hub holds a hub against what package sync promises of it. Open is called once a case.
func Hub(t *testing.T, open func(t *testing.T) Opened) {
	for name, test := range map[string]func(*testing.T, Opened){
		"empty":                        empty,
		"in order":                     inOrder,
		"pages":                        pages,
		"the same again is left out":   again,
		"two of one id in a push":      twice,
		"chain":                        chain,
		"sessions":                     sessions,
		"erased":                       erased,
		"erased rows come to all":      erasedLate,
		"an erased one never comes":    erasedAgain,
		"large bodies":                 large,
		"nothing":                      nothing,
		"many push and nobody misses":  many,
		"wait for a push":              waits,
		"wait until the context ends":  waitEnds,
		"a context that ended already": ended,
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

func empty(t *testing.T, o Opened) {
	a := at(t, o.Hub, 0)
	if a.Firm != o.Firm || a.Name != o.Name || a.Last != 0 || !a.Known || a.Chain != [32]byte{} || !bytes.Equal(a.Probe, o.Probe) {
		t.Errorf("%+v", a)
	}
	if a := at(t, o.Hub, 1); a.Known || a.Last != 0 || a.Firm != o.Firm {
		t.Errorf("after a row that is not there: %+v", a)
	}
	if got := all(t, o.Hub, 0, 10); len(got) != 0 {
		t.Errorf("%d rows", len(got))
	}
	if got := all(t, o.Hub, 7, 10); len(got) != 0 {
		t.Errorf("%d rows after the end", len(got))
	}
	if got, err := o.Hub.PullSession(t.Context(), session(1)); err != nil || len(got) != 0 {
		t.Errorf("%d rows of a session, %v", len(got), err)
	}
}

func inOrder(t *testing.T, o Opened) {
	want := rows(1, 9)
	push(t, o.Hub, want[:4]...)
	push(t, o.Other, want[4:5]...)
	push(t, o.Hub, want[5:]...)
	same(t, all(t, o.Hub, 0, 100), numbered(want))
	same(t, all(t, o.Other, 0, 100), numbered(want))
	if a := at(t, o.Other, 3); a.Last != 9 {
		t.Errorf("the last is %d", a.Last)
	}
}

func pages(t *testing.T, o Opened) {
	want := rows(1, 23)
	push(t, o.Hub, want...)
	for _, n := range []int{1, 4, 23, 24} {
		same(t, all(t, o.Hub, 0, n), numbered(want))
		same(t, all(t, o.Hub, 5, n), numbered(want)[5:])
	}
}

func again(t *testing.T, o Opened) {
	want := rows(1, 5)
	push(t, o.Hub, want[:3]...)
	changed := want[1]
	changed.Body, changed.Session = []byte("another body"), session(9)
	push(t, o.Other, want[0], changed, want[3], want[2], want[4])
	push(t, o.Hub, want...)
	same(t, all(t, o.Hub, 0, 100), numbered(want))
}

func twice(t *testing.T, o Opened) {
	want := rows(1, 2)
	push(t, o.Hub, want[0], want[0], want[1], want[0])
	same(t, all(t, o.Hub, 0, 100), numbered(want))
}

func chain(t *testing.T, o Opened) {
	push(t, o.Hub, rows(1, 4)...)
	push(t, o.Other, rows(3, 9)...)
	var p sync.Point
	for _, r := range all(t, o.Hub, 0, 100) {
		p = p.Then(r.ID)
		if a := at(t, o.Other, p.Seq); !a.Known || a.Chain != p.Chain {
			t.Errorf("after %d: known %v, chain %x, want %x", p.Seq, a.Known, a.Chain, p.Chain)
		}
	}
	if p.Seq != 11 {
		t.Errorf("%d rows", p.Seq)
	}
	if a := at(t, o.Hub, 12); a.Known {
		t.Error("knows a row that is not there")
	}
}

func sessions(t *testing.T, o Opened) {
	push(t, o.Hub, rows(1, 10)...)
	var want []sync.Row
	for _, r := range all(t, o.Hub, 0, 100) {
		if r.Session == session(1) {
			want = append(want, r)
		}
	}
	got, err := o.Other.PullSession(t.Context(), session(1))
	if err != nil {
		t.Fatal(err)
	}
	same(t, got, want)
}

func erased(t *testing.T, o Opened) {
	want := rows(1, 9)
	push(t, o.Hub, want...)
	before := at(t, o.Hub, 9)
	o.Erase(mark(1))
	got := all(t, o.Hub, 0, 100)
	for i, r := range got[:9] {
		switch is := want[i].Session == session(1); {
		case r.ID != want[i].ID || r.Session != want[i].Session || r.Erased != is:
			t.Errorf("row %d is %+v", i, r)
		case is && len(r.Body) > 0:
			t.Errorf("row %d still has its body", i)
		case !is && !bytes.Equal(r.Body, want[i].Body):
			t.Errorf("row %d lost its body", i)
		}
	}
	if a := at(t, o.Hub, 9); a.Chain != before.Chain || !a.Known {
		t.Error("the chain before it has changed")
	}
	of, err := o.Hub.PullSession(t.Context(), session(1))
	if err != nil || len(of) < 3 {
		t.Fatalf("%d rows of it, %v", len(of), err)
	}
	for _, r := range of {
		if !r.Erased || (len(r.Body) > 0) != (r.ID == mark(1).ID) {
			t.Errorf("%+v", r)
		}
	}
}

// Who has read all rows already hears of it from one that is new.
func erasedLate(t *testing.T, o Opened) {
	push(t, o.Hub, rows(1, 9)...)
	o.Erase(mark(1))
	late := all(t, o.Other, 9, 100)
	if len(late) != 1 || !late[0].Erased || late[0].Session != session(1) || !bytes.Equal(late[0].Body, mark(1).Body) || late[0].ID != mark(1).ID {
		t.Fatalf("%+v", late)
	}
	p := sync.Point{}
	for _, r := range all(t, o.Other, 0, 3) {
		p = p.Then(r.ID)
	}
	if a := at(t, o.Hub, 10); a.Last != 10 || a.Chain != p.Chain {
		t.Errorf("last %d, chain %x, want %x", a.Last, a.Chain, p.Chain)
	}
	o.Erase(mark(2))
	if late := all(t, o.Other, 10, 100); len(late) != 1 || late[0].Session != session(2) {
		t.Errorf("another one: %+v", late)
	}
}

func erasedAgain(t *testing.T, o Opened) {
	want := rows(1, 9)
	push(t, o.Hub, want...)
	o.Erase(mark(1))
	push(t, o.Other, want...)
	push(t, o.Other, row(50, 1), row(51, 2), row(52, 1))
	got := all(t, o.Hub, 10, 100)
	if len(got) != 1 || got[0].ID != row(51, 2).ID {
		t.Errorf("came: %+v", got)
	}
}

func large(t *testing.T, o Opened) {
	var want []sync.Row
	for i := range 7 {
		r := row(i+1, 0)
		r.Body = bytes.Repeat([]byte{byte(i), 0, 0xff}, (merge.MaxBody+64)/3)
		want = append(want, r)
	}
	push(t, o.Hub, want...)
	same(t, all(t, o.Other, 0, 2000), numbered(want))
}

func nothing(t *testing.T, o Opened) {
	push(t, o.Hub)
	if a := at(t, o.Hub, 0); a.Last != 0 {
		t.Errorf("the last is %d", a.Last)
	}
}

// Somebody who reads while others push never passes a number that comes later.
func many(t *testing.T, o Opened) {
	const pushers, pushes, each = 6, 15, 4
	var wait gosync.WaitGroup
	for p := range pushers {
		hub := o.Another()
		wait.Go(func() {
			for n := range pushes {
				// Each one offers some that its neighbour offers too.
				if err := hub.Push(t.Context(), rows(1+(p*pushes/2+n)*each, each)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	defer wait.Wait() // a test that failed is not over before they are
	done := make(chan struct{})
	go func() { wait.Wait(); close(done) }()
	var got []sync.Row
	for last := false; ; {
		select {
		case <-done:
			last = true
		default:
		}
		got = append(got, all(t, o.Hub, uint64(len(got)), 7)...)
		if last {
			break
		}
	}
	there := map[merge.ID]bool{}
	for _, r := range got {
		if there[r.ID] {
			t.Fatal("one id has two numbers")
		}
		there[r.ID] = true
	}
	// The last pusher begins at (pushers-1)*pushes/2 and makes pushes.
	want := ((pushers-1)*pushes/2 + pushes) * each
	if len(got) != want || at(t, o.Hub, 0).Last != uint64(want) {
		t.Errorf("%d rows and the last is %d, want %d", len(got), at(t, o.Hub, 0).Last, want)
	}
}

func waits(t *testing.T, o Opened) {
	ctx, stop := context.WithTimeout(t.Context(), patience)
	defer stop()
	done := make(chan error, 1)
	go func() { done <- o.Hub.Wait(ctx) }()
	// It may begin to wait only after the first push, so there are several.
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for n := 1; ; n++ {
		select {
		case err := <-done:
			if err != nil {
				t.Error(err)
			}
			return
		case <-tick.C:
			push(t, o.Other, row(n, 0))
		}
	}
}

func waitEnds(t *testing.T, o Opened) {
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		for ctx.Err() == nil {
			if err := o.Hub.Wait(ctx); err != nil {
				done <- err
				return
			}
		}
		done <- ctx.Err()
	}()
	stop()
	select {
	case err := <-done:
		if err == nil {
			t.Error("no error")
		}
	case <-time.After(patience):
		t.Fatal("it waits on")
	}
	push(t, o.Hub, row(1, 1)) // the line is still of use
	same(t, all(t, o.Hub, 0, 9), numbered([]sync.Row{row(1, 1)}))
}

func ended(t *testing.T, o Opened) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	for name, call := range map[string]func() error{
		"At":          func() error { _, err := o.Hub.At(ctx, 0); return err },
		"Push":        func() error { return o.Hub.Push(ctx, rows(1, 2)) },
		"Pull":        func() error { _, err := o.Hub.Pull(ctx, 0, 1); return err },
		"PullSession": func() error { _, err := o.Hub.PullSession(ctx, session(1)); return err },
		"Wait":        func() error { return o.Hub.Wait(ctx) },
	} {
		if call() == nil {
			t.Errorf("%s of a context that ended has no error", name)
		}
	}
	push(t, o.Hub, row(7, 1))
	if got := all(t, o.Hub, 0, 9); len(got) != 1 {
		t.Errorf("%d rows, want the one that was pushed afterwards", len(got))
	}
}
