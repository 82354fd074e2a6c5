package web

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/hex"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode"

	"readycheck/tui/workshop"
)

const (
	// cookieLasts is longer than a workshop.
	cookieLasts = 8 * time.Hour
	// markLasts is longer than anybody needs to write their name.
	markLasts = 30 * time.Minute
	// mostWaiting is how many requests of one network may wait for their code to be looked at,
	// and guessWait how long one of them does.
	mostWaiting = 8
	guessWait   = 9 * time.Second
	// longestTyped is longer than any code with what people type between its letters.
	longestTyped = 64
)

// What the door itself says of codes.
const (
	tooManyTries = workshop.Refusal("Too many codes were tried from this network at once. Wait a second, and try again.")
	tooManyCome  = workshop.Refusal("Many people are coming in at this moment. Wait a few seconds, and try again.")
	oldForm      = workshop.Refusal("This form was not the newest one any more. Here it is again: look at it, and send it once more.")
)

// person is somebody with a seat, for one request.
type person struct {
	*workshop.Voter
	view workshop.VoterView
	// seat is the seat's id, code leads back to it, token stands in each of its forms.
	seat, code, token string
}

// plain is a code as people type it, without what stands between its letters.
func plain(typed string) string {
	if len(typed) > longestTyped {
		return ""
	}
	return strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || r == '\u2212' {
			return -1
		}
		return r
	}, typed))
}

// grouped is a code in groups of four, to be read out.
func grouped(code string) string {
	const group = 4
	var out strings.Builder
	for i, letter := range plain(code) {
		if i > 0 && i%group == 0 {
			out.WriteByte('-')
		}
		out.WriteRune(letter)
	}
	return out.String()
}

// cookie is what a browser brought under a name, or empty.
func cookie(r *http.Request, name string) string {
	if found, err := r.Cookie(name); err == nil {
		return found.Value
	}
	return ""
}

// keep gives a browser a cookie; an empty value takes it back.
func (s *Server) keep(w http.ResponseWriter, name, value string) {
	lasts := cookieLasts
	if name == s.joinCookie {
		lasts = markLasts
	}
	if value == "" {
		lasts = -time.Second
	}
	http.SetCookie(w, &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: int(lasts / time.Second), HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: s.o.TLS != nil})
}

// person is who sends a request, by the cookie of a seat. The error is a Refusal. A known seat
// waits for nobody.
func (s *Server) person(r *http.Request) (*person, error) {
	code := cookie(r, s.seatCookie)
	if !workshop.IsCode(code) {
		return nil, workshop.WrongCode
	}
	voter, err := s.room.Visit(code)
	if err != nil {
		return nil, err
	}
	p := &person{Voter: voter, view: voter.View(), seat: s.room.SeatOf(code), code: code, token: s.made("seat", code)}
	if a := admission(r); a != nil && !a.Prove(p.seat) {
		return nil, tooManyCome
	}
	return p, nil
}

// mine reports whether a form was made for this person.
func (p *person) mine(values url.Values) bool { return same(values.Get("token"), p.token) }

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// guess looks at a code that is none of a seat's, as fast as guesses are allowed. The error says
// why it does not open anything.
func (s *Server) guess(r *http.Request, known func() bool) error {
	ctx, cancel := context.WithTimeout(r.Context(), guessWait)
	defer cancel()
	network := ""
	a := admission(r)
	if a != nil {
		network = a.Network()
	}
	right, crowded := s.guesses.RightSoon(ctx, network, mostWaiting, known)
	switch {
	case crowded || !right && ctx.Err() != nil:
		return tooManyTries
	case !right:
		return workshop.WrongCode
	case a != nil && !a.Prove(""):
		return tooManyCome
	}
	return nil
}

// newcomer is the mark of a browser that has shown the room's code and has no seat yet: what it
// brought, where this server made it, or empty.
func (s *Server) newcomer(r *http.Request) string {
	mark := cookie(r, s.joinCookie)
	random, made, _ := strings.Cut(mark, ".")
	if random == "" || !same(made, s.made("newcomer", random)) {
		return ""
	}
	return mark
}

// welcome gives a browser a mark of its own.
func (s *Server) welcome(w http.ResponseWriter) string {
	random := make([]byte, 16)
	_, _ = rand.Read(random) // never fails
	text := hex.EncodeToString(random)
	mark := text + "." + s.made("newcomer", text)
	s.keep(w, s.joinCookie, mark)
	return mark
}

// start is the page that asks for a code. Whoever has a seat goes on there.
func (s *Server) start(w http.ResponseWriter, r *http.Request) {
	p, err := s.person(r)
	if err == nil {
		s.redirect(w, r, carried(r.URL.Query(), p.place()))
		return
	}
	if cookie(r, s.seatCookie) != "" && s.lost(w, err) {
		return
	}
	s.show(w, http.StatusOK, "start", page{Title: "Come in", Heading: "Come in to the workshop"})
}

// lost says why a cookie leads to no seat any more, where there is something to say, and takes it
// back.
func (s *Server) lost(w http.ResponseWriter, err error) bool {
	switch err {
	case tooManyCome:
		s.say(w, http.StatusServiceUnavailable, "One moment", string(tooManyCome))
		return true
	case workshop.RoomOver:
		s.show(w, http.StatusGone, "over", page{Title: "The workshop is over", Heading: "The workshop is over", Said: string(workshop.RoomOver)})
		return true
	case workshop.WrongCode:
		s.keep(w, s.seatCookie, "")
		return false
	}
	s.keep(w, s.seatCookie, "")
	s.say(w, http.StatusForbidden, "You are not in the room", sentence(err))
	return true
}

// open takes a code: a seat's leads back to it, the room's to a seat, and that of the big screen
// to what everybody may see.
func (s *Server) open(w http.ResponseWriter, r *http.Request, values url.Values) {
	code := plain(values.Get("code"))
	if workshop.IsCode(code) && s.room.SeatOf(code) != "" {
		s.keep(w, s.seatCookie, code)
		s.redirect(w, r, "/")
		return
	}
	err := error(workshop.WrongCode)
	screen := false
	if workshop.IsCode(code) {
		err = s.guess(r, func() bool {
			screen = s.room.IsScreenCode(code)
			return screen || s.room.Knows(code)
		})
	}
	switch {
	case err != nil:
		s.show(w, statusOf(err), "start", page{Title: "Try the code again", Heading: "Come in to the workshop", Wrong: sentence(err)})
	case screen:
		s.keep(w, s.screenCookie, s.made("screen"))
		s.redirect(w, r, "/screen")
	default:
		s.welcome(w)
		s.redirect(w, r, "/"+strings.ToUpper(code))
	}
}

func statusOf(err error) int {
	switch err {
	case tooManyTries:
		return http.StatusTooManyRequests
	case tooManyCome:
		return http.StatusServiceUnavailable
	}
	return http.StatusForbidden
}
