package screens

import (
	"fmt"
	"io"
	"maps"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"readycheck/assessment"
)

// memory is a store in memory. A test can hold back acknowledgements, make saves fail
// and change a session behind the window's back.
type memory struct {
	sessions []*assessment.Session
	held     []func()
	hold     bool
	fail     error
	saves    int
	created  int
	standing assessment.Standing
	// drafts are on disk, with how often one was written.
	drafts map[assessment.Form]assessment.Draft
	kept   int
}

func (s *memory) Drafts() []assessment.Draft { return slices.Collect(maps.Values(s.drafts)) }

func (s *memory) KeepDraft(d assessment.Draft) <-chan error {
	if s.drafts == nil {
		s.drafts = map[assessment.Form]assessment.Draft{}
	}
	s.kept++
	s.drafts[d.Form] = d
	if d.Empty() {
		delete(s.drafts, d.Form)
	}
	done := make(chan error, 1)
	done <- nil
	return done
}

func (s *memory) find(id string) *assessment.Session {
	for _, session := range s.sessions {
		if session.ID == id {
			return session
		}
	}
	return nil
}

func (s *memory) List(below uint64, n int) ([]assessment.Head, error) {
	if s.fail != nil {
		return nil, s.fail
	}
	var heads []assessment.Head
	for i, session := range slices.Backward(s.sessions) {
		sum := assessment.Evaluate(assessment.Default(), session)
		if sequence := uint64(i + 1); below == 0 || sequence < below {
			heads = append(heads, assessment.Head{
				ID: session.ID, Business: session.Business, Use: session.Use, Changed: session.Changed,
				Sequence: sequence, Standing: sum.Standing(),
			})
		}
	}
	if n == 0 {
		return heads, nil
	}
	return heads[:min(n, len(heads))], nil
}

func (s *memory) Load(id string) (*assessment.Session, error) {
	session := s.find(id)
	if session == nil {
		return nil, assessment.ErrNotFound
	}
	copied := *session
	copied.Answers = map[string]assessment.Answer{}
	for question, answer := range session.Answers {
		copied.Answers[question] = answer
	}
	return &copied, nil
}

func (s *memory) Earlier(session *assessment.Session) (string, error) {
	earlier := ""
	for _, other := range s.sessions {
		if other.ID == session.ID {
			break
		}
		if strings.EqualFold(other.Business, session.Business) && strings.EqualFold(other.Use, session.Use) {
			earlier = other.ID
		}
	}
	return earlier, nil
}

func (s *memory) Create(session *assessment.Session, _ assessment.Standing) error {
	if s.fail != nil {
		return s.fail
	}
	s.created++
	session.ID, session.Revision, session.Created, session.Changed = fmt.Sprintf("id-%d", s.created), 1, noon, noon
	copied := *session
	copied.Answers = maps.Clone(session.Answers)
	if copied.Answers == nil {
		copied.Answers = map[string]assessment.Answer{}
	}
	s.sessions = append(s.sessions, &copied)
	return nil
}

// answer answers a channel now, or when the test lets go.
func (s *memory) answer(write func() assessment.Saved) <-chan assessment.Saved {
	s.saves++
	done := make(chan assessment.Saved, 1)
	send := func() { done <- write() }
	if s.hold {
		s.held = append(s.held, send)
	} else {
		send()
	}
	return done
}

func (s *memory) release() {
	for _, send := range s.held {
		send()
	}
	s.held, s.hold = nil, false
}

func (s *memory) SaveAnswer(c assessment.AnswerChange) <-chan assessment.Saved {
	return s.answer(func() assessment.Saved {
		saved := assessment.Saved{Session: c.Session, Question: c.Question}
		session := s.find(c.Session)
		switch {
		case s.fail != nil:
			saved.Err = s.fail
			return saved
		case session == nil:
			saved.Err = assessment.ErrNotFound
			return saved
		}
		session.Revision++
		session.Answers[c.Question] = c.Answer
		saved.Revision = session.Revision
		s.newest(session)
		return saved
	})
}

// newest puts a session at the end of those that there are, where the one changed last is.
func (s *memory) newest(session *assessment.Session) {
	at := slices.Index(s.sessions, session)
	s.sessions = append(slices.Delete(s.sessions, at, at+1), session)
}

func (s *memory) SaveSetup(c assessment.SetupChange) <-chan assessment.Saved {
	return s.answer(func() assessment.Saved {
		session := s.find(c.Session)
		switch {
		case s.fail != nil:
			return assessment.Saved{Session: c.Session, Err: s.fail}
		case session == nil:
			return assessment.Saved{Session: c.Session, Err: assessment.ErrNotFound}
		}
		session.Revision++
		session.Business, session.Use, session.Setup = c.Business, c.Use, c.Setup
		s.newest(session)
		return assessment.Saved{Session: c.Session, Revision: session.Revision}
	})
}

func (s *memory) SaveStanding(id string, standing assessment.Standing) <-chan assessment.Saved {
	done := make(chan assessment.Saved, 1)
	session := s.find(id)
	if session == nil {
		done <- assessment.Saved{Session: id, Err: assessment.ErrNotFound}
		return done
	}
	s.standing = standing
	if standing.Told != "" {
		session.Told = standing.Told
	}
	done <- assessment.Saved{Session: id, Revision: session.Revision}
	return done
}

func (s *memory) Delete(id string) (func() error, error) {
	at := slices.IndexFunc(s.sessions, func(x *assessment.Session) bool { return x.ID == id })
	if at < 0 {
		return nil, assessment.ErrNotFound
	}
	gone := s.sessions[at]
	s.sessions = slices.Delete(s.sessions, at, at+1)
	return func() error { s.sessions = append(s.sessions, gone); return nil }, nil
}

