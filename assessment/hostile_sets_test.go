package assessment

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// The folder of a hostile question set names the kind of fault that it must be refused with.
func TestHostileSets(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join("testdata", "hostile-sets", "*", "*"))
	if err != nil || len(paths) < 20 {
		t.Fatalf("found %d sets (%v), want at least 20", len(paths), err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		kind := FaultKind(filepath.Base(filepath.Dir(path)))
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		set, err := Load(path, data)
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; used > mostMemory {
			t.Errorf("%s takes %d MiB", path, used>>20)
		}
		var faults Faults
		if set != nil || !errors.As(err, &faults) {
			t.Errorf("%s gives %v and %v, want faults", path, set, err)
			continue
		}
		if !slices.ContainsFunc(faults, func(f Fault) bool { return f.Kind == kind }) {
			t.Errorf("%s: no such fault, but %s: %v", path, faults[0].Kind, faults[0])
		}
		for _, fault := range faults {
			if text := fault.Error(); text != CleanLine(text, 2000) || fault.Kind == "" || fault.Expected == "" {
				t.Errorf("%s: %s is not a clean line: %q", path, fault.Kind, text)
			}
		}
	}
}

// Many ids and many references to ids that are not there: neither time nor memory goes
// with their product.
func TestManyWrongReferences(t *testing.T) {
	data := "id: own\nversion: 1\ntitle: T\nsections: [" + strings.Repeat("{id: s1}, {id: s2}, ", 700) + "]\nitems: ["
	for i := range 700 {
		data += "{id: i" + strings.Repeat("x", i%50) + "}, "
	}
	data += "]\nquestions: [" + strings.Repeat("{section: nowhere, item: nothing}, ", 900) + "]\n"
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := Load("own.yaml", []byte(data))
	runtime.ReadMemStats(&after)
	if faults, ok := err.(Faults); !ok || len(faults) != maxSetFaults {
		t.Errorf("got %T with %.200v", err, err)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > mostMemory {
		t.Errorf("takes %d MiB", used>>20)
	}
}

// What a set brings into the program is clean, and so is a file's name.
func TestTextsOfASetAreClean(t *testing.T) {
	data, err := os.ReadFile("testdata/sets/werkstatt.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(data), "    why:", "    terms: {\"Proto\\e[31mkoll\\u202e\": Eine Liste.}\n    why:", 1)
	text = strings.Replace(text, `"2026.1"`, `"2026\n\e]0;title\a1"`, 1)
	set, err := Load("own.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for i := range set.Questions {
		for _, term := range set.Questions[i].Terms {
			if term.Term != "Protokoll" {
				t.Errorf("a term is %q", term.Term)
			}
		}
	}
	if set.Version != "2026 1" {
		t.Errorf("the version is %q", set.Version)
	}

	name := "evil\x1b[2J\n\u202e.yaml"
	_, inSet := LoadFS(fstest.MapFS{name: {Data: []byte("id: x")}})
	_, inSession := ReadSession(set, name, nil)
	for _, err := range []error{inSet, inSession} {
		var faults Faults
		if !errors.As(err, &faults) || faults[0].File != "evil .yaml" {
			t.Errorf("the file is named in %q", err)
		}
	}
}

// A folder's file may be of any size; no more of it is read than is looked at.
func TestAHugeFileOfASetIsRefused(t *testing.T) {
	_, err := LoadFS(fstest.MapFS{"a.yaml": {Data: []byte(strings.Repeat("a", 3*maxFileBytes))}})
	var faults Faults
	if !errors.As(err, &faults) || faults[0].Kind != FaultTooBig {
		t.Errorf("got %v", err)
	}
}

// A fault in JSON names the place where the thing begins, in lines and characters.
func TestAFaultInJSONNamesItsPlace(t *testing.T) {
	data := "{\"format\": \"readycheck/session/1\", \"business\": \"語\", \"use\": \"u\", \"colour\": 1,\n  \"answers\" :\n {\"own-login\": {\"level\": \"maybe\"}}}"
	_, err := ReadSession(Default(), "a.json", []byte(data))
	var faults Faults
	if !errors.As(err, &faults) || len(faults) != 2 {
		t.Fatalf("got %v", err)
	}
	for i, want := range [][2]int{{1, 65}, {3, 26}} {
		if got := [2]int{faults[i].Line, faults[i].Column}; got != want {
			t.Errorf("%v stands at %v, want %v", faults[i], got, want)
		}
	}
}

// Of a newer version's file nothing else is said, however strange the rest of it is.
func TestANewerFileHasOneFault(t *testing.T) {
	for _, data := range []string{
		"colour: blue\nformat: readycheck/session/2\nanswers: [none]\n",
		"colour: blue\nformat: readycheck/export/2\n",
		"format: readycheck/export/1\nsession: {format: readycheck/session/3, colour: blue}\n",
	} {
		_, err := ReadSession(Default(), "a.yaml", []byte(data))
		var faults Faults
		if !errors.As(err, &faults) || len(faults) != 1 || faults[0].Kind != FaultNewer {
			t.Errorf("%q: got %v", data, err)
		}
	}
}
