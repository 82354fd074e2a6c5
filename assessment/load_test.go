package assessment

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

var expectedFault = regexp.MustCompile(`# fault (\d+) ([^#]+)`)

// A set with many different faults: each is reported, with its line, its column and what
// is wrong, and nothing else is. What must be said stands in the file itself.
func TestEveryFaultOfASetIsReported(t *testing.T) {
	const file = "testdata/faults/thirty.yaml"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	type expectation struct {
		line, column int
		piece        string
	}
	var want []expectation
	for i, line := range strings.Split(string(data), "\n") {
		for _, m := range expectedFault.FindAllStringSubmatch(line, -1) {
			column, err := strconv.Atoi(m[1])
			if err != nil {
				t.Fatal(err)
			}
			want = append(want, expectation{i + 1, column, strings.TrimSpace(m[2])})
		}
	}
	if len(want) < 30 {
		t.Fatalf("the file has %d faults, want at least 30", len(want))
	}
	_, err = Load(file, data)
	faults, ok := err.(Faults)
	if !ok {
		t.Fatalf("got %v", err)
	}
	said := make([]bool, len(faults))
	for _, w := range want {
		found := false
		for i, f := range faults {
			if !said[i] && f.File == file && f.Line == w.line && f.Column == w.column && strings.Contains(f.Problem, w.piece) && f.Expected != "" {
				said[i], found = true, true
				break
			}
		}
		if !found {
			t.Errorf("not reported: %s:%d:%d: %s", file, w.line, w.column, w.piece)
		}
	}
	for i, f := range faults {
		if !said[i] {
			t.Errorf("reported, and not expected: %s", f)
		}
	}
}

// Faults that stop the reading come alone, since nothing after them can be trusted.
func TestFaultsThatStopTheReading(t *testing.T) {
	for name, c := range map[string]struct {
		data, want string
		line       int
	}{
		"empty":     {"", "the file is empty", 0},
		"not UTF-8": {"id: \xff", "not text in UTF-8", 0},
		"too large": {strings.Repeat("# x\n", 300_000), "bytes", 0},
		"a tab":     {"id: a\n\tb: c\n", "cannot be read here", 2},
		"a list":    {"- a\n- b\n", "is not a list of named fields", 1},
	} {
		_, err := Load("set.yaml", []byte(c.data))
		faults, ok := err.(Faults)
		if !ok || len(faults) == 0 || !strings.Contains(faults[0].Problem, c.want) || faults[0].Line != c.line {
			t.Errorf("%s: got %v, want %q in line %d", name, err, c.want, c.line)
		}
	}
}

func TestAFaultNamesItsFileOfSeveral(t *testing.T) {
	_, err := LoadFS(fstest.MapFS{
		"a.yaml": {Data: []byte("id: a\nversion: 1\ntitle: T\nsections: [{id: one, title: One}]\n")},
		"b.yaml": {Data: []byte("questions:\n  - nothing\n")},
	})
	if err == nil || !strings.Contains(err.Error(), "b.yaml:2:5: a question is not a list of named fields") {
		t.Errorf("got %v", err)
	}
}

// The files of a folder that come after the one with the language do not take it away.
func TestASetKeepsItsLanguage(t *testing.T) {
	if got := Default().Language; got != "en" {
		t.Errorf("the set in the program is in %q", got)
	}
	data, err := os.ReadFile("testdata/sets/werkstatt.yaml")
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := strings.Cut(string(data), "\nquestions:\n")
	if !ok {
		t.Fatal("the set has no questions")
	}
	set, err := LoadFS(fstest.MapFS{"a.yaml": {Data: []byte(head)}, "b.yaml": {Data: []byte("questions:\n" + rest)}})
	if err != nil {
		t.Fatal(err)
	}
	if set.Language != "de" {
		t.Errorf("the set is in %q", set.Language)
	}
}

