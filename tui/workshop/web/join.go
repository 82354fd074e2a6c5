package web

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"readycheck/assessment"
	"readycheck/tui/workshop"
)

// Limits on what is kept of browsers that have no seat yet, or have had one for a moment.
const (
	mostJoins = 256
	// mostAsking is how many of them may ask for a seat back at once, and unseen how long one of
	// them is kept that does not look.
	mostAsking = 64
	unseen     = 10 * time.Minute
	// twice is how long the same name from the same browser is the same person: two taps.
	twice = 2 * time.Minute
)

// joins are the browsers that were given a mark and sent a name.
type joins struct {
	now func() time.Time

	mu sync.Mutex
	of map[string]*joining
}

// joining is one browser on its way to a seat. Its mutex is held while a seat is being taken, so
// that two taps at once are one after the other.
type joining struct {
	sync.Mutex
	// voter waits for the seat of somebody with the same name, or is nil.
	voter *workshop.Voter
	// name and code are of the seat that this browser was given, at when.
	name, code string
	at         time.Time

	// seen is guarded by joins.
	seen time.Time
}

// find is what is kept of a browser, or nil.
func (j *joins) find(mark string) *joining {
	j.mu.Lock()
	defer j.mu.Unlock()
	found := j.of[mark]
	if found != nil {
		found.seen = j.now()
	}
	return found
}

// take is what is kept of a browser, which is made where there is nothing. Those that were not
// seen for long go, and where there are too many, the one that was not for the longest.
func (j *joins) take(mark string) *joining {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.of == nil {
		j.of = map[string]*joining{}
	}
	now := j.now()
	if found := j.of[mark]; found != nil {
		found.seen = now
		return found
	}
	asking := 0
	for other, kept := range j.of {
		if now.Sub(kept.seen) > unseen {
			j.drop(other, kept)
		} else if kept.asks() {
			asking++
		}
	}
	if asking >= mostAsking {
		j.dropOldest(true)
	}
	if len(j.of) >= mostJoins {
		j.dropOldest(false)
	}
	j.of[mark] = &joining{seen: now}
	return j.of[mark]
}

// asks reports whether somebody waits for a seat. One whose seat is being taken does not.
func (k *joining) asks() bool {
	if !k.TryLock() {
		return false
	}
	defer k.Unlock()
	return k.voter != nil
}

// dropOldest forgets the browser that was not seen for the longest, of all or of those that ask.
// The mutex is held.
func (j *joins) dropOldest(asking bool) {
	oldest := ""
	for mark, kept := range j.of {
		if (!asking || kept.asks()) && (oldest == "" || kept.seen.Before(j.of[oldest].seen)) {
			oldest = mark
		}
	}
	if oldest != "" {
		j.drop(oldest, j.of[oldest])
	}
}

// drop forgets a browser, but one whose seat is being taken. The mutex is held.
func (j *joins) drop(mark string, kept *joining) {
	if kept.TryLock() {
		kept.leave()
		kept.Unlock()
		delete(j.of, mark)
	}
}

// forget is called when a phone is given to somebody else.
func (j *joins) forget(mark string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if kept := j.of[mark]; kept != nil {
		j.drop(mark, kept)
	}
}

func (j *joins) close() {
	j.mu.Lock()
	defer j.mu.Unlock()
	for mark, kept := range j.of {
		j.drop(mark, kept)
	}
}

// leave ends the wait for a seat. The mutex is held.
func (k *joining) leave() {
	if k.voter != nil {
		k.voter.Leave()
		k.voter = nil
	}
}

// settled keeps the seat that a browser was given, and is its code. The mutex is held.
func (k *joining) settled(now time.Time) string {
	view := k.voter.View()
	k.name, k.code, k.at = view.Name, plain(view.Code), now
	k.leave()
	return k.code
}

// joinForm is the page on which somebody says who they are.
type joinForm struct {
	Business, Use, Code, Token, Name string
	Anonymous                        bool
	Roles                            []roleChoice
	// WrongRole and WrongName tell which of the two has to be mended.
	WrongRole, WrongName bool
	// Asks is true where the name is taken: the facilitator can give the seat back.
	Asks bool
}

type roleChoice struct {
	Role, Title, About string
	Checked            bool
}

