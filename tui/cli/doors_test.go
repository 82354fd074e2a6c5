//go:build !windows

package cli

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/netip"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"readycheck/assessment"
	"readycheck/tui/workshop"
	"readycheck/tui/workshop/workshoptest"
)

// bothDoors is a room with both of its doors, and people on either.
type bothDoors struct {
	t                *testing.T
	room             *workshop.Room
	memory           *workshoptest.Memory
	terminals, phone string
	question         string
	// dana and ali have a seat each: the codes that lead back to them.
	dana, ali string
}

func openBothDoors(t *testing.T) *bothDoors {
	t.Helper()
	w := &bothDoors{t: t, memory: &workshoptest.Memory{Session: workshoptest.Bakery()}}
	local := netip.MustParseAddr("127.0.0.1")
	terminals, err := listen(local, 0, "--port")
	if err != nil {
		t.Fatal(err)
	}
	phones, err := listen(local, 0, "--phones")
	if err != nil {
		t.Fatal(err)
	}
	w.terminals, w.phone = terminals.Addr().String(), phones.Addr().String()
	w.room, err = workshop.Open(workshop.Options{Store: w.memory, Set: assessment.Default(), Session: "bakery", Now: time.Now, Host: "127.0.0.1", Port: terminals.port(), Local: true})
	if err != nil {
		t.Fatal(err)
	}
	stop, err := doors{terminals: terminals, phones: phones}.let(w.room, t.TempDir()+"/d.db", io.Discard, 64)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Errorf("stopping: %v", err)
		}
	})
	flow := assessment.NewFlow(assessment.Default(), w.memory.Session)
	w.question = flow.At(0).ID
	w.dana, w.ali = w.seat("Dana"), w.seat("Ali")
	return w
}

// seat gives somebody a seat who has voted no on the first question.
func (w *bothDoors) seat(name string) (code string) {
	w.t.Helper()
	v, err := w.room.Enter(w.room.Code(), "")
	if err != nil {
		w.t.Fatal(err)
	}
	defer v.Leave()
	if err := v.Sit(name, assessment.RoleBusiness); err != nil {
		w.t.Fatal(err)
	}
	if saved := <-v.Vote(w.question, assessment.Answer{Level: assessment.No}); saved.Err != nil {
		w.t.Fatal(saved.Err)
	}
	return v.View().Code
}

// things are all that somebody might change, each in words.
func (w *bothDoors) things() map[string]string {
	view, out := w.room.View(), map[string]string{}
	var seats []string
	for _, p := range append(view.People, view.Away...) {
		seats = append(seats, p.Seat)
	}
	slices.Sort(seats)
	out["the seats"] = strings.Join(seats, " ")
	for name, code := range map[string]string{"Dana's": w.dana, "Ali's": w.ali} {
		v, err := w.room.Visit(code)
		if err != nil {
			out[name+" seat"] = err.Error()
			continue
		}
		own := v.View()
		out[name+" name"] = own.Name + " " + own.Role.String()
		for question, vote := range own.Session.Answers {
			out[name+" vote on "+map[bool]string{true: "the first", false: "another"}[question == w.question]+" question"] = fmt.Sprint(vote.Level)
		}
	}
	out["what was shown"] = fmt.Sprint(view.Shown.Revealed, view.Shown.Decisions, view.Shown.Second)
	out["the room"] = fmt.Sprint(view.Locked, view.Over, view.Step, view.Until)
	out["the session"] = fmt.Sprint(w.memory.Session.Answers)
	return out
}

// changed are the things that are otherwise than before.
func (w *bothDoors) changed(before map[string]string) (out []string) {
	now := w.things()
	for name := range now {
		if now[name] != before[name] {
			out = append(out, name)
		}
	}
	for name := range before {
		if _, still := now[name]; !still {
			out = append(out, name)
		}
	}
	return out
}

// sshScreen is somebody's screen over SSH, or why there is none.
type sshScreen struct {
	t      *testing.T
	client *gossh.Client
	err    error
	keys   io.Writer
	mu     sync.Mutex
	shown  bytes.Buffer
}

func (s *sshScreen) Write(data []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.shown.Write(data)
}

