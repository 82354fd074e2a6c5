package screens

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
	"readycheck/tui/interview"
	"readycheck/tui/workshop"
)

// teamFile lets a room write into the store in memory, and keeps all changes in order.
type teamFile struct {
	*memory
	history []string
}

func (f *teamFile) session() *assessment.Session { return f.Sessions[0] }

func (f *teamFile) keeps(what, question string, change func(*assessment.Session)) <-chan assessment.Saved {
	s := f.session()
	if s.Team == nil {
		s.Team = assessment.NewTeam()
	}
	s.Revision++
	change(s)
	f.history = append(f.history, what)
	saved := make(chan assessment.Saved, 1)
	saved <- assessment.Saved{Session: s.ID, Question: question, Revision: s.Revision}
	return saved
}

// Load copies the team too: what the room shows its people is not what the file has.
func (f *teamFile) Load(id string) (*assessment.Session, error) {
	session, err := f.memory.Load(id)
	if err == nil && session.Team != nil {
		session.Team = copied(session.Team)
	}
	return session, err
}

func copied(t *assessment.Team) *assessment.Team {
	out := assessment.NewTeam()
	out.Seats = slices.Clone(t.Seats)
	for question, votes := range t.Votes {
		for seat, vote := range votes {
			out.Vote(seat, question, vote)
		}
	}
	for question, round := range t.Second {
		out.OpenAgain(question)
		for seat, vote := range round.Votes {
			out.VoteAgain(seat, question, vote)
		}
		if round.Shown {
			out.Show(question, true)
		}
	}
	for question := range t.Revealed {
		out.Show(question, false)
	}
	for question, decision := range t.Decisions {
		out.Decisions[question] = decision
	}
	return out
}

func (f *teamFile) SaveSeat(c assessment.SeatChange) <-chan assessment.Saved {
	return f.keeps("seat "+c.Seat.Name, "", func(s *assessment.Session) { s.Team.Put(c.Seat) })
}

func (f *teamFile) SaveVote(c assessment.VoteChange) <-chan assessment.Saved {
	return f.keeps("vote", c.Question, func(s *assessment.Session) { s.Team.VoteIn(c.Second, c.Seat, c.Question, c.Vote) })
}

func (f *teamFile) OpenAgain(c assessment.AgainChange) <-chan assessment.Saved {
	return f.keeps("again", c.Question, func(s *assessment.Session) { s.Team.OpenAgain(c.Question) })
}

func (f *teamFile) Reveal(c assessment.RevealChange) <-chan assessment.Saved {
	return f.keeps(fmt.Sprint("reveal ", len(c.Questions)), "", func(s *assessment.Session) {
		for _, question := range c.Questions {
			s.Team.Show(question, c.Second)
			s.TakeVotes(question)
		}
	})
}

func (f *teamFile) SaveDecision(c assessment.DecisionChange) <-chan assessment.Saved {
	what := fmt.Sprintf("decision %s by %s, owner %s, due %s", c.Answer.Level, c.Decision.By, c.Answer.Owner, c.Answer.Due)
	return f.keeps(what, c.Decision.Question, func(s *assessment.Session) {
		s.Team.Decisions[c.Decision.Question] = c.Decision
		s.Answers[c.Decision.Question] = c.Answer
	})
}

// gathering is a real room with the screens of its facilitator and of its people.
type gathering struct {
	*driver
	room   *workshop.Room
	file   *teamFile
	people map[string]*driver
	seats  map[string]*workshop.Voter
	now    time.Time
}

// gather opens a room on a bakery, and its facilitator's screens.
func gather(t *testing.T, change func(*workshop.Options)) *gathering {
	t.Helper()
	g := &gathering{file: &teamFile{memory: &memory{Sessions: []*assessment.Session{bakery(0)}}}, people: map[string]*driver{}, seats: map[string]*workshop.Voter{}, now: noon}
	o := workshop.Options{Store: g.file, Set: assessment.Default(), Session: "bakery", Now: g.clock, Host: "192.168.1.20", Port: 2222}
	if change != nil {
		change(&o)
	}
	room, err := workshop.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(room.Close)
	g.room = room
	g.driver = drive(t, g.file.memory, func(o *Options) {
		o.who, o.Start, o.Session, o.Store, o.Now = asFacilitator(room), interview.StartSession, "bakery", g.file, g.clock
	})
	return g
}

