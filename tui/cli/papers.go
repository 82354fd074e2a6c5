package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"readycheck/assessment"
	"readycheck/assessment/papers"
	"readycheck/assessment/report"
)

// allPapers is the name of the file that has all papers, without its ending.
const allPapers = "all-papers"

// papersCall is what was asked for in a call of papers.
type papersCall struct {
	format, folder string
	force, example bool
}

func (p *program) papersCommand() *cobra.Command {
	var call papersCall
	cmd := &cobra.Command{
		Use: "papers SESSION -o FOLDER", Short: "Write the papers that the advice asks for, to fill in",
		Long: aboutPapers() + "\n\n" + aboutSession,
		Example: "  readycheck papers rosa -o rosa-papers\n  readycheck papers rosa -o rosa-papers --format docx\n" +
			"  readycheck papers --example -o look",
		Args:              oneSessionOr(&call.example, "Name one session, such as `readycheck papers rosa -o rosa-papers`."),
		ValidArgsFunction: p.completeSession,
		RunE:              func(_ *cobra.Command, args []string) error { return p.papers(&call, args) },
	}
	flags := cmd.Flags()
	flags.StringVarP(&call.folder, "output", "o", "", "the `FOLDER` to write them into; it is made if it is not there")
	flags.StringVar(&call.format, "format", papers.Formats[0].Name, "the `FORMAT`: "+strings.Join(papers.FormatNames(), ", "))
	flags.BoolVar(&call.force, "force", false, "replace papers that are there already")
	flags.BoolVar(&call.example, "example", false, exampleUsage)
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(papers.FormatNames(), cobra.ShellCompDirectiveNoFileComp))
	_ = cmd.MarkFlagDirname("output")
	return cmd
}

// aboutPapers says in the help what is written.
func aboutPapers() string {
	var formats []string
	for _, f := range papers.Formats {
		formats = append(formats, f.Help)
	}
	last := len(formats) - 1
	return ansi.Wordwrap("Writes what the advice asks you to write down, each on one page, filled in as far as your answers go: "+
		"the off-switch card, what a person checks, a note to staff, a letter to the firm behind the AI and more. "+
		"What is still open is a line to write on. Each paper is a file, and "+allPapers+" has them all: "+
		strings.Join(formats[:last], ", ")+" or "+formats[last]+".", helpWidth, "")
}

func (p *program) papers(call *papersCall, args []string) error {
	format, known := papers.FormatNamed(call.format)
	if !known {
		return choosePaperFormat()
	}
	if call.folder == "" {
		return wrongUse("Name a folder for the papers with -o, such as -o rosa-papers.")
	}
	r, err := p.loadOr(call.example, args)
	if err != nil {
		return err
	}
	r.Brand = p.brand()
	docs, err := pile(r)
	if err != nil {
		return err
	}
	folder := atHome(call.folder)
	err = writePapers(folder, format, docs, call.force)
	if errors.Is(err, fs.ErrExist) && canAsk() {
		if !agreed(fmt.Sprintf("There are papers in %s already, and what was filled in on them would be lost. Replace them?", assessment.CleanLine(folder, assessment.MaxNote))) {
			return sentence("Nothing was written. Name another folder with -o to keep both.")
		}
		err = writePapers(folder, format, docs, true)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "Written to %s: %s. %s has them all.\nRead them before others do: what stands as \"From your notes\" was written for yourself.\n", assessment.CleanLine(folder, assessment.MaxNote),
		assessment.Counted(len(docs), "paper", "papers"), allPapers+"."+format.Name)
	return nil
}

func choosePaperFormat() error {
	names := papers.FormatNames()
	last := len(names) - 1
	return wrongUse("Choose a format: --format " + strings.Join(names[:last], ", ") + " or " + names[last] + ".")
}

// pile are the papers of a session.
func pile(r report.Report) ([]papers.Document, error) {
	fit := papers.For(r.Set, r.Session)
	if len(fit) == 0 {
		return nil, sentence("There are no papers for these questions: they belong to the questions that come with the program.")
	}
	docs := papers.Pile(fit, r.Set, r.Session, r.Now)
	for i := range docs {
		docs[i].Brand = r.Brand
	}
	return docs, nil
}

// writePapers writes each paper into a file of its own, and all of them into one. It looks at
// all names first, so that it seldom stops halfway.
func writePapers(folder string, format papers.Format, docs []papers.Document, force bool) error {
	if err := makeFolder(folder); err != nil {
		return err
	}
	path := func(name string) string { return filepath.Join(folder, name+"."+format.Name) }
	files := map[string][]papers.Document{path(allPapers): docs}
	names := []string{path(allPapers)}
	for i, doc := range docs {
		names = append(names, path(doc.Name))
		files[path(doc.Name)] = docs[i : i+1]
	}
	for _, name := range names {
		if _, err := os.Lstat(name); err == nil && !force {
			return alreadyThere(name)
		}
	}
	for _, name := range names {
		if err := writeNew(name, func(w io.Writer) error { return format.Write(w, files[name]) }, force); err != nil {
			return err
		}
	}
	return nil
}

// makeFolder makes a folder that only the user can read, unless it is there.
func makeFolder(path string) error {
	err := os.Mkdir(path, 0o700)
	if errors.Is(err, fs.ErrExist) {
		info, err := os.Stat(path)
		if err == nil && info.IsDir() {
			return nil
		}
		return sentence(fmt.Sprintf("%s is not a folder, so nothing was written. Name a folder, or a new name for one.", path))
	}
	if err != nil {
		return fileError(err, path, "written")
	}
	return nil
}
