package sync_test

import (
	"bytes"
	"slices"
	"testing"

	"readycheck/assessment"
	"readycheck/store/merge"
	"readycheck/store/sync"
	"readycheck/store/sync/memory"
)

var own = question("own-login")

// two are two computers that have the same session.
func two(t *testing.T) (w *world, a, b *person, session string) {
	w = newWorld(t, 2, 1)
	a, b, session = w.people[0], w.people[1], sessionID(0)
	w.begin(a, session)
	w.meet()
	b.refresh(session)
	return w, a, b, session
}

// sound holds that nothing is lost, and that all computers agree with the oracle.
func (w *world) sound() {
	w.t.Helper()
	w.reveal()
	w.meet()
	if wrong := w.wrong(); wrong != "" {
		w.t.Error(wrong)
	}
}

func (w *world) has(r merge.ID) bool {
	return slices.ContainsFunc(w.hub.Rows(), func(row sync.Row) bool { return row.ID == r })
}

// on makes a fault of the next call of that name, and of no other.
func on(call string, fault memory.Fault) func(string) memory.Fault {
	return func(name string) memory.Fault {
		if name == call {
			call = ""
			return fault
		}
		return memory.Fine
	}
}

func TestAPushThatIsAcknowledgedAndForgotten(t *testing.T) {
	forget := func(breaks func(*person)) (w *world, there bool) {
		w, a, _, session := two(t)
		if breaks != nil {
			breaks(a)
		}
		said := w.say(a, session, own, answered(assessment.No, "once"))
		a.line.Fault = on("Pull", memory.Before)
		if _, err := a.loop.Once(t.Context()); err == nil || !w.has(said.id) {
			t.Fatalf("%v, and the hub has it: %v", err, w.has(said.id))
		}
		w.hub.Lose(1)
		if report := w.once(a); report.Behind {
			t.Error("what was never read cannot be behind")
		}
		return w, w.has(said.id)
	}
	if w, there := forget(nil); !there {
		t.Error("it was not offered again")
	} else {
		w.sound()
	}
	if _, there := forget(broken["acknowledged is arrived"]); there {
		t.Error("a loop that believes the hub passes, so this test finds nothing")
	}
}

func TestAHubThatLostItsEnd(t *testing.T) {
	w, a, b, session := two(t)
	w.say(a, session, own, answered(assessment.No, "read by both"))
	w.meet()
	w.hub.Lose(1)
	if report := w.once(b); !report.Behind || report.Offered != 1 {
		t.Errorf("whoever read it offers it: %+v", report)
	}
	w.sound()
}

// It loses its end after that was read, and before it is asked whether it agrees.
func TestAHubThatLosesItsEndMeanwhile(t *testing.T) {
	w, a, b, session := two(t)
	said := w.say(a, session, own, answered(assessment.No, ""))
	w.once(a)
	asked := 0
	b.line.Fault = func(call string) memory.Fault {
		if call == "At" {
			if asked++; asked == 2 {
				w.hub.Lose(1)
			}
		}
		return memory.Fine
	}
	if report := w.once(b); !report.Behind || !w.has(said.id) {
		t.Errorf("%+v", report)
	}
	w.sound()
}

// The last id that was read stands where it stood, and what is before it is not the same.
func TestAHubThatLostItsEndUnnoticed(t *testing.T) {
	lose := func(breaks func(*person)) (w *world, there bool) {
		w, a, b, session := two(t)
		if breaks != nil {
			breaks(a)
		}
		first := w.say(a, session, own, answered(assessment.No, "first"))
		w.once(a)
		w.say(b, session, question("q1"), answered(assessment.No, "second"))
		w.once(b)
		w.once(a)
		rows := w.hub.Rows()
		w.hub.Lose(2)
		foreign := w.join(newJournal("a third one", 9, w.keys))
		w.begin(foreign, sessionID(1))
		rows = append(rows[:len(rows)-2], sealed(t, w, foreign), rows[len(rows)-1])
		w.hub.Replace(rows)
		report := w.once(a)
		if breaks == nil && !report.Behind {
			t.Error("it was not noticed")
		}
		return w, w.has(first.id)
	}
	if w, there := lose(nil); !there {
		t.Error("it was not offered again")
	} else {
		w.sound()
	}
	if _, there := lose(broken["the last id for the chain"]); there {
		t.Error("a loop that trusts the last id passes, so this test finds nothing")
	}
}

