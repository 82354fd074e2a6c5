package report

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"html"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"
	"pgregory.net/rapid"

	"readycheck/assessment"
)

func written(t testing.TB, write func(io.Writer, Report) error, r Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// pdfText is what stands on the pages of a PDF, line by line.
func pdfText(t testing.TB, r Report, fonts Fonts) string {
	t.Helper()
	var text strings.Builder
	last := 0
	r.Fonts = fonts
	err := layOut(io.Discard, r, func(page int, line string) {
		if page != last {
			fmt.Fprintf(&text, "[page %d]\n", page)
			last = page
		}
		text.WriteString(strings.TrimRight(line, " ") + "\n")
	})
	if err != nil {
		t.Fatal(err)
	}
	return text.String()
}

// readable writes what a person reads of a format: the texts of a PDF and of a DOCX are packed.
func readable(t testing.TB, format Format) func(io.Writer, Report) error {
	switch format.Name {
	case "xlsx":
		return unzipped(format.Write)
	case "docx":
		return func(w io.Writer, r Report) error {
			_, err := io.WriteString(w, unpacked(t, written(t, DOCX, r)))
			return err
		}
	case "pdf":
	default:
		return format.Write
	}
	return func(w io.Writer, r Report) error {
		_, err := io.WriteString(w, pdfText(t, r, r.Fonts))
		return err
	}
}

// Help, completion and the screens take a format from its line in the table.
func TestEveryFormatCanBeAskedFor(t *testing.T) {
	if len(Formats) < 6 {
		t.Fatalf("%d formats", len(Formats))
	}
	seen := map[string]bool{}
	for _, format := range Formats {
		found, ok := FormatNamed(format.Name)
		if !ok || found.Offer != format.Offer {
			t.Errorf("%s is found as %q", format.Name, found.Offer)
		}
		for _, text := range []string{"name " + format.Name, "ending " + format.Ending, "offer " + format.Offer} {
			if seen[text] || strings.HasSuffix(text, " ") {
				t.Errorf("%q is empty or there twice", text)
			}
			seen[text] = true
		}
		if !strings.Contains(format.Help, format.Name) {
			t.Errorf("the help says %q for %s", format.Help, format.Name)
		}
		if out := written(t, format.Write, read(t, "bakery.yaml")); format.Binary == utf8.ValidString(out) {
			t.Errorf("%s: %q is said to be binary: %v", format.Name, out[:20], format.Binary)
		}
	}
	if found, ok := FormatNamed("odt"); ok || found.Write != nil {
		t.Error("there is a format nobody made")
	}
}

// The report of the example is what README.md shows.
func TestGoldenExample(t *testing.T) {
	session, err := assessment.Example(assessment.Default())
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "example.md", []byte(markdownOf(t, of(session))))
	golden(t, "example.html", []byte(written(t, HTML, of(session))))
}

func TestGoldenFormats(t *testing.T) {
	for _, name := range []string{"bakery", "blank", "hostile"} {
		r := read(t, name+".yaml")
		r.Brand = Brand{Name: "Okafor & Lind", Line: "Workshops for small firms"}
		golden(t, name+".html", []byte(written(t, HTML, r)))
		golden(t, name+".csv", []byte(written(t, CSV, r)))
		if name != "blank" { // in which no step has a day
			golden(t, name+".ics", []byte(written(t, Calendar, r)))
		}
		golden(t, name+".pdf.txt", []byte(pdfText(t, r, nil)))
	}
}

