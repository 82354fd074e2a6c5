package workshop

import (
	"cmp"
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

// View is the room as the facilitator sees it: who is here and how far, how many have
// voted, and only those votes that were shown to all.
func (r *Room) View() RoomView {
	r.mu.Lock()
	defer r.mu.Unlock()
	view := RoomView{
		Command: r.command(), Code: r.code, URL: r.url(), QR: r.qr, Fingerprint: r.door.Fingerprint, Local: r.o.Local,
		Locked: r.locked, InStep: r.o.InStep, Step: r.step, Over: r.over, Problem: r.problem,
		Shown: r.session.Team.Shown(), Voted: map[string]int{}, Waiting: map[string]int{}, Gathered: r.gathered, Arriving: len(r.entered) - len(r.sitting), Codeless: r.door.Codeless(),
	}
	// What is asked only of who answered in a certain way would tell how they did. It counts
	// once the room asks it.
	flow := assessment.NewFlow(r.o.Set, r.session)
	for i := range flow.Len() {
		question := flow.At(i).ID
		view.Voted[question] = len(r.session.Team.Cast(question))
		if waiting := r.waiting(question); waiting > 0 {
			view.Waiting[question] = waiting
		}
	}
	for _, seat := range r.session.Team.Seats {
		if seat.Removed {
			continue
		}
		person := Person{Seat: seat.ID, Name: seat.Name, Role: seat.Role, Paper: seat.Paper, Here: r.sitting[seat.ID] != nil}
		person.Voted, person.Total = r.progress(flow, seat.ID)
		person.Asks = r.asking(seat.ID) != nil
		view.People = append(view.People, person)
	}
	slices.SortStableFunc(view.People, func(a, b Person) int { return cmp.Compare(a.Role, b.Role) })
	return view
}

// waiting counts those who are here and have not voted on a question. The mutex is held.
func (r *Room) waiting(question string) int {
	waiting := 0
	for seat := range r.sitting {
		if r.session.Team.Votes[question][seat].Level == assessment.Unanswered {
			waiting++
		}
	}
	return waiting
}

// progress is how far somebody is, of the questions that the room asks. Their own votes can
// make it more or fewer, which would tell how they voted: those count once they were shown.
// The mutex is held.
func (r *Room) progress(flow assessment.Flow, seat string) (voted, total int) {
	for i := range flow.Len() {
		if r.session.Team.Votes[flow.At(i).ID][seat].Level != assessment.Unanswered {
			voted++
		}
	}
	return voted, flow.Len()
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

// View is the room as this person may see it: their own votes, and those that were shown
// to all.
func (v *Voter) View() VoterView {
	r := v.room
	r.mu.Lock()
	defer r.mu.Unlock()
	view := VoterView{
		Set: r.o.Set, Session: v.own(), Position: r.at[v.seat], InStep: r.o.InStep, Step: r.step, Over: string(v.ended),
		Shown: r.session.Team.Shown(), Keyless: v.key == "",
	}
	if seat, ok := r.session.Team.Seat(v.seat); ok {
		view.Name, view.Role = seat.Name, seat.Role
	}
	if v.code != "" {
		view.Command, view.Code = r.command(), v.code
	}
	return view
}
