package assessment

import "testing"

// Whom the room would like to hear: those whose answer as many or more did not give, and each by
// name only where they are few. Nobody is asked about what is decided.
func TestWhoIsAskedWhy(t *testing.T) {
	for name, c := range map[string]struct {
		votes   []Level
		differs []Level
		few     int
		decided bool
	}{
		"all agree":              {votes: []Level{Partly, Partly, Partly}},
		"one alone":              {votes: []Level{No}},
		"one of three":           {votes: []Level{No, Partly, Partly}, differs: []Level{No}, few: 1},
		"two of four":            {votes: []Level{No, No, Partly, Partly}, differs: []Level{No, Partly}},
		"two of six":             {votes: []Level{No, Unsure, Partly, Partly, Partly, Partly}, differs: []Level{No, Unsure}, few: 2},
		"two of five":            {votes: []Level{No, No, Partly, Partly, Partly}, differs: []Level{No}},
		"each another":           {votes: []Level{No, Partly, InPlace}, differs: []Level{No, Partly, InPlace}},
		"one of three, decided":  {votes: []Level{No, Partly, Partly}, decided: true},
		"it does not apply here": {votes: []Level{Partly, Partly, NA}, differs: []Level{NA}, few: 1},
	} {
		team := NewTeam()
		for i, level := range c.votes {
			id := string(rune('a' + i))
			team.Put(Seat{ID: id, Name: id})
			team.Vote(id, "q", Answer{Level: level})
		}
		team.Show("q", false)
		if c.decided {
			team.Decisions["q"] = Decision{Question: "q", Level: Partly}
		}
		s := team.Spreads(&Set{Questions: []Question{{ID: "q"}}}, &Setup{})[0]
		asked := map[Level]bool{}
		for _, level := range c.differs {
			asked[level] = true
		}
		for _, level := range []Level{No, Unsure, Partly, InPlace, NA} {
			if got := s.Differs(level); got != asked[level] {
				t.Errorf("%s: %v differs: %v", name, level, got)
			}
		}
		if got := len(s.Few()); got != c.few {
			t.Errorf("%s: %d are asked by name, want %d", name, got, c.few)
		}
	}
}
