package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

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

// questionsCall is what was asked for in a call of questions.
type questionsCall struct {
	asJSON, onPaper, asPDF, quick, force bool
	path                                 string
}

func (p *program) questionsCommand() *cobra.Command {
	var call questionsCall
	cmd := &cobra.Command{
		Use: "questions", Short: "List the questions, print them, or check your own",
		Long: "Lists the questions, by section. With --pdf it writes the worksheet for a room without computers, to\n" +
			"print and fill in by hand. With --pdf --quick it writes a ballot on paper for one person: two pages,\n" +
			"with boxes to tick for each question of a quick check. The ending of FILE names the form, too.",
		Example: "  readycheck questions\n  readycheck questions --pdf -o worksheet.pdf\n  readycheck questions --pdf --quick -o ballot.pdf\n" +
			"  readycheck questions --md --quick > worksheet.md",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return unknownCommand(cmd, args[0])
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return p.listQuestions(cmd, &call) },
	}
	flags := cmd.Flags()
	flags.BoolVar(&call.asJSON, "json", false, "as JSON, for other programs")
	flags.BoolVar(&call.quick, "quick", false, "only those that a quick check asks")
	flags.BoolVar(&call.onPaper, "md", false, "as a worksheet to print and fill in by hand (Markdown)")
	flags.BoolVar(&call.asPDF, "pdf", false, "as a worksheet (PDF); with --quick as a ballot for one person, on two pages")
	flags.StringVarP(&call.path, "output", "o", "", "the `FILE` to write")
	flags.BoolVar(&call.force, "force", false, "replace the file if it is there already")
	cmd.AddCommand(p.questionsNewCommand(), questionsSchemaCommand())
	cmd.AddCommand(&cobra.Command{
		Use: "check FILE", Short: "Check a question set of your own",
		Long:    "Checks a question set: a YAML file, or a folder of them. Every fault is named with its line,\nits column and what was expected there, all in one go. Of a set in another language, it says what would\nstill be said in English.",
		Example: "  readycheck questions check own.yaml",
		Args:    takes(1, 1, "Name one file or folder."),
		RunE: func(cmd *cobra.Command, args []string) error {
			set, err := loadSet(args[0])
			if err != nil {
				return err
			}
			said := fmt.Sprintf("%s is a question set: %d questions, version %s.", assessment.CleanLine(args[0], assessment.MaxNote), len(set.Questions), set.Version)
			if english := set.InEnglish(); len(english) > 0 {
				const most = 5
				list := strings.Join(english[:min(most, len(english))], ", ")
				if more := len(english) - most; more > 0 {
					list += fmt.Sprintf(" and %d more", more)
				}
				said += "\nIt does not say these itself, so they are said in English: " + list + "."
			}
			return p.print(cmd, said)
		},
	})
	return cmd
}

// listQuestions writes the questions as they were asked for, to a file or to standard output.
func (p *program) listQuestions(cmd *cobra.Command, call *questionsCall) error {
	out := cmd.OutOrStdout()
	if err := call.form(); err != nil {
		return err
	}
	toFile := call.path != "" && call.path != "-"
	if call.asPDF && !toFile && terminal(out) {
		return noBinary("pdf", "worksheet.pdf")
	}
	set, err := p.set()
	if err != nil {
		return err
	}
	if call.quick {
		set = set.OnlyQuick()
	}
	write := call.writer(set, p.brand, out)
	if toFile {
		return writeNamed(call.path, write, call.force)
	}
	return outputError(write(out))
}

// form settles in which form the questions are written. The ending of a file says it where no
// flag does.
func (c *questionsCall) form() error {
	var chosen []string
	for _, flag := range []struct {
		set  bool
		name string
	}{{c.asJSON, "--json"}, {c.onPaper, "--md"}, {c.asPDF, "--pdf"}} {
		if flag.set {
			chosen = append(chosen, flag.name)
		}
	}
	switch ending := strings.ToLower(filepath.Ext(c.path)); {
	case len(chosen) > 1:
		return wrongUse("Choose one of " + strings.Join(chosen, " and ") + ".")
	case len(chosen) == 0:
		c.asJSON, c.onPaper, c.asPDF = ending == ".json", ending == ".md", ending == ".pdf"
	}
	return nil
}

func (c *questionsCall) writer(set *assessment.Set, brand func() report.Brand, out io.Writer) writer {
	switch {
	case c.asPDF && c.quick:
		return func(w io.Writer) error { return report.PaperBallot(w, set, brand(), systemFonts) }
	case c.asPDF:
		return func(w io.Writer) error { return report.WorksheetPDF(w, set, brand(), systemFonts) }
	case c.onPaper:
		return func(w io.Writer) error { return report.Worksheet(w, set) }
	case c.asJSON:
		return func(w io.Writer) error {
			data, err := assessment.QuestionsJSON(set)
			if err == nil {
				_, err = w.Write(data)
			}
			return err
		}
	}
	return func(w io.Writer) error { return report.Questions(w, set, textWidth(out)) }
}
