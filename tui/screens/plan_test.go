package screens

import (
	"strings"
	"testing"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// planned opens the plan of a bakery that has answered all.
func planned(t *testing.T, change func(*assessment.Session)) (*driver, *assessment.Session) {
	t.Helper()
	session := bakery(15)
	if change != nil {
		change(session)
	}
	store := &memory{Sessions: []*assessment.Session{session}}
	d := drive(t, store, func(o *Options) {
		o.Papers = func(_ *assessment.Set, s *assessment.Session, format, folder string) (int, error) {
			return len(interview.New(assessment.Default(), s, o.Now).Papers()), nil
		}
	})
	d.press("enter")
	return d, session
}

func firstStep(d *driver) assessment.Step { return d.m.work.Summary.Steps[0] }

// Two keys after d mark a step as done, and one line says what that moved.
func TestAStepIsMarkedDoneFromThePlan(t *testing.T) {
	d, session := planned(t, nil)
	d.press("2")
	step := firstStep(d)
	was := len(d.m.work.Summary.Steps)
	d.press("d")
	d.shows("What is so now?")
	d.press("s")
	d.shows("Choose an answer first")
	d.press("1 s")
	d.shows(" left before ")
	if done := d.m.work.Plan().Done; len(done) != 1 || done[0].Question != step.Question {
		t.Errorf("done: %+v", done)
	}
	answer := session.Answers[step.Question]
	if answer.Level != assessment.InPlace || answer.Known != assessment.Seen || answer.State != assessment.StepDone {
		t.Errorf("saved %+v", answer)
	}
	if len(d.m.work.Summary.Steps) != was-1 {
		t.Errorf("%d steps, want %d", len(d.m.work.Summary.Steps), was-1)
	}
	// "no" is said by one key, and esc says nothing.
	step = firstStep(d)
	before := session.Answers[step.Question]
	d.press("d esc")
	if session.Answers[step.Question] != before {
		t.Error("esc changed the answer")
	}
}

func TestAStepIsBegunAndWaits(t *testing.T) {
	d, session := planned(t, nil)
	d.press("2")
	question := firstStep(d).Question
	for _, want := range []assessment.StepState{assessment.StepDoing, assessment.StepBlocked, assessment.StepOpen} {
		d.press("i")
		if got := session.Answers[question].State; got != want {
			t.Errorf("it is %s, want %s", got, want)
		}
		for state, word := range map[assessment.StepState]string{assessment.StepDoing: "doing ·", assessment.StepBlocked: "waiting ·"} {
			if strings.Contains(d.text(), word) != (state == want) {
				t.Errorf("%s: %q is shown, or not:\n%s", want, word, d.text())
			}
		}
	}
}

// The other keys of a step: its question and back, how it is done, its message, a mail each.
func TestAStepLeadsToAllItNeeds(t *testing.T) {
	d, _ := planned(t, nil)
	d.press("2 down down")
	step := d.m.work.Summary.Steps[2]
	d.press("enter")
	if q, ok := d.m.screen.(*questionScreen); !ok || q.ID != step.Question {
		t.Fatalf("enter leads to %T", d.m.screen)
	}
	d.press("esc")
	if s, ok := d.m.screen.(*summaryScreen); !ok || s.tabs.at != planTab || s.list.at != 2 {
		t.Fatalf("esc does not lead back to the step:\n%s", d.text())
	}
	d.press("space")
	d.shows("How to do it")
	d.press("esc m")
	d.shows("[Dana]", "Hello Dana,")
	d.press("y")
	d.shows("The mail was sent to the clipboard.")
	d.press("esc y")
	d.shows("The message was sent to the clipboard.")
}

// What if: ticking what the next stage needs reaches it, and nothing is saved.
func TestWhatIfShowsTheNextStageAndSavesNothing(t *testing.T) {
	d, _ := planned(t, nil)
	saves := d.store.Saves
	d.press("w tab")
	d.shows("Nothing is saved.")
	d.press("n")
	d.shows("If that is done", "is reached.")
	d.press("c space")
	d.shows("[x]", "If 1 step were done")
	d.press("space")
	d.hides("[x]")
	d.press("end")
	d.press("space")
	d.shows("[x]", "If 1 step were done")
	if d.press("esc"); d.store.Saves != saves {
		t.Error("what if saved something")
	}
}

// A walk asks about what has come due, and leads on by itself.
func TestTheWalkLeadsThroughWhatHasComeDue(t *testing.T) {
	flow := assessment.NewFlow(assessment.Default(), bakery(0))
	id := func(at int) string { return flow.At(at).ID }
	d, session := planned(t, func(s *assessment.Session) {
		for at, a := range map[int]assessment.Answer{
			2: {Level: assessment.No, Owner: "Dana", Due: "2026-11-01"},
			3: {Level: assessment.Unsure, Due: "2026-11-10"},
			5: {Level: assessment.Partly, Known: assessment.Told, State: assessment.StepBlocked},
			0: {Level: assessment.InPlace, Known: assessment.Seen, At: noon.AddDate(0, -8, 0)},
			4: {Level: assessment.InPlace, Known: assessment.Seen, At: noon.AddDate(0, -9, 0)},
		} {
			s.Answers[id(at)] = a
		}
	})
	d.shows("1 of 5", "Done?", "Sun 1 Nov 2026", "Dana")
	d.press("y 1 s")
	d.shows("2 of 5", "Done?", " left before ")
	d.press("n")
	d.typed("friday")
	d.shows("Fri 27 Nov 2026")
	d.press("enter")
	d.shows("3 of 5", "It waits for something")
	d.press("enter")
	d.shows("4 of 5", "Is this still so?")
	d.press("y")
	d.shows("5 of 5")
	d.press("n 4")
	d.shows("That was all", "1 thing is left as before.")
	for at, want := range map[int]assessment.Answer{
		2: {Level: assessment.InPlace, Known: assessment.Seen, Owner: "Dana", State: assessment.StepDone, At: noon},
		3: {Level: assessment.Unsure, Due: "2026-11-27"},
		5: {Level: assessment.Partly, Known: assessment.Told, State: assessment.StepBlocked},
		0: {Level: assessment.InPlace, Known: assessment.Seen, At: noon},
	} {
		got := session.Answers[id(at)]
		if want.At.IsZero() {
			got.At = want.At
		}
		if got != want {
			t.Errorf("question %d is %+v, want %+v", at, got, want)
		}
	}
	if got := session.Answers[id(4)]; got.Level == assessment.InPlace {
		t.Errorf("not so any more is %+v", got)
	}
	d.press("enter")
	d.shows("[Plan]")
}

// A paper that is written settles its questions, and one that settles none says so.
func TestAPaperIsMarkedAsWritten(t *testing.T) {
	d, session := planned(t, func(s *assessment.Session) { s.Setup.Depth = assessment.Full })
	d.press("v f P")
	d.shows("Papers", "a line to write on")
	goTo := func(name string) interview.Paper {
		t.Helper()
		p := d.m.screen.(*papersScreen)
		d.press("home")
		for range p.all {
			if p.all[p.list.at].Name == name {
				return p.all[p.list.at]
			}
			d.press("down")
		}
		t.Fatalf("there is no paper %s:\n%s", name, d.text())
		return interview.Paper{}
	}
	goTo("staff")
	d.press("d")
	d.shows("Writing this paper alone settles no question.")
	settles := goTo("pause").Settles
	d.press("d")
	d.shows("Then this counts as in place")
	d.press("n")
	if session.Answers[settles[0]].State == assessment.StepDone {
		t.Error("no marked it as written")
	}
	d.press("d y")
	for _, question := range settles {
		if a := session.Answers[question]; a.Level != assessment.InPlace || a.Known != assessment.Seen || a.State != assessment.StepDone {
			t.Errorf("%s is %+v", question, a)
		}
	}
	d.shows(" left before ")
	d.press("d")
	d.shows("It is marked as written already.")
	d.press("enter enter enter")
	d.shows(" papers are written to ")
	d.press("esc")
	if _, ok := d.m.screen.(*summaryScreen); !ok {
		t.Errorf("esc leads to %T", d.m.screen)
	}
}

// Papers that are being written when the screens end are written to their end.
func TestLeavingWaitsForThePapers(t *testing.T) {
	begun, goOn, written := make(chan bool), make(chan bool), false
	d := drive(t, &memory{Sessions: []*assessment.Session{bakery(15)}}, func(o *Options) {
		o.Papers = func(*assessment.Set, *assessment.Session, string, string) (int, error) {
			close(begun)
			<-goOn
			written = true
			return 14, nil
		}
	})
	d.press("enter")
	write := d.m.act(writePapers{Session: "bakery", Format: "html", Folder: "papers"})
	go write()
	<-begun
	left := make(chan bool)
	go func() { leave(d.m); close(left) }()
	select {
	case <-left:
		t.Error("it left before the papers were written")
	default:
	}
	close(goOn)
	if <-left; !written {
		t.Error("the papers were not written")
	}
}
