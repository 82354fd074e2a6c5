package report

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"readycheck/assessment"
)

// ClientStage says where a client of a practice stands: the stage, or why there is none.
func ClientStage(set *assessment.Set, row *assessment.PracticeRow) string {
	switch {
	case row.Missing == assessment.OtherQuestions:
		return "other questions"
	case !row.Started():
		return "not started"
	}
	return set.StageName(row.Standing.Stage)
}

// ClientWords say the stage of a client, what is overdue or the next day, the tags and the next visit.
func ClientWords(set *assessment.Set, row *assessment.PracticeRow, now time.Time) string {
	parts := []string{ClientStage(set, row)}
	day := NextDay(set, row.Standing.NextDay(), now)
	if row.Overdue > 0 {
		day = fmt.Sprintf("%d %s", row.Overdue, day) // "2 overdue since Fri 20 Nov"
	}
	if day != "" {
		parts = append(parts, day)
	}
	if list := row.Tags.List(); len(list) > 0 {
		parts = append(parts, assessment.Either(len(list), "tag ", "tags ")+assessment.CleanLine(strings.Join(list, " "), assessment.MaxShort))
	}
	if row.Visit != "" {
		parts = append(parts, "next visit "+assessment.SayDue(row.Visit))
	}
	return strings.Join(parts, ", ")
}

// BenchmarkOf sets a client beside the others, in lines of a width. Where that cannot be, there is
// a sentence that says why.
func BenchmarkOf(set *assessment.Set, rows []assessment.PracticeRow, session string) (lines func(width int) []string, problem string) {
	b, err := assessment.NewBenchmark(set, rows, session)
	switch {
	case errors.Is(err, assessment.ErrTooFew):
		return nil, TooFewForBenchmark(b)
	case b.Here < 0:
		return nil, "Nothing is known of this client yet, so there is nothing to set beside the others."
	}
	return func(width int) []string { return BenchmarkLines(set, b, width) }, ""
}
