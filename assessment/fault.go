package assessment

import (
	"fmt"
	"strings"
)

// Fault is one thing wrong with a file, the place, and what was expected there.
type Fault struct {
	File string
	// Line and Column count from 1; both are 0 where the file as a whole is meant.
	Line, Column int
	// Problem is a sentence about what stands there, Expected about what should.
	Problem, Expected string
}

func (f Fault) Error() string {
	var b strings.Builder
	b.WriteString(f.File)
	if f.Line > 0 {
		fmt.Fprintf(&b, ":%d:%d", f.Line, f.Column)
	}
	if b.Len() > 0 {
		b.WriteString(": ")
	}
	b.WriteString(f.Problem)
	if f.Expected != "" {
		b.WriteString("; expected " + f.Expected)
	}
	return b.String()
}

// Faults are all the faults found in one reading, in the order of their places.
type Faults []Fault

func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i := range f {
		lines[i] = f[i].Error()
	}
	return strings.Join(lines, "\n")
}
