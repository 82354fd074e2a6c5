package web

import (
	"context"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"readycheck/assessment"
	"readycheck/tui/workshop"
	"readycheck/tui/workshop/gate"
)

// From the picture to the first vote: the link, a name, a side, "Come in", an answer.
func TestFromThePictureToTheFirstVote(t *testing.T) {
	s := serve(t, change{})
	dana := s.phone()
	form := dana.get(s.path())
	form.shows(t, "Come in to the workshop", "It is about “It drafts replies to cake orders” at “Rosa's Bakery”.", "Your first name", "I have voted here before", "Nobody sees another's answers")
	in := dana.post("/join", form.fields("/join", "name", " Dana ", "role", "risk"))
	question := s.question(0)
	in.shows(t, "You are in, Dana.", question.Text, "1 of 15")
	if !strings.HasPrefix(in.path, "/q/"+question.ID) {
		t.Errorf("the first page is %s", in.path)
	}
	dana.post("/q/"+question.ID, in.fields("/q/"+question.ID, "answer", "no.0")).shows(t, "Kept: no.", s.question(1).Text)
	if got := s.stored(question.ID); len(got) != 1 || got[0].Level != assessment.No {
		t.Errorf("the room has %+v", got)
	}
	if seat := s.room.View().People[0]; seat.Name != "Dana" || seat.Role != assessment.RoleRisk || !seat.Here {
		t.Errorf("the room has %+v", seat)
	}
	s.clock.wait(21 * time.Second)
	if s.room.View().People[0].Here {
		t.Error("somebody who asks for nothing is here")
	}
	dana.get("/wait")
	if !s.room.View().People[0].Here {
		t.Error("somebody who asks is not here")
	}
}

// A camera looks at the link before its owner does: that takes no seat, however often.
func TestLookingTakesNoSeat(t *testing.T) {
	s := serve(t, change{})
	for range 3 {
		s.phone().get(s.path())
	}
	p := s.phone()
	form := p.get(s.path())
	p.get("/join?" + form.fields("/join", "name", "Dana", "role", "risk").Encode())
	if view := s.room.View(); len(view.People) != 0 || view.Arriving != 0 {
		t.Errorf("there are %d people, %d arriving", len(view.People), view.Arriving)
	}
}

// Codes are read as people type them, and open what they are for.
func TestCodesByTheForm(t *testing.T) {
	s := serve(t, change{})
	dana := s.phone()
	dana.join("Dana", assessment.RoleBusiness)
	room := s.room.Code()
	for typed, want := range map[string]string{
		room: "Your first name", strings.ToUpper(room): "Your first name", " " + strings.ReplaceAll(room, "-", " – ") + " ": "Your first name", strings.ReplaceAll(room, "-", "\u2011"): "Your first name",
		dana.code(): "Your seat: Dana", strings.ToUpper(grouped(dana.code())): "Your seat: Dana", strings.Join(strings.Split(dana.code(), ""), " "): "Your seat: Dana",
		s.room.ScreenCode(): "Come in",
		"":                  string(workshop.WrongCode), "0000-0000": string(workshop.WrongCode), "000000000000": string(workshop.WrongCode), room + "0": string(workshop.WrongCode), strings.Repeat("-", 200) + room: string(workshop.WrongCode), "<script>": string(workshop.WrongCode),
	} {
		p := s.phone()
		p.post("/", p.get("/").fields("/", "code", typed)).shows(t, want)
	}
	// A seat's code is for the form alone: a path is written down in many places.
	s.phone().get("/"+dana.code()).shows(t, string(workshop.WrongCode))
	s.phone().get("/"+plain(s.room.ScreenCode())).shows(t, string(workshop.WrongCode))
}

