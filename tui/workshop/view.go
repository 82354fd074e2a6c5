package workshop

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"readycheck/assessment"
)

// RoomView is a room as the facilitator sees it. It holds no vote that was not shown to all.
type RoomView struct {
	// Command is what people type to be asked for the Code. URL is both for a camera, QR a
	// picture of it in lines. Fingerprint is the host key's.
	Command, Code, URL, Fingerprint string
	QR                              []string
	// PhoneURL is how to come in by a browser, PhoneQR a picture of it, ScreenCode what leads to
	// the big screen at ScreenURL. They are empty where no browser comes in.
	PhoneURL, ScreenURL, ScreenCode string
	PhoneQR                         []string
	// Until is when the time that the facilitator gave is over; zero where none was given.
	Until time.Time
	// Anonymous is true where nobody is asked for a name.
	Anonymous bool
	// Local is true where only this computer can reach the room.
	Local          bool
	Locked, InStep bool
	// Gathered is true once all who were expected had come: then the room locked itself.
	Gathered bool
	Step     string
	// Over is why it is over, Problem what could not be saved last. Both may be empty.
	Over, Problem string
	People        []Person
	// Away are those who were taken out of the room.
	Away []Person
	// Arriving are connected and have no seat yet.
	Arriving int
	// Codeless are connected and have shown no code.
	Codeless int
	// Voted counts the votes on each question that the room asks, in the round that it is in,
	// Waiting those who are here and have not voted in it.
	Voted, Waiting map[string]int
	Shown          *assessment.Team
}

// Hidden are the questions with votes that the room has not seen.
func (v *RoomView) Hidden() []string {
	var out []string
	for question, votes := range v.Voted {
		if votes > 0 && !v.Shown.Closed(question) {
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

// AllIn reports whether everybody who is here has voted on all that can be voted on now, and
// somebody did.
func (v *RoomView) AllIn() bool {
	if !slices.ContainsFunc(v.People, func(p Person) bool { return p.Here }) {
		return false
	}
	if v.InStep && v.Step != "" {
		return v.Voted[v.Step] > 0 && v.Waiting[v.Step] == 0 && !v.Shown.Closed(v.Step)
	}
	hidden := v.Hidden()
	if len(hidden) == 0 {
		return false
	}
	for question, waiting := range v.Waiting {
		if waiting > 0 && !v.Shown.Closed(question) {
			return false
		}
	}
	return true
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
		Shown: r.session.Team.Shown(), Voted: map[string]int{}, Waiting: map[string]int{}, Gathered: r.gathered, Codeless: r.door.Codeless() + r.phones.Codeless(), Until: r.until, Anonymous: r.o.Anonymous,
	}
	if r.phones.URL != "" {
		view.PhoneURL, view.PhoneQR, view.ScreenCode, view.ScreenURL = r.phoneURL(), r.phoneQR, r.screenCode, strings.ToLower(r.phones.URL)+"screen"
	}
	for v := range r.entered {
		if v.seat == "" {
			view.Arriving++
		}
	}
	// What is asked only of who answered in a certain way would tell how they did. It counts
	// once the room asks it.
	flow := assessment.NewFlow(r.o.Set, r.session)
	for i := range flow.Len() {
		question := flow.At(i).ID
		view.Voted[question] = len(r.session.Team.Waiting(question))
		if r.session.Team.Closed(question) {
			view.Voted[question] = len(r.session.Team.Cast(question))
		}
		if waiting := r.waiting(question); waiting > 0 {
			view.Waiting[question] = waiting
		}
	}
	for _, seat := range r.session.Team.Seats {
		person := r.person(flow, seat)
		if seat.Removed {
			view.Away = append(view.Away, person)
			continue
		}
		view.People = append(view.People, person)
	}
	slices.SortStableFunc(view.People, func(a, b Person) int { return cmp.Compare(a.Role, b.Role) })
	return view
}

// person is somebody with a seat as the room sees them. The mutex is held.
func (r *Room) person(flow assessment.Flow, seat assessment.Seat) Person {
	p := Person{Seat: seat.ID, Name: seat.Name, Role: seat.Role, Paper: seat.Paper, Here: r.isHere(seat.ID), Asks: r.asking(seat.ID) != nil}
	p.Voted, p.Total = r.progress(flow, seat.ID)
	return p
}

// waiting counts those who are here and have not voted on a question, in the round that it is in.
// Somebody who thinks with a phone in their hand is still here. The mutex is held.
func (r *Room) waiting(question string) int {
	waiting := 0
	for _, seat := range r.session.Team.Seats {
		if seat.Removed || seat.Paper || !r.isHere(seat.ID) && !r.thinks(seat.ID) {
			continue
		}
		if _, voted := r.session.Team.Given(seat.ID, question); !voted {
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
		if _, ok := r.session.Team.Last(seat, flow.At(i).ID); ok {
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
	// Anonymous is true where nobody is asked for a name.
	Anonymous bool
	// Until is when the time that the facilitator gave is over; zero where none was given.
	Until time.Time
	// Again are the questions on which the room votes once more: what this person voted first
	// stands in Session until they do. VotedAgain are those on which they have.
	Again, VotedAgain map[string]bool
}

// Closed reports whether votes on a question were shown, so that none can be given now.
func (v *VoterView) Closed(question string) bool {
	return v.Shown.Revealed[question] && !v.Again[question]
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
		Shown: r.session.Team.Shown(), Keyless: v.key == "", Anonymous: r.o.Anonymous, Until: r.until, Again: map[string]bool{}, VotedAgain: map[string]bool{},
	}
	for question := range r.session.Team.Second {
		if r.session.Team.Again(question) {
			view.Again[question] = true
			_, view.VotedAgain[question] = r.session.Team.Given(v.seat, question)
		}
	}
	if seat, ok := r.session.Team.Seat(v.seat); ok {
		view.Name, view.Role = seat.Name, seat.Role
	}
	if v.code != "" {
		view.Command, view.Code = r.command(), v.code
	}
	return view
}
