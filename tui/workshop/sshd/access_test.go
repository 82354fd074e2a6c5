package sshd

import (
	"bytes"
	"encoding/binary"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	gossh "golang.org/x/crypto/ssh"

	"readycheck/tui/workshop"
)

// Who gets past the server at all.
func TestNobodyGetsInWithoutTheCode(t *testing.T) {
	room, _ := openRoom(t, nil)
	// Guesses are slowed down, and are looked at one after the other.
	s := serve(t, room, quickly)
	for name, user := range map[string]string{
		"no name": "", "root": "root", "a wrong code": "0000-0000", "a longer one": room.Code() + "0", "a shorter one": room.Code()[:8],
		"a very long one": strings.Repeat("a", 10_000), "the session's id": "bakery", "control characters": "\x1b[2J\x00",
	} {
		for kind, key := range map[string]gossh.Signer{"a key": newKey(t), "no key": nil} {
			if conn, err := s.dial(user, key); err == nil {
				_ = conn.Close()
				t.Errorf("%s with %s got in", name, kind)
			}
		}
	}
	for name, auth := range map[string][]gossh.AuthMethod{
		"nothing": nil, "a password": {gossh.Password(room.Code())}, "an empty password": {gossh.Password("")},
	} {
		conn, err := gossh.Dial("tcp", s.address, &gossh.ClientConfig{User: room.Code(), Auth: auth, HostKeyCallback: gossh.InsecureIgnoreHostKey()})
		if err == nil {
			_ = conn.Close()
			t.Errorf("%s with the right code got in", name)
		}
	}
	conn, err := s.dial(room.Code(), newKey(t))
	if err != nil {
		t.Fatalf("the control: the right code does not get in: %v", err)
	}
	_ = conn.Close()
}

// The code is asked for where it does not stand in the place of the name, so that nobody else
// on a shared computer reads it.
func TestTheCodeIsAskedFor(t *testing.T) {
	room, _ := openRoom(t, nil)
	s := serve(t, room, quickly)
	danas := newKey(t)
	come := func(key gossh.Signer, codes ...string) (*gossh.Client, []string, error) {
		var said []string
		answer := gossh.KeyboardInteractive(func(_, instruction string, questions []string, echo []bool) ([]string, error) {
			if len(questions) == 0 {
				return nil, nil
			}
			if len(codes) == 0 {
				return nil, net.ErrClosed
			}
			said = append(said, instruction+questions[0])
			if echo[0] {
				t.Error("the code is shown while it is typed")
			}
			code := codes[0]
			codes = codes[1:]
			return []string{code}, nil
		})
		auth := []gossh.AuthMethod{gossh.RetryableAuthMethod(answer, 3)}
		if key != nil {
			auth = append([]gossh.AuthMethod{gossh.PublicKeys(key)}, auth...)
		}
		conn, err := gossh.Dial("tcp", s.address, &gossh.ClientConfig{User: "rosa", Auth: auth, HostKeyCallback: gossh.InsecureIgnoreHostKey()})
		return conn, said, err
	}
	for name, key := range map[string]gossh.Signer{"a key": newKey(t), "no key": nil} {
		if conn, _, err := come(key, "0000-0000", "", strings.Repeat("a", 5000)); err == nil {
			_ = conn.Close()
			t.Errorf("%s and wrong codes got in", name)
		}
	}
	conn, said, err := come(danas, "0000-0000", strings.ToUpper(room.Code()))
	if err != nil {
		t.Fatal(err)
	}
	if len(said) != 2 || said[0] != codePrompt || said[1] != string(workshop.WrongCode)+codePrompt {
		t.Errorf("it asked %q", said)
	}
	dana := s.open(conn)
	dana.sit("Dana")
	dana.shows("You are in")
	dana.close()
	<-dana.ended
	// The key was proven before the code was asked for, so it leads back to the seat.
	if conn, _, err = come(danas, room.Code()); err != nil {
		t.Fatal(err)
	}
	s.open(conn).shows("1 of 15")
	// What is not a code is no guess: it keeps nobody waiting.
	if conn, _, err = come(nil, room.Code()); err != nil {
		t.Fatal(err)
	}
	_ = conn.Close()
	if looked := s.server.guesses.Looked(); looked != 3 {
		t.Errorf("%d codes were looked at", looked)
	}
}

