//go:build unix

package postgres_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"readycheck/assessment"
	"readycheck/store/sync"
	"readycheck/store/sync/postgres"
	"readycheck/store/sync/postgres/pgtest"
)

func TestRowsComeBackInTheirOrder(t *testing.T) {
	t.Parallel()
	f := newFirm(t)
	url, _ := f.invite(t, "dana")
	h := open(t, url)
	at, err := h.At(t.Context(), 0)
	if err != nil || at.Firm != f.id || at.Name != "Bakery" || !at.Known || string(at.Probe) != "probe" || at.Chain != (sync.Point{}).Chain {
		t.Fatalf("an empty hub stands at %+v, %v", at, err)
	}
	rows := newRows(2345) // more than one push takes
	other := newRows(3)
	rows = append(rows, other...)
	for range 2 { // the second time adds nothing
		if err := h.Push(t.Context(), append(rows, rows[7], rows[7])); err != nil {
			t.Fatal(err)
		}
	}
	got := pull(t, h)
	if len(got) != len(rows) {
		t.Fatalf("%d rows of %d", len(got), len(rows))
	}
	for i := range got {
		if got[i].ID != rows[i].ID || !bytes.Equal(got[i].Body, rows[i].Body) || got[i].Session != rows[i].Session || got[i].Erased {
			t.Fatalf("row %d is %+v", i, got[i])
		}
	}
	follows(t, h, got)
	if at, err := h.At(t.Context(), 99999); err != nil || at.Known {
		t.Errorf("the hub knows a place that it does not reach: %+v, %v", at, err)
	}
	one, err := h.PullSession(t.Context(), other[0].Session)
	if err != nil || len(one) != 3 || one[0].ID != other[0].ID {
		t.Errorf("a session has %v, %v", one, err)
	}
	if got, err := h.Pull(t.Context(), 5, 2); err != nil || len(got) != 2 || got[0].Seq != 6 {
		t.Errorf("pulled %v, %v", got, err)
	}
}

func TestAPushIsAllOrNothing(t *testing.T) {
	t.Parallel()
	f := newFirm(t)
	h := open(t, f.url)
	rows := append(newRows(1500), rowOf(uuid.NewString(), make([]byte, postgres.MaxBody+1)))
	err := h.Push(t.Context(), rows)
	if !errors.Is(err, sync.ErrRefused) || !strings.Contains(assessment.Sentence(err), "too large") {
		t.Errorf("too large a change: %v", err)
	}
	// The hub holds that by itself, and the 1,000 before it go with it.
	conn := raw(t, f.url)
	err = conn.Exec(t.Context(), `SELECT readycheck.push(ARRAY['\x000102030405060708090a0b0c0d0e0f'::bytea], ARRAY[gen_random_uuid()], ARRAY['x'::bytea]);
		SELECT readycheck.push(ARRAY['\x100102030405060708090a0b0c0d0e0f'::bytea], ARRAY[gen_random_uuid()], ARRAY[convert_to(repeat('x', 1572865), 'UTF8')])`).Close()
	if err == nil || !strings.Contains(err.Error(), "RC002") {
		t.Errorf("the hub took too large a change: %v", err)
	}
	for _, bad := range []string{
		`ARRAY['\x00'::bytea], ARRAY[gen_random_uuid()], ARRAY['x'::bytea]`,
		`ARRAY[NULL::bytea], ARRAY[gen_random_uuid()], ARRAY['x'::bytea]`,
		`ARRAY['\x000102030405060708090a0b0c0d0e0f'::bytea], ARRAY[]::uuid[], ARRAY['x'::bytea]`,
		`ARRAY['\x000102030405060708090a0b0c0d0e0f'::bytea], ARRAY[NULL::uuid], ARRAY['x'::bytea]`,
		`NULL, NULL, NULL`,
		`array_fill('\x000102030405060708090a0b0c0d0e0f'::bytea, ARRAY[1001]), array_fill(gen_random_uuid(), ARRAY[1001]), array_fill('x'::bytea, ARRAY[1001])`,
	} {
		if err := conn.Exec(t.Context(), "SELECT readycheck.push("+bad+")").Close(); err == nil || !strings.Contains(err.Error(), "RC002") {
			t.Errorf("%s: %v", bad, err)
		}
	}
	if got := pull(t, h); len(got) != 0 {
		t.Errorf("%d rows of a push that failed", len(got))
	}
	if err := h.Push(t.Context(), []sync.Row{{Session: "none"}}); assessment.Sentence(err) == "" || !errors.Is(err, sync.ErrRefused) {
		t.Errorf("a session without a UUID: %v", err)
	}
}

