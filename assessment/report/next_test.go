package report

import (
	"strings"
	"testing"

	"readycheck/assessment"
)

// ready is an idea with all in place and seen, by copy and paste and for the owner alone.
func ready() *assessment.Session {
	set := assessment.Default()
	session := &assessment.Session{Business: "B", Use: "It drafts replies", Answers: map[string]assessment.Answer{}, Setup: assessment.Setup{
		Kind: "admin", StageNow: "idea", Connection: []string{"none"}, Powers: []string{"draft"}, Audience: []string{"me"},
		Information: []string{"personal"}, Depth: assessment.Full,
	}}
	for i := range set.Questions {
		session.Answers[set.Questions[i].ID] = assessment.Answer{Level: assessment.InPlace, Known: assessment.Seen, Owner: "Dana"}
	}
	return session
}

// An idea that has done its steps is told to try it out and to say so, and nothing beside that
// tells of daily work.
func TestAnIdeaIsNotOfferedDailyWork(t *testing.T) {
	session := ready()
	session.Answers["pause-rules"] = assessment.Answer{Level: assessment.Partly, Known: assessment.Told}
	r := New(assessment.Default(), session, today)
	sum := &r.Summary
	if !sum.HeldToday() || sum.Carries <= assessment.Experiment || len(sum.Steps) == 0 {
		t.Fatalf("%s, %d steps", sum.Carries, len(sum.Steps))
	}
	steps := r.Steps(3)[0].(Steps)
	if StepsTitle(assessment.Default(), sum) != "For later" || ThenOf(sum, steps) != "" || steps[0].Then != "" {
		t.Errorf("%s: %q, %+v", StepsTitle(assessment.Default(), sum), ThenOf(sum, steps), steps)
	}
	if order := StepsOrder(assessment.Default(), sum); !strings.HasPrefix(order, "First try it out.") || !strings.Contains(order, "say so under About this use") {
		t.Error(order)
	}
	for _, idea := range []string{"idea", "experiment", "pilot", "limited"} {
		session.Setup.StageNow = idea
		now := New(assessment.Default(), session, today)
		if order := StepsOrder(now.Set, &now.Summary); strings.Contains(order, "is carried") || idea == "idea" && strings.Contains(order, "use it today") {
			t.Errorf("%s: %s", idea, order)
		}
	}
}

// A title speaks for all of its steps or for none.
func TestTheTitleSaysWhatAllOfTheStepsLeadTo(t *testing.T) {
	sum := &assessment.Summary{}
	same, mixed := Steps{{Then: "then a"}, {Then: "then a"}}, Steps{{Then: "then a"}, {Then: "then b"}}
	if got := ThenOf(sum, same); got != "then a" {
		t.Errorf("all lead to one: %q", got)
	}
	if got := ThenOf(sum, mixed); got != "" {
		t.Errorf("they lead to two: %q", got)
	}
	if got := ThenOf(sum, nil); got != "" {
		t.Errorf("there are none: %q", got)
	}
}

// What is left is said with what may be done after, for each stage, for one and for more.
func TestWhatIsLeftReadsAsASentence(t *testing.T) {
	set := assessment.Default()
	for _, c := range []struct {
		stage string
		open  []string
		level assessment.Level
		want  string
	}{
		{stage: "idea", open: []string{"purpose-clear"}, level: assessment.No, want: "1 step left before you may try it out."},
		{stage: "experiment", open: []string{"limits-known"}, level: assessment.No, want: "1 step left before you may run a pilot."},
		{stage: "experiment", open: []string{"limits-known", "review-rules"}, level: assessment.No, want: "2 steps left before you may run a pilot."},
		{stage: "experiment", open: []string{"limits-known", "review-rules"}, want: "2 questions left before you may run a pilot."},
		{stage: "experiment", open: []string{"limits-known"}, want: "1 question left before you may run a pilot."},
		{stage: "pilot", open: []string{"review-rules"}, level: assessment.Partly, want: "1 step left before you may run a pilot."},
		{stage: "limited", open: nil, want: "No stage is left to reach."},
	} {
		session := ready()
		session.Setup.StageNow = c.stage
		for _, id := range c.open {
			session.Answers[id] = assessment.Answer{Level: c.level}
		}
		r := New(set, session, today)
		if got := r.Moved(&r.Summary); got != c.want {
			t.Errorf("%s, %v: %q, want %q", c.stage, c.open, got, c.want)
		}
	}
	mixed := ready()
	mixed.Answers["limits-known"], mixed.Answers["review-rules"] = assessment.Answer{}, assessment.Answer{Level: assessment.No}
	r := New(set, mixed, today)
	if got := r.Moved(&r.Summary); got != "2 steps left before you may run a pilot, and 1 of them is a question not answered yet." {
		t.Error(got)
	}
}

// A step explains the words that it uses, and only those.
func TestAStepExplainsItsWords(t *testing.T) {
	session := ready()
	session.Answers["vendor-terms"] = assessment.Answer{Level: assessment.No}
	r := New(assessment.Default(), session, today)
	said := map[string]bool{}
	for _, block := range r.StepDetails(r.Summary.Steps[0]) {
		if facts, ok := block.(Facts); ok {
			for _, fact := range facts {
				said[fact.Name] = true
			}
		}
	}
	if r.Summary.Steps[0].Question != "vendor-terms" || !said["Data contract means"] || said["Private plan means"] {
		t.Errorf("%s explains %v", r.Summary.Steps[0].Question, said)
	}
}
