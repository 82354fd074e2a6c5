package cli

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"readycheck/assessment"
	"readycheck/store"
	"readycheck/tui/workshop"
)

// ballotRoom is a data file with one session that a workshop was begun in.
type ballotRoom struct {
	t            *testing.T
	path, folder string
	id           string
}

func newBallotRoom(t *testing.T) *ballotRoom {
	t.Helper()
	folder := t.TempDir()
	r := &ballotRoom{t: t, folder: folder, path: filepath.Join(folder, "sessions.db")}
	session := &assessment.Session{
		Business: "Rosa's Bakery", Use: "Answer emails", Answers: map[string]assessment.Answer{},
		SetID: assessment.Default().ID, SetVersion: assessment.Default().Version,
	}
	r.with(func(s *store.Store) {
		if err := s.Create(session, assessment.Standing{}); err != nil {
			t.Fatal(err)
		}
	})
	r.id = session.ID
	return r
}

func (r *ballotRoom) with(do func(*store.Store)) {
	r.t.Helper()
	s := store.New(r.path, time.Now)
	do(s)
	if err := s.Close(); err != nil {
		r.t.Fatal(err)
	}
}

func (r *ballotRoom) saved(save func(*store.Store) <-chan assessment.Saved) {
	r.t.Helper()
	r.with(func(s *store.Store) {
		if saved := <-save(s); saved.Err != nil {
			r.t.Fatal(saved.Err)
		}
	})
}

func (r *ballotRoom) seat(seat assessment.Seat) {
	r.t.Helper()
	r.saved(func(s *store.Store) <-chan assessment.Saved {
		return s.SaveSeat(assessment.SeatChange{Session: r.id, Seat: seat})
	})
}

func (r *ballotRoom) reveal(questions ...string) {
	r.t.Helper()
	r.saved(func(s *store.Store) <-chan assessment.Saved {
		return s.Reveal(assessment.RevealChange{Session: r.id, Questions: questions})
	})
}

func (r *ballotRoom) session() (session *assessment.Session) {
	r.t.Helper()
	r.with(func(s *store.Store) {
		var err error
		if session, err = s.Load(r.id); err != nil {
			r.t.Fatal(err)
		}
	})
	return session
}

// imports writes a ballot and takes it in.
func (r *ballotRoom) imports(name, answers string) (string, error) {
	r.t.Helper()
	path := filepath.Join(r.folder, "ballot.yaml")
	text := "format: readycheck/ballot/1\nsession: " + r.id + "\nname: " + name + "\nrole: risk\nanswers: {" + answers + "}\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		r.t.Fatal(err)
	}
	var out bytes.Buffer
	root := (&program{now: time.Now}).root()
	root.SetOut(&out)
	root.SetArgs([]string{"import", "--vote", path, "--data", r.path})
	err := root.Execute()
	return out.String(), err
}

func (r *ballotRoom) must(name, answers, want string) {
	r.t.Helper()
	if got, err := r.imports(name, answers); err != nil || !strings.HasPrefix(got, want) {
		r.t.Errorf("%s: got %q (%v), want %q", name, got, err, want)
	}
}

// levels are the votes of the only seat with a name.
func (r *ballotRoom) levels(name string) map[string]assessment.Level {
	r.t.Helper()
	team, out := r.session().Team, map[string]assessment.Level{}
	found := 0
	for _, seat := range team.Seats {
		if !strings.EqualFold(seat.Name, name) {
			continue
		}
		found++
		if !seat.Paper || seat.Removed || seat.Role != assessment.RoleRisk || seat.Name != name || len(seat.ID) != 36 {
			r.t.Errorf("the seat is %+v", seat)
		}
		for question, votes := range team.Votes {
			if vote, ok := votes[seat.ID]; ok {
				out[question] = vote.Level
			}
		}
	}
	if found != 1 {
		r.t.Errorf("%d seats of %s, want one", found, name)
	}
	return out
}

