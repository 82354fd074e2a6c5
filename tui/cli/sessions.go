package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/adrg/xdg"
	"github.com/spf13/cobra"

	"readycheck/assessment"
	"readycheck/assessment/report"
	"readycheck/store"
	"readycheck/store/shell"
)

// store is the file of sessions. It is opened and made only when it is used.
func (p *program) store() *store.Store {
	sessions := store.New(p.dataFile(), p.now)
	sessions.Flagged = p.data != ""
	sessions.Notes = filepath.Join(xdg.StateHome, "readycheck")
	return sessions
}

// dataFile is where the sessions are kept.
func (p *program) dataFile() string {
	if p.data != "" {
		return atHome(p.data)
	}
	data, _ := settingNamed(dataSetting)
	if path := p.choice(data).value; path != "" {
		return atHome(path)
	}
	return filepath.Join(xdg.DataHome, "readycheck", "sessions.db")
}

// typed is a command of this program as it is to be typed to work on the same file.
func (p *program) typed(words ...string) string {
	command := []string{"readycheck"}
	if p.data != "" {
		command = append(command, "--data", p.data)
	}
	return shell.Command(append(command, words...)...)
}

// aWhile is how long somebody waits without a word.
const aWhile = 500 * time.Millisecond

// closeStore waits for what is being saved, and says so where that takes a while. Only the
// backup made at the end can fail.
func closeStore(sessions *store.Store) {
	slow := time.AfterFunc(aWhile, func() { waiting("Your answers are being written and backed up. This takes a moment") })
	defer slow.Stop()
	if err := sessions.Close(); err != nil {
		for _, line := range lines(err) {
			fmt.Fprintln(os.Stderr, assessment.Clean(line, 10_000))
		}
	}
}

// backedUp makes a backup before something that cannot simply be done again, and says so where
// that takes a while.
func backedUp(sessions *store.Store) (path string, err error) {
	slow := time.AfterFunc(aWhile, func() { waiting("A backup is made first. This takes a moment") })
	defer slow.Stop()
	return sessions.Backup()
}

// pageOfHeads keeps the memory of a long list small.
const pageOfHeads = 2000

// heads walks all sessions, the one changed last first.
func heads(sessions *store.Store) report.Heads {
	return func(yield func(assessment.Head, error) bool) {
		for below := uint64(0); ; {
			page, err := sessions.List(below, pageOfHeads)
			if err != nil {
				yield(assessment.Head{}, err)
				return
			}
			for _, head := range page {
				if !yield(head, nil) {
					return
				}
			}
			if len(page) < pageOfHeads {
				return
			}
			below = page[len(page)-1].Sequence
		}
	}
}

const exampleUsage = "take the finished example of a made-up shop instead of a session"

// lastSessionOr takes one SESSION or none, and none with --example.
func lastSessionOr(example *bool) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if *example {
			return takes(0, 0, withoutSession)(cmd, args)
		}
		return takes(0, mostWords, "Name one session, or none for the last one.")(cmd, args)
	}
}

const withoutSession = "The example is looked at alone: leave the session out, or --example."

// mostWords is how many words may name a session where a command takes one: they belong together,
// with quotation marks or without.
const mostWords = 40

// sessionNamed are the words of a call that name a session.
func sessionNamed(args []string) string { return strings.Join(args, " ") }

// oneSessionOr asks for one SESSION, or for none with --example.
func oneSessionOr(example *bool, say string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if *example {
			return takes(0, 0, withoutSession)(cmd, args)
		}
		return takes(1, mostWords, say)(cmd, args)
	}
}

// loadOr makes a report of the session that args name, of the last one where they name none, or
// of the example.
func (p *program) loadOr(example bool, args []string) (report.Report, error) {
	set, err := p.set()
	if err != nil {
		return report.Report{}, err
	}
	if !example {
		sessions := p.store()
		defer closeStore(sessions)
		session, err := load(sessions, set, sessionNamed(args))
		if err != nil {
			return report.Report{}, err
		}
		return p.report(sessions, set, session)
	}
	session, err := assessment.Example(set)
	if err != nil {
		return report.Report{}, sentence("This question set has no example. Leave --questions out to see the one that comes with the program.")
	}
	return report.New(set, session, p.now()), nil
}

// report is a session with its verdict, and with the earlier session of the same business
// and use if there is one.
func (p *program) report(sessions *store.Store, set *assessment.Set, session *assessment.Session) (report.Report, error) {
	earlier, err := sessions.Earlier(session)
	if err != nil {
		return report.New(set, session, p.now()), err
	}
	return p.reportAfter(sessions, set, session, earlier)
}

// reportAfter is a session with its verdict and with an earlier session, where there is one.
func (p *program) reportAfter(sessions *store.Store, set *assessment.Set, session *assessment.Session, earlier string) (report.Report, error) {
	r := report.New(set, session, p.now())
	if earlier == "" {
		return r, nil
	}
	before, err := sessions.Load(earlier)
	if err == nil && set.Fits(before) == nil {
		r.Earlier = before
	}
	return r, err
}

// load reads a session, and says if it was answered with other questions.
func load(sessions *store.Store, set *assessment.Set, text string) (*assessment.Session, error) {
	head, err := find(sessions, text)
	if err != nil {
		return nil, err
	}
	session, err := sessions.Load(head.ID)
	if err != nil {
		return nil, err
	}
	if err := set.Fits(session); err != nil {
		return nil, err
	}
	noteOtherVersion(session, set)
	return session, nil
}

func noteOtherVersion(session *assessment.Session, set *assessment.Set) {
	if session.SetVersion != set.Version {
		fmt.Fprintf(os.Stderr, "Note: this session was answered with the questions %s %s. It is read with %s %s here.\n",
			assessment.CleanLine(session.SetID, assessment.MaxName), assessment.CleanLine(session.SetVersion, assessment.MaxName), set.ID, set.Version)
	}
}
