package screens

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"

	"readycheck/assessment"
	"readycheck/assessment/report"
	"readycheck/tui/interview"
	"readycheck/tui/interview/interviewtest"
	"readycheck/tui/plain"
)

// The whole way of an owner: welcome, setup, every question, review, summary.
func TestAnOwnerGetsFromTheWelcomeToAVerdict(t *testing.T) {
	d := drive(t, &memory{}, nil)
	d.shows("Is your use of AI ready?", "It all stays on this computer", "enter start")
	d.press("enter")
	d.shows("What is your business called?", "1 of 10")
	d.press("enter")
	d.shows("Write a few words first")
	d.typed("Rosa's Bakery")
	d.press("enter")
	d.typed("It drafts replies")
	d.press("enter")
	d.shows("Which AI is it?")
	d.typed("Chatter")
	d.press("enter")
	if len(d.store.Sessions) != 1 || d.store.Sessions[0].Business != "Rosa's Bakery" {
		t.Fatalf("the session is not stored after its name and use: %+v", d.store.Sessions)
	}
	d.press("down enter") // kind
	d.press("down down enter")
	d.shows("How is the AI connected?")
	d.press("enter")
	d.shows("Choose at least one")
	d.press("down down space enter")       // connector
	d.press("space down space enter")      // read, draft
	d.press("down space enter")            // staff
	d.press("down down space enter enter") // personal; quick
	want := assessment.Setup{
		Tool: "Chatter", Kind: "documents", StageNow: "pilot", Connection: []string{"connector"}, Powers: []string{"read", "draft"},
		Audience: []string{"staff"}, Information: []string{"personal"}, Depth: assessment.Quick,
	}
	if got := d.store.Sessions[0].Setup; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatalf("setup %+v, want %+v", got, want)
	}
	for range 15 {
		d.press("1 s")
		if d.m.page != nil {
			d.shows("Who is it?")
			d.press("Dana enter")
		}
	}
	d.shows("Before you see where you stand", "15 of 15 answered")
	d.press("f")
	d.shows("[Summary]", "Connection (integration)", "People (deployment)", "Stage: broader rollout", "A quick check never says more than a pilot.")
	if got := len(d.store.Sessions[0].Answers); got != 15 {
		t.Errorf("%d answers stored, want 15", got)
	}
	d.press("esc esc esc")
	d.shows("Your sessions", "Rosa's Bakery", "pilot")
}

func TestTypeAheadInSetupReachesTheRightField(t *testing.T) {
	d := drive(t, &memory{}, nil)
	// All keys come in one burst, before any command of the form has run.
	var keys []tea.KeyPressMsg
	add := func(text string) {
		for _, r := range text {
			keys = append(keys, tea.KeyPressMsg{Code: r, Text: string(r)})
		}
		keys = append(keys, keyNames["enter"])
	}
	keys = append(keys, keyNames["enter"])
	add("Rosa")
	add("Replies")
	var commands []tea.Cmd
	for _, k := range keys {
		_, cmd := d.m.Update(k)
		commands = append(commands, cmd)
	}
	for _, cmd := range commands {
		d.run(cmd)
	}
	if s := d.store.Sessions; len(s) != 1 || s[0].Business != "Rosa" || s[0].Use != "Replies" {
		t.Fatalf("stored %+v", s)
	}
}

func TestComingBackOpensTheFirstUnansweredQuestion(t *testing.T) {
	d := drive(t, &memory{Sessions: []*assessment.Session{bakery(5)}}, nil)
	d.shows("Rosa's Bakery", "5 of 15", "yesterday")
	d.press("enter")
	d.shows("6 of 15", "Can the AI reach only what the job needs?")
}

func TestAHalfDoneSetupGoesOnWhereItStopped(t *testing.T) {
	session := bakery(0)
	session.Setup.Audience, session.Setup.Information = nil, nil
	d := drive(t, &memory{Sessions: []*assessment.Session{session}}, nil)
	d.press("enter")
	d.shows("Who meets what it makes?")
}

func TestSavedIsSaidOnlyAfterTheAcknowledgement(t *testing.T) {
	d := drive(t, &memory{Sessions: []*assessment.Session{bakery(0)}}, nil)
	d.press("enter")
	d.store.Hold = true
	d.press("2")
	d.shows("Saving…")
	d.hides("Saved")
	d.settle()
	d.shows("Saved 14:03")
}

func TestAFailedSaveIsKeptAndTriedAgain(t *testing.T) {
	d := drive(t, &memory{Sessions: []*assessment.Session{bakery(0)}}, nil)
	d.press("enter")
	d.store.Fail = errFull
	d.press("2")
	d.shows("Not saved. The disk is full", "ctrl+s saves again", "[2]")
	d.press("enter 1")
	d.press("ctrl+c")
	d.shows("2 answers are not saved. Leave all the same?")
	if d.quits {
		t.Fatal("it quit with answers unsaved")
	}
	d.press("n")
	d.store.Fail = nil
	d.press("ctrl+s")
	d.shows("Saved 14:03")
	if got := len(d.store.Sessions[0].Answers); got != 2 {
		t.Errorf("%d answers stored, want 2", got)
	}
	d.press("ctrl+c")
	if !d.quits {
		t.Error("it does not quit")
	}
}

