package assessment

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// full answers every question of the set with one level, seen.
func full(set *Set, level Level) *Session {
	s := &Session{
		Business: "Rosa's Bakery", Use: "Answer emails", SetID: set.ID, SetVersion: set.Version, Answers: map[string]Answer{},
		Setup: Setup{Kind: "customer-replies", StageNow: "pilot", Connection: []string{"connector"}, Powers: []string{"read"}, Audience: []string{"staff"}, Information: []string{"internal"}, Depth: Full},
	}
	for i := range set.Questions {
		s.Answers[set.Questions[i].ID] = Answer{Level: level, Known: Seen}
	}
	return s
}

func ids(list []ItemChange) string {
	var out []string
	for _, c := range list {
		out = append(out, fmt.Sprintf("%s %s>%s", c.ID, c.Before, c.After))
	}
	return strings.Join(out, ", ")
}

// set answers every must question of an item.
func setItem(set *Set, s *Session, item string, answer Answer) {
	for i := range set.Questions {
		if q := &set.Questions[i]; q.Item == item {
			s.Answers[q.ID] = answer
		}
	}
}

func TestCompareTellsTheKindsOfChangeApart(t *testing.T) {
	set := Default()
	before, after := full(set, InPlace), full(set, InPlace)
	setItem(set, before, "I1", Answer{Level: Partly, Known: Seen})
	setItem(set, after, "I2", Answer{Level: No})
	setItem(set, after, "I3", Answer{Level: Unsure})
	setItem(set, before, "I4", Answer{Level: Unsure})
	setItem(set, after, "I4", Answer{Level: No})
	setItem(set, before, "I5", Answer{Level: InPlace, Known: Told})
	setItem(set, after, "I6", Answer{Level: InPlace, Known: Assumed})
	setItem(set, before, "D1", Answer{Level: Unanswered})
	setItem(set, after, "D1", Answer{Level: Unsure})
	setItem(set, before, "D2", Answer{})
	c := Compare(set, before, after)
	for name, got := range map[string][2]string{
		"better":  {ids(c.Better), "I1 partly>in_place, I5 in_place>in_place, D2 unanswered>in_place"},
		"worse":   {ids(c.Worse), "I2 in_place>no, I6 in_place>in_place"},
		"unknown": {ids(c.Unknown), "I3 in_place>unsure"},
		"found":   {ids(c.Found), "I4 unsure>no"},
		"applies": {ids(c.Applies), ""},
	} {
		if got[0] != got[1] {
			t.Errorf("%s: %s, want %s", name, got[0], got[1])
		}
	}
	if c.Nothing() || c.Lenses.Integration.After != StageNone || len(c.Reworded) > 0 || c.OtherSet {
		t.Errorf("%+v", c)
	}
	for _, step := range c.Done {
		if after.Answers[step.Question].Level != InPlace {
			t.Errorf("the step %q counts as done, and is not", step.Title)
		}
	}
	if len(c.Done) < 3 {
		t.Errorf("%d steps are done", len(c.Done))
	}
	if same := Compare(set, after, after); !same.Nothing() {
		t.Errorf("a session differs from itself: %+v", same)
	}
}

// A line is in at most one list, and none is there without a difference.
func TestCompareNamesALineOnce(t *testing.T) {
	set := Default()
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) *Session {
			s := full(set, InPlace)
			for i := range set.Questions {
				s.Answers[set.Questions[i].ID] = Answer{Level: Level(rapid.IntRange(0, int(InPlace)).Draw(t, name)), Known: Known(rapid.IntRange(0, int(Seen)).Draw(t, name))}
			}
			return s
		}
		before, after := draw("before"), draw("after")
		c := Compare(set, before, after)
		seen := map[string]bool{}
		for _, list := range [][]ItemChange{c.Better, c.Worse, c.Unknown, c.Found, c.Applies} {
			for _, change := range list {
				if seen[change.ID] || change.Before == change.After && change.KnownBefore == change.KnownAfter {
					t.Fatalf("%+v", change)
				}
				seen[change.ID] = true
			}
		}
		back := Compare(set, after, before)
		for _, change := range c.Better {
			for _, other := range back.Better {
				if change.ID == other.ID {
					t.Fatalf("%s is better both ways", change.ID)
				}
			}
		}
	})
}

