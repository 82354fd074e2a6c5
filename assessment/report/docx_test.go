package report

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"image"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"readycheck/assessment"
	"readycheck/assessment/look"
)

// wordParts are the parts of a DOCX by their names.
func wordParts(t testing.TB, docx string) map[string]string {
	t.Helper()
	archive, err := zip.NewReader(strings.NewReader(docx), int64(len(docx)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, file := range archive.File {
		reader, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(reader)
		if err != nil {
			t.Fatal(err)
		}
		parts[file.Name] = string(text)
	}
	return parts
}

// unpacked is all that a DOCX is made of, one part below the other.
func unpacked(t testing.TB, docx string) string {
	parts := wordParts(t, docx)
	var all strings.Builder
	for _, name := range sortedNames(parts) {
		if strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels") {
			all.WriteString(parts[name] + "\n")
		}
	}
	return all.String()
}

func sortedNames(parts map[string]string) []string {
	var names []string
	for name := range parts {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// wordText is what a word processor shows of a DOCX but for its foot, a paragraph a line.
func wordText(t testing.TB, docx string) string {
	text := strings.ReplaceAll(wordParts(t, docx)["word/document.xml"], "</w:p>", "\n")
	return html.UnescapeString(tag.ReplaceAllString(strings.ReplaceAll(text, "<w:tab/>", " "), ""))
}

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

// whole is a report with all that there is to write.
func whole(t testing.TB) Report {
	r := read(t, "bakery.yaml")
	r.Brand, r.Appendix = Brand{Name: "Okafor & Lind", Line: "Workshops for small firms"}, true
	return r
}

func TestGoldenDOCX(t *testing.T) {
	session, err := assessment.Example(assessment.Default())
	if err != nil {
		t.Fatal(err)
	}
	parts := wordParts(t, written(t, DOCX, of(session)))
	golden(t, "example.docx.xml", []byte(strings.ReplaceAll(parts["word/document.xml"], "</w:p>", "</w:p>\n")))
}

// Every part is XML, what belongs together finds each other, and what a paragraph names is there.
func TestADOCXHoldsTogether(t *testing.T) {
	for _, r := range []Report{whole(t), read(t, "blank.yaml"), hostileReport(t)} {
		parts := wordParts(t, written(t, DOCX, r))
		for name, text := range parts {
			if strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels") {
				elements(t, text)
			}
		}
		target := regexp.MustCompile(`Id="(\w+)" Type="[^"]+" Target="([^"]+)"`)
		named := map[string]bool{}
		for rels, folder := range map[string]string{"_rels/.rels": "", "word/_rels/document.xml.rels": "word/"} {
			for _, found := range target.FindAllStringSubmatch(parts[rels], -1) {
				if _, ok := parts[folder+found[2]]; !ok {
					t.Errorf("%s names %s, which is not there", rels, found[2])
				}
				named[found[1]] = true
			}
		}
		text := parts["word/document.xml"]
		for _, found := range regexp.MustCompile(`r:(?:id|embed)="(\w+)"`).FindAllStringSubmatch(text, -1) {
			if !named[found[1]] {
				t.Errorf("no relation is named %s", found[1])
			}
		}
		for _, found := range regexp.MustCompile(`<Override PartName="/([^"]+)"`).FindAllStringSubmatch(parts["[Content_Types].xml"], -1) {
			if _, ok := parts[found[1]]; !ok {
				t.Errorf("%s has a type and is not there", found[1])
			}
		}
		for _, found := range regexp.MustCompile(`<w:(?:pStyle|rStyle|tblStyle|basedOn|next) w:val="(\w+)"/>`).FindAllStringSubmatch(text+parts["word/footer1.xml"]+parts["word/styles.xml"], -1) {
			if !strings.Contains(parts["word/styles.xml"], `w:styleId="`+found[1]+`"`) {
				t.Errorf("there is no style %s", found[1])
			}
		}
		for _, found := range regexp.MustCompile(`<w:numId w:val="(\d+)"/>`).FindAllStringSubmatch(text, -1) {
			if !strings.Contains(parts["word/numbering.xml"], `<w:num w:numId="`+found[1]+`">`) {
				t.Errorf("there is no list %s", found[1])
			}
		}
		ids := map[string]bool{}
		for _, found := range regexp.MustCompile(`<w:id w:val="(\d+)"/>`).FindAllString(text, -1) {
			if ids[found] {
				t.Errorf("two boxes are %s", found)
			}
			ids[found] = true
		}
	}
}

func TestADOCXIsOneToWorkWith(t *testing.T) {
	r := whole(t)
	doc := r.Document()
	docx := written(t, DOCX, r)
	parts := wordParts(t, docx)
	text := parts["word/document.xml"]
	count := func(what string, want int) {
		t.Helper()
		if got := strings.Count(text, what); got != want || want == 0 {
			t.Errorf("%d times %s, want %d", got, what, want)
		}
	}
	var ownPages, headings, subjects, ticks, tables, rows, signs int
	for i, part := range doc.Parts {
		if part.OwnPage && i > 0 {
			ownPages++
		}
		for _, block := range part.Blocks {
			switch block := block.(type) {
			case Heading:
				headings++
			case Subject:
				subjects++
			case Answers:
				subjects += len(block)
			case Columns:
				tables, rows = tables+1, rows+1+len(block[0].Lines)
			case Picture:
				tables, rows = tables+1, rows+1+len(block.Rows)
			case Table:
				tables, rows = tables+1, rows+1+len(block.Rows)
				if block.Tick {
					ticks += len(block.Rows)
				}
			case Steps:
				for _, step := range block {
					if step.Tick {
						ticks++
					}
					if step.Sign {
						signs++
					}
				}
			}
		}
	}
	count(`<w:pStyle w:val="Title"/>`, 1)
	count(`<w:pStyle w:val="Heading1"/>`, len(doc.Parts))
	count(`<w:pStyle w:val="Heading2"/>`, headings)
	count(`<w:pStyle w:val="Heading3"/>`, subjects)
	count(`<w:pageBreakBefore/>`, ownPages)
	count(`<w14:checkbox>`, ticks)
	count(`<w:tblHeader/>`, tables)
	count(`<w:cantSplit/>`, rows)
	count(`<w:pStyle w:val="SignOff"/>`, signs)
	count(`w:leader="underscore"`, 2*signs)
	if foot := parts["word/footer1.xml"]; !strings.Contains(foot, "Rosa&#39;s Bakery · "+doc.Title+" · "+r.Set.DayLong(r.Now)) || !strings.Contains(foot, `w:instr=" PAGE "`) || !strings.Contains(foot, `w:instr=" NUMPAGES "`) {
		t.Errorf("the foot is %s", foot)
	}
	for _, want := range []string{
		"<dc:title>Rosa&#39;s Bakery · " + doc.Title + "</dc:title>", "<dc:creator>Okafor &amp; Lind</dc:creator>", "<dc:language>en</dc:language>",
		`<dcterms:created xsi:type="dcterms:W3CDTF">` + r.Now.Format(assessment.DateLayout) + "T",
	} {
		if !strings.Contains(parts["docProps/core.xml"], want) {
			t.Errorf("%s is missing in %s", want, parts["docProps/core.xml"])
		}
	}
	if !strings.Contains(parts["word/styles.xml"], `<w:lang w:val="en-GB"/>`) {
		t.Error("the text has no language")
	}
	if written(t, DOCX, r) != docx {
		t.Error("the same report gives another file")
	}
}

// A brand is a picture in the file, a colour that can be read, and a paper.
func TestABrandInADOCX(t *testing.T) {
	picture := image.NewGray(image.Rect(0, 0, 40, 10))
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		t.Fatal(err)
	}
	logo, err := look.CheckLogo(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	r := read(t, "bakery.yaml")
	r.Brand = Brand{Name: "A & B", Logo: logoOf(t), PrintLogo: logo, Colour: "#ffcc00", Paper: PaperLetter}
	parts := wordParts(t, written(t, DOCX, r))
	if parts["word/media/picture1.png"] != string(logo.Data) {
		t.Error("the logo is not in the file")
	}
	text := parts["word/document.xml"]
	for _, want := range []string{`descr="A &amp; B"`, `<wp:extent cx="2286000" cy="571500"/>`, `<w:pgSz w:w="12240" w:h="15840"/>`, `w:fill="8F7300"`} {
		if !strings.Contains(text, want) {
			t.Errorf("the text has no %s", want)
		}
	}
	if !strings.Contains(parts["word/styles.xml"], `<w:color w:val="8F7300"/>`) {
		t.Error("the headline has not the colour")
	}
	r.Brand = Brand{Logo: logoOf(t)}
	if parts := wordParts(t, written(t, DOCX, r)); strings.Contains(parts["word/document.xml"], "drawing") || strings.Contains(parts["word/document.xml"], `"Brand"`) {
		t.Error("a drawing that no word processor takes leaves something behind")
	}
}

// A word processor counts as the plan does.
func TestADOCXNumbersStepsAsThePlan(t *testing.T) {
	step := func(number int) Step { return Step{Number: number, Title: fmt.Sprintf("step %d", number)} }
	var out strings.Builder
	if err := layDOCX(&out, Document{Parts: []Part{{Blocks: []Block{Steps{step(0), step(0)}, Steps{step(4), step(5), step(9)}}}}}); err != nil {
		t.Fatal(err)
	}
	parts := wordParts(t, out.String())
	starts := map[string]string{}
	for _, found := range regexp.MustCompile(`<w:num w:numId="(\d+)">.*?</w:num>`).FindAllStringSubmatch(parts["word/numbering.xml"], -1) {
		if start := regexp.MustCompile(`startOverride w:val="(\d+)"`).FindStringSubmatch(found[0]); start != nil {
			starts[found[1]] = start[1]
		}
	}
	var got []string
	last := ""
	for _, found := range regexp.MustCompile(`<w:numId w:val="(\d+)"/>`).FindAllStringSubmatch(parts["word/document.xml"], -1) {
		if found[1] == last {
			got = append(got, "+1")
		} else {
			got = append(got, starts[found[1]])
		}
		last = found[1]
	}
	if want := []string{"1", "+1", "4", "+1", "9"}; !slices.Equal(got, want) {
		t.Errorf("numbered %q, want %q", got, want)
	}
}

// What a person wrote is text and nothing else: no field, no link, no picture, no element.
func TestHostileTextIsInertInADOCX(t *testing.T) {
	r := hostileReport(t)
	field := `{ HYPERLINK "http://evil.example" } <w:fldSimple w:instr="DDEAUTO c:\\cmd.exe"/> ]]> ` + "\x13 DDEAUTO \x14\x15 \ufffe"
	tame := r
	sessions := []*assessment.Session{{}, {}}
	for i, text := range []string{field, "tame"} {
		*sessions[i] = *r.Session
		sessions[i].Answers = map[string]assessment.Answer{}
		sessions[i].Business, sessions[i].Use, sessions[i].Setup.Tool = text, text, text
		for id, answer := range r.Session.Answers {
			answer.Note, answer.Owner, answer.By = text, text, text
			sessions[i].Answers[id] = answer
		}
	}
	r.Session, tame.Session = sessions[0], sessions[1]
	r.Brand, tame.Brand = Brand{Name: field, Line: field}, Brand{Name: "tame", Line: "tame"}
	bad, good := wordParts(t, written(t, DOCX, r)), wordParts(t, written(t, DOCX, tame))
	if !strings.Contains(bad["word/document.xml"], "DDEAUTO") {
		t.Fatal("the text is not there at all")
	}
	for _, name := range sortedNames(good) {
		if got, want := elements(t, bad[name]), elements(t, good[name]); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s has other elements than with a tame text: %v, want %v", name, got, want)
		}
		if strings.HasSuffix(name, ".rels") && bad[name] != good[name] {
			t.Errorf("%s tells of what was written: %s", name, bad[name])
		}
		if strings.Contains(bad[name], "TargetMode") {
			t.Errorf("%s leads elsewhere", name)
		}
		for _, r := range bad[name] {
			if unicode.IsControl(r) && r != '\n' || r == '\ufffe' {
				t.Errorf("%s holds %U", name, r)
				break
			}
		}
	}
	for _, live := range []string{"hyperlink", "instrText", "fldChar", "fldSimple", "altChunk", "drawing"} {
		if n := elements(t, bad["word/document.xml"])[live]; n > 0 {
			t.Errorf("the text has %d of %s", n, live)
		}
	}
}

// LibreOffice opens it, and reads what we wrote. It takes seconds, so it is asked for:
//
//	READYCHECK_LIBREOFFICE=1 go test -run ReadByLibreOffice -v ./assessment/report
//
// With a folder in place of 1, the PDFs stay there to be looked at.
func TestADOCXReadByLibreOffice(t *testing.T) {
	asked := os.Getenv("READYCHECK_LIBREOFFICE")
	if asked == "" {
		t.Skip("READYCHECK_LIBREOFFICE is not set")
	}
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice is not installed")
	}
	folder := t.TempDir()
	if info, err := os.Stat(asked); err == nil && info.IsDir() {
		folder = asked
	}
	one, several := whole(t), whole(t)
	one.OnePage, one.Appendix = true, false
	several.Others = []Report{read(t, "blank.yaml"), hostileReport(t)}
	example, err := assessment.Example(assessment.Default())
	if err != nil {
		t.Fatal(err)
	}
	docx, paths := map[string]string{}, []string{}
	for name, r := range map[string]Report{
		"example": of(example), "one-page": one, "whole": whole(t), "blank": read(t, "blank.yaml"), "hostile": hostileReport(t), "several": several,
	} {
		docx[name] = written(t, DOCX, r)
		paths = append(paths, filepath.Join(folder, name+".docx"))
		if err := os.WriteFile(paths[len(paths)-1], []byte(docx[name]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	own := "-env:UserInstallation=file://" + filepath.Join(t.TempDir(), "office")
	for _, kind := range []string{"txt:Text (encoded):UTF8", "pdf"} {
		args := append([]string{own, "--headless", "--convert-to", kind, "--outdir", folder}, paths...)
		if out, err := exec.Command(office, args...).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	for name, file := range docx {
		text, err := os.ReadFile(filepath.Join(folder, name+".txt"))
		if err != nil {
			t.Fatalf("%s was not opened: %v", name, err)
		}
		// It writes out the numbers of lists.
		got, want := withoutNumbers(letters(string(text))), withoutNumbers(letters(wordText(t, file)))
		for i := range max(len(got), len(want)) {
			if i >= len(got) || i >= len(want) || got[i] != want[i] {
				t.Errorf("%s: word %d: %q, want %q", name, i, got[max(0, i-8):min(len(got), i+8)], want[max(0, i-8):min(len(want), i+8)])
				break
			}
		}
		pages := pagesOf(t, filepath.Join(folder, name+".pdf"))
		t.Logf("%s: %d pages", name, pages)
		if most := map[string]int{"example": 8, "one-page": 1}[name]; pages > cmp.Or(most, pages) {
			t.Errorf("%s has %d pages, and %d at most are wanted", name, pages, most)
		}
	}
}

// pagesOf counts the pages of a PDF that LibreOffice wrote.
func pagesOf(t testing.TB, path string) int {
	t.Helper()
	pdf, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return len(regexp.MustCompile(`/Type\s*/Page\b[^s]`).FindAll(pdf, -1))
}
