//go:build unix

package pgtest

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// TB is what is needed of a *testing.T, and of what stands in for one in TestMain.
type TB interface {
	Helper()
	Fatalf(format string, args ...any)
	Skipf(format string, args ...any)
	Cleanup(func())
}

// patience is how long a server may take for anything.
const patience = 60 * time.Second

// Programs is the folder of PostgreSQL's programs. Without one the test ends here.
func Programs(t TB) string {
	t.Helper()
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb") // the pattern is sound
	slices.SortFunc(found, func(a, b string) int { return version(b) - version(a) })
	if len(found) > 0 {
		return filepath.Dir(found[0])
	}
	if initdb, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(initdb)
	}
	if os.Getenv("READYCHECK_POSTGRES") == "required" {
		t.Fatalf("PostgreSQL's programs are not here: install the package postgresql")
	}
	t.Skipf("PostgreSQL's programs are not here, so the hub was not tried")
	return ""
}

func version(initdb string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(initdb)))) // 0 comes last
	return n
}

// Cluster is a PostgreSQL server.
type Cluster struct {
	// Dir is its folder, with the data in "data" and the socket beside it.
	Dir  string
	Port int

	t    TB
	bin  string
	cred *syscall.Credential

	pid  int
	rope io.Closer // while it is held, the server runs
	done chan struct{}

	mu    sync.Mutex
	conns map[string]*pgconn.PgConn
}

// New makes a server and starts it, with lines for postgresql.conf.
func New(t TB, settings ...string) *Cluster {
	t.Helper()
	c := empty(t)
	c.run("initdb", "-D", c.data(), "-U", "admin", "-A", "trust", "-E", "UTF8", "--locale=C", "-N", "--wal-segsize=1")
	c.write("data/pg_hba.conf", "local all all trust\nhost replication all 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n")
	c.Configure(append([]string{"max_wal_size=64MB", "min_wal_size=2MB", "wal_keep_size=64MB", "shared_buffers=32MB", "max_connections=60", "wal_retrieve_retry_interval=20ms", "dynamic_shared_memory_type=mmap"}, settings...)...)
	c.Start()
	return c
}

// empty is a server without data.
func empty(t TB) *Cluster {
	dir, err := os.MkdirTemp(place(), "pgtest")
	if err != nil {
		t.Fatalf("%v", err)
	}
	c := &Cluster{Dir: dir, t: t, bin: Programs(t), Port: FreePort(t)}
	t.Cleanup(func() {
		c.end(syscall.SIGQUIT) // it takes its memory along, which a kill leaves behind
		_ = os.RemoveAll(dir)  // a folder of the system's for such
	})
	if os.Getuid() == 0 { // PostgreSQL refuses to run as root
		u, err := user.Lookup("postgres")
		if err != nil {
			u, err = user.Lookup("nobody")
		}
		if err != nil {
			t.Fatalf("there is nobody to run PostgreSQL as: %v", err)
		}
		uid, _ := strconv.ParseUint(u.Uid, 10, 32) // a number on every Unix
		gid, _ := strconv.ParseUint(u.Gid, 10, 32)
		c.cred = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	}
	c.own(dir)
	return c
}

// passable is a folder for temporary files whose parents everybody may pass, as the server's user has to.
func passable() string {
	for _, folder := range []string{os.TempDir(), "/tmp", "/var/tmp"} {
		for at := folder; ; at = filepath.Dir(at) {
			if info, err := os.Stat(at); err != nil || info.Mode()&0o001 == 0 {
				break
			}
			if at == filepath.Dir(at) {
				return folder
			}
		}
	}
	return os.TempDir()
}

// place is a file system in memory where there is a large one: a server is many small files. What is
// killed here are processes, and to them it makes no difference.
func place() string {
	const memory, enough = "/dev/shm", 4 << 30
	var fs syscall.Statfs_t
	if syscall.Statfs(memory, &fs) != nil || uint64(fs.Bavail)*uint64(fs.Bsize) < enough {
		return passable()
	}
	return memory
}

func (c *Cluster) data() string { return filepath.Join(c.Dir, "data") }

func (c *Cluster) own(path string) {
	if c.cred == nil {
		return
	}
	if err := os.Chown(path, int(c.cred.Uid), int(c.cred.Gid)); err != nil {
		c.t.Fatalf("%v", err)
	}
}

func (c *Cluster) write(name, text string) {
	c.t.Helper()
	path := filepath.Join(c.Dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		c.t.Fatalf("%v", err)
	}
	c.own(path)
}

// Configure adds lines to postgresql.conf, which count from the next start.
func (c *Cluster) Configure(settings ...string) {
	c.t.Helper()
	path := filepath.Join(c.data(), "postgresql.conf")
	before, err := os.ReadFile(path)
	if err != nil {
		c.t.Fatalf("%v", err)
	}
	c.write("data/postgresql.conf", string(before)+strings.Join(settings, "\n")+"\n")
}

func (c *Cluster) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(c.bin, name), args...)
	cmd.Dir = c.Dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: c.cred, Setpgid: true}
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "HOME=" + c.Dir}
	return cmd
}