func TestANewWordingIsToldApartFromANewFact(t *testing.T) {
	copied := *Default()
	set := &copied
	set.Questions = append([]Question(nil), set.Questions...)
	set.Version = "1.10"
	var reworded, fact *Question
	for i := range set.Questions {
		switch q := &set.Questions[i]; {
		case q.Weight != Must:
		case reworded == nil:
			q.Reworded, reworded = "1.2", q
		case fact == nil && q.Item != reworded.Item:
			fact = q
		}
	}
	before, after := full(set, InPlace), full(set, InPlace)
	before.SetVersion = "1.1"
	after.Answers[reworded.ID], after.Answers[fact.ID] = Answer{Level: Partly, Known: Seen}, Answer{Level: Partly, Known: Seen}
	c := Compare(set, before, after)
	if len(c.Reworded) != 1 || c.Reworded[0].ID != reworded.ID {
		t.Errorf("reworded: %+v", c.Reworded)
	}
	for _, change := range c.Worse {
		if want := change.ID == reworded.Item; change.Reworded != want {
			t.Errorf("%s: reworded is %v, want %v", change.ID, change.Reworded, want)
		}
	}
	if len(c.Worse) != 2 {
		t.Errorf("worse: %s", ids(c.Worse))
	}
	before.SetVersion = "1.3"
	if c := Compare(set, before, after); len(c.Reworded) > 0 {
		t.Errorf("asked after the change, and still reworded: %+v", c.Reworded)
	}
	before.SetID = "own"
	if c := Compare(set, before, after); !c.OtherSet || len(c.Reworded) > 0 {
		t.Errorf("another set: %+v", c)
	}
}

func TestOlderVersions(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{{"1.0", "1.1", true}, {"1.9", "1.10", true}, {"1.10", "1.9", false}, {"1", "1.0", false}, {"1", "1.1", true}, {"2", "1.9", false}, {"x", "1", false}, {"1", "x", false}, {"", "1", false}} {
		if got := olderVersion(c.a, c.b); got != c.want {
			t.Errorf("%q is older than %q: %v", c.a, c.b, got)
		}
	}
}

func TestLookAgain(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	day := 24 * time.Hour
	for name, c := range map[string]struct {
		answer       Answer
		old, overdue bool
	}{
		"seen 180 days ago":  {Answer{Level: InPlace, Known: Seen, At: now.Add(-180 * day)}, false, false},
		"seen 181 days ago":  {Answer{Level: InPlace, Known: Seen, At: now.Add(-181 * day)}, true, false},
		"told a year ago":    {Answer{Level: InPlace, Known: Told, At: now.Add(-365 * day)}, false, false},
		"no, seen long ago":  {Answer{Level: No, Known: Seen, At: now.Add(-365 * day)}, false, false},
		"seen, nobody knows": {Answer{Level: InPlace, Known: Seen}, false, false},
		"due yesterday":      {Answer{Level: No, Due: "2026-11-21"}, false, true},
		"due today":          {Answer{Level: No, Due: "2026-11-22"}, false, false},
		"due, and done":      {Answer{Level: InPlace, Due: "2026-11-21"}, false, false},
		"due, not answered":  {Answer{Due: "2026-11-21"}, false, true},
		"both":               {Answer{Level: Partly, Known: Seen, At: now.Add(-200 * day), Due: "2026-11-01"}, true, true},
	} {
		if got := c.answer.LookAgain(now); got.Old != c.old || got.Overdue != c.overdue {
			t.Errorf("%s: %+v", name, got)
		}
	}
	set := Default()
	s := full(set, InPlace)
	id := NewFlow(set, s)
	first, last := id.At(0).ID, id.At(id.Len()-1).ID
	s.Answers[last] = Answer{Level: No, Due: "2026-01-01"}
	s.Answers[first] = Answer{Level: InPlace, Known: Seen, At: now.Add(-999 * day)}
	if got := LookAgain(set, s, now); len(got) != 2 || got[0].Question != first || got[1].Question != last {
		t.Errorf("%+v", got)
	}
}
