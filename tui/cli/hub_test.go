//go:build unix

package cli

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"readycheck/store/sync/postgres/pgtest"
)

// practice is a firm with two computers and a PostgreSQL.
type practice struct {
	*testing.T
	server     *pgtest.Cluster
	passwords  string
	dana, olga *realTerminal
	url        string
}

func newPractice(t *testing.T) *practice {
	t.Helper()
	p := &practice{T: t, dana: newRealTerminal(t), server: pgtest.New(t)}
	p.olga = &realTerminal{t: t, socket: p.dana.socket, program: p.dana.program, data: filepath.Join(t.TempDir(), "olga", "sessions.db")}
	p.passwords = filepath.Join(t.TempDir(), "pgpass")
	p.server.SQL("postgres", "CREATE ROLE dana LOGIN CREATEROLE PASSWORD 'secret'")
	p.server.SQL("postgres", "CREATE DATABASE firm OWNER dana")
	p.keep(fmt.Sprintf("127.0.0.1:%d:firm:dana:secret", p.server.Port))
	p.url = fmt.Sprintf("postgres://dana@127.0.0.1:%d/firm", p.server.Port)
	for _, r := range []*realTerminal{p.dana, p.olga} {
		r.surroundings = []string{"PGPASSFILE=" + p.passwords}
	}
	return p
}

// keep adds a line to the file of passwords.
func (p *practice) keep(line string) {
	p.Helper()
	before, _ := os.ReadFile(p.passwords)
	if err := os.WriteFile(p.passwords, append(before, line+"\n"...), 0o600); err != nil {
		p.Fatal(err)
	}
}

var keyOnSheet = regexp.MustCompile(`(?m)^ +((?:[0-9A-Z]{4}-)+[0-9A-Z]{4})$`)

// key is the firm's key as somebody copies it from the recovery sheet.
func (p *practice) key() string {
	var lines []string
	for _, found := range keyOnSheet.FindAllStringSubmatch(p.dana.run("hub", "sheet"), -1) {
		lines = append(lines, found[1])
	}
	return strings.Join(lines, " ")
}

// join lets Olga's computer in as an invitation says it.
func (p *practice) join() {
	p.Helper()
	invitation := p.dana.run("hub", "invite", "Olga")
	line := regexp.MustCompile(`(?m)^ +(\S+:\d+:firm:\S+)$`).FindStringSubmatch(invitation)
	url := regexp.MustCompile(`readycheck sync (\S+)`).FindStringSubmatch(invitation)
	if line == nil || url == nil {
		p.Fatalf("the invitation says\n%s", invitation)
	}
	p.keep(line[1])
	p.olga.start("join", "sync", url[1])
	p.olga.shows("join", "The key of Ready & Co")
	p.olga.write("join", p.key())
	p.olga.press("join", "Enter")
	if screen := p.olga.shows("join", "Everything is exchanged"); strings.Contains(screen, p.key()[:9]) {
		p.Errorf("the key is shown while it is typed:\n%s", screen)
	}
	p.olga.press("join", "C-c")
}

// Two computers answer the same question without a network, meet, see that they differ, and choose. One
// deletes what the other writes in. The hub goes and comes back.
func TestTwoComputersMeetInPostgreSQL(t *testing.T) {
	t.Parallel()
	p := newPractice(t)
	dana, olga := p.dana, p.olga
	if said := dana.run("hub", "create", p.url, "--firm", "Ready & Co"); !strings.Contains(said, "RECOVERY SHEET OF READY & CO") {
		t.Errorf("it says\n%s", said)
	}
	dana.importRosa()
	dana.run("sync", "--once")
	p.join()
	if list := olga.run("list"); !strings.Contains(list, "Rosa's Bakery") {
		t.Fatalf("Olga has\n%s", list)
	}

	offline := append([]string{"READYCHECK_HUB=off"}, dana.surroundings...)
	online := dana.surroundings
	dana.surroundings, olga.surroundings = offline, offline
	for _, one := range []struct {
		r      *realTerminal
		window string
		choice string
	}{{dana, "dana-train", "1"}, {olga, "olga-train", "3"}} {
		one.r.start(one.window, "resume", "rosa")
		one.r.shows(one.window, "1 of")
		one.r.press(one.window, one.choice)
		if one.choice == "1" {
			one.r.press(one.window, "s") // seen
		}
		one.r.shows(one.window, "Saved")
		one.r.press(one.window, "C-c")
	}
	dana.surroundings, olga.surroundings = online, online

	dana.run("sync", "--once")
	olga.run("sync", "--once")
	olga.start("olga", "resume", "rosa")
	olga.shows("olga", "2 of")
	olga.press("olga", "Left")
	olga.shows("olga", "Answered on two computers")
	if said := olga.run("disputes"); !strings.Contains(said, "on another computer") || !strings.Contains(said, "the more cautious one counts") {
		t.Errorf("the disputes are\n%s", said)
	}
	// It comes to a screen that is open, too.
	dana.start("dana", "resume", "rosa")
	dana.shows("dana", "2 of")
	dana.press("dana", "Left")
	dana.shows("dana", "Answered on two computers")
	dana.press("dana", "1", "s")
	if !comes(func() bool {
		return !strings.Contains(olga.screen("olga"), "on two computers") && strings.Contains(olga.screen("olga"), "[1]")
	}) {
		t.Errorf("what Dana chose never came:\n%s", olga.screen("olga"))
	}
	if said := dana.run("disputes"); !strings.Contains(said, "Nothing was said differently") {
		t.Errorf("it is settled, and the disputes are\n%s", said)
	}
	dana.press("dana", "C-c")

	// Dana deletes the session while Olga has it open.
	dana.run("delete", "rosa", "--yes")
	dana.run("sync", "--once")
	olga.shows("olga", "deleted on another computer")
	olga.press("olga", "2", "s")
	olga.shows("olga", "Saved")
	if !comes(func() bool {
		dana.run("sync", "--once")
		return strings.Contains(dana.run("list"), "Rosa's Bakery")
	}) {
		t.Errorf("it never came back:\n%s", dana.run("list"))
	}

	// Without the hub everything goes on, and goes out when it is there again.
	p.server.Stop()
	olga.press("olga", "3")
	olga.shows("olga", "for the network")
	p.server.Start()
	olga.shows("olga", "exchanged")
	if !comes(func() bool {
		dana.run("sync", "--once")
		return strings.Contains(dana.run("show", "rosa"), "2 of") || strings.Contains(dana.run("list"), " 2 of ")
	}) {
		t.Errorf("what Olga said without the hub never came:\n%s", dana.run("list"))
	}
	olga.press("olga", "C-c")

	// What the hub keeps says nothing to whoever runs it.
	if dump := p.server.Dump("firm"); strings.Contains(dump, "Rosa") || strings.Contains(dump, "replies") {
		t.Error("the hub has clear text")
	}
}

