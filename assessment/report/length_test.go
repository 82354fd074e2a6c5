package report

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode"

	"readycheck/assessment"
	"readycheck/assessment/readtest"
)

// count is how many words a document says, and how many of them each part does.
func count(doc Document) (words int, of map[Name]int) {
	of = map[Name]int{}
	inWords := func(text string) (n int) {
		for _, word := range strings.Fields(text) {
			if strings.ContainsFunc(word, unicode.IsLetter) {
				n++
			}
		}
		return n
	}
	doc.texts(func(text string) { words += inWords(text) })
	for _, part := range doc.Parts {
		for _, block := range part.Blocks {
			block.texts(func(text string) { of[part.Name] += inWords(text) })
		}
	}
	return words, of
}

// pageCount is how many pages of paper a document takes.
func pageCount(t *testing.T, doc Document) (pages int) {
	t.Helper()
	if err := layPDF(io.Discard, doc, func(page int, _ string) { pages = max(pages, page) }); err != nil {
		t.Fatal(err)
	}
	return pages
}

// What is handed over is read to its end only where it is short and plain. The figures are
// printed by go test -v -run ReportIsShort.
func TestTheReportIsShort(t *testing.T) {
	session, err := assessment.Example(assessment.Default())
	if err != nil {
		t.Fatal(err)
	}
	r := of(session)
	faults := func(doc Document, mostPages, mostWords int) (faults []string) {
		words, parts := count(doc)
		pages := pageCount(t, doc)
		var reading readtest.Measured
		doc.texts(func(text string) {
			// Labels and names are so short that they would flatter the rest.
			if strings.ContainsAny(text, ".?!") {
				reading.Add(text)
			}
		})
		t.Logf("%d pages, %d words, reading grade %.1f; words of the parts: %v", pages, words, reading.Grade(), parts)
		if pages > mostPages {
			faults = append(faults, fmt.Sprintf("%d pages, at most %d", pages, mostPages))
		}
		if words > mostWords {
			faults = append(faults, fmt.Sprintf("%d words, at most %d", words, mostWords))
		}
		if reading.Grade() > 6 {
			faults = append(faults, fmt.Sprintf("it reads at grade %.1f, at most 6", reading.Grade()))
		}
		return faults
	}
	for _, fault := range faults(r.Document(), 8, 2000) {
		t.Error(fault)
	}
	onePage := r
	onePage.OnePage = true
	for _, fault := range faults(onePage.Document(), 1, 300) {
		t.Error("one page: ", fault)
	}
	whole := r
	whole.Appendix = true
	if len(faults(whole.Document(), 8, 2000)) < 2 {
		t.Error("the test does not see that the appendix is long")
	}
}
