package store

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

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

func TestTwoComputersMeet(t *testing.T) {
	m, dana, olga := two(t)
	id := create(t, dana, "Rosa's Bakery").ID
	tells(t, dana, id, "own-login", assessment.InPlace)
	m.meet(t, dana, olga)
	alike(t, dana, olga, id)
	// Both answer the same question, and neither sees the other's.
	tells(t, dana, id, "own-login", assessment.No)
	tells(t, olga, id, "own-login", assessment.Partly)
	tells(t, olga, id, "off-switch", assessment.InPlace)
	m.meet(t, dana, olga)
	alike(t, dana, olga, id)
	for _, s := range []*Store{dana, olga} {
		session := load(t, s, id)
		d, ok := session.Disputed("own-login")
		if !ok || len(session.Disputes) != 1 || len(d.Sides) != 2 || session.Answers["own-login"].Level != assessment.No || session.Answers["off-switch"].Level != assessment.InPlace {
			t.Fatalf("%+v, %+v", session.Answers, session.Disputes)
		}
		if d.Sides[0].Elsewhere == d.Sides[1].Elsewhere {
			t.Errorf("which side is ours cannot be told: %+v", d.Sides)
		}
	}
	// A window that has not seen it is told, and does not settle it unseen.
	stale := <-dana.SaveAnswer(assessment.AnswerChange{Session: id, Question: "own-login", Answer: answer(assessment.InPlace, ""), Base: 3})
	if stale.Err == nil || !strings.Contains(stale.Err.Error(), "on another computer") {
		t.Errorf("%v", stale.Err)
	}
	tells(t, olga, id, "own-login", assessment.Partly)
	m.meet(t, olga, dana)
	alike(t, dana, olga, id)
	if session := load(t, dana, id); len(session.Disputes) != 0 || session.Answers["own-login"].Level != assessment.Partly {
		t.Errorf("settled: %+v, %+v", session.Answers, session.Disputes)
	}
	for _, s := range []*Store{dana, olga} {
		if link, err := s.Link(); err != nil || link.Waiting != 0 {
			t.Errorf("still waiting: %+v, %v", link, err)
		}
		if _, err := s.History(id); err != nil {
			t.Error(err)
		}
		heads, err := s.List(0, 0)
		if err != nil || len(heads) != 1 || heads[0].Standing.Answered != 2 {
			t.Errorf("%+v, %v", heads, err)
		}
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
	switch w.IntN(7) {
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
	case 6:
		saved = <-s.SaveDecision(assessment.DecisionChange{
			Session: w.id, Decision: assessment.Decision{Question: question, Level: given.Level, By: "the room"}, Answer: given, Standing: standing(session),
		})
	}
	if saved.Err != nil {
		t.Fatal(saved.Err)
	}
}

// What one computer says is the same on another one, whatever it was: the one plays its own
// history, the other merges changes.
func TestAnotherComputerHasTheSameSession(t *testing.T) {
	for seed := range meetings(t, 12) {
		m, dana, olga := two(t)
		w := scribe{rand.New(rand.NewPCG(seed, 19)), create(t, dana, "Rosa's Bakery").ID}
		for range 25 {
			w.act(t, dana)
		}
		// Until it is revealed, a vote stays where it is.
		m.meet(t, dana, olga)
		one, other := load(t, dana, w.id), load(t, olga, w.id)
		if !reflect.DeepEqual(one.Answers, other.Answers) || one.Use != other.Use || !reflect.DeepEqual(one.Setup, other.Setup) {
			t.Errorf("history %d: one has\n%+v\nthe other\n%+v", seed, one, other)
		}
		if team := one.Team; team != nil {
			for question := range team.Votes {
				if !team.Revealed[question] && other.Team != nil && len(other.Team.Votes[question]) > 0 {
					t.Errorf("history %d: votes on %s went out before the room saw them", seed, question)
				}
				if team.Revealed[question] && !reflect.DeepEqual(team.Votes[question], other.Team.Votes[question]) {
					t.Errorf("history %d: votes on %s: %+v and %+v", seed, question, team.Votes[question], other.Team.Votes[question])
				}
			}
		}
	}
}

// Three computers write at random, meet now and then, and come to the same.
func TestComputersConverge(t *testing.T) {
	for seed := range meetings(t, 10) {
		m, dana, olga := two(t)
		li := m.computer(t, filepath.Join(folderOf(t), "sessions.db"))
		stores := []*Store{dana, olga, li}
		w := scribe{rand.New(rand.NewPCG(seed, 20)), create(t, dana, "Rosa's Bakery").ID}
		m.meet(t, stores...)
		for range 30 {
			s := stores[w.IntN(3)]
			switch w.IntN(12) {
			case 0, 1:
				m.sync(t, s)
			case 2:
				if err := s.Again(); err != nil {
					t.Fatal(err)
				}
				m.at[s] = 0
			case 3:
				if w.IntN(4) == 0 {
					_, _ = s.Delete(w.id)
				}
			default:
				w.act(t, s)
			}
		}
		// Votes that no room has seen are on one computer alone.
		for _, s := range stores {
			if _, err := s.Load(w.id); err == nil {
				<-s.Reveal(assessment.RevealChange{Session: w.id, Questions: []string{"own-login", "off-switch", "powers-listed"}})
			}
		}
		m.meet(t, stores...)
		m.meet(t, stores...)
		_, gone := dana.Load(w.id)
		for _, s := range stores[1:] {
			if _, err := s.Load(w.id); (err == nil) != (gone == nil) {
				t.Fatalf("seed %d: the session is there on one computer (%v) and not on another (%v)", seed, gone, err)
			}
			if gone == nil {
				alike(t, dana, s, w.id)
			}
		}
	}
}

func TestASessionDeletedElsewhere(t *testing.T) {
	m, dana, olga := two(t)
	id := create(t, dana, "Rosa's Bakery").ID
	tells(t, dana, id, "own-login", assessment.InPlace)
	m.meet(t, dana, olga)
	if _, err := dana.Delete(id); err != nil {
		t.Fatal(err)
	}
	m.sync(t, dana)
	if taken := m.sync(t, olga); !slices.Equal(taken.Gone, []string{id}) {
		t.Errorf("%+v", taken)
	}
	if heads, err := olga.List(0, 0); err != nil || len(heads) != 0 {
		t.Errorf("%+v, %v", heads, err)
	}
	// Olga has it open, and answers.
	saved := <-olga.SaveAnswer(assessment.AnswerChange{Session: id, Question: "off-switch", Answer: answer(assessment.No, "what she typed"), Base: 2})
	if saved.Err != nil {
		t.Fatalf("her answer is lost: %v", saved.Err)
	}
	sound(t, olga)
	m.sync(t, olga)
	if taken := m.sync(t, dana); !slices.Equal(taken.CameBack, []string{id}) {
		t.Errorf("%+v", taken)
	}
	m.meet(t, olga, dana)
	alike(t, dana, olga, id)
	if session := load(t, dana, id); session.Answers["off-switch"].Note != "what she typed" || session.Answers["own-login"].Level != assessment.InPlace {
		t.Errorf("%+v", session.Answers)
	}
}

func TestWhatSomebodySaidMeanwhileBringsASessionBack(t *testing.T) {
	m, dana, olga := two(t)
	id := create(t, dana, "Rosa's Bakery").ID
	m.meet(t, dana, olga)
	tells(t, olga, id, "own-login", assessment.Partly)
	if _, err := dana.Delete(id); err != nil {
		t.Fatal(err)
	}
	m.sync(t, dana)
	if taken := m.sync(t, olga); !slices.Equal(taken.CameBack, []string{id}) {
		t.Errorf("where it was answered: %+v", taken)
	}
	if taken := m.sync(t, dana); !slices.Equal(taken.CameBack, []string{id}) || len(taken.Wanted) != 1 {
		t.Errorf("where it was deleted: %+v", taken)
	}
	alike(t, dana, olga, id)
	if link, err := dana.Link(); err != nil || len(link.Wanted) != 0 {
		t.Errorf("%+v, %v", link, err)
	}
	// And it can be deleted for all, now that both have seen all of it.
	if _, err := olga.Delete(id); err != nil {
		t.Fatal(err)
	}
	m.meet(t, olga, dana)
	if heads, err := dana.List(0, 0); err != nil || len(heads) != 0 {
		t.Errorf("%+v, %v", heads, err)
	}
}

func TestADeletionThatIsTakenBack(t *testing.T) {
	m, dana, olga := two(t)
	id := create(t, dana, "Rosa's Bakery").ID
	tells(t, dana, id, "own-login", assessment.InPlace)
	m.meet(t, dana, olga)
	undo, err := dana.Delete(id)
	if err != nil {
		t.Fatal(err)
	}
	m.meet(t, dana, olga)
	if err := undo(); err != nil {
		t.Fatal(err)
	}
	sound(t, dana)
	m.meet(t, dana, olga)
	alike(t, dana, olga, id)
}

// What a deleted session said is in none of our files once they are written anew, with a hub too.
func TestDeletedMeansGoneWithAHub(t *testing.T) {
	const canary = "zanzibar-canary"
	m, dana, olga := two(t)
	id := create(t, dana, canary).ID
	m.meet(t, dana, olga)
	if _, err := dana.Delete(id); err != nil {
		t.Fatal(err)
	}
	m.meet(t, dana, olga)
	for _, s := range []*Store{dana, olga} {
		if _, err := s.Compact(); err != nil {
			t.Fatal(err)
		}
		if data, err := os.ReadFile(s.Path()); err != nil || strings.Contains(string(data), canary) {
			t.Errorf("%s still has it, %v", s.Path(), err)
		}
	}
}

func TestWhatIsErasedStaysErased(t *testing.T) {
	m, dana, olga := two(t)
	id := create(t, dana, "Rosa's Bakery").ID
	m.meet(t, dana, olga)
	tells(t, olga, id, "own-login", assessment.No)
	for _, s := range []*Store{dana, olga} {
		link, err := s.Link()
		if err != nil {
			t.Fatal(err)
		}
		taken, err := Journal{s, standing}.Take(sync.Incoming{Erased: []string{id}, From: link.At})
		if err != nil || !slices.Equal(taken.Gone, []string{id}) {
			t.Errorf("%+v, %v", taken, err)
		}
		sound(t, s)
	}
	if out, _, err := olga.Outgoing("", 10); err != nil || len(out) != 0 {
		t.Errorf("it is offered: %v, %v", out, err)
	}
	m.at[dana] = 0
	m.sync(t, dana)
	if err := dana.Again(); err != nil {
		t.Fatal(err)
	}
	if heads, err := dana.List(0, 0); err != nil || len(heads) != 0 {
		t.Errorf("it came back: %+v, %v", heads, err)
	}
}

// A backup that is put back lacks what was answered after it; the hub has it.
func TestARestoredBackupGetsItsAnswersBack(t *testing.T) {
	m, dana, olga := two(t)
	id := create(t, dana, "Rosa's Bakery").ID
	tells(t, dana, id, "own-login", assessment.No)
	backup, err := dana.Backup()
	if err != nil {
		t.Fatal(err)
	}
	at := m.at[dana]
	tells(t, dana, id, "own-login", assessment.InPlace)
	m.meet(t, dana, olga)
	if _, err := dana.Restore(backup); err != nil {
		t.Fatal(err)
	}
	m.at[dana] = at
	if got := load(t, dana, id).Answers["own-login"].Level; got != assessment.No {
		t.Fatalf("the backup was not put back: %v", got)
	}
	tells(t, dana, id, "off-switch", assessment.Partly)
	if taken := m.sync(t, dana); taken.Copied {
		t.Error("taken for a copy of itself")
	}
	m.meet(t, dana, olga)
	alike(t, dana, olga, id)
	session := load(t, dana, id)
	if len(session.Disputes) != 0 || session.Answers["own-login"].Level != assessment.InPlace || session.Answers["off-switch"].Level != assessment.Partly {
		t.Errorf("%+v, %+v", session.Answers, session.Disputes)
	}
}

// Somebody copied the data file to a second computer and uses both.
func TestACopiedFileIsNoticed(t *testing.T) {
	m := newMeeting()
	dana := m.computer(t, filepath.Join(folderOf(t), "sessions.db"))
	id := create(t, dana, "Rosa's Bakery").ID
	tells(t, dana, id, "own-login", assessment.No)
	data, err := os.ReadFile(dana.Path())
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folderOf(t), "sessions.db")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	laptop := m.computer(t, path)
	tells(t, dana, id, "own-login", assessment.InPlace)
	tells(t, laptop, id, "own-login", assessment.Partly)
	m.sync(t, dana)
	if taken := m.sync(t, laptop); !taken.Copied {
		t.Error("nobody noticed")
	}
	m.meet(t, dana, laptop)
	alike(t, dana, laptop, id)
	if session := load(t, dana, id); len(session.Disputes) != 1 || session.Answers["own-login"].Level != assessment.Partly {
		t.Errorf("%+v, %+v", session.Answers, session.Disputes)
	}
	tells(t, laptop, id, "off-switch", assessment.No)
	m.sync(t, laptop)
	if taken := m.sync(t, dana); taken.Copied {
		t.Error("it goes on being one")
	}
}

