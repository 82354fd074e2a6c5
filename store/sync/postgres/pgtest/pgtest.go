//go:build unix

// Package pgtest starts real PostgreSQL servers for tests, from the programs that are installed on
// this machine, and lets them die, fall behind, take over and hang.
package pgtest

import (
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// patience is how long a server may take for anything that it is waited for.
const patience = 30 * time.Second

// Options are how a server is started.
type Options struct {
	// Durable has all that is committed on the disk before it is said to be, as real servers do.
	// Without it tests are faster, and a server that is killed may lose what it said.
	Durable bool
	// Settings are more lines of postgresql.conf.
	Settings []string
}

// Cluster is a server of its own, with its data in a temporary folder.
type Cluster struct {
	dir, bin, pass string
	port           int
	as             *syscall.Credential
	passfile       string
	name           string

	server *exec.Cmd
	gone   chan struct{} // closed when the server is
	// ward stops the server where the test itself was killed.
	ward *exec.Cmd
	hold interface{ Close() error }
}

// Start starts a server, and stops it when the test is over. It skips the test where there is no
// PostgreSQL, unless READYCHECK_POSTGRES=required is in the environment.
func Start(t testing.TB, o Options) *Cluster {
	t.Helper()
	c, err := start(o)
	if err != nil {
		without(t, err)
	}
	t.Cleanup(c.stop)
	return c
}

var shared = sync.OnceValues(func() (*Cluster, error) { return start(Options{}) })

// used is true once somebody asked for the shared server.
var used bool

// Shared is a server for all tests of a program: each makes a database of its own in it. The
// program has to have [Main].
func Shared(t testing.TB) *Cluster {
	t.Helper()
	used = true
	c, err := shared()
	if err != nil {
		without(t, err)
	}
	return c
}

// Main runs the tests of a program, with the passwords of all servers where a client looks for
// them, and stops the shared one.
func Main(m *testing.M) {
	folder, err := os.MkdirTemp("", "pgpass")
	if err != nil {
		panic(err)
	}
	// Whoever runs the tests may have a server of their own in their environment.
	for _, is := range os.Environ() {
		if name, _, _ := strings.Cut(is, "="); strings.HasPrefix(name, "PG") {
			_ = os.Unsetenv(name)
		}
	}
	_ = os.Setenv("PGPASSFILE", filepath.Join(folder, "pgpass"))
	code := m.Run()
	if used {
		if c, err := shared(); err == nil {
			c.stop()
		}
	}
	_ = os.RemoveAll(folder)
	os.Exit(code)
}

func without(t testing.TB, err error) {
	t.Helper()
	if os.Getenv("READYCHECK_POSTGRES") == "required" {
		t.Fatal(err)
	}
	t.Skip("PostgreSQL cannot be started here: ", err)
}

func start(o Options) (*Cluster, error) {
	c, err := place()
	if err != nil {
		return nil, err
	}
	if err := c.create(o); err != nil {
		c.stop()
		return nil, err
	}
	return c, nil
}

// create makes the data folder and starts the server.
func (c *Cluster) create(o Options) error {
	pw := filepath.Join(c.dir, "pw")
	if err := c.write(pw, c.pass+"\n"); err != nil {
		return err
	}
	if err := c.tool("initdb", "-D", c.data(), "-U", "postgres", "--pwfile", pw, "--auth=scram-sha-256",
		"--no-sync", "--no-instructions", "-E", "UTF8", "--locale=C"); err != nil {
		return err
	}
	settings := append([]string{
		"listen_addresses = '127.0.0.1'", "unix_socket_directories = ''", "shared_buffers = 16MB", "max_connections = 60",
		"wal_level = replica", "max_wal_senders = 4", "log_min_messages = warning", "timezone = 'UTC'", "autovacuum = off",
	}, o.Settings...)
	if !o.Durable {
		settings = append(settings, "fsync = off", "synchronous_commit = off", "full_page_writes = off")
	}
	conf, err := os.OpenFile(filepath.Join(c.data(), "postgresql.conf"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = conf.WriteString(strings.Join(settings, "\n") + "\n")
	if err2 := conf.Close(); err == nil {
		err = err2
	}
	if err != nil {
		return err
	}
	return c.begin()
}

// place finds the programs, and makes a folder for a server.
func place() (*Cluster, error) {
	bin, err := programs()
	if err != nil {
		return nil, err
	}
	c := &Cluster{bin: bin, pass: rand.Text(), passfile: os.Getenv("PGPASSFILE"), name: "primary"}
	if os.Geteuid() == 0 { // a server does not run as root
		if c.as, err = somebody(); err != nil {
			return nil, err
		}
	}
	if c.dir, err = os.MkdirTemp(passable(), "pg"); err != nil {
		return nil, err
	}
	if c.as != nil {
		if err := os.Chown(c.dir, int(c.as.Uid), int(c.as.Gid)); err != nil {
			return nil, err
		}
	}
	if c.passfile == "" {
		c.passfile = filepath.Join(c.dir, "pgpass")
	}
	return c, nil
}

func programs() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	slices.SortFunc(found, func(a, b string) int { return version(b) - version(a) })
	for _, bin := range found {
		if _, err := exec.LookPath(filepath.Join(bin, "postgres")); err == nil {
			return bin, nil
		}
	}
	path, err := exec.LookPath("postgres")
	if err != nil {
		return "", err
	}
	if path, err = filepath.EvalSymlinks(path); err != nil {
		return "", err
	}
	return filepath.Dir(path), nil
}

// version is 15 of /usr/lib/postgresql/15/bin.
func version(bin string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(bin)))
	return n
}

