package assessment

import "strconv"

// Counted is a number with its noun: the word for one, or that for any other number.
func Counted(n int, one, other string) string { return strconv.Itoa(n) + " " + Either(n, one, other) }

// Either is the word for one, or that for any other number.
func Either(n int, one, other string) string {
	if n == 1 {
		return one
	}
	return other
}
