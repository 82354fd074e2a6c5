package plain

import (
	"fmt"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

const questionHelp = "Type a number to answer. Then say how you know and go on: s if you have seen it, t if someone told you, an empty line if you think so. " +
	"next goes to the next question and changes nothing, b goes back, l leaves this for later, n writes a note, o names an owner and a date, u takes the last change back, ? explains, g jumps to a question, v reviews what is open, a changes what you said at the start, h goes home, q ends."

// asked is the walk through the questions.
type asked struct {
	*talk
	q *interview.Question
	// heard is the question that was read out last.
	heard string
	// fresh is true right after an answer, where how it is known is said next.
	fresh bool
}

// questions walks from a position of the flow.
func (t *talk) questions(at int) place {
	return func() (place, error) {
		walk := &asked{talk: t, q: t.work.At(t.work.Flow.At(at).ID)}
		for {
			to, stays, err := walk.line()
			if err != nil || !stays {
				return to, err
			}
			// The walk may have changed with the answer.
			walk.q.Stay()
		}
	}
}

// line reads one line at a question. It stays with the questions, or leads to a place.
func (w *asked) line() (to place, stays bool, err error) {
	if w.heard != w.q.ID {
		w.read()
		w.heard = w.q.ID
	}
	line, err := w.ask(w.prompt())
	if err != nil {
		return nil, false, err
	}
	w.fresh = false
	if n := number(line, len(w.q.Rows())); n > 0 {
		w.fresh = true
		return nil, true, w.answer(n - 1)
	}
	for _, command := range questionCommands() {
		if is(line, command.words...) {
			return command.do(w)
		}
	}
	w.say(questionHelp)
	return nil, true, nil
}

// questionCommand is what a word at a question does.
type questionCommand struct {
	words []string
	do    func(*asked) (to place, stays bool, err error)
}

// questionCommands are the words at a question, but for the numbers of its answers.
func questionCommands() []questionCommand {
	return []questionCommand{
		{[]string{"s", "seen"}, func(w *asked) (place, bool, error) { return w.known(assessment.Seen) }},
		{[]string{"t", "told"}, func(w *asked) (place, bool, error) { return w.known(assessment.Told) }},
		{[]string{""}, (*asked).empty},
		{[]string{"next", ">"}, (*asked).next},
		{[]string{"b", "back"}, (*asked).back},
		{[]string{"l", "later"}, (*asked).later},
		{[]string{"n", "note"}, func(w *asked) (place, bool, error) { return nil, true, w.note(w.q.ID, w.q.Answer()) }},
		{[]string{"o", "owner"}, func(w *asked) (place, bool, error) { return nil, true, w.owner(w.q.ID, w.q.Answer()) }},
		{[]string{"u", "undo"}, (*asked).takeBack},
		{[]string{"g", "jump"}, (*asked).jump},
		{[]string{"v", "review"}, func(w *asked) (place, bool, error) { return w.review, false, nil }},
		{[]string{"a", "about"}, func(w *asked) (place, bool, error) { return w.setup(w.work.Session), false, nil }},
		{[]string{"h", "home"}, func(*asked) (place, bool, error) { return nil, false, nil }},
		{[]string{"q", "quit"}, func(*asked) (place, bool, error) { return nil, false, errEnd }},
		{[]string{"?"}, (*asked).explain},
	}
}

// known says how the answer that is there is known, and goes on.
func (w *asked) known(known assessment.Known) (place, bool, error) {
	if why := w.q.WhyNotAsked(w.q.Answered()); why != "" {
		w.say("%s", why)
		return nil, true, nil
	}
	a := w.q.Answer()
	a.Known = known
	w.kept(w.q.ID, a)
	return w.next()
}

func (w *asked) empty() (place, bool, error) {
	if w.q.Answered() < 0 {
		w.say("Choose an answer first, by its number. l leaves the question for later.")
		return nil, true, nil
	}
	return w.next()
}

// next goes to the question after the one at hand, or to the review after the last.
func (w *asked) next() (place, bool, error) {
	next := w.q.Following()
	if next == "" {
		return w.review, false, nil
	}
	w.q.Turn(w.work.Flow.Position(next))
	return nil, true, nil
}

func (w *asked) back() (place, bool, error) {
	if p := w.q.Position(); p > 0 {
		w.q.Turn(p - 1)
	} else {
		w.say("This is the first question.")
	}
	return nil, true, nil
}

func (w *asked) later() (place, bool, error) {
	next := w.q.NextOpen()
	if next == "" {
		return w.review, false, nil
	}
	w.q.Turn(w.work.Flow.Position(next))
	return nil, true, nil
}

func (w *asked) takeBack() (place, bool, error) {
	change, ok := w.work.Undo()
	if !ok {
		w.say("There is nothing to undo since you opened this session.")
		return nil, true, nil
	}
	if w.saved(change) {
		w.say("Saved.")
	}
	w.say("The answer is as it was before.")
	w.q.Turn(w.work.Flow.Near(change.Question))
	w.heard = ""
	return nil, true, nil
}

// jump lists the questions and goes to the one chosen.
func (w *asked) jump() (place, bool, error) {
	section := ""
	for i := range w.work.Flow.Len() {
		q := w.work.Flow.At(i)
		if title := w.work.Section(q); title != section {
			section = title
			w.say("%s:", section)
		}
		w.say("%d. %s %s", i+1, w.level(w.work.Session.Answers[q.ID].Level), q.Text)
	}
	line, err := w.ask("Type the number of a question, or an empty line to stay:")
	if n := number(line, w.work.Flow.Len()); n > 0 {
		w.q.Turn(n - 1)
		w.heard = ""
	}
	return nil, err == nil, err
}

func (w *asked) explain() (place, bool, error) {
	w.say("%s", w.q.Text)
	w.gap()
	for _, part := range w.q.Explain() {
		w.say("%s", part.Title)
		w.say("%s", part.Text)
		w.gap()
	}
	w.say(questionHelp)
	return nil, true, nil
}

// prompt asks for an answer or, right after one that can be known, how it is.
func (w *asked) prompt() string {
	if !w.fresh || !w.q.Asks(w.q.Answered()) {
		return "Your answer, or ? for help:"
	}
	words := &w.set.Words
	return fmt.Sprintf("How do you know? s: %s. t: %s. An empty line: %s.", words.Known[assessment.Seen], words.Known[assessment.Told], words.Known[w.q.Answer().Known])
}

// read reads the question out, with what is said about it.
func (w *asked) read() {
	q := w.q
	w.gap()
	w.say("Question %d of %d. %s. %s.", q.Position()+1, w.work.Flow.Len(), w.work.Section(q.Question), assessment.Capital(w.work.Left()))
	w.say("%s", q.Text)
	w.say("%s", q.Why)
	for i, row := range q.Rows() {
		w.say("%d. %s", i+1, row.Text)
	}
	for _, warning := range []string{q.Look(), q.Conflict()} {
		if warning != "" {
			w.say("%s", warning)
		}
	}
	a := q.Answer()
	if a.Level != assessment.Unanswered {
		said := "You said: " + q.Said()
		if a.Level.IsKnown() {
			said += " " + w.set.Words.Known[a.Known] + "."
		}
		w.say("%s", said)
	}
	for _, part := range []struct{ label, text string }{{"Because", a.Reason}, {"Note", a.Note}, {"Owner", a.Owner}, {"By", assessment.SayDue(a.Due)}} {
		if part.text != "" {
			w.say("%s: %s", part.label, clean(part.text))
		}
	}
}
