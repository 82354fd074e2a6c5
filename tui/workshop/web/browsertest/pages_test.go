package browsertest_test

import (
	"net"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"readycheck/assessment"
	"readycheck/tui/workshop"
	"readycheck/tui/workshop/web"
	"readycheck/tui/workshop/web/browsertest"
	"readycheck/tui/workshop/workshoptest"
)

// bakery is a room with its door for phones, at an address that no browser trusts.
type bakery struct {
	*workshop.Room
	t       *testing.T
	browser *browsertest.Browser
	at      string
	flow    assessment.Flow
}

var noon = time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)

// TestThePagesOfTheDoor starts one browser, which takes the longest, for all that is tried in it.
func TestThePagesOfTheDoor(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("a real browser takes its time")
	}
	browser := browsertest.Start(t)
	for name, test := range map[string]func(*testing.T, *browsertest.Browser){
		"every page is sound": everyPageIsSound, "the last tap counts": theLastTapCounts, "keys alone": byKeysAlone,
		"nobody hears a vote": nobodyHearsAVote, "a page that waits": aPageThatWaits,
	} {
		t.Run(name, func(t *testing.T) { test(t, browser.For(t)) })
	}
}

func open(t *testing.T, browser *browsertest.Browser, change func(*workshop.Options)) *bakery {
	t.Helper()
	b := &bakery{t: t, browser: browser}
	session := workshoptest.Bakery()
	session.Setup.Depth = assessment.Quick
	b.flow = assessment.NewFlow(assessment.Default(), session)
	o := workshop.Options{
		Store: &workshoptest.Memory{Session: session}, Set: assessment.Default(), Session: session.ID,
		// The clock stands, so that nobody is taken for gone where the computer is slow.
		Now:  func() time.Time { return noon },
		Host: browsertest.RoomAddress, Port: 2222,
	}
	if change != nil {
		change(&o)
	}
	room, err := workshop.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	b.Room = room
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	address := netip.AddrPortFrom(netip.MustParseAddr(browsertest.RoomAddress), uint16(port))
	server, err := web.NewServer(room, web.ServerOptions{Address: address})
	if err != nil {
		t.Fatal(err)
	}
	server.Start(listener)
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
	})
	b.at = "http://" + address.String() + "/"
	return b
}

// in is a phone whose owner has scanned the picture and come in.
func (b *bakery) in(name, role string, width int) *browsertest.Page {
	b.t.Helper()
	p := b.browser.Phone(name, width)
	b.comesIn(p, name, role)
	return p
}

func (b *bakery) comesIn(p *browsertest.Page, name, role string) {
	b.t.Helper()
	p.Open(b.Screen().URL)
	p.Type("Your first name", name)
	p.Tap(role)
	p.Follow("Come in")
	p.Shows("You are in, " + name)
}

// answer is the words of an answer to a question, as its button says them.
func (b *bakery) answer(question int, level assessment.Level) string {
	b.t.Helper()
	for _, o := range b.flow.At(question).Options(&assessment.Default().Words) {
		if o.Level == level {
			return o.Text
		}
	}
	b.t.Fatalf("question %d has no %v", question, level)
	return ""
}

// doubtful is a question of which somebody may say that it does not apply.
func (b *bakery) doubtful() int {
	b.t.Helper()
	for i := range b.flow.Len() {
		for _, o := range b.flow.At(i).Options(&assessment.Default().Words) {
			if o.Level == assessment.NA {
				return i
			}
		}
	}
	b.t.Fatal("there is no question that may not apply")
	return 0
}

// shown ends when something that the facilitator does is saved.
func (b *bakery) shown(saved <-chan assessment.Saved) {
	b.t.Helper()
	if s := <-saved; s.Err != nil {
		b.t.Fatal(s.Err)
	}
}

// voted is how many have voted on a question.
func (b *bakery) voted(question int) int { return b.View().Voted[b.flow.At(question).ID] }

