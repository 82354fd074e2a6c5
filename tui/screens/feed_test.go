package screens

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"
	"testing/synctest"

	tea "charm.land/bubbletea/v2"
)

// Keys that are on the way when somebody's screens end hold nothing up: the reader ends when
// the input does. A goroutine that stays behind would never let the bubble end.
func TestKeysOnTheWayHoldNothingUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		typed, hand := io.Pipe()
		var screen bytes.Buffer
		room := newBooth("Ali", 5)
		defer close(room.changed) // as a room does when somebody is gone
		program := NewVoter(room, VoterOptions{Over: context.Background(), Input: typed, Term: "xterm", Log: io.Discard},
			tea.WithOutput(&screen), tea.WithEnvironment([]string{"TERM=xterm"}), tea.WithWindowSize(80, 24), tea.WithoutSignalHandler())
		ended := make(chan error)
		go func() { ended <- program.Run() }()
		synctest.Wait()
		// The first leaves, and the others find nobody.
		if _, err := io.WriteString(hand, "\x03"+strings.Repeat("1", 1000)); err != nil {
			t.Fatal(err)
		}
		if err := <-ended; err != nil {
			t.Error(err)
		}
		_ = hand.Close()
		if !strings.Contains(screen.String(), "\x1b]11;?") {
			t.Error("the terminal was not asked for its background")
		}
	})
}

// An input that fails, as one does that sends too much, ends the screens.
func TestAnInputThatFailsEndsTheScreens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		typed, hand := io.Pipe()
		room := newBooth("Ali", 5)
		defer close(room.changed) // as a room does when somebody is gone
		program := NewVoter(room, VoterOptions{Over: context.Background(), Input: typed, Term: "xterm", Log: io.Discard},
			tea.WithOutput(io.Discard), tea.WithEnvironment([]string{"TERM=xterm"}), tea.WithWindowSize(80, 24), tea.WithoutSignalHandler())
		ended := make(chan error)
		go func() { ended <- program.Run() }()
		_ = hand.CloseWithError(io.ErrUnexpectedEOF)
		if err := <-ended; err == nil {
			t.Error("they ended as if the person had left")
		}
	})
}
