package plain

import (
	"slices"
	"strconv"
	"strings"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// reviewHint is said behind the first review, reviewHelp at ?.
const (
	reviewHint = "After your answer comes the next one of these. An empty line begins with the first. ? says all that you can type."
	reviewHelp = "Type the number of a question to go there, as g and the number do. After your answer comes the next one of these. An empty line begins with the first. f shows where you stand, m lists all of it, " +
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
	if next := t.firstUnanswered(); next > 0 {
		t.say("The first one without an answer is question %d. Type %d to go there.", next, next)
	}
	prompt := "Type f to see where you stand."
	if len(open) > 0 {
		prompt = "Type the number of a question to go there, or f to see where you stand."
		t.hint("review", reviewHint)
	}
	for {
		line, err := t.ask(prompt)
		n := number(line, t.work.Flow.Len())
		switch {
		case err != nil:
			return nil, err
		case is(line, "f", "finish"):
			return t.summary, nil
		case line == "" && len(open) > 0:
			if to := t.opened(open, 0); to != nil {
				return to, nil
			}
		case n > 0:
			return t.numberedOpen(open, n), nil
		case is(line, "m", "more"):
			t.listOpen(open, len(open))
		case is(line, "b", "back", "questions"):
			return t.questions(max(0, t.work.Flow.Position(t.work.Position))), nil
		case is(line, "a", "about"):
			return t.about(t.review), nil
		case is(line, "g", "jump"):
			return t.jump(""), nil
		case is(line, "full"):
			return t.deepen(t.review), nil
		case is(line, "h", "home"):
			return nil, nil
		case is(line, "q", "quit"):
			return nil, errEnd
		case is(line, "?"):
			t.say(reviewHelp)
		default:
			if word, rest, found := strings.Cut(line, " "); found && is(word, "g", "jump") {
				return t.jump(rest), nil
			}
			t.lost(line)
		}
	}
}

// firstUnanswered is the number of the first question without an answer, or 0.
func (t *talk) firstUnanswered() int {
	for i := range t.work.Flow.Len() {
		if t.work.Session.Answers[t.work.Flow.At(i).ID].Level == assessment.Unanswered {
			return i + 1
		}
	}
	return 0
}

// numberedOpen leads to a question by its number, and on from there through what is open behind
// it. A question of which nothing is open is gone to all the same.
func (t *talk) numberedOpen(open []interview.Open, n int) place {
	id := t.work.Flow.At(n - 1).ID
	first := slices.IndexFunc(open, func(o interview.Open) bool { return o.Question == id })
	if first >= 0 {
		return t.opened(open, first)
	}
	if first = slices.IndexFunc(open, func(o interview.Open) bool { return slices.Contains(o.Questions, id) }); first >= 0 {
		walk := interview.WalkFrom(open, first)
		return t.through(walk[slices.Index(walk, id):])
	}
	return t.questions(n - 1)
}

// numbersOf says by which numbers one thing of a review is gone to, each the number of a
// question; a shows what was said at the start.
func (t *talk) numbersOf(o interview.Open) string {
	var numbers []string
	for _, id := range o.Questions {
		if at := t.work.Flow.Position(id); at >= 0 {
			numbers = append(numbers, strconv.Itoa(at+1))
		}
	}
	if o.Setup {
		numbers = append(numbers, "a")
	}
	if len(numbers) == 0 {
		return ""
	}
	return strings.Join(numbers, ", ") + ". "
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

// listOpen reads out what is open, at most so much of each group. Each has the number of its
// question, which is the same one everywhere.
func (t *talk) listOpen(open []interview.Open, most int) {
	group, read, left := "", 0, 0
	rest := func() {
		if left > 0 {
			t.say("And %d more. m lists all.", left)
		}
		read, left = 0, 0
	}
	for _, o := range open {
		if o.Group != group {
			rest()
			group = o.Group
			t.say("%s:", group)
		}
		switch read++; {
		case read > most:
			left++
		case o.Alert, strings.HasPrefix(group+":", t.level(o.Level)), o.Level == assessment.Unanswered:
			t.say("%s%s", t.numbersOf(o), o.Text) // its group says the level
		default:
			t.say("%s%s %s", t.numbersOf(o), t.level(o.Level), o.Text)
		}
	}
	rest()
	if len(open) == 0 {
		t.say("Nothing is open, and nothing contradicts.")
	}
}

// jump goes to a question by its number or its words, and lists them all where none are given.
func (t *talk) jump(text string) place {
	return func() (place, error) {
		walk := &asked{talk: t, q: t.work.At(t.work.Position)}
		to, stays, err := walk.jumpTo(text)
		if err != nil || !stays {
			return to, err
		}
		return walk.lines()
	}
}