func (g *gathering) clock() time.Time { return g.now }

// comes lets somebody in, who writes this name.
func (g *gathering) comes(name string) *driver {
	g.t.Helper()
	voter, err := g.room.Enter(g.room.Code(), "key of "+name)
	if err != nil {
		g.t.Fatal(err)
	}
	d := drive(g.t, &memory{}, func(o *Options) {
		o.who, o.Store, o.Now, o.Log = asVoter(voter), voterStore{voter}, g.clock, io.Discard
	})
	if voter.View().Anonymous {
		d.press("enter")
	} else {
		d.press(name + " enter enter")
	}
	d.shows("You are in")
	g.people[name], g.seats[name] = d, voter
	g.news()
	return d
}

// news lets all screens see what is new in the room.
func (g *gathering) news() {
	g.send(roomChanged{})
	for _, d := range g.people {
		d.send(roomChanged{})
	}
}

// vote has people choose a row on the question that they see.
func (g *gathering) vote(rows map[string]string) {
	for name, row := range rows {
		g.people[name].press(row)
	}
	g.news()
}

// Two rounds: the room hears why, votes once more, sees both, and decides on one page.
func TestARoomVotesTwiceAndDecides(t *testing.T) {
	g := gather(t, nil)
	for _, name := range []string{"Dana", "Ali", "Eva"} {
		g.comes(name)
	}
	first := g.room.Screen().Questions[0].ID
	g.vote(map[string]string{"Dana": "1", "Ali": "1", "Eva": "3"})
	g.press("1 2 v")
	g.shows("Show the votes on 1 question?")
	g.press("y")
	g.news()
	g.shows("What the room said", "From “no” to “in place”")
	g.press("enter")
	g.shows("no Eva (business)", "in place Dana (business), Ali (business)", "Ask Eva why.")

	// Eva stands alone, and says why.
	eva := g.people["Eva"]
	eva.shows("Nobody else said this.", "n say why")
	eva.press("n")
	eva.typed("Nobody wrote it down.")
	eva.press("esc")
	eva.shows("Kept beside your vote")
	g.news()
	g.shows("Nobody wrote it down. – Eva")

	g.press("v")
	g.shows("Everybody sees these votes. r opens a second vote.")
	g.press("r")
	g.shows("The room votes once more on this. What it said first is kept")
	g.press("y")
	g.news()
	g.shows("Voting again: 0 of 3.")
	g.press("v")
	g.shows("Nobody has voted again on this yet.")
	g.press("r")
	g.shows("The room has begun a second vote on this already.")

	dana, ali := g.people["Dana"], g.people["Ali"]
	dana.shows("The room votes once more on this. You said: in place. Vote again, or keep it with enter.", "The room said first:", "no Eva (business)")
	dana.press("esc")
	dana.shows("The room votes once more on 1 question.", "Open again.")
	dana.press("enter 2")
	dana.shows("You voted again: partly.")
	ali.press("3")
	eva.press("enter esc") // keeps it
	eva.shows("Voted again.")
	g.news()
	g.shows("Everybody here has voted again. v shows the votes.")
	g.press("v y")
	g.news()
	g.shows("The first vote: ○ no 1, ● in place 2", "Two of three moved towards no.", "Dana: in place → partly", "Ali: in place → no", "no Ali (business), Eva (business)", "Ask Dana why.")
	dana.shows("Dana: in place → partly")

	g.press("d")
	g.shows("What did the room decide?", "[3] ○")
	g.press("2 enter 2 enter")
	g.typed("Rosa")
	g.press("enter Ali enter")
	g.typed("friday")
	g.shows("Fri 27 Nov 2026")
	g.press("enter")
	g.typed("Ali writes it.")
	g.press("enter")
	g.news()
	g.shows("Decided: partly, by Rosa. Ali writes it.", "Ali (business), Eva", "said no.")
	answer := g.file.session().Answers[first]
	if answer.Level != assessment.Partly || answer.Known != assessment.Told || answer.Owner != "Ali" || answer.Due != "2026-11-27" || answer.By != "Rosa" {
		t.Errorf("the answer is %+v", answer)
	}
	if last := g.file.history[len(g.file.history)-1]; last != "decision partly by Rosa, owner Ali, due 2026-11-27" {
		t.Errorf("the last change is %q", last)
	}
	g.press("r")
	g.shows("The room has decided this.")
	eva.press("up up enter n")
	eva.shows("The room has decided this, so your vote stays as it is.")
	// What was decided is prefilled, and what is typed over it is kept when one leaves.
	g.press("d")
	g.shows("[2] ◐", "[2] Someone told me", "Who decided Rosa", "Who sees to it Ali", "By when 2026-11-27", "Why Ali writes it.")
	g.press("tab tab tab tab tab")
	g.typed(" Soon.")
	g.press("esc d")
	g.shows("Why Ali writes it. Soon.", interview.HadTyped)
	g.press("ctrl+s")
	g.news()
	g.shows("Ali writes it. Soon.")
}

