// Package word writes files for word processors (DOCX): their parts, and the paragraphs, lists
// and tables in them. What a text looks like is a matter of styles (styles.xml), so that whoever
// gets a file can change its look in one place.
//
// A text stands for itself wherever it is given: it becomes no field, no link and no element.
// Texts of people in it are clean (see assessment.Clean).
package word

import (
	"archive/zip"
	"cmp"
	_ "embed" // for the styles
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"
)

//go:embed styles.xml
var styles string

const (
	xmlHead    = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	wordSpace  = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	officeRel  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packageRel = "http://schemas.openxmlformats.org/package/2006/relationships"
	wordType   = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	// Only what a word processor of 2010 and later knows is in this space: boxes to click.
	boxSpace = ` xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14"`
)

// Page is the size of a page and of its margins, in twentieths of a point.
type Page struct{ Width, Height, Side, Top, Bottom int }

// A4 is a page with narrow margins.
var A4 = Page{Width: 11906, Height: 16838, Side: 964, Top: 794, Bottom: 737}

// OnPaper is A4 with the width and height of another paper, in millimetres.
func OnPaper(width, height float64) Page {
	twentieths := func(mm float64) int { return int(mm*1440/25.4 + .5) }
	page := A4
	page.Width, page.Height = twentieths(width), twentieths(height)
	return page
}

// Text is how wide the text between the margins is.
func (p Page) Text() int { return p.Width - 2*p.Side }

// File is what goes into a file beside its text.
type File struct {
	Title string
	// Language is that of the text, as BCP 47 names it.
	Language string
	// Creator is who made it.
	Creator string
	// Date is when it was made, zero where nobody said.
	Date time.Time
	// Size is that of plain text in half points, 0 for 10 points.
	Size int
	// Colour is that of the headline, six digits such as "0B5C8A", or empty for our own.
	Colour string
	// Foot stands at the foot of each page, before its number. Without one there is no foot.
	Foot string
	// PageNumber says a page's number, in the place of {n}, and how many there are in that of
	// {all}.
	PageNumber string
}

// part is one file of the archive.
type part struct {
	name, text string
	// kind is the end of its type, empty where the ending of the name tells it. of is what it is to
	// the document, and id how that calls it.
	kind, of, id string
}

