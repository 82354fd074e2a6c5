package report

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/clipperhouse/displaywidth"
	"pgregory.net/rapid"

	"readycheck/assessment"
)

// listed prints heads and returns the lines.
func listed(t testing.TB, width int, heads ...assessment.Head) []string {
	t.Helper()
	var b bytes.Buffer
	walk := func(yield func(assessment.Head, error) bool) {
		for _, head := range heads {
			if !yield(head, nil) {
				return
			}
		}
	}
	if err := List(&b, assessment.Default(), walk, width); err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
}

func TestAListShowsWhatAPersonLooksFor(t *testing.T) {
	head := assessment.Head{
		ID: "01a205ac-386c-7a86-947e-80181d2fd293", Business: "Rosa's Bakery", Use: "Answer customer emails about orders", Changed: today,
		Standing: assessment.Standing{Answered: 9, Total: 24, Stage: assessment.Pilot, Provisional: true},
	}
	blank := head
	blank.ID, blank.Business, blank.Standing.Answered, blank.Standing.Stage = "0b", "Sam\x1b[31m\nGarage", 0, assessment.StageNone
	final := head
	final.ID, final.Standing = "0c", assessment.Standing{Answered: 24, Total: 24, Stage: assessment.Limited}
	lines := listed(t, 120, head, blank, final)
	for i, want := range []string{
		"SESSION   BUSINESS       USE OF AI                            ANSWERED  STAGE               CHANGED",
		"01a205ac  Rosa's Bakery  Answer customer emails about orders  9 of 24   pilot so far        2026-11-22",
		"0b        Sam Garage     Answer customer emails about orders  0 of 24   not started         2026-11-22",
		"0c        Rosa's Bakery  Answer customer emails about orders  24 of 24  limited production  2026-11-22",
	} {
		if lines[i] != want {
			t.Errorf("line %d is\n%q, want\n%q", i, lines[i], want)
		}
	}
	for _, line := range listed(t, 80, head, blank, final) {
		if displaywidth.String(line) > 80 {
			t.Errorf("at 80 columns a line has %d: %s", displaywidth.String(line), line)
		}
	}
}

func TestAShortIDNamesOneSession(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// Few letters, so that long beginnings are shared.
		ids := rapid.SliceOfNDistinct(rapid.StringMatching("[ab]{12}"), 1, 40, rapid.ID[string]).Draw(t, "ids")
		slices.Sort(ids)
		for _, id := range ids {
			short := shortID(ids, id)
			if len(short) < 8 || !strings.HasPrefix(id, short) {
				t.Fatalf("%s is shortened to %q", id, short)
			}
			for _, another := range ids {
				if another != id && strings.HasPrefix(another, short) {
					t.Fatalf("%q fits %s and %s", short, id, another)
				}
			}
		}
		// One that came after the first walk must not be mistaken for another either.
		late := rapid.StringMatching("[ab]{12}").Filter(func(id string) bool { return !slices.Contains(ids, id) }).Draw(t, "late")
		for _, id := range ids {
			if strings.HasPrefix(id, shortID(ids, late)) {
				t.Fatalf("%q of a late %s fits %s", shortID(ids, late), late, id)
			}
		}
	})
}

// What is listed of all sessions has an id that means none of the others.
func TestAnIDAmongAllMeansOneSession(t *testing.T) {
	walk := func(ids ...string) Heads {
		return func(yield func(assessment.Head, error) bool) {
			for _, id := range ids {
				if !yield(assessment.Head{ID: id}, nil) {
					return
				}
			}
		}
	}
	var some, late bytes.Buffer
	if err := ListAmong(&some, assessment.Default(), walk("aaaaaaaa-b1"), walk("aaaaaaaa-b1", "aaaaaaaa-b2"), Whole); err != nil {
		t.Fatal(err)
	}
	due := []assessment.DueSession{{Head: assessment.Head{ID: "aaaaaaaa-b1"}, Due: []assessment.DueStep{{Due: "2026-11-20"}}}}
	if err := OverdueList(&late, assessment.Default(), due, walk("aaaaaaaa-b1", "aaaaaaaa-b2"), today, Whole); err != nil {
		t.Fatal(err)
	}
	for _, out := range []string{some.String(), late.String()} {
		if !strings.Contains(out, "\naaaaaaaa-b1 ") {
			t.Errorf("the id is cut:\n%s", out)
		}
	}
}

