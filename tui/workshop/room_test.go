package workshop

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"go.uber.org/goleak"
	"rsc.io/qr"

	"readycheck/assessment"
	"readycheck/tui/workshop/workshoptest"
)

// Nothing that a room begins goes on after it.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// openRoom is a room on a session in memory.
func openRoom(t testing.TB, change func(*Options)) (*Room, *workshoptest.Memory) {
	t.Helper()
	m := &workshoptest.Memory{Session: workshoptest.Bakery()}
	o := Options{Store: m, Set: assessment.Default(), Session: "bakery", Now: time.Now, Host: "127.0.0.1", Port: 2222, Local: true}
	if change != nil {
		change(&o)
	}
	room, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	return room, m
}

// in lets somebody in who has a seat.
func in(t testing.TB, r *Room, name string, role assessment.Role) *Voter {
	t.Helper()
	v, err := r.Enter(r.code, "key of "+name)
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Sit(name, role); err != nil {
		t.Fatal(err)
	}
	return v
}

func vote(v *Voter, question string, level assessment.Level) error {
	return (<-v.Vote(question, assessment.Answer{Level: level, Known: assessment.Seen})).Err
}

// first is the first question that a room asks.
func first(r *Room) string {
	return assessment.NewFlow(r.o.Set, r.session).At(0).ID
}

func TestCodes(t *testing.T) {
	seen := map[string]bool{}
	for range 2000 {
		code := newCode(roomLetters)
		if seen[code] {
			t.Fatalf("%s came twice", code)
		}
		seen[code] = true
		if len(strings.ReplaceAll(code, "-", "")) != roomLetters || strings.Trim(code, letters+"-") != "" {
			t.Fatalf("%q is no code", code)
		}
	}
	if bits := roomLetters * 5; bits < 40 || len(letters) != 32 {
		t.Errorf("a code has %d bits of %d letters", bits, len(letters))
	}
	for _, same := range []string{"AB10-cd", "abio-CD", "ablOcd", "a-b-1-0-c-d"} {
		if !sameHash(hashOf("ab10-cd"), hashOf(same)) {
			t.Errorf("%q is read as another code", same)
		}
	}
	if sameHash(hashOf("ab10-cd"), hashOf("ab10-ce")) {
		t.Error("two codes are taken for one")
	}
}

// Every way into a room: by which code and key, in which state of the room.
func TestWhoMayComeIn(t *testing.T) {
	type state struct {
		name string
		make func(t *testing.T, r *Room, dana *Voter)
	}
	states := []state{
		{"open", func(*testing.T, *Room, *Voter) {}},
		{"locked", func(_ *testing.T, r *Room, _ *Voter) { r.Lock(true) }},
		{"removed", func(_ *testing.T, r *Room, dana *Voter) { <-r.Remove(dana.seat) }},
		{"over", func(_ *testing.T, r *Room, _ *Voter) { r.Close() }},
	}
	// What each way in gives in the states open, locked, removed and over: "seat" for Dana's
	// seat, "new" for none yet, or the refusal.
	ways := map[string]struct {
		code func(r *Room, dana *Voter) string
		key  string
		want [4]string
	}{
		"the room's code":                {func(r *Room, _ *Voter) string { return r.code }, "a new key", [4]string{"new", string(roomLocked), "new", string(RoomOver)}},
		"the room's code without a key":  {func(r *Room, _ *Voter) string { return r.code }, "", [4]string{"new", string(roomLocked), "new", string(RoomOver)}},
		"the room's code in capitals":    {func(r *Room, _ *Voter) string { return strings.ToUpper(r.code) }, "", [4]string{"new", string(roomLocked), "new", string(RoomOver)}},
		"the room's code and Dana's key": {func(r *Room, _ *Voter) string { return r.code }, "key of Dana", [4]string{"seat", "seat", string(sentAway), string(RoomOver)}},
		"Dana's seat code":               {func(_ *Room, dana *Voter) string { return dana.code }, "", [4]string{"seat", "seat", string(sentAway), string(RoomOver)}},
		"Dana's key and a wrong code":    {func(*Room, *Voter) string { return "0000-0000" }, "key of Dana", [4]string{string(WrongCode), string(WrongCode), string(WrongCode), string(RoomOver)}},
		"no code":                        {func(*Room, *Voter) string { return "" }, "", [4]string{string(WrongCode), string(WrongCode), string(WrongCode), string(RoomOver)}},
		"Dana's name for a code":         {func(*Room, *Voter) string { return "Dana" }, "", [4]string{string(WrongCode), string(WrongCode), string(WrongCode), string(RoomOver)}},
		"Dana's seat id for a code":      {func(_ *Room, dana *Voter) string { return dana.seat }, "", [4]string{string(WrongCode), string(WrongCode), string(WrongCode), string(RoomOver)}},
		"the hash of Dana's code":        {func(_ *Room, dana *Voter) string { return hashOf(dana.code) }, "", [4]string{string(WrongCode), string(WrongCode), string(WrongCode), string(RoomOver)}},
		"the code of yesterday's room":   {func(*Room, *Voter) string { return newCode(roomLetters) }, "key of Dana", [4]string{string(WrongCode), string(WrongCode), string(WrongCode), string(RoomOver)}},
	}
	for way, w := range ways {
		for i, s := range states {
			t.Run(way+", "+s.name, func(t *testing.T) {
				room, _ := openRoom(t, nil)
				dana := in(t, room, "Dana", assessment.RoleBusiness)
				code := w.code(room, dana)
				s.make(t, room, dana)
				v, err := room.Enter(code, w.key)
				got := "new"
				switch {
				case err != nil:
					got = err.Error()
				case v.seat == dana.seat:
					got = "seat"
				case v.seat != "":
					t.Errorf("a seat that is nobody's: %q", v.seat)
				}
				if got != w.want[i] {
					t.Errorf("got %q, want %q", got, w.want[i])
				}
				// What the server asks before it lets anybody show a screen agrees with it.
				knows := room.Knows(code)
				if refused := w.want[i] == string(WrongCode) || w.want[i] == string(RoomOver); knows == refused {
					t.Errorf("the code is known: %v", knows)
				}
			})
		}
	}
}

