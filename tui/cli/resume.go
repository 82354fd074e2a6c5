package cli

import (
	"github.com/spf13/cobra"

	"readycheck/tui/interview"
)

func (p *program) resumeCommand() *cobra.Command {
	return &cobra.Command{
		Use: "resume [SESSION]", Short: "Go on where you stopped",
		Long:              "Goes on where you stopped. Without SESSION, that is the last one you worked on.\n\n" + aboutSession,
		Example:           "  readycheck resume\n  readycheck resume rosa",
		Args:              takes(0, mostWords, "Name one session, or none for the last one."),
		ValidArgsFunction: p.completeSession,
		RunE: func(_ *cobra.Command, args []string) error {
			return p.screens(interview.StartSession, sessionNamed(args))
		},
	}
}