// A time runs down on the facilitator's screens by one tick a second, and by none before and after.
func TestATimeRunsDown(t *testing.T) {
	g := gather(t, nil)
	dana := g.comes("Dana")
	if c := g.m.who.(*facilitator); c.clock.ticking {
		t.Error("it ticks without a time")
	}
	g.press("1 t")
	g.shows("How much time do they get from now on?", "1 One minute", "4 Ten minutes", "5 No time: take it back")
	g.press("2")
	g.news()
	g.shows("2:00 left")
	dana.shows("time until " + noon.Add(2*time.Minute).Format("15:04"))
	for _, c := range []struct {
		after time.Duration
		says  string
	}{{20 * time.Second, "1:40 left"}, {119 * time.Second, "0:01 left"}, {2 * time.Minute, "Time is up."}} {
		g.now = noon.Add(c.after)
		if !g.m.who.(*facilitator).clock.ticking {
			t.Errorf("%v: it does not tick", c.after)
		}
		g.send(secondPassed{})
		g.shows(c.says)
		for _, keys := range []string{"2", "3", "s"} {
			g.press(keys)
			g.shows(c.says)
		}
		g.press("esc 1")
	}
	if g.m.who.(*facilitator).clock.ticking {
		t.Error("it ticks after the time is up")
	}
	g.news()
	dana.shows("Time is up.")
	dana.press("1")
	dana.shows("Saved") // nothing closes by itself
	g.press("t 5")
	g.news()
	g.hides("Time is up.")
	dana.hides("Time is up.")
}

// Several are taken out with one question, stand below, and come back with h.
func TestSeveralAreTakenOutAndComeBack(t *testing.T) {
	g := gather(t, nil)
	for _, name := range []string{"Dana", "Ali", "Eva"} {
		g.comes(name)
	}
	g.press("1 space down down space")
	g.shows("[x] Dana", "[ ] Ali", "[x] Eva")
	g.press("x")
	g.shows("Take “Dana” and “Eva” out of the room?")
	g.press("y")
	g.news()
	g.shows("1 person, 1 here.", "Taken out: “Dana” and “Eva”.", "Taken out; h gives the seat back:")
	if !g.people["Dana"].quits || g.people["Ali"].quits || !g.people["Eva"].quits {
		t.Error("not those who were taken out are sent away")
	}
	g.shows("▸ Eva")
	g.press("n")
	g.shows("This person was taken out. h gives the seat back.")
	g.press("h")
	g.news()
	g.shows("“Eva” has the seat back, and those votes count again.", "2 people")
	back, err := g.room.Enter(g.room.Code(), "key of Eva")
	if err != nil || back.View().Name != "Eva" {
		t.Errorf("she does not come back: %v", err)
	}
}

