package screens

import (
	"strings"
	"testing"

	"readycheck/assessment"
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
		{"undo without a delete", one(bakery(5)), "", "u", "Nothing was deleted since you started the program."},
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
