package assessment

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// drawSetup makes any setup that a screen could.
func drawSetup(t *rapid.T, set *Set) *Session {
	session := drawSession(t, set)
	for i := range set.Questions {
		session.Answers[set.Questions[i].ID] = Answer{Level: InPlace, Known: Assumed}
	}
	return session
}

// A guess is not enough for daily work, whatever it is about and however much is asked.
func TestGuessesNeverReachDailyWork(t *testing.T) {
	set := Default()
	rapid.Check(t, func(t *rapid.T) {
		session := drawSetup(t, set)
		if sum := Evaluate(set, session); sum.Stage > Pilot || sum.Carries > Pilot {
			t.Fatalf("guesses carry %s: %+v", sum.Carries, session.Setup)
		}
	})
}

func TestAQuickCheckNeverSaysMoreThanPilotAndSaysWhy(t *testing.T) {
	set := Default()
	rapid.Check(t, func(t *rapid.T) {
		session := drawSession(t, set)
		session.Setup.Depth = Quick
		if rapid.Bool().Draw(t, "all seen") {
			for id := range session.Answers {
				session.Answers[id] = Answer{Level: InPlace, Known: Seen}
			}
		}
		sum := Evaluate(set, session)
		if sum.Stage > Pilot {
			t.Fatalf("a quick check says %s", sum.Stage)
		}
		if sum.Cap == CapDepth && (!sum.Provisional || !held(&sum, HeldDepth)) {
			t.Fatalf("held back by the quick check: provisional %v, held %+v", sum.Provisional, sum.Held)
		}
	})
}

// An idea may be tried out, and no more: each stage is earned by living the one before.
func TestNoStageIsSkipped(t *testing.T) {
	set := Default()
	rapid.Check(t, func(t *rapid.T) {
		session := drawSession(t, set)
		for id := range session.Answers {
			session.Answers[id] = Answer{Level: InPlace, Known: Seen}
		}
		session.Setup.Depth = Full
		sum := Evaluate(set, session)
		if sum.Stage > session.Setup.CurrentStage()+1 {
			t.Fatalf("from %s to %s", session.Setup.CurrentStage(), sum.Stage)
		}
		if (sum.Cap == CapToday) != (sum.Stage < sum.Carries) || sum.Cap == CapToday && !held(&sum, HeldToday) {
			t.Fatalf("carries %s, stage %s, cap %s, held %+v", sum.Carries, sum.Stage, sum.Cap, sum.Held)
		}
	})
}

func held(sum *Summary, kind HeldKind) bool {
	for _, h := range sum.Held {
		if h.Kind == kind && h.Text != "" && !strings.ContainsAny(h.Text, "{}") {
			return true
		}
	}
	return false
}

// Fourteen guesses about a bot that acts for customers read plainly as "not yet".
func TestGuessesAboutABotThatActsForCustomersReadAsNotYet(t *testing.T) {
	set := Default()
	for _, information := range []string{"public", "personal", "sensitive"} {
		session := &Session{Setup: Setup{
			Kind: "customer-replies", StageNow: "limited", Connection: []string{"connector"}, Powers: []string{"read", "send", "act"},
			Audience: []string{"customers"}, Information: []string{information}, Depth: Quick,
		}, Answers: map[string]Answer{}}
		for i := range set.Questions {
			if set.Questions[i].Lead {
				session.Answers[set.Questions[i].ID] = Answer{Level: InPlace}
			}
		}
		sum := Evaluate(set, session)
		if sum.Stage >= Pilot || !strings.HasPrefix(sum.Sentence, "Not yet") && !strings.HasPrefix(sum.Sentence, "Stop using it for now.") {
			t.Errorf("%s: %s: %s", information, sum.Stage, sum.Sentence)
		}
		if information != "public" && !sum.Provisional {
			t.Errorf("%s: not provisional, though the terms of the vendor are open", information)
		}
	}
}

// Where guesses hold a stage back, the sentence counts those that would lift it, and with
// just them seen the stage is there.
func TestConfirmingTheGuessesIsEnough(t *testing.T) {
	set := Default()
	said := 0
	rapid.Check(t, func(t *rapid.T) {
		session := drawSession(t, set)
		for id := range session.Answers {
			session.Answers[id] = Answer{Level: InPlace, Known: Known(rapid.IntRange(0, 2).Draw(t, "known"))}
		}
		sum := Evaluate(set, session)
		if sum.IfConfirmed < sum.Carries {
			t.Fatalf("confirmed %s, carries %s", sum.IfConfirmed, sum.Carries)
		}
		for _, h := range sum.Held {
			if h.Kind != HeldGuesses {
				continue
			}
			said++
			after := clone(session)
			for _, id := range h.Questions {
				after.Answers[id] = Answer{Level: InPlace, Known: Seen}
			}
			if now := Evaluate(set, after); now.Carries != sum.IfConfirmed {
				t.Fatalf("with %v seen it carries %s, not %s", h.Questions, now.Carries, sum.IfConfirmed)
			}
		}
	})
	if said == 0 {
		t.Error("no session had guesses that hold it back")
	}
}

func TestARaiseNeverLowersANeed(t *testing.T) {
	set := Default()
	rapid.Check(t, func(t *rapid.T) {
		session := drawSession(t, set)
		levels := set.levels(session, make([]Level, len(set.Questions)))
		for i, needs := range set.needs(session, levels) {
			for stage, need := range needs {
				if base := set.Items[i].Needs[stage]; need.Level < base.Level || need.Known < base.Known {
					t.Fatalf("%s at %s: %v below %v", set.Items[i].ID, stageCodes[stage], need, base)
				}
				if stage > 0 && (need.Level < needs[stage-1].Level || need.Known < needs[stage-1].Known) {
					t.Fatalf("%s asks for less at %s than before", set.Items[i].ID, stageCodes[stage])
				}
			}
		}
	})
}

// A set without the new parts works as it did: no cap, nothing held back, no urgency by alerts.
func TestASetWithoutCapsHoldsNothingBack(t *testing.T) {
	set := ownCopy(t)
	set.Caps = Caps{}
	set.Phrases.Held = [len(heldCodes)][]Phrase{}
	session := calm()
	session.Setup.StageNow, session.Setup.Depth = "idea", Quick
	if sum := Evaluate(set, session); sum.Stage != sum.Carries || sum.Stage != Broad || sum.Cap != NoCap || len(sum.Held) != 0 {
		t.Errorf("%s, carries %s, cap %s, held %v", sum.Stage, sum.Carries, sum.Cap, sum.Held)
	}
}
