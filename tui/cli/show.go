package cli

import (
	"github.com/spf13/cobra"

	"readycheck/assessment/report"
)

func (p *program) showCommand() *cobra.Command {
	var asJSON, short, example bool
	cmd := &cobra.Command{
		Use: "show [SESSION]", Short: "Read the result of a session",
		Long: "Prints the result of a session. Without SESSION, that is the last one you worked on.\n" +
			"--short is what decides: the sentence, what holds it back, the first steps and the two sides.\n\n" + aboutSession,
		Example:           "  readycheck show rosa\n  readycheck show --short\n  readycheck show --example",
		Args:              lastSessionOr(&example),
		ValidArgsFunction: p.completeSession,
		RunE: func(cmd *cobra.Command, args []string) error {
			if short && asJSON {
				return wrongUse("Choose one of --short and --json.")
			}
			r, err := p.loadOr(example, args)
			if err != nil {
				return err
			}
			out := cmd.OutOrStdout()
			if short {
				return outputError(report.Short(out, r, p.page(out)))
			}
			return p.summary(out, r, asJSON)
		},
	}
	cmd.Flags().BoolVar(&short, "short", false, "only what decides, on less than a page")
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON, for other programs")
	cmd.Flags().BoolVar(&example, "example", false, exampleUsage)
	return cmd
}
