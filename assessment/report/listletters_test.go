package report

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"net/mail"
	"strings"
	"testing"

	"readycheck/assessment"
)

// offSwitchLine is the place of a line among the set's items.
const offSwitchLine = 5

// letterTo is a letter of a session where nobody can cut the AI off.
func letterTo(t *testing.T, level assessment.Level, lines ...int) (GapLetter, bool) {
	t.Helper()
	r := read(t, "bakery.yaml")
	session := *r.Session
	session.Business, session.Use, session.Changed = "Café Müller\x1b[2J", "It drafts answers", today
	session.Answers = map[string]assessment.Answer{"off-switch": {Level: level, Known: assessment.Seen, Note: "SECRET note", Owner: "Dana", Due: "2026-12-04"}}
	for i := range r.Set.Questions {
		q := &r.Set.Questions[i]
		if _, said := session.Answers[q.ID]; !said {
			session.Answers[q.ID] = assessment.Answer{Level: assessment.InPlace, Known: assessment.Seen}
		}
	}
	return NewGapLetter(New(r.Set, &session, today), lines)
}

func TestALetterSaysWhatTheLineIsAndWhatToDo(t *testing.T) {
	letter, missing := letterTo(t, assessment.No, offSwitchLine, 0)
	if !missing || letter.Subject != "Your use of AI: off switch" {
		t.Fatalf("%v, %q", missing, letter.Subject)
	}
	var out bytes.Buffer
	if err := letter.Text(&out); err != nil {
		t.Fatal(err)
	}
	set := assessment.Default()
	q, _ := set.Question("off-switch")
	for _, want := range []string{
		"Hello,\n", "this is about the AI at Café Müller: “It drafts answers”. By your\nanswers of Sun 22 Nov 2026, this is not in place there yet:\n",
		set.Items[offSwitchLine].Title + "\nThis is not in place yet.\n", "Why it matters: ", "  1. " + q.Fix.Title, "takes about ", "Dana sees to it", "by Fri 4 Dec", "Done when: ", "Tell me when it is done",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in\n%s", want, out.String())
		}
	}
	for _, never := range []string{"SECRET", "\x1b", "Page to fill", "Usually done by", set.Items[0].Title, "@"} {
		if strings.Contains(out.String(), never) {
			t.Errorf("%q is in\n%s", never, out.String())
		}
	}
	for _, l := range strings.Split(out.String(), "\n") {
		if len([]rune(l)) > letterWidth {
			t.Errorf("too long: %s", l)
		}
	}
}

func TestALetterFitsHowTheLineStands(t *testing.T) {
	for level, want := range map[assessment.Level]string{
		assessment.No: "This is not in place yet.", assessment.Unsure: "Nobody was sure of this yet.", assessment.Partly: "Part of this is in place, and part is missing.",
	} {
		letter, missing := letterTo(t, level, offSwitchLine)
		var out bytes.Buffer
		if err := letter.Text(&out); err != nil || !missing || !strings.Contains(out.String(), want) || !strings.Contains(out.String(), "What to do:") {
			t.Errorf("%s: %v, %v\n%s", level, missing, err, out.String())
		}
	}
	r := read(t, "bakery.yaml")
	session := *r.Session
	session.Setup.Depth = assessment.Full
	session.Answers = map[string]assessment.Answer{"off-switch": {Level: assessment.No}}
	letter, missing := NewGapLetter(New(r.Set, &session, today), []int{offSwitchLine, 0})
	var out bytes.Buffer
	if err := letter.Text(&out); err != nil || !missing || !strings.Contains(out.String(), "Part of this is missing. Some questions about it are still open.") ||
		strings.Contains(out.String(), r.Set.Items[0].Title) {
		t.Errorf("of a line that is not answered whole: %v, %v\n%s", missing, err, out.String())
	}
	if _, missing := letterTo(t, assessment.InPlace, offSwitchLine); missing {
		t.Error("there is a letter about what is in place")
	}
}

// A mail program reads it, and finds nobody's address in it.
func TestALetterIsAMail(t *testing.T) {
	letter, _ := letterTo(t, assessment.No, offSwitchLine)
	letter.Subject = "Bäckerei: " + letter.Subject
	var text, out bytes.Buffer
	if err := letter.Text(&text); err != nil {
		t.Fatal(err)
	}
	if err := letter.Mail(&out); err != nil {
		t.Fatal(err)
	}
	for _, l := range strings.Split(out.String(), "\r\n") {
		if len(l) > 78 || strings.ContainsAny(l, "\r\n") {
			t.Errorf("no line of a mail: %q", l)
		}
	}
	m, err := mail.ReadMessage(&out)
	if err != nil {
		t.Fatal(err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil || subject != letter.Subject {
		t.Errorf("%q, %v", subject, err)
	}
	for _, name := range []string{"To", "From", "Cc", "Reply-To"} {
		if m.Header.Get(name) != "" {
			t.Errorf("%s is %q", name, m.Header.Get(name))
		}
	}
	if at, err := m.Header.Date(); err != nil || !at.Equal(today) || m.Header.Get("X-Unsent") != "1" {
		t.Errorf("%v, %v", m.Header, err)
	}
	body, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, m.Body))
	if want := strings.SplitN(text.String(), "\n\n", 2)[1]; err != nil || strings.ReplaceAll(string(body), "\r\n", "\n") != want {
		t.Errorf("%q, want %q (%v)", body, want, err)
	}
}

func TestABenchmarkIsSaidInCounts(t *testing.T) {
	set := assessment.Default()
	b := assessment.Benchmark{Uses: 9, Businesses: 8, Here: 3, Fewer: 5, Same: 1, More: 2}
	for i := range set.Items {
		b.Lines = append(b.Lines, assessment.BenchmarkLine{Item: set.Items[i].ID, Title: set.Items[i].Title, InPlace: 3, Known: 9, Here: assessment.Partly, TooFew: i == 0})
	}
	said := strings.Join(BenchmarkLines(set, b, 200), "\n")
	for _, want := range []string{
		"Among your clients: 9 uses of AI in 8 businesses.", "This one has 3 lines in place. Of the others 2 have more, 1 as many, and 5 fewer.", "Connection (integration)\n",
		"  - Sources agreed: too few answers to say. Here: partly.", "  - Off switch: in place at 3 of 9. Here: partly.",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not in\n%s", want, said)
		}
	}
	b.Here = -1
	if said := strings.Join(BenchmarkLines(set, b, 200), "\n"); strings.Contains(said, "Here") || strings.Contains(said, "This one") {
		t.Errorf("of nobody it says\n%s", said)
	}
	if said := TooFewForBenchmark(assessment.Benchmark{Businesses: 3}); said != "A benchmark needs the answers of at least 8 businesses, so that it gives nobody away. Here are 3." {
		t.Error(said)
	}
}
