// Package workshoptest is what the tests of a room and of its doors stand on: a data file in
// memory, and a bakery's session to hold a workshop on.
package workshoptest

import (
	"maps"
	"slices"
	"sync"

	"readycheck/assessment"
)

// Memory is a data file in memory. A test can make saves fail, or votes with a note panic.
type Memory struct {
	// Session is what Load copies.
	Session *assessment.Session
	// Fail is what every save ends with, or nil. A vote with the note Fault panics.
	Fail  error
	Fault string

	mu    sync.Mutex
	saves int
	votes []assessment.VoteChange
}

// Load does as workshop.Store says.
func (m *Memory) Load(string) (*assessment.Session, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	copied := *m.Session
	copied.Answers = maps.Clone(m.Session.Answers)
	return &copied, nil
}

// SaveSeat does as workshop.Store says.
func (m *Memory) SaveSeat(assessment.SeatChange) <-chan assessment.Saved { return m.saved("") }

// SaveVote does as workshop.Store says.
func (m *Memory) SaveVote(c assessment.VoteChange) <-chan assessment.Saved {
	if m.Fault != "" && c.Vote.Note == m.Fault {
		panic(m.Fault)
	}
	m.mu.Lock()
	m.votes = append(m.votes, c)
	m.mu.Unlock()
	return m.saved(c.Question)
}

// OpenAgain does as workshop.Store says.
func (m *Memory) OpenAgain(c assessment.AgainChange) <-chan assessment.Saved {
	return m.saved(c.Question)
}

// Reveal does as workshop.Store says.
func (m *Memory) Reveal(assessment.RevealChange) <-chan assessment.Saved { return m.saved("") }

// SaveDecision does as workshop.Store says.
func (m *Memory) SaveDecision(c assessment.DecisionChange) <-chan assessment.Saved {
	return m.saved(c.Decision.Question)
}

func (m *Memory) saved(question string) <-chan assessment.Saved {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.saves++
	out := make(chan assessment.Saved, 1)
	out <- assessment.Saved{Session: m.Session.ID, Question: question, Revision: uint64(m.saves), Err: m.Fail}
	return out
}

// Saves counts what was asked to be saved.
func (m *Memory) Saves() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.saves
}

// Votes are all votes that were asked to be saved, in that order.
func (m *Memory) Votes() []assessment.VoteChange {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.votes)
}

// Overwrite does what another program would that writes to the session meanwhile.
func (m *Memory) Overwrite(session *assessment.Session, writes int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.Session = session
	m.saves += writes
}

// Bakery is a session with its setup and no answers.
func Bakery() *assessment.Session {
	set := assessment.Default()
	return &assessment.Session{
		ID: "bakery", Business: "Rosa's Bakery", Use: "It drafts replies to cake orders", SetID: set.ID, SetVersion: set.Version, Revision: 1,
		Setup: assessment.Setup{
			Kind: "customer-replies", StageNow: "pilot", Connection: []string{"connector"}, Powers: []string{"read", "draft"},
			Audience: []string{"staff"}, Information: []string{"personal"},
		},
		Answers: map[string]assessment.Answer{},
	}
}
