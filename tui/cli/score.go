package cli

import (
	"github.com/spf13/cobra"

	"readycheck/assessment/report"
)

func (p *program) scoreCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "score FILE", Short: "Read the result of an answers file, and keep nothing",
		Long:    "Prints the result of an answers file (YAML or JSON) and keeps nothing of it.",
		Example: "  readycheck score answers.yaml\n  readycheck score - --json < answers.yaml",
		Args:    takes(1, 1, "Name one file (or - for standard input)."),
		RunE: func(cmd *cobra.Command, args []string) error {
			set, session, err := p.read(args[0])
			if err != nil {
				return err
			}
			return p.summary(cmd.OutOrStdout(), report.New(set, session, p.now()), asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON, for other programs")
	return cmd
}
