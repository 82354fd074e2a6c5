// Package interviewtest is what the tests of every face stand on: a store in memory, and a
// bakery's session to open.
package interviewtest

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"testing"
	"time"

	"readycheck/assessment"
)

// Noon is when the tests are.
var Noon = time.Date(2026, 11, 22, 14, 3, 0, 0, time.Local)

// Memory is a store in memory. A test can hold back acknowledgements, make saves fail
// and change a session behind the window's back.
type Memory struct {
	// Sessions are those that there are, the one changed last at the end.
	Sessions []*assessment.Session
	// Hold keeps acknowledgements back in Held, until Release.
	Hold bool
	Held []func()
	// Fail is what every save ends with, or nil.
	Fail error
	// Saves and Created count what was asked for, Standing is the last one saved.
	Saves, Created int
	Standing       assessment.Standing
	// Undated are the sessions that an earlier version saved, without their due day.
	Undated map[string]bool
	// Kept are the drafts that are there, Writes is how often one was written.
	Kept   map[assessment.Form]assessment.Draft
	Writes int
}

// Drafts does as interview.Store says.
func (s *Memory) Drafts() []assessment.Draft { return slices.Collect(maps.Values(s.Kept)) }

// KeepDraft does as interview.Store says.
func (s *Memory) KeepDraft(d assessment.Draft) <-chan error {
	if s.Kept == nil {
		s.Kept = map[assessment.Form]assessment.Draft{}
	}
	s.Writes++
	s.Kept[d.Form] = d
	if d.Empty() {
		delete(s.Kept, d.Form)
	}
	done := make(chan error, 1)
	done <- nil
	return done
}

// Find is the session with an id, or nil.
func (s *Memory) Find(id string) *assessment.Session {
	for _, session := range s.Sessions {
		if session.ID == id {
			return session
		}
	}
	return nil
}

// List does as interview.Store says.
func (s *Memory) List(below uint64, n int) ([]assessment.Head, error) {
	if s.Fail != nil {
		return nil, s.Fail
	}
	var heads []assessment.Head
	for i, session := range slices.Backward(s.Sessions) {
		sum := assessment.Evaluate(assessment.Default(), session)
		if sequence := uint64(i + 1); below == 0 || sequence < below {
			heads = append(heads, assessment.Head{
				ID: session.ID, Business: session.Business, Use: session.Use, Changed: session.Changed,
				Sequence: sequence, Standing: sum.Standing(), Revision: session.Revision, Labels: session.Labels,
			})
			if s.Undated[session.ID] {
				heads[len(heads)-1].Standing.Due = ""
				heads[len(heads)-1].Standing.Lines = ""
			}
		}
	}
	if n == 0 {
		return heads, nil
	}
	return heads[:min(n, len(heads))], nil
}

// Load does as interview.Store says.
func (s *Memory) Load(id string) (*assessment.Session, error) {
	session := s.Find(id)
	if session == nil {
		return nil, assessment.ErrNotFound
	}
	copied := *session
	copied.Answers = map[string]assessment.Answer{}
	for question, answer := range session.Answers {
		copied.Answers[question] = answer
	}
	return &copied, nil
}

// LoadAll does as interview.Store says.
func (s *Memory) LoadAll(ids []string) (sessions []*assessment.Session, err error) {
	if s.Fail != nil {
		return nil, s.Fail
	}
	for _, id := range ids {
		if session, err := s.Load(id); err == nil {
			sessions = append(sessions, session)
		}
	}
	return sessions, nil
}

// Earlier does as interview.Store says.
func (s *Memory) Earlier(session *assessment.Session) (string, error) {
	earlier := ""
	for _, other := range s.Sessions {
		if other.ID == session.ID {
			break
		}
		if assessment.UseKey(other.Business, other.Use) == assessment.UseKey(session.Business, session.Use) {
			earlier = other.ID
		}
	}
	return earlier, nil
}

