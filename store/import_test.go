package store

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"go.etcd.io/bbolt"
	"go.yaml.in/yaml/v3"

	"readycheck/assessment"
)

// exported is what `export --format json` writes of a session that was loaded.
func exported(t *testing.T, set *assessment.Set, session *assessment.Session) []byte {
	t.Helper()
	data, err := assessment.MarshalExport(session, assessment.Evaluate(set, session))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// imported stores what a file holds as a new session.
func imported(t *testing.T, s *Store, set *assessment.Set, data []byte) *assessment.Session {
	t.Helper()
	session, err := assessment.ReadSession(set, "export.json", data)
	if err != nil {
		t.Fatal(err)
	}
	summary := assessment.Evaluate(set, session)
	if err := s.Create(session, summary.Standing()); err != nil {
		t.Fatal(err)
	}
	loaded, err := s.Load(session.ID)
	if err != nil {
		t.Fatal(err)
	}
	if loaded.Revision != session.Revision {
		t.Errorf("the new session has revision %d, and was told %d", loaded.Revision, session.Revision)
	}
	return loaded
}

// comesBack exports a stored session, takes it into another file, and exports it again: all
// bytes are the same, and the file is sound.
func comesBack(t *testing.T, set *assessment.Set, from *Store, id string) (into *Store, back *assessment.Session) {
	t.Helper()
	before, err := from.Load(id)
	if err != nil {
		t.Fatal(err)
	}
	data := exported(t, set, before)
	path := filepath.Join(folderOf(t), "sessions.db")
	into = open(t, path)
	create(t, into, "Another")
	back = imported(t, into, set, data)
	if again := exported(t, set, back); !bytes.Equal(again, data) {
		t.Errorf("it went out as\n%s\nand came back as\n%s", data, again)
	}
	if !reflect.DeepEqual(back.Answers, before.Answers) || !back.Created.Equal(before.Created) || !back.Changed.Equal(before.Changed) {
		t.Errorf("it was %+v and is %+v", before, back)
	}
	if (before.Team == nil) != (back.Team == nil) || before.Team != nil && !reflect.DeepEqual(back.Team.Shown(), before.Team.Shown()) {
		t.Errorf("the team was %+v and is %+v", before.Team, back.Team)
	}
	heads, err := into.List(0, 0)
	summary := assessment.Evaluate(set, back)
	if err != nil || len(heads) != 2 || heads[0].ID != back.ID || heads[0].Standing != summary.Standing() || heads[0].Revision != back.Revision {
		t.Errorf("the list has %+v (%v)", heads, err)
	}
	inv, err := examineFile(path, false)
	if err == nil {
		err = inv.sound()
	}
	if err != nil {
		t.Errorf("the file is not sound: %v", err)
	}
	return into, back
}

// Whatever session there is in the repository comes back from its export as it was.
func TestEverySessionComesBackFromItsExport(t *testing.T) {
	set := assessment.Default()
	folder := filepath.Join("..", "assessment")
	var files []string
	for _, pattern := range []string{"sets/example.yaml", "testdata/scores/*.yaml", "testdata/cases/*/*.yaml", "testdata/hostile/harmless/*", "report/testdata/bakery.yaml", "report/testdata/blank.yaml", "report/testdata/hostile.yaml", "testdata/utf16-*.yaml"} {
		found, err := filepath.Glob(filepath.Join(folder, pattern))
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: %v", pattern, err)
		}
		files = append(files, found...)
	}
	// Each file is a session of one store, and all go into another one.
	from, into := open(t, filepath.Join(folderOf(t), "sessions.db")), open(t, filepath.Join(folderOf(t), "sessions.db"))
	sessions, teams := 0, 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		session, err := assessment.ReadSession(set, file, sessionIn(t, data))
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		sessions++
		if session.Team != nil {
			teams++
		}
		if err := from.Create(session, assessment.Standing{}); err != nil {
			t.Fatal(err)
		}
		first, err := from.Load(session.ID)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(first.Answers, session.Answers) || !reflect.DeepEqual(first.Team, session.Team) {
			t.Errorf("%s: read as %+v and stored as %+v", file, session, first)
		}
		want := exported(t, set, first)
		if got := exported(t, set, imported(t, into, set, want)); !bytes.Equal(got, want) {
			t.Errorf("%s: it went out as\n%s\nand came back as\n%s", file, want, got)
		}
	}
	if sessions < 170 || teams < 1 {
		t.Errorf("only %d sessions, %d of them with a workshop", sessions, teams)
	}
}

