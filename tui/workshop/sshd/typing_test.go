package sshd

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
)

// A paste or a sequence that never ends is not kept in memory for ever.
func TestWhatNeverEndsIsEnded(t *testing.T) {
	room, store := openRoom(t, nil)
	s := serve(t, room, nil)
	key := newKey(t)
	c := s.enter(room.Code(), key)
	c.sit("Dana")
	c.shows("You are in")
	for name, start := range map[string]string{"a paste": "\x1b[200~", "a title": "\x1b]2;", "a device's answer": "\x1bP", "a key": "\x1b["} {
		// On a busy computer the pieces may come so late that a sequence counts as broken off,
		// and the rest as keys, which are taken at a person's pace. Then it is sent again.
		for tries := 3; ; tries-- {
			// The client may have to stop in the middle.
			_, _ = io.WriteString(c.keys, start+strings.Repeat("0", 3*bytesAtOnce))
			if c.ends(5 * time.Second) {
				c.shows(string(tooMuch))
				break
			}
			if tries == 1 {
				t.Fatalf("%s goes on for ever", name)
			}
			c.close()
			<-c.ended
			c = s.enter(room.Code(), key)
			c.shows("of 15")
		}
		c = s.enter(room.Code(), key)
		c.shows("of 15")
	}

	// The control: the longest note can be pasted, in the longest letters.
	note := strings.Repeat("𝕒", assessment.MaxVoteNote)
	c.press("1n\x1b[200~" + note + "\x1b[201~\x1b[27u")
	s.until("the note", func() bool {
		votes := store.Votes()
		return len(votes) > 0 && votes[len(votes)-1].Vote.Note == note
	})
}

// Keys are taken as fast as anybody types, and not faster.
func TestTypingIsTakenAtAPersonsPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		typed := newTyping(context.Background(), bytes.NewReader(make([]byte, 10*bytesAtOnce)))
		key := tea.KeyPressMsg{Code: 'a', Text: "a"}
		began := time.Now()
		for range keysAtOnce {
			typed.heard(nil, key)
		}
		if took := time.Since(began); took > 0 {
			t.Errorf("a burst of keys took %s", took)
		}
		for range 10 * keysASecond {
			typed.heard(nil, key)
		}
		if took := time.Since(began).Round(time.Second); took != 10*time.Second {
			t.Errorf("more keys took %s", took)
		}

		typed = newTyping(context.Background(), bytes.NewReader(make([]byte, bytesAtOnce+10*bytesASecond)))
		buffer := make([]byte, 1024)
		began = time.Now()
		for read := 0; ; {
			n, err := typed.Read(buffer)
			if read += n; errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			typed.heard(nil, tea.PasteMsg{})
			if took := time.Since(began); read <= bytesAtOnce && took > 0 {
				t.Fatalf("%d bytes took %s", read, took)
			}
		}
		if took := time.Since(began).Round(time.Second); took != 10*time.Second {
			t.Errorf("reading took %s", took)
		}
	})
}
