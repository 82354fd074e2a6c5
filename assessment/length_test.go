package assessment

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// setups are all setups that differ in what is asked: each code of each list alone, and
// lists that name many.
func setups(yield func(Setup) bool) {
	list := func(name string, more ...[]string) [][]string {
		field, _ := setupField(name)
		for _, code := range field.Codes {
			more = append(more, []string{code})
		}
		return more
	}
	connections := list("connection", []string{"builtin", "connector"}, []string{"builtin", "connector", "custom"})
	powers := list("powers", []string{"read", "draft"}, []string{"read", "write", "send", "act"}, []string{"read", "draft", "write", "send", "act", "judge"})
	audiences := list("audience", []string{"me", "staff"}, []string{"me", "customers"}, []string{"staff", "customers"}, []string{"me", "staff", "customers"})
	information := list("information", []string{"internal", "personal"}, []string{"public", "internal", "personal", "sensitive"})
	for _, kind := range SetupFields[0].Codes {
		for _, stage := range SetupFields[1].Codes {
			for _, connection := range connections {
				for _, power := range powers {
					for _, audience := range audiences {
						for _, info := range information {
							if !yield(Setup{Kind: kind, StageNow: stage, Connection: connection, Powers: power, Audience: audience, Information: info}) {
								return
							}
						}
					}
				}
			}
		}
	}
}

// The number of questions fits the use: nobody answers forty questions about text that
// they paste for themselves.
func TestTheNumberOfQuestionsFitsTheUse(t *testing.T) {
	set := Default()
	if len(set.Questions) > 50 {
		t.Errorf("the set has %d questions, at most 50", len(set.Questions))
	}
	most, least, minutes := map[string]int{}, map[Depth]int{Quick: 99, Full: 99}, map[Depth][2]int{Quick: {99, 0}, Full: {99, 0}}
	for setup := range setups {
		pasted := setup.Only("connection", "none") && setup.Only("powers", "draft") && setup.Only("audience", "me") && setup.Only("information", "public")
		drafts := setup.Only("powers", "read", "draft") && !setup.Has("audience", "customers")
		for _, depth := range []Depth{Quick, Full} {
			setup.Depth = depth
			flow := NewFlow(set, &Session{Setup: setup})
			n, left := flow.Len(), flow.Left()
			least[depth] = min(least[depth], n)
			minutes[depth] = [2]int{min(minutes[depth][0], left), max(minutes[depth][1], left)}
			limit, what := 16, "quick"
			switch {
			case pasted && depth == Quick:
				limit, what = 8, "pasted, quick"
			case pasted:
				limit, what = 16, "pasted"
			case depth == Full && drafts:
				limit, what = 36, "drafts"
			case depth == Full:
				limit, what = 44, "all"
			}
			if n > limit {
				t.Fatalf("%d questions, at most %d: %+v", n, limit, setup)
			}
			most[what] = max(most[what], n)
		}
	}
	t.Logf("the most questions asked: %v; the fewest: %v; minutes: %v", most, least, minutes)
	// What the setup promises is what comes.
	for depth, promise := range map[Depth]string{
		Quick: fmt.Sprintf("%d to %d questions, %d to %d minutes", least[Quick], most["quick"], minutes[Quick][0], minutes[Quick][1]),
		Full:  fmt.Sprintf("%d to %d questions, %d to %d minutes", least[Full], most["all"], minutes[Full][0], minutes[Full][1]),
	} {
		if text := set.Setup["depth"].Options[depth.String()]; !strings.Contains(text, promise) {
			t.Errorf("the setup promises %q, and it is %s", text, promise)
		}
	}
}

// A baker who pastes public text is asked nothing about connections, rights or off switches.
func TestPastingPublicTextAsksNothingOfConnections(t *testing.T) {
	for _, stage := range SetupFields[1].Codes {
		flow := NewFlow(Default(), &Session{Setup: Setup{
			Kind: "marketing", StageNow: stage, Connection: []string{"none"}, Powers: []string{"draft"}, Audience: []string{"me"},
			Information: []string{"public"}, Depth: Full,
		}})
		for i := range flow.Len() {
			if q := flow.At(i); slices.Contains([]string{"access", "logging"}, q.Section) {
				t.Errorf("%s: %s is asked", stage, q.ID)
			}
		}
	}
}
