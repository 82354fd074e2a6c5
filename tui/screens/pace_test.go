package screens

import (
	"bytes"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"charm.land/bubbles/v2/cursor"
	tea "charm.land/bubbletea/v2"
)

// finder looks for what it needs of the program that it is in, and leaves.
type finder struct {
	program *tea.Program
	ticker  *time.Ticker
}

func (f *finder) Init() tea.Cmd  { return func() tea.Msg { return "anything" } }
func (f *finder) View() tea.View { return tea.NewView("") }
func (f *finder) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if msg == "anything" {
		f.ticker = private[*time.Ticker](f.program, "ticker")
		return f, tea.Quit
	}
	return f, nil
}

// Where this fails, Bubble Tea keeps its ticker elsewhere. The screens still work, but cost
// processor time while nothing happens.
func TestThePrivateFieldIsFound(t *testing.T) {
	f := &finder{}
	f.program = tea.NewProgram(f, tea.WithInput(&bytes.Buffer{}), tea.WithOutput(io.Discard), tea.WithoutSignals())
	if _, err := f.program.Run(); err != nil {
		t.Fatal(err)
	}
	if f.ticker == nil {
		t.Error("the program has no ticker")
	}
	if private[*time.Timer](f.program, "ticker") != nil || private[*time.Ticker](f.program, "clock") != nil {
		t.Error("something was found that is not there")
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

// A cursor stands still: a field asks once to be told when it may blink, is told nothing,
// and the program rests.
func TestNothingBlinks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := drive(t, &memory{}, nil)
		d.press("n")
		asked := 0
		var hear func(cmd tea.Cmd)
		hear = func(cmd tea.Cmd) {
			if cmd == nil {
				return
			}
			switch msg := cmd().(type) {
			case tea.BatchMsg:
				for _, cmd := range msg {
					hear(cmd)
				}
			case cursor.BlinkMsg:
				if asked++; asked == 1 {
					_, cmd := d.m.Update(msg)
					hear(cmd)
				}
			}
		}
		_, cmd := d.m.Update(tea.KeyPressMsg{Code: 'a', Text: "a"})
		hear(cmd)
		if asked != 1 {
			t.Errorf("the field asked %d times", asked)
		}
	})
}
