package report

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
)

// structure is what a program that reads a PDF aloud finds in it.
type structure struct {
	objects
	faults []string
	// texts are those of the marks, and tags the names they have on the page.
	texts, tags map[[2]int]string
	// order are the marks as they are read, and owner the element of each.
	order []([2]int)
	owner map[[2]int]int
	kinds []string
}

func (s *structure) fault(format string, args ...any) {
	s.faults = append(s.faults, fmt.Sprintf(format, args...))
}

func (s *structure) object(number string) string {
	n, _ := strconv.Atoi(number)
	if n < 1 || n > len(s.list) {
		s.fault("there is no object %q", number)
		return ""
	}
	return string(s.list[n-1])
}

func found(pattern, text string) string {
	if m := regexp.MustCompile(pattern).FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}

// structureOf reads a PDF and says what is wrong with how it is marked.
func structureOf(o objects) *structure {
	s := &structure{objects: o, texts: map[[2]int]string{}, tags: map[[2]int]string{}, owner: map[[2]int]int{}}
	catalog := s.object(found(`/Root (\d+) 0 R`, o.trailer))
	for _, want := range []string{"/MarkInfo <</Marked true>>", "/Lang (", "/DisplayDocTitle true", "/StructTreeRoot ", "/Metadata "} {
		if !strings.Contains(catalog, want) {
			s.fault("the catalog has no %s", want)
		}
	}
	meta := s.object(found(`/Metadata (\d+) 0 R`, catalog))
	for _, want := range []string{"<pdfuaid:part>1</pdfuaid:part>", "<dc:title>", "<xmp:CreateDate>"} {
		if !strings.Contains(meta, want) {
			s.fault("the metadata has no %s", want)
		}
	}
	tree := s.object(found(`/StructTreeRoot (\d+) 0 R`, catalog))
	parents := s.object(found(`/ParentTree (\d+) 0 R`, tree))
	for page := 1; pageObject(page) <= len(s.list) && strings.Contains(s.object(strconv.Itoa(pageObject(page))), "/Type /Page\n"); page++ {
		text := s.object(strconv.Itoa(pageObject(page)))
		if !strings.Contains(text, fmt.Sprintf("/StructParents %d\n", page-1)) && !strings.Contains(text, fmt.Sprintf("/StructParents %d /Tabs /S", page-1)) {
			s.fault("page %d does not say whose marks it has", page)
		}
		s.content(page, s.object(found(`/Contents (\d+) 0 R`, text)))
	}
	level := 0
	s.element(found(`/K \[(\d+) 0 R\]`, tree), "", &level)
	s.parents(parents)
	for key, tag := range s.tags {
		if s.owner[key] == 0 {
			s.fault("mark %v (%s, %q) is in no element", key, tag, s.texts[key])
		}
	}
	return s
}

var operators = regexp.MustCompile(`\((?:\\.|[^\\()])*\)|<<[^>]*>>|[^\s()<>]+`)

// content looks whether all that is drawn on a page is marked.
func (s *structure) content(page int, object string) {
	data := object[strings.Index(object, "stream\n")+len("stream\n"):]
	reader, err := zlib.NewReader(strings.NewReader(data))
	if err != nil {
		s.fault("page %d: %v", page, err)
		return
	}
	stream, _ := io.ReadAll(reader)
	var before []string
	open, mark := false, [2]int{}
	for _, token := range operators.FindAllString(string(stream), -1) {
		switch token {
		case "BDC", "BMC":
			if open {
				s.fault("page %d: a mark within a mark", page)
			}
			open, mark = true, [2]int{}
			if token == "BDC" && found(`/MCID (\d+)`, before[len(before)-1]) != "" {
				id, _ := strconv.Atoi(found(`/MCID (\d+)`, before[len(before)-1]))
				mark = [2]int{page, id}
				if s.tags[mark] != "" {
					s.fault("mark %v is there twice", mark)
				}
				s.tags[mark] = before[len(before)-2]
			}
		case "EMC":
			if !open {
				s.fault("page %d: a mark that ends twice", page)
			}
			open = false
		case "Tj", "TJ", "S", "s", "f", "F", "B", "b", "b*", "B*", "f*", "Do", "sh":
			if !open {
				s.fault("page %d: %s draws something that is not marked", page, token)
			}
			if token == "Tj" && mark[0] > 0 {
				s.texts[mark] += decoded(before[len(before)-1])
			}
		}
		before = append(before[max(0, len(before)-3):], token)
	}
	if open {
		s.fault("page %d: a mark does not end", page)
	}
}

