package plain

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"readycheck/assessment"
	"readycheck/tui/interview"
	"readycheck/tui/interview/interviewtest"
)

// talked runs a conversation on lines of input, and returns all that was said.
func talked(t testing.TB, store *memory, lines ...string) string {
	t.Helper()
	return talkedFrom(t, interview.Options{Store: store}, lines...)
}

func talkedFrom(t testing.TB, o interview.Options, lines ...string) string {
	t.Helper()
	o.Now = func() time.Time { return noon }
	if o.Set == nil {
		o.Set = assessment.Default
	}
	if o.Export == nil {
		o.Export = func(*assessment.Set, *assessment.Session, interview.Export) error { return nil }
	}
	input := strings.Join(lines, "\n")
	if len(lines) > 0 {
		input += "\n"
	}
	var out strings.Builder
	if err := Run(strings.NewReader(input), &out, o); err != nil {
		t.Fatal(err)
	}
	for _, sign := range []string{"\x1b", "\r", "\b", "●", "◐", "○"} {
		if strings.Contains(out.String(), sign) {
			t.Errorf("it says %q", sign)
		}
	}
	return out.String()
}

func says(t testing.TB, said string, pieces ...string) {
	t.Helper()
	flat := strings.Join(strings.Fields(said), " ")
	for _, piece := range pieces {
		at := strings.Index(flat, piece)
		if at < 0 {
			t.Errorf("it does not say %q, or too early, in:\n%s", piece, said)
			return
		}
		flat = flat[at+len(piece):]
	}
}

// What the tests of all faces stand on.
type memory = interviewtest.Memory

var (
	noon    = interviewtest.Noon
	bakery  = interviewtest.Bakery
	errFull = interviewtest.ErrFull
	twice   = interviewtest.Twice
	ownSet  = interviewtest.OwnSet
)

// rosasSetup is the setup of a bakery in numbers, as both faces take it.
var rosasSetup = []string{"Rosa's Bakery", "It drafts replies to cake orders", "", "1", "3", "3", "1 2", "2", "3", "1"}

func TestAnOwnerTalksFromTheStartToAVerdict(t *testing.T) {
	store := &memory{}
	lines := append([]string{"n"}, rosasSetup...)
	for at := range 15 {
		if lines = append(lines, "1 s"); slices.Contains(namedAt, at) {
			lines = append(lines, "Rosa")
		}
	}
	said := talked(t, store, append(lines, "f", "m", "w", "p", "h", "q")...)
	says(t, said,
		"You have no session yet.", "Type n to begin, or x to hear a finished example.", "Question 1 of 10. What is your business called?", "Question 1 of 15. Purpose.", "1. One written sentence",
		"Type the number of your answer.", "Saved: in place, you saw it.", "Who is it? Write the name.", "Saved: Rosa.", "Question 15 of 15.", "Before you see where you stand: 15 of 15 answered.",
		"Nothing is open", "Type f to see where you stand.",
		"Rosa's Bakery: It drafts replies to cake orders", "Nothing is left to do", "m says more.", "What you may do now:", "This was the quick check.", "There is more to hear: why, plan, sections, checklists, stages, words.",
		"Connection (integration): ", "1. Rosa's Bakery: It drafts replies to cake orders. 15 of 15 answered",
		"All your answers are saved. To go on: readycheck --plain resume id-1",
	)
	if len(store.Sessions) != 1 || len(store.Sessions[0].Answers) != 15 {
		t.Fatalf("%+v", store.Sessions)
	}
}

// namedAt are the positions in the walk of rosasSetup that a name belongs to.
var namedAt = []int{8, 9}

// The end of the input at any line loses nothing and chooses nothing.
func TestTheEndOfTheInputSavesAndStops(t *testing.T) {
	lines := append(append([]string{"n"}, rosasSetup...), "1", "t", "n", "Ask Dev", "and Rosa", ".", "o", "Dev", "2026-12-04", "", "5", "2", "", "")
	for n := range len(lines) + 1 {
		store := &memory{}
		said := talked(t, store, lines[:n]...)
		if len(store.Sessions) == 0 {
			says(t, said, "Goodbye.")
			continue
		}
		says(t, said, "All your answers are saved. To go on: readycheck --plain resume id-1")
		for question, answer := range store.Sessions[0].Answers {
			if n < 12 {
				t.Errorf("after %d lines: %s was answered with %v", n, question, answer.Level)
			}
		}
	}
}

