package look

import (
	"bytes"
	"encoding/xml"
	"math"
	"strconv"
	"strings"
)

// sized works out how wide and high a drawing is, and says it in one way.
func (s *shape) sized() (Logo, error) {
	unsized := LogoFault("it does not say how wide and high it is. Save it with a size, or as a PNG")
	box := numbers(s.mark("viewBox"))
	if box == nil {
		width, height := length(s.mark("width")), length(s.mark("height"))
		box = []float64{0, 0, width, height}
	}
	if len(box) != 4 || !(box[2] > 0) || !(box[3] > 0) {
		return Logo{}, unsized
	}
	scale := keptSide / max(box[2], box[3])
	logo := Logo{Kind: SVG, Width: int(math.Round(box[2] * scale)), Height: int(math.Round(box[3] * scale))}
	if logo.Width < 1 || logo.Height < 1 {
		return Logo{}, unsized
	}
	said := make([]string, len(box))
	for i, n := range box {
		said[i] = strconv.FormatFloat(n, 'g', -1, 64)
	}
	s.set("viewBox", strings.Join(said, " "))
	s.set("width", strconv.Itoa(logo.Width))
	s.set("height", strconv.Itoa(logo.Height))
	return logo, nil
}

// numbers are those of a list, or nil where it is none.
func numbers(text string) []float64 {
	var list []float64
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' || r == '\n' || r == '\r' }) {
		n, err := strconv.ParseFloat(word, 64)
		if err != nil || math.IsNaN(n) || math.Abs(n) > 1e6 {
			return nil
		}
		list = append(list, n)
	}
	return list
}

// length is a length without its unit, or 0. Both sides have the same one.
func length(text string) float64 {
	list := numbers(strings.TrimRight(text, "abcdefghijklmnopqrstuvwxyz"))
	if len(list) != 1 {
		return 0
	}
	return list[0]
}

// write writes an element with all in it. Nothing comes here that was not taken one by one.
func (s *shape) write(out *bytes.Buffer, root bool) {
	if s.tag == "" {
		_ = xml.EscapeText(out, []byte(s.text))
		return
	}
	out.WriteString("<" + s.tag)
	if root {
		out.WriteString(` xmlns="` + svgSpace + `"`)
	}
	for _, m := range s.marks {
		out.WriteString(" " + m.name + `="`)
		_ = xml.EscapeText(out, []byte(m.value))
		out.WriteByte('"')
	}
	if len(s.children) == 0 {
		out.WriteString("/>")
		return
	}
	out.WriteByte('>')
	for _, child := range s.children {
		if out.Len() > MaxLogo {
			return // refused in any case
		}
		child.write(out, false)
	}
	out.WriteString("</" + s.tag + ">")
}
