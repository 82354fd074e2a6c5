package screens

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
	"readycheck/tui/interview"
	"readycheck/tui/interview/interviewtest"
	"readycheck/tui/workshop"
)

// booth is a room for one person, in memory.
type booth struct {
	view    workshop.VoterView
	changed chan struct{}
	votes   map[string]assessment.Answer
	refuse  error
	at      string
	drafts  memory
	// use takes the place of the bakery's.
	use string
}

func (b *booth) Drafts() []assessment.Draft   { return b.drafts.Drafts() }
func (b *booth) KeepDraft(d assessment.Draft) { b.drafts.KeepDraft(d) }

func newBooth(name string, answered int) *booth {
	b := &booth{changed: make(chan struct{}, 1), votes: bakery(answered).Answers}
	b.view = workshop.VoterView{
		Set: assessment.Default(), Name: name, Role: assessment.RoleTechnical, Shown: assessment.NewTeam(),
		Command: "ssh -p 2222 192.168.1.20", Code: "k7f3-9qxm-v2ab",
	}
	return b
}

func (b *booth) View() workshop.VoterView {
	view := b.view
	view.Session = bakery(0)
	view.Session.Use = cmp.Or(b.use, view.Session.Use)
	view.Session.Answers = maps.Clone(b.votes)
	view.Position = b.at
	return view
}

func (b *booth) Changed() <-chan struct{} { return b.changed }
func (b *booth) At(question string)       { b.at = question }

func (b *booth) Sit(name string, role assessment.Role) error {
	if b.refuse != nil {
		return b.refuse
	}
	b.view.Name, b.view.Role = name, role
	return nil
}

func (b *booth) Vote(question string, vote assessment.Answer) <-chan assessment.Saved {
	saved := make(chan assessment.Saved, 1)
	if b.refuse == nil {
		b.votes[question] = vote
	}
	saved <- assessment.Saved{Session: "bakery", Question: question, Err: b.refuse}
	return saved
}

func (b *booth) Explain(question, note string) error {
	if b.refuse == nil {
		vote := b.votes[question]
		vote.Note = note
		b.votes[question] = vote
	}
	return b.refuse
}

func (b *booth) Rename(name string, role assessment.Role) error {
	if b.refuse == nil {
		b.view.Name, b.view.Role = name, role
	}
	return b.refuse
}

// driveVoter drives one person's screens.
func driveVoter(t testing.TB, b *booth) *driver {
	return drive(t, &memory{}, func(o *Options) {
		o.who, o.Store = asVoter(b), voterStore{b}
		o.Set = func() *assessment.Set { return b.view.Set }
	})
}

// hall is a room for the facilitator, in memory.
type hall struct {
	view    workshop.RoomView
	changed chan struct{}
	did     []string
	refuse  error
}

func (h *hall) View() workshop.RoomView  { return h.view }
func (h *hall) Changed() <-chan struct{} { return h.changed }
func (h *hall) Lock(locked bool) {
	h.view.Locked = locked
	h.did = append(h.did, fmt.Sprint("lock ", locked))
}

func (h *hall) Step(question string) { h.view.Step = question; h.did = append(h.did, "step "+question) }

func (h *hall) done(what string) <-chan assessment.Saved {
	h.did = append(h.did, what)
	saved := make(chan assessment.Saved, 1)
	saved <- assessment.Saved{Session: "bakery"}
	return saved
}

func (h *hall) HandOver(seat string) <-chan assessment.Saved { return h.done("hand over " + seat) }

func (h *hall) Remove(seat string) <-chan assessment.Saved { return h.done("remove " + seat) }

func (h *hall) GiveBack(seat string) <-chan assessment.Saved { return h.done("give back " + seat) }

func (h *hall) Rename(seat, name string) <-chan assessment.Saved {
	return h.done("rename " + seat + " " + name)
}

func (h *hall) VoteAgain(question string) <-chan assessment.Saved {
	h.view.Shown.OpenAgain(question)
	return h.done("again " + question)
}

