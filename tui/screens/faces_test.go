package screens

import (
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"readycheck/assessment"
	"readycheck/tui/interview"
	"readycheck/tui/plain"
)

// The screens and the talk are two faces of one interview: the same answers give the same
// session, but for ids and times.
func TestBothFacesLeaveTheSameSession(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		steps := rapid.SliceOfN(rapid.SampledFrom([]string{"1", "2", "3", "4", "enter", "next", "back", "seen", "told", "note", "owner"}), 1, 60).Draw(r, "steps")
		var keys, lines []string
		position := 0
		alone := func() *assessment.Session { // whom nobody asks for a name
			session := bakery(0)
			session.Setup.Audience = []string{"me"}
			return session
		}
		flow, said := assessment.NewFlow(assessment.Default(), alone()), map[int]assessment.Level{}
		for _, step := range steps {
			switch step {
			case "next": // the review is a page of its own in both
				if position == 12 {
					continue
				}
				position++
				keys, lines = append(keys, "right"), append(lines, "next")
			case "enter": // goes on from an answer, and does nothing else
				if said[position] != assessment.Unanswered && position == 12 {
					continue
				}
				if said[position] != assessment.Unanswered {
					position++
				}
				keys, lines = append(keys, "enter"), append(lines, "")
			case "seen", "told": // the same, where it is asked
				if said[position].IsKnown() && position == 12 {
					continue
				}
				if said[position].IsKnown() {
					position++
				}
				keys, lines = append(keys, step[:1]), append(lines, step[:1])
			case "back":
				position = max(0, position-1)
				keys, lines = append(keys, "left"), append(lines, "b")
			case "note": // a second one would go behind the first on the screens
				if slices.Contains(keys, "n") {
					continue
				}
				keys, lines = append(keys, "n", "Ask", "esc"), append(lines, "n", "Ask", ".")
			case "owner": // the same for the fields of the form
				if slices.Contains(keys, "o") {
					continue
				}
				due := rapid.SampledFrom([]string{"2026-12-04", "friday", "4.12.", "yesterday", "30.2."}).Draw(r, "due")
				keys, lines = append(keys, "o", "Dev", "enter", due, "enter"), append(lines, "o", "Dev", due)
				switch due {
				case "yesterday": // it has passed, and is entered once more
					keys, lines = append(keys, "enter"), append(lines, due)
				case "30.2.": // there is none
					keys = append(keys, "backspace", "backspace", "backspace", "backspace", "backspace", "today", "enter")
					lines = append(lines, "today")
				}
			default:
				options := flow.At(position).Options(&assessment.Default().Words)
				level := options[int(step[0]-'1')].Level
				if !level.IsKnown() && position == 12 {
					continue
				}
				said[position] = level
				keys, lines = append(keys, step), append(lines, step)
				if !level.IsKnown() { // nothing more is asked
					position++
					lines = append(lines, "")
				}
			}
		}
		screens, talk := &memory{Sessions: []*assessment.Session{alone()}}, &memory{Sessions: []*assessment.Session{alone()}}
		drive(t, screens, nil).press(strings.Join(append([]string{"enter"}, keys...), " "))
		if err := plain.Run(strings.NewReader("1\n"+strings.Join(lines, "\n")+"\n"), io.Discard, interview.Options{Store: talk, Set: assessment.Default, Now: func() time.Time { return noon }}); err != nil {
			r.Fatal(err)
		}
		a, b := screens.Sessions[0], talk.Sessions[0]
		for i := range assessment.Default().Questions {
			id := assessment.Default().Questions[i].ID
			x, y := a.Answers[id], b.Answers[id]
			x.At, y.At = time.Time{}, time.Time{}
			if x != y {
				r.Fatalf("%s: the screens have %+v, the talk %+v\n%v", id, x, y, steps)
			}
		}
	})
}

// killed is an input whose end ends the program, as a closed window does.
type killed struct{}

func (killed) Read([]byte) (int, error) { panic(killed{}) }

// What was typed in the talk stands in the form of the screens.
func TestTheScreensHaveTheLinesOfTheTalk(t *testing.T) {
	store := &memory{Sessions: []*assessment.Session{bakery(5)}}
	func() {
		defer func() { _ = recover().(killed) }()
		in := io.MultiReader(strings.NewReader("1\nn\nQuokka\n"), killed{})
		_ = plain.Run(in, io.Discard, interview.Options{Store: store, Set: assessment.Default, Now: func() time.Time { return noon }})
	}()
	d := drive(t, store, func(o *Options) { o.Start, o.Session = interview.StartSession, "bakery" })
	d.press("n")
	d.shows("Quokka", interview.HadTyped)
}
