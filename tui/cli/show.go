package cli

import "github.com/spf13/cobra"

func (p *program) showCommand() *cobra.Command {
	var asJSON, example bool
	cmd := &cobra.Command{
		Use: "show SESSION", Short: "Read the result of a session", Long: "Prints the result of a session.\n\n" + aboutSession,
		Example:           "  readycheck show rosa\n  readycheck show --example",
		Args:              oneSessionOr(&example, "Name one session, such as `readycheck show rosa`. `readycheck list` shows them all."),
		ValidArgsFunction: p.completeSession,
		RunE: func(cmd *cobra.Command, args []string) error {
			r, err := p.loadOr(example, args)
			if err != nil {
				return err
			}
			return p.summary(cmd.OutOrStdout(), r, asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON, for other programs")
	cmd.Flags().BoolVar(&example, "example", false, exampleUsage)
	return cmd
}
