package workshop

import (
	"slices"
	"time"

	"readycheck/assessment"
)

// The calls of this file are the facilitator's. Only the program that opened the room has
// the Room itself; people who come in over the network get a Voter.

// Changed rings for every change in the room.
func (r *Room) Changed() <-chan struct{} { return r.facilitator }

// HandOver gives a seat to the one who asked for it: somebody whose computer broke, or whose
// code is lost. The screen that sat there ends, and neither the key nor the code that led to
// the seat does so any more.
func (r *Room) HandOver(seat string) <-chan assessment.Saved {
	r.mu.Lock()
	defer r.mu.Unlock()
	about := assessment.Saved{Session: r.session.ID}
	found, ok := r.session.Team.Seat(seat)
	v := r.asking(seat)
	if !ok || found.Removed || v == nil || v.sitting || v.ended != "" {
		about.Err = nobodyAsks
		return done(about)
	}
	found.Key = v.key
	v.sitting = true
	r.expected++
	saved := r.o.Store.SaveSeat(assessment.SeatChange{Session: r.session.ID, Seat: found})
	out := make(chan assessment.Saved, 1)
	go func() {
		result := <-saved
		r.mu.Lock()
		v.sitting = false
		switch {
		case result.Err != nil:
			r.failed(result.Err)
		case v.ended == "":
			r.session.Team.Put(found)
			v.settle(seat)
			r.noticed(result.Revision)
		}
		r.everybody()
		r.mu.Unlock()
		out <- result
	}()
	return out
}

// Lock keeps new people out, or lets them in again. Whoever has a seat can come back.
func (r *Room) Lock(locked bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.locked = locked
	r.facilitator.ring()
}

// Step brings everybody to a question.
func (r *Room) Step(question string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, ok := r.asked(r.session, question); ok && r.o.InStep {
		r.step, r.reached[question] = question, true
		r.everybody()
	}
}

// Remove takes a person out of the room. Their votes stay in the history and count no more.
func (r *Room) Remove(seat string) <-chan assessment.Saved {
	r.mu.Lock()
	defer r.mu.Unlock()
	found, ok := r.session.Team.Seat(seat)
	if !ok {
		return done(assessment.Saved{Session: r.session.ID, Err: notSeated})
	}
	found.Removed = true
	delete(r.typed, seat)
	for _, v := range r.sitting[seat] {
		v.end(sentAway)
	}
	return r.saveSeat(found)
}

// saveSeat writes a change of a seat down. The mutex is held.
func (r *Room) saveSeat(seat assessment.Seat) <-chan assessment.Saved {
	r.session.Team.Put(seat)
	r.expected++
	saved := r.o.Store.SaveSeat(assessment.SeatChange{Session: r.session.ID, Seat: seat})
	r.everybody()
	return r.watched(saved)
}

// GiveBack lets somebody who was taken out of the room come back to their seat. Their votes
// count again.
func (r *Room) GiveBack(seat string) <-chan assessment.Saved {
	r.mu.Lock()
	defer r.mu.Unlock()
	found, ok := r.session.Team.Seat(seat)
	switch {
	case !ok || !found.Removed:
		return done(assessment.Saved{Session: r.session.ID, Err: notAway})
	case r.full():
		return done(assessment.Saved{Session: r.session.ID, Err: noSeatLeft})
	case r.named(found.Name) >= 0:
		return done(assessment.Saved{Session: r.session.ID, Err: nameGiven})
	}
	found.Removed = false
	return r.saveSeat(found)
}

// Rename gives somebody another name.
func (r *Room) Rename(seat, name string) <-chan assessment.Saved {
	r.mu.Lock()
	defer r.mu.Unlock()
	found, ok := r.session.Team.Seat(seat)
	if !ok {
		return done(assessment.Saved{Session: r.session.ID, Err: notSeated})
	}
	renamed, err := r.renamed(found, name)
	if err != nil {
		return done(assessment.Saved{Session: r.session.ID, Err: err})
	}
	return r.saveSeat(renamed)
}

// renamed is a seat with another name, where nobody else has it. The mutex is held.
func (r *Room) renamed(seat assessment.Seat, name string) (assessment.Seat, error) {
	name, ok := assessment.PersonName(name)
	if !ok {
		return seat, nameMissing
	}
	if seat.Anonymous {
		return seat, noNames
	}
	if at := r.named(name); at >= 0 && r.session.Team.Seats[at].ID != seat.ID {
		return seat, nameGiven
	}
	seat.Name = name
	return seat, nil
}

// Give gives everybody some time for their answers, from now on; none takes it back. Nothing is
// closed when it is over: the room is told, and it is the facilitator's to go on.
func (r *Room) Give(span time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.rings != nil {
		r.rings.Stop()
	}
	if r.until = (time.Time{}); span > 0 && r.over == "" {
		r.until = r.o.Now().Add(span)
		r.rings = time.AfterFunc(span, func() {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.everybody()
		})
	}
	r.everybody()
}