func TestWrongTurnsInTheTalk(t *testing.T) {
	store := &memory{Sessions: []*assessment.Session{bakery(3)}}
	said := talked(t, store, "hello", "9", "r", "c 1", "?", "1", "what", "9", "2 x", "b", "b", "b", "b", "x", "o", "Dev", "soon", "4.12.2025", "4 dec", "g", "", "g", "15", "?", "l", "v", "x", "99", "b", "h", "d 1", "n", "d 1", "y", "u", "u", "q")
	says(t, said,
		"“hello” means nothing here. Type ? to hear what you can type.", "“9” means nothing here.", "Say which one by its number, such as r 1.", "Name two sessions", "Type a number to open a session.",
		"Question 4 of 15.", "“what” means nothing here.", "“9” means nothing here.", "Behind the number stands s", "Nothing was saved.", "Question 3 of 15", "Question 1 of 15", "This is the first question.",
		"“x” means nothing here.", "“soon” is no day", "Thu 4 Dec 2025 has passed. Enter it once more", "By when?", "Saved: Dev, by Fri 4 Dec 2026.", "Question 15 of 15", "Why it matters", "A number: your answer.", "Before you see", "“x” means nothing here.",
		"“Rosa's Bakery”, It drafts replies to cake orders. 3 of 15 questions answered. Changed last: yesterday. Delete it?", "Deleted: “Rosa's Bakery”, It drafts replies to cake orders. u brings it back.", "You have no session yet.", "“Rosa's Bakery”, It drafts replies to cake orders is back, at the top of the list.", "Nothing deleted is left to bring back.",
	)
	if a := store.Sessions[0].Answers[assessment.NewFlow(assessment.Default(), store.Sessions[0]).At(0).ID]; a.Owner != "Dev" || a.Due != "2026-12-04" || a.Level != assessment.InPlace {
		t.Errorf("%+v", a)
	}
}

func TestWhatDoesNotApplyNeedsAReasonInTheTalk(t *testing.T) {
	store := &memory{Sessions: []*assessment.Session{bakery(4)}}
	q := assessment.NewFlow(assessment.Default(), store.Sessions[0]).At(4)
	if !q.AllowNA {
		t.Fatalf("%s always applies", q.ID)
	}
	says(t, talked(t, store, "1", "7", "", "b", "7", "We have none"), "Why does it not apply?", "Write a few words", "Why does it not apply?", "Saved: does not apply.")
	if a := store.Sessions[0].Answers[q.ID]; a.Level != assessment.NA || a.Reason != "We have none" {
		t.Errorf("%+v", a)
	}
}

func TestNoteAndOwnerAreKeptUnlessSaidOtherwise(t *testing.T) {
	session := bakery(3)
	store := &memory{Sessions: []*assessment.Session{session}}
	q := assessment.NewFlow(assessment.Default(), session).At(3).ID
	of := func(lines ...string) assessment.Answer {
		talked(t, store, append([]string{"1"}, lines...)...)
		return store.Sessions[0].Answers[q]
	}
	of("n", "Ask Dev", "then Rosa", ".", "o", "Dev", "2026-12-04")
	if a := of("n", ".", "o", "", ""); a.Note != "Ask Dev\nthen Rosa" || a.Owner != "Dev" || a.Due != "2026-12-04" {
		t.Errorf("kept: %+v", a)
	}
	if a := of("n", "-", ".", "o", "-", "-"); a.Note != "" || a.Owner != "" || a.Due != "" {
		t.Errorf("taken out: %+v", a)
	}
}

func TestUndoInTheTalk(t *testing.T) {
	store := &memory{Sessions: []*assessment.Session{bakery(3)}}
	says(t, talked(t, store, "1", "1", "", "2", "u", "u", "u"), "Question 5 of 15", "Taken back: the answer to “", "Question 5 of 15", "Taken back: the answer to “", "Question 4 of 15", "There is nothing to undo")
}

func TestASaveThatFailsIsSaidInTheTalk(t *testing.T) {
	store := &memory{Sessions: []*assessment.Session{bakery(3)}}
	failing := &failingSaves{Memory: store, fails: 1}
	said := talkedFrom(t, interview.Options{Store: failing}, "1", "1", "1")
	says(t, said, "The disk is full", "Your answer is kept here. Give it once more", "Saved: in place.", "All your answers are saved.")
	failing.fails = 1
	says(t, talkedFrom(t, interview.Options{Store: failing}, "1", "1 s", "save", "save"), "The disk is full", "or type save, to save it.", "Saved: everything.", "Everything is saved.", "All your answers are saved.")
	// What could not be saved is tried again before another session is opened.
	failing.fails = 1
	says(t, talkedFrom(t, interview.Options{Store: failing}, "1", "1 s", "h", "1", "q"), "The disk is full", "Saved: everything.", "All your answers are saved.")
	failing.fails = 9
	said = talkedFrom(t, interview.Options{Store: failing}, "1", "1")
	says(t, said, "The disk is full", "1 answer is not saved. The disk is full")
}

