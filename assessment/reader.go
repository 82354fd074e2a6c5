package assessment

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// Limits on a file that is read.
const (
	maxFileBytes = 1 << 20
	maxFileDepth = 32
	maxFileNodes = 50_000
	maxFaults    = 100
	// maxSetFaults is for a question set, whose faults are mended in one go.
	maxSetFaults = 1000
	// maxFileMarks and maxFileComments are for YAML, whose parser builds a whole file before
	// its parts can be counted. Ten times a full session has far fewer.
	maxFileMarks    = 30_000
	maxFileComments = 5_000
)

// reader walks the nodes of one YAML or JSON file. It collects every fault with its
// place instead of stopping at the first.
type reader struct {
	file   string
	faults Faults
	// wholly is for a file that is mended by hand and in one go: no fault hides another one. So
	// what may not stand there is named and the rest is read.
	wholly bool
	// said are nodes whose fault hides all others of theirs.
	said map[*yaml.Node]bool
	// lone is a text in the place of a list. It is read as the only one in it.
	lone *yaml.Node
	// unread are files that nobody could make sense of.
	unread []string
	// most is how many faults are kept.
	most int
}

// parse reads one document. JSON is read by its own rules, so that an export of any
// program is understood; everything else as YAML without anchors, aliases and tags.
func (r *reader) parse(data []byte) *yaml.Node {
	data = fromUTF16(data)
	switch {
	case len(data) > maxFileBytes:
		r.fault(FaultTooBig, nil, fmt.Sprintf("the file has %d bytes", len(data)), "at most 1 MiB")
		return nil
	case !utf8.Valid(data):
		r.fault(FaultNotText, nil, "the file is not text in UTF-8", "a YAML or JSON file")
		return nil
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	if trimmed := bytes.TrimLeft(data, " \t\r\n"); len(trimmed) > 0 && trimmed[0] == '{' {
		var syntax *json.SyntaxError
		err := json.Unmarshal(data, new(json.RawMessage))
		switch {
		case err == nil:
			return r.parseJSON(data)
		// YAML has lists in braces too, but nobody begins one with a quote and a line of
		// its own: this is JSON that was cut off or mended by hand.
		case errors.As(err, &syntax) && bytes.HasPrefix(bytes.TrimLeft(trimmed[1:], " \t\r\n"), []byte(`"`)):
			before := data[:min(int(syntax.Offset), len(data))]
			at := &yaml.Node{Line: 1 + bytes.Count(before, []byte("\n")), Column: len(before) - bytes.LastIndexByte(before, '\n') - 1}
			at.Column = max(1, at.Column)
			switch message := syntax.Error(); {
			case strings.Contains(message, "exceeded max depth"):
				r.fault(FaultTooDeep, at, "the parts are nested too deep", fmt.Sprintf("at most %d levels", maxFileDepth))
			case strings.Contains(message, "unexpected end"):
				r.fault(FaultSyntax, at, "the file ends too early", "the rest of it: perhaps it was not copied to the end")
			default:
				r.fault(FaultSyntax, at, "the file cannot be read here: "+shownPart(message), "JSON")
			}
			return nil
		}
	}
	return r.parseYAML(data)
}

// fromUTF16 turns a text in UTF-16 into UTF-8: some programs on Windows write nothing else. As
// YAML and JSON both have it, a text without the mark is told by the zero in its first sign,
// which no text in UTF-8 has.
func fromUTF16(data []byte) []byte {
	var order binary.ByteOrder
	switch {
	case len(data)%2 != 0 || len(data) < 2 || len(data) > 2*maxFileBytes:
	case data[0] == 0xff && data[1] == 0xfe, data[0] != 0 && data[1] == 0:
		order = binary.LittleEndian
	case data[0] == 0xfe && data[1] == 0xff, data[0] == 0 && data[1] != 0:
		order = binary.BigEndian
	}
	if order == nil {
		return data
	}
	units := make([]uint16, 0, len(data)/2)
	for at := 0; at < len(data); at += 2 {
		units = append(units, order.Uint16(data[at:]))
	}
	return []byte(string(utf16.Decode(units)))
}

func (r *reader) parseYAML(data []byte) *yaml.Node {
	if !r.affordable(data) {
		return nil
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var doc, more yaml.Node
	if err := decodeYAML(decoder, &doc); err != nil {
		if errors.Is(err, io.EOF) {
			r.fault(FaultMissing, nil, "the file is empty", "a YAML or JSON file")
			return nil
		}
		r.yamlFault(err)
		return nil
	}
	switch err := decodeYAML(decoder, &more); {
	case err == nil:
		r.fault(FaultSyntax, &more, "a second document starts here", "one document in a file")
		if !r.wholly {
			return nil
		}
	case !errors.Is(err, io.EOF):
		r.yamlFault(err)
		return nil
	}
	root := &doc
	if doc.Kind == yaml.DocumentNode && len(doc.Content) == 1 {
		root = doc.Content[0]
	}
	nodes := 0
	if !r.plain(root, 1, &nodes) {
		return nil
	}
	return root
}

// affordable refuses by its bytes what would cost the YAML parser seconds or a hundred
// MiB. No part comes without one of the marks counted here. Those inside a text count
// too, since only the parser can tell them apart, and the limits leave room for them.
func (r *reader) affordable(data []byte) bool {
	// Signs end at a blank, a line end of any sort or a bracket.
	word := func(at int) bool {
		return at >= 0 && at < len(data) && data[at] > ' ' && data[at] < 0x7f && !strings.ContainsRune(",[]{}", rune(data[at]))
	}
	marks, comments := 0, 0
	for i, sign := range data {
		switch sign {
		case ',', '[', '{':
			marks++
		case '-', '?', ':':
			if !word(i + 1) {
				marks++
			}
		case '#':
			if !word(i - 1) {
				comments++
			}
		case '%':
			// Each tag is compared with every one before it.
			if (i == 0 || data[i-1] < ' ' || data[i-1] >= 0x7f) && bytes.HasPrefix(data[i:], []byte("%TAG")) {
				at := &yaml.Node{Line: 1 + bytes.Count(data[:i], []byte("\n")), Column: 1}
				r.fault(FaultNotPlain, at, "a directive for tags (%TAG) stands here", "the file without tags")
				return false
			}
		}
	}
	switch {
	case marks > maxFileMarks:
		r.fault(FaultTooMany, nil, "the file has too many parts", fmt.Sprintf("at most %d colons, commas, dashes and brackets", maxFileMarks))
		return false
	// Each comment is looked at again for every level that ends after it.
	case comments > maxFileComments:
		r.fault(FaultTooMany, nil, "the file has too many comments (#)", fmt.Sprintf("at most %d", maxFileComments))
		return false
	}
	return true
}

// decodeYAML reads one document. Where the parser gives up on itself, which it does with
// a panic, it is the file that cannot be read.
func decodeYAML(decoder *yaml.Decoder, into *yaml.Node) (err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("nobody can make sense of it")
		}
	}()
	return decoder.Decode(into)
}

