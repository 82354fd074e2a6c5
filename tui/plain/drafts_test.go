package plain

import (
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// hasty is an input that ends the program at its end, as a closed window does: nothing comes
// after the last line.
type hasty struct{ strings.Reader }

// errGone is the panic that stands for a program that is no more.
var errGone = errors.New("the program is gone")

func (h *hasty) Read(into []byte) (int, error) {
	if h.Len() == 0 {
		panic(errGone)
	}
	return h.Reader.Read(into)
}

// killed runs a conversation that is killed while it waits for the next line.
func killed(t *testing.T, store *memory, lines ...string) {
	t.Helper()
	defer func() {
		if p := recover(); p != nil && p != any(errGone) {
			t.Fatal(p)
		}
	}()
	in := &hasty{*strings.NewReader(strings.Join(lines, "\n") + "\n")}
	_ = Run(in, io.Discard, interview.Options{Store: store, Set: assessment.Default, Now: func() time.Time { return noon }})
	t.Fatal("it ended by itself")
}

// Lines that were typed and belong to something that is not complete are there again.
func TestPlainHasTheLinesAgain(t *testing.T) {
	t.Run("note", func(t *testing.T) {
		store := &memory{Sessions: []*assessment.Session{bakery(5)}}
		killed(t, store, "1", "n", "Quokka one", "Quokka two")
		said := talked(t, store, "1", "n", "Three", ".", "q")
		says(t, said, interview.HadTyped, "Quokka one", "Quokka two", "Saved: your note.")
		question := assessment.NewFlow(assessment.Default(), bakery(5)).At(5).ID
		if note := store.Sessions[0].Answers[question].Note; note != "Quokka one\nQuokka two\nThree" || len(store.Kept) != 0 {
			t.Errorf("the note is %q, drafts %v", note, store.Kept)
		}
	})
	t.Run("note thrown away", func(t *testing.T) {
		store := &memory{Sessions: []*assessment.Session{bakery(5)}}
		killed(t, store, "1", "n", "Quokka")
		said := talked(t, store, "1", "n", "-", ".", "n", ".", "q")
		says(t, said, interview.HadTyped, "Saved: no note any more.", "Nothing was changed.")
	})
	t.Run("setup", func(t *testing.T) {
		store := &memory{}
		killed(t, store, "n", "Quokka")
		says(t, talked(t, store, "n", "", "Emails", "q"), interview.HadTyped, "Now: Quokka. An empty line keeps it.")
		if len(store.Sessions) != 1 || store.Sessions[0].Business != "Quokka" || len(store.Kept) != 0 {
			t.Errorf("%+v, drafts %v", store.Sessions, store.Kept)
		}
	})
	t.Run("owner", func(t *testing.T) {
		store := &memory{Sessions: []*assessment.Session{bakery(5)}}
		killed(t, store, "1", "o", "Quokka")
		says(t, talked(t, store, "1", "o", "", "2026-12-04", "q"), interview.HadTyped, "Now Quokka.", "Saved: Quokka, by Fri 4 Dec 2026.")
		if len(store.Kept) != 0 {
			t.Errorf("saved, and a draft: %v", store.Kept)
		}
	})
}