// sealed is the first row that somebody would push.
func sealed(t *testing.T, w *world, p *person) sync.Row {
	changes, _, err := p.Outgoing("", 1)
	if err != nil || len(changes) != 1 {
		t.Fatal(len(changes), err)
	}
	return seal(t, w.keys, changes[0])
}

func seal(t *testing.T, keys sync.Keyring, r *merge.Record) sync.Row {
	body, err := keys.Seal(firm, r.Change().Session, r.ID(), r.Body())
	if err != nil {
		t.Fatal(err)
	}
	return sync.Row{ID: r.ID(), Session: r.Change().Session, Body: body}
}

func TestTheCursorMovesWithWhatCame(t *testing.T) {
	cut := func(breaks func(*person)) (w *world, there bool) {
		w, a, b, session := two(t)
		if breaks != nil {
			breaks(b)
		}
		said := w.say(a, session, own, answered(assessment.No, ""))
		w.once(a)
		b.cut = on("Take", memory.Before)
		if _, err := b.loop.Once(t.Context()); err == nil {
			t.Fatal("it was not cut")
		}
		w.once(b)
		return w, b.known[said.id] != nil
	}
	if w, there := cut(nil); !there {
		t.Error("it did not come again")
	} else {
		w.sound()
	}
	if _, there := cut(broken["the cursor before the changes"]); there {
		t.Error("a loop that moves the cursor first passes, so this test finds nothing")
	}
}

func TestAStaleBase(t *testing.T) {
	w, a, b, session := two(t)
	w.say(b, session, own, answered(assessment.No, "elsewhere"))
	w.once(b)
	w.once(a)
	w.say(a, session, own, answered(assessment.InPlace, "in a window that does not show it"))
	report := w.once(a)
	if len(a.state(session).Disputes) != 1 {
		t.Errorf("%+v, disputes %+v", report, a.state(session).Disputes)
	}
	if report := w.once(b); report.Disputes != 1 || !slices.Equal(report.Sessions, []string{session}) {
		t.Errorf("%+v", report)
	}
	w.sound()
	a.refresh(session)
	w.say(a, session, own, answered(assessment.Partly, "settled"))
	w.sound()
	if d := b.state(session).Disputes; len(d) != 0 {
		t.Errorf("it is settled, and %+v", d)
	}
}

func TestACopiedFile(t *testing.T) {
	w, a, _, session := two(t)
	c := w.join(a.copy())
	a.refresh(session)
	c.refresh(session)
	one := w.say(a, session, own, answered(assessment.No, "here"))
	other := w.say(c, session, own, answered(assessment.Partly, "in the copy"))
	if one.change.Writer != other.change.Writer || one.change.N != other.change.N {
		t.Fatal("the copy has another token")
	}
	copied := 0
	for range 3 {
		for _, p := range []*person{a, c} {
			if w.once(p).Copied {
				copied++
			}
		}
	}
	if copied != 2 || a.writer == c.writer {
		t.Errorf("told %d times, tokens %s and %s", copied, a.writer, c.writer)
	}
	w.say(a, session, question("q1"), answered(assessment.No, "afterwards"))
	w.sound()
	if s := a.state(session); len(s.Copies) != 1 || len(s.Disputes) != 1 {
		t.Errorf("copies %+v, disputes %+v", s.Copies, s.Disputes)
	}
}

func TestABackupThatIsRestored(t *testing.T) {
	for _, one := range []struct {
		lost   int
		byHand bool // the file was put back without the program, so its token is the old one
	}{{0, false}, {1, false}, {100, false}, {0, true}, {1, true}} {
		w, a, b, session := two(t)
		backup := a.copy()
		w.say(a, session, own, answered(assessment.No, "after the backup"))
		w.meet()
		if !one.byHand {
			backup.newToken()
		}
		a.journal = backup
		a.own = map[*entry]bool{}
		a.refresh(session)
		w.say(a, session, own, answered(assessment.InPlace, "on the old state"))
		w.hub.Lose(one.lost)
		w.once(b)
		if report := w.once(a); report.Copied != one.byHand {
			t.Errorf("%+v: told of a copy: %v", one, report.Copied)
		}
		w.sound()
		if s := a.state(session); len(s.Disputes) != 1 || (len(s.Copies) > 0) != one.byHand {
			t.Errorf("%+v: %+v", one, s)
		}
	}
}

