package assessment

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// A mend is a fault that is put into a sound set, and what takes it out again.
type mend struct {
	sound, broken string
	// said is what must be said of it, with its line and column in the broken set.
	said string
}

// Faults of all kinds in one set are named in one go, each with its place and with what was
// expected. Who mends what was named is done: nothing comes up afterwards.
func TestFaultsComeInOneWave(t *testing.T) {
	sound, err := os.ReadFile("testdata/sets/werkstatt.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text := string(sound)
	mends := []mend{
		{"id: werkstatt", "id: unsere werkstatt", "other signs than letters"},
		{"language: de", "language: deutsch", "not the code of a language"},
		{"  business: {title: \"Wie heißt der Betrieb?\"", "  business: {titel: \"Wie heißt der Betrieb?\"", "unknown field \"titel\""},
		{"customer-replies: Antworten an Kunden, ", "", "options has no \"customer-replies\""},
		{"  levels: {unanswered: offen, no: nein", "  levels: {unanswered: offen, no: []", "\"no\" is not a text"},
		{"  not_sure: Weiß ich nicht\n", "", "words has no \"not_sure\""},
		{"lens: deployment, title: Eine", "lens: people, title: Eine", "\"lens\" is \"people\""},
		{"pilot: partly, limited: in_place, broad: in_place seen", "pilot: partly, limited: in place, broad: in_place seen", "the need is \"in place\""},
		{"short: Liste, needs: {experiment: partly, pilot: in_place}", "short: Liste, needs: {trial: partly, pilot: in_place}", "unknown field \"trial\""},
		{"    section: zugang\n    item: A1", "    section: zugänge\n    item: A1", "no section \"zugänge\""},
		{"    item: A1\n", "    item: A7\n", "there is no item \"A7\""},
		{"      - {level: partly, text: Einer von uns weiß es auswendig.}", "      - {level: halb, text: Einer von uns weiß es auswendig.}", "\"level\" is \"halb\""},
		{"    why: Was niemand aufschreibt, fällt niemandem auf.\n", "", "has no \"why\""},
		{"effort: hour, who: der Meister, done: Die Liste hängt.", "effort: minute, who: der Meister, done: Die Liste hängt.", "\"effort\" is \"minute\""},
		{"answers: {ausschalter: [in_place, partly]}", "answers: {ausschalter: [na]}", "can never be asked: no answer to \"ausschalter\""},
		{"    good: Gestern ist gesichert.", "    good: &gut Gestern ist gesichert.", "an anchor (&) stands here"},
		{"  - id: person\n", "  - id: ausschalter\n", "the question \"ausschalter\" stands in"},
		{"    depth: quick\n    allow_na: true", "    depth: schnell\n    allow_na: true", "\"depth\" is \"schnell\""},
		{"stage: pilot, items: [A2], need: in_place, why", "stage: pilot, items: [A9], need: in_place, why", "there is no item \"A9\""},
		{"when: {unnamed: [person]}, text", "when: {unnamed: person}, text", "\"unnamed\" is not a list"},
		{"broad: breiter Einsatz}", "broad: \"\"}", "\"broad\" is empty"},
		{"    - {when: {stage: [experiment]}, text: Ihr dürft es ausprobieren.}", "    - {text: Ihr dürft es ausprobieren.}", "always fits, so those after it are never said"},
		{"  pattern: [{text: Beide Seiten ansehen.}]", "  pattern: [{when: {pattern: [in_step]}, text: Beide Seiten ansehen.}]", "the last phrase of \"pattern\" has a condition"},
		{"  limits: Allgemeine", "  grenzen: Allgemeine", "unknown field \"grenzen\""},
		{"text: Was die KI lesen und tun darf.}", "txt: Was die KI lesen und tun darf.}", "a glossary entry has an unknown field \"txt\""},
	}
	// Each alone: it is named at its place, and may bring others with it.
	for _, m := range mends {
		if strings.Count(text, m.sound) != 1 {
			t.Fatalf("%q stands %d times in the set", m.sound, strings.Count(text, m.sound))
		}
		isNamed(t, strings.Replace(text, m.sound, m.broken, 1), m)
	}
	// All at once: none hides another one.
	broken := text
	for _, m := range mends {
		broken = strings.Replace(broken, m.sound, m.broken, 1)
	}
	for _, m := range mends {
		isNamed(t, broken, m)
	}
	if _, err := Load("own.yaml", sound); err != nil {
		t.Error(err)
	}
	// Mended one by one, from whichever end: what is said gets less and never other.
	for _, backwards := range []bool{false, true} {
		text, order := broken, slices.Clone(mends)
		if backwards {
			slices.Reverse(order)
		}
		before := problems(text)
		for _, m := range order {
			if m.broken == "" {
				continue // taken out, it has no place of its own to be put back by a word
			}
			text = strings.Replace(text, m.broken, m.sound, 1)
			now := problems(text)
			for problem := range now {
				if !before[problem] {
					t.Errorf("once %q was mended, it says for the first time: %s", m.said, problem)
				}
			}
			before = now
		}
	}
}

// isNamed looks for a fault with its place, and with what was expected.
func isNamed(t *testing.T, text string, m mend) {
	t.Helper()
	_, err := Load("own.yaml", []byte(text))
	faults, _ := err.(Faults)
	for _, f := range faults {
		if strings.Contains(f.Problem, m.said) {
			if f.Line == 0 || f.Column == 0 || f.File != "own.yaml" || f.Expected == "" {
				t.Errorf("%s is named without its place", f)
			}
			return
		}
	}
	t.Errorf("not named: %s\n%v", m.said, err)
}

// problems are what is said of a set, without the lines, which move.
func problems(text string) map[string]bool {
	_, err := Load("own.yaml", []byte(text))
	faults, _ := err.(Faults)
	said := map[string]bool{}
	for _, f := range faults {
		problem, _, _ := strings.Cut(f.Problem, " stands in own.yaml line")
		said[problem] = true
	}
	return said
}

// What no file for people needs is named among the rest, and hides nothing.
func TestWhatIsNotPlainHidesNothing(t *testing.T) {
	for name, c := range map[string]struct{ data, want string }{
		"an anchor":     {"id: &a x\n", "1:5: an anchor"},
		"an alias":      {"id: &a x\ntitle: *a\n", "2:8: an alias"},
		"a merge":       {"id: x\n<<: {title: T}\n", "2:1: a merge"},
		"a tag":         {"id: !!str x\n", "1:5: a tag"},
		"two documents": {"id: x\n---\nid: b\n", "2:1: a second document"},
		"too deep":      {"id: x\ntitle: " + strings.Repeat("[", 40) + strings.Repeat("]", 40), "nested too deep"},
		"twice":         {"id: x\nquestions: []\nquestions: [{id: q, weight: heavy}]\n", "3:1: the file has the field \"questions\" twice"},
	} {
		_, err := Load("set.yaml", []byte(c.data+"\ncaps: {quick: never}\n"))
		if name == "two documents" {
			_, err = Load("set.yaml", []byte("caps: {quick: never}\n"+c.data))
			c.want = "3:1: a second document"
		}
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "\"quick\" is \"never\"") {
			t.Errorf("%s: %v", name, err)
		}
		if name == "twice" && !strings.Contains(err.Error(), "\"weight\" is \"heavy\"") {
			t.Errorf("the second list was not read: %v", err)
		}
		if name == "an alias" && strings.Contains(err.Error(), "\"title\" is not a text") || strings.Contains(err.Error(), "\"<<\"") {
			t.Errorf("%s: it is said twice: %v", name, err)
		}
	}
}

