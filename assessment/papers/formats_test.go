package papers

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"readycheck/assessment"
)

// wordPart is one part of a DOCX.
func wordPart(t testing.TB, docx, name string) string {
	t.Helper()
	archive, err := zip.NewReader(strings.NewReader(docx), int64(len(docx)))
	if err != nil {
		t.Fatal(err)
	}
	file, err := archive.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	text, err := io.ReadAll(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func wordText(t testing.TB, docx string) string { return wordPart(t, docx, "word/document.xml") }

// elements counts the elements of an XML text, and fails where it is none.
func elements(t testing.TB, text string) map[string]int {
	t.Helper()
	count := map[string]int{}
	decoder := xml.NewDecoder(strings.NewReader(text))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return count
		}
		if err != nil {
			t.Fatalf("no XML: %v", err)
		}
		if start, ok := token.(xml.StartElement); ok {
			count[start.Name.Local]++
		}
	}
}

const bad = "<script>alert(1)</script>\" onload=\"x ]]> <w:p/> ![i](http://evil.example) **b** | _i_ \x1b[31mred\x1b]0;t\x07 \u202ereversed\u2066 \x00\uffff & &lt;"

// hostile is a session with the same text in every place that a person can write in.
func hostile(text string) *assessment.Session {
	set := assessment.Default()
	session := &assessment.Session{Business: text, Use: text, Answers: map[string]assessment.Answer{}, Setup: assessment.Setup{
		Tool: text, Kind: "customer-replies", StageNow: "limited", Connection: []string{"builtin", "connector", "custom"},
		Powers: []string{"read", "draft", "write", "send", "act", "judge"}, Audience: []string{"me", "staff", "customers"},
		Information: []string{"public", "internal", "personal", "sensitive"}, Depth: assessment.Full,
	}}
	for i := range set.Questions {
		session.Answers[set.Questions[i].ID] = assessment.Answer{Level: assessment.Partly, Note: text, Owner: text, By: text, Due: "2026-12-16"}
	}
	return session
}

func TestHostileTextIsInertInEveryFormat(t *testing.T) {
	for _, format := range Formats {
		out := written(t, format, pile(hostile(bad), true))
		tame := written(t, format, pile(hostile("tame"), true))
		if format.Name == "docx" {
			for _, part := range []string{"word/document.xml", "word/numbering.xml", "docProps/core.xml"} {
				if got, want := elements(t, wordPart(t, out, part)), elements(t, wordPart(t, tame, part)); fmt.Sprint(got) != fmt.Sprint(want) {
					t.Errorf("%s has other elements than with a tame text: %v, want %v", part, got, want)
				}
			}
			out, tame = wordText(t, out), wordText(t, tame)
		}
		if !strings.Contains(out, "alert") {
			t.Fatalf("%s: the text is not there at all", format.Name)
		}
		for _, r := range out {
			if unicode.IsControl(r) && r != '\n' || r == '\u202e' || r == '\u2066' || r == '\uffff' && format.Name == "docx" {
				t.Errorf("%s holds %U", format.Name, r)
				break
			}
		}
		// In Markdown a sign stands for itself behind a backslash.
		for _, live := range map[string][]string{
			"html": {"<script", "onload=\"", "<img", "href=", "src=", `url\(`, "<w:p/>"},
			"docx": {"<script", "<w:p/>", "<w:hyperlink", "]]>"},
			"md":   {`[^\\]<script`, `[^\\]\]\(`, `[^\\]\*\*b`, ` \| _i_`, `[^\\]://`},
		}[format.Name] {
			if found := regexp.MustCompile(live).FindString(out); found != "" {
				t.Errorf("%s has %q", format.Name, found)
			}
		}
		switch format.Name {
		case "html":
			if !strings.Contains(out, "default-src 'none'; style-src 'sha256-") {
				t.Error("the page has no policy")
			}
			if got, want := len(tag.FindAllString(out, -1)), len(tag.FindAllString(tame, -1)); got != want {
				t.Errorf("%d tags, with a tame text %d", got, want)
			}
		case "md":
			if got, want := strings.Count(out, "\n"), strings.Count(tame, "\n"); got != want {
				t.Errorf("%d lines, with a tame text %d", got, want)
			}
		}
	}
}

