package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"readycheck/assessment"
	"readycheck/tui/workshop"
)

// mine is what the room has of a phone's votes.
func (p *phone) mine(question string) assessment.Answer {
	p.s.t.Helper()
	voter, err := p.s.room.Visit(p.code())
	if err != nil {
		p.s.t.Fatal(err)
	}
	return voter.View().Session.Answers[question]
}

// One tap is a vote; how it is known and a note come after it or with it, and the next page says
// what was kept.
func TestAVoteIsOneTap(t *testing.T) {
	s := serve(t, change{})
	dana := s.phone()
	dana.join("Dana", assessment.RoleRisk)
	first, second, third := s.question(0).ID, s.question(1), s.question(2).ID
	kept := dana.vote(first, "partly.0")
	kept.shows(t, "Kept: It is clear what it is for", "How do you know?", "I've seen it", "Go on without saying it")
	if kept.title() != "Kept: partly – readycheck" || !strings.Contains(kept.body, "<h1 tabindex=\"-1\" autofocus>") {
		t.Errorf("%q: %s", kept.title(), kept.body)
	}
	next := dana.post("/q/"+first, kept.fields("/q/"+first, "known", "seen", "note", "I looked."))
	next.shows(t, "Kept: partly, you saw it. Your note is kept too.", second.Text)
	if !strings.HasPrefix(next.title(), "Kept: partly, you saw it.") {
		t.Errorf("the title is %q", next.title())
	}
	if got := dana.mine(first); got.Level != assessment.Partly || got.Known != assessment.Seen || got.Note != "I looked." {
		t.Errorf("the room has %+v", got)
	}
	// With how it is known on the form nothing more is asked.
	dana.vote(second.ID, "in_place.0", "known", "told", "note", "So they say.").shows(t, "Kept: in place, someone told you.", s.question(2).Text)
	// What cannot be known is not asked.
	dana.vote(third, "unsure.0", "known", "seen").shows(t, "Kept: not sure.")
	if got := dana.mine(third); got.Known != assessment.Assumed {
		t.Errorf("the room has %+v", got)
	}
	dana.get("/q/"+third).hides(t, "autofocus")
	dana.get("/votes").shows(t, "You have voted on 3 of 15.", "You: partly, you saw it.")
	// Where somebody stopped, they go on.
	if a := dana.get("/"); a.path != "/q/"+s.question(3).ID {
		t.Errorf("they go on at %s", a.path)
	}
}

// What does not apply needs a reason; what is missing is said at its field, and nothing is lost.
func TestAVoteThatIsNotWhole(t *testing.T) {
	s := serve(t, change{})
	dana := s.phone()
	dana.join("Dana", assessment.RoleRisk)
	var question *assessment.Question
	for at := 0; question == nil; at++ {
		if q := s.question(at); q.AllowNA {
			question = q
		}
	}
	path := "/q/" + question.ID
	a := dana.vote(question.ID, "na.0", "reason", " ")
	a.shows(t, "Say in a few words why it does not apply.")
	if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `aria-describedby="wrong-reason"`) {
		t.Errorf("%d %s", a.status, a.body)
	}
	dana.vote(question.ID, "na.0", "reason", "We have no customers").shows(t, "Kept: does not apply.")
	if got := dana.mine(question.ID); got.Level != assessment.NA || got.Reason != "We have no customers" {
		t.Errorf("the room has %+v", got)
	}
	for _, value := range []string{"", "none", "in_place", "in_place.9", "in_place.-1", "unanswered.0", "NO.0", "5", strings.Repeat("x", 9000)} {
		a := dana.post(path, dana.get(path).fields(path, "answer", value, "note", "what I typed", "known", "told")).shows(t, "Choose an answer.", "what I typed")
		if a.status != http.StatusUnprocessableEntity {
			t.Errorf("%q: %d", value, a.status)
		}
	}
	// Enter in a field is no answer: the first button of the form is none.
	form := dana.get(path).body
	if first, answers := strings.Index(form, `name="answer" value="none"`), strings.Index(form, `value="in_place.0"`); first < 0 || first > answers {
		t.Error("enter would give the first answer")
	}
	if got := dana.mine(question.ID); got.Level != assessment.NA {
		t.Errorf("the room has %+v", got)
	}
	// A question that the room does not ask takes nothing.
	if a := dana.post("/q/nothing", url.Values{"token": dana.get(path).hidden(path)["token"], "answer": {"no.0"}}); a.status != http.StatusNotFound {
		t.Errorf("%d", a.status)
	}
	// A long note is kept by its letters, and one that can be harmful as text.
	note := strings.Repeat("ö", 3000)
	dana.vote(question.ID, "no.0", "note", note)
	if got := []rune(dana.mine(question.ID).Note); len(got) != assessment.MaxVoteNote {
		t.Errorf("%d letters are kept", len(got))
	}
	dana.vote(question.ID, "no.0", "note", "</textarea><script>alert(1)</script>\x1b[2J")
	dana.get(path).hides(t, "<script", "\x1b")
}