func TestASetupThatCouldNotBeSavedIsTriedAgain(t *testing.T) {
	session := bakery(5)
	d := drive(t, &memory{Sessions: []*assessment.Session{session}}, nil)
	d.press("enter a 1")
	d.store.Fail = errFull
	d.typed(" and Café")
	d.press("enter")
	d.shows("Not saved. The disk is full")
	d.store.Fail = nil
	d.press("esc esc ctrl+s")
	if session.Business != "Rosa's Bakery and Café" {
		t.Errorf("stored as %q:\n%s", session.Business, d.text())
	}
}

func TestWhoeverWantsToLeaveWithoutSavingCan(t *testing.T) {
	d := drive(t, &memory{Sessions: []*assessment.Session{bakery(0)}}, nil)
	d.press("enter")
	d.store.Fail = errFull
	d.press("2 ctrl+c")
	d.shows("1 answer is not saved. Leave all the same?")
	d.press("y")
	if !d.quits {
		t.Errorf("it does not quit:\n%s", d.text())
	}
}

func TestAnotherWindowsChangeIsShownAndNothingIsLostInSilence(t *testing.T) {
	d := drive(t, &memory{Sessions: []*assessment.Session{bakery(0)}}, nil)
	d.press("enter")
	// Another question changed elsewhere: both are kept, and the person is told.
	other := d.store.Find("bakery")
	other.Revision++
	other.Answers["off-switch"] = assessment.Answer{Level: assessment.No}
	d.press("1")
	d.shows("Another window changed 1 answer.")
	if d.store.Standing.Answered != 2 {
		t.Errorf("the list says %d answered, want 2", d.store.Standing.Answered)
	}
	if d.m.work.Session.Answers["off-switch"].Level != assessment.No || d.m.work.Session.Answers["purpose-clear"].Level != assessment.InPlace {
		t.Error("an answer was lost")
	}
	// The same question changed elsewhere: theirs is shown, ours is not saved, and it is said.
	other.Revision++
	other.Answers["purpose-clear"] = assessment.Answer{Level: assessment.Partly}
	d.store.Fail = interviewtest.Conflict{}
	d.press("1")
	d.shows("This was changed in another window.", "Another window changed this answer.", "[2]")
	d.store.Fail = nil
	d.press("1")
	d.hides("Another window changed this answer.")
	if got := other.Answers["purpose-clear"].Level; got != assessment.InPlace {
		t.Errorf("after choosing again it is %s", got)
	}
}

// Where another window was first, the cursor stands on its answer, so that enter does not put this
// one's back without a word.
func TestTheCursorGoesWithTheAnswerThatWon(t *testing.T) {
	d := drive(t, &memory{Sessions: []*assessment.Session{bakery(0)}}, nil)
	d.press("enter")
	other := d.store.Find("bakery")
	other.Revision++
	other.Answers["purpose-clear"] = assessment.Answer{Level: assessment.Partly}
	d.store.Fail = interviewtest.Conflict{}
	d.press("1")
	d.shows("▸ [2]")
	d.store.Fail = nil
	d.press("enter")
	if got := other.Answers["purpose-clear"].Level; got != assessment.Partly {
		t.Errorf("enter made it %s", got)
	}
}

func TestEveryAnswerOfAFastTypistIsSaved(t *testing.T) {
	session := bakery(0)
	session.Setup.Audience = []string{"me"} // whom nobody asks for a name
	d := drive(t, &memory{Sessions: []*assessment.Session{session}}, nil)
	d.press("enter")
	d.store.Hold = true
	var commands []tea.Cmd
	questions := d.m.work.Flow.Len()
	for range questions {
		for _, k := range []tea.KeyPressMsg{{Code: '1', Text: "1"}, keyNames["enter"]} {
			_, cmd := d.m.Update(k)
			commands = append(commands, cmd)
		}
	}
	// Even if no command ever ran, every save is queued by now.
	if d.store.Saves != questions {
		t.Errorf("%d saves queued, want %d", d.store.Saves, questions)
	}
	for _, cmd := range commands {
		d.run(cmd)
	}
	d.settle()
	if got := len(d.store.Sessions[0].Answers); got != questions {
		t.Errorf("%d answers stored, want %d", got, questions)
	}
}

// Nothing is selected before the person moves, and enter takes the row under the cursor.
func TestEnterTakesTheRowUnderTheCursor(t *testing.T) {
	d := drive(t, &memory{Sessions: []*assessment.Session{bakery(0)}}, nil)
	answer := func() assessment.Answer { return d.store.Find("bakery").Answers["purpose-clear"] }
	d.press("enter")
	d.hides("▸")
	d.press("enter")
	d.shows("Choose an answer first", "1 of 15")
	d.press("space")
	if len(d.store.Find("bakery").Answers) != 0 {
		t.Fatal("enter or space alone answered the question")
	}
	d.press("down j enter")
	if got := answer(); got.Level != assessment.Partly || got.Known != assessment.Assumed {
		t.Errorf("down, j and enter chose %+v", got)
	}
	d.shows("2 of 15")
	d.press("left")
	d.shows("▸ [2]")
	d.press("k enter left")
	if got := answer(); got.Level != assessment.InPlace {
		t.Errorf("k and enter chose %+v", got)
	}
	d.press("up up up")
	d.shows("▸ [1]")
	d.press("enter")
	d.shows("2 of 15")
}

