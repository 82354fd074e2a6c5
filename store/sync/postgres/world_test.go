//go:build unix

package postgres_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	gosync "sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgconn"

	"readycheck/store/merge"
	"readycheck/store/sync"
	"readycheck/store/sync/postgres"
	"readycheck/store/sync/postgres/pgtest"
)

// all ends what all tests share.
type all struct{ after []func() }

func (*all) Helper()                   {}
func (*all) Fatalf(f string, a ...any) { panic(fmt.Sprintf(f, a...)) }
func (*all) Skipf(f string, a ...any)  { panic(fmt.Sprintf(f, a...)) }
func (m *all) Cleanup(f func())        { m.after = append(m.after, f) }

var shared all

func TestMain(m *testing.M) {
	// What the surroundings say of a PostgreSQL is not what is tested.
	for _, e := range os.Environ() {
		if name, _, _ := strings.Cut(e, "="); strings.HasPrefix(name, "PG") {
			_ = os.Unsetenv(name)
		}
	}
	code := m.Run()
	for _, f := range slices.Backward(shared.after) {
		f()
	}
	os.Exit(code)
}

var (
	once   gosync.Once
	server *pgtest.Cluster
	count  atomic.Int64
)

// firm is a hub with its owner, in a database of its own.
type firm struct {
	*pgtest.Cluster
	id, db, owner, url string
}

// newFirm makes one on the server that all tests share.
func newFirm(t testing.TB) firm {
	t.Helper()
	pgtest.Programs(t)
	once.Do(func() { server = pgtest.New(&shared, "log_statement=all", "log_parameter_max_length=200") })
	return newFirmOn(t, server)
}

func newFirmOn(t testing.TB, c *pgtest.Cluster) firm {
	t.Helper()
	n := count.Add(1)
	f := firm{Cluster: c, id: uuid.NewString(), db: fmt.Sprintf("db%d", n), owner: fmt.Sprintf("owner%d", n)}
	c.SQL("postgres", "CREATE ROLE "+f.owner+" LOGIN CREATEROLE")
	c.SQL("postgres", "CREATE DATABASE "+f.db+" OWNER "+f.owner)
	f.url = c.As(f.owner, f.db)
	if err := postgres.Create(t.Context(), f.url, "Bakery", f.id, []byte("probe")); err != nil {
		t.Fatal(err)
	}
	return f
}

func open(t testing.TB, url string) *postgres.Hub {
	t.Helper()
	h, err := postgres.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.Close)
	return h
}

// invite makes a member, who comes in through the network with a password. It gives their URL for
// a port: the server's, or a proxy's.
func (f firm) invite(t testing.TB, name string, ports ...int) (url, role string) {
	t.Helper()
	in, err := postgres.Invite(t.Context(), f.url, name)
	if err != nil {
		t.Fatal(err)
	}
	_, _, password := cut3(in.PasswordLine)
	if len(ports) == 0 {
		ports = []int{f.Port}
	}
	var hosts []string
	var lines string
	for _, port := range ports {
		hosts = append(hosts, "127.0.0.1:"+strconv.Itoa(port))
		lines += fmt.Sprintf("127.0.0.1:%d:*:%s:%s\n", port, in.Role, password)
	}
	pass := filepath.Join(t.TempDir(), "pass")
	if err := os.WriteFile(pass, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("postgres://%s@%s/%s?passfile=%s", in.Role, strings.Join(hosts, ","), f.db, pass), in.Role
}

func cut3(line string) (before, role, password string) {
	parts := strings.Split(line, ":")
	n := len(parts)
	return strings.Join(parts[:n-2], ":"), parts[n-2], parts[n-1]
}

func rowOf(session string, body []byte) sync.Row {
	var id merge.ID
	_, _ = rand.Read(id[:])
	return sync.Row{ID: id, Session: session, Body: body}
}

func newRows(n int) []sync.Row {
	session := uuid.NewString()
	out := make([]sync.Row, n)
	for i := range out {
		out[i] = rowOf(session, []byte("body "+strconv.Itoa(i)))
	}
	return out
}

func pull(t testing.TB, h *postgres.Hub) []sync.Row {
	t.Helper()
	var out []sync.Row
	for {
		rows, err := h.Pull(t.Context(), uint64(len(out)), 1000)
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) == 0 {
			return out
		}
		out = append(out, rows...)
	}
}

// follows fails unless the rows are numbered without gaps, and the hub has their hash at each.
func follows(t testing.TB, h *postgres.Hub, rows []sync.Row) {
	t.Helper()
	var point sync.Point
	for i, row := range rows {
		if point = point.Then(row.ID); row.Seq != point.Seq {
			t.Fatalf("row %d has the number %d", i, row.Seq)
		}
		if i%97 != 0 && i != len(rows)-1 {
			continue
		}
		at, err := h.At(t.Context(), point.Seq)
		if err != nil {
			t.Fatal(err)
		}
		if !at.Known || at.Chain != point.Chain || at.Last != uint64(len(rows)) {
			t.Fatalf("at %d the hub says %+v, and the rows %x", point.Seq, at, point.Chain)
		}
	}
}

func raw(t testing.TB, url string) *pgconn.PgConn {
	t.Helper()
	conn, err := pgconn.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

// times is how often a long test does it: a few times, or as the variable says.
func times(t testing.TB, variable string, few int) int {
	t.Helper()
	text := os.Getenv(variable)
	if text == "" {
		return few
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%s: %v", variable, err)
	}
	return n
}

func until(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !ok(); <-time.After(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}
