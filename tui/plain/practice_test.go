package plain

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"readycheck/assessment"
	"readycheck/tui/interview"
	"readycheck/tui/interview/interviewtest"
)

// clientsOf are clients of whom every other one lacks the off switch.
func clientsOf(n int) *interviewtest.Memory {
	store := &interviewtest.Memory{Undated: map[string]bool{}}
	for i := range n {
		session := interviewtest.Bakery(15)
		session.ID, session.Business = fmt.Sprintf("client-%02d", i), fmt.Sprintf("Client %02d", i)
		level := assessment.InPlace
		if i%2 == 0 {
			level = assessment.No
		}
		session.Answers["off-switch"] = session.Answers["off-switch"].With(level, 0)
		store.Sessions = append(store.Sessions, session)
		store.Undated[session.ID] = i%3 == 0
	}
	return store
}

// A consultant's way by ear: the counts, who lacks a line, and a letter to each.
func TestAPracticeInLines(t *testing.T) {
	var orders []interview.LetterOrder
	store := clientsOf(24)
	said := talkOver(t, store, func(o *interview.Options) {
		o.Letters = func(_ *assessment.Set, clients []assessment.Head, lines []int, folder string) (int, error) {
			orders = append(orders, interview.LetterOrder{Clients: clients, Lines: lines, Folder: folder})
			return len(clients), nil
		}
	}, "p", "6", "w", "", "t 2", "retail !!", "retail", "in 2 weeks", "", "/gap:kitchen", "/tag:retail", "l", "b 1", "", "/tag:nobody", "l", "m", "m", "?", "h", "q")
	flat := strings.Join(strings.Fields(said), " ")
	for _, want := range []string{
		"Practice: 24 clients.", "6. 12 of 24 lack: off switch.",
		"I6 You can cut the AI off, and put back what it did. 12 of 24 lack it. 1. Client 22: It drafts replies to cake orders. No. ", "2. Client 20:",
		"An empty line takes ~/letters-off-switch-2026-11-22.", "12 letters, each as a text",
		"“!!” cannot be a tag.", "Saved: tag retail, next visit Sun 6 Dec 2026.",
		"“kitchen” is no line of the checklists.", "Practice: 1 of 24 clients.", "6. 1 of 1 lacks: off switch.",
		"1 of 24 clients, overdue first: 1. Client 20: It drafts replies to cake orders.", "tag retail, next visit Sun 6 Dec 2026. Lacks: ",
		"A benchmark needs the answers of at least 8 businesses", "No client fits “tag:nobody”. All are there again.",
		"24 clients, overdue first:", "And 4 more. m reads on.", "That was the whole list.", "b 2 sets it beside the others",
	} {
		if !strings.Contains(flat, want) {
			t.Errorf("the talk does not say %q:\n%s", want, said)
		}
	}
	if len(orders) != 1 || len(orders[0].Clients) != 12 || orders[0].Clients[0].Business != "Client 22" {
		t.Errorf("the letters are %+v", orders)
	}
	if got := store.Find("client-20").Labels; got.Tags != "retail" || got.Visit != "2026-12-06" || len(store.Kept) != 0 {
		t.Errorf("the labels are %+v, the drafts %v", got, store.Kept)
	}
	if len(store.Undated) == 24 {
		t.Error("what was worked out is not kept")
	}
}

func TestAPracticeWithoutClients(t *testing.T) {
	said := talkOver(t, &interviewtest.Memory{}, nil, "practice", "q")
	if !strings.Contains(said, "There is no session yet, and so no client.") {
		t.Error(said)
	}
}

func talkOver(t *testing.T, store *interviewtest.Memory, change func(*interview.Options), lines ...string) string {
	t.Helper()
	o := interview.Options{Store: store, Set: assessment.Default, Now: func() time.Time { return interviewtest.Noon }}
	if change != nil {
		change(&o)
	}
	var said strings.Builder
	if err := Run(strings.NewReader(strings.Join(lines, "\n")+"\n"), &said, o); err != nil {
		t.Fatal(err)
	}
	return said.String()
}