// Whoever has no seat, another's, or none any more is asked for a code, and learns nothing.
func TestNobodySeesAnothersPages(t *testing.T) {
	s := serve(t, change{})
	dana, ali := s.phone(), s.phone()
	dana.join("Dana", assessment.RoleBusiness)
	ali.join("Ali", assessment.RoleTechnical)
	question := s.question(0).ID
	dana.vote(question, "no.0", "note", "a secret of Dana's")
	screen := s.phone()
	screen.post("/", url.Values{"code": {s.room.ScreenCode()}})
	newcomer := s.phone()
	newcomer.get(s.path())
	strangers := map[string]*phone{"nobody": s.phone(), "the big screen": screen, "a newcomer": newcomer}
	at, _ := url.Parse("http://" + s.address)
	for name, value := range map[string]string{
		"a made-up cookie": "000000000000", "the room's code": plain(s.room.Code()), "the screen's code": plain(s.room.ScreenCode()), "an empty one": "", "a long one": strings.Repeat("0", 4000), "an odd one": "%00'--",
	} {
		p := s.phone()
		p.client.Jar.SetCookies(at, []*http.Cookie{{Name: s.server.seatCookie, Value: value}})
		strangers[name] = p
	}
	for name, p := range strangers {
		for _, path := range []string{"/q/" + question, "/kept/" + question, "/votes", "/seat", "/other", "/wait"} {
			a := p.get(path).hides(t, "secret", "Dana")
			if a.path != "/" {
				t.Errorf("%s is at %s", name, a.path)
			}
			if a.header.Get("Set-Cookie") != "" && name == "nobody" {
				t.Errorf("%s is given a cookie: %s", name, a.header.Get("Set-Cookie"))
			}
		}
		votes := len(s.memory.Votes())
		for _, path := range []string{"/q/" + question, "/why/" + question, "/seat", "/other"} {
			p.post(path, dana.get("/q/"+question).fields("/q/"+question, "answer", "in_place.0", "name", "Mallory", "note", "x")).hides(t, "secret", "Dana")
		}
		if len(s.memory.Votes()) != votes {
			t.Errorf("%s votes", name)
		}
	}
	ali.get("/q/"+question).hides(t, "secret", "Dana")
	if people := s.room.View().People; len(people) != 2 || people[0].Name != "Dana" {
		t.Errorf("the room has %+v", people)
	}
	// Who was taken out of the room is told so, once.
	<-s.room.Remove(s.room.View().People[1].Seat)
	ali.get("/votes").shows(t, "The facilitator has taken this seat out of the room.")
	ali.get("/").shows(t, "Type the code")
}

// A form takes only the token of its seat: missing, empty, another's, or made up it does nothing.
func TestTokens(t *testing.T) {
	s := serve(t, change{})
	dana, ali := s.phone(), s.phone()
	dana.join("Dana", assessment.RoleBusiness)
	ali.join("Ali", assessment.RoleTechnical)
	question := s.question(0).ID
	path := "/q/" + question
	mine, theirs := dana.get(path).hidden(path).Get("token"), ali.get(path).hidden(path).Get("token")
	if mine == theirs || mine == "" {
		t.Fatalf("the tokens are %q and %q", mine, theirs)
	}
	form := s.phone()
	join := form.get(s.path()).hidden("/join").Get("token")
	for name, token := range map[string]string{"another's": theirs, "none": "", "longer": mine + "0", "shorter": mine[1:], "in capitals": strings.ToUpper(mine), "a form's to come in": join, "made up": strings.Repeat("0", len(mine)), "the seat's code": dana.code()} {
		for _, at := range []string{path, "/why/" + question, "/seat", "/other"} {
			if a := dana.post(at, url.Values{"token": {token}, "answer": {"no.0"}, "name": {"Mallory"}, "role": {"other"}}); a.status != http.StatusForbidden {
				t.Errorf("%s at %s: %d", name, at, a.status)
			}
		}
	}
	if got := s.stored(question); len(got) != 0 || s.room.View().People[0].Name != "Dana" || dana.get("/votes").path != "/votes" {
		t.Errorf("the room has %+v", got)
	}
	// The same form twice is the same vote.
	for range 2 {
		dana.post(path, url.Values{"token": {mine}, "answer": {"no.0"}}).shows(t, "Kept: no.")
	}
	if got := s.stored(question); len(got) != 1 {
		t.Errorf("the room has %+v", got)
	}
}

