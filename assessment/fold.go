package assessment

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold is a text as it is looked for: in small letters, without accents, on one line and with
// single spaces. “CAFÉ  Müller” folds to “cafe muller”, and so does “cafe muller”. What is
// typed and what it is looked for in are both folded.
func Fold(text string) string {
	if !isASCII(text) {
		// An accent alone is typed for an apostrophe; taken apart, it would be a space.
		text = strings.ReplaceAll(text, "´", "'")
		text = strings.Map(unaccented, norm.NFKD.String(text))
		// A few letters are no accented ones, and yet typed in more than one way.
		text = spelled.Replace(strings.ToLower(strings.ToUpper(text)))
	} else if strings.ContainsFunc(text, func(r rune) bool { return r >= 'A' && r <= 'Z' }) {
		text = strings.ToLower(text)
	}
	if !tidy(text) {
		text = strings.Join(strings.Fields(text), " ")
	}
	return text
}

// unaccented leaves out the accents that are put onto letters of any language, and what cannot
// be seen. The vowels of a script in which they are signs of their own stay.
func unaccented(r rune) rune {
	switch {
	case r >= 0x0300 && r <= 0x036f, r >= 0x1ab0 && r <= 0x1aff, r >= 0x1dc0 && r <= 0x1dff, r >= 0x20d0 && r <= 0x20ff, r >= 0xfe20 && r <= 0xfe2f:
		return -1
	case r == 0x200c, r == 0x200d, unsafeRune(r) && r != '\n' && r != '\t':
		return -1
	}
	return r
}

var spelled = strings.NewReplacer(
	"ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ħ", "h", "ı", "i",
	"‘", "'", "’", "'", "ʼ", "'", "“", `"`, "”", `"`, "„", `"`, "‐", "-", "‑", "-", "–", "-", "—", "-",
)

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// tidy reports whether words are parted by single spaces already.
func tidy(text string) bool {
	after := true // a space
	for i := range len(text) {
		space := text[i] == ' '
		if space && after || text[i] < ' ' || text[i] >= utf8.RuneSelf {
			return false
		}
		after = space
	}
	return !after || text == ""
}