// rolesWith are the roles to choose from. None of them is chosen for anybody.
func rolesWith(role assessment.Role, chosen bool) []roleChoice {
	about := [...]string{
		assessment.RoleBusiness:   "what we gain and lose by it",
		assessment.RoleTechnical:  "I connect it or keep it running",
		assessment.RoleRisk:       "rules, private data, what can go wrong",
		assessment.RoleOperations: "I do the daily work with it",
		assessment.RoleOther:      "another side",
	}
	var out []roleChoice
	for _, offered := range assessment.Roles {
		out = append(out, roleChoice{offered.String(), assessment.Capital(offered.Words()), about[offered], chosen && offered == role})
	}
	return out
}

// come is the page behind the code in a picture or a link. It gives nobody a seat: a camera looks
// at it before its owner does.
func (s *Server) come(w http.ResponseWriter, r *http.Request, code string) {
	p, err := s.person(r)
	if err == nil {
		s.redirect(w, r, p.place())
		return
	}
	if cookie(r, s.seatCookie) != "" && err != workshop.WrongCode && s.lost(w, err) {
		return
	}
	known := func() bool { return s.room.SeatOf(code) == "" && s.room.Knows(code) }
	mark := s.newcomer(r)
	if mark == "" || !known() {
		if err := s.guess(r, known); err != nil {
			s.show(w, statusOf(err), "start", page{Title: "Try the code again", Heading: "Come in to the workshop", Wrong: sentence(err)})
			return
		}
		mark = s.welcome(w)
	} else if a := admission(r); a != nil {
		a.Prove("")
	}
	view := s.room.Screen()
	if view.Locked {
		// The room has its sentence for it.
		voter, err := s.room.Enter(code, "")
		if err != nil {
			s.say(w, http.StatusForbidden, "The room is locked", sentence(err))
			return
		}
		voter.Leave()
	}
	s.showJoin(w, http.StatusOK, s.joinForm(&view, mark, code, "", assessment.RoleOther, false), "")
}

func (s *Server) joinForm(view *workshop.ScreenView, mark, code, name string, role assessment.Role, chosen bool) joinForm {
	return joinForm{
		Business: view.Business, Use: view.Use, Code: plain(code), Token: s.made("join", mark), Name: name, Anonymous: view.Anonymous, Roles: rolesWith(role, chosen),
	}
}

func (s *Server) showJoin(w http.ResponseWriter, status int, form joinForm, wrong string) {
	title := "Come in"
	if wrong != "" {
		title = "Look at this again"
	}
	s.show(w, status, "join", page{Title: title, Heading: "Come in to the workshop", Wrong: wrong, Of: form})
}

// join takes a name and a role. The same browser with the same name within a moment is somebody
// who tapped twice, and gets the same seat.
func (s *Server) join(w http.ResponseWriter, r *http.Request, values url.Values) {
	code, name := plain(values.Get("code")), assessment.CleanLine(values.Get("name"), assessment.MaxName)
	role := assessment.RoleOther
	chosen := role.UnmarshalText([]byte(values.Get("role"))) == nil
	view, mark := s.room.Screen(), s.newcomer(r)
	again := s.joinForm(&view, mark, code, name, role, chosen)
	if mark == "" {
		s.joinAnew(w, r, again)
		return
	}
	switch p, err := s.person(r); {
	case err == nil && same(values.Get("token"), s.made("join", mark)) && sameSeat(&view, p.view.Name, name):
		s.redirect(w, r, with(p.place(), "in", "1")) // a second tap, after the first one came back
		return
	case err == nil:
		s.redirect(w, r, "/other")
		return
	case !same(values.Get("token"), s.made("join", mark)):
		s.showJoin(w, http.StatusForbidden, again, string(oldForm))
		return
	case s.room.SeatOf(code) != "" || !s.room.Knows(code):
		s.show(w, http.StatusForbidden, "start", page{Title: "Try the code again", Heading: "Come in to the workshop", Wrong: string(workshop.WrongCode)})
		return
	}
	if !chosen && !view.Anonymous {
		again.WrongRole = true
		s.showJoin(w, http.StatusUnprocessableEntity, again, "Tap the side from which you look at it.")
		return
	}
	kept := s.joins.take(mark)
	kept.Lock()
	defer kept.Unlock()
	if kept.code != "" && s.room.SeatOf(kept.code) != "" {
		s.keep(w, s.seatCookie, kept.code)
		if s.o.Now().Sub(kept.at) < twice && sameSeat(&view, kept.name, name) {
			s.redirect(w, r, "/?in=1")
			return
		}
		s.redirect(w, r, "/other")
		return
	}
	if err := s.sit(kept, code, name, role); err != nil {
		again.Asks, again.WrongName = asksFor(s.room, name), true
		s.showJoin(w, http.StatusUnprocessableEntity, again, sentence(err))
		return
	}
	s.keep(w, s.seatCookie, kept.settled(s.o.Now()))
	s.redirect(w, r, "/?in=1")
}

