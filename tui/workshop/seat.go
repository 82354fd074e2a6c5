package workshop

import (
	"cmp"
	"slices"
	"strconv"
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
// connection that has a seat keeps it. Where the room asks for no names, it gives a number.
func (v *Voter) Sit(name string, role assessment.Role) error {
	r := v.room
	name, ok := assessment.PersonName(name)
	if !ok && !r.o.Anonymous {
		return nameMissing
	}
	r.mu.Lock()
	if r.o.Anonymous {
		name, role = r.number(), assessment.RoleOther
	}
	if err := v.maySit(name); err != nil {
		defer r.mu.Unlock()
		return err
	}
	id, err := uuid.NewV7()
	if err != nil {
		defer r.mu.Unlock()
		return err
	}
	seat := assessment.Seat{ID: id.String(), Name: name, Role: role, Key: v.key, Anonymous: r.o.Anonymous}
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
	if at := r.named(name); at >= 0 {
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

// number is what the next person is called where the room asks for no names. The mutex is held.
func (r *Room) number() string {
	for n := len(r.session.Team.Seats) + 1; ; n++ {
		name := "Person " + strconv.Itoa(n)
		if r.named(name) < 0 {
			return name
		}
	}
}

// named is where in the team somebody with a name sits who was not taken out, or -1. The mutex
// is held.
func (r *Room) named(name string) int {
	return slices.IndexFunc(r.session.Team.Seats, func(s assessment.Seat) bool { return !s.Removed && assessment.SameName(s.Name, name) })
}

// settle puts a connection on a seat that is saved, gives it a code of its own, and ends any
// other that sat there. The mutex is held.
func (v *Voter) settle(seat string) {
	r := v.room
	for way, of := range r.ways {
		if of == seat {
			delete(r.ways, way)
		}
	}
	for _, before := range r.sitting[seat] {
		before.end(elsewhere)
	}
	delete(r.seen, seat)
	v.seat, v.code, v.asks = seat, newCode(seatLetters), ""
	r.ways[hashOf(v.code)] = seat
	r.sit(v)
}

// sit puts a connection on its seat, beside any other that is there. The mutex is held.
func (r *Room) sit(v *Voter) { r.sitting[v.seat] = append(r.sitting[v.seat], v) }

// full reports whether there is no seat for anybody new. The mutex is held.
func (r *Room) full() bool {
	return r.here() >= r.Places() || len(r.session.Team.Seats) >= mostRemoved*r.Places()
}

// Places is how many people may have a seat.
func (r *Room) Places() int { return cmp.Or(r.o.People, DefaultPeople) }

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