func (h *hall) Give(span time.Duration) {
	h.view.Until = noon.Add(span)
	h.did = append(h.did, fmt.Sprint("give ", span))
}

func (h *hall) Reveal(question string) <-chan assessment.Saved {
	h.view.Shown = spokenTeam()
	return h.done("reveal " + question)
}

func (h *hall) RevealAnswered(questions []string) <-chan assessment.Saved {
	if h.refuse != nil {
		saved := make(chan assessment.Saved, 1)
		saved <- assessment.Saved{Session: "bakery", Err: h.refuse}
		return saved
	}
	h.view.Shown = spokenTeam()
	return h.done(fmt.Sprint("reveal ", len(questions)))
}

func (h *hall) Decide(question string, answer assessment.Answer, by string) <-chan assessment.Saved {
	h.view.Shown.Decisions[question] = h.view.Shown.Decide(question, answer.Level, by, answer.Note, noon)
	return h.done(fmt.Sprintf("decide %s %s by %s", question, answer.Level, by))
}

// spokenTeam is a team of three whose votes on three questions were shown.
func spokenTeam() *assessment.Team {
	team := assessment.NewTeam()
	for i, name := range []string{"Dana", "Ali", "Мія ミア"} {
		team.Put(assessment.Seat{ID: fmt.Sprint(i), Name: name, Role: assessment.Roles[i]})
	}
	flow := assessment.NewFlow(assessment.Default(), bakery(0))
	for i, levels := range [][]assessment.Level{
		{assessment.InPlace, assessment.InPlace, assessment.InPlace},
		{assessment.InPlace, assessment.No, assessment.Partly},
		{assessment.Partly, assessment.Partly, assessment.Unsure},
	} {
		question := flow.At(i).ID
		team.Revealed[question] = true
		for seat, level := range levels {
			team.Vote(fmt.Sprint(seat), question, assessment.Answer{Level: level})
		}
	}
	team.Vote("1", flow.At(1).ID, assessment.Answer{Level: assessment.No, Note: "Nobody ever made a list."})
	return team
}

func newHall() *hall {
	h := &hall{changed: make(chan struct{}, 1)}
	flow := assessment.NewFlow(assessment.Default(), bakery(0))
	h.view = workshop.RoomView{
		Command: "ssh -p 2222 192.168.1.20", Code: "k7f3-9qxm", URL: "ssh://k7f3-9qxm@192.168.1.20:2222",
		Fingerprint: "SHA256:7K5NsdW6Y13lEM6xIih/HoTpnYm09lm0dH+ch6ZBseE", Shown: assessment.NewTeam(),
		Waiting: map[string]int{},
		Voted:   map[string]int{flow.At(0).ID: 3, flow.At(1).ID: 3, flow.At(2).ID: 3, flow.At(3).ID: 1},
		People: []workshop.Person{
			{Seat: "0", Name: "Dana", Role: assessment.RoleBusiness, Here: true, Voted: 4, Total: 14},
			{Seat: "1", Name: "Ali", Role: assessment.RoleTechnical, Voted: 3, Total: 14},
			{Seat: "2", Name: "Мія ミア", Role: assessment.RoleRisk, Paper: true, Voted: 14, Total: 14},
		},
	}
	return h
}

func driveRoom(t testing.TB, h *hall) *driver {
	return drive(t, &memory{Sessions: []*assessment.Session{bakery(5)}}, func(o *Options) {
		o.who, o.Start, o.Session = asFacilitator(h), interview.StartSession, "bakery"
	})
}

