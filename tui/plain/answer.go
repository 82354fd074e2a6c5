package plain

import (
	"strings"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// answer takes a row for the answer, and reads back what was taken.
func (w *asked) answer(row int) error {
	a := w.q.Chosen(row)
	if a.Level != assessment.NA {
		w.take(a)
		return nil
	}
	for {
		line, err := w.ask("Why does it not apply? A few words, or b to go back:")
		switch reason := assessment.CleanLine(line, assessment.MaxShort); {
		case err != nil:
			return err
		case is(reason, "b", "back"):
			return nil
		case reason != "":
			a.Reason = reason
			w.take(a)
			return nil
		}
		w.say("Write a few words, so that it can be understood later.")
	}
}

// take saves an answer and reads it back.
func (w *asked) take(a assessment.Answer) {
	if w.save(w.q.ID, a) {
		w.say("Saved: %s.", w.set.Words.Level(a.Level))
	}
}

// save keeps an answer. It is on disk where the result is true; else the person has been told.
func (t *talk) save(question string, answer assessment.Answer) bool {
	if t.work.ReadOnly {
		t.say("This is an example, so nothing in it changes.")
		return false
	}
	return t.saved(t.work.Answered(question, answer))
}

// saved waits until a change is on disk.
func (t *talk) saved(change assessment.AnswerChange) bool {
	err := t.acknowledge(<-t.o.Store.SaveAnswer(change))
	if err != nil {
		t.problem(err)
		if !interview.IsConflict(err) {
			t.say("Your answer is kept here. Give it once more to save it.")
		}
	}
	return err == nil
}

// kept saves what stands beside an answer, and says so.
func (t *talk) kept(question string, answer assessment.Answer) bool {
	saved := t.save(question, answer)
	if saved {
		t.say("Saved.")
	}
	return saved
}

func (t *talk) note(question string, a assessment.Answer) error {
	form := assessment.Form{Session: t.work.Session.ID, Name: interview.NoteForm + question}
	before := t.o.Draft(form)
	var lines []string
	t.say("Write your note. A line with nothing but a full stop ends it.")
	switch {
	case !before.Empty() && before.Fields["note"] != a.Note:
		lines = strings.Split(interview.NoteAgain(before, a.Note), "\n")
		t.say(interview.HadTyped + " Go on behind it. A full stop at once saves it as it is, a dash alone takes it out.")
		t.lines(lines)
	case a.Note != "":
		t.say("It takes the place of the one that is there. A full stop at once keeps that one, a dash alone takes it out.")
	}
	had, length := len(lines), 0
	for {
		line, err := t.ask(">")
		switch {
		case err == nil && line != ".":
			lines = append(lines, line)
			if length += len(line); length <= assessment.MaxNote {
				t.keepTyped(form, map[string]string{"note": strings.Join(lines, "\n"), "was": a.Note})
			}
			continue
		case len(lines) == 0:
			t.say("Nothing was changed.")
			return err
		case len(lines) == had+1 && lines[had] == nothing:
			lines = nil
		}
		a.Note = assessment.Clean(strings.Join(lines, "\n"), assessment.MaxNote)
		if t.kept(question, a) {
			t.keepTyped(form, nil)
		}
		return err
	}
}

func (t *talk) owner(question string, a assessment.Answer) error {
	form := assessment.Form{Session: t.work.Session.ID, Name: interview.OwnerForm + question}
	if d := t.o.Draft(form); !d.Empty() && d.Fields["owner"] != a.Owner {
		t.say("%s", interview.HadTyped)
		a.Owner = assessment.CleanLine(d.Fields["owner"], assessment.MaxName)
	}
	line, err := t.keep("Who sees to it? A name, or an empty line if nobody does yet.", clean(a.Owner))
	if err != nil {
		return err
	}
	a.Owner = assessment.CleanLine(line, assessment.MaxName)
	t.keepTyped(form, map[string]string{"owner": a.Owner, "due": a.Due})
	entry := interview.DueEntry{Was: a.Due, Now: t.o.Now()}
	for {
		line, err := t.keep("By when? "+interview.DueHint+", or an empty line.", a.Due)
		if err != nil {
			return err
		}
		due, problem := entry.Enter(line)
		if problem != "" {
			t.say("%s", problem)
			continue
		}
		if a.Due = due; due != "" {
			t.say("By %s.", assessment.SayDue(due))
		}
		if t.kept(question, a) {
			t.keepTyped(form, nil)
		}
		return nil
	}
}
