package plain

import (
	"errors"

	"readycheck/assessment"
)

// What leads out of a prompt for a value: errBack to where it was asked for, errHome home.
var (
	errBack = errors.New("back")
	errHome = errors.New("home")
)

// value asks for a value. ? explains and asks again; b, h and q lead out, and are never one.
func (t *talk) value(prompt, help string) (string, error) {
	for {
		line, err := t.ask(prompt)
		switch {
		case err != nil:
			return line, err
		case line == "?":
			t.say("%s", help)
			t.say("b goes back and saves nothing, h goes home, q ends.")
		case is(line, "b", "back"):
			return "", errBack
		case is(line, "h", "home"):
			return "", errHome
		case is(line, "q", "quit"):
			return "", errEnd
		default:
			return line, nil
		}
	}
}

// explainKnown says what can be said of how something is known.
func (t *talk) explainKnown() {
	t.say("Type s if you have seen it with your own eyes.")
	t.say("Type t if someone told you. An empty line means neither.")
}

// savedFor begins the confirmation of what was saved for a step, by its title.
func savedFor(step *assessment.Step) string {
	if step == nil {
		return "Saved"
	}
	return "Saved for " + stepTitle(step)
}

// pick asks for a number from 1 to most, and again where a line is none; 0 is an empty line.
func (t *talk) pick(prompt string, most int) (int, error) {
	for {
		line, err := t.ask(prompt)
		if err != nil || line == "" || is(line, "b", "back") {
			return 0, err
		}
		switch n := number(line, most); {
		case n > 0:
			return n, nil
		case is(line, "h", "home"):
			return 0, errHome
		case is(line, "q", "quit"):
			return 0, errEnd
		}
		t.say("%s is not one of the numbers from 1 to %d.", assessment.Quoted(clean(line)), most)
	}
}
