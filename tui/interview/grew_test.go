package interview_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"readycheck/assessment"
	"readycheck/tui/interview"
	"readycheck/tui/interview/interviewtest"
)

// pasting is the setup of an owner who copies and pastes public text, all asked.
func pasting() assessment.Setup {
	return assessment.Setup{
		Kind: "marketing", StageNow: "pilot", Connection: []string{"none"}, Powers: []string{"draft"},
		Audience: []string{"me"}, Information: []string{"public"}, Depth: assessment.Full,
	}
}

// of opens a session that is kept nowhere, with its first question answered.
func of(t *testing.T, setup assessment.Setup) *interview.Work {
	t.Helper()
	w := interview.New(assessment.Default(), &assessment.Session{Setup: setup}, func() time.Time { return interviewtest.Noon })
	w.Answered(w.Flow.At(0).ID, inPlace)
	return w
}

// about says something else about the use, as the screens do: page by page.
func about(w *interview.Work, change func(*assessment.Setup)) (total int, said string) {
	next := *w.Session
	change(&next.Setup)
	w.About(&next)
	return w.Flow.Len(), w.Grew()
}

func TestTheNumberOfQuestionsThatGrowsSaysWhy(t *testing.T) {
	for _, c := range []struct {
		name   string
		from   func(*assessment.Setup)
		change func(*assessment.Setup)
		want   string
	}{
		{
			"it can send", nil,
			func(s *assessment.Setup) { s.Powers = []string{"draft", "send"} },
			"# more questions: you said it can send messages.",
		},
		{
			"it is linked", nil,
			func(s *assessment.Setup) { s.Connection = []string{"connector"} },
			"# more questions: you said it is linked to another program.",
		},
		{
			"no longer linked", func(s *assessment.Setup) { s.Connection = []string{"connector"} },
			func(s *assessment.Setup) { s.Connection = []string{"none"} },
			"# questions fewer: you said it is not connected.",
		},
		{
			"no longer sends", func(s *assessment.Setup) { s.Powers = []string{"draft", "send"} },
			func(s *assessment.Setup) { s.Powers = []string{"draft"} },
			"# questions fewer: you took out that it can send messages.",
		},
		{
			"the whole picture", func(s *assessment.Setup) { s.Depth = assessment.Quick },
			func(s *assessment.Setup) { s.Depth = assessment.Full },
			"# more questions: you said you want the whole picture.",
		},
		{
			"nothing else is asked", nil,
			func(s *assessment.Setup) { s.Tool = "Another chat" },
			"",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			setup := pasting()
			if c.from != nil {
				c.from(&setup)
			}
			w := of(t, setup)
			before := w.Flow.Len()
			after, said := about(w, c.change)
			if c.want == "" != (before == after) {
				t.Fatalf("there were %d questions, and are %d", before, after)
			}
			if got := numbered(said); got != c.want {
				t.Errorf("it says %q, want %q", said, c.want)
			}
			first, _, _ := strings.Cut(said, " ")
			if n := max(after-before, before-after); said != "" && counts[first] != n && first != strconv.Itoa(n) {
				t.Errorf("%d, and it says %q", n, said)
			}
		})
	}
}

// counts are the numbers that are said in words.
var counts = map[string]int{"One": 1, "Two": 2, "Three": 3, "Four": 4, "Five": 5, "Six": 6, "Seven": 7, "Eight": 8, "Nine": 9, "Ten": 10}

// numbered is a sentence with a sign in the place of its number.
func numbered(said string) string {
	if _, rest, ok := strings.Cut(said, " "); ok {
		return "# " + rest
	}
	return said
}

// Several pages are one change, and the one that does most of it is named.
func TestSeveralChangesOfTheUseAreOne(t *testing.T) {
	w := of(t, pasting())
	before := w.Flow.Len()
	about(w, func(s *assessment.Setup) { s.Connection = []string{"connector"} })
	after, said := about(w, func(s *assessment.Setup) { s.Information = []string{"public", "personal"} })
	if want := "more questions: you said it is linked to another program, among other things."; !strings.HasSuffix(said, want) {
		t.Errorf("it says %q, want … %s", said, want)
	}
	if after-before > 10 && !strings.HasPrefix(said, assessment.Counted(after-before, "", "")) {
		t.Errorf("%d more, and it says %q", after-before, said)
	}
	// Taken back, there is nothing to say.
	if _, said := about(w, func(s *assessment.Setup) { *s = pasting() }); said != "" {
		t.Errorf("all is as it was, and it says %q", said)
	}
}

// An answer may settle a question, or lead to one.
func TestAnAnswerThatChangesTheNumberSaysSo(t *testing.T) {
	setup := pasting()
	setup.Connection = []string{"connector"}
	w := of(t, setup)
	before := w.Flow.Len()
	w.Answered("requests-kept", assessment.Answer{Level: assessment.No})
	if want := "One question fewer: you said “Nothing is kept once the work is done”."; w.Grew() != want || w.Flow.Len() != before-1 {
		t.Errorf("%d of %d: it says %q, want %q", w.Flow.Len(), before, w.Grew(), want)
	}
	// How it is known is said with another key, and changes no number.
	w.Answered("requests-kept", assessment.Answer{Level: assessment.No, Note: "Ask Dev"})
	if !strings.HasPrefix(w.Grew(), "One question fewer") {
		t.Errorf("after a note it says %q", w.Grew())
	}
	w.Answered("requests-kept", assessment.Answer{Level: assessment.Partly})
	if want := "One more question: you said “A record is kept for some of this work, but not for all of it”."; w.Grew() != want {
		t.Errorf("it says %q, want %q", w.Grew(), want)
	}
	w.Answered("off-switch", inPlace)
	if w.Grew() != "" {
		t.Errorf("after another answer it says %q", w.Grew())
	}
	w.Undo()
	w.Undo()
	w.Undo()
	w.Undo()
	if want := "One more question, since that answer was taken back."; w.Grew() != want {
		t.Errorf("after it was taken back it says %q, want %q", w.Grew(), want)
	}
}

// Whoever has answered nothing has seen no number that could grow.
func TestTheFirstTalkAboutTheUseIsNoGrowth(t *testing.T) {
	w := interview.New(assessment.Default(), &assessment.Session{}, func() time.Time { return interviewtest.Noon })
	if _, said := about(w, func(s *assessment.Setup) { *s = pasting() }); said != "" {
		t.Errorf("a new session says %q", said)
	}
}

// Each code of the setup has words, since any of them can be what is changed.
func TestEachChangeOfTheUseCanBeNamed(t *testing.T) {
	for _, field := range assessment.SetupFields {
		for _, code := range field.Codes {
			if interview.Causes[field.Name][code] == "" {
				t.Errorf("%s: %s has no words", field.Name, code)
			}
		}
	}
}
