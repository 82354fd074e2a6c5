package plain

import (
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// Whatever is typed anywhere, the talk goes on to the end of the input, and what it leaves in the
// store can be opened.
func TestNoLineBreaksTheTalk(t *testing.T) {
	words := []string{
		"", "1", "2", "3", "7", "10", "14", "99", "1 s", "2 t", "1s", "2 x", "s", "t", "n", "o", "u", "l", "next", "b", "h", "v", "f", "a", "g", "g 3", "g stop", "full", "save", "?", "x", "m", "w", "w 1 2", "w next",
		"p", "P", "papers", "d", "d 1", "i 2", "y 1", "mails", "sections", "changes", "team", "words", "e", "r 1", "c 1 2", "c 1 2 all", "/bakery", "/", "y", "-", ".", "friday", "Rosa", "yesterday", "\x1b[31m", "é\xff", " 2  s ",
	}
	rapid.Check(t, func(r *rapid.T) {
		store := twice()
		if rapid.Bool().Draw(r, "first start") {
			store = &memory{}
		}
		if rapid.IntRange(0, 9).Draw(r, "failing") == 0 && len(store.Sessions) > 0 {
			store.Sessions[1].SetID = "another"
		}
		lines := rapid.SliceOfN(rapid.SampledFrom(words), 1, 80).Draw(r, "lines")
		o := interview.Options{
			Store: store, Set: assessment.Default, Now: func() time.Time { return noon },
			Export: func(*assessment.Set, *assessment.Session, interview.Export) error { return errFull },
			Papers: func(*assessment.Set, *assessment.Session, string, string) (int, error) { return 0, errFull },
		}
		var out strings.Builder
		if err := Run(strings.NewReader(strings.Join(lines, "\n")), &out, o); err != nil && !errors.Is(err, io.EOF) {
			r.Fatalf("%v after %q", err, lines)
		}
		if said := out.String(); strings.Contains(said, "\x1b") || !strings.Contains(said, "Goodbye.") && !strings.Contains(said, "To go on:") {
			r.Fatalf("%q\n%s", lines, said)
		}
	})
}
