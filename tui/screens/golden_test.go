package screens

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

var update = flag.Bool("update", false, "write the golden screens anew; read them before you keep them")

var goldenSizes = []tea.WindowSizeMsg{{Width: 40, Height: 15}, {Width: 80, Height: 24}, {Width: 120, Height: 40}}

// goldenScreens are reached by keys from a store with one session of so many answers; -1 is
// an empty store.
var goldenScreens = []struct {
	name     string
	sessions int
	keys     string
}{
	{"welcome", -1, ""},
	{"home", 5, ""},
	{"setup", 5, "n"},
	{"question", 1, "enter left"},
	{"question-open", 5, "enter"},
	{"explain", 1, "enter left ?"},
	{"note", 1, "enter left n"},
	{"jump", 5, "enter g"},
	{"review", 12, "enter v"},
	{"summary", 15, "enter"},
	{"steps", 15, "enter tab"},
	{"section", 15, "enter 3"},
	{"checklists", 15, "enter 4"},
	{"stages", 15, "enter 5"},
	{"why", 15, "enter w"},
	{"what-if", 15, "enter w tab n"},
	{"step-done", 15, "enter 2 d 1"},
	{"letters", 15, "enter 2 m"},
	{"papers", 15, "enter P"},
	{"about", 15, "enter a"},
	{"delete", 5, "d"},
	{"export", 5, "e"},
}

// Golden screens are what a person sees, without colours, at three sizes.
func TestGoldenScreens(t *testing.T) {
	for _, c := range []struct{ name, keys string }{{"compare", "c down c"}, {"compare-side", "c down c tab"}, {"changes", "enter 6"}, {"recheck", "down r y"}} {
		d := drive(t, twice(), nil)
		d.press(c.keys)
		for _, size := range goldenSizes {
			d.send(size)
			compareGolden(t, fmt.Sprintf("%s-%dx%d", c.name, size.Width, size.Height), d.text())
		}
	}
	walk := drive(t, &memory{Sessions: overdue()}, nil)
	walk.press("enter")
	for _, size := range goldenSizes {
		walk.send(size)
		compareGolden(t, fmt.Sprintf("walk-%dx%d", size.Width, size.Height), walk.text())
	}
	for _, c := range goldenScreens {
		d := drive(t, goldenStore(c.sessions), nil)
		d.press(c.keys)
		for _, size := range goldenSizes {
			d.send(size)
			compareGolden(t, fmt.Sprintf("%s-%dx%d", c.name, size.Width, size.Height), d.text())
		}
	}
}

func goldenStore(answered int) *memory {
	store := &memory{}
	if answered >= 0 {
		session := bakery(answered)
		for id, answer := range session.Answers {
			answer.Note = "Ask Dev, he set up the inbox link."
			answer.Due = "2026-12-04"
			session.Answers[id] = answer
		}
		store.Sessions = []*assessment.Session{session}
	}
	return store
}

// Golden colours are the same screens as a terminal gets them, in the themes that differ.
func TestGoldenColours(t *testing.T) {
	for _, theme := range []string{"dark", "light", "contrast"} {
		for _, c := range goldenScreens {
			d := drive(t, goldenStore(c.sessions), func(o *Options) { o.Theme = theme })
			d.press(c.keys)
			compareGolden(t, c.name+"-"+theme, d.m.View().Content)
		}
	}
}

// States that come and go: a list or a session that is being read, a save under way and
// one that failed, a file that cannot be read, a window that is too small, the example.
func TestGoldenStates(t *testing.T) {
	failed := &memory{Sessions: []*assessment.Session{bakery(5)}}
	slow := goldenStore(5)
	slow.Hold = true
	for name, d := range map[string]*driver{
		"unread":    drive(t, &memory{Fail: errFull}, nil),
		"not-saved": drive(t, failed, nil),
		"too-small": drive(t, goldenStore(5), nil),
		"example":   drive(t, &memory{}, nil),
		"nothing":   drive(t, goldenStore(5), nil),
		"saving":    drive(t, slow, nil),
		"reading":   {t: t, m: newModel(Options{Options: interview.Options{Store: &memory{}, Set: assessment.Default}, Theme: "dark"}), store: &memory{}},
		"read-only": drive(t, &memory{}, nil),
		"new-hint":  drive(t, goldenStore(0), nil),
		"help-off":  drive(t, &memory{}, nil),
		"come-due":  drive(t, practice(), nil),
	} {
		sizes := goldenSizes
		switch name {
		case "not-saved":
			d.press("enter")
			failed.Fail = errFull
			d.press("1")
		case "too-small":
			sizes = []tea.WindowSizeMsg{{Width: 30, Height: 8}}
		case "example":
			d.press("x")
		case "saving":
			d.press("enter 1")
		case "read-only":
			d.press("x b 1")
		case "new-hint":
			d.press("enter")
		case "help-off":
			d.press("?")
		case "nothing":
			d.press("/ zzz")
		}
		for _, size := range sizes {
			d.send(size)
			compareGolden(t, fmt.Sprintf("%s-%dx%d", name, size.Width, size.Height), d.text())
		}
	}
}

// compareGolden holds a screen against its file. Spaces at line ends are not seen, so
// they do not count.
func compareGolden(t *testing.T, name, got string) {
	t.Helper()
	lines := strings.Split(got, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	got = strings.Join(lines, "\n") + "\n"
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is not as it was:\n%s\nwant:\n%s", name, got, want)
	}
}
