package web

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"rsc.io/qr"

	"readycheck/assessment"
	"readycheck/tui/workshop"
)

// The big screen asks for its own code, and shows who is here and how far, and after the reveal
// who said what.
func TestTheBigScreen(t *testing.T) {
	s := serve(t, change{})
	big := s.phone()
	big.get("/screen").shows(t, "Show the workshop on a big screen", "Type the code of the big screen.").hides(t, s.room.Code())
	big.post("/screen", url.Values{"code": {"0000-0000"}}).shows(t, string(workshop.WrongCode))
	big.get("/screen").hides(t, "<svg")
	page := big.post("/screen", url.Values{"code": {strings.ToUpper(s.room.ScreenCode())}})
	page.shows(t, "Come in", "Rosa's Bakery", "http://"+s.address+"/", s.room.Code(), "0 people have come")
	if page.header.Get("Refresh") != "3; url=/screen" {
		t.Errorf("it looks again: %q", page.header.Get("Refresh"))
	}
	dana, ali := s.phone(), s.phone()
	dana.join("Dana", assessment.RoleRisk)
	ali.join("Ali", assessment.RoleTechnical)
	first, second := s.question(0).ID, s.question(1).ID
	for _, question := range []string{first, second} {
		dana.vote(question, "no.0", "note", "a note")
	}
	ali.vote(first, "in_place.0", "known", "seen")
	page = big.get("/screen").shows(t, "2 people have come", "Dana 2 of 15", "Ali 1 of 15", "Answered by all who are here: 1 of 15 questions.").hides(t, "a note", `class="no"`, `class="in_place"`, "Decided")
	s.reveal(first)
	s.reveal(second)
	big.get("/screen").shows(t, "What the room said", s.question(0).Text, "no Dana", "in place Ali", "1 in place, 1 no.", "Also shown:").hides(t, "a note")
	other := big.get("/screen?q="+second).shows(t, s.question(1).Text, "no Dana")
	if other.header.Get("Refresh") != "3; url=/screen?q="+second {
		t.Errorf("it looks again: %q", other.header.Get("Refresh"))
	}
	big.get("/screen?q=nothing%0d%0aX:%20y").shows(t, "What the room said")
	<-s.room.VoteAgain(first)
	big.get("/screen").shows(t, s.question(0).Text, "Nobody has voted yet, 2 to go. The room votes once more.").hides(t, "in place")
	s.room.Lock(true)
	big.get("/screen").shows(t, "The room is locked.").hides(t, s.room.Code(), "<svg")
	s.room.Close()
	big.get("/screen").shows(t, "This workshop is over.")
}

// A room of many people fits too: names as far as there is room, and the same answers as one.
func TestTheBigScreenOfManyPeople(t *testing.T) {
	s := serve(t, change{})
	question := s.question(0).ID
	const people = 40
	for i := range people {
		p := s.phone()
		p.join(fmt.Sprint("Person ", i), assessment.Roles[i%2])
		p.vote(question, []string{"no.0", "unsure.0"}[i/20])
		s.clock.wait(time.Minute)
	}
	big := s.phone()
	big.post("/", url.Values{"code": {s.room.ScreenCode()}}).shows(t, "40 people have come", "And 4 more.")
	s.reveal(question)
	big.get("/screen").shows(t, "Business ○ no 10 ? not sure 10", "Technical ○ no 10 ? not sure 10", "20 no, 20 not sure.").hides(t, "Person 1")
}

// In step the big screen stands at the room's question.
func TestTheBigScreenInStep(t *testing.T) {
	s := serve(t, change{room: func(o *workshop.Options) { o.InStep, o.Anonymous = true, true }})
	big, one := s.phone(), s.phone()
	big.post("/", url.Values{"code": {s.room.ScreenCode()}})
	one.join("", assessment.RoleOther)
	big.get("/screen").shows(t, s.question(0).Text, "Nobody has voted yet, 1 to go.", "Person 1")
	one.vote(s.question(0).ID, "no.0")
	big.get("/screen").shows(t, "1 has voted.")
	s.reveal(s.question(0).ID)
	big.get("/screen").shows(t, "What the room said", "Everybody").hides(t, "Person 1", "risk")
	s.room.Step(s.question(1).ID)
	big.get("/screen").shows(t, s.question(1).Text, "Nobody has voted yet")
}

// The picture is the way in, with enough white round it.
func TestThePicture(t *testing.T) {
	s := serve(t, change{})
	url := s.room.Screen().URL
	if url != strings.ToUpper("http://"+s.address)+s.path() {
		t.Errorf("the way in is %q", url)
	}
	p := pictureOf(url)
	code, err := qr.Encode(url, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	dark := map[[2]int]bool{}
	for _, run := range strings.Split(strings.TrimPrefix(p.Path, "M"), "M") {
		var x, y, wide int
		if _, err := sscan(run, &x, &y, &wide); err != nil {
			t.Fatal(err)
		}
		for i := range wide {
			dark[[2]int{x + i, y}] = true
		}
	}
	const quiet = 4
	for y := range p.Size {
		for x := range p.Size {
			if dark[[2]int{x, y}] != code.Black(x-quiet, y-quiet) {
				t.Fatalf("%d, %d is dark: %v", x, y, dark[[2]int{x, y}])
			}
		}
	}
	if p.Size != code.Size+2*quiet {
		t.Errorf("it is %d wide", p.Size)
	}
}
