package report

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/image/font/sfnt"
)

// face is a font for the PDF, with the letters it has.
type face struct {
	family     string
	data, bold []byte
	letters    *sfnt.Font
}

// faces are the fonts of one PDF, in the order in which they are tried.
type faces struct {
	list  []face
	known map[rune]int
	lost  map[rune]bool
	buf   *sfnt.Buffer
}

const noFace = -1

// shaped are scripts whose letters change with their neighbours or run from right to
// left. This layout sets one letter after the other, which would be wrong for them.
var shaped = []*unicode.RangeTable{
	unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko, unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi,
	unicode.Gujarati, unicode.Oriya, unicode.Tamil, unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala, unicode.Thai,
	unicode.Lao, unicode.Tibetan, unicode.Myanmar, unicode.Khmer, unicode.Mongolian,
}

// lastPlane is the last letter that the PDF library can write.
const lastPlane = 0xFFFF

// newFaces finds out which letters a document needs, and asks for fonts where ours lack
// some of them.
func newFaces(doc Document, fonts Fonts, own []face) faces {
	f := faces{known: map[rune]int{}, lost: map[rune]bool{}, buf: &sfnt.Buffer{}}
	for _, face := range own {
		f.add(face)
	}
	wanted := map[rune]bool{}
	doc.texts(func(text string) {
		for _, r := range normal(text) {
			if r != '\n' && r != '?' && f.of(r) == noFace && r <= lastPlane && !unicode.In(r, shaped...) && !unicode.Is(unicode.Mn, r) {
				wanted[r] = true
			}
		}
	})
	if len(wanted) > 0 && fonts != nil {
		clear(f.known)
		for i, data := range fonts(slices.Sorted(maps.Keys(wanted))) {
			f.add(face{family: fmt.Sprintf("found%d", i), data: data, bold: data})
		}
	}
	doc.texts(func(text string) { f.stretches(text, func(face, string) {}) })
	return f
}

// Lacking returns the letters that a TrueType font does not have: all of them, where it
// is a font that a PDF cannot take.
func Lacking(font []byte, letters []rune) []rune {
	// Only outlines of the kind "glyf" go into a PDF here.
	const directory, entry = 12, 16
	if len(font) < directory || !bytes.Contains(font[:min(len(font), directory+entry*int(binary.BigEndian.Uint16(font[4:])))], []byte("glyf")) {
		return letters
	}
	parsed, err := sfnt.Parse(font)
	if err != nil {
		return letters
	}
	var lacking []rune
	buf := &sfnt.Buffer{}
	for _, r := range letters {
		if glyph, err := parsed.GlyphIndex(buf, r); err != nil || glyph == 0 {
			lacking = append(lacking, r)
		}
	}
	return lacking
}

func (f *faces) add(face face) {
	letters, err := sfnt.Parse(face.data)
	if err != nil {
		return
	}
	face.letters = letters
	f.list = append(f.list, face)
}

// of is the first font that has a letter.
func (f *faces) of(r rune) int {
	if at, ok := f.known[r]; ok {
		return at
	}
	at := noFace
	if r <= lastPlane && !unicode.In(r, shaped...) {
		for i := range f.list {
			if glyph, err := f.list[i].letters.GlyphIndex(f.buf, r); err == nil && glyph != 0 {
				at = i
				break
			}
		}
	}
	f.known[r] = at
	return at
}

// stretches cuts a text into pieces of one font each. A letter that no font has becomes a
// question mark, and is noted.
func (f *faces) stretches(text string, each func(face, string)) {
	var b strings.Builder
	current := 0
	flush := func() {
		if b.Len() > 0 {
			each(f.list[current], b.String())
			b.Reset()
		}
	}
	for _, r := range normal(text) {
		if unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r) {
			continue // they show nothing by themselves
		}
		at := f.of(r)
		if at == noFace {
			f.lost[r] = true
			if unicode.Is(unicode.Mn, r) {
				continue // the letter that it belongs to stands for both
			}
			r, at = '?', 0
		}
		if at != current {
			flush()
			current = at
		}
		b.WriteRune(r)
	}
	flush()
}

// printable is a text with question marks in the place of what cannot be printed.
func (f *faces) printable(text string) string {
	var b strings.Builder
	f.stretches(text, func(_ face, piece string) { b.WriteString(piece) })
	return b.String()
}

// missing names the scripts of letters that could not be printed.
func (f *faces) missing() []string {
	names := map[string]bool{}
	for r := range f.lost {
		names[scriptOf(r)] = true
	}
	return slices.Sorted(maps.Keys(names))
}

func scriptOf(r rune) string {
	for name, table := range unicode.Scripts {
		if unicode.Is(table, r) && name != "Common" && name != "Inherited" {
			return strings.ReplaceAll(name, "_", " ")
		}
	}
	if unicode.Is(unicode.Mn, r) {
		return "accents"
	}
	return "signs"
}
