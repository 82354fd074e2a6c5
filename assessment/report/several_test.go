package report

import (
	"strings"
	"testing"
)

// Several uses of one business stand in one report, behind a page of all of them, and what one
// says is not taken for the other.
func TestSeveralUsesStandInOneReport(t *testing.T) {
	r, other := read(t, "bakery.yaml"), read(t, "blank.yaml")
	other.Session.Business, other.Session.Use = r.Session.Business, "Write posters for the window"
	r.Others = []Report{other}
	doc := r.Document()
	if doc.Parts[0].Name != Register || doc.Parts[1].Name != Front || !doc.Parts[1].OwnPage {
		t.Fatalf("it begins with %s and %s", doc.Parts[0].Name, doc.Parts[1].Name)
	}
	rows := doc.Parts[0].Blocks[1].(Table).Rows
	if len(rows) != 2 || !strings.HasPrefix(rows[1].Cells[0], "2. Write posters") || rows[1].Cells[3] != "answer the questions" {
		t.Errorf("the page of all uses has %v", rows)
	}
	fronts := map[int]Headline{}
	for _, part := range doc.Parts[1:] {
		if part.Use == 0 || part.OwnPage == (part.About == "") {
			t.Errorf("%s of use %d begins a page: %v, and names %q", part.Name, part.Use, part.OwnPage, part.About)
		}
		if part.Name == Front {
			fronts[part.Use] = part.Blocks[0].(Headline)
		}
	}
	if want := (map[int]Headline{1: "Ready for: " + Headline(r.Set.ReadyFor(r.Summary.Stage)), 2: "Ready for: nothing yet"}); len(fronts) != 2 || fronts[1] != want[1] || fronts[2] != want[2] {
		t.Errorf("the first pages say %v, want %v", fronts, want)
	}
	page := written(t, HTML, r)
	for _, id := range []string{`id="register"`, `id="front-1"`, `id="front-2"`, `id="plan-1"`} {
		if strings.Count(page, id) != 1 {
			t.Errorf("%s stands there %d times", id, strings.Count(page, id))
		}
	}
	r.ClientSafe = true
	if safe := written(t, HTML, r); strings.Contains(safe, "posters") || strings.Contains(safe, "Rosa") {
		t.Error("the second use is named in a client-safe report")
	}
}
