package workshop

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"readycheck/assessment"
)

// Store is what a room needs of the data file. Every change is queued at once and in
// order; the channel gets one value when it is on disk.
type Store interface {
	Load(id string) (*assessment.Session, error)
	SaveSeat(assessment.SeatChange) <-chan assessment.Saved
	SaveVote(assessment.VoteChange) <-chan assessment.Saved
	Reveal(assessment.RevealChange) <-chan assessment.Saved
	SaveDecision(assessment.DecisionChange) <-chan assessment.Saved
}

// Options say how a room is held.
type Options struct {
	Store   Store
	Set     *assessment.Set
	Session string
	Now     func() time.Time
	// InStep keeps everybody at the facilitator's question.
	InStep bool
	// People is how many may have a seat, zero stands for DefaultPeople. Expected is how many
	// are to come: with the last of them the room locks itself. Zero is no number.
	People, Expected int
	// Host and Port are where people reach the server, Local is true where only this
	// computer does.
	Host  string
	Port  int
	Local bool
}

// Room is one workshop on one session. It is safe for use by several goroutines.
type Room struct {
	o    Options
	code string

	mu      sync.Mutex
	session *assessment.Session
	locked  bool
	// gathered is true once all who were expected had come.
	gathered bool
	step     string
	over     string
	problem  string
	// expected is the session's revision once all that this room has queued is written. A
	// higher one means that somebody else wrote too.
	expected uint64
	// qr is a picture of how to come in.
	qr []string
	// door is where people come in.
	door Door
	// sitting are the connections by the seat that they sit on, entered all of them.
	sitting map[string]*Voter
	entered map[*Voter]bool
	at      map[string]string
	// wrote is what each seat has written in this room, typed what it has typed and not saved.
	wrote map[string]*written
	typed map[string]map[assessment.Form]typedBy
	// ways are the seats by what their codes are compared by. They are nowhere else, so a
	// seat's code ends with its room.
	ways map[string]string
	// seated is when people took their seats in the last minute, mostAMinute at most.
	seated      []time.Time
	mostAMinute int
	// facilitator is told of every change.
	facilitator bell
	// doorRings is true while the facilitator is to be told of the door.
	doorRings atomic.Bool
}

// bell tells a reader that there is something new. It never blocks, and many rings before
// the reader listens are one.
type bell chan struct{}

func (b bell) ring() {
	select {
	case b <- struct{}{}:
	default:
	}
}

// Open begins a workshop on a stored session. What an earlier one left there goes on.
func Open(o Options) (*Room, error) {
	session, err := o.Store.Load(o.Session)
	if err == nil {
		err = o.Set.Fits(session)
	}
	if err != nil {
		return nil, err
	}
	r := &Room{
		o: o, code: newCode(roomLetters), session: session, facilitator: make(bell, 1),
		sitting: map[string]*Voter{}, entered: map[*Voter]bool{}, at: map[string]string{}, wrote: map[string]*written{}, typed: map[string]map[assessment.Form]typedBy{}, ways: map[string]string{}, expected: session.Revision, mostAMinute: seatsAMinute,
		door: Door{Codeless: func() int { return 0 }},
	}
	r.qr = picture(r.url())
	if session.Team == nil {
		session.Team = assessment.NewTeam()
	}
	if flow := assessment.NewFlow(o.Set, session); o.InStep && flow.Len() > 0 {
		r.step = flow.At(max(0, flow.FirstUnanswered())).ID
	}
	return r, nil
}

// sit puts a connection on its seat, and ends the one that was there.
func (r *Room) sit(v *Voter) {
	if before := r.sitting[v.seat]; before != nil && before != v {
		before.end(elsewhere)
	}
	r.sitting[v.seat] = v
}

// everybody rings for all who are in the room.
func (r *Room) everybody() {
	r.facilitator.ring()
	for v := range r.entered {
		v.changed.ring()
	}
}

// open reports whether a question is asked in this room at all.
func (r *Room) asked(session *assessment.Session, question string) (*assessment.Question, bool) {
	flow := assessment.NewFlow(r.o.Set, session)
	if at := flow.Position(question); at >= 0 {
		return flow.At(at), true
	}
	return nil, false
}

// failed keeps why something could not be saved, for the facilitator.
func (r *Room) failed(err error) {
	r.problem = assessment.Sentence(err)
	r.facilitator.ring()
}