// What a person in a room asks of the program, and is theirs to ask. Everything else does
// nothing: no command, no other screen, nothing stored.
func TestAPersonCanOnlyVote(t *testing.T) {
	for _, a := range []action{
		goSummary{},
		goExample{},
		goNew{},
		goSetup{},
		goAbout{"use"},
		deepen{},
		lookAt{&round{order: []string{"own-login"}}},
		lookOn{&round{order: []string{"own-login"}}},
		openSession{"bakery"},
		openDue{"bakery"},
		copySummary{},
		createSession{bakery(3)},
		saveSetup{bakery(3)},
		deleteSession{"bakery", "Rosa", ""},
		undoDelete{},
		recheckSession{"bakery"},
		compareSessions{"a", "b"},
		exportSession{Session: "bakery", Format: "html", Path: "report.html"},
		goRoom{},
		goReveal{},
		goSpread{"own-login"},
		revealVotes{"own-login"},
		revealAnswered{[]string{"own-login"}},
		decideVote{question: "own-login"},
		lockRoom{true},
		sendAway{[]workshop.Person{{Seat: "1"}}},
		letBack{"1", "Dana"},
		renameSeat{workshop.Person{Seat: "1"}, "Dana"},
		voteAgain{"own-login"},
		giveTime{time.Minute},
		stepTo{"own-login"},
		endRoom{},
		openTally{},
		leaveTally{},
		addPaper{},
		takePaper{name: "Eve"},
		goPaper{"own-login"},
		stopPaper{},
	} {
		t.Run(reflect.TypeOf(a).Name(), func(t *testing.T) {
			b := newBooth("Ali", 5)
			d := driveVoter(t, b)
			before, votes := d.m.screen, maps.Clone(b.votes)
			if cmd := d.m.act(a); cmd != nil {
				t.Errorf("it gives a command: %v", cmd())
			}
			if d.m.screen != before || d.m.page != nil || d.export != "" || !maps.Equal(b.votes, votes) || len(d.store.Sessions) != 0 {
				t.Errorf("it did something:\n%s", d.text())
			}
		})
	}
	// The control: what is theirs does something.
	b := newBooth("Ali", 5)
	d := driveVoter(t, b)
	d.run(d.m.act(saveAnswer{"own-login", assessment.Answer{Level: assessment.Partly, Owner: "Dana", Due: "2026-12-01", By: "Rosa"}}))
	if got := b.votes["own-login"]; got.Level != assessment.Partly || got.Owner+got.Due+got.By != "" {
		t.Errorf("the vote is %+v", got)
	}
}

// A facilitator holds a workshop on one session. What an owner does with others, or with this
// one as a whole, is not there.
func TestAFacilitatorHoldsOneSession(t *testing.T) {
	elsewhere := []action{
		goExample{},
		goNew{},
		goSetup{},
		goAbout{"use"},
		deepen{},
		openSession{"bakery"},
		openDue{"bakery"},
		createSession{bakery(3)},
		saveSetup{bakery(3)},
		deleteSession{"bakery", "Rosa", ""},
		undoDelete{},
		recheckSession{"bakery"},
		compareSessions{"bakery", "bakery"},
		takeSeat{},
		goDone{},
		openTally{},
		leaveTally{},
		addPaper{},
		takePaper{name: "Eve"},
		goPaper{"own-login"},
		stopPaper{},
	}
	for _, a := range elsewhere {
		d := driveRoom(t, newHall())
		before := d.m.screen
		if cmd := d.m.act(a); cmd != nil {
			t.Errorf("%T gives a command: %v", a, cmd())
		}
		if d.m.screen != before || d.m.page != nil || d.m.loading || d.store.Saves != 0 || len(d.store.Sessions) != 1 {
			t.Errorf("%T did something:\n%s", a, d.text())
		}
	}
	// The control: what is about the session on which it is held does something.
	d := driveRoom(t, newHall())
	d.run(d.m.act(goSummary{}))
	d.shows("[Summary]")
}

func TestAPersonTakesASeatAndVotes(t *testing.T) {
	b := newBooth("", 0)
	d := driveVoter(t, b)
	d.shows("This workshop is about “It drafts replies to cake orders” at “Rosa's Bakery”.", "What is your name?")
	d.press("enter")
	d.shows("Write your name")
	d.press("Ali enter down enter")
	if b.view.Name != "Ali" || b.view.Role != assessment.RoleTechnical {
		t.Fatalf("%+v", b.view)
	}
	d.shows("You are in, Ali.", "1 of 15")
	d.press("2 enter 3")
	d.shows("2 of 15", "[3]", "Saved")
	d.press("n Nobody ctrl+s o")
	d.hides("Who sees to it?")
	if len(b.votes) != 2 {
		t.Errorf("%d votes", len(b.votes))
	}
	d.press("esc")
	d.shows("Your votes", "2 of 15", "ssh -p 2222 192.168.1.20", "Code: k7f3-9qxm-v2ab")
	d.press("q")
	d.shows("Leave the workshop?")
	d.press("y")
	if !d.quits {
		t.Error("still here")
	}
}

