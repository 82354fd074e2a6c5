package sshd

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/ssh"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	gossh "golang.org/x/crypto/ssh"

	"readycheck/assessment"
	"readycheck/tui/screens"
	"readycheck/tui/workshop"
	"readycheck/tui/workshop/gate"
)

// pieces are what somebody types, as it comes: each read gets one. After the last one nothing
// comes until it is over.
type pieces struct {
	left [][]byte
	over <-chan struct{}
}

func (p *pieces) Read(into []byte) (int, error) {
	if len(p.left) == 0 {
		<-p.over
		return 0, io.EOF
	}
	n := copy(into, p.left[0])
	if p.left[0] = p.left[0][n:]; len(p.left[0]) == 0 {
		p.left = p.left[1:]
	}
	return n, nil
}

// cut cuts what is typed into pieces of the lengths given.
func cut(typed, lengths []byte) [][]byte {
	var all [][]byte
	for _, length := range lengths {
		n := min(int(length)+1, len(typed))
		all = append(all, typed[:n])
		typed = typed[n:]
	}
	all = append(all, typed)
	return slices.DeleteFunc(all, func(piece []byte) bool { return len(piece) == 0 })
}

// Whatever somebody in a room types, and however it comes in pieces, they see a screen of the
// size that was asked for, vote, and do nothing else: not on this computer, and not in the
// room.
func FuzzTyping(f *testing.F) {
	const name = "Dana\r\r"
	for _, typed := range []string{
		"", "Dana\r", name, name + "1\x1b[C2n", name + "1nBecause\x1b[27u", name + "g\r5nNo\x13", name + "?\x1b[27ul", name + "1\x1b[200~a paste\x1b[201~",
		name + "n\x1b[200~" + strings.Repeat("𝕒", 100) + "\x1b[201~\x1b[27u", name + "\x1b[8;200;500t1", name + "\x1b]52;c;aGVsbG8=\x07n\x16\x18\x03",
		name + "\x1b[97;;99:116:114:108:43:118u", name + "\x1a\x1b[118;5u", name + "\x1bq\x1b[27uqy", "\x1b[<0;10;10M\x1b[<0;10;10m", "\x1b[?62;52c\x1b[?1u\x1bP>|x\x1b\\\x1b]11;rgb:ff/ff/ff\x07",
		"\xff\xfe\x80\x00", "\x1b[48;200;500;0;0t\x1b[I\x1b[O",
	} {
		f.Add([]byte(typed), []byte{2, 0, 0, 7})
	}
	f.Fuzz(func(t *testing.T, typed, lengths []byte) {
		if len(typed) > 1000 {
			t.Skip("longer than the fuzzer needs")
		}
		synctest.Test(t, func(t *testing.T) { typeInto(t, typed, lengths) })
	})
}