// sessionIn is the session in a file that says beside it what the verdict must be, and else the
// whole file.
func sessionIn(t *testing.T, data []byte) []byte {
	t.Helper()
	if !bytes.HasPrefix(data, []byte("about:")) {
		return data
	}
	var file struct{ Session map[string]any }
	err := yaml.Unmarshal(data, &file)
	if err == nil {
		data, err = yaml.Marshal(file.Session)
	}
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// A session of a set of one's own comes back, with odd notes and a workshop.
func TestASessionOfAnOwnSetComesBack(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "assessment", "testdata", "sets", "werkstatt.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	set, err := assessment.Load("werkstatt.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	from := open(t, filepath.Join(folderOf(t), "sessions.db"))
	session := &assessment.Session{
		Business: "Müller & Söhne <\"KI\">", Use: "Angebote", SetID: set.ID, SetVersion: set.Version,
		Answers: map[string]assessment.Answer{"person": {Level: assessment.InPlace, Note: oddNote, Owner: "=Eva", Due: "2027-01-02"}},
	}
	if err := from.Create(session, assessment.Standing{}); err != nil {
		t.Fatal(err)
	}
	held := workshopOn{t, from, session.ID}
	held.sit(assessment.Seat{ID: "a", Name: "Jörg Žižek"})
	held.vote("a", "liste", assessment.Answer{Level: assessment.Partly, Note: oddNote, Choice: 1})
	held.reveal("liste")
	_, back := comesBack(t, set, from, session.ID)
	if back.Answers["liste"].Level != assessment.Partly || back.SetID != "werkstatt" || back.Team.Votes["liste"]["a"].Note != oddNote {
		t.Errorf("%+v", back)
	}
}

// What answers questions that the set no longer has comes back, and so do votes on them.
func TestAnswersToFormerQuestionsComeBack(t *testing.T) {
	set := assessment.Default()
	if len(set.Former) < 2 {
		t.Fatal("the set has no former questions")
	}
	from := open(t, filepath.Join(folderOf(t), "sessions.db"))
	session := &assessment.Session{Business: "B", Use: "U", SetID: set.ID, SetVersion: set.Version, Answers: map[string]assessment.Answer{
		"own-login": {Level: assessment.NA, Reason: "There is “none”", Known: assessment.Seen},
	}}
	for _, question := range set.Former {
		session.Answers[question] = assessment.Answer{Level: assessment.NA, Reason: oddNote[:4], Note: oddNote}
	}
	if err := from.Create(session, assessment.Standing{}); err != nil {
		t.Fatal(err)
	}
	held := workshopOn{t, from, session.ID}
	held.sit(assessment.Seat{ID: "a", Name: "Dana"})
	held.vote("a", set.Former[0], assessment.Answer{Level: assessment.Partly})
	held.vote("a", set.Former[1], assessment.Answer{Level: assessment.No})
	held.reveal(set.Former[0], set.Former[1])
	held.decide(set.Former[1], assessment.NA)
	_, back := comesBack(t, set, from, session.ID)
	if len(back.Answers) != len(set.Former)+1 || back.Answers[set.Former[0]].Level != assessment.Partly || back.Answers[set.Former[1]].Level != assessment.NA {
		t.Errorf("%+v", back.Answers)
	}
}

// oddNote holds what files, screens and spreadsheets trip over.
const oddNote = "=1+1 \"quoted\" \\ <b>&amp;</b>\nnext line: {a: b} # no comment\n日本語 🥐 é\u0301 \u00a0 - ~ null\nñ…\u2011"

// workshopOn holds a workshop on a session.
type workshopOn struct {
	t  *testing.T
	s  *Store
	id string
}

func (w workshopOn) saved(c <-chan assessment.Saved) {
	w.t.Helper()
	if r := <-c; r.Err != nil {
		w.t.Fatal(r.Err)
	}
}

func (w workshopOn) sit(seat assessment.Seat) {
	w.t.Helper()
	w.saved(w.s.SaveSeat(assessment.SeatChange{Session: w.id, Seat: seat}))
}

func (w workshopOn) vote(seat, question string, vote assessment.Answer) {
	w.t.Helper()
	w.saved(w.s.SaveVote(assessment.VoteChange{Session: w.id, Seat: seat, Question: question, Vote: vote}))
}

// again begins a second round and votes in it.
func (w workshopOn) again(question string, votes map[string]assessment.Answer) {
	w.t.Helper()
	w.saved(w.s.OpenAgain(assessment.AgainChange{Session: w.id, Question: question}))
	for seat, vote := range votes {
		w.saved(w.s.SaveVote(assessment.VoteChange{Session: w.id, Seat: seat, Question: question, Vote: vote, Second: true}))
	}
}

func (w workshopOn) revealAgain(questions ...string) {
	w.t.Helper()
	w.saved(w.s.Reveal(assessment.RevealChange{Session: w.id, Questions: questions, Second: true}))
}

func (w workshopOn) reveal(questions ...string) {
	w.t.Helper()
	w.saved(w.s.Reveal(assessment.RevealChange{Session: w.id, Questions: questions}))
}

func (w workshopOn) decide(question string, level assessment.Level) {
	w.t.Helper()
	session, err := w.s.Load(w.id)
	if err != nil {
		w.t.Fatal(err)
	}
	d := session.Team.Decide(question, level, "Rosa", "So be it.", session.Changed)
	before := session.Answers[question]
	answer := assessment.Answer{Level: level, Known: assessment.Told, Note: d.Note, By: d.By, Owner: before.Owner, Due: before.Due}
	if level == assessment.NA {
		answer.Reason = d.Note
	}
	w.saved(w.s.SaveDecision(assessment.DecisionChange{Session: w.id, Decision: d, Answer: answer}))
}

func (w workshopOn) answer(question string, answer assessment.Answer) {
	w.t.Helper()
	w.saved(w.s.SaveAnswer(assessment.AnswerChange{Session: w.id, Question: question, Answer: answer, Base: 1 << 62}))
}

// A workshop comes back in whatever state it was left.
func TestAWorkshopComesBackFromItsExport(t *testing.T) {
	const q, other = "own-login", "off-switch"
	yes, no := assessment.Answer{Level: assessment.InPlace, Known: assessment.Seen}, assessment.Answer{Level: assessment.No, Known: assessment.Told, Choice: 1, Note: oddNote}
	seats := func(w workshopOn) {
		w.sit(assessment.Seat{ID: "01890a5d-ac96-774b-bcce-b302099a8057", Name: "Dana", Key: "SHA256:canary"})
		w.sit(assessment.Seat{ID: "b", Name: "Ali", Role: assessment.RoleTechnical})
	}
	votes := func(w workshopOn) {
		seats(w)
		w.vote("01890a5d-ac96-774b-bcce-b302099a8057", q, yes)
		w.vote("b", q, no)
		w.vote("b", other, yes)
	}
	shown := func(w workshopOn) {
		votes(w)
		w.reveal(q)
	}
	unsure := assessment.Answer{Level: assessment.Unsure, Known: assessment.Told, Note: oddNote}
	twice := func(w workshopOn) {
		shown(w)
		w.again(q, map[string]assessment.Answer{"b": unsure})
		w.revealAgain(q)
	}
	for name, c := range map[string]struct {
		hold func(workshopOn)
		// level is the answer to q that stands in the end.
		level assessment.Level
	}{
		"nobody came":                {func(w workshopOn) { w.reveal(q) }, assessment.Unanswered},
		"seats only":                 {seats, assessment.Unanswered},
		"votes that nobody has seen": {votes, assessment.Unanswered},
		"shown":                      {shown, assessment.No},
		"answered before":            {func(w workshopOn) { w.answer(q, yes); shown(w) }, assessment.No},
		"a note, an owner and a day before": {func(w workshopOn) {
			w.answer(q, assessment.Answer{Level: assessment.Partly, Note: oddNote, Owner: "Dev", Due: "2026-12-01"})
			shown(w)
		}, assessment.No},
		"answered after": {func(w workshopOn) { shown(w); w.answer(q, yes) }, assessment.InPlace},
		"answered as the votes": {func(w workshopOn) {
			shown(w)
			w.answer(q, assessment.Answer{Level: no.Level, Known: no.Known, Choice: 1})
		}, assessment.No},
		"taken back after":      {func(w workshopOn) { shown(w); w.answer(q, assessment.Answer{}) }, assessment.Unanswered},
		"decided":               {func(w workshopOn) { shown(w); w.decide(q, assessment.Partly) }, assessment.Partly},
		"decided twice":         {func(w workshopOn) { shown(w); w.decide(q, assessment.Partly); w.decide(q, assessment.Unsure) }, assessment.Unsure},
		"decided, it is not so": {func(w workshopOn) { shown(w); w.decide(q, assessment.NA) }, assessment.NA},
		"decided, and answered again": {func(w workshopOn) {
			shown(w)
			w.decide(q, assessment.Partly)
			w.answer(q, yes)
		}, assessment.InPlace},
		"decided, and the same again": {func(w workshopOn) {
			shown(w)
			w.decide(q, assessment.Partly)
			w.answer(q, assessment.Answer{Level: assessment.Partly, By: "Rosa"})
		}, assessment.Partly},
		"somebody was sent away": {func(w workshopOn) {
			shown(w)
			w.sit(assessment.Seat{ID: "b", Name: "Ali", Role: assessment.RoleTechnical, Removed: true})
		}, assessment.InPlace},
		"all were sent away": {func(w workshopOn) {
			shown(w)
			w.sit(assessment.Seat{ID: "b", Name: "Ali", Role: assessment.RoleTechnical, Removed: true})
			w.sit(assessment.Seat{ID: "01890a5d-ac96-774b-bcce-b302099a8057", Name: "Dana", Removed: true})
		}, assessment.Unanswered},
		"begun once more":           {func(w workshopOn) { shown(w); w.again(q, nil) }, assessment.No},
		"second votes not yet seen": {func(w workshopOn) { shown(w); w.again(q, map[string]assessment.Answer{"b": yes}) }, assessment.No},
		"shown twice":               {twice, assessment.Unsure},
		"shown twice, nobody voted": {func(w workshopOn) { shown(w); w.again(q, nil); w.revealAgain(q) }, assessment.No},
		"shown twice, and answered": {func(w workshopOn) { twice(w); w.answer(q, yes) }, assessment.InPlace},
		"answered, then shown once more": {func(w workshopOn) {
			shown(w)
			w.answer(q, assessment.Answer{Level: assessment.InPlace, Note: oddNote, Owner: "Dev", Due: "2026-12-01"})
			w.again(q, map[string]assessment.Answer{"b": unsure})
			w.revealAgain(q)
		}, assessment.Unsure},
		"shown twice, and decided": {func(w workshopOn) { twice(w); w.decide(q, assessment.Partly) }, assessment.Partly},
		"decided, then shown once more": {func(w workshopOn) {
			shown(w)
			w.decide(q, assessment.Partly)
			w.again(q, map[string]assessment.Answer{"b": no})
			w.revealAgain(q)
		}, assessment.Partly},
		"decided with an owner and a day": {func(w workshopOn) {
			w.answer(q, assessment.Answer{Level: assessment.Partly, Owner: "Dev", Due: "2026-12-01"})
			twice(w)
			w.decide(q, assessment.Partly)
		}, assessment.Partly},
		"a note after both reveals": {func(w workshopOn) {
			twice(w)
			noted := unsure
			noted.Note = "Because of the night shift."
			w.saved(w.s.SaveVote(assessment.VoteChange{Session: w.id, Seat: "b", Question: q, Vote: noted, Second: true}))
		}, assessment.Unsure},
		"without names": {func(w workshopOn) {
			for i, vote := range []assessment.Answer{yes, no, yes} {
				id := fmt.Sprint("n", i)
				w.sit(assessment.Seat{ID: id, Name: fmt.Sprint(i), Role: assessment.RoleOther, Anonymous: true, Key: "SHA256:canary"})
				w.vote(id, q, vote)
			}
			w.reveal(q)
			w.again(q, map[string]assessment.Answer{"n1": unsure, "n2": yes})
			w.revealAgain(q)
		}, assessment.Unsure},
		"sent away between the rounds": {func(w workshopOn) {
			shown(w)
			w.sit(assessment.Seat{ID: "b", Name: "Ali", Role: assessment.RoleTechnical, Removed: true})
			w.again(q, map[string]assessment.Answer{"b": no})
			w.revealAgain(q)
		}, assessment.InPlace},
		"paper": {func(w workshopOn) {
			seats(w)
			w.sit(assessment.Seat{ID: "c", Name: "Mia", Role: assessment.RoleRisk, Paper: true})
			w.vote("c", q, no)
			w.reveal(q)
		}, assessment.No},
		"it does not apply": {func(w workshopOn) {
			seats(w)
			w.vote("b", q, assessment.Answer{Level: assessment.NA, Reason: "There is no “login”"})
			w.reveal(q)
		}, assessment.NA},
		"shown one after the other": {func(w workshopOn) {
			votes(w)
			w.reveal(other)
			w.answer(other, no)
			w.reveal(q)
			w.vote("b", "one-owner", yes)
		}, assessment.No},
		"a vote of a seat that damage took": {func(w workshopOn) {
			votes(w)
			w.vote("lost", q, assessment.Answer{Level: assessment.Unsure})
			w.reveal(q)
		}, assessment.No},
	} {
		t.Run(name, func(t *testing.T) {
			set := assessment.Default()
			from := open(t, filepath.Join(folderOf(t), "sessions.db"))
			session := &assessment.Session{Business: "Rosa's Bakery", Use: "Answer emails", SetID: set.ID, SetVersion: set.Version}
			if err := from.Create(session, assessment.Standing{}); err != nil {
				t.Fatal(err)
			}
			c.hold(workshopOn{t, from, session.ID})
			if name == "a vote of a seat that damage took" {
				before, err := from.Load(session.ID)
				if err != nil {
					t.Fatal(err)
				}
				data := exported(t, set, before)
				back := imported(t, open(t, filepath.Join(folderOf(t), "sessions.db")), set, data)
				if again := exported(t, set, back); !bytes.Equal(again, data) {
					t.Errorf("it went out as\n%s\nand came back as\n%s", data, again)
				}
				return
			}
			into, back := comesBack(t, set, from, session.ID)
			if got := back.Answers[q].Level; got != c.level {
				t.Errorf("%v stands, want %v", got, c.level)
			}
			goesOn(t, into, back)
		})
	}
}

// goesOn checks that a workshop that came back can be gone on with: it is repaired as it was, and
// an answer is the later word.
func goesOn(t *testing.T, s *Store, back *assessment.Session) {
	t.Helper()
	raw, err := os.ReadFile(s.Path())
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(raw, []byte("canary")) {
		t.Error("what a seat was bound to is in the file")
	}
	err = s.write(func(tx *bbolt.Tx) error {
		return tx.Bucket(sessionsBucket).Bucket([]byte(back.ID)).Put(placeKey, []byte("nonsense"))
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Load(back.ID); err == nil {
		t.Fatal("the control: the session is whole")
	}
	if _, err := s.Repair(noStanding); err != nil {
		t.Fatal(err)
	}
	s = open(t, s.Path())
	repaired, err := s.Load(back.ID)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(repaired.Team, back.Team) || !reflect.DeepEqual(repaired.Answers, back.Answers) || !repaired.Changed.Equal(back.Changed) {
		t.Errorf("it was\n%+v, %+v\nand was repaired as\n%+v, %+v", back, back.Team, repaired, repaired.Team)
	}
	changes, err := s.History(back.ID)
	if err != nil || uint64(len(changes)) != back.Revision {
		t.Errorf("%d changes (%v), want %d", len(changes), err, back.Revision)
	}
	for question := range back.Team.Decisions {
		if !slices.ContainsFunc(changes, func(c Change) bool {
			return c.Question == question && c.Vote == "" && c.To != nil && *c.To == back.Answers[question]
		}) {
			t.Errorf("the history does not name the answer to %s", question)
		}
	}
	held := workshopOn{t, s, back.ID}
	held.answer("own-login", assessment.Answer{Level: assessment.Unsure})
	if after, err := s.Load(back.ID); err != nil || after.Answers["own-login"].Level != assessment.Unsure {
		t.Errorf("%v, %+v", err, after)
	}
}

// Somebody who is sent away after the import counts no more, as before it.
func TestAVoteThatStandsAfterAnImportIsStillAVote(t *testing.T) {
	set := assessment.Default()
	from := open(t, filepath.Join(folderOf(t), "sessions.db"))
	into, back := comesBack(t, set, from, heldWorkshop(t, from))
	held := workshopOn{t, into, back.ID}
	held.sit(assessment.Seat{ID: "b", Name: "Ali", Role: assessment.RoleTechnical, Removed: true})
	after, err := into.Load(back.ID)
	if err != nil || after.Answers["own-login"].Level != assessment.InPlace {
		t.Errorf("%v, %+v", err, after.Answers)
	}
	// With nobody left it is open, as if it had never been asked.
	held.sit(assessment.Seat{ID: "a", Name: "Dana", Removed: true})
	if after, err = into.Load(back.ID); err != nil || len(after.Answers) != 0 {
		t.Errorf("%v, %+v", err, after.Answers)
	}
	// The decision is then the last word.
	held.decide("own-login", assessment.Unsure)
	if after, err = into.Load(back.ID); err != nil || after.Answers["own-login"].Level != assessment.Unsure || len(after.Team.Decisions) != 1 {
		t.Errorf("%v, %+v", err, after.Answers)
	}
}

// Where damage took the place of an imported session in the list, its history tells all of it.
func TestAnImportedWorkshopIsRepairedFromItsHistory(t *testing.T) {
	set := assessment.Default()
	s := open(t, filepath.Join(folderOf(t), "sessions.db"))
	held := workshopOn{t, s, heldWorkshop(t, s)}
	held.decide("own-login", assessment.Partly)
	held.answer("own-login", assessment.Answer{Level: assessment.Unsure, Note: oddNote})
	held.reveal("off-switch")
	session, err := s.Load(held.id)
	if err != nil {
		t.Fatal(err)
	}
	session.SetVersion = set.Version
	session.Created, session.Changed = session.Created.AddDate(0, -2, 0), session.Changed.AddDate(0, -1, 0)
	back := imported(t, s, set, exported(t, set, session))
	err = s.write(func(tx *bbolt.Tx) error {
		head, _, err := readHead(tx, back.ID)
		if err != nil {
			return err
		}
		return tx.Bucket(recentBucket).Delete(sequenceKey(head.Sequence))
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Repair(noStanding); err != nil {
		t.Fatal(err)
	}
	repaired, err := open(t, s.Path()).Load(back.ID)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := exported(t, set, repaired), exported(t, set, back); !bytes.Equal(got, want) {
		t.Errorf("it was\n%s\nand was repaired as\n%s", want, got)
	}
}

// A new session takes over nobody's key, wherever its workshop is from.
func TestANewSessionBindsNoSeat(t *testing.T) {
	s := open(t, filepath.Join(folderOf(t), "sessions.db"))
	held, err := s.Load(heldWorkshop(t, s))
	if err != nil {
		t.Fatal(err)
	}
	held.Team.Seats[1].Key = "canary"
	if err := s.Create(held, assessment.Standing{}); err != nil {
		t.Fatal(err)
	}
	copied, err := s.Load(held.ID)
	if err != nil || len(copied.Team.Seats) != 2 || copied.Team.Seats[0].Key != "" || copied.Team.Seats[1].Key != "" {
		t.Errorf("%v, %+v", err, copied)
	}
}

// A large room comes back too.
func TestALargeWorkshopComesBack(t *testing.T) {
	set := assessment.Default()
	team := assessment.NewTeam()
	session := &assessment.Session{Business: "Rosa's Bakery", Use: "Answer emails", SetID: set.ID, SetVersion: set.Version, Answers: map[string]assessment.Answer{}}
	session.Setup.Depth = assessment.Full
	for i := range 64 {
		team.Put(assessment.Seat{ID: fmt.Sprintf("01890a5d-ac96-774b-bcce-%012d", i), Name: fmt.Sprint("Person ", i)})
	}
	at := time.Date(2026, 5, 1, 12, 0, 0, 123456789, time.UTC)
	for _, q := range set.Questions {
		for i, seat := range team.Seats {
			team.Vote(seat.ID, q.ID, assessment.Answer{Level: assessment.Level(1 + i%4), Known: assessment.Told, At: at})
		}
		team.Revealed[q.ID] = true
		session.Answers[q.ID], _ = team.Stands(q.ID)
	}
	session.Team = team
	data := exported(t, set, session)
	t.Logf("the export has %d KB", len(data)>>10)
	from := open(t, filepath.Join(folderOf(t), "sessions.db"))
	comesBack(t, set, from, imported(t, from, set, data).ID)
}

// Either all files of an import are there or none, and each stands where its dates put it.
func TestCreateAllIsOneTransaction(t *testing.T) {
	path := filepath.Join(folderOf(t), "sessions.db")
	s := open(t, path)
	now := create(t, s, "Rosa's Bakery")
	last := time.Now().UTC().AddDate(-1, 0, 0).Truncate(time.Second)
	old := func(business string, created time.Time) *assessment.Session {
		return &assessment.Session{Business: business, Use: now.Use, SetID: now.SetID, SetVersion: now.SetVersion, Created: created, Changed: created}
	}
	first, second := old("Rosa's Bakery", last), old("Tom's Garage", last.AddDate(0, 0, -1))
	if err := s.CreateAll([]*assessment.Session{first, second}, func(*assessment.Session) assessment.Standing { return assessment.Standing{Total: 9} }); err != nil {
		t.Fatal(err)
	}
	if second.ID >= first.ID || first.ID >= now.ID {
		t.Errorf("ids %s, %s and %s are not in the order in which they were begun", second.ID, first.ID, now.ID)
	}
	if id, err := s.Earlier(now); err != nil || id != first.ID {
		t.Errorf("before %s there was %q (%v), want %s", now.ID, id, err, first.ID)
	}
	before := transactionOf(t, path)
	if err := s.CreateAll([]*assessment.Session{old("A", last), old("B", last), old("C", last)}, func(*assessment.Session) assessment.Standing { return assessment.Standing{} }); err != nil {
		t.Fatal(err)
	}
	if after := transactionOf(t, path); after != before+1 {
		t.Errorf("three sessions took %d transactions", after-before)
	}
	if heads, err := s.List(0, 0); err != nil || len(heads) != 6 || !heads[2].Created.Equal(last) {
		t.Errorf("the list has %+v (%v)", heads, err)
	}
}

func transactionOf(t *testing.T, path string) uint64 {
	t.Helper()
	inv, err := examineFile(path, false)
	if err != nil {
		t.Fatal(err)
	}
	return inv.transaction
}
