package plain

import (
	"errors"
	"fmt"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// comingBack walks through what was planned and has come due, what somebody is at, and what has
// aged, and leads on from there.
func (t *talk) comingBack(then place) place {
	all, began := t.work.ComingBack(), t.work.Summary
	return func() (place, error) {
		t.gap()
		t.say("Welcome back. There %s to look at. y says yes, n says no, an empty line leaves a thing as it is, and f leaves the rest.", assessment.Either(len(all), "is one thing", fmt.Sprintf("are %d things", len(all))))
		for at := 0; at < len(all); {
			t.readReturn(all[at], at, len(all))
			step, err := t.returned(all[at])
			switch {
			case err != nil:
				return nil, err
			case step == returnHome:
				return nil, nil
			case step == returnLeave:
				return then, nil
			}
			at = max(0, at+int(step))
		}
		t.gap()
		t.say("That was all. %s", t.report().Moved(&began))
		if left := len(t.work.ComingBack()); left > 0 {
			t.say("%s left as before. Come back when you know more.", assessment.Counted(left, "thing is", "things are"))
		}
		return then, nil
	}
}

// returnStep is how far a line leads in the walk of who comes back.
type returnStep int

const (
	returnBefore returnStep = -1
	returnAgain  returnStep = 0
	returnNext   returnStep = 1
	returnHome   returnStep = 2
	returnLeave  returnStep = 3
)

// readReturn reads out one thing to look at.
func (t *talk) readReturn(r interview.Return, at, all int) {
	q := t.work.At(r.Question)
	answer := q.Answer()
	t.gap()
	title := "Planned"
	switch {
	case r.Aged:
		title = "Seen a while ago"
	case answer.State == assessment.StepDoing:
		title = "Somebody is at it"
	case answer.State == assessment.StepBlocked:
		title = "It waits for something"
	}
	t.say("%d of %d. %s: %s", at+1, all, title, r.Text)
	if !r.Aged && q.Text != r.Text {
		t.say("It is about: %s", q.Text)
	}
	if said := q.Said(); said != "" {
		t.say("You said: %s", said)
	}
	for _, part := range []struct{ label, text string }{{"Owner", answer.Owner}, {"By", t.set.Due(answer.Due)}, {"Note", answer.Note}} {
		if part.text != "" {
			t.say("%s: %s", part.label, clean(part.text))
		}
	}
}

// returned takes a line about one thing to look at.
func (t *talk) returned(r interview.Return) (returnStep, error) {
	prompt := "Is it done?"
	if r.Aged {
		prompt = "Is this still so?"
	}
	for {
		line, err := t.ask(prompt)
		switch {
		case err != nil:
			return returnNext, err
		case is(line, "", "next"):
			return returnNext, nil
		case is(line, "y", "yes") && r.Aged:
			if t.save(r.Question, t.work.Still(r.Question)) {
				t.say("Saved: it is still so.")
			}
			return returnNext, nil
		case is(line, "y", "yes"), is(line, "n", "no") && r.Aged:
			_, err := t.askAgain(r.Question, "")
			return stayed(err)
		case is(line, "n", "no"):
			return stayed(t.putOff(r))
		case is(line, "b", "back"):
			return returnBefore, nil
		case is(line, "f", "finish"):
			return returnLeave, nil
		case is(line, "h", "home"):
			return returnHome, nil
		case is(line, "q", "quit"):
			return returnHome, errEnd
		case is(line, "?"):
			t.explainReturn(r)
		default:
			t.lost(line)
		}
	}
}

// stayed leads on from a thing, or back to it where the person went back.
func stayed(err error) (returnStep, error) {
	if errors.Is(err, errBack) {
		return returnAgain, nil
	}
	return returnNext, err
}

// explainReturn says how a thing is done, or what its question means, and what can be typed.
func (t *talk) explainReturn(r interview.Return) {
	if step, ok := t.work.Step(r.Question); ok {
		t.blocks(t.report().StepDetails(step))
	} else {
		for _, part := range t.work.At(r.Question).Explain() {
			t.say("%s: %s", part.Title, part.Text)
		}
	}
	t.say("y says that it is done, or still so. n says not yet, and asks for another day, or not so any more. An empty line leaves it as it is, b goes back to the one before, f leaves the rest, h goes home, q ends.")
}

// putOff asks for another day for what is not done.
func (t *talk) putOff(r interview.Return) error {
	entry := interview.DueEntry{Now: t.o.Now()}
	for {
		line, err := t.value("By when then? "+interview.DueHint+", or an empty line to leave the day as it is.", "Write another day by which it is to be done: "+interview.DueHint+".")
		if err != nil || line == "" {
			return err
		}
		due, problem := entry.Enter(line)
		if problem != "" {
			t.say("%s", problem)
			continue
		}
		if t.save(r.Question, t.work.PutOff(r.Question, due)) {
			t.say("Saved: by %s.", t.set.Due(due))
		}
		return nil
	}
}