// Two taps on "Come in", one after the other or at once, are one seat.
func TestTwoTapsAreOneSeat(t *testing.T) {
	s := serve(t, change{})
	dana := s.phone()
	form := dana.get(s.path())
	fields := form.fields("/join", "name", "Dana", "role", "risk")
	cookies := dana.client.Jar
	var taps sync.WaitGroup
	codes := make([]string, 8)
	for i := range codes {
		taps.Go(func() {
			p := s.phone()
			at, _ := url.Parse("http://" + s.address)
			p.client.Jar.SetCookies(at, cookies.Cookies(at))
			if a := p.post("/join", fields); a.status != http.StatusOK || !strings.HasPrefix(a.path, "/q/") {
				t.Errorf("a tap ends at %d %s", a.status, a.path)
			}
			codes[i] = p.code()
		})
	}
	taps.Wait()
	for _, code := range codes {
		if code != codes[0] || code == "" {
			t.Errorf("the codes are %q", codes)
		}
	}
	if people := s.room.View().People; len(people) != 1 {
		t.Fatalf("there are %d people", len(people))
	}
	// Another tap after the seat is there, and one that comes back to the form.
	dana.post("/join", fields)
	dana.get(s.path()).shows(t, "Your seat: Dana")
	dana.post("/join", fields).shows(t, "Your seat: Dana")
	if people := s.room.View().People; len(people) != 1 {
		t.Errorf("there are %d people", len(people))
	}
}

// Another name from the same browser is somebody else, and gets a seat only after the code of the
// one before was shown. Two minutes later the same name is no second tap any more.
func TestAPhoneIsHandedOn(t *testing.T) {
	s := serve(t, change{})
	p := s.phone()
	form := p.get(s.path())
	p.post("/join", form.fields("/join", "name", "Dana", "role", "risk"))
	danas := p.code()
	p.post("/join", form.fields("/join", "name", "Ali", "role", "risk")).shows(t, "Give this phone to somebody else?", grouped(danas))
	if len(s.room.View().People) != 1 {
		t.Error("another name got a seat")
	}
	// The same without the seat's cookie, as in a browser that lost it.
	at, _ := url.Parse("http://" + s.address)
	lost := s.phone()
	for _, c := range p.client.Jar.Cookies(at) {
		if c.Name == s.server.joinCookie {
			lost.client.Jar.SetCookies(at, []*http.Cookie{c})
		}
	}
	lost.post("/join", form.fields("/join", "name", "Ali", "role", "risk")).shows(t, "Give this phone to somebody else?")
	s.clock.wait(3 * time.Minute)
	jar, _ := cookiejar.New(nil)
	late := &phone{s, &http.Client{Jar: jar, Transport: p.client.Transport}, "http"}
	for _, c := range p.client.Jar.Cookies(at) {
		if c.Name == s.server.joinCookie {
			jar.SetCookies(at, []*http.Cookie{c})
		}
	}
	late.post("/join", form.fields("/join", "name", "Dana", "role", "risk")).shows(t, "Give this phone to somebody else?")
	next := p.post("/other", p.get("/other").hidden("/other"))
	next.shows(t, "Your first name")
	p.post("/join", next.fields("/join", "name", "Ali", "role", "technical")).shows(t, "You are in, Ali.")
	if p.code() == danas || len(s.room.View().People) != 2 {
		t.Error("the next person has no seat of their own")
	}
	// The way back to the first seat is its code.
	p.post("/other", p.get("/other").hidden("/other"))
	p.post("/", url.Values{"code": {danas}}).shows(t, "Your seat: Dana")
}

