package assessment

import (
	"slices"
	"testing"
)

// calm is a full session with everything in place and seen, which no alert speaks of.
func calm() *Session {
	set := Default()
	session := &Session{Answers: map[string]Answer{}, Setup: Setup{
		Kind: "admin", StageNow: "pilot", Connection: []string{"builtin"}, Powers: []string{"read"},
		Audience: []string{"staff"}, Information: []string{"public"}, Depth: Full,
	}}
	for i := range set.Questions {
		session.Answers[set.Questions[i].ID] = Answer{Level: InPlace, Known: Seen, Owner: "Dana"}
	}
	return session
}

func (s *Session) say(question string, level Level) {
	answer := s.Answers[question]
	answer.Level = level
	s.Answers[question] = answer
}

func (s *Session) unname(question string) {
	answer := s.Answers[question]
	answer.Owner = ""
	s.Answers[question] = answer
}

// Each alert is fired by one session and not by one as close as can be.
func TestEveryAlertFiresWhenItShouldAndNotNextToIt(t *testing.T) {
	cases := map[string]struct{ fires, near func(*Session) }{
		"read-only-yet-acts": {
			fires: func(s *Session) { s.Setup.StageNow, s.Setup.Powers = "experiment", []string{"read", "send"} },
			near:  func(s *Session) { s.Setup.StageNow, s.Setup.Powers = "pilot", []string{"read", "send"} },
		},
		"cut-but-personal": {
			fires: func(s *Session) { s.say("own-login", No) },
			near:  func(s *Session) { s.say("own-login", No); s.say("off-switch", Partly) },
		},
		"owner-without-name": {
			fires: func(s *Session) { s.unname("owner-named") },
			near:  func(s *Session) { s.unname("owner-named"); s.say("owner-named", Partly) },
		},
		"upkeep-without-name": {
			fires: func(s *Session) { s.unname("upkeep-owner") },
			near:  func(s *Session) { s.unname("upkeep-owner"); s.say("upkeep-owner", No) },
		},
		"customers-before-limits": {
			fires: func(s *Session) { s.Setup.Audience = []string{"customers"}; s.say("limits-known", Partly) },
			near: func(s *Session) {
				s.Setup.Audience, s.Setup.StageNow = []string{"customers"}, "experiment"
				s.say("limits-known", Partly)
			},
		},
		"customers-before-review": {
			fires: func(s *Session) { s.Setup.Audience = []string{"customers"}; s.say("review-rules", Unanswered) },
			near:  func(s *Session) { s.say("review-rules", Unanswered) },
		},
		"sensitive-not-reviewed": {
			fires: func(s *Session) { s.Setup.Information = []string{"sensitive"}; s.say("qualified-review", Partly) },
			near:  func(s *Session) { s.Setup.Information = []string{"personal"}; s.say("qualified-review", Partly) },
		},
		"acts-without-records": {
			fires: func(s *Session) { s.Setup.Powers = []string{"write"}; s.say("actions-logged", No) },
			near:  func(s *Session) { s.Setup.Powers = []string{"write"}; s.say("actions-logged", Partly) },
		},
		"acts-without-undo": {
			fires: func(s *Session) { s.Setup.Powers = []string{"act"}; s.say("undo", No) },
			near:  func(s *Session) { s.say("undo", No) }, // it only reads, so undo is not asked
		},
		"no-login-but-connected": {
			fires: func(s *Session) { s.Setup.Connection = []string{"connector"}; s.say("own-login", NA) },
			near:  func(s *Session) { s.Setup.Connection = []string{"none"}; s.say("own-login", NA) },
		},
		"listed-but-unknown": {
			fires: func(s *Session) { s.Setup.Powers = []string{"read", "unknown"} },
			near:  func(s *Session) { s.Setup.Powers = []string{"unknown"}; s.say("powers-listed", Partly) },
		},
		"sources-but-unknown": {
			fires: func(s *Session) { s.Setup.Information = nil },
			near:  func(s *Session) { s.Setup.Information = nil; s.say("sources-approved", Unsure) },
		},
		"live-without-pause": {
			fires: func(s *Session) { s.Setup.StageNow = "limited"; s.say("pause-rules", Unsure) },
			near:  func(s *Session) { s.Setup.StageNow = "limited"; s.say("pause-rules", Partly) },
		},
		"needs-but-copied": {
			fires: func(s *Session) { s.Setup.Connection = []string{"connector"}; s.say("rights-chosen", No) },
			near:  func(s *Session) { s.say("rights-chosen", No); s.say("needs-only", Partly) },
		},
		"manager-said-no": {
			fires: func(s *Session) { s.say("manager-yes", No) },
			near:  func(s *Session) { s.say("manager-yes", Unsure) },
		},
		"connection-mixed": {
			fires: func(s *Session) { s.Setup.Connection = []string{"none", "builtin"} },
			near:  func(s *Session) { s.Setup.Connection = []string{"builtin", "connector"} },
		},
		"powers-mixed": {
			fires: func(s *Session) { s.Setup.Powers = []string{"read", "unknown"} },
			near:  func(s *Session) { s.Setup.Powers = []string{"unknown"} },
		},
		"information-mixed": {
			fires: func(s *Session) { s.Setup.Information = []string{"public", "unknown"} },
			near:  func(s *Session) { s.Setup.Information = []string{"public", "internal"} },
		},
		"paste-but-acts": {
			fires: func(s *Session) { s.Setup.Connection, s.Setup.Powers = []string{"none"}, []string{"draft", "send"} },
			near:  func(s *Session) { s.Setup.Connection, s.Setup.Powers = []string{"none"}, []string{"draft", "judge"} },
		},
		"drafts-but-customers": {
			fires: func(s *Session) { s.Setup.Powers, s.Setup.Audience = []string{"draft"}, []string{"customers"} },
			near: func(s *Session) {
				s.Setup.Powers, s.Setup.Audience = []string{"draft", "send"}, []string{"customers"}
			},
		},
		"free-plan-private": {
			fires: func(s *Session) { s.Setup.Information = []string{"personal"}; s.say("vendor-terms", No) },
			near:  func(s *Session) { s.Setup.Information = []string{"internal"}; s.say("vendor-terms", No) },
		},
		"free-plan-idea": {
			fires: func(s *Session) {
				s.Setup.Information, s.Setup.StageNow = []string{"personal"}, "idea"
				s.say("vendor-terms", No)
			},
			near: func(s *Session) {
				s.Setup.Information, s.Setup.StageNow = []string{"internal"}, "idea"
				s.say("vendor-terms", No)
			},
		},
		"people-judged": {
			fires: func(s *Session) { s.Setup.Powers = []string{"judge"}; s.say("about-people", No) },
			near:  func(s *Session) { s.say("about-people", No) }, // it judges nobody, so it is not asked
		},
		"people-half-judged": {
			fires: func(s *Session) { s.Setup.Powers = []string{"judge"}; s.say("about-people", Partly) },
			near:  func(s *Session) { s.Setup.Powers = []string{"judge"}; s.say("about-people", Unsure) },
		},
		"private-in-reach": {
			fires: func(s *Session) { s.Setup.Information = []string{"internal"}; s.say("needs-only", No) },
			near:  func(s *Session) { s.say("needs-only", No) },
		},
		"strangers-can-steer": {
			fires: func(s *Session) {
				s.Setup.Powers, s.Setup.Information = []string{"read", "send"}, []string{"internal"}
				s.say("strangers-text", No)
			},
			near: func(s *Session) { s.Setup.Information = []string{"internal"}; s.say("strangers-text", No) },
		},
		"cannot-stop": {
			fires: func(s *Session) { s.Setup.Powers = []string{"act"}; s.say("off-switch", No) },
			near:  func(s *Session) { s.Setup.Powers = []string{"act"}; s.say("off-switch", Partly) },
		},
		"no-spare-copy": {
			fires: func(s *Session) { s.Setup.Powers = []string{"write"}; s.say("spare-copy", No) },
			near:  func(s *Session) { s.Setup.Powers = []string{"send"}; s.say("spare-copy", No) },
		},
		"no-limit": {
			fires: func(s *Session) { s.Setup.Powers = []string{"act"}; s.say("daily-limit", No) },
			near:  func(s *Session) { s.Setup.Powers = []string{"send"}; s.say("daily-limit", No) },
		},
		"used-unchecked": {
			fires: func(s *Session) { s.say("check-source", No) },
			near:  func(s *Session) { s.Setup.StageNow = "experiment"; s.say("check-source", No) },
		},
		"half-checked": {
			fires: func(s *Session) { s.Setup.Information = []string{"sensitive"}; s.say("check-source", Partly) },
			near:  func(s *Session) { s.say("check-source", Partly) },
		},
	}
	set := Default()
	alerts := func(change func(*Session)) []string {
		session := calm()
		change(session)
		var ids []string
		for _, a := range Evaluate(set, session).Alerts {
			ids = append(ids, a.ID)
		}
		return ids
	}
	if ids := alerts(func(*Session) {}); len(ids) != 0 {
		t.Fatalf("the calm session has the alerts %v", ids)
	}
	for i := range set.Alerts {
		id := set.Alerts[i].ID
		c, ok := cases[id]
		if !ok {
			t.Errorf("no case for the alert %s", id)
			continue
		}
		if ids := alerts(c.fires); !slices.Contains(ids, id) {
			t.Errorf("%s does not fire: %v", id, ids)
		}
		if ids := alerts(c.near); slices.Contains(ids, id) {
			t.Errorf("%s fires next to it: %v", id, ids)
		}
	}
	if len(cases) != len(set.Alerts) || len(cases) < 10 {
		t.Errorf("%d cases for %d alerts", len(cases), len(set.Alerts))
	}
}