func TestADeleteAgainstAnEdit(t *testing.T) {
	for _, cut := range []string{"", "Take", "PullSession"} {
		w, a, b, session := two(t)
		a.refresh(session)
		w.say(a, session, life, merge.Value{Deleted: true})
		w.once(a)
		if len(records(a.sessions[session])) != 1 {
			t.Fatal("bodies are left")
		}
		w.say(b, session, own, answered(assessment.No, "not seen"))
		if report := w.once(b); !slices.Equal(report.CameBack, []string{session}) {
			t.Errorf("there it stays: %+v", report)
		}
		if cut != "" {
			a.cut, a.line.Fault = on(cut, memory.After), on(cut, memory.Before)
			if _, err := a.loop.Once(t.Context()); err == nil {
				t.Fatal("it was not cut")
			}
			if link, _ := a.Link(); cut == "PullSession" && len(link.Wanted) != 1 {
				t.Errorf("wanted: %v", link.Wanted)
			}
		}
		report := w.once(a)
		if !slices.Equal(report.CameBack, []string{session}) || len(report.Gone) != 0 {
			t.Errorf("cut at %q: %+v", cut, report)
		}
		if s := a.state(session); s.Life != merge.CameBack || s.Session.Business != "Rosa's Bakery" {
			t.Errorf("%s, %+v", s.Life, s.Session)
		}
		w.sound()
	}
}

func TestADeleteThatSawAll(t *testing.T) {
	w, a, b, session := two(t)
	w.say(b, session, own, answered(assessment.No, ""))
	w.meet()
	a.refresh(session)
	w.say(a, session, life, merge.Value{Deleted: true})
	w.once(a)
	report := w.once(b)
	if !slices.Equal(report.Gone, []string{session}) || len(report.Sessions)+len(report.CameBack) != 0 {
		t.Errorf("%+v", report)
	}
	for _, p := range w.people {
		if left := records(p.sessions[session]); len(left) != 1 || !left[0].Change().Value.Deleted {
			t.Errorf("%s has %d bodies", p.name, len(left))
		}
	}
	w.sound()
	// The hub forgets all of it, and it is still deleted everywhere.
	w.hub.Lose(100)
	w.sound()
}

func TestVotesStayInTheirRoom(t *testing.T) {
	w, a, b, session := two(t)
	a.refresh(session)
	cast := []*word{w.vote(a, session, "q1", assessment.No), w.vote(a, session, "q1", assessment.Partly), w.vote(a, session, "q2", assessment.No)}
	for range 2 {
		report := w.once(a)
		w.once(b)
		if report.Waiting != 3 || report.Held != 3 {
			t.Errorf("%+v", report)
		}
	}
	for _, one := range cast {
		if w.has(one.id) {
			t.Error("a vote left its room")
		}
	}
	if len(w.leaks) > 0 {
		t.Error(w.leaks)
	}
	w.say(a, session, question("q1"), merge.Value{Shown: true})
	report := w.once(a)
	if !w.has(cast[0].id) || !w.has(cast[1].id) || w.has(cast[2].id) || report.Held != 1 {
		t.Errorf("after the reveal: %+v", report)
	}
	w.sound()
	if s := b.state(session); s.Session.Answers["q1"].Level != assessment.Partly {
		t.Errorf("%+v", s.Session.Answers)
	}
}

func TestTwoRoomsOnOneSession(t *testing.T) {
	w, a, b, session := two(t)
	for i, p := range w.people {
		p.refresh(session)
		w.vote(p, session, "q1", []assessment.Level{assessment.Partly, assessment.No}[i])
		w.say(p, session, question("q1"), merge.Value{Shown: true})
	}
	w.sound()
	if s := a.state(session); s.Session.Answers["q1"].Level != assessment.No || len(s.Disputes) != 0 {
		t.Errorf("%+v", s)
	}
	if team := b.state(session).Session.Team; len(team.Seats) != 2 {
		t.Errorf("%+v", team)
	}
}