func typeInto(t *testing.T, typed, lengths []byte) {
	room, store := openRoom(t, nil)
	session := *store.Session
	voter, err := room.Enter(room.Code(), "Dana's key")
	if err != nil {
		t.Fatal(err)
	}
	ctx, leave := context.WithCancel(context.Background())
	defer leave()
	hand := newTyping(ctx, &pieces{cut(typed, lengths), ctx.Done()})
	may := tea.WindowSizeMsg{Width: 80, Height: 24}
	hand.size.Store(&may)
	var log logged
	var screen bytes.Buffer
	keys := 0
	heard := func(m tea.Model, msg tea.Msg) tea.Msg {
		// Drawn as it is before the message, and so after every one but the last.
		lines := strings.Split(m.View().Content, "\n")
		if len(lines) > may.Height {
			t.Errorf("%d lines of %d:\n%s", len(lines), may.Height, ansi.Strip(strings.Join(lines, "\n")))
		}
		for _, line := range lines {
			if width := ansi.StringWidth(line); width > may.Width {
				t.Errorf("%d cells of %d: %q", width, may.Width, line)
			}
		}
		msg = hand.heard(m, msg)
		switch msg := msg.(type) {
		case tea.WindowSizeMsg:
			if msg != may {
				t.Errorf("the size is %v", msg)
			}
		case tea.KeyMsg, tea.PasteMsg, tea.MouseMsg:
			keys++
		}
		if kind := strings.ToLower(fmt.Sprintf("%T", msg)); strings.Contains(kind, "clipboard") || strings.Contains(kind, "suspend") || strings.Contains(kind, "exec") || strings.Contains(kind, "printline") {
			t.Errorf("%s gets through", kind)
		}
		return msg
	}
	program := screens.NewVoter(voter, screens.VoterOptions{
		Over: ctx, Input: hand, Term: "xterm-256color", Now: time.Now, Log: &log, Profile: colorprofile.TrueColor,
	},
		tea.WithOutput(&screen), tea.WithEnvironment([]string{"TERM=xterm-256color"}), tea.WithWindowSize(may.Width, may.Height),
		tea.WithFilter(heard), tea.WithoutSignalHandler())
	ended := make(chan struct{})
	go func() {
		_ = program.Run()
		close(ended)
	}()
	// Longer than a key is waited for that may have begun, by a clock that does not go while
	// anybody works.
	time.Sleep(time.Second)
	leave()
	<-ended
	voter.Leave()
	// What was typed has a clock of its own, which still goes for as long as a draft waits.
	time.Sleep(2 * time.Second)
	synctest.Wait()

	if text := log.String(); text != "" {
		t.Errorf("the log says %s", text)
	}
	// Twice, since the client of a person may name a key when it goes down and when it goes up.
	if keys > 2*len(typed) {
		t.Errorf("%d bytes were %d keys", len(typed), keys)
	}
	if drawn := screen.String(); strings.Contains(drawn, "\x1b]52;") {
		t.Errorf("the clipboard is in what was drawn: %q", drawn)
	}
	for _, found := range rowOf.FindAllStringSubmatch(screen.String(), -1) {
		if len(found[1]) > 2 || found[1] > "24" && len(found[1]) == 2 {
			t.Errorf("row %s of 24 is drawn in", found[1])
		}
	}
	if now := store.Session; now.Business != session.Business || now.Use != session.Use || len(now.Answers) != 0 {
		t.Errorf("the session was changed: %+v", now)
	}
	view := room.View()
	if len(view.Shown.Revealed) != 0 || view.Locked || view.Over != "" || len(view.Shown.Decisions) != 0 || len(view.People) > 1 {
		t.Errorf("a person did what is the facilitator's: %+v", view)
	}
	for _, saved := range store.Votes() {
		vote := saved.Vote
		q, known := assessment.Default().Question(saved.Question)
		if !known || vote.Level != assessment.Unanswered && !q.Allows(vote.Level) || vote.Note != assessment.Clean(vote.Note, assessment.MaxVoteNote) || vote.Owner+vote.Due+vote.By != "" {
			t.Errorf("%s: %+v", saved.Question, vote)
		}
	}
}

// asked are the kinds of requests that the payloads are tried as.
var asked = []string{
	"pty-req", "window-change", "env", "shell", "exec", "subsystem", "signal", "break", "x11-req", "auth-agent-req@openssh.com", "no-such-request",
}

// request is one request as the fuzzer writes it: its kind, its length, and what is in it.
func request(kind string, payload []byte) []byte {
	head := binary.BigEndian.AppendUint16([]byte{byte(slices.Index(asked, kind))}, uint16(len(payload)))
	return append(head, payload...)
}

func requests(data []byte) []*gossh.Request {
	var all []*gossh.Request
	for len(data) >= 3 {
		length := min(int(binary.BigEndian.Uint16(data[1:])), len(data)-3)
		all = append(all, &gossh.Request{Type: asked[int(data[0])%len(asked)], Payload: bytes.Clone(data[3 : 3+length])})
		data = data[3+length:]
	}
	return all
}

// asking is a channel on which somebody asks for things, and hears nothing.
type asking struct {
	gossh.NewChannel
	wants []*gossh.Request
}

func (a *asking) Accept() (gossh.Channel, <-chan *gossh.Request, error) {
	requests := make(chan *gossh.Request)
	go func() {
		for _, r := range a.wants {
			requests <- r
		}
		close(requests)
	}()
	return deaf{}, requests, nil
}

// deaf is a channel to nobody.
type deaf struct{}

func (deaf) Read([]byte) (int, error)                       { return 0, io.EOF }
func (deaf) Write(data []byte) (int, error)                 { return len(data), nil }
func (deaf) Close() error                                   { return nil }
func (deaf) CloseWrite() error                              { return nil }
func (deaf) Stderr() io.ReadWriter                          { return &bytes.Buffer{} }
func (deaf) SendRequest(string, bool, []byte) (bool, error) { return true, nil }