// How something is known is said in the same breath, belongs to what is in place or partly
// so, and starts over when the level changes.
func TestHowItIsKnownIsSaidInTheSameBreath(t *testing.T) {
	d := drive(t, &memory{Sessions: []*assessment.Session{bakery(0)}}, nil)
	known := func(want assessment.Level, how assessment.Known) {
		t.Helper()
		if got := d.store.Find("bakery").Answers["purpose-clear"]; got.Level != want || got.Known != how {
			t.Errorf("%+v, want %s, %s", got, want, how)
		}
	}
	d.press("enter 1")
	d.shows("How do you know? s I've seen it t Someone told me ▸ enter I think so")
	d.press("s")
	d.shows("2 of 15")
	known(assessment.InPlace, assessment.Seen)
	d.press("left enter left")
	known(assessment.InPlace, assessment.Seen)
	d.press("1")
	known(assessment.InPlace, assessment.Seen)
	d.press("2")
	known(assessment.Partly, assessment.Assumed)
	d.press("t left 3")
	known(assessment.No, assessment.Assumed)
	d.shows("2 of 15") // nothing more is asked, so one key is enough
	d.press("left")
	d.hides("How do you know?")
	d.press("s")
	d.shows("That is asked only of what is in place, or partly.")
	// s takes the row under the cursor, as enter does.
	d.press("up s left")
	known(assessment.Partly, assessment.Seen)
}

// Two sentences may stand for the same level. The one that was chosen is remembered.
func TestTheSentenceThatWasChosenIsRemembered(t *testing.T) {
	session := bakery(4)
	d := drive(t, &memory{Sessions: []*assessment.Session{session}}, nil)
	d.press("enter")
	options := d.m.work.Flow.At(4).Options(&assessment.Default().Words)
	if d.m.work.Flow.At(4).ID != "own-login" || options[1].Level != options[2].Level {
		t.Fatalf("the question has no two sentences for a level: %+v", options)
	}
	d.press("3")
	d.shows("[3]")
	if a := session.Answers["own-login"]; a.Level != options[2].Level || a.Choice != 1 {
		t.Errorf("%+v", a)
	}
	d.press("v f 3")
	d.shows("↓ more")
	d.press("pgdown")
	d.shows(options[2].Text)
}

func TestDoesNotApplyAsksWhy(t *testing.T) {
	session := bakery(4)
	d := drive(t, &memory{Sessions: []*assessment.Session{session}}, nil)
	d.press("enter")
	d.shows("a work login that you control", "Doesn't apply here")
	d.press("7")
	d.shows("Why does it not apply?")
	d.press("enter")
	d.shows("Write a few words")
	d.typed("We paste by hand")
	d.press("enter")
	a := session.Answers["own-login"]
	if a.Level != assessment.NA || a.Reason != "We paste by hand" {
		t.Errorf("%+v", a)
	}
	d.shows("6 of 15")
	d.press("left")
	d.shows("Why not We paste by hand")
}

func TestNoteOwnerAndHowKnown(t *testing.T) {
	session := bakery(0)
	d := drive(t, &memory{Sessions: []*assessment.Session{session}}, nil)
	d.press("enter 2 s left")
	d.press("n")
	d.typed("Ask Dev")
	d.press("esc o")
	d.typed("Dana")
	d.press("enter")
	d.typed("2025-13-01")
	d.press("enter")
	d.shows("There is no month 13")
	d.press(strings.Repeat("backspace ", 10))
	d.typed("1 dec 2025")
	d.shows("Mon 1 Dec 2025")
	d.press("enter")
	d.shows("has passed. Enter it once more to keep it")
	d.press(strings.Repeat("backspace ", 10))
	d.typed("1 dec")
	d.shows("Tue 1 Dec 2026")
	d.press("enter")
	a := session.Answers["purpose-clear"]
	if a.Note != "Ask Dev" || a.Owner != "Dana" || a.Due != "2026-12-01" || a.Known != assessment.Seen {
		t.Errorf("%+v", a)
	}
	d.shows("Note Ask Dev", "Owner Dana", "Tue 1 Dec 2026")
}

func TestJumpFiltersAndGoes(t *testing.T) {
	d := drive(t, &memory{Sessions: []*assessment.Session{bakery(5)}}, nil)
	d.press("enter g")
	d.shows("Jump to a question", "Purpose", "Access", "in place")
	d.typed("saturday")
	d.shows("How fast could the AI be stopped this Saturday?")
	d.hides("work login")
	d.press("enter")
	d.shows("7 of 15")
}

func TestLaterGoesToTheNextOpenQuestion(t *testing.T) {
	d := drive(t, &memory{Sessions: []*assessment.Session{bakery(14)}}, nil)
	d.press("enter l")
	d.shows("Before you see where you stand", "14 of 15 answered", "Not answered yet")
}

func TestReviewListsWhatIsOpenAndGoesThere(t *testing.T) {
	d := drive(t, &memory{Sessions: []*assessment.Session{bakery(5)}}, nil)
	d.press("enter v")
	d.shows("5 of 15 answered", "Not answered yet")
	d.press("enter")
	d.shows("6 of 15")
}