// A reveal that comes sets votes free, and they go out in the same exchange.
func TestARevealThatComesSetsVotesFree(t *testing.T) {
	w, a, b, session := two(t)
	a.refresh(session)
	cast := w.vote(a, session, "q1", assessment.No)
	if report := w.once(a); report.Held != 1 {
		t.Errorf("%+v", report)
	}
	w.say(b, session, question("q1"), merge.Value{Shown: true})
	w.once(b)
	if report := w.once(a); report.Held != 0 || report.Waiting != 0 || !w.has(cast.id) {
		t.Errorf("%+v", report)
	}
	w.sound()
}

// Whoever runs the hub can drop what is in it, and no more: no computer erases at its word.
func TestTheHubAloneErasesNothing(t *testing.T) {
	w, a, _, session := two(t)
	forged, err := sync.Keyring{sync.NewKey()}.Erasure(firm, session)
	if err != nil {
		t.Fatal(err)
	}
	other, err := w.keys.Erasure(firm, sessionID(77))
	if err != nil {
		t.Fatal(err)
	}
	moved := other
	moved.Session = session
	for name, mark := range map[string]sync.Row{
		"no word":                      {ID: merge.ID{1}, Session: session},
		"a word of another session":    moved,
		"a word that is no word of it": {ID: forged.ID, Session: session, Body: bytes.Repeat([]byte{1}, 100)},
	} {
		t.Run(name, func(t *testing.T) {
			w.hub.Erase(mark)
			if report := w.once(a); len(report.Gone) > 0 || a.erased[session] {
				t.Errorf("%+v", report)
			}
		})
	}
}

func TestAnErasedSessionStaysErased(t *testing.T) {
	w, a, b, session := two(t)
	offline := w.join(newJournal("offline", 5, w.keys))
	w.once(offline)
	offline.refresh(session)
	w.say(offline, session, own, answered(assessment.No, "in the train"))
	w.erase(session)
	w.erased[session] = true
	if report := w.once(a); !slices.Equal(report.Gone, []string{session}) {
		t.Errorf("who has read all of it: %+v", report)
	}
	if report := w.once(offline); !slices.Equal(report.Gone, []string{session}) || report.Waiting != 0 {
		t.Errorf("who wrote in it meanwhile: %+v", report)
	}
	late := w.join(newJournal("new", 6, w.keys))
	w.once(late)
	// Nor does it come back where the hub forgets, and everything is offered.
	w.hub.Lose(2)
	w.once(b)
	w.sound()
}

// A second vote stays where it is until the room was shown the second round, though it has seen the
// first one; then it goes out.
func TestSecondVotesWaitForTheirOwnReveal(t *testing.T) {
	w := newWorld(t, 2, 1)
	a, b := w.people[0], w.people[1]
	session := sessionID(0)
	w.begin(a, session)
	w.vote(a, session, "q1", assessment.InPlace)
	w.say(a, session, question("q1"), merge.Value{Shown: true})
	w.say(a, session, merge.Key{Kind: merge.OfAgain, Question: "q1"}, merge.Value{Again: true})
	cast := w.voteIn(true, a, session, "q1", assessment.No)
	w.meet()
	if !a.knows(cast.id) || b.knows(cast.id) || len(w.leaks) > 0 {
		t.Errorf("it went out before its reveal: %v", w.leaks)
	}
	if state := b.state(session); state.Session.Answers["q1"].Level != assessment.InPlace || !state.Session.Team.Again("q1") {
		t.Errorf("%+v, %+v", state.Session.Answers, state.Session.Team)
	}
	a.refresh(session)
	w.say(a, session, question("q1"), merge.Value{Shown: true, Second: true})
	w.meet()
	if state := b.state(session); !b.knows(cast.id) || state.Session.Answers["q1"].Level != assessment.No || len(w.leaks) > 0 {
		t.Errorf("it did not go out: %+v, %v", state.Session.Answers, w.leaks)
	}
}
