package cli

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"readycheck/assessment"
	"readycheck/assessment/report"
)

// exportCall is what was asked for in a call of export.
type exportCall struct {
	format, path                               string
	force, clientSafe, example, all, forBallot bool
	onePage, appendix, uses                    bool
	brand                                      report.Brand
}

func (p *program) exportCommand() *cobra.Command {
	var call exportCall
	cmd := &cobra.Command{
		Use: "export SESSION...", Short: "Write a report to pass on, or the session itself",
		Long: aboutFormats() + "\n\n" +
			"The ending of FILE names the format where --format does not. Several sessions, or --all, go into one\n" +
			"file as " + report.IntoOneFile() + ", and into a folder, a file each, in the other formats.\n\n" +
			"Several sessions of one business and a FILE of html, pdf, docx or md: one report of all of them, behind a\n" +
			"page that lists them. --uses takes all uses of the business without naming each.\n\n" +
			"With --ballot it writes a file that one person fills in with a text editor, for a room without a\n" +
			"network. `readycheck import --vote` takes it in.\n\n" + aboutSession,
		Example: "  readycheck export rosa -o rosa.pdf\n  readycheck export rosa -o rosa.html --client-safe\n" +
			"  readycheck export --all -o plans.csv\n  readycheck export rosa garage --format pdf -o reports\n  readycheck export rosa --ballot -o ballot.yaml",
		Args:              func(cmd *cobra.Command, args []string) error { return call.check(cmd, args) },
		ValidArgsFunction: p.completeSessions,
		RunE:              func(cmd *cobra.Command, args []string) error { return p.export(cmd, &call, args) },
	}
	flags := cmd.Flags()
	flags.StringVar(&call.format, "format", "", "the `FORMAT`: "+strings.Join(report.FormatNames(), ", "))
	flags.StringVarP(&call.path, "output", "o", "", "the `FILE` to write, or the folder for several sessions")
	flags.BoolVar(&call.force, "force", false, "replace the file if it is there already")
	flags.BoolVar(&call.example, "example", false, exampleUsage)
	flags.BoolVar(&call.clientSafe, "client-safe", false, "leave out the business, its use of AI, names of people, and notes")
	flags.BoolVar(&call.onePage, "one-page", false, "the first page of the report alone")
	flags.BoolVar(&call.appendix, "appendix", false, "add all answers with their notes, the stages and the words at the end")
	flags.BoolVar(&call.uses, "uses", false, "all uses of AI of the session's business in one report, behind a page of all of them")
	flags.BoolVar(&call.all, "all", false, "all sessions: in one file ("+report.IntoOneFile()+"), or a file each in a folder")
	flags.BoolVar(&call.forBallot, "ballot", false, "a file for one person's votes, to fill in with a text editor")
	flags.StringVar(&call.brand.Name, "brand", "", "the `NAME` of your firm, on top of the report (for good: readycheck brand)")
	flags.StringVar(&call.brand.Line, "brand-line", "", "a `TEXT` below it")
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(report.FormatNames(), cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// check says what does not go together.
func (c *exportCall) check(cmd *cobra.Command, args []string) error {
	switch {
	case c.forBallot:
		if err := ballotAlone(cmd); err != nil {
			return err
		}
		return takes(1, 1, "Name one session, such as `readycheck export rosa --ballot`.")(cmd, args)
	case c.onePage && c.appendix:
		return wrongUse("Choose one of --one-page and --appendix.")
	case c.uses && (c.all || c.example || c.onePage):
		return wrongUse("--uses writes the report of one business: leave --all, --example and --one-page out.")
	case c.uses:
		return takes(1, 1, "Name one session of the business, such as `readycheck export rosa --uses -o rosa.pdf`.")(cmd, args)
	case c.all && c.example:
		return wrongUse("Choose one of --all and --example.")
	case c.all:
		return takes(0, 0, "All sessions are written: leave the session out, or --all.")(cmd, args)
	case c.example:
		return takes(0, 0, withoutSession)(cmd, args)
	}
	return takes(1, mostNames, "Name one session or more, such as `readycheck export rosa --format pdf`.")(cmd, args)
}

// chosenFormat is the format that was asked for, or the one that the file's ending names.
func (c *exportCall) chosenFormat() (report.Format, error) {
	if c.format == "" && c.path != "" {
		if f, known := report.FormatEnding(c.path); known {
			return f, nil
		}
	}
	if f, known := report.FormatNamed(strings.ToLower(c.format)); known {
		return f, nil
	}
	return report.Format{}, chooseFormat()
}

func (p *program) export(cmd *cobra.Command, c *exportCall, args []string) error {
	f, err := c.chosenFormat()
	if err != nil && !c.forBallot {
		return err
	}
	if c.uses && f.Holds != report.WholeReport {
		return wrongUse("--uses writes a report to read: choose html, pdf, docx or md.")
	}
	switch {
	case c.forBallot:
	case f.Holds == report.WholeReport:
		c.brand = p.brandFor(cmd, c.brand)
	case f.Holds == report.PartOfReport:
		c.brand = report.Brand{Paper: p.brandFor(cmd, c.brand).Paper} // a table shows no brand
	}
	many := c.all || len(args) > 1
	if many && !c.oneReport(f, args) && f.WriteMany == nil {
		return p.exportEach(c, f, args)
	}
	if err := needsFile(c, f, args); err != nil {
		return err
	}
	write, err := p.exported(c, f, args)
	if err != nil {
		return err
	}
	if c.path != "" && c.path != "-" {
		return writeNamed(c.path, write, c.force)
	}
	if f.Binary && terminal(cmd.OutOrStdout()) {
		return noBinary(f.Name, "report."+f.Ending)
	}
	out := bufio.NewWriter(cmd.OutOrStdout())
	if err := write(out); err != nil {
		return err
	}
	return outputError(out.Flush())
}

// exported is what writes what was asked for.
func (p *program) exported(c *exportCall, f report.Format, args []string) (writer, error) {
	switch {
	case c.forBallot:
		return p.exportBallot(args[0])
	case c.oneReport(f, args):
		return p.exportUses(c, f, args)
	case c.all || len(args) > 1:
		return p.exportTogether(c, f, args), nil
	}
	r, err := p.loadOr(c.example, args)
	if err != nil {
		return nil, err
	}
	return c.finished(r, f, c.path), nil
}

// finished is what writes a report as it was asked for.
func (c *exportCall) finished(r report.Report, f report.Format, path string) writer {
	r.ClientSafe, r.Brand, r.OnePage, r.Appendix = c.clientSafe, c.brand, c.onePage, c.appendix
	if f.Holds == report.SessionItself {
		noteHidden(r.Session)
	}
	if c.clientSafe {
		warnOfNames(r, path)
	}
	if lost := f.LostIn(fonted(r)); lost != "" {
		fmt.Fprintln(os.Stderr, lost)
	}
	return formatted(r, f)
}

// fonted is a report that finds letters in the fonts of this computer.
func fonted(r report.Report) report.Report {
	r.Fonts = systemFonts
	return r
}

// formatted writes a report in a format.
func formatted(r report.Report, format report.Format) writer {
	return func(w io.Writer) error { return format.Write(w, fonted(r)) }
}

// chooseFormat is said where a format is none.
func chooseFormat() error {
	names := report.FormatNames()
	last := len(names) - 1
	return wrongUse("Choose a format: --format " + strings.Join(names[:last], ", ") + " or " + names[last] + ".")
}

// helpWidth is how wide the lines of a longer help are.
const helpWidth = 98

// aboutFormats says in the help what can be written.
func aboutFormats() string {
	var whole, other []string
	for _, f := range report.Formats {
		if f.Holds == report.WholeReport {
			whole = append(whole, f.Help)
		} else {
			other = append(other, f.Help)
		}
	}
	oneOf := func(list []string) string {
		last := len(list) - 1
		return strings.Join(list[:last], ", ") + ", or " + list[last]
	}
	return ansi.Wordwrap("Writes a report: "+oneOf(whole)+". Or "+oneOf(other)+". Without -o it goes to standard output.", helpWidth, "")
}

// noteHidden says that votes stay behind: whoever gets the session as a file must not see them
// before the room does.
func noteHidden(session *assessment.Session) {
	if session.Team == nil || session.Team.Hidden() == 0 {
		return
	}
	questions := "one question"
	if n := session.Team.Hidden(); n > 1 {
		questions = fmt.Sprintf("%d questions", n)
	}
	fmt.Fprintf(os.Stderr, "Left out: the votes on %s, which nobody has seen yet. `readycheck backup` copies everything.\n", questions)
}

// warnOfNames says which names still stand around a client-safe report: in the file's name, in
// the line on top, or in a question set of one's own.
func warnOfNames(r report.Report, path string) {
	texts := []string{filepath.Base(path), r.Brand.Name, r.Brand.Line}
	if r.Set.ID != assessment.Default().ID {
		var all strings.Builder
		if err := report.Markdown(&all, r); err == nil {
			texts = append(texts, all.String())
		}
	}
	text := strings.Join(texts, "\n")
	names := report.NamesIn(r.Session, text)
	for _, other := range r.Others {
		names = append(names, report.NamesIn(other.Session, text)...)
	}
	lookAgain(names)
}

// lookAgain says which names are still to be read.
func lookAgain(names []string) {
	slices.Sort(names)
	if names = slices.Compact(names); len(names) > 0 {
		fmt.Fprintf(os.Stderr, "Look again before you pass it on. Its name or a text in it still says: %s.\n", strings.Join(names, ", "))
	}
}
