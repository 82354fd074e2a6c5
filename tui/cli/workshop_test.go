//go:build !windows

package cli

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"readycheck/assessment"
	"readycheck/store"
	"readycheck/tui/workshop"
)

// These tests hold workshops with the real program and the real OpenSSH client, under tmux.

// workshopRoom is a facilitator's terminal, and those of the people who come.
type workshopRoom struct {
	*realTerminal
	port, code string
	// phones is the port of the phones' door.
	phones  string
	started int
}

func newWorkshop(t *testing.T) *workshopRoom {
	t.Helper()
	for _, tool := range []string{"ssh", "ssh-keygen"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(tool + " is not installed, so nobody can come to a workshop")
		}
	}
	r := &workshopRoom{realTerminal: newRealTerminal(t)}
	answers := filepath.Join(t.TempDir(), "rosa.yaml")
	text := `format: readycheck/session/1
business: Rosa's Bakery
use: It drafts replies to cake orders
setup: {kind: customer-replies, stage_now: pilot, connection: [connector], powers: [read, draft], audience: [staff], information: [personal], depth: quick}
answers: {}
`
	if err := os.WriteFile(answers, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	r.run("import", answers)
	return r
}

var (
	joinLine = regexp.MustCompile(`ssh -p (\d+) 127\.0\.0\.1`)
	codeLine = regexp.MustCompile(`Code: ([a-z0-9-]+)`)
)

// wayIn reads from a screen how to come in.
func (r *workshopRoom) wayIn(screen string) (port, code string) {
	r.t.Helper()
	command, shown := joinLine.FindStringSubmatch(screen), codeLine.FindStringSubmatch(screen)
	if command == nil || shown == nil {
		r.t.Fatalf("the screen does not say how to come in:\n%s", screen)
	}
	return command[1], shown[1]
}

// open starts the workshop in a new window and reads from the screen how to come in.
func (r *workshopRoom) open() (window string) {
	r.t.Helper()
	r.started++
	window = fmt.Sprint("facilitator-", r.started)
	r.phones = freePort(r.t)
	r.start(window, "serve", "--port", "0", "--phones", r.phones)
	screen := r.shows(window, "Code: ")
	if !joinLine.MatchString(screen) {
		// With people in the room the way in for terminals stands on a page of its own.
		r.press(window, "3")
		screen = r.shows(window, "ssh -p")
		r.press(window, "1")
		r.shows(window, "[People]")
	}
	r.port, r.code = r.wayIn(screen)
	return window
}

// key makes an SSH key for somebody.
func (r *workshopRoom) key(name string) string {
	r.t.Helper()
	path := filepath.Join(r.t.TempDir(), name)
	if out, err := exec.Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path).CombinedOutput(); err != nil {
		r.t.Fatalf("%v\n%s", err, out)
	}
	return path
}

// comes connects somebody with a code, and with a key where they have one.
func (r *workshopRoom) comes(window, code, key string) {
	r.t.Helper()
	r.connects(window, code+"@127.0.0.1", key)
}

// isAsked connects somebody who types the code when SSH asks for it.
func (r *workshopRoom) isAsked(window, code, key string) {
	r.t.Helper()
	r.connects(window, "127.0.0.1", key)
	r.shows(window, "Code (hidden while you type):")
	r.write(window, code)
	r.press(window, "Enter")
}

func (r *workshopRoom) connects(window, to, key string) {
	r.t.Helper()
	args := []string{
		"new-session", "-d", "-s", window, "-x", "80", "-y", "24",
		"ssh", "-F", "/dev/null", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR",
		"-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none", "-p", r.port,
	}
	if key == "" {
		args = append(args, "-o", "PubkeyAuthentication=no")
	} else {
		args = append(args, "-i", key)
	}
	args = append(args, to)
	// What SSH says last stays on the screen.
	command := strings.Join(args[8:], " ") + "; exec cat"
	r.tmux(append(args[:8:8], "sh", "-c", command)...)
}

// sits gives a name and a role, counted from the first in the list.
func (r *workshopRoom) sits(window string, role int) {
	r.t.Helper()
	r.shows(window, "What is your name?")
	r.press(window, window, "Enter")
	r.shows(window, "From which side")
	for range role {
		r.press(window, "Down")
	}
	r.press(window, "Enter")
	r.shows(window, "You are in, "+window)
}