// failingSaves lets the first saves of an answer fail.
type failingSaves struct {
	*interviewtest.Memory
	fails int
}

func (f *failingSaves) SaveAnswer(c assessment.AnswerChange) <-chan assessment.Saved {
	if f.fails == 0 {
		return f.Memory.SaveAnswer(c)
	}
	f.fails--
	done := make(chan assessment.Saved, 1)
	done <- assessment.Saved{Session: c.Session, Question: c.Question, Err: errFull}
	return done
}

func TestExportInTheTalk(t *testing.T) {
	store := &memory{Sessions: []*assessment.Session{bakery(15)}}
	var got []string
	export := func(_ *assessment.Set, s *assessment.Session, e interview.Export) error {
		got = append(got, fmt.Sprint(s.Business, " ", e.Format, " ", e.Path, " ", e.Extent))
		if e.Path == "full.pdf" {
			return errFull
		}
		return nil
	}
	said := talkedFrom(t, interview.Options{Store: store, Export: export}, "e 1", "2", "4", "", "1", "e", "2", "1", "full.pdf", "e", "1", "", "e", "", "h", "q")
	says(t, said, "1. A report for the browser", "An empty line writes ai-readiness.pdf.", "Written to ", "An empty line writes rosas-bakery.pdf.", "The disk is full", "Nothing was written")
	if want := "[Rosa's Bakery pdf ai-readiness.pdf client-safe Rosa's Bakery pdf full.pdf full]"; fmt.Sprint(got) != want {
		t.Errorf("exported %v, want %s", got, want)
	}
}

func TestRecheckAndCompareInTheTalk(t *testing.T) {
	said := talked(t, twice(), "c 1 2", "r 2", "1", "h", "q")
	says(t, said, "First:", "Before", "Both together", "Better", "in place:", "A new session with the answers of before", "Look again", "You saw this over half a year ago. Look again")
}

func TestTheExampleStaysAsItIsInTheTalk(t *testing.T) {
	store := &memory{}
	// Its questions and its review are there to be heard.
	says(t, talked(t, store, "x", "b", "1 s", "n", "o", "full", "a", "v", "f", "h", "q"), "Question 1 of 32.", "nothing in it changes.", "nothing in it changes.", "nothing in it changes.", "nothing in it changes.", "nothing in it changes.", "Before you see", "Do these first:", "Goodbye.")
	says(t, talked(t, store, "x", "e", "o 1", "Dev", "", "b", "h", "q"), "You may try it out yourself, with made-up names", "readycheck export --example", "This is an example, so nothing in it changes.", "Goodbye.")
	if len(store.Sessions) > 0 {
		t.Error("the example was stored")
	}
}

func TestAStoreThatCannotBeReadInTheTalk(t *testing.T) {
	var out strings.Builder
	err := Run(strings.NewReader("n\n"), &out, interview.Options{Store: &memory{Fail: errors.New("raw")}, Set: assessment.Default})
	if !errors.Is(err, ErrUnread) {
		t.Errorf("it ends with %v", err)
	}
	says(t, strings.Join(strings.Fields(out.String()), " "), "That did not work, and nothing was changed.", "Goodbye.")
}

// Everything in the review that can be opened has a number, a warning too.
func TestReviewNumbersWhatCanBeGoneTo(t *testing.T) {
	session := bakery(0)
	session.Answers["own-login"] = assessment.Answer{Level: assessment.No, Known: assessment.Seen}
	session.Answers["off-switch"] = assessment.Answer{Level: assessment.InPlace, Known: assessment.Seen}
	said := talked(t, &memory{Sessions: []*assessment.Session{session}}, "1", "v", "5")
	says(t, said, "Look at this: 5, 7. You say that you can stop it within minutes.", "Gaps: 5. No: Is the AI used through a work login", "Question 5 of 15.")
}

// A set in another language shows its own words for the setup, the levels and the sides.
func TestAnOwnSetSpeaksItsLanguage(t *testing.T) {
	set := ownSet(t)
	lines := append([]string{"n"}, rosasSetup...)
	said := talkedFrom(t, interview.Options{Store: &memory{}, Set: func() *assessment.Set { return set }}, append(lines, "1", "s", "2", "", "v", "f", "h", "q")...)
	says(t, said, "Wie heißt der Betrieb?", "Welches Programm ist es?", "1. Antworten an Kunden", "4. Weiß ich nicht", "Saved: erledigt.",
		"s: Ich habe es gesehen.", "Saved: teils.", "Anschluss", "Leute", "offen")
	for _, word := range []string{"What is your business called", "in place", "Not sure", "Connection"} {
		if strings.Contains(said, word) {
			t.Errorf("it says %q in English", word)
		}
	}
}
