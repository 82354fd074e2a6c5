package screens

import (
	"strings"
	"testing"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// What a format cannot show is said below the place where it was written, and nothing of one
// that was not.
func TestWhatAFormatLosesIsSaidWhereItIsWritten(t *testing.T) {
	lose := func(o *Options) {
		o.Lost = func(_ *assessment.Set, s *assessment.Session, e interview.Export) string {
			return "Lost in " + e.Format + " of " + s.Business + "."
		}
	}
	d := drive(t, &memory{Sessions: []*assessment.Session{bakery(5)}}, lose)
	d.press("e down enter enter enter")
	if !strings.HasPrefix(d.m.notice, "Written to ") || !strings.HasSuffix(d.m.notice, "rosas-bakery.pdf. Lost in pdf of Rosa's Bakery.") {
		t.Errorf("says %q", d.m.notice)
	}
	d = drive(t, &memory{Sessions: []*assessment.Session{bakery(5)}}, func(o *Options) {
		lose(o)
		o.Export = func(*assessment.Set, *assessment.Session, interview.Export) error { return errFull }
	})
	d.press("e down enter enter enter")
	d.hides("Lost in")
}
