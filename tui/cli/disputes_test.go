package cli

import (
	"path/filepath"
	"testing"
	"time"

	"readycheck/assessment"
	"readycheck/store"
	"readycheck/store/sync"
	"readycheck/store/sync/memory"
	"readycheck/tui/interview"
)

// One seat votes once more on two computers. Choosing a side settles the second vote, and the first
// one stays as it was.
func TestSettlingASecondVoteLeavesTheFirst(t *testing.T) {
	const q, firm = "own-login", "0190d5a0-1111-7000-8000-000000000001"
	key := sync.NewKey()
	probe, err := sync.Keyring{key}.Probe(firm)
	if err != nil {
		t.Fatal(err)
	}
	hub := memory.New(firm, "Ready & Co", probe)
	standing := func(*assessment.Session) assessment.Standing { return assessment.Standing{Total: 14} }
	var stores []*store.Store
	var loops []*sync.Loop
	for range 2 {
		s := store.New(filepath.Join(t.TempDir(), "sessions.db"), time.Now)
		t.Cleanup(func() { closeStore(s) })
		if err := s.Join("postgres://hub/firm", firm, "Ready & Co", key); err != nil {
			t.Fatal(err)
		}
		stores, loops = append(stores, s), append(loops, sync.New(store.Journal{Store: s, Standing: standing}, hub.Line()))
	}
	meet := func() {
		t.Helper()
		for _, i := range []int{0, 1, 0, 1} {
			if _, err := loops[i].Once(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	set := assessment.Default()
	session := &assessment.Session{Business: "Rosa's Bakery", Use: "It drafts replies", SetID: set.ID, SetVersion: set.Version}
	if err := stores[0].Create(session, assessment.Standing{}); err != nil {
		t.Fatal(err)
	}
	saved := func(c <-chan assessment.Saved) {
		t.Helper()
		if r := <-c; r.Err != nil {
			t.Fatal(r.Err)
		}
	}
	vote := func(s *store.Store, level assessment.Level, second bool) {
		t.Helper()
		saved(s.SaveVote(assessment.VoteChange{Session: session.ID, Seat: "a", Question: q, Vote: assessment.Answer{Level: level, Known: assessment.Seen}, Second: second}))
	}
	saved(stores[0].SaveSeat(assessment.SeatChange{Session: session.ID, Seat: assessment.Seat{ID: "a", Name: "Dana"}}))
	vote(stores[0], assessment.InPlace, false)
	saved(stores[0].Reveal(assessment.RevealChange{Session: session.ID, Questions: []string{q}}))
	saved(stores[0].OpenAgain(assessment.AgainChange{Session: session.ID, Question: q}))
	meet()
	vote(stores[0], assessment.Partly, true)
	vote(stores[1], assessment.No, true)
	saved(stores[0].Reveal(assessment.RevealChange{Session: session.ID, Questions: []string{q}, Second: true}))
	meet()
	loaded, err := stores[1].Load(session.ID)
	if err != nil {
		t.Fatal(err)
	}
	all := interview.Disputes(set, loaded, time.Now())
	if len(all) != 1 || !all[0].Second || loaded.Answers[q].Level != assessment.No {
		t.Fatalf("%+v, %+v", all, loaded.Answers)
	}
	side := 0
	if all[0].Dispute.Sides[side].Answer.Level != assessment.Partly {
		side = 1
	}
	if err := settled(stores[1], set, dispute{all[0], loaded}, side); err != nil {
		t.Fatal(err)
	}
	meet()
	for i, s := range stores {
		after, err := s.Load(session.ID)
		if err != nil {
			t.Fatal(err)
		}
		if len(after.Disputes) != 0 || after.Team.Votes[q]["a"].Level != assessment.InPlace || after.Team.Second[q].Votes["a"].Level != assessment.Partly || after.Answers[q].Level != assessment.Partly {
			t.Errorf("computer %d has %+v, %+v, %+v", i, after.Disputes, after.Team, after.Answers)
		}
	}
}
