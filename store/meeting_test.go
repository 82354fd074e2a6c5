package store

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"testing"
	"time"

	"readycheck/assessment"
	"readycheck/store/merge"
	"readycheck/store/sync"
)

// meeting is a place where changes meet, without a network and without seals.
type meeting struct {
	rows []*merge.Record
	has  map[merge.ID]bool
	at   map[*Store]int
}

func newMeeting() *meeting { return &meeting{has: map[merge.ID]bool{}, at: map[*Store]int{}} }

func standing(session *assessment.Session) assessment.Standing {
	return assessment.Standing{Answered: len(session.Answers), Total: 14}
}

// computer is a data file with a hub, whose clock stands at another minute than that of others.
func (m *meeting) computer(t *testing.T, path string) *Store {
	t.Helper()
	minute := len(m.at)
	s := New(path, func() time.Time { return time.Date(2026, 11, 22, 14, minute, 0, 0, time.UTC) })
	t.Cleanup(func() { _ = s.Close() })
	if err := s.Join("postgres://hub/firm", "firm", "Ready & Co", sync.Key{1}); err != nil {
		t.Fatal(err)
	}
	m.at[s] = 0
	return s
}

// sync offers what a computer has and takes what others said.
func (m *meeting) sync(t *testing.T, s *Store) (all sync.Taken) {
	t.Helper()
	after := ""
	for {
		out, next, err := s.Outgoing(after, 3)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range out {
			if !m.has[r.ID()] {
				m.has[r.ID()] = true
				m.rows = append(m.rows, r)
			}
		}
		if next == "" {
			break
		}
		after = next
	}
	take := func(in sync.Incoming) {
		// As from elsewhere, where only the bytes come.
		for i, r := range in.Changes {
			read, err := merge.Read(r.ID(), r.Body())
			if err != nil {
				t.Fatal(err)
			}
			in.Changes[i] = read
		}
		link, err := s.Link()
		if err != nil {
			t.Fatal(err)
		}
		in.From = link.At
		taken, err := Journal{s, standing}.Take(in)
		if err != nil {
			t.Fatal(err)
		}
		all.Sessions = append(all.Sessions, taken.Sessions...)
		all.Gone = append(all.Gone, taken.Gone...)
		all.CameBack = append(all.CameBack, taken.CameBack...)
		all.Wanted = append(all.Wanted, taken.Wanted...)
		all.Disputes += taken.Disputes
		all.Copied = all.Copied || taken.Copied
	}
	take(sync.Incoming{Changes: slices.Clone(m.rows[m.at[s]:]), To: sync.Point{Seq: uint64(len(m.rows))}})
	m.at[s] = len(m.rows)
	for _, session := range slices.Clone(all.Wanted) {
		var whole []*merge.Record
		for _, r := range m.rows {
			if r.Change().Session == session {
				whole = append(whole, r)
			}
		}
		take(sync.Incoming{Changes: whole, Whole: []string{session}})
	}
	sound(t, s)
	return all
}

func sound(t *testing.T, s *Store) {
	t.Helper()
	inv, err := examineFile(s.Path(), false)
	if err == nil {
		err = inv.sound()
	}
	if err != nil {
		t.Fatal(err)
	}
}

func (m *meeting) meet(t *testing.T, stores ...*Store) {
	t.Helper()
	for range 2 {
		for _, s := range stores {
			m.sync(t, s)
		}
	}
}

func two(t *testing.T) (*meeting, *Store, *Store) {
	t.Helper()
	m := newMeeting()
	return m, m.computer(t, filepath.Join(folderOf(t), "sessions.db")), m.computer(t, filepath.Join(folderOf(t), "sessions.db"))
}

func load(t *testing.T, s *Store, id string) *assessment.Session {
	t.Helper()
	session, err := s.Load(id)
	if err != nil {
		t.Fatal(err)
	}
	return session
}

func tells(t *testing.T, s *Store, id, question string, level assessment.Level) {
	t.Helper()
	session := load(t, s, id)
	saved := <-s.SaveAnswer(assessment.AnswerChange{Session: id, Question: question, Answer: answer(level, "a note"), Base: session.Revision, Standing: standing(session)})
	if saved.Err != nil {
		t.Fatal(saved.Err)
	}
}

