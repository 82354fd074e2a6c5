package workshop

import (
	"slices"
	"time"
)

// Somebody with a phone has no connection that stays: each tap is a request of its own, with
// the code of a seat. So a seat is not held by one screen, and a second tab or a second device
// ends nothing.

// Limits on when a phone counts as here: it asks for nothing while its owner reads.
const (
	// hereFor is how long after a request somebody is shown as here.
	hereFor = 20 * time.Second
	// thinksFor is how long after it the room waits for somebody's vote.
	thinksFor = 10 * time.Minute
)

// Visit is a handle for one request by the code of a seat. It needs no Leave. The error is a
// [Refusal].
func (r *Room) Visit(code string) (*Voter, error) {
	hash := hashOf(code)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.over != "" {
		return nil, RoomOver
	}
	seat, ok := r.session.Team.Seat(r.seatBy(hash))
	switch {
	case !ok:
		return nil, WrongCode
	case seat.Removed:
		return nil, sentAway
	}
	r.sees(seat.ID)
	return &Voter{room: r, seat: seat.ID, code: code, changed: make(bell, 1), gone: make(chan struct{})}, nil
}

// sees notes that somebody is here, and rings when they no longer are. The mutex is held.
func (r *Room) sees(seat string) {
	was := r.isHere(seat)
	r.seen[seat] = r.o.Now()
	if fade := r.fades[seat]; fade != nil {
		fade.Stop()
	}
	r.fades[seat] = time.AfterFunc(hereFor+time.Second, r.facilitator.ring)
	if !was {
		r.facilitator.ring()
	}
}

// isHere reports whether somebody has a screen open, or a phone that asked a moment ago. The
// mutex is held.
func (r *Room) isHere(seat string) bool {
	return len(r.sitting[seat]) > 0 || r.seenWithin(seat, hereFor)
}

// thinks reports whether somebody may have a phone in their hand. The mutex is held.
func (r *Room) thinks(seat string) bool { return r.seenWithin(seat, thinksFor) }

func (r *Room) seenWithin(seat string, span time.Duration) bool {
	at, ok := r.seen[seat]
	return ok && r.o.Now().Sub(at) < span
}

// onSeat reports whether this handle still is the way to its seat. The mutex is held.
func (v *Voter) onSeat() bool {
	r := v.room
	switch {
	case v.seat == "" || v.ended != "":
		return false
	case v.paper:
		return true
	case v.came == 0:
		return r.seatBy(hashOf(v.code)) == v.seat
	}
	return slices.Contains(r.sitting[v.seat], v)
}

// rise takes a connection from its seat. The mutex is held.
func (r *Room) rise(v *Voter) {
	rest := slices.DeleteFunc(r.sitting[v.seat], func(other *Voter) bool { return other == v })
	if r.sitting[v.seat] = rest; len(rest) == 0 {
		delete(r.sitting, v.seat)
	}
}
