package assessment

import (
	"strings"
	"testing"
)

// Where private details meet a use that may only be tried out, the sentence itself says so:
// whoever reads nothing else must not put real names in.
func TestTheVerdictItselfWarnsOfRealNames(t *testing.T) {
	set := Default()
	for _, information := range []string{"personal", "sensitive", "unknown"} {
		for _, audience := range []string{"me", "staff", "customers"} {
			for _, powers := range []string{"draft", "send"} {
				session := calm()
				session.Setup.StageNow, session.Setup.Information = "idea", []string{information}
				session.Setup.Audience, session.Setup.Powers = []string{audience}, []string{powers}
				session.say("limits-known", No)
				sum := Evaluate(set, session)
				if sum.Stage != Experiment || !strings.Contains(sum.Sentence, "made-up names and details only") {
					t.Errorf("%s, %s, %s: %s: %s", information, audience, powers, sum.Stage, sum.Sentence)
				}
			}
		}
	}
	session := calm()
	session.Setup.StageNow = "idea"
	session.say("limits-known", No)
	if sum := Evaluate(set, session); sum.Stage != Experiment || strings.Contains(sum.Sentence, "made-up") {
		t.Errorf("public text: %s: %s", sum.Stage, sum.Sentence)
	}
}

// What is in use and may not be is told one thing: to stop.
func TestAUseThatMustStopIsToldOneThing(t *testing.T) {
	set := Default()
	for _, stage := range []string{"experiment", "pilot", "limited", "broad"} {
		for _, information := range []string{"public", "internal", "personal", "sensitive", "unknown"} {
			for _, powers := range []string{"draft", "send", "unknown"} {
				session := calm()
				session.Setup.StageNow, session.Setup.Information, session.Setup.Powers = stage, []string{information}, []string{powers}
				session.say("owner-named", No)
				sum := Evaluate(set, session)
				if sum.Stage != StageNone || !sum.AheadOfSafeguards {
					t.Fatalf("%s, %s, %s: %s", stage, information, powers, sum.Stage)
				}
				if !strings.HasPrefix(sum.Sentence, "Stop using it for now.") {
					t.Errorf("%s, %s, %s: %s", stage, information, powers, sum.Sentence)
				}
				if private := map[string]string{"personal": "real names", "unknown": "real names", "sensitive": "sensitive details"}[information]; !strings.Contains(sum.Sentence, private) {
					t.Errorf("%s, %s, %s does not name the %s: %s", stage, information, powers, private, sum.Sentence)
				}
				for _, rival := range []string{"Pause", "Do not use it yet", "turn off", "Stop"} {
					if strings.Contains(sum.AheadText, rival) {
						t.Errorf("beside the sentence stands %q", sum.AheadText)
					}
				}
			}
		}
	}
}

// An idea with good answers is told to try it out and to come back with that, and not what it
// might do after.
func TestAnIdeaIsToldToSayWhenItIsTried(t *testing.T) {
	session := calm()
	for stage, want := range map[string]string{"idea": "Try it out.", "experiment": "Run a pilot.", "pilot": "Use it in daily work"} {
		session.Setup.StageNow = stage
		sum := Evaluate(Default(), session)
		if !sum.HeldToday() || sum.InUse() == (stage == "idea") {
			t.Fatalf("%s: %+v", stage, sum.Held)
		}
		if text := sum.Held[0].Text; !strings.Contains(text, want) || !strings.Contains(text, "About this use") ||
			!strings.Contains(text, Default().Setup["stage_now"].Title) {
			t.Errorf("%s: %s", stage, text)
		}
	}
	session.Setup.StageNow = "limited"
	if sum := Evaluate(Default(), session); sum.HeldToday() {
		t.Errorf("daily work that may grow is held: %+v", sum.Held)
	}
}

// A list that is cut says how much is left out, in words.
func TestACutListSaysHowManyMore(t *testing.T) {
	for n, want := range map[int]string{1: "a", 2: "a, b", 5: "a, b, c, d, e", 6: "a, b, c, d and 2 more", 8: "a, b, c, d and 4 more"} {
		if got := Default().listed([]string{"a", "b", "c", "d", "e", "f", "g", "h"}[:n]); got != want {
			t.Errorf("%d names: %q, want %q", n, got, want)
		}
	}
}
