package cli

import (
	"errors"

	"readycheck/assessment"
)

// sentence is an error that is said as it stands, here and on the screens.
type sentence string

func (s sentence) Error() string { return string(s) }

// Sentence says what happened and what to do next.
func (s sentence) Sentence() string { return string(s) }

// wrongUse is an error in what was typed.
type wrongUse string

func (w wrongUse) Error() string { return string(w) }

// Sentence says how it should be typed.
func (w wrongUse) Sentence() string { return string(w) }

// lines are what a person reads of an error, and what to do next.
func lines(err error) []string {
	var faults assessment.Faults
	if errors.As(err, &faults) {
		out := make([]string, len(faults))
		for i := range faults {
			out[i] = faults[i].Error()
		}
		return out
	}
	if said, ok := assessment.OwnSentence(err); ok {
		return []string{said}
	}
	// No log of a command is kept, so the cause is said here.
	return []string{assessment.Unexplained + " The system says: " + err.Error()}
}
