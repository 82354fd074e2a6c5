package powercut

import (
	"fmt"
	"strings"
	"testing"
)

// A thread that closes a file may come back late: by then another one has a file of the same
// number, and that one is written and synced.
func TestANumberThatIsGivenAgain(t *testing.T) {
	hex := func(text string) (out string) {
		for _, b := range []byte(text) {
			out += fmt.Sprintf(`\x%02x`, b)
		}
		return `"` + out + `"`
	}
	trace := strings.Join([]string{
		`7 openat(AT_FDCWD, ` + hex("/disk/a") + `, O_RDWR|O_CREAT|O_CLOEXEC, 0600) = 9`,
		`7 close(9 <unfinished ...>`,
		`8 openat(AT_FDCWD, ` + hex("/disk/b") + `, O_RDWR|O_CREAT|O_CLOEXEC, 0600) = 9`,
		`8 pwrite64(9, ` + hex("saved") + `, 5, 0 <unfinished ...>`,
		`8 <... pwrite64 resumed>) = 5`,
		`7 <... close resumed>) = 0`,
		`8 fdatasync(9) = 0`,
		`8 fsync(9) = -1 EIO (Input/output error)`,
		"",
	}, "\n")
	d := NewDisk(Ordered, None, "/disk", nil)
	if err := d.Play(strings.NewReader(trace), func() {}); err != nil {
		t.Fatal(err)
	}
	d.Every(100, func(s State) {
		if string(s["b"]) != "saved" {
			t.Errorf("after a cut the file has %q", s["b"])
		}
	})
}
