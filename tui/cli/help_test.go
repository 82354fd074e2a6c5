package cli

import (
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
)

// Whoever reads the help of a command sees one that can be typed.
func TestEveryCommandHasAnExample(t *testing.T) {
	seen := 0
	var look func(*cobra.Command)
	look = func(cmd *cobra.Command) {
		for _, child := range cmd.Commands() {
			if child.Hidden || child.Name() == "help" || child.Name() == "completion" {
				continue
			}
			seen++
			for line := range strings.Lines(child.Example) {
				if !strings.Contains(line, child.CommandPath()) {
					t.Errorf("%s: an example calls something else: %q", child.CommandPath(), line)
				}
			}
			if child.Example == "" {
				t.Errorf("%s has no example", child.CommandPath())
			}
			look(child)
		}
	}
	look((&program{now: time.Now}).root())
	if seen < 20 {
		t.Errorf("%d commands were found", seen)
	}
}