// A name that the room refuses is said, and stands in the form as it was typed.
func TestSomebodyIsRenamed(t *testing.T) {
	g := gather(t, nil)
	g.comes("Dana")
	g.comes("Ali")
	g.press("1 down n")
	g.shows("Which name is right?", "> Ali")
	g.press("backspace backspace backspace Dana enter")
	g.shows("Somebody here has this name already. Add a letter to it.", "> Dana")
	g.press("2 enter")
	g.news()
	g.shows("The name is changed.", "Dana2")
	if len(g.store.Kept) != 0 {
		t.Errorf("a draft stays: %v", g.store.Kept)
	}
	// And by themselves, with their side.
	dana := g.people["Dana"]
	dana.press("esc a")
	dana.shows("About you", "Your name Dana")
	dana.press("2 ctrl+s")
	dana.shows("Somebody here has this name already.", "Your name Dana2")
	dana.press("backspace X tab 2 ctrl+s")
	dana.shows("Your name is changed.")
	g.news()
	g.shows("DanaX technical")
}

// A room without names shows none, wherever somebody looks.
func TestARoomWithoutNamesShowsNone(t *testing.T) {
	g := gather(t, func(o *workshop.Options) { o.Anonymous = true })
	names := []string{"Quokka", "Numbat", "Bilby"}
	for _, name := range names {
		g.comes(name)
	}
	first := g.room.Screen().Questions[0].ID
	person := func(seat int) string { return fmt.Sprint("Person ", seat+1) }
	nobody := func(where string, d *driver, alsoNumbers bool) {
		t.Helper()
		for i, name := range names {
			if text := d.text(); strings.Contains(text, name) || alsoNumbers && strings.Contains(text, person(i)) {
				t.Errorf("%s names somebody:\n%s", where, text)
			}
		}
	}
	g.people["Quokka"].shows("You are in.")
	g.press("1")
	g.shows("Person 1 ─") // on the page People they are told apart
	g.hides("business")
	nobody("people", g.driver, false)
	g.press("n")
	g.shows("This room asks for no names.")
	g.vote(map[string]string{"Quokka": "1", "Numbat": "1", "Bilby": "3"})
	bilby := g.people["Bilby"]
	g.press("2 v y")
	g.news()
	bilby.press("n")
	bilby.typed("Why not.")
	bilby.press("esc")
	g.news()
	g.run(g.m.act(goSpread{first}))
	g.shows("Ask who said no why, if they like to say.")
	g.press("esc")
	for _, keys := range []string{"", "enter", "r", "y", "esc", "esc", "2", "3", "s", "esc", "2"} {
		g.press(keys)
		nobody("facilitator "+keys, g.driver, !strings.Contains(g.text(), "[People]"))
	}
	g.run(g.m.act(goSpread{first}))
	g.shows("no 1 person", "in place 2 people", "“ Why not.")
	g.hides("– Person")
	g.news()
	g.vote(map[string]string{"Quokka": "2", "Numbat": "2", "Bilby": "3"})
	g.press("v y")
	g.news()
	g.shows("2 people: in place → partly", "The first vote:", "Two of three moved towards no.")
	nobody("the second vote", g.driver, true)
	g.press("d 2 enter enter Rosa ctrl+s")
	g.news()
	g.shows("Decided: partly, by Rosa.")
	nobody("the decision", g.driver, true)
	for _, name := range names {
		d := g.people[name]
		for _, keys := range []string{"", "esc", "a", "?", "esc", "g", "esc", "q"} {
			d.press(keys)
			nobody("a voter after "+keys, d, true)
		}
	}
	// The control: where names are asked for, the same looks find them.
	named := gather(t, nil)
	named.comes("Quokka")
	named.press("1")
	named.shows("Quokka")
}

// All in is said on the pages of the room, for this question where the room goes together.
func TestTheRoomNoticesThatAllAreIn(t *testing.T) {
	const said = "Everybody here has voted. v shows the votes."
	g := gather(t, func(o *workshop.Options) { o.InStep = true })
	g.comes("Dana")
	g.comes("Ali")
	g.press("1")
	g.vote(map[string]string{"Dana": "1"})
	g.hides("Everybody here has voted")
	g.vote(map[string]string{"Ali": "2"})
	g.shows("Everybody here has voted on this question. v shows the votes.")
	g.press("2")
	g.shows("2 of 2 voted, the room is here", "Everybody here has voted on this question.")
	g.press("v y")
	g.news()
	g.press("esc 2")
	g.hides("Everybody here has voted")
	g.shows("shown, the room is here")

	g = gather(t, nil)
	dana := g.comes("Dana")
	g.press("1")
	for range g.room.Screen().Questions {
		g.hides(said)
		dana.press("3 right")
		g.news()
	}
	g.shows(said)
	g.press("v")
	g.shows(fmt.Sprintf("Show the votes on %d questions?", len(g.room.Screen().Questions)))
}

