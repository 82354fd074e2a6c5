package assessment

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
)

// planned is a session with something to do by several days, as of tuesday.
func planned() *Session {
	return &Session{
		ID: "1", Business: "Rosa's Bakery", Use: "Answer emails", Setup: Setup{Depth: Quick},
		Answers: map[string]Answer{
			"own-login":     {Level: No, Owner: "Dev Okafor", Due: "2026-11-24"},
			"off-switch":    {Level: Unsure, Owner: "Rosa", Due: "2026-11-23"},
			"purpose-clear": {Level: InPlace, Known: Told, Owner: "dev okafor", Due: "2025-01-02"},
			"needs-only":    {Level: InPlace, Known: Seen, Due: "2026-11-01"},
			"pause-rules":   {Owner: "Rosa", Due: "2026-11-20"},
			"no-question":   {Level: No, Due: "2020-01-01"},
		},
	}
}

func TestPlanNumbersAllSteps(t *testing.T) {
	session := planned()
	sum := Evaluate(Default(), session)
	plan := NewPlan(Default(), session, &sum, tuesday)
	if len(plan.Steps) != len(sum.Steps) || len(plan.Steps) < 3 {
		t.Fatalf("%d steps of %d", len(plan.Steps), len(sum.Steps))
	}
	overdue := map[string]bool{}
	for i, step := range plan.Steps {
		if step.Number != i+1 || step.Step != sum.Steps[i] {
			t.Errorf("step %d is %+v, want %+v", i+1, step, sum.Steps[i])
		}
		overdue[step.Question] = step.Overdue
	}
	if want := map[string]bool{"own-login": false, "off-switch": true, "purpose-clear": true}; !reflect.DeepEqual(overdue, want) {
		t.Errorf("overdue: %v, want %v", overdue, want)
	}
	// A question without an answer that somebody sees to is no step, and stands below them.
	if len(plan.Open) != 1 || plan.Open[0].Question != "pause-rules" || plan.Open[0].Owner != "Rosa" || !plan.Open[0].Overdue || plan.Open[0].Title == "" {
		t.Errorf("open: %+v", plan.Open)
	}
	if mine, others := plan.Of("rosa").Open, plan.Of("dev").Open; len(mine) != 1 || len(others) != 0 {
		t.Errorf("of Rosa: %+v, of Dev: %+v", mine, others)
	}
	if owners := plan.Owners(); len(owners) != 2 {
		t.Errorf("the owners are %q", owners)
	}
	for name, want := range map[string][]string{
		"ROSA": {"off-switch"}, "dev": {"own-login", "purpose-clear"}, "Dev Okafor": {"own-login", "purpose-clear"}, "okafor": {"own-login", "purpose-clear"},
		"de": nil, "": nil, "Dev Rosa": nil,
	} {
		var got []string
		for _, step := range plan.Of(name).Steps {
			if step != plan.Steps[step.Number-1] {
				t.Errorf("of %q: step %d is another one", name, step.Number)
			}
			got = append(got, step.Question)
		}
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("of %q: %q, want %q", name, got, want)
		}
	}
}

// What is done, does not apply or is still to come is not due; what is not answered may be.
func TestComeDue(t *testing.T) {
	session := planned()
	var got []string
	for _, step := range ComeDue(Default(), session, tuesday) {
		got = append(got, fmt.Sprint(step.Due, " ", step.Question, " ", step.Overdue))
		if step.Title == "" || step.Owner != session.Answers[step.Question].Owner {
			t.Errorf("%+v", step)
		}
	}
	want := []string{"2025-01-02 purpose-clear true", "2026-11-20 pause-rules true", "2026-11-23 off-switch true", "2026-11-24 own-login false"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if early := ComeDue(Default(), session, tuesday.AddDate(-3, 0, 0)); early != nil {
		t.Errorf("%+v", early)
	}
	session.Answers = map[string]Answer{"own-login": {Level: NA, Reason: "no login", Due: "2020-01-01"}}
	if na := ComeDue(Default(), session, tuesday); na != nil {
		t.Errorf("%+v", na)
	}
}