// Create does as interview.Store says.
func (s *Memory) Create(session *assessment.Session, _ assessment.Standing) error {
	if s.Fail != nil {
		return s.Fail
	}
	s.Created++
	session.ID, session.Revision, session.Created, session.Changed = fmt.Sprintf("id-%d", s.Created), 1, Noon, Noon
	copied := *session
	copied.Answers = maps.Clone(session.Answers)
	if copied.Answers == nil {
		copied.Answers = map[string]assessment.Answer{}
	}
	s.Sessions = append(s.Sessions, &copied)
	return nil
}

// answer answers a channel now, or when the test lets go.
func (s *Memory) answer(write func() assessment.Saved) <-chan assessment.Saved {
	s.Saves++
	done := make(chan assessment.Saved, 1)
	send := func() { done <- write() }
	if s.Hold {
		s.Held = append(s.Held, send)
	} else {
		send()
	}
	return done
}

// Release sends the acknowledgements that are held back, and holds no more.
func (s *Memory) Release() {
	for _, send := range s.Held {
		send()
	}
	s.Held, s.Hold = nil, false
}

// SaveAnswer does as interview.Store says.
func (s *Memory) SaveAnswer(c assessment.AnswerChange) <-chan assessment.Saved {
	return s.answer(func() assessment.Saved {
		saved := assessment.Saved{Session: c.Session, Question: c.Question}
		session := s.Find(c.Session)
		switch {
		case s.Fail != nil:
			saved.Err = s.Fail
			return saved
		case session == nil:
			saved.Err = assessment.ErrNotFound
			return saved
		}
		session.Revision++
		session.Answers[c.Question] = c.Answer
		saved.Revision = session.Revision
		s.newest(session)
		return saved
	})
}

// newest puts a session at the end of those that there are, where the one changed last is.
func (s *Memory) newest(session *assessment.Session) {
	at := slices.Index(s.Sessions, session)
	s.Sessions = append(slices.Delete(s.Sessions, at, at+1), session)
}

// SaveSetup does as interview.Store says.
func (s *Memory) SaveSetup(c assessment.SetupChange) <-chan assessment.Saved {
	return s.answer(func() assessment.Saved {
		session := s.Find(c.Session)
		switch {
		case s.Fail != nil:
			return assessment.Saved{Session: c.Session, Err: s.Fail}
		case session == nil:
			return assessment.Saved{Session: c.Session, Err: assessment.ErrNotFound}
		}
		session.Revision++
		session.Business, session.Use, session.Setup = c.Business, c.Use, c.Setup
		s.newest(session)
		return assessment.Saved{Session: c.Session, Revision: session.Revision}
	})
}

// SaveStanding does as interview.Store says.
func (s *Memory) SaveStanding(id string, standing assessment.Standing) <-chan assessment.Saved {
	done := make(chan assessment.Saved, 1)
	session := s.Find(id)
	if session == nil {
		done <- assessment.Saved{Session: id, Err: assessment.ErrNotFound}
		return done
	}
	s.Standing = standing
	if standing.Told != "" {
		session.Told = standing.Told
	}
	done <- assessment.Saved{Session: id, Revision: session.Revision}
	return done
}

// SaveDue does as interview.Store says. The list works out its standings by itself.
func (s *Memory) SaveDue(found []assessment.DueFound) <-chan assessment.Saved {
	for _, f := range found {
		if session := s.Find(f.Session); session != nil && session.Revision == f.Revision {
			delete(s.Undated, f.Session)
		}
	}
	done := make(chan assessment.Saved, 1)
	done <- assessment.Saved{Err: s.Fail}
	return done
}

// SaveStandings does as interview.Store says. The list works out its standings by itself.
func (s *Memory) SaveStandings(found []assessment.StandingFound) <-chan assessment.Saved {
	var due []assessment.DueFound
	for i := range found {
		if found[i].Missing == assessment.NotMissing {
			due = append(due, assessment.DueFound{Session: found[i].Session, Revision: found[i].Revision})
		}
	}
	return s.SaveDue(due)
}