// A second vote of a room in step is where the room is.
func TestASecondVoteInStepBringsTheRoomThere(t *testing.T) {
	g := gather(t, func(o *workshop.Options) { o.InStep = true })
	dana := g.comes("Dana")
	g.vote(map[string]string{"Dana": "3"})
	g.press("v y")
	g.news()
	g.press("esc right")
	g.news()
	dana.shows("2 of")
	g.press("v")
	g.run(g.m.act(goReveal{}))
	g.press("r y")
	g.news()
	dana.shows("1 of", "The room votes once more on this. You said: no.")
	g.press("esc 2")
	g.shows("voting again: 0 of 1, the room is here")
	dana.press("enter")
	g.news()
	g.press("v y")
	g.news()
	g.press("enter")
	g.shows("Nobody moved.")
}

// The last words of a workshop say how the report is written.
func TestAWorkshopEndsWithTheReport(t *testing.T) {
	g := gather(t, nil)
	g.press("q")
	g.shows("End the workshop?", "After that, write the report: `readycheck export bakery -o report.pdf`.")
	g.press("y")
	if said := farewell(g.m); !g.quits || !strings.HasSuffix(said, "Now write the report:\n  readycheck export bakery -o report.pdf") {
		t.Errorf("it says %q", said)
	}
}

// phones is a hall with a door for phones, as a room in a home network has it.
func phones(people int) *hall {
	h := newHall()
	h.view.PhoneURL, h.view.ScreenURL, h.view.ScreenCode = "HTTP://192.168.178.120:8080/K7F39QXM", "http://192.168.178.120:8080/screen", "m2xw-7pda"
	for range 15 {
		h.view.PhoneQR = append(h.view.PhoneQR, strings.Repeat("█", 29))
	}
	h.view.People = h.view.People[:min(people, len(h.view.People))]
	for i := len(h.view.People); i < people; i++ {
		h.view.People = append(h.view.People, workshop.Person{Seat: fmt.Sprint(i), Name: fmt.Sprint("Guest ", i), Role: assessment.RoleOther, Here: true, Total: 14})
	}
	return h
}

// The picture for phones stands beside the way in and beside the list of people; without colours
// there is none, and the address is enough.
func TestThePictureForPhones(t *testing.T) {
	picture := strings.Repeat("█", 29)
	for _, c := range []struct {
		name          string
		people        int
		keys          string
		width, height int
		rows          int
	}{
		{"an empty room opens there", 0, "", 80, 24, 15},
		{"how to come in", 3, "3", 80, 24, 15},
		{"beside the people", 3, "1", 80, 24, 15},
		{"beside many people", 60, "1 pgdown pgdown pgdown", 80, 24, 15},
		{"narrow", 3, "1", 40, 12, 0},
		{"narrow, how to come in", 3, "3", 40, 12, 0},
		{"tall and narrow", 3, "3", 40, 30, 15},
	} {
		h := phones(c.people)
		d := driveRoom(t, h)
		d.press(c.keys)
		d.send(tea.WindowSizeMsg{Width: c.width, Height: c.height})
		if rows := strings.Count(d.text(), picture); rows != c.rows {
			t.Errorf("%s: %d rows of the picture:\n%s", c.name, rows, d.text())
		}
		if c.width < 80 && c.height < 20 || c.people > 10 {
			d.shows("192.168.178.120:8080")
			continue
		}
		d.shows("http://192.168.178.120:8080", "Code: k7f3-9qxm")
		d.send(tea.ColorProfileMsg{Profile: 0})
		d.hides("█")
		d.shows("http://192.168.178.120:8080", "Code: k7f3-9qxm")
	}
	d := driveRoom(t, phones(0))
	d.shows("[How to come in]", "scan this", "http://192.168.178.120:8080/screen", "Code: m2xw-7pda", "ssh -p 2222 192.168.1.20")
}
