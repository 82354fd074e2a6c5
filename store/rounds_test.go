package store

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"readycheck/assessment"
)

// heldTwice is a session whose workshop had all that two rounds can have: one question shown twice,
// with a note that was changed afterwards, one shown twice and decided, with somebody who sees to it
// and a day, one begun once more, one never shown, and people without a name.
func heldTwice(t *testing.T, s *Store) string {
	t.Helper()
	w := workshopOn{t, s, create(t, s, "Rosa's Bakery").ID}
	for _, seat := range []assessment.Seat{
		{ID: "a", Name: "Dana", Key: "SHA256:a"},
		{ID: "b", Name: "Ali", Role: assessment.RoleTechnical},
		{ID: "c", Name: "3", Role: assessment.RoleOther, Anonymous: true},
		{ID: "d", Name: "4", Role: assessment.RoleOther, Anonymous: true},
	} {
		w.sit(seat)
	}
	vote := func(level assessment.Level, note string) assessment.Answer {
		return assessment.Answer{Level: level, Known: assessment.Told, Note: note}
	}
	for _, q := range []string{"own-login", "off-switch", "clean-cut"} {
		w.vote("a", q, vote(assessment.InPlace, "first"))
		w.vote("b", q, vote(assessment.Partly, "first"))
		w.vote("c", q, vote(assessment.Partly, "first"))
		w.vote("d", q, vote(assessment.No, "first"))
	}
	w.vote("a", "powers-listed", vote(assessment.No, "never shown"))
	w.reveal("own-login", "off-switch", "clean-cut")
	w.again("own-login", nil)
	w.again("clean-cut", nil)
	w.again("off-switch", nil)
	for _, seat := range []string{"a", "d"} { // the others keep their first vote
		for _, q := range []string{"own-login", "clean-cut", "off-switch"} {
			w.saved(s.SaveVote(assessment.VoteChange{Session: w.id, Seat: seat, Question: q, Vote: vote(assessment.Unsure, "second"), Second: true}))
		}
	}
	w.revealAgain("own-login", "clean-cut")
	w.saved(s.SaveVote(assessment.VoteChange{Session: w.id, Seat: "a", Question: "own-login", Vote: vote(assessment.Unsure, "because of the night shift"), Second: true}))
	session := load(t, s, w.id)
	d := session.Team.Decide("clean-cut", assessment.Partly, "Rosa", "So be it.", session.Changed)
	w.saved(s.SaveDecision(assessment.DecisionChange{Session: w.id, Decision: d, Answer: assessment.Answer{
		Level: d.Level, Known: assessment.Told, Note: d.Note, By: d.By, Owner: "Dana", Due: "2026-12-01",
	}}))
	return w.id
}

// isHeldTwice checks what heldTwice leaves, by what it should be and not by what it was.
func isHeldTwice(t *testing.T, s *Store, id string) {
	t.Helper()
	session := load(t, s, id)
	team := session.Team
	levels := func(votes []assessment.SeatVote) string {
		var out []string
		for _, v := range votes {
			out = append(out, v.Seat.ID+" "+v.Vote.Level.String())
		}
		return strings.Join(out, ", ")
	}
	for question, want := range map[string]string{
		"own-login":  "a unsure, d unsure, b partly, c partly",
		"clean-cut":  "a unsure, d unsure, b partly, c partly",
		"off-switch": "d no, b partly, c partly, a in_place",
	} {
		if got := levels(team.Cast(question)); got != want {
			t.Errorf("on %s %s count, want %s", question, got, want)
		}
		if got, want := levels(team.First(question)), "d no, b partly, c partly, a in_place"; got != want {
			t.Errorf("on %s the first round is %s, want %s", question, got, want)
		}
	}
	if got := levels(team.Waiting("off-switch")); got != "a unsure, d unsure" || !team.Again("off-switch") || team.Revealed["powers-listed"] {
		t.Errorf("%s wait, and %+v", got, team.Second)
	}
	if !team.Seats[2].Anonymous || team.Seats[0].Key != "SHA256:a" || team.Second["own-login"].Votes["a"].Note != "because of the night shift" {
		t.Errorf("%+v", team)
	}
	at := session.Answers["clean-cut"]
	if at.Level != assessment.Partly || at.Owner != "Dana" || at.Due != "2026-12-01" || at.By != "Rosa" || len(team.Decisions["clean-cut"].Dissent) != 2 {
		t.Errorf("%+v, %+v", at, team.Decisions)
	}
	if session.Answers["own-login"].Level != assessment.Unsure || session.Answers["off-switch"].Level != assessment.No || len(session.Answers) != 3 {
		t.Errorf("%+v", session.Answers)
	}
}

// examined fails where a check of the file or a doctor finds anything wrong.
func examined(t *testing.T, s *Store) {
	t.Helper()
	sound(t, s)
	if err := os.Chmod(filepath.Dir(s.Path()), 0o700); err != nil {
		t.Fatal(err)
	}
	found, err := s.Doctor(CheckFile, noWord)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		if f.Wrong {
			t.Error(f.Text)
		}
	}
}

