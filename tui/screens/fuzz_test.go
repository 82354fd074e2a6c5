package screens

import (
	"maps"
	"strings"
	"testing"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
)

// pressed reads keys as the fuzzer writes them: a letter is itself, and what follows a zero
// says a code, what is held with it, and how long the text is that the terminal gives it.
func pressed(data []byte) []tea.KeyPressMsg {
	special := []rune{
		tea.KeyEnter, tea.KeyEscape, tea.KeyTab, tea.KeyBackspace, tea.KeyDelete, tea.KeyInsert, tea.KeyUp, tea.KeyDown, tea.KeyLeft, tea.KeyRight,
		tea.KeyHome, tea.KeyEnd, tea.KeyPgUp, tea.KeyPgDown, tea.KeySpace, tea.KeyF1, tea.KeyKpEnter, tea.KeyExtended,
	}
	var all []tea.KeyPressMsg
	for len(data) > 0 {
		if data[0] != 0 || len(data) < 4 {
			r, length := utf8.DecodeRune(data)
			all = append(all, tea.KeyPressMsg{Code: r, Text: string(r)})
			data = data[length:]
			continue
		}
		k := tea.KeyPressMsg{Code: rune(data[1]), Mod: tea.KeyMod(data[2])}
		if int(data[1]) < len(special) {
			k.Code = special[data[1]]
		}
		text := data[4:min(len(data), 4+int(data[3]))]
		k.Text = string(text)
		all = append(all, k)
		data = data[4+len(text):]
	}
	return all
}

// A key that is not one of a person's in a room does nothing, wherever they are, and those
// that are leave a screen that fits and votes that count.
func FuzzVoterKeys(f *testing.F) {
	held := func(code byte, mod tea.KeyMod, text string) string {
		return string([]byte{0, code, byte(mod), byte(len(text))}) + text
	}
	enter, escape := held(0, 0, ""), held(1, 0, "")
	for _, keys := range []string{
		"", "1", "2" + enter + "3nNobody" + held('s', tea.ModCtrl, ""), "g5" + enter + "?" + escape + "lq" + escape, escape + "u" + enter, "nab" + held('v', tea.ModCtrl, "") + held('c', tea.ModCtrl, ""),
		"n" + held('a', 0, "ctrl+v") + held('x', tea.ModAlt, "") + held(4, tea.ModCtrl, ""), held('z', tea.ModCtrl, "") + held(16, 0, "") + held(17, 0, "日本"), "5nWhy" + enter + enter, "qy", "\xff\x00",
	} {
		f.Add([]byte(keys), true)
		f.Add([]byte(keys), false)
	}
	f.Fuzz(func(t *testing.T, keys []byte, seated bool) {
		if len(keys) > 400 {
			t.Skip("longer than the fuzzer needs")
		}
		b := newBooth(map[bool]string{true: "Ali"}[seated], 0)
		switch len(keys) % 4 {
		case 1:
			b.view.Shown = spokenTeam() // what was shown, and is not voted on any more
		case 2:
			b.view.Shown = spokenTeam() // what is voted on once more
			b.view.Again, b.view.VotedAgain = map[string]bool{}, map[string]bool{}
			for question := range b.view.Shown.Revealed {
				b.view.Again[question] = true
			}
		case 3:
			b.view.Anonymous = true
		}
		d := driveVoter(t, b)
		for _, k := range pressed(keys) {
			before, votes := d.text(), maps.Clone(b.votes)
			screen, page, was := d.m.screen, d.m.page, d.m.notice
			d.send(k)
			// ctrl+c asks to leave, and alt+esc is esc pressed twice.
			if !voterMay(k) && k.Keystroke() != "ctrl+c" && k.Keystroke() != "alt+esc" {
				if d.m.screen != screen || d.m.page != page || d.quits || !maps.Equal(votes, b.votes) || d.m.notice == was && d.text() != before {
					t.Errorf("%+v is not theirs and does something:\n%s", k, d.text())
				}
			}
			lines := strings.Split(d.m.View().Content, "\n")
			if len(lines) > 24 {
				t.Errorf("%d lines:\n%s", len(lines), d.text())
			}
			for _, line := range lines {
				if width(line) > 80 {
					t.Errorf("%d cells: %q", width(line), line)
				}
			}
			if d.quits {
				break
			}
		}
		if d.export != "" || len(d.store.Sessions) != 0 || d.store.Saves != 0 {
			t.Errorf("%q was written, and %d sessions", d.export, len(d.store.Sessions))
		}
		for id, vote := range b.votes {
			if q, ok := b.view.Set.Question(id); !ok || !q.Allows(vote.Level) || vote.Note != assessment.Clean(vote.Note, assessment.MaxVoteNote) || vote.Owner+vote.Due+vote.By != "" {
				t.Errorf("%s: %+v", id, vote)
			}
		}
	})
}
