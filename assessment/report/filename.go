package report

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"readycheck/assessment"
)

// FileName proposes a file for a report of a business, one that every system can make. A
// report that leaves names out has none in its own name either.
func FileName(business, format string, clientSafe bool) string {
	if clientSafe {
		return "ai-readiness" + EndingOf(format)
	}
	return baseName(business) + EndingOf(format)
}

// EndingOf is what the files of a format end in, with the dot.
func EndingOf(format string) string {
	f, _ := FormatNamed(format)
	return "." + f.Ending
}

// baseName makes a file's name of a business's, without an ending.
func baseName(business string) string {
	business = spelled.Replace(strings.ToLower(assessment.CleanLine(business, assessment.MaxName)))
	name := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '-':
			return r
		case r == ' ':
			return '-'
		}
		return -1
	}, withoutMarks(business))
	if name = strings.Trim(name, "-"); name == "" || device.MatchString(name) {
		name = strings.Trim("session-"+name, "-")
	}
	return name
}

// spelled writes letters out that other letters stand for where they are missing.
var spelled = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "æ", "ae", "ø", "oe", "å", "aa", "œ", "oe", "ł", "l", "đ", "d", "þ", "th")

// device are names that stand for devices on Windows, whatever their ending.
var device = regexp.MustCompile(`^(con|prn|aux|nul|com[0-9]|lpt[0-9])$`)

// withoutMarks takes accents off letters.
func withoutMarks(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(text))
}