func decoded(literal string) string {
	raw := []byte(regexp.MustCompile(`(?s)\\(.)`).ReplaceAllStringFunc(literal[1:len(literal)-1], func(escape string) string {
		if escape[1] == 'r' {
			return "\r"
		}
		return escape[1:]
	}))
	var units []uint16
	for i := 0; i+1 < len(raw); i += 2 {
		units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
	}
	return string(utf16.Decode(units))
}

var (
	kids   = regexp.MustCompile(`<<[^>]*>>|\d+ 0 R|\d+`)
	within = map[string]string{"LI": "L", "Lbl": "LI", "LBody": "LI", "TR": "Table", "TH": "TR", "TD": "TR", "Sect": "Document"}
	holds  = map[string][]string{"L": {"LI"}, "LI": {"Lbl", "LBody"}, "Table": {"TR"}, "TR": {"TH", "TD"}}
)

// element walks an element with all that is in it, in the order of reading.
func (s *structure) element(number, parent string, level *int) {
	text := s.object(number)
	kind := found(`/S /(\w+)`, text)
	s.kinds = append(s.kinds, kind)
	if want, ok := within[kind]; ok && want != parent {
		s.fault("a %s stands in a %q", kind, parent)
	}
	if may, ok := holds[parent]; ok && !slices.Contains(may, kind) {
		s.fault("a %s holds a %s", parent, kind)
	}
	if kind == "TH" && !strings.Contains(text, "/Scope /Column") {
		s.fault("the head %s has no scope", number)
	}
	if kind == "Figure" && (!strings.Contains(text, "/Alt <FEFF") || !strings.Contains(text, "/BBox [")) {
		s.fault("a figure has no text for who does not see it, or no place")
	}
	if len(kind) == 2 && kind[0] == 'H' && kind[1] > '0' && kind[1] <= '9' {
		if n := int(kind[1] - '0'); n > *level+1 {
			s.fault("a heading of level %d follows one of level %d", n, *level)
		} else {
			*level = n
		}
	}
	page := found(`/Pg (\d+) 0 R`, text)
	self, _ := strconv.Atoi(number)
	for _, kid := range kids.FindAllString(found(`(?s)/K \[(.*?)\]`, text), -1) {
		if before, is := strings.CutSuffix(kid, " 0 R"); is {
			s.element(before, kind, level)
			continue
		}
		on, id := page, kid
		if strings.HasPrefix(kid, "<<") {
			on, id = found(`/Pg (\d+) 0 R`, kid), found(`/MCID (\d+)`, kid)
		}
		at, _ := strconv.Atoi(on)
		n, _ := strconv.Atoi(id)
		key := [2]int{(at - 1) / 2, n}
		if s.owner[key] != 0 {
			s.fault("mark %v is read twice", key)
		}
		if s.tags[key] != "/"+kind {
			s.fault("mark %v is %q on the page and %s in the tree", key, s.tags[key], kind)
		}
		s.owner[key] = self
		s.order = append(s.order, key)
	}
}

// parents are the elements of the marks, page by page.
func (s *structure) parents(text string) {
	n := 0
	for _, line := range strings.Split(text, "\n") {
		page, refs, found := strings.Cut(line, " [")
		at, err := strconv.Atoi(page)
		if !found || err != nil {
			continue
		}
		for id, ref := range regexp.MustCompile(`(\d+) 0 R`).FindAllStringSubmatch(refs, -1) {
			n++
			if owner, _ := strconv.Atoi(ref[1]); s.owner[[2]int{at + 1, id}] != owner {
				s.fault("mark %d of page %d is said to be of element %d", id, at+1, owner)
			}
		}
	}
	if n != len(s.owner) {
		s.fault("%d of %d marks know their elements", n, len(s.owner))
	}
}

// aloud is what is read, in its order.
func (s *structure) aloud() string {
	var lines []string
	for _, key := range s.order {
		lines = append(lines, s.texts[key])
	}
	return strings.Join(lines, "\n")
}