// letters are the words of a text and nothing else, so that formats can be compared.
func letters(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

var (
	tag     = regexp.MustCompile(`<[^>]*>`)
	unseen  = regexp.MustCompile(`(?s)<head>.*</head>|<span class="unseen">.*?</span>`)
	foot    = regexp.MustCompile(`\d+ of \d+\n?$`)
	pageTop = regexp.MustCompile(`(?m)^\[page \d+\]$`)
)

// htmlText is what a browser shows of an HTML report but for the picture.
func htmlText(out string) string {
	return html.UnescapeString(tag.ReplaceAllString(unseen.ReplaceAllString(out, ""), " "))
}

func TestAllFormatsSayTheSameInTheSameOrder(t *testing.T) {
	for _, file := range []string{"bakery.yaml", "blank.yaml"} {
		r := read(t, file)
		r.Brand, r.Appendix = Brand{Name: "Okafor & Lind", Line: "Workshops for small firms"}, true
		// A browser numbers the steps by itself, and a wrapped cell stands beside the next one.
		want := letters(unescape(markdownOf(t, r)))
		for format, got := range map[string][]string{
			"HTML": letters(htmlText(byRow(written(t, HTML, r)))),
			"DOCX": letters(wordText(t, written(t, DOCX, r))),
			"PDF":  letters(pageTop.ReplaceAllString(pdfText(t, r, nil), "")),
		} {
			got, want := withoutNumbers(got), withoutNumbers(want)
			for i := range max(len(got), len(want)) {
				if i >= len(got) || i >= len(want) || got[i] != want[i] {
					t.Errorf("%s, %s: word %d: %q, want %q", file, format, i, got[max(0, i-8):min(len(got), i+8)], want[max(0, i-8):min(len(want), i+8)])
					break
				}
			}
		}
	}
}

// withoutNumbers leaves out what may be the number of a step: a browser counts by itself.
func withoutNumbers(words []string) []string {
	return slices.DeleteFunc(slices.Clone(words), func(word string) bool { return len(word) < 3 && strings.Trim(word, "0123456789") == "" })
}

var column = regexp.MustCompile(`(?s)<div class="columns">\n<div>\n(.*?)</div>\n<div>\n(.*?)</div>\n</div>`)

// byRow sets the two columns of HTML line by line, as a table in Markdown has them.
func byRow(out string) string {
	return column.ReplaceAllStringFunc(out, func(columns string) string {
		sides := column.FindStringSubmatch(columns)
		left, right := strings.Split(sides[1], "\n"), strings.Split(sides[2], "\n")
		var b strings.Builder
		for i := range left {
			b.WriteString(left[i] + "\n" + right[i] + "\n")
		}
		return b.String()
	})
}

// hostileReport has something for each format in every place a person can write.
func hostileReport(t testing.TB) Report {
	t.Helper()
	r := read(t, "hostile.yaml")
	const bad = "<script>alert(1)</script>\" onload=\"x =HYPERLINK(\"http://evil.example\",\"x\") \x1b[31mred\x1b]0;t\x07 \u202ereversed BEGIN:VEVENT;,\\ (Tj) ET"
	set := r.Set
	r.Session.ID, r.Session.Business, r.Session.Use = bad, "="+bad, "+"+bad
	for i := range set.Questions {
		r.Session.Answers[set.Questions[i].ID] = assessment.Answer{
			Level: assessment.No, Note: strings.Repeat(bad+"\r\nEND:VCALENDAR\n", 100)[:10_000], Owner: "@" + bad, By: "-" + bad, Due: "2026-12-01",
		}
	}
	r.Summary = assessment.Evaluate(set, r.Session)
	r.Brand, r.Appendix = Brand{Name: bad, Line: bad}, true
	return r
}

func TestHostileTextIsInertInEveryFormat(t *testing.T) {
	r := hostileReport(t)
	outs := map[string]string{}
	for _, format := range Formats {
		if format.Holds != SessionItself { // which brings back what was written as it was
			outs[format.Name] = written(t, readable(t, format), r)
		}
	}
	for format, out := range outs {
		for _, r := range out {
			if unicode.IsControl(r) && r != '\n' && r != '\r' || r == '\u202e' {
				t.Errorf("%s holds %U", format, r)
				break
			}
		}
	}
	t.Run("html", func(t *testing.T) {
		for _, live := range []string{"<script", "onload=\"", "<img", "href=", "src=", "url(", "@import", "http://evil.example\""} {
			if strings.Contains(outs["html"], live) {
				t.Errorf("the page has %s", live)
			}
		}
		if !strings.Contains(outs["html"], "default-src 'none'; style-src 'sha256-") {
			t.Error("the page has no policy")
		}
	})
	t.Run("csv", func(t *testing.T) {
		lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(outs["csv"], "\uFEFF"))).ReadAll()
		if err != nil || len(lines) < 10 {
			t.Fatalf("%d lines, %v", len(lines), err)
		}
		for _, line := range lines {
			if len(line) != len(planHead) {
				t.Errorf("a line has %d cells", len(line))
			}
			for _, cell := range line {
				if start := strings.TrimLeft(cell, " \n\u00a0"); start != "" && strings.ContainsRune(formulaSigns, []rune(start)[0]) {
					t.Errorf("a formula: %.40q", cell)
				}
			}
		}
		for i, line := range strings.Split(strings.TrimSuffix(outs["csv"], "\r\n"), "\r\n") {
			if !strings.HasPrefix(strings.TrimPrefix(line, "\uFEFF"), `"`) || !strings.HasSuffix(line, `"`) {
				t.Errorf("line %d is not quoted", i+1)
			}
		}
	})
	t.Run("ics", func(t *testing.T) {
		for _, line := range strings.Split(outs["ics"], "\r\n") {
			if len(line) > mostOctets || strings.ContainsAny(line, "\r\n") {
				t.Errorf("a line of %d bytes: %q", len(line), line)
			}
		}
		calendar, err := ics.ParseCalendar(strings.NewReader(outs["ics"]))
		if err != nil {
			t.Fatal(err)
		}
		due := 0
		for _, step := range r.Summary.Steps {
			if step.Due != "" {
				due++
			}
		}
		if got := len(calendar.Events()); got != due || due < 10 {
			t.Errorf("%d events, want %d", got, due)
		}
	})
}

