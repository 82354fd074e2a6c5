package report

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"readycheck/assessment"
)

// laid is what is drawn on the pages of a document, line by line.
type laid struct {
	pages [][]string
	feet  []string
	// tall are the pages that hold more than there is room for.
	tall []int
	// few are the last pages with next to nothing on them.
	few []string
	// fronts are how many pages each front page takes.
	fronts []int
}

// layFor lays a document out, with what stays together or, for a control, without.
func layFor(doc Document, together bool) (out laid) {
	p := newPaper(doc, func(page int, text string) {
		for len(out.pages) < page {
			out.pages = append(out.pages, nil)
		}
		out.pages[page-1] = append(out.pages[page-1], strings.TrimSpace(text))
	})
	p.aside = func(_ int, text string) { out.feet = append(out.feet, text) }
	chapters := p.chapters(doc)
	for i := range chapters {
		c := &chapters[i]
		if !together {
			for n := range c.items {
				c.items[n].keep = false
			}
			c.starts = divide(c.items, 1, func(int) float64 { return p.takes() })
			c.loose = 1
		}
		for n, from := range c.starts {
			to := len(c.items)
			if n+1 < len(c.starts) {
				to = c.starts[n+1]
			}
			if n > 0 && to == len(c.items) && tall(c.items[from:to], c.loose) < (leastLines-.5)*c.items[to-1].line {
				out.few = append(out.few, fmt.Sprintf("the last of %d pages has %d lines", len(c.starts), to-from))
			}
			if tall(c.items[from:to], c.loose) > p.takes()+.01 {
				out.tall = append(out.tall, from)
			}
		}
	}
	p.pages(chapters)
	from := 0
	for to := 1; to <= len(doc.Parts); to++ {
		if to < len(doc.Parts) && !doc.Parts[to].OwnPage {
			continue
		}
		if slices.ContainsFunc(doc.Parts[from:to], func(part Part) bool { return part.Name == Front }) {
			out.fronts = append(out.fronts, len(chapters[0].starts))
		}
		chapters, from = chapters[1:], to
	}
	p.feet(doc)
	return out
}

// runningWords are so many words, none of which is said a second time.
func runningWords(next *int, many int) string {
	var words []string
	for range many {
		*next++
		words = append(words, fmt.Sprintf("Wörter%d", *next))
	}
	return strings.Join(words, " ")
}

// leads are the lines of a document that say what follows them.
func leads(doc Document) map[string]bool {
	out := map[string]bool{"Note:": true}
	add := func(text string) { out[strings.TrimSpace(text)] = true }
	var ends []string
	answered := slices.ContainsFunc(doc.Parts, func(part Part) bool { return part.Name == Appendix })
	for _, part := range doc.Parts {
		add(part.Title)
		for i, block := range part.Blocks {
			switch block := block.(type) {
			case Heading:
				add(string(block))
			case Subject:
				add(string(block))
			case Table:
				add(block.Head[len(block.Head)-1])
			case Steps:
				for _, step := range block {
					if len(step.Do) > 0 || len(step.Facts) > 0 || step.Sign {
						add(step.Title)
					}
				}
			case Answers:
				for _, answer := range block {
					add(answer.Question)
				}
			case Marks:
				subject := i > 0 && opens(part.Blocks[i-1]) && len(block) == 1
				last := block[len(block)-1]
				said := last.Word
				if len(last.Asides) > 0 {
					said += " (" + strings.Join(last.Asides, "; ") + ")"
				}
				switch {
				case i+1 == len(part.Blocks) || opens(part.Blocks[i+1]):
					ends = append(ends, said)
				case subject && !answered:
					add(said)
				}
			}
		}
	}
	for _, said := range ends { // the same words may end something
		delete(out, said)
	}
	return out
}

