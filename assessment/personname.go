package assessment

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// MaxPersonName is the longest name of somebody in a workshop, in characters.
const MaxPersonName = 40

// mostMarks is how many marks a letter of any language has in a name. More are a tower that
// covers other lines.
const mostMarks = 2

// PersonName is a text as the name of somebody in a workshop: as it is seen, on one line, and
// without the signs by which a report sets names apart. It is false where nothing of it can be
// seen, or where it stands for the facilitator, who is nobody in the room.
func PersonName(text string) (name string, ok bool) {
	var b strings.Builder
	letters, marks, shown, onto := 0, 0, false, false
	kept := strings.Map(func(r rune) rune {
		if strings.ContainsRune("(),:", r) || !unicode.IsGraphic(r) && r != 0x200c && r != 0x200d {
			return -1
		}
		return r
	}, norm.NFKC.String(CleanLine(text, MaxName)))
	// What was between two letters may have kept them from being one.
	for _, r := range CleanLine(norm.NFKC.String(kept), MaxName) {
		switch {
		case unicode.IsMark(r):
			if marks++; marks > mostMarks || !onto {
				continue
			}
		default:
			// A mark needs something to stand on.
			marks, onto = 0, !unicode.IsSpace(r)
		}
		if letters++; letters > MaxPersonName {
			break
		}
		shown = shown || unicode.IsLetter(r) || unicode.IsNumber(r)
		b.WriteRune(r)
	}
	name = strings.Join(strings.Fields(b.String()), " ")
	return name, shown && !SameName(name, "facilitator")
}

// SameName reports whether two names of people cannot be told apart by looking at them.
func SameName(a, b string) bool { return looksOf(a) == looksOf(b) }

// looksOf is what a name looks like: letters of other alphabets stand as those of the Latin
// one that have their shape, and capitals as small ones.
func looksOf(name string) string {
	name = strings.Map(func(r rune) rune {
		if r == 0x200c || r == 0x200d {
			return -1
		}
		return r
	}, norm.NFKC.String(name))
	name = strings.ToLower(alike.Replace(name))
	return strings.Join(strings.Fields(alikeSmall.Replace(name)), " ")
}

// alike are capitals and signs with the shape of another letter, alikeSmall the same of small
// letters. A capital I is no other than a small L, so all of their kind are one.
var (
	alike = strings.NewReplacer(
		"А", "a", "В", "b", "Е", "e", "К", "k", "М", "m", "Н", "h", "О", "o", "Р", "p", "С", "c", "Т", "t", "У", "y", "Х", "x", "І", "l", "Ј", "j", "Ѕ", "s", "Ѵ", "v",
		"Α", "a", "Β", "b", "Ε", "e", "Ζ", "z", "Η", "h", "Ι", "l", "Κ", "k", "Μ", "m", "Ν", "n", "Ο", "o", "Ρ", "p", "Τ", "t", "Υ", "y", "Χ", "x",
		"1", "l", "|", "l", "0", "o", "ɑ", "a", "ɡ", "g",
	)
	alikeSmall = strings.NewReplacer(
		"а", "a", "е", "e", "о", "o", "р", "p", "с", "c", "у", "y", "х", "x", "і", "l", "ј", "j", "ѕ", "s", "һ", "h", "ԁ", "d", "ԛ", "q", "ԝ", "w", "ѵ", "v", "ӏ", "l", "ɩ", "l", "i", "l", "ı", "l",
		"α", "a", "ο", "o", "ρ", "p", "ν", "v", "ι", "l", "κ", "k", "υ", "u", "χ", "x", "γ", "y",
	)
)
