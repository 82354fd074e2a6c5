package plain

import (
	"fmt"
	"strings"
	"testing"

	"readycheck/assessment"
)

// practice is a few clients: one of them was checked twice, and one has something overdue.
func practice() *memory {
	store := &memory{}
	add := func(id, business, use string, answered int) *assessment.Session {
		s := bakery(answered)
		s.ID, s.Business, s.Use = id, business, use
		store.Sessions = append(store.Sessions, s)
		return s
	}
	add("1", "Café Müller", "It answers mails", 15)
	add("3", "Sam's Garage", "It writes posts", 2)
	late := add("4", "Ines Salon", "It books", 15)
	question := assessment.NewFlow(assessment.Default(), late).At(2).ID
	answer := late.Answers[question]
	answer.Due = "2026-11-20"
	late.Answers[question] = answer
	add("5", "cafe muller", "it answers  mails", 15).Changed = noon
	return store
}

// rowsOf are the rows that were read out last, by their business.
func rowsOf(said string) string {
	var rows []string
	at := strings.LastIndex(said, "Your sessions")
	for line := range strings.SplitSeq(said[max(0, at):], "\n") {
		if n, rest, ok := strings.Cut(line, ". "); ok && len(n) <= 2 && strings.Trim(n, "0123456789") == "" {
			name, _, _ := strings.Cut(rest, ":")
			rows = append(rows, n+" "+name)
		}
	}
	return strings.Join(rows, "; ")
}

// What has come due is said first, and a re-check stands over the session before it.
func TestTheListSaysWhatIsDueAndNestsReChecks(t *testing.T) {
	said := talked(t, practice(), "q")
	says(t, said, "One use has something due: Ines Salon, It books: overdue since Fri 20 Nov. An empty line opens it.", "Your sessions, the one changed last first:")
	if got, want := rowsOf(said), "1 cafe muller; 2 Earlier, 21 November 2026; 3 Ines Salon; 4 Sam's Garage"; got != want {
		t.Errorf("%s, want %s\n%s", got, want, said)
	}
	says(t, said, "3. Ines Salon: It books. 15 of 15 answered", "Overdue since Fri 20 Nov.")
	says(t, talked(t, practice(), "", "f", "h", "q"), "One use has something due", "Welcome back. There is one thing to look at.", "Ines Salon")
	// It may be due in a session that is not answered to its end.
	store := practice()
	delete(store.Find("4").Answers, "purpose-clear")
	says(t, talked(t, store, "", "f", "h", "3", "q"), "Welcome back. There is one thing to look at.", "Question 1 of 15.", "Your sessions", "Welcome back. There is one thing to look at.")
	says(t, talked(t, practice(), "2", "h", "q"), "Café Müller: It answers mails")
	says(t, talked(t, practice(), "d 2", "n", "d 2", "y", "d 1", "n", "q"), "“Café Müller”, It answers mails. 15 of 15 questions answered: not ready yet. Changed last: yesterday. A newer one of this use is there. Delete it?",
		"Deleted: “Café Müller”, It answers mails. u brings it back.", "“cafe muller”, it answers mails.", "Delete it?")
}

// Any words in any order find a session, without accents and in all that its row says.
func TestTheFilterTakesAnyWords(t *testing.T) {
	for filter, want := range map[string]string{
		"/muller":       "1 cafe muller; 2 Earlier, 21 November 2026",
		"/ MAILS Café":  "1 cafe muller; 2 Earlier, 21 November 2026",
		"/overdue":      "1 Ines Salon",
		"/ post garage": "1 Sam's Garage",
	} {
		said := talked(t, practice(), filter, "q")
		said = said[strings.LastIndex(said, " for “"):]
		if got := rowsOf("Your sessions" + said); got != want {
			t.Errorf("%s finds %q, want %q", filter, got, want)
		}
	}
	says(t, talked(t, practice(), "/none of these", "", "q"), "No session fits “none of these”. An empty line shows all again.", "Your sessions, the one changed last first:")
}

func TestTheListIsSorted(t *testing.T) {
	for n, want := range []string{
		"1 cafe muller; 2 Earlier, 21 November 2026; 3 Ines Salon; 4 Sam's Garage",
		"1 cafe muller; 2 Earlier, 21 November 2026; 3 Ines Salon; 4 Sam's Garage",
		"1 cafe muller; 2 Earlier, 21 November 2026; 3 Ines Salon; 4 Sam's Garage",
		"1 Sam's Garage; 2 cafe muller; 3 Earlier, 21 November 2026; 4 Ines Salon",
		"1 Ines Salon; 2 cafe muller; 3 Earlier, 21 November 2026; 4 Sam's Garage",
	} {
		said := talked(t, practice(), append(strings.Split(strings.Repeat("o ", n), " ")[:n:n], "q")...)
		if got := rowsOf(said); got != want {
			t.Errorf("%s: %s, want %s", sorts[n].words, got, want)
		}
	}
}

// A long list is read out in pieces, and each of its numbers opens a session.
func TestALongListIsReadInPieces(t *testing.T) {
	store := &memory{}
	for i := range 45 {
		s := bakery(1)
		s.ID, s.Business = fmt.Sprint(100+i), fmt.Sprintf("Client %02d", i)
		store.Sessions = append(store.Sessions, s)
	}
	said := talked(t, store, "m", "m", "m", "45", "h", "q")
	says(t, said, "20. Client 25", "And 25 more. m reads on", "21. Client 24", "And 5 more.", "41. Client 04", "45. Client 00", "That was the whole list.", "Question 2 of 15.")
}

// Two sessions are compared, and set side by side.
func TestCompareSideBySide(t *testing.T) {
	says(t, talked(t, practice(), "c 1 1", "c 1 3", "c 1 3 all", "q"), "Name two sessions", "First: Ines Salon", "c 1 3 all reads every line", "First: Ines Salon")
}