// Each push is cut somewhere, often after it was done and before that was said. The control is somebody
// who takes each failure for "it was not done" and sends it again under another id.
func TestCutsLeaveEachChangeOnce(t *testing.T) {
	t.Parallel()
	n := times(t, "READYCHECK_HUB_CUTS", 40)
	f := newFirm(t)
	proxy := pgtest.NewProxy(t, f.Port)
	url, role := f.invite(t, "dana", proxy.Port)
	watch, watched := raw(t, f.Admin(f.db)), raw(t, f.Admin(f.db))
	h := open(t, url)
	failed := 0
	for i := range n {
		row := newRows(1)[0]
		switch i % 4 {
		case 0: // the server ends it, before the push or in the midst of it
			go func() {
				_ = watch.Exec(context.Background(), "SELECT pg_sleep(random() * 0.002), pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '"+role+"'").Close()
			}()
		case 1: // the answer does not come back
			proxy.CutAfter(330 + rand.IntN(60))
		default:
			proxy.CutAfter(rand.IntN(900))
		}
		for {
			err := h.Push(t.Context(), []sync.Row{row})
			if err == nil {
				break
			}
			failed++
			if !errors.Is(err, sync.ErrAway) {
				t.Fatalf("a cut line is %v", err)
			}
		}
		if got, err := text(t, watched, fmt.Sprintf(`SELECT count(*) FROM readycheck.change WHERE id = '\x%s'`, row.ID)); err != nil || got != "1" {
			t.Fatalf("push %d is said to be done, and is there %s times (%v)", i, got, err)
		}
	}
	proxy.CutAfter(-1)
	got := pull(t, open(t, f.url))
	if len(got) != n {
		t.Errorf("%d changes after %d pushes", len(got), n)
	}
	follows(t, h, got)
	t.Logf("%d pushes, of which %d failed at least once in spite of the new line", n, failed)

	for i := range 3 {
		conn := raw(t, url)
		sql := one(byte(2 * i))
		proxy.CutAfter(len(sql) + 7) // all of the question, and the first byte of the answer
		if err := conn.Exec(t.Context(), sql).Close(); err == nil {
			t.Fatal("the answer came through")
		}
		if err := raw(t, url).Exec(t.Context(), one(byte(2*i+1))).Close(); err != nil {
			t.Fatal(err)
		}
	}
	if got := len(pull(t, h)) - n; got <= 3 {
		t.Errorf("three changes under new ids are %d, so nothing was cut after it was done", got)
	}
}

// Dana's push is open while Olga pushes and a third computer pulls. The control is the same over a
// sequence: its reader passes what commits late.
func TestAPullPassesNothingThatCommitsLate(t *testing.T) {
	t.Parallel()
	f := newFirm(t)
	f.SQL(f.db, "CREATE TABLE plain (seq bigserial, id int)")
	dana, olga := raw(t, f.Admin(f.db)), raw(t, f.Admin(f.db))
	do := func(sql string) {
		t.Helper()
		if err := dana.Exec(t.Context(), sql).Close(); err != nil {
			t.Fatal(err)
		}
	}
	do("BEGIN; INSERT INTO plain (id) VALUES (1)")
	if err := olga.Exec(t.Context(), "INSERT INTO plain (id) VALUES (2)").Close(); err != nil {
		t.Fatal(err)
	}
	if read := f.SQL(f.db, "SELECT max(seq) FROM plain")[0][0]; read != "2" {
		t.Fatalf("the control read up to %s, so it passed nothing", read)
	}
	do("COMMIT")

	held := raw(t, f.url)
	if err := held.Exec(t.Context(), `BEGIN; SELECT readycheck.push(ARRAY['\x000102030405060708090a0b0c0d0e0f'::bytea], ARRAY[gen_random_uuid()], ARRAY['late'::bytea])`).Close(); err != nil {
		t.Fatal(err)
	}
	url, _ := f.invite(t, "olga")
	pushed := make(chan error, 1)
	second := open(t, url)
	go func() { pushed <- second.Push(context.Background(), newRows(2)) }()
	until(t, "Olga's push to wait", func() bool {
		return len(f.SQL(f.db, "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")) > 0
	})
	reader := open(t, f.url)
	if got := pull(t, reader); len(got) != 0 {
		t.Errorf("read %v, before what has a smaller number", got)
	}
	if err := held.Exec(t.Context(), "COMMIT").Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-pushed; err != nil { // it ends by its own deadline
		t.Fatal(err)
	}
	if got := pull(t, reader); len(got) != 3 || string(got[0].Body) != "late" {
		t.Errorf("read %v", got)
	}
}

