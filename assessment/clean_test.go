package assessment

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestClean(t *testing.T) {
	for text, want := range map[string]string{
		"plain":                                 "plain",
		"  two\r\nlines\r":                      "two\nlines",
		"a\tb":                                  "a b",
		"\x1b[31mred\x1b[0m":                    "red",
		"\x1b]0;title\x07after":                 "after",
		"\x1b]8;;http://x\x1b\\link":            "link",
		"\u009b31mred":                          "red",
		"\u009d0;t\x07after":                    "after",
		"\x1bPq#0\x1b\\after":                   "after",
		"a\x00b\x07c\x7fd":                      "abcd",
		"a\u202eb\u2066c\u200fd\u061ce":         "abcde",
		"bad\xff\xfeutf8":                       "badutf8",
		"\ufeffmark":                            "mark",
		"zero\u200bwidth\u2060in\u00adit\u3164": "zerowidthinit",
		"نمی\u200cخواهم":                        "نمی\u200cخواهم",
		"tag\U000E0041s":                        "tags",
		"👩🏽‍🍳 stays":                            "👩🏽‍🍳 stays",
		"मैं नहीं":                              "मैं नहीं",
		"\x1b":                                  "",
		"\x1b[":                                 "",
		"\x1b\x1b[[31m31mtwice":                 "31m31mtwice",
		"\x1b]0;never ends\nthe next line":      "the next line",
		"\x1b[3\x07\x1b[1mnested":               "nested",
		"\u2028hidden\u2029line\u2028ends":      "hiddenlineends",
		"keeps\n\nan empty line":                "keeps\n\nan empty line",
		strings.Repeat("語", 150):                strings.Repeat("語", 100),
		strings.Repeat("\x1b[31mx", 150):        strings.Repeat("x", 100),
		strings.Repeat("\u202e", 200) + "x":     "x",
	} {
		if got := Clean(text, 100); got != want {
			t.Errorf("Clean(%q) is %q, want %q", text, got, want)
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, text := range []string{
		"plain", "\x1b[31mred\x1b[0m", "\x1b]0;t\x07", "\u009b31m", "a\r\nb\rc", "\x1b\u202e[31m", "\u202e\u2066", "\xff\xfe\x1b", "\x1bP\x1b\\", "👩🏽‍🍳",
		"\x1b[\u202e31m", "\x1b\x00[31m", "\u0090x\u009c", "a\tb\u2028c", "\ufeff\x1b]8;;http://x\x07",
	} {
		f.Add(text, 10)
	}
	f.Fuzz(func(t *testing.T, text string, limit int) {
		limit = max(limit%20_000, -(limit % 20_000)) // a limit is never below 0
		for name, clean := range map[string]func(string, int) string{"Clean": Clean, "CleanLine": CleanLine} {
			got := clean(text, limit)
			if !utf8.ValidString(got) || utf8.RuneCountInString(got) > max(0, limit) {
				t.Fatalf("%s(%q, %d) is %q", name, text, limit, got)
			}
			for _, r := range got {
				if unicode.IsControl(r) && (r != '\n' || name == "CleanLine") || unsafeRune(r) && r != '\n' {
					t.Fatalf("%s(%q, %d) lets %U through", name, text, limit, r)
				}
			}
			if again := clean(got, limit); again != got {
				t.Fatalf("%s(%q, %d) is %q, and cleaned again %q", name, text, limit, got, again)
			}
		}
	})
}
