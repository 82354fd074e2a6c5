package look

import (
	"regexp"
	"strings"
	"sync"
)

// patterns are what Markdown reads as more than text. They are compiled on first use: most
// commands write no Markdown.
var patterns = sync.OnceValue(func() (s struct{ special, address, opening *regexp.Regexp }) {
	// These mean something anywhere in a line.
	s.special = regexp.MustCompile("[\\\\`*_\\[\\]<>|#~${}&]")
	// These are what GitHub turns into a link without any brackets.
	s.address = regexp.MustCompile(`(?i)(:)(//)|(www)(\.)|(mailto|xmpp)(:)`)
	// These mean something at the start of a line: lists, rules, headings.
	s.opening = regexp.MustCompile(`^([-+=:])|^(\d+)([.)])`)
	return s
})

// EscapeMarkdown makes a line of text stand for itself and nothing else, wherever in a line it
// comes to stand.
func EscapeMarkdown(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	text = patterns().special.ReplaceAllString(text, `\$0`)
	text = patterns().address.ReplaceAllStringFunc(text, func(found string) string {
		if strings.HasPrefix(found, ":") {
			return `\` + found
		}
		return found[:len(found)-1] + `\` + found[len(found)-1:]
	})
	return patterns().opening.ReplaceAllStringFunc(text, func(found string) string {
		return found[:len(found)-1] + `\` + found[len(found)-1:]
	})
}
