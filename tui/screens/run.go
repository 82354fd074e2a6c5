package screens

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	xterm "golang.org/x/term"

	"readycheck/tui/interview"
)

// Options are what the screens need from outside.
type Options struct {
	interview.Options
	// Theme is auto, dark, light or contrast.
	Theme string
	Mouse bool
	// Folder is where the answers stay, for the welcome; File is the file of them, for the line
	// that stays in the shell.
	Folder, File string

	// OpenRoom opens a room on paper on a session; nil where there is none.
	OpenRoom func(session string) (PaperRoom, error)

	// who makes the controller; without one, it is the owner.
	who func(*model) controller
	// firstList is the reading of the list that began already.
	firstList tea.Cmd

	// noClipboard is true on a terminal that is known to have none.
	noClipboard bool
	// fewSigns is true on a terminal that cannot show our signs.
	fewSigns bool
}

// framesPerSecond is what Bubble Tea draws at most until pace takes over.
const framesPerSecond = 120

// New makes the screens as a model, for a program that runs them by other means than Run.
func New(o Options) tea.Model {
	o.firstList = readAhead(o.Store)
	return newModel(o)
}

// Run shows the screens until the person leaves. Whatever was queued in the store by
// then is written when the store is closed.
func Run(o Options) error {
	options := []tea.ProgramOption{tea.WithFPS(framesPerSecond)}
	if os.Getenv("NO_COLOR") != "" {
		options = append(options, tea.WithColorProfile(colorprofile.ASCII))
	}
	switch os.Getenv("TERM") {
	case "linux", "vt100", "vt220", "dumb":
		o.noClipboard = true
	case "":
		// Windows has no such name, and its terminals copy.
		o.noClipboard = runtime.GOOS != "windows"
	}
	o.fewSigns = fewSignsHere(runtime.GOOS)
	screens := &guard{model: New(o), log: o.Log}
	program := tea.NewProgram(screens, options...)
	screens.quit, screens.pace.program = program.Quit, program

	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, hangupSignals...)
	defer signal.Stop(hangups)
	over := make(chan struct{})
	defer close(over)
	go func() {
		select {
		case <-hangups:
			program.Send(hangUp{})
		case <-over:
		}
	}()

	end := exchange(&o, program)
	_, err := program.Run()
	end()
	leave(screens.model)
	if screens.fault != nil {
		return screens.fault
	}
	if said := farewell(screens.model); said != "" && xterm.IsTerminal(int(os.Stdout.Fd())) {
		_, _ = io.WriteString(os.Stdout, said+"\n")
	}
	if errors.Is(err, tea.ErrInterrupted) {
		return nil
	}
	if err != nil && o.Log != nil {
		_, _ = fmt.Fprintln(o.Log, err)
	}
	return err
}
