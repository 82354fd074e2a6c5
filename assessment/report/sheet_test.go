package report

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"readycheck/assessment"
)

// traced lays pages out and returns what stands on each of them, on one line.
func traced(t *testing.T, layOut func(trace func(int, string)) error) []string {
	t.Helper()
	var pages []string
	err := layOut(func(page int, text string) {
		for len(pages) < page {
			pages = append(pages, "")
		}
		pages[page-1] += strings.TrimSpace(text) + " "
	})
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

func ballotPages(t *testing.T, set *assessment.Set) []string {
	return traced(t, func(trace func(int, string)) error { return layOutBallot(io.Discard, set, Brand{}, nil, trace) })
}

func worksheetPages(t *testing.T, set *assessment.Set) []string {
	return traced(t, func(trace func(int, string)) error { return layOutWorksheet(io.Discard, set, Brand{}, nil, trace) })
}

// onOnePage finds the page on which texts stand behind each other.
func onOnePage(pages []string, texts ...string) bool {
	for _, page := range pages {
		at := 0
		for _, text := range texts {
			found := strings.Index(page[at:], strings.Join(strings.Fields(text), " "))
			if found < 0 {
				at = -1
				break
			}
			at += found
		}
		if at >= 0 {
			return true
		}
	}
	return false
}

func TestABallotOnPaperTakesTwoPages(t *testing.T) {
	set := assessment.Default().OnlyQuick()
	pages := ballotPages(t, set)
	if len(pages) != 2 {
		t.Fatalf("%d pages, want 2", len(pages))
	}
	for _, text := range []string{"What the AI does", "Your name", "You look at it from", "Business", "Technical", "Risk", "Operations", "Other"} {
		if !strings.Contains(pages[0], text) {
			t.Errorf("the first page has no %q", text)
		}
	}
	if !strings.HasPrefix(pages[1], "Your name, once more ") {
		t.Errorf("the second page begins %.60q", pages[1])
	}
	for i := range set.Questions {
		q := &set.Questions[i]
		want := []string{q.Text, "In place means: " + q.Choices[0].Text, "In place", "Partly", "No", "Not sure"}
		if q.AllowNA {
			want = append(want, "Does not apply")
		}
		if want = append(want, "Note", "How do you know?", "I've seen it", "Someone told me", "I think so"); !onOnePage(pages, want...) {
			t.Errorf("%s is not on one page as a whole", q.ID)
		}
	}
	if smallSize < 9 || textSize < smallSize {
		t.Errorf("letters of %v and %v points are too small for paper", smallSize, textSize)
	}
}

// No question begins on one page and ends on another.
func TestThePrintedWorksheetCutsNoQuestion(t *testing.T) {
	set := assessment.Default()
	pages := worksheetPages(t, set)
	for i := range set.Questions {
		q := &set.Questions[i]
		want := []string{q.Text}
		for _, choice := range q.Choices {
			want = append(want, choice.Text)
		}
		if !onOnePage(pages, append(want, howKnown, whoAndWhen)...) {
			t.Errorf("%s is not on one page as a whole", q.ID)
		}
	}
	all := strings.Join(pages, " ")
	for i := range set.Items {
		if !strings.Contains(all, set.Items[i].ID+" ") || set.Items[i].Hands != "" && !strings.Contains(all, set.Items[i].Hands) {
			t.Errorf("the item %s is not there", set.Items[i].ID)
		}
	}
	for _, code := range []string{"in_place", "customer-replies", "stage_now", "powers-listed", "%!"} {
		if strings.Contains(all, code) {
			t.Errorf("it says %q", code)
		}
	}
	for _, text := range []string{worksheetIntro(set), "Checklist for whoever connects the AI", "Checklist for whoever runs the rollout", stagesIntro, "The words used", set.Phrases.Limits} {
		if !strings.Contains(all, text) {
			t.Errorf("it does not say %q", text)
		}
	}
}

// A set of one's own has its words on paper too, and a text longer than a page loses nothing.
func TestASetOfOnesOwnIsPrinted(t *testing.T) {
	data, err := os.ReadFile("../testdata/sets/werkstatt.yaml")
	if err != nil {
		t.Fatal(err)
	}
	set, err := assessment.Load("werkstatt.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	if pages := ballotPages(t, set); !onOnePage(pages, set.Questions[0].Text, "Erledigt means: ", "Erledigt", "Teils", "Nein", "Unklar", "Ich habe es gesehen") {
		t.Errorf("got %q", pages)
	}
	var words []string
	for i := range 1500 {
		words = append(words, fmt.Sprintf("word%d", i))
	}
	set.Questions[0].Text = strings.Join(words, " ")
	for name, pages := range map[string][]string{"ballot": ballotPages(t, set), "worksheet": worksheetPages(t, set)} {
		if all := strings.Join(strings.Fields(strings.Join(pages, " ")), " "); len(pages) < 3 || !strings.Contains(all, set.Questions[0].Text) {
			t.Errorf("the %s lost something of a long text on its %d pages", name, len(pages))
		}
	}
}

func TestWhatAPrintedSheetCannotShowIsSaid(t *testing.T) {
	set := *assessment.Default().OnlyQuick()
	set.Words.NotSure, set.Words.Levels[assessment.Unsure] = "分からない", "分からない"
	if pages := ballotPages(t, &set); !strings.Contains(pages[0], "are shown as ? (script: Han, Hiragana). The worksheet as Markdown shows them.") {
		t.Errorf("got %.400q", pages[0])
	}
	asked := ""
	if err := PaperBallot(io.Discard, &set, Brand{}, func(letters []rune) [][]byte { asked = string(letters); return nil }); err != nil || asked != "いかなら分" {
		t.Errorf("asked for %q (%v)", asked, err)
	}
}

// Other programs read the pages as they were meant, and the same set gives the same file.
func TestPrintedSheetsReadByOthers(t *testing.T) {
	reader, err := exec.LookPath("pdftotext")
	checker, missing := exec.LookPath("qpdf")
	if err != nil || missing != nil {
		t.Skip("pdftotext or qpdf is not installed")
	}
	quick := assessment.Default().OnlyQuick()
	for name, sheet := range map[string]struct {
		write func(io.Writer) error
		pages []string
	}{
		"ballot":    {func(w io.Writer) error { return PaperBallot(w, quick, Brand{}, nil) }, ballotPages(t, quick)},
		"worksheet": {func(w io.Writer) error { return WorksheetPDF(w, assessment.Default(), Brand{}, nil) }, worksheetPages(t, assessment.Default())},
	} {
		var pdf, again bytes.Buffer
		if err := sheet.write(&pdf); err != nil {
			t.Fatal(err)
		}
		if err := sheet.write(&again); err != nil || !bytes.Equal(pdf.Bytes(), again.Bytes()) {
			t.Errorf("%s: two files of one set differ (%v)", name, err)
		}
		path := filepath.Join(t.TempDir(), name+".pdf")
		if err := os.WriteFile(path, pdf.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command(checker, "--check", path).CombinedOutput(); err != nil || !bytes.Contains(out, []byte("No syntax or stream encoding errors found")) {
			t.Errorf("%s: qpdf: %v\n%s", name, err, out)
		}
		if out, err := exec.Command(checker, "--show-npages", path).Output(); err != nil || strings.TrimSpace(string(out)) != fmt.Sprint(len(sheet.pages)) {
			t.Errorf("%s: %s pages (%v), want %d", name, out, err, len(sheet.pages))
		}
		out, err := exec.Command(reader, "-raw", "-enc", "UTF-8", path, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		text := strings.Join(strings.Fields(string(out)), " ")
		for i := range quick.Questions {
			if !strings.Contains(text, quick.Questions[i].Text) {
				t.Errorf("%s: pdftotext does not find %q", name, quick.Questions[i].Text)
			}
		}
	}
}
