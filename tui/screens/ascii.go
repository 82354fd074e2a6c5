package screens

import (
	"os"
	"strings"
)

// Where the terminal cannot show our signs, each is drawn as a letter that every font has, of the
// same width. People's own letters stay as they are.

// inASCII are the signs that the program draws, and its quotation marks and dashes.
var inASCII = strings.NewReplacer(
	"●", "*", "◐", "+", "○", "o", "·", "-", "–", "-", "—", "-", "…", ".", "“", `"`, "”", `"`, "‘", "'", "’", "'",
	"←", "<", "→", ">", "↑", "^", "↓", "v", "▸", ">", "▏", "_", "─", "-", "━", "=", "│", "|", "┃", "|", "×", "x", "✓", "x",
)

// keyWords are the names of keys that have a sign for one.
var keyWords = strings.NewReplacer("↑↓", "up/down", "← →", "left/right", "↑", "up", "↓", "down", "←", "left", "→", "right")

// key is the name of a key as the terminal can show it.
func (st *styles) key(name string) string {
	if st.fewSigns {
		return keyWords.Replace(name)
	}
	return name
}

// below says that there is more below.
func (st *styles) below() string {
	if st.fewSigns {
		return "more below"
	}
	return "↓ more"
}

// signsFor is the text as the terminal can show it.
func (st *styles) signsFor(text string) string {
	if st.fewSigns {
		return inASCII.Replace(text)
	}
	return text
}

// hasFewSigns reports whether a locale is named that is not one of UTF-8, or a terminal whose fonts
// are known to be small. Where nothing is named, terminals of today show all signs.
func hasFewSigns(environment func(string) string) bool {
	switch environment("TERM") {
	case "linux", "vt100", "vt220", "vt320":
		return true
	}
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if locale := strings.ToLower(environment(name)); locale != "" {
			return !strings.Contains(locale, "utf-8") && !strings.Contains(locale, "utf8")
		}
	}
	return false
}

// fewSignsHere is the same for the terminal that the program runs in. The fonts of the old console
// of Windows lack some signs, and its new terminal says who it is.
func fewSignsHere(system string) bool {
	if system == "windows" {
		return os.Getenv("WT_SESSION") == "" && os.Getenv("TERM_PROGRAM") == ""
	}
	return hasFewSigns(os.Getenv)
}