// Whatever is wrong on the way to the hub is said by the command, loses nothing, and is over once it
// is mended: the next exchange heals it.
func TestWhatIsWrongWithTheHubIsSaidAndHeals(t *testing.T) {
	t.Parallel()
	p := newPractice(t)
	dana, olga := p.dana, p.olga
	dana.run("hub", "create", p.url, "--firm", "Ready & Co")
	dana.importRosa()
	dana.run("sync", "--once")
	p.join()
	dump := p.server.Dump("firm")
	wrong := filepath.Join(t.TempDir(), "wrong")
	if err := os.WriteFile(wrong, []byte("*:*:*:*:no-such-password\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	right := olga.surroundings
	certificate := p.server.Certify("other.example", time.Now().AddDate(1, 0, 0))
	p.server.Stop()
	p.server.Start()
	if said := olga.run("sync", "--status"); !strings.Contains(said, "127.0.0.1") {
		t.Errorf("the status says\n%s", said)
	}
	other := p.url + "?sslmode=verify-full&sslrootcert=" + certificate
	for i, one := range []struct {
		what, says   string
		args         []string
		breaks, mend func()
	}{
		{"the server is stopped", "is not running", nil, p.server.Stop, p.server.Start},
		{"the password is wrong", "does not take the password", nil, func() { olga.surroundings = []string{"PGPASSFILE=" + wrong} }, func() { olga.surroundings = right }},
		{"the certificate is for another name", "certificate for another name", []string{other}, func() {}, func() {}},
		{"the hub is of a later version", "newer version", nil, func() { p.server.SQL("firm", "UPDATE readycheck.hub SET version = 9") }, func() { p.server.SQL("firm", "UPDATE readycheck.hub SET version = 1") }},
		{"somebody is shut out", "or no longer", nil, func() {
			p.server.SQL("firm", "UPDATE readycheck.member SET role = 'x' || role WHERE NOT owner")
		}, func() {
			p.server.SQL("firm", "UPDATE readycheck.member SET role = substr(role, 2)::name WHERE NOT owner")
		}},
	} {
		olga.answer(fmt.Sprint("answers-", i))
		one.breaks()
		said, code := olga.tries(append([]string{"sync", "--once"}, one.args...)...)
		if code != 1 || !strings.Contains(said, one.says) || strings.Contains(said, "no-such-password") || strings.Contains(said, "panic") {
			t.Errorf("%s: exit code %d\n%s", one.what, code, said)
		}
		if list := olga.run("list"); !strings.Contains(list, fmt.Sprint(" ", i+1, " of 14")) {
			t.Errorf("%s: Olga has\n%s", one.what, list)
		}
		one.mend()
		olga.run("sync", "--once")
		dana.run("sync", "--once")
		if a, b := dana.run("export", "rosa", "--format", "json"), olga.run("export", "rosa", "--format", "json"); levelsIn(a) != levelsIn(b) || levelsIn(a) == "" {
			t.Errorf("%s: afterwards Dana has %s and Olga %s", one.what, levelsIn(a), levelsIn(b))
		}
	}
	// The hub is put back to a state from before.
	p.server.PutBack("firm", "dana", dump)
	if said := olga.run("sync", "--once"); !strings.Contains(said, "The hub is older than your copy; yours was sent again. Nothing is lost.") {
		t.Errorf("it says\n%s", said)
	}
}

var levelInExport = regexp.MustCompile(`"level": *"[a-z_]+"`)

// levelsIn are the levels of an exported session's answers.
func levelsIn(export string) string {
	return strings.Join(levelInExport.FindAllString(export, -1), " ")
}

// answer gives the next open question of Rosa's an answer, without a network.
func (r *realTerminal) answer(window string) {
	r.t.Helper()
	before := r.surroundings
	r.surroundings = append([]string{"READYCHECK_HUB=off"}, before...)
	r.start(window, "resume", "rosa")
	r.surroundings = before
	r.shows(window, " of 14")
	r.press(window, "1")
	r.shows(window, "How do you know?")
	r.press(window, "t")
	r.shows(window, "Saved")
	r.press(window, "C-c")
}

// tries runs a command that may fail, and says what it printed and its exit code.
func (r *realTerminal) tries(args ...string) (said string, code int) {
	r.t.Helper()
	command := exec.Command(r.program, append([]string{"--data", r.data}, args...)...)
	command.Env = append(os.Environ(), r.surroundings...)
	out, err := command.CombinedOutput()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		r.t.Fatal(err)
	}
	return string(out), command.ProcessState.ExitCode()
}
