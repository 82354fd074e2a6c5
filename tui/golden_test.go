package tui

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
)

var update = flag.Bool("update", false, "write the golden screens anew; read them before you keep them")

var goldenSizes = []tea.WindowSizeMsg{{Width: 40, Height: 15}, {Width: 80, Height: 24}, {Width: 120, Height: 40}}

// Golden screens are what a person sees, without colours, at three sizes.
func TestGoldenScreens(t *testing.T) {
	screens := []struct {
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
		{"summary", 14, "enter"},
		{"steps", 14, "enter tab"},
		{"section", 14, "enter 3"},
		{"checklists", 14, "enter 4"},
		{"stages", 14, "enter 5"},
		{"why", 14, "enter w"},
		{"delete", 5, "d"},
		{"export", 5, "e"},
	}
	for _, c := range []struct{ name, keys string }{{"compare", "c down c"}, {"compare-side", "c down c tab"}, {"changes", "enter 6"}, {"recheck", "down r y"}} {
		d := drive(t, twice(), nil)
		d.press(c.keys)
		for _, size := range goldenSizes {
			d.send(size)
			compareGolden(t, fmt.Sprintf("%s-%dx%d", c.name, size.Width, size.Height), d.text())
		}
	}
	for _, c := range screens {
		store := &memory{}
		if c.sessions >= 0 {
			session := bakery(c.sessions)
			for id, answer := range session.Answers {
				answer.Note = "Ask Dev, he set up the inbox link."
				answer.Due = "2026-12-04"
				session.Answers[id] = answer
			}
			store.sessions = []*assessment.Session{session}
		}
		d := drive(t, store, nil)
		d.press(c.keys)
		for _, size := range goldenSizes {
			d.send(size)
			compareGolden(t, fmt.Sprintf("%s-%dx%d", c.name, size.Width, size.Height), d.text())
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