func somebody() (*syscall.Credential, error) {
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.ParseUint(u.Uid, 10, 32)
		if err != nil {
			return nil, err
		}
		gid, err := strconv.ParseUint(u.Gid, 10, 32)
		if err != nil {
			return nil, err
		}
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
	}
	return nil, fmt.Errorf("there is neither a user postgres nor nobody")
}

// passable is a folder for temporary files whose parents everybody may pass.
func passable() string {
	for _, folder := range []string{os.TempDir(), "/tmp", "/var/tmp"} {
		ok := true
		for at := folder; ok; at = filepath.Dir(at) {
			info, err := os.Stat(at)
			ok = err == nil && info.Mode()&0o001 != 0
			if at == filepath.Dir(at) {
				break
			}
		}
		if ok {
			return folder
		}
	}
	return os.TempDir()
}

func (c *Cluster) data() string { return filepath.Join(c.dir, "data") }

// write writes a file that the server may read, and nobody else.
func (c *Cluster) write(path, text string) error {
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		return err
	}
	if c.as == nil {
		return nil
	}
	return os.Chown(path, int(c.as.Uid), int(c.as.Gid))
}

// command is a program of PostgreSQL, as the server's user.
func (c *Cluster) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(c.bin, name), args...)
	cmd.Dir = c.dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "PGPASSWORD=" + c.pass}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: c.as}
	return cmd
}

func (c *Cluster) tool(name string, args ...string) error {
	if out, err := c.command(name, args...).CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", name, err, out)
	}
	return nil
}

// Dump is what pg_dump, or another program that writes what it finds, says of a database.
func (c *Cluster) Dump(t testing.TB, database string) []byte {
	t.Helper()
	out, err := c.command("pg_dump", "-h", "127.0.0.1", "-p", strconv.Itoa(c.port), "-U", "postgres", database).Output()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Folder is where the server's data is.
func (c *Cluster) Folder() string { return c.data() }

// Passwords is the file with the passwords of the roles, for PGPASSFILE.
func (c *Cluster) Passwords() string { return c.passfile }

var passwords sync.Mutex

// Know writes a role's password where clients look for it, for any server.
func (c *Cluster) Know(t testing.TB, role, password string) {
	t.Helper()
	if err := c.know("*", role, password); err != nil {
		t.Fatal(err)
	}
}

func (c *Cluster) know(port, role, password string) error {
	passwords.Lock()
	defer passwords.Unlock()
	f, err := os.OpenFile(c.passfile, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(f, "*:%s:*:%s:%s\n", port, role, password)
	if err2 := f.Close(); err == nil {
		err = err2
	}
	return err
}

// Address is the server's host and port.
func (c *Cluster) Address() string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(c.port)) }

// URL is the server's address for a role and a database, without a password.
func (c *Cluster) URL(role, database string) string {
	return (&url.URL{Scheme: "postgres", User: url.User(role), Host: c.Address(), Path: "/" + database}).String()
}

// Superuser is the address of a database for the role that may do everything, with its password.
func (c *Cluster) Superuser(database string) string {
	return (&url.URL{Scheme: "postgres", User: url.UserPassword("postgres", c.pass), Host: c.Address(), Path: "/" + database}).String()
}

// Exec runs SQL as the superuser, and returns the first column of the last statement.
func (c *Cluster) Exec(t testing.TB, database, sql string) []string {
	t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), patience) // also used when a test is over
	defer stop()
	out, err := query(ctx, c.Superuser(database), sql)
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return out
}

func query(ctx context.Context, url, sql string) (out []string, err error) {
	conn, err := pgconn.Connect(ctx, url)
	if err != nil {
		return nil, err
	}
	defer func() { _ = conn.Close(ctx) }()
	results, err := conn.Exec(ctx, sql).ReadAll()
	if err != nil || len(results) == 0 {
		return nil, err
	}
	for _, row := range results[len(results)-1].Rows {
		out = append(out, string(row[0]))
	}
	return out, nil
}

// Database makes a database, and drops it when the test is over.
func (c *Cluster) Database(t testing.TB) string {
	t.Helper()
	name := "t" + strings.ToLower(rand.Text()[:12])
	c.Exec(t, "postgres", "CREATE DATABASE "+name)
	t.Cleanup(func() {
		if c.server != nil {
			c.Exec(t, "postgres", "DROP DATABASE "+name+" WITH (FORCE)")
		}
	})
	return name
}