// screen comes in by a code, and waits until something of a screen is there.
func (w *bothDoors) screen(code string) *sshScreen {
	w.t.Helper()
	s := &sshScreen{t: w.t}
	config := &gossh.ClientConfig{
		User: code, HostKeyCallback: gossh.InsecureIgnoreHostKey(), Timeout: 10 * time.Second, //nolint:gosec // a test's own server
		Auth: []gossh.AuthMethod{gossh.KeyboardInteractive(func(string, string, []string, []bool) ([]string, error) { return nil, io.EOF })},
	}
	if s.client, s.err = gossh.Dial("tcp", w.terminals, config); s.err != nil {
		return s
	}
	w.t.Cleanup(func() { _ = s.client.Close() })
	session, err := s.client.NewSession()
	if err != nil {
		w.t.Fatal(err)
	}
	session.Stdout, session.Stderr = s, s
	if s.keys, err = session.StdinPipe(); err != nil {
		w.t.Fatal(err)
	}
	if err := session.RequestPty("xterm", 24, 80, nil); err != nil {
		w.t.Fatal(err)
	}
	if err := session.Shell(); err != nil {
		w.t.Fatal(err)
	}
	s.shows("my votes", "taken this seat")
	return s
}

// shows waits until one of some texts is drawn.
func (s *sshScreen) shows(any ...string) {
	s.t.Helper()
	if !comes(func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		for _, text := range any {
			if strings.Contains(s.shown.String(), text) {
				return true
			}
		}
		return false
	}) {
		s.t.Fatalf("the screen shows none of %q", any)
	}
}