// A session from a file has answers and a workshop from its start.
func TestAnImportedSessionGoesOut(t *testing.T) {
	m, dana, olga := two(t)
	source := m.computer(t, filepath.Join(folderOf(t), "sessions.db"))
	for seed := range meetings(t, 8) {
		w := scribe{rand.New(rand.NewPCG(seed, 21)), create(t, source, "Rosa's Bakery").ID}
		for range 30 {
			w.act(t, source)
		}
		session := load(t, source, w.id)
		if err := dana.Create(session, standing(session)); err != nil {
			t.Fatal(err)
		}
		if session.Team != nil {
			<-dana.Reveal(assessment.RevealChange{Session: session.ID, Questions: []string{"own-login", "off-switch", "powers-listed"}})
		}
		tells(t, dana, session.ID, "own-login", assessment.Partly)
		m.meet(t, dana, olga)
		one, other := load(t, dana, session.ID), load(t, olga, session.ID)
		if !reflect.DeepEqual(one.Answers, other.Answers) || !reflect.DeepEqual(one.Team, other.Team) {
			t.Errorf("history %d: one has\n%+v %+v\nthe other\n%+v %+v", seed, one.Answers, one.Team, other.Answers, other.Team)
		}
	}
}

// Who has no hub writes nothing for one.
func TestWithoutAHubNothingIsWritten(t *testing.T) {
	s := open(t, filepath.Join(folderOf(t), "sessions.db"))
	w := scribe{rand.New(rand.NewPCG(1, 22)), create(t, s, "Rosa's Bakery").ID}
	for range 20 {
		w.act(t, s)
	}
	if _, err := s.Delete(w.id); err != nil {
		t.Fatal(err)
	}
	err := s.read(func(tx *bbolt.Tx) error {
		for _, name := range hubBuckets {
			if key, _ := tx.Bucket(name).Cursor().First(); key != nil {
				t.Errorf("%s has %s", name, key)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if link, err := s.Link(); err != nil || link.Firm != "" || link.Waiting != 0 {
		t.Errorf("%+v, %v", link, err)
	}
}

func TestAnotherFirmsHubIsRefused(t *testing.T) {
	_, dana, _ := two(t)
	if err := dana.Join("postgres://other/", "other", "Others & Co", sync.Key{2}); err == nil {
		t.Error("it was taken")
	}
	if err := dana.Join("postgres://hub/firm", "firm", "Ready & Co", sync.Key{3}); err != nil {
		t.Fatal(err)
	}
	link, err := dana.Link()
	if err != nil || len(link.Keys) != 2 || link.Keys[0] != (sync.Key{3}) {
		t.Errorf("%+v, %v", link, err)
	}
}

// A repair keeps what it can of what a file knows of its hub, and asks the hub for the rest.
func TestARepairedFileMeetsAgain(t *testing.T) {
	m, dana, olga := two(t)
	id := create(t, dana, "Rosa's Bakery").ID
	tells(t, dana, id, "own-login", assessment.No)
	m.meet(t, dana, olga)
	tells(t, olga, id, "own-login", assessment.InPlace)
	m.meet(t, dana, olga)
	for name, damage := range map[string]func(tx *bbolt.Tx) error{
		"the hub's record": func(tx *bbolt.Tx) error {
			return tx.Bucket(hubBucket).Put(gatheredKey, []byte("00000000 7"))
		},
		"a change": func(tx *bbolt.Tx) error {
			return tx.Bucket(sessionsBucket).Bucket([]byte(id)).Bucket(historyBucket).Put(sequenceKey(2), []byte("00000000 {}"))
		},
	} {
		if err := dana.write(damage); err != nil {
			t.Fatal(err)
		}
		fresh := New(dana.Path(), dana.now)
		if _, err := fresh.List(0, 0); err == nil {
			t.Fatalf("%s: the damage is not noticed", name)
		}
		if findings, err := fresh.Repair(standing); err != nil {
			t.Fatal(findings, err)
		}
		_ = fresh.Close()
		dana.left, dana.examined = state{}, nil
		sound(t, dana)
		if link, err := dana.Link(); err != nil || link.Firm != "firm" || link.At.Seq != 0 {
			t.Fatalf("%s: %+v, %v", name, link, err)
		}
		m.at[dana] = 0
		m.meet(t, dana, olga)
		alike(t, dana, olga, id)
		if session := load(t, dana, id); len(session.Disputes) != 0 || session.Answers["own-login"].Level != assessment.InPlace {
			t.Errorf("%s: %+v, %+v", name, session.Answers, session.Disputes)
		}
	}
}

func TestDoctorLooksAtWhatSeveralComputersWrote(t *testing.T) {
	m, dana, olga := two(t)
	id := create(t, dana, "Rosa's Bakery").ID
	m.meet(t, dana, olga)
	tells(t, olga, id, "own-login", assessment.No)
	m.meet(t, olga, dana)
	tells(t, dana, id, "off-switch", assessment.No)
	findings, err := dana.Doctor(func(string) error { return nil }, func(string) {})
	said := fmt.Sprint(findings)
	if err != nil || !strings.Contains(said, "Not back from the hub yet: 1 change, with 0 votes") || !strings.Contains(said, "Written on several computers: 1 session") {
		t.Errorf("%s, %v", said, err)
	}
}

// A change that keeps a session names all heads, and in a large workshop those of its life alone:
// more than a change can name would keep everything from going out.
func TestALargeWorkshopCanBeKept(t *testing.T) {
	const session = "0190d5a0-0000-7000-8000-000000000000"
	told := &telling{heads: map[merge.Key][]*merge.Record{}, at: map[merge.ID]uint64{}}
	say := func(key merge.Key, value merge.Value) {
		t.Helper()
		r, err := merge.New(merge.Change{Session: session, Key: key, Value: value, Parents: told.parents(key), Writer: merge.Writer{1}, N: 1})
		if err != nil {
			t.Fatal(err)
		}
		told.add(r, 1)
	}
	life, set := merge.Key{Kind: merge.OfLife}, assessment.SetRef{ID: "ai-readiness", Version: "1"}
	say(life, merge.Value{Created: &set})
	vote := assessment.Answer{Level: assessment.No}
	for i := range merge.MaxParents - 2 {
		say(merge.Key{Kind: merge.OfVote, Seat: fmt.Sprint("s", i), Question: "own-login"}, merge.Value{Vote: &vote})
	}
	if n := len(told.parents(life)); n != merge.MaxParents-1 {
		t.Errorf("it names %d heads", n)
	}
	for i := range 2 {
		say(merge.Key{Kind: merge.OfVote, Seat: fmt.Sprint("late", i), Question: "own-login"}, merge.Value{Vote: &vote})
	}
	say(life, merge.Value{Created: &set})
	if n := len(told.heads[life]); n != 1 {
		t.Errorf("its life has %d heads", n)
	}
}
