package tui

import (
	"bytes"
	"io"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
)

// finder looks for the ticker of the program that it is in, and leaves.
type finder struct {
	program *tea.Program
	found   *time.Ticker
}

func (f *finder) Init() tea.Cmd  { return func() tea.Msg { return "anything" } }
func (f *finder) View() tea.View { return tea.NewView("") }
func (f *finder) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if msg == "anything" {
		f.found = tickerOf(f.program)
		return f, tea.Quit
	}
	return f, nil
}

// Where this fails, Bubble Tea keeps its ticker elsewhere: the screens still work, but cost
// processor time while nothing happens.
func TestTheTickerIsFound(t *testing.T) {
	f := &finder{}
	f.program = tea.NewProgram(f, tea.WithInput(&bytes.Buffer{}), tea.WithOutput(io.Discard), tea.WithoutSignals())
	if _, err := f.program.Run(); err != nil {
		t.Fatal(err)
	}
	if f.found == nil {
		t.Error("the program has no ticker")
	}
}

func TestFramesComeQuicklyAfterAMessageAndRestLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := pace{ticker: time.NewTicker(time.Hour), sleeping: true}
		defer p.ticker.Stop()
		next := func() time.Duration {
			from := time.Now()
			<-p.ticker.C
			return time.Since(from)
		}
		for round := range 3 {
			p.wake()
			if got := next(); got != quick {
				t.Errorf("round %d: the first frame came after %s", round, got)
			}
			// Keys in between neither put the next frame off nor let the ticker rest.
			began := time.Now()
			for time.Since(began) < 2*awake {
				time.Sleep(quick / 2)
				p.wake()
				if got := next(); got > quick {
					t.Fatalf("round %d: a frame came after %s", round, got)
				}
			}
			time.Sleep(awake + quick)
			synctest.Wait()
			for len(p.ticker.C) > 0 {
				<-p.ticker.C
			}
			if got := next(); got < asleep/2 {
				t.Errorf("round %d: a frame was drawn %s after nothing happened", round, got)
			}
		}
	})
}
