package look

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"io"
	"regexp"
	"strings"
	"testing"
)

// svgOf is a drawing with something in it.
func svgOf(inside string) string {
	return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 20">` + inside + `</svg>`
}

// Each file that could do harm has a twin without the harm, which is taken: so it is for the
// harm that it is refused.
func TestHostileLogos(t *testing.T) {
	const rect = `<rect width="40" height="20"/>`
	for name, row := range map[string]struct{ hostile, twin string }{
		"script":               {svgOf(`<script>alert(1)</script>` + rect), svgOf(`<g>` + rect + `</g>`)},
		"script in capitals":   {svgOf(`<SCRIPT>alert(1)</SCRIPT>` + rect), svgOf(`<title>alert(1)</title>` + rect)},
		"script of the web":    {svgOf(`<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>` + rect), svgOf(`<h:note xmlns:h="urn:notes">alert(1)</h:note>` + rect)},
		"page inside":          {svgOf(`<foreignObject><b>x</b></foreignObject>` + rect), svgOf(`<g><g/></g>` + rect)},
		"on load":              {strings.Replace(svgOf(rect), "<svg ", `<svg onload="alert(1)" `, 1), strings.Replace(svgOf(rect), "<svg ", `<svg id="load" `, 1)},
		"on click, spelled":    {svgOf(`<rect OnClick="alert(1)" width="40" height="20"/>`), svgOf(`<rect data-click="1" width="40" height="20"/>`)},
		"event in a namespace": {svgOf(`<rect e:onclick="alert(1)" xmlns:e="urn:e" width="40" height="20"/>`), svgOf(`<rect e:click="1" xmlns:e="urn:e" width="40" height="20"/>`)},
		"picture from the web": {svgOf(`<image href="https://example.com/a.png"/>` + rect), svgOf(rect)},
		"picture as data":      {svgOf(`<image href="data:image/svg+xml;base64,AAAA"/>` + rect), svgOf(rect)},
		"use from elsewhere":   {svgOf(`<use xlink:href="other.svg#a"/>`), svgOf(`<rect id="a" width="4" height="4"/><use xlink:href="#a"/>`)},
		"use of a script":      {svgOf(`<use href="javascript:alert(1)"/>`), svgOf(`<rect id="alert" width="4" height="4"/><use href="#alert"/>`)},
		"use of data":          {svgOf(`<use href="data:text/xml,x#a"/>`), svgOf(`<path id="data" d="M0 0L3 3"/><use href="#data"/>`)},
		"fill from elsewhere":  {svgOf(`<rect fill="url(https://example.com/#a)" width="40" height="20"/>`), svgOf(`<linearGradient id="a"/><rect fill="url(#a)" width="40" height="20"/>`)},
		"fill from a file":     {svgOf(`<rect fill="url(other.svg#a)" width="40" height="20"/>`), svgOf(`<linearGradient id="a"/><rect fill="url( '#a' ) #fff" width="40" height="20"/>`)},
		"style fetches":        {svgOf(`<rect style="background:url(//example.com/x)" width="40" height="20"/>`), svgOf(`<rect style="background:red" width="40" height="20"/>`)},
		"style fetches a fill": {svgOf(`<rect style="fill:url('http://example.com/x')" width="40" height="20"/>`), svgOf(`<rect style="fill:#09c" width="40" height="20"/>`)},
		"style in escapes":     {svgOf(`<rect style="fill:u\72l(http://example.com)" width="40" height="20"/>`), svgOf(`<rect style="fill:rgb(1,2,3)" width="40" height="20"/>`)},
		"sheet imports":        {svgOf(`<style>@import "https://example.com/x.css"; .a{fill:red}</style>` + rect), svgOf(`<style>/* import */ .a{fill:red}</style>` + rect)},
		"sheet has a font":     {svgOf(`<style>@font-face{font-family:x;src:url(http://example.com/f)}</style>` + rect), svgOf(`<style>text{font-family:x}</style>` + rect)},
		"sheet fetches":        {svgOf(`<style>rect{fill:url(http://example.com/f)}</style>` + rect), svgOf(`<style>rect{fill:red}</style>` + rect)},
		"entity":               {`<!DOCTYPE svg [<!ENTITY a "b">]>` + svgOf(`<text>&a;</text>`), `<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">` + svgOf(`<text>&amp;</text>`)},
		"entity from a file":   {`<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>` + svgOf(`<text>&a;</text>`), `<?xml version="1.0" encoding="UTF-8"?>` + svgOf(`<text>a</text>`)},
		"entity undeclared":    {svgOf(`<text>&nbsp;</text>`), svgOf(`<text>&#160;</text>`)},
		"sheet from elsewhere": {`<?xml-stylesheet href="https://example.com/x.css"?>` + svgOf(rect), `<?xml version="1.0"?>` + svgOf(rect)},
		"link":                 {svgOf(`<a href="https://example.com">` + rect + `</a>`), svgOf(`<g id="example">` + rect + `</g>`)},
		"it changes itself":    {svgOf(`<rect width="40" height="20"><animate attributeName="href" values="javascript:alert(1)"/></rect>`), svgOf(`<rect width="40" height="20"><title>a</title></rect>`)},
		"set":                  {svgOf(`<rect width="40" height="20"><set attributeName="onload" to="alert(1)"/></rect>`), svgOf(`<rect width="40" height="20"><desc>a</desc></rect>`)},
		"filter fetches":       {svgOf(`<filter id="f"><feImage href="http://example.com"/></filter>` + rect), svgOf(`<defs><path id="f" d="M0 0"/></defs>` + rect)},
		"uses itself":          {svgOf(`<g id="a"><use href="#a"/></g>`), svgOf(`<g id="a">` + rect + `</g><use href="#a"/>`)},
		"laughs":               {svgOf(laughs(9)), svgOf(laughs(3))},
		"masks itself":         {svgOf(`<mask id="m"><rect mask="url(#m)" width="4" height="4"/></mask>` + rect), svgOf(`<mask id="m"><rect width="4" height="4"/></mask><rect mask="url(#m)" width="4" height="4"/>`)},
		"deep":                 {svgOf(strings.Repeat("<g>", 60) + rect + strings.Repeat("</g>", 60)), svgOf(strings.Repeat("<g>", 30) + rect + strings.Repeat("</g>", 30))},
		"many":                 {svgOf(strings.Repeat(rect, 10_001)), svgOf(strings.Repeat(rect, 9_000))},
		"no size":              {`<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="100%">` + rect + `</svg>`, `<svg xmlns="http://www.w3.org/2000/svg" width="100px" height="50px">` + rect + `</svg>`},
		"nothing to see":       {svgOf(`<defs>` + rect + `</defs>`), svgOf(`<defs/>` + rect)},
		"two drawings":         {svgOf(rect) + `<p>`, svgOf(rect) + `<!-- end -->`},
		"a page":               {`<html xmlns="http://www.w3.org/1999/xhtml">` + svgOf(rect) + `</html>`, svgOf(rect)},
		"long":                 {svgOf(rect + `<!--` + strings.Repeat("x", MaxLogo) + `-->`), svgOf(rect + `<!--` + strings.Repeat("x", 1000) + `-->`)},
		"dressed to death":     {svgOf(`<style>` + strings.Repeat(`rect{fill:`+strings.Repeat("0", 1000)+`}`, 300) + `</style>` + strings.Repeat(rect, 8000)), svgOf(`<style>rect{fill:red}</style>` + strings.Repeat(rect, 8000))},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := CheckLogo([]byte(row.hostile))
			var fault LogoFault
			if !errors.As(err, &fault) {
				t.Errorf("it is taken: %v", err)
			} else if strings.HasSuffix(fault.Error(), ".") || strings.Contains(fault.Error(), "<nil>") {
				t.Errorf("%q does not end a sentence", fault)
			}
			logo, err := CheckLogo([]byte(row.twin))
			if err != nil {
				t.Fatalf("the twin without the harm is refused: %v", err)
			}
			harmlessSVG(t, logo)
		})
	}
}

