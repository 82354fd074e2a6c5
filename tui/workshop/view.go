package workshop

import (
	"slices"

	"readycheck/assessment"
)

// RoomView is a room as the facilitator sees it. It holds no vote that was not shown to all.
type RoomView struct {
	// Command is what people type to be asked for the Code. URL is both for a camera, QR a
	// picture of it in lines. Fingerprint is the host key's.
	Command, Code, URL, Fingerprint string
	QR                              []string
	// Local is true where only this computer can reach the room.
	Local          bool
	Locked, InStep bool
	// Gathered is true once all who were expected had come: then the room locked itself.
	Gathered bool
	Step     string
	// Over is why it is over, Problem what could not be saved last. Both may be empty.
	Over, Problem string
	People        []Person
	// Arriving are connected and have no seat yet.
	Arriving int
	// Codeless are connected and have shown no code.
	Codeless int
	// Voted counts the votes on each question that the room asks, Waiting those who are here
	// and have not voted on it.
	Voted, Waiting map[string]int
	Shown          *assessment.Team
}

// Hidden are the questions with votes that the room has not seen.
func (v *RoomView) Hidden() []string {
	var out []string
	for question, votes := range v.Voted {
		if votes > 0 && !v.Shown.Revealed[question] {
			out = append(out, question)
		}
	}
	slices.Sort(out)
	return out
}

// Answered are the hidden questions that everybody who is here has answered: showing the room
// its votes on them takes nobody's vote away.
func (v *RoomView) Answered() []string {
	return slices.DeleteFunc(v.Hidden(), func(question string) bool { return v.Waiting[question] > 0 })
}

// Person is somebody with a seat.
type Person struct {
	Seat, Name   string
	Role         assessment.Role
	Paper, Here  bool
	Voted, Total int
	// Asks is true while somebody who came in new says that this seat is theirs.
	Asks bool
}

// VoterView is a room as one person may see it.
type VoterView struct {
	Set *assessment.Set
	// Session has this person's votes for answers.
	Session *assessment.Session
	// Name is empty until the person has taken a seat.
	Name string
	Role assessment.Role
	// Command and Code lead back to this seat. They may be empty.
	Command, Code string
	// Keyless is true where only they lead back, as the person has no SSH key.
	Keyless bool
	// Position is the question that the person looked at last.
	Position string
	// InStep keeps everybody at the question Step.
	InStep bool
	Step   string
	// Shown holds the votes that the room has seen, and no others.
	Shown *assessment.Team
	// Over is why it is over for this person, or empty.
	Over string
}

// WayBack are the lines that lead back to a seat, each to be copied by itself; none where the
// view has no code for it.
func (v *VoterView) WayBack() string {
	if v.Code == "" {
		return ""
	}
	return v.Command + "\nCode: " + v.Code
}
