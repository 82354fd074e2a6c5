package plain

import (
	"strings"
	"testing"

	"readycheck/assessment"
)

// An answer takes one line or two: the number and how it is known, together or one after the
// other. What is read back is on disk by then.
func TestAnAnswerTakesAtMostTwoLines(t *testing.T) {
	for name, c := range map[string]struct {
		lines []string
		said  []string
		level assessment.Level
		known assessment.Known
	}{
		"one line":            {[]string{"2 s"}, []string{"Saved: partly, you saw it.", "Question 2 of 15."}, assessment.Partly, assessment.Seen},
		"one line, together":  {[]string{"2t"}, []string{"Saved: partly, someone told you.", "Question 2 of 15."}, assessment.Partly, assessment.Told},
		"two lines":           {[]string{"2", "s"}, []string{"Saved: partly.", "How do you know?", "Saved: partly, you saw it.", "Question 2 of 15."}, assessment.Partly, assessment.Seen},
		"an empty second one": {[]string{"1", ""}, []string{"Saved: in place.", "How do you know?", "Saved: in place, you think so.", "Question 2 of 15."}, assessment.InPlace, assessment.Assumed},
		"no":                  {[]string{"3"}, []string{"Saved: no.", "Question 2 of 15."}, assessment.No, assessment.Assumed},
		"not sure":            {[]string{"4"}, []string{"Saved: not sure.", "Question 2 of 15."}, assessment.Unsure, assessment.Assumed},
	} {
		t.Run(name, func(t *testing.T) {
			store := &memory{Sessions: []*assessment.Session{bakery(0)}}
			said := talked(t, store, append([]string{"1"}, c.lines...)...)
			says(t, said, c.said...)
			if len(c.lines) == 1 && strings.Contains(said, "How do you know?") {
				t.Errorf("it asks how that is known:\n%s", said)
			}
			a := store.Sessions[0].Answers[assessment.NewFlow(assessment.Default(), bakery(0)).At(0).ID]
			if a.Level != c.level || a.Known != c.known {
				t.Errorf("%+v", a)
			}
		})
	}
}

// How it is known is asked once, and again only behind a typo, which loses nothing.
func TestHowItIsKnownIsAskedOnce(t *testing.T) {
	said := talked(t, &memory{Sessions: []*assessment.Session{bakery(0)}}, "1", "2", "what", "", "1 s")
	if n := strings.Count(said, "How do you know?"); n != 2 {
		t.Errorf("it asks %d times:\n%s", n, said)
	}
	says(t, said, "“what” means nothing here.", "How do you know?", "Question 2 of 15.", "Saved: in place, you saw it.")
}

// What can be typed is said once at each kind of place, and after that when ? asks for it.
func TestHintsAreSaidOnce(t *testing.T) {
	said := talked(t, &memory{Sessions: []*assessment.Session{bakery(0)}}, "1", "2 s", "3", "", "?", "v", "b", "v", "f", "h", "1", "v", "f", "h", "q")
	for _, hint := range []string{homeHint, questionHint, reviewHint, summaryHint} {
		flat := strings.Join(strings.Fields(said), " ")
		if n := strings.Count(flat, hint); n != 1 {
			t.Errorf("it says %d times: %s", n, hint)
		}
	}
	says(t, said, "Question 2 of 15.", "Why it matters:", "What good looks like:", "A number: your answer.")
}

// A question that a name belongs to asks for it at once. Whoever answers on leaves it open.
func TestANameIsAskedForAtOnce(t *testing.T) {
	for line, want := range map[string]string{"Rosa": "Rosa", "": "", "1 s": ""} {
		store := &memory{Sessions: []*assessment.Session{bakery(9)}}
		said := talked(t, store, "1", "1 s", line, "2 t")
		says(t, said, "Question 10 of 15.", "Who is it? Write the name. An empty line leaves it open.", "Question 11 of 15.")
		session := store.Sessions[0]
		next := session.Answers[assessment.NewFlow(assessment.Default(), session).At(10).ID]
		if a := session.Answers["owner-named"]; a.Owner != want || a.Level != assessment.InPlace || next.Level == assessment.Unanswered {
			t.Errorf("%q: %+v, and next %+v", line, a, next)
		}
	}
}