// Every person × every object × every action: what is not theirs to do does nothing.
func TestWhoMayDoWhat(t *testing.T) {
	type world struct {
		room                *Room
		store               *workshoptest.Memory
		dana, ali, standing *Voter
		question, other     string
	}
	make := func(t *testing.T, change func(*Options)) *world {
		room, store := openRoom(t, change)
		w := &world{room: room, store: store, dana: in(t, room, "Dana", assessment.RoleBusiness), ali: in(t, room, "Ali", assessment.RoleTechnical)}
		standing, err := room.Enter(room.code, "")
		if err != nil {
			t.Fatal(err)
		}
		w.standing = standing
		flow := assessment.NewFlow(room.o.Set, room.session)
		w.question, w.other = flow.At(0).ID, flow.At(1).ID
		if err := vote(w.ali, w.question, assessment.No); err != nil {
			t.Fatal(err)
		}
		return w
	}
	for name, c := range map[string]struct {
		change func(*Options)
		before func(w *world)
		act    func(w *world) error
		want   error
	}{
		"a person votes":                            {act: func(w *world) error { return vote(w.dana, w.question, assessment.InPlace) }},
		"a person changes the vote":                 {act: func(w *world) error { return vote(w.ali, w.question, assessment.InPlace) }},
		"a person takes the vote back":              {act: func(w *world) error { return vote(w.ali, w.question, assessment.Unanswered) }},
		"nobody votes without a seat":               {act: func(w *world) error { return vote(w.standing, w.question, assessment.InPlace) }, want: notSeated},
		"nobody votes for a question not asked":     {act: func(w *world) error { return vote(w.dana, "no-such-question", assessment.InPlace) }, want: notThis},
		"nobody gives an answer not offered":        {act: func(w *world) error { return vote(w.dana, w.question, assessment.NA) }, want: notThis},
		"nobody gives a level that is none":         {act: func(w *world) error { return vote(w.dana, w.question, 200) }, want: notThis},
		"nobody says it does not apply without why": {act: func(w *world) error { return vote(w.dana, naQuestion(w.room), assessment.NA) }, want: noReason},
		"nobody votes after the reveal":             {before: func(w *world) { <-w.room.Reveal(w.question) }, act: func(w *world) error { return vote(w.dana, w.question, assessment.InPlace) }, want: alreadySeen},
		"another question is still open after it":   {before: func(w *world) { <-w.room.Reveal(w.question) }, act: func(w *world) error { return vote(w.dana, w.other, assessment.InPlace) }},
		"nobody votes when removed":                 {before: func(w *world) { <-w.room.Remove(w.dana.seat) }, act: func(w *world) error { return vote(w.dana, w.question, assessment.InPlace) }, want: sentAway},
		"nobody votes when it is over":              {before: func(w *world) { w.room.Close() }, act: func(w *world) error { return vote(w.dana, w.question, assessment.InPlace) }, want: RoomOver},
		"a person votes beside a second screen":     {before: func(w *world) { _, _ = w.room.Enter(w.dana.code, "") }, act: func(w *world) error { return vote(w.dana, w.question, assessment.InPlace) }},
		"nobody votes elsewhere in step":            {change: func(o *Options) { o.InStep = true }, act: func(w *world) error { return vote(w.dana, w.other, assessment.InPlace) }, want: otherThing},
		"the room's question in step":               {change: func(o *Options) { o.InStep = true }, act: func(w *world) error { return vote(w.dana, w.question, assessment.InPlace) }},
		"a second seat":                             {act: func(w *world) error { return w.dana.Sit("Dana two", assessment.RoleOther) }, want: closedToSeat},
		"a second seat before the first is saved":   {before: func(w *world) { w.standing.sitting = true }, act: func(w *world) error { return w.standing.Sit("Mia", assessment.RoleOther) }, want: closedToSeat},
		"the name of somebody who was taken out":    {before: func(w *world) { <-w.room.Remove(w.dana.seat) }, act: func(w *world) error { return w.standing.Sit("Dana", assessment.RoleOther) }},
		"another's name":                            {act: func(w *world) error { return w.standing.Sit("dana", assessment.RoleOther) }, want: nameTaken},
		"another's name, with hidden letters":       {act: func(w *world) error { return w.standing.Sit(" Da\x1b[1mna\u202e ", assessment.RoleOther) }, want: nameTaken},
		"no name":                                   {act: func(w *world) error { return w.standing.Sit(" \x1b[31m\n", assessment.RoleOther) }, want: nameMissing},
		"a seat in a locked room":                   {before: func(w *world) { w.room.Lock(true) }, act: func(w *world) error { return w.standing.Sit("Mia", assessment.RoleRisk) }, want: roomLocked},
		"a seat when it is over":                    {before: func(w *world) { w.room.Close() }, act: func(w *world) error { return w.standing.Sit("Mia", assessment.RoleRisk) }, want: RoomOver},
		"a decision before the reveal": {act: func(w *world) error {
			return (<-w.room.Decide(w.question, assessment.Answer{Level: assessment.Partly}, "Rosa")).Err
		}, want: Refusal("Show the room its votes first, with v.")},
		"a decision after it": {before: func(w *world) { <-w.room.Reveal(w.question) }, act: func(w *world) error {
			return (<-w.room.Decide(w.question, assessment.Answer{Level: assessment.Partly}, "Rosa")).Err
		}},
	} {
		t.Run(name, func(t *testing.T) {
			w := make(t, c.change)
			if c.before != nil {
				c.before(w)
			}
			saves := w.store.Saves()
			err := c.act(w)
			if !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
			if c.want != nil && w.store.Saves() != saves {
				t.Error("what was refused was saved all the same")
			}
			if got := w.room.session.Team.Votes[w.question][w.ali.seat].Level; c.want != nil && got != assessment.No {
				t.Errorf("Ali's vote is %v", got)
			}
		})
	}
}