func TestSummaryPagesSayWhatEvaluateSays(t *testing.T) {
	session := bakery(15)
	d := drive(t, &memory{Sessions: []*assessment.Session{session}}, nil)
	d.press("enter")
	sum := assessment.Evaluate(assessment.Default(), session)
	d.shows(strings.Join(strings.Fields(sum.Sentence), " "), "Do these first", sum.Steps[0].Title)
	d.press("tab")
	d.shows("[Plan]")
	d.press("space")
	d.shows(sum.Steps[0].Title, "Owner:", "How to do it", "Done when:")
	d.press("esc w")
	d.shows("The next stage is experiment", "These lines keep it from there")
	d.press("esc 3")
	d.shows("[By section]")
	d.press("4")
	d.shows("Checklist for whoever connects the AI")
	d.press("5")
	d.shows("You use it at this stage today.")
	d.press("2 o")
	d.shows("Who sees to it?")
	d.press("esc b")
	d.shows("of 15")
}

// Without scrolling, 80×24 shows the sentence, what holds it back, three steps and both sides.
func TestTheFirstScreenHoldsTheVerdict(t *testing.T) {
	guesses := bakery(15)
	for id, answer := range guesses.Answers {
		answer.Level, answer.Known, answer.Due = assessment.InPlace, assessment.Assumed, "2026-11-02"
		guesses.Answers[id] = answer
	}
	for name, session := range map[string]*assessment.Session{"some are open": bakery(9), "all answered": bakery(15), "all guesses": guesses} {
		d := drive(t, &interviewtest.Memory{Sessions: []*assessment.Session{session}}, nil)
		d.press("enter")
		switch d.m.screen.(type) {
		case *walkScreen:
			d.press("esc")
		case *questionScreen:
			d.press("v f")
		}
		sum := assessment.Evaluate(assessment.Default(), session)
		want := []string{sum.Sentence, sum.AheadText, "Connection " + assessment.Default().StageName(sum.Lenses.Integration.Stage), "People " + assessment.Default().StageName(sum.Lenses.Deployment.Stage)}
		for _, held := range sum.Held {
			want = append(want, held.Text)
		}
		for i, step := range sum.Steps[:firstShown] {
			want = append(want, fmt.Sprintf("%d %s", i+1, step.Title[:20]))
		}
		for _, text := range want {
			d.shows(strings.Join(strings.Fields(text), " "))
		}
		if t.Failed() {
			t.Fatal(name)
		}
	}
}

func TestDeleteAsksAndCanBeUndone(t *testing.T) {
	d := drive(t, &memory{Sessions: []*assessment.Session{bakery(5)}}, nil)
	d.press("d n")
	if len(d.store.Sessions) != 1 {
		t.Fatal("no deleted it")
	}
	d.press("d y")
	if len(d.store.Sessions) != 0 {
		t.Fatal("yes did not delete it")
	}
	d.shows("u brings it back")
	d.press("u")
	if len(d.store.Sessions) != 1 {
		t.Fatal("u did not bring it back")
	}
	d.shows("Rosa's Bakery")
}

// Every deletion can be taken back until the end, the last one first, on both faces.
func TestEveryDeletionCanBeUndone(t *testing.T) {
	garage := func() *assessment.Session {
		s := bakery(5)
		s.ID, s.Business = "garage", "Tom's Garage"
		return s
	}
	screens, talk := &memory{Sessions: []*assessment.Session{bakery(5), garage()}}, &memory{Sessions: []*assessment.Session{bakery(5), garage()}}
	d := drive(t, screens, nil)
	d.press("d y d y")
	if len(screens.Sessions) != 0 {
		t.Fatalf("%d are left", len(screens.Sessions))
	}
	d.press("u")
	d.shows("Rosa's Bakery", "u brings back the one deleted before it.")
	d.press("u")
	d.shows("Tom's Garage", "is back in the list.")
	d.press("u")
	d.shows("left to bring back")
	o := interview.Options{Store: talk, Set: assessment.Default, Now: func() time.Time { return noon }}
	if err := plain.Run(strings.NewReader("d 1\ny\nd 1\ny\nu\nu\nu\nq\n"), io.Discard, o); err != nil {
		t.Fatal(err)
	}
	if len(screens.Sessions) != 2 || len(talk.Sessions) != 2 {
		t.Errorf("%d and %d are back", len(screens.Sessions), len(talk.Sessions))
	}
}

func TestHomeFiltersAndSorts(t *testing.T) {
	a, b := bakery(5), bakery(15)
	b.ID, b.Business = "garage", "Tom's Garage"
	d := drive(t, &memory{Sessions: []*assessment.Session{a, b}}, nil)
	d.press("/")
	d.typed("rosa")
	d.shows("1 session", "Rosa's Bakery")
	d.hides("Tom's Garage")
	d.press("enter enter")
	d.shows("6 of 15")
	d.press("esc esc o")
	d.shows("2 sessions, by name")
}

func TestExportAsksForFormatAndPlace(t *testing.T) {
	d := drive(t, &memory{Sessions: []*assessment.Session{bakery(5)}}, nil)
	d.press("e")
	d.shows("What do you need?")
	d.press(strings.Repeat("down ", len(report.Formats)-1) + "enter enter enter")
	if d.export != "Rosa's Bakery json rosas-bakery.json full" {
		t.Errorf("exported %q", d.export)
	}
	here, err := filepath.Abs("rosas-bakery.json")
	if err != nil {
		t.Fatal(err)
	}
	if want := "Written to " + here; d.m.notice != want {
		t.Errorf("says %q, want %q", d.m.notice, want)
	}
}