// An old form is shown by "back", or stands in another tab: the last tap wins, and a note that
// nobody changed there overwrites none.
func TestAnOldFormOverwritesNothing(t *testing.T) {
	s := serve(t, change{})
	dana := s.phone()
	dana.join("Dana", assessment.RoleRisk)
	question := s.question(0).ID
	path := "/q/" + question
	old := dana.get(path)
	dana.vote(question, "no.0", "note", "The newest note,\r\nin two lines.")
	dana.post(path, old.fields(path, "answer", "partly.0", "note", "", "known", "told"))
	if got := dana.mine(question); got.Level != assessment.Partly || got.Note != "The newest note,\nin two lines." {
		t.Errorf("the room has %+v", got)
	}
	// The page as it is now takes the note away.
	dana.vote(question, "partly.0", "note", "")
	if got := dana.mine(question); got.Note != "" {
		t.Errorf("the room has %+v", got)
	}
	// Two taps 700 ms apart on two answers: the later one stands, and the page says which.
	form := dana.get(path)
	dana.post(path, form.fields(path, "answer", "no.0"))
	dana.post(path, form.fields(path, "answer", "unsure.0")).shows(t, "Kept: not sure.")
	if got := dana.mine(question); got.Level != assessment.Unsure {
		t.Errorf("the room has %+v", got)
	}
}

// What comes after the room has seen the votes: the vote stays, the note is kept or shown back,
// and the page says so.
func TestANoteThatComesLate(t *testing.T) {
	s := serve(t, change{})
	dana, ali := s.phone(), s.phone()
	dana.join("Dana", assessment.RoleRisk)
	ali.join("Ali", assessment.RoleTechnical)
	question := s.question(0).ID
	path := "/q/" + question
	dana.vote(question, "no.0")
	danas, alis := dana.get(path), ali.get(path)
	s.reveal(question)
	a := dana.post(path, danas.fields(path, "answer", "in_place.0", "note", "What I typed meanwhile"))
	a.shows(t, "so yours stays as it is. Your note was kept.", "What I typed meanwhile", "You said: no.")
	if got := dana.mine(question); got.Level != assessment.No || got.Note != "What I typed meanwhile" || a.status != http.StatusConflict {
		t.Errorf("%d, the room has %+v", a.status, got)
	}
	ali.post(path, alis.fields(path, "answer", "in_place.0", "note", "And mine")).shows(t, "your answer came too late", "This is what you had written:", "And mine")
	if got := ali.mine(question); got.Level != assessment.Unanswered {
		t.Errorf("the room has %+v", got)
	}
	dana.post(path, danas.fields(path, "answer", "in_place.0")).shows(t, "so yours stays as it is.").hides(t, "Your note was kept")
	<-s.room.Decide(question, assessment.Answer{Level: assessment.No}, "Rosa")
	dana.post(path, danas.fields(path, "answer", "no.0", "note", "Too late for this")).shows(t, "Decided: no, by Rosa.", "This is what you had written:", "Too late for this").hides(t, "with d", "<textarea")
}