// noticed sees that another program wrote to the session, such as one that took in ballots
// on paper, and reads those. The room is locked.
func (r *Room) noticed(revision uint64) {
	if revision <= r.expected {
		return
	}
	r.expected = revision
	go func() {
		fresh, err := r.o.Store.Load(r.o.Session)
		if err != nil || fresh.Team == nil {
			return
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		for _, seat := range fresh.Team.Seats {
			if !seat.Paper {
				continue
			}
			r.session.Team.Put(seat)
			for _, q := range r.o.Set.Questions {
				vote := fresh.Team.Votes[q.ID][seat.ID]
				r.session.Team.Vote(seat.ID, q.ID, vote)
			}
		}
		r.facilitator.ring()
	}()
}

// Voter is one person's connection to a room. It can do what that person may, and nothing
// else: each call looks at the seat that it sits on.
type Voter struct {
	room    *Room
	key     string
	changed bell
	gone    chan struct{}

	// What follows is guarded by the room. The seat's code is known only to who was given it
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

// end tells the person that it is over. The room is locked.
func (v *Voter) end(why Refusal) {
	if v.ended == "" {
		v.ended = why
		close(v.gone)
	}
	v.changed.ring()
}

// Gone is closed when it is over for this person.
func (v *Voter) Gone() <-chan struct{} { return v.gone }

// Leave is called when the connection is gone. The seat stays.
func (v *Voter) Leave() {
	r := v.room
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.entered, v)
	// Whoever still listens for this person hears once more, and then nobody does.
	v.changed.ring()
	if r.sitting[v.seat] == v {
		delete(r.sitting, v.seat)
	}
	r.facilitator.ring()
}

// View is the room as this person may see it: their own votes, and those that were shown
// to all.
func (v *Voter) View() VoterView {
	r := v.room
	r.mu.Lock()
	defer r.mu.Unlock()
	view := VoterView{
		Set: r.o.Set, Session: v.own(), Position: r.at[v.seat], InStep: r.o.InStep, Step: r.step, Over: string(v.ended),
		Shown: r.session.Team.Shown(), Keyless: v.key == "",
	}
	if seat, ok := r.session.Team.Seat(v.seat); ok {
		view.Name, view.Role = seat.Name, seat.Role
	}
	if v.code != "" {
		view.Command, view.Code = r.command(), v.code
	}
	return view
}

// own is the session with this person's votes for answers.
func (v *Voter) own() *assessment.Session {
	r := v.room
	session := &assessment.Session{
		ID: r.session.ID, Business: r.session.Business, Use: r.session.Use, Setup: r.session.Setup,
		SetID: r.o.Set.ID, SetVersion: r.o.Set.Version, Revision: r.session.Revision, Answers: map[string]assessment.Answer{},
	}
	for question, votes := range r.session.Team.Votes {
		if vote, ok := votes[v.seat]; ok {
			session.Answers[question] = vote
		}
	}
	return session
}

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

// maySit looks at somebody who wants a new seat under a name. The room is locked.
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

// settle puts a connection on a seat that is saved, and gives it a code of its own. The room
// is locked.
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

// seatsAMinute is how many people at most take a seat in a minute, as a room of people does.
const seatsAMinute = 30

// DefaultPeople is how many may have a seat where no number is named.
const DefaultPeople = 64

// mostRemoved is how many times as many seats may have been taken away: they stay in the file.
const mostRemoved = 4

// full reports whether there is no seat for anybody new. The room is locked.
func (r *Room) full() bool {
	most := r.o.People
	if most == 0 {
		most = DefaultPeople
	}
	return r.here() >= most || len(r.session.Team.Seats) >= mostRemoved*most
}

// here counts the seats that were not taken away. The room is locked.
func (r *Room) here() int {
	here := 0
	for _, seat := range r.session.Team.Seats {
		if !seat.Removed {
			here++
		}
	}
	return here
}

// At keeps where the person is, so that they go on there after a lost connection.
func (v *Voter) At(question string) {
	r := v.room
	r.mu.Lock()
	defer r.mu.Unlock()
	if v.seat != "" && r.sitting[v.seat] == v {
		r.at[v.seat] = question
	}
}

// Vote queues this person's vote on a question, and nobody else's.
func (v *Voter) Vote(question string, vote assessment.Answer) <-chan assessment.Saved {
	r := v.room
	r.mu.Lock()
	defer r.mu.Unlock()
	about := assessment.Saved{Session: r.session.ID, Question: question}
	vote, err := v.mayVote(question, vote)
	if err != nil {
		about.Err = err
		return done(about)
	}
	seat := v.seat
	before, had := r.session.Team.Votes[question][seat]
	wrote := r.wroteBy(seat)
	last := wrote.last[question]
	if last.revision != 0 && !last.waiting && last.vote == vote {
		return done(about) // it stands on disk as it is
	}
	if !wrote.may(vote) {
		about.Err = tooOften
		return done(about)
	}
	wrote.last[question] = lastVote{vote: vote, revision: last.revision, waiting: true}
	r.session.Team.Vote(seat, question, vote)
	r.expected++
	saved := r.o.Store.SaveVote(assessment.VoteChange{Session: r.session.ID, Seat: seat, Question: question, Vote: vote, Replaces: last.revision})
	out := make(chan assessment.Saved, 1)
	go func() {
		result := <-saved
		r.mu.Lock()
		defer r.mu.Unlock()
		r.noticed(result.Revision)
		if result.Err == nil {
			wrote.last[question] = lastVote{vote: vote, revision: result.Revision, waiting: wrote.last[question].vote != vote}
		} else {
			wrote.last[question] = lastVote{revision: wrote.last[question].revision, waiting: true}
		}
		// The votes of others raise the session's revision; that is no news for this person.
		result.Revision = 0
		if result.Err != nil {
			if now, voted := r.session.Team.Votes[question][seat]; now == vote || !voted && vote.Level == assessment.Unanswered {
				if had {
					r.session.Team.Vote(seat, question, before)
				} else {
					delete(r.session.Team.Votes[question], seat)
				}
			}
			r.failed(result.Err)
			result.Err = unsaved{result.Err}
		}
		r.facilitator.ring()
		out <- result
	}()
	return out
}

// Limits on what one seat writes in a room. The longest notes on all questions fit, and each
// of them changed many times.
const (
	mostVotes     = 1000
	mostVoteBytes = 1 << 20
)

// written is what one seat has written: how often, how much, and what stands last by
// question.
type written struct {
	votes, bytes int
	last         map[string]lastVote
}

// lastVote is a seat's last vote on a question, and the revision by which it, or where it is
// waiting to be written the one before, stands on disk.
type lastVote struct {
	vote     assessment.Answer
	revision uint64
	waiting  bool
}

// wroteBy is what a seat has written. The room is locked.
func (r *Room) wroteBy(seat string) *written {
	if r.wrote[seat] == nil {
		r.wrote[seat] = &written{last: map[string]lastVote{}}
	}
	return r.wrote[seat]
}

// may counts one more vote, or says that no more fits.
func (w *written) may(vote assessment.Answer) bool {
	size := len(vote.Note) + len(vote.Reason)
	if w.votes >= mostVotes || w.bytes+size > mostVoteBytes {
		return false
	}
	w.votes++
	w.bytes += size
	return true
}

// mayVote checks a vote against the seat, the room and the question.
func (v *Voter) mayVote(question string, vote assessment.Answer) (assessment.Answer, error) {
	r := v.room
	seat, seated := r.session.Team.Seat(v.seat)
	switch {
	case v.ended != "":
		return vote, v.ended
	case r.over != "":
		return vote, RoomOver
	case !seated || r.sitting[v.seat] != v:
		return vote, notSeated
	case seat.Removed:
		return vote, sentAway
	case r.session.Team.Revealed[question]:
		return vote, alreadySeen
	case r.o.InStep && question != r.step:
		return vote, otherThing
	}
	q, ok := r.asked(v.own(), question)
	if !ok || vote.Level != assessment.Unanswered &&
		!slices.ContainsFunc(q.Options(&r.o.Set.Words), func(c assessment.Choice) bool { return c.Level == vote.Level }) {
		return vote, notThis
	}
	clean := assessment.Answer{Level: vote.Level, Known: vote.Known, Note: assessment.Clean(vote.Note, assessment.MaxVoteNote)}
	if vote.Choice >= 0 && vote.Choice < len(q.Choices) {
		clean.Choice = vote.Choice
	}
	if vote.Level == assessment.NA {
		if clean.Reason = assessment.CleanLine(vote.Reason, assessment.MaxShort); clean.Reason == "" {
			return vote, noReason
		}
	}
	return clean, nil
}

func done(saved assessment.Saved) <-chan assessment.Saved {
	out := make(chan assessment.Saved, 1)
	out <- saved
	return out
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
