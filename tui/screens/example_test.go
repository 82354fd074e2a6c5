package screens

import (
	"encoding/json"
	"strings"
	"testing"

	"charm.land/bubbles/v2/key"
)

// exampleScreens are all screens of the example that take letters as keys.
var exampleScreens = []string{
	"x", "x 2 down", "x 2 enter", "x 3", "x 4", "x 5", "x w", "x b", "x b down", "x b right", "x v", "x v down", "x b ?",
}

// On every screen of the example, no key changes anything, and one that would is shown as off
// and says why.
func TestNoKeyChangesTheExample(t *testing.T) {
	pressed := strings.Split("a b c d e f g l n o r s t u v y 1 2 4 enter space ctrl+s", " ")
	told := map[string]bool{}
	for _, at := range exampleScreens {
		for _, name := range pressed {
			d := drive(t, &memory{}, nil)
			d.press(at)
			before, err := json.Marshal(d.m.work.Session)
			if err != nil {
				t.Fatal(err)
			}
			front := d.m.front()
			isOff := false
			for _, off := range d.m.off(front) {
				isOff = isOff || off.why == exampleNotice && key.Matches(keyNamed(name), off.Binding)
			}
			d.press(name)
			after, err := json.Marshal(d.m.work.Session)
			if err != nil {
				t.Fatal(err)
			}
			if string(before) != string(after) || d.store.Saves != 0 || d.store.Writes != 0 || len(d.store.Sessions) != 0 || d.export != "" {
				t.Errorf("%s, then %s: something changed", at, name)
			}
			said := d.m.notice == exampleNotice
			if said != isOff {
				t.Errorf("%s, then %s: refused %v, shown as off %v", at, name, said, isOff)
			}
			if isOff && d.m.front() != front {
				t.Errorf("%s, then %s: a key that is off does something:\n%s", at, name, d.text())
			}
			if form, ok := d.m.front().(typing); ok {
				t.Errorf("%s, then %s: opens %T", at, name, form)
			}
			told[name] = told[name] || isOff
		}
	}
	for _, name := range strings.Fields("a o n u s t e 1 enter space") {
		if !told[name] {
			t.Errorf("the control: %s is off nowhere", name)
		}
	}
}

// ? says of each key that is off in the example that it is, and why.
func TestHelpSaysWhatIsOffInTheExample(t *testing.T) {
	for at, want := range map[string][]string{
		"x 2":      {"who sees to it, and by when", "it is done: say what is so now", "what you said about this use", "write a report or the answers to a file"},
		"x b":      {"choose, and save", "a note", "who sees to it, and by when", "what you said about this use"},
		"x v":      {"what you said about this use"},
		"x b down": {"take the one under the cursor, and go on"},
	} {
		d := drive(t, &memory{}, nil)
		d.press(at)
		help, ok := newHelpPage(d.m.screen, nil, d.m.off(d.m.screen), nil).(*readScreen)
		if !ok {
			t.Fatal("no help")
		}
		text := strings.Join(help.draw(d.m.styles, 400), "\n")
		for _, does := range want {
			if !strings.Contains(text, does+": not now. This is an example") {
				t.Errorf("%s: ? does not say that this is off: %s\n%s", at, does, text)
			}
		}
	}
}
