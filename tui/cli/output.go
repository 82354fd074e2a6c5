package cli

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"readycheck/assessment"
	"readycheck/assessment/report"
)

// terminalWidth is 80 where there is no terminal.
func terminalWidth(out io.Writer) int {
	if file, ok := out.(*os.File); ok {
		if width, _, err := term.GetSize(int(file.Fd())); err == nil && width > 0 {
			return width
		}
	}
	return 80
}

// textWidth keeps lines short enough to read.
func textWidth(out io.Writer) int { return min(terminalWidth(out), 80) }

func (p *program) summary(out io.Writer, r report.Report, asJSON bool) error {
	if !asJSON {
		return outputError(report.Text(out, r, p.page(out)))
	}
	return writeJSON(out, r.Summary)
}

func writeJSON(out io.Writer, value any) error {
	data, err := assessment.Indented(value, "")
	if err != nil {
		return err
	}
	_, err = out.Write(data)
	return outputError(err)
}

// progress says on a terminal how far long work is, from half a second on.
type progress struct {
	now   func() time.Time
	start time.Time
	said  time.Time
	what  string
	done  int
	out   *os.File
}

const (
	progressAfter = 500 * time.Millisecond
	progressEvery = 100 * time.Millisecond
)

func (p *program) progress(what string) *progress {
	if !terminal(os.Stderr) {
		return &progress{}
	}
	return &progress{now: p.now, start: p.now(), what: what, out: os.Stderr}
}

func (p *progress) step() {
	p.done++
	if p.out == nil {
		return
	}
	if now := p.now(); now.Sub(p.start) >= progressAfter && now.Sub(p.said) >= progressEvery {
		p.said = now
		_, _ = fmt.Fprintf(p.out, "\r%d %s", p.done, p.what)
	}
}

func (p *progress) end() {
	if p.out != nil && !p.said.IsZero() {
		_, _ = fmt.Fprintf(p.out, "\r%d %s\n", p.done, p.what)
	}
}

func terminal(out io.Writer) bool {
	file, ok := out.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// outputError says that standard output could not take the result.
func outputError(err error) error {
	if err == nil {
		return nil
	}
	return sentence("The result could not be written to standard output. Check where it goes, and if the disk is full.")
}

// print writes a line to standard output.
func (p *program) print(cmd *cobra.Command, line string) error {
	_, err := fmt.Fprintln(cmd.OutOrStdout(), line)
	return outputError(err)
}

// waiting says what is being done to somebody who waits in front of a terminal. In a script it
// would stand among the errors.
func waiting(doing string) {
	if term.IsTerminal(int(os.Stderr.Fd())) {
		fmt.Fprintln(os.Stderr, assessment.CleanLine(doing, 10_000)+" …")
	}
}