// Every page fits a small phone, can be tapped with a thumb and is without a finding of axe.
// READYCHECK_PICTURES=folder shows what they look like.
func everyPageIsSound(t *testing.T, browser *browsertest.Browser) {
	b := open(t, browser, nil)
	first := b.flow.At(0).ID
	p := b.browser.Phone("Dana", 390)
	p.Open(b.at)
	p.Sound("01-start")
	p.Type("Code", "nothing")
	p.Follow("Go on")
	p.Shows("alert")
	p.Sound("02-wrong-code")
	p.Type("Code", b.Code())
	p.Follow("Go on")
	p.Sound("03-join")
	p.Type("Your first name", "Dana")
	p.Tap("Technical")
	p.Follow("Come in")
	p.Shows("You are in, Dana")
	p.Sound("04-question")
	p.Unfold("Say more before you tap")
	p.Unfold("What is meant by this?")
	p.Sound("05-question-opened")
	p.Follow(b.answer(0, assessment.Partly))
	p.Shows("Kept: ")
	p.Sound("06-kept")
	p.Unfold("Add a note first")
	p.Type("A note, for the room", "Ali has seen it. I have not.")
	p.Follow("Someone told me")
	p.Shows("Your note is kept too.")
	p.Sound("07-next-question")
	p.Open(b.at + "q/" + first)
	p.Sound("08-question-answered")
	p.Open(b.at + "q/" + b.flow.At(b.doubtful()).ID)
	p.Unfold("It does not apply here")
	p.Sound("08-not-applicable")
	p.Follow("Your votes")
	p.Sound("09-votes")
	p.Follow("Your seat")
	p.Sound("10-seat")
	p.Type("Your first name", "Ana-Katharina von Hohenfels-Sigmaringen")
	p.Follow("Keep this")
	p.Sound("11-seat-kept")
	p.Follow("Give this phone")
	p.Sound("12-give-away")
	p.Follow("No, go on as")

	ali := b.in("Ali", "Risk", 320)
	ali.Follow(b.answer(0, assessment.No))
	tom := b.in("Tom", "Operations", 320)
	tom.Follow(b.answer(0, assessment.Partly))
	taken := b.browser.Phone("another Ali", 390)
	taken.Open(b.Screen().URL)
	taken.Type("Your first name", "Ali")
	taken.Tap("Risk")
	taken.Follow("Come in")
	taken.Sound("13-name-taken")
	taken.Follow("It is my seat")
	taken.Sound("14-ask")

	screen := b.browser.Phone("the big screen", 1280)
	screen.Open(b.at + "screen")
	screen.Sound("15-screen-code")
	screen.Type("Code", b.ScreenCode())
	screen.Follow("Show it")
	screen.Shows("3 people")
	screen.Sound("16-screen")
	b.shown(b.Reveal(first))
	screen.Shows("What the room said")
	screen.Sound("17-screen-shown")
	ali.Open(b.at + "q/" + first)
	ali.Shows("What the room said")
	ali.Sound("18-shown")
	ali.Type("The room does not see it", "I never saw the list.")
	ali.Follow("Tell the room")
	ali.Shows("I never saw the list.")
	ali.Sound("19-shown-why")
	b.Give(5 * time.Minute)
	b.shown(b.VoteAgain(first))
	ali.Open(b.at)
	ali.Shows("The room votes once more.")
	ali.Sound("20-again")
	screen.Shows("The room votes once more.")
	screen.Sound("21-screen-again")
	ali.Follow(b.answer(0, assessment.Partly))
	b.shown(b.Reveal(first))
	b.shown(b.Decide(first, assessment.Answer{Level: assessment.Partly, Known: assessment.Seen, Owner: "Ali", Due: "2027-01-15"}, "Dana and Ali"))
	ali.Open(b.at + "q/" + first)
	ali.Shows("Decided")
	ali.Sound("22-decided")
	screen.Open(b.at + "screen?q=" + first)
	screen.Shows("Decided")
	screen.Sound("23-screen-decided")
	b.Lock(true)
	late := b.browser.Phone("late", 390)
	late.Open(b.Screen().URL)
	late.Sound("24-locked")
	screen.Shows("The room is locked")
	screen.Sound("25-screen-locked")
	late.Open(b.at + "nothing/here")
	late.Sound("26-no-page")
	for i := 1; i < b.flow.Len(); i++ {
		tom.Open(b.at + "q/" + b.flow.At(i).ID)
		tom.Follow(b.answer(i, assessment.Partly))
	}
	tom.Open(b.at)
	tom.Shows("You have voted on everything")
	tom.Sound("27-wait")
	tom.Follow("Let it stand still")
	tom.Sound("28-wait-still")
	b.Close()
	tom.Reload()
	tom.Sound("29-over")
	screen.Shows("over")
	screen.Sound("30-screen-over")
}

