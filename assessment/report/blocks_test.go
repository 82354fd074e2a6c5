package report

import (
	"bufio"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"

	"readycheck/assessment"
)

// everyBlock has one block of each type, whose texts are all words of their own.
var everyBlock = []Block{
	Headline("headline"),
	Picture{Title: "shown", Stages: []string{"stageone", "stagetwo"}, Rows: []Reach{{Name: "sidename", Reached: 2}}},
	Lead("lead"), Paragraph("paragraph"), Warning("warning"), Heading("heading"), Subject("subject"),
	Bullets{"bullet"},
	Columns{{Title: "left", Lines: []string{"leftline"}}, {Title: "right", Lines: []string{"rightline"}}},
	Marks{{Level: assessment.InPlace, Word: "levelword", Text: "marked", Asides: []string{"aside"}}},
	Pairs{{Text: "paired", First: Mark{Level: assessment.No, Word: "firstword"}, Second: Mark{Level: assessment.Partly, Word: "secondword"}}},
	Sides{{Name: "side", Stage: "stage", InPlace: "counted", Lacking: []Mark{{Level: assessment.Unsure, Word: "lackword", Text: "lacking"}}}},
	Steps{{Title: "step", Asides: []string{"effort"}, Then: "then", Do: []string{"do"}, Facts: Facts{{"factname", "facttext"}}, Message: "message"}},
	Steps{{Title: "barestep"}},
	Steps{{Title: "signedstep", Number: 7, Tick: true, Sign: true, Who: "signer", By: "signday"}},
	Table{Head: []string{"head", "head"}, Rows: []Row{{Cells: []string{"cell", "here"}, Here: true}}},
	Answers{{Question: "question", Said: Mark{Level: assessment.NA, Word: "saidword", Text: "said"}, Facts: Facts{{"whoname", "whotext"}}, Note: "notetext"}},
	Facts{{"name", "text"}},
	Message("sendthis"),
}

func textsOf(block Block) []string {
	var texts []string
	block.texts(func(text string) { texts = append(texts, text) })
	return texts
}

// A new type of block needs a line above, and the tests below hold every writer to it.
func TestEveryTypeOfBlockIsTried(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "document.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var tried, types []string
	for _, block := range everyBlock {
		tried = append(tried, reflect.TypeOf(block).Name())
	}
	for _, decl := range file.Decls {
		if f, ok := decl.(*ast.FuncDecl); ok && f.Name.Name == "texts" && f.Recv != nil {
			types = append(types, f.Recv.List[0].Type.(*ast.Ident).Name)
		}
	}
	if len(types) < 14 {
		t.Fatalf("only %d types of block are found", len(types))
	}
	for _, name := range types {
		if name != "Document" && name != "Mark" && !slices.Contains(tried, name) {
			t.Errorf("no test writes the block %s", name)
		}
	}
}

func TestEveryWriterWritesEveryBlock(t *testing.T) {
	document := Document{Parts: []Part{{Name: May, Title: "part", Blocks: everyBlock}}}
	pdf := func(w io.Writer) error {
		return layPDF(io.Discard, document, func(_ int, line string) { _, _ = io.WriteString(w, line+"\n") })
	}
	for name, write := range map[string]func(io.Writer) error{
		"text": func(w io.Writer) error { return brief(w, document, Page{Width: 80}) },
		"lines": func(w io.Writer) error {
			_, err := io.WriteString(w, strings.Join(Lines(everyBlock, 60), "\n"))
			return err
		},
		"markdown": func(w io.Writer) error {
			m := markdown{bufio.NewWriter(w)}
			for _, block := range everyBlock {
				m.block(block)
			}
			return m.Flush()
		},
		"html": func(w io.Writer) error {
			p := page{bufio.NewWriter(w)}
			for _, block := range everyBlock {
				p.block(block)
			}
			return p.Flush()
		},
		"docx": func(w io.Writer) error {
			var file strings.Builder
			err := layDOCX(&file, document)
			_, _ = io.WriteString(w, wordText(t, file.String()))
			return err
		},
		"pdf": pdf,
	} {
		var out strings.Builder
		if err := write(&out); err != nil {
			t.Fatal(err)
		}
		written := letters(out.String())
		for _, block := range everyBlock {
			for _, text := range textsOf(block) {
				// A list of rows needs no head.
				if text != "" && text != "head" && !slices.Contains(written, text) {
					t.Errorf("%s does not write %q of %T:\n%s", name, text, block, out.String())
				}
			}
		}
	}
}

