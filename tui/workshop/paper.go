package workshop

import (
	"github.com/google/uuid"

	"readycheck/assessment"
)

// In a room without a door everybody votes on paper, and the facilitator types what stands there.

// Paper is a handle on the seat of somebody who votes on paper, which is made where there is
// none: the facilitator types their votes. It returns when the seat is on disk.
func (r *Room) Paper(name string, role assessment.Role) (*Voter, error) {
	name, ok := assessment.PersonName(name)
	r.mu.Lock()
	seat, err := r.paperSeat(name, ok, role)
	if err != nil {
		defer r.mu.Unlock()
		return nil, err
	}
	v := &Voter{room: r, seat: seat.ID, paper: true, changed: make(bell, 1), gone: make(chan struct{})}
	if found, there := r.session.Team.Seat(seat.ID); there && found == seat {
		defer r.mu.Unlock()
		return v, nil
	}
	saved := r.saveSeat(seat)
	r.mu.Unlock()
	if result := <-saved; result.Err != nil {
		return nil, result.Err
	}
	return v, nil
}

// paperSeat is the seat for votes on paper under a name. The mutex is held.
func (r *Room) paperSeat(name string, named bool, role assessment.Role) (assessment.Seat, error) {
	if r.o.Anonymous && !named {
		name, role = r.number(), assessment.RoleOther
	} else if !named {
		return assessment.Seat{}, nameMissing
	}
	if at := r.named(name); at >= 0 {
		seat := r.session.Team.Seats[at]
		if !seat.Paper {
			return seat, nameGiven
		}
		seat.Role = role
		return seat, nil
	}
	if r.full() {
		return assessment.Seat{}, noSeatLeft
	}
	id, err := uuid.NewV7()
	return assessment.Seat{ID: id.String(), Name: name, Role: role, Paper: true, Anonymous: r.o.Anonymous}, err
}

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