// laughs draws ten times what draws ten times, and so on.
func laughs(levels int) string {
	text := `<rect id="a0" width="4" height="4"/>`
	for i := range levels {
		text += fmt.Sprintf(`<g id="a%d">%s</g>`, i+1, strings.Repeat(fmt.Sprintf(`<use href="#a%d"/>`, i), 10))
	}
	return text
}

var harm = regexp.MustCompile(`(?i)script|\bon[a-z]+=|url\([^#]|style|&#x?0*3c|<!|<\?|data:|https?:`)

// harmlessSVG fails unless a logo is a drawing of allowed parts and nothing else.
func harmlessSVG(t *testing.T, logo Logo) {
	t.Helper()
	if logo.Kind != SVG || logo.Width < 1 || logo.Height < 1 || max(logo.Width, logo.Height) != keptSide {
		t.Fatalf("it is %s of %d by %d", logo.Kind, logo.Width, logo.Height)
	}
	text := strings.Replace(string(logo.Data), `<svg xmlns="http://www.w3.org/2000/svg"`, "<svg", 1)
	decoder := xml.NewDecoder(strings.NewReader(text))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%v in %s", err, text)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if !allowedTags[token.Name.Local] || token.Name.Space != "" {
				t.Errorf("%s has a part <%s>", text, token.Name.Local)
			}
			for _, a := range token.Attr {
				if name := a.Name.Local; a.Name.Space != "" || !drawn[name] && !placed[name] && name != "id" && name != "href" {
					t.Errorf("%s has an attribute %s", text, name)
				}
				if harm.MatchString(a.Name.Local+"="+a.Value) && a.Name.Local != "font-family" || a.Name.Local == "href" && !strings.HasPrefix(a.Value, "#") {
					t.Errorf("%s says %s", text, a.Value)
				}
			}
		case xml.CharData, xml.EndElement:
		default:
			t.Errorf("%s has a %T", text, token)
		}
	}
	again, err := CheckLogo(logo.Data)
	if err != nil {
		t.Fatalf("%s is refused when it is read again: %v", text, err)
	}
	if !bytes.Equal(again.Data, logo.Data) {
		t.Errorf("%s became %s", logo.Data, again.Data)
	}
}

