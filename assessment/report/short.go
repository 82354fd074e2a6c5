package report

import (
	"bufio"
	"io"
	"strings"

	"readycheck/assessment"
)

// shortSteps is how many steps the shortest form has.
const shortSteps = 3

// Short writes what decides, as plain text wrapped at a width in cells: the sentence with what
// holds it back, the first steps, and the two sides in a line each.
func Short(w io.Writer, r Report, width int) error {
	t := text{Writer: bufio.NewWriter(w), width: max(width, Narrowest)}
	b := r.builder()
	if !r.ClientSafe {
		t.wrapped("", "  ", strings.TrimSuffix(name(b.Session.Business)+": "+line(b.Session.Use, assessment.MaxUse), ": "))
		t.line("")
	}
	t.blocks(Opening(&b.Summary))
	t.line("")
	t.wrapped("", "", StepsTitle(&b.Summary))
	t.blocks(b.Steps(shortSteps))
	t.line("")
	t.blocks(b.Sides())
	return t.Flush()
}
