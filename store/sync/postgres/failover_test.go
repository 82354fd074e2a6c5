//go:build unix

package postgres_test

import (
	"context"
	"fmt"
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

func TestKillsOfTheHubLoseNothing(t *testing.T) {
	for _, synchronous := range []bool{true, false} {
		name := map[bool]string{true: "synchronous", false: "asynchronous"}[synchronous]
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			kills(t, synchronous, times(t, "READYCHECK_HUB_KILLS", 2))
		})
	}
}

func kills(t *testing.T, synchronous bool, n int) {
	pgtest.Programs(t)
	primary := pgtest.New(t)
	f := newFirmOn(t, primary)
	// What the standby gets goes through here, so that it can be behind.
	proxy := pgtest.NewProxy(t, primary.Port)
	standby := primary.Standby(proxy.Port)
	var computers []*computer
	for i := range 4 {
		url, _ := f.invite(t, fmt.Sprint("p", i), primary.Port, standby.Port)
		computers = append(computers, newComputer(t, url, i == 0))
	}
	if synchronous {
		for _, c := range []*pgtest.Cluster{primary, standby} {
			c.Configure("synchronous_standby_names='*'")
			c.SQL("postgres", "SELECT pg_reload_conf()")
		}
		until(t, "the standby to be synchronous", func() bool {
			return len(primary.SQL("postgres", "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'")) > 0
		})
	}
	ctx, stop := context.WithCancel(t.Context())
	var working gosync.WaitGroup
	for _, c := range computers {
		working.Go(func() {
			for ctx.Err() == nil {
				c.save()
				_ = c.meet(ctx) // it waits in the outbox
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
	for range n {
		progress("all to push")
		if !synchronous {
			proxy.Hold(true)
			progress("all to push what the standby does not get")
		}
		primary.Kill()
		proxy.Cut()
		proxy.Hold(false)
		standby.Promote()
		proxy.Lead(standby.Port)
		primary, standby = standby, primary
		standby.Follow(primary, proxy.Port)
	}
	progress("all to push after the last kill")
	stop()
	working.Wait()
	f.Cluster = primary
	for range 2 {
		for _, c := range computers {
			if err := c.meet(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	rows := pull(t, computers[1].hub)
	follows(t, computers[1].hub, rows)
	there := map[merge.ID]bool{}
	for _, row := range rows {
		there[row.ID] = true
	}
	for i, c := range computers {
		lost := 0
		for _, id := range c.mine {
			if !there[id] {
				lost++
			}
		}
		t.Logf("computer %d saved %d, and the hub has all but %d", i, len(c.mine), lost)
		if !c.believing && lost > 0 {
			t.Errorf("computer %d lost %d of %d", i, lost, len(c.mine))
		}
		if !c.believing && len(c.outbox) > 0 {
			t.Errorf("computer %d still has %d in its outbox", i, len(c.outbox))
		}
		if c.believing && !synchronous && lost == 0 {
			t.Error("who believes the hub's word lost nothing, so nothing was lost at all")
		}
	}
}