func TestRecheckCopiesAndSaysWhatToLookAtAgain(t *testing.T) {
	store := twice()
	store.Sessions = store.Sessions[:1]
	d := drive(t, store, nil)
	d.press("down r")
	d.shows("Check “Rosa's Bakery” again?", "This one stays as it is.")
	d.press("y")
	d.shows("A new session with the answers of before", "Look again: seen over half a year ago, or past its date")
	if len(store.Sessions) != 2 || len(store.Sessions[1].Answers) != 15 {
		t.Fatalf("%d sessions", len(store.Sessions))
	}
	d.press("enter")
	d.shows("You saw this over half a year ago. Look again")
	d.press("1")
	d.hides("Look again")
	d.press("enter")
	d.shows("Its date has passed. Look again")
	if store.Sessions[0].Answers[assessment.NewFlow(assessment.Default(), store.Sessions[0]).At(0).ID].At != noon.AddDate(0, -8, 0) {
		t.Error("the old session was changed")
	}
}

func TestCompareShowsWhatChanged(t *testing.T) {
	d := drive(t, twice(), nil)
	d.press("c")
	d.shows("Go to the one to compare it with", "c with this one")
	d.press("c")
	d.shows("That is the same one.")
	d.press("esc")
	d.hides("with this one")
	d.press("c down enter")
	d.shows("[What changed]", "Before", "Now", "Better", "was no")
	d.press("tab")
	d.shows("[Side by side]", "Connection (integration)", "○ → ●")
	d.press("esc")
	d.shows("Your sessions")
}

func TestASessionWithAnEarlierOneHasChanges(t *testing.T) {
	d := drive(t, twice(), nil)
	d.press("enter")
	d.shows("Changes")
	d.press("6")
	d.shows("[Changes]", "What changed since 22 March 2026", "Better")
	d.press("tab")
	d.shows("[Summary]")
	d.press("esc down enter esc")
	d.hides("Changes")
	d.press("6")
	d.shows("[Summary]")
}

func TestUndoTakesAnswersBackOneByOne(t *testing.T) {
	store := &memory{Sessions: []*assessment.Session{bakery(3)}}
	d := drive(t, store, nil)
	d.press("enter 1 2 enter 2 s left u")
	d.shows("The answer is as it was before.", "5 of 15", "▸ [2]", "▸ enter I think so")
	d.press("u")
	d.hides("[2]")
	d.press("u")
	d.shows("4 of 15", "[1]")
	d.press("u")
	d.hides("[1]")
	d.press("u")
	d.shows("Nothing was changed since you opened this session.")
	if len(store.Sessions[0].Answers) > 5 {
		t.Errorf("%d answers", len(store.Sessions[0].Answers))
	}
	for i, question := range []int{3, 4} {
		q := assessment.NewFlow(assessment.Default(), store.Sessions[0]).At(question)
		if a := store.Sessions[0].Answers[q.ID]; a.Level != assessment.Unanswered {
			t.Errorf("%d: %+v", i, a)
		}
	}
}

func TestCopyHandsTheSummaryToTheTerminal(t *testing.T) {
	d := drive(t, &memory{Sessions: []*assessment.Session{bakery(15)}}, nil)
	d.press("enter")
	cmd := d.m.act(copySummary{})
	if cmd == nil || !strings.Contains(fmt.Sprint(cmd()), "IN ONE SENTENCE") {
		t.Error("nothing was handed over")
	}
	d.shows("The summary was sent to the clipboard.")
	d.m.o.noClipboard = true
	d.press("y")
	d.shows("This terminal cannot copy. e writes the summary to a file.")
	d.press("2 y")
	d.shows("This terminal cannot copy.", "plan bakery")
}

// Keys typed while a session is being read are meant for it, and never reach Home, where
// some of them delete.
func TestKeysTypedAheadReachTheNextPage(t *testing.T) {
	store := &memory{Sessions: []*assessment.Session{bakery(3)}}
	d := drive(t, store, nil)
	load := d.m.key(keyNames["enter"])
	for _, letter := range "1d" {
		if cmd := d.m.key(tea.KeyPressMsg{Code: letter, Text: string(letter)}); cmd != nil {
			t.Errorf("%c did something before the session was there", letter)
		}
	}
	d.shows("Your sessions")
	d.run(load)
	d.settle()
	d.shows("4 of 15", "[1]")
	if q := assessment.NewFlow(assessment.Default(), store.Sessions[0]).At(3); store.Sessions[0].Answers[q.ID].Level != assessment.InPlace {
		t.Error("the answer typed ahead was not saved")
	}
	// A session that cannot be read takes what was typed for it along.
	d = drive(t, &memory{Sessions: []*assessment.Session{bakery(3)}}, nil)
	d.store.Sessions = nil
	load = d.m.key(keyNames["enter"])
	d.m.key(tea.KeyPressMsg{Code: 'd', Text: "d"})
	d.run(load)
	d.settle()
	d.hides("Delete")
	d.press("q")
	if len(d.m.ahead) > 0 {
		t.Error("keys are still waiting")
	}
}

