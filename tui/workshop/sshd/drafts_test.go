package sshd

import (
	"path/filepath"
	"strings"
	"testing"
)

// A connection that is lost takes no words along: whoever comes back to the seat has them in
// the same form, and nobody else, and nothing of it is on the host's disk.
func TestALostConnectionKeepsTheWords(t *testing.T) {
	room, m := openRoom(t, nil)
	s := serve(t, room, nil)
	key := newKey(t)
	c := s.enter(room.Code(), key)
	c.sit("Quinn")
	c.shows("You are in")
	c.press("n")
	c.shows("save and go back")
	c.press("QuokkaZ")
	c.shows("Z") // a fast screen draws the word in pieces
	saves := m.Saves()
	c.close()
	s.until("the end of the connection", func() bool { return !room.View().People[0].Here })

	other := s.enter(room.Code(), newKey(t))
	other.sit("Oona")
	other.shows("You are in")
	other.press("n")
	other.shows("save and go back")
	if more := m.Saves() - saves; more != 1 {
		t.Errorf("%d writes besides the other's seat", more-1)
	}
	c = s.enter(room.Code(), key)
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
	c := s.enter(room.Code(), key)
	c.shows("What is your name?")
	c.press("QuokkaZ")
	c.shows("Z") // a fast screen draws the word in pieces
	c.close()
	s.until("the end of the connection", func() bool { return room.View().Arriving == 0 })
	c = s.enter(room.Code(), key)
	c.shows("QuokkaZ")
	c.press("\r\r")
	c.shows("You are in, QuokkaZ")
}
