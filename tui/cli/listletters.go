package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"readycheck/assessment"
	"readycheck/assessment/report"
	"readycheck/store"
	"readycheck/tui/interview"
)

// letters writes a letter to each client whom the filter chooses, about the lines that it names.
func (p *program) letters(sessions *store.Store, set *assessment.Set, f *assessment.Filter, call *listCall) error {
	if len(f.Gaps()) == 0 {
		return wrongUse("Say which line the letters are about, such as --filter gap:off-switch.")
	}
	rows, err := p.practice(sessions, set, f)
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return nobodyFits
	}
	heads := headsOf(rows)
	written, err := writeLetters(set, interview.LetterOrder{Clients: heads, Lines: f.Gaps(), Folder: call.letters}, call.force, p.now(), func(use useSession) error {
		return p.eachSession(sessions, set, headsIn(heads), use)
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "Written to %s: %s, each as a text (txt) and as a mail (eml).\nRead them first. A mail has no address yet: open it in your mail program, and write it in.\n",
		assessment.CleanLine(atHome(call.letters), assessment.MaxNote), assessment.Counted(written, "letter", "letters"))
	return nil
}

// useSession does something with a session that was read.
type useSession = func(*assessment.Session) error

// writeLetters writes the letters of an order, to the sessions that each walks, and says how many. It
// looks at all names first, so that it seldom stops halfway.
func writeLetters(set *assessment.Set, order interview.LetterOrder, force bool, now time.Time, each func(useSession) error) (written int, err error) {
	folder := atHome(order.Folder)
	paths := map[string]string{}
	taken := map[string]bool{}
	for _, client := range order.Clients {
		path := freeName(folder, report.FileName(client.Business, "md", false), taken)
		for _, ending := range [...]string{letterText, letterMail} {
			if _, err := os.Lstat(path + ending); err == nil && !force {
				return 0, alreadyThere(path + ending)
			}
		}
		paths[client.ID] = path
	}
	if err := makeFolder(folder); err != nil {
		return 0, err
	}
	err = each(func(session *assessment.Session) error {
		letter, missing := report.NewGapLetter(report.New(set, session, now), order.Lines)
		if !missing {
			return nil // answered in another window a moment ago
		}
		written++
		if err := writeNew(paths[session.ID]+letterText, func(w io.Writer) error { return letter.Text(w) }, force); err != nil {
			return err
		}
		return writeNew(paths[session.ID]+letterMail, func(w io.Writer) error { return letter.Mail(w) }, force)
	})
	return written, err
}

// lettersFor writes letters for the screens and the talk, on which nothing else may be printed.
func (p *program) lettersFor(sessions *store.Store) func(*assessment.Set, interview.LetterOrder) (int, error) {
	return func(set *assessment.Set, order interview.LetterOrder) (int, error) {
		return writeLetters(set, order, false, p.now(), func(use useSession) error {
			for _, client := range order.Clients {
				session, err := sessions.Load(client.ID)
				switch {
				case errors.Is(err, assessment.ErrNotFound):
					continue // deleted in another window a moment ago
				case err == nil && set.Fits(session) != nil:
					continue // asked with other questions since
				case err == nil:
					err = use(session)
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
	}
}

// The endings of a letter's two files.
const (
	letterText = ".txt"
	letterMail = ".eml"
)

// freeName is a file's name in a folder, without its ending, that no other client has.
func freeName(folder, name string, taken map[string]bool) string {
	stem := name[:len(name)-len(filepath.Ext(name))]
	free := stem
	for n := 2; taken[free]; n++ {
		free = stem + "-" + strconv.Itoa(n)
	}
	taken[free] = true
	return filepath.Join(folder, free)
}
