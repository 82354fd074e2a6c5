package hubtest

import (
	"encoding/binary"
	"fmt"
	"reflect"
	"testing"

	"readycheck/store/merge"
	"readycheck/store/sync"
)

func session(n int) string { return fmt.Sprintf("0190d5a0-0000-7000-8000-%012x", n) }

// row is one that a hub can keep: it knows nothing of what bodies say.
func row(n, of int) sync.Row {
	var id merge.ID
	binary.BigEndian.PutUint64(id[:], uint64(n))
	id[15] = 0xff // so that ids are in no order of their own
	id[0] = byte(n * 151)
	return sync.Row{ID: id, Session: session(of), Body: fmt.Appendf(nil, "\x00body %d of %d\xff", n, of)}
}

func rows(from, n int) (out []sync.Row) {
	for i := range n {
		out = append(out, row(from+i, i%3))
	}
	return out
}

func push(t *testing.T, hub sync.Hub, rows ...sync.Row) {
	t.Helper()
	if err := hub.Push(t.Context(), rows); err != nil {
		t.Fatal(err)
	}
}

// all are all rows after a number, as a loop reads them.
func all(t testing.TB, hub sync.Hub, after uint64, n int) (out []sync.Row) {
	t.Helper()
	for {
		page, err := hub.Pull(t.Context(), after, n)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) > n {
			t.Fatalf("%d rows, at most %d", len(page), n)
		}
		if len(page) == 0 {
			return out
		}
		for _, r := range page {
			if after++; r.Seq != after {
				t.Fatalf("row %d comes where %d should", r.Seq, after)
			}
		}
		out = append(out, page...)
	}
}

func at(t *testing.T, hub sync.Hub, seq uint64) sync.At {
	t.Helper()
	a, err := hub.At(t.Context(), seq)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// numbered are rows as they must come back.
func numbered(of []sync.Row) []sync.Row {
	out := make([]sync.Row, len(of))
	for i, r := range of {
		r.Seq = uint64(i + 1)
		out[i] = r
	}
	return out
}

func same(t *testing.T, got, want []sync.Row) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d rows, want %d", len(got), len(want))
	}
	for i := range got {
		if !reflect.DeepEqual(got[i], want[i]) {
			t.Fatalf("row %d is %+v, want %+v", i, got[i], want[i])
		}
	}
}

// mark is a row that tells of an erased session.
func mark(n int) sync.Row {
	r := row(1000+n, n)
	r.Erased = true
	return r
}
