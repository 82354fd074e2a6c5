//go:build unix

package pgtest

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// begin starts the server on a free port.
func (c *Cluster) begin() error {
	for try := 0; ; try++ {
		port, err := free()
		if err != nil {
			return err
		}
		c.port = port
		// Another program may take the port before the server does.
		if err = c.run(); err == nil {
			break
		} else if try == 4 {
			return err
		}
	}
	return c.know(strconv.Itoa(c.port), "postgres", c.pass)
}

func free() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}

// run starts the server on its port, and returns when it answers.
func (c *Cluster) run() error {
	log, err := os.OpenFile(filepath.Join(c.dir, "log"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }()
	_ = os.Remove(filepath.Join(c.data(), "postmaster.pid")) // whoever wrote it is gone
	cmd := c.command("postgres", "-D", c.data(), "-c", "port="+strconv.Itoa(c.port), "-c", "cluster_name="+c.name)
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		return err
	}
	gone := make(chan struct{})
	go func() { _ = cmd.Wait(); close(gone) }()
	c.server, c.gone = cmd, gone
	if err := c.guard(); err != nil {
		return err
	}
	for end := time.Now().Add(patience); ; {
		if c.ready() {
			return nil
		}
		select {
		case <-gone:
		case <-time.After(5 * time.Millisecond):
			if time.Now().Before(end) {
				continue
			}
			c.Kill()
		}
		c.server = nil
		said, _ := os.ReadFile(log.Name())
		return fmt.Errorf("the server did not start:\n%s", said)
	}
}

// ready reports whether the server says that it takes connections, in the last line of its file.
func (c *Cluster) ready() bool {
	text, err := os.ReadFile(filepath.Join(c.data(), "postmaster.pid"))
	lines := strings.Split(string(text), "\n")
	return err == nil && len(lines) > 7 && lines[0] == strconv.Itoa(c.server.Process.Pid) && strings.TrimSpace(lines[7]) == "ready"
}

// guard starts a shell that ends the server when this process is no more: a test that takes too
// long is killed without a word, and would leave it.
func (c *Cluster) guard() error {
	if c.ward != nil {
		return nil
	}
	ward := exec.Command("/bin/sh", "-c", `cat >/dev/null; kill -QUIT "$(head -n 1 "$1/data/postmaster.pid")"; rm -rf "$1"`, "sh", c.dir)
	ward.Dir = "/"
	ward.SysProcAttr = &syscall.SysProcAttr{Credential: c.as, Setpgid: true}
	hold, err := ward.StdinPipe()
	if err != nil {
		return err
	}
	c.ward, c.hold = ward, hold
	return ward.Start()
}

// Kill ends the server and all of its processes at once, as a power cut does.
func (c *Cluster) Kill() {
	if c.server == nil {
		return
	}
	pid := c.server.Process.Pid
	_ = syscall.Kill(pid, syscall.SIGSTOP) // so that it makes no more of them
	children := c.processes("")
	_ = syscall.Kill(pid, syscall.SIGKILL)
	for _, child := range children {
		_ = syscall.Kill(child, syscall.SIGKILL)
	}
	<-c.gone
	c.server = nil
}

// processes are the server's own, of which the title has a word.
func (c *Cluster) processes(word string) (pids []int) {
	out, _ := exec.Command("ps", "-A", "-o", "pid=,ppid=,args=").Output()
	for line := range strings.Lines(string(out)) {
		f := strings.Fields(line)
		if len(f) < 3 || f[1] != strconv.Itoa(c.server.Process.Pid) || !strings.Contains(line, word) {
			continue
		}
		if pid, err := strconv.Atoi(f[0]); err == nil {
			pids = append(pids, pid)
		}
	}
	return pids
}

// Halt stops the server in order: what is connected is cut, and all is written.
func (c *Cluster) Halt() {
	if c.server == nil {
		return
	}
	_ = c.server.Process.Signal(syscall.SIGINT)
	select {
	case <-c.gone:
		c.server = nil
	case <-time.After(patience):
		c.Kill()
	}
}

// Restart starts a server that was killed or halted, or stops it before.
func (c *Cluster) Restart(t testing.TB) {
	t.Helper()
	c.Halt()
	// A process that was killed may hold on to the folder a moment longer.
	var err error
	for end := time.Now().Add(patience); time.Now().Before(end); {
		if err = c.run(); err == nil {
			return
		}
	}
	t.Fatal(err)
}

// stop ends the server for good, and takes its folder away.
func (c *Cluster) stop() {
	c.Kill()
	err := os.RemoveAll(c.dir)
	for end := time.Now().Add(patience); err != nil && !errors.Is(err, os.ErrNotExist) && time.Now().Before(end); {
		err = os.RemoveAll(c.dir)
	}
	if c.ward != nil && c.ward.Process != nil {
		_ = c.ward.Process.Kill()
		_ = c.hold.Close()
		_ = c.ward.Wait()
	}
}

// Standby makes a second server that follows this one. A synchronous one has what this one says is
// done; another may be behind.
func (c *Cluster) Standby(t testing.TB, synchronous bool) *Cluster {
	t.Helper()
	s, err := place()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.stop)
	s.pass, s.name = c.pass, "standby"
	if err := s.tool("pg_basebackup", "-h", "127.0.0.1", "-p", strconv.Itoa(c.port), "-U", "postgres", "-D", s.data(),
		"-R", "-X", "stream", "--checkpoint=fast", "--no-sync"); err != nil {
		t.Fatal(err)
	}
	if err := s.begin(); err != nil {
		t.Fatal(err)
	}
	want := "async"
	if synchronous {
		want = "sync"
		c.Exec(t, "postgres", "ALTER SYSTEM SET synchronous_standby_names = 'standby'")
		c.Exec(t, "postgres", "SELECT pg_reload_conf()")
	}
	c.until(t, "SELECT 1 FROM pg_stat_replication WHERE state = 'streaming' AND sync_state = '"+want+"'")
	return s
}

// until runs SQL again and again until it returns a row.
func (c *Cluster) until(t testing.TB, sql string) {
	t.Helper()
	for end := time.Now().Add(patience); len(c.Exec(t, "postgres", sql)) == 0; {
		if time.Now().After(end) {
			t.Fatalf("it never became so: %s", sql)
		}
	}
}

// HoldBack keeps what is committed from now on from the standby, until the server is killed.
func (c *Cluster) HoldBack(t testing.TB) {
	t.Helper()
	senders := c.processes("walsender")
	if len(senders) == 0 {
		t.Fatal("no standby is connected")
	}
	for _, pid := range senders {
		if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil {
			t.Fatal(err)
		}
	}
}

// Promote makes a standby a server that can be written to.
func (c *Cluster) Promote(t testing.TB) {
	t.Helper()
	if got := c.Exec(t, "postgres", "SELECT pg_promote(true, 30)"); len(got) != 1 || got[0] != "t" {
		t.Fatalf("the standby was not promoted: %v", got)
	}
}
