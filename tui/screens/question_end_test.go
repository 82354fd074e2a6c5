package screens

import (
	"strings"
	"testing"
	"time"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// With everything answered the foot of a question names the way to the end.
func TestTheWayToTheEndIsNamed(t *testing.T) {
	foot := func(session *assessment.Session) string {
		work := &work{Work: interview.New(assessment.Default(), session, func() time.Time { return noon })}
		var out []string
		for _, b := range newQuestion(work, work.Flow.At(1).ID).ShortHelp() {
			out = append(out, b.Help().Key+" "+b.Help().Desc)
		}
		return strings.Join(out, " · ")
	}
	if open := foot(bakery(3)); strings.Contains(open, "to the end") || !strings.Contains(open, "later") {
		t.Errorf("with questions open: %s", open)
	}
	all := bakery(0)
	for flow := assessment.NewFlow(assessment.Default(), all); flow.FirstUnanswered() >= 0; flow = assessment.NewFlow(assessment.Default(), all) {
		all.Answers[flow.At(flow.FirstUnanswered()).ID] = assessment.Answer{Level: assessment.No}
	}
	if done := foot(all); !strings.Contains(done, "v to the end") || strings.Contains(done, "later") {
		t.Errorf("with everything answered: %s", done)
	}
}