// An offered key is not a proven one: offering Dana's key gives nobody Dana's seat.
func TestAnOfferedKeyIsNoProof(t *testing.T) {
	room, _ := openRoom(t, nil)
	s := serve(t, room, nil)
	danas := newKey(t)
	dana := s.enter(room.Code(), danas)
	dana.sit("Dana")
	dana.shows("You are in")
	dana.close()
	<-dana.ended
	// Mallory offers Dana's public key, cannot sign with it, and proves a key of their own.
	mallory := s.enter(room.Code(), nil)
	mallory.shows("What is your name?")
	mallory.close()
	conn, err := gossh.Dial("tcp", s.address, &gossh.ClientConfig{
		User: room.Code(), Auth: []gossh.AuthMethod{gossh.PublicKeys(forged{danas.PublicKey(), newKey(t)})}, HostKeyCallback: gossh.InsecureIgnoreHostKey(),
	})
	if err == nil {
		_ = conn.Close()
		t.Error("a key that was only offered got in")
	}
	back := s.enter(room.Code(), danas)
	back.shows("of 15")
}

// forged shows one key and signs with another.
type forged struct {
	shown gossh.PublicKey
	gossh.Signer
}

func (f forged) PublicKey() gossh.PublicKey { return f.shown }

// Everything that SSH offers beside a screen is refused, before and after the screen is
// there, and nothing is written on the server's disk but its key and the votes.
func TestAScreenAndNothingElse(t *testing.T) {
	room, _ := openRoom(t, nil)
	s := serve(t, room, nil)
	before := files(t, s.folder)
	canary := filepath.Join(s.folder, "canary")

	conn, err := s.dial(room.Code(), newKey(t))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	payload := func(parts ...string) []byte {
		return gossh.Marshal(struct{ A string }{strings.Join(parts, "")})
	}
	channel, requests, err := conn.OpenChannel("session", nil)
	if err != nil {
		t.Fatal(err)
	}
	go gossh.DiscardRequests(requests)
	refusedRequests := map[string][]byte{
		"exec": payload("touch " + canary), "subsystem": payload("sftp"), "x11-req": payload("x"), "auth-agent-req@openssh.com": nil,
		"signal": payload("KILL"), "break": {0, 0, 0, 9}, "env": gossh.Marshal(struct{ A, B string }{"LD_PRELOAD", "/tmp/x.so"}), "no-such-request": nil,
	}
	ask := func(when string) {
		for kind, data := range refusedRequests {
			if ok, err := channel.SendRequest(kind, true, data); err != nil || ok {
				t.Errorf("%s %s: %v, %v", kind, when, ok, err)
			}
		}
		for _, kind := range []string{"direct-tcpip", "forwarded-tcpip", "direct-streamlocal@openssh.com", "x11", "tun@openssh.com", "auth-agent@openssh.com", "no-such-channel"} {
			if extra, _, err := conn.OpenChannel(kind, gossh.Marshal(struct {
				Host string
				Port uint32
				From string
				At   uint32
			}{"127.0.0.1", 22, "127.0.0.1", 1})); err == nil {
				_ = extra.Close()
				t.Errorf("a channel %s was opened %s", kind, when)
			}
		}
		for _, kind := range []string{"tcpip-forward", "cancel-tcpip-forward", "streamlocal-forward@openssh.com", "no-such-request"} {
			if ok, _, err := conn.SendRequest(kind, true, gossh.Marshal(struct {
				Host string
				Port uint32
			}{"127.0.0.1", 0})); err != nil || ok {
				t.Errorf("%s %s: %v, %v", kind, when, ok, err)
			}
		}
		if extra, _, err := conn.OpenChannel("session", nil); err == nil {
			_ = extra.Close()
			t.Errorf("a second screen was opened %s", when)
		}
	}
	ask("before the screen")
	term := gossh.Marshal(struct {
		Term                          string
		Width, Height, PixelW, PixelH uint32
		Modes                         string
	}{"xterm-256color", 80, 24, 0, 0, ""})
	for kind, data := range map[string][]byte{"pty-req": term} {
		if ok, err := channel.SendRequest(kind, true, data); err != nil || !ok {
			t.Fatalf("the control: %s: %v, %v", kind, ok, err)
		}
	}
	if ok, err := channel.SendRequest("shell", true, nil); err != nil || !ok {
		t.Fatalf("the control: shell: %v, %v", ok, err)
	}
	ask("with the screen")
	_ = conn.Close()
	s.stop()
	if after := files(t, s.folder); !slices.Equal(before, after) {
		t.Errorf("the folder held %v and holds %v", before, after)
	}
}

