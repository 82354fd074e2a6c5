//go:build unix

package pgtest

import (
	"os"
	"strconv"
	"time"
)

// Standby makes a server that follows this one, which it reaches at a port: its own, or a proxy's.
func (c *Cluster) Standby(port int) *Cluster {
	c.t.Helper()
	s := empty(c.t)
	s.Follow(c, port)
	return s
}

// Follow gives up what a server has and makes it follow another one.
func (s *Cluster) Follow(primary *Cluster, port int) {
	s.t.Helper()
	s.Kill()
	if err := os.RemoveAll(s.data()); err != nil {
		s.t.Fatalf("%v", err)
	}
	from := []string{"-h", "127.0.0.1", "-p", strconv.Itoa(port), "-U", "admin"}
	s.run("pg_basebackup", append(from, "-D", s.data(), "-R", "-N", "-c", "fast", "-X", "fetch")...)
	s.Start()
	wait(s.t, "the standby to follow", func() bool {
		return len(primary.SQL("postgres", "SELECT 1 FROM pg_stat_replication WHERE state = 'streaming' AND application_name = 'walreceiver'")) > 0
	})
}

// Promote makes a standby the server that takes changes.
func (s *Cluster) Promote() {
	s.t.Helper()
	s.run("pg_ctl", "promote", "-D", s.data(), "-w")
}

func wait(t TB, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !ok(); <-time.After(40 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}
