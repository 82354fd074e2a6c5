package plain

import (
	"io/fs"
	"strings"
	"testing"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// The number of a step stays what was read out, and a step that is done says so.
func TestNumbersOfStepsStayUntilTheyAreReadAgain(t *testing.T) {
	store, steps := done()
	said := talked(t, store, "1", "p", "d 2", "1 s", "o 3", "Tom", "4 dec", "2", "o 2", "q")
	title := func(n int) string { return strings.TrimSuffix(steps[n-1].Title, ".") }
	says(t, said, "Saved for “"+title(2)+"”: in place, you saw it.", "Saved for “"+title(3)+"”: Tom, by Fri 4 Dec 2026.", "Step 2 is done: "+title(2), "Step 2 is done: "+title(2))
	if a := store.Sessions[0].Answers[steps[2].Question]; a.Owner != "Tom" {
		t.Errorf("%+v", a)
	}
}

// ? explains and is never stored, and b, h and q lead out of every prompt for a value.
func TestValuesAreExplainedAndLeft(t *testing.T) {
	for _, row := range []struct {
		lines, says []string
	}{
		{[]string{"n", "?", "Rosa", "q"}, []string{"Type your answer in a few words.", "b goes back, h goes home, q ends.", "What is your answer?", "Question 2 of 10."}},
		{[]string{"n", "Rosa", "Cakes", "", "?", "9", "q"}, []string{"The answers have numbers.", "Type a number.", "“9” is not one of the numbers"}},
	} {
		store := &memory{}
		says(t, talked(t, store, row.lines...), row.says...)
	}
	for _, row := range []struct {
		lines, says []string
	}{
		{[]string{"o", "?", "b", "o", "Tom", "?", "b", "g", ""}, []string{"Write the name", "Nothing was changed.", "Write the day", "Nothing was changed."}},
		{[]string{"o", "h", "q"}, []string{"Who sees to it?", "Your sessions"}},
		{[]string{"o", "Tom", "h", "q"}, []string{"By when?", "Your sessions"}},
		{[]string{"o", "q"}, []string{"Who sees to it?", "All your answers are saved."}},
		{[]string{"1", "?", "x", "s"}, []string{"Type s if you have seen it", "Type t if someone told you", "How do you know?", "“x” means nothing here.", "How do you know?", "you saw it."}},
	} {
		store := &memory{Sessions: []*assessment.Session{bakery(3)}}
		says(t, talked(t, store, append([]string{"1"}, row.lines...)...), row.says...)
		if a := store.Sessions[0].Answers[assessment.NewFlow(assessment.Default(), bakery(3)).At(3).ID]; a.Owner != "" {
			t.Errorf("%v: stored %+v", row.lines, a)
		}
	}
}

// A mistake at the start repeats what is wrong and the prompt, not the whole question.
func TestAMistakeAtTheStartIsSaidShortly(t *testing.T) {
	said := talked(t, &memory{}, "n", "Rosa", "Cakes", "", "99", "q")
	if n := strings.Count(said, "Question 4 of 10."); n != 1 {
		t.Errorf("the question is read %d times:\n%s", n, said)
	}
	if said := talked(t, &memory{}, "n", "?", "q"); strings.Contains(said, "Saved: ?") || strings.Contains(said, interview.HadTyped) {
		t.Errorf("? is taken for an answer:\n%s", said)
	}
}

// A typo while coming back asks again, and keeps to the thing at hand.
func TestATypoWhileComingBackAsksAgain(t *testing.T) {
	store, steps := done()
	for _, step := range steps[:2] {
		a := store.Sessions[0].Answers[step.Question]
		a.Due = "2026-11-18"
		store.Sessions[0].Answers[step.Question] = a
	}
	said := talked(t, store, "1", "n", "?", "b", "y", "1", "?", "typo", "s", "q")
	says(t, said, "1 of 2.", "By when then?", "Write another day", "By when then?", "1 of 2.", "What is so now?", "How do you know?", "Type s if", "How do you know?", "“typo” means nothing here.", "How do you know?", "you saw it.", "2 of 2.")
	if n := strings.Count(said, "What is so now? "); strings.Contains(said, "What is so now? Has") || n > 1 {
		t.Errorf("the question is said again behind What is so now:\n%s", said)
	}
}

// What is wrong at a prompt for a number is said, and it asks again.
func TestAWrongNumberIsSaid(t *testing.T) {
	store, _ := done()
	says(t, talked(t, store, "1", "mails", "99", "", "d 1", "1 s", "u", "e", "99", "", "h", "d 1", "n", "q"),
		"“99” is not one of the numbers from 1 to", "Whose mail", "Saved for", "Taken back: the answer to “", "“99” is not one of the numbers", "Which one would you like?", "Nothing was deleted.")
}

// The help of the example offers nothing that is refused there.
func TestHelpOfTheExampleIsTrue(t *testing.T) {
	if said := talked(t, &memory{}, "x", "b", "?", "q"); !strings.Contains(said, "\nb: go back.\n") || strings.Contains(said, "write a note") {
		t.Error(said)
	}
}

// A name that is taken asks for another one at once.
func TestATakenNameAsksForAnother(t *testing.T) {
	store, _ := done()
	export := func(_ *assessment.Set, _ *assessment.Session, e interview.Export) error {
		if e.Path == "there" {
			return fs.ErrExist
		}
		return nil
	}
	says(t, talkedFrom(t, interview.Options{Store: store, Export: export}, "e 1", "1", "1", "there", "other", "q"),
		"there is there already. Type another name, or b to stop.", "Where should it go?", "Written to ")
}

// What was typed before there is a session is said to be kept, and it is offered again.
func TestAHalfSetupIsSaidToBeKept(t *testing.T) {
	for _, leave := range []string{"h", "q"} {
		store := &memory{}
		says(t, talked(t, store, "n", "Rosa", leave), "What you typed is kept. n goes on with it.")
		says(t, talked(t, store, "n", "q"), interview.HadTyped, "Now: Rosa.")
	}
	if said := talked(t, &memory{}, "n", "q"); strings.Contains(said, "is kept") {
		t.Error(said)
	}
}