// Whatever the setup, each stage has its sentences, and more risk is not told the same.
func TestEveryStageHasItsSentences(t *testing.T) {
	set := Default()
	// What brings a calm session down to a stage.
	down := map[Stage]func(*Session){
		StageNone:  func(s *Session) { s.say("owner-named", No) },
		Experiment: func(s *Session) { s.say("limits-known", No) },
		Pilot: func(s *Session) {
			answer := s.Answers["purpose-clear"]
			answer.Known = Assumed
			s.Answers["purpose-clear"] = answer
		},
		Limited: func(s *Session) {
			answer := s.Answers["pause-rules"]
			answer.Known = Told
			s.Answers["pause-rules"] = answer
		},
		Broad: func(*Session) {},
	}
	said := func(stage Stage, powers, audience, information string) Summary {
		session := calm()
		session.Setup.Powers, session.Setup.Audience, session.Setup.Information = []string{powers}, []string{audience}, []string{information}
		session.Setup.StageNow = "limited"
		if powers == "draft" {
			session.Setup.Connection = []string{NotConnected} // by copy and paste
		}
		down[stage](session)
		sum := Evaluate(set, session)
		if sum.Stage != stage {
			t.Fatalf("%s, %s, %s gives %s, want %s", powers, audience, information, sum.Stage, stage)
		}
		return sum
	}
	for stage := range down {
		for _, powers := range []string{"read", "draft", "write", "send", "act", "unknown"} {
			for _, audience := range []string{"me", "staff", "customers"} {
				for _, information := range []string{"public", "internal", "personal", "sensitive", "unknown"} {
					sum := said(stage, powers, audience, information)
					if sum.Sentence == "" || len(sum.May) == 0 || len(sum.NotYet) == 0 || sum.PatternText == "" ||
						sum.Lenses.Integration.Text == "" || sum.Lenses.Deployment.Text == "" || (sum.AheadText != "") != sum.AheadOfSafeguards {
						t.Errorf("%s, %s, %s, %s: something is not said: %+v", stage, powers, audience, information, sum)
					}
				}
			}
		}
		mild, risky := said(stage, "read", "staff", "public"), said(stage, "send", "customers", "sensitive")
		if stage != Broad && slices.Equal(mild.NotYet, risky.NotYet) {
			t.Errorf("%s: reading for staff and sending to customers are held back by the same words: %v", stage, mild.NotYet)
		}
		if mild.Sentence == risky.Sentence && slices.Equal(mild.May, risky.May) {
			t.Errorf("%s: reading for staff and sending to customers may do the same: %v", stage, mild.May)
		}
	}
}
