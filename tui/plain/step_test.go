package plain

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// done is a bakery that has answered all, with its first steps.
func done() (*memory, []assessment.Step) {
	session := bakery(15)
	return &memory{Sessions: []*assessment.Session{session}}, interview.New(assessment.Default(), session, func() time.Time { return noon }).Summary.Steps
}

// A step is read by its number, and a word behind that is about it. What it moved is said once
// it is saved.
func TestAStepIsWorkedOn(t *testing.T) {
	store, steps := done()
	said := talked(t, store, "1", "d", "2", "i", "i", "o", "Eva", "friday", "y", "d 1", "", "d 1", "x", "1", "s", "i 99", "p", "h", "q")
	says(t, said, "Do these first:", "And 12 more. p reads the whole plan.", "Say which step by its number in the plan, such as d 1.",
		"Step 2. ", "How to do it", "Of the step that was read last, d says", "Saved for “Have the risks and rules checked”: doing.", "Saved for “Have the risks and rules checked”: waiting.", "Who sees to it?", "Saved for “Have the risks and rules checked”: Eva, by Fri 27 Nov 2026.",
		"What is so now?", "Type a number, also with how you know it", "What is so now?", "“x” means nothing here.", "How do you know?", "”: in place, you saw it.", "left before ",
		"Say which step by its number", "waiting", "Done", steps[0].Title)
	answers := store.Sessions[0].Answers
	if a := answers[steps[0].Question]; a.State != assessment.StepDone || a.Level != assessment.InPlace || a.Known != assessment.Seen {
		t.Errorf("%+v", a)
	}
	if a := answers[steps[1].Question]; a.State != assessment.StepBlocked || a.Owner != "Eva" || a.Due != "2026-11-27" {
		t.Errorf("%+v", a)
	}
}

// An empty line behind a step goes to its question, and its answer back to the verdict.
func TestAStepLeadsToItsQuestionAndBack(t *testing.T) {
	store, _ := done()
	says(t, talked(t, store, "1", "2", "", "1 s", "q"), "Step 2. ", "Question ", "Saved: in place, you saw it.", "Do these first:")
}

// A mail for each person is read out.
func TestMailsAreReadOut(t *testing.T) {
	store, _ := done()
	says(t, talked(t, store, "1", "mails", "1", "", "q"), "1. Dana: 15 steps.", "Whose mail would you like to hear?", "What we need to do for: It drafts replies", "Hello Dana,", "Please tell me when something is done", "Whose mail")
}

// What would be is said, and nothing is saved by it.
func TestWhatIfInTheTalk(t *testing.T) {
	store, _ := done()
	said := talked(t, store, "1", "w", "w 1 2", "w next", "w x", "q")
	says(t, said, "The smallest change that passes", "type w with the numbers of steps", "If 2 steps were done and seen. Nothing is saved.", "If that is done", "is reached.", "Say which steps by their numbers")
	if store.Saves > 0 {
		t.Errorf("%d were saved", store.Saves)
	}
}

// Every page of the summary has a word, and those that there is nothing on say so.
func TestEveryPageOfTheSummaryIsRead(t *testing.T) {
	store, _ := done()
	said := talked(t, store, "1", "m", "sections", "checklists", "stages", "changes", "team", "words", "h", "q")
	says(t, said, "What you may do now:", "Contradictions and warnings:", "v leads to the answers behind a warning.", "There is more to hear: why, plan, sections, checklists, stages, words.",
		"Purpose", "One named person answers for it", "You are here.", "There is no earlier session", "No workshop was held", "The words used:", "Integration")
	said = talked(t, twice(), "1", "m", "changes", "h", "q")
	says(t, said, "stages, words, changes.", "What changed since", "Better")
}

