package report

import (
	"time"

	"readycheck/assessment"
)

var knownWords = [...]string{
	assessment.Assumed: "assumed", assessment.Told: "someone said so", assessment.Seen: "seen",
}

// line and name clean text of a person once more: a session may come from anywhere.
func line(text string, limit int) string { return assessment.CleanLine(text, limit) }
func name(text string) string            { return line(text, assessment.MaxName) }

const dayLayout = "2 January 2006"

func dayWords(at time.Time) string { return at.Format(dayLayout) }
