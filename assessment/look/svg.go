package look

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Bounds of a drawing: how deep it may be, and how much may come to be drawn in the end, with
// what is drawn more than once.
const (
	svgDepth = 40
	svgDrawn = 10_000
	svgSpace = "http://www.w3.org/2000/svg"
	webSpace = "http://www.w3.org/1999/xhtml"
)

// shape is an element of a drawing, of which only what is allowed was taken.
type shape struct {
	tag      string
	classes  []string
	marks    []mark
	style    string
	children []*shape
	text     string
	// weight is how much it draws, 0 while that is not known.
	weight  int
	waiting bool
}

// mark is an attribute.
type mark struct{ name, value string }

func (s *shape) mark(name string) string {
	for _, m := range s.marks {
		if m.name == name {
			return m.value
		}
	}
	return ""
}

// written reports whether an element has letters in it.
func (s *shape) written() bool { return s.tag == "text" || s.tag == "tspan" }

// set gives an attribute its value, in the place of an earlier one.
func (s *shape) set(name, value string) {
	for i := range s.marks {
		if s.marks[i].name == name {
			s.marks[i].value = value
			return
		}
	}
	s.marks = append(s.marks, mark{name, value})
}

// drawing reads an SVG.
type drawing struct {
	decoder *xml.Decoder
	sheet   strings.Builder
	count   int
	ids     map[string]*shape
}

// checkSVG reads a drawing and writes it anew.
func checkSVG(data []byte) (Logo, error) {
	d := &drawing{decoder: xml.NewDecoder(bytes.NewReader(data)), ids: map[string]*shape{}}
	root, err := d.read()
	if err != nil {
		var fault LogoFault
		if errors.As(err, &fault) {
			return Logo{}, fault
		}
		return Logo{}, LogoFault("it cannot be read as an SVG. Save it once more, in UTF-8")
	}
	rules, err := readSheet(d.sheet.String())
	if err == nil {
		err = (&dresser{rules: rules}).dress(root)
	}
	if err != nil {
		return Logo{}, err
	}
	if _, err := d.weigh(root); err != nil {
		return Logo{}, err
	}
	if !root.draws() {
		return Logo{}, LogoFault("there is nothing to see in it")
	}
	logo, err := root.sized()
	if err != nil {
		return Logo{}, err
	}
	var out bytes.Buffer
	root.write(&out, true)
	if out.Len() > MaxLogo {
		return Logo{}, LogoFault("it is larger than 1 MB when its styles are written out. Save it as a PNG")
	}
	logo.Data = out.Bytes()
	return logo, nil
}

// read takes the root of the drawing. Before and behind it there may be nothing that means
// anything.
func (d *drawing) read() (root *shape, err error) {
	for {
		token, err := d.decoder.Token()
		switch {
		case errors.Is(err, io.EOF) && root != nil:
			return root, nil
		case errors.Is(err, io.EOF):
			return nil, LogoFault("there is no drawing in it")
		case err != nil:
			return nil, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if token.Name.Local != "svg" || !ofSVG(token.Name.Space) {
				return nil, LogoFault("it is no SVG")
			}
			if root, err = d.element(token, 1); err != nil {
				return nil, err
			}
		case xml.CharData:
			if len(bytes.TrimSpace(token)) > 0 {
				return nil, LogoFault("it is no SVG")
			}
		default:
			if err := harmless(token); err != nil {
				return nil, err
			}
		}
	}
}

func ofSVG(space string) bool { return space == "" || space == svgSpace }

// harmless refuses what would have a reader fetch or replace something. The rest is left out.
func harmless(token xml.Token) error {
	switch token := token.(type) {
	case xml.Directive:
		// The bare line that drawing programs put first says nothing.
		if text := strings.ToUpper(string(token)); strings.Contains(text, "[") || !strings.HasPrefix(text, "DOCTYPE") {
			return LogoFault("it declares entities. Save it as a plain SVG")
		}
	case xml.ProcInst:
		if token.Target == "xml-stylesheet" {
			return LogoFault("it asks for a style sheet from elsewhere. Save it as a plain SVG")
		}
	}
	return nil
}

// element reads an element up to its end.
func (d *drawing) element(start xml.StartElement, depth int) (*shape, error) {
	d.count++
	if depth > svgDepth || d.count > svgDrawn {
		return nil, LogoFault("it is too intricate. Save it as a PNG")
	}
	s := &shape{tag: start.Name.Local}
	if err := d.attributes(s, start.Attr); err != nil {
		return nil, err
	}
	for {
		token, err := d.decoder.Token()
		if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.EndElement:
			return s, nil
		case xml.StartElement:
			child, err := d.child(s, token, depth)
			if err != nil {
				return nil, err
			}
			if child != nil {
				s.children = append(s.children, child)
			}
		case xml.CharData:
			if s.written() {
				s.children = append(s.children, &shape{text: string(token), weight: 1})
			}
		default:
			if err := harmless(token); err != nil {
				return nil, err
			}
		}
	}
}

