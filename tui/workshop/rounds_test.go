package workshop

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"readycheck/assessment"
)

// The room sees its votes, hears why, and votes once more. The first round counts until the
// second is shown; whoever does not vote again keeps the first vote; both rounds stay.
func TestASecondRound(t *testing.T) {
	room, store := openRoom(t, nil)
	dana, ali := in(t, room, "Dana", assessment.RoleBusiness), in(t, room, "Ali", assessment.RoleTechnical)
	mia := in(t, room, "Mia", assessment.RoleRisk)
	question := first(room)
	for v, level := range map[*Voter]assessment.Level{dana: assessment.InPlace, ali: assessment.Partly, mia: assessment.Partly} {
		if err := vote(v, question, level); err != nil {
			t.Fatal(err)
		}
	}
	if err := (<-room.VoteAgain(question)).Err; !errors.Is(err, notSeenYet) {
		t.Errorf("before the reveal a second round gives %v", err)
	}
	<-room.Reveal(question)
	if err := vote(dana, question, assessment.No); !errors.Is(err, alreadySeen) {
		t.Errorf("between the rounds a vote gives %v", err)
	}
	if err := (<-room.VoteAgain(question)).Err; err != nil {
		t.Fatal(err)
	}
	if view := room.View(); view.Voted[question] != 0 || view.Waiting[question] != 3 || view.AllIn() || len(view.Hidden()) != 0 {
		t.Errorf("at the beginning of the second round: %+v", view)
	}
	if view := dana.View(); !view.Again[question] || view.VotedAgain[question] || view.Closed(question) || view.Session.Answers[question].Level != assessment.InPlace {
		t.Errorf("Dana sees %+v", view.Session.Answers[question])
	}
	// The second round is as hidden as the first.
	for v, level := range map[*Voter]assessment.Level{dana: assessment.No, ali: assessment.No} {
		if err := vote(v, question, level); err != nil {
			t.Fatal(err)
		}
	}
	for who, shown := range map[string]*assessment.Team{"the facilitator": room.View().Shown, "Mia": mia.View().Shown, "the big screen": room.Screen().Shown} {
		if len(shown.Second[question].Votes) != 0 || shown.Cast(question)[0].Vote.Level != assessment.Partly {
			t.Errorf("%s sees %+v", who, shown.Second[question])
		}
	}
	if got := room.session.Answers[question].Level; got != assessment.Partly {
		t.Errorf("while the room votes again %v stands", got)
	}
	if view := dana.View(); !view.VotedAgain[question] || view.Session.Answers[question].Level != assessment.No {
		t.Errorf("Dana's second vote is %+v", view.Session.Answers[question])
	}
	if view := room.View(); view.Voted[question] != 2 || view.Waiting[question] != 1 || !slices.Equal(view.Hidden(), []string{question}) || len(view.Answered()) != 0 {
		t.Errorf("with one missing: %v voted, %v wait", view.Voted[question], view.Waiting[question])
	}
	<-room.Reveal(question)
	team := room.View().Shown
	if got := room.session.Answers[question].Level; got != assessment.No {
		t.Errorf("after the second round %v stands", got)
	}
	var levels []assessment.Level
	for _, v := range team.Cast(question) {
		levels = append(levels, v.Vote.Level)
	}
	if !slices.Equal(levels, []assessment.Level{assessment.No, assessment.No, assessment.Partly}) || len(team.First(question)) != 3 || team.First(question)[2].Vote.Level != assessment.InPlace {
		t.Errorf("the votes that count are %v, the first were %+v", levels, team.First(question))
	}
	if err := vote(mia, question, assessment.No); !errors.Is(err, alreadySeen) {
		t.Errorf("after the second round a vote gives %v", err)
	}
	if err := (<-room.VoteAgain(question)).Err; !errors.Is(err, votedTwice) {
		t.Errorf("a third round gives %v", err)
	}
	<-room.Decide(question, assessment.Answer{Level: assessment.No}, "Rosa")
	if d := room.View().Shown.Decisions[question]; len(d.Dissent) != 1 || d.Dissent[0].Name != "Mia" {
		t.Errorf("dissent: %+v", d.Dissent)
	}
	second := 0
	for _, c := range store.Votes() {
		if c.Second {
			second++
		}
	}
	if second != 2 {
		t.Errorf("%d votes were saved as those of a second round", second)
	}
}

func TestNoSecondRoundOnWhatIsDecided(t *testing.T) {
	room, store := openRoom(t, nil)
	dana := in(t, room, "Dana", assessment.RoleBusiness)
	question := first(room)
	_ = vote(dana, question, assessment.No)
	<-room.Reveal(question)
	<-room.Decide(question, assessment.Answer{Level: assessment.No}, "Rosa")
	saves := store.Saves()
	if err := (<-room.VoteAgain(question)).Err; !errors.Is(err, decidedYet) || store.Saves() != saves {
		t.Errorf("it gives %v", err)
	}
}