// Who may do what, by either door: each role, on each thing, by all that the door takes from a
// person. What is not theirs to change is as it was.
func TestWhoMayDoWhatByEitherDoor(t *testing.T) {
	own, another := "Dana's vote on the first question", "Dana's vote on another question"
	vote := url.Values{"answer": {"in_place.0"}}
	web := func(cookie func(w *bothDoors) string, path string, values url.Values) func(w *bothDoors) {
		return func(w *bothDoors) {
			p := newPhone(w.t, w.phone)
			who := cookie(w)
			if who != "" {
				p.ask("/", p.ask("/", nil).form("/", "code", who))
			}
			sent := url.Values{}
			if values != nil {
				sent = p.ask("/q/"+w.question, nil).form("/q/" + w.question)
				for name, value := range values {
					sent[name] = value
				}
			}
			p.ask(strings.ReplaceAll(path, "QUESTION", w.question), sent)
		}
	}
	nobody := func(*bothDoors) string { return "" }
	dana := func(w *bothDoors) string { return w.dana }
	room := func(w *bothDoors) string { return w.room.Code() }
	screen := func(w *bothDoors) string { return w.room.ScreenCode() }
	// Keys are taken in their order, so the last of them, a vote, tells that the others were.
	ssh := func(code func(w *bothDoors) string, keys string) func(w *bothDoors) {
		return func(w *bothDoors) {
			if s := w.screen(code(w)); s.err == nil {
				_, _ = io.WriteString(s.keys, strings.ReplaceAll(keys, " ", ""))
			}
		}
	}
	shown := func(w *bothDoors) { <-w.room.Reveal(w.question) }
	away := func(w *bothDoors) { <-w.room.Remove(w.room.View().People[0].Seat) }
	over := func(w *bothDoors) { w.room.Close() }
	for name, c := range map[string]struct {
		before func(w *bothDoors)
		act    func(w *bothDoors)
		may    string
	}{
		"phone: a person, their own vote":             {act: web(dana, "/q/QUESTION", vote), may: own},
		"phone: a person, another's vote by a field":  {act: web(dana, "/q/QUESTION", url.Values{"answer": {"in_place.0"}, "seat": {"1"}, "name": {"Ali"}, "code": {"x"}}), may: own},
		"phone: a person without the form's token":    {act: web(dana, "/q/QUESTION", url.Values{"answer": {"in_place.0"}, "token": {""}})},
		"phone: a person with another's token":        {act: web(dana, "/q/QUESTION", url.Values{"answer": {"in_place.0"}, "token": {"0123456789abcdef"}})},
		"phone: a person, what was shown":             {before: shown, act: web(dana, "/q/QUESTION", vote)},
		"phone: a person, a question that is none":    {act: web(dana, "/q/no-such-question", vote)},
		"phone: a person, an answer that is none":     {act: web(dana, "/q/QUESTION", url.Values{"answer": {"yes"}})},
		"phone: a person, the name of another":        {act: web(dana, "/seat", url.Values{"name": {"ali"}, "role": {"risk"}})},
		"phone: a person, their own name":             {act: web(dana, "/seat", url.Values{"name": {"Dana B"}, "role": {"risk"}}), may: "Dana's name"},
		"phone: a person, a reveal":                   {act: web(dana, "/reveal", vote)},
		"phone: a person, a decision":                 {before: shown, act: web(dana, "/decide", vote)},
		"phone: a person, a second vote for the room": {before: shown, act: web(dana, "/again/QUESTION", vote)},
		"phone: a person, the lock":                   {act: web(dana, "/lock", vote)},
		"phone: a person, the time":                   {act: web(dana, "/time", vote)},
		"phone: a person, another's seat":             {act: web(dana, "/seat", url.Values{"remove": {"Ali"}, "name": {""}})},
		"phone: a person who was taken out":           {before: away, act: web(dana, "/q/QUESTION", vote)},
		"phone: a person after the end":               {before: over, act: web(dana, "/q/QUESTION", vote)},
		"phone: the room's code without a seat":       {act: web(room, "/q/QUESTION", vote)},
		"phone: the big screen, a vote":               {act: web(screen, "/q/QUESTION", vote)},
		"phone: the big screen, the room":             {act: web(screen, "/screen", url.Values{"reveal": {"1"}})},
		"phone: a stranger, a vote":                   {act: web(nobody, "/q/QUESTION", vote)},
		"phone: a stranger, a seat":                   {act: web(nobody, "/join", url.Values{"name": {"Eve"}, "role": {"risk"}, "code": {"0000-0000"}})},
		"phone: a stranger, a name":                   {act: web(nobody, "/seat", url.Values{"name": {"Eve"}})},
		"terminal: a person, their own vote":          {act: ssh(dana, "1"), may: another},
		"terminal: a person, the facilitator's keys":  {act: ssh(dana, "v \r d x h r T + 1"), may: another},
		"terminal: a person, what was shown":          {before: shown, act: ssh(dana, "\x1b[D 1 \x1b[C 1"), may: another},
		"terminal: a person who was taken out":        {before: away, act: ssh(dana, "1")},
		"terminal: a person after the end":            {before: over, act: ssh(dana, "1")},
		"terminal: the big screen's code":             {act: ssh(screen, "1")},
		"terminal: a code that is none":               {act: ssh(func(*bothDoors) string { return "0000-0000" }, "1")},
		"terminal: no code":                           {act: ssh(func(*bothDoors) string { return "dana" }, "1")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := openBothDoors(t)
			if c.before != nil {
				c.before(w)
			}
			before := w.things()
			c.act(w)
			if c.may == "" {
				if changed := w.changed(before); len(changed) > 0 {
					t.Errorf("changed: %q", changed)
				}
				return
			}
			if !comes(func() bool { return reflect.DeepEqual(w.changed(before), []string{c.may}) }) {
				t.Errorf("changed: %q", w.changed(before))
			}
		})
	}
}

// A terminal takes a screen and nothing else, by whatever code: no command, no file, no port.
func TestATerminalTakesAScreenAlone(t *testing.T) {
	w := openBothDoors(t)
	s := w.screen(w.dana)
	for _, kind := range []string{"direct-tcpip", "x11", "session"} {
		if channel, _, err := s.client.OpenChannel(kind, nil); err == nil {
			if ok, _ := channel.SendRequest("exec", true, gossh.Marshal(struct{ Command string }{"id"})); ok {
				t.Errorf("%s: a command is taken", kind)
			}
			if kind != "session" {
				t.Errorf("%s is opened", kind)
			}
		}
	}
	if listener, err := s.client.Listen("tcp", "127.0.0.1:0"); err == nil {
		_ = listener.Close()
		t.Error("a port is opened")
	}
	if conn, err := net.DialTimeout("tcp", w.phone, time.Second); err != nil {
		t.Errorf("the phones' door: %v", err)
	} else {
		_ = conn.Close()
	}
}
