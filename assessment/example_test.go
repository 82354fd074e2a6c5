package assessment

import "testing"

// The example shows the case that owners meet most: well connected, and people not ready.
func TestTheExampleIsFinishedAndShowsBothSides(t *testing.T) {
	set := Default()
	session, err := Example(set)
	if err != nil {
		t.Fatal(err)
	}
	sum := Evaluate(set, session)
	if sum.Progress.Answered != sum.Progress.Total || len(session.Answers) != sum.Progress.Total {
		t.Errorf("%d answers, %d of %d count", len(session.Answers), sum.Progress.Answered, sum.Progress.Total)
	}
	if sum.Lenses.Integration.Stage != Pilot || sum.Lenses.Deployment.Stage != Experiment {
		t.Errorf("integration %s, deployment %s; want pilot and experiment", sum.Lenses.Integration.Stage, sum.Lenses.Deployment.Stage)
	}
	if !sum.AheadOfSafeguards || len(sum.Steps) == 0 || len(sum.Alerts) != 0 {
		t.Errorf("ahead %v, %d steps, alerts %v", sum.AheadOfSafeguards, len(sum.Steps), sum.Alerts)
	}
	other := &Set{ID: "another"}
	if _, err := Example(other); err == nil {
		t.Error("another set gets the example")
	}
}
