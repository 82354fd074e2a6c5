package workshop

import (
	"sync"
	"sync/atomic"
	"time"

	"rsc.io/qr"

	"readycheck/assessment"
)

// Store is what a room needs of the data file. Every change is queued at once and in
// order; the channel gets one value when it is on disk.
type Store interface {
	Load(id string) (*assessment.Session, error)
	SaveSeat(assessment.SeatChange) <-chan assessment.Saved
	SaveVote(assessment.VoteChange) <-chan assessment.Saved
	OpenAgain(assessment.AgainChange) <-chan assessment.Saved
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
	// Anonymous asks nobody for a name or a role, and tells nobody whose a vote is.
	Anonymous bool
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

	// mu guards the state that follows, and that of the voters.
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
	// door is where people come in by a terminal, phones where they do by a browser. screenCode
	// lets a projector see what everybody may.
	door       Door
	phones     PhoneDoor
	phoneQR    []string
	screenCode string
	// sitting are the connections by the seat that they sit on, entered all of them. seen is when
	// a request by a seat's code came last, and fades rings once that is long ago.
	sitting map[string][]*Voter
	entered map[*Voter]bool
	came    int
	seen    map[string]time.Time
	fades   map[string]*time.Timer
	at      map[string]string
	// until is when the time that the facilitator gave is over, rings then rings for everybody.
	until time.Time
	rings *time.Timer
	// reached are the questions that a room in step was brought to.
	reached map[string]bool
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
		o: o, code: newCode(roomLetters), screenCode: newCode(roomLetters), session: session, facilitator: make(bell, 1),
		sitting: map[string][]*Voter{}, entered: map[*Voter]bool{}, at: map[string]string{}, seen: map[string]time.Time{}, fades: map[string]*time.Timer{}, reached: map[string]bool{},
		wrote: map[string]*written{}, typed: map[string]map[assessment.Form]typedBy{}, ways: map[string]string{}, expected: session.Revision, mostAMinute: seatsAMinute,
		door: Door{Codeless: nobody}, phones: PhoneDoor{Codeless: nobody},
	}
	r.qr = picture(r.url(), qr.L)
	if session.Team == nil {
		session.Team = assessment.NewTeam()
	}
	if flow := assessment.NewFlow(o.Set, session); o.InStep && flow.Len() > 0 {
		r.step = flow.At(max(0, flow.FirstUnanswered())).ID
		r.reached[r.step] = true
	}
	return r, nil
}

// everybody rings for all who are in the room.
func (r *Room) everybody() {
	r.facilitator.ring()
	for v := range r.entered {
		v.changed.ring()
	}
}

// asked is a question as the room asks it, or false where it does not.
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
// on paper, and reads those. The mutex is held.
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
				r.session.Team.Vote(seat.ID, q.ID, fresh.Team.Votes[q.ID][seat.ID])
				if r.session.Team.Again(q.ID) {
					r.session.Team.VoteAgain(seat.ID, q.ID, fresh.Team.Second[q.ID].Votes[seat.ID])
				}
			}
		}
		r.facilitator.ring()
	}()
}

func done(saved assessment.Saved) <-chan assessment.Saved {
	out := make(chan assessment.Saved, 1)
	out <- saved
	return out
}