// alike fails where two computers do not have the same of a session.
func alike(t *testing.T, a, b *Store, id string) {
	t.Helper()
	one, other := load(t, a, id), load(t, b, id)
	for _, s := range []*assessment.Session{one, other} {
		s.Revision, s.Changed, s.Told, s.Shared = 0, time.Time{}, "", false
		for i := range s.Disputes {
			for j := range s.Disputes[i].Sides {
				s.Disputes[i].Sides[j].Elsewhere = false
			}
		}
	}
	if !reflect.DeepEqual(one, other) {
		t.Errorf("one has\n%+v %+v\nthe other\n%+v %+v", one, one.Team, other, other.Team)
	}
}

// meetings is how many random histories a test tries: more with READYCHECK_MEETINGS.
func meetings(t *testing.T, short uint64) uint64 {
	t.Helper()
	n, err := strconv.ParseUint(os.Getenv("READYCHECK_MEETINGS"), 10, 64)
	if err != nil {
		return short
	}
	return n
}

// showAll reveals what no room has seen of a session, so that nothing stays on one computer.
func showAll(s *Store, id string) {
	for _, second := range []bool{false, true} {
		<-s.Reveal(assessment.RevealChange{Session: id, Questions: []string{"own-login", "off-switch", "powers-listed"}, Second: second})
	}
}

// scribe does at random what people do in a session.
type scribe struct {
	*rand.Rand
	id string
}

func (w scribe) act(t *testing.T, s *Store) {
	t.Helper()
	session, err := s.Load(w.id)
	if err != nil {
		return // deleted, as far as this computer knows
	}
	question := []string{"own-login", "off-switch", "powers-listed"}[w.IntN(3)]
	seat := fmt.Sprint("s", w.IntN(3))
	given := assessment.Answer{Level: assessment.No + assessment.Level(w.IntN(4)), Known: assessment.Known(w.IntN(3)), Note: fmt.Sprint("note ", w.IntN(100)), By: seat}
	var saved assessment.Saved
	switch w.IntN(12) {
	case 0, 1:
		saved = <-s.SaveAnswer(assessment.AnswerChange{Session: w.id, Question: question, Answer: given, Base: session.Revision, Standing: standing(session)})
	case 2:
		setup := session.Setup
		setup.Powers = []string{[]string{"read", "draft", "send"}[w.IntN(3)]}
		saved = <-s.SaveSetup(assessment.SetupChange{Session: w.id, Business: session.Business, Use: fmt.Sprint("use ", w.IntN(3)), Setup: setup, Base: session.Revision, Standing: standing(session)})
	case 3:
		saved = <-s.SaveSeat(assessment.SeatChange{Session: w.id, Seat: assessment.Seat{ID: seat, Name: seat, Removed: w.IntN(5) == 0}})
	case 4:
		saved = <-s.SaveVote(assessment.VoteChange{Session: w.id, Seat: seat, Question: question, Vote: given})
	case 5:
		saved = <-s.Reveal(assessment.RevealChange{Session: w.id, Questions: []string{question, "own-login"}[:1+w.IntN(2)], Standing: standing(session)})
	case 7:
		saved = <-s.OpenAgain(assessment.AgainChange{Session: w.id, Question: question})
	case 8, 9:
		saved = <-s.SaveVote(assessment.VoteChange{Session: w.id, Seat: seat, Question: question, Vote: given, Second: true})
	case 10:
		saved = <-s.Reveal(assessment.RevealChange{Session: w.id, Questions: []string{question}, Second: true, Standing: standing(session)})
	case 11:
		labels := assessment.Labels{Visit: []string{"", "2026-12-04", "2026-12-08"}[w.IntN(3)]}
		for _, tag := range []string{"food", "north", "retail"} {
			if w.IntN(2) == 0 {
				labels.Tags = labels.Tags.Together(assessment.Tags(tag))
			}
		}
		saved = <-s.SaveLabels(assessment.LabelsChange{Session: w.id, Labels: labels, Base: session.Revision})
	case 6:
		saved = <-s.SaveDecision(assessment.DecisionChange{
			Session: w.id, Decision: assessment.Decision{Question: question, Level: given.Level, By: "the room"}, Answer: given, Standing: standing(session),
		})
	}
	if saved.Err != nil {
		t.Fatal(saved.Err)
	}
}
