//go:build !windows

package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"readycheck/assessment"
	"readycheck/store"
	"readycheck/tui/interview"
)

// journey is one way through the program, on both faces: each part is one run of it.
type journey struct {
	// before fills the file.
	before func(t *testing.T, s *store.Store)
	parts  []journeyPart
	// later makes the time pass between the first part and the next ones.
	later func(t *testing.T, s *store.Store)
	// levels are how many answers there must be in the end, sessions how many sessions.
	levels, sessions int
}

type journeyPart struct {
	args []string
	// keys are typed into a terminal in one burst, lines are the input of --plain.
	keys  string
	lines []string
}

const (
	down  = "\x1b[B"
	left  = "\x1b[D"
	save  = "\x13"
	enter = "\r"
)

var (
	setupKeys = "Rosa's Bakery" + enter + "It drafts replies" + enter + enter +
		enter + down + down + enter + down + down + " " + enter + " " + down + " " + enter + down + " " + enter + down + down + " " + enter + enter
	setupLines = []string{"Rosa's Bakery", "It drafts replies", "", "1", "3", "3", "1 2", "2", "3", "1"}
)

// papersHere stands for a folder for papers, which is another one on each face.
const papersHere = "PAPERS"

// Three no and for the rest what was seen, with the names where one is asked for.
var bakerKeys, bakerLines = func() (keys string, lines []string) {
	session := &assessment.Session{Setup: assessment.Setup{
		Kind: "customer-replies", StageNow: "pilot", Connection: []string{"connector"}, Powers: []string{"read", "draft"},
		Audience: []string{"staff"}, Information: []string{"personal"}, Depth: assessment.Quick,
	}}
	flow := assessment.NewFlow(assessment.Default(), session)
	for i := range flow.Len() {
		q := flow.At(i)
		no := 1 + slices.IndexFunc(q.Options(&assessment.Default().Words), func(c assessment.Choice) bool { return c.Level == assessment.No })
		switch q.ID {
		case "off-switch", "pause-rules", "requests-kept":
			keys, lines = keys+fmt.Sprint(no), append(lines, fmt.Sprint(no))
		case "owner-named", "upkeep-owner":
			keys, lines = keys+"1sAnn"+enter, append(lines, "1 s", "Ann")
		default:
			keys, lines = keys+"1s", append(lines, "1 s")
		}
	}
	return keys, lines
}()

