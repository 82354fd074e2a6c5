package look

import (
	"regexp"
	"slices"
	"strings"
)

// Drawing programs put colours into a style sheet, or into the style of an element. Both become
// attributes, so that no style is left in the file.

// rule is one line of a style sheet, for one selector.
type rule struct {
	// tag, class or id is what it is for; the other two are empty.
	tag, class, id string
	style          string
}

var (
	cssComment  = regexp.MustCompile(`(?s)/\*.*?\*/`)
	oneSelector = regexp.MustCompile(`^([.#]?)(` + idPattern + `)$`)
)

// Bounds of the work of a style sheet: its lines, and the letters that all elements wear of it.
const (
	maxRules = 500
	maxWorn  = 2 << 20
)

// dresser counts what was worn.
type dresser struct {
	rules []rule
	worn  int
}

// readSheet reads a style sheet of the plain sort: a class, an id or a tag, and what holds for it.
func readSheet(text string) ([]rule, error) {
	text = strings.NewReplacer("<!--", " ", "-->", " ").Replace(cssComment.ReplaceAllString(text, " "))
	var rules []rule
	for {
		selectors, rest, more := strings.Cut(text, "{")
		if !more {
			if strings.TrimSpace(text) != "" {
				return nil, unplainStyle
			}
			return rules, nil
		}
		style, after, closed := strings.Cut(rest, "}")
		if !closed || strings.Contains(style, "{") {
			return nil, unplainStyle
		}
		for selector := range strings.SplitSeq(selectors, ",") {
			found := oneSelector.FindStringSubmatch(strings.TrimSpace(selector))
			if found == nil || len(rules) >= maxRules {
				return nil, unplainStyle
			}
			r := rule{style: style}
			switch found[1] {
			case ".":
				r.class = found[2]
			case "#":
				r.id = found[2]
			default:
				r.tag = found[2]
			}
			rules = append(rules, r)
		}
		text = after
	}
}

// dress turns the rules for an element, and its own style, into attributes. The later counts:
// rules for tags, for classes, for ids, then its own.
func (d *dresser) dress(s *shape) error {
	if s.tag == "" {
		return nil
	}
	own := s.mark("id")
	for _, fits := range []func(rule) bool{
		func(r rule) bool { return r.tag != "" && r.tag == s.tag },
		func(r rule) bool { return r.class != "" && slices.Contains(s.classes, r.class) },
		func(r rule) bool { return r.id != "" && r.id == own },
	} {
		for _, r := range d.rules {
			if fits(r) {
				if err := d.wear(s, r.style); err != nil {
					return err
				}
			}
		}
	}
	if err := d.wear(s, s.style); err != nil {
		return err
	}
	for _, child := range s.children {
		if err := d.dress(child); err != nil {
			return err
		}
	}
	return nil
}

// wear takes the properties of a style that draw something.
func (d *dresser) wear(s *shape, style string) error {
	if d.worn += len(style); d.worn > maxWorn {
		return LogoFault("its style sheet is too long. Save it as a PNG")
	}
	if strings.ContainsAny(style, `\@`) {
		return unplainStyle
	}
	for property := range strings.SplitSeq(cssComment.ReplaceAllString(style, " "), ";") {
		name, value, said := strings.Cut(property, ":")
		if !said {
			continue
		}
		name = strings.ToLower(strings.TrimSpace(name))
		value = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(value), "!important"))
		switch {
		case drawn[name]:
			if err := s.take(name, value); err != nil {
				return err
			}
		case fetches(value):
			return outside
		}
	}
	return nil
}