// connection is what a server knows of one connection.
type connection struct {
	context.Context
	sync.Mutex
	values map[any]any
}

func (c *connection) User() string                  { return "" }
func (c *connection) SessionID() string             { return "" }
func (c *connection) ClientVersion() string         { return "" }
func (c *connection) ServerVersion() string         { return "" }
func (c *connection) RemoteAddr() net.Addr          { return &net.TCPAddr{} }
func (c *connection) LocalAddr() net.Addr           { return &net.TCPAddr{} }
func (c *connection) Permissions() *ssh.Permissions { return &ssh.Permissions{} }
func (c *connection) SetValue(key, value any)       { c.values[key] = value }
func (c *connection) Value(key any) any             { return c.values[key] }

// Whatever a client asks for on its channel, it gets a terminal of a size that can be drawn
// and the word for its colours, and the computer's own environment stays.
func FuzzRequests(f *testing.F) {
	size := func(width, height uint32) []byte {
		return gossh.Marshal(struct{ Width, Height, PixelWidth, PixelHeight uint32 }{width, height, 0, 0})
	}
	terminal := func(term string, width, height uint32, modes string) []byte {
		return append(append(gossh.Marshal(struct{ Term string }{term}), size(width, height)...), gossh.Marshal(struct{ Modes string }{modes})...)
	}
	text := func(text string) []byte { return gossh.Marshal(struct{ Text string }{text}) }
	variable := func(name, value string) []byte { return gossh.Marshal(struct{ Name, Value string }{name, value}) }
	for _, seed := range [][][]byte{
		{request("pty-req", terminal("xterm-256color", 80, 24, "\x00")), request("shell", nil)},
		{request("pty-req", terminal("xterm", 1<<31, 1<<32-1, "\x80\x00\x00\x96\x00\x00")), request("window-change", size(0, 0)), request("shell", text("touch canary")), request("window-change", size(1<<30, 1))},
		{request("env", variable("COLORTERM", "truecolor")), request("env", variable("LD_PRELOAD", "/tmp/x.so")), request("env", variable("PATH", "")), request("shell", nil)},
		{request("exec", text("touch canary")), request("subsystem", text("sftp")), request("signal", text("KILL")), request("break", []byte{0, 0, 0, 9})},
		{request("pty-req", []byte{255, 255, 255, 255, 'x'}), request("window-change", []byte{0, 0, 0, 1}), request("env", []byte{0, 0, 0, 99}), request("shell", nil)},
		{request("pty-req", terminal("", 1, 1, "")), request("pty-req", terminal("xterm", 500, 200, "")), request("x11-req", nil), request("shell", nil), request("shell", nil)},
	} {
		f.Add(bytes.Join(seed, nil))
	}
	room, _ := openRoom(f, nil)
	s, err := NewServer(room, ServerOptions{Folder: f.TempDir()})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		environment := os.Environ()
		all := requests(data)
		shell := slices.ContainsFunc(all, func(r *gossh.Request) bool { return r.Type == "shell" })
		shown := make(chan ssh.Session, 1)
		handled := make(chan struct{})
		s.server.Handler = func(session ssh.Session) {
			shown <- session
			<-handled
		}
		ctx := &connection{Context: context.Background(), values: map[any]any{admissionKey: &gate.Admission{}}}
		s.channel(s.server, nil, &asking{wants: all}, ctx)
		defer close(handled)
		if shell {
			session := <-shown
			pty, _, ok := session.Pty()
			if ok && (!drawn(pty.Window.Width, pty.Window.Height) || len(pty.Term) > longestTerm) {
				t.Errorf("the terminal is %+v", pty)
			}
			if said := session.Environ(); len(said) > mostVariables || slices.ContainsFunc(said, func(v string) bool {
				return !strings.HasPrefix(v, "COLORTERM=") || len(v) > len("COLORTERM=")+longestTerm
			}) {
				t.Errorf("the environment is %q", said)
			}
			if session.Subsystem() != "" {
				t.Errorf("the subsystem is %q", session.Subsystem())
			}
		}
		select {
		case session := <-shown:
			t.Errorf("a screen without a shell: %v", session)
		case size := <-ctx.values[sizesKey].(chan tea.WindowSizeMsg):
			if !drawn(size.Width, size.Height) {
				t.Errorf("the size is %v", size)
			}
		default:
		}
		if !slices.Equal(environment, os.Environ()) {
			t.Errorf("the environment was %q and is %q", environment, os.Environ())
		}
		s.canvas.mu.Lock()
		defer s.canvas.mu.Unlock()
		if s.canvas.left < 0 || s.canvas.left > sharedCells {
			t.Errorf("%d cells are left of %d", s.canvas.left, sharedCells)
		}
	})
}

