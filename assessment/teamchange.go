package assessment

// TeamChange is one change of a workshop in a session's history.
type TeamChange struct {
	// Revision is the session's revision after the change.
	Revision uint64
	// Seat is somebody who took a seat, or whose seat changed.
	Seat *Seat
	// Voter is the seat whose vote on Question became Vote.
	Voter, Question string
	Vote            *Answer
	// Again is true where the room began a second round on Question.
	Again bool
	// Second is true for a vote, or a reveal, of a second round.
	Second bool
	// Reveal are questions whose votes the room was shown.
	Reveal []string
	// Decision is what the room settled on for Question.
	Decision *Decision
}

// Apply makes one change. A later seat, vote or decision takes the place of the one before.
func (t *Team) Apply(c TeamChange) {
	switch {
	case c.Seat != nil:
		t.Put(*c.Seat)
	case c.Again:
		t.OpenAgain(c.Question)
	case c.Voter != "" && c.Vote != nil && c.Second:
		t.VoteAgain(c.Voter, c.Question, *c.Vote)
	case c.Voter != "" && c.Vote != nil:
		t.Vote(c.Voter, c.Question, *c.Vote)
	case c.Decision != nil:
		t.Decisions[c.Question] = *c.Decision
	}
	for _, question := range c.Reveal {
		t.Show(question, c.Second)
	}
}

// Replay makes a session's team out of all its changes, oldest first. The later word counts: a
// vote that was shown after its question was answered stands in the answer's place, and an
// answer that was given after it stays. Answered has the revision of each answer.
func (s *Session) Replay(changes []TeamChange, answered map[string]uint64) {
	s.Team = NewTeam()
	shown := map[string]uint64{}
	for _, c := range changes {
		s.Team.Apply(c)
		for _, question := range c.Reveal {
			shown[question] = c.Revision
		}
	}
	for question, revision := range shown {
		if revision > answered[question] {
			s.TakeVotes(question)
		}
	}
}

// VoteChange is one vote to save.
type VoteChange struct {
	Session, Seat, Question string
	Vote                    Answer
	// Replaces is the revision of this seat's vote before on the question, or 0. Nobody has
	// seen it, so of that one only the level is kept.
	Replaces uint64
	// Second is true for a vote of a second round.
	Second bool
}

// AgainChange is that the room votes once more on a question whose votes it has seen.
type AgainChange struct {
	Session, Question string
}

// SeatChange is a seat to save.
type SeatChange struct {
	Session string
	Seat    Seat
}

// RevealChange is questions whose votes are shown to the room from now on.
type RevealChange struct {
	Session   string
	Questions []string
	// Second is true where they are the votes of a second round.
	Second   bool
	Standing Standing
}

// DecisionChange is what a room decided, with the answer that it gives the question.
type DecisionChange struct {
	Session  string
	Decision Decision
	Answer   Answer
	Standing Standing
}