// Papers are read out, written into a folder, and taken as written.
func TestPapersInTheTalk(t *testing.T) {
	store, _ := done()
	var order string
	o := interview.Options{Store: store, Papers: func(_ *assessment.Set, s *assessment.Session, format, folder string) (int, error) {
		if order += fmt.Sprint(s.Business, " ", format, " ", folder, "; "); folder == "full" {
			return 0, errFull
		}
		return 14, nil
	}}
	said := talkedFrom(t, o, "1", "papers", "1", "d", "d 1", "n", "d 1", "y", "d 1", "w", "1", "", "w", "2", "full", "w", "", "?", "", "P", "h", "q")
	says(t, said, "1. The job of the AI, and what it may do.", "A step asks for it.", "Which paper?", "The job: It drafts replies to cake orders", "(to fill in)", "Say which paper by its number",
		"Is “The job of the AI, and what it may do” written?", "- Is it written down what the AI may read", "Type y, or n to leave it open.", "Is “The job", "Saved: written.", "left before ",
		"It is marked as written already.", "How do you want them?", "An empty line takes rosas-bakery-papers.", "14 papers are written to rosas-bakery-papers.", "The disk is full", "1. The job of the AI, and what it may do. It is written.",
		"Type a number to hear a paper", "Do these first:", "Each paper is one page")
	if want := "Rosa's Bakery html rosas-bakery-papers; Rosa's Bakery docx full; "; order != want {
		t.Errorf("ordered %s, want %s", order, want)
	}
	for _, mark := range []string{"__", "**", "| ", `\`} {
		if strings.Contains(said, mark) {
			t.Errorf("it reads %q", mark)
		}
	}
	if a := store.Sessions[0].Answers["powers-listed"]; a.Level != assessment.InPlace || a.Known != assessment.Seen {
		t.Errorf("%+v", a)
	}
}

// Who comes back to what has come due walks through it first.
func TestComingBackWalksThroughWhatIsDue(t *testing.T) {
	back := func() (*memory, []string) {
		store, steps := done()
		s := store.Sessions[0]
		var due []string
		for i, day := range []string{"2026-11-18", "2026-11-19", "2026-11-20"} {
			a := s.Answers[steps[i].Question]
			a.Due = day
			s.Answers[steps[i].Question] = a
			due = append(due, steps[i].Question)
		}
		return store, due
	}
	store, due := back()
	said := talked(t, store, "1", "?", "y", "1 s", "n", "soon", "in 2 weeks", "b", "", "x", "", "q")
	says(t, said, "Welcome back. There are 3 things to look at.", "1 of 3. Planned: ", "It is about: ", "By: Wed 18 Nov 2026", "Is it done?", "How to do it", "y says that it is done",
		"What is so now?", "”: in place, you saw it.", "2 of 3. ", "By when then?", "“soon” is no day", "Saved: by Sun 6 Dec 2026.", "3 of 3. ", "2 of 3. ", "By: Sun 6 Dec 2026", "3 of 3. ", "“x” means nothing here.",
		"That was all.", "left before ", "1 thing is left as before.", "Do these first:")
	answers := store.Sessions[0].Answers
	if a, b, c := answers[due[0]], answers[due[1]], answers[due[2]]; a.State != assessment.StepDone || a.Due != "" || b.Due != "2026-12-06" || c.Due != "2026-11-20" {
		t.Errorf("%+v\n%+v\n%+v", a, b, c)
	}
	store, _ = back()
	says(t, talked(t, store, "1", "f", "q"), "1 of 3.", "Do these first:")
	store, _ = back()
	says(t, talked(t, store, "1", "h", "q"), "1 of 3.", "Your sessions")
}

// The example is heard whole, and nothing in it changes.
func TestStepsOfTheExampleStay(t *testing.T) {
	said := talked(t, &memory{}, "x", "d 1", "i 1", "y 1", "mails", "", "w next", "papers", "1", "d 1", "w", "", "q")
	says(t, said, "This is an example, so nothing in it changes.", "This is an example, so nothing in it changes.", "Whose mail", "If that is done", "Which paper?", "This is an example, so nothing in it changes.", "`readycheck papers --example` writes its papers.", "Goodbye.")
}