// sameSeat reports whether a seat with a name is meant by what was typed.
func sameSeat(view *workshop.ScreenView, has, typed string) bool {
	name, _ := assessment.PersonName(typed)
	return view.Anonymous || assessment.SameName(has, name)
}

// joinAnew shows the form to a browser without a mark: one that takes no cookies, or that came
// with a form from before. It waits as every guess does.
func (s *Server) joinAnew(w http.ResponseWriter, r *http.Request, form joinForm) {
	err := error(workshop.WrongCode)
	if workshop.IsCode(form.Code) {
		err = s.guess(r, func() bool { return s.room.SeatOf(form.Code) == "" && s.room.Knows(form.Code) })
	}
	if err != nil {
		s.show(w, statusOf(err), "start", page{Title: "Try the code again", Heading: "Come in to the workshop", Wrong: sentence(err)})
		return
	}
	form.Token = s.made("join", s.welcome(w))
	s.showJoin(w, http.StatusForbidden, form, string(oldForm)+" If you see this again, let the browser keep cookies for this page.")
}

// sit takes a seat. Whoever has somebody's name stays entered: the facilitator may give them the
// seat. The mutex of what is kept is held.
func (s *Server) sit(kept *joining, code, name string, role assessment.Role) error {
	if kept.voter != nil && (kept.voter.View().Over != "" || kept.voter.View().Name != "") {
		if kept.voter.View().Name != "" {
			return nil // the facilitator was faster
		}
		kept.leave()
	}
	if kept.voter == nil {
		voter, err := s.room.Enter(code, "")
		if err != nil {
			return err
		}
		kept.voter = voter
	}
	return kept.voter.Sit(name, role)
}

// asksFor reports whether the facilitator sees somebody ask for the seat with a name.
func asksFor(room *workshop.Room, name string) bool {
	clean, _ := assessment.PersonName(name)
	for _, seat := range room.View().People {
		if seat.Asks && assessment.SameName(seat.Name, clean) {
			return true
		}
	}
	return false
}

// awaitSeat is the page of somebody who asked for a seat, until the facilitator gives it.
func (s *Server) awaitSeat(w http.ResponseWriter, r *http.Request) {
	kept := s.joins.find(s.newcomer(r))
	if kept == nil {
		s.redirect(w, r, "/")
		return
	}
	kept.Lock()
	defer kept.Unlock()
	switch {
	case kept.voter == nil && kept.code != "":
		s.keep(w, s.seatCookie, kept.code)
		s.redirect(w, r, "/")
		return
	case kept.voter == nil:
		s.redirect(w, r, "/")
		return
	}
	view := kept.voter.View()
	switch {
	case view.Name != "":
		s.keep(w, s.seatCookie, kept.settled(s.o.Now()))
		s.redirect(w, r, "/?in=1")
	case view.Over != "":
		s.say(w, http.StatusForbidden, "You are not in the room", view.Over)
	default:
		s.refresh(w, lookAgain, "/wait")
		s.show(w, http.StatusOK, "ask", page{Title: "Waiting for your seat", Heading: "Ask for your seat"})
	}
}

// other is the page from which a phone goes to somebody else: not before its seat's code was
// shown, which is the way back.
func (s *Server) other(w http.ResponseWriter, p *person) {
	s.show(w, http.StatusOK, "other", page{Title: "Give this phone to somebody else", Heading: "Give this phone to somebody else?", Person: p.about(), Of: p.code})
}

// handOn lets the next person come in with this phone.
func (s *Server) handOn(w http.ResponseWriter, r *http.Request) {
	s.joins.forget(s.newcomer(r))
	s.keep(w, s.seatCookie, "")
	s.keep(w, s.joinCookie, "")
	s.redirect(w, r, "/"+strings.ToUpper(plain(s.room.Code())))
}
