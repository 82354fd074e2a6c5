package store

import (
	"fmt"
)

// Finding is one thing that was checked or done, as a sentence for a person.
type Finding struct {
	// Wrong is true where something must be done.
	Wrong bool
	Text  string
}

// findings are collected in the order they are read.
type findings []Finding

func (f *findings) good(format string, args ...any) {
	*f = append(*f, Finding{false, fmt.Sprintf(format, args...)})
}

func (f *findings) wrong(format string, args ...any) {
	*f = append(*f, Finding{true, fmt.Sprintf(format, args...)})
}

// mostNamed is how many faults or questions a sentence lists.
const mostNamed = 10

func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
