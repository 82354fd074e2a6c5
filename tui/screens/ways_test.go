package screens

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"readycheck/assessment"
	"readycheck/tui/interview"
	"readycheck/tui/plain"
)

// way is one way through the program, in keys and in lines, from the same sessions.
type way struct {
	before      func() []*assessment.Session
	keys, lines string
}

// answered is a bakery that has answered all.
func answered() []*assessment.Session { return []*assessment.Session{bakery(15)} }

// overdue is one whose first three steps have come due.
func overdue() []*assessment.Session {
	session := bakery(15)
	steps := interview.New(assessment.Default(), session, func() time.Time { return noon }).Summary.Steps
	for i := range 3 {
		answer := session.Answers[steps[i].Question]
		answer.Due = fmt.Sprintf("2026-11-%d", 18+i)
		session.Answers[steps[i].Question] = answer
	}
	return []*assessment.Session{session}
}

// ways are lines with a bar between them; keys are pressed as press takes them.
var ways = map[string]way{
	"a step is done":            {answered, "enter 2 d 1 s", "1|d 1|1 s"},
	"a step is guessed done":    {answered, "enter 2 d 1 enter", "1|d 1|1|"},
	"a step is partly done":     {answered, "enter 2 down d 2 t", "1|d 2|2 t"},
	"a step is not done":        {answered, "enter 2 d 7", "1|d 1|7"},
	"a step is left":            {answered, "enter 2 d esc", "1|d 1|"},
	"steps are begun and wait":  {answered, "enter 2 i down i i down i i i", "1|i 1|i 2|i 2|i 3|i 3|i 3"},
	"a step is given to one":    {answered, "enter 2 o backspace backspace backspace backspace Eva enter friday enter", "1|o 1|Eva|friday"},
	"a step's question":         {answered, "enter 2 enter 1 s", "1|1||1 s"},
	"what if saves nothing":     {answered, "enter w tab n space esc", "1|w next|w 1"},
	"a paper is written":        {answered, "enter P d y", "1|papers|d 1|y"},
	"a paper is not written":    {answered, "enter P d n", "1|papers|d 1|n"},
	"coming back, done":         {overdue, "enter y 1 s enter enter", "1|y|1 s||"},
	"coming back, another day":  {overdue, "enter n in space 2 space weeks enter enter enter", "1|n|in 2 weeks||"},
	"coming back, day stays":    {overdue, "enter n enter enter enter", "1|n|||"},
	"coming back, left":         {overdue, "enter enter esc", "1||f"},
	"the review, one after one": {answered, "enter v enter 1 s 3 2 t", "1|v||1 s|3|2 t"},
	"a name that is missing":    {func() []*assessment.Session { return []*assessment.Session{bakery(8)} }, "enter 1 s Rosa enter 1 t enter 2 t", "1|1 s|Rosa|1 t||2 t"},
	"one line of the start":     {answered, "enter a 0 2 esc a 4 4 esc", "1|a|10|2||a|4|4|"},
	"the whole picture":         {answered, "enter F y", "1|full"},
	"an old answer again":       {func() []*assessment.Session { return twice().Sessions }, "enter v f", "1|v|f"},
	"a re-check, gap by gap":    {func() []*assessment.Session { return twice().Sessions }, "r y enter 1 s 2 t", "r 1||1 s|2 t"},
	"tags and a visit":          {func() []*assessment.Session { return manyClients(9).Sessions }, "p t retail space north enter friday enter", "p|l|t 1|retail north|friday"},
	"a client who lacks a line": {func() []*assessment.Session { return manyClients(9).Sessions }, "p / gap:off-switch enter enter down t space shops enter enter", "p|/gap:off-switch|6|t 2|retail shops|"},
	"a re-check of a client":    {func() []*assessment.Session { return manyClients(9).Sessions }, "p o o home down r y", "p|o|o|l|r 2"},
	"deleted and back":          {func() []*assessment.Session { return twice().Sessions }, "down d y u", "d 2|y|u"},
	"found without an accent": {func() []*assessment.Session {
		two := twice().Sessions
		two[0].Business = "Café Müller"
		return two
	}, "/ muller enter enter y 1 s", "/muller|1|y|1 s"},
}

// Every way leaves the same sessions on both faces.
func TestBothFacesGoTheSameWays(t *testing.T) {
	for name, w := range ways {
		t.Run(name, func(t *testing.T) {
			screens, talk := &memory{Sessions: w.before()}, &memory{Sessions: w.before()}
			began := leftIn(talk)
			d := drive(t, screens, nil)
			d.press(w.keys)
			var said strings.Builder
			o := interview.Options{Store: talk, Set: assessment.Default, Now: func() time.Time { return noon }}
			if err := plain.Run(strings.NewReader(strings.ReplaceAll(w.lines, "|", "\n")+"\n"), io.MultiWriter(&said), o); err != nil {
				t.Fatal(err)
			}
			if onScreens, inLines := leftIn(screens), leftIn(talk); !slices.Equal(onScreens, inLines) {
				t.Errorf("the screens have\n%s\nthe talk\n%s\nthe last screen is\n%s\nand the talk said\n%s", strings.Join(onScreens, "\n"), strings.Join(inLines, "\n"), d.text(), said.String())
			}
			if still := slices.Equal(began, leftIn(talk)); still != strings.Contains("a step is left, what if saves nothing, a paper is not written, coming back, left, coming back, day stays, an old answer again", name) && name != "deleted and back" {
				t.Errorf("it changed nothing, or it changed something: %v", !still)
			}
		})
	}
}

// leftIn is what a store holds, without times.
func leftIn(store *memory) []string {
	var out []string
	for _, s := range store.Sessions {
		var answers []string
		for id, a := range s.Answers {
			a.At = time.Time{}
			answers = append(answers, fmt.Sprintf("%s %+v", id, a))
		}
		slices.Sort(answers)
		out = append(out, fmt.Sprintf("%s %s %s %+v %+v %s", s.ID, s.Business, s.Use, s.Setup, s.Labels, strings.Join(answers, "; ")))
	}
	return out
}
