package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"readycheck/assessment"
	"readycheck/assessment/report"
)

// set is the question set in use.
func (p *program) set() (*assessment.Set, error) {
	if p.questions == "" {
		return assessment.Default(), nil
	}
	return loadSet(p.questions)
}

// loadSet reads a question set from a file or a folder.
func loadSet(path string) (*assessment.Set, error) {
	path = atHome(path)
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		set, err := assessment.LoadFS(os.DirFS(path))
		var faults assessment.Faults
		if err != nil && !errors.As(err, &faults) {
			return nil, fileError(err, path, "read")
		}
		for i := range faults {
			faults[i].File = filepath.Join(path, faults[i].File)
		}
		return set, err
	}
	data, err := readFile(path)
	if err != nil {
		return nil, err
	}
	return assessment.Load(path, data)
}

func (p *program) questionsCommand() *cobra.Command {
	var asJSON, onPaper, quick bool
	cmd := &cobra.Command{
		Use: "questions", Short: "List the questions, print them, or check your own",
		Example: "  readycheck questions\n  readycheck questions --md --quick > worksheet.md",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return unknownCommand(cmd, args[0])
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			set, err := p.set()
			if err != nil {
				return err
			}
			if quick {
				set = set.OnlyQuick()
			}
			out := cmd.OutOrStdout()
			switch {
			case asJSON && onPaper:
				return wrongUse("Choose one of --json and --md.")
			case onPaper:
				return outputError(report.Worksheet(out, set))
			case !asJSON:
				return outputError(report.Questions(out, set, textWidth(out)))
			}
			data, err := assessment.QuestionsJSON(set)
			if err != nil {
				return err
			}
			_, err = out.Write(data)
			return outputError(err)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON, for other programs")
	cmd.Flags().BoolVar(&quick, "quick", false, "only those that a quick check asks")
	cmd.Flags().BoolVar(&onPaper, "md", false, "as a worksheet to print and fill in by hand (Markdown)")
	cmd.AddCommand(p.questionsNewCommand(), questionsSchemaCommand())
	cmd.AddCommand(&cobra.Command{
		Use: "check FILE", Short: "Check a question set of your own",
		Long:    "Checks a question set: a YAML file, or a folder of them. Every fault is named with its line,\nits column and what was expected there.",
		Example: "  readycheck questions check own.yaml",
		Args:    takes(1, 1, "Name one file or folder."),
		RunE: func(cmd *cobra.Command, args []string) error {
			set, err := loadSet(args[0])
			if err != nil {
				return err
			}
			return p.print(cmd, fmt.Sprintf("%s is a question set: %d questions, version %s.", assessment.CleanLine(args[0], assessment.MaxNote), len(set.Questions), set.Version))
		},
	})
	return cmd
}
