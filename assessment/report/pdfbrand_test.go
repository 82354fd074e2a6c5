package report

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"readycheck/assessment/look"
)

// branded is a brand with all that it can have. Its logo lets through what is below, as most do.
func branded(t testing.TB) Brand {
	t.Helper()
	picture := image.NewNRGBA64(image.Rect(0, 0, 160, 40))
	for x := range 160 {
		for y := range 40 {
			picture.Set(x, y, color.NRGBA{uint8(x), 90, uint8(2 * y), uint8(255 - x)})
		}
	}
	var data bytes.Buffer
	if err := png.Encode(&data, picture); err != nil {
		t.Fatal(err)
	}
	logo, err := look.CheckLogo(data.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return Brand{Name: "Okafor & Lind", Line: "Workshops for small firms", Logo: logo, Colour: "#ffcc00", Paper: PaperLetter}
}

// The firm's logo, colour and paper are those of the PDF, and its colour can be read.
func TestAPDFHasTheBrandOfTheFirm(t *testing.T) {
	r := fixedReports(t)["example"]
	plain := parsed([]byte(written(t, PDF, r)))
	r.Brand = branded(t)
	s := structureOf(parsed([]byte(written(t, PDF, r))))
	if len(s.faults) > 0 {
		t.Fatal(s.faults)
	}
	all := string(bytes.Join(s.list, nil))
	if !strings.Contains(all, "/MediaBox [0 0 612.00 792.00]") || strings.Count(all, "/Subtype /Image") != 2 {
		t.Error("the paper is another one, or the logo and what it lets through are not there")
	}
	if bytes.Contains(bytes.Join(plain.list, nil), []byte("/Subtype /Image")) || s.kinds[1] != "Figure" {
		t.Errorf("a picture is there without a logo, or with one it is not read first: %q", s.kinds[:3])
	}
	if !strings.Contains(all, "/Alt "+utf16Text("Okafor & Lind")) {
		t.Error("nobody hears whose logo it is")
	}
	p := newPaper(r.Document(), nil)
	if got := fmt.Sprintf("#%02x%02x%02x", p.accent[0], p.accent[1], p.accent[2]); got != string(r.Brand.Colour.OnWhite()) || got == string(r.Brand.Colour) {
		t.Errorf("the headline is %s for %s", got, r.Brand.Colour)
	}
	if l := layFor(r.Document(), true); len(l.pages) > 8 || len(l.stranded(r.Document())) > 0 {
		t.Errorf("on Letter, it takes %d pages, with %q", len(l.pages), l.stranded(r.Document()))
	}
}

func TestAPDFTakesNoLogoThatItCannotDraw(t *testing.T) {
	r := read(t, "bakery.yaml")
	r.Brand.Logo = logoOf(t)
	s := structureOf(parsed([]byte(written(t, PDF, r))))
	if s.kinds[1] == "Figure" || len(s.faults) > 0 {
		t.Errorf("a drawing is taken for a picture: %q, %q", s.kinds[:3], s.faults)
	}
}

// Worksheets and ballots are read aloud too, and say which page of how many it is.
func TestSheetsOfPaperAreTagged(t *testing.T) {
	set := read(t, "bakery.yaml").Set
	var worksheet, ballot bytes.Buffer
	if err := WorksheetPDF(&worksheet, set, branded(t), nil); err != nil {
		t.Fatal(err)
	}
	if err := PaperBallot(&ballot, set, branded(t), nil); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"worksheet": worksheet.Bytes(), "ballot": ballot.Bytes()} {
		s := structureOf(parsed(data))
		for _, fault := range s.faults[:min(5, len(s.faults))] {
			t.Errorf("%s: %s", name, fault)
		}
	}
}