// saved waits until a choice is on the screen and on the server's disk.
func (r *workshopRoom) saved(window, choice string) {
	r.t.Helper()
	screen := ""
	if !comes(func() bool {
		screen = r.screen(window)
		return strings.Contains(screen, "["+choice+"]") && strings.Contains(screen, "Saved") && !strings.Contains(screen, "Saving…")
	}) {
		r.t.Fatalf("%s: %s was never saved:\n%s", window, choice, screen)
	}
}

// votes presses choices, each after the one before is saved.
func (r *workshopRoom) votes(window string, choices ...string) {
	r.t.Helper()
	for _, choice := range choices {
		r.press(window, choice)
		r.saved(window, choice)
		r.press(window, "Enter")
	}
}

func (r *workshopRoom) session() *assessment.Session {
	r.t.Helper()
	s := store.New(r.data, time.Now)
	defer func() { _ = s.Close() }()
	heads, err := s.List(0, 1)
	if err != nil || len(heads) != 1 {
		r.t.Fatal(err)
	}
	session, err := s.Load(heads[0].ID)
	if err != nil {
		r.t.Fatal(err)
	}
	return session
}

func TestAWorkshopOverSSH(t *testing.T) {
	t.Parallel()
	r := newWorkshop(t)
	facilitator := r.open()
	people := []struct {
		name    string
		role    int
		keyless bool
		choices []string
	}{
		{"Dana", 0, false, []string{"1", "1", "1", "2"}},
		{"Ali", 1, false, []string{"1", "4", "1", "2"}},
		{"Mia", 2, false, []string{"1", "1", "2", "2"}},
		{"Tom", 3, false, []string{"1", "1", "1", "2"}},
		{"Eva", 3, true, []string{"1", "2", "1", "2"}},
	}
	keys := map[string]string{}
	for _, p := range people {
		if !p.keyless {
			keys[p.name] = r.key(p.name)
		}
		r.comes(p.name, r.code, keys[p.name])
		r.sits(p.name, p.role)
		if p.keyless {
			r.shows(p.name, "If the connection breaks, come back with: ssh -p "+r.port)
		}
		r.votes(p.name, p.choices...)
	}
	r.press(facilitator, "1")
	r.shows(facilitator, "5 people, 5 here. The room is open.")
	if screen := r.screen(facilitator); strings.Contains(screen, "in place") || strings.Contains(screen, "partly") {
		t.Errorf("the facilitator sees votes before they are shown:\n%s", screen)
	}

	// Ali's connection breaks. With the same key the seat is there, at the same question.
	r.shows("Ali", "5 of 15")
	r.tmux("kill-session", "-t", "Ali")
	r.shows(facilitator, "5 people, 4 here.")
	r.comes("Ali", r.code, keys["Ali"])
	r.shows("Ali", "5 of 15")
	// Eva has no key. Her seat's own code leads back.
	r.press("Eva", "Escape")
	_, evas := r.wayIn(r.shows("Eva", "come back to your seat with:"))
	if evas == r.code {
		t.Fatal("no code for the seat")
	}
	r.press("Eva", "Enter")
	r.shows("Eva", "5 of 15")
	r.tmux("kill-session", "-t", "Eva")
	r.shows(facilitator, "5 people, 4 here.")
	r.isAsked("Eva", evas, "")
	r.shows("Eva", "5 of 15")
	r.shows(facilitator, "5 people, 5 here.")

	// Tom leaves, reads how to come back, and does.
	r.press("Tom", "Escape")
	r.shows("Tom", "Your votes 4 of 15")
	r.press("Tom", "q", "y")
	_, toms := r.wayIn(r.shows("Tom", "Your votes are kept. To come back: ssh"))
	r.isAsked("Tom again", toms, keys["Tom"])
	r.shows("Tom again", "5 of 15")
	r.shows(facilitator, "5 people, 5 here.")

	// Nobody new comes into a locked room; whoever has a seat was not sent away.
	r.press(facilitator, "l")
	r.shows(facilitator, "The room is locked.")
	r.comes("late", r.code, r.key("late"))
	r.shows("late", "The room is locked, so nobody new can come in.")

	// The largest disagreement comes first.
	r.press(facilitator, "v")
	r.shows(facilitator, "Show the votes on 4 questions?")
	r.press(facilitator, "y")
	r.shows(facilitator, "▸ Is it settled which files and programs the AI may use? ○ 1 ◐ 1 ● 3 From “no” to “in place”")
	r.press(facilitator, "Enter")
	r.shows(facilitator, "no Ali (technical)")
	r.shows(facilitator, "the most cautious answer counts: no.")
	r.press(facilitator, "d")
	r.shows(facilitator, "What did the room decide?")
	r.press(facilitator, "Up", "Enter", "Enter")
	r.shows(facilitator, "▸ Who decided")
	r.write(facilitator, "Dana and Ali")
	r.press(facilitator, "Enter")
	r.shows(facilitator, "▸ Who sees to it")
	r.write(facilitator, "Ali")
	r.press(facilitator, "Enter")
	r.write(facilitator, "4 dec 2030")
	r.shows(facilitator, "4 Dec 2030")
	r.press(facilitator, "Enter")
	r.shows(facilitator, "▸ Why")
	r.write(facilitator, "Ali writes the list by Friday.")
	r.press(facilitator, "Enter")
	r.shows(facilitator, "Decided: partly, by Dana and Ali.")
	// People see it too, and cannot change what was shown.
	r.press("Mia", "Left")
	r.shows("Mia", "Not decided yet.")
	r.press("Mia", "1")
	r.shows("Mia", "so yours stays as it is.")

	r.press(facilitator, "s")
	r.shows(facilitator, "[Summary]")
	r.press(facilitator, "Escape")
	r.shows(facilitator, "How to come in")
	r.press(facilitator, "q")
	r.shows(facilitator, "End the workshop?")
	r.press(facilitator, "y")
	r.shows("Mia", "This workshop is over.")

	report := r.run("export", r.session().ID, "--format", "md")
	flat := strings.Join(strings.Fields(report), " ")
	for _, piece := range []string{
		"What the team said", "Where you agree", "Where you do not agree", "What was decided",
		"Ali (technical)", "Dana and Ali", "Ali writes the list by Friday.",
	} {
		if !strings.Contains(flat, piece) {
			t.Errorf("the report does not say %q", piece)
		}
	}
	if t.Failed() {
		t.Log(report)
	}
	session := r.session()
	var d assessment.Decision
	for question, decision := range session.Team.Decisions {
		d = decision
		if got := session.Answers[question]; got.Level != assessment.Partly || got.Owner != "Ali" || got.Due != "2030-12-04" {
			t.Errorf("%s counts as %+v", question, got)
		}
	}
	if len(session.Team.Decisions) != 1 || len(d.Dissent) != 4 {
		t.Errorf("the dissent is %+v", d.Dissent)
	}
}

