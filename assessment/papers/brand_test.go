package papers

import (
	"strings"
	"testing"

	"readycheck/assessment/look"
)

// firm is a brand with all that one can have.
func firm(t testing.TB) look.Brand {
	t.Helper()
	logo, err := look.CheckLogo([]byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20"/></svg>`))
	if err != nil {
		t.Fatal(err)
	}
	return look.Brand{Name: "Okafor <& Lind>", Line: "Workshops", Logo: logo, Colour: "#ffcc00", Paper: look.Letter}
}

// A consultant's brand stands on what a business keeps, not on what it tells others.
func TestPapersForPeopleOutsideHaveNoBrand(t *testing.T) {
	outside := 0
	for _, doc := range pile(example(t), true) {
		doc.Brand = firm(t)
		out := written(t, Formats[0], []Document{doc})
		branded := strings.Contains(out, "Okafor") && strings.Contains(out, `<img class="logo"`) && strings.Contains(out, "img-src data:")
		plain := !strings.Contains(out, "Okafor") && !strings.Contains(out, "<img") && !strings.Contains(out, "img-src")
		forOutside := doc.Name == "customers" || doc.Name == "vendor"
		if forOutside {
			outside++
		}
		if branded == forOutside || plain != forOutside {
			t.Errorf("%s has a brand: %v, none at all: %v", doc.Name, branded, plain)
		}
		if strings.Contains(out, "<& Lind>") {
			t.Errorf("%s has the name as markup", doc.Name)
		}
		if !strings.Contains(out, "@page { size: Letter; }") {
			t.Errorf("%s is not for the paper of the brand", doc.Name)
		}
	}
	if outside != 2 {
		t.Errorf("%d papers are for people outside", outside)
	}
}

// In a word processor too, and on the paper of the brand.
func TestPapersForPeopleOutsideHaveNoBrandInDOCX(t *testing.T) {
	docx, _ := FormatNamed("docx")
	for _, doc := range pile(example(t), true) {
		doc.Brand = firm(t)
		doc.Brand.PrintLogo = look.Logo{Kind: look.PNG, Data: []byte("a png"), Width: 40, Height: 20}
		out := written(t, docx, []Document{doc})
		text := wordText(t, out)
		forOutside := doc.Name == "customers" || doc.Name == "vendor"
		if named, drawn := strings.Contains(text, "Okafor &lt;&amp; Lind&gt; Workshops"), strings.Contains(text, "<w:drawing>"); named == forOutside || drawn == forOutside {
			t.Errorf("%s has a name: %v, a logo: %v", doc.Name, named, drawn)
		}
		if !strings.Contains(text, `<w:pgSz w:w="12240" w:h="15840"/>`) {
			t.Errorf("%s is not for the paper of the brand", doc.Name)
		}
	}
}
