package sync_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"readycheck/assessment"
	"readycheck/store/merge"
	"readycheck/store/sync"
	"readycheck/store/sync/memory"
)

// nothingSent holds that an exchange was refused before anything left the computer.
func nothingSent(t *testing.T, w *world, p *person, hub sync.Hub, kind error) {
	t.Helper()
	before := p.at
	p.loop.Hub = hub
	report, err := p.loop.Once(t.Context())
	says(t, err, kind)
	if report.Offered+report.Read != 0 || report.Waiting == 0 || p.at != before {
		t.Errorf("%+v", report)
	}
	if h, ok := hub.(*tampered); ok && len(h.pushed) > 0 {
		t.Errorf("it pushed %d times", len(h.pushed))
	}
	p.loop.Hub = p.line
	w.sound()
}

func TestAHubOfAnotherFirm(t *testing.T) {
	w, a, _, session := two(t)
	w.say(a, session, own, answered(assessment.No, ""))
	probe, _ := w.keys.Probe("0190d5a0-2222-7000-8000-000000000002")
	other := memory.New("0190d5a0-2222-7000-8000-000000000002", "Another firm", probe)
	nothingSent(t, w, a, &tampered{Line: other.Line()}, sync.ErrRefused)
	if len(other.Rows()) != 0 {
		t.Error("another firm has them")
	}
	w.say(a, session, own, answered(assessment.Partly, ""))
	// It cannot lie itself into our firm without the key.
	nothingSent(t, w, a, &tampered{Line: other.Line(), at: func(at *sync.At) { at.Firm = firm }}, sync.ErrAltered)
	w.say(a, session, own, answered(assessment.Unsure, ""))
	// It becomes another one in the middle.
	asked := 0
	turned := &tampered{Line: a.line, at: func(at *sync.At) {
		if asked++; asked > 1 {
			at.Firm = "0190d5a0-2222-7000-8000-000000000002"
		}
	}}
	a.loop.Hub = turned
	_, err := a.loop.Once(t.Context())
	says(t, err, sync.ErrRefused)
	a.loop.Hub = a.line
	w.sound()
}

func TestAFileThatMeetsNowhere(t *testing.T) {
	w, a, _, session := two(t)
	w.say(a, session, own, answered(assessment.No, ""))
	a.firm = ""
	_, err := a.loop.Once(t.Context())
	says(t, err, sync.ErrRefused)
}

func TestAWrongKey(t *testing.T) {
	for name, change := range map[string]func(*person){
		"another": func(p *person) { p.keys = sync.Keyring{sync.NewKey()} },
		"none":    func(p *person) { p.keys = nil },
	} {
		t.Run(name, func(t *testing.T) {
			w, a, _, session := two(t)
			w.say(a, session, own, answered(assessment.No, ""))
			hub := &tampered{Line: a.line}
			a.loop.Hub = hub
			change(a)
			_, err := a.loop.Once(t.Context())
			says(t, err, sync.ErrKey)
			if len(hub.pushed) > 0 {
				t.Error("something was sent")
			}
			a.keys = w.keys
			w.sound()
		})
	}
	w, a, _, session := two(t)
	w.say(a, session, own, answered(assessment.No, ""))
	nothingSent(t, w, a, &tampered{Line: a.line, at: func(at *sync.At) { at.Probe = nil }}, sync.ErrAltered)
}

func TestAnExchangeThatIsBrokenOff(t *testing.T) {
	for call := 1; ; call++ {
		w, _, b, said, hub := three(t)
		ctx, stop := context.WithCancel(t.Context())
		calls := 0
		b.cut = func(string) memory.Fault {
			if calls++; calls == call {
				stop()
			}
			return memory.Fine
		}
		b.line.Fault = func(string) memory.Fault {
			if calls++; calls == call {
				time.AfterFunc(time.Millisecond, stop)
				return memory.Hang
			}
			return memory.Fine
		}
		_, err := b.loop.Once(ctx)
		b.loop.Hub = hub.Line
		w.sound()
		if got := knows(b, said); len(got) != 3 {
			t.Errorf("broken off at %d, it has %v", call, got)
		}
		stop()
		if calls < call {
			if err != nil || call < 10 {
				t.Errorf("%d calls, %v", calls, err)
			}
			return
		}
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("broken off at %d: %v", call, err)
		}
	}
}

// addLong lets a file have changes that are as long as a delete of a large session.
func (w *world) addLong(p *person, n, parents int) {
	for i := range n {
		p.n++
		c := merge.Change{Session: sessionID(0), Key: question("q"), Value: answered(assessment.No, "long"), Writer: p.writer, N: p.n, At: beginning}
		for j := range parents {
			c.Parents = append(c.Parents, merge.ID{1, byte(i), byte(j >> 8), byte(j)})
		}
		r, err := merge.New(c)
		if err != nil {
			w.t.Fatal(err)
		}
		p.add(&entry{id: r.ID(), session: c.Session, record: r})
	}
}

func TestWhatIsSentAtOnce(t *testing.T) {
	for _, one := range []struct{ n, parents, pushes int }{{401, 0, 3}, {400, 1, 2}, {31, 8000, 2}} {
		w := newWorld(t, 2, 1)
		a := w.people[0]
		w.addLong(a, one.n, one.parents)
		hub := &tampered{Line: a.line}
		a.loop.Hub = hub
		if report := w.once(a); report.Offered != one.n || report.Read != one.n || report.Waiting != 0 {
			t.Errorf("%+v", report)
		}
		if len(hub.pushed) != one.pushes {
			t.Errorf("%d of %d parents in %d pushes, want %d", one.n, one.parents, len(hub.pushed), one.pushes)
		}
		for _, rows := range hub.pushed {
			size := 0
			for _, row := range rows {
				size += len(row.Body)
			}
			if len(rows) > 200 || size > 8<<20 {
				t.Errorf("%d rows and %d bytes at once", len(rows), size)
			}
		}
	}
}

func TestMoreThanIsTakenAtOnce(t *testing.T) {
	w := newWorld(t, 2, 1)
	w.addLong(w.people[0], 2345, 0)
	w.once(w.people[0])
	if report := w.once(w.people[1]); report.Read != 2345 || len(w.people[1].entries) != 2345 {
		t.Errorf("%+v", report)
	}
}

// A hub that spoils everything does not make a report of everything.
func TestAReportOfManyAlteredRowsIsShort(t *testing.T) {
	w := newWorld(t, 2, 1)
	a, b := w.people[0], w.people[1]
	w.addLong(a, 300, 0)
	w.once(a)
	b.loop.Hub = &tampered{Line: b.line, pull: func(rows []sync.Row) []sync.Row {
		for i := range rows {
			rows[i].Body[50] ^= 1
		}
		return rows
	}}
	if report := w.once(b); report.PassedOver != 300 || len(report.Passed) != 100 || report.Read != 300 {
		t.Errorf("%d of %d passed over, %d named", report.PassedOver, report.Read, len(report.Passed))
	}
}
