package screens

import (
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"readycheck/assessment"
	"readycheck/assessment/report"
)

// everyBlock is all that a report says of two sessions.
func everyBlock(t *testing.T) []report.Block {
	t.Helper()
	set := assessment.Default()
	store := twice()
	before, after := store.Sessions[1], store.Sessions[0]
	r := report.New(set, after, noon)
	r.Earlier = before
	blocks := slices.Concat(report.Opening(r.Set, &r.Summary), r.Sides(), r.BothSides(), r.Open(), r.Why(), r.Checklists(), r.SectionAnswers(), report.SideBySide(set, before, after))
	for _, step := range r.Summary.Steps {
		blocks = append(blocks, r.StepDetails(step)...)
	}
	for _, part := range r.Document().Parts {
		blocks = append(blocks, part.Blocks...)
	}
	return blocks
}

// A new type of block that the screens do not draw would stop them.
func TestTheScreensDrawEveryTypeOfBlock(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "../../assessment/report/document.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	drawn := map[string]bool{"Document": true, "Mark": true}
	st := newStyles(func() *assessment.Words { return &assessment.Default().Words }, "dark", true, false)
	for _, block := range everyBlock(t) {
		drawn[reflect.TypeOf(block).Name()] = true
		for _, width := range []int{30, 76, 120} {
			lines := drawBlock(st, block, width)
			if strings.TrimSpace(ansi.Strip(strings.Join(lines, ""))) == "" {
				t.Errorf("nothing is drawn of %#v", block)
			}
			for _, line := range lines {
				if ansi.StringWidth(line) > width {
					t.Errorf("%T at %d draws %q", block, width, ansi.Strip(line))
				}
			}
		}
	}
	types := 0
	for _, decl := range file.Decls {
		if f, ok := decl.(*ast.FuncDecl); ok && f.Name.Name == "texts" && f.Recv != nil {
			types++
			if name := f.Recv.List[0].Type.(*ast.Ident).Name; !drawn[name] {
				t.Errorf("no %s was drawn", name)
			}
		}
	}
	if types < 14 {
		t.Errorf("only %d types of block were found", types)
	}
}