// SaveLabels does as interview.Store says.
func (s *Memory) SaveLabels(c assessment.LabelsChange) <-chan assessment.Saved {
	return s.answer(func() assessment.Saved {
		session := s.Find(c.Session)
		switch {
		case s.Fail != nil:
			return assessment.Saved{Session: c.Session, Err: s.Fail}
		case session == nil:
			return assessment.Saved{Session: c.Session, Err: assessment.ErrNotFound}
		}
		session.Revision++
		session.Labels = c.Labels
		s.newest(session)
		return assessment.Saved{Session: c.Session, Revision: session.Revision}
	})
}

// Delete does as interview.Store says.
func (s *Memory) Delete(id string) (func() error, error) {
	at := slices.IndexFunc(s.Sessions, func(x *assessment.Session) bool { return x.ID == id })
	if at < 0 {
		return nil, assessment.ErrNotFound
	}
	gone := s.Sessions[at]
	s.Sessions = slices.Delete(s.Sessions, at, at+1)
	return func() error { s.Sessions = append(s.Sessions, gone); return nil }, nil
}

// Bakery is a session with its setup done and the first answers given.
func Bakery(answered int) *assessment.Session {
	session := &assessment.Session{
		ID: "bakery", Business: "Rosa's Bakery", Use: "It drafts replies to cake orders", Revision: 1, Changed: Noon.Add(-26 * time.Hour),
		SetID: assessment.Default().ID, SetVersion: assessment.Default().Version,
		Setup: assessment.Setup{
			Kind: "customer-replies", StageNow: "pilot", Connection: []string{"connector"}, Powers: []string{"read", "draft"},
			Audience: []string{"staff"}, Information: []string{"personal"}, Depth: assessment.Quick,
		},
		Answers: map[string]assessment.Answer{},
	}
	levels := []assessment.Level{assessment.InPlace, assessment.Partly, assessment.No, assessment.Unsure, assessment.InPlace}
	for i := range answered {
		q := assessment.NewFlow(assessment.Default(), session).At(i)
		session.Answers[q.ID] = assessment.Answer{Level: levels[i%len(levels)], Known: assessment.Told, Owner: "Dana"}
	}
	return session
}

// ErrFull is what a store says whose disk is full.
var ErrFull = &Failure{Text: "The disk is full, so this was not saved."}

// Failure is an error with a sentence.
type Failure struct{ Text string }

// Error is for errors.Is and the log.
func (e *Failure) Error() string { return "write: " + e.Text }

// Sentence is what the person reads.
func (e *Failure) Sentence() string { return e.Text }

// Conflict is what the store says when another window was first.
type Conflict struct{}

// Error is for errors.Is and the log.
func (Conflict) Error() string { return "conflict" }

// Sentence is what the person reads.
func (Conflict) Sentence() string { return "This was changed in another window." }

// Unwrap is for errors.Is and the log.
func (Conflict) Unwrap() error { return assessment.ErrConflict }

// Twice is the bakery as it was, with an old answer and a date that has passed, and as it
// is now.
func Twice() *Memory {
	before, after := Bakery(15), Bakery(15)
	before.Changed = Noon.AddDate(0, -8, 0)
	flow := assessment.NewFlow(assessment.Default(), before)
	first, second := flow.At(0).ID, flow.At(1).ID
	before.Answers[first] = assessment.Answer{Level: assessment.InPlace, Known: assessment.Seen, At: Noon.AddDate(0, -8, 0)}
	before.Answers[second] = assessment.Answer{Level: assessment.No, Due: "2026-06-01"}
	after.ID = "bakery-2"
	after.Answers[second] = assessment.Answer{Level: assessment.InPlace, Known: assessment.Seen, At: Noon}
	return &Memory{Sessions: []*assessment.Session{before, after}}
}

// OwnSet is a consultant's own question set, in German.
func OwnSet(t testing.TB) *assessment.Set {
	t.Helper()
	data, err := os.ReadFile("../../assessment/testdata/sets/werkstatt.yaml")
	if err != nil {
		t.Fatal(err)
	}
	set, err := assessment.Load("werkstatt.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	return set
}