func TestABallotReplacesAnEarlierOne(t *testing.T) {
	r := newBallotRoom(t)
	r.must("dana", "own-login: {level: no}, off-switch: {level: partly}", "dana (risk): 2 votes kept. Nobody sees them before the reveal.\n")
	r.must("Dana", "own-login: {level: in_place}", "Dana (risk): 1 vote kept. Nobody sees it before the reveal. Dana's votes were there already. They are replaced.\n")
	got := r.levels("Dana")
	if len(got) != 1 || got["own-login"] != assessment.InPlace {
		t.Errorf("the votes are %v", got)
	}
	// What was said first stays in the history.
	r.with(func(s *store.Store) {
		changes, err := s.History(r.id)
		var votes []string
		for _, c := range changes {
			if c.Vote != "" {
				votes = append(votes, c.Question+" "+c.To.Level.String())
			}
		}
		const want = "off-switch partly, own-login no, off-switch unanswered, own-login in_place"
		if got := sortedPairs(votes); err != nil || got != want {
			t.Errorf("the history has %s (%v), want %s", got, err, want)
		}
	})
}

// sortedPairs puts the votes of each of two ballots in one order, whatever the set's is.
func sortedPairs(votes []string) string {
	for i := 0; i+1 < len(votes); i += 2 {
		if votes[i] > votes[i+1] {
			votes[i], votes[i+1] = votes[i+1], votes[i]
		}
	}
	return strings.Join(votes, ", ")
}

func TestWhatTheRoomHasSeenIsNotVotedOnAnyMore(t *testing.T) {
	r := newBallotRoom(t)
	r.must("Dana", "own-login: {level: no}, off-switch: {level: partly}", "Dana (risk): 2 votes kept.")
	r.reveal("own-login")
	q, _ := assessment.Default().Question("own-login")
	r.must("Dana", "own-login: {level: in_place}, off-switch: {level: in_place}",
		"Dana (risk): 1 vote kept. Nobody sees it before the reveal. Dana's votes were there already. They are replaced. "+
			"Left out, because the room has already seen the votes on it:\n  "+q.Text+"\n")
	got := r.levels("Dana")
	if len(got) != 2 || got["own-login"] != assessment.No || got["off-switch"] != assessment.InPlace {
		t.Errorf("the votes are %v", got)
	}
	// Somebody with nothing left to vote on gets no seat.
	before := r.session().Revision
	r.must("Eve", "own-login: {level: in_place}", "Eve (risk): no vote kept. Left out, because the room has already seen the votes on it:\n  "+q.Text+"\n")
	if after := r.session(); after.Revision != before || len(after.Team.Seats) != 1 {
		t.Errorf("changed: %+v", after.Team.Seats)
	}
}

func TestABallotTakesNobodysName(t *testing.T) {
	r := newBallotRoom(t)
	r.seat(assessment.Seat{ID: "a", Name: "Dana"})
	before := r.session().Revision
	_, err := r.imports(`" DANA "`, "own-login: {level: no}")
	var said interface{ Sentence() string }
	want := "a person in the room is called Dana already. Nothing was changed. Change the name in the file, for instance to \"DANA (paper)\"."
	if !errors.As(err, &said) || !strings.HasSuffix(said.Sentence(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
	if after := r.session().Revision; after != before {
		t.Errorf("revision %d, want %d", after, before)
	}
}

func TestABallotBringsBackWhoWasRemoved(t *testing.T) {
	r := newBallotRoom(t)
	r.must("Dana", "own-login: {level: no}", "Dana (risk): 1 vote kept.")
	seat := r.session().Team.Seats[0]
	seat.Removed = true
	r.seat(seat)
	r.must("Dana", "own-login: {level: no}", "Dana (risk): 1 vote kept. Nobody sees it before the reveal. Dana's votes were there already. They are replaced. Dana had been removed and counts again.\n")
	if got := r.levels("Dana"); len(got) != 1 {
		t.Errorf("the votes are %v", got)
	}
}

// A vote that is not on disk is never called kept.
func TestABallotThatIsNotSavedSaysSo(t *testing.T) {
	r := newBallotRoom(t)
	s := store.New(r.path, time.Now)
	session, err := s.Load(r.id)
	if err != nil {
		t.Fatal(err)
	}
	planned, err := workshop.Plan(assessment.Default(), []string{"dana.yaml"}, []*assessment.Ballot{{
		Session: r.id, Name: "Dana", Votes: map[string]assessment.Answer{"own-login": {Level: assessment.No}, "off-switch": {Level: assessment.No}},
	}}, func(string, string) (*assessment.Session, error) { return session, nil })
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	const want = "Dana: 2 of 2 votes were not saved. "
	if err := planned[0].Save(s); err == nil || !strings.HasPrefix(err.Error(), want) || !strings.HasSuffix(err.Error(), "votes that were saved are only replaced.") {
		t.Errorf("got %v, want %s…", err, want)
	}
}
