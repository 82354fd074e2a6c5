package screens

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"readycheck/assessment"
	"readycheck/tui/interview"
	"readycheck/tui/interview/interviewtest"
)

// endings are the ways in which the screens end while somebody types. Bubble Tea ends them
// by itself on SIGTERM and SIGINT, so that no screen hears of those.
var endings = []struct {
	name string
	end  func(d *driver)
}{
	{"ctrl+c", func(d *driver) {
		d.press("ctrl+c")
		if _, room := d.m.who.(*facilitator); room {
			d.press("ctrl+c") // one slip sends nobody home
		}
		if !d.quits {
			d.t.Errorf("ctrl+c does not end it:\n%s", d.text())
		}
		leave(d.m)
	}},
	{"closed window", func(d *driver) {
		d.send(hangUp{})
		if !d.quits {
			d.t.Errorf("a closed window does not end it:\n%s", d.text())
		}
		leave(d.m)
	}},
	{"SIGTERM", func(d *driver) { leave(d.m) }},
	// The pause after typing is over, and then the power goes.
	{"power cut", func(d *driver) { d.send(draftDue{}) }},
}

// ownerAt, facilitatorAt and voterAt start the screens anew on what is stored.
func ownerAt(t *testing.T, at interview.Start) func() *driver {
	store := &memory{Sessions: []*assessment.Session{bakery(5)}}
	return func() *driver { return drive(t, store, func(o *Options) { o.Start, o.Session = at, "bakery" }) }
}

// halfway is a session whose setup was left half-way.
func halfway(t *testing.T) func() *driver {
	session := bakery(0)
	session.Setup.Connection, session.Setup.Powers, session.Setup.Audience = nil, nil, nil
	store := &memory{Sessions: []*assessment.Session{session}}
	return func() *driver {
		return drive(t, store, func(o *Options) { o.Start, o.Session = interview.StartSession, "bakery" })
	}
}

func facilitatorAt(t *testing.T) func() *driver {
	store, h := &memory{Sessions: []*assessment.Session{bakery(5)}}, newHall()
	h.view.Shown = spokenTeam()
	for question := range h.view.Voted {
		if !h.view.Shown.Revealed[question] {
			delete(h.view.Voted, question)
		}
	}
	return func() *driver {
		return drive(t, store, func(o *Options) { o.who, o.Start, o.Session = asFacilitator(h), interview.StartSession, "bakery" })
	}
}

func voterAt(t *testing.T, name string) func() *driver {
	b := newBooth(name, 5)
	return func() *driver {
		d := driveVoter(t, b)
		d.store = &b.drafts
		return d
	}
}

// withNA is a question that need not apply, and the key that says so.
func withNA(t *testing.T, d *driver) (question, row string) {
	t.Helper()
	flow := d.m.work.Flow
	for i := range flow.Len() {
		if q := flow.At(i); q.AllowNA {
			return q.ID, fmt.Sprint(len(q.Options(&d.m.work.Set.Words)))
		}
	}
	t.Fatal("every question applies")
	return "", ""
}

