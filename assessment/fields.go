package assessment

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// fields are the parts of one mapping by name.
type fields struct {
	r    *reader
	node *yaml.Node
	by   map[string]*yaml.Node
	what string
}

// mapping reads a node as a mapping with the names allowed.
func (r *reader) mapping(n *yaml.Node, what string, allowed ...string) (fields, bool) {
	f := fields{r: r, node: n, by: map[string]*yaml.Node{}, what: what}
	if n == nil || n.Kind != yaml.MappingNode {
		if n != nil && n == r.lone {
			return f, false
		}
		r.fault(FaultWrongShape, n, what+" is not a list of named fields", r.fieldsSuchAs(allowed))
		return f, false
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		switch {
		case key.Kind != yaml.ScalarNode:
			r.fault(FaultWrongShape, key, what+" has a field whose name is not a word", r.fieldsSuchAs(allowed))
		case f.by[key.Value] != nil:
			r.fault(FaultDuplicate, key, fmt.Sprintf("%s has the field %q twice", what, shown(key.Value)), "each field once")
			if before := f.by[key.Value]; r.wholly && before.Kind == value.Kind && value.Kind != yaml.ScalarNode {
				f.by[key.Value] = both(before, value)
			}
		case len(allowed) > 0 && !slices.Contains(allowed, key.Value):
			r.fault(FaultUnknownField, key, fmt.Sprintf("%s has an unknown field %q", what, shown(key.Value)), "one of "+strings.Join(allowed, ", "))
		default:
			f.by[key.Value] = value
		}
	}
	return f, true
}

// both is what stands in two lists or mappings, so that the second is looked at too.
func both(first, second *yaml.Node) *yaml.Node {
	one := *first
	one.Content = slices.Concat(first.Content, second.Content)
	return &one
}

// fieldsSuchAs says what a mapping holds; without names of its own, any.
func (r *reader) fieldsSuchAs(allowed []string) string {
	if len(allowed) == 0 {
		return "names, each with what belongs to it"
	}
	if !r.wholly {
		allowed = allowed[:min(3, len(allowed))]
	}
	return "fields such as " + strings.Join(allowed, ", ")
}

// keys are the mapping's names with their nodes, in the order of the file.
func (f fields) keys() []*yaml.Node {
	var keys []*yaml.Node
	seen := map[string]bool{}
	for i := 0; i+1 < len(f.node.Content); i += 2 {
		if k := f.node.Content[i]; f.by[k.Value] != nil && !seen[k.Value] {
			seen[k.Value] = true
			keys = append(keys, k)
		}
	}
	return keys
}

func (f fields) has(name string) bool { return f.by[name] != nil }

func (f fields) at(name string) *yaml.Node {
	if n := f.by[name]; n != nil {
		return n
	}
	return f.node
}

// text reads a field that must be there and not empty.
func (f fields) text(name string, limit int) string {
	if !f.has(name) {
		f.r.fault(FaultMissing, f.node, fmt.Sprintf("%s has no %q", f.what, shown(name)), "a text")
		return ""
	}
	faults := len(f.r.faults)
	text := f.optional(name, limit)
	if text == "" && len(f.r.faults) == faults && f.isText(name) {
		f.r.fault(FaultMissing, f.at(name), fmt.Sprintf("%q is empty", shown(name)), "a text")
	}
	return text
}

func (f fields) isText(name string) bool {
	n := f.by[name]
	return n != nil && n.Kind == yaml.ScalarNode && n.ShortTag() != "!!bool"
}

// optional reads a field that may be missing or empty.
func (f fields) optional(name string, limit int) string {
	n := f.by[name]
	if n == nil {
		return ""
	}
	return f.r.scalar(n, strconv.Quote(shown(name)), limit)
}

func (r *reader) scalar(n *yaml.Node, what string, limit int) string {
	if n.Kind != yaml.ScalarNode || n.ShortTag() == "!!bool" {
		r.fault(FaultWrongShape, n, what+" is not a text", "a text")
		return ""
	}
	if n.ShortTag() == "!!null" {
		return ""
	}
	if utf8.RuneCountInString(n.Value) > limit {
		r.fault(FaultTooLong, n, fmt.Sprintf("%s has %d characters", what, utf8.RuneCountInString(n.Value)), fmt.Sprintf("at most %d", limit))
		return ""
	}
	return Clean(n.Value, limit)
}

// code reads a field that must be one of the codes; -1 where it is missing or wrong.
func (f fields) code(name string, codes []string, required bool) int {
	if !f.has(name) {
		if required {
			f.r.fault(FaultMissing, f.node, fmt.Sprintf("%s has no %q", f.what, shown(name)), "one of "+strings.Join(codes, ", "))
		}
		return -1
	}
	return f.r.oneOf(f.at(name), strconv.Quote(shown(name)), codes)
}

func (r *reader) oneOf(n *yaml.Node, what string, codes []string) int {
	if n.Kind == yaml.ScalarNode {
		if i := slices.Index(codes, n.Value); i >= 0 {
			return i
		}
		r.fault(FaultWrongValue, n, fmt.Sprintf("%s is %q", what, shown(n.Value)), "one of "+strings.Join(codes, ", "))
		return -1
	}
	r.fault(FaultWrongShape, n, what+" is not a word", "one of "+strings.Join(codes, ", "))
	return -1
}

// codes reads a list of codes, as their places in allowed.
func (f fields) codes(name string, allowed []string) []int {
	var out []int
	for _, n := range f.list(name, true) {
		if i := f.r.oneOf(n, "an entry of "+strconv.Quote(shown(name)), allowed); i >= 0 {
			out = append(out, i)
		}
	}
	return out
}

// optionalCodes is codes for a field that may be missing.
func (f fields) optionalCodes(name string, allowed []string) []int {
	if !f.has(name) {
		return nil
	}
	return f.codes(name, allowed)
}

// flag reads true or false; false where it is missing.
func (f fields) flag(name string) bool {
	if !f.has(name) {
		return false
	}
	return f.r.oneOf(f.at(name), strconv.Quote(shown(name)), []string{"false", "true"}) == 1
}

// list reads a field as a list; nil where it is missing.
func (f fields) list(name string, required bool) []*yaml.Node {
	n := f.by[name]
	switch {
	case n == nil && required:
		f.r.fault(FaultMissing, f.node, fmt.Sprintf("%s has no %q", f.what, shown(name)), "a list")
	case n == nil:
	case n.Kind != yaml.SequenceNode:
		f.r.fault(FaultWrongShape, n, fmt.Sprintf("%q is not a list", shown(name)), "a list")
		if f.r.wholly && n.Kind == yaml.ScalarNode && n.Value != "" {
			f.r.lone = n
			return []*yaml.Node{n}
		}
	case len(n.Content) == 0 && required:
		f.r.fault(FaultMissing, n, fmt.Sprintf("%q is empty", shown(name)), "at least one entry")
	default:
		return n.Content
	}
	return nil
}

// texts reads a list of texts.
func (f fields) texts(name string, limit int, required bool) []string {
	var out []string
	for _, n := range f.list(name, required) {
		text := f.r.scalar(n, "an entry of "+strconv.Quote(shown(name)), limit)
		if text == "" {
			f.r.fault(FaultMissing, n, fmt.Sprintf("an entry of %q is empty", shown(name)), "a text")
			continue
		}
		out = append(out, text)
	}
	return out
}