// What is read aloud has no sign in it that stands for a word, and one thing a line.
func TestLinesAreForTheEar(t *testing.T) {
	lines := Lines(everyBlock, 120)
	all := strings.Join(lines, "\n")
	for _, sign := range []string{"●", "◐", "○", "–", "→", "?"} {
		if strings.Contains(all, sign) {
			t.Errorf("%q is read out in\n%s", sign, all)
		}
	}
	for _, want := range []string{"levelword: marked (aside)", "was firstword, is secondword: paired", "lackword: lacking"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not read out in\n%s", want, all)
		}
	}
	for _, line := range lines {
		if strings.Contains(line, "left") && strings.Contains(line, "right") {
			t.Errorf("two columns run into each other: %s", line)
		}
	}
	if out := Lines(read(t, "bakery.yaml").Part(GoodShape).Blocks, 120); !slices.Contains(out, "in place: You can cut the AI off, and put back what it did. (seen)") {
		t.Errorf("read out:\n%s", strings.Join(out, "\n"))
	}
	// A level is said once for all the lines of a side that have it, and asides end with commas.
	lack := func(word, text string) Mark { return Mark{Word: word, Text: text} }
	out := Lines([]Block{
		Sides{{Name: "People", Stage: "pilot", InPlace: "4 in place", Lacking: []Mark{lack("no", "One"), lack("no", "Two"), lack("partly", "Three")}}},
		Steps{{Title: "Ask", Asides: []string{"an hour", "Dana"}, Then: "then a pilot"}},
	}, 120)
	if want := []string{"  People: pilot; 4 in place; no: One, Two; partly: Three.", "", "  1. Ask", "     an hour, Dana, then a pilot"}; !slices.Equal(out, want) {
		t.Errorf("read out %q, want %q", out, want)
	}
}

// What the screens ask for one by one is what the whole report says.
func TestAPartAloneSaysWhatTheReportSays(t *testing.T) {
	r := read(t, "bakery.yaml")
	for _, part := range append(r.Brief().Parts, r.Document().Parts...) {
		if alone := r.Part(part.Name); !reflect.DeepEqual(alone, part) {
			t.Errorf("%s alone is %v, in the report %v", part.Name, alone, part)
		}
	}
	if r.Part(Changed).Blocks != nil {
		t.Error("something changed since a session that there is not")
	}
}

// said is all that blocks say, in one line.
func said(blocks []Block) string {
	return strings.Join(strings.Fields(strings.Join(Lines(blocks, 400), " ")), " ")
}

func TestWhyNamesTheRuleAndTheAnswers(t *testing.T) {
	r := read(t, "bakery.yaml")
	text, at := said(r.Why()), 0
	for _, want := range []string{
		"Together: experiment. The weaker side decides. One line of the checklists is not clear yet: Records kept.",
		"Connection (integration): experiment The next stage is pilot. These lines keep it from there:",
		"I3 The AI is used under logins and keys that you control. It is: no. It needs: ",
		"no: Is the AI used through a work login that you control?",
		"People (deployment): experiment The next stage is pilot.",
		"The smallest change that passes Lift the answers named here",
	} {
		next := strings.Index(text[at:], want)
		if next < 0 {
			t.Fatalf("%q is not said, or too early, in\n%s", want, text)
		}
		at += next
	}
	full := assessment.Session{Answers: map[string]assessment.Answer{}}
	for _, q := range r.Set.Questions {
		full.Answers[q.ID] = assessment.Answer{Level: assessment.InPlace, Known: assessment.Seen}
	}
	if text := said(New(r.Set, &full, today).Why()); strings.Count(text, "Nothing is missing on this side.") != 2 || strings.Contains(text, "smallest") {
		t.Errorf("where all is in place, it says %s", text)
	}
	// What is still an idea is capped: then no side decides.
	full.Setup = r.Session.Setup
	full.Setup.StageNow = "idea"
	capped := New(r.Set, &full, today)
	if text := said(capped.Why()); capped.Summary.Stage >= capped.Summary.Lenses.Integration.Stage || strings.Contains(text, "weaker side decides") {
		t.Errorf("where a cap decides, it says %s", text)
	}
}

