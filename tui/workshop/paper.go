package workshop

import (
	"readycheck/assessment"
)

// In a room without a door everybody votes on paper, and the facilitator types what stands there.

// Name is what the person on this seat is called, empty before there is a seat.
func (v *Voter) Name() string {
	r := v.room
	r.mu.Lock()
	defer r.mu.Unlock()
	seat, _ := r.session.Team.Seat(v.seat)
	return seat.Name
}

// Sheet is a session with this person's votes for answers, the questions that they can vote on now,
// in the order of the worksheet, and those of them on which they have. While the room votes once
// more, whoever has voted before is asked only what it votes on.
func (v *Voter) Sheet() (votes *assessment.Session, open []string, given map[string]bool) {
	r := v.room
	r.mu.Lock()
	defer r.mu.Unlock()
	team := r.session.Team
	votes, given = v.own(), map[string]bool{}
	var again []string
	flow := assessment.NewFlow(r.o.Set, votes)
	for i := range flow.Len() {
		question := flow.At(i).ID
		if team.Closed(question) {
			continue
		}
		open = append(open, question)
		if _, voted := team.Given(v.seat, question); voted {
			given[question] = true
		}
		if team.Again(question) {
			again = append(again, question)
		}
	}
	if len(again) > 0 && len(votes.Answers) > 0 {
		open = again
	}
	return votes, open, given
}

// Hidden are the questions with votes that the room has not seen.
func (r *Room) Hidden() []string {
	view := r.View()
	return view.Hidden()
}

// Shown is the team with the votes that the room has seen, and no others.
func (r *Room) Shown() *assessment.Team { return r.View().Shown }

// Unfinished are the names of those whose paper says nothing on a question that the room has not
// seen: what is not typed before the votes are shown cannot be typed after that.
func (r *Room) Unfinished() []string {
	var names []string
	view := r.View()
	for _, person := range view.People {
		if person.Paper && person.Voted < person.Total {
			names = append(names, person.Name)
		}
	}
	return names
}
