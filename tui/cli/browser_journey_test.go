//go:build !windows

package cli

import (
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"readycheck/assessment"
	"readycheck/tui/workshop/web/browsertest"
)

// These tests hold workshops with the real program, the real OpenSSH client and a real browser.

// phoneRoom is a workshop with a door for phones.
type phoneRoom struct {
	*workshopRoom
	browser     *browsertest.Browser
	facilitator string
	// at is where phones find the door, screenCode leads to the big screen.
	at, screenCode string
	flow           assessment.Flow
}

var (
	phoneLine = regexp.MustCompile(`http://(127\.0\.0\.1:\d+)`)
	// seatCode is a code as it is heard, letter by letter.
	seatCode = regexp.MustCompile(`\b(?:[0-9a-z] ){11}[0-9a-z]\b`)
)

// newPhoneRoom opens a workshop, and reads from the facilitator's screen how to come in.
func newPhoneRoom(t *testing.T, args ...string) *phoneRoom {
	t.Helper()
	r := &phoneRoom{workshopRoom: newWorkshop(t), browser: browsertest.Start(t), facilitator: "facilitator"}
	r.start(r.facilitator, append([]string{"serve", "--port", "0", "--phones", freePort(t)}, args...)...)
	screen := r.shows(r.facilitator, "For a big screen")
	r.port, r.code = r.wayIn(screen)
	codes, door := codeLine.FindAllStringSubmatch(screen, -1), phoneLine.FindStringSubmatch(screen)
	if len(codes) != 2 || door == nil {
		t.Fatalf("the screen does not say how phones come in:\n%s", screen)
	}
	r.screenCode = codes[1][1]
	r.at = "http://" + browsertest.Relay(t, door[1]) + "/"
	r.flow = assessment.NewFlow(assessment.Default(), r.session())
	return r
}

// scans is a phone whose owner points it at the picture.
func (r *phoneRoom) scans(name string) *browsertest.Page {
	r.t.Helper()
	p := r.browser.Phone(name, 390)
	p.Open(r.at + strings.ToUpper(strings.ReplaceAll(r.code, "-", "")))
	return p
}

// joins comes in by a phone.
func (r *phoneRoom) joins(name, role string) *browsertest.Page {
	r.t.Helper()
	p := r.scans(name)
	p.Type("Your first name", name)
	p.Tap(role)
	p.Follow("Come in")
	p.Shows("You are in, " + name)
	return p
}

// taps votes on a question by a phone, and says that somebody was told where that is asked.
func (r *phoneRoom) taps(p *browsertest.Page, question int, level assessment.Level) {
	r.t.Helper()
	q := r.flow.At(question)
	p.Shows("heading: " + q.Text)
	p.Follow(r.words(question, level))
	// Who has said it before is not asked again.
	if p.Shows("Kept: "); strings.Contains(p.Address(), "/kept/") {
		p.Follow("Someone told me")
	}
}

// words are those of an answer, as its button says them.
func (r *phoneRoom) words(question int, level assessment.Level) string {
	r.t.Helper()
	for _, o := range r.flow.At(question).Options(&assessment.Default().Words) {
		if o.Level == level {
			return o.Text
		}
	}
	r.t.Fatalf("question %d has no %v", question, level)
	return ""
}

// bigScreen is the page for a projector.
func (r *phoneRoom) bigScreen() *browsertest.Page {
	r.t.Helper()
	p := r.browser.Phone("the big screen", 1280)
	p.Open(r.at + "screen")
	p.Type("Code", r.screenCode)
	p.Follow("Show it")
	return p
}

// hides fails where one of the screens tells a vote.
func (r *phoneRoom) hides(pages ...*browsertest.Page) {
	r.t.Helper()
	shown := map[string]string{"the facilitator's screen": r.screen(r.facilitator)}
	for _, p := range pages {
		shown[p.Name] = p.Heard()
	}
	for name, text := range shown {
		for _, word := range []string{"in place", "partly", "What the room said"} {
			if strings.Contains(text, word) {
				r.t.Errorf("before the votes are shown, %s says %q:\n%s", name, word, text)
			}
		}
	}
}

