package plain

import (
	"cmp"
	"errors"
	"strings"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// What stands beside an answer: a note, who sees to it, and by when.

func (t *talk) note(question string, a assessment.Answer) error {
	if t.refused() {
		return nil
	}
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
		case err == nil && line == "?":
			t.say("Write what you want to remember, in as many lines as you like. A line with nothing but a full stop ends it.")
			continue
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
		if t.save(question, a) {
			t.say("Saved: %s.", assessment.Either(min(len(a.Note), 1), "your note", "no note any more"))
			t.keepTyped(form, nil)
		}
		return err
	}
}

// owner asks who sees to an answer or, where it is not nil, to its step, and by when.
func (t *talk) owner(question string, a assessment.Answer, step *assessment.Step) error {
	err := t.askOwner(question, a, step)
	if errors.Is(err, errBack) {
		t.keepTyped(assessment.Form{Session: t.work.Session.ID, Name: interview.OwnerForm + question}, nil)
		t.say("Nothing was changed.")
		return nil
	}
	return err
}

func (t *talk) askOwner(question string, a assessment.Answer, step *assessment.Step) error {
	if t.refused() {
		return nil
	}
	form := assessment.Form{Session: t.work.Session.ID, Name: interview.OwnerForm + question}
	if d := t.o.Draft(form); !d.Empty() && d.Fields["owner"] != a.Owner {
		t.say("%s", interview.HadTyped)
		a.Owner = assessment.CleanLine(d.Fields["owner"], assessment.MaxName)
	}
	line, err := t.keep("Who sees to it? A name, or an empty line if nobody does yet.", clean(a.Owner), "Write the name of who sees to it. The day is asked next.")
	if err != nil {
		return err
	}
	a.Owner = assessment.CleanLine(line, assessment.MaxName)
	t.keepTyped(form, map[string]string{"owner": a.Owner, "due": a.Due})
	due, err := t.askDay("By when?", a.Due, "Write the day by which it is to be done")
	if err != nil {
		return err
	}
	if a.Due = due; t.save(question, a) {
		t.say("%s: %s.", savedFor(step), t.ownerWords(a))
		t.keepTyped(form, nil)
	}
	return nil
}

// askDay asks for a day, or none, until it is one.
func (t *talk) askDay(prompt, was, help string) (string, error) {
	entry := interview.DueEntry{Was: was, Now: t.o.Now()}
	for {
		line, err := t.keep(prompt+" "+interview.DueHint+", or an empty line.", was, help+": "+interview.DueHint+". An empty line leaves it open.")
		if err != nil {
			return "", err
		}
		day, problem := entry.Enter(line)
		if problem == "" {
			return day, nil
		}
		t.say("%s", problem)
	}
}

// ownerWords read back who sees to something, and by when.
func (t *talk) ownerWords(a assessment.Answer) string {
	said := cmp.Or(clean(a.Owner), t.set.Say("nobody_yet"))
	if a.Due != "" {
		said += ", " + t.set.Say("by_day", "day", t.set.Due(a.Due))
	}
	return said
}