// After the reveal: who said what, by role, and the form for those who see it otherwise.
func TestWhatTheRoomSaid(t *testing.T) {
	s := serve(t, change{})
	people := map[string]*phone{}
	question := s.question(0).ID
	path := "/q/" + question
	for name, c := range map[string]struct {
		role  assessment.Role
		level string
	}{"Dana": {assessment.RoleRisk, "no.0"}, "Ali": {assessment.RoleTechnical, "in_place.0"}, "Cy": {assessment.RoleRisk, "no.0"}} {
		people[name] = s.phone()
		people[name].join(name, c.role)
		people[name].vote(question, c.level, "known", "seen", "note", "A note of "+name)
	}
	people["Dana"].get(path).hides(t, "Ali", "Cy")
	s.reveal(question)
	page := people["Dana"].get(path)
	page.shows(t, "What the room said", "Technical", "in place Ali", "no Dana", "no Cy", "1 in place, 2 no.", "Not decided yet. Until it is, the most cautious answer counts: no.", "A note of Ali", "You said: no.")
	page.hides(t, "<form")
	odd := people["Ali"].get(path).shows(t, "Say why you see it so:")
	people["Ali"].post("/why/"+question, odd.fields("/why/"+question, "note", "It lies in the folder.")).shows(t, "Your note is kept. The room can read it now.", "It lies in the folder.")
	people["Dana"].get(path).shows(t, "It lies in the folder.").hides(t, "A note of Ali")
	people["Dana"].get(path+"?more=1").shows(t, "Say why you see it so:")
	people["Dana"].get("/votes").shows(t, "Shown to all", "The room has seen the votes.")
	late := s.phone()
	late.join("Late", assessment.RoleOther)
	late.get(path).shows(t, "What the room said").hides(t, "<form", "You said")
	if a := late.post("/why/"+question, url.Values{"token": late.get("/seat").hidden("/seat")["token"], "note": {"x"}}); a.status != http.StatusConflict {
		t.Errorf("%d", a.status)
	}
}

// The room votes once more: everybody is asked again, and reads what they said.
func TestASecondVote(t *testing.T) {
	s := serve(t, change{})
	dana, ali := s.phone(), s.phone()
	dana.join("Dana", assessment.RoleRisk)
	ali.join("Ali", assessment.RoleTechnical)
	question := s.question(0).ID
	path := "/q/" + question
	dana.vote(question, "no.0")
	ali.vote(question, "in_place.0")
	s.reveal(question)
	dana.get(path).shows(t, "What the room said")
	if saved := <-s.room.VoteAgain(question); saved.Err != nil {
		t.Fatal(saved.Err)
	}
	if a := dana.get("/").shows(t, "The room votes once more. You said: no.", "It may be the same one."); a.path != path {
		t.Errorf("they are at %s", a.path)
	}
	dana.vote(question, "partly.0", "known", "told").shows(t, "Kept: partly, someone told you.")
	dana.get(path).shows(t, "You have voted once more: partly, someone told you.")
	ali.get(path).hides(t, "partly, someone")
	s.reveal(question)
	ali.get(path).shows(t, "partly Dana", "in place Ali", "At first: 1 in place, 1 no. One of two moved from no to partly.")
}

// The room goes together: a page that waits goes on by itself, and what was typed for the
// question before is still taken.
func TestInStep(t *testing.T) {
	s := serve(t, change{room: func(o *workshop.Options) { o.InStep = true }})
	dana, ali := s.phone(), s.phone()
	first, second := s.question(0).ID, s.question(1).ID
	dana.join("Dana", assessment.RoleRisk)
	ali.join("Ali", assessment.RoleTechnical)
	alis := ali.get("/q/" + first)
	waits := dana.vote(first, "no.0")
	waits.shows(t, "Kept: no.", "Wait for the others", "Look again now", "Let it stand still").hides(t, "<form")
	again := waits.header.Get("Refresh")
	if !strings.HasPrefix(again, "5; url=/wait?saw=") {
		t.Errorf("it looks again: %q", again)
	}
	still := dana.get("/wait?still=1").shows(t, "This page stands still.", "Let it look by itself")
	if still.header.Get("Refresh") != "" {
		t.Error("a page that stands still looks again")
	}
	// Nothing new: nothing is read out.
	_, at, _ := strings.Cut(again, "url=")
	dana.get(at).hides(t, "autofocus", "Kept")
	s.room.Step(second)
	if a := dana.get(at); a.path != "/q/"+second {
		t.Errorf("they are at %s", a.path)
	}
	ali.post("/q/"+first, alis.fields("/q/"+first, "answer", "in_place.0", "note", "typed while the room went on", "known", "seen")).shows(t, "Kept: in place, you saw it. Your note is kept too.", s.question(1).Text)
	dana.get("/q/"+s.question(2).ID).shows(t, s.question(2).Text)
	dana.vote(s.question(2).ID, "no.0").shows(t, "The room is at another question now.")
	// What the room said comes by itself too, and waits for the next question.
	dana.vote(second, "no.0")
	ali.vote(second, "no.0")
	s.reveal(second)
	shown := dana.get("/wait").shows(t, "What the room said", "Wait for the next question")
	if shown.header.Get("Refresh") != "5; url=/q/"+second+"?follow=1" {
		t.Errorf("it looks again: %q", shown.header.Get("Refresh"))
	}
	next := shown.body[strings.Index(shown.body, `href="/wait?saw=`)+len(`href="`):]
	next, _, _ = strings.Cut(next, `"`)
	dana.get(next).shows(t, "Wait for the others")
	s.room.Step(s.question(2).ID)
	for _, path := range []string{next, "/q/" + second + "?follow=1", "/", "/wait"} {
		if a := dana.get(path); a.path != "/q/"+s.question(2).ID {
			t.Errorf("%s leads to %s", path, a.path)
		}
	}
}

