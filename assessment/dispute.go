package assessment

import "time"

// Dispute is something of a session on which two people said different things on two computers,
// neither having seen the other's. The most cautious counts until somebody who sees all of the
// sides says it anew.
type Dispute struct {
	About DisputeAbout
	// Question is the id of the question, for an answer and for a vote; Seat that of the seat,
	// for a vote and for a seat.
	Question, Seat string
	// Second is true for a vote of a second round.
	Second bool
	// Sides are two or more. Their order says nothing of them.
	Sides []DisputeSide
}

// DisputeAbout is what a dispute is about.
type DisputeAbout string

// What a dispute can be about.
const (
	DisputedAnswer DisputeAbout = "answer"
	DisputedSetup  DisputeAbout = "setup"
	DisputedSeat   DisputeAbout = "seat"
	DisputedVote   DisputeAbout = "vote"
	// DisputedLife is that one deleted the session and another one kept it.
	DisputedLife DisputeAbout = "life"
)

// DisputeSide is one of the things that were said. Which field is set follows from what the
// dispute is about.
type DisputeSide struct {
	// Answer is what would stand if this side counted alone: nil where it says nothing. It is
	// the vote where a vote is in dispute.
	Answer        *Answer
	Business, Use string
	Setup         *Setup
	Seat          *Seat
	Deleted       bool
	// By is who said it, empty where nobody gave a name; At is when, for show.
	By string
	At time.Time
	// Elsewhere is true for what was said on another computer.
	Elsewhere bool
}

// Disputed finds the dispute about a question's answer.
func (s *Session) Disputed(question string) (Dispute, bool) {
	for _, d := range s.Disputes {
		if d.About == DisputedAnswer && d.Question == question {
			return d, true
		}
	}
	return Dispute{}, false
}
