package cli

import (
	"github.com/spf13/cobra"

	"readycheck/tui/interview"
)

func (p *program) newCommand() *cobra.Command {
	return &cobra.Command{
		Use: "new", Short: "Start with a new use of AI", Args: takesNothing,
		Example: "  readycheck new\n  readycheck new --plain",
		RunE:    func(*cobra.Command, []string) error { return p.screens(interview.StartNew, "") },
	}
}