func TestManyPushAtOnce(t *testing.T) {
	t.Parallel()
	f := newFirm(t)
	const people, pushes = 4, 15
	failed := make(chan error, people)
	for p := range people {
		url, _ := f.invite(t, fmt.Sprint("p", p))
		h := open(t, url)
		go func() {
			var err error
			for range pushes {
				err = errors.Join(err, h.Push(context.Background(), newRows(7)))
			}
			failed <- err
		}()
	}
	reader, seen := open(t, f.url), []sync.Row(nil)
	for left := people; left > 0; {
		select {
		case err := <-failed:
			left--
			if err != nil {
				t.Fatal(err)
			}
		default:
		}
		rows, err := reader.Pull(t.Context(), uint64(len(seen)), 50)
		if err != nil {
			t.Fatal(err)
		}
		seen = append(seen, rows...)
	}
	got := pull(t, reader)
	if len(got) != people*pushes*7 {
		t.Errorf("%d rows", len(got))
	}
	same := func(a, b sync.Row) bool { return a.ID == b.ID && a.Seq == b.Seq }
	if !slices.EqualFunc(seen, got[:len(seen)], same) {
		t.Error("who read along saw another order")
	}
	follows(t, reader, got)
}

func TestWaitHearsWhatIsPushed(t *testing.T) {
	t.Parallel()
	f := newFirm(t)
	url, _ := f.invite(t, "dana")
	there, here := open(t, url), open(t, f.url)
	if err := there.Wait(t.Context()); err != nil { // what was before it listened
		t.Fatal(err)
	}
	heard := make(chan time.Time, 1)
	go func() {
		_ = there.Wait(context.Background())
		heard <- time.Now()
	}()
	said := time.Now()
	if err := here.Push(t.Context(), newRows(1)); err != nil {
		t.Fatal(err)
	}
	if took := (<-heard).Sub(said); took > time.Second {
		t.Errorf("heard after %s", took)
	} else {
		t.Logf("heard after %s", took)
	}
	// Said between two waits, it is heard by the next.
	if err := here.Push(t.Context(), newRows(1)); err != nil {
		t.Fatal(err)
	}
	said = time.Now()
	if err := there.Wait(t.Context()); err != nil || time.Since(said) > time.Second {
		t.Errorf("what was said between two waits: %v after %s", err, time.Since(said))
	}
	// Without a word it polls, and keeps its line.
	there.Hurry(time.Minute, 50*time.Millisecond)
	if err := there.Wait(t.Context()); err != nil || !there.Listening() {
		t.Errorf("a poll: %v, listening %t", err, there.Listening())
	}
	ctx, cancel := context.WithCancel(t.Context())
	there.Hurry(time.Minute, time.Hour)
	time.AfterFunc(20*time.Millisecond, cancel)
	if err := there.Wait(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("a wait that was called off: %v", err)
	}
	// A hub that is closed keeps nobody.
	ended := make(chan error, 1)
	go func() { ended <- there.Wait(context.Background()) }()
	there.Close()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// Without a line, Wait comes back by the clock.
func TestWaitPollsWithoutALine(t *testing.T) {
	t.Parallel()
	f := newFirm(t)
	proxy := pgtest.NewProxy(t, f.Port)
	url, _ := f.invite(t, "dana", proxy.Port)
	h := open(t, url)
	proxy.Lead(pgtest.FreePort(t))
	proxy.Cut()
	h.Hurry(time.Minute, 50*time.Millisecond)
	if err := h.Wait(t.Context()); err != nil || h.Listening() {
		t.Errorf("%v, listening %t", err, h.Listening())
	}
}
