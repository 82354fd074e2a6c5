package plain

import (
	"fmt"
	"path/filepath"

	"readycheck/assessment/report"
	"readycheck/tui/interview"
)

func (t *talk) export(id, business string) error {
	for i, format := range report.Formats {
		t.say("%d. %s", i+1, format.Offer)
	}
	n, err := t.pick("Which one would you like? Type its number, or an empty line to stop.", len(report.Formats))
	if err != nil || n == 0 {
		return err
	}
	e := interview.Export{Session: id, Format: report.Formats[n-1].Name}
	line, err := t.ask("With names and notes? Type y for all of it, or n to leave them out.")
	if err != nil {
		return err
	}
	if !is(line, "y", "yes", "n", "no") {
		t.say("Nothing was written: type y or n next time.")
		return nil
	}
	e.ClientSafe = is(line, "n", "no")
	suggested := report.FileName(business, e.Format, e.ClientSafe)
	if e.Path, err = t.ask(fmt.Sprintf("Where should it go? An empty line writes %s.", suggested)); err != nil {
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
