package screens

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"readycheck/assessment"
	"readycheck/tui/interview"
	"readycheck/tui/plain"
)

// A baker's journey: from the first start to the papers on the desk, and a month later through
// what was planned, until the stage has moved. Both faces leave the same.

// missing are the questions that the baker has to say no to at first.
var missing = []string{"off-switch", "pause-rules", "requests-kept"}

// bakerSetup is what she says at the start, in keys and in lines.
var bakerSetup = struct {
	keys  []string
	lines []string
}{
	[]string{"'Rosa's Bakery", "enter", "'It drafts replies to cake orders", "enter", "enter", "1", "3", "3 enter", "1 2 enter", "2 enter", "3 enter", "1"},
	[]string{"Rosa's Bakery", "It drafts replies to cake orders", "", "1", "3", "3", "1 2", "2", "3", "1"},
}

// bakerAnswers are her answers: no to what is missing, and for the rest what she has seen. Who
// looks after something is named.
func bakerAnswers() (keys, lines []string) {
	session := &assessment.Session{Setup: bakery(0).Setup}
	flow := assessment.NewFlow(assessment.Default(), session)
	for i := range flow.Len() {
		q := flow.At(i)
		rows := q.Options(&assessment.Default().Words)
		row := 1 + slices.IndexFunc(rows, func(c assessment.Choice) bool {
			return c.Level == assessment.No || c.Level == assessment.InPlace && !slices.Contains(missing, q.ID)
		})
		if slices.Contains(missing, q.ID) {
			keys, lines = append(keys, fmt.Sprint(row)), append(lines, fmt.Sprint(row))
			continue
		}
		keys, lines = append(keys, fmt.Sprint(row)+" s"), append(lines, fmt.Sprint(row)+" s")
		if q.ID == "owner-named" || q.ID == "upkeep-owner" {
			keys, lines = append(keys, "'Ann", "enter"), append(lines, "Ann")
		}
	}
	return keys, lines
}

// pressed presses keys; what stands behind a quotation mark is typed as it is.
func (d *driver) pressed(keys ...string) (presses int) {
	for _, k := range keys {
		if text, typed := strings.CutPrefix(k, "'"); typed {
			d.typed(text)
			presses += len(text)
			continue
		}
		d.press(k)
		presses += len(strings.Fields(k))
	}
	return presses
}

func TestABakersJourneyOnBothFaces(t *testing.T) {
	monthLater := noon.AddDate(0, 0, 31)
	answerKeys, answerLines := bakerAnswers()
	screens, talk := &memory{}, &memory{}
	papers := map[string]int{}
	at := func(face string, now time.Time) func(*Options) {
		return func(o *Options) {
			o.Now = func() time.Time { return now }
			o.Papers = func(_ *assessment.Set, s *assessment.Session, format, _ string) (int, error) {
				papers[face+" "+format] = len(interview.New(assessment.Default(), s, o.Now).Papers())
				return papers[face+" "+format], nil
			}
		}
	}
	talked := func(now time.Time, lines []string) string {
		o := Options{Options: interview.Options{Store: talk, Set: assessment.Default}}
		at("talk", now)(&o)
		var said strings.Builder
		if err := plain.Run(strings.NewReader(strings.Join(lines, "\n")+"\n"), &said, o.Options); err != nil {
			t.Fatal(err)
		}
		return said.String()
	}
	same := func(when string) {
		t.Helper()
		if onScreens, inLines := leftIn(screens), leftIn(talk); !slices.Equal(onScreens, inLines) {
			t.Fatalf("%s: the screens have\n%s\nthe talk\n%s", when, strings.Join(onScreens, "\n"), strings.Join(inLines, "\n"))
		}
	}

	d := drive(t, screens, at("screens", noon))
	d.shows("Press enter to start")
	// A slow typist makes 2 keys a second: under a minute to the first question.
	if presses := d.pressed("enter") + d.pressed(bakerSetup.keys...); presses > 90 {
		t.Errorf("%d keys to the first question", presses)
	}
	d.shows("1 of 15")
	d.pressed(answerKeys...)
	d.pressed("f")
	sum := d.m.work.Summary
	began := sum.Stage
	d.shows("Do these first")
	d.pressed("2")
	for i := range missing {
		if step := d.m.work.Summary.Steps[i].Question; !slices.Contains(missing, step) {
			t.Fatalf("step %d is %s", i+1, step)
		}
		d.pressed("o", "'Ann", "enter", "'in 2 weeks", "enter", "down")
	}
	d.pressed("P", "enter", "enter", "enter")
	d.shows("papers are written to")
	d.pressed("esc", "esc")

	lines := slices.Concat([]string{"n"}, bakerSetup.lines, answerLines, []string{"f"})
	for i := range missing {
		lines = append(lines, fmt.Sprintf("o %d", i+1), "Ann", "in 2 weeks")
	}
	said := talked(noon, append(lines, "papers", "w", "1", "", "b", "h", "q"))
	same("on the first day")
	if papers["screens html"] == 0 || papers["screens html"] != papers["talk html"] {
		t.Errorf("papers: %v\n%s", papers, said)
	}

	d = drive(t, screens, at("screens", monthLater))
	d.shows("Rosa's Bakery", "overdue")
	d.pressed("enter")
	for range missing {
		d.shows("Done?")
		d.pressed("y", "1", "s")
	}
	d.shows("That was all", "is reached.")
	d.pressed("enter")
	if now := d.m.work.Summary.Stage; now <= began {
		t.Errorf("she is at %s, and was at %s", now, began)
	}
	if done := d.m.work.Plan().Done; len(done) != len(missing) {
		t.Errorf("done: %+v", done)
	}
	said = talked(monthLater, []string{"1", "y", "1 s", "y", "1 s", "y", "1 s", "q"})
	same("a month later")
	for _, piece := range []string{"overdue", "is reached."} {
		if !strings.Contains(said, piece) {
			t.Errorf("the talk does not say %q:\n%s", piece, said)
		}
	}
}
