package memory_test

import (
	"context"
	"os"
	"os/exec"
	"slices"
	"strings"
	gosync "sync"
	"testing"

	"readycheck/store/merge"
	"readycheck/store/sync"
	"readycheck/store/sync/hubtest"
	"readycheck/store/sync/memory"
)

func open(h *memory.Hub) hubtest.Opened {
	return hubtest.Opened{Hub: h.Line(), Other: h.Line(), Another: func() sync.Hub { return h.Line() }, Erase: h.Erase, Firm: "firm", Name: "Rosa's Bakery", Probe: []byte("probe")}
}

func fresh() *memory.Hub { return memory.New("firm", "Rosa's Bakery", []byte("probe")) }

func TestAHubInMemoryKeepsTheContract(t *testing.T) {
	hubtest.Hub(t, func(*testing.T) hubtest.Opened { return open(fresh()) })
}

// broken is a hub that breaks one promise.
type broken struct {
	sync.Hub
	at          func(sync.At) sync.At
	push        func(context.Context, []sync.Row) error
	pull        func([]sync.Row) []sync.Row
	pullSession func([]sync.Row) []sync.Row
}

func (b broken) At(ctx context.Context, seq uint64) (sync.At, error) {
	at, err := b.Hub.At(ctx, seq)
	if b.at != nil {
		at = b.at(at)
	}
	return at, err
}

func (b broken) Push(ctx context.Context, rows []sync.Row) error {
	if b.push != nil {
		return b.push(ctx, rows)
	}
	return b.Hub.Push(ctx, rows)
}

func (b broken) Pull(ctx context.Context, after uint64, n int) ([]sync.Row, error) {
	rows, err := b.Hub.Pull(ctx, after, n)
	if b.pull != nil {
		rows = b.pull(rows)
	}
	return rows, err
}

func (b broken) PullSession(ctx context.Context, session string) ([]sync.Row, error) {
	rows, err := b.Hub.PullSession(ctx, session)
	if b.pullSession != nil {
		rows = b.pullSession(rows)
	}
	return rows, err
}

// breaks are the controls: each must fail the contract.
var breaks = map[string]func(o *hubtest.Opened){
	"no chain": func(o *hubtest.Opened) {
		o.Other = broken{Hub: o.Other, at: func(a sync.At) sync.At { a.Chain = [32]byte{}; return a }}
	},
	"knows all": func(o *hubtest.Opened) {
		o.Hub = broken{Hub: o.Hub, at: func(a sync.At) sync.At { a.Known = true; return a }}
	},
	"another probe": func(o *hubtest.Opened) {
		o.Hub = broken{Hub: o.Hub, at: func(a sync.At) sync.At { a.Probe = nil; return a }}
	},
	"no last": func(o *hubtest.Opened) {
		o.Other = broken{Hub: o.Other, at: func(a sync.At) sync.At { a.Last = 0; return a }}
	},
	"backwards":        func(o *hubtest.Opened) { o.Hub = broken{Hub: o.Hub, pull: reversed} },
	"session unsorted": func(o *hubtest.Opened) { o.Other = broken{Hub: o.Other, pullSession: reversed} },
	"session of others": func(o *hubtest.Opened) {
		o.Other = broken{Hub: o.Other, pullSession: func([]sync.Row) []sync.Row { rows, _ := o.Hub.Pull(context.Background(), 0, 99); return rows }}
	},
	"too many": func(o *hubtest.Opened) {
		o.Hub = broken{Hub: o.Hub, pull: func(rows []sync.Row) []sync.Row { return append(rows, rows...) }}
	},
	"one is lost": func(o *hubtest.Opened) {
		hub := o.Hub
		o.Hub = broken{Hub: hub, push: func(ctx context.Context, rows []sync.Row) error { return hub.Push(ctx, rows[:max(len(rows), 1)-1]) }}
	},
	"the later body counts": func(o *hubtest.Opened) {
		hub := o.Other
		o.Other = broken{Hub: hub, push: func(ctx context.Context, rows []sync.Row) error {
			for _, row := range rows {
				row.ID[14]++ // it takes it for a new one
				if err := hub.Push(ctx, []sync.Row{row}); err != nil {
					return err
				}
			}
			return nil
		}}
	},
	"does not end": func(o *hubtest.Opened) {
		hub := o.Hub
		o.Hub = broken{Hub: hub, push: func(_ context.Context, rows []sync.Row) error { return hub.Push(context.Background(), rows) }}
	},
	"nothing is erased": func(o *hubtest.Opened) { o.Erase = func(sync.Row) {} },
	"erased without a row": func(o *hubtest.Opened) {
		drop := func(rows []sync.Row) []sync.Row {
			return slices.DeleteFunc(rows, func(r sync.Row) bool { return r.Erased && r.Seq == 10 })
		}
		o.Other = broken{Hub: o.Other, pull: drop}
	},
	"the erased may come back": func(o *hubtest.Opened) {
		hub := o.Other
		o.Other = broken{Hub: hub, push: func(ctx context.Context, rows []sync.Row) error {
			for i := range rows {
				rows[i].Session = "0190d5a0-0000-7000-8000-0000000000ff" // it does not look at the session
			}
			return hub.Push(ctx, rows)
		}}
	},
	// A number is given before the row is there, as a sequence of a database does.
	"numbers before rows": func(o *hubtest.Opened) {
		hidden := &hidden{seen: map[merge.ID]int{}}
		o.Hub = broken{Hub: o.Hub, pull: hidden.pull}
	},
}

func reversed(rows []sync.Row) []sync.Row { slices.Reverse(rows); return rows }

// hidden shows each third row only when it is asked for twice.
type hidden struct {
	mu   gosync.Mutex
	seen map[merge.ID]int
}

func (h *hidden) pull(rows []sync.Row) []sync.Row {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.DeleteFunc(rows, func(r sync.Row) bool { h.seen[r.ID]++; return r.Seq%3 == 0 && h.seen[r.ID] == 1 })
}

// A test that fails fails all above it, so each control is a process of its own.
func TestHubsThatBreakTheContractAreFound(t *testing.T) {
	if name := os.Getenv("READYCHECK_BROKEN_HUB"); name != "" {
		hubtest.Hub(t, func(*testing.T) hubtest.Opened {
			o := open(fresh())
			breaks[name](&o)
			return o
		})
		return
	}
	for name := range breaks {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			child := exec.Command(os.Args[0], "-test.run=^TestHubsThatBreakTheContractAreFound$", "-test.timeout=60s")
			child.Env = append(os.Environ(), "READYCHECK_BROKEN_HUB="+name)
			out, err := child.CombinedOutput()
			if err == nil || !strings.Contains(string(out), "--- FAIL: TestHubsThatBreakTheContractAreFound/") {
				t.Errorf("it passes, so the contract does not ask for it: %v\n%s", err, out)
			}
		})
	}
}