// Write writes a file with the text of a body. The same text gives the same bytes: no time is kept.
func (f *File) Write(w io.Writer, body *Body) error {
	parts := []part{
		{name: "word/styles.xml", text: f.styles(), kind: "styles+xml", of: "styles", id: "styles"},
		{name: "word/numbering.xml", text: body.numbering(), kind: "numbering+xml", of: "numbering", id: "numbering"},
		{name: "word/settings.xml", text: settings, kind: "settings+xml", of: "settings", id: "settings"},
	}
	section := ""
	if f.Foot != "" {
		section = `<w:footerReference xmlns:r="` + officeRel + `" w:type="default" r:id="foot"/>`
		parts = append(parts, part{name: "word/footer1.xml", text: f.foot(body.page), kind: "footer+xml", of: "footer", id: "foot"})
	}
	types := `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
		`<Default Extension="png" ContentType="image/png"/>` +
		override("word/document.xml", wordType+"document.main+xml") +
		override("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml")
	for _, p := range parts {
		types += override(p.name, wordType+p.kind)
	}
	for i, data := range body.pictures {
		parts = append(parts, part{name: fmt.Sprintf("word/media/picture%d.png", i+1), text: string(data), of: "image", id: pictureID(i + 1)})
	}
	var related []relation
	for _, p := range parts {
		related = append(related, relation{p.id, officeRel + "/" + p.of, strings.TrimPrefix(p.name, "word/")})
	}
	parts = append([]part{
		{name: "[Content_Types].xml", text: xmlHead + types + `</Types>`},
		{name: "_rels/.rels", text: relations(relation{"document", officeRel + "/officeDocument", "word/document.xml"},
			relation{"properties", packageRel + "/metadata/core-properties", "docProps/core.xml"})},
		{name: "word/document.xml", text: body.document(section)},
		{name: "word/_rels/document.xml.rels", text: relations(related...)},
		{name: "docProps/core.xml", text: f.properties()},
	}, parts...)
	archive := zip.NewWriter(w)
	for _, p := range parts {
		file, err := archive.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate})
		if err != nil {
			return err
		}
		if _, err := io.WriteString(file, p.text); err != nil {
			return err
		}
	}
	return archive.Close()
}

func override(name, kind string) string {
	return `<Override PartName="/` + name + `" ContentType="` + kind + `"/>`
}

// relation is a part that another one belongs to, with its kind.
type relation struct{ id, kind, target string }

func relations(list ...relation) string {
	var b strings.Builder
	b.WriteString(xmlHead + `<Relationships xmlns="` + packageRel + `">`)
	for _, r := range list {
		fmt.Fprintf(&b, `<Relationship Id="%s" Type="%s" Target="%s"/>`, r.id, r.kind, r.target)
	}
	b.WriteString(`</Relationships>`)
	return b.String()
}

// settings ask for the way of today: without them Word opens a file as one of 2003, in which
// boxes cannot be clicked.
const settings = xmlHead + `<w:settings ` + wordSpace + `><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`

// properties are what a list of files shows.
func (f *File) properties() string {
	made := ""
	if !f.Date.IsZero() {
		day := f.Date.Format("2006-01-02") + "T00:00:00Z"
		made = `<dcterms:created xsi:type="dcterms:W3CDTF">` + day + `</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">` + day + `</dcterms:modified>`
	}
	return xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"` +
		` xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		`<dc:title>` + inXML(f.Title) + `</dc:title><dc:creator>` + inXML(f.Creator) + `</dc:creator><dc:language>` + inXML(f.Language) + `</dc:language>` +
		made + `</cp:coreProperties>`
}

// foot has a text at the left and "3 of 8" at the right. The numbers are fields of ours.
func (f *File) foot(page Page) string {
	field := func(name string) string {
		return `<w:fldSimple w:instr=" ` + name + ` "><w:r><w:t>1</w:t></w:r></w:fldSimple>`
	}
	// The numbers stand where the words of the language have them.
	run := func(text string) string {
		if text == "" {
			return ""
		}
		return `<w:r>` + said(text) + `</w:r>`
	}
	var number strings.Builder
	for rest := cmp.Or(f.PageNumber, "{n} of {all}"); ; {
		before, after, found := strings.Cut(rest, "{")
		number.WriteString(run(before))
		if !found {
			break
		}
		name, behind, _ := strings.Cut(after, "}")
		number.WriteString(field(map[string]string{"n": "PAGE", "all": "NUMPAGES"}[name]))
		rest = behind
	}
	return xmlHead + `<w:ftr ` + wordSpace + `><w:p><w:pPr><w:pStyle w:val="Footer"/>` +
		fmt.Sprintf(`<w:tabs><w:tab w:val="right" w:pos="%d"/></w:tabs>`, page.Text()) + `</w:pPr>` +
		`<w:r>` + said(f.Foot) + `<w:tab/></w:r>` + number.String() + `</w:p></w:ftr>`
}

// Blue is our own colour, of the headline and of what is full.
const Blue = "0B5C8A"

// styles are the looks, in the language, size and colour of a file.
func (f *File) styles() string {
	out := strings.Replace(styles, `w:lang w:val="en-GB"`, `w:lang w:val="`+inXML(region(f.Language))+`"`, 1)
	if f.Colour != "" {
		out = strings.ReplaceAll(out, `w:val="`+Blue+`"`, `w:val="`+inXML(f.Colour)+`"`)
	}
	if f.Size > 0 {
		out = strings.Replace(out, `<w:sz w:val="20"/><w:szCs w:val="20"/>`, fmt.Sprintf(`<w:sz w:val="%[1]d"/><w:szCs w:val="%[1]d"/>`, f.Size), 1)
	}
	return out
}

// region is a language with a country, which spelling needs where a language has several.
func region(language string) string {
	if language == "en" {
		return "en-GB"
	}
	return language
}

func inXML(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a Builder takes everything
	return b.String()
}

// said is text as it is.
func said(text string) string { return `<w:t xml:space="preserve">` + inXML(text) + `</w:t>` }
