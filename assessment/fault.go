package assessment

import (
	"fmt"
	"strings"
)

// FaultKind says in one word what sort of fault it is, for programs and tests. What a
// person reads is Problem and Expected.
type FaultKind string

// Kinds of faults.
const (
	// FaultTooBig is a file over 1 MiB, FaultNotText one that is not UTF-8.
	FaultTooBig  FaultKind = "too-big"
	FaultNotText FaultKind = "not-text"
	// FaultSyntax is text that is neither YAML nor JSON.
	FaultSyntax FaultKind = "syntax"
	// FaultNotPlain is an anchor, an alias or a tag.
	FaultNotPlain FaultKind = "not-plain"
	// FaultTooDeep, FaultTooMany and FaultTooLong go over a limit.
	FaultTooDeep FaultKind = "too-deep"
	FaultTooMany FaultKind = "too-many"
	FaultTooLong FaultKind = "too-long"
	// FaultNewer is a file of a newer version of the program.
	FaultNewer FaultKind = "newer"
	// FaultDuplicate is what may stand once and stands twice.
	FaultDuplicate    FaultKind = "duplicate"
	FaultUnknownField FaultKind = "unknown-field"
	FaultMissing      FaultKind = "missing"
	// FaultWrongShape is a list where a text should be and the like, FaultWrongValue a
	// text that is none of those allowed.
	FaultWrongShape FaultKind = "wrong-shape"
	FaultWrongValue FaultKind = "wrong-value"
)

// Fault is one thing wrong with a file, the place, and what was expected there.
type Fault struct {
	Kind FaultKind
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
