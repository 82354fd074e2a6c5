package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"readycheck/assessment"
	"readycheck/store/shell"
)

func (p *program) questionsNewCommand() *cobra.Command {
	var from, output string
	cmd := &cobra.Command{
		Use: "new -o FOLDER", Short: "Begin a question set of your own, as a copy to change",
		Long: "Writes a copy of a question set into FOLDER: of the one that comes with the program, with notes on\n" +
			"what stands where, or of one of your own. The folder's name becomes the id of the new set, so that\n" +
			"its sessions are never taken for those of another one. A schema for editors lies beside it.",
		Example: "  readycheck questions new -o bakers\n  readycheck questions new --from ai-readiness -o ~/sets/bakers\n" +
			"  readycheck questions new --from bakers -o cafes",
		Args: takes(0, 0, "Name the folder with -o, such as -o bakers."),
		RunE: func(cmd *cobra.Command, _ []string) error { return p.newQuestions(cmd, from, output) },
	}
	own := assessment.Default
	cmd.Flags().StringVar(&from, "from", "", "the set to copy: its `ID`, or the file or folder of one of your own (default: the one in the program)")
	cmd.Flags().StringVarP(&output, "output", "o", "", "the `FOLDER` to write it into; it is made if it is not there")
	_ = cmd.MarkFlagDirname("output")
	_ = cmd.RegisterFlagCompletionFunc("from", func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return []cobra.Completion{own().ID}, cobra.ShellCompDirectiveDefault
	})
	return cmd
}

func (p *program) newQuestions(cmd *cobra.Command, from, output string) error {
	if output == "" {
		return wrongUse("Name the folder with -o, such as -o bakers.")
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
	files, err := starter(id, from)
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
	return p.print(cmd, fmt.Sprintf("The question set %s, version %s, was begun in %s: %s, and a schema for editors.\nChange what you like, then: %s", id, assessment.StarterVersion,
		assessment.CleanLine(folder, assessment.MaxNote), assessment.Counted(len(names)-1, "file", "files"), shell.Command("readycheck", "questions", "check", folder)))
}

// starter is the copy of the set in the program, or of one of the user's own.
func starter(id, from string) (map[string][]byte, error) {
	own := assessment.Default().ID
	if from == "" || from == own {
		return assessment.Starter(id)
	}
	path := atHome(from)
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, wrongUse(fmt.Sprintf("There is no question set %q: it is neither %s, which comes with the program, nor a file or folder here.", from, own))
	case err != nil:
		return nil, fileError(err, path, "read")
	}
	// What is wrong with it is said as questions check says it.
	if _, err := loadSet(from); err != nil {
		return nil, err
	}
	if info.IsDir() {
		files, err := assessment.SetFiles(os.DirFS(path))
		if err != nil {
			return nil, fileError(err, path, "read")
		}
		return assessment.StarterFrom(id, files)
	}
	data, err := readFile(path)
	if err != nil {
		return nil, err
	}
	// In a folder, only files with this ending are read.
	return assessment.StarterFrom(id, map[string][]byte{strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)) + ".yaml": data})
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
