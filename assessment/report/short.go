package report

import (
	"fmt"
	"io"
	"strings"

	"readycheck/assessment"
)

// The shortest form has so many steps, and of each side so many lines that lack.
const (
	shortSteps   = 3
	shortLacking = 3
)

// Short writes what decides, as plain text: the sentence with what holds it back, the first steps,
// and the two sides in a line each.
func Short(w io.Writer, r Report, page Page) error {
	t := page.on(w)
	b := r.builder()
	if !r.ClientSafe {
		t.wrapped("", "  ", strings.TrimSuffix(name(b.Session.Business)+": "+line(b.Session.Use, assessment.MaxUse), ": "))
		t.line("")
	}
	t.blocks(Opening(b.Set, &b.Summary))
	t.line("")
	t.wrapped("", "", StepsTitle(b.Set, &b.Summary))
	t.blocks(b.Steps(shortSteps))
	t.line("")
	for _, block := range b.Sides() {
		sides, ok := block.(Sides)
		if !ok {
			t.line("")
			t.block(block)
			continue
		}
		for _, side := range sides {
			more := ""
			if n := len(side.Lacking) - shortLacking; n > 0 {
				side.Lacking, more = side.Lacking[:shortLacking], fmt.Sprintf("; and %d more", n)
			}
			t.wrapped("  ", "    ", strings.TrimSuffix(t.side(side), ".")+more+".")
		}
	}
	return t.Flush()
}