// Whoever lost their seat writes the same name, asks, and gets it from the facilitator.
func TestASeatIsGivenBack(t *testing.T) {
	s := serve(t, change{})
	lost, back := s.phone(), s.phone()
	lost.join("Dana", assessment.RoleRisk)
	question := s.question(0).ID
	lost.vote(question, "no.0")
	form := back.get(s.path())
	back.post("/join", form.fields("/join", "name", "dana", "role", "other")).shows(t, "Somebody here has this name already.", "It is my seat: wait")
	waits := back.get("/wait")
	waits.shows(t, "Ask for your seat")
	if waits.header.Get("Refresh") != "5; url=/wait" {
		t.Errorf("it looks again: %q", waits.header.Get("Refresh"))
	}
	seat := s.room.View().People[0]
	if !seat.Asks {
		t.Fatal("the facilitator does not see it")
	}
	if saved := <-s.room.HandOver(seat.Seat); saved.Err != nil {
		t.Fatal(saved.Err)
	}
	back.get("/wait").shows(t, "You are in, Dana.")
	back.get("/q/"+question).shows(t, "you said this")
	lost.get("/votes").shows(t, "Type the code")
	if s.room.View().Arriving != 0 {
		t.Error("somebody still arrives")
	}
	// Another name goes on from the same form.
	third := s.phone()
	form = third.get(s.path())
	third.post("/join", form.fields("/join", "name", "Dana", "role", "other"))
	third.post("/join", form.fields("/join", "name", "Dana B", "role", "other")).shows(t, "You are in, Dana B.")
}

// Those who ask for a seat are bounded, and who does not look for long is forgotten.
func TestThoseWhoAskAreBounded(t *testing.T) {
	s := serve(t, change{room: func(o *workshop.Options) { o.People = 2 }, server: func(o *ServerOptions) { o.People = 300 }})
	s.phone().join("Dana", assessment.RoleRisk)
	ask := func() *phone {
		p := s.phone()
		p.post("/join", p.get(s.path()).fields("/join", "name", "Dana", "role", "other"))
		return p
	}
	first := ask()
	for range mostAsking + 5 {
		s.clock.wait(time.Millisecond)
		ask()
	}
	if arriving := s.room.View().Arriving; arriving > mostAsking {
		t.Errorf("%d ask at once", arriving)
	}
	first.get("/wait").hides(t, "Ask for your seat")
	s.clock.wait(unseen + time.Second)
	ask()
	if arriving := s.room.View().Arriving; arriving != 1 {
		t.Errorf("%d ask after the others were not seen for long", arriving)
	}
	for i := range mostJoins + 10 {
		s.server.joins.take(fmt.Sprint(i))
	}
	if kept := len(s.server.joins.of); kept > mostJoins {
		t.Errorf("%d browsers are kept", kept)
	}
}

// What is wrong with a name, a side or the room is said at the form, with what was typed.
func TestComingInIsRefused(t *testing.T) {
	s := serve(t, change{})
	p := s.phone()
	form := p.get(s.path())
	for name, c := range map[string]struct {
		fields []string
		want   string
	}{
		"no name":           {[]string{"name", " ", "role", "risk"}, "Write your name"},
		"the facilitator":   {[]string{"name", "Facilitator", "role", "risk"}, "Write your name"},
		"no side":           {[]string{"name", "Dana"}, "Tap the side"},
		"another side":      {[]string{"name", "Dana", "role", "boss"}, "Tap the side"},
		"an old form":       {[]string{"name", "Dana", "role", "risk", "token", "x"}, "Here it is again"},
		"another code":      {[]string{"name", "Dana", "role", "risk", "code", "00000000"}, string(workshop.WrongCode)},
		"the screen's code": {[]string{"name", "Dana", "role", "risk", "code", s.room.ScreenCode()}, string(workshop.WrongCode)},
	} {
		a := p.post("/join", form.fields("/join", c.fields...)).shows(t, c.want)
		if a.status < 400 || len(s.room.View().People) != 0 {
			t.Errorf("%s: %d", name, a.status)
		}
		if a.status == http.StatusUnprocessableEntity && !strings.Contains(a.body, `aria-describedby="wrong"`) {
			t.Errorf("%s: the field does not name what is wrong", name)
		}
	}
	// A browser without cookies is told what to do.
	bare := s.phone()
	bare.client.Jar = nil
	bare.post("/join", form.fields("/join", "name", "Dana", "role", "risk")).shows(t, "let the browser keep cookies")
	s.room.Lock(true)
	s.phone().get(s.path()).shows(t, "The room is locked")
	p.post("/join", form.fields("/join", "name", "Dana", "role", "risk")).shows(t, "The room is locked")
	s.room.Lock(false)
	p.post("/join", form.fields("/join", "name", "<b>Dana</b> & \"Co\"", "role", "risk")).shows(t, `You are in, <b>Dana</b> & "Co".`).hides(t, "<b>Dana")
	s.room.Close()
	p.get("/votes").shows(t, "This workshop is over.")
	if a := p.get("/"); a.status != http.StatusGone || a.title() != "The workshop is over – readycheck" {
		t.Errorf("%d %q", a.status, a.title())
	}
}