func drawn(width, height int) bool {
	return width >= 1 && width <= widest && height >= 1 && height <= tallest
}

// Of a code, what does not matter: the lines between its groups, and letters that look like
// digits. A longer text than longestCode is not looked at.
var asRead = strings.NewReplacer("-", "", "o", "0", "i", "1", "l", "1")

const longestCode = 40

// Nobody comes in but by the room's code or a seat's, however it is written.
func FuzzCode(f *testing.F) {
	room, _ := openRoom(f, nil)
	dana, err := room.Enter(room.Code(), "")
	if err != nil {
		f.Fatal(err)
	}
	if err := dana.Sit("Dana", assessment.RoleRisk); err != nil {
		f.Fatal(err)
	}
	danas := dana.View().Code
	for _, code := range []string{room.Code(), strings.ToUpper(room.Code()), danas, strings.ReplaceAll(danas, "-", ""), "", "-", "root", "0000-0000", "ſ", "\x00", strings.Repeat("a", 100)} {
		f.Add(code, false)
		f.Add(code, true)
	}
	f.Fuzz(func(t *testing.T, code string, beside bool) {
		if beside {
			// The codes are others in each run, so the fuzzer could not find what is near them.
			code = room.Code() + code
		}
		s := &Server{room: room, guesses: gate.NewGuesses(0, 1e9), gate: gate.New(gate.Options{Most: 1, FromOne: 1, Unproven: 1})}
		a := s.gate.Admit(&pretended{address: "10.0.0.1:1"})
		defer func() { _ = a.Close() }()
		shown, err := s.show(&connection{Context: context.Background(), values: map[any]any{admissionKey: a}}, code, "a key")
		in := err == nil
		if in && (shown.Extensions[shownCode] != code || shown.Extensions[provenKey] != "a key") {
			t.Errorf("%q came in with %v", code, shown.Extensions)
		}
		plain := asRead.Replace(strings.ToLower(code))
		right := len(code) <= longestCode && (plain == asRead.Replace(room.Code()) || plain == asRead.Replace(danas))
		if in != right {
			t.Errorf("%q gets in: %v", code, in)
		}
		if proven := s.gate.Codeless() == 0; proven != in {
			t.Errorf("%q is proven: %v", code, proven)
		}
		if voter, err := room.Enter(code, ""); err == nil {
			voter.Leave()
			if len(code) <= longestCode && !right {
				t.Errorf("%q is let into the room", code)
			}
		}
	})
}

// Whatever the file of the host key holds, it is a key that a server can use, or a sentence
// says what to do. The file stays as it is.
func FuzzHostKey(f *testing.F) {
	key, err := hostKey(f.TempDir())
	if err != nil {
		f.Fatal(err)
	}
	for _, data := range [][]byte{key, key[:len(key)/2], nil, []byte("-----BEGIN OPENSSH PRIVATE KEY-----\n-----END OPENSSH PRIVATE KEY-----\n"), bytes.Repeat(key, 3), append([]byte("x\n"), key...)} {
		f.Add(data)
	}
	path := filepath.Join(f.TempDir(), hostKeyName)
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		key, err := readKey(path)
		if err == nil {
			signer, parsing := gossh.ParsePrivateKey(key)
			if parsing != nil {
				t.Fatal(parsing)
			}
			if _, err := signer.Sign(strings.NewReader(strings.Repeat("x", 4096)), []byte("room")); err != nil {
				t.Errorf("it signs nothing: %v", err)
			}
		} else if said, ok := err.(workshop.Refusal); !ok || !strings.Contains(string(said), path) || key != nil {
			t.Errorf("%q, %v", key, err)
		}
		if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, data) {
			t.Errorf("it held %q and holds %q (%v)", data, after, err)
		}
	})
}
