package plain

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
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
	for i, extent := range interview.Extents {
		t.say("%d. %s", i+1, extent.Offer)
	}
	n, err = t.pick("How much of it? Type its number, or an empty line to stop.", len(interview.Extents))
	if err != nil {
		return err
	}
	if n == 0 {
		t.say("Nothing was written.")
		return nil
	}
	e.Extent = interview.Extents[n-1].Extent
	suggested := report.FileName(business, e.Format, e.Extent == interview.ClientSafe)
	for {
		if e.Path, err = t.value(fmt.Sprintf("Where should it go? An empty line writes %s.", suggested), "Type the name of a file that is not there yet."); err != nil {
			break
		}
		e.Path = cmp.Or(e.Path, suggested)
		path, failed := t.o.Write(e)
		switch {
		case failed == nil:
			t.say("Written to %s", clean(filepath.ToSlash(path)))
			if lost := t.o.LostIn(e); lost != "" {
				t.say("%s", lost)
			}
			return nil
		case !errors.Is(failed, fs.ErrExist):
			t.problem(failed)
			return nil
		}
		t.o.Note(failed)
		t.say("%s is there already. Type another name, or b to stop.", clean(filepath.ToSlash(e.Path)))
	}
	if errors.Is(err, errBack) {
		t.say("Nothing was written.")
		return nil
	}
	return err
}
