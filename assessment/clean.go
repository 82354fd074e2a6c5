package assessment

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean makes text that a person typed or a file brought safe to keep and to show:
// invalid UTF-8, escape sequences, control characters and characters that turn the
// reading direction are taken out. Line ends become "\n", a tab a space. It keeps at
// most limit characters, and trims space at both ends.
func Clean(text string, limit int) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = strings.ReplaceAll(text, "\r", "\n")
	limit = max(0, min(limit, len(text)))
	var b strings.Builder
	b.Grow(min(len(text), 4*limit))
	kept := 0
	for i := 0; i < len(text) && kept < limit; {
		if n := escapeLen(text[i:]); n > 0 {
			i += n
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		switch {
		case r == utf8.RuneError && size <= 1:
			continue
		case r == '\t':
			r = ' '
		case r == '\n':
		case unsafeRune(r):
			continue
		}
		b.WriteRune(r)
		kept++
	}
	return strings.TrimSpace(b.String())
}

// CleanLine is Clean for text that must stay on one line.
func CleanLine(text string, limit int) string {
	return strings.Join(strings.Fields(Clean(text, limit)), " ")
}

func unsafeRune(r rune) bool {
	switch {
	case unicode.IsControl(r):
		return true
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0x200E, r == 0x200F, r == 0x061C:
		return true // turn the reading direction
	case r == 0x2028, r == 0x2029, r == 0xFEFF:
		return true // hidden line ends and byte order marks
	case r == 0x200B, r == 0x2060, r == 0x180E, r == 0x00AD, r == 0x115F, r == 0x1160, r == 0x3164, r == 0xFFA0, r >= 0xFFF9 && r <= 0xFFFB:
		return true // nothing to see, and no part of any word
	case r >= 0xE0000 && r <= 0xE007F:
		return true // invisible tags
	}
	return false
}

// escapeLen is how many bytes of an escape sequence stand at the start of text.
func escapeLen(text string) int {
	const intro = 2
	var kind byte
	switch {
	case text == "\x1b":
		return 1
	case strings.HasPrefix(text, "\x1b"):
		kind = text[1]
	case strings.HasPrefix(text, "\u009b"):
		kind = '['
	case strings.HasPrefix(text, "\u009d"):
		kind = ']'
	case strings.HasPrefix(text, "\u0090"):
		kind = 'P'
	default:
		return 0
	}
	switch kind {
	case '[':
		return intro + controlLen(text[intro:])
	case ']', 'P', 'X', '^', '_':
		return intro + commandLen(text[intro:])
	}
	return 1
}

// controlLen is how long a control sequence goes on after its beginning: to its letter, or to
// what cannot stand in one.
func controlLen(text string) int {
	for i := range len(text) {
		if text[i] >= 0x40 && text[i] <= 0x7e {
			return i + 1
		}
		if text[i] < 0x20 || text[i] > 0x7e {
			return i
		}
	}
	return len(text)
}

// commandLen is how long a command with a text goes on after its beginning: to its end, or to
// that of the line.
func commandLen(text string) int {
	for i := range len(text) {
		switch {
		case text[i] == 0x07:
			return i + 1
		case strings.HasPrefix(text[i:], "\x1b\\"):
			return i + 2
		case text[i] == '\n':
			return i
		}
	}
	return len(text)
}

// Quoted is a person's text, safe to show on one line, between quotation marks.
func Quoted(text string) string { return "“" + CleanLine(text, MaxNote) + "”" }

// Capital writes a text with a capital first letter.
func Capital(text string) string {
	_, first := utf8.DecodeRuneInString(text)
	return strings.ToUpper(text[:first]) + text[first:]
}
