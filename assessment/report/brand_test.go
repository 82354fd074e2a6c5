package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"image"
	"image/png"
	"io"
	"regexp"
	"strings"
	"testing"

	"readycheck/assessment"
	"readycheck/assessment/look"
)

func logoOf(t testing.TB) Logo {
	t.Helper()
	logo, err := look.CheckLogo([]byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><rect width="40" height="10"/></svg>`))
	if err != nil {
		t.Fatal(err)
	}
	return logo
}

// What a page may do is said in its head. A brand adds no more than it has.
func TestABrandOnAPage(t *testing.T) {
	logo := logoOf(t)
	src := "data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString(logo.Data)
	for name, row := range map[string]struct {
		brand     Brand
		has, lack []string
	}{
		"nobody": {Brand{}, nil, []string{`class="brand"`, "<img", "img-src", "@page { size"}},
		"name":   {Brand{Name: "A & B"}, []string{"<p class=\"brand\"><strong>A &amp; B</strong></p>"}, []string{"<img", "img-src"}},
		"logo": {
			Brand{Logo: logo, Line: "Line"},
			[]string{`<p class="brand"><img class="logo" src="` + src + `" alt="Logo" width="240" height="60">Line</p>`, "default-src 'none'; img-src data:; style-src"},
			[]string{"<strong></strong>"},
		},
		"hostile": {
			Brand{Logo: logo, Name: `"><script>`}, []string{`alt="&#34;&gt;&lt;script&gt;"`}, []string{"<script"},
		},
		"colour": {
			Brand{Colour: "#ffcc00"},
			[]string{"\n:root { --accent: #8f7300; }", "dark) { :root { --accent: #ffcc00; }", "print { :root { --accent: #8f7300; }"},
			[]string{"@page { size", "<img"},
		},
		"a4":     {Brand{Paper: PaperA4}, []string{"@page { size: A4; }"}, []string{"--accent: #8f7300"}},
		"letter": {Brand{Paper: PaperLetter}, []string{"@page { size: Letter; }"}, nil},
	} {
		r := read(t, "bakery.yaml")
		r.Brand = row.brand
		out := written(t, HTML, r)
		for _, text := range row.has {
			if !strings.Contains(out, text) {
				t.Errorf("%s: the page has no %s", name, text)
			}
		}
		for _, text := range row.lack {
			if strings.Contains(out, text) {
				t.Errorf("%s: the page has %s", name, text)
			}
		}
		style := regexp.MustCompile(`(?s)<style>(.*?)</style>`).FindStringSubmatch(out)[1]
		sum := sha256.Sum256([]byte(style))
		if want := "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(out, want) {
			t.Errorf("%s: a browser would refuse the style sheet", name)
		}
	}
}

func TestTheLogoOnPaperIsAPNG(t *testing.T) {
	svg, first, second := logoOf(t), Logo{Kind: LogoPNG, Data: []byte("first")}, Logo{Kind: LogoPNG, Data: []byte("second")}
	for _, row := range []struct {
		brand Brand
		want  string
	}{
		{Brand{}, ""}, {Brand{Logo: svg}, ""}, {Brand{Logo: first}, "first"}, {Brand{Logo: svg, PrintLogo: second}, "second"}, {Brand{Logo: first, PrintLogo: second}, "first"},
	} {
		if got := row.brand.PaperLogo(); string(got.Data) != row.want {
			t.Errorf("%+v: %q, want %q", row.brand, got.Data, row.want)
		}
	}
}

func TestPapersAreAsLargeAsTheyAre(t *testing.T) {
	for paper, want := range map[Paper]string{"": "210 × 297 A4", PaperA4: "210 × 297 A4", PaperLetter: "215.9 × 279.4 Letter", "a5": "210 × 297 A4"} {
		width, height := paper.Size()
		if got := fmt.Sprintf("%v × %v %s", width, height, paper.Name()); got != want {
			t.Errorf("%q is %s, want %s", paper, got, want)
		}
	}
}

// With a brand on top, a ballot still has the pages that it says it has.
func TestABallotKeepsItsPagesWithABrand(t *testing.T) {
	set := assessment.Default().OnlyQuick()
	var logo bytes.Buffer
	if err := png.Encode(&logo, image.NewGray(image.Rect(0, 0, 300, 90))); err != nil {
		t.Fatal(err)
	}
	brand := Brand{Name: "Okafor & Lind", Line: "Workshops for small firms"}
	shorter := brand
	shorter.Paper, shorter.Logo = PaperLetter, Logo{Kind: look.PNG, Data: logo.Bytes(), Width: 300, Height: 90}
	for _, brand := range []Brand{brand, shorter} {
		pages := traced(t, func(trace func(int, string)) error { return layOutBallot(io.Discard, set, brand, nil, trace) })
		if bare := ballotPages(t, set); len(pages) != len(bare) || len(bare) != 2 {
			t.Errorf("%d pages, and %d without a brand", len(pages), len(bare))
		}
		if !strings.Contains(fmt.Sprint(pages), "Okafor & Lind") {
			t.Error("the brand is not on the ballot")
		}
	}
}
