package screens

import (
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"
)

// Whatever moves it and however many rows there come to be, a cursor stays on one of them,
// and a text is never scrolled past its end.
func TestNothingMovesOutOfBounds(t *testing.T) {
	msgs := []tea.Msg{tea.MouseWheelMsg{Button: tea.MouseWheelUp}, tea.MouseWheelMsg{Button: tea.MouseWheelDown}, tea.WindowSizeMsg{}}
	for _, code := range []rune{tea.KeyUp, tea.KeyDown, tea.KeyPgUp, tea.KeyPgDown, tea.KeyHome, tea.KeyEnd, tea.KeySpace, 'j', 'k', 'x'} {
		msgs = append(msgs, tea.KeyPressMsg{Code: code})
	}
	rapid.Check(t, func(r *rapid.T) {
		l, s := list{at: rapid.IntRange(noRow, 0).Draw(r, "at")}, scroll{}
		for range rapid.IntRange(1, 40).Draw(r, "steps") {
			rows := rapid.IntRange(0, 30).Draw(r, "rows")
			l.has(rows)
			s.fit(rows, 10)
			msg := rapid.SampledFrom(msgs).Draw(r, "msg")
			keys := rapid.SampledFrom([]*moves{&allMoves, &pageMoves, &rowMoves, &readMoves, &typedMoves, &fieldMoves}).Draw(r, "moves")
			before := l
			if moved := l.take(msg, keys); !moved && l != before || moved && l.at == noRow {
				r.Fatalf("%v: from %+v to %+v, moved %v", msg, before, l, moved)
			}
			s.take(msg, keys)
			if l.at >= max(1, rows) || l.at < noRow {
				r.Fatalf("%v: the cursor is at %d of %d", msg, l.at, rows)
			}
			if s.from < 0 || s.from > max(0, rows-10) {
				r.Fatalf("%v: a text of %d lines is scrolled to %d", msg, rows, s.from)
			}
		}
	})
}

// A list on which nothing is selected begins at the end that the key comes from.
func TestTheFirstKeySelectsARow(t *testing.T) {
	for _, c := range []struct {
		key  string
		want int
	}{{"down", 0}, {"up", 4}} {
		l := list{at: noRow, rows: 5}
		if l.take(keyNames[c.key], &rowMoves); l.at != c.want {
			t.Errorf("%s selects row %d, want %d", c.key, l.at, c.want)
		}
	}
	l := list{at: 3, rows: 5}
	if l.take(keyNames["pgdown"], &rowMoves) || l.at != 3 {
		t.Errorf("a key that is left out moves to row %d", l.at)
	}
}
