package assessment

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// A word processor or a telephone turns a ballot into text that is no YAML any more: straight
// quotes become curly ones, spaces become no-break spaces and tabs. Here such lines become what
// they were, sign for sign, so that a fault is still named with its place.

// parseTyped reads what a person typed into. If nothing can be made of the mended text, the
// text counts as it is.
func (r *reader) parseTyped(data []byte) *yaml.Node {
	text := fromUTF16(data)
	if len(text) > maxFileBytes || !utf8.Valid(text) || json.Valid(bytes.TrimPrefix(text, []byte("\uFEFF"))) {
		return r.parse(text)
	}
	// What costs the parser too much is not worth mending.
	if !r.affordable(text) {
		return nil
	}
	mended, moved := mendLines(string(text))
	root := r.parse([]byte(mended))
	if root == nil && mended != string(text) {
		again := &reader{file: r.file}
		if as := again.parse(text); as != nil {
			r.faults = nil
			return as
		}
	}
	if root != nil && len(moved) > 0 {
		putBack(root, moved)
	}
	return root
}

// putBack gives nodes the columns that they have in the file: moved says by how many signs each
// line grew at its beginning.
func putBack(n *yaml.Node, moved map[int]int) {
	n.Column = max(1, n.Column-moved[n.Line])
	for _, child := range n.Content {
		putBack(child, moved)
	}
}

// fieldLine is a line of a ballot: the indentation, a field, and what stands behind it.
var fieldLine = regexp.MustCompile(`^([\s\p{Z}]*)([\p{L}\p{N}_‐‑–—-]+)([\s\p{Z}]*):([\s\p{Z}]*)(.*?)([\s\p{Z}]*)$`)

// mendLines mends a text line by line. It also says which lines grew at their beginning.
func mendLines(text string) (string, map[int]int) {
	mark := ""
	if rest, ok := strings.CutPrefix(text, "\uFEFF"); ok {
		mark, text = "\uFEFF", rest
	}
	lines := strings.SplitAfter(text, "\n")
	moved := map[int]int{}
	for i, line := range lines {
		body := strings.TrimRight(line, "\r\n")
		mended, grew := mendLine(body)
		if mended != body {
			lines[i] = mended + line[len(body):]
		}
		if grew != 0 {
			moved[i+1] = grew
		}
	}
	return mark + strings.Join(lines, ""), moved
}

func mendLine(line string) (mended string, grew int) {
	start := strings.TrimLeftFunc(line, unicode.IsSpace)
	before := line[:len(line)-len(start)]
	switch {
	case start == "…":
		return "...", 0 // the end of a file, as a word processor writes it
	case start == "" || start[0] == '#':
		return strings.Repeat(" ", utf8.RuneCountInString(before)) + start, 0
	}
	field := fieldLine.FindStringSubmatch(line)
	known := field != nil && (slices.Contains(ballotFields, plainField(field[2])) || slices.Contains(voteFields, plainField(field[2])))
	indent := strings.Repeat(" ", utf8.RuneCountInString(before))
	if strings.Contains(before, "\t") {
		indent = deep(field)
		grew = len(indent) - utf8.RuneCountInString(before)
	}
	if field == nil || !known && field[5] != "" {
		return indent + start, grew
	}
	spaces := func(text string) string { return strings.Repeat(" ", utf8.RuneCountInString(text)) }
	return indent + field[2] + spaces(field[3]) + ":" + spaces(field[4]) + straight(field[5]), grew
}

// deep is how deep a field stands in a ballot, for an indentation that a tab hides.
func deep(field []string) string {
	switch {
	case field == nil:
		return "      " // more of the text above
	case slices.Contains(ballotFields, plainField(field[2])):
		return ""
	case slices.Contains(voteFields, plainField(field[2])):
		return "    "
	}
	return "  "
}

const (
	doubleQuotes = "\"“”„‟"
	singleQuotes = "'‘’‚‛"
)

// straight turns the quotes round a value into those of YAML, where one of them is curly. What
// is between them stays as it is.
func straight(value string) string {
	for _, quotes := range []string{doubleQuotes, singleQuotes} {
		first, one := utf8.DecodeRuneInString(value)
		last, other := utf8.DecodeLastRuneInString(value)
		if len(value) < one+other || !strings.ContainsRune(quotes, first) || !strings.ContainsRune(quotes, last) || one == 1 && other == 1 {
			continue
		}
		return "'" + strings.ReplaceAll(value[one:len(value)-other], "'", "''") + "'"
	}
	return value
}

// plainField is the name of a field as it is compared: a word processor begins a line with a
// capital, and makes long hyphens.
func plainField(name string) string { return strings.TrimSpace(Fold(name)) }

// plainKeys gives the fields of a mapping the names that they are meant to have.
func plainKeys(n *yaml.Node, known func(name string) bool) {
	for i := 0; n != nil && n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if key.Kind != yaml.ScalarNode || known(key.Value) {
			continue
		}
		if name := plainField(key.Value); known(name) {
			key.Value = name
		}
	}
}

// oneOfThese tells the names of a list.
func oneOfThese(names []string) func(string) bool {
	return func(name string) bool { return slices.Contains(names, name) }
}
