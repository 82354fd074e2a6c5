package store

import (
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"readycheck/assessment"
)

// heldWorkshop is a session with a workshop: two seats, votes on two questions, one of them shown.
func heldWorkshop(t *testing.T, s *Store) string {
	t.Helper()
	id := create(t, s, "Rosa's Bakery").ID
	saved := func(c <-chan assessment.Saved) {
		t.Helper()
		if r := <-c; r.Err != nil {
			t.Fatal(r.Err)
		}
	}
	for _, seat := range []assessment.Seat{{ID: "a", Name: "Dana", Key: "SHA256:a"}, {ID: "b", Name: "Ali", Role: assessment.RoleTechnical}} {
		saved(s.SaveSeat(assessment.SeatChange{Session: id, Seat: seat}))
	}
	for _, v := range []assessment.VoteChange{
		{Seat: "a", Question: "own-login", Vote: assessment.Answer{Level: assessment.InPlace}},
		{Seat: "b", Question: "own-login", Vote: assessment.Answer{Level: assessment.Partly}},
		{Seat: "b", Question: "own-login", Vote: assessment.Answer{Level: assessment.No, Note: "Nobody has one."}},
		{Seat: "a", Question: "off-switch", Vote: assessment.Answer{Level: assessment.No}},
	} {
		v.Session = id
		saved(s.SaveVote(v))
	}
	saved(s.Reveal(assessment.RevealChange{Session: id, Questions: []string{"own-login"}, Standing: assessment.Standing{Answered: 1, Total: 14}}))
	return id
}

func isHeld(t *testing.T, s *Store, id string) {
	t.Helper()
	session, err := s.Load(id)
	if err != nil {
		t.Fatal(err)
	}
	team := session.Team
	if team == nil || len(team.Seats) != 2 || team.Seats[0].Key != "SHA256:a" || team.Votes["own-login"]["b"].Note != "Nobody has one." ||
		team.Votes["off-switch"]["a"].Level != assessment.No || !team.Revealed["own-login"] || team.Revealed["off-switch"] {
		t.Errorf("%+v", team)
	}
	if got := session.Answers["own-login"].Level; got != assessment.No {
		t.Errorf("%v stands and not the most cautious vote", got)
	}
	if got, ok := session.Answers["off-switch"]; ok {
		t.Errorf("a vote that nobody saw counts: %+v", got)
	}
}

func TestAWorkshopStaysThroughAllThatKeepsSessions(t *testing.T) {
	path := filepath.Join(folderOf(t), "sessions.db")
	s := open(t, path)
	id := heldWorkshop(t, s)
	isHeld(t, s, id)
	undo, err := s.Delete(id)
	if err != nil {
		t.Fatal(err)
	}
	if err := undo(); err != nil {
		t.Fatal(err)
	}
	isHeld(t, s, id)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	isHeld(t, open(t, path), id)
}

// Damage that takes the session's head away leaves its history, and so the workshop.
func TestARepairBringsTheWorkshopBack(t *testing.T) {
	path := filepath.Join(folderOf(t), "sessions.db")
	s := open(t, path)
	id := heldWorkshop(t, s)
	if saved := <-s.SaveStanding(id, assessment.Standing{Answered: 1, Total: 14, Told: "1.0"}); saved.Err != nil {
		t.Fatal(saved.Err)
	}
	err := s.write(func(tx *bbolt.Tx) error {
		return tx.Bucket(sessionsBucket).Bucket([]byte(id)).Put(placeKey, []byte("nonsense"))
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Load(id); err == nil {
		t.Fatal("the control: the session is whole")
	}
	standing := func(session *assessment.Session) assessment.Standing {
		return assessment.Standing{Answered: len(session.Answers), Total: 14}
	}
	if _, err := s.Repair(standing); err != nil {
		t.Fatal(err)
	}
	isHeld(t, open(t, path), id)
	// The list counts what the room has seen, and keeps what its owner was told.
	heads, err := open(t, path).List(0, 0)
	if err != nil || len(heads) != 1 || heads[0].Standing != (assessment.Standing{Answered: 1, Total: 14, Told: "1.0"}) {
		t.Errorf("the list shows %+v, %v", heads, err)
	}
}

func TestALaterWordThanTheVotes(t *testing.T) {
	s := open(t, filepath.Join(folderOf(t), "sessions.db"))
	id := heldWorkshop(t, s)
	level := func() assessment.Level {
		t.Helper()
		session, err := s.Load(id)
		if err != nil {
			t.Fatal(err)
		}
		return session.Answers["own-login"].Level
	}
	session, err := s.Load(id)
	if err != nil {
		t.Fatal(err)
	}
	d := session.Team.Decide("own-login", assessment.Partly, "Dana", "", session.Changed)
	saved := <-s.SaveDecision(assessment.DecisionChange{Session: id, Decision: d, Answer: assessment.Answer{Level: d.Level, By: d.By}})
	if saved.Err != nil || level() != assessment.Partly {
		t.Errorf("%v: %v stands and not the decision", saved.Err, level())
	}
	saved = <-s.SaveAnswer(assessment.AnswerChange{Session: id, Question: "own-login", Answer: assessment.Answer{Level: assessment.InPlace}, Base: saved.Revision})
	if saved.Err != nil || level() != assessment.InPlace {
		t.Errorf("%v: %v stands and not what was answered later", saved.Err, level())
	}
	changes, err := s.History(id)
	if err != nil {
		t.Fatal(err)
	}
	votes := 0
	for _, c := range changes {
		if c.Vote != "" {
			votes++
		}
	}
	if votes != 4 {
		t.Errorf("the history names %d votes", votes)
	}
}

// A vote that another one replaces keeps its level and loses its words, and nothing else is
// touched: not another seat's vote, not another question's.
func TestAReplacedVoteKeepsNoWords(t *testing.T) {
	path := filepath.Join(folderOf(t), "sessions.db")
	s := open(t, path)
	session := create(t, s, "Rosa")
	vote := func(seat, question, note string, replaces uint64) uint64 {
		t.Helper()
		result := <-s.SaveVote(assessment.VoteChange{Session: session.ID, Seat: seat, Question: question, Replaces: replaces, Vote: assessment.Answer{Level: assessment.No, Note: note}})
		if result.Err != nil {
			t.Fatal(result.Err)
		}
		return result.Revision
	}
	first := vote("dana", "own-login", "the FIRST note", 0)
	others := vote("ali", "own-login", "ALI's note", 0)
	vote("dana", "own-login", "the SECOND note", first)
	vote("dana", "one-owner", "a note of ANOTHER question", first)
	vote("dana", "own-login", "the THIRD note", others)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, path)
	loaded, err := s.Load(session.ID)
	if err != nil {
		t.Fatal(err)
	}
	if got := loaded.Team.Votes["own-login"]["ali"].Note; got != "ALI's note" {
		t.Errorf("somebody else's note is %q", got)
	}
	if got := loaded.Team.Votes["own-login"]["dana"].Note; got != "the THIRD note" {
		t.Errorf("the last note is %q", got)
	}
	var all []string
	err = s.read(func(tx *bbolt.Tx) error {
		_, bucket, err := readHead(tx, session.ID)
		if err != nil {
			return err
		}
		return bucket.Bucket(historyBucket).ForEach(func(_, value []byte) error {
			all = append(all, string(value))
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	history := strings.Join(all, "\n")
	for text, want := range map[string]bool{"FIRST": false, "SECOND": true, "THIRD": true, "ALI": true, "ANOTHER": true} {
		if strings.Contains(history, text) != want {
			t.Errorf("%s is in the history: %v", text, !want)
		}
	}
}
