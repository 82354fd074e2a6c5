package screens

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
)

// On a wide screen text stands in the middle, in lines of 72 characters.
func TestTextStandsInTheMiddleOfAWideScreen(t *testing.T) {
	for _, way := range []string{"n", "enter b ?", "enter b n", "enter b o", "enter b g", "enter b a", "enter v", "enter w", "e", "d"} {
		d := drive(t, &memory{Sessions: []*assessment.Session{bakery(15)}}, nil)
		d.press(way)
		for _, size := range []tea.WindowSizeMsg{{Width: 100, Height: 30}, {Width: 160, Height: 40}, {Width: 300, Height: 100}} {
			d.send(size)
			margin := (size.Width - blockWidth) / 2
			for line := range strings.SplitSeq(d.text(), "\n") {
				line = strings.TrimRight(line, " ")
				if line == "" {
					continue
				}
				if !strings.HasPrefix(line, strings.Repeat(" ", margin)) || width(line) > margin+blockWidth {
					t.Errorf("%q at %d: %q is not in the block from %d to %d", way, size.Width, line, margin, margin+blockWidth)
				}
			}
		}
	}
}

// Wherever more is below than there is room for, that is said, whatever else stands there.
func TestMoreBelowIsAlwaysSaid(t *testing.T) {
	for _, size := range []tea.WindowSizeMsg{{Width: 40, Height: 12}, {Width: 80, Height: 24}} {
		for _, way := range []string{"enter", "enter b ?", "enter w", "enter b g", "enter 3", "enter z", "enter b 2 esc"} {
			d := drive(t, &memory{Sessions: []*assessment.Session{bakery(15)}}, nil)
			d.send(size)
			d.press(way)
			d.shows("↓ more")
			for range 200 {
				d.press("down")
			}
			d.hides("↓ more")
		}
	}
	// In the example too, where a quiet line stands.
	d := drive(t, &memory{}, nil)
	d.press("x")
	d.shows("An example: nothing here is saved ↓ more")
}

// j and k move wherever the arrows do and no text is typed.
func TestLettersMoveWhereArrowsDo(t *testing.T) {
	for _, way := range []string{"", "enter b", "enter b ?", "enter b a", "enter v", "enter w", "enter", "enter 2", "e", "n Rosa enter Use enter enter", "n Rosa enter Use enter enter 1 1"} {
		look := func(keys string) string {
			store := twice()
			d := drive(t, store, nil)
			d.press(way)
			d.text() // a text knows how far it goes when it is drawn
			d.press(keys)
			return d.text()
		}
		if a, b, still := look("down"), look("j"), look(""); a != b {
			t.Errorf("%q: j and k lead to\n%s\nand the arrows to\n%s", way, b, a)
		} else if a == still {
			t.Errorf("%q: nothing moves:\n%s", way, a)
		}
	}
}
