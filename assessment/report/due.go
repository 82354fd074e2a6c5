package report

import (
	"fmt"
	"time"

	"readycheck/assessment"
)

// NextDay says in a list by when something is to be done next, or nothing where no day is
// known. It tells what has come due by a word.
func NextDay(set *assessment.Set, due string, now time.Time) string {
	day, err := time.Parse(assessment.DateLayout, due)
	if err != nil {
		return ""
	}
	switch today := now.Format(assessment.DateLayout); {
	case due == today:
		return set.Say("due_today")
	case due < today:
		return set.Say("overdue_since", "day", set.DayNear(day, now))
	}
	return set.Say("by_day", "day", set.DayNear(day, now))
}

// NextDayShort is NextDay in at most NextDayWidth cells.
func NextDayShort(due string, now time.Time) string {
	day, err := time.Parse(assessment.DateLayout, due)
	if err != nil {
		return ""
	}
	overdue, to := "2 Jan", "2 Jan"
	if day.Year() != now.Year() {
		overdue, to = "2006", "Jan 2006"
	}
	switch today := now.Format(assessment.DateLayout); {
	case due == today:
		return "due today"
	case due < today:
		return "overdue " + day.Format(overdue)
	}
	return "by " + day.Format(to)
}

// NextDayWidth is how wide NextDayShort gets.
const NextDayWidth = len("overdue 20 Nov")

// UsesDue says in how many uses something has come due, above the one where it is oldest.
func UsesDue(uses int) string {
	if uses == 1 {
		return "One use has something due:"
	}
	return fmt.Sprintf("%d uses have something due. First:", uses)
}
