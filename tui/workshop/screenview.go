package workshop

import (
	"time"

	"readycheck/assessment"
)

// ScreenView is a room as everybody in it may see it, for a projector. It holds no vote that was
// not shown to all.
type ScreenView struct {
	Set           *assessment.Set
	Business, Use string
	Setup         assessment.Setup
	// URL is how to come in by a browser, code and all. Address is its part before the Code.
	URL, Address, Code string
	People             []Person
	// Questions are those that the room asks.
	Questions []ScreenQuestion
	// InStep keeps everybody at the question Step.
	InStep bool
	Step   string
	// Until is when the time that the facilitator gave is over; zero where none was given.
	Until             time.Time
	Anonymous, Locked bool
	// Shown holds the votes that the room has seen, and no others.
	Shown *assessment.Team
	// Over is why it is over, or empty.
	Over string
}

// ScreenQuestion is how far a room is with one question.
type ScreenQuestion struct {
	ID, Text string
	// Voted is how many have voted, in the round that the question is in. Waiting is for how many
	// who are here the room waits.
	Voted, Waiting int
	// Shown is true once votes on it were shown, Again while the room votes once more.
	Shown, Again bool
}

// Screen is the room as everybody in it may see it.
func (r *Room) Screen() ScreenView {
	view := r.View()
	r.mu.Lock()
	defer r.mu.Unlock()
	out := ScreenView{
		Set: r.o.Set, Business: r.session.Business, Use: r.session.Use, Setup: r.session.Setup,
		URL: view.PhoneURL, Address: r.phones.URL, Code: r.code, People: view.People,
		InStep: view.InStep, Step: view.Step, Until: view.Until, Anonymous: view.Anonymous, Locked: view.Locked, Shown: view.Shown, Over: view.Over,
	}
	flow := assessment.NewFlow(r.o.Set, r.session)
	for i := range flow.Len() {
		q := flow.At(i)
		out.Questions = append(out.Questions, ScreenQuestion{
			ID: q.ID, Text: q.Text, Voted: view.Voted[q.ID], Waiting: view.Waiting[q.ID], Shown: view.Shown.Revealed[q.ID], Again: view.Shown.Again(q.ID),
		})
	}
	return out
}
