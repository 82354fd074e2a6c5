package report

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/clipperhouse/displaywidth"
	"pgregory.net/rapid"

	"readycheck/assessment"
)

var update = flag.Bool("update", false, "write the golden files anew")

var today = time.Date(2026, 11, 22, 14, 3, 0, 0, time.UTC)

// read makes a report of an answers file in testdata.
func read(t testing.TB, file string) Report {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	session, err := assessment.ReadSession(assessment.Default(), file, data)
	if err != nil {
		t.Fatal(err)
	}
	return of(session)
}

func of(session *assessment.Session) Report {
	return New(assessment.Default(), session, today)
}

func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	file = filepath.Join("testdata", file)
	if *update {
		if err := os.WriteFile(file, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; look at it with: go test ./assessment/report -update && git diff\n%s", file, got)
	}
}

func markdownOf(t testing.TB, r Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := Markdown(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func textOf(t testing.TB, r Report, width int) string {
	t.Helper()
	var b bytes.Buffer
	if err := Text(&b, r, Page{Width: width}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	for _, name := range []string{"bakery", "blank", "hostile"} {
		r := read(t, name+".yaml")
		r.Appendix = true
		golden(t, name+".md", []byte(markdownOf(t, r)))
		golden(t, name+".80.txt", []byte(textOf(t, r, 80)))
		golden(t, name+".40.txt", []byte(textOf(t, r, 40)))
		r.ClientSafe = true
		golden(t, name+".client-safe.md", []byte(markdownOf(t, r)))
	}
}

// unescape takes the backslashes of escape away again.
func unescape(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+1 < len(text) {
			i++
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

// live lists the signs of a line that Markdown would act on.
func live(line string) string {
	var b strings.Builder
	for i := 0; i < len(line); i++ {
		switch {
		case line[i] == '\\':
			i++
		case strings.IndexByte("`*_[]<>|#~${}&", line[i]) >= 0,
			i == 0 && strings.IndexByte("-+=:", line[i]) >= 0,
			strings.HasPrefix(line[i:], "://"), strings.HasPrefix(strings.ToLower(line[i:]), "www."):
			b.WriteByte(line[i])
		}
	}
	digits := strings.TrimLeft(line, "0123456789")
	if len(digits) < len(line) && digits != "" && strings.IndexByte(".)", digits[0]) >= 0 {
		b.WriteByte(digits[0])
	}
	return b.String()
}

func TestLiveSeesWhatEscapeTakesAway(t *testing.T) {
	for _, text := range []string{
		"<script>", "[x](y)", "a | b", "`rm`", "# heading", "- item", "+ item", "1. item", "12) item", "===", "---",
		"**bold**", "_it_", "~~no~~", "&lt;", "&#65;", "http://evil.example", "WWW.evil.example", "> quote", ": definition", "$a$", "{#id}",
	} {
		if live(text) == "" {
			t.Errorf("%q: the test sees nothing to escape", text)
		}
		if escaped := escape(text); live(escaped) != "" {
			t.Errorf("%q became %q, where %q still acts", text, escaped, live(escaped))
		}
	}
}

func TestEscapeMakesAnyLineInert(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(
			rapid.StringMatching("[-+=:#<>|`*_~0-9.)&;a\\\\\\[\\]/w $!\n]*"), rapid.String(),
		).Draw(t, "text")
		escaped := escape(text)
		if strings.Contains(escaped, "\n") {
			t.Fatalf("%q has more than one line", escaped)
		}
		if signs := live(escaped); signs != "" {
			t.Fatalf("%q became %q, where %q still acts", text, escaped, signs)
		}
		if want := strings.Join(strings.Fields(text), " "); unescape(escaped) != want {
			t.Fatalf("%q became %q, which reads %q", text, escaped, unescape(escaped))
		}
	})
}

// numbered is how a step starts.
var (
	numbered     = regexp.MustCompile(`^\d+\. (☐ )?\*\*[^\\]*\*\*\\?$`)
	numberedCell = regexp.MustCompile(`^\d+\. [^\\|]*$`)
)

// What people wrote must stay text in the finished report too, where it meets the
// report's own Markdown.
func TestUserTextIsInertInTheReport(t *testing.T) {
	r := read(t, "hostile.yaml")
	out := markdownOf(t, r)
	for i, line := range strings.Split(out, "\n") {
		own := strings.TrimLeft(line, " ")
		for _, start := range []string{"#### ", "### ", "## ", "# ", "- ", "> "} {
			own = strings.TrimPrefix(own, start)
		}
		switch {
		case strings.HasPrefix(own, "|"):
			for _, cell := range strings.Split(strings.Trim(own, "| "), " | ") {
				if cell = strings.ReplaceAll(cell, "**", ""); live(cell) != "" && strings.Trim(cell, "-| ") != "" && !numberedCell.MatchString(cell) {
					t.Errorf("line %d: %q acts in the cell %s", i+1, live(cell), cell)
				}
			}
		case line == "---", own == ">": // a rule, and an empty line of a note
		case live(strings.ReplaceAll(own, "**", "")) != "" && !numbered.MatchString(own):
			t.Errorf("line %d: %q acts in %s", i+1, live(own), line)
		}
	}
	for _, text := range []string{out, textOf(t, r, 80)} {
		for _, sign := range []string{"\x1b", "\u202e", "\r"} {
			if strings.Contains(text, sign) {
				t.Errorf("the report holds %q", sign)
			}
		}
	}
}

// The order is a promise of the design, so it is written out here once more.
func TestThePartsStandInOrder(t *testing.T) {
	r := read(t, "bakery.yaml")
	all := r
	all.Appendix = true
	one := r
	one.OnePage = true
	names := func(doc Document) (names []Name) {
		for _, part := range doc.Parts {
			names = append(names, part.Name)
		}
		return names
	}
	paper := []Name{Front, May, NotYet, Plan, Connecting, RollingOut, GoodShape, CouldNot, Alerts, NotApplying, Limits}
	for what, row := range map[string]struct {
		doc  Document
		want []Name
	}{
		"terminal": {r.Brief(), []Name{Sentence, May, NotYet, Lenses, First, GoodShape, CouldNot, Alerts, NotApplying, Sections, Limits}},
		"paper":    {r.Document(), paper},
		"appendix": {all.Document(), append(slices.Clone(paper), StageTable, HowToRest, Appendix, Words)},
		"one page": {one.Document(), []Name{Front}},
	} {
		if got := names(row.doc); !slices.Equal(got, row.want) {
			t.Errorf("%s: the parts are %v, want %v", what, got, row.want)
		}
	}
	rest := markdownOf(t, all)
	for _, part := range all.Document().Parts {
		var found bool
		if _, rest, found = strings.Cut(rest, "\n## "+part.Title+"\n"); !found {
			t.Fatalf("Markdown has no %q behind the part before", part.Title)
		}
	}
}

// words are all texts of a document, in order.
func words(doc Document) []string {
	out := []string{doc.Title}
	for _, fact := range doc.Facts {
		out = append(out, fact.Name+": "+fact.Text)
	}
	for _, part := range doc.Parts {
		out = append(out, part.Title)
		for _, block := range part.Blocks {
			switch block := block.(type) {
			case Lead:
				out = append(out, string(block))
			case Paragraph:
				out = append(out, string(block))
			case Heading:
				out = append(out, string(block))
			case Subject:
				out = append(out, string(block))
			case Bullets:
				out = append(out, block...)
			case Marks:
				for _, mark := range block {
					out = append(out, mark.Level.Sign(), mark.Word, mark.Text, strings.Join(mark.Asides, "; "))
				}
			case Steps:
				for _, step := range block {
					out = append(out, step.Title, strings.Join(step.Asides, " · "))
				}
			case Columns: // both formats set them side by side, each in its own way
			}
		}
	}
	return out
}

// bare takes away what a format adds to the words.
func bare(text string) string {
	return strings.ToLower(strings.Join(strings.Fields(unescape(strings.ReplaceAll(text, "**", ""))), ""))
}

func TestTextSaysWhatItsDocumentSays(t *testing.T) {
	for _, file := range []string{"bakery.yaml", "blank.yaml"} {
		r := read(t, file)
		for format, out := range map[string]string{"text": textOf(t, r, 40)} {
			rest := bare(out)
			for _, text := range words(r.Brief()) {
				at := strings.Index(rest, bare(text))
				if at < 0 {
					t.Fatalf("%s, %s: %q is missing, or stands too early", file, format, text)
				}
				rest = rest[at+len(bare(text)):]
			}
		}
	}
}

func TestTextStaysInItsWidth(t *testing.T) {
	for _, file := range []string{"bakery.yaml", "hostile.yaml"} {
		r := read(t, file)
		r.Session.Business = "漢字のパン屋さんと長い名前の店 " + strings.Repeat("x", 70)
		for width := Narrowest; width <= 120; width++ {
			for _, line := range strings.Split(textOf(t, r, width), "\n") {
				if cells := displaywidth.String(line); cells > width {
					t.Fatalf("%s at %d: a line has %d cells: %s", file, width, cells, line)
				}
			}
		}
	}
}

func TestClientSafeLeavesNamesAndNotesOut(t *testing.T) {
	r := read(t, "bakery.yaml")
	answer := r.Session.Answers["own-login"]
	answer.Owner, answer.By, answer.Note = "OWNERCANARY", "BYCANARY", "NOTECANARY"
	r.Session.Answers["own-login"] = answer
	r.Session.Business = "BUSINESSCANARY"
	r.Summary = assessment.Evaluate(r.Set, r.Session)
	r.Appendix = true
	full := markdownOf(t, r)
	for _, canary := range []string{"OWNERCANARY", "BYCANARY", "NOTECANARY", "BUSINESSCANARY"} {
		if !strings.Contains(full, canary) {
			t.Errorf("the full report has no %s", canary)
		}
		for _, name := range []string{"Dana", "Rosa"} {
			if !strings.Contains(full, name) {
				t.Errorf("the full report has no %s", name)
			}
		}
	}
	r.ClientSafe = true
	earlier := *r.Session
	r.Earlier = &earlier
	for format, out := range []string{
		markdownOf(t, r), textOf(t, r, 80), written(t, HTML, r), written(t, CSV, r), written(t, Calendar, r), pdfText(t, r, nil),
	} {
		for _, name := range []string{"CANARY", "Dana", "Rosa", "Dev."} {
			if strings.Contains(out, name) {
				t.Errorf("a client-safe report has %s", name)
			}
		}
		if !strings.Contains(strings.ReplaceAll(out, "\r\n ", ""), somebody) {
			t.Errorf("client-safe report %d does not say that somebody has a step", format)
		}
	}
	if r.Session.Business != "BUSINESSCANARY" {
		t.Error("writing a client-safe report changed the session")
	}
}

func TestWithoutNamesKeepsTheVerdict(t *testing.T) {
	r := read(t, "bakery.yaml")
	safe := of(WithoutNames(r.Session)).Summary
	if safe.Stage != r.Summary.Stage || len(safe.Alerts) != len(r.Summary.Alerts) || len(safe.Steps) != len(r.Summary.Steps) {
		t.Errorf("stage %s with %d alerts and %d steps, was %s with %d and %d", safe.Stage, len(safe.Alerts), len(safe.Steps),
			r.Summary.Stage, len(r.Summary.Alerts), len(r.Summary.Steps))
	}
}

func TestCountsStayCounts(t *testing.T) {
	for _, file := range []string{"bakery.yaml", "blank.yaml"} {
		out := strings.ToLower(markdownOf(t, read(t, file)))
		for _, word := range []string{"%", "percent", "average", "score"} {
			if strings.Contains(out, word) {
				t.Errorf("%s: the report says %q", file, word)
			}
		}
	}
	if got := assessment.Default().Words.Counts(assessment.Counts{InPlace: 4, Partly: 1, No: 1, Unsure: 1}); got != "4 in place, 1 partly, 1 no, 1 not sure" {
		t.Errorf("counts read %q", got)
	}
}

func TestADueDateThatHasPassedIsSaid(t *testing.T) {
	r := read(t, "bakery.yaml")
	for due, want := range map[string]string{
		"2026-11-21": "overdue since Sat 21 Nov", "2026-11-22": "by Sun 22 Nov", "2026-11-23": "by Mon 23 Nov", "2027-01-04": "by Mon 4 Jan 2027", "soon": "",
	} {
		b := builder{Report: r}
		if got := b.dueWords(due); got != want {
			t.Errorf("due %s on 22 November reads %q, want %q", due, got, want)
		}
	}
}

// fullDisk fails like a disk without space.
type fullDisk struct{}

var errFull = errors.New("no space")

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

func TestAWriterThatFailsIsReported(t *testing.T) {
	r := read(t, "bakery.yaml")
	if err := Markdown(fullDisk{}, r); !errors.Is(err, errFull) {
		t.Errorf("Markdown returned %v", err)
	}
	if err := Text(fullDisk{}, r, Page{Width: 80}); !errors.Is(err, errFull) {
		t.Errorf("Text returned %v", err)
	}
}
