package cli

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"readycheck/assessment"
	"readycheck/assessment/report"
	"readycheck/store"
)

// listCall is what was asked for in a call of list.
type listCall struct {
	asJSON, asCSV, overdue, benchmark, force bool
	filter, letters                          string
	// client is whom a benchmark sets beside all others.
	client string
	// filtered is true where a filter was given.
	filtered bool
}

func (p *program) listCommand() *cobra.Command {
	var call listCall
	cmd := &cobra.Command{
		Use: "list", Short: "List all sessions, the one changed last first",
		Long: "Lists all sessions, the one changed last first. On a terminal long names are cut to its width;\n" +
			"written to a file or another program they stand there whole. With --csv each line of the checklists\n" +
			"is a column.\n\n" + aboutFilter + "\n\n" +
			"--letters writes a letter to each client who lacks the lines that the filter names with gap:, as a\n" +
			"text and as a mail (eml) without addresses, a file each.\n\n" +
			"--benchmark counts how many of your clients have each line in place, and with a SESSION where that\n" +
			"one stands. It names nobody.",
		Example: "  readycheck list\n  readycheck list --overdue\n  readycheck list --csv > sessions.csv\n" +
			"  readycheck list --filter 'gap:off-switch tag:retail'\n  readycheck list --filter gap:off-switch --letters letters\n  readycheck list --benchmark rosa",
		Args: func(cmd *cobra.Command, args []string) error {
			if call.benchmark {
				return takes(0, mostWords, "Name one session, or none.")(cmd, args)
			}
			return takesNothing(cmd, args)
		},
		ValidArgsFunction: func(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
			if call.benchmark {
				return p.completeSession(cmd, args, typed)
			}
			return nil, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			call.client, call.filtered = sessionNamed(args), cmd.Flags().Changed(filterFlag)
			return p.listed(cmd.OutOrStdout(), &call)
		},
	}
	flags := cmd.Flags()
	flags.BoolVar(&call.asJSON, "json", false, "as JSON, for other programs")
	flags.BoolVar(&call.asCSV, "csv", false, "as a table for a spreadsheet")
	flags.BoolVar(&call.overdue, "overdue", false, "only those where the day of a step has passed; of one use only the newest")
	flags.StringVar(&call.filter, filterFlag, "", filterUsage)
	flags.StringVar(&call.letters, "letters", "", "write a letter to each, about the gaps in the filter, into this `FOLDER`")
	flags.BoolVar(&call.force, "force", false, "replace letters that are there already")
	flags.BoolVar(&call.benchmark, "benchmark", false, "count how many have each line in place; it names nobody")
	_ = cmd.MarkFlagDirname("letters")
	return cmd
}

// check says what does not go together.
func (c *listCall) check() error {
	switch {
	case c.asJSON && c.asCSV:
		return wrongUse("Choose one of --json and --csv.")
	case c.letters != "" && (c.asJSON || c.asCSV || c.overdue || c.benchmark):
		return wrongUse("--letters goes with --filter alone.")
	case c.letters == "" && c.force:
		return wrongUse("--force replaces letters: name their folder with --letters.")
	case c.benchmark && (c.asCSV || c.overdue):
		return wrongUse("--benchmark goes with --filter and --json alone.")
	}
	return nil
}

func (p *program) listed(out io.Writer, call *listCall) error {
	if err := call.check(); err != nil {
		return err
	}
	set, err := p.set()
	if err != nil {
		return err
	}
	f, err := filter(set, call.filter)
	if err != nil {
		return err
	}
	sessions := p.store()
	defer closeStore(sessions)
	switch {
	case call.benchmark:
		return p.benchmark(out, sessions, set, &f, call)
	case call.letters != "":
		return p.letters(sessions, set, &f, call)
	case call.overdue:
		return p.listOverdue(out, sessions, set, &f, call)
	case !call.filtered:
		return p.listAll(out, sessions, set, call)
	}
	rows, err := p.practice(sessions, set, &f)
	switch {
	case err != nil:
		return err
	case call.asJSON:
		return listJSON(out, set, rowsIn(rows))
	case call.asCSV:
		return report.ListCSV(out, set, rowsIn(rows))
	case len(rows) == 0:
		fmt.Fprintln(os.Stderr, nobodyFits)
		return nil
	}
	return p.list(out, set, headsIn(headsOf(rows)), heads(sessions))
}

