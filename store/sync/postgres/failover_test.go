//go:build unix

package postgres_test

import (
	"context"
	"fmt"
	"slices"
	gosync "sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"readycheck/store/merge"
	"readycheck/store/sync"
	"readycheck/store/sync/postgres"
	"readycheck/store/sync/postgres/pgtest"
)

// computer is the least that keeps the rule of the outbox: what was saved waits until it comes back in
// a pull, and a hub that is not the one from before is offered everything. One that believes the hub's
// word is the control.
type computer struct {
	hub       *postgres.Hub
	believing bool

	mu     gosync.Mutex
	at     sync.Point
	known  map[merge.ID]sync.Row
	outbox map[merge.ID]sync.Row
	mine   []merge.ID
	acked  int
}

func newComputer(t testing.TB, url string, believing bool) *computer {
	h := open(t, url)
	h.Hurry(3*time.Second, time.Second)
	return &computer{hub: h, believing: believing, known: map[merge.ID]sync.Row{}, outbox: map[merge.ID]sync.Row{}}
}

func (c *computer) acknowledged() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.acked
}

func (c *computer) save() {
	row := rowOf(uuid.NewString(), []byte("saved"))
	c.known[row.ID], c.outbox[row.ID] = row, row
	c.mine = append(c.mine, row.ID)
}

// meet is one round of a loop.
func (c *computer) meet(ctx context.Context) error {
	at, err := c.hub.At(ctx, c.at.Seq)
	if err != nil {
		return err
	}
	if !at.Known || at.Chain != c.at.Chain {
		c.at = sync.Point{}
		if !c.believing {
			for id, row := range c.known {
				c.outbox[id] = row
			}
		}
	}
	var rows []sync.Row
	for _, row := range c.outbox {
		rows = append(rows, row)
	}
	if err := c.hub.Push(ctx, rows); err != nil {
		return err
	}
	c.mu.Lock()
	c.acked += len(rows)
	c.mu.Unlock()
	if c.believing {
		clear(c.outbox)
	}
	for {
		rows, err := c.hub.Pull(ctx, c.at.Seq, 200)
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, row := range rows {
			if !c.believing {
				c.known[row.ID] = row
			}
			delete(c.outbox, row.ID)
			c.at = c.at.Then(row.ID)
		}
	}
}

// pair is a server, and one that follows it by way of a proxy, so that it can be behind.
type pair struct {
	primary, standby *pgtest.Cluster
	proxy            *pgtest.Proxy
}

func TestKillsOfTheHubLoseNothing(t *testing.T) {
	t.Parallel()
	pgtest.Programs(t)
	p := &pair{primary: pgtest.New(t)}
	p.proxy = pgtest.NewProxy(t, p.primary.Port)
	p.standby = p.primary.Standby(p.proxy.Port)
	n := times(t, "READYCHECK_HUB_KILLS", 1)
	t.Run("asynchronous", func(t *testing.T) { p.kills(t, n, false) })
	p.standby.Follow(p.primary, p.proxy.Port)
	for _, c := range []*pgtest.Cluster{p.primary, p.standby} {
		c.Configure("synchronous_standby_names='*'")
		c.SQL("postgres", "SELECT pg_reload_conf()")
	}
	until(t, "the standby to be synchronous", func() bool {
		return len(p.primary.SQL("postgres", "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'")) > 0
	})
	t.Run("synchronous", func(t *testing.T) { p.kills(t, n, true) })
}

// fail kills the server and puts its standby in its place.
func (p *pair) fail() {
	p.primary.Kill()
	p.proxy.Cut()
	p.proxy.Hold(false)
	p.standby.Promote()
	p.proxy.Lead(p.standby.Port)
	p.primary, p.standby = p.standby, p.primary
}

func (p *pair) kills(t *testing.T, n int, synchronous bool) {
	f := newFirmOn(t, p.primary)
	var computers []*computer
	for i := range 3 {
		url, _ := f.invite(t, fmt.Sprint("p", i), p.primary.Port, p.standby.Port)
		computers = append(computers, newComputer(t, url+"&sslmode=disable", false))
	}
	// The control has a firm to itself, where no other computer offers again what it believed to be safe.
	alone := f
	alone.owner = fmt.Sprintf("owner%d", count.Add(1))
	p.primary.SQL("postgres", "CREATE ROLE "+alone.owner+" LOGIN SUPERUSER")
	alone.url = p.primary.As(alone.owner, f.db)
	if err := postgres.Create(t.Context(), alone.url, "Alone", uuid.NewString(), nil); err != nil {
		t.Fatal(err)
	}
	url, _ := alone.invite(t, "believer", p.primary.Port, p.standby.Port)
	computers = append(computers, newComputer(t, url+"&sslmode=disable", true))
	ctx, stop := context.WithCancel(t.Context())
	var working gosync.WaitGroup
	for _, c := range computers {
		working.Go(func() {
			for ctx.Err() == nil {
				c.save()
				pace := 10 * time.Millisecond // the servers need the processors as well
				if c.meet(ctx) != nil {       // it waits in the outbox
					pace *= 10
				}
				select {
				case <-time.After(pace):
				case <-ctx.Done():
				}
			}
		})
	}
	progress := func(what string) {
		t.Helper()
		var before []int
		for _, c := range computers {
			before = append(before, c.acknowledged())
		}
		until(t, what, func() bool {
			for i, c := range computers {
				if c.acknowledged() <= before[i]+1 {
					return false
				}
			}
			return true
		})
	}
	for i := range n {
		progress("all to push")
		if !synchronous {
			p.proxy.Hold(true)
			progress("all to push what the standby does not get")
		}
		p.fail()
		switch {
		case i < n-1:
			p.standby.Follow(p.primary, p.proxy.Port)
		case synchronous: // else all wait for a standby
			p.primary.Configure("synchronous_standby_names=''")
			p.primary.SQL("postgres", "SELECT pg_reload_conf()")
		}
	}
	progress("all to push after the last kill")
	stop()
	working.Wait()
	for range 2 {
		for _, c := range computers {
			if err := c.meet(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	for i, c := range computers {
		rows := pull(t, c.hub)
		follows(t, c.hub, rows)
		lost := len(c.mine)
		for _, row := range rows {
			if slices.Contains(c.mine, row.ID) {
				lost--
			}
		}
		t.Logf("computer %d saved %d, and the hub lost %d", i, len(c.mine), lost)
		switch {
		case c.believing && !synchronous && lost == 0:
			t.Error("who believes the hub's word lost nothing, so nothing was lost at all")
		case !c.believing && (lost > 0 || len(c.outbox) > 0):
			t.Errorf("computer %d lost %d, and %d still wait", i, lost, len(c.outbox))
		}
	}
}
