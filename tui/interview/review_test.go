package interview_test

import (
	"slices"
	"testing"
	"time"

	"readycheck/assessment"
	"readycheck/tui/interview"
	"readycheck/tui/interview/interviewtest"
)

// at opens a session that is kept nowhere.
func at(set *assessment.Set, session *assessment.Session) *interview.Work {
	return interview.New(set, session, func() time.Time { return interviewtest.Noon })
}

// Whatever a set says of an alert, it leads somewhere: to what settles it, to the answers that it
// compares, or to what was said at the start.
func TestEveryAlertLeadsSomewhere(t *testing.T) {
	own := interviewtest.OwnSet(t)
	half := own.Alerts[0]
	half.ID, half.When = "only-setup", assessment.Condition{{Setup: []assessment.SetupTest{{Field: "powers", Codes: []string{"send"}}}}}
	set := *own
	set.Alerts = append(slices.Clone(own.Alerts), half)
	sending := assessment.Setup{Powers: []string{"send"}, Depth: assessment.Full}
	for _, c := range []struct {
		answers   map[string]assessment.Answer
		alert     int
		questions []string
		setup     bool
	}{
		{map[string]assessment.Answer{"person": {Level: assessment.InPlace}}, 0, []string{"person"}, false},
		{map[string]assessment.Answer{"ausschalter": {Level: assessment.No}}, 0, []string{"ausschalter"}, false},
		{map[string]assessment.Answer{}, 0, nil, true},
	} {
		var alerts []interview.Open
		for _, o := range at(&set, &assessment.Session{Setup: sending, Answers: c.answers}).Review() {
			if o.Alert {
				alerts = append(alerts, o)
			}
		}
		if len(alerts) <= c.alert {
			t.Fatalf("%v raises %+v", c.answers, alerts)
		}
		if got := alerts[c.alert]; !slices.Equal(got.Questions, c.questions) || got.Setup != c.setup || !got.Leads() {
			t.Errorf("%v leads to %+v, want %v and %v", c.answers, got, c.questions, c.setup)
		}
	}
}

// A walk goes on to what is still open, and leaves out what was settled on the way.
func TestAWalkLeavesOutWhatWasSettled(t *testing.T) {
	session := interviewtest.Bakery(15)
	session.Answers["own-login"] = assessment.Answer{Level: assessment.No}
	session.Answers["off-switch"] = assessment.Answer{Level: assessment.InPlace, Known: assessment.Seen}
	w := at(assessment.Default(), session)
	open := w.Review()
	row := slices.IndexFunc(open, func(o interview.Open) bool { return len(o.Questions) > 1 })
	walk := interview.WalkFrom(open, row)
	if !slices.Equal(walk[:2], []string{"own-login", "off-switch"}) {
		t.Fatalf("it goes to %v", walk)
	}
	if next, _ := w.GoOn(walk[1:]); next != "off-switch" {
		t.Errorf("it goes on to %s", next)
	}
	w.Answered("own-login", inPlace)
	if next, rest := w.GoOn(walk[1:]); next == "off-switch" || next == "" || slices.Contains(rest, next) {
		t.Errorf("it goes on to %s and then %v", next, rest)
	}
	if next, rest := w.GoOn(nil); next != "" || rest != nil {
		t.Errorf("behind the end is %s, %v", next, rest)
	}
}

func TestAnAnswerIsReadBack(t *testing.T) {
	english, german := at(assessment.Default(), interviewtest.Bakery(0)), at(interviewtest.OwnSet(t), &assessment.Session{})
	for _, c := range []struct {
		w      *interview.Work
		answer assessment.Answer
		want   string
	}{
		{english, assessment.Answer{Level: assessment.Partly, Known: assessment.Seen}, "partly, you saw it."},
		{english, assessment.Answer{Level: assessment.InPlace}, "in place, you think so."},
		{english, assessment.Answer{Level: assessment.No, Known: assessment.Seen}, "no."},
		{german, assessment.Answer{Level: assessment.Partly, Known: assessment.Told}, "teils. Jemand hat es gesagt."},
	} {
		if got := c.w.ReadBack(c.answer); got != c.want {
			t.Errorf("%+v is read back as %q, want %q", c.answer, got, c.want)
		}
	}
}
