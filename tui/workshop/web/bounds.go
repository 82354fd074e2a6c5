package web

import (
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"readycheck/tui/workshop"
)

// Limits on the requests of those who have shown no code: a room of people behind one hotspot comes
// in within them.
const (
	strangersPace  = 20
	strangersBurst = 200
	// mostNetworks is for how many networks that is counted. With more, those that asked for
	// nothing for a while are forgotten, and a new one waits where there are none.
	mostNetworks = 1024
)

// readFirst is how long a page with answers must have been there before a tap on it counts. A
// finger that trembles or is impatient taps twice, and the second tap meets the next page.
const readFirst = time.Second

// tapAgain is said where a tap came sooner.
const tapAgain = "That tap came before the page could be read, so it does not count here. Tap once more."

// stamp is when a page was made, for its form.
func (s *Server) stamp() string { return strconv.FormatInt(s.moment().UnixMilli(), 10) }

// hasty reports whether a form came back before anybody could have read its page.
func (s *Server) hasty(values url.Values) bool {
	since, err := strconv.ParseInt(values.Get("since"), 10, 64)
	if err != nil {
		return false // the form of a page that has no answers to tap
	}
	there := s.moment().Sub(time.UnixMilli(since))
	return there >= 0 && there < s.readFirst
}

// strangers bounds how many pages in a second are made for one network's people without a code.
type strangers struct {
	mu   sync.Mutex
	from map[string]*rate.Limiter
}

// may counts a request, and reports whether it is looked at.
func (s *strangers) may(network string, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.from == nil {
		s.from = map[string]*rate.Limiter{}
	}
	l := s.from[network]
	if l == nil {
		if len(s.from) >= mostNetworks {
			s.forget(now)
		}
		if len(s.from) >= mostNetworks {
			return false
		}
		l = rate.NewLimiter(strangersPace, strangersBurst)
		s.from[network] = l
	}
	return l.AllowN(now, 1)
}

// forget drops those who have asked for nothing for as long as their burst takes to come back.
func (s *strangers) forget(now time.Time) {
	for network, l := range s.from {
		if l.TokensAt(now) >= strangersBurst {
			delete(s.from, network)
		}
	}
}

// known reports whether a request brings the code of a seat or of the big screen. Whoever does
// waits for nobody.
func (s *Server) known(r *http.Request) bool {
	if code := cookie(r, s.seatCookie); workshop.IsCode(code) && s.room.SeatOf(code) != "" {
		return true
	}
	return same(cookie(r, s.screenCookie), s.made("screen"))
}

// leaving are those whose page looks again by itself, by their cookie, until it has said that it is
// over.
type leaving struct {
	mu   sync.Mutex
	due  map[string]time.Time
	rest chan struct{}
}

// later notes that a page looks again by itself.
func (l *leaving) later(who string, at time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.due == nil {
		l.due = map[string]time.Time{}
	}
	if len(l.due) < 4*workshop.DefaultPeople || !l.due[who].IsZero() {
		l.due[who] = at
	}
}

// told notes that a page has said that it is over.
func (l *leaving) told(who string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.due, who)
	if len(l.due) == 0 && l.rest != nil {
		close(l.rest)
		l.rest = nil
	}
}

// wait waits until all pages that look again by themselves have, and at most for some time. Those
// whose time to look is long past are gone.
func (l *leaving) wait(most time.Duration, now time.Time) {
	l.mu.Lock()
	for who, at := range l.due {
		if now.Sub(at) > most {
			delete(l.due, who)
		}
	}
	if len(l.due) == 0 {
		l.mu.Unlock()
		return
	}
	rest := make(chan struct{})
	l.rest = rest
	l.mu.Unlock()
	timer := time.NewTimer(most)
	defer timer.Stop()
	select {
	case <-rest:
	case <-timer.C:
	}
}