func (c *Cluster) run(name string, args ...string) string {
	c.t.Helper()
	out, err := c.command(name, args...).CombinedOutput()
	if err != nil {
		c.t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

// Dump is all of a database as text.
func (c *Cluster) Dump(database string) string {
	c.t.Helper()
	return c.run("pg_dump", "-h", c.Dir, "-p", strconv.Itoa(c.Port), "-U", "admin", database)
}

// PutBack drops a database and makes it anew of what [Cluster.Dump] said. What the dump says of roles that
// are no more is passed over.
func (c *Cluster) PutBack(database, owner, dump string) {
	c.t.Helper()
	c.SQL("postgres", "DROP DATABASE "+database+" WITH (FORCE)")
	c.SQL("postgres", "CREATE DATABASE "+database+" OWNER "+owner)
	c.write("dump", dump)
	c.run("psql", "-q", "-h", c.Dir, "-p", strconv.Itoa(c.Port), "-U", "admin", "-d", database, "-f", filepath.Join(c.Dir, "dump"))
}

// Start starts it and returns when it takes visitors.
func (c *Cluster) Start() {
	c.t.Helper()
	deadline := time.Now().Add(patience)
	for {
		c.launch()
		for {
			if conn, err := c.try("postgres"); err == nil {
				_ = conn.Close(context.Background()) // it answered
				return
			}
			select {
			case <-c.done: // the one before it may not be quite gone
			case <-time.After(40 * time.Millisecond):
				if time.Now().Before(deadline) {
					continue
				}
			}
			break
		}
		if time.Now().After(deadline) {
			c.t.Fatalf("PostgreSQL did not start:\n%s", c.Log())
		}
	}
}

// launch starts the server below a shell that ends it when we are gone.
func (c *Cluster) launch() {
	c.t.Helper()
	const script = `"$@" >>log 2>&1 & p=$!; echo $p; { read -r x; kill -QUIT $p; } 2>/dev/null & wait $p; kill $! 2>/dev/null`
	cmd := c.command("postgres")
	cmd.Path = "/bin/sh"
	cmd.Args = []string{"sh", "-c", `exec 3<&0; ` + strings.ReplaceAll(script, "read -r x;", "read -r x <&3;"), "sh", filepath.Join(c.bin, "postgres"), "-D", c.data(), "-k", c.Dir, "-p", strconv.Itoa(c.Port), "-c", "listen_addresses=127.0.0.1"}
	rope, err := cmd.StdinPipe()
	if err != nil {
		c.t.Fatalf("%v", err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		c.t.Fatalf("%v", err)
	}
	if err := cmd.Start(); err != nil {
		c.t.Fatalf("%v", err)
	}
	line, _ := bufio.NewReader(out).ReadString('\n') // what is no number is told below
	if c.pid, err = strconv.Atoi(strings.TrimSpace(line)); err != nil {
		c.t.Fatalf("the shell said %q", line)
	}
	done := make(chan struct{})
	c.rope, c.done = rope, done
	go func() {
		_ = cmd.Wait() // how it ended does not matter
		close(done)
	}()
}

// Kill ends it as a cut of its power does.
func (c *Cluster) Kill() {
	if c.pid == 0 {
		return
	}
	children, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", c.pid, c.pid)) // without it they end by themselves
	_ = syscall.Kill(c.pid, syscall.SIGKILL)                                           // it may be gone already
	for _, child := range strings.Fields(string(children)) {
		if pid, err := strconv.Atoi(child); err == nil {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
	}
	c.gone()
	// A cut of the power takes the memory along as well.
	pid, _ := os.ReadFile(filepath.Join(c.data(), "postmaster.pid"))
	if lines := strings.Split(string(pid), "\n"); len(lines) > 6 {
		if memory := strings.Fields(lines[6]); len(memory) == 2 {
			_ = exec.Command("ipcrm", "-m", memory[1]).Run() // a few bytes, where it cannot be
		}
	}
}

// Stop ends it in good order, with all that are connected.
func (c *Cluster) Stop() { c.end(syscall.SIGINT) }

func (c *Cluster) end(signal syscall.Signal) {
	if c.pid != 0 {
		_ = syscall.Kill(c.pid, signal) // it may be gone already
		c.gone()
	}
}

func (c *Cluster) gone() {
	select {
	case <-c.done:
	case <-time.After(patience):
		c.t.Fatalf("PostgreSQL did not end")
	}
	_ = c.rope.Close() // nobody holds its other end
	c.pid = 0
}

// Log is what the server wrote.
func (c *Cluster) Log() string {
	data, _ := os.ReadFile(filepath.Join(c.Dir, "log")) // empty says enough
	return string(data)
}

// Admin is the URL by which the server's administrator comes in, without a password.
func (c *Cluster) Admin(database string) string { return c.As("admin", database) }

// As is the URL by which a role comes in through the socket, without a password.
func (c *Cluster) As(role, database string) string {
	return fmt.Sprintf("postgres://%s@/%s?host=%s&port=%d", role, database, c.Dir, c.Port)
}

func (c *Cluster) try(database string) (*pgconn.PgConn, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	return pgconn.Connect(ctx, c.Admin(database))
}

// SQL runs what the administrator says and returns the last result as text. Its lines stay open, since
// a server makes a process for each.
func (c *Cluster) SQL(database, sql string) [][]string {
	c.t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	conn := c.conns[database]
	if conn == nil || conn.Ping(context.Background()) != nil {
		var err error
		if conn, err = c.try(database); err != nil {
			c.t.Fatalf("%v", err)
		}
		if c.conns == nil {
			c.conns = map[string]*pgconn.PgConn{}
		}
		c.conns[database] = conn
	}
	results, err := conn.Exec(context.Background(), sql).ReadAll()
	if err != nil {
		c.t.Fatalf("%s: %v", sql, err)
	}
	var out [][]string
	for _, row := range results[len(results)-1].Rows {
		var texts []string
		for _, field := range row {
			texts = append(texts, string(field))
		}
		out = append(out, texts)
	}
	return out
}

// FreePort is a port that nobody listens on.
func FreePort(t TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("%v", err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().(*net.TCPAddr).Port
}