// click clicks on the first place where a text stands.
func (d *driver) click(text string) {
	d.t.Helper()
	for y, line := range strings.Split(d.text(), "\n") {
		if at := strings.Index(line, text); at >= 0 {
			d.send(tea.MouseClickMsg{X: width(line[:at]), Y: y, Button: tea.MouseLeft})
			return
		}
	}
	d.t.Errorf("%q is not on the screen:\n%s", text, d.text())
}

func TestTheMouseChoosesOpensAndTurnsPages(t *testing.T) {
	for _, size := range []tea.WindowSizeMsg{{Width: 80, Height: 24}, {Width: 120, Height: 40}} {
		store := twice()
		earlier := store.Sessions[0]
		last := assessment.NewFlow(assessment.Default(), earlier).At(14)
		delete(earlier.Answers, last.ID)
		d := drive(t, store, nil)
		d.send(size)
		d.click("22 Mar")
		d.shows("▸ earlier, 22 Mar 2026", "Your sessions")
		d.click("22 Mar")
		d.shows("15 of 15", last.Text)
		d.click(" 3 ")
		d.shows("[3]")
		if level := earlier.Answers[last.ID].Level; level != assessment.No {
			t.Errorf("the click saved %v", level)
		}
		d.click("With no line drawn") // means nothing
		d.shows("[3]")
		d.press("v")
		d.click("Is there one written sentence")
		d.shows("1 of 15")
		d.press("g")
		d.click("How fast could the AI")
		d.shows("7 of 15")
		d.press("v f")
		d.click("Checklists")
		d.shows("[Checklists]")
		d.click("Summary")
		d.shows("[Summary]")
		d.press("esc esc esc esc c")
		d.click("yesterday")
		d.press("c")
		d.click("Side by side")
		d.shows("[Side by side]")
		d.send(tea.MouseClickMsg{X: 3, Y: 1, Button: tea.MouseRight})
		d.shows("[Side by side]")
	}
}

// In a list of the form a click chooses, and a second one goes on. In a list of several
// each click marks or takes the mark away.
func TestTheMouseFillsInTheSetup(t *testing.T) {
	for _, size := range []tea.WindowSizeMsg{{Width: 80, Height: 24}, {Width: 40, Height: 12}} {
		d := drive(t, &memory{}, nil)
		d.send(size)
		d.press("n")
		d.typed("Rosa's Bakery")
		d.press("enter")
		d.typed("Orders")
		d.press("enter enter")
		d.click("Office work")
		d.shows("▸ 3 Office work", "4 of 10")
		d.click("Replies to customers")
		d.shows("▸ 1 Replies to customers", "4 of 10")
		d.click("Replies to customers")
		d.shows("5 of 10")
		d.click("How far are you") // means nothing
		d.click("Many people use it")
		d.shows("▸ 5 Many people use it", "5 of 10")
		d.click("Many people use it")
		d.shows("6 of 10")
		d.click("It is linked")
		d.click("It is part")
		d.shows("▸ [x] 2 It is part", "[x] 3 It is linked")
		d.click("It is part")
		d.shows("▸ [ ] 2 It is part", "[x] 3 It is linked", "6 of 10")
		d.click("Not at all") // which leaves no room for a link
		d.shows("▸ [x] 1 Not at all", "[ ] 3 It is linked")
		d.click("It is linked")
		d.shows("[ ] 1 Not at all", "▸ [x] 3 It is linked")
		d.press("enter")
		d.shows("7 of 10")
	}
}

// A choice that takes several lines is chosen by each of them.
func TestTheMouseChoosesLongChoices(t *testing.T) {
	chosen := ""
	f := newForm([]formPage{{field: func() huh.Field {
		return huh.NewSelect[string]().Title("Which one?").Options(
			huh.NewOption("The first choice is long enough for two lines here", "first"),
			huh.NewOption("And the second one is about as long as the first", "second"),
			huh.NewOption("Short", "third"),
		).Value(&chosen)
	}}}, 0)
	f.open()
	st := newStyles(func() *assessment.Words { return &assessment.Default().Words }, "none", true, false)
	rows := func() []string { return f.View(st, size{30, 12}).lines }
	for _, click := range []struct{ text, want string }{
		{"long as", "second"}, {"Short", "third"}, {"two lines", "first"}, {"And the", "second"}, {"The first", "first"},
	} {
		row := slices.IndexFunc(rows(), func(line string) bool { return strings.Contains(line, click.text) })
		if row < 0 {
			t.Fatalf("%q is not among %q", click.text, rows())
		}
		for _, s := range f.View(st, size{30, 12}).spots {
			if s.from == row {
				if did := s.click(); did != nil {
					t.Errorf("%q: the click did %v", click.text, did)
				}
			}
		}
		if hovered, _ := f.huh.GetFocusedField().(*huh.Select[string]).Hovered(); hovered != click.want {
			t.Errorf("%q chose %q", click.text, hovered)
		}
	}
	if did := f.clicked(2); did != (press{tea.KeyPressMsg{Code: tea.KeyEnter}}) {
		t.Errorf("a second click did %v", did)
	}
}

func TestErrorsAreSentences(t *testing.T) {
	d := drive(t, &memory{Fail: errFull}, nil)
	d.shows("The disk is full")
	d.shows("enter try again")
	d.store.Fail = nil
	d.press("enter")
	d.shows("Is your use of AI ready?")
	d = drive(t, &memory{Sessions: []*assessment.Session{bakery(5)}}, nil)
	d.store.Sessions = nil
	d.press("enter")
	d.shows("That did not work, and nothing was changed.")
}