func naQuestion(r *Room) string {
	flow := assessment.NewFlow(r.o.Set, r.session)
	for i := range flow.Len() {
		if flow.At(i).AllowNA {
			return flow.At(i).ID
		}
	}
	return ""
}

// Nothing that anybody is shown before the reveal holds another's vote, note or secret.
func TestVotesAreBlindUntilTheReveal(t *testing.T) {
	room, _ := openRoom(t, nil)
	dana, ali := in(t, room, "Dana", assessment.RoleBusiness), in(t, room, "Ali", assessment.RoleTechnical)
	question := first(room)
	if saved := <-ali.Vote(question, assessment.Answer{Level: assessment.No, Note: "the canary"}); saved.Err != nil {
		t.Fatal(saved.Err)
	}
	_ = vote(dana, question, assessment.InPlace)

	holds := func(team *assessment.Team) bool { return len(team.Cast(question)) > 0 }
	for who, team := range map[string]*assessment.Team{"Dana": dana.View().Shown, "the facilitator": room.View().Shown} {
		if holds(team) {
			t.Errorf("%s sees votes before the reveal: %+v", who, team.Votes)
		}
		for _, seat := range team.Seats {
			if seat.Key != "" {
				t.Errorf("%s sees what a seat is bound to: %+v", who, seat)
			}
		}
	}
	if got := dana.View().Session.Answers[question]; got.Level != assessment.InPlace || got.Note != "" {
		t.Errorf("Dana's own vote is %+v", got)
	}
	if got := room.View().Voted[question]; got != 2 {
		t.Errorf("%d voted", got)
	}
	if saved := <-room.Reveal(question); saved.Err != nil {
		t.Fatal(saved.Err)
	}
	for who, team := range map[string]*assessment.Team{"Dana": dana.View().Shown, "the facilitator": room.View().Shown} {
		if !holds(team) {
			t.Errorf("%s sees no votes after the reveal", who)
		}
	}
}

