package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/term"

	"readycheck/assessment"
	"readycheck/assessment/report"
	"readycheck/store"
)

const aboutSession = "SESSION is words of the business or of its use of AI, or the beginning of the id that\n`readycheck list` shows. Of a use that was checked again, words mean the newest session."

const noSession = sentence("There is no session yet. `readycheck new` starts one.")

// mostCandidates is how many sessions an ambiguous name lists.
const mostCandidates = 20

// find resolves SESSION to exactly one. In a terminal it asks where several fit. Without a
// text it is the one changed last.
func find(sessions *store.Store, text string) (assessment.Head, error) {
	if strings.TrimSpace(text) == "" {
		last, err := sessions.List(0, 1)
		if err == nil && len(last) == 0 {
			err = noSession
		}
		if err != nil {
			return assessment.Head{}, err
		}
		return last[0], nil
	}
	all, err := sessions.List(0, 0)
	if err != nil {
		return assessment.Head{}, err
	}
	found, err := meant(all, text)
	switch {
	case err != nil:
		return assessment.Head{}, err
	case len(found) == 1:
		return found[0], nil
	case len(found) == 0 && len(all) == 0:
		return assessment.Head{}, noSession
	case len(found) == 0:
		return assessment.Head{}, sentence(fmt.Sprintf("No session fits %q. `readycheck list` shows them all.", text))
	case canAsk():
		return choose(os.Stdin, os.Stderr, text, found)
	}
	return assessment.Head{}, wrongUse(candidates(text, found, func(_ int, head assessment.Head) string { return head.ID }) + "\nName one by its id, or by more of its words.")
}

// meant are the sessions that a text can mean.
func meant(all []assessment.Head, text string) ([]assessment.Head, error) {
	found, byID := assessment.Named(all, text)
	if byID || len(found) < 2 {
		return found, nil
	}
	return assessment.NewestOfEachUse(headsIn(found))
}

// headsIn walks a list of heads.
func headsIn(list []assessment.Head) report.Heads {
	return func(yield func(assessment.Head, error) bool) {
		for _, head := range list {
			if !yield(head, nil) {
				return
			}
		}
	}
}

// candidates lists the sessions that a text fits, each with a sign before it and the day of its
// last change. Those of one use and one day are told apart by the time of it.
func candidates(text string, found []assessment.Head, sign func(int, assessment.Head) string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%q fits %d sessions:", text, len(found))
	alike := map[string]int{}
	for _, head := range found {
		alike[candidate("", head, false)]++
	}
	for i, head := range found {
		if i == mostCandidates {
			fmt.Fprintf(&b, "\n  … and %d more", len(found)-i)
			break
		}
		b.WriteString("\n  " + candidate(sign(i, head), head, alike[candidate("", head, false)] > 1))
	}
	return b.String()
}

// candidate is a session to choose, behind its sign, with the day of its last change, and where it
// matters the time.
func candidate(sign string, head assessment.Head, timed bool) string {
	changed := head.Changed.Local()
	day := assessment.SayDay(changed)
	if timed {
		day += changed.Format(" 15:04:05")
	}
	return fmt.Sprintf("%s  %s (%s)", sign, titled(head), day)
}

// titled is a session as it is named in a line.
func titled(head assessment.Head) string {
	title := assessment.CleanLine(head.Business, assessment.MaxName)
	if use := assessment.CleanLine(head.Use, assessment.MaxUse); use != "" {
		title += ": " + use
	}
	return title
}

// canAsk reports whether somebody is there to be asked.
func canAsk() bool {
	return term.IsTerminal(int(os.Stdin.Fd())) && term.IsTerminal(int(os.Stderr.Fd()))
}

// choose lets somebody choose one of some sessions, by its number or by more words.
func choose(in io.Reader, out io.Writer, text string, found []assessment.Head) (assessment.Head, error) {
	answers := bufio.NewReader(in)
	said := candidates(text, found, func(i int, _ assessment.Head) string { return fmt.Sprintf("%2d", i+1) })
	for {
		line, err := ask(answers, out, said+"\nWhich one? Its number, or more of its words:")
		if err != nil || line == "" {
			return assessment.Head{}, sentence("No session was chosen, so nothing was done.")
		}
		if n, err := strconv.Atoi(line); err == nil && n >= 1 && n <= min(len(found), mostCandidates) {
			return found[n-1], nil
		}
		switch fewer, err := meant(found, line); {
		case err != nil:
			return assessment.Head{}, err
		case len(fewer) == 1:
			return fewer[0], nil
		case len(fewer) == 0:
			said = fmt.Sprintf("None of them fits %q.", line)
		default:
			found = fewer
			said = candidates(line, found, func(i int, _ assessment.Head) string { return fmt.Sprintf("%2d", i+1) })
		}
	}
}

// ask asks for a line. It is an error where nothing comes any more.
func ask(in *bufio.Reader, out io.Writer, question string) (string, error) {
	if _, err := fmt.Fprint(out, ansi.Wordwrap(question, textWidth(out), "")+" "); err != nil {
		return "", err
	}
	line, err := in.ReadString('\n')
	if err != nil {
		_, _ = fmt.Fprintln(out) // what follows begins on a line of its own
		if !errors.Is(err, io.EOF) || line == "" {
			return "", err
		}
	}
	return strings.TrimSpace(assessment.CleanLine(line, assessment.MaxNote)), nil
}

// agreed asks somebody for a yes. All else is a no.
func agreed(question string) bool {
	line, err := ask(bufio.NewReader(os.Stdin), os.Stderr, question+" y or n:")
	return err == nil && slices.Contains([]string{"y", "yes"}, strings.ToLower(line))
}