func (r *reader) yamlFault(err error) {
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	switch {
	case strings.Contains(message, "exceeded max depth"):
		r.fault(FaultTooDeep, nil, "the parts are nested too deep", fmt.Sprintf("at most %d levels", maxFileDepth))
		return
	case strings.Contains(message, "unknown anchor"):
		r.fault(FaultNotPlain, nil, "an alias (*) stands somewhere", "the text itself")
		return
	}
	line := 0
	if rest, ok := strings.CutPrefix(message, "line "); ok {
		number, text, _ := strings.Cut(rest, ": ")
		if n, err := strconv.Atoi(number); err == nil {
			line, message = n, text
		}
	}
	at := &yaml.Node{Line: line, Column: min(line, 1)}
	r.fault(FaultSyntax, at, "the file cannot be read here: "+shownPart(message), "YAML with spaces for indents and quotes around text that has a colon")
}

// plain refuses what a file for people never needs: anchors, aliases, tags, deep
// nesting and endless lists.
func (r *reader) plain(n *yaml.Node, depth int, nodes *int) bool {
	*nodes++
	if *nodes > maxFileNodes {
		r.fault(FaultTooMany, n, "the file has too many parts", fmt.Sprintf("at most %d", maxFileNodes))
		return false
	}
	if kind, problem, expected := notPlain(n, depth); problem != "" {
		r.fault(kind, n, problem, expected)
		if !r.wholly {
			return false
		}
		if n.Kind == yaml.AliasNode || depth > maxFileDepth {
			r.hide(n)
			return true
		}
	}
	for i, child := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 && child.Tag == "!!merge" {
			r.fault(FaultNotPlain, child, "a merge (<<) stands here", "the fields themselves")
			if !r.wholly {
				return false
			}
			r.hide(child)
		}
		if !r.plain(child, depth+1, nodes) {
			return false
		}
	}
	return true
}