// A phone asks with each tap: a second tab, a second device and a terminal share a seat.
func TestVisits(t *testing.T) {
	now := time.Date(2026, 11, 28, 14, 0, 0, 0, time.UTC)
	room, _ := openRoom(t, func(o *Options) { o.Now = func() time.Time { return now } })
	defer room.Close()
	entered, err := room.Enter(room.Code(), "")
	if err != nil {
		t.Fatal(err)
	}
	if err := entered.Sit("Dana", assessment.RoleBusiness); err != nil {
		t.Fatal(err)
	}
	code := entered.View().Code
	entered.Leave()
	here := func() bool { return room.View().People[0].Here }
	if here() {
		t.Error("nobody has asked for anything, and somebody is here")
	}
	one, err := room.Visit(code)
	if err != nil {
		t.Fatal(err)
	}
	two, err := room.Visit(strings.ToUpper(code))
	if err != nil {
		t.Fatal(err)
	}
	terminal, err := room.Enter(code, "")
	if err != nil {
		t.Fatal(err)
	}
	question := first(room)
	for i, v := range []*Voter{one, two, terminal, one} {
		if err := vote(v, question, []assessment.Level{assessment.No, assessment.Partly, assessment.InPlace, assessment.No}[i]); err != nil {
			t.Errorf("screen %d: %v", i, err)
		}
	}
	terminal.Leave()
	if !here() {
		t.Error("a phone that asked a moment ago is not here")
	}
	now = now.Add(hereFor)
	if here() {
		t.Error("a phone that asked for nothing for a while is shown as here")
	}
	other := assessment.NewFlow(room.o.Set, room.session).At(1).ID
	if room.View().Waiting[other] != 1 {
		t.Error("the room does not wait for somebody who thinks with a phone in their hand")
	}
	now = now.Add(thinksFor)
	if room.View().Waiting[other] != 0 {
		t.Error("the room waits for somebody who went home")
	}
	for wrong, want := range map[string]error{room.Code(): WrongCode, "": WrongCode, room.ScreenCode(): WrongCode, "0000-0000-0000": WrongCode} {
		if _, err := room.Visit(wrong); !errors.Is(err, want) {
			t.Errorf("%q gives %v", wrong, err)
		}
	}
	seat := one.seat
	<-room.Remove(seat)
	if err := vote(two, question, assessment.Partly); !errors.Is(err, sentAway) {
		t.Errorf("after the person was taken out a vote gives %v", err)
	}
	if _, err := room.Visit(code); !errors.Is(err, sentAway) {
		t.Errorf("a visit gives %v", err)
	}
	if err := (<-room.GiveBack(seat)).Err; err != nil {
		t.Fatal(err)
	}
	if err := vote(two, question, assessment.Partly); err != nil {
		t.Errorf("with the seat given back: %v", err)
	}
	room.Close()
	if err := vote(two, question, assessment.No); !errors.Is(err, RoomOver) {
		t.Errorf("after the end a vote gives %v", err)
	}
	if _, err := room.Visit(code); !errors.Is(err, RoomOver) {
		t.Errorf("a visit gives %v", err)
	}
}

// A seat that was handed over no longer opens by what opened it.
func TestAHandOverEndsEveryWay(t *testing.T) {
	room, _ := openRoom(t, nil)
	defer room.Close()
	dana := in(t, room, "Dana", assessment.RoleBusiness)
	phone, err := room.Visit(dana.code)
	if err != nil {
		t.Fatal(err)
	}
	again, err := room.Enter(room.Code(), "")
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Sit("dana", assessment.RoleOther); !errors.Is(err, nameTaken) {
		t.Fatal(err)
	}
	if err := (<-room.HandOver(dana.seat)).Err; err != nil {
		t.Fatal(err)
	}
	if err := vote(phone, first(room), assessment.No); !errors.Is(err, notSeated) {
		t.Errorf("the phone from before votes: %v", err)
	}
	if err := phone.Explain(first(room), "x"); !errors.Is(err, notSeated) {
		t.Errorf("it explains: %v", err)
	}
	if err := phone.Rename("Eve", assessment.RoleOther); !errors.Is(err, notSeated) {
		t.Errorf("it renames: %v", err)
	}
}

