//go:build unix

package pgtest_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"readycheck/store/sync/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func TestAServerIsKilledAndItsStandbyTakesOver(t *testing.T) {
	c := pgtest.Start(t, pgtest.Options{Durable: true})
	c.Exec(t, "postgres", "CREATE TABLE said (n int)")
	c.Exec(t, "postgres", "INSERT INTO said VALUES (1)")
	c.Kill()
	c.Restart(t)
	s := c.Standby(t, true)
	c.Exec(t, "postgres", "INSERT INTO said VALUES (2)")
	c.Exec(t, "postgres", "ALTER SYSTEM RESET synchronous_standby_names; ")
	c.Exec(t, "postgres", "SELECT pg_reload_conf()")
	c.HoldBack(t)
	c.Exec(t, "postgres", "SET synchronous_commit = local; INSERT INTO said VALUES (3)")
	c.Kill()
	s.Promote(t)
	s.Exec(t, "postgres", "INSERT INTO said VALUES (4)")
	if got := s.Exec(t, "postgres", "SELECT n FROM said ORDER BY n"); !slices.Equal(got, []string{"1", "2", "4"}) {
		t.Errorf("the standby has %v, want all but the 3 that was held back", got)
	}
	c.Restart(t)
	if got := c.Exec(t, "postgres", "SELECT n FROM said ORDER BY n"); !slices.Equal(got, []string{"1", "2", "3"}) {
		t.Errorf("the first server has %v", got)
	}
}

func TestAProxyCutsHangsAndGoesOn(t *testing.T) {
	c := pgtest.Shared(t)
	db := c.Database(t)
	p := pgtest.NewProxy(t, c.Address())
	url := strings.Replace(c.Superuser(db), c.Address(), p.Address(), 1)
	connect := func(within time.Duration) error {
		ctx, stop := context.WithTimeout(t.Context(), within)
		defer stop()
		conn, err := pgconn.Connect(ctx, url)
		if err != nil {
			return err
		}
		defer func() { _ = conn.Close(ctx) }()
		_, err = conn.Exec(ctx, "SELECT 1").ReadAll()
		return err
	}
	if err := connect(time.Minute); err != nil {
		t.Fatal(err)
	}
	p.CutAfter(pgtest.Never, 100)
	if connect(time.Minute) == nil || p.Cuts() != 1 {
		t.Error("it was not cut")
	}
	if err := connect(time.Minute); err != nil {
		t.Error(err)
	}
	p.Hang()
	if connect(20*time.Millisecond) == nil {
		t.Error("it does not hang")
	}
	p.GoOn()
	if err := connect(time.Minute); err != nil {
		t.Error(err)
	}
}

func TestAServerHasACertificate(t *testing.T) {
	c := pgtest.Start(t, pgtest.Options{})
	ca := c.TLS(t, "127.0.0.1")
	c.Know(t, "postgres", "wrong") // the right one was there first
	conn, err := pgconn.Connect(t.Context(), c.URL("postgres", "postgres")+"?sslmode=verify-full&sslrootcert="+ca)
	if err != nil {
		t.Fatal(err)
	}
	_ = conn.Close(t.Context())
	if _, err := pgconn.Connect(t.Context(), c.URL("postgres", "postgres")+"?sslmode=disable"); err == nil {
		t.Error("let in without a certificate")
	}
}