// In a room that goes together somebody's own votes may not lead to the room's question: they
// wait, and are not sent to a page that is none.
func TestInStepAtAQuestionThatIsNotTheirs(t *testing.T) {
	s := serve(t, change{
		session: func(session *assessment.Session) { session.Setup.Depth = assessment.Full },
		room:    func(o *workshop.Options) { o.InStep = true },
	})
	before, after := follows(t, s.memory.Session)
	dana := s.phone()
	dana.join("Dana", assessment.RoleRisk)
	s.room.Step(before)
	dana.vote(before, "no.0")
	s.reveal(before)
	<-s.room.Decide(before, assessment.Answer{Level: assessment.InPlace}, "Rosa")
	s.room.Step(after)
	for _, path := range []string{"/", "/wait", "/q/" + before + "?follow=1"} {
		if a := dana.get(path); a.status != http.StatusOK || !strings.HasPrefix(a.path, "/wait") {
			t.Errorf("%s leads to %d %s", path, a.status, a.path)
		}
	}
	s.reveal(after)
}

// follows finds a question that is asked only where an earlier one is in place.
func follows(t *testing.T, session *assessment.Session) (before, after string) {
	t.Helper()
	set := assessment.Default()
	asked := func(level assessment.Level, question, id string) bool {
		copied := *session
		copied.Answers = map[string]assessment.Answer{question: {Level: level}}
		return assessment.NewFlow(set, &copied).Position(id) >= 0
	}
	for i := range set.Questions {
		for j := range i {
			if b, a := set.Questions[j].ID, set.Questions[i].ID; asked(assessment.InPlace, b, a) && !asked(assessment.No, b, a) && asked(assessment.No, b, b) {
				return b, a
			}
		}
	}
	t.Skip("no question follows from another one")
	return "", ""
}