func TestARefusedSeatIsAskedForAgain(t *testing.T) {
	b := newBooth("", 0)
	b.refuse = &interviewtest.Failure{Text: "Somebody here has this name already. Add a letter to yours."}
	d := driveVoter(t, b)
	d.press("Ali enter enter")
	d.shows("Somebody here has this name already.", "What is your name?")
}

// A vote that the room does not take is not shown as one.
func TestARefusedVoteGoesBack(t *testing.T) {
	b := newBooth("Ali", 5)
	d := driveVoter(t, b)
	b.refuse = interviewtest.Conflict{}
	d.press("1")
	d.shows("6 of 15", "This was changed in another window.")
	d.hides("[1]")
	d.hides("Not saved")
}

func TestTheRoomMovesAPersonInStep(t *testing.T) {
	b := newBooth("Ali", 0)
	flow := assessment.NewFlow(b.view.Set, bakery(0))
	b.view.InStep, b.view.Step = true, flow.At(0).ID
	d := driveVoter(t, b)
	d.shows("1 of 15")
	for _, keys := range []string{"right", "g", "left", "l"} {
		d.press(keys)
		d.shows("1 of 15", "The room goes together.")
	}
	b.view.Step = flow.At(4).ID
	d.send(roomChanged{})
	d.shows("5 of 15")
	// Whoever moves to a row and presses enter means that row, here too.
	d.press("down down enter")
	d.shows("5 of 15", "[2]")
	b.view.Over = "This workshop is over."
	d.send(roomChanged{})
	if !d.quits {
		t.Error("still here")
	}
}

func TestAPersonSeesWhatWasShown(t *testing.T) {
	b := newBooth("Ali", 5)
	d := driveVoter(t, b)
	d.press("esc up up up up up up enter")
	d.hides("Dana (business)")
	b.view.Shown = spokenTeam()
	d.send(roomChanged{})
	d.shows("in place Dana (business), Ali (technical)")
	d.press("3")
	d.shows("so yours stays as it is.")
	d.press("enter")
	d.shows("no Ali (technical)", "Nobody ever made a list.", "the most cautious answer counts: no.")
}

func TestTheFacilitatorShowsTheVotesAndDecides(t *testing.T) {
	h := newHall()
	d := driveRoom(t, h)
	d.shows("3 people, 1 here.", "Dana", "on paper", "away")
	d.press("2")
	d.shows("3 of 3 voted", "1 of 3 voted")
	d.press("enter")
	d.shows("Nobody has seen these votes yet.")
	d.press("1 v")
	d.shows("Show the votes on 4 questions?")
	d.press("n")
	if len(h.did) != 0 {
		t.Fatalf("%v", h.did)
	}
	d.press("v y")
	d.send(roomChanged{})
	d.shows("What the room said", "2 to talk about", "▸ Is it settled which files", "From “no” to “in place”", "All say: in place")
	d.press("enter")
	d.shows("no Ali (technical)", "the most cautious answer counts: no.")
	d.press("d")
	d.shows("What did the room decide?", "[4] ○ It uses what it finds", "not asked of this answer")
	d.press("3 enter 2 enter")
	d.press("enter")
	d.shows("Write who decided")
	d.press("Dana enter enter enter enter")
	d.send(roomChanged{})
	d.shows("Decided: partly, by Dana.", "Voted otherwise: Ali (technical) said no, Dana (business) said in place.")
	d.press("esc s")
	d.shows("[Summary]", "esc the room")
	d.press("esc")
	d.shows("People", "How to come in")
	d.press("1 x")
	d.shows("Take “Dana” out of the room?")
	d.press("y l")
	want := []string{"reveal 4", "decide sources-approved partly by Dana", "remove 0", "lock true"}
	if strings.Join(h.did, "; ") != strings.Join(want, "; ") {
		t.Errorf("it did %q", h.did)
	}
	// One slip sends nobody home.
	d.press("ctrl+c")
	d.shows("End the workshop?")
	if d.quits {
		t.Fatal("the workshop is over")
	}
	d.press("ctrl+c")
	if !d.quits {
		t.Error("the second one does not end it")
	}
}