// listAll lists all sessions, re-checks and those before them.
func (p *program) listAll(out io.Writer, sessions *store.Store, set *assessment.Set, call *listCall) error {
	switch {
	case call.asJSON:
		return listJSON(out, set, p.allRows(sessions, set))
	case call.asCSV:
		return report.ListCSV(out, set, p.allRows(sessions, set))
	}
	page, err := sessions.List(0, 1)
	if err == nil && len(page) == 0 {
		fmt.Fprintln(os.Stderr, noSession)
		return nil
	}
	if err != nil {
		return err
	}
	return p.list(out, set, heads(sessions), nil)
}

// listedSession is a session as the list has it in JSON.
type listedSession struct {
	assessment.Head
	Overdue int `json:"overdue"`
	// Lines are where each line stands, by its id. It is missing where that is not known.
	Lines map[string]assessment.Level `json:"lines,omitempty"`
	// Gaps are the lines that are known to be missing, or a part of them.
	Gaps []string `json:"gaps,omitempty"`
}

func listJSON(out io.Writer, set *assessment.Set, rows rowsWalk) error {
	w := bufio.NewWriter(out)
	between := "["
	for row, err := range rows {
		if err != nil {
			return err
		}
		listed := listedSession{Head: row.Head, Overdue: row.Overdue}
		listed.Standing = listed.Standing.Shown()
		if row.Levels != nil {
			listed.Lines = map[string]assessment.Level{}
			for i, level := range row.Levels {
				listed.Lines[set.Items[i].ID] = level
				if row.Lacks(i) {
					listed.Gaps = append(listed.Gaps, set.Items[i].ID)
				}
			}
		}
		data, err := assessment.Indented(listed, "  ")
		if err != nil {
			return err
		}
		_, _ = fmt.Fprintf(w, "%s\n  %s", between, bytes.TrimSpace(data))
		between = ","
	}
	if between == "[" {
		_, _ = w.WriteString("[]\n")
	} else {
		_, _ = w.WriteString("\n]\n")
	}
	return outputError(w.Flush())
}

// listWidth is the width of a terminal. Elsewhere nothing is cut.
func listWidth(out io.Writer) int {
	if !terminal(out) {
		return report.Whole
	}
	return terminalWidth(out)
}

// list prints some of all sessions, or all where all is nil.
func (p *program) list(out io.Writer, set *assessment.Set, some, all report.Heads) error {
	if p.plain {
		return listAloud(out, set, some)
	}
	return report.ListAmong(out, set, some, all, listWidth(out))
}

// listOverdue lists the sessions where something is overdue.
func (p *program) listOverdue(out io.Writer, sessions *store.Store, set *assessment.Set, f *assessment.Filter, call *listCall) error {
	due, err := p.comeDue(sessions)
	if err != nil {
		return err
	}
	late := onlyOverdue(due)
	if !f.Empty() {
		rows, err := p.practice(sessions, set, f)
		if err != nil {
			return err
		}
		late = amongRows(late, rows)
	}
	for i := range late {
		late[i].Standing = late[i].Standing.Shown()
	}
	switch {
	case call.asJSON:
		return writeJSON(out, late)
	case call.asCSV:
		return outputError(report.OverdueCSV(out, set, late))
	case len(late) == 0:
		fmt.Fprintln(os.Stderr, "Nothing is overdue.")
		return nil
	case p.plain:
		return listOverdueAloud(out, late)
	}
	return outputError(report.OverdueList(out, set, late, heads(sessions), p.now(), listWidth(out)))
}

// amongRows are those of some sessions that are among rows.
func amongRows(sessions []assessment.DueSession, rows []assessment.PracticeRow) []assessment.DueSession {
	chosen := map[string]bool{}
	for i := range rows {
		chosen[rows[i].ID] = true
	}
	out := []assessment.DueSession{} // an empty list in JSON too
	for _, session := range sessions {
		if chosen[session.ID] {
			out = append(out, session)
		}
	}
	return out
}

// benchmark counts over the clients, and sets one of them beside the others.
func (p *program) benchmark(out io.Writer, sessions *store.Store, set *assessment.Set, f *assessment.Filter, call *listCall) error {
	here := ""
	if strings.TrimSpace(call.client) != "" {
		head, err := find(sessions, call.client)
		if err != nil {
			return err
		}
		here = head.ID
	}
	rows, err := p.practice(sessions, set, f)
	if err != nil {
		return err
	}
	b, err := assessment.NewBenchmark(set, rows, here)
	switch {
	case err != nil:
		return sentence(report.TooFewForBenchmark(b))
	case here != "" && b.Here < 0:
		return sentence("This session is not among those that are counted: it is not the newest of its use, nothing is answered in it, or the filter leaves it out. Name another one.")
	case call.asJSON:
		return writeJSON(out, b)
	}
	_, err = fmt.Fprintln(out, strings.Join(report.BenchmarkLines(set, b, textWidth(out)), "\n"))
	return outputError(err)
}
