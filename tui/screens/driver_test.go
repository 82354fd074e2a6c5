package screens

import (
	"fmt"
	"io"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"readycheck/assessment"
	"readycheck/tui/interview"
	"readycheck/tui/interview/interviewtest"
)

// driver presses keys and runs the commands that come back.
type driver struct {
	t      testing.TB
	m      *model
	store  *memory
	waits  []tea.Cmd
	quits  bool
	export string
}

// What the tests of all faces stand on.
type memory = interviewtest.Memory

var (
	noon    = interviewtest.Noon
	bakery  = interviewtest.Bakery
	errFull = interviewtest.ErrFull
	twice   = interviewtest.Twice
	ownSet  = interviewtest.OwnSet
)

func drive(t testing.TB, store *memory, change func(*Options)) *driver {
	t.Helper()
	d := &driver{t: t, store: store}
	o := Options{Theme: "dark", Folder: "~/readycheck", Options: interview.Options{
		Store: store, Set: assessment.Default, Now: func() time.Time { return noon }, Log: io.Discard,
		Export: func(_ *assessment.Set, s *assessment.Session, e interview.Export) error {
			d.export = fmt.Sprint(s.Business, " ", e.Format, " ", e.Path, " ", e.Extent)
			return nil
		},
	}}
	if change != nil {
		change(&o)
	}
	d.m = newModel(o)
	d.run(d.m.Init())
	d.send(setRead{o.Set()})
	d.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	return d
}

func (d *driver) send(msg tea.Msg) {
	_, cmd := d.m.Update(msg)
	d.run(cmd)
}

// clockwork is what only waits: a cursor that blinks, a tick, news of a room. A test does
// without it.
var clockwork = []string{"cursor.(*Model).Blink", "bubbletea/v2.Tick", "awaitRoom.func"}

// run runs a command to its end, but for a save that the store holds back: that one is
// kept for settle.
func (d *driver) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	name := runtime.FuncForPC(reflect.ValueOf(cmd).Pointer()).Name()
	switch {
	case slices.ContainsFunc(clockwork, func(idle string) bool { return strings.Contains(name, idle) }):
	case len(d.store.Held) > 0 && strings.Contains(name, "awaitSaved"):
		d.waits = append(d.waits, cmd)
	default:
		d.take(cmd())
	}
}

func (d *driver) take(msg tea.Msg) {
	switch msg := msg.(type) {
	case nil:
	case tea.BatchMsg:
		for _, cmd := range msg {
			d.run(cmd)
		}
	case tea.QuitMsg:
		d.quits = true
	default:
		d.send(msg)
	}
}

// settle lets held saves go and takes in their acknowledgements.
func (d *driver) settle() {
	d.store.Release()
	waits := d.waits
	d.waits = nil
	for _, wait := range waits {
		d.run(wait)
	}
}

var keyNames = map[string]tea.KeyPressMsg{
	"enter": {Code: tea.KeyEnter}, "esc": {Code: tea.KeyEscape}, "up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown},
	"left": {Code: tea.KeyLeft}, "right": {Code: tea.KeyRight}, "tab": {Code: tea.KeyTab}, "shift+tab": {Code: tea.KeyTab, Mod: tea.ModShift},
	"space": {Code: tea.KeySpace, Text: " "}, "backspace": {Code: tea.KeyBackspace}, "pgdown": {Code: tea.KeyPgDown},
	"f1": {Code: tea.KeyF1}, "ctrl+c": {Code: 'c', Mod: tea.ModCtrl}, "ctrl+s": {Code: 's', Mod: tea.ModCtrl}, "end": {Code: tea.KeyEnd}, "home": {Code: tea.KeyHome},
}

// press presses keys by name, separated by spaces; other words are typed.
func (d *driver) press(keys string) {
	d.t.Helper()
	for _, word := range strings.Fields(keys) {
		if k, ok := keyNames[word]; ok {
			d.send(k)
			continue
		}
		d.typed(word)
	}
}

func (d *driver) typed(text string) {
	for _, r := range text {
		d.send(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

// text is the screen without colours.
func (d *driver) text() string { return ansi.Strip(d.m.View().Content) }

func (d *driver) shows(pieces ...string) {
	d.t.Helper()
	flat := strings.Join(strings.Fields(d.text()), " ")
	for _, piece := range pieces {
		if !strings.Contains(flat, piece) {
			d.t.Errorf("the screen does not show %q:\n%s", piece, d.text())
		}
	}
}

func (d *driver) hides(piece string) {
	d.t.Helper()
	if strings.Contains(strings.Join(strings.Fields(d.text()), " "), piece) {
		d.t.Errorf("the screen shows %q:\n%s", piece, d.text())
	}
}

func width(line string) int { return ansi.StringWidth(line) }