// A vote that could not be saved is not in the room either, and the person is told.
func TestAVoteThatIsNotSavedDoesNotCount(t *testing.T) {
	room, store := openRoom(t, nil)
	dana := in(t, room, "Dana", assessment.RoleBusiness)
	question := first(room)
	_ = vote(dana, question, assessment.Partly)
	store.Fail = errors.New("the disk is full at /home/rosa")
	err := vote(dana, question, assessment.InPlace)
	if err == nil {
		t.Fatal("no error")
	}
	if said := assessment.Sentence(err); strings.Contains(said, "rosa") || !strings.Contains(said, "tell them") {
		t.Errorf("Dana reads %q", said)
	}
	if got := dana.View().Session.Answers[question].Level; got != assessment.Partly {
		t.Errorf("the room holds %v", got)
	}
	if room.View().Problem == "" {
		t.Error("the facilitator is not told")
	}
	second, err := room.Enter(room.code, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := second.Sit("Ali", assessment.RoleOther); err == nil {
		t.Fatal("no error")
	}
	if got := len(room.View().People); got != 1 {
		t.Errorf("%d people have a seat", got)
	}
}

func TestAClosedConnectionKeepsThePlace(t *testing.T) {
	room, _ := openRoom(t, nil)
	dana := in(t, room, "Dana", assessment.RoleBusiness)
	flow := assessment.NewFlow(room.o.Set, room.session)
	_ = vote(dana, flow.At(0).ID, assessment.Partly)
	dana.At(flow.At(3).ID)
	dana.Leave()
	if room.View().People[0].Here {
		t.Error("Dana is still here")
	}
	back, err := room.Enter(dana.code, "another key")
	if err != nil {
		t.Fatal(err)
	}
	view := back.View()
	if view.Name != "Dana" || view.Position != flow.At(3).ID || view.Session.Answers[flow.At(0).ID].Level != assessment.Partly {
		t.Errorf("%+v", view)
	}
	// The old connection cannot move the new one.
	dana.At(flow.At(1).ID)
	if got := back.View().Position; got != flow.At(3).ID {
		t.Errorf("the place is %s", got)
	}
}

func TestTheRoomGoesInStep(t *testing.T) {
	room, _ := openRoom(t, func(o *Options) { o.InStep = true })
	dana := in(t, room, "Dana", assessment.RoleBusiness)
	flow := assessment.NewFlow(room.o.Set, room.session)
	if got := dana.View().Step; got != flow.At(0).ID {
		t.Fatalf("the room begins at %q", got)
	}
	room.Step(flow.At(2).ID)
	if got := dana.View().Step; got != flow.At(2).ID {
		t.Errorf("the room is at %q", got)
	}
	room.Step("no-such-question")
	if got := dana.View().Step; got != flow.At(2).ID {
		t.Errorf("the room is at %q", got)
	}
}

func TestADecisionKeepsTheDissent(t *testing.T) {
	room, store := openRoom(t, nil)
	dana, ali := in(t, room, "Dana", assessment.RoleBusiness), in(t, room, "Ali", assessment.RoleTechnical)
	question := first(room)
	_, _ = vote(dana, question, assessment.InPlace), vote(ali, question, assessment.No)
	<-room.Reveal(question)
	if got := room.session.Answers[question].Level; got != assessment.No {
		t.Errorf("before the decision %v stands", got)
	}
	if saved := <-room.Decide(question, assessment.Answer{Level: assessment.InPlace, Note: "It is \x1b[31mwritten"}, "Rosa\n"); saved.Err != nil {
		t.Fatal(saved.Err)
	}
	d := room.View().Shown.Decisions[question]
	if d.By != "Rosa" || strings.ContainsRune(d.Note, '\x1b') || len(d.Dissent) != 1 || d.Dissent[0].Name != "Ali" || d.Dissent[0].Level != assessment.No {
		t.Errorf("%+v", d)
	}
	if got := room.session.Answers[question]; got.Level != assessment.InPlace || got.By != "Rosa" {
		t.Errorf("%+v", got)
	}
	_ = store
}

// Who sees to a question, and by when, outlives the reveal and the decision.
func TestTheRoomKeepsWhoSeesToIt(t *testing.T) {
	room, _ := openRoom(t, nil)
	dana := in(t, room, "Dana", assessment.RoleBusiness)
	question := first(room)
	room.session.Answers[question] = assessment.Answer{Level: assessment.InPlace, Owner: "Dev", Due: "2026-12-01"}
	_ = vote(dana, question, assessment.No)
	<-room.Reveal(question)
	if got := room.session.Answers[question]; got.Level != assessment.No || got.Owner != "Dev" {
		t.Errorf("after the reveal it is %+v", got)
	}
	<-room.Decide(question, assessment.Answer{Level: assessment.Partly, Known: assessment.Told, Owner: "Mia\n", Due: "2027-01-15"}, "Rosa")
	if got := room.session.Answers[question]; got.Level != assessment.Partly || got.Known != assessment.Told || got.Owner != "Mia" || got.Due != "2027-01-15" {
		t.Errorf("after the decision it is %+v", got)
	}
	if d := room.View().Shown.Decisions[question]; d.Owner != "Mia" || d.Due != "2027-01-15" {
		t.Errorf("the decision says %+v", d)
	}
}

func TestAddresses(t *testing.T) {
	for listen, want := range map[string]string{
		"": "127.0.0.1", "127.0.0.1": "127.0.0.1", "192.168.1.20": "192.168.1.20", "10.1.2.3": "10.1.2.3", "::1": "::1", "fe80::1": "fe80::1", "[fd00::2]": "fd00::2",
		"0.0.0.0": "", "::": "", "8.8.8.8": "", "2001:db8::1": "", "localhost": "", "192.168.1.20:22": "", "192.168.1.999": "",
	} {
		got, err := Address(listen)
		if (err == nil) != (want != "") || err == nil && got.String() != want {
			t.Errorf("%q: %v, %v", listen, got, err)
		}
		if err != nil && !strings.HasSuffix(strings.TrimSpace(assessment.Sentence(err)), ".") {
			t.Errorf("%q: %v is no sentence", listen, err)
		}
	}
}

func TestThePictureHoldsEveryModule(t *testing.T) {
	lines := picture("ssh://abcd-efgh@192.168.100.200:2222", qr.L)
	if len(lines) < 15 {
		t.Fatalf("%d lines", len(lines))
	}
	for _, line := range lines {
		if got, want := len([]rune(line)), len([]rune(lines[0])); got != want {
			t.Errorf("%d and %d cells", got, want)
		}
	}
	if strings.Trim(lines[0], "█") != "" {
		t.Errorf("no quiet border: %q", lines[0])
	}
}

// Ballots that another program takes in meanwhile are in the room after its next change.
func TestBallotsOnPaperJoinARunningRoom(t *testing.T) {
	room, store := openRoom(t, nil)
	dana := in(t, room, "Dana", assessment.RoleBusiness)
	question := first(room)
	other := workshoptest.Bakery()
	other.Team = assessment.NewTeam()
	other.Team.Put(assessment.Seat{ID: "paper", Name: "Mia", Role: assessment.RoleRisk, Paper: true})
	other.Team.Vote("paper", question, assessment.Answer{Level: assessment.No})
	store.Overwrite(other, 2)
	if err := vote(dana, question, assessment.InPlace); err != nil {
		t.Fatal(err)
	}
	for room.View().Voted[question] != 2 {
		<-room.Changed()
	}
	if people := room.View().People; len(people) != 2 || !people[1].Paper || people[1].Voted != 1 {
		t.Errorf("%+v", people)
	}
}

// What one seat writes has a bound, and the same vote again writes nothing. What was voted
// before the bound was reached stands, and the others go on.
func TestOneSeatWritesSoMuch(t *testing.T) {
	room, store := openRoom(t, nil)
	dana, ali := in(t, room, "Dana", assessment.RoleBusiness), in(t, room, "Ali", assessment.RoleTechnical)
	question := first(room)
	before := store.Saves()
	for range 10 {
		if err := vote(dana, question, assessment.No); err != nil {
			t.Fatal(err)
		}
	}
	if store.Saves() != before+1 {
		t.Errorf("the same vote was written %d times", store.Saves()-before)
	}
	long := strings.Repeat("𝕒", assessment.MaxNote)
	levels := [...]assessment.Level{assessment.No, assessment.Unsure}
	var refused error
	written := 0
	for i := 0; refused == nil && i < 2*mostVotes; i++ {
		result := <-dana.Vote(question, assessment.Answer{Level: levels[i%2], Note: long})
		if refused = result.Err; refused == nil {
			written++
		}
	}
	if !errors.Is(refused, tooOften) || written == 0 {
		t.Fatalf("after %d votes: %v", written, refused)
	}
	kept := room.session.Team.Votes[question][dana.seat]
	if kept.Level != levels[(written-1)%2] || utf8.RuneCountInString(kept.Note) != assessment.MaxVoteNote {
		t.Errorf("what stands is %v, with %d letters", kept.Level, utf8.RuneCountInString(kept.Note))
	}
	if most := mostVoteBytes / (4 * assessment.MaxVoteNote); written > most {
		t.Errorf("%d notes were written, more than %d", written, most)
	}
	if err := vote(ali, question, assessment.No); err != nil {
		t.Errorf("somebody else cannot vote: %v", err)
	}
	// Without notes it is the number that ends.
	for i := range 2 * mostVotes {
		if err := vote(ali, question, levels[i%2]); err != nil {
			if !errors.Is(err, tooOften) || i < mostVotes-2 {
				t.Errorf("vote %d: %v", i, err)
			}
			return
		}
	}
	t.Error("votes without end")
}

// A vote that could not be written is written when it is given again.
func TestAVoteThatFailedIsWrittenAgain(t *testing.T) {
	room, store := openRoom(t, nil)
	dana := in(t, room, "Dana", assessment.RoleBusiness)
	question := first(room)
	if err := vote(dana, question, assessment.No); err != nil {
		t.Fatal(err)
	}
	store.Fail = errors.New("the disk is full")
	if err := vote(dana, question, assessment.Unsure); err == nil {
		t.Fatal("the control: nothing failed")
	}
	store.Fail = nil
	for _, level := range []assessment.Level{assessment.No, assessment.Unsure} {
		before := store.Saves()
		if err := vote(dana, question, level); err != nil || store.Saves() != before+1 {
			t.Errorf("%v: %v, written %d times", level, err, store.Saves()-before)
		}
	}
}

// A room has so many seats, and one that was taken away cannot be had without end.
func TestARoomHasSoManySeats(t *testing.T) {
	const most = 5
	room, _ := openRoom(t, func(o *Options) { o.People = most })
	for i := range most {
		in(t, room, fmt.Sprint("Person ", i), assessment.RoleOther)
	}
	late, err := room.Enter(room.code, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := late.Sit("Late", assessment.RoleOther); !errors.Is(err, roomFull) {
		t.Errorf("one more: %v", err)
	}
	seats := most
	for ; seats <= mostRemoved*most; seats++ {
		people := room.View().People
		<-room.Remove(people[0].Seat)
		again, err := room.Enter(room.code, "")
		if err != nil {
			t.Fatal(err)
		}
		if err := again.Sit(fmt.Sprint("Again ", seats), assessment.RoleOther); err != nil {
			if !errors.Is(err, roomFull) || seats != mostRemoved*most {
				t.Errorf("seat %d: %v", seats, err)
			}
			return
		}
	}
	t.Errorf("%d seats", seats)
}

// Who looks like somebody who is here, or like the facilitator, does not come in under that
// name.
func TestNobodyTakesAnothersLooks(t *testing.T) {
	room, _ := openRoom(t, nil)
	in(t, room, "Ann", assessment.RoleBusiness)
	v, err := room.Enter(room.code, "")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]Refusal{
		"Аnn": nameTaken, "A\u200bnn": nameTaken, "ANN": nameTaken, "Ann (": nameTaken, "\u3164": nameMissing, "Facilitator": nameMissing, "...": nameMissing,
	} {
		if err := v.Sit(name, assessment.RoleOther); !errors.Is(err, want) {
			t.Errorf("%q: %v", name, err)
		}
	}
	if err := v.Sit("Bob (technical), Ann", assessment.RoleOther); err != nil || room.View().People[1].Name != "Bob technical Ann" {
		t.Errorf("%v, %v", err, room.View().People)
	}
}

// How far somebody is must not tell how they voted: whoever gets another question by a vote
// has as many to go as everybody else.
func TestCountsDoNotTellAVote(t *testing.T) {
	const file = "../../assessment/testdata/sets/werkstatt.yaml"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	set, err := assessment.Load(file, data)
	if err != nil {
		t.Fatal(err)
	}
	store := &workshoptest.Memory{Session: workshoptest.Bakery()}
	store.Session.SetID, store.Session.SetVersion = set.ID, set.Version
	store.Session.Setup.Powers, store.Session.Setup.Depth = []string{"read", "send"}, assessment.Full
	room, err := Open(Options{Store: store, Set: set, Session: "bakery", Now: time.Now, Host: "127.0.0.1", Port: 2222})
	if err != nil {
		t.Fatal(err)
	}
	ann, ben := in(t, room, "Ann", assessment.RoleBusiness), in(t, room, "Ben", assessment.RoleBusiness)
	for voter, level := range map[*Voter]assessment.Level{ann: assessment.InPlace, ben: assessment.No} {
		if err := vote(voter, "ausschalter", level); err != nil {
			t.Fatal(err)
		}
	}
	room.mu.Lock()
	_, one := assessment.NewFlow(set, ann.own()).Progress()
	_, other := assessment.NewFlow(set, ben.own()).Progress()
	room.mu.Unlock()
	if one == other {
		t.Fatal("the control: the vote changes nothing")
	}
	view := room.View()
	if a, b := view.People[0], view.People[1]; a.Total != b.Total || a.Voted != 1 || b.Voted != 1 {
		t.Errorf("%d of %d and %d of %d", a.Voted, a.Total, b.Voted, b.Total)
	}
}

// A seat's code ends with its room: in a later one on the same session it is no code.
func TestASeatsCodeEndsWithItsRoom(t *testing.T) {
	yesterday, _ := openRoom(t, nil)
	dana := in(t, yesterday, "Dana", assessment.RoleBusiness)
	if _, err := yesterday.Enter(dana.code, ""); err != nil {
		t.Fatalf("the control: %v", err)
	}
	yesterday.Close()
	session := workshoptest.Bakery()
	session.Team = yesterday.session.Team
	today, err := Open(Options{Store: &workshoptest.Memory{Session: session}, Set: assessment.Default(), Session: "bakery", Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	today.Lock(true)
	if _, err := today.Enter(dana.code, ""); !errors.Is(err, WrongCode) {
		t.Errorf("yesterday's code gives %v", err)
	}
	if today.Knows(dana.code) || today.SeatOf(dana.code) != "" {
		t.Error("yesterday's code is known at the door")
	}
}

// Whoever lost their way back asks for their seat by its name, and the facilitator gives it.
// What led there before does so no more.
func TestALostSeatComesBackToItsPerson(t *testing.T) {
	room, store := openRoom(t, nil)
	dana, ali := in(t, room, "Dana", assessment.RoleBusiness), in(t, room, "Ali", assessment.RoleRisk)
	question := first(room)
	if err := vote(dana, question, assessment.Partly); err != nil {
		t.Fatal(err)
	}
	asks := func(name string) bool {
		for _, p := range room.View().People {
			if p.Name == name {
				return p.Asks
			}
		}
		return false
	}
	again := func() *Voter {
		v, err := room.Enter(room.code, "")
		if err != nil {
			t.Fatal(err)
		}
		if err := v.Sit("dana", assessment.RoleOther); !errors.Is(err, nameTaken) {
			t.Fatalf("got %v", err)
		}
		return v
	}
	if err := (<-room.HandOver(dana.seat)).Err; !errors.Is(err, nobodyAsks) {
		t.Errorf("a seat that nobody asked for: %v", err)
	}
	back := again()
	if !asks("Dana") || asks("Ali") {
		t.Error("the facilitator does not see who asks")
	}
	if back.seat != "" || len(back.View().Session.Answers) != 0 {
		t.Error("asking gives a seat")
	}
	// Two who say that they are Dana: nobody can tell which one is.
	second := again()
	if err := (<-room.HandOver(dana.seat)).Err; asks("Dana") || !errors.Is(err, nobodyAsks) {
		t.Errorf("with two it gives %v", err)
	}
	second.Leave()
	store.Fail = errors.New("full")
	if err := (<-room.HandOver(dana.seat)).Err; err == nil || back.seat != "" {
		t.Error("a seat that was not saved is given")
	}
	store.Fail = nil
	before := dana.code
	if err := (<-room.HandOver(dana.seat)).Err; err != nil {
		t.Fatal(err)
	}
	if back.seat != dana.seat || back.View().Session.Answers[question].Level != assessment.Partly || dana.ended != elsewhere {
		t.Errorf("seat %q, ended %q", back.seat, dana.ended)
	}
	if err := vote(back, question, assessment.No); err != nil {
		t.Error(err)
	}
	if err := vote(dana, question, assessment.InPlace); err == nil {
		t.Error("the screen from before still votes")
	}
	if _, err := room.Enter(before, ""); !errors.Is(err, WrongCode) {
		t.Errorf("the code from before gives %v", err)
	}
	if v, err := room.Enter(room.code, "key of Dana"); err != nil || v.seat != "" {
		t.Errorf("the key from before gives %v", err)
	}
	if v, err := room.Enter(back.code, ""); err != nil || v.seat != dana.seat {
		t.Errorf("the new code gives %v", err)
	}
	if seats := room.View().People; len(seats) != 2 || ali.ended != "" {
		t.Errorf("%d seats", len(seats))
	}
}

// New seats come no faster than people come into a room.
func TestSeatsComeAtThePaceOfPeople(t *testing.T) {
	now := time.Date(2026, 11, 24, 14, 0, 0, 0, time.UTC)
	room, _ := openRoom(t, func(o *Options) { o.Now = func() time.Time { return now } })
	for i := range seatsAMinute {
		now = now.Add(time.Second)
		in(t, room, fmt.Sprint("Person ", i), assessment.RoleOther)
	}
	late, err := room.Enter(room.code, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := late.Sit("Late", assessment.RoleOther); !errors.Is(err, roomBusy) {
		t.Errorf("one more within the minute: %v", err)
	}
	now = now.Add(time.Minute - seatsAMinute*time.Second + 2*time.Second)
	if err := late.Sit("Late", assessment.RoleOther); err != nil {
		t.Errorf("a minute after the first: %v", err)
	}
}

// With the last of those who were expected the room locks itself, once.
func TestTheRoomLocksItself(t *testing.T) {
	room, _ := openRoom(t, func(o *Options) { o.Expected = 2 })
	in(t, room, "Dana", assessment.RoleBusiness)
	if view := room.View(); view.Locked || view.Gathered {
		t.Error("it is locked with one of two")
	}
	in(t, room, "Ali", assessment.RoleRisk)
	if view := room.View(); !view.Locked || !view.Gathered {
		t.Error("it is open with both")
	}
	if _, err := room.Enter(room.code, ""); !errors.Is(err, roomLocked) {
		t.Errorf("one more: %v", err)
	}
	room.Lock(false)
	in(t, room, "Mia", assessment.RoleOther)
	if room.View().Locked {
		t.Error("it locks itself against the facilitator's word")
	}
}

// The facilitator sees on which questions somebody who is here has not voted. A question that
// is asked because of an answer does not count before that answer was shown.
func TestWhoIsWaitedFor(t *testing.T) {
	room, _ := openRoom(t, nil)
	dana, ali := in(t, room, "Dana", assessment.RoleBusiness), in(t, room, "Ali", assessment.RoleRisk)
	flow := assessment.NewFlow(room.o.Set, room.session)
	one, two := flow.At(0).ID, flow.At(1).ID
	for _, err := range []error{vote(dana, one, assessment.InPlace), vote(ali, one, assessment.No), vote(dana, two, assessment.No)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if view := room.View(); view.Waiting[one] != 0 || view.Waiting[two] != 1 {
		t.Errorf("waiting: %d and %d", view.Waiting[one], view.Waiting[two])
	}
	ali.Leave()
	if view := room.View(); view.Waiting[two] != 0 {
		t.Error("who is away is waited for")
	}
	asked := map[string]bool{}
	for i := range flow.Len() {
		asked[flow.At(i).ID] = true
	}
	for question := range room.View().Voted {
		if !asked[question] {
			t.Errorf("the votes on %s are counted, which the room does not ask", question)
		}
	}
}

// What v shows is what everybody who is here has answered, also where somebody came in after
// the facilitator was asked: whoever is late keeps their vote. One question is the
// facilitator's to show.
func TestTheRoomIsShownWhatEverybodyHereHasAnswered(t *testing.T) {
	room, store := openRoom(t, nil)
	dana, ali := in(t, room, "Dana", assessment.RoleBusiness), in(t, room, "Ali", assessment.RoleRisk)
	flow := assessment.NewFlow(room.o.Set, room.session)
	both, one, none := flow.At(0).ID, flow.At(1).ID, flow.At(2).ID
	for _, err := range []error{vote(dana, both, assessment.InPlace), vote(ali, both, assessment.No), vote(dana, one, assessment.No)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	view := room.View()
	hidden, answered := view.Hidden(), view.Answered()
	if want := slices.Sorted(slices.Values([]string{both, one})); !slices.Equal(hidden, want) || !slices.Equal(answered, []string{both}) {
		t.Fatalf("hidden are %v, answered %v", hidden, answered)
	}

	mia := in(t, room, "Mia", assessment.RoleOther)
	saves := store.Saves()
	if saved := <-room.RevealAnswered(answered); !errors.Is(saved.Err, somebodyLate) || store.Saves() != saves || len(room.View().Shown.Revealed) != 0 {
		t.Errorf("with Mia at the table it gives %v, and shows %v", saved.Err, room.View().Shown.Revealed)
	}
	if err := vote(mia, both, assessment.Partly); err != nil {
		t.Fatal(err)
	}
	if saved := <-room.RevealAnswered([]string{both, one, none}); saved.Err != nil {
		t.Fatal(saved.Err)
	}
	view = room.View()
	if shown := view.Shown.Revealed; len(shown) != 1 || !shown[both] || !slices.Equal(view.Hidden(), []string{one}) || len(view.Answered()) != 0 {
		t.Errorf("shown are %v, hidden %v, answered %v", shown, view.Hidden(), view.Answered())
	}
	if saved := <-room.Reveal(one); saved.Err != nil || !room.View().Shown.Revealed[one] {
		t.Errorf("one question by itself: %v", saved.Err)
	}
}