// stranded says what stands where a page breaks and should not.
func (l *laid) stranded(doc Document) (faults []string) {
	faults = append(faults, l.few...)
	says := leads(doc)
	var texts []string
	doc.texts(func(text string) { texts = append(texts, strings.TrimSpace(normal(text))) })
	parts := func(line string, cut func(text, line string) (string, bool)) bool {
		return len(line) > 20 && slices.ContainsFunc(texts, func(text string) bool {
			rest, found := cut(text, line)
			return found && rest != ""
		}) && !slices.Contains(texts, line)
	}
	for i, page := range l.pages {
		if len(page) == 0 {
			faults = append(faults, fmt.Sprintf("page %d is empty", i+1))
			continue
		}
		first, last := page[0], page[len(page)-1]
		if i > 0 && parts(first, strings.CutSuffix) {
			faults = append(faults, fmt.Sprintf("page %d begins with a last line: %q", i+1, first))
		}
		if i+1 == len(l.pages) {
			break
		}
		if says[last] {
			faults = append(faults, fmt.Sprintf("page %d ends with a label: %q", i+1, last))
		}
		if parts(last, strings.CutPrefix) {
			faults = append(faults, fmt.Sprintf("page %d ends with a first line: %q", i+1, last))
		}
	}
	for _, at := range l.tall {
		faults = append(faults, fmt.Sprintf("a page that begins with item %d holds too much", at))
	}
	for i, pages := range l.fronts {
		if pages != 1 {
			faults = append(faults, fmt.Sprintf("front page %d takes %d pages", i+1, pages))
		}
	}
	n := 0
	for _, foot := range l.feet {
		if strings.HasPrefix(foot, pageTitle(doc)[:min(10, len(pageTitle(doc)))]) {
			n++
			if want := fmt.Sprintf("%d of %d", n, len(l.pages)); !strings.HasSuffix(foot, " "+want) {
				faults = append(faults, fmt.Sprintf("page %d says %q", n, foot))
			}
		}
	}
	if n != len(l.pages) {
		faults = append(faults, fmt.Sprintf("%d of %d pages have a foot", n, len(l.pages)))
	}
	return faults
}

// fixedReports are reports of many kinds.
func fixedReports(t testing.TB) map[string]Report {
	t.Helper()
	session, err := assessment.Example(assessment.Default())
	if err != nil {
		t.Fatal(err)
	}
	example := of(session)
	appended := example
	appended.Appendix = true
	one := example
	one.OnePage = true
	several := read(t, "bakery.yaml")
	several.Others = []Report{read(t, "blank.yaml"), example}
	greek := read(t, "bakery.yaml")
	greek.Session.Business, greek.Session.Use = "Αρτοποιείο Αθήνα", "Απαντά σε μηνύματα πελατών για παραγγελίες"
	notes, next := read(t, "bakery.yaml"), 0
	for i := range notes.Set.Questions {
		id := notes.Set.Questions[i].ID
		answer := notes.Session.Answers[id]
		answer.Note = runningWords(&next, 40+10*i)
		notes.Session.Answers[id] = answer
	}
	notes.Appendix = true
	long := read(t, "bakery.yaml")
	long.Session.Use = strings.Repeat("Answer customer emails about orders ", 30)[:assessment.MaxUse]
	for id, answer := range long.Session.Answers {
		answer.Owner = "Somebody with a name that is longer than most names are"
		long.Session.Answers[id] = answer
	}
	long.Brand = Brand{Name: "Okafor & Lind", Line: strings.Repeat("Workshops for small firms ", 7)}
	letter := long
	letter.Brand = branded(t)
	all := map[string]Report{
		"letter":  letter,
		"example": example, "appendix": appended, "one page": one, "bakery": read(t, "bakery.yaml"), "blank": read(t, "blank.yaml"),
		"hostile": hostileReport(t), "several": several, "greek": greek, "long notes": notes, "long texts": long,
	}
	for name, r := range all {
		r.Summary = assessment.Evaluate(r.Set, r.Session)
		all[name] = r
	}
	return all
}