func TestStepDetailsSayAllItTakes(t *testing.T) {
	r := read(t, "bakery.yaml")
	kinds := map[assessment.StepKind]bool{}
	for _, step := range r.Summary.Steps {
		kinds[step.Kind] = true
		text := said(r.StepDetails(step))
		q, _ := r.Set.Question(step.Question)
		q = q.For(&r.Session.Setup)
		wants := []string{q.Text}
		switch step.Kind {
		case assessment.Fix:
			wants = append(append(wants, q.Fix.Steps...), "Usually done by: "+q.Fix.Who, "Done when: "+q.Fix.Done)
		case assessment.FindOut:
			wants = append(wants, "Ask: "+q.FindOut.Ask, strings.Join(strings.Fields(q.FindOut.Message), " "))
		case assessment.Confirm:
			wants = append(wants, q.Confirm.Text)
		}
		if step.Blocks != nil {
			wants = append(wants, assessment.Capital(r.Set.Then(*step.Blocks))+".")
		}
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%s: %q is missing in\n%s", step.Question, want, text)
			}
		}
	}
	if len(kinds) != 3 {
		t.Errorf("only %d kinds of step were read", len(kinds))
	}
	if blocks := r.StepDetails(assessment.Step{Question: "none"}); blocks != nil {
		t.Errorf("a question that is not there has details: %v", blocks)
	}
}

// The opening is for a first screen: nothing in it is said twice in other words.
func TestTheOpeningSaysOnceWhatIsNotFinal(t *testing.T) {
	sum := assessment.Summary{Sentence: "So it is.", ProvisionalText: "Not final.", AheadText: "Pause it."}
	if text := said(Opening(nil, &sum)); text != "So it is. Pause it. Not final." {
		t.Errorf("it says %q", text)
	}
	sum.Held = []assessment.Held{{Text: "One line is open."}}
	if text := said(Opening(nil, &sum)); text != "So it is. One line is open. Pause it." {
		t.Errorf("it says %q", text)
	}
}

func TestSideBySideHasEveryLineTwice(t *testing.T) {
	r := read(t, "bakery.yaml")
	before := *r.Session
	before.Answers = map[string]assessment.Answer{}
	text := said(SideBySide(r.Set, &before, r.Session))
	for _, item := range r.Summary.Items {
		want := "was not answered, is " + r.Set.Words.Level(item.Status) + ": " + item.ID + " " + item.Title
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
	if same := said(SideBySide(r.Set, r.Session, r.Session)); strings.Contains(same, ", is ") {
		t.Errorf("the same session differs from itself: %s", same)
	}
}

func TestBothChecklistsSayWhatTheirPagesSay(t *testing.T) {
	r := read(t, "bakery.yaml")
	both := said(r.Checklists())
	for _, name := range []Name{Connecting, RollingOut} {
		if part := r.Part(name); !strings.Contains(both, part.Title) {
			t.Errorf("%q is missing", part.Title)
		}
	}
	for _, item := range r.Summary.Items {
		if want := r.Set.Words.Level(item.Status) + ": " + item.ID + " " + item.Title; !strings.Contains(both, want) {
			t.Errorf("%q is missing in\n%s", want, both)
		}
	}
	for _, want := range []string{"What whoever runs the rollout needs from you - I1 Tell", "What whoever connects the AI needs from you - D1 Give"} {
		if !strings.Contains(both, want) {
			t.Errorf("%q is missing in\n%s", want, both)
		}
	}
}
