package cli

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"readycheck/assessment"
)

func TestACommandSaysWhatTheSystemSays(t *testing.T) {
	for _, c := range []struct {
		err  error
		want []string
	}{
		{errors.New("EIO 0x5"), []string{"That did not work, and nothing was changed. The system says: EIO 0x5"}},
		{fmt.Errorf("while reading: %w", wrongUse("Name one file.")), []string{"Name one file."}},
		{assessment.Faults{{File: "a.yaml", Problem: "one"}, {Problem: "two"}}, []string{"a.yaml: one", "two"}},
	} {
		if got := lines(c.err); !slices.Equal(got, c.want) {
			t.Errorf("%v is said as %q, want %q", c.err, got, c.want)
		}
	}
}