func buttons(p *browsertest.Page) (names []string) {
	for _, s := range p.Spoken() {
		if s.Role == "button" {
			names = append(names, s.Name)
		}
	}
	return names
}

// Taps that come twice, the way back, a page kept for it, and a second window lead to one vote,
// the last that was meant.
func theLastTapCounts(t *testing.T, browser *browsertest.Browser) {
	b := open(t, browser, nil)
	p := b.browser.Phone("Dana", 390)
	p.Open(b.Screen().URL)
	p.Type("Your first name", "Dana")
	p.Tap("Technical")
	p.TapTwice("Come in", 0)
	p.Shows("You are in, Dana")
	if people := b.View().People; len(people) != 1 {
		t.Fatalf("two taps make %d seats", len(people))
	}
	ali := b.browser.Phone("Ali", 390)
	ali.Open(b.Screen().URL)
	ali.Type("Your first name", "Ali")
	ali.Tap("Risk")
	ali.TapTwice("Come in", 700*time.Millisecond)
	ali.Shows("Ali")
	if people := b.View().People; len(people) != 2 {
		t.Fatalf("two taps a while apart make %d seats", len(people)-1)
	}

	first := b.flow.At(0)
	p.TapTwice(b.answer(0, assessment.Partly), 0)
	p.Shows("Kept: ")
	if b.voted(0) != 1 || len(buttons(p)) == 0 {
		t.Fatalf("two taps make %d votes", b.voted(0))
	}
	// The phone's own way back shows the form as it was; the last tap counts.
	for !strings.HasPrefix(p.Address(), b.at+"q/") {
		p.Back()
	}
	p.Shows("heading: " + first.Text)
	kept, why := p.Kept()
	t.Logf("the page before was kept by the browser: %v %v", kept, why)
	p.Follow(b.answer(0, assessment.No))
	p.Shows("Kept: ")
	p.Open(b.at + "q/" + first.ID)
	if heard := p.Shows("you said this"); !strings.Contains(heard, b.answer(0, assessment.No)+" you said this") {
		t.Errorf("after the way back it is\n%s", heard)
	}

	// An impatient finger taps once more when the next page is there already.
	for _, level := range []assessment.Level{assessment.InPlace, assessment.Partly} {
		hasty, after := p.Tab(), p.Tab()
		hasty.Open(b.at + "q/" + first.ID)
		hasty.TapTwice(b.answer(0, level), 700*time.Millisecond)
		hasty.Shows("Kept: ")
		// What the second tap did may still be on its way there, so another window looks.
		after.Open(b.at + "q/" + first.ID)
		if heard := after.Shows("you said this"); !strings.Contains(heard, b.answer(0, level)+" you said this") {
			t.Errorf("two taps on %v make\n%s", level, heard)
		}
	}

	// A second window of the same phone votes, and then the first one does.
	tab := p.Tab()
	tab.Open(b.at + "q/" + first.ID)
	tab.Follow(b.answer(0, assessment.InPlace))
	tab.Shows("Kept: ")
	p.Follow(b.answer(0, assessment.Partly))
	p.Shows("Kept: ")
	tab.Open(b.at + "q/" + first.ID)
	tab.Shows(b.answer(0, assessment.Partly) + " you said this")

	// The room sees it while a form stands open. The vote stays, and the note is kept.
	tab.Unfold("Say more before you tap")
	tab.Type("A note, for the room", "Ask Ali first.")
	b.shown(b.Reveal(first.ID))
	tab.Follow(b.answer(0, assessment.No))
	tab.Shows("so yours stays as it is. Your note was kept.")
	tab.Shows("Ask Ali first.")
}

