package screens

import (
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"sync"

	tea "charm.land/bubbletea/v2"
)

// errFault means that the screens ended by a fault of their own.
var errFault = errors.New("the screens stopped by a fault")

// guard keeps a panic of the screens from the person: Bubble Tea would restore the
// terminal and fill it with a stack trace. The trace goes to the log, and the program
// ends as if the person had left.
type guard struct {
	model tea.Model
	log   io.Writer
	// quit ends the program from outside Update.
	quit  func()
	pace  pace
	once  sync.Once
	fault error
}

func (g *guard) caught(recovered any) {
	g.once.Do(func() {
		g.fault = errFault
		if g.log != nil {
			_, _ = fmt.Fprintf(g.log, "%v\n%s\n", recovered, debug.Stack())
		}
		go g.quit()
	})
}

func (g *guard) Init() (cmd tea.Cmd) {
	defer func() {
		if p := recover(); p != nil {
			g.caught(p)
		}
	}()
	return g.watched(g.model.Init())
}

func (g *guard) Update(msg tea.Msg) (next tea.Model, cmd tea.Cmd) {
	defer func() {
		if p := recover(); p != nil {
			g.caught(p)
			next, cmd = g, nil
		}
	}()
	if g.pace.program != nil {
		g.pace.wake()
	}
	g.model, cmd = g.model.Update(msg)
	return g, g.watched(cmd)
}

func (g *guard) View() (view tea.View) {
	defer func() {
		if p := recover(); p != nil {
			g.caught(p)
			view = tea.View{}
		}
	}()
	return g.model.View()
}

// watched is a command that brings back nothing where it panics. A batch is watched one
// by one.
func (g *guard) watched(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer func() {
			if p := recover(); p != nil {
				g.caught(p)
				msg = nil
			}
		}()
		msg = cmd()
		if batch, ok := msg.(tea.BatchMsg); ok {
			watched := make(tea.BatchMsg, len(batch))
			for i := range batch {
				watched[i] = g.watched(batch[i])
			}
			return watched
		}
		return msg
	}
}
