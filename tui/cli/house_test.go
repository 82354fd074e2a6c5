package cli_test

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// mostLines is how long a file of Go may be: longer, and nobody finds anything in it. One
// that must be longer says so in its first lines, with the words "This file is long".
const mostLines = 400

// mostTwice is how many lines may follow each other in two places of the faces.
const mostTwice = 8

func TestFilesStayShort(t *testing.T) {
	for _, fault := range longFiles(goFiles(t, os.DirFS(moduleRoot(t)))) {
		t.Error(fault)
	}
}

func TestNothingStandsTwice(t *testing.T) {
	files := goFiles(t, os.DirFS(moduleRoot(t)))
	maps.DeleteFunc(files, func(path string, _ []string) bool { return !strings.HasPrefix(path, "tui/") })
	if len(files) < 30 {
		t.Fatalf("%d files, so the faces were not found", len(files))
	}
	for _, fault := range twice(files) {
		t.Error(fault)
	}
}

// Made-up files show that each rule can fail.
func TestHouseControl(t *testing.T) {
	var long, same []string
	for i := range mostLines + 1 {
		long = append(long, fmt.Sprintf("line(%d)", i))
	}
	same = append([]string{"package a", "one()"}, long[:mostTwice+1]...)
	files := map[string][]string{
		"long.go": long, "excused.go": append([]string{"// This file is long since it is a table."}, long[20:]...),
		"a.go": same, "b.go": append([]string{"package b", "other()"}, same[1:mostTwice+2]...), "c.go": same[2 : mostTwice+2],
	}
	if got, want := longFiles(files), []string{"long.go has 401 lines, at most 400"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	delete(files, "long.go")
	delete(files, "excused.go")
	if got := twice(files); len(got) != 1 || !strings.Contains(got[0], "a.go") || !strings.Contains(got[0], "b.go") {
		t.Errorf("%q, want one stretch in a.go and b.go", got)
	}
}

// goFiles are the lines of all Go files but tests, without what surrounds them.
func goFiles(t *testing.T, tree fs.FS) map[string][]string {
	t.Helper()
	files := map[string][]string{}
	err := fs.WalkDir(tree, ".", func(path string, entry fs.DirEntry, err error) error {
		name := entry.Name()
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (name == "testdata" || path != "." && strings.ContainsAny(name[:1], "._")):
			return fs.SkipDir
		case entry.IsDir() || filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		text, err := fs.ReadFile(tree, path)
		files[path] = strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func longFiles(files map[string][]string) (faults []string) {
	for _, path := range slices.Sorted(maps.Keys(files)) {
		lines := files[path]
		excused := slices.ContainsFunc(lines[:min(5, len(lines))], func(line string) bool { return strings.Contains(line, "This file is long") })
		if len(lines) > mostLines && !excused {
			faults = append(faults, fmt.Sprintf("%s has %d lines, at most %d", path, len(lines), mostLines))
		}
	}
	return faults
}

// twice names the first place of every stretch of more than mostTwice lines that stands in
// two places. Empty lines, brackets alone and imports say nothing and do not count.
func twice(files map[string][]string) (faults []string) {
	type place struct {
		path string
		line int
	}
	seen := map[string]place{}
	said := map[string]bool{}
	for _, path := range slices.Sorted(maps.Keys(files)) {
		var stretch []string
		for i, line := range files[path] {
			line = strings.TrimSpace(line)
			if len(strings.Trim(line, "{}(),")) < 3 || strings.HasPrefix(line, `"`) && strings.HasSuffix(line, `"`) {
				continue
			}
			stretch = append(stretch, line)
			if len(stretch) <= mostTwice {
				continue
			}
			key := strings.Join(stretch[len(stretch)-mostTwice-1:], "\n")
			first, again := seen[key]
			if pair := first.path + " " + path; again && !said[pair] {
				said[pair] = true
				faults = append(faults, fmt.Sprintf("the lines up to %s:%d stand also up to %s:%d", first.path, first.line, path, i+1))
			}
			if !again {
				seen[key] = place{path, i + 1}
			}
		}
	}
	return faults
}
