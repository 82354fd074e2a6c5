package workshop

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"readycheck/assessment"
)

// seatsAMinute is how many people at most take a seat in a minute, as a room of people does.
const seatsAMinute = 30

// DefaultPeople is how many may have a seat where no number is named.
const DefaultPeople = 64

// mostRemoved is how many times as many seats may have been taken away: they stay in the file.
const mostRemoved = 4

// Sit takes a new seat under a name and a role. It returns when the seat is on disk. A
// connection that has a seat keeps it.
func (v *Voter) Sit(name string, role assessment.Role) error {
	r := v.room
	name, ok := assessment.PersonName(name)
	if !ok {
		return nameMissing
	}
	r.mu.Lock()
	if err := v.maySit(name); err != nil {
		defer r.mu.Unlock()
		return err
	}
	id, err := uuid.NewV7()
	if err != nil {
		defer r.mu.Unlock()
		return err
	}
	seat := assessment.Seat{ID: id.String(), Name: name, Role: role, Key: v.key}
	// The name is taken from now on; a seat that could not be saved is given back.
	r.session.Team.Put(seat)
	r.seated = append(r.seated, r.o.Now())
	r.expected++
	v.sitting = true
	saved := r.o.Store.SaveSeat(assessment.SeatChange{Session: r.session.ID, Seat: seat})
	r.mu.Unlock()

	result := <-saved
	r.mu.Lock()
	defer r.mu.Unlock()
	v.sitting = false
	if result.Err != nil {
		team := r.session.Team
		team.Seats = slices.DeleteFunc(team.Seats, func(s assessment.Seat) bool { return s.ID == seat.ID })
		r.failed(result.Err)
		return unsaved{result.Err}
	}
	r.noticed(result.Revision)
	if v.ended != "" {
		return v.ended
	}
	delete(r.typed, v.typist())
	v.settle(seat.ID)
	if !r.gathered && r.o.Expected > 0 && r.here() >= r.o.Expected {
		r.gathered, r.locked = true, true
	}
	r.facilitator.ring()
	return nil
}

// maySit looks at somebody who wants a new seat under a name. The mutex is held.
func (v *Voter) maySit(name string) error {
	r := v.room
	v.asks = ""
	switch {
	case v.ended != "":
		return v.ended
	case v.seat != "" || v.sitting:
		return closedToSeat
	}
	at := slices.IndexFunc(r.session.Team.Seats, func(s assessment.Seat) bool { return !s.Removed && assessment.SameName(s.Name, name) })
	if at >= 0 {
		if !r.session.Team.Seats[at].Paper {
			v.asks = r.session.Team.Seats[at].ID
			r.facilitator.ring()
		}
		return nameTaken
	}
	minute := r.o.Now().Add(-time.Minute)
	r.seated = slices.DeleteFunc(r.seated, func(at time.Time) bool { return !at.After(minute) })
	switch {
	case r.locked:
		return roomLocked
	case r.full():
		return roomFull
	case len(r.seated) >= r.mostAMinute:
		return roomBusy
	}
	return nil
}

// settle puts a connection on a seat that is saved, and gives it a code of its own. The
// mutex is held.
func (v *Voter) settle(seat string) {
	r := v.room
	for way, of := range r.ways {
		if of == seat {
			delete(r.ways, way)
		}
	}
	v.seat, v.code, v.asks = seat, newCode(seatLetters), ""
	r.ways[hashOf(v.code)] = seat
	r.sit(v)
}

// sit puts a connection on its seat, and ends the one that was there.
func (r *Room) sit(v *Voter) {
	if before := r.sitting[v.seat]; before != nil && before != v {
		before.end(elsewhere)
	}
	r.sitting[v.seat] = v
}

// full reports whether there is no seat for anybody new. The mutex is held.
func (r *Room) full() bool {
	most := r.o.People
	if most == 0 {
		most = DefaultPeople
	}
	return r.here() >= most || len(r.session.Team.Seats) >= mostRemoved*most
}

// here counts the seats that were not taken away. The mutex is held.
func (r *Room) here() int {
	here := 0
	for _, seat := range r.session.Team.Seats {
		if !seat.Removed {
			here++
		}
	}
	return here
}

// asking is who wants a seat back, or nil. Where several do it is nobody: one of them is
// somebody else. The mutex is held.
func (r *Room) asking(seat string) *Voter {
	var found *Voter
	for v := range r.entered {
		if v.asks == seat {
			if found != nil {
				return nil
			}
			found = v
		}
	}
	return found
}
