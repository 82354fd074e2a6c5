package cli_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// faces are the folders that show a result to a person. What they say of it is made in
// assessment/report, or stands in the question set, and nowhere else.
var faces = []string{"tui/screens", "tui/plain", "tui/cli"}

// longSentence is from how many characters on a text is a sentence and not a word.
const longSentence = 25

// verb is where a text of the program has a gap to fill.
var verb = regexp.MustCompile(`%[-+# 0]*[0-9]*[a-z]`)

// texts are the pieces of all strings in a file of Go source, each with its line. A string is
// cut at its gaps, and put together where it is only broken over lines.
func texts(t *testing.T, files fs.FS, name string) map[string]int {
	t.Helper()
	source, err := fs.ReadFile(files, name)
	if err != nil {
		t.Fatal(err)
	}
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]int{}
	keep := func(text string, at token.Pos) {
		for _, piece := range verb.Split(text, -1) {
			if piece = strings.Trim(strings.Join(strings.Fields(piece), " "), ".:; "); len(piece) > longSentence {
				found[piece] = set.Position(at).Line
			}
		}
	}
	ast.Inspect(file, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.ImportSpec:
			return false
		case ast.Expr:
			if text, ok := literal(node); ok {
				keep(text, node.Pos())
				return false
			}
		}
		return true
	})
	return found
}

// literal is the text of a string, or of strings that are added up.
func literal(node ast.Expr) (string, bool) {
	switch node := node.(type) {
	case *ast.BasicLit:
		if node.Kind != token.STRING {
			return "", false
		}
		text, err := strconv.Unquote(node.Value)
		return text, err == nil
	case *ast.BinaryExpr:
		left, ok := literal(node.X)
		right, also := literal(node.Y)
		return left + right, ok && also && node.Op == token.ADD
	}
	return "", false
}

// sourcesIn are the sources of a folder, without its tests.
func sourcesIn(t *testing.T, files fs.FS, folder string) []string {
	t.Helper()
	all, err := fs.Glob(files, path.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, name := range all {
		if !strings.HasSuffix(name, "_test.go") {
			names = append(names, name)
		}
	}
	return names
}

// saidTwice finds what a face says in words of its own that are the report's or the question
// set's, and how many texts it looked at.
func saidTwice(t *testing.T, files fs.FS) (read int, faults []string) {
	t.Helper()
	var said strings.Builder
	for _, name := range sourcesIn(t, files, "assessment/report") {
		for text := range texts(t, files, name) {
			said.WriteString(text + "\n")
		}
	}
	sets, err := fs.Glob(files, "assessment/sets/*/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range sets {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			t.Fatal(err)
		}
		said.WriteString(strings.Join(strings.Fields(string(data)), " ") + "\n")
	}
	once := said.String()
	for _, folder := range faces {
		for _, name := range sourcesIn(t, files, folder) {
			for text, line := range texts(t, files, name) {
				read++
				if strings.Contains(once, text) {
					faults = append(faults, name+":"+strconv.Itoa(line)+" says again: "+text)
				}
			}
		}
	}
	return read, faults
}

func TestASentenceAboutAResultIsMadeOnce(t *testing.T) {
	read, faults := saidTwice(t, os.DirFS(moduleRoot(t)))
	if read < 300 {
		t.Errorf("read only %d texts, so the folders were not found", read)
	}
	for _, fault := range faults {
		t.Errorf("%s; draw the block of assessment/report, or ask the set", fault)
	}
}

// Faces that say something again are found, also where it has gaps or is broken over lines.
func TestASentenceAboutAResultIsMadeOnceControl(t *testing.T) {
	write := func(folder, name, text string) {
		if err := os.WriteFile(folder+"/"+name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct {
		face  string
		found bool
	}{
		"the report's": {`var x = "Nothing is left to do for the questions you answered."`, true},
		"with gaps":    {`var x = fmt.Sprintf("%s. These lines keep it from there, as it is: %d", a, b)`, true},
		"over lines":   {"var x = \"Nothing is left to do \" +\n\t\"for the questions you answered.\"", true},
		"the set's":    {`var x = []string{"Does one named person answer for how it is used?"}`, true},
		"its own":      {`var x = "Press a to go on with the full one; nothing is asked twice."`, false},
		"a word":       {`var x = "Stage"`, false},
		"in a comment": {`// Nothing is left to do for the questions you answered.`, false},
	} {
		root := t.TempDir()
		for _, folder := range append([]string{"assessment/report", "assessment/sets/own"}, faces...) {
			if err := os.MkdirAll(root+"/"+folder, 0o700); err != nil {
				t.Fatal(err)
			}
		}
		write(root+"/assessment/report", "why.go", "package report\n\n"+
			"var a, b = \"Nothing is left to do for the questions you answered.\", next + \". These lines keep it from there, as it is:\"\n")
		write(root+"/assessment/sets/own", "use.yaml", "questions:\n  - text: Does one named person answer\n      for how it is used?\n")
		write(root+"/tui/plain", "talk.go", "package plain\n\n"+c.face+"\n")
		if _, faults := saidTwice(t, os.DirFS(root)); (len(faults) > 0) != c.found {
			t.Errorf("%s: found %q", name, faults)
		}
	}
}