func TestTwoRoundsStayThroughAllThatKeepsSessions(t *testing.T) {
	set := assessment.Default()
	path := filepath.Join(folderOf(t), "sessions.db")
	s := open(t, path)
	id := heldTwice(t, s)
	first := load(t, s, id)
	same := func(how string) {
		t.Helper()
		isHeldTwice(t, s, id)
		now := load(t, s, id)
		before, after := assessment.Evaluate(set, first), assessment.Evaluate(set, now)
		if !reflect.DeepEqual(now.Team, first.Team) || !reflect.DeepEqual(now.Answers, first.Answers) || !reflect.DeepEqual(after, before) {
			t.Errorf("%s: it was\n%+v %+v\nand is\n%+v %+v", how, first.Answers, first.Team, now.Answers, now.Team)
		}
		examined(t, s)
	}
	reopen := func() {
		t.Helper()
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		s = open(t, path)
	}
	same("as it was held")
	reopen()
	same("opened anew")
	undo, err := s.Delete(id)
	if err == nil {
		err = undo()
	}
	if err != nil {
		t.Fatal(err)
	}
	same("deleted and brought back")
	if _, err := s.Compact(); err != nil {
		t.Fatal(err)
	}
	same("compacted")
	backup, err := s.Backup()
	if err != nil {
		t.Fatal(err)
	}
	w := workshopOn{t, s, id}
	w.revealAgain("off-switch")
	if got := load(t, s, id).Answers["off-switch"].Level; got != assessment.Unsure {
		t.Errorf("after its reveal %v stands", got)
	}
	if _, err := s.Restore(backup); err != nil {
		t.Fatal(err)
	}
	reopen()
	same("restored from a backup")
	err = s.write(func(tx *bbolt.Tx) error {
		return tx.Bucket(sessionsBucket).Bucket([]byte(id)).Put(placeKey, []byte("nonsense"))
	})
	if err == nil {
		_, err = s.Repair(noStanding)
	}
	if err != nil {
		t.Fatal(err)
	}
	reopen()
	same("repaired")
}

// Whichever record of a workshop damage takes: what is left can be opened and exported, nothing
// that the room has not seen counts or is told, and the rest stays as it was.
func TestARepairLosesNoMoreThanOneRecordOfTwoRounds(t *testing.T) {
	set := assessment.Default()
	path := filepath.Join(folderOf(t), "sessions.db")
	s := open(t, path)
	id := heldTwice(t, s)
	whole := load(t, s, id)
	var history []historyRecord
	err := s.read(func(tx *bbolt.Tx) error {
		head, bucket, err := readHead(tx, id)
		if err == nil {
			history, err = readHistory(bucket, &head)
		}
		return err
	})
	if err == nil {
		err = s.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]int{}
	for i := range history {
		lost := history[i]
		kind := kindOf(&lost)
		if kinds[kind]++; kinds[kind] > 2 {
			continue
		}
		t.Run(fmt.Sprintf("%d %s", i+1, kind), func(t *testing.T) {
			path := filepath.Join(folderOf(t), "sessions.db")
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
			s := open(t, path)
			err := s.write(func(tx *bbolt.Tx) error {
				return tx.Bucket(sessionsBucket).Bucket([]byte(id)).Bucket(historyBucket).Put(sequenceKey(uint64(i+1)), []byte("nonsense of 32 bytes and of some more"))
			})
			if err != nil {
				t.Fatal(err)
			}
			if inv, err := examineFile(path, false); err == nil && inv.sound() == nil {
				t.Error("the control: nothing is wrong with it")
			}
			if _, err := s.Repair(noStanding); err != nil {
				t.Fatal(err)
			}
			s = open(t, path)
			examined(t, s)
			left := load(t, s, id)
			wantLeft(t, whole, left, &lost)
			exports := exported(t, set, left)
			for _, hidden := range []string{"never shown", "SHA256"} {
				if bytes.Contains(exports, []byte(hidden)) {
					t.Errorf("the export tells %q", hidden)
				}
			}
			back := imported(t, s, set, exports)
			if again := exported(t, set, back); !bytes.Equal(again, exports) {
				t.Errorf("it went out as\n%s\nand came back as\n%s", exports, again)
			}
		})
	}
	if len(kinds) < 9 {
		t.Errorf("only %v were lost", kinds)
	}
}

func kindOf(r *historyRecord) string {
	second := map[bool]string{true: "second ", false: ""}[r.Second]
	switch {
	case r.Setup != nil:
		return "setup"
	case r.Seat != nil && r.Seat.Anonymous:
		return "anonymous seat"
	case r.Seat != nil:
		return "seat"
	case r.Vote != "":
		return second + "vote"
	case r.Again:
		return "beginning of a second round on " + r.Question
	case r.Reveal != nil:
		return second + "reveal"
	case r.Decision != nil:
		return "decision"
	}
	return "answer"
}

// wantLeft checks a session of which one record was lost, by what that record said.
func wantLeft(t *testing.T, whole, left *assessment.Session, lost *historyRecord) {
	t.Helper()
	for question, round := range whole.Team.Second {
		now := left.Team.Second[question]
		switch {
		case lost.Reveal != nil && lost.Second:
			if round.Shown && (now.Shown || left.Answers[question].Level == assessment.Unsure && question == "own-login") {
				t.Errorf("on %s a round counts whose reveal is lost", question)
			}
		case lost.Vote != "" && lost.Second && lost.Question == question:
			if len(now.Votes) > len(round.Votes) {
				t.Errorf("on %s %+v voted", question, now.Votes)
			}
		default:
			if now.Shown != round.Shown || len(now.Votes) != len(round.Votes) {
				t.Errorf("on %s the second round was %+v and is %+v", question, round, now)
			}
		}
		if now.Shown && !left.Team.Revealed[question] {
			t.Errorf("%s was shown twice and not once", question)
		}
	}
	if !whole.Team.Second["off-switch"].Shown && len(left.Team.Shown().Second["off-switch"].Votes) > 0 {
		t.Error("votes are told that the room has not seen")
	}
	if lost.Decision == nil {
		if got := left.Answers["clean-cut"]; got.Owner != "Dana" || got.Due != "2026-12-01" || got.Level != assessment.Partly {
			t.Errorf("what was decided became %+v", got)
		}
	}
}