// aMonth has every day of a plan lie 31 days further back.
func aMonth(t *testing.T, s *store.Store) {
	heads, err := s.List(0, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, head := range heads {
		session, err := s.Load(head.ID)
		if err != nil {
			t.Fatal(err)
		}
		work := interview.New(assessment.Default(), session, time.Now)
		for question, answer := range session.Answers {
			if day, err := time.Parse(assessment.DateLayout, answer.Due); err == nil {
				answer.Due = day.AddDate(0, 0, -31).Format(assessment.DateLayout)
				if saved := <-s.SaveAnswer(work.Answered(question, answer)); saved.Err != nil {
					t.Fatal(saved.Err)
				}
				work.Acknowledged(assessment.Saved{Session: head.ID, Question: question, Revision: session.Revision + 1})
			}
		}
	}
}

func clients(n int) func(*testing.T, *store.Store) {
	return func(t *testing.T, s *store.Store) {
		for i := range n {
			session := &assessment.Session{
				Business: fmt.Sprintf("Client %02d", i), Use: "Answers from our own files", SetID: "ai-readiness", SetVersion: assessment.Default().Version,
				Setup:   assessment.Setup{Kind: "documents", StageNow: "pilot", Connection: []string{"builtin"}, Powers: []string{"read"}, Audience: []string{"staff"}, Information: []string{"internal"}},
				Answers: map[string]assessment.Answer{"purpose-clear": {Level: assessment.InPlace, Known: assessment.Told}},
			}
			if err := s.Create(session, assessment.Standing{Answered: 1, Total: 14, Due: assessment.NoDue}); err != nil {
				t.Fatal(err)
			}
		}
	}
}

var journeys = map[string]journey{
	"an owner alone": {levels: 15, sessions: 1, parts: []journeyPart{{
		args: []string{"new"}, keys: setupKeys + strings.Repeat("1s", 6) + strings.Repeat("2t", 5) + strings.Repeat("1"+enter, 3) + "3" + "f",
		lines: slices.Concat(setupLines, slices.Repeat([]string{"1", "s"}, 3), slices.Repeat([]string{"1 s"}, 3), slices.Repeat([]string{"2 t"}, 4), []string{"2", "t"}, slices.Repeat([]string{"1", ""}, 3), []string{"3", "f"}),
	}}},
	"a consultant with 50 clients": {before: clients(50), levels: 53, sessions: 51, parts: []journeyPart{{
		keys:  "/Client 17" + enter + enter + "3nAsk the vendor" + save + "oDana" + enter + "2026-12-04" + enter + enter + "4",
		lines: []string{"/Client 17", "1", "3", "n", "Ask the vendor", ".", "o", "Dana", "2026-12-04", "", "4"},
	}, {
		keys: "/Client 30" + enter + "ry" + "f", lines: []string{"/Client 30", "r 1", "f"},
	}}},
	"coming back": {levels: 5, sessions: 1, parts: []journeyPart{
		{args: []string{"new"}, keys: setupKeys + "1" + enter + "2" + enter + "l3" + enter, lines: append(slices.Clone(setupLines), "1", "", "2", "", "l", "3")},
		{keys: enter + "4" + "1", lines: []string{"1", "4", "1"}},
		{args: []string{"resume"}, keys: "2", lines: []string{"2"}},
	}},
	"a wrong turn and back": {levels: 4, sessions: 1, parts: []journeyPart{{
		args: []string{"new"}, keys: setupKeys + "1" + enter + "2" + enter + left + left + "3" + enter + "1" + "u" + "2" + enter + "g7" + "\x7f" + "this Saturday" + enter + "1s",
		lines: append(slices.Clone(setupLines), "1", "", "2", "", "b", "b", "3", "", "1", "u", "2", "", "g", "7", "1", "s"),
	}}},
	"an owner who sets about it": {levels: 15, sessions: 1, parts: []journeyPart{
		{
			args: []string{"new"}, keys: setupKeys + strings.Repeat("1s", 3) + "4" + strings.Repeat("2t", 4) + "1sRosa" + enter + "1t" + enter + strings.Repeat("2"+enter, 4) + "3" + "f" + "2" + "i",
			lines: slices.Concat(setupLines, slices.Repeat([]string{"1 s"}, 3), []string{"4"}, slices.Repeat([]string{"2 t"}, 4), []string{"1 s", "Rosa", "1", "t", ""}, slices.Repeat([]string{"2", ""}, 4), []string{"3", "f", "i 1"}),
		},
		{keys: enter + "2" + "d1s" + down + "oEva" + enter + "2030-12-04" + enter + "Pd" + "y", lines: []string{"1", "d 1", "1 s", "o 3", "Eva", "2030-12-04", "papers", "d 1", "y"}},
	}},
	// From the first start to the papers on the desk, and a month later through what was planned.
	"a baker, a month apart": {levels: 15, sessions: 1, later: aMonth, parts: []journeyPart{
		{
			args: []string{"new"}, keys: setupKeys + bakerKeys + "f2" + strings.Repeat("oAnn"+enter+"in 2 weeks"+enter+down, 3) + "P" + enter + enter + "\x15" + papersHere + enter,
			lines: slices.Concat(setupLines, bakerLines, []string{"f", "o 1", "Ann", "in 2 weeks", "o 2", "Ann", "in 2 weeks", "o 3", "Ann", "in 2 weeks", "papers", "w", "1", papersHere}),
		},
		{keys: enter + strings.Repeat("y1s", 3), lines: slices.Concat([]string{""}, slices.Repeat([]string{"y", "1 s"}, 3))},
	}},
	"a consultant's tags": {before: clients(12), levels: 12, sessions: 12, parts: []journeyPart{{
		keys:  "p/client 07" + enter + "tretail north" + enter + "2030-12-04" + enter,
		lines: []string{"p", "/client 07", "l", "t 1", "retail north", "2030-12-04"},
	}}},
	"delete and undo": {before: clients(2), levels: 1, sessions: 1, parts: []journeyPart{{
		// The end is another one than after the first deletion, which would be taken for it.
		keys: down + "dyu" + down + "dy", lines: []string{"d 2", "y", "u", "d 2", "y"},
	}}},
}

// Every journey leaves the same sessions, whether it is made on the screens of a real
// terminal or in lines.
func TestJourneysOnBothFaces(t *testing.T) {
	t.Parallel()
	for name, j := range journeys {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRealTerminal(t)
			inLines := filepath.Join(t.TempDir(), "sessions.db")
			for _, data := range []string{inLines, r.data} {
				if j.before != nil {
					s := store.New(data, time.Now)
					j.before(t, s)
					if err := s.Close(); err != nil {
						t.Fatal(err)
					}
				}
			}
			for i, part := range j.parts {
				if i == 1 && j.later != nil {
					for _, data := range []string{inLines, r.data} {
						s := store.New(data, time.Now)
						j.later(t, s)
						if err := s.Close(); err != nil {
							t.Fatal(err)
						}
					}
				}
				part.keys = strings.ReplaceAll(part.keys, papersHere, filepath.Join(filepath.Dir(r.data), "papers"))
				lines := strings.ReplaceAll(strings.Join(part.lines, "\n"), papersHere, filepath.Join(filepath.Dir(inLines), "papers"))
				talk := exec.Command(r.program, append([]string{"--plain", "--data", inLines}, part.args...)...)
				talk.Stdin = strings.NewReader(lines + "\n")
				out, err := talk.CombinedOutput()
				if err != nil {
					t.Fatalf("%v\n%s", err, out)
				}
				want := sessionsIn(t, inLines)
				screen, got := r.onScreens(fmt.Sprint("part-", i+1), part, want)
				if got != want {
					t.Fatalf("part %d: in lines\n%s\non the screens\n%s\nthe lines said\n%s\nthe last screen was\n%s", i+1, want, got, out, screen)
				}
			}
			if j.later != nil {
				for _, data := range []string{inLines, r.data} {
					if written, err := filepath.Glob(filepath.Join(filepath.Dir(data), "papers", "*.html")); err != nil || len(written) < 10 {
						t.Errorf("%d papers beside %s (%v)", len(written), data, err)
					}
				}
			}
			end := sessionsIn(t, r.data)
			if levels, sessions := strings.Count(end, `"level"`), strings.Count(end, "\n"); levels != j.levels || sessions != j.sessions {
				t.Errorf("%d answers in %d sessions, want %d in %d\n%s", levels, sessions, j.levels, j.sessions, end)
			}
		})
	}
}

