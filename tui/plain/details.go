package plain

import (
	"strings"

	"readycheck/assessment"
	"readycheck/assessment/report"
	"readycheck/tui/interview"
)

// why says what decides the verdict, for each lens on its own.
func (t *talk) why() {
	w := t.work
	words := &t.set.Words
	t.say("Together: %s. The weaker side decides.", t.set.StageName(w.Summary.Stage))
	for _, held := range w.Summary.Held {
		t.say("%s", held.Text)
	}
	for _, lens := range []assessment.Lens{assessment.Integration, assessment.Deployment} {
		why := assessment.Explain(t.set, w.Session, &w.Summary, lens)
		t.gap()
		t.say("%s: %s", words.Lens(lens), t.set.StageName(why.Stage))
		if why.Next == assessment.StageNone {
			t.say("Nothing is missing on this side.")
			continue
		}
		t.say("The next stage is %s. These lines keep it from there:", t.set.StageName(why.Next))
		for _, reason := range why.Reasons {
			t.say("%s %s %s. It needs: %s.", t.level(reason.Status), reason.Item.ID, reason.Item.Title, words.Level(reason.Need.Level))
			for _, q := range reason.Decide {
				t.say("%s %s", t.level(w.Session.Answers[q.ID].Level), q.Text)
			}
		}
	}
}

// stepDetails says how a step is done.
func (t *talk) stepDetails(step assessment.Step) {
	q, ok := t.set.Question(step.Question)
	if !ok {
		return
	}
	q = q.For(&t.work.Session.Setup)
	answer := t.work.Session.Answers[q.ID]
	t.say("%s", q.Text)
	t.say("You said: %s", interview.Said(t.set, q, answer))
	part := func(title, text string) {
		if text != "" {
			t.say("%s: %s", title, text)
		}
	}
	switch step.Kind {
	case assessment.Fix:
		for i, text := range q.Fix.Steps {
			t.say("%d. %s", i+1, text)
		}
		part("Who usually does it", q.Fix.Who)
		part("Done when", q.Fix.Done)
	case assessment.FindOut:
		part("Whom to ask", q.FindOut.Ask)
		part("A message to send", q.FindOut.Message)
	case assessment.Confirm:
		part("What to look at", q.Confirm.Text)
	}
	part("Owner", clean(step.Owner))
	part("By", interview.Due(step.Due))
}

// changed says what is different between two sessions.
func (t *talk) changed(before, after *assessment.Session) {
	changes := assessment.Compare(t.set, before, after)
	for i, s := range []*assessment.Session{before, after} {
		t.say("%s %s, %s", [...]string{"First:", "Second:"}[i], clean(s.Business), clean(s.Use))
	}
	var b strings.Builder
	if err := report.CompareText(&b, t.set, &changes, oneColumn); err != nil {
		t.problem(err)
	}
	text := b.String()
	for _, level := range levels {
		text = strings.ReplaceAll(text, report.Mark{Level: level, Word: t.set.Words.Level(level)}.Label(), interview.Capital(t.set.Words.Level(level)))
	}
	t.lines(strings.Split(strings.TrimRight(text, "\n"), "\n"))
}

var levels = [...]assessment.Level{assessment.Unanswered, assessment.No, assessment.Unsure, assessment.Partly, assessment.InPlace, assessment.NA}
