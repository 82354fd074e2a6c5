package workshop

import (
	"slices"

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
		r.step = question
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
	r.session.Team.Put(found)
	if v := r.sitting[seat]; v != nil {
		v.end(sentAway)
	}
	r.expected++
	return r.watched(r.o.Store.SaveSeat(assessment.SeatChange{Session: r.session.ID, Seat: found}))
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
	var fresh []string
	for _, question := range questions {
		if _, asked := r.asked(r.session, question); asked && !r.session.Team.Revealed[question] && len(r.session.Team.Cast(question)) > 0 {
			fresh = append(fresh, question)
		}
	}
	if len(fresh) == 0 {
		return done(assessment.Saved{Session: r.session.ID})
	}
	for _, question := range fresh {
		r.session.Team.Revealed[question] = true
		r.session.TakeVotes(question)
	}
	r.expected++
	saved := r.o.Store.Reveal(assessment.RevealChange{Session: r.session.ID, Questions: fresh, Standing: r.standing()})
	r.everybody()
	return r.watched(saved)
}

// Decide records what the room settled on for a question that it has seen.
func (r *Room) Decide(question string, answer assessment.Answer, by string) <-chan assessment.Saved {
	r.mu.Lock()
	defer r.mu.Unlock()
	team := r.session.Team
	about := assessment.Saved{Session: r.session.ID, Question: question}
	if !team.Revealed[question] {
		about.Err = Refusal("Show the room its votes first, with v.")
		return done(about)
	}
	by = assessment.CleanLine(by, assessment.MaxName)
	answer.Note = assessment.Clean(answer.Note, assessment.MaxNote)
	decision := team.Decide(question, answer.Level, by, answer.Note, r.o.Now())
	before := r.session.Answers[question]
	answer.By, answer.Owner, answer.Due, answer.State = by, before.Owner, before.Due, before.With(answer.Level, answer.Choice).State
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
	for v := range r.entered {
		v.end(RoomOver)
	}
	r.facilitator.ring()
}