var (
	tag  = regexp.MustCompile(`<[^>]*>`)
	head = regexp.MustCompile(`(?s)<head>.*</head>`)
)

// letters are the words of a text and nothing else, so that formats can be compared.
func letters(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
}

func TestAllFormatsSayTheSameInTheSameOrder(t *testing.T) {
	for _, session := range []*assessment.Session{example(t), {}, hostile("x")} {
		docs := pile(session, true)
		html1, _ := FormatNamed("html")
		docx, _ := FormatNamed("docx")
		md, _ := FormatNamed("md")
		want := letters(written(t, md, docs))
		for format, got := range map[string][]string{
			"HTML": letters(html.UnescapeString(tag.ReplaceAllString(head.ReplaceAllString(written(t, html1, docs), ""), " "))),
			"DOCX": letters(html.UnescapeString(tag.ReplaceAllString(wordText(t, written(t, docx, docs)), " "))),
		} {
			if !slices.Equal(got, want) {
				for i := range max(len(got), len(want)) {
					if i >= len(got) || i >= len(want) || got[i] != want[i] {
						t.Errorf("%s, word %d: %q, want %q", format, i, got[max(0, i-6):min(len(got), i+6)], want[max(0, i-6):min(len(want), i+6)])
						break
					}
				}
			}
		}
	}
}

// A word processor gives its headings and lists, and begins each list at one.
func TestDOCXHasRealHeadingsAndLists(t *testing.T) {
	docx, _ := FormatNamed("docx")
	docs := pile(example(t), true)
	out := written(t, docx, docs)
	text, styles, numbering := wordText(t, out), wordPart(t, out, "word/styles.xml"), wordPart(t, out, "word/numbering.xml")
	if got := strings.Count(text, `<w:pStyle w:val="Heading1"/>`); got != len(docs) {
		t.Errorf("%d titles for %d papers", got, len(docs))
	}
	if got := strings.Count(text, "<w:pageBreakBefore/>"); got != len(docs)-1 {
		t.Errorf("%d new pages for %d papers", got, len(docs))
	}
	for _, found := range regexp.MustCompile(`<w:(?:pStyle|tblStyle) w:val="(\w+)"/>`).FindAllStringSubmatch(text, -1) {
		if !strings.Contains(styles, `w:styleId="`+found[1]+`"`) {
			t.Errorf("there is no style %s", found[1])
		}
	}
	// A tab without its line would be a gap that nobody sees.
	gaps := 0
	for _, paragraph := range strings.Split(text, "</w:p>") {
		if strings.Contains(paragraph, "<w:tab/>") {
			gaps++
			if !strings.Contains(paragraph, `w:leader="underscore"`) {
				t.Errorf("no line at the end of %q", tag.ReplaceAllString(paragraph, ""))
			}
		}
	}
	if gaps < 50 {
		t.Errorf("%d gaps", gaps)
	}
	lists := 0
	for _, doc := range docs {
		for _, block := range doc.Blocks {
			if _, ok := block.(Numbered); ok {
				lists++
			}
		}
	}
	if got := strings.Count(numbering, "startOverride"); got != lists || lists < 5 {
		t.Errorf("%d lists begin at one, want %d", got, lists)
	}
	for _, found := range regexp.MustCompile(`<w:numId w:val="(\d+)"/>`).FindAllStringSubmatch(text, -1) {
		if !strings.Contains(numbering, `<w:num w:numId="`+found[1]+`">`) {
			t.Errorf("there is no list %s", found[1])
		}
	}
	for _, part := range []string{"[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", "word/styles.xml", "word/numbering.xml", "docProps/core.xml"} {
		elements(t, wordPart(t, out, part))
	}
	if again := written(t, docx, docs); again != out {
		t.Error("the same papers give another file")
	}
}

// lengths of what a page of HTML takes, in millimetres, as a browser prints it.
const (
	roomMM              = 271
	lineMM, lettersLine = 4.8, 100
)

