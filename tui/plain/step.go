package plain

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"readycheck/assessment"
	"readycheck/assessment/report"
)

// What is done to a step of the plan. A step is named by its number; after it was read out, a
// word alone is about that one.

const stepHint = "Of the step that was read last, d says that it is worked on and asks what is so now, i that somebody is at it, and once more that it waits, o names an owner and a day, y reads its message. " +
	"An empty line goes to its question. With a number, such as d 2, they are about another step."

// stepWords are the words about one step, with what each does.
var stepWords = []struct {
	words []string
	do    func(t *talk, step assessment.Step) error
}{
	{[]string{"d", "done"}, func(t *talk, step assessment.Step) error {
		_, err := t.askAgain(step.Question, t.work.At(step.Question).Text)
		if errors.Is(err, errBack) {
			t.say("Nothing was changed.")
			return nil
		}
		return err
	}},
	{[]string{"i", "doing", "blocked"}, func(t *talk, step assessment.Step) error { t.turnStep(step); return nil }},
	{[]string{"o", "owner"}, func(t *talk, step assessment.Step) error {
		return t.owner(step.Question, t.work.Session.Answers[step.Question], &step)
	}},
	{[]string{"y", "message"}, func(t *talk, step assessment.Step) error { t.readMessage(step); return nil }},
}

// stepWord does what a word says to a step; mine is false where it is no such word.
func (t *talk) stepWord(word, about string) (mine bool, err error) {
	for _, w := range stepWords {
		if !is(word, w.words...) {
			continue
		}
		step, ok := t.stepNamed(about)
		if n := number(about, len(t.numbered)); n > 0 && !ok {
			t.isDone(n)
			return true, nil
		}
		if !ok {
			t.say("Say which step by its number in the plan, such as %s 1.", word)
			return true, nil
		}
		return true, w.do(t, step)
	}
	return false, nil
}

// stepNamed is the step with a number or, without one, the step that was read last.
func (t *talk) stepNamed(about string) (assessment.Step, bool) {
	if about == "" {
		return t.work.Step(t.here)
	}
	n := number(about, len(t.numbered))
	if n == 0 {
		return assessment.Step{}, false
	}
	return t.work.Step(t.numbered[n-1].Question)
}

// isDone says that the step with a number is left no more.
func (t *talk) isDone(n int) {
	t.say("Step %d is done: %s. p reads the plan again, with new numbers.", n, strings.TrimSuffix(t.numbered[n-1].Title, "."))
}

// stepTitle is what a step is called in a sentence.
func stepTitle(step *assessment.Step) string {
	return assessment.Quoted(strings.TrimSuffix(step.Title, "."))
}

// readStep reads out one step with all it takes to do it.
func (t *talk) readStep(n int) {
	step, ok := t.work.Step(t.numbered[n-1].Question)
	if !ok {
		t.isDone(n)
		return
	}
	t.here = step.Question
	t.gap()
	t.say("Step %d. %s.", n, strings.TrimSuffix(step.Title, "."))
	t.blocks(t.report().StepDetails(step))
	if !t.work.ReadOnly {
		t.hint("step", stepHint)
	}
}

// plan reads out every step, in the order in which they help, and what is done.
func (t *talk) plan() {
	sum := &t.work.Summary
	t.numbered = sum.Steps
	if len(sum.Steps) > 0 {
		t.say("%s", report.StepsOrder(t.set, sum))
	}
	t.blocks(t.report().Steps(len(sum.Steps)))
	t.blocks(t.report().BelowSteps(t.work.Plan()))
}

// turnStep puts the state of a step on, and reads it back.
func (t *talk) turnStep(step assessment.Step) {
	answer := t.work.Doing(step.Question)
	if t.save(step.Question, answer) {
		t.say("%s: %s.", savedFor(&step), report.StateWords(t.set, answer.State))
	}
}

// readMessage reads out what a step has ready to send or, where that is nothing, how it is done.
func (t *talk) readMessage(step assessment.Step) {
	r := t.report()
	if text := r.StepMessage(step); text != "" {
		t.say("%s", text)
		return
	}
	t.blocks(r.StepDetails(step))
}