// What drawing programs write comes through with all that is seen.
func TestLogosOfDrawingPrograms(t *testing.T) {
	for name, row := range map[string]struct{ given, want string }{
		"classes": {
			`<?xml version="1.0" encoding="UTF-8"?><svg id="Layer_1" data-name="Layer 1" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50"><defs><style>.cls-1,.cls-2{fill:#0b5c8a;}.cls-2{stroke:#fff;}</style></defs><path class="cls-2" d="M0,0h10v10z"/></svg>`,
			`<svg xmlns="http://www.w3.org/2000/svg" id="Layer_1" viewBox="0 0 100 50" width="1000" height="500"><defs/><path d="M0,0h10v10z" fill="#0b5c8a" stroke="#fff"/></svg>`,
		},
		"notes and styles": {
			`<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns:sodipodi="http://sodipodi.example" width="210mm" height="70mm" inkscape:version="1"><sodipodi:namedview id="v"/><metadata><a/></metadata>` +
				`<g inkscape:label="one" style="display:inline;-inkscape-font-specification:x"><circle style="fill:#f00;stroke:none" fill="blue" cx="5" cy="5" r="5"/></g></svg>`,
			`<svg xmlns="http://www.w3.org/2000/svg" width="1000" height="333" viewBox="0 0 210 70"><g display="inline"><circle fill="#f00" cx="5" cy="5" r="5" stroke="none"/></g></svg>`,
		},
		"no space of names, letters": {
			`<svg viewBox="0,0,4,8"><text x="1" font-family="'Open Sans', serif">A &lt; <tspan>B</tspan></text></svg>`,
			`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 8" width="500" height="1000"><text x="1" font-family="&#39;Open Sans&#39;, serif">A &lt; <tspan>B</tspan></text></svg>`,
		},
		"gradient": {
			`<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 4 4"><linearGradient id="b"/><linearGradient id="a" xlink:href="#b"><stop offset="0" style="stop-color:#000;stop-opacity:.5"/></linearGradient><path style="fill:url(#a)" d="M0 0"/></svg>`,
			`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4" width="1000" height="1000"><linearGradient id="b"/><linearGradient id="a" href="#b"><stop offset="0" stop-color="#000" stop-opacity=".5"/></linearGradient><path d="M0 0" fill="url(#a)"/></svg>`,
		},
	} {
		logo, err := CheckLogo([]byte(row.given))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if string(logo.Data) != row.want {
			t.Errorf("%s became\n%s, want\n%s", name, logo.Data, row.want)
		}
		harmlessSVG(t, logo)
	}
}

func FuzzSVG(f *testing.F) {
	for _, inside := range []string{
		`<rect width="4" height="4"/>`, `<style>.a{fill:red}</style><path class="a" d="M0 0"/>`, `<text>a<tspan>b</tspan></text>`, laughs(2),
		`<linearGradient id="a"/><rect fill="url(#a) red" style="stroke:url(#a)"/>`, `<script/>`, `<rect onload="x"/>`, `<use xlink:href="#a"/><g id="a"/>`,
		`<![CDATA[<script>]]><text><![CDATA[<script>]]></text>`, `<text font-family="x&quot; onload=&quot;y"/>`, `<path d="M0 0&#10;L1 1"/>`,
	} {
		f.Add([]byte(svgOf(inside)))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		logo, err := CheckLogo(data)
		var fault LogoFault
		if err != nil && !errors.As(err, &fault) {
			t.Fatalf("%v is no fault", err)
		}
		if err == nil && logo.Kind == SVG {
			harmlessSVG(t, logo)
		}
	})
}