// notPlain is what a node has that no file for people needs.
func notPlain(n *yaml.Node, depth int) (kind FaultKind, problem, expected string) {
	switch {
	case depth > maxFileDepth:
		return FaultTooDeep, "the parts are nested too deep", fmt.Sprintf("at most %d levels", maxFileDepth)
	case n.Kind == yaml.AliasNode:
		return FaultNotPlain, "an alias (*) stands here", "the text itself"
	case n.Anchor != "":
		return FaultNotPlain, "an anchor (&) stands here", "the text without it"
	case n.Style&yaml.TaggedStyle != 0:
		return FaultNotPlain, "a tag (!) stands here", "the text without it"
	}
	return "", "", ""
}

// hide keeps silent about a node whose fault was named.
func (r *reader) hide(n *yaml.Node) {
	if r.said == nil {
		r.said = map[*yaml.Node]bool{}
	}
	r.said[n], n.Content = true, nil
}

// parseJSON builds the same nodes from JSON that is known to be valid.
func (r *reader) parseJSON(data []byte) *yaml.Node {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	line, column, counted := 1, 1, 0
	// place gives what begins behind an offset its line and column.
	place := func(offset int64) *yaml.Node {
		begin := int(offset)
		for begin < len(data) && strings.IndexByte(" \t\r\n,:", data[begin]) >= 0 {
			begin++
		}
		for ; counted < begin; counted++ {
			switch {
			case data[counted] == '\n':
				line, column = line+1, 1
			case utf8.RuneStart(data[counted]):
				column++
			}
		}
		return &yaml.Node{Line: line, Column: column}
	}
	nodes := 0
	var value func(depth int) *yaml.Node
	value = func(depth int) *yaml.Node {
		at := place(decoder.InputOffset())
		token, err := decoder.Token()
		nodes++
		switch {
		case err != nil:
			r.fault(FaultSyntax, at, "the file cannot be read here: "+err.Error(), "JSON")
			return nil
		case nodes > maxFileNodes:
			r.fault(FaultTooMany, at, "the file has too many parts", fmt.Sprintf("at most %d", maxFileNodes))
			return nil
		case depth > maxFileDepth:
			r.fault(FaultTooDeep, at, "the parts are nested too deep", fmt.Sprintf("at most %d levels", maxFileDepth))
			return nil
		}
		switch token := token.(type) {
		case json.Delim:
			at.Kind = yaml.SequenceNode
			if token == '{' {
				at.Kind = yaml.MappingNode
			}
			for decoder.More() {
				child := value(depth + 1)
				if child == nil {
					return nil
				}
				at.Content = append(at.Content, child)
			}
			_, _ = decoder.Token()
		case string:
			at.Kind, at.Tag, at.Value, at.Style = yaml.ScalarNode, "!!str", token, yaml.DoubleQuotedStyle
		case json.Number:
			at.Kind, at.Tag, at.Value = yaml.ScalarNode, "!!int", token.String()
		case bool:
			at.Kind, at.Tag, at.Value = yaml.ScalarNode, "!!bool", strconv.FormatBool(token)
		default:
			at.Kind, at.Tag, at.Value = yaml.ScalarNode, "!!null", "null"
		}
		return at
	}
	return value(1)
}

func (r *reader) fault(kind FaultKind, n *yaml.Node, problem, expected string) {
	most := cmp.Or(r.most, maxFaults)
	if len(r.faults) >= most || r.said[n] {
		return
	}
	f := Fault{Kind: kind, File: r.file, Problem: problem, Expected: expected}
	if n != nil {
		f.Line, f.Column = n.Line, n.Column
	}
	r.faults = append(r.faults, f)
}

// shownPart cleans a message of a parser, which may hold a piece of the file.
func shownPart(message string) string { return CleanLine(message, 200) }

// shown shortens and cleans a word of a file for a message.
func shown(word string) string {
	if len(word) <= 40 && idForm(word) {
		return word // as nearly always: nothing to clean, nothing to copy
	}
	word = CleanLine(word, 200)
	if utf8.RuneCountInString(word) > 40 {
		return string([]rune(word)[:40]) + "…"
	}
	return word
}

// sorted puts the faults in the order of their places.
func (r *reader) sorted() error {
	if len(r.faults) == 0 {
		return nil
	}
	slices.SortStableFunc(r.faults, func(a, b Fault) int {
		if a.File != b.File {
			return strings.Compare(a.File, b.File)
		}
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	r.faults = slices.Compact(r.faults) // a list may be read for its texts and for what they name
	return r.faults
}
