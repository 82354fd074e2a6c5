package workshop

import "readycheck/assessment"

// Voter is one person's connection to a room. It can do what that person may, and nothing
// else: each call looks at the seat that it sits on.
type Voter struct {
	room *Room
	key  string
	// came is a number that grows with each connection. It is 0 for what is no connection: a
	// handle for one request, or for a ballot on paper.
	came int
	// paper is true for a ballot on paper, which the facilitator types.
	paper   bool
	changed bell
	gone    chan struct{}

	// What follows is guarded by the room's mutex. The seat's code is known only to who was given it
	// or came in by it: the room keeps what it is compared by.
	seat, code string
	// sitting is true while a seat is being saved. asks is the seat of somebody else's, as far
	// as the room knows, that they want back.
	sitting bool
	asks    string
	ended   Refusal
}

// Changed rings when the view may be another one.
func (v *Voter) Changed() <-chan struct{} { return v.changed }

// Gone is closed when it is over for this person.
func (v *Voter) Gone() <-chan struct{} { return v.gone }

// end tells the person that it is over. The mutex is held.
func (v *Voter) end(why Refusal) {
	if v.ended == "" {
		v.ended = why
		close(v.gone)
	}
	v.changed.ring()
}

// Leave is called when the connection is gone. The seat stays.
func (v *Voter) Leave() {
	r := v.room
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.entered, v)
	// Whoever still listens for this person hears once more, and then nobody does.
	v.changed.ring()
	r.rise(v)
	r.facilitator.ring()
}

// At keeps where the person is, so that they go on there after a lost connection.
func (v *Voter) At(question string) {
	r := v.room
	r.mu.Lock()
	defer r.mu.Unlock()
	if v.onSeat() {
		r.at[v.seat] = question
	}
}

// own is the session with this person's votes for answers.
func (v *Voter) own() *assessment.Session {
	r := v.room
	session := &assessment.Session{
		ID: r.session.ID, Business: r.session.Business, Use: r.session.Use, Setup: r.session.Setup,
		SetID: r.o.Set.ID, SetVersion: r.o.Set.Version, Revision: r.session.Revision, Answers: map[string]assessment.Answer{},
	}
	for i := range r.o.Set.Questions {
		question := r.o.Set.Questions[i].ID
		if vote, ok := r.session.Team.Last(v.seat, question); ok {
			session.Answers[question] = vote
		}
	}
	return session
}

// Farewell is what a person reads when their screen has ended: why it did, or how to come
// back.
func (v *Voter) Farewell() string {
	v.room.mu.Lock()
	defer v.room.mu.Unlock()
	if v.ended != "" || v.seat == "" {
		return string(v.ended)
	}
	code := v.room.code
	if v.code != "" {
		code = v.code
	}
	return "Your votes are kept. To come back:\n  " + v.room.command() + "\n  Code: " + code
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