func pngOf(t *testing.T, picture image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestPNGLogos(t *testing.T) {
	small := pngOf(t, image.NewNRGBA(image.Rect(0, 0, 30, 10)))
	deep := image.NewNRGBA64(image.Rect(0, 0, 30, 10))
	deep.Set(3, 3, color.NRGBA64{0xffff, 0x8000, 0, 0xffff})
	for name, row := range map[string]struct {
		data          []byte
		width, height int
	}{
		"small":       {small, 30, 10},
		"16 bits":     {pngOf(t, deep), 30, 10},
		"palette":     {pngOf(t, image.NewPaletted(image.Rect(0, 0, 20, 20), color.Palette{color.White, color.Black})), 20, 20},
		"large":       {pngOf(t, image.NewGray(image.Rect(0, 0, 4096, 2048))), 1000, 500},
		"a thread":    {pngOf(t, image.NewGray(image.Rect(0, 0, 4096, 1))), 1000, 1},
		"with a note": {withChunk(small, "tEXt", "Author\x00Rosa"), 30, 10},
	} {
		logo, err := CheckLogo(row.data)
		if err != nil || logo.Kind != PNG || logo.Width != row.width || logo.Height != row.height {
			t.Errorf("%s: %s of %d by %d, want %d by %d, %v", name, logo.Kind, logo.Width, logo.Height, row.width, row.height, err)
			continue
		}
		config, err := png.DecodeConfig(bytes.NewReader(logo.Data))
		if err != nil || config.Width != row.width {
			t.Errorf("%s cannot be read again: %v", name, err)
		}
		if bits := logo.Data[24]; bits > 8 {
			t.Errorf("%s has %d bits a colour, which a PDF does not take", name, bits)
		}
		if bytes.Contains(logo.Data, []byte("Rosa")) {
			t.Errorf("%s still has its note", name)
		}
	}
	// A small file that says it is a huge picture is refused by its first bytes.
	bomb := bytes.Clone(small)
	copy(bomb[16:24], "\x00\x00\x20\x00\x00\x00\x20\x00")
	sum := crc32.ChecksumIEEE(bomb[12:29])
	copy(bomb[29:33], []byte{byte(sum >> 24), byte(sum >> 16), byte(sum >> 8), byte(sum)})
	for name, row := range map[string]struct {
		data []byte
		want string
	}{
		"bomb":    {bomb, "8192 by 8192"},
		"cut":     {small[:len(small)-20], "damaged"},
		"head":    {small[:20], "damaged"},
		"empty":   {nil, "empty"},
		"spaces":  {[]byte(" \n"), "empty"},
		"jpeg":    {[]byte("\xff\xd8\xff\xe0 and more"), "JPEG"},
		"packed":  {[]byte("\x1f\x8b\x08"), "packed"},
		"text":    {[]byte("our logo"), "neither a PNG nor an SVG"},
		"long":    {make([]byte, MaxLogo+1), "larger than 1 MB"},
		"latin-1": {[]byte("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><svg/>"), "UTF-8"},
	} {
		if _, err := CheckLogo(row.data); err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%s: %v, want one that says %q", name, err, row.want)
		}
	}
}

// withChunk puts a chunk behind the head of a PNG.
func withChunk(data []byte, kind, text string) []byte {
	body := kind + text
	sum, size := crc32.ChecksumIEEE([]byte(body)), len(text)
	chunk := string([]byte{0, 0, 0, byte(size)}) + body + string([]byte{byte(sum >> 24), byte(sum >> 16), byte(sum >> 8), byte(sum)})
	return []byte(string(data[:33]) + chunk + string(data[33:]))
}

func TestLogosFit(t *testing.T) {
	for _, row := range []struct {
		logo          Logo
		width, height float64
	}{
		{Logo{Width: 100, Height: 50}, 40, 20}, {Logo{Width: 50, Height: 100}, 10, 20}, {Logo{Width: 1000, Height: 10}, 40, .4}, {Logo{}, 40, 20},
	} {
		if w, h := row.logo.Fit(40, 20); w != row.width || h != row.height {
			t.Errorf("%d by %d is drawn %v by %v, want %v by %v", row.logo.Width, row.logo.Height, w, h, row.width, row.height)
		}
	}
}