// Where the room shows nothing, since somebody came in meanwhile, the facilitator is told so
// in the room.
func TestTheFacilitatorHearsThatSomebodyIsLate(t *testing.T) {
	h := newHall()
	d := driveRoom(t, h)
	h.refuse = workshop.Refusal("Somebody who is here has not voted on these.")
	d.press("1 v y")
	d.shows("Somebody who is here has not voted on these.", "3 people, 1 here.")
	d.hides("on their way to the screen")
	h.refuse = nil
	d.press("v y")
	d.send(roomChanged{})
	d.shows("What the room said")
}

func TestTheMouseTurnsTheRoomsPages(t *testing.T) {
	d := driveRoom(t, newHall())
	d.click("How to come in")
	d.shows("[How to come in]")
	d.click("Questions")
	d.click("Can the AI reach only")
	d.shows("▸ Can the AI reach only")
	d.click("Can the AI reach only")
	d.shows("Nobody has seen these votes yet.")
	d.click("People")
	d.click("Dana")
	d.shows("[People]", "▸ Dana")
}

// No field of a person's screen reads the clipboard of the computer that the workshop is on.
func TestAPersonsFieldsReadNoClipboard(t *testing.T) {
	paste := tea.KeyPressMsg{Code: 'v', Mod: tea.ModCtrl}
	d := driveVoter(t, newBooth("", 0))
	for _, field := range []string{"What is your name?", "Note"} {
		d.shows(field)
		if _, cmd := d.m.Update(paste); cmd != nil {
			t.Errorf("%s: the key does something", field)
		}
		d.shows("Paste as your terminal does it")
		d.press("Eva enter enter 1 n")
	}
	d = drive(t, &memory{}, nil)
	d.press("n x")
	if _, cmd := d.m.Update(paste); cmd == nil {
		t.Error("the control: an owner's own field does not paste")
	}
}

// Whoever has no key reads on arrival what leads back.
func TestWhoHasNoKeyIsToldTheWayBack(t *testing.T) {
	b := newBooth("", 0)
	b.view.Keyless = true
	d := driveVoter(t, b)
	d.press("Eva enter enter")
	d.shows("You are in, Eva. If the connection breaks, come back with:", b.view.Command, "Code: "+b.view.Code)
	d.send(tea.WindowSizeMsg{Width: 40, Height: 12})
	d.shows(b.view.Command, b.view.Code)
}

func TestTheFacilitatorTakesTheRoomAlong(t *testing.T) {
	h := newHall()
	flow := assessment.NewFlow(assessment.Default(), bakery(0))
	h.view.InStep, h.view.Step = true, flow.At(0).ID
	d := driveRoom(t, h)
	for _, keys := range []string{"right", "right", "left", "left", "left"} {
		d.press(keys)
		d.send(roomChanged{})
	}
	d.shows("There is no further question this way.")
	d.press("down down enter")
	want := []string{1: flow.At(2).ID, 0: flow.At(1).ID, 2: flow.At(1).ID, 3: flow.At(0).ID, 4: flow.At(2).ID}
	for i := range want {
		want[i] = "step " + want[i]
	}
	if strings.Join(h.did, "; ") != strings.Join(want, "; ") {
		t.Errorf("it did %q, want %q", h.did, want)
	}
	d.press("v")
	d.shows("Show the votes on 1 question?")
}

