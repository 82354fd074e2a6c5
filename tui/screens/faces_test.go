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
		steps := rapid.SliceOfN(rapid.SampledFrom([]string{"1", "2", "3", "4", "1 s", "2 t", "4 s", "enter", "next", "back", "seen", "told", "note", "owner"}), 1, 60).Draw(r, "steps")
		both := bothFaces{said: map[int]assessment.Level{}, owned: map[int]bool{}}
		for _, step := range steps {
			both.take(r, step)
		}
		keys, lines := both.keys, both.lines
		screens, talk := &memory{Sessions: []*assessment.Session{bakery(0)}}, &memory{Sessions: []*assessment.Session{bakery(0)}}
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

// bothFaces turns one way through the questions into the keys and the lines for it.
type bothFaces struct {
	keys, lines []string
	position    int
	said        map[int]assessment.Level
	owned       map[int]bool
	// asked is true from an answer on of which it is asked how it is known, until one goes on.
	asked bool
}

// lastAsked is where the walk ends: the review behind it is a page of its own in both.
const lastAsked = 12

func (b *bothFaces) add(keys, lines []string) {
	b.keys, b.lines = append(b.keys, keys...), append(b.lines, lines...)
}

// goOn leaves an answer for the next question. A name that belongs to it is asked for, and left
// open.
func (b *bothFaces) goOn(fresh bool) {
	named := assessment.NewFlow(assessment.Default(), bakery(0)).At(b.position).ID
	if fresh && (named == "owner-named" || named == "upkeep-owner") && b.said[b.position] == assessment.InPlace && !b.owned[b.position] {
		b.add([]string{"enter"}, []string{""})
	}
	b.asked = false
	b.position++
}

func (b *bothFaces) take(r *rapid.T, step string) {
	level, fresh := b.said[b.position], b.asked
	b.asked = fresh && (step == "note" || step == "owner")
	switch step {
	case "next":
		if b.position < lastAsked {
			b.add([]string{"right"}, []string{"next"})
			b.position++
		}
	case "enter": // goes on from an answer, and does nothing else
		switch {
		case level == assessment.Unanswered:
			b.add([]string{"enter"}, []string{""})
		case b.position < lastAsked:
			b.add([]string{"enter"}, []string{""})
			b.goOn(fresh)
		}
	case "seen", "told": // the same, where it is asked
		switch {
		case !level.IsKnown():
			b.add([]string{step[:1]}, []string{step[:1]})
		case b.position < lastAsked:
			b.add([]string{step[:1]}, []string{step[:1]})
			b.goOn(true)
		}
	case "back":
		b.position = max(0, b.position-1)
		b.add([]string{"left"}, []string{"b"})
	case "note": // a second one would go behind the first on the screens
		if !slices.Contains(b.keys, "n") {
			b.add([]string{"n", "Ask", "esc"}, []string{"n", "Ask", "."})
		}
	case "owner": // the same for the fields of the form
		if !slices.Contains(b.keys, "o") {
			b.owner(r)
		}
	default:
		b.answer(step)
	}
}

// answer gives an answer, and goes on where nothing is left to say about it.
func (b *bothFaces) answer(step string) {
	options := assessment.NewFlow(assessment.Default(), bakery(0)).At(b.position).Options(&assessment.Default().Words)
	level := options[int(step[0]-'1')].Level
	number, known, _ := strings.Cut(step, " ")
	leaves := known != "" || !level.IsKnown()
	if leaves && b.position == lastAsked {
		return
	}
	b.said[b.position], b.asked = level, !leaves
	switch {
	case !level.IsKnown():
		b.add([]string{number}, []string{step})
	case known != "":
		b.add([]string{number, known}, []string{step})
	default:
		b.add([]string{number}, []string{number})
	}
	if leaves {
		b.goOn(level.IsKnown())
	}
}

func (b *bothFaces) owner(r *rapid.T) {
	b.owned[b.position] = true
	due := rapid.SampledFrom([]string{"2026-12-04", "friday", "4.12.", "yesterday", "30.2."}).Draw(r, "due")
	b.add([]string{"o", "Dev", "enter", due, "enter"}, []string{"o", "Dev", due})
	switch due {
	case "yesterday": // it has passed, and is entered once more
		b.add([]string{"enter"}, []string{due})
	case "30.2.": // there is none
		b.add([]string{"backspace", "backspace", "backspace", "backspace", "backspace", "today", "enter"}, []string{"today"})
	}
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