// Somebody with no mouse and no touch screen comes in, votes, says why, and waits.
func byKeysAlone(t *testing.T, browser *browsertest.Browser) {
	b := open(t, browser, nil)
	p := b.browser.Phone("Dana", 1280)
	p.Open(b.at)
	p.TabTo("Code")
	p.Write(b.Code())
	p.Enter()
	p.TabTo("Your first name")
	p.Write("Dana")
	p.TabTo("Business")
	p.Press("Space", "ArrowDown")
	if at := p.Focused(); !strings.HasPrefix(at.Name, "Technical") || !slices.Contains(at.States, "checked") {
		t.Errorf("an arrow leads to %s", at)
	}
	p.Enter()
	p.Shows("You are in, Dana")
	if at := p.Focused(); at.Role != "heading" {
		t.Errorf("after coming in the focus is on %q", at)
	}
	p.TabTo(b.answer(0, assessment.Partly))
	p.Enter()
	p.Shows("Kept: ")
	if at := p.Focused(); at.Role != "heading" || !strings.HasPrefix(at.Name, "Kept: ") {
		t.Errorf("after a vote the focus is on %q", at)
	}
	p.TabTo("Someone told me")
	p.Enter()
	p.Shows("Kept: ")
	p.TabTo("Say more before you tap")
	p.Press("Space")
	p.TabTo("A note, for the room")
	p.Write("It is in the folder.")
	p.TabTo("The one before")
	// A form that is sent by Enter in a field says nothing that nobody chose.
	p.Open(b.at + "q/" + b.flow.At(b.doubtful()).ID)
	p.TabTo("It does not apply here")
	p.Press("Enter")
	p.TabTo("Why does it not apply?")
	p.Write("We have no such list.")
	p.Enter()
	p.Shows("Kept: ")
	if b.voted(b.doubtful()) != 1 {
		t.Error("the second vote is not there")
	}
}

// Nothing that a screen reader is told on another's phone or on the big screen differs before the
// room is shown the votes, whatever somebody votes.
func nobodyHearsAVote(t *testing.T, browser *browsertest.Browser) {
	b := open(t, browser, nil)
	dana, ali := b.in("Dana", "Technical", 390), b.in("Ali", "Risk", 390)
	screen := b.browser.Phone("the big screen", 1280)
	screen.Open(b.at + "screen")
	screen.Type("Code", b.ScreenCode())
	screen.Follow("Show it")
	first := b.flow.At(0)
	heard := map[string]bool{}
	ali.Follow(b.answer(0, assessment.Unsure))
	for _, level := range []assessment.Level{assessment.InPlace, assessment.No, assessment.Partly} {
		dana.Open(b.at + "q/" + first.ID)
		dana.Follow(b.answer(0, level))
		dana.Shows("Kept: ")
		ali.Open(b.at + "q/" + first.ID)
		screen.Open(b.at + "screen")
		screen.Shows("2 people")
		heard[ali.Heard()+screen.Heard()] = true
	}
	if len(heard) != 1 {
		t.Errorf("%d votes are heard as %d pages: %v", 3, len(heard), heard)
	}
	b.shown(b.Reveal(first.ID))
	screen.Shows("What the room said")
	if heard[ali.Heard()+screen.Heard()] {
		t.Error("the control: a vote that was shown is not heard either")
	}
}

// Who waits need not do anything: the page comes by itself with what is new, and stands still
// where somebody wants to read.
func aPageThatWaits(t *testing.T, browser *browsertest.Browser) {
	b := open(t, browser, func(o *workshop.Options) { o.InStep = true })
	p := b.in("Dana", "Technical", 390)
	p.Follow(b.answer(0, assessment.Partly))
	p.Follow("Go on without saying it")
	p.Shows("Wait for the others")
	p.ComesByItself()
	p.Shows("Wait for the others")
	if at := p.Focused(); at.Role == "heading" {
		t.Errorf("with nothing new the focus moves to %q", at)
	}
	b.Step(b.flow.At(1).ID)
	p.Shows(b.flow.At(1).Text)
	p.Follow(b.answer(1, assessment.No))
	p.Follow("Let it stand still")
	p.Shows("This page stands still.")
	b.Step(b.flow.At(2).ID)
	p.Follow("Look again now")
	p.Shows(b.flow.At(2).Text)
}
