package screens

import "readycheck/tui/interview"

// sentence says what went wrong and what to do next.
func sentence(err error) string { return interview.Sentence(err) }

// many writes a count with its noun.
func many(n int, one, more string) string { return interview.Many(n, one, more) }
