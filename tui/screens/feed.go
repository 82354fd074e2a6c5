package screens

import (
	"context"
	"io"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
)

// feed reads what somebody's terminal sends and hands it to their program. Bubble Tea's own
// reader hands over each key and waits until somebody takes it, and once the program has ended
// nobody does: with keys on the way it would stay for ever, and the whole program with it. What
// is sent to a program that has ended is let go, so this one ends when the input does.
//
// Bubble Tea asks a terminal for its colours only where it has an input, so it gets a silent one.
type feed struct {
	over    context.Context
	end     context.CancelFunc
	typed   *uv.TerminalReader
	silence *io.PipeReader
}

func newFeed(over context.Context, typed io.Reader, term string) *feed {
	over, end := context.WithCancel(over)
	silence, _ := io.Pipe()
	return &feed{over, end, uv.NewTerminalReader(typed, term), silence}
}

// options are those of the program that is fed.
func (f *feed) options() []tea.ProgramOption {
	return []tea.ProgramOption{tea.WithInput(f.silence), tea.WithContext(f.over)}
}

// run feeds a program until the input ends. An input that fails ends the program.
func (f *feed) run(program *tea.Program) {
	events := make(chan uv.Event)
	go func() {
		defer close(events)
		if err := f.typed.StreamEvents(f.over, events); err != nil {
			f.end()
		}
	}()
	for event := range events {
		program.Send(event)
	}
}

// stop is called when the program has ended.
func (f *feed) stop() {
	f.end()
	_ = f.silence.Close()
}
