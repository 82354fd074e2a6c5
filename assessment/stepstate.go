package assessment

// StepState is what has become of the step that an answer calls for. The zero value is
// StepOpen.
type StepState uint8

const (
	// StepOpen is a step that nobody has begun.
	StepOpen StepState = iota
	// StepDoing is one that somebody is at.
	StepDoing
	// StepBlocked is one that waits for somebody or something.
	StepBlocked
	// StepDone is one that was marked done. The answer says since then that it is in place.
	StepDone
)

var stepStateCodes = [...]string{"open", "doing", "blocked", "done"}

func (s StepState) String() string { return stepStateCodes[s] }

// MarshalText writes the code: "open", "doing", "blocked" or "done".
func (s StepState) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads a step state's code.
func (s *StepState) UnmarshalText(text []byte) error { return decode(s, stepStateCodes[:], text) }

// Next is the state after this one, for a key that turns them: open, doing, blocked and open
// again. Done is not among them, since that asks what is so now.
func (s StepState) Next() StepState {
	switch s {
	case StepOpen:
		return StepDoing
	case StepDoing:
		return StepBlocked
	default:
		return StepOpen
	}
}

// StepAfter is the answer after its step was worked on: what is so now, by which of the
// question's sentences for that level, and how it is known. Where it is in place, the step is
// done, and the day by which it was to be is behind it.
func (a Answer) StepAfter(level Level, choice int, known Known) Answer {
	a = a.With(level, choice)
	if level.IsKnown() {
		a.Known = known
	}
	if level == InPlace {
		a.State, a.Due = StepDone, ""
	}
	return a
}
