package interview

import (
	"fmt"

	"readycheck/assessment"
)

// PaperRoom is a workshop without a door: people vote on paper, and whoever sits at the program types
// that, shows the votes and writes down what was decided.
type PaperRoom interface {
	// Paper is the seat of somebody who votes on paper, made where there is none. It returns when
	// that is on disk.
	Paper(name string, role assessment.Role) (PaperSeat, error)
	// Hidden are the questions with votes that nobody has seen, Shown is the team with the others.
	Hidden() []string
	Shown() *assessment.Team
	// Unfinished are the names of those whose paper leaves something out.
	Unfinished() []string
	// The calls that follow are queued; the channel gets one value when it is on disk.

	// RevealAnswered shows the votes on some questions, VoteAgain begins a second round on one, and
	// Decide records what was settled on.
	RevealAnswered(questions []string) <-chan assessment.Saved
	VoteAgain(question string) <-chan assessment.Saved
	Decide(question string, answer assessment.Answer, by string) <-chan assessment.Saved
	// Close ends the workshop.
	Close()
}

// What both faces say of a room on paper.
const (
	// RevealWarning is said before votes are shown.
	RevealWarning = "Everybody sees who answered what. These votes cannot be changed after that."
	// AllShown is said where nothing is left to vote on.
	AllShown = "The room has seen the votes on every question, so no more paper comes in."
	// NamePaper asks for the name on a paper, where there is none.
	NamePaper = "Write the name that stands on the paper."
)

// PaperOf is the seat of somebody in a team who votes on paper, by their name.
func PaperOf(team *assessment.Team, name string) (assessment.Seat, bool) {
	name, _ = assessment.PersonName(name)
	for _, seat := range team.Seats {
		if seat.Paper && !seat.Removed && assessment.SameName(seat.Name, name) {
			return seat, true
		}
	}
	return assessment.Seat{}, false
}

// RevealAbout is said before votes are shown.
func RevealAbout(unfinished []string) string {
	switch len(unfinished) {
	case 0:
		return RevealWarning
	case 1:
		return Possessive(assessment.CleanLine(unfinished[0], assessment.MaxPersonName)) + " paper leaves something out, which cannot be typed after that. " + RevealWarning
	}
	return fmt.Sprintf("%d papers leave something out, which cannot be typed after that. ", len(unfinished)) + RevealWarning
}

// Decided is the answer that a decision gives a question. It is known as well as the best of those
// votes was that said the same, and one that nobody voted for is only assumed.
func Decided(votes []assessment.SeatVote, choice assessment.Choice, at int, note string) assessment.Answer {
	answer := assessment.Answer{Level: choice.Level, Choice: at, Note: note}
	if answer.Level == assessment.NA {
		answer.Reason = note
	}
	answer.Known = KnownOf(votes, answer.Level)
	return answer
}

// KnownOf is how a decided answer is known: by the best knowledge that anybody who gave the
// same answer named. A decision that nobody voted for is only assumed.
func KnownOf(votes []assessment.SeatVote, level assessment.Level) assessment.Known {
	known := assessment.Assumed
	for _, v := range votes {
		if v.Vote.Level == level {
			known = max(known, v.Vote.Known)
		}
	}
	return known
}

// HeldClosed says what a room on paper leaves behind it, and what goes on with it.
func (w *Work) HeldClosed(again string) string {
	if team := w.Session.Team; team != nil && team.Hidden() > 0 {
		return fmt.Sprintf("Votes on %s are not shown yet, so they do not count. %s goes on.", assessment.Counted(team.Hidden(), "question", "questions"), again)
	}
	return "The room is closed, and what was typed is kept. " + again + " goes on with it."
}
