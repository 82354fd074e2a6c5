package screens

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

func TestAKeyThatIsOffSaysWhy(t *testing.T) {
	one := func(session *assessment.Session) *memory { return &memory{Sessions: []*assessment.Session{session}} }
	for _, c := range []struct {
		name  string
		store *memory
		keys  string
		press string
		says  string
	}{
		{"compare on an empty Home", &memory{}, "", "c", "There is no session yet. enter starts one."},
		{"compare with one session", one(bakery(5)), "", "c", "There is only one session, and nothing to compare it with."},
		{"undo without a delete", one(bakery(5)), "", "u", "Nothing deleted is left to bring back."},
		{"delete when nothing fits", one(bakery(5)), "/ zzz enter", "d", "Nothing fits the filter."},
		{"known before an answer", one(bakery(5)), "enter", "s", "Choose an answer first, then say how you know."},
		{"back on the first question", one(bakery(0)), "enter", "left", "This is the first question."},
		{"undo of no change", one(bakery(5)), "enter", "u", "Nothing was changed since you opened this session."},
		{"done away from the steps", one(bakery(5)), "enter v f", "d", "Open the plan with 2, and choose a step there."},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := drive(t, c.store, nil)
			d.press(c.keys)
			saves := c.store.Saves
			d.press(c.press)
			d.shows(c.says)
			if c.store.Saves != saves {
				t.Error("a key that is off saved something")
			}
			// ? says the same beside the key, and only there: the notice is gone.
			d.press("?")
			for range 200 {
				if strings.Contains(strings.Join(strings.Fields(d.text()), " "), "not now. "+c.says) {
					return
				}
				d.press("down")
			}
			t.Errorf("? does not say %q:\n%s", c.says, d.text())
		})
	}
}

func TestNoNoticeOfAKeyWhileItIsText(t *testing.T) {
	d := drive(t, &memory{Sessions: []*assessment.Session{bakery(5)}}, nil)
	d.press("/ cuk")
	d.shows("Filter: cuk")
	d.hides("only one session")
}

func TestHintsDisappear(t *testing.T) {
	store := &memory{Sessions: []*assessment.Session{bakery(0)}}
	d := drive(t, store, nil)
	d.shows("enter goes on where you stopped.")
	d.press("enter")
	const answer = "A number answers. Then s, t or enter"
	d.shows(answer)
	d.press("1")
	d.hides(answer)
	d.press("v f")
	const turn = "enter shows the plan, tab the other pages."
	d.shows(turn)
	d.press("tab shift+tab")
	d.hides(turn)

	other := bakery(0)
	other.ID = "other"
	store = &memory{Sessions: []*assessment.Session{bakery(0), other}}
	d = drive(t, store, nil)
	d.hides("enter goes on where you stopped.")
	d.press("enter")
	d.hides(answer)
}

// ? says first what a screen is for and then its keys, on every screen and page; where ? is text,
// F1 does.
func TestHelpSaysFirstWhatAScreenIsFor(t *testing.T) {
	for way, says := range map[string]string{
		"":                             "All your sessions.",
		"n":                            "These are the questions about your use of AI.",
		"n Rosa enter Use enter enter": "These are the questions about your use of AI.",
		"e":                            "Choose one by its number.",
		"d":                            "This is asked before something that is not easily taken back.",
		"enter b":                      "Why it matters",
		"enter b n":                    "Your own words beside an answer",
		"enter b o":                    "What you type here is kept",
		"enter b g":                    "All questions, with your answers.",
		"enter b a":                    "All that you said about this use of AI.",
		"enter b a 1":                  "These are the questions about your use of AI.",
		"enter v":                      "What is worth another look",
		"enter":                        "Where you stand with this use of AI",
	} {
		d := drive(t, &memory{Sessions: []*assessment.Session{bakery(15)}}, nil)
		d.press(way)
		before := d.text()
		d.press("f1")
		d.shows(says)
		if text := d.text(); strings.Index(text, strings.Fields(says)[0]) > strings.Index(text, "ctrl+c") && strings.Contains(text, "ctrl+c") {
			t.Errorf("%q: the keys come first:\n%s", way, text)
		}
		d.press("esc")
		if d.text() != before {
			t.Errorf("%q: not back where one was:\n%s\nwas\n%s", way, d.text(), before)
		}
		if !d.m.front().capturesText() {
			d.press("?")
			d.shows(says)
		}
	}
}

// Every screen has a word for what it is for.
func TestEveryScreenIsForSomething(t *testing.T) {
	w := &work{Work: interview.New(assessment.Default(), bakery(15), func() time.Time { return noon })}
	hall := newHall()
	for _, s := range []screen{
		newHome(&Options{}), newSetup(w.Set, w.Session, w), newChange(w, 3), newAbout(w, ""), newJump(w), newReview(w), newSummary(w),
		newCompare(w.Set, w.Session, w.Session), newNote("", w.Flow.At(0), assessment.Answer{}, 100), newConfirm("", "", nil),
		newRoom(hall, w), newReveal(w, hall.View()), newSpread(w, hall.View(), "own-login"), newOwnerForm(w, "own-login", assessment.Answer{}),
		newExport("", ""), newWalk(w), newPapers(w), newLetters(w), newWhy(w), newDecision(w, w.Flow.At(0), hall.View()), newTime(), newRename(w, hall.view.People[0]),
		newMe(newBooth("Ali", 0).View()), &namelessJoin{}, newJoin(newBooth("", 0).View()), askAgain(w, "own-login", "", nil),
	} {
		if _, explains := s.(explaining); !explains && purpose(s) == "" {
			t.Errorf("%T is for nothing", s)
		}
	}
}

func TestAKeyThatDoesNothingSaysSo(t *testing.T) {
	for _, c := range []struct{ way, key, says string }{
		{"", "z", "z does nothing here. ? shows what does."},
		{"", "esc", "This is home. q quits."},
		{"enter b", "z", "z does nothing here. ? shows what does."},
		{"enter b", "9", "9 does nothing here. ? shows what does."},
		{"enter", "z", "z does nothing here."},
		{"enter v", "z", "z does nothing here."},
		{"enter b a", "z", "z does nothing here."},
		{"d", "z", "z does nothing here."},
		{"e", "z", "z does nothing here."},
	} {
		d := drive(t, &memory{Sessions: []*assessment.Session{bakery(15)}}, nil)
		d.press(c.way)
		d.press(c.key)
		d.shows(c.says)
		d.press("down")
		d.hides("does nothing")
	}
	// What does something, moves, is text, or means nothing by itself says nothing.
	for _, c := range []struct{ way, keys string }{
		{"", "up"}, {"enter b", "3"}, {"enter b", "s"}, {"enter b n", "z"}, {"enter b g", "z"}, {"enter", "up"}, {"enter", "4"}, {"enter b", "down"},
	} {
		d := drive(t, &memory{Sessions: []*assessment.Session{bakery(15)}}, nil)
		d.press(c.way)
		d.press(c.keys)
		d.hides("does nothing")
	}
	d := drive(t, &memory{Sessions: []*assessment.Session{bakery(15)}}, nil)
	for _, msg := range []tea.Msg{tea.KeyPressMsg{Code: tea.KeyLeftShift}, tea.KeyPressMsg{Code: tea.KeyCapsLock}, tea.KeyReleaseMsg{Code: 'z', Text: "z"}, tea.MouseClickMsg{X: 1, Y: 1, Button: tea.MouseLeft}} {
		d.send(msg)
		d.hides("does nothing")
	}
}
