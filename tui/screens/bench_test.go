package screens

import (
	"fmt"
	"testing"

	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
)

// BenchmarkKeyToFrame is one key press to a finished frame, Update and View, at 120×40.
func BenchmarkKeyToFrame(b *testing.B) {
	for name, c := range map[string]struct{ path, first, second string }{
		"home":     {"", "down", "up"},
		"question": {"enter b", "down", "up"},
		"answer":   {"enter b", "1", "2"},
		"jump":     {"enter b g", "down", "up"},
		"summary":  {"enter", "tab", "shift+tab"},
		"setup":    {"n", "a", "b"},
	} {
		b.Run(name, func(b *testing.B) {
			d := drive(b, &memory{Sessions: []*assessment.Session{bakery(15)}}, nil)
			d.press(c.path)
			d.send(tea.WindowSizeMsg{Width: 120, Height: 40})
			keys := []tea.KeyPressMsg{keyNamed(c.first), keyNamed(c.second)}
			i := 0
			for b.Loop() {
				d.m.Update(keys[i%2])
				_ = d.m.View()
				i++
			}
		})
	}
}

func keyNamed(name string) tea.KeyPressMsg {
	if k, ok := keyNames[name]; ok {
		return k
	}
	return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
}

// BenchmarkFilter is one key of the filter over 100,000 sessions, to a finished frame.
func BenchmarkFilter(b *testing.B) {
	d := drive(b, &memory{}, nil)
	heads := make([]assessment.Head, 100_000)
	for i := range heads {
		heads[i] = assessment.Head{
			ID: fmt.Sprint(i), Business: fmt.Sprint("Business number ", i), Use: "It drafts replies to cake orders for the shop", Sequence: uint64(len(heads) - i),
			Standing: assessment.Standing{Answered: i % 14, Total: 14},
		}
	}
	home := d.m.who.(*owner).home
	home.add(heads, true)
	home.complete()
	d.press("/")
	keys := []tea.KeyPressMsg{keyNamed("o"), keyNamed("backspace")}
	i := 0
	for b.Loop() {
		d.m.Update(keys[i%2])
		_ = d.m.View()
		i++
	}
}