func files(t *testing.T, folder string) []string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
		all = append(all, path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// admitted is a session of somebody with the code, before anything is asked of it.
func admitted(t *testing.T) *gossh.Session {
	t.Helper()
	room, _ := openRoom(t, nil)
	s := serve(t, room, nil)
	conn, err := s.dial(room.Code(), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	session, err := conn.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	return session
}

// Without a terminal there is nothing to show; a sentence says so.
func TestWithoutATerminal(t *testing.T) {
	session := admitted(t)
	var said bytes.Buffer
	session.Stderr = &said
	if err := session.Shell(); err != nil {
		t.Fatal(err)
	}
	if err := session.Wait(); err == nil || !strings.Contains(said.String(), "This needs a terminal") {
		t.Errorf("%v, %q", err, said.String())
	}
}

// A person's screen has no keys to anything but the votes. Each key that means something on
// another screen is pressed here, on each page that there is.
func TestAPersonsKeysReachNothingElse(t *testing.T) {
	room, store := openRoom(t, nil)
	s := serve(t, room, nil)
	t.Chdir(s.folder)
	before := files(t, s.folder)
	session := *store.Session
	c := s.enter(room.Code(), newKey(t))
	c.sit("Dana")
	c.shows("You are in")
	// The escape key as newer terminals send it: what follows it is no part of it.
	const esc = "\x1b[27u"
	aQuestion, myVotes, jump, help := "", esc, "g", "?"
	for _, place := range []string{aQuestion, myVotes, jump, help} {
		for _, key := range []string{"e", "d", "x", "o", "a", "w", "f", "b", "v", "l", "s", "y", "r", "c", "u", "h", "/", "\x05", "\x1a", "\x13", "\t", "\x1b[Z"} {
			c.press(place + key + esc)
		}
	}
	s.until("Dana", func() bool { return len(room.View().People) == 1 })
	// The screen still works: what it got was played to the end.
	c.press("g\r1")
	s.until("a vote", func() bool { return s.voted() >= 1 })
	if after := files(t, s.folder); !slices.Equal(before, after) {
		t.Errorf("the folder held %v and holds %v", before, after)
	}
	if now := store.Session; now.Business != session.Business || len(now.Answers) != 0 {
		t.Errorf("the session was changed: %+v", now)
	}
	if view := room.View(); len(view.Shown.Revealed) != 0 || view.Locked || view.Over != "" || len(view.Shown.Decisions) != 0 {
		t.Errorf("a person did what is the facilitator's: %+v", view)
	}
}

func TestSizesAreClamped(t *testing.T) {
	size := func(width, height uint32) []byte {
		return binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), height)
	}
	for _, c := range []struct{ width, height, wantWidth, wantHeight uint32 }{
		{80, 24, 80, 24}, {65536, 65536, widest, tallest}, {1 << 31, 1<<32 - 1, widest, tallest}, {0, 0, 1, 1}, {500, 201, 500, 200},
	} {
		data := size(c.width, c.height)
		clampSize(data)
		if !bytes.Equal(data, size(c.wantWidth, c.wantHeight)) {
			t.Errorf("%d by %d becomes %v", c.width, c.height, data)
		}
		request := append(append([]byte{0, 0, 0, 5}, "xterm"...), size(c.width, c.height)...)
		if !clampTerminal(request) || !bytes.Equal(request[9:], size(c.wantWidth, c.wantHeight)) {
			t.Errorf("%d by %d in a request for a terminal becomes %v", c.width, c.height, request)
		}
	}
	for name, broken := range map[string][]byte{
		"empty": nil, "cut": {0, 0, 0}, "no size": {0, 0, 0, 0}, "a name without end": {255, 255, 255, 255, 'x'},
		"a long name": append([]byte{0, 0, 1, 0}, make([]byte, 400)...),
	} {
		if clampTerminal(broken) {
			t.Errorf("%s is taken for a request", name)
		}
	}
}

