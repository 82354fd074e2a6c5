package report

import (
	"testing"
	"time"
)

func TestTheNextDayIsSaid(t *testing.T) {
	now := time.Date(2026, 11, 22, 14, 3, 0, 0, time.Local)
	for due, want := range map[string][2]string{
		"":           {},
		"-":          {},
		"soon":       {},
		"2026-11-22": {"due today", "due today"},
		"2026-11-20": {"overdue since Fri 20 Nov", "overdue 20 Nov"},
		"2025-11-20": {"overdue since Thu 20 Nov 2025", "overdue 2025"},
		"2026-12-04": {"by Fri 4 Dec", "by 4 Dec"},
		"2027-01-04": {"by Mon 4 Jan 2027", "by Jan 2027"},
	} {
		long, short := NextDay(nil, due, now), NextDayShort(due, now)
		if long != want[0] || short != want[1] {
			t.Errorf("%q is %q and %q, want %q", due, long, short, want)
		}
		if len(short) > NextDayWidth {
			t.Errorf("%q is wider than the column", short)
		}
	}
	if one, more := UsesDue(1), UsesDue(3); one != "One use has something due:" || more != "3 uses have something due. First:" {
		t.Errorf("%q, %q", one, more)
	}
}