// VoteAgain begins a second round on a question whose votes the room has seen. Until that one is
// shown the first counts.
func (r *Room) VoteAgain(question string) <-chan assessment.Saved {
	r.mu.Lock()
	defer r.mu.Unlock()
	team, about := r.session.Team, assessment.Saved{Session: r.session.ID, Question: question}
	_, decided := team.Decisions[question]
	_, begun := team.Second[question]
	switch {
	case !team.Revealed[question]:
		about.Err = notSeenYet
	case decided:
		about.Err = decidedYet
	case begun:
		about.Err = votedTwice
	}
	if about.Err != nil {
		return done(about)
	}
	team.OpenAgain(question)
	r.expected++
	saved := r.o.Store.OpenAgain(assessment.AgainChange{Session: r.session.ID, Question: question})
	r.everybody()
	return r.watched(saved)
}

// Reveal shows the room its votes on a question, also where somebody who is here has none yet:
// that is for the facilitator to say.
func (r *Room) Reveal(question string) <-chan assessment.Saved {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.reveal([]string{question})
}

// RevealAnswered shows the room its votes on those of the questions that everybody who is here
// has answered. Since the facilitator was asked, somebody may have come in, or taken a vote
// back: who is late keeps their vote.
func (r *Room) RevealAnswered(questions []string) <-chan assessment.Saved {
	r.mu.Lock()
	defer r.mu.Unlock()
	answered := slices.DeleteFunc(slices.Clone(questions), func(question string) bool { return r.waiting(question) > 0 })
	if len(answered) == 0 && len(questions) > 0 {
		return done(assessment.Saved{Session: r.session.ID, Err: somebodyLate})
	}
	return r.reveal(answered)
}

// reveal makes of the votes on some questions the answers that stand. Those that nobody voted
// on, that were shown before, or that the room does not ask are left out. The mutex is held.
func (r *Room) reveal(questions []string) <-chan assessment.Saved {
	var rounds [2][]string
	for _, question := range questions {
		if _, asked := r.asked(r.session, question); asked && len(r.session.Team.Waiting(question)) > 0 {
			round := 0
			if r.session.Team.Again(question) {
				round = 1
			}
			rounds[round] = append(rounds[round], question)
		}
	}
	last := done(assessment.Saved{Session: r.session.ID})
	for round, fresh := range rounds {
		if len(fresh) == 0 {
			continue
		}
		for _, question := range fresh {
			r.session.Team.Show(question, round == 1)
			r.session.TakeVotes(question)
		}
		r.expected++
		last = r.watched(r.o.Store.Reveal(assessment.RevealChange{Session: r.session.ID, Questions: fresh, Second: round == 1, Standing: r.standing()}))
	}
	r.everybody()
	return last
}

// Decide records what the room settled on for a question that it has seen, and who sees to what
// follows from it until when.
func (r *Room) Decide(question string, answer assessment.Answer, by string) <-chan assessment.Saved {
	r.mu.Lock()
	defer r.mu.Unlock()
	team := r.session.Team
	about := assessment.Saved{Session: r.session.ID, Question: question}
	if !team.Revealed[question] {
		about.Err = notSeenYet
		return done(about)
	}
	by = assessment.CleanLine(by, assessment.MaxName)
	answer.Note = assessment.Clean(answer.Note, assessment.MaxNote)
	decision := team.Decide(question, answer.Level, by, answer.Note, r.o.Now())
	before := r.session.Answers[question]
	answer.Owner = assessment.CleanLine(answer.Owner, assessment.MaxName)
	decision.Owner, decision.Due = answer.Owner, answer.Due
	answer.By, answer.State = by, before.With(answer.Level, answer.Choice).State
	team.Decisions[question] = decision
	r.session.Answers[question] = answer
	r.expected++
	saved := r.o.Store.SaveDecision(assessment.DecisionChange{Session: r.session.ID, Decision: decision, Answer: answer, Standing: r.standing()})
	r.everybody()
	return r.watched(saved)
}

func (r *Room) standing() assessment.Standing {
	summary := assessment.Evaluate(r.o.Set, r.session)
	return summary.Standing()
}

// watched reads the session again where something could not be saved, so that the room
// shows what is on disk.
func (r *Room) watched(saved <-chan assessment.Saved) <-chan assessment.Saved {
	out := make(chan assessment.Saved, 1)
	go func() {
		result := <-saved
		if result.Err != nil {
			fresh, err := r.o.Store.Load(result.Session)
			r.mu.Lock()
			if err == nil {
				if fresh.Team == nil {
					fresh.Team = assessment.NewTeam()
				}
				r.session = fresh
			}
			r.failed(result.Err)
			r.everybody()
			r.mu.Unlock()
		} else {
			r.mu.Lock()
			r.noticed(result.Revision)
			r.mu.Unlock()
		}
		r.facilitator.ring()
		out <- result
	}()
	return out
}

// Close ends the workshop: nobody can come in, and everybody is told.
func (r *Room) Close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.over = string(RoomOver)
	if r.rings != nil {
		r.rings.Stop()
	}
	for _, fade := range r.fades {
		fade.Stop()
	}
	for v := range r.entered {
		v.end(RoomOver)
	}
	r.facilitator.ring()
}