// All that was said at the start stands on one page. One answer is changed alone, and the talk
// goes back to where it was.
func TestTheStartOnOnePage(t *testing.T) {
	store := &memory{Sessions: []*assessment.Session{bakery(3)}}
	said := talked(t, store, "1", "a", "3", "ChatBot", "8", "1 3", "10", "2", "1", "", "99", "?", "", "v", "a", "b", "f", "a", "3", "-", "h", "q")
	says(t, said, "Question 4 of 15.", "About this use you said:", "1. What is your business called? Rosa's Bakery", "3. Which AI is it? Nothing.", "Which answer would you like to change?",
		"Saved: ChatBot.", "Saved: Only me", "Saved: The whole picture", "more questions: you said you want the whole picture, among other things.", "Now: Rosa's Bakery.", "Nothing was changed.", "“99” means nothing here.", "3. Which AI is it? ChatBot",
		"Is it written down what the AI may read", "Before you see", "About this use you said:", "Before you see", "About this use you said:", "Saved: nothing.")
	if s := store.Sessions[0]; s.Setup.Tool != "" || strings.Join(s.Setup.Audience, " ") != "me customers" || len(s.Answers) != 3 {
		t.Errorf("%+v", s)
	}
}

// One word leads from the quick check to the whole picture, and nothing is asked twice.
func TestQuickToFullWithOneWord(t *testing.T) {
	for _, way := range [][]string{{"full"}, {"v", "full"}, {"v", "f", "full"}, {"a", "full"}} {
		store := &memory{Sessions: []*assessment.Session{bakery(5)}}
		said := talked(t, store, append([]string{"1"}, append(way, "full")...)...)
		says(t, said, "Saved: the whole picture.", "more questions: you said you want the whole picture.", "The whole picture is asked already.")
		if s := store.Sessions[0]; s.Setup.Depth != assessment.Full || len(s.Answers) != 5 {
			t.Errorf("%v: %+v", way, s.Setup)
		}
	}
}

// From one thing in the review an answer leads on to the next one there, and at the end back to
// it. What is open stays so when it is left for later.
func TestTheReviewLeadsFromOneToTheNext(t *testing.T) {
	store := &memory{Sessions: []*assessment.Session{bakery(15)}}
	said := talked(t, store, "1", "v", "?", "m", "9", "1 s", "l", "3", "v", "", "1", "t", "q")
	says(t, said, "Not sure: 4. Is it written down", "9. Does one named person", "14. Is there one list", "Look at this:", "3. Private details", "Gaps:", "2. Partly: ", "Type the number of a question to go there, as g and the number do. After your answer comes",
		"Question 9 of 15", "Saved: in place, you saw it.", "Question 14 of 15", "Question 3 of 15", "Saved: partly.", "Before you see", "Question 4 of 15", "Saved: in place, someone told you.", "Question 14 of 15")
}

// A warning about several answers leads through all of them.
func TestAWarningLeadsThroughItsAnswers(t *testing.T) {
	session := bakery(15)
	session.Answers["own-login"] = assessment.Answer{Level: assessment.No}
	session.Answers["off-switch"] = assessment.Answer{Level: assessment.InPlace, Known: assessment.Seen}
	said := talked(t, &memory{Sessions: []*assessment.Session{session}}, "1", "v", "5", "4", "3", "q")
	says(t, said, "Look at this:", "5, 7. You say that you can stop it within minutes.", "This is about 2 answers together. They come one after the other.", "Question 5 of 15", "Saved: no.", "Question 7 of 15")
}

// A number in the review is the question's own: it leads where g and the number do, there and at
// a question, and the first one without an answer is named by it.
func TestANumberInTheReviewIsTheQuestions(t *testing.T) {
	for _, way := range [][]string{{"v", "9"}, {"v", "g 9"}, {"v", "m", "9"}, {"v", "b", "g 9"}} {
		says(t, talked(t, &memory{Sessions: []*assessment.Session{bakery(15)}}, append(append([]string{"1"}, way...), "q")...), "Question 9 of 15.", "Does one named person")
	}
	// One of which nothing is open is gone to all the same.
	says(t, talked(t, &memory{Sessions: []*assessment.Session{bakery(15)}}, "1", "v", "6", "q"), "Before you see", "Question 6 of 15.")
	says(t, talked(t, &memory{Sessions: []*assessment.Session{bakery(4)}}, "1", "v", "5", "q"), "Not answered yet: 5. ", "The first one without an answer is question 5. Type 5 to go there.", "Question 5 of 15.")
}