// driver presses keys and runs the commands that come back.
type driver struct {
	t      testing.TB
	m      *model
	store  *memory
	waits  []tea.Cmd
	quits  bool
	export string
}

var noon = time.Date(2026, 11, 22, 14, 3, 0, 0, time.Local)

func drive(t testing.TB, store *memory, change func(*Options)) *driver {
	t.Helper()
	d := &driver{t: t, store: store}
	o := Options{
		Store: store, Set: assessment.Default, Theme: "dark", Now: func() time.Time { return noon }, Log: io.Discard, Folder: "~/readycheck",
		Export: func(_ *assessment.Set, s *assessment.Session, format, path string, safe bool) error {
			d.export = fmt.Sprint(s.Business, " ", format, " ", path, " ", safe)
			return nil
		},
	}
	if change != nil {
		change(&o)
	}
	d.m = newModel(o)
	d.run(d.m.Init())
	d.send(setRead{o.Set()})
	d.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	return d
}

func (d *driver) send(msg tea.Msg) {
	_, cmd := d.m.Update(msg)
	d.run(cmd)
}

// clockwork is what only waits: a cursor that blinks, a tick, news of a room. A test does
// without it.
var clockwork = []string{"cursor.(*Model).Blink", "bubbletea/v2.Tick", "awaitRoom.func"}

// run runs a command to its end, but for a save that the store holds back: that one is
// kept for settle.
func (d *driver) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	name := runtime.FuncForPC(reflect.ValueOf(cmd).Pointer()).Name()
	switch {
	case slices.ContainsFunc(clockwork, func(idle string) bool { return strings.Contains(name, idle) }):
	case len(d.store.held) > 0 && strings.Contains(name, "awaitSaved"):
		d.waits = append(d.waits, cmd)
	default:
		d.take(cmd())
	}
}

func (d *driver) take(msg tea.Msg) {
	switch msg := msg.(type) {
	case nil:
	case tea.BatchMsg:
		for _, cmd := range msg {
			d.run(cmd)
		}
	case tea.QuitMsg:
		d.quits = true
	default:
		d.send(msg)
	}
}

// settle lets held saves go and takes in their acknowledgements.
func (d *driver) settle() {
	d.store.release()
	waits := d.waits
	d.waits = nil
	for _, wait := range waits {
		d.run(wait)
	}
}

var keyNames = map[string]tea.KeyPressMsg{
	"enter": {Code: tea.KeyEnter}, "esc": {Code: tea.KeyEscape}, "up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown},
	"left": {Code: tea.KeyLeft}, "right": {Code: tea.KeyRight}, "tab": {Code: tea.KeyTab}, "shift+tab": {Code: tea.KeyTab, Mod: tea.ModShift},
	"space": {Code: tea.KeySpace, Text: " "}, "backspace": {Code: tea.KeyBackspace}, "pgdown": {Code: tea.KeyPgDown},
	"ctrl+c": {Code: 'c', Mod: tea.ModCtrl}, "ctrl+s": {Code: 's', Mod: tea.ModCtrl}, "end": {Code: tea.KeyEnd},
}

// press presses keys by name, separated by spaces; other words are typed.
func (d *driver) press(keys string) {
	d.t.Helper()
	for _, word := range strings.Fields(keys) {
		if k, ok := keyNames[word]; ok {
			d.send(k)
			continue
		}
		d.typed(word)
	}
}

func (d *driver) typed(text string) {
	for _, r := range text {
		d.send(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

// text is the screen without colours.
func (d *driver) text() string { return ansi.Strip(d.m.View().Content) }

func (d *driver) shows(pieces ...string) {
	d.t.Helper()
	flat := strings.Join(strings.Fields(d.text()), " ")
	for _, piece := range pieces {
		if !strings.Contains(flat, piece) {
			d.t.Errorf("the screen does not show %q:\n%s", piece, d.text())
		}
	}
}

func (d *driver) hides(piece string) {
	d.t.Helper()
	if strings.Contains(strings.Join(strings.Fields(d.text()), " "), piece) {
		d.t.Errorf("the screen shows %q:\n%s", piece, d.text())
	}
}

// bakery is a session with its setup done and the first answers given.
func bakery(answered int) *assessment.Session {
	session := &assessment.Session{
		ID: "bakery", Business: "Rosa's Bakery", Use: "It drafts replies to cake orders", Revision: 1, Changed: noon.Add(-26 * time.Hour),
		SetID: assessment.Default().ID, SetVersion: assessment.Default().Version,
		Setup: assessment.Setup{
			Kind: "customer-replies", StageNow: "pilot", Connection: []string{"connector"}, Powers: []string{"read", "draft"},
			Audience: []string{"staff"}, Information: []string{"personal"}, Depth: assessment.Quick,
		},
		Answers: map[string]assessment.Answer{},
	}
	levels := []assessment.Level{assessment.InPlace, assessment.Partly, assessment.No, assessment.Unsure, assessment.InPlace}
	for i := range answered {
		q := assessment.NewFlow(assessment.Default(), session).At(i)
		session.Answers[q.ID] = assessment.Answer{Level: levels[i%len(levels)], Known: assessment.Told, Owner: "Dana"}
	}
	return session
}

var errFull = &plainError{"The disk is full, so this was not saved."}

type plainError struct{ text string }

func (e *plainError) Error() string    { return "write: " + e.text }
func (e *plainError) Sentence() string { return e.text }

// conflictError is what the store says when another window was first.
type conflictError struct{}

func (conflictError) Error() string    { return "conflict" }
func (conflictError) Sentence() string { return "This was changed in another window." }
func (conflictError) Unwrap() error    { return assessment.ErrConflict }

func width(line string) int { return ansi.StringWidth(line) }