// Every form in which something can be typed. The words typed are “Quokka”.
var typedForms = []struct {
	name  string
	start func(t *testing.T) func() *driver
	// open opens the form, more leads to the page on which the words are typed.
	open func(t *testing.T, d *driver)
	more string
	// note is true where leaving saves the words, as they are valid as they stand.
	note bool
}{
	{"a new session's name", func(t *testing.T) func() *driver { return ownerAt(t, interview.StartHome) }, keysTo("n"), "", false},
	{"a new session's use", func(t *testing.T) func() *driver { return ownerAt(t, interview.StartHome) }, keysTo("n"), "Rosa enter", false},
	{"readycheck new", func(t *testing.T) func() *driver { return ownerAt(t, interview.StartNew) }, keysTo(""), "", false},
	{"the setup of a session", halfway, keysTo(""), strings.Repeat("shift+tab ", 5), false},
	{"the setup, third page", halfway, keysTo(""), strings.Repeat("shift+tab ", 3), false},
	{"one answer of the setup", func(t *testing.T) func() *driver { return ownerAt(t, interview.StartSession) }, keysTo("a 1"), "", false},
	{"another answer of the setup", func(t *testing.T) func() *driver { return ownerAt(t, interview.StartSession) }, keysTo("a down down enter"), "", false},
	{"a note", func(t *testing.T) func() *driver { return ownerAt(t, interview.StartSession) }, keysTo("n"), "", true},
	{"a reason", func(t *testing.T) func() *driver { return ownerAt(t, interview.StartSession) }, toReason, "", false},
	{"an owner", func(t *testing.T) func() *driver { return ownerAt(t, interview.StartSession) }, keysTo("o"), "", false},
	{"a date", func(t *testing.T) func() *driver { return ownerAt(t, interview.StartSession) }, keysTo("o"), "Dana enter", false},
	{"the name of one person", func(t *testing.T) func() *driver { return ownerAt(t, interview.StartSession) }, toName, "", false},
	{"the owner of a step", func(t *testing.T) func() *driver { return ownerAt(t, interview.StartSession) }, keysTo("v f 2 o"), "", false},
	{"a report's place", func(t *testing.T) func() *driver { return ownerAt(t, interview.StartHome) }, keysTo("e"), "down enter enter", false},
	{"a report's place, from the summary", func(t *testing.T) func() *driver { return ownerAt(t, interview.StartSession) }, keysTo("v f e"), "enter enter", false},
	{"the tags of a client", func(t *testing.T) func() *driver { return ownerAt(t, interview.StartHome) }, keysTo("p t"), "", false},
	{"the next visit to a client", func(t *testing.T) func() *driver { return ownerAt(t, interview.StartHome) }, keysTo("p t"), "enter", false},
	{"a decision: who", facilitatorAt, keysTo("v down enter d"), "enter", false},
	{"whose paper it is", sheetsAt, keysTo("T +"), "", false},
	{"a decision: why", facilitatorAt, keysTo("v down d"), "enter Dana enter enter enter", false},
	{"a decision: who sees to it", facilitatorAt, keysTo("v down d"), "enter Dana enter", false},
	{"another name for somebody", facilitatorAt, keysTo("1 n"), "", false},
	{"a voter's name", func(t *testing.T) func() *driver { return voterAt(t, "") }, keysTo(""), "", false},
	{"a voter's other name", func(t *testing.T) func() *driver { return voterAt(t, "Ali") }, keysTo("esc a"), "", false},
	{"a voter's note", func(t *testing.T) func() *driver { return voterAt(t, "Ali") }, keysTo("n"), "", false},
	{"a voter's reason", func(t *testing.T) func() *driver { return voterAt(t, "Ali") }, toReason, "", false},
}

func keysTo(keys string) func(*testing.T, *driver) {
	return func(_ *testing.T, d *driver) { d.press(keys) }
}

func toName(_ *testing.T, d *driver) {
	d.run(d.m.act(openQuestion{"owner-named"}))
	d.press("1 s")
	d.shows("Who is it?")
}

func toReason(t *testing.T, d *driver) {
	question, row := withNA(t, d)
	d.run(d.m.act(openQuestion{question}))
	d.press(row)
	d.shows("Why does it not apply?")
}

