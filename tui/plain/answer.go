package plain

import (
	"errors"
	"strings"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// chosen reads a line as the number of an answer, with what stands behind it: how it is known,
// or why it does not apply. row is -1 where the line is no answer.
func (w *asked) chosen(line string) (row int, behind string) {
	digits := len(line) - len(strings.TrimLeft(line, "0123456789"))
	return number(line[:digits], len(w.q.Rows())) - 1, strings.TrimSpace(line[digits:])
}

// knownAs reads how something is known.
func knownAs(word string) (known assessment.Known, ok bool) {
	switch {
	case is(word, "s", "seen"):
		return assessment.Seen, true
	case is(word, "t", "told"):
		return assessment.Told, true
	}
	return assessment.Assumed, false
}

// answer takes a row for the answer, reads back what was taken, and goes on where nothing is
// left to ask.
func (w *asked) answer(row int, behind string) (to place, stays bool, err error) {
	a := w.q.Chosen(row)
	known, says := knownAs(behind)
	switch {
	case a.Level == assessment.NA:
		return w.doesNotApply(a, behind)
	case behind != "" && !says:
		w.say("Behind the number stands s if you have seen it, or t if someone told you. Nothing was saved.")
		return nil, true, nil
	case says && w.q.Asks(row):
		a.Known = known
	}
	if !w.take(a, says) {
		return nil, true, nil
	}
	if w.q.Asks(w.q.Answered()) && !says {
		w.fresh, w.given = true, true
		return nil, true, nil
	}
	return w.answered()
}

// doesNotApply takes a reason, from the line of the answer or from one of its own.
func (w *asked) doesNotApply(a assessment.Answer, reason string) (to place, stays bool, err error) {
	if a.Reason, err = w.reason(reason); err != nil || a.Reason == "" || !w.take(a, false) {
		return nil, true, err
	}
	return w.goOn()
}

// reason asks why something does not apply, where that was not said; "" goes back.
func (t *talk) reason(said string) (string, error) {
	for said == "" {
		line, err := t.value("Why does it not apply? Write a few words, or b to go back.", "Write why this does not apply to you, so that it can be understood later.")
		if errors.Is(err, errBack) {
			return "", nil
		}
		if err != nil {
			return "", err
		}
		if said = line; said == "" {
			t.say("A few words are enough, so that it can be understood later.")
		}
	}
	return assessment.CleanLine(said, assessment.MaxShort), nil
}

// take saves an answer and reads it back, with how it is known where that was said.
func (w *asked) take(a assessment.Answer, known bool) bool {
	if !w.save(w.q.ID, a) {
		if w.work.Conflicts(w.q.ID) {
			w.heard = ""
		}
		return false
	}
	if !known && a.Level.IsKnown() {
		w.say("Saved: %s.", w.set.Words.Level(a.Level))
	} else {
		w.say("Saved: %s", w.work.ReadBack(a))
	}
	w.grew()
	return true
}

// answered goes on from an answer that is whole. Where a name belongs to it, that is asked first.
func (w *asked) answered() (to place, stays bool, err error) {
	w.given = false
	if !w.work.ReadOnly && w.work.LacksName(w.q.ID) {
		err := w.name()
		if errors.Is(err, errBack) {
			return nil, true, nil
		}
		if err != nil {
			return nil, false, err
		}
	}
	return w.goOn()
}

// name asks for the name that an answer lacks.
func (w *asked) name() error {
	line, err := w.value(interview.WhoIsIt+" An empty line leaves it open.", "Write the name of the person. Your answer is saved already.")
	name := assessment.CleanLine(line, assessment.MaxName)
	switch {
	case err != nil || name == "":
		return err
	case strings.ContainsAny(name[:1], "0123456789"):
		w.say("A number is no name, so the name stays open, and the number answers what comes next.")
		w.ahead = line
		return nil
	}
	a := w.q.Answer()
	if a.Owner = name; w.save(w.q.ID, a) {
		w.say("Saved: %s.", name)
	}
	return nil
}

// save keeps an answer. It is on disk where the result is true; else the person has been told.
func (t *talk) save(question string, answer assessment.Answer) bool {
	if t.refused() {
		return false
	}
	return t.saved(t.work.Answered(question, answer))
}

// refused reports whether the open session is the example, which nothing changes, and says so.
func (t *talk) refused() bool {
	if t.work.ReadOnly {
		t.say("This is an example, so nothing in it changes.")
	}
	return t.work.ReadOnly
}

// saved waits until a change is on disk.
func (t *talk) saved(change assessment.AnswerChange) bool {
	err := t.acknowledge(<-t.o.Store.SaveAnswer(change))
	if err != nil {
		t.problem(err)
		if !interview.IsConflict(err) {
			t.say("Your answer is kept here. Give it once more, or type save, to save it.")
		}
	}
	return err == nil
}

// retry saves once more what could not be written.
func (t *talk) retry() {
	if t.work.Unwritten() == 0 {
		t.say("Everything is saved.")
		return
	}
	answers, setup := t.work.Retry()
	var failed error
	for _, change := range setup {
		failed = t.acknowledge(<-t.o.Store.SaveSetup(change))
	}
	for _, change := range answers {
		if err := t.acknowledge(<-t.o.Store.SaveAnswer(change)); err != nil {
			failed = err
		}
	}
	if failed != nil {
		t.problem(failed)
		return
	}
	t.say("Saved: everything.")
}