// Votes are shown on what everybody here has answered: who is late can still vote on the rest.
// One question by itself is shown with a word about who has not voted.
func TestLatePeopleKeepTheirVote(t *testing.T) {
	h := newHall()
	flow := assessment.NewFlow(assessment.Default(), bakery(0))
	h.view.Waiting = map[string]int{flow.At(1).ID: 1, flow.At(3).ID: 2}
	d := driveRoom(t, h)
	d.press("v")
	d.shows("Show the votes on 2 questions?", "2 more wait for somebody who is here.")
	d.press("n 2 down v")
	d.shows("Show the votes on 1 question?", "1 person here has not voted on it, and cannot after that.")
	d.press("n")
	h.view.Waiting = map[string]int{flow.At(0).ID: 1, flow.At(1).ID: 1, flow.At(2).ID: 1, flow.At(3).ID: 1}
	d.send(roomChanged{})
	d.press("1 v")
	d.shows("There is no question yet that everybody here has voted on.")
	if len(h.did) > 0 {
		t.Errorf("it did %q", h.did)
	}
}

// Whoever lost a seat asks for it; one key gives it back, after a question.
func TestTheFacilitatorGivesASeatBack(t *testing.T) {
	h := newHall()
	d := driveRoom(t, h)
	d.press("h")
	d.shows("Nobody asks for this seat.")
	h.view.People[0].Asks = true
	d.send(roomChanged{})
	d.shows("asks for it", "h give the seat back")
	d.press("h")
	d.shows("Give “Dana” this seat back?")
	d.press("y")
	d.shows("“Dana” has the seat back.")
	if strings.Join(h.did, "; ") != "hand over 0" {
		t.Errorf("it did %q", h.did)
	}
}

// The person sees their questions as soon as the seat is theirs again.
func TestWhoGotTheSeatBackGoesOn(t *testing.T) {
	b := newBooth("", 3)
	b.refuse = errors.New("taken")
	d := driveVoter(t, b)
	d.press("Dana enter enter")
	d.shows("What is your name?")
	b.refuse, b.view.Name = nil, "Dana"
	d.send(roomChanged{})
	d.shows("You are in, Dana.", "4 of")
}

// What a room can decide stands in the words of its question set.
func TestADecisionHasTheWordsOfTheSet(t *testing.T) {
	h := newHall()
	h.view.Shown = spokenTeam()
	d := driveRoom(t, h)
	set := *d.m.work.Set
	set.Words.NotSure = "No lo sabemos"
	d.m.work.Set = &set
	d.press("v y")
	d.send(roomChanged{})
	d.press("d")
	d.shows("What did the room decide?", "No lo sabemos")
}

// twiceOn is the question on which a team voted twice.
const twiceOn = "sources-approved"

// votedTwice is a team that was shown two rounds on a question, in the second of which one moved.
func votedTwice() *assessment.Team {
	team := spokenTeam()
	team.VoteAgain("0", twiceOn, assessment.Answer{Level: assessment.Partly})
	team.Show(twiceOn, true)
	return team
}

// votingAgain is a booth whose room votes once more on a question.
func votingAgain() *booth {
	b := newBooth("Ali", 5)
	b.view.Shown = spokenTeam()
	b.view.Shown.OpenAgain(twiceOn)
	b.view.Again, b.view.VotedAgain, b.at = map[string]bool{twiceOn: true}, map[string]bool{}, twiceOn
	b.view.Until = noon.Add(5 * time.Minute)
	return b
}