// stored is all that is stored but drafts.
func stored(t *testing.T, d *driver) string {
	t.Helper()
	all := []any{d.store.Sessions}
	switch c := d.m.who.(type) {
	case *voter:
		b := c.seat.(*booth)
		all = append(all, b.votes, b.view.Name)
	case *facilitator:
		all = append(all, c.room.(*hall).did)
	}
	text, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// However the screens end, what was typed stands there when the person comes back to the
// same place, and nothing is half-saved.
func TestWhatIsTypedIsThereAgain(t *testing.T) {
	for _, c := range typedForms {
		for _, e := range endings {
			t.Run(c.name+", "+e.name, func(t *testing.T) {
				start := c.start(t)
				d := start()
				c.open(t, d)
				d.press(c.more)
				before := stored(t, d)
				d.typed("Quokka")
				d.shows("Quokka")
				e.end(d)
				if saves := c.note && e.name != "power cut"; !saves && stored(t, d) != before {
					t.Errorf("half-saved:\n%s\n%s", before, stored(t, d))
				} else if saves && !strings.Contains(stored(t, d), `"note":"Quokka"`) {
					t.Errorf("the note is not saved: %s", stored(t, d))
				}

				next := start()
				c.open(t, next)
				next.shows("Quokka")
				if !c.note || e.name == "power cut" {
					next.shows(interview.HadTyped)
				} else if next.hides(interview.HadTyped); len(d.store.Kept) != 0 {
					t.Errorf("a note that is saved is kept as a draft too: %v", d.store.Kept)
				}
			})
		}
	}
}

// Every other screen ends at once too, and changes nothing.
func TestEveryScreenEnds(t *testing.T) {
	screens := []struct {
		name  string
		start func() *driver
		keys  []string
	}{
		{"home", ownerAt(t, interview.StartHome), []string{"", "/ Ros", "/ Ros enter", "d", "r", "c", "?", "e", "p", "p / gap:", "p right enter", "p t", "x", "x w", "x 2 enter"}},
		{"session", ownerAt(t, interview.StartSession), []string{"", "?", "n", "o", "g", "g abc", "v", "v f", "v f w", "v f 2", "v f 2 enter", "v f 3", "v f e", "v f e enter", "a", "a 3", "a 6", "a 0"}},
		{"facilitator", facilitatorAt(t), []string{"", "2", "3", "1 x", "1 n", "t", "v", "v enter", "v d", "v r", "s", "?"}},
		{"voter", voterAt(t, "Ali"), []string{"", "?", "n", "g", "esc", "esc a", "esc q"}},
		{"voter at the door", voterAt(t, ""), []string{""}},
	}
	for _, s := range screens {
		for _, keys := range s.keys {
			for _, e := range endings {
				t.Run(fmt.Sprint(s.name, " ", keys, ", ", e.name), func(t *testing.T) {
					d := s.start()
					d.t = t
					d.press(keys)
					before := stored(t, d)
					e.end(d)
					if stored(t, d) != before || len(d.store.Kept) != 0 {
						t.Errorf("something was saved: %s, drafts %v", stored(t, d), d.store.Kept)
					}
				})
			}
		}
	}
}

// What is marked and not passed yet is kept like what is typed.
func TestMarksAreThereAgain(t *testing.T) {
	store := &memory{}
	d := drive(t, store, nil)
	d.press("enter Rosa enter Emails enter Quokka enter enter enter")
	d.shows("[ ] 3 It is linked")
	d.press("space down space")
	marked := d.text()
	d.send(hangUp{})
	leave(d.m)
	d = drive(t, store, nil)
	d.press("enter")
	d.shows(interview.HadTyped)
	if want := strings.Count(marked, "[x]"); want == 0 || strings.Count(d.text(), "[x]") != want {
		t.Errorf("%d marks were there:\n%s\n%s", want, marked, d.text())
	}
}

// A draft is gone when its form was saved, stays when it was left by esc, and is gone when
// the person took the words out.
func TestADraftEndsWithItsForm(t *testing.T) {
	for name, open := range map[string]string{"note": "n", "owner": "o"} {
		t.Run(name, func(t *testing.T) {
			store := &memory{Sessions: []*assessment.Session{bakery(5)}}
			d := drive(t, store, func(o *Options) { o.Start, o.Session = interview.StartSession, "bakery" })
			d.press(open)
			d.typed("Quokka")
			d.send(draftDue{})
			if len(store.Kept) != 1 {
				t.Fatalf("%v", store.Kept)
			}
			d.press("ctrl+s enter enter")
			if len(store.Kept) != 0 {
				t.Errorf("saved, and a draft: %v", store.Kept)
			}
		})
	}
	d := ownerAt(t, interview.StartSession)()
	d.press("o")
	d.typed("Quokka")
	d.press("esc o")
	d.shows("Quokka", interview.HadTyped)
	d.press(strings.Repeat("backspace ", len("Quokka")) + "esc")
	if len(d.store.Kept) != 0 {
		t.Errorf("taken out, and a draft: %v", d.store.Kept)
	}
	d.press("o")
	d.hides(interview.HadTyped)
	d.press("esc h")

	d = ownerAt(t, interview.StartHome)()
	d.press("n Rosa")
	d.send(draftDue{})
	d.press("enter Emails enter")
	d.send(draftDue{})
	if len(d.store.Sessions) != 2 || len(d.store.Kept) != 0 {
		t.Errorf("%d sessions, drafts %v", len(d.store.Sessions), d.store.Kept)
	}
	d = ownerAt(t, interview.StartHome)()
	d.press("e enter enter")
	d.typed("Quokka")
	d.send(draftDue{})
	d.press("enter")
	d.shows("Written to")
	if len(d.store.Kept) != 0 {
		t.Errorf("written, and a draft: %v", d.store.Kept)
	}
}

// No key writes: what is typed is kept once in a while, and not again while it is the same.
func TestNoKeyWritesADraft(t *testing.T) {
	d := ownerAt(t, interview.StartSession)()
	d.press("n")
	for range 200 {
		d.typed("word ")
	}
	if d.store.Writes != 0 {
		t.Errorf("%d writes while somebody types", d.store.Writes)
	}
	for range 3 {
		d.send(draftDue{})
	}
	if d.store.Writes != 1 {
		t.Errorf("%d writes of one draft", d.store.Writes)
	}
	d.typed("more")
	if d.send(draftDue{}); d.store.Writes != 2 {
		t.Errorf("%d writes of two", d.store.Writes)
	}
}

// A key in a form starts the clock once, and no other key does.
func TestTypingStartsTheClock(t *testing.T) {
	d := ownerAt(t, interview.StartSession)()
	if d.press("down up"); d.m.due {
		t.Error("a question waits to be kept")
	}
	d.press("n x")
	if !d.m.due {
		t.Error("nobody will keep the note")
	}
	d.send(draftDue{})
	if d.m.due {
		t.Error("it is kept, and the clock still runs")
	}
}

// What could not be saved stands in its form again.
func TestWhatCouldNotBeSavedIsADraft(t *testing.T) {
	for _, refuse := range []error{errFull, interviewtest.Conflict{}} {
		d := ownerAt(t, interview.StartSession)()
		d.press("n")
		d.typed("Quokka")
		d.store.Fail = refuse
		d.press("ctrl+s")
		if len(d.store.Kept) != 1 {
			t.Errorf("%v: the words are nowhere", refuse)
		}
		leave(d.m)
		d.store.Fail = nil
		next := drive(t, d.store, func(o *Options) { o.Start, o.Session = interview.StartSession, "bakery" })
		next.press("n")
		next.shows("Quokka", interview.HadTyped)
	}
	// Saved again, it is no draft any more.
	d := ownerAt(t, interview.StartSession)()
	d.press("n")
	d.typed("Quokka")
	d.store.Fail = errFull
	d.press("ctrl+s")
	d.store.Fail = nil
	d.press("ctrl+s")
	d.shows("Saved 14:03")
	if len(d.store.Kept) != 0 {
		t.Errorf("saved, and a draft: %v", d.store.Kept)
	}
}

// The question whether to leave all the same does not cost the words of an open form.
func TestAskingKeepsTheWords(t *testing.T) {
	d := ownerAt(t, interview.StartSession)()
	d.store.Fail = errFull
	d.press("1 n")
	d.typed("Quokka")
	d.press("ctrl+c")
	d.shows("1 answer is not saved. Leave all the same?")
	d.press("n n")
	d.shows("Quokka", interview.HadTyped)

	d = facilitatorAt(t)()
	d.press("v d enter")
	d.typed("Quokka")
	d.press("ctrl+c n d")
	d.shows("Quokka", interview.HadTyped)
}

// A note that was saved elsewhere meanwhile is not lost to a draft, nor the draft to it.
func TestADraftAndAnotherWindowsNote(t *testing.T) {
	start := ownerAt(t, interview.StartSession)
	d := start()
	d.press("n")
	d.typed("Quokka")
	d.send(draftDue{})
	id := d.m.work.Position
	answer := d.store.Sessions[0].Answers[id]
	answer.Note = "Ask Dev."
	d.store.Sessions[0].Answers[id] = answer
	d = start()
	d.press("n")
	d.shows("Ask Dev.", "Quokka", interview.HadTyped)
}

// A draft that says what is saved by now is none.
func TestADraftThatIsSavedIsNone(t *testing.T) {
	start := ownerAt(t, interview.StartSession)
	d := start()
	d.press("n")
	d.typed("Quokka")
	d.send(draftDue{})
	id := d.m.work.Position
	answer := d.store.Sessions[0].Answers[id]
	answer.Note = "Quokka"
	d.store.Sessions[0].Answers[id] = answer
	d = start()
	if len(d.store.Kept) != 0 {
		t.Errorf("%v", d.store.Kept)
	}
	d.press("n")
	d.hides(interview.HadTyped)
}

// The room goes on while somebody writes. Their words wait for the room to come back.
func TestTheRoomGoesOnWhileSomebodyWrites(t *testing.T) {
	b := newBooth("Ali", 0)
	flow := assessment.NewFlow(b.view.Set, bakery(0))
	b.view.InStep, b.view.Step = true, flow.At(0).ID
	d := driveVoter(t, b)
	d.press("n")
	d.typed("Quokka")
	for _, at := range []int{4, 0} {
		b.view.Step = flow.At(at).ID
		d.send(roomChanged{})
	}
	d.press("n")
	d.shows("Quokka", interview.HadTyped)
}

// A name that is refused stands there to be changed.
func TestARefusedNameStandsThere(t *testing.T) {
	b := newBooth("", 0)
	b.refuse = &interviewtest.Failure{Text: "Somebody here has this name already. Add a letter to yours."}
	d := driveVoter(t, b)
	d.press("Quokka enter enter")
	d.shows("What is your name?", "Quokka")
	b.refuse = nil
	d.press("B enter enter")
	if b.view.Name != "QuokkaB" || len(b.drafts.Kept) != 0 {
		t.Errorf("the name is %q, drafts %v", b.view.Name, b.drafts.Kept)
	}
}