// Many sizes are one, and none is waited for.
func TestTheLatestSizeIsKept(t *testing.T) {
	c := screenOnly{sizes: make(chan tea.WindowSizeMsg, 1)}
	for width := uint32(1); width <= 1000; width++ {
		c.put(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), 24))
	}
	if got := <-c.sizes; got.Width != 1000 || got.Height != 24 {
		t.Errorf("the size is %v", got)
	}
}

func TestTheHostKeyIsPrivateAndStays(t *testing.T) {
	room, _ := openRoom(t, nil)
	s := serve(t, room, nil)
	path := filepath.Join(s.folder, hostKeyName)
	info, err := os.Stat(path)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	other, _ := openRoom(t, nil)
	if _, err := NewServer(other, ServerOptions{Folder: s.folder}); err != nil {
		t.Fatal(err)
	}
	if room.View().Fingerprint == "" || room.View().Fingerprint != other.View().Fingerprint {
		t.Errorf("%q and %q", room.View().Fingerprint, other.View().Fingerprint)
	}
}

// A server is not made without something that tells who may come in.
func TestNoServerWithoutARoom(t *testing.T) {
	if _, err := NewServer(nil, ServerOptions{Folder: t.TempDir()}); err == nil {
		t.Error("a server without a room")
	}
	if _, err := NewServer(&workshop.Room{}, ServerOptions{Folder: t.TempDir()}); err == nil {
		t.Error("a server without a code")
	}
}

// People who are sent away, and those for whom it is over, read why and are let go.
func TestTheEndIsSaid(t *testing.T) {
	room, _ := openRoom(t, nil)
	s := serve(t, room, nil)
	dana, ali := s.enter(room.Code(), newKey(t)), s.enter(room.Code(), newKey(t))
	dana.sit("Dana")
	ali.sit("Ali")
	s.until("two people", func() bool { return len(room.View().People) == 2 })
	for _, p := range room.View().People {
		if p.Name == "Ali" {
			<-room.Remove(p.Seat)
		}
	}
	ali.shows("The facilitator has taken this seat out of the room.")
	<-ali.ended
	room.Lock(true)
	late := s.enter(room.Code(), newKey(t))
	<-late.ended
	s.stop()
	dana.shows(string(workshop.RoomOver))
	<-dana.ended
	if conn, err := net.Dial("tcp", s.address); err == nil {
		_ = conn.Close()
		t.Error("the server still listens")
	}
}

// A fault in one person's screen ends that screen. The others go on, and so does the person
// when they come back.
func TestAFaultEndsOneScreen(t *testing.T) {
	room, store := openRoom(t, nil)
	store.Fault = "boom"
	s := serve(t, room, nil)
	dana, ali, key := s.enter(room.Code(), newKey(t)), (*client)(nil), newKey(t)
	dana.sit("Dana")
	dana.shows("You are in")
	ali = s.enter(room.Code(), key)
	ali.sit("Ali")
	ali.shows("You are in")
	ali.press("1")
	s.until("a vote", func() bool { return s.voted() == 1 })
	ali.press("n" + store.Fault + "\x1b[27u")
	<-ali.ended
	if !strings.Contains(s.log.String(), store.Fault) {
		t.Errorf("the log says %q", s.log.String())
	}
	dana.press("1")
	s.until("Dana's vote", func() bool { return s.voted() == 2 })
	s.enter(room.Code(), key).shows("1 of 15")
}