// Fields paste from the clipboard of the computer that they run on. In a workshop that is
// the facilitator's, so nobody who comes in may press that key.
func TestNobodyReadsTheFacilitatorsClipboard(t *testing.T) {
	t.Parallel()
	r := newWorkshop(t)
	tools := t.TempDir()
	read := filepath.Join(tools, "was-read")
	script := fmt.Sprintf("#!/bin/sh\ntouch '%s'\necho the secret\n", read)
	if err := os.WriteFile(filepath.Join(tools, "xclip"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	r.surroundings = []string{"PATH=" + tools + string(os.PathListSeparator) + os.Getenv("PATH"), "WAYLAND_DISPLAY="}
	facilitator := r.open()
	r.comes("Dana", r.code, "")
	r.shows("Dana", "What is your name?")
	r.press("Dana", "C-v")
	r.write("Dana", "Dana")
	r.shows("Dana", "> Dana")
	r.press("Dana", "Enter", "Enter")
	r.shows("Dana", "You are in, Dana")
	r.press("Dana", "1")
	r.saved("Dana", "1")
	r.press("Dana", "n", "C-v")
	r.write("Dana", "my note")
	r.shows("Dana", "my note")
	r.press("Dana", "Escape")
	r.shows("Dana", "Saved")
	if _, err := os.Stat(read); err == nil {
		t.Error("somebody in the room read the facilitator's clipboard")
	}

	// The control: the facilitator can.
	r.press(facilitator, "v")
	r.shows(facilitator, "Show the votes on 1 question?")
	r.press(facilitator, "y")
	r.shows(facilitator, "What the room said")
	r.press(facilitator, "d")
	r.shows(facilitator, "What did the room decide?")
	r.press(facilitator, "Enter", "Enter")
	r.shows(facilitator, "▸ Who decided")
	r.press(facilitator, "C-v")
	r.shows(facilitator, "▸ Who decided the secret")
}

// The server is killed at any point, again and again. Whatever a person's screen called
// saved is there, and everybody comes back to their seat. READYCHECK_ROOM_KILLS=50 is the
// long run.
func TestAWorkshopSurvivesKills(t *testing.T) {
	kills := 2
	if text := os.Getenv("READYCHECK_ROOM_KILLS"); text != "" {
		var err error
		if kills, err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
	}
	t.Parallel()
	r := newWorkshop(t)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	names, keys := []string{"Dana", "Ali"}, map[string]string{}
	// seen is what each screen called saved last, by question.
	seen := map[string]map[string]assessment.Level{}
	for _, name := range names {
		keys[name], seen[name] = r.key(name), map[string]assessment.Level{}
	}
	flow := assessment.NewFlow(assessment.Default(), r.session())
	acknowledged := 0
	facilitator := ""
	for kill := range kills {
		facilitator = r.open()
		for _, name := range names {
			r.comes(name, r.code, keys[name])
			if kill == 0 {
				r.sits(name, 1)
			} else if strings.Contains(r.shows(name, "of 15"), "You have voted on everything") {
				r.press(name, "Enter")
			}
		}
		goTo := func(name string) string {
			at := random.IntN(flow.Len())
			r.press(name, "g")
			r.shows(name, "Jump to a question")
			r.write(name, strings.TrimSuffix(flow.At(at).Text, "?"))
			r.press(name, "Enter")
			r.shows(name, fmt.Sprintf("%d of 15", at+1))
			return flow.At(at).ID
		}
		// Somebody with a phone votes without a pause, until nobody answers any more.
		hand := fmt.Sprint("Phone ", kill)
		phone := newPhone(t, "127.0.0.1:"+r.phones)
		phone.joins(r.code, hand, assessment.RoleRisk)
		tapped := make(chan map[string]assessment.Level)
		go func() { tapped <- phone.taps(flow, rand.New(rand.NewPCG(seed, uint64(kill)))) }()
		for range 1 + random.IntN(3) {
			for _, name := range names {
				question, choice := goTo(name), strconv.Itoa(1+random.IntN(3))
				r.press(name, choice)
				r.saved(name, choice)
				q, _ := assessment.Default().Question(question)
				row, _ := strconv.Atoi(choice)
				seen[name][question] = q.For(&r.session().Setup).Options(&assessment.Default().Words)[row-1].Level
				acknowledged++
			}
		}
		// Nobody waits for these, so they may be there or not.
		for _, name := range names {
			delete(seen[name], goTo(name))
			r.press(name, strconv.Itoa(1+random.IntN(3)))
		}
		r.stopAtOnce(facilitator, names)
		seen[hand] = <-tapped
		acknowledged += len(seen[hand])
		r.holds(seen)
	}

	// What the room is shown and what it decides is there whole or not at all, and what the
	// facilitator's screen called saved is there.
	facilitator = r.open()
	r.press(facilitator, "v")
	r.shows(facilitator, "Show the votes on")
	r.press(facilitator, "y")
	r.stopAtOnce(facilitator, nil)
	r.holds(seen)
	shown := len(r.session().Team.Revealed)
	if hidden := r.session().Team.Hidden(); shown > 0 && hidden > 0 {
		t.Errorf("%d questions are shown, and %d are not", shown, hidden)
	}
	if shown == 0 {
		facilitator = r.open()
		r.press(facilitator, "v")
		r.shows(facilitator, "Show the votes on")
		r.press(facilitator, "y")
		r.shows(facilitator, "What the room said")
		r.stopAtOnce(facilitator, nil)
	}
	decide := func() {
		facilitator = r.open()
		r.press(facilitator, "v")
		r.shows(facilitator, "What the room said")
		r.press(facilitator, "d")
		r.shows(facilitator, "What did the room decide?")
		r.press(facilitator, "1", "Enter", "Enter")
		r.shows(facilitator, "▸ Who decided")
		r.write(facilitator, "Rosa")
		r.press(facilitator, "C-s")
	}
	decide()
	r.stopAtOnce(facilitator, nil)
	r.holds(seen)
	decided := len(r.session().Team.Decisions)
	decide()
	r.shows(facilitator, "Decided, and saved.")
	r.stopAtOnce(facilitator, nil)
	r.holds(seen)
	team := r.session().Team
	if len(team.Decisions) != 1 || decided > 1 || len(team.Revealed) == 0 || team.Hidden() != 0 {
		t.Errorf("what was shown and decided is gone: %+v, %+v", team.Decisions, team.Revealed)
	}
	t.Logf("%d kills, %d acknowledged votes, none lost", kills+3, acknowledged)

	// The control: one vote that was never cast is missed.
	seen["Dana"]["own-login"] = assessment.Unsure
	if missing(team, seen) == nil {
		t.Error("the control: a vote that is not there is not missed")
	}
}

// stopAtOnce kills the server, and then what is left of the people's connections.
func (r *workshopRoom) stopAtOnce(facilitator string, names []string) {
	r.t.Helper()
	r.kill(facilitator)
	for _, name := range names {
		r.tmux("kill-session", "-t", name)
	}
}

// holds checks that the file is whole and has every vote that a screen called saved.
func (r *workshopRoom) holds(seen map[string]map[string]assessment.Level) {
	r.t.Helper()
	r.run("doctor")
	if err := missing(r.session().Team, seen); err != nil {
		r.t.Fatal(err)
	}
}

// missing says which vote a team does not have as it was seen, or who does not have one seat.
func missing(team *assessment.Team, seen map[string]map[string]assessment.Level) error {
	for name, votes := range seen {
		var seats []string
		for _, seat := range team.Seats {
			if seat.Name == name {
				seats = append(seats, seat.ID)
			}
		}
		if len(seats) != 1 {
			return fmt.Errorf("%s has %d seats", name, len(seats))
		}
		for question, want := range votes {
			if got := team.Votes[question][seats[0]].Level; got != want {
				return fmt.Errorf("%s saw %v saved on %s, and it is %v", name, want, question, got)
			}
		}
	}
	return nil
}

// One person's keys cannot fill the disk: the same note is not kept again and again.
func TestOneVoterHasABoundOnDisk(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sessions.db")
	sessions := store.New(path, time.Now)
	t.Cleanup(func() { _ = sessions.Close() })
	set := assessment.Default()
	session := &assessment.Session{Business: "Rosa's Bakery", Use: "It drafts replies", SetID: set.ID, SetVersion: set.Version, Setup: assessment.Setup{
		Kind: "customer-replies", StageNow: "pilot", Connection: []string{"connector"}, Powers: []string{"read", "draft"}, Audience: []string{"staff"}, Information: []string{"personal"},
	}}
	if err := sessions.Create(session, assessment.Standing{}); err != nil {
		t.Fatal(err)
	}
	room, err := workshop.Open(workshop.Options{Store: sessions, Set: set, Session: session.ID, Now: time.Now, Host: "127.0.0.1", Port: 2222})
	if err != nil {
		t.Fatal(err)
	}
	dana, err := room.Enter(room.View().Code, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := dana.Sit("Dana", assessment.RoleBusiness); err != nil {
		t.Fatal(err)
	}
	question := assessment.NewFlow(set, session).At(0).ID
	// Each change is waited for, so that it is known which vote the next one replaces.
	levels := [...]assessment.Level{assessment.No, assessment.Unsure}
	note := strings.Repeat("𝕒", assessment.MaxVoteNote)
	var last assessment.Saved
	for i := range 3000 {
		last = <-dana.Vote(question, assessment.Answer{Level: levels[i%2], Note: note})
		if last.Err != nil {
			break
		}
	}
	if last.Err == nil {
		t.Error("somebody can change a vote without end")
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	const most = 1 << 20
	if info.Size() > most {
		t.Errorf("one voter made a file of %d KB", info.Size()>>10)
	}
	t.Logf("the file has %d KB", info.Size()>>10)
}
