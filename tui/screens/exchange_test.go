package screens

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
)

// What comes from another computer is shown at once, and what is being typed stays.
func TestWhatAnotherComputerSaidComesToAnOpenScreen(t *testing.T) {
	d := drive(t, &memory{Sessions: []*assessment.Session{bakery(3)}}, nil)
	d.press("enter n")
	d.typed("half a sentence")
	other := d.store.Find("bakery")
	other.Revision++
	other.Shared = true
	other.Answers["off-switch"] = assessment.Answer{Level: assessment.No}
	d.send(exchanged{At: noon, Changed: []string{"bakery"}})
	d.shows("half a sentence", "Another window or computer changed 1 answer.")
	if d.m.work.Session.Answers["off-switch"].Level != assessment.No {
		t.Error("the answer from elsewhere is not there")
	}
	// Deleted elsewhere, it is still here to write in.
	d.send(exchanged{At: noon, Gone: []string{"bakery"}})
	d.shows("half a sentence", "This session was deleted on another computer.")
	d.send(exchanged{At: noon, CameBack: []string{"bakery"}})
	d.shows("half a sentence", "deleted on another computer while you answered. It is back.")
}

// How the exchange stands is said quietly, and what a person must do aloud, once.
func TestHowTheExchangeStands(t *testing.T) {
	d := drive(t, &memory{Sessions: []*assessment.Session{bakery(3)}}, nil)
	d.hides("exchanged")
	d.press("enter")
	d.send(exchanged{Waiting: 5, Held: 2, Problem: "The hub cannot be reached.", Away: true})
	d.shows("3 changes wait for the network")
	d.hides("cannot be reached")
	d.send(exchanged{Problem: "The hub does not take this password."})
	d.shows("The hub does not take this password.")
	d.press("l")
	d.shows("not exchanged")
	d.hides("does not take this password")
	d.send(exchanged{Problem: "The hub does not take this password."})
	d.hides("does not take this password")
	d.send(exchanged{At: noon.Add(time.Minute), Behind: true})
	d.shows("The hub is older than your copy; yours was sent again. Nothing is lost.")
}

// A dispute stands on its question and first in the review, and an answer settles it.
func TestADisputeIsSettledByAnAnswer(t *testing.T) {
	// Whoever keeps the answer that counts chooses, too.
	for _, choice := range []string{"1 s", "3"} {
		session := bakery(0)
		session.Answers["purpose-clear"] = assessment.Answer{Level: assessment.No}
		session.Disputes = []assessment.Dispute{{About: assessment.DisputedAnswer, Question: "purpose-clear", Sides: []assessment.DisputeSide{
			{Answer: &assessment.Answer{Level: assessment.No}, At: noon}, {Answer: &assessment.Answer{Level: assessment.InPlace}, By: "Olga", At: noon, Elsewhere: true},
		}}}
		d := drive(t, &memory{Sessions: []*assessment.Session{session}}, nil)
		d.press("enter v")
		d.shows("Said differently on two computers")
		d.press("enter")
		d.shows("Answered on two computers", "Olga on another computer, Sun 22 Nov", "the more cautious one counts")
		before := d.store.Saves
		d.press(choice)
		if _, ok := d.m.work.Disputed("purpose-clear"); ok || d.store.Saves == before {
			t.Errorf("%q: it is still in dispute", choice)
		}
	}
}

// Where there is little room, the question says that there is something to see, and ? shows it.
func TestADisputeOnASmallScreen(t *testing.T) {
	session := bakery(0)
	session.Disputes = []assessment.Dispute{{About: assessment.DisputedAnswer, Question: "purpose-clear", Sides: []assessment.DisputeSide{
		{Answer: &assessment.Answer{Level: assessment.No}, At: noon}, {Answer: &assessment.Answer{Level: assessment.InPlace}, At: noon, Elsewhere: true},
	}}}
	d := drive(t, &memory{Sessions: []*assessment.Session{session}}, nil)
	d.send(tea.WindowSizeMsg{Width: 40, Height: 12})
	d.press("enter")
	d.shows("answered on two computers: ?")
	d.press("?")
	d.shows("Said differently on two computers", "Choose one.")
}

// Home is read again where something changed elsewhere, and a first page says where it stays.
func TestHomeLearnsOfOtherComputers(t *testing.T) {
	d := drive(t, &memory{}, nil)
	d.shows("It all stays on this computer")
	d.send(exchanged{At: noon})
	d.shows("meets those of your firm, sealed")
	d.store.Sessions = append(d.store.Sessions, bakery(3))
	d.send(exchanged{At: noon, Changed: []string{"bakery"}})
	d.shows("Rosa's Bakery")
}
