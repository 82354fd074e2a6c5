package screens

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// tabs are the pages of a screen, of which one is open.
type tabs struct {
	// at is the page that is open, pages how many there are.
	at, pages int
	// numbered is true where a page also opens by its number.
	numbered bool
}

// has says how many pages there are now.
func (t *tabs) has(pages int) {
	t.pages = pages
	t.at = min(t.at, max(0, pages-1))
}

// take takes a key, and reports whether it opens a page.
func (t *tabs) take(msg tea.KeyPressMsg) bool {
	switch {
	case key.Matches(msg, keys.tab):
		t.at = (t.at + 1) % t.pages
	case key.Matches(msg, keys.shiftTab):
		t.at = (t.at + t.pages - 1) % t.pages
	case t.numbered && key.Matches(msg, keys.pick):
		page := int(msg.String()[0] - '1')
		if page >= t.pages {
			return false
		}
		t.at = page
	default:
		return false
	}
	return true
}

// draw names the pages in the header, the open one in brackets so that colour is not needed.
// A click on one opens it, and opened is called then. Where there is little room, the others
// may be numbers.
func (t *tabs) draw(b *body, st *styles, titles []string, short bool, opened func()) {
	var line strings.Builder
	for i, title := range titles {
		if i > 0 {
			line.WriteString("   ")
		}
		from := ansi.StringWidth(line.String())
		switch {
		case i == t.at:
			line.WriteString(st.chosen.Render("[" + title + "]"))
		case short:
			line.WriteString(st.dim.Render(fmt.Sprint(i + 1)))
		default:
			line.WriteString(st.dim.Render(title))
		}
		b.spots = append(b.spots, spot{header: true, from: from, to: ansi.StringWidth(line.String()), click: func() action {
			t.at = i
			opened()
			return nil
		}})
	}
	b.header = []string{line.String()}
}