func TestAListReportsAnError(t *testing.T) {
	broken := errors.New("broken")
	for fails := 1; fails <= 2; fails++ {
		walks := 0
		err := List(&bytes.Buffer{}, assessment.Default(), func(yield func(assessment.Head, error) bool) {
			if walks++; walks == fails {
				yield(assessment.Head{}, broken)
				return
			}
			yield(assessment.Head{ID: fmt.Sprint(walks)}, nil)
		}, 80)
		if !errors.Is(err, broken) {
			t.Errorf("a failure in walk %d returned %v", fails, err)
		}
	}
}

func TestAWholeListCutsNothing(t *testing.T) {
	long := strings.Repeat("Very long name ", 7)
	head := assessment.Head{ID: "01a205ac-386c-7a86-947e-80181d2fd293", Business: long, Use: "=SUM(A1) " + strings.Repeat("for all of them ", 15), Created: today, Changed: today, Standing: assessment.Standing{Answered: 24, Total: 24, Stage: assessment.Pilot}}
	if line := listed(t, Whole, head)[1]; !strings.Contains(line, strings.TrimSpace(long)) || !strings.Contains(line, strings.TrimSpace(head.Use)) || strings.Contains(line, "…") {
		t.Errorf("it is cut: %s", line)
	}
	if line := listed(t, 80, head)[1]; !strings.Contains(line, "…") {
		t.Errorf("a terminal's is not: %s", line)
	}
}

func TestAListForASpreadsheetHasNoFormula(t *testing.T) {
	head := assessment.Head{ID: "01a2", Business: "=cmd|' /C calc'!A0", Use: "+1\x1b[31m\u202e, \"so\"", Created: today, Changed: today, Standing: assessment.Standing{Answered: 24, Total: 24, Stage: assessment.Pilot, Due: "2026-12-04"}}
	var out bytes.Buffer
	head.Labels = assessment.Labels{Tags: "food retail", Visit: "2026-12-08"}
	head.Standing.Days = "2026-11-01 2026-11-20 2026-12-04"
	set := assessment.Default()
	walk := func(yield func(assessment.PracticeRow, error) bool) {
		row := assessment.PracticeRows(set, []assessment.Head{head}, today)[0]
		if !yield(row, nil) {
			return
		}
		row.Levels = make([]assessment.Level, len(set.Items))
		row.Levels[1], row.Levels[13] = assessment.InPlace, assessment.NA
		yield(row, nil)
	}
	if err := ListCSV(&out, set, walk); err != nil {
		t.Fatal(err)
	}
	known := "\"01a2\",\"'=cmd|' /C calc'!A0\",\"'+1, \"\"so\"\"\",\"24\",\"24\",\"pilot\",\"yes\",\"2026-11-22\",\"2026-11-22\",\"2026-12-04\",\"food retail\",\"2026-11-22\",\"2026-12-08\",\"2\""
	want := "\uFEFF\"Session\",\"Business\",\"Use of AI\",\"Answered\",\"Questions\",\"Ready for\",\"Final\",\"Begun\",\"Changed\",\"Next due\",\"Tags\",\"Last visit\",\"Next visit\",\"Overdue\"," +
		"\"Sources agreed\",\"Powers listed\",\"Logins\",\"Only what it needs\",\"Records kept\",\"Off switch\",\"Upkeep\",\"Clear job\",\"Named owner\",\"Limits known\",\"Review rules\",\"Risks reviewed\",\"Feedback\",\"Pause or grow\"\r\n" +
		known + strings.Repeat(",\"\"", 14) + "\r\n" +
		known + ",\"not answered\",\"in place\"" + strings.Repeat(",\"not answered\"", 11) + ",\"does not apply\"\r\n"
	if out.String() != want {
		t.Errorf("got\n%q, want\n%q", out.String(), want)
	}
	out.Reset()
	due := []assessment.DueSession{{Head: head, Due: []assessment.DueStep{{Title: "-Ask Dev", Owner: "@Dev", Due: "2026-11-20"}}}}
	if err := OverdueCSV(&out, assessment.Default(), due); err != nil || strings.Count(out.String(), "\r\n") != 2 || !strings.Contains(out.String(), `"'-Ask Dev","'@Dev","2026-11-20"`) {
		t.Errorf("what is overdue is\n%s (%v)", out.String(), err)
	}
}