// workshopScreens brings a driver to each screen of a workshop.
var workshopScreens = map[string]func(t testing.TB) *driver{
	"workshop-join":     func(t testing.TB) *driver { return driveVoter(t, newBooth("", 0)) },
	"workshop-question": func(t testing.TB) *driver { return driveVoter(t, newBooth("Ali", 5)) },
	"workshop-votes": func(t testing.TB) *driver {
		b := newBooth("Ali", 5)
		b.view.Shown = spokenTeam()
		d := driveVoter(t, b)
		d.press("esc")
		return d
	},
	"workshop-shown": func(t testing.TB) *driver {
		b := newBooth("Ali", 5)
		b.view.Shown, b.at = spokenTeam(), assessment.NewFlow(b.view.Set, bakery(0)).At(1).ID
		return driveVoter(t, b)
	},
	"workshop-votes-again": func(t testing.TB) *driver {
		d := driveVoter(t, votingAgain())
		d.press("esc")
		return d
	},
	"workshop-question-again": func(t testing.TB) *driver { return driveVoter(t, votingAgain()) },
	"workshop-about-you":      func(t testing.TB) *driver { d := driveVoter(t, newBooth("Ali", 5)); d.press("esc a"); return d },
	"workshop-nameless": func(t testing.TB) *driver {
		b := newBooth("", 0)
		b.view.Anonymous = true
		return driveVoter(t, b)
	},
	"workshop-phones":        func(t testing.TB) *driver { return driveRoom(t, phones(0)) },
	"workshop-phones-people": func(t testing.TB) *driver { return driveRoom(t, phones(8)) },
	"workshop-away": func(t testing.TB) *driver {
		h := newHall()
		h.view.Away = []workshop.Person{{Seat: "9", Name: "Eva", Role: assessment.RoleOther, Total: 14}}
		d := driveRoom(t, h)
		d.press("down space")
		return d
	},
	"workshop-time": func(t testing.TB) *driver { d := driveRoom(t, newHall()); d.press("t"); return d },
	"workshop-spread-second": func(t testing.TB) *driver {
		h := newHall()
		h.view.Shown = votedTwice()
		d := driveRoom(t, h)
		d.run(d.m.act(goSpread{twiceOn}))
		return d
	},
	"workshop-people":    func(t testing.TB) *driver { return driveRoom(t, newHall()) },
	"workshop-questions": func(t testing.TB) *driver { d := driveRoom(t, newHall()); d.press("2"); return d },
	"workshop-come-in":   func(t testing.TB) *driver { d := driveRoom(t, newHall()); d.press("3"); return d },
	"workshop-reveal": func(t testing.TB) *driver {
		d := driveRoom(t, newHall())
		d.press("v y")
		d.send(roomChanged{})
		return d
	},
	"workshop-spread": func(t testing.TB) *driver {
		d := driveRoom(t, newHall())
		d.press("v y")
		d.send(roomChanged{})
		d.press("enter")
		return d
	},
	"workshop-decide": func(t testing.TB) *driver {
		d := driveRoom(t, newHall())
		d.press("v y")
		d.send(roomChanged{})
		d.press("d")
		return d
	},
}

func TestGoldenWorkshop(t *testing.T) {
	for name, open := range workshopScreens {
		for _, size := range goldenSizes {
			d := open(t)
			d.send(size)
			compareGolden(t, fmt.Sprintf("%s-%dx%d", name, size.Width, size.Height), d.text())
		}
	}
}

func TestWorkshopScreensFitEverySize(t *testing.T) {
	for name, open := range workshopScreens {
		d := open(t)
		for _, size := range []tea.WindowSizeMsg{{Width: 40, Height: 12}, {Width: 59, Height: 19}, {Width: 80, Height: 24}, {Width: 300, Height: 100}, {Width: 20, Height: 5}, {Width: 1, Height: 1}} {
			d.send(size)
			lines := strings.Split(d.text(), "\n")
			if size.Height >= minHeight && len(lines) > size.Height {
				t.Errorf("%s at %v has %d lines", name, size, len(lines))
			}
			for _, line := range lines {
				if size.Width >= minWidth && width(line) > size.Width {
					t.Errorf("%s at %v: %q", name, size, line)
				}
			}
		}
	}
}

// On the smallest screen somebody who joins sees what they type.
func TestWhoJoinsOnASmallScreenSeesTheName(t *testing.T) {
	b := newBooth("", 0)
	b.use = strings.Repeat("It drafts replies to cake orders. ", 4)
	d := driveVoter(t, b)
	d.send(tea.WindowSizeMsg{Width: minWidth, Height: minHeight})
	d.press("Dana")
	d.shows("What is your name?", "> Dana")
}
