package workshop

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"readycheck/assessment"
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

// Rename gives this person another name or role. It returns when that is on disk.
func (v *Voter) Rename(name string, role assessment.Role) error {
	r := v.room
	r.mu.Lock()
	seat, ok := r.session.Team.Seat(v.seat)
	var err error
	switch {
	case v.ended != "":
		err = v.ended
	case !ok || !v.onSeat():
		err = notSeated
	default:
		seat, err = r.renamed(seat, name)
	}
	if err != nil {
		defer r.mu.Unlock()
		return err
	}
	seat.Role = role
	saved := r.saveSeat(seat)
	r.mu.Unlock()
	if result := <-saved; result.Err != nil {
		return unsaved{result.Err}
	}
	return nil
}

// Explain says why somebody voted as they did, once the room has seen it and has not decided:
// their vote stays and gets another note. It returns when that is on disk.
func (v *Voter) Explain(question, note string) error {
	r := v.room
	r.mu.Lock()
	saved, err := v.explain(question, assessment.Clean(note, assessment.MaxVoteNote))
	r.mu.Unlock()
	if err != nil {
		return err
	}
	result := <-saved
	r.mu.Lock()
	defer r.mu.Unlock()
	if result.Err != nil {
		return unsaved{result.Err}
	}
	return nil
}

// explain queues a vote with another note. The mutex is held.
func (v *Voter) explain(question, note string) (<-chan assessment.Saved, error) {
	r := v.room
	team := r.session.Team
	_, decided := team.Decisions[question]
	vote, voted := team.Last(v.seat, question)
	switch {
	case v.ended != "":
		return nil, v.ended
	case !v.onSeat():
		return nil, notSeated
	case !team.Closed(question):
		return nil, notThis
	case decided:
		return nil, decidedYet
	case !voted:
		return nil, nothingSaid
	}
	_, second := team.Second[question].Votes[v.seat]
	if vote.Note == note {
		return done(assessment.Saved{Session: r.session.ID, Question: question}), nil
	}
	vote.Note = note
	wrote := r.wroteBy(v.seat)
	if !wrote.may(vote) {
		return nil, tooOften
	}
	team.VoteIn(second, v.seat, question, vote)
	delete(wrote.last, ofRound{question, second})
	r.expected++
	saved := r.o.Store.SaveVote(assessment.VoteChange{Session: r.session.ID, Seat: v.seat, Question: question, Vote: vote, Second: second})
	r.everybody()
	return r.watched(saved), nil
}
