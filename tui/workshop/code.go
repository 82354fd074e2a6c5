package workshop

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"strings"
)

// letters are 32, so that each is five bits: no i, l, o and u, which are read as others.
const letters = "0123456789abcdefghjkmnpqrstvwxyz"

// Lengths of codes, in letters of five bits: 40 bits lead into a room, 60 back to a seat.
const (
	roomLetters = 8
	seatLetters = 12
)

// newCode is a random code, in groups of four.
func newCode(length int) string {
	random := make([]byte, length)
	_, _ = rand.Read(random) // never fails
	var out strings.Builder
	for i, b := range random {
		if i > 0 && i%4 == 0 {
			out.WriteByte('-')
		}
		out.WriteByte(letters[int(b)%len(letters)])
	}
	return out.String()
}

var misread = strings.NewReplacer("-", "", "o", "0", "i", "1", "l", "1")

// longestCode is longer than any code with its lines.
const longestCode = 40

// IsCode reports whether a text has the form of a code.
func IsCode(text string) bool {
	if len(text) > longestCode {
		return false
	}
	plain := misread.Replace(strings.ToLower(text))
	return (len(plain) == roomLetters || len(plain) == seatLetters) && strings.Trim(plain, letters) == ""
}

// hashOf is what a code is compared by. Upper and lower case, the lines between
// the groups, and letters that look like digits do not matter.
func hashOf(code string) string {
	sum := sha256.Sum256([]byte(misread.Replace(strings.ToLower(code))))
	return hex.EncodeToString(sum[:])
}

func sameHash(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
