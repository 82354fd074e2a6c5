package workshop

import (
	"strings"
	"time"

	"rsc.io/qr"
)

// The calls of this file are a door's: what lets people in from outside, such as the server in
// package sshd.

// Door is what a room's facilitator sees of the way in.
type Door struct {
	// Fingerprint is the host key's.
	Fingerprint string
	// Codeless is how many at the door have shown no code.
	Codeless func() int
}

// OpenDoor says by which door people come in.
func (r *Room) OpenDoor(d Door) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.door = d
}

// PhoneDoor is what a room's facilitator sees of the way in by a browser.
type PhoneDoor struct {
	// URL is where a browser finds the door, with a / at its end: HTTP://192.168.1.20:8080/.
	URL string
	// Codeless is how many at the door have shown no code.
	Codeless func() int
}

func nobody() int { return 0 }

// OpenPhones says where people come in by a browser.
func (r *Room) OpenPhones(d PhoneDoor) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.phones = d
	r.phoneQR = picture(r.phoneURL(), qr.M) // a phone is held at a slant, and far away
	r.facilitator.ring()
}

// phoneURL is how to come in by a browser, code and all, or empty. All upper case and without
// a dash it makes the smallest picture for a camera.
func (r *Room) phoneURL() string {
	if r.phones.URL == "" {
		return ""
	}
	return strings.ToUpper(r.phones.URL) + strings.ToUpper(strings.ReplaceAll(r.code, "-", ""))
}

// ScreenCode leads to what everybody may see of the room, for a projector. It is no way in.
func (r *Room) ScreenCode() string { return r.screenCode }

// IsScreenCode reports whether a code is the [Room.ScreenCode] of a room that is not over.
func (r *Room) IsScreenCode(code string) bool {
	is := sameHash(hashOf(code), hashOf(r.screenCode))
	r.mu.Lock()
	defer r.mu.Unlock()
	return is && r.over == ""
}

// Code leads into the room.
func (r *Room) Code() string { return r.code }

// Now is the time by the room's clock.
func (r *Room) Now() time.Time { return r.o.Now() }

// Knows reports whether a code leads in: the room's, or that of a seat. A room that is over
// knows none.
func (r *Room) Knows(code string) bool {
	hash := hashOf(code)
	r.mu.Lock()
	defer r.mu.Unlock()
	known := sameHash(hash, hashOf(r.code))
	return (r.seatBy(hash) != "" || known) && r.over == ""
}

// SeatOf is the seat that a code leads to, or empty. A room that is over has none.
func (r *Room) SeatOf(code string) string {
	hash := hashOf(code)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.over != "" {
		return ""
	}
	return r.seatBy(hash)
}

// seatBy is the seat that a code's hash leads to, or empty. The mutex is held.
func (r *Room) seatBy(hash string) string {
	found := ""
	for way, seat := range r.ways {
		if sameHash(hash, way) {
			found = seat
		}
	}
	return found
}

// DoorChanged rings for what happens at the door, once a second at most: there can be
// hundreds of strangers, and the facilitator's screen is drawn anew each time.
func (r *Room) DoorChanged() {
	if r.doorRings.CompareAndSwap(false, true) {
		time.AfterFunc(time.Second, func() {
			r.doorRings.Store(false)
			r.facilitator.ring()
		})
	}
}

// Enter lets somebody in by a code. The key is the fingerprint of the SSH key that they
// proved to hold, or empty. Whoever has a seat comes back to it, also while another screen of
// theirs is open on it.
func (r *Room) Enter(code, key string) (*Voter, error) {
	hash := hashOf(code)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.over != "" {
		return nil, RoomOver
	}
	mine, bySeat := r.session.Team.Seat(r.seatBy(hash))
	if !bySeat {
		if !sameHash(hash, hashOf(r.code)) {
			return nil, WrongCode
		}
		for _, seat := range r.session.Team.Seats {
			if key != "" && seat.Key == key {
				mine = seat
			}
		}
	}
	switch {
	case mine.Removed:
		return nil, sentAway
	case mine.ID == "" && r.locked:
		return nil, roomLocked
	}
	r.came++
	v := &Voter{room: r, seat: mine.ID, key: key, came: r.came, changed: make(bell, 1), gone: make(chan struct{})}
	if bySeat {
		v.code = code
	}
	r.entered[v] = true
	if v.seat != "" {
		r.sit(v)
	}
	r.facilitator.ring()
	return v, nil
}
