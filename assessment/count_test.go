package assessment

import "testing"

func TestANumberHasTheWordThatFits(t *testing.T) {
	for n, want := range map[int]string{0: "0 people are", 1: "1 person is", 2: "2 people are", 11: "11 people are", 101: "101 people are"} {
		if got := Counted(n, "person is", "people are"); got != want {
			t.Errorf("%d is said as %q, want %q", n, got, want)
		}
	}
}
