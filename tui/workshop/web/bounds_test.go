package web

import (
	"fmt"
	"net/http"
	"runtime"
	"testing"
	"time"

	"readycheck/assessment"
	"readycheck/tui/workshop"
)

// A stranger who asks without end gets no more than a room of people would; whoever has a seat
// waits for nobody, and time gives the stranger pages again.
func TestAStrangerGetsSoManyPages(t *testing.T) {
	s := serve(t, change{})
	dana := s.phone()
	dana.join("Dana", assessment.RoleBusiness)
	stranger := s.phone()
	looked := 0
	for range 3 * strangersBurst {
		if got := stranger.get("/"); got.status == http.StatusOK {
			looked++
		} else if got.status != http.StatusTooManyRequests || got.header.Get("Content-Security-Policy") == "" {
			t.Fatalf("%d %s", got.status, got.text())
		}
	}
	if looked == 0 || looked > strangersBurst {
		t.Errorf("%d pages were made for a stranger", looked)
	}
	question := s.question(0).ID
	if got := dana.vote(question, "no.0"); got.status != http.StatusOK {
		t.Errorf("somebody with a seat is turned away: %d %s", got.status, got.text())
	}
	if got := stranger.get("/q/" + question); got.status != http.StatusTooManyRequests {
		t.Errorf("another path gives a stranger %d", got.status)
	}
	s.clock.wait(time.Second)
	if got := stranger.get("/"); got.status != http.StatusOK {
		t.Errorf("a second later a stranger gets %d", got.status)
	}
}

// What is counted of strangers has an end, however many networks they come from, and a network
// that was quiet makes room.
func TestStrangersOfManyNetworks(t *testing.T) {
	var s strangers
	now := newClock().Now()
	for i := range mostNetworks {
		if !s.may(fmt.Sprint("network ", i), now) {
			t.Fatalf("network %d is turned away", i)
		}
	}
	if s.may("one more", now) || len(s.from) != mostNetworks {
		t.Errorf("%d networks are counted", len(s.from))
	}
	if !s.may("network 7", now) {
		t.Error("a network that is counted is turned away")
	}
	now = now.Add(time.Minute)
	if !s.may("one more", now) || len(s.from) != 1 {
		t.Errorf("after a minute %d networks are counted", len(s.from))
	}
}

// At the end the server stays until every page that looks again by itself has said that it is over.
func TestTheEndIsSaidToPagesThatWait(t *testing.T) {
	s := serve(t, change{room: func(o *workshop.Options) { o.InStep = true }})
	dana := s.phone()
	dana.join("Dana", assessment.RoleBusiness)
	dana.vote(s.question(0).ID, "no.0")
	if page := dana.get("/wait"); page.header.Get("Refresh") == "" {
		t.Fatalf("the page does not look again: %s", page.text())
	}
	s.server.goodbye = time.Hour // only the page itself can end it
	ended := make(chan error)
	go func() { ended <- s.server.Stop() }()
	for s.room.View().Over == "" {
		runtime.Gosched()
	}
	dana.get("/wait").shows(t, "This workshop is over.")
	if err := <-ended; err != nil {
		t.Error(err)
	}
	s.stopped = true
}

// Nobody is waited for who only has a form open, or whose phone is long gone.
func TestTheEndWaitsForNobodyWhoIsGone(t *testing.T) {
	var l leaving
	now := newClock().Now()
	l.wait(time.Hour, now)
	l.later("Dana", now.Add(-2*time.Hour))
	l.wait(time.Hour, now)
	if len(l.due) != 0 {
		t.Errorf("%d are waited for", len(l.due))
	}
}