// Where nobody is asked for a name, none is on any page, and nobody is told whose a vote is.
func TestWithoutNames(t *testing.T) {
	s := serve(t, change{room: func(o *workshop.Options) { o.Anonymous = true }})
	one, two := s.phone(), s.phone()
	one.get(s.path()).shows(t, "Nobody is asked for a name here.").hides(t, `name="name"`, `name="role"`)
	one.join("", assessment.RoleOther)
	two.join("", assessment.RoleOther)
	question := s.question(0).ID
	one.vote(question, "no.0", "note", "because")
	two.vote(question, "in_place.0", "known", "seen")
	s.reveal(question)
	page := two.get("/q/" + question)
	page.shows(t, "Everybody ○ no ● in place", "1 in place, 1 no.", "because")
	body, _, _ := strings.Cut(page.body, "<footer>")
	if strings.Contains(body, "Person") || strings.Contains(body, "Technical") {
		t.Errorf("the page tells who it was: %s", page.text())
	}
	two.get("/seat").shows(t, "The room calls you Person 2").hides(t, `name="name"`)
	if a := two.post("/seat", url.Values{"token": two.get("/q/" + s.question(1).ID).hidden("/q/" + s.question(1).ID)["token"], "name": {"Dana"}, "role": {"risk"}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("%d", a.status)
	}
	<-s.room.Decide(question, assessment.Answer{Level: assessment.No}, "Rosa")
	two.get("/q/"+question).shows(t, "Decided: no, by Rosa.").hides(t, "Person 1", "said in place")
}

// A person changes their own name and role, and no other's.
func TestTheSeat(t *testing.T) {
	s := serve(t, change{})
	dana, ali := s.phone(), s.phone()
	dana.join("Dana", assessment.RoleRisk)
	ali.join("Ali", assessment.RoleTechnical)
	seat := dana.get("/seat").shows(t, grouped(dana.code()))
	dana.post("/seat", seat.fields("/seat", "name", "Dana B", "role", "business")).shows(t, "Kept: Dana B, business.", "Your seat: Dana B")
	dana.post("/seat", seat.fields("/seat", "name", "ali", "role", "risk")).shows(t, "Somebody here has this name already.")
	dana.post("/seat", seat.fields("/seat", "name", " ", "role", "risk")).shows(t, "Write your name")
	if people := s.room.View().People; people[0].Name != "Dana B" || people[1].Name != "Ali" {
		t.Errorf("the room has %+v", people)
	}
}

// The timer is said in words, and ends nothing.
func TestTheTimer(t *testing.T) {
	s := serve(t, change{})
	dana := s.phone()
	dana.join("Dana", assessment.RoleRisk)
	path := "/q/" + s.question(0).ID
	dana.get(path).hides(t, "left")
	s.room.Give(5 * time.Minute)
	for _, c := range []struct {
		after time.Duration
		want  string
	}{{0, "About 5 minutes are left."}, {90 * time.Second, "About 4 minutes are left."}, {150 * time.Second, "Less than a minute is left."}, {time.Minute, "The time is over."}} {
		s.clock.wait(c.after)
		dana.get(path).shows(t, c.want)
		dana.get("/votes").shows(t, c.want)
	}
	dana.vote(s.question(0).ID, "no.0").shows(t, "Kept: no.")
	s.room.Give(0)
}

// Where the data file fails, the person reads that, and keeps what they typed.
func TestAVoteThatCannotBeWritten(t *testing.T) {
	s := serve(t, change{})
	dana := s.phone()
	dana.join("Dana", assessment.RoleRisk)
	s.memory.Fail = http.ErrServerClosed
	a := dana.vote(s.question(0).ID, "no.0", "note", "what I typed")
	a.shows(t, "The facilitator's computer could not write it.", "what I typed").hides(t, "Kept", "Server closed")
	s.memory.Fail = nil
	dana.vote(s.question(0).ID, "no.0").shows(t, "Kept: no.")
}

// A finger that taps twice meets the next page with its second tap. That one does not count: no
// answer is given to a question that nobody read, and nobody is said to have seen what they have
// not.
func TestASecondTapIsNoAnswerToTheNextPage(t *testing.T) {
	s := serve(t, change{})
	s.server.readFirst = readFirst
	dana := s.phone()
	dana.join("Dana", assessment.RoleBusiness)
	first, second := s.question(0).ID, s.question(1).ID
	s.clock.wait(time.Minute)
	dana.vote(first, "no.0").shows(t, "That tap came before the page could be read")
	if got := s.stored(first); len(got) != 0 {
		t.Fatalf("a page that was just made took %+v", got)
	}
	page := dana.get("/q/" + first)
	s.clock.wait(readFirst)
	next := dana.post("/q/"+first, page.fields("/q/"+first, "answer", "no.0"))
	next.shows(t, "Kept: ")
	again := dana.post("/q/"+second, next.fields("/q/"+second, "answer", "no.0"))
	again.shows(t, "That tap came before the page could be read", s.question(1).Text)
	if got := s.stored(second); len(got) != 0 {
		t.Errorf("the second tap voted on the next question: %+v", got)
	}
	s.clock.wait(readFirst)
	dana.post("/q/"+second, again.fields("/q/"+second, "answer", "in_place.0")).shows(t, "How do you know?")
	kept := dana.get("/kept/" + second)
	dana.post("/q/"+second, kept.fields("/q/"+second, "known", "seen")).shows(t, "How do you know?", "That tap came before")
	if got := s.stored(second); got[len(got)-1].Known != assessment.Assumed {
		t.Errorf("the second tap said how it is known: %+v", got)
	}
	s.clock.wait(readFirst)
	dana.post("/q/"+second, kept.fields("/q/"+second, "known", "seen"))
	if got := s.stored(second); got[len(got)-1].Known != assessment.Seen {
		t.Errorf("a tap that was meant did not count: %+v", got)
	}
}
