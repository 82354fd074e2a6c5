package word_test

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"readycheck/assessment/look/word"
)

// partsOf are the parts of a file by their names. Each must be XML.
func partsOf(t *testing.T, file *word.File, body *word.Body) map[string]string {
	t.Helper()
	var b strings.Builder
	if err := file.Write(&b, body); err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(strings.NewReader(b.String()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, part := range archive.File {
		reader, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(reader)
		if err != nil {
			t.Fatal(err)
		}
		parts[part.Name] = string(text)
		if !strings.HasSuffix(part.Name, ".xml") && !strings.HasSuffix(part.Name, ".rels") {
			continue
		}
		for decoder := xml.NewDecoder(strings.NewReader(parts[part.Name])); err == nil; {
			_, err = decoder.Token()
		}
		if !errors.Is(err, io.EOF) {
			t.Errorf("%s is no XML: %v", part.Name, err)
		}
	}
	return parts
}

// order is the order that the standard wants of what is said of a paragraph.
var order = []string{"pStyle", "keepNext", "pageBreakBefore", "numPr", "tabs", "spacing"}

func TestAParagraphIsSaidInTheOrderOfTheStandard(t *testing.T) {
	body := word.NewBody(word.A4)
	body.Paragraph(word.Para{
		Style: "Cell", WithNext: true, NewPage: true, List: word.Ticks, Before: 20, Stops: []word.Stop{{At: 100, Line: true, Right: true}},
	}, word.Run{Text: "text", Style: "Strong", Bold: true, Box: "Done", Tab: true})
	text := partsOf(t, &word.File{}, body)["word/document.xml"]
	said := regexp.MustCompile(`<w:pPr>(.*)</w:pPr>`).FindStringSubmatch(text)
	if said == nil {
		t.Fatal(text)
	}
	var found []string
	for _, name := range regexp.MustCompile(`<w:(\w+)`).FindAllStringSubmatch(said[1], -1) {
		if slices.Contains(order, name[1]) {
			found = append(found, name[1])
		}
	}
	if !slices.Equal(found, order) {
		t.Errorf("%q, want %q", found, order)
	}
	if !strings.Contains(text, `<w:rPr><w:rStyle w:val="Strong"/><w:b/></w:rPr>`) || !strings.Contains(text, "<w14:checkbox>") {
		t.Error(text)
	}
}

// A file says no more of itself than it was told.
func TestAFileIsWhatItWasTold(t *testing.T) {
	bare := partsOf(t, &word.File{Title: "A & B", Language: "de"}, word.NewBody(word.A4))
	if _, ok := bare["word/footer1.xml"]; ok || strings.Contains(bare["word/document.xml"], "footerReference") || strings.Contains(bare["docProps/core.xml"], "created") {
		t.Error("it has a foot, or a date, that nobody gave")
	}
	if !strings.Contains(bare["word/styles.xml"], `<w:lang w:val="de"/>`) || !strings.Contains(bare["docProps/core.xml"], "<dc:title>A &amp; B</dc:title>") {
		t.Error("its language or its title is another one")
	}
	if strings.Contains(bare["word/document.xml"], "w14") {
		t.Error("it asks for boxes and has none")
	}
	full := partsOf(t, &word.File{Language: "en", Date: time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC), Foot: `<w:x/> "quoted"`, Size: 24}, word.NewBody(word.A4))
	if !strings.Contains(full["docProps/core.xml"], ">2026-11-28T00:00:00Z</dcterms:created>") {
		t.Error(full["docProps/core.xml"])
	}
	if foot := full["word/footer1.xml"]; !strings.Contains(foot, "&lt;w:x/&gt; &#34;quoted&#34;") || strings.Count(foot, "fldSimple w:instr") != 2 {
		t.Error(foot)
	}
	if styles := full["word/styles.xml"]; !strings.Contains(styles, `<w:lang w:val="en-GB"/>`) || !strings.Contains(styles, `<w:sz w:val="24"/><w:szCs w:val="24"/><w:lang`) {
		t.Error("the language or the size of its text is another one")
	}
}

func TestATableKeepsItsHeadAndItsRows(t *testing.T) {
	body := word.NewBody(word.A4)
	cell := func(text string) word.Cell { return word.Cell{Runs: []word.Run{{Text: text}}} }
	body.Table(&word.Table{Style: "Rows", Wide: []int{1, 3}, Says: "what <it> shows", Rows: []word.Row{
		{Head: true, Cells: []word.Cell{cell("a"), cell("b")}}, {Height: 300, Cells: []word.Cell{cell("c"), {Runs: []word.Run{{Text: "d"}}, Fill: "EEF2F5"}}},
	}})
	text := partsOf(t, &word.File{}, body)["word/document.xml"]
	for what, times := range map[string]int{
		"<w:cantSplit/>": 2, "<w:tblHeader/>": 1, `<w:tblDescription w:val="what &lt;it&gt; shows"/>`: 1, `<w:gridCol w:w="2494"/><w:gridCol w:w="7483"/>`: 1,
		`<w:trHeight w:val="300"/>`: 1, `w:fill="EEF2F5"`: 1,
	} {
		if got := strings.Count(text, what); got != times {
			t.Errorf("%d times %s, want %d", got, what, times)
		}
	}
}

func TestAPictureIsAPartOfTheFile(t *testing.T) {
	body := word.NewBody(word.A4)
	body.Paragraph(word.Para{}, word.Run{Picture: &word.Picture{PNG: []byte("a png"), Says: `A & "B"`, Width: 100, Height: 50}})
	parts := partsOf(t, &word.File{Colour: "AA0000"}, body)
	if parts["word/media/picture1.png"] != "a png" || !strings.Contains(parts["word/_rels/document.xml.rels"], `Target="media/picture1.png"`) {
		t.Errorf("the picture is not there: %s", parts["word/_rels/document.xml.rels"])
	}
	if text := parts["word/document.xml"]; !strings.Contains(text, `descr="A &amp; &#34;B&#34;"`) || !strings.Contains(text, `<wp:extent cx="63500" cy="31750"/>`) {
		t.Error(text)
	}
	if strings.Contains(parts["word/styles.xml"], word.Blue) || !strings.Contains(parts["word/styles.xml"], `<w:color w:val="AA0000"/>`) {
		t.Error("the headline has another colour")
	}
}