// onScreens types into a terminal until the sessions are those that are wanted, and gives
// the last screen.
func (r *realTerminal) onScreens(window string, part journeyPart, want string) (screen, got string) {
	r.t.Helper()
	r.start(window, part.args...)
	r.shows(window, "readycheck")
	r.write(window, part.keys)
	comes(func() bool {
		got = sessionsIn(r.t, r.data)
		return got == want
	})
	screen = r.screen(window)
	r.press(window, "C-c")
	if !comes(func() bool { return !strings.Contains(r.tmux("list-sessions", "-F", "#{session_name}"), window) }) {
		r.t.Fatal("the program does not end")
	}
	// What came after the sessions were right must not have changed them.
	return screen, sessionsIn(r.t, r.data)
}

// sessionsIn is every session of a file as JSON, the one changed last first, without ids
// and times.
func sessionsIn(t *testing.T, data string) string {
	t.Helper()
	s := store.New(data, time.Now)
	defer func() { _ = s.Close() }()
	heads, err := s.List(0, 0)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, head := range heads {
		session, err := s.Load(head.ID)
		if errors.Is(err, assessment.ErrNotFound) {
			return "just being changed"
		}
		if err != nil {
			t.Fatal(err)
		}
		session.Created, session.Changed = time.Time{}, time.Time{}
		for id, answer := range session.Answers {
			answer.At = time.Time{}
			session.Answers[id] = answer
		}
		text, err := json.Marshal(struct {
			assessment.SessionData
			Standing assessment.Standing
		}{session.Data(), head.Standing})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&out, "%s\n", text)
	}
	return out.String()
}