func TestNothingIsStrandedWhereAPageEnds(t *testing.T) {
	for name, r := range fixedReports(t) {
		doc := r.Document()
		l := layFor(doc, true)
		for _, fault := range l.stranded(doc) {
			t.Errorf("%s: %s", name, fault)
		}
	}
}

// drawnReport is a report of anybody, with texts of any length.
func drawnReport(t *rapid.T) Report {
	set := assessment.Default()
	session := &assessment.Session{Answers: map[string]assessment.Answer{}}
	for _, field := range assessment.SetupFields {
		session.Setup.Set(field.Name, rapid.SliceOfN(rapid.SampledFrom(field.Codes), 0, 3).Draw(t, field.Name))
	}
	next := 0
	words := func(most int) *rapid.Generator[string] {
		return rapid.Custom(func(t *rapid.T) string { return runningWords(&next, rapid.IntRange(0, most).Draw(t, "words")) })
	}
	session.Business, session.Use = words(5).Draw(t, "business"), words(25).Draw(t, "use")
	for i := range set.Questions {
		session.Answers[set.Questions[i].ID] = assessment.Answer{
			Level: assessment.Level(rapid.IntRange(0, int(assessment.NA)).Draw(t, "level")), Known: assessment.Known(rapid.IntRange(0, 2).Draw(t, "known")),
			Owner: words(5).Draw(t, "owner"), Note: words(150).Draw(t, "note"),
		}
	}
	r := New(set, session, today)
	r.Appendix, r.ClientSafe = rapid.Bool().Draw(t, "appendix"), rapid.Bool().Draw(t, "client-safe")
	return r
}

// The control takes away what holds together, and has to find a fault.
func TestNothingIsStrandedInAnyReport(t *testing.T) {
	faults := 0
	rapid.Check(t, func(t *rapid.T) {
		r := drawnReport(t)
		doc := r.Document()
		l := layFor(doc, true)
		if found := l.stranded(doc); len(found) > 0 {
			t.Fatalf("%s", strings.Join(found, "\n"))
		}
		if faults == 0 {
			control := layFor(doc, false)
			faults += len(control.stranded(doc))
		}
	})
	if faults == 0 {
		t.Error("nothing is found where nothing holds together")
	}
}

// What is handed over is read: the example takes eight pages at most.
func TestTheExampleTakesFewPages(t *testing.T) {
	l := layFor(fixedReports(t)["example"].Document(), true)
	if n := len(l.pages); n > 8 || n < 4 {
		t.Errorf("the example takes %d pages", n)
	}
	if last := l.pages[len(l.pages)-1]; len(last) < leastLines {
		t.Errorf("the last page has no more than %q", last)
	}
}

// A table that goes on says its head once more, and no row of it is cut.
func TestATableGoesOnUnderItsHead(t *testing.T) {
	table := Table{Head: []string{"What is done", "Who", "By"}, Tick: true}
	for i := range 60 {
		table.Rows = append(table.Rows, Row{Cells: []string{fmt.Sprintf("Row %d ", i) + strings.Repeat("has more words than go into a line ", 4), "", ""}})
	}
	doc := Document{Title: "A long table", Parts: []Part{{Title: "Rows", Blocks: []Block{table}}}}
	l := layFor(doc, true)
	if len(l.pages) < 3 || len(l.tall) > 0 {
		t.Fatalf("%d pages, too tall: %v", len(l.pages), l.tall)
	}
	heads := 0
	for _, text := range l.feet {
		if text == strings.Join(table.Head, " ") {
			heads++
		}
	}
	if heads != len(l.pages)-1 {
		t.Errorf("%d pages go on under %d heads", len(l.pages)-1, heads)
	}
	for i, page := range l.pages[1:] {
		if !strings.HasPrefix(page[0], "Row ") {
			t.Errorf("page %d begins within a row: %q", i+2, page[0])
		}
	}
}
