// Package shell writes words so that they can be typed into a shell: what the program says
// is to be typed has to work for a folder with a space in its name.
package shell

import (
	"runtime"
	"strings"
)

// Command is a command to be typed, each word as it has to be for the shell at hand.
func Command(words ...string) string {
	typed := make([]string, len(words))
	for i, word := range words {
		typed[i] = quoted(word, runtime.GOOS == "windows")
	}
	return strings.Join(typed, " ")
}

// Word is one word as it has to be typed.
func Word(word string) string { return quoted(word, runtime.GOOS == "windows") }

// quoted puts a word in quotes where a shell would take it apart. On Windows it is for
// PowerShell and for cmd alike, unless it has a sign that only PowerShell reads into double
// quotes.
func quoted(word string, windows bool) string {
	safe := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:=+,@%", r) ||
			r > 0x7f && r != '\u2018' && r != '\u2019' && r != '\u201c' && r != '\u201d' || windows && r == '\\'
	}
	if word != "" && strings.IndexFunc(word, func(r rune) bool { return !safe(r) }) < 0 && (!windows || !strings.ContainsAny(word, "%,@")) {
		return word
	}
	switch {
	case !windows:
		return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
	case strings.ContainsAny(word, "$`"):
		return "'" + strings.ReplaceAll(word, "'", "''") + "'"
	}
	return `"` + word + `"`
}
