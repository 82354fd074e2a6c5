package assessment

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// What is done leaves the plan and is listed as done; a weaker answer brings the step back, open.
func TestADoneStepLeavesThePlan(t *testing.T) {
	set, session := Default(), planned()
	plan := func() Plan {
		sum := Evaluate(set, session)
		return NewPlan(set, session, &sum, tuesday)
	}
	step := func(p Plan) *PlannedStep {
		i := slices.IndexFunc(p.Steps, func(s PlannedStep) bool { return s.Question == "own-login" })
		if i < 0 {
			return nil
		}
		return &p.Steps[i]
	}
	is := func(p Plan) bool {
		return slices.ContainsFunc(p.Done, func(d DoneStep) bool { return d.Question == "own-login" && d.Title != "" })
	}
	answer := session.Answers["own-login"]
	for _, state := range []StepState{StepDoing, StepBlocked, StepOpen} {
		answer.State = answer.State.Next()
		session.Answers["own-login"] = answer
		if s := step(plan()); s == nil || s.State != state || answer.State != state {
			t.Fatalf("the step is %+v, want it %s", s, state)
		}
	}

	session.Answers["own-login"] = answer.StepAfter(InPlace, 0, Told)
	if s := step(plan()); s == nil || s.Kind != Confirm || s.State != StepOpen || s.Due != "" || is(plan()) {
		t.Errorf("done, and only told: %+v", s)
	}
	session.Answers["own-login"] = answer.StepAfter(InPlace, 0, Seen)
	if step(plan()) != nil || !is(plan()) || session.Answers["own-login"].Owner != "Dev Okafor" {
		t.Errorf("done and seen: %+v, %+v", step(plan()), plan().Done)
	}
	session.Answers["own-login"] = session.Answers["own-login"].With(No, 0)
	if s := step(plan()); s == nil || s.State != StepOpen || is(plan()) {
		t.Errorf("open again: %+v", s)
	}
	if half := answer.StepAfter(Partly, 0, Seen); half.State == StepDone || half.Due == "" || half.Known != Seen {
		t.Errorf("half done: %+v", half)
	}
	if no := answer.StepAfter(No, 0, Seen); no.Known != Assumed {
		t.Errorf("nobody asks how a no is known: %+v", no)
	}
}

// A state beside an answer makes the answer no newer.
func TestAStateMakesNoAnswerNewer(t *testing.T) {
	before := Answer{Level: Partly, Known: Seen, At: tuesday.Add(-time.Hour)}
	after := before
	after.State = StepDoing
	if at := Given(before, after, tuesday); !at.Equal(before.At) {
		t.Error(at)
	}
}

func TestAStateIsReadFromAFile(t *testing.T) {
	file := "format: readycheck/session/1\nbusiness: B\nuse: U\nanswers:\n  own-login: {level: no, state: %s}\n"
	session, err := ReadSession(Default(), "a.yaml", []byte(fmt.Sprintf(file, "blocked")))
	if err != nil || session.Answers["own-login"].State != StepBlocked {
		t.Errorf("%+v, %v", session, err)
	}
	if _, err := ReadSession(Default(), "a.yaml", []byte(fmt.Sprintf(file, "lost"))); err == nil {
		t.Error("a state that there is not was read")
	}
}
