package report

import "readycheck/assessment"

// line and name clean text of a person once more: a session may come from anywhere.
func line(text string, limit int) string { return assessment.CleanLine(text, limit) }
func name(text string) string            { return line(text, assessment.MaxName) }