func TestAPDFIsReadAloudInItsOrder(t *testing.T) {
	for name, r := range fixedReports(t) {
		doc, s := r.Document(), structureOf(parsed([]byte(written(t, PDF, r))))
		for _, fault := range s.faults[:min(5, len(s.faults))] {
			t.Errorf("%s: %s", name, fault)
		}
		want := pageTop.ReplaceAllString(pdfText(t, r, nil), "")
		if r.Brand.Name != "" { // which is nothing to read
			_, want, _ = strings.Cut(want, doc.Title+"\n")
			want = doc.Title + "\n" + want
		}
		got, all := strings.Join(withoutNumbers(letters(s.aloud())), ""), strings.Join(withoutNumbers(letters(want)), "")
		for i := range max(len(got), len(all)) {
			if i >= len(got) || i >= len(all) || got[i] != all[i] {
				t.Errorf("%s: %q is read, want %q", name, got[max(0, i-40):min(len(got), i+40)], all[max(0, i-40):min(len(all), i+40)])
				break
			}
		}
	}
}

// The look above finds what it is for.
func TestAPDFThatIsMarkedBadlyIsFound(t *testing.T) {
	r := fixedReports(t)["appendix"]
	doc := r.Document()
	sound := parsed([]byte(written(t, PDF, r)))
	if s := structureOf(sound); len(s.faults) > 0 || !slices.Contains(s.kinds, "TH") || !slices.Contains(s.kinds, "Figure") || !slices.Contains(s.kinds, "BlockQuote") {
		t.Fatalf("%q, with %q", s.faults, s.kinds)
	}
	for _, change := range [][2]string{
		{" /A <</O /Table /Scope /Column>>", ""},
		{"/Alt <FEFF", "/All <FEFF"},
		{"/MarkInfo <</Marked true>>", ""},
		{"/S /H2 ", "/S /H4 "},
		{"/S /LBody ", "/S /P "},
		{"/K [0]", "/K [1]"},
		{"/StructParents 1 ", "/StructParents 0 "},
		{"/Nums [\n0 [", "/Nums [\n0 [3 0 R "},
		{"<pdfuaid:part>1", "<pdfuaid:part>2"},
		{"/S /TR ", "/S /P "},
		{"/Lang (", "/Long ("},
	} {
		bad := objects{trailer: sound.trailer, list: slices.Clone(sound.list)}
		changed := false
		for i := range bad.list {
			if after := bytes.Replace(bad.list[i], []byte(change[0]), []byte(change[1]), 1); !changed && !bytes.Equal(after, bad.list[i]) {
				bad.list[i], changed = after, true
			}
		}
		if s := structureOf(bad); !changed || len(s.faults) == 0 {
			t.Errorf("%q for %q (there: %v) is not found", change[1], change[0], changed)
		}
	}
	for name, draw := range map[string]func(p *paper){
		"a text without a mark": func(p *paper) { p.draw(margin, margin, plain("more")) },
		"a line without a mark": func(p *paper) { p.stroke(ink, 1, margin, margin, 2*margin, margin) },
		"a mark without an end": func(p *paper) { p.pdf.RawWriteStr("/P <</MCID 0>> BDC") },
	} {
		p := newPaper(doc, nil)
		p.pages(p.chapters(doc))
		draw(p)
		var out bytes.Buffer
		if err := p.output(&out, doc); err != nil {
			t.Fatal(err)
		}
		if s := structureOf(parsed(out.Bytes())); len(s.faults) == 0 {
			t.Errorf("%s is not found", name)
		}
	}
}

// Other programs see the structure, and the date of the report.
func TestAPDFSaysToOthersThatItIsTagged(t *testing.T) {
	reader, err := exec.LookPath("pdfinfo")
	if err != nil {
		t.Skip("pdfinfo is not installed")
	}
	r := read(t, "bakery.yaml")
	path := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(path, []byte(written(t, PDF, r)), 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.Command(reader, "-struct-text", path)
	said, err := command.CombinedOutput()
	if err != nil || bytes.Contains(said, []byte("Error")) {
		t.Fatalf("%v: %s", err, said)
	}
	for _, want := range []string{"Document\n", "H1 (block)\n    \"Is this use of AI ready?\"", "Figure", "TH", "LBody"} {
		if !strings.Contains(string(said), want) {
			t.Errorf("the structure has no %q", want)
		}
	}
	about, err := exec.Command(reader, "-isodates", path).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, about)
	}
	for _, want := range []string{`Tagged: +yes`, `Metadata Stream: +yes`, `CreationDate: +2026-11-22T14:03:00`, `ModDate: +2026-11-22T14:03:00`} {
		if !regexp.MustCompile(want).Match(about) {
			t.Errorf("%s is not said in\n%s", want, about)
		}
	}
	r.Now = time.Time{}
	if first := written(t, PDF, r); !strings.Contains(first, "D:20000101000000") || first != written(t, PDF, r) {
		t.Error("without a date, the file is not always the same")
	}
}
