package plain

import (
	"fmt"
	"path/filepath"
	"strings"

	"readycheck/assessment/report"
	"readycheck/tui/interview"
)

// review lists what is open, and leads to it or on to the summary.
func (t *talk) review() (place, error) {
	for {
		answered, total := t.work.Flow.Progress()
		t.gap()
		t.say("Before you see where you stand: %d of %d answered.", answered, total)
		listed := t.listOpen(t.work.Review())
		line, err := t.ask("f shows where you stand, a number goes to it, b goes back to the questions:")
		n := number(line, len(listed))
		switch {
		case err != nil:
			return nil, err
		case is(line, "f", "finish"):
			return t.summary, nil
		case n > 0 && listed[n-1].Question != "":
			return t.questions(t.work.Flow.Position(listed[n-1].Question)), nil
		case n > 0:
			return t.setup(t.work.Session), nil
		case is(line, "b", "back", "questions"):
			return t.questions(max(0, t.work.Flow.Position(t.work.Position))), nil
		case is(line, "h", "home"):
			return nil, nil
		case is(line, "q", "quit"):
			return nil, errEnd
		default:
			t.say("Type f, a number, b, h for home or q to end.")
		}
	}
}

// listOpen reads out what is open and returns what has a number.
func (t *talk) listOpen(open []interview.Open) (listed []interview.Open) {
	group := ""
	for _, o := range open {
		if o.Group != group {
			group = o.Group
			t.say("%s:", group)
		}
		if !o.Leads() {
			t.say("- %s", o.Text)
			continue
		}
		listed = append(listed, o)
		if o.Alert {
			t.say("%d. %s", len(listed), o.Text)
		} else {
			t.say("%d. %s %s", len(listed), t.level(o.Level), o.Text)
		}
	}
	if len(open) == 0 {
		t.say("Nothing is open, and nothing contradicts.")
	}
	return listed
}

const summaryHelp = "w says why, p reads the whole plan, o 2 gives step 2 an owner and a date, e exports a report, b goes back to the questions, v reviews, h goes home, q ends."

// summary reads out the verdict and leads on from it.
func (t *talk) summary() (place, error) {
	t.verdict()
	for {
		line, err := t.ask("What next? ? explains:")
		if err != nil {
			return nil, err
		}
		words := append(strings.Fields(line), "", "")
		switch first := words[0]; {
		case is(first, "b", "questions", "back") && !t.work.ReadOnly:
			return t.questions(max(0, t.work.Flow.Position(t.work.FirstOpen()))), nil
		case is(first, "v", "review") && !t.work.ReadOnly:
			return t.review, nil
		case is(first, "h", "home"):
			return nil, nil
		case is(first, "q", "quit"):
			return nil, errEnd
		default:
			if err := t.summaryWord(first, words[1]); err != nil {
				return nil, err
			}
		}
	}
}

// summaryWord does what stays with the summary.
func (t *talk) summaryWord(word, about string) error {
	switch {
	case is(word, "w", "why"):
		t.blocks(t.report().Why())
	case is(word, "p", "plan"):
		t.plan()
	case is(word, "o", "owner"):
		n := number(about, len(t.work.Summary.Steps))
		if n == 0 {
			t.say("Say which step by its number in the plan, such as o 1.")
			return nil
		}
		question := t.work.Summary.Steps[n-1].Question
		return t.owner(question, t.work.Session.Answers[question])
	case is(word, "e", "export") && t.work.ReadOnly:
		t.say("This is an example. `readycheck export --example` writes it.")
	case is(word, "e", "export"):
		return t.export(t.work.Session.ID, t.work.Session.Business)
	default:
		t.say(summaryHelp)
	}
	return nil
}

// report is the open session with its verdict, to be put into words.
func (t *talk) report() report.Report {
	w := t.work
	return report.Report{Set: t.set, Session: w.Session, Summary: w.Summary, Earlier: w.Earlier, Now: w.Now()}
}

// verdict reads out the summary as a report does.
func (t *talk) verdict() {
	t.gap()
	t.lines(report.Aloud(t.report(), width))
}

// blocks reads out what a report says.
func (t *talk) blocks(blocks []report.Block) { t.lines(report.Lines(blocks, width)) }

func (t *talk) plan() {
	if len(t.work.Summary.Steps) == 0 {
		t.blocks(t.report().Steps(0))
	}
	for i, step := range t.work.Summary.Steps {
		t.say("%d. %s.", i+1, step.Title)
		t.blocks(t.report().StepDetails(step))
	}
}

func (t *talk) export(id, business string) error {
	for i, format := range report.Formats {
		t.say("%d. %s", i+1, format.Offer)
	}
	line, err := t.ask("What do you need? A number, or an empty line to stop:")
	n := number(line, len(report.Formats))
	if err != nil || n == 0 {
		return err
	}
	e := interview.Export{Session: id, Format: report.Formats[n-1].Name}
	if line, err = t.ask("With names and notes? y for all of it, n to leave them out:"); err != nil {
		return err
	}
	if !is(line, "y", "yes", "n", "no") {
		t.say("Nothing was written: type y or n next time.")
		return nil
	}
	e.ClientSafe = is(line, "n", "no")
	suggested := report.FileName(business, e.Format, e.ClientSafe)
	if e.Path, err = t.ask(fmt.Sprintf("Where? An empty line writes %s:", suggested)); err != nil {
		return err
	}
	if e.Path == "" {
		e.Path = suggested
	}
	path, err := t.o.Write(e)
	if err != nil {
		t.problem(err)
		return nil
	}
	t.say("Written to %s", clean(filepath.ToSlash(path)))
	return nil
}
