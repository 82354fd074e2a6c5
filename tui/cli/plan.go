package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"readycheck/assessment"
	"readycheck/assessment/report"
)

func (p *program) planCommand() *cobra.Command {
	var asJSON, example bool
	var mine string
	cmd := &cobra.Command{
		Use: "plan SESSION", Short: "Read all steps of a session, with who sees to them and by when",
		Long: "Prints every step of a session, the most urgent first: how long it takes, who sees to it, by when, and\n" +
			"what it leads to. A day that has passed is said.\n\n" + aboutSession,
		Example:           "  readycheck plan rosa\n  readycheck plan rosa --mine dev",
		Args:              oneSessionOr(&example, "Name one session, such as `readycheck plan rosa`. `readycheck list` shows them all."),
		ValidArgsFunction: p.completeSession,
		RunE: func(cmd *cobra.Command, args []string) error {
			r, err := p.loadOr(example, args)
			if err != nil {
				return err
			}
			plan := assessment.NewPlan(r.Set, r.Session, &r.Summary, p.now())
			if cmd.Flags().Changed("mine") {
				if plan, err = planOf(plan, mine); err != nil {
					return err
				}
			}
			out := cmd.OutOrStdout()
			if asJSON {
				return writeJSON(out, plan)
			}
			return outputError(report.PlanText(out, r, plan, p.page(out)))
		},
	}
	flags := cmd.Flags()
	flags.BoolVar(&asJSON, "json", false, "as JSON, for other programs")
	flags.StringVar(&mine, "mine", "", "only the steps that the person of this `NAME` sees to")
	flags.BoolVar(&example, "example", false, exampleUsage)
	return cmd
}

// planOf is what one person sees to.
func planOf(plan assessment.Plan, name string) (assessment.Plan, error) {
	if name = assessment.CleanLine(name, assessment.MaxName); name == "" {
		return plan, wrongUse("Whose steps? Write a name behind --mine, such as --mine dev.")
	}
	mine := plan.Of(name)
	if len(mine.Steps)+len(mine.Open) > 0 || len(plan.Steps)+len(plan.Open) == 0 {
		return mine, nil
	}
	owners := plan.Owners()
	for i := range owners {
		owners[i] = assessment.CleanLine(owners[i], assessment.MaxName)
	}
	if len(owners) == 0 {
		return plan, sentence("No step of this plan has a name yet. Give them names with o, on a question or on the next steps.")
	}
	return plan, sentence(fmt.Sprintf("%s sees to no step of this plan. These people do: %s.", name, strings.Join(owners, ", ")))
}