// From the picture to the first vote it is one word to write and four taps. The time is said and
// not asked for, since it is the computer's too: two seconds for each thing that a person does.
func TestFromThePictureToTheFirstVote(t *testing.T) {
	t.Parallel()
	r := newPhoneRoom(t)
	began := time.Now()
	p := r.joins("Dana", "Business")
	p.Follow(r.words(0, assessment.Partly))
	p.Shows("Kept: ")
	took, did := time.Since(began), p.Taps+p.Fields
	if p.Taps > 4 || p.Fields != 1 {
		t.Errorf("%d taps and %d fields", p.Taps, p.Fields)
	}
	t.Logf("%d taps and %d field: %.1f s, with 2 s for each %.1f s", p.Taps, p.Fields, took.Seconds(), (took + time.Duration(did)*2*time.Second).Seconds())
	if p.Shows("I've seen it"); r.session().Team.Seats[0].Name != "Dana" {
		t.Error("the vote has no seat")
	}
}

// Six people of four sides, four with phones and two at terminals, vote, lose their phones and
// come back, come late, talk, vote once more and decide, and the report says so.
func TestSixPeopleInOneRoom(t *testing.T) {
	if os.Getenv("READYCHECK_JOURNEYS") == "" {
		t.Skip("READYCHECK_JOURNEYS=1 runs it")
	}
	t.Parallel()
	r := newPhoneRoom(t)
	dana, ali, mia := r.joins("Dana", "Business"), r.joins("Ali", "Technical"), r.joins("Mia", "Risk")
	for i, name := range []string{"Tom", "Ben"} {
		r.comes(name, r.code, r.key(name))
		r.sits(name, 2+i)
	}
	screen := r.bigScreen()
	r.press(r.facilitator, "1")
	r.shows(r.facilitator, "5 people, ")

	r.taps(dana, 0, assessment.InPlace)
	r.taps(dana, 1, assessment.InPlace)
	r.taps(ali, 0, assessment.InPlace)
	r.taps(ali, 1, assessment.No)
	r.taps(mia, 0, assessment.InPlace)
	r.taps(mia, 1, assessment.Partly)
	r.votes("Tom", "1", "1")
	r.votes("Ben", "1", "1")
	for _, name := range []string{"Dana", "Ali", "Mia", "Tom", "Ben"} {
		screen.Shows(name)
		r.shows(r.facilitator, name)
	}
	if !comes(func() bool {
		return strings.Count(r.screen(r.facilitator), "2 of 15") == 5 && strings.Count(screen.Heard(), "\n2 of 15") == 5
	}) {
		t.Fatalf("not everybody has voted twice:\n%s\n%s", r.screen(r.facilitator), screen.Heard())
	}
	r.hides(screen)

	// Ali's phone breaks, and Ali comes back with another one by the code of the seat. Mia has
	// no code: the facilitator knows her.
	ali.Follow("Your seat")
	code := seatCode.FindString(ali.Shows("The code of your seat is"))
	if code == "" {
		t.Fatalf("the page says no code:\n%s", ali.Heard())
	}
	ali.Leave()
	ali = r.browser.Phone("Ali", 320)
	ali.Open(r.at)
	ali.Type("Code", strings.ToUpper(code))
	ali.Follow("Go on")
	ali.Shows("heading: " + r.flow.At(2).Text)
	mia.Leave()
	mia = r.scans("Mia")
	mia.Type("Your first name", "mia")
	mia.Tap("Risk")
	mia.Follow("Come in")
	mia.Follow("It is my seat")
	r.shows(r.facilitator, "asks for it")
	r.press(r.facilitator, "Down", "Down")
	r.shows(r.facilitator, "▸ Mia")
	r.press(r.facilitator, "h")
	r.shows(r.facilitator, "Give “Mia” this seat back?")
	r.press(r.facilitator, "y")
	mia.Shows("heading: " + r.flow.At(2).Text)
	if seats := r.session().Team.Seats; len(seats) != 5 {
		t.Errorf("there are %d seats", len(seats))
	}

	// The room sees its votes: all say the same of the first question, and not of the second.
	r.press(r.facilitator, "v")
	r.shows(r.facilitator, "Show the votes on 2 questions?")
	r.press(r.facilitator, "y")
	r.shows(r.facilitator, "What the room said")
	second := r.flow.At(1)
	for _, p := range []*browsertest.Page{screen, dana, ali} {
		if p != screen {
			p.Open(r.at + "q/" + second.ID)
		}
		p.Shows("What the room said")
		p.Shows("heading: " + second.Text)
		if heard := p.Heard(); !strings.Contains(heard, "Ali") || !strings.Contains(heard, "No") {
			t.Errorf("%s does not tell Ali's vote:\n%s", p.Name, heard)
		}
	}
	ali.Type("The room does not see it", "I have never seen that list.")
	ali.Follow("Tell the room")
	r.press(r.facilitator, "Enter")
	r.shows(r.facilitator, "I have never seen that list.")
	dana.Reload()
	dana.Shows("I have never seen that list.")

	// Eva is late. What was shown is past, and the rest is hers.
	eva := r.joins("Eva", "Operations")
	eva.Shows("heading: " + r.flow.At(2).Text)
	eva.Open(r.at + "q/" + second.ID)
	eva.Shows("What the room said")

	// They talk, and vote once more.
	r.press(r.facilitator, "r")
	r.shows(r.facilitator, "Vote once more on this?")
	r.press(r.facilitator, "y")
	r.shows(r.facilitator, "Voting again: 0 of 6.")
	screen.Shows("The room votes once more.")
	for _, p := range []*browsertest.Page{dana, ali, eva, mia} {
		p.Open(r.at)
		p.Shows("The room votes once more.")
		r.taps(p, 1, assessment.Partly)
	}
	r.shows(r.facilitator, "Voting again: 4 of 6.")
	r.press(r.facilitator, "v")
	r.shows(r.facilitator, "Show the votes on 1 question?")
	r.press(r.facilitator, "y")
	const moved = "Ali: no → partly"
	r.shows(r.facilitator, moved)
	screen.Shows("At first:")
	dana.Open(r.at + "q/" + second.ID)
	dana.Shows("At first:")

	// They decide, with somebody who sees to it, and a day.
	r.press(r.facilitator, "d")
	r.shows(r.facilitator, "What did the room decide?")
	r.press(r.facilitator, "Enter", "Enter")
	r.shows(r.facilitator, "▸ Who decided")
	r.write(r.facilitator, "Dana and Ali")
	r.press(r.facilitator, "Enter")
	r.shows(r.facilitator, "▸ Who sees to it")
	r.write(r.facilitator, "Ali")
	r.press(r.facilitator, "Enter")
	r.write(r.facilitator, "4 dec 2030")
	r.shows(r.facilitator, "4 Dec 2030")
	r.press(r.facilitator, "Enter")
	r.shows(r.facilitator, "▸ Why")
	r.write(r.facilitator, "Ali writes the list.")
	r.press(r.facilitator, "Enter")
	r.shows(r.facilitator, "by Dana and Ali.")
	for _, p := range []*browsertest.Page{screen, mia} {
		if p == mia {
			p.Open(r.at + "q/" + second.ID)
		} else {
			p.Open(r.at + "screen?q=" + second.ID)
		}
		p.Shows("Dana and Ali")
	}

	// A letter right behind escape is another key, so each screen is awaited.
	r.press(r.facilitator, "Escape")
	r.shows(r.facilitator, "to talk about")
	r.press(r.facilitator, "Escape")
	r.shows(r.facilitator, "How to come in")
	r.press(r.facilitator, "q")
	r.shows(r.facilitator, "End the workshop?")
	r.press(r.facilitator, "y")
	r.shows("Tom", "This workshop is over.")
	report := r.run("export", r.session().ID, "--format", "md")
	flat := strings.Join(strings.Fields(report), " ")
	for _, piece := range []string{"What the team said", "Dana and Ali", "Ali writes the list.", "I have never seen that list.", "4 Dec 2030"} {
		if !strings.Contains(flat, piece) {
			t.Errorf("the report does not say %q", piece)
		}
	}
	if t.Failed() {
		t.Log(report)
	}
}
