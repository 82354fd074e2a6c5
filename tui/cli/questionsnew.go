package cli

import (
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"readycheck/assessment"
	"readycheck/store/shell"
)

func (p *program) questionsNewCommand() *cobra.Command {
	var from, output string
	cmd := &cobra.Command{
		Use: "new -o FOLDER", Short: "Begin a question set of your own, as a copy to change",
		Long: "Writes a copy of the question set into FOLDER, with notes on what stands where. The folder's name\n" +
			"becomes the id of the new set, so that its sessions are never taken for those of another one.",
		Example: "  readycheck questions new -o bakers\n  readycheck questions new --from ai-readiness -o ~/sets/bakers",
		Args:    takes(0, 0, "Name the folder with -o, such as -o bakers."),
		RunE:    func(cmd *cobra.Command, _ []string) error { return p.newQuestions(cmd, from, output) },
	}
	own := assessment.Default
	cmd.Flags().StringVar(&from, "from", "", "the `ID` of the set to copy (the one that comes with the program)")
	cmd.Flags().StringVarP(&output, "output", "o", "", "the `FOLDER` to write it into; it is made if it is not there")
	_ = cmd.MarkFlagDirname("output")
	_ = cmd.RegisterFlagCompletionFunc("from", func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return []cobra.Completion{own().ID}, cobra.ShellCompDirectiveNoFileComp
	})
	return cmd
}

func (p *program) newQuestions(cmd *cobra.Command, from, output string) error {
	if output == "" {
		return wrongUse("Name the folder with -o, such as -o bakers.")
	}
	if own := assessment.Default().ID; from != "" && from != own {
		return wrongUse(fmt.Sprintf("There is no question set %q in the program. Its own is %s.", from, own))
	}
	folder := atHome(output)
	whole, err := filepath.Abs(folder)
	if err != nil {
		return fileError(err, folder, "written")
	}
	id := assessment.OneWord(filepath.Base(whole))
	if !assessment.IDForm(id) || id == assessment.Default().ID {
		return wrongUse(fmt.Sprintf("The folder's name becomes the id of the set, and %q cannot be one. Choose another name, of letters a to z.", filepath.Base(whole)))
	}
	files, err := assessment.Starter(id)
	if err != nil {
		return err
	}
	if err := makeFolder(folder); err != nil {
		return err
	}
	names := slices.Sorted(maps.Keys(files))
	for _, name := range names {
		if path := filepath.Join(folder, name); exists(path) {
			return sentence(fmt.Sprintf("%s is there already, so nothing was written. Choose another folder.", path))
		}
	}
	for _, name := range names {
		write := func(w io.Writer) error {
			_, err := w.Write(files[name])
			return err
		}
		if err := writeNew(filepath.Join(folder, name), write, false); err != nil {
			return err
		}
	}
	return p.print(cmd, fmt.Sprintf("The question set %s, version %s, was begun in %s: %s.\nChange what you like, then: %s", id, assessment.StarterVersion,
		assessment.CleanLine(folder, assessment.MaxNote), assessment.Counted(len(names), "file", "files"), shell.Command("readycheck", "questions", "check", folder)))
}

// questionsSchemaCommand is for editors that check while somebody writes.
func questionsSchemaCommand() *cobra.Command {
	return &cobra.Command{
		Use: "schema", Short: "Print a JSON Schema of question sets, for editors",
		Long: "Prints a JSON Schema of the files of a question set. Many editors check and complete by it while you\n" +
			"write; those that know the YAML language server take it from a first line in the file:\n" +
			"  # yaml-language-server: $schema=schema.json",
		Example: "  readycheck questions schema > schema.json",
		Args:    takesNothing,
		RunE: func(cmd *cobra.Command, _ []string) error {
			data, err := assessment.QuestionsSchema()
			if err != nil {
				return err
			}
			_, err = cmd.OutOrStdout().Write(data)
			return outputError(err)
		},
	}
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
