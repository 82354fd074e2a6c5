package sshd

import (
	"context"
	"io"
	"sync/atomic"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/time/rate"

	"readycheck/tui/workshop"
)

// Limits of what one person can type: so many bytes at once, and so many a second after
// that; the same in keys. The longest note fits, pasted at once. Nobody types as fast as
// the rest.
const (
	bytesAtOnce, bytesASecond = 64 << 10, 16 << 10
	keysAtOnce, keysASecond   = 1000, 100
)

const tooMuch = workshop.Refusal("That was more text at once than fits here. Your votes are kept: come in again.")

// typing is what one person's client sends. It is taken no faster than a person types, so
// that nobody can keep the computer busy, and it ends when much was read that became no
// key: a paste or a sequence without an end would be kept in memory for as long as it goes
// on.
type typing struct {
	from        io.Reader
	over        context.Context
	bytes, keys *rate.Limiter
	// size is the one that the screen may have.
	size atomic.Pointer[tea.WindowSizeMsg]
	// unheard is how much was read since the last key.
	unheard atomic.Int64
	// flooded is true when it ended because of that.
	flooded atomic.Bool
}

func newTyping(over context.Context, from io.Reader) *typing {
	return &typing{
		from: from, over: over,
		bytes: rate.NewLimiter(bytesASecond, bytesAtOnce), keys: rate.NewLimiter(keysASecond, keysAtOnce),
	}
}

func (t *typing) Read(into []byte) (int, error) {
	n, err := t.from.Read(into[:min(len(into), bytesAtOnce)])
	if t.unheard.Add(int64(n)) > bytesAtOnce {
		t.flooded.Store(true)
		return 0, tooMuch
	}
	if wait := t.bytes.WaitN(t.over, n); wait != nil && err == nil {
		err = wait
	}
	return n, err
}

// heard is a filter of the program's messages: it sees what became of what was typed. Whoever
// types too fast keeps only their own screen waiting.
func (t *typing) heard(_ tea.Model, msg tea.Msg) tea.Msg {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		// A terminal can tell its size in what it types. Each cell costs memory, so the only
		// size that counts is the one that was asked for at the door and fits.
		if may := t.size.Load(); may == nil || msg != *may {
			return nil
		}
	case tea.KeyMsg, tea.PasteMsg, tea.MouseMsg:
		t.unheard.Store(0)
		_ = t.keys.Wait(t.over) // which fails when it is over, and then nothing matters
	case tea.SuspendMsg, tea.ClipboardMsg:
		// A terminal can type what its clipboard holds, though nobody asked for it.
		return nil
	}
	return msg
}