func TestNames(t *testing.T) {
	room, _ := openRoom(t, nil)
	defer room.Close()
	dana, ali := in(t, room, "Dana", assessment.RoleBusiness), in(t, room, "Ali", assessment.RoleTechnical)
	if err := dana.Rename("ali", assessment.RoleRisk); !errors.Is(err, nameGiven) {
		t.Errorf("another's name: %v", err)
	}
	if err := dana.Rename("DANA\x1b[31m", assessment.RoleRisk); err != nil {
		t.Errorf("one's own name: %v", err)
	}
	if view := dana.View(); view.Name != "DANA" || view.Role != assessment.RoleRisk {
		t.Errorf("%q, %v", view.Name, view.Role)
	}
	if err := (<-room.Rename(ali.seat, "dana")).Err; !errors.Is(err, nameGiven) {
		t.Errorf("the facilitator gives a name twice: %v", err)
	}
	if err := (<-room.Rename(ali.seat, "Alina")).Err; err != nil || ali.View().Name != "Alina" {
		t.Errorf("the facilitator gives another name: %v, %q", err, ali.View().Name)
	}
	<-room.Remove(ali.seat)
	in(t, room, "Alina", assessment.RoleOther)
	if err := (<-room.GiveBack(ali.seat)).Err; !errors.Is(err, nameGiven) {
		t.Errorf("a seat comes back beside its own name: %v", err)
	}
}

// Where nobody is asked for a name, none is kept, and no role.
func TestARoomWithoutNames(t *testing.T) {
	room, _ := openRoom(t, func(o *Options) { o.Anonymous = true })
	defer room.Close()
	dana := in(t, room, "Dana", assessment.RoleRisk)
	ali := in(t, room, "Ali", assessment.RoleTechnical)
	question := first(room)
	_, _ = vote(dana, question, assessment.No), vote(ali, question, assessment.InPlace)
	<-room.Reveal(question)
	<-room.Decide(question, assessment.Answer{Level: assessment.InPlace}, "Rosa")
	team := room.View().Shown
	for i, seat := range team.Seats {
		if seat.Name != []string{"Person 1", "Person 2"}[i] || seat.Role != assessment.RoleOther || !seat.Anonymous {
			t.Errorf("%+v", seat)
		}
	}
	if d := team.Decisions[question].Dissent; len(d) != 1 || d[0].Name != "" || d[0].Role != assessment.RoleOther {
		t.Errorf("dissent: %+v", d)
	}
	if err := dana.Rename("Dana", assessment.RoleRisk); !errors.Is(err, noNames) {
		t.Errorf("a name afterwards: %v", err)
	}
	if ready := assessment.ReadyByRole(room.o.Set, room.session); len(ready) != 0 {
		t.Errorf("roles: %+v", ready)
	}
}

// The votes that are shown of a room without names stand at the first seats in the order of their
// caution, whoever gave them.
func TestVotesWithoutNamesAreMixed(t *testing.T) {
	at := time.Date(2026, 11, 28, 14, 0, 0, 0, time.UTC)
	make := func(levels ...assessment.Level) *assessment.Team {
		team := assessment.NewTeam()
		for i, level := range levels {
			id := string(rune('a' + i))
			team.Put(assessment.Seat{ID: id, Name: "Person " + id, Role: assessment.RoleOther, Anonymous: true})
			team.Vote(id, "q", assessment.Answer{Level: level, At: at.Add(time.Duration(i) * time.Minute)})
		}
		team.Show("q", false)
		return team.Shown()
	}
	one, two := make(assessment.InPlace, assessment.No, assessment.Partly), make(assessment.No, assessment.Partly, assessment.InPlace)
	for id, vote := range one.Votes["q"] {
		if two.Votes["q"][id] != vote || !vote.At.IsZero() {
			t.Errorf("seat %s: %+v and %+v", id, vote, two.Votes["q"][id])
		}
	}
	if len(one.Votes["q"]) != 3 {
		t.Errorf("%d votes are shown", len(one.Votes["q"]))
	}
}

func TestTheTimer(t *testing.T) {
	now := time.Date(2026, 11, 28, 14, 0, 0, 0, time.UTC)
	room, _ := openRoom(t, func(o *Options) { o.Now = func() time.Time { return now } })
	defer room.Close()
	dana := in(t, room, "Dana", assessment.RoleBusiness)
	room.Give(2 * time.Minute)
	for _, until := range []time.Time{room.View().Until, dana.View().Until, room.Screen().Until} {
		if !until.Equal(now.Add(2 * time.Minute)) {
			t.Errorf("the time is over at %v", until)
		}
	}
	room.Give(0)
	if !room.View().Until.IsZero() {
		t.Error("the time was not taken back")
	}
}

