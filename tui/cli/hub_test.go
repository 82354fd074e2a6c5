//go:build unix

package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

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
	olga.shows("olga", "This was answered on two computers")
	if said := olga.run("disputes"); !strings.Contains(said, "on another computer") || !strings.Contains(said, "the more cautious one counts") {
		t.Errorf("the disputes are\n%s", said)
	}
	// It comes to a screen that is open, too.
	dana.start("dana", "resume", "rosa")
	dana.shows("dana", "2 of")
	dana.press("dana", "Left")
	dana.shows("dana", "This was answered on two computers")
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