// Text of a person or a file never reaches the terminal as a command.
func TestHostileTextIsInert(t *testing.T) {
	session := bakery(5)
	session.Business = "\x1b]0;owned\x07Rosa\x1b[31m\u202e"
	session.Answers["purpose-clear"] = assessment.Answer{Level: assessment.No, Note: "\x1b[2J\x1b]52;c;aGk=\x07note", Owner: "\x9b31mDana"}
	d := drive(t, &memory{Sessions: []*assessment.Session{session}}, nil)
	screens := []string{d.m.View().Content}
	d.press("enter left left left left left")
	screens = append(screens, d.m.View().Content)
	d.press("v f tab tab")
	screens = append(screens, d.m.View().Content)
	for i, content := range screens {
		for _, bad := range []string{"\x1b]", "\x1b[2J", "\x1b[31m", "\u202e", "\x9b", "\x07"} {
			if strings.Contains(content, bad) {
				t.Errorf("screen %d passes %q on", i, bad)
			}
		}
	}
}

// On the smallest screen each screen still names the key that leads on, and where help is.
func TestTheKeyThatLeadsOnIsAlwaysNamed(t *testing.T) {
	for path, key := range map[string]string{
		"": "enter open", "n": "enter next", "enter b": "enter next", "enter v": "f finish", "enter": "enter plan", "enter 2": "d done", "enter b g": "enter go", "d": "y yes",
	} {
		d := drive(t, &memory{Sessions: []*assessment.Session{bakery(15)}}, nil)
		d.press(path)
		d.send(tea.WindowSizeMsg{Width: 40, Height: 12})
		d.shows(key)
	}
}

func TestEveryScreenFitsEverySize(t *testing.T) {
	long := bakery(15)
	long.Business = strings.Repeat("Bäckerei 面包店 ", 8)
	a := long.Answers["purpose-clear"]
	a.Note = strings.Repeat("word ", 900)
	long.Answers["purpose-clear"] = a
	paths := map[string]string{
		"home": "", "welcome": "", "setup": "n", "summary": "enter", "steps": "enter tab", "section": "enter 3", "checklists": "enter 4", "stages": "enter 5",
		"why": "enter w", "question": "enter b", "explain": "enter b ?", "note": "enter b n", "owner": "enter b o", "jump": "enter b g", "review": "enter v", "export": "e", "delete": "d", "help": "?",
		"what if": "enter w tab n", "step done": "enter 2 d 1", "letters": "enter 2 m", "papers": "enter P", "paper order": "enter P enter", "written": "enter P d", "about": "enter a", "practice": "p", "a line of a practice": "p right", "a client's tags": "p t",
	}
	for name, path := range paths {
		store := &memory{Sessions: []*assessment.Session{long}}
		if name == "welcome" {
			store.Sessions = nil
		}
		d := drive(t, store, nil)
		d.press(path)
		for _, size := range []tea.WindowSizeMsg{{Width: 40, Height: 12}, {Width: 40, Height: 15}, {Width: 59, Height: 19}, {Width: 80, Height: 24}, {Width: 120, Height: 40}, {Width: 300, Height: 100}, {Width: 20, Height: 5}} {
			d.send(size)
			lines := strings.Split(d.text(), "\n")
			if len(lines) > size.Height {
				t.Errorf("%s at %d×%d has %d lines", name, size.Width, size.Height, len(lines))
			}
			for _, line := range lines {
				if w := width(line); w > size.Width {
					t.Errorf("%s at %d×%d has a line of %d cells: %q", name, size.Width, size.Height, w, line)
				}
			}
		}
	}
}

func TestTheExampleIsReadOnly(t *testing.T) {
	d := drive(t, &memory{}, nil)
	d.press("x")
	d.shows("Hollis Garden Tools (an example)", "[Summary]", "Connection pilot", "People experiment", "nothing here is saved")
	d.press("b 1")
	d.shows("This is an example, so nothing in it changes.")
	d.press("n")
	d.shows("This is an example, so nothing in it changes.")
	d.press("v f e")
	d.shows("This is an example, so nothing in it changes.")
	d.press("a")
	d.shows("This is an example, so nothing in it changes.")
	if d.store.Saves != 0 || len(d.store.Sessions) != 0 {
		t.Errorf("%d saves, %d sessions", d.store.Saves, len(d.store.Sessions))
	}
	d.press("esc esc esc esc")
	d.shows("Press enter to start")
}

func TestHelpExplainsTheTwoSidesFirst(t *testing.T) {
	d := drive(t, &memory{Sessions: []*assessment.Session{bakery(15)}}, nil)
	d.press("enter ?")
	d.send(tea.WindowSizeMsg{Width: 120, Height: 110})
	text := d.text()
	if i, j := strings.Index(text, "Integration"), strings.Index(text, "Provisional"); i < 0 || j < i {
		t.Errorf("the words are not there, or not in order:\n%s", text)
	}
	line := ""
	for _, l := range strings.Split(text, "\n") {
		if strings.Contains(l, "Integration") {
			line = l
		}
	}
	if !strings.Contains(line, "Deployment") {
		t.Errorf("integration and deployment are not side by side: %q", line)
	}
}