// All in is said while somebody is here to say it of, and no sooner than all of them have voted.
func TestAllIn(t *testing.T) {
	now := time.Date(2026, 11, 28, 14, 0, 0, 0, time.UTC)
	room, _ := openRoom(t, func(o *Options) { o.InStep, o.Now = true, func() time.Time { return now } })
	defer room.Close()
	allIn := func() bool { view := room.View(); return view.AllIn() }
	dana, ali := in(t, room, "Dana", assessment.RoleBusiness), in(t, room, "Ali", assessment.RoleTechnical)
	_ = vote(dana, first(room), assessment.No)
	if allIn() {
		t.Error("with one missing all are in")
	}
	_ = vote(ali, first(room), assessment.No)
	if !allIn() {
		t.Error("all have voted, and it is not noticed")
	}
	dana.Leave()
	ali.Leave()
	if allIn() {
		t.Error("nobody is here, and all are in")
	}
}

// What is typed on paper is voted by its own seat, for nobody else, and is as hidden as the rest.
func TestPaperInTheRoom(t *testing.T) {
	room, _ := openRoom(t, func(o *Options) { o.InStep = true })
	defer room.Close()
	dana := in(t, room, "Dana", assessment.RoleBusiness)
	if _, err := room.Paper("dana", assessment.RoleOther); !errors.Is(err, nameGiven) {
		t.Errorf("the seat of somebody who is here: %v", err)
	}
	olga, err := room.Paper("Olga", assessment.RoleOperations)
	if err != nil {
		t.Fatal(err)
	}
	flow := assessment.NewFlow(room.o.Set, room.session)
	for i := range 3 {
		if err := vote(olga, flow.At(i).ID, assessment.No); err != nil {
			t.Errorf("question %d: %v", i, err)
		}
	}
	if again, err := room.Paper("Olga", assessment.RoleOperations); err != nil || again.seat != olga.seat || len(again.View().Session.Answers) != 3 {
		t.Errorf("the same name again: %v", err)
	}
	view := room.View()
	if len(view.People) != 2 || view.Voted[flow.At(1).ID] != 1 || len(view.Shown.Votes) != 0 || len(dana.View().Session.Answers) != 0 {
		t.Errorf("%+v", view)
	}
}

// An outlier says why, once the room has seen it: the answer stays, and what stands does too.
func TestExplain(t *testing.T) {
	room, store := openRoom(t, nil)
	defer room.Close()
	dana, ali := in(t, room, "Dana", assessment.RoleBusiness), in(t, room, "Ali", assessment.RoleTechnical)
	question := first(room)
	_ = vote(dana, question, assessment.No)
	if err := dana.Explain(question, "early"); !errors.Is(err, notThis) {
		t.Errorf("before the reveal: %v", err)
	}
	<-room.Reveal(question)
	if err := ali.Explain(question, "I did not vote"); !errors.Is(err, nothingSaid) {
		t.Errorf("without a vote: %v", err)
	}
	if err := dana.Explain(question, "Nobody can \x1b[1mswitch it off"); err != nil {
		t.Fatal(err)
	}
	if got := room.View().Shown.Cast(question)[0].Vote; got.Level != assessment.No || got.Note != "Nobody can switch it off" {
		t.Errorf("%+v", got)
	}
	last := store.Votes()[len(store.Votes())-1]
	if last.Replaces != 0 || last.Vote.Level != assessment.No {
		t.Errorf("saved as %+v", last)
	}
	<-room.Decide(question, assessment.Answer{Level: assessment.No}, "Rosa")
	if err := dana.Explain(question, "late"); !errors.Is(err, decidedYet) {
		t.Errorf("after the decision: %v", err)
	}
}

// The phones' picture is small enough to stand beside a list of people in a screen of 80 columns.
func TestThePhonesPicture(t *testing.T) {
	room, _ := openRoom(t, nil)
	if view := room.View(); view.PhoneURL != "" || view.PhoneQR != nil || view.ScreenCode != "" {
		t.Errorf("a room that no phone comes to shows %q", view.PhoneURL)
	}
	room.OpenPhones(PhoneDoor{URL: "http://192.168.178.120:8080/", Codeless: func() int { return 3 }})
	view := room.View()
	if want := "HTTP://192.168.178.120:8080/" + strings.ToUpper(strings.ReplaceAll(room.Code(), "-", "")); view.PhoneURL != want {
		t.Errorf("%q instead of %q", view.PhoneURL, want)
	}
	if len(view.PhoneQR) != 15 || len([]rune(view.PhoneQR[0])) != 29 {
		t.Errorf("it has %d rows of %d", len(view.PhoneQR), len([]rune(view.PhoneQR[0])))
	}
	if view.ScreenURL != "http://192.168.178.120:8080/screen" || !room.IsScreenCode(view.ScreenCode) || room.IsScreenCode(room.Code()) || room.Knows(view.ScreenCode) {
		t.Errorf("the big screen: %q", view.ScreenURL)
	}
	if view.Codeless != 3 {
		t.Errorf("%d without a code", view.Codeless)
	}
	room.Close()
	if room.IsScreenCode(view.ScreenCode) {
		t.Error("the big screen outlives its room")
	}
}