// A file that is no YAML says that it hides something, and so does what may stand in it.
func TestAFileThatIsNoYAMLSaysWhatItHides(t *testing.T) {
	_, err := LoadFS(fstest.MapFS{
		"a.yaml": {Data: []byte("id: a\nversion: 1\nquestions: [{id: q, section: one, item: I1, weight: heavy}]\n")},
		"b.yaml": {Data: []byte("sections: [{id: one, title: One}\nitems: [}\n")},
	})
	for _, want := range []string{
		"b.yaml:", "all else in this file could not be looked at", "\"weight\" is \"heavy\"",
		"there is no section \"one\"; expected a section with this id in the set, if it does not stand in b.yaml, which could not be read",
		"the set has no \"items\"; expected it at the left edge of a file, if it does not stand in b.yaml",
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("not said: %s\n%v", want, err)
		}
	}
}

// What can never happen is named: it would be forgotten otherwise.
func TestWhatIsOutOfReach(t *testing.T) {
	sound, err := os.ReadFile("testdata/sets/werkstatt.yaml")
	if err != nil {
		t.Fatal(err)
	}
	const when = "when: {setup: {powers: [write, send, act, unknown]}, answers: {ausschalter: [in_place, partly]}}"
	for condition, want := range map[string]string{
		"when: {answers: {ausschalter: [in_place, na]}}":                   "",
		"when: {answers: {ausschalter: [unsure, unanswered]}}":             "",
		"when: {setup: {kind: [admin]}}":                                   "",
		"when: {setup: {kind: [admin]}, only: {kind: [marketing]}}":        "\"kind\" cannot be both",
		"when: {setup: {powers: [send]}, only: {powers: [read, draft]}}":   "\"powers\" cannot be both",
		"when: {setup: {depth: [quick]}}":                                  "it is no part of a quick check",
		"when: {answers: {ausschalter: [na]}}":                             "no answer to \"ausschalter\" has such a level",
		"when: [{setup: {kind: [admin]}}, {answers: {ausschalter: [na]}}]": "no answer to \"ausschalter\" has such a level",
		"when: {answers: {pruefen: [in_place]}}":                           "which is asked later",
		"when: {answers: {rueckgaengig: [in_place]}}":                      "which is asked later",
	} {
		text := strings.Replace(string(sound), when, condition, 1)
		_, err := Load("own.yaml", []byte(text))
		if got := fmt.Sprint(err); want == "" && err != nil || !strings.Contains(got, want) {
			t.Errorf("%s: %v", condition, err)
		}
	}
	// A question that waits for one which is never asked with it.
	text := strings.Replace(string(sound), when, "when: {setup: {kind: [admin]}, answers: {ausschalter: [no]}}", 1)
	text = strings.Replace(text, "    text: Könnt ihr die KI sofort", "    when: {setup: {kind: [marketing, other]}}\n    text: Könnt ihr die KI sofort", 1)
	if _, err := Load("own.yaml", []byte(text)); err == nil || !strings.Contains(err.Error(), "where it is, \"ausschalter\" is not") {
		t.Error(err)
	}
}
