package plain

import (
	"readycheck/tui/interview"
)

// reviewHint is said behind the first review, reviewHelp at ?.
const (
	reviewHint = "After your answer comes the next one of these. An empty line begins with the first. ? says all that you can type."
	reviewHelp = "Type a number to go there. After your answer comes the next one of these. An empty line begins with the first. f shows where you stand, m lists all of it, " +
		"b goes back to the questions, g lists them, a shows what you said at the start, h goes home, q ends."
)

// mostOpen is how much of a group is read out at once.
const mostOpen = 6

// review lists what is open, and leads to it or on to the summary.
func (t *talk) review() (place, error) {
	open := t.work.Review()
	answered, total := t.work.Flow.Progress()
	t.gap()
	t.say("Before you see where you stand: %d of %d answered.", answered, total)
	t.listOpen(open, mostOpen)
	prompt := "Type f to see where you stand."
	if len(open) > 0 {
		prompt = "Type a number to go there, or f to see where you stand."
		t.hint("review", reviewHint)
	}
	for {
		line, err := t.ask(prompt)
		n := number(line, len(open))
		if line == "" && len(open) > 0 {
			n = 1
		}
		switch {
		case err != nil:
			return nil, err
		case is(line, "f", "finish"):
			return t.summary, nil
		case n > 0:
			if to := t.opened(open, n-1); to != nil {
				return to, nil
			}
		case is(line, "m", "more"):
			t.listOpen(open, len(open))
		case is(line, "b", "back", "questions"):
			return t.questions(max(0, t.work.Flow.Position(t.work.Position))), nil
		case is(line, "a", "about"):
			return t.about(t.review), nil
		case is(line, "g", "jump"):
			return t.jump(), nil
		case is(line, "full"):
			return t.deepen(t.review), nil
		case is(line, "h", "home"):
			return nil, nil
		case is(line, "q", "quit"):
			return nil, errEnd
		case is(line, "?"):
			t.say(reviewHelp)
		default:
			t.lost(line)
		}
	}
}

// opened leads to one thing of a review, and on from there; nil where there is no place to go.
func (t *talk) opened(open []interview.Open, at int) place {
	o := open[at]
	switch {
	case o.Alert && o.Setup:
		// Both what was said at the start and an answer may settle it.
		if o.Question != "" {
			t.say("An answer decides this, and so does what you said at the start. a shows that.")
			return t.through(interview.WalkFrom(open, at))
		}
		return t.about(t.review)
	case o.Question == "":
		t.say("This leads to no question. g shows all of them.")
		return nil
	case o.Alert && len(o.Questions) > 1:
		t.say("This is about %d answers together. They come one after the other.", len(o.Questions))
	}
	return t.through(interview.WalkFrom(open, at))
}

// listOpen reads out what is open, at most so much of each group. Each has its number, read out
// or not.
func (t *talk) listOpen(open []interview.Open, most int) {
	group, read, left := "", 0, 0
	rest := func() {
		if left > 0 {
			t.say("And %d more. m lists all.", left)
		}
		read, left = 0, 0
	}
	for i, o := range open {
		if o.Group != group {
			rest()
			group = o.Group
			t.say("%s:", group)
		}
		switch read++; {
		case read > most:
			left++
		case o.Alert:
			t.say("%d. %s", i+1, o.Text)
		default:
			t.say("%d. %s %s", i+1, t.level(o.Level), o.Text)
		}
	}
	rest()
	if len(open) == 0 {
		t.say("Nothing is open, and nothing contradicts.")
	}
}

// jump lists all questions and goes to the one chosen.
func (t *talk) jump() place {
	return func() (place, error) {
		walk := &asked{talk: t, q: t.work.At(t.work.Position)}
		to, stays, err := walk.jumpTo("")
		if err != nil || !stays {
			return to, err
		}
		return walk.lines()
	}
}
