package assessment

import "time"

// Answer is what a person said about one question.
type Answer struct {
	Level Level `json:"level"`
	Known Known `json:"known"`
	// Choice tells apart the sentences of a question that stand for the same level: 0 for
	// the first of them, 1 for the next. Only the level counts.
	Choice int `json:"choice,omitempty"`
	// Note is free text, one paragraph or a few.
	Note string `json:"note,omitempty"`
	// Reason says why the question does not apply. It is required with NA.
	Reason string `json:"reason,omitempty"`
	// Owner is who will see to what the answer leaves open, or who is in charge of it.
	Owner string `json:"owner,omitempty"`
	// Due is a day as 2006-01-02, or empty.
	Due string `json:"due,omitempty"`
	// State is what has become of the step that the answer calls for.
	State StepState `json:"state,omitempty"`
	// By is who gave the answer, or empty.
	By string `json:"by,omitempty"`
	// At is when it was given, for show only: order never comes from a clock.
	At time.Time `json:"at,omitzero"`
}

// Empty reports whether nothing at all has been said.
func (a Answer) Empty() bool {
	return a.Level == Unanswered && a.Known == Assumed && a.Note == "" && a.Reason == "" && a.Owner == "" && a.Due == "" && a.State == StepOpen
}

// With is the answer with another level and choice. How something is known belongs to what
// is in place or partly so, and starts over when the level changes; so does the reason. A step
// that was done is open again then, and one that somebody is at ends with what is in place.
func (a Answer) With(level Level, choice int) Answer {
	if a.Level != level {
		a.Known, a.Reason = Assumed, ""
		if a.State == StepDone || level == InPlace || level == NA {
			a.State = StepOpen
		}
	}
	a.Level, a.Choice = level, choice
	return a
}

// Session is one business, one use of AI and one set of answers. It keeps the id and
// version of the question set it was asked with.
type Session struct {
	// ID is a UUIDv7, empty for a session that was never stored.
	ID string
	// Business is the name the owner gave.
	Business string
	// Use is one sentence.
	Use   string
	Setup Setup
	// Labels are the tags and the next visit, of whoever looks after many sessions.
	Labels Labels
	// SetID and SetVersion name the question set. Both are empty in a file that names none.
	SetID, SetVersion string
	// Answers are keyed by question id. Answers to questions that no longer apply, or
	// that the set no longer has, are kept and never counted.
	Answers map[string]Answer
	// Team is what a workshop left behind, or nil. Answers hold what follows from it.
	Team *Team
	// Told is the version of the question set whose news this session's owner has been
	// told, or empty.
	Told string
	// Revision counts the changes stored so far.
	Revision uint64
	// Created and Changed are for show.
	Created, Changed time.Time
	// Shared is true once another computer wrote in it.
	Shared bool
	// Disputes are what was said differently on two computers and is not settled yet. Answers
	// hold the more cautious side of each. They follow from the data file and are in no
	// exported one.
	Disputes []Dispute
}

// Limits on text, in characters, that every way in shares.
const (
	MaxName = 120
	MaxUse  = 300
	MaxNote = 10_000
	// MaxVoteNote is the longest note beside a vote: many people write them, into one file.
	MaxVoteNote = 2_000
	MaxShort    = 300
)