func TestASessionOfAnotherVersionSaysWhatChanged(t *testing.T) {
	session := bakery(14)
	session.SetVersion = "0.9"
	session.Answers["gone-since"] = assessment.Answer{Level: assessment.No}
	d := drive(t, &memory{Sessions: []*assessment.Session{session}}, nil)
	d.press("enter")
	d.shows("ai-readiness 0.9 then, ai-readiness 2.0 now. Your answers are kept.", "1 open question is new or has new words.", "14 answered questions have new words", "1 answer no longer fits. It is kept, and not counted.", "15 of 15")
	if _, kept := d.m.work.Session.Answers["gone-since"]; !kept {
		t.Error("the answer that no longer fits is gone")
	}
	// It is said once.
	d.press("esc enter")
	d.hides("The questions have changed since")
}

// On the smallest screen, too, what was typed stands above what is wrong with it.
func TestWhatIsWrongLeavesTheFieldInSight(t *testing.T) {
	d := drive(t, &memory{Sessions: []*assessment.Session{bakery(3)}}, nil)
	d.send(tea.WindowSizeMsg{Width: minWidth, Height: minHeight})
	d.press("enter o enter")
	d.typed("1 nov 2026")
	d.shows("Sun 1 Nov 2026")
	d.press("enter")
	d.shows("> 1 nov 2026", "Sun 1 Nov 2026 has passed.", "write a later day.")
}

// Levels are said in the words of the set, also within a sentence of the program.
func TestAnOwnSetHasItsWordsForLevels(t *testing.T) {
	set := ownSet(t)
	open := func(answers map[string]assessment.Answer) *driver {
		session := bakery(0)
		session.SetID, session.SetVersion, session.Answers = set.ID, set.Version, answers
		d := drive(t, &memory{Sessions: []*assessment.Session{session}}, func(o *Options) { o.Set = func() *assessment.Set { return set } })
		d.press("enter")
		return d
	}
	d := open(map[string]assessment.Answer{"ausschalter": {Level: assessment.Unsure}})
	d.press("3 left s")
	d.shows("That is asked only of what is erledigt, or teils.")
	d.press("v")
	d.shows("Unklar", "Könnt ihr die KI sofort abschalten?")
	d.press("f w")
	d.shows("It needs: teils, or better.")
	d = open(map[string]assessment.Answer{})
	d.press("v f 2")
	d.shows("There is no step to take yet: nothing is answered.")
}

// A consultant's own set, in another language and with other items, runs through the
// screens like the one that comes with the program.
func TestAnOwnQuestionSetRunsThroughTheScreens(t *testing.T) {
	set := ownSet(t)
	session := bakery(0)
	session.SetID, session.SetVersion = set.ID, set.Version
	d := drive(t, &memory{Sessions: []*assessment.Session{session}}, func(o *Options) { o.Set = func() *assessment.Set { return set } })
	d.press("enter")
	d.shows("Zweck", "1 of 4", "Steht eine Person für die KI ein?")
	for range 4 {
		if d.press("1 enter"); d.m.page != nil {
			d.press("Dana enter") // the one person
		}
	}
	d.press("f")
	d.shows("Ihr dürft es einsetzen.", "Stage: begrenzter Betrieb")
	d.press("?")
	d.shows("Help", "Where you stand with this use of AI")
	d.press("esc esc esc esc x")
	d.shows("This question set has no example.")
}

// The window changes its size between any two keys, and nothing typed is lost.
func TestResizingWhileTyping(t *testing.T) {
	const text = "火曜日 パン مخبز روزا रोज़ा की बेकरी é̂ café — 'ok'"
	sizes := []tea.WindowSizeMsg{{Width: 40, Height: 12}, {Width: 300, Height: 100}, {Width: 20, Height: 5}, {Width: 80, Height: 24}, {Width: 59, Height: 19}}
	store := &memory{}
	d := drive(t, store, nil)
	at := 0
	typed := func(text string) {
		for _, r := range text {
			d.send(sizes[at%len(sizes)])
			at++
			d.send(tea.KeyPressMsg{Code: r, Text: string(r)})
		}
		d.send(sizes[at%len(sizes)])
	}
	d.press("n")
	typed(text)
	d.press("enter")
	typed(text)
	d.press("enter enter enter down down enter down down space enter space enter space enter down space enter enter")
	if len(store.Sessions) != 1 || store.Sessions[0].Business != text || store.Sessions[0].Use != text {
		t.Fatalf("%+v", store.Sessions)
	}
	d.press("2 n")
	typed(text)
	d.press("ctrl+s")
	for id, answer := range store.Sessions[0].Answers {
		if answer.Note != text {
			t.Errorf("%s: the note is %q", id, answer.Note)
		}
	}
	d.send(sizes[0])
	for _, line := range strings.Split(d.text(), "\n") {
		if width(line) > 40 {
			t.Errorf("%d cells: %q", width(line), line)
		}
	}
	if len(store.Sessions[0].Answers) != 1 {
		t.Errorf("%d answers", len(store.Sessions[0].Answers))
	}
}

// Where the sessions cannot be read nobody types a new one that could not be kept.
func TestNothingNewWhereNothingCanBeRead(t *testing.T) {
	d := drive(t, &memory{Fail: errors.New("raw")}, nil)
	d.press("n")
	d.shows("That did not work, and nothing was changed.", "Nothing new can be kept before this is mended.")
}
