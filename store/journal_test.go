package store

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"readycheck/assessment"
	"readycheck/store/sync"
)

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

// What one computer says is the same on another one, whatever it was: the one plays its own
// history, the other merges changes.
func TestAnotherComputerHasTheSameSession(t *testing.T) {
	hidden, twice := 0, 0
	for seed := range meetings(t, 12) {
		m, dana, olga := two(t)
		w := scribe{rand.New(rand.NewPCG(seed, 19)), create(t, dana, "Rosa's Bakery").ID}
		for range 25 {
			w.act(t, dana)
		}
		// Until it is revealed, a vote stays where it is.
		m.meet(t, dana, olga)
		one, other := load(t, dana, w.id), load(t, olga, w.id)
		if !reflect.DeepEqual(one.Answers, other.Answers) || one.Use != other.Use || one.Labels != other.Labels || !reflect.DeepEqual(one.Setup, other.Setup) {
			t.Errorf("history %d: one has\n%+v\nthe other\n%+v", seed, one, other)
		}
		if team := one.Team; team != nil {
			h, n := secondRounds(t, seed, one, other)
			hidden, twice = hidden+h, twice+n
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
	if hidden == 0 || twice == 0 {
		t.Errorf("%d second votes were hidden and %d shown, so this test finds nothing", hidden, twice)
	}
}

// secondRounds compares those of two computers, and counts the votes in them that are hidden and shown.
func secondRounds(t *testing.T, seed uint64, one, other *assessment.Session) (hidden, twice int) {
	t.Helper()
	for question, round := range one.Team.Second {
		there := other.Team.Second[question]
		switch {
		case !round.Shown && len(there.Votes) > 0:
			t.Errorf("history %d: second votes on %s went out before the room saw them", seed, question)
		case !round.Shown:
			hidden += len(round.Votes)
		case !reflect.DeepEqual(round, there):
			t.Errorf("history %d: the second round on %s: %+v and %+v", seed, question, round, there)
		default:
			twice += len(round.Votes)
		}
	}
	return hidden, twice
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
				showAll(s, w.id)
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
			showAll(dana, session.ID)
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
