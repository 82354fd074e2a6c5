package cli

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"readycheck/assessment"
	"readycheck/store"
	"readycheck/tui/workshop"
)

// What a real room leaves, with a ballot on paper, somebody who was sent away, a decision and a
// change of mind, goes out as a file and comes back byte by byte.
func TestARoomComesBackFromItsFile(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "sessions.db")
	r := &ballotRoom{t: t, folder: folder, path: path}
	set := assessment.Default()
	session := &assessment.Session{Business: "Rosa's Bakery", Use: "It drafts replies", SetID: set.ID, SetVersion: set.Version, Setup: assessment.Setup{
		Kind: "customer-replies", StageNow: "pilot", Connection: []string{"connector"}, Powers: []string{"read", "draft"}, Audience: []string{"staff"},
		Information: []string{"personal"}, Depth: assessment.Full,
	}}
	r.with(func(s *store.Store) {
		if err := s.Create(session, assessment.Standing{}); err != nil {
			t.Fatal(err)
		}
		r.id = session.ID
		saved := <-s.SaveAnswer(assessment.AnswerChange{Session: r.id, Question: "own-login", Answer: assessment.Answer{Level: assessment.InPlace, Owner: "Dev", Note: "Ask him"}, Base: 1})
		if saved.Err != nil {
			t.Fatal(saved.Err)
		}
	})
	r.must("Mia", "own-login: {level: na, reason: There is none}, off-switch: {level: partly, note: '=\"Tom\"'}", "Mia (risk): 2 votes kept.")
	r.with(func(s *store.Store) { holdRoom(t, s, r.id) })

	run := func(args ...string) string {
		t.Helper()
		var out bytes.Buffer
		root := (&program{now: time.Now}).root()
		root.SetOut(&out)
		root.SetArgs(args)
		if err := root.Execute(); err != nil {
			t.Fatalf("%v: %v", args, err)
		}
		return out.String()
	}
	file, other := filepath.Join(folder, "rosa.json"), filepath.Join(folder, "other", "sessions.db")
	first := run("export", "rosa", "--format", "json", "--data", path)
	for piece, want := range map[string]int{`"removed": true`: 1, `"paper": true`: 1, `"dissent"`: 1, `"reason": "There is none"`: 1, "a hidden note": 0, `"key"`: 0, `"secret"`: 0} {
		if got := strings.Count(first, piece); got != want {
			t.Errorf("the export says %s %d times, want %d", piece, got, want)
		}
	}
	run("export", "rosa", "--format", "json", "--data", path, "-o", file)
	run("import", file, "--data", other)
	if second := run("export", "rosa", "--format", "json", "--data", other); second != first {
		t.Errorf("it went out as\n%s\nand came back as\n%s", first, second)
	}
	// The report is the same but for what nobody has seen, which no export tells.
	const hidden = "One question has votes that nobody has seen yet. They do not count until they are shown.\n\n"
	before, after := run("export", "rosa", "--format", "md", "--data", path), run("export", "rosa", "--format", "md", "--data", other)
	if !strings.Contains(before, hidden) || strings.Replace(before, hidden, "", 1) != after {
		t.Errorf("it is another report:\n%s\nand was\n%s", after, before)
	}

	// The room goes on where it was imported: whoever comes is somebody new, and what was shown
	// stays.
	shown := len(r.session().Team.Revealed)
	r.path, r.id = other, ""
	r.with(func(s *store.Store) {
		heads, err := s.List(0, 0)
		if err != nil || len(heads) != 1 {
			t.Fatal(heads, err)
		}
		r.id = heads[0].ID
		room, err := workshop.Open(workshop.Options{Store: s, Set: set, Session: r.id, Now: time.Now, Host: "127.0.0.1", Port: 2222})
		if err != nil {
			t.Fatal(err)
		}
		view := room.View()
		if len(view.People) != 2 || len(view.Shown.Revealed) != shown {
			t.Errorf("the room has %+v and was shown %v", view.People, view.Shown.Revealed)
		}
		dana := entered(t, room, "SHA256:eve")
		if err := dana.Sit("Dana", assessment.RoleBusiness); err == nil {
			t.Error("somebody took the name of one who was there")
		}
		if err := dana.Sit("Eve", assessment.RoleBusiness); err != nil {
			t.Error(err)
		}
		if saved := <-dana.Vote("off-switch", assessment.Answer{Level: assessment.No}); saved.Err == nil {
			t.Error("a vote on what the room has seen is taken")
		}
	})
}

// entered is somebody at the door with the room's code and an SSH key.
func entered(t *testing.T, room *workshop.Room, key string) *workshop.Voter {
	t.Helper()
	voter, err := room.Enter(room.View().Code, key)
	if err != nil {
		t.Fatal(err)
	}
	return voter
}

// holdRoom holds a room of two on a session, and sends one of them away.
func holdRoom(t *testing.T, s *store.Store, id string) {
	t.Helper()
	room, err := workshop.Open(workshop.Options{Store: s, Set: assessment.Default(), Session: id, Now: time.Now, Host: "127.0.0.1", Port: 2222})
	if err != nil {
		t.Fatal(err)
	}
	saved := func(c <-chan assessment.Saved) {
		t.Helper()
		if r := <-c; r.Err != nil {
			t.Fatal(r.Err)
		}
	}
	for i, name := range []string{"Dana", "Ali"} {
		voter := entered(t, room, "SHA256:"+name)
		if err := voter.Sit(name, assessment.Roles[i]); err != nil {
			t.Fatal(err)
		}
		saved(voter.Vote("own-login", assessment.Answer{Level: assessment.Level(3 + i), Known: assessment.Seen, Note: "Tab\tand \x1b[31mred"}))
		saved(voter.Vote("off-switch", assessment.Answer{Level: assessment.InPlace, Known: assessment.Told}))
		saved(voter.Vote("purpose-clear", assessment.Answer{Level: assessment.No, Note: "a hidden note"}))
	}
	saved(room.Reveal("own-login"))
	saved(room.Reveal("off-switch"))
	saved(room.Decide("off-switch", assessment.Answer{Level: assessment.Partly, Known: assessment.Told, Note: "So be it."}, "Rosa"))
	for _, person := range room.View().People {
		if person.Name == "Ali" {
			saved(room.Remove(person.Seat))
		}
	}
	room.Close()
	saved(s.SaveAnswer(assessment.AnswerChange{Session: id, Question: "off-switch", Answer: assessment.Answer{Level: assessment.InPlace, Known: assessment.Seen}, Base: 1 << 62}))
}