// child reads an element within another one. What drawing programs note for themselves is left
// out, and what a picture has no need of is refused.
func (d *drawing) child(parent *shape, start xml.StartElement, depth int) (*shape, error) {
	tag := start.Name.Local
	switch {
	case start.Name.Space == webSpace || refusedTags[strings.ToLower(tag)]:
		return nil, LogoFault(fmt.Sprintf("it has a part <%s>, which can run or fetch something. Save it as a plain SVG, or as a PNG", spoken(tag)))
	case !ofSVG(start.Name.Space) || leftOutTags[tag]:
		return nil, d.decoder.Skip()
	case tag == "style":
		return nil, d.styleSheet(start)
	case !allowedTags[tag] || tag == "svg" || parent.written() && tag != "tspan":
		return nil, LogoFault(fmt.Sprintf("it has a part <%s>, which is not drawn alike everywhere. Save it with plain shapes, or as a PNG", spoken(tag)))
	}
	return d.element(start, depth+1)
}

// styleSheet keeps the text of a style sheet for later: it counts for what stands before it too.
func (d *drawing) styleSheet(start xml.StartElement) error {
	for _, a := range start.Attr {
		if a.Name.Local == "type" && a.Value != "text/css" || a.Name.Local == "media" && a.Value != "all" && a.Value != "screen" {
			return unplainStyle
		}
	}
	for {
		token, err := d.decoder.Token()
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.EndElement:
			return nil
		case xml.CharData:
			d.sheet.Write(token)
			d.sheet.WriteByte('\n')
		case xml.Comment:
		default:
			return unplainStyle
		}
	}
}

// attributes takes those that draw something.
func (d *drawing) attributes(s *shape, attributes []xml.Attr) error {
	for _, a := range attributes {
		name, value := a.Name.Local, strings.TrimSpace(a.Value)
		switch {
		case strings.HasPrefix(strings.ToLower(name), "on"):
			return LogoFault(fmt.Sprintf("it runs a script (%s). Save it as a plain SVG, or as a PNG", spoken(name)))
		case name == "href" || name == "src":
			if !localLink.MatchString(value) {
				return LogoFault("it refers to something outside of itself. Save it with all of it inside, or as a PNG")
			}
			if name == "href" {
				s.set(name, value)
			}
		case a.Name.Space != "":
		case name == "style":
			s.style = value
		case name == "class":
			s.classes = strings.Fields(value)
		case name == "id":
			if idText.MatchString(value) && d.ids[value] == nil {
				s.set(name, value)
				d.ids[value] = s
			}
		case drawn[name] || placed[name]:
			if err := s.take(name, value); err != nil {
				return err
			}
		case fetches(value):
			return outside
		}
	}
	return nil
}

// weigh counts what is drawn, as often as it is drawn: a few elements that use each other can
// keep a reader busy for ever.
func (d *drawing) weigh(s *shape) (int, error) {
	tooMuch := LogoFault("it draws the same thing too often. Save it as a PNG")
	if s.weight > 0 {
		return s.weight, nil
	}
	if s.waiting {
		return 0, tooMuch
	}
	s.waiting = true
	total := 1
	add := func(other *shape) error {
		weight, err := d.weigh(other)
		if total += weight; err == nil && total > svgDrawn {
			err = tooMuch
		}
		return err
	}
	for _, child := range s.children {
		if err := add(child); err != nil {
			return 0, err
		}
	}
	for _, m := range s.marks {
		if other := d.ids[refersTo(m)]; other != nil {
			if err := add(other); err != nil {
				return 0, err
			}
		}
	}
	s.waiting, s.weight = false, total
	return total, nil
}

// refersTo is the id of another element that an attribute names, or empty.
func refersTo(m mark) string {
	if m.name == "href" {
		return strings.TrimPrefix(m.value, "#")
	}
	if found := localURL.FindStringSubmatch(m.value); found != nil {
		return found[1]
	}
	return ""
}

// draws reports whether there is anything to see.
func (s *shape) draws() bool {
	switch {
	case unseenTags[s.tag]:
		return false
	case drawingTags[s.tag]:
		return true
	}
	for _, child := range s.children {
		if child.draws() {
			return true
		}
	}
	return false
}
