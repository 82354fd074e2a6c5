package report

import (
	"strings"
	"testing"

	"readycheck/assessment"
)

// rounds is a spread of people who each voted a letter in the first round and one in the second:
// n is no, u not sure, p partly, i in place, x does not apply, and a dot no vote at all.
func rounds(first, second string) *assessment.Spread {
	team := assessment.NewTeam()
	const question = "own-login"
	levels := map[rune]assessment.Level{'n': assessment.No, 'u': assessment.Unsure, 'p': assessment.Partly, 'i': assessment.InPlace, 'x': assessment.NA}
	for i, letter := range first {
		id := string(rune('a' + i))
		team.Put(assessment.Seat{ID: id, Name: "Dana " + id, Anonymous: i%2 == 0})
		team.Vote(id, question, assessment.Answer{Level: levels[letter]})
	}
	team.Show(question, false)
	for i, letter := range second {
		team.VoteAgain(string(rune('a'+i)), question, assessment.Answer{Level: levels[letter]})
	}
	if second != "" {
		team.Show(question, true)
	}
	spreads := team.Spreads(assessment.Default(), &assessment.Setup{})
	return &spreads[0]
}

func TestShift(t *testing.T) {
	words := &assessment.Default().Words
	for _, test := range []struct{ first, second, want string }{
		{"nni", "", ""},
		{"ppiinn", "nnppnn", "Four of six moved towards no."},
		{"pnippp", "ippppp", "Three of six moved: one towards no, two towards in place."},
		{"pipppp", "ipppp.", "Two of six moved, one each way."},
		{"ppii", "npii", "One of four moved from partly to no."},
		{"ppn", "ipn", "One of three moved from partly to in place."},
		{"pin", "pin", "Nobody moved."},
		{"pin", "...", "Nobody moved."},
		{"pin", "..i", "One of three moved from no to in place."},
		{"pp", "ii", "Both moved towards in place."},
		{"pi", "ip", "Both moved, one each way."},
		{"ppp", "iii", "All three moved towards in place."},
		{"ppi", "inn", "All three moved: two towards no, one towards in place."},
		{"p", "n", "The one who voted both times moved from partly to no."},
		{"p", "p", "Nobody moved."},
		{"p..", "pni", "Nobody moved. Two voted only the second time."},
		{"pp.", "pni", "One of two moved from partly to no. One voted only the second time."},
		{"pp", "xp", "One of two moved from partly to “does not apply”."},
		{"pppp", "xxpp", "Two of four moved to “does not apply”."},
		{"xxpp", "nipp", "Two of four moved away from “does not apply”."},
		{"xpip", "nxpp", "Three of four moved: one towards no, one to “does not apply”, one away from “does not apply”."},
		{"uupp", "nupp", "One of four moved from “not sure” to no."},
		{strings.Repeat("p", 13), strings.Repeat("n", 13), "All 13 moved towards no."},
		{strings.Repeat("p", 20), strings.Repeat("n", 14), "14 of 20 moved towards no."},
	} {
		if got := Shift(words, rounds(test.first, test.second)); got != test.want {
			t.Errorf("%s, then %s: %q, want %q", test.first, test.second, got, test.want)
		}
	}
	removed := rounds("ppp", "nnn")
	removed.Votes = nil
	if got := Shift(words, removed); got != "Nobody voted both times." {
		t.Errorf("nobody left: %q", got)
	}
}

func TestAgreed(t *testing.T) {
	words := &assessment.Default().Words
	for votes, want := range map[string]string{
		"iiiiin": "5 of 6 said: in place.", "xxn": "2 of 3 said: does not apply.", "ni": "No two said the same.",
		"nnpii": "No more than 2 of 5 said the same.", "nnpi": "2 of 4 said: no.",
	} {
		if got := agreed(words, rounds(votes, "").Votes); got != want {
			t.Errorf("%s: %q, want %q", votes, got, want)
		}
	}
}