// askAgain asks what is so now that a step was worked on, with what it is about where that was
// not read out just before. It says what that moved; saved is
// false where it is left as it was.
func (t *talk) askAgain(question, about string) (saved bool, err error) {
	if t.refused() {
		return false, nil
	}
	w := &asked{talk: t, q: t.work.At(question)}
	t.say("%s", strings.TrimSpace("What is so now? "+about))
	for i, row := range w.q.Rows() {
		t.say("%d. %s", i+1, row.Text)
	}
	for {
		line, err := t.value("Type a number, also with how you know it, such as 1 s. An empty line leaves it as it was.",
			"Type the number of what is so now. Behind it, s says that you have seen it, and t that someone told you.")
		if err != nil || line == "" {
			return false, err
		}
		row, behind := w.chosen(line)
		if _, says := knownAs(behind); row < 0 || behind != "" && !says && w.q.Rows()[row].Level != assessment.NA {
			t.lost(line)
			continue
		}
		return w.afterStep(row, behind)
	}
}

// afterStep takes a row for what is so after a step.
func (w *asked) afterStep(row int, behind string) (saved bool, err error) {
	known, says := knownAs(behind)
	if w.q.Asks(row) && !says {
		words := &w.set.Words
		for !says {
			line, err := w.ask(fmt.Sprintf("How do you know? s: %s. t: %s. An empty line: %s.", words.Known[assessment.Seen], words.Known[assessment.Told], words.Known[assessment.Assumed]))
			if err != nil {
				return false, err
			}
			if known, says = knownAs(line); says || line == "" {
				break
			}
			if err := w.outOfKnown(line); err != nil {
				return false, err
			}
		}
	}
	answer := w.q.AfterStep(row, known)
	if answer.Level == assessment.NA {
		if answer.Reason, err = w.reason(behind); err != nil || answer.Reason == "" {
			return false, err
		}
	}
	var of *assessment.Step
	if step, ok := w.work.Step(w.q.ID); ok {
		of = &step
	}
	return w.keepStep(map[string]assessment.Answer{w.q.ID: answer}, savedFor(of), w.work.ReadBack(answer)), nil
}

// outOfKnown takes a line that does not say how something is known: it explains, leads out, or
// says what is wrong.
func (t *talk) outOfKnown(line string) error {
	switch {
	case line == "?":
		t.explainKnown()
	case is(line, "b", "back"):
		return errBack
	case is(line, "h", "home"):
		return errHome
	case is(line, "q", "quit"):
		return errEnd
	default:
		t.lost(line)
	}
	return nil
}

// keepStep saves what is so after a step, reads it back, and says what that moved.
func (t *talk) keepStep(answers map[string]assessment.Answer, saved, readBack string) bool {
	before, all := t.work.Summary, true
	for _, question := range slices.Sorted(maps.Keys(answers)) {
		all = t.save(question, answers[question]) && all
	}
	if all {
		t.say("%s: %s", saved, cmp.Or(readBack, "all of it."))
		t.grew()
		t.say("%s", t.report().Moved(&before))
	}
	return all
}

// mails reads out a letter for each person who sees to a step.
func (t *talk) mails() error {
	letters := t.report().Letters(t.work.Plan())
	if len(letters) == 0 {
		t.say("There is no step, and so nobody to write to.")
		return nil
	}
	for i, letter := range letters {
		t.say("%d. %s: %s.", i+1, cmp.Or(letter.Owner, assessment.Capital(t.set.Say("nobody_yet"))), assessment.Counted(letter.Steps, "step", "steps"))
	}
	for {
		n, err := t.pick("Whose mail would you like to hear? Type a number, or an empty line to go back.", len(letters))
		if err != nil || n == 0 {
			return err
		}
		t.say("%s", letters[n-1].Subject)
		t.gap()
		t.say("%s", letters[n-1].Text)
	}
}

// whatIf says where it would stand if some steps were done: those with the numbers or, with
// next, those that the next stage needs. Nothing is saved.
func (t *talk) whatIf(about string) {
	done := map[string]bool{}
	if is(about, "next") {
		done = t.work.NeededNow()
	} else {
		for _, word := range strings.FieldsFunc(about, func(r rune) bool { return r == ' ' || r == ',' }) {
			step, ok := t.stepNamed(word)
			if !ok {
				t.say("Say which steps by their numbers in the plan, such as w 1 3, or w next for what the next stage needs.")
				return
			}
			done[step.Question] = true
		}
	}
	if len(done) == 0 {
		t.say("There is no step to take as done.")
		return
	}
	then, sum := t.work.WhatIf(done)
	r := report.Report{Set: t.set, Session: then, Summary: sum, Now: t.work.Now()}
	t.say("If %s done and seen. Nothing is saved.", assessment.Counted(len(done), "step were", "steps were"))
	t.blocks(r.Would(&t.work.Summary))
}
