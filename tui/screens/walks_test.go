package screens

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"readycheck/assessment"
)

// walks is how many walks of random keys a test makes; READYCHECK_WALKS sets more.
func walks(t *testing.T) int {
	t.Helper()
	if text := os.Getenv("READYCHECK_WALKS"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	return 120
}

// walkKeys are what a walk presses, the likelier the more often they stand here.
var walkKeys = []string{
	"enter", "enter", "enter", "enter", "esc", "down", "down", "up", "left", "right", "tab", "shift+tab", "space", "home", "end", "pgdown",
	"1", "1", "2", "3", "4", "5", "6", "7", "8", "9", "s", "t", "n", "o", "g", "l", "a", "v", "f", "w", "b", "y", "u", "d", "r", "c", "e", "x", "i", "m", "h", "p", "P",
	"j", "k", "/", "?", "D", "q", "ctrl+s", "backspace",
}

// walkTexts are what a walk types where text is taken.
var walkTexts = []string{"Rosa", "friday", "4 dec", "a note of two words", "Bäckerei 面包店", "~/papers", "e\u0301"}

// walker is somebody who presses keys at random.
type walker struct {
	*driver
	t    *testing.T
	rand *rand.Rand
	// folders are those that papers were written to.
	folders string
}

// inWords are the fields of forms in which words are typed.
var inWords = []string{"business", "use", "tool", "note", "reason", "owner", "due", "path", "folder"}

// newWalker opens the screens on a few sessions, somewhere in the life of each.
func newWalker(t *testing.T, seed uint64) *walker {
	w := &walker{t: t, rand: rand.New(rand.NewPCG(seed, 18))}
	store := &memory{}
	for i, answered := range []int{0, 5, 15}[:w.rand.IntN(4)] {
		s := bakery(answered)
		s.ID, s.Business = fmt.Sprintf("bakery-%d", i), []string{"Rosa's Bakery", "Café Müller", "Rosa's Bakery"}[i]
		flow := assessment.NewFlow(assessment.Default(), s)
		for at := range answered {
			a := s.Answers[flow.At(at).ID]
			a.Due = []string{"", "2026-11-01", "2026-12-04"}[w.rand.IntN(3)]
			a.At = noon.AddDate(0, -w.rand.IntN(12), 0)
			s.Answers[flow.At(at).ID] = a
		}
		store.Sessions = append(store.Sessions, s)
	}
	w.open(store)
	return w
}

// open starts the screens on what is stored.
func (w *walker) open(store *memory) {
	w.driver = drive(w.t, store, func(o *Options) {
		o.Papers = func(_ *assessment.Set, _ *assessment.Session, _, folder string) (int, error) {
			w.folders += folder + "\n"
			return 14, nil
		}
	})
}

// typing is what stands typed in a form on the screen, and is not saved.
func (w *walker) typing() (d assessment.Draft, ok bool) {
	for _, s := range []screen{w.m.page, w.m.below, w.m.screen} {
		if form, is := s.(typing); is {
			if d := form.draft(); !d.Empty() {
				return d, true
			}
		}
	}
	return d, false
}

// kept reports whether a text that was typed is still somewhere: in its form, as a draft, or in
// what is saved.
func (w *walker) kept(text string) bool {
	if text = strings.TrimSpace(text); text == "" {
		return true
	}
	if day, err := assessment.ReadDay(text, noon); err == nil && day != text && w.kept(day) {
		return true // it is saved as the day that it was read as
	}
	if d, ok := w.typing(); ok {
		for _, field := range d.Fields {
			if strings.Contains(field, text) {
				return true
			}
		}
	}
	for _, d := range w.store.Kept {
		for _, field := range d.Fields {
			if strings.Contains(field, text) {
				return true
			}
		}
	}
	for _, s := range w.store.Sessions {
		said := []string{s.Business, s.Use, s.Setup.Tool}
		for _, a := range s.Answers {
			said = append(said, a.Note, a.Reason, a.Owner, a.Due)
		}
		if strings.Contains(strings.Join(said, "\n"), text) {
			return true
		}
	}
	return strings.Contains(w.export+w.folders, text)
}

// step does one thing at random, and says what.
func (w *walker) step() string {
	switch n := w.rand.IntN(100); {
	case n < 4:
		sizes := []tea.WindowSizeMsg{{Width: 40, Height: 12}, {Width: 80, Height: 24}, {Width: 120, Height: 40}, {Width: 200, Height: 60}, {Width: 30, Height: 8}}
		to := sizes[w.rand.IntN(len(sizes))]
		w.send(to)
		return fmt.Sprintf("%dx%d", to.Width, to.Height)
	case n < 6:
		// Killed, and started again.
		leave(w.m)
		w.open(w.store)
		return "kill"
	case n < 8:
		w.press("ctrl+c")
		leave(w.m)
		w.open(w.store)
		return "ctrl+c"
	case n < 10:
		w.send(draftDue{})
		return "draftDue"
	case n < 24 && w.m.front().capturesText():
		text := walkTexts[w.rand.IntN(len(walkTexts))]
		if w.rand.IntN(4) == 0 {
			w.send(tea.PasteMsg{Content: text})
		} else {
			w.typed(text)
		}
		return strconv.Quote(text)
	}
	key := walkKeys[w.rand.IntN(len(walkKeys))]
	w.press(key)
	return key
}

// fits reports what of the screen does not fit the window.
func (w *walker) fits() string {
	content := w.m.View().Content
	lines := strings.Split(content, "\n")
	if s := w.m.size; s.width >= minWidth && s.height >= minHeight {
		if len(lines) > s.height {
			return fmt.Sprintf("%d lines in a window of %d", len(lines), s.height)
		}
		for _, line := range lines {
			if wide := ansi.StringWidth(line); wide > s.width {
				return fmt.Sprintf("a line of %d in a window of %d: %q", wide, s.width, ansi.Strip(line))
			}
		}
	}
	return ""
}

// walk walks for some steps and then home, and reports what went wrong. After is done after each
// step; it is nil, or does harm that must be noticed.
func (w *walker) walk(after func(*walker)) (wrong string) {
	const steps, farthest = 60, 4
	var way []string
	defer func() {
		if p := recover(); p != nil {
			wrong = fmt.Sprintf("panic: %v", p)
		}
		if wrong != "" {
			wrong = fmt.Sprintf("%s\nafter %s\n%s", wrong, strings.Join(way, " "), w.text())
		}
	}()
	for range steps {
		before, typed := w.typing()
		did := w.step()
		way = append(way, did)
		if after != nil {
			after(w)
		}
		if wrong := w.fits(); wrong != "" {
			return wrong
		}
		if lost := w.lost(before); typed && did != "backspace" && did != "u" && len(lost) > 0 {
			return fmt.Sprintf("%s: of %s, %q is lost", did, before.Form.Name, lost)
		}
	}
	for presses := 0; !isHome(w.m.screen) || w.m.page != nil; presses++ {
		if presses == farthest {
			return "esc does not lead home in four"
		}
		w.press("esc")
		way = append(way, "esc")
	}
	return ""
}

// lost are the texts that were typed before and are nowhere now.
func (w *walker) lost(before assessment.Draft) []string {
	var lost []string
	for _, name := range slices.Sorted(maps.Keys(before.Fields)) {
		if slices.Contains(inWords, name) && !w.kept(before.Fields[name]) {
			lost = append(lost, before.Fields[name])
		}
	}
	// In a form that is still open, one text is being changed.
	if now, open := w.typing(); open && now.Form == before.Form && len(lost) == 1 {
		return nil
	}
	return lost
}

// Whoever presses keys at random meets no fault and no dead end: whatever was typed is kept, the
// screen fits the window, and from everywhere esc leads home in at most four.
func TestWalksOfRandomKeys(t *testing.T) {
	for seed := range uint64(walks(t)) {
		if wrong := newWalker(t, seed).walk(nil); wrong != "" {
			t.Fatalf("walk %d: %s", seed, wrong)
		}
	}
}

// The walks would notice drafts that are lost, and a way that does not lead back.
func TestWalksNoticeHarm(t *testing.T) {
	for name, harm := range map[string]struct {
		do   func(*walker)
		says string
	}{
		"drafts lost": {func(w *walker) { w.store.Kept = nil; clear(w.m.drafts) }, "is lost"},
		"no way back": {func(w *walker) {
			if q, ok := w.m.screen.(*questionScreen); ok && w.m.page == nil {
				w.m.trail = slices.Repeat(trail{newPapers(q.work).(*papersScreen)}, 9)
			}
		}, "four"},
	} {
		noticed := false
		for seed := uint64(0); seed < 200 && !noticed; seed++ {
			noticed = strings.Contains(newWalker(t, seed).walk(harm.do), harm.says)
		}
		if !noticed {
			t.Errorf("%s: no walk noticed", name)
		}
	}
}