// Guesses are slow, for both doors together; who knows a code or a cookie does not wait.
func TestGuessesAreSharedAndSlow(t *testing.T) {
	guesses := gate.NewGuesses(time.Hour, 1000)
	s := serve(t, change{server: func(o *ServerOptions) { o.Guesses = guesses }})
	dana := s.phone()
	dana.join("Dana", assessment.RoleRisk)
	// Somebody else's seat can be looked for at the other door: it is the same budget.
	if guesses.Right(context.Background(), "127.0.0.1", func() bool { return false }) {
		t.Fatal("a wrong code is right")
	}
	began := time.Now()
	dana.get("/votes").shows(t, "Your votes")
	s.phone().post("/", url.Values{"code": {dana.code()}}).shows(t, "Your seat: Dana")
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("a known seat waited %s", took)
	}
	// So many wait, and one more is told at once.
	waiting, leave := context.WithCancel(context.Background())
	var held sync.WaitGroup
	for range mostWaiting {
		held.Go(func() {
			guesses.Right(waiting, "127.0.0.1", func() bool { t.Error("a code was looked at"); return false })
		})
	}
	stranger := s.phone()
	for {
		a := stranger.post("/", url.Values{"code": {"0000-0000"}})
		if a.status == http.StatusTooManyRequests {
			a.shows(t, string(tooManyTries))
			break
		}
	}
	leave()
	held.Wait()
	if guesses.Looked() != 1 {
		t.Errorf("%d codes were looked at", guesses.Looked())
	}
	// What has no code's form is no guess.
	stranger.post("/", url.Values{"code": {"hello"}}).shows(t, string(workshop.WrongCode))
	if a := stranger.get("/hello"); a.status != http.StatusNotFound {
		t.Errorf("%d", a.status)
	}
}

// A seat's connections are few: the oldest goes, and the person notices nothing.
func TestASeatsConnectionsAreFew(t *testing.T) {
	s := serve(t, change{})
	dana := s.phone()
	dana.join("Dana", assessment.RoleRisk)
	cookie := &http.Cookie{Name: s.server.seatCookie, Value: dana.code()}
	at, _ := url.Parse("http://" + s.address)
	for range 10 {
		p := s.phone()
		p.client.Jar.SetCookies(at, []*http.Cookie{cookie})
		p.get("/votes").shows(t, "Your votes")
	}
	if open := s.server.gate.Open(); open > 4 {
		t.Errorf("%d connections of one seat are open", open)
	}
	dana.get("/votes").shows(t, "Your votes")
}

// A person in a room comes in while 2,000 sockets that say nothing are open.
func TestSilentSocketsKeepNobodyOut(t *testing.T) {
	t.Parallel()
	s := serve(t, change{})
	conns := silent(t, s.address, 2000)
	for i := range 3 {
		p := s.phone()
		p.join(fmt.Sprint("Person ", string(rune('A'+i))), assessment.RoleRisk)
		p.vote(s.question(0).ID, "no.0").shows(t, "Kept: no.")
	}
	if codeless := s.server.gate.Codeless(); codeless > unproven+1 {
		t.Errorf("%d have shown no code", codeless)
	}
	for _, conn := range conns {
		_ = conn.Close()
	}
}

// Pages that wait do not all look at one moment, and none waits much longer than it says.
func TestPagesLookAtDifferentMoments(t *testing.T) {
	moments := map[time.Duration]bool{}
	for range 1000 {
		after := jittered(lookAgain)
		if after < lookAgain || after >= lookAgain*3/2 {
			t.Fatalf("it looks again after %s", after)
		}
		moments[after.Round(time.Second)] = true
	}
	if len(moments) < 3 {
		t.Errorf("all look at one moment: %v", moments)
	}
}