func TestTheFormOfALanguage(t *testing.T) {
	for code, want := range map[string]bool{
		"es": true, "pt-BR": true, "gsw": true, "no": true, "zh-Hant-TW": true, "es-419": true, "de-CH-1996": true, "sr-Latn-RS": true, "en-x-plain": true,
		`""`: true, "~": true,
		"spanish": false, "español": false, "e": false, "pt_BR": false, "pt-": false, "-es": false, "es--MX": false, "es MX": false, "en-x": false,
		"4s": false, "x-es": false, "es-abcdefghi": false, "\"es\\\"><script>\"": false, "[es]": false,
	} {
		_, err := Load("set.yaml", []byte("id: a\nlanguage: "+code+"\n"))
		faults, _ := err.(Faults)
		var said []string
		for _, f := range faults {
			if f.Line > 0 {
				said = append(said, f.Error())
			}
		}
		switch {
		case want && len(said) > 0:
			t.Errorf("%s is refused: %q", code, said)
		case !want && (len(said) != 1 || !strings.HasPrefix(said[0], "set.yaml:2:11: ")):
			t.Errorf("%s is not refused at its place: %q", code, said)
		}
	}
}

// Whatever is done to the file, reading it ends in a set or in faults.
func FuzzLoad(f *testing.F) {
	files, err := filepath.Glob("testdata/hostile-sets/*/*")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range append(files, "testdata/sets/werkstatt.yaml", "testdata/faults/thirty.yaml", "sets/ai-readiness/rules.yaml", "sets/ai-readiness/setup.yaml") {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(`{"id":"a","questions":[{}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		set, err := Load("fuzz.yaml", data)
		if err == nil {
			Evaluate(set, &Session{})
			for _, text := range []string{set.ID, set.Version, set.Language} {
				if text != CleanLine(text, maxID) {
					t.Errorf("%q is not clean", text)
				}
			}
			return
		}
		faults, ok := err.(Faults)
		if !ok || len(faults) == 0 {
			t.Fatalf("%T: %v", err, err)
		}
		for _, fault := range faults {
			if text := fault.Error(); text != CleanLine(text, 2000) || fault.Kind == "" {
				t.Errorf("%s: %q is not a clean line", fault.Kind, text)
			}
		}
	})
}

// Whatever a set says of the setup and the levels, reading it ends in faults or in clean words
// for each code.
func FuzzSetupWords(f *testing.F) {
	data, err := os.ReadFile("sets/ai-readiness/setup.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte("setup: {kind: {title: a, name: b, options: {customer-replies: {text: c, said: d}, documents: e}}, use: {title: [], name: }}\nwords: {levels: }"))
	f.Add([]byte(`{"setup": {"depth": {"title": "\u001b[31m", "name": "x", "options": {"full": 1, "quick": null}}, "no-such": {}}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		l := newLoader(Default)
		l.read("fuzz.yaml", data)
		for _, fault := range l.faults {
			if text := fault.Error(); text != CleanLine(text, 2000) || fault.Kind == "" {
				t.Errorf("%s: %q is not a clean line", fault.Kind, text)
			}
		}
		var texts []string
		for name, words := range l.set.Setup {
			if field, coded := setupField(name); coded && len(l.faults) == 0 && (len(words.Options) != len(field.Codes) || len(words.Said) != len(field.Codes)) {
				t.Errorf("%s has the options %v, said as %v", name, words.Options, words.Said)
			}
			texts = append(texts, words.Title, words.About, words.Name)
			texts = slices.AppendSeq(texts, maps.Values(words.Options))
			texts = slices.AppendSeq(texts, maps.Values(words.Said))
		}
		w := &l.set.Words
		for _, list := range [][]string{w.Levels[:], w.Known[:], w.Lenses[:], w.LensShort[:], {w.NotSure, w.DoesNotApply}} {
			texts = append(texts, list...)
		}
		for _, text := range texts {
			if text != Clean(text, maxText) {
				t.Errorf("%q is not clean", text)
			}
		}
	})
}
