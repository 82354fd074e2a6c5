package screens

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"readycheck/assessment"
)

// Where the terminal cannot show our signs, every screen is drawn in ASCII, as wide as before.
func TestEveryScreenHasAnASCIIForm(t *testing.T) {
	for _, way := range []string{
		"", "n", "n Rosa enter Use enter enter", "e", "d", "?", "enter", "enter 2", "enter 3", "enter 4", "enter 5", "enter w", "enter b", "enter b ?", "enter b n", "enter b o",
		"enter b g", "enter b a", "enter v", "enter b 1", "enter b z", "enter P",
	} {
		d := drive(t, &memory{Sessions: []*assessment.Session{bakery(15)}}, func(o *Options) { o.fewSigns = true })
		d.press(way)
		for _, size := range []tea.WindowSizeMsg{{Width: 80, Height: 24}, {Width: 40, Height: 12}, {Width: 120, Height: 40}} {
			d.send(size)
			text := d.text()
			for line := range strings.SplitSeq(text, "\n") {
				if at := strings.IndexFunc(line, func(r rune) bool { return r > 126 }); at >= 0 {
					t.Errorf("%q at %d×%d draws %q in %q", way, size.Width, size.Height, line[at:], line)
				}
			}
		}
	}
	// What people wrote stays.
	session := bakery(15)
	session.Business = "Café Müller 面包店"
	d := drive(t, &memory{Sessions: []*assessment.Session{session}}, func(o *Options) { o.fewSigns = true })
	d.shows("Café Müller 面包店")
	d.press("enter b")
	d.shows("> [1] * One written sentence")
	d.press("v")
	d.shows("left questions")
}

func TestWhichTerminalsHaveFewSigns(t *testing.T) {
	for _, c := range []struct {
		environment map[string]string
		few         bool
	}{
		{map[string]string{"LC_ALL": "C", "LANG": "de_DE.UTF-8"}, true},
		{map[string]string{"LC_ALL": "POSIX"}, true},
		{map[string]string{"LC_CTYPE": "de_DE.ISO-8859-1"}, true},
		{map[string]string{"LANG": "en_GB.UTF-8"}, false},
		{map[string]string{"LC_ALL": "C.utf8"}, false},
		{map[string]string{"LC_ALL": "", "LANG": "C", "LC_CTYPE": "en_US.UTF-8"}, false},
		{map[string]string{"TERM": "linux", "LANG": "en_GB.UTF-8"}, true},
		{map[string]string{"TERM": "xterm-256color"}, false},
		{map[string]string{}, false},
	} {
		if got := hasFewSigns(func(name string) string { return c.environment[name] }); got != c.few {
			t.Errorf("%v: %v, want %v", c.environment, got, c.few)
		}
	}
}

// In the contrast theme, what counts most is told from what counts less without colour.
func TestTheContrastThemeNeedsNoColour(t *testing.T) {
	words := func() *assessment.Words { return &assessment.Default().Words }
	for _, sixteen := range []bool{false, true} {
		for _, dark := range []bool{false, true} {
			st := newStyles(words, "contrast", dark, sixteen)
			weights := map[string]string{}
			for name, style := range map[string]lipgloss.Style{"strong": st.strong, "accent": st.accent, "dim": st.dim} {
				weight := ""
				if style.GetBold() {
					weight += "bold "
				}
				if strings.Contains(style.Render("x"), "\x1b[4m") {
					weight += "underlined"
				}
				if other, twice := weights[weight]; twice {
					t.Errorf("%s looks like %s: %q", name, other, weight)
				}
				weights[weight] = name
			}
			if weights["bold underlined"] != "strong" || weights["bold "] != "accent" || weights[""] != "dim" {
				t.Errorf("%v", weights)
			}
			if p := paletteFor("contrast", dark, sixteen); p.strong == p.dim || p.strong == p.accent {
				if !sixteen || dark {
					t.Errorf("dark %v, sixteen %v: all the same colour: %v", dark, sixteen, p)
				}
			}
		}
	}
}
