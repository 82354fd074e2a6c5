package workshop

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"readycheck/assessment"
)

func draftOf(name, text string) assessment.Draft {
	return assessment.Draft{Form: assessment.Form{Session: "bakery", Name: name}, Fields: map[string]string{"note": text}}
}

// A connection that is lost takes no words along: whoever comes back to the seat has them in
// the same form, and nobody else, and nothing of it is on the host's disk.
func TestALostConnectionKeepsTheWords(t *testing.T) {
	room, m := openRoom(t, nil)
	s := serve(t, room, nil)
	key := newKey(t)
	c := s.enter(room.code, key)
	c.sit("Quinn")
	c.shows("You are in")
	c.press("n")
	c.shows("save and go back")
	c.press("QuokkaZ")
	c.shows("Z") // a fast screen draws the word in pieces
	saves := m.saves
	c.close()
	s.until("the end of the connection", func() bool { return !room.View().People[0].Here })

	other := s.enter(room.code, newKey(t))
	other.sit("Oona")
	other.shows("You are in")
	other.press("n")
	other.shows("save and go back")
	if m.mu.Lock(); m.saves != saves+1 {
		t.Errorf("%d writes besides the other's seat", m.saves-saves-1)
	}
	m.mu.Unlock()
	c = s.enter(room.code, key)
	c.shows("1 of ")
	c.press("n")
	c.shows("This is what you had typed.")
	c.shows("QuokkaZ")
	other.mu.Lock()
	if strings.Contains(other.output.String(), "Quokka") || strings.Contains(other.output.String(), "had typed") {
		t.Error("another person has the words")
	}
	other.mu.Unlock()
	if files, err := filepath.Glob(filepath.Join(s.folder, "*")); err != nil || len(files) != 1 {
		t.Errorf("the server wrote %v", files)
	}
}

// A name that is half typed comes back with the key of who typed it.
func TestALostConnectionKeepsAName(t *testing.T) {
	room, _ := openRoom(t, nil)
	s := serve(t, room, nil)
	key := newKey(t)
	c := s.enter(room.code, key)
	c.shows("What is your name?")
	c.press("QuokkaZ")
	c.shows("Z") // a fast screen draws the word in pieces
	c.close()
	s.until("the end of the connection", func() bool { return room.View().Arriving == 0 })
	c = s.enter(room.code, key)
	c.shows("QuokkaZ")
	c.press("\r\r")
	c.shows("You are in, QuokkaZ")
	if room.mu.Lock(); len(room.typed) != 0 {
		t.Errorf("with the seat, the name is still kept: %v", room.typed)
	}
	room.mu.Unlock()
}

// What somebody types is theirs, and has a bound.
func TestDraftsOfARoom(t *testing.T) {
	room, m := openRoom(t, nil)
	seat := func(name, key string) *Voter {
		v, err := room.Enter(room.code, key)
		if err != nil {
			t.Fatal(err)
		}
		if err := v.Sit(name, assessment.RoleOther); err != nil {
			t.Fatal(err)
		}
		return v
	}
	ali, dana := seat("Ali", "key a"), seat("Dana", "key d")
	saves := m.saves
	ali.KeepDraft(draftOf("note one", "Quokka"))
	if len(dana.Drafts()) != 0 || len(ali.Drafts()) != 1 {
		t.Fatalf("%v %v", ali.Drafts(), dana.Drafts())
	}

	// Who comes back has them, and the connection before does not undo what they type now.
	again, err := room.Enter(room.code, "key a")
	if err != nil {
		t.Fatal(err)
	}
	ali.KeepDraft(draftOf("note one", "Quokka!"))
	if got := again.Drafts(); len(got) != 1 || got[0].Fields["note"] != "Quokka!" {
		t.Errorf("%v", got)
	}
	again.KeepDraft(draftOf("note one", "Quokkas"))
	ali.KeepDraft(draftOf("note one", "Quok"))
	ali.KeepDraft(assessment.Draft{Form: draftOf("note one", "").Form})
	if got := again.Drafts(); len(got) != 1 || got[0].Fields["note"] != "Quokkas" {
		t.Errorf("%v", got)
	}

	for i := range 100 {
		dana.KeepDraft(draftOf(fmt.Sprint("note ", i), strings.Repeat("ü", assessment.MaxVoteNote)))
	}
	size := 0
	for _, d := range dana.Drafts() {
		size += draftSize(d)
	}
	if size > mostTypedBytes || size < mostTypedBytes/2 {
		t.Errorf("%d bytes are kept for one person", size)
	}
	for i := range 2 * mostTypists {
		v, err := room.Enter(room.code, fmt.Sprint("stranger ", i))
		if err != nil {
			t.Fatal(err)
		}
		v.KeepDraft(draftOf("seat", "Quokka"))
		v.Leave()
	}
	if len(room.typed) != mostTypists {
		t.Errorf("kept for %d people", len(room.typed))
	}

	if result := <-room.Remove(again.seat); result.Err != nil {
		t.Fatal(result.Err)
	}
	again.KeepDraft(draftOf("note one", "Quokka"))
	if _, kept := room.typed[again.seat]; kept {
		t.Error("kept for somebody who was taken out")
	}
	if m.saves != saves+1 {
		t.Errorf("%d writes for drafts", m.saves-saves-1)
	}
}