// Whatever a cell holds, a spreadsheet reads back that text, and works nothing out.
func TestEveryCellIsInert(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.OneOf(rapid.StringMatching(`[=+@\t \-|%"',;\n＝a1(]*`), rapid.String()).Draw(t, "cell")
		var b bytes.Buffer
		table := newTable(&b, planHead)
		table.line([]string{cell, "next"})
		if err := table.Flush(); err != nil {
			t.Fatal(err)
		}
		reader := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.String(), "\uFEFF")))
		reader.FieldsPerRecord = -1
		lines, err := reader.ReadAll()
		if err != nil || len(lines) != 2 || lines[1][1] != "next" {
			t.Fatalf("%q gives %q (%v)", cell, lines, err)
		}
		got := lines[1][0]
		if strings.TrimPrefix(got, "'") != strings.TrimPrefix(strings.ReplaceAll(cell, "\r\n", "\n"), "'") {
			t.Fatalf("%q became %q", cell, got)
		}
		if start := strings.TrimLeft(got, " \n\u00a0"); start != "" && strings.ContainsRune(formulaSigns, []rune(start)[0]) {
			t.Fatalf("%q is a formula", got)
		}
	})
}

func TestACalendarHasEachDueDateOnItsDay(t *testing.T) {
	r := read(t, "bakery.yaml")
	r.Session.ID = "01a20a4c-930a-7630-b98c-8010c70ba77a"
	calendar, err := ics.ParseCalendar(strings.NewReader(written(t, Calendar, r)))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, event := range calendar.Events() {
		start, err := event.GetAllDayStartAt()
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, start.Format(assessment.DateLayout)+" "+event.GetProperty(ics.ComponentPropertySummary).Value)
		if !strings.HasSuffix(event.Id(), ".01a20a4c930a7630b98c8010c70ba77a@readycheck") {
			t.Errorf("the event's name is %s", event.Id())
		}
	}
	var want []string
	for _, step := range r.Summary.Steps {
		if step.Due != "" {
			want = append(want, step.Due+" Rosa's Bakery: "+step.Title)
		}
	}
	if !slices.Equal(got, want) || len(want) < 2 {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAPDFPrintsLatinGreekAndCyrillic(t *testing.T) {
	r := read(t, "bakery.yaml")
	const names = "Müller Łódź Ñandú Αθήνα Київ"
	r.Session.Business = names + " u\u0308ber" // a mark of its own is put onto its letter
	text := pdfText(t, r, nil)
	if !strings.Contains(text, "Business: "+names+" über\n") || Unprintable(r) != "" {
		t.Errorf("got %.300s", text)
	}
}

func TestAPDFSaysWhatItCannotPrint(t *testing.T) {
	r := read(t, "bakery.yaml")
	r.Session.Business = "Rosa パン屋 مخبز बेकरी 🥐"
	text := pdfText(t, r, nil)
	const want = "are shown as ? there (script: Arabic, Devanagari, Han, Katakana, signs). The HTML report shows them."
	if said := Unprintable(r); !strings.Contains(said, want) || !strings.Contains(text, "Business: Rosa ??? ???? ?") {
		t.Errorf("%q is said of %.600s", said, text)
	}
	// The page goes to somebody else.
	if strings.Contains(text, "script") || strings.Contains(text, "printed") {
		t.Errorf("the page says %.600s", text)
	}
	if said := Unprintable(read(t, "bakery.yaml")); said != "" {
		t.Errorf("where all is printed, %q is said", said)
	}
	// A font of the computer is asked for what one letter after the other can show.
	var asked string
	_ = pdfText(t, r, func(letters []rune) [][]byte {
		asked = string(letters)
		return nil
	})
	if asked != "パン屋" {
		t.Errorf("asked for %q", asked)
	}
}

// A font of this computer, where it has one, prints what ours lack.
func TestAPDFTakesAFontOfTheComputer(t *testing.T) {
	paths, _ := filepath.Glob("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
	if len(paths) == 0 {
		t.Skip("there is no DejaVu font here")
	}
	font, err := os.ReadFile(paths[0])
	if err != nil {
		t.Fatal(err)
	}
	r := read(t, "bakery.yaml")
	r.Session.Business = "Հաց ქართული"
	if left := Lacking(font, []rune("Հქ")); len(left) > 0 {
		t.Skipf("this DejaVu lacks %q", string(left))
	}
	text := pdfText(t, r, func([]rune) [][]byte { return [][]byte{font} })
	if !strings.Contains(text, "Business: Հաց ქართული\n") {
		t.Errorf("got %.300s", text)
	}
	if left := Lacking([]byte("no font"), []rune("a")); len(left) != 1 {
		t.Error("a file that is no font has a letter")
	}
}

// Other programs read the PDF as we meant it.
func TestAPDFReadByOthers(t *testing.T) {
	reader, err := exec.LookPath("pdftotext")
	checker, missing := exec.LookPath("qpdf")
	if err != nil || missing != nil {
		t.Skip("pdftotext or qpdf is not installed")
	}
	for _, r := range []Report{read(t, "bakery.yaml"), read(t, "blank.yaml"), hostileReport(t)} {
		path := filepath.Join(t.TempDir(), "report.pdf")
		pdf := written(t, PDF, r)
		if err := os.WriteFile(path, []byte(pdf), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command(checker, "--check", path).CombinedOutput(); err != nil || !bytes.Contains(out, []byte("No syntax or stream encoding errors found")) {
			t.Errorf("qpdf: %v\n%s", err, out)
		}
		out, err := exec.Command(reader, "-raw", "-enc", "UTF-8", path, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		// What is on the pages beside the words of the document: their feet, and heads once more.
		besides := map[string]bool{}
		p := newPaper(r.Document(), nil)
		p.aside = func(_ int, text string) { besides[strings.Join(letters(text), "")] = true }
		p.pages(p.chapters(r.Document()))
		if err := p.output(io.Discard, r.Document()); err != nil {
			t.Fatal(err)
		}
		var lines []string
		for line := range strings.Lines(string(out)) {
			again := strings.HasPrefix(line, "\f") || foot.MatchString(line)
			if !again || !besides[strings.Join(letters(line), "")] {
				lines = append(lines, line)
			}
		}
		got := withoutNumbers(letters(strings.Join(lines, "")))
		want := withoutNumbers(letters(pageTop.ReplaceAllString(pdfText(t, r, nil), "")))
		if strings.Join(got, "") != strings.Join(want, "") {
			for i := range min(len(got), len(want)) {
				if got[i] != want[i] {
					t.Errorf("word %d: %q, want %q", i, got[max(0, i-8):min(len(got), i+8)], want[max(0, i-8):min(len(want), i+8)])
					break
				}
			}
		}
		if !bytes.Contains([]byte(pdf), []byte("/Outlines")) || !bytes.Contains([]byte(pdf), []byte("/Title")) {
			t.Error("it has no outline, or no title")
		}
	}
}

func TestTheSameReportGivesTheSameFile(t *testing.T) {
	r := read(t, "bakery.yaml")
	first, second := written(t, PDF, r), written(t, PDF, r)
	if first != second {
		t.Error("two PDFs of one report differ")
	}
}

func BenchmarkFormats(b *testing.B) {
	r := hostileReport(b)
	for _, format := range Formats {
		for _, full := range []struct {
			name string
			r    Report
		}{{"full", read(b, "bakery.yaml")}, {"longest", r}} {
			b.Run(format.Name+"/"+full.name, func(b *testing.B) {
				for b.Loop() {
					if err := format.Write(io.Discard, full.r); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
