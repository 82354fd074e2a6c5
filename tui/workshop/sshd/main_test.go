package sshd

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"readycheck/tui/workshop"
	"readycheck/tui/workshop/gate"
)

// A test that measures a server runs it alone in a process: the test's own binary, started
// with serverVariable, is that server.
const serverVariable = "READYCHECK_TEST_SERVER"

func TestMain(m *testing.M) {
	if kind := os.Getenv(serverVariable); kind != "" {
		if err := serveAlone(kind); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	code := m.Run()
	// After every test has stopped its server, nothing of anybody who came may be left.
	if left := leftBehind(); code == 0 && left != nil {
		fmt.Fprintln(os.Stderr, left)
		code = 1
	}
	os.Exit(code)
}

// leftBehind is what still runs, but for what ends by itself within seconds: a field where
// somebody typed has a clock for its cursor.
func leftBehind(but ...goleak.Option) error {
	for deadline := time.Now().Add(5 * time.Second); ; {
		left := goleak.Find(but...)
		if left == nil || time.Now().After(deadline) {
			return left
		}
	}
}

// serveAlone serves a room in memory. It says its address and code, and answers each line
// on standard input with what the room holds, until there are no more.
func serveAlone(kind string) error {
	t := &alone{}
	// People take their seats no faster than in a room, so on this clock each look comes a
	// minute after the one before.
	began, looks := time.Now(), new(atomic.Int64)
	room, _ := openRoom(t, func(o *workshop.Options) {
		o.People = 300
		o.Now = func() time.Time { return began.Add(time.Duration(looks.Add(1)) * time.Minute) }
	})
	folder, err := os.MkdirTemp("", "readycheck-server")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	o := ServerOptions{Folder: folder, People: 300, PerAddress: 300}
	if kind == "unguarded" {
		o.Guesses = gate.NewGuesses(0, 1e9)
	}
	server, err := NewServer(room, o)
	if err != nil {
		return err
	}
	if kind == "unguarded" {
		server.gate = gate.New(gate.Options{Most: 300, FromOne: 300, Unproven: 1 << 20, Changed: room.DoorChanged})
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server.Start(listener)
	_, _ = fmt.Fprintln(os.Stdout, listener.Addr(), room.Code())
	// The facilitator's screen looks at the room all the time.
	go func() {
		for range room.Changed() {
			room.View()
		}
	}()
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		voted := 0
		for _, votes := range room.View().Voted {
			voted += votes
		}
		_, _ = fmt.Fprintln(os.Stdout, len(room.View().People), voted, server.guesses.Looked())
	}
	return server.Stop()
}

// alone stands for a test where there is none.
type alone struct{ testing.TB }

func (*alone) Helper()           {}
func (*alone) Fatal(args ...any) { panic(fmt.Sprint(args...)) }

// other is a server in another process.
type other struct {
	*serving
	code    string
	command *exec.Cmd
	ask     *bufio.Writer
	answers *bufio.Scanner
}

func serveElsewhere(t testing.TB, kind string) *other {
	t.Helper()
	o := &other{command: exec.Command(os.Args[0])}
	o.command.Env = append(os.Environ(), serverVariable+"="+kind)
	o.command.Stderr = os.Stderr
	in, err := o.command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := o.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := o.command.Start(); err != nil {
		t.Fatal(err)
	}
	o.ask, o.answers = bufio.NewWriter(in), bufio.NewScanner(out)
	o.answers.Scan()
	address, code, _ := strings.Cut(o.answers.Text(), " ")
	o.serving, o.code = &serving{t: t, address: address}, code
	t.Cleanup(func() {
		began := time.Now()
		_ = in.Close()
		if err := o.command.Wait(); err != nil {
			t.Errorf("the server did not end well: %v", err)
		}
		t.Logf("the server stopped in %s", time.Since(began).Round(time.Millisecond))
	})
	return o
}

// holds are the people with a seat, the votes, and the wrong codes that were looked at.
func (o *other) holds() (people, voted, guessed int) {
	o.t.Helper()
	if _, err := o.ask.WriteString("?\n"); err != nil {
		o.t.Fatal(err)
	}
	_ = o.ask.Flush()
	if !o.answers.Scan() {
		o.t.Fatal("the server does not answer")
	}
	if _, err := fmt.Sscan(o.answers.Text(), &people, &voted, &guessed); err != nil {
		o.t.Fatal(err)
	}
	return people, voted, guessed
}

// memory is a line of what the system knows of the server, in MB, or 0 where it says nothing.
func (o *other) memory(field string) float64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", o.command.Process.Pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), field+":")
	fields := strings.Fields(rest)
	if len(fields) == 0 {
		return 0
	}
	kilobytes, _ := strconv.ParseFloat(fields[0], 64)
	return kilobytes / 1024
}

// processor is how long the server has run, from the scheduler's count.
func (o *other) processor() time.Duration {
	threads, err := os.ReadDir(fmt.Sprintf("/proc/%d/task", o.command.Process.Pid))
	if err != nil {
		return 0
	}
	var sum time.Duration
	for _, thread := range threads {
		data, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%s/schedstat", o.command.Process.Pid, thread.Name()))
		if fields := strings.Fields(string(data)); len(fields) > 0 {
			ran, _ := strconv.ParseInt(fields[0], 10, 64)
			sum += time.Duration(ran)
		}
	}
	return sum
}

// crowd lets people come in, a few at a time, and take seats.
func (o *other) crowd(n int) []*client {
	o.t.Helper()
	people := make([]*client, n)
	const atATime = 5
	turns := make(chan int, n)
	for i := range n {
		turns <- i
	}
	close(turns)
	done := make(chan struct{})
	for range atATime {
		go func() {
			defer func() { done <- struct{}{} }()
			for i := range turns {
				people[i] = o.enter(o.code, nil)
				people[i].sit(fmt.Sprint("Person ", i))
				people[i].shows("You are in")
			}
		}()
	}
	for range atATime {
		<-done
	}
	return people
}

// react presses a key and says how long it took until the screen changed.
func (c *client) react(key string) (time.Duration, error) {
	for quiet := false; !quiet; {
		select {
		case <-c.came:
		default:
			quiet = true
		}
	}
	began := time.Now()
	if _, err := c.keys.Write([]byte(key)); err != nil {
		return 0, err
	}
	select {
	case <-c.came:
		return time.Since(began), nil
	case <-time.After(20 * time.Second):
		return 0, fmt.Errorf("nothing came after %q", key)
	}
}

// until asks the server again and again, for as long as a person would wait.
func (o *other) until(what string, is func() bool) {
	o.t.Helper()
	for deadline := time.Now().Add(time.Minute); !is(); {
		if time.Now().After(deadline) {
			o.t.Fatalf("%s never came", what)
		}
	}
}