// height is how much of its page a paper takes, a little more than it does.
func height(doc Document) float64 {
	wrapped := func(text string, letters int) float64 {
		return float64(max(1, (utf8.RuneCountInString(text)+letters-1)/letters))
	}
	fields := func(list Fields) (mm float64) {
		for _, field := range list {
			mm += max(6.8, max(wrapped(field.Name, 55), wrapped(field.said(), max(45, 95-len(field.Name))))*lineMM+1)
		}
		return mm + 1.5
	}
	mm := 9 + wrapped(doc.Lead, lettersLine)*lineMM + 2 + fields(doc.Fields)
	if doc.inside() && doc.Brand.Says() {
		mm += 7.5
	}
	for _, block := range doc.Blocks {
		switch block := block.(type) {
		case Heading:
			mm += 8.2
		case Text:
			mm += wrapped(string(block), lettersLine)*lineMM + 1.4
		case Noted:
			mm += wrapped(notedAs+string(block), lettersLine)*lineMM + 1.4
		case Ask:
			mm += wrapped(string(block), lettersLine)*lineMM + 4
		case Words:
			mm += wrapped(string(block), 85)*6 + 6
		case Bullets:
			mm += listed(block, wrapped)
		case Numbered:
			mm += listed(block, wrapped)
		case Ticks:
			mm += listed(block, wrapped)
		case Fields:
			mm += fields(block)
		case Table:
			all := 0
			for _, wide := range block.Wide {
				all += wide
			}
			for i, row := range append([][]string{block.Head}, block.Rows...) {
				lines := 1.0
				for column, cell := range row {
					lines = max(lines, wrapped(cell, max(6, lettersLine*block.Wide[column]/all-3)))
				}
				tall := lines*4.6 + 1.6
				if i > 0 {
					tall = max(tall, 7.3)
					if block.Tall {
						tall = max(tall, 12.1)
					}
				}
				mm += tall
			}
			mm += 2
		}
	}
	return mm
}

func listed(items []string, wrapped func(string, int) float64) (mm float64) {
	for _, item := range items {
		mm += wrapped(item, 97)*lineMM + 1
		if item == Blank {
			mm++
		}
	}
	return mm + 1.7
}

// A browser is asked by hand (CONTRIBUTING.md); this holds that longer texts of a person do not
// push a paper onto a second page.
func TestEachPaperHasRoomOnItsPage(t *testing.T) {
	longest := strings.Repeat("words of a person ", 600)
	for name, session := range map[string]*assessment.Session{"example": example(t), "empty": {}, "longest": hostile(longest)} {
		for _, doc := range pile(session, true) {
			if mm := height(doc); mm > roomMM {
				t.Errorf("%s of the %s session takes %.0f mm of %d", doc.Name, name, mm, roomMM)
			}
			// With a brand its letters are smaller, by 9.2 to 9.5 points.
			doc.Brand = firm(t)
			if mm := height(doc) * 9.2 / 9.5; mm > roomMM {
				t.Errorf("%s of the %s session takes %.0f mm of %d with a brand", doc.Name, name, mm, roomMM)
			}
			const letterMM = 279.4 - 2*9
			if mm := height(doc) * 8.9 / 9.5; mm > letterMM {
				t.Errorf("%s of the %s session takes %.0f mm of %.0f on Letter with a brand", doc.Name, name, mm, letterMM)
			}
		}
	}
	// The measure can fail.
	if mm := height(Document{Blocks: []Block{Text(longest)}}); mm < roomMM {
		t.Errorf("the longest text of all takes %.0f mm", mm)
	}
}

func TestLongTextIsCutAtAWord(t *testing.T) {
	for text, want := range map[string]string{
		"":                          "",
		"short enough":              "short enough",
		"one two three four five":   "one two …",
		"a\nb":                      "a b",
		strings.Repeat("ä", 30):     strings.Repeat("ä", 11) + " …",
		"Anna, Berta, Carla, Dora.": "Anna, Berta …",
	} {
		if got := short(text, 13); got != want || utf8.RuneCountInString(got) > 13 {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}
