package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"readycheck/assessment"
	"readycheck/assessment/report"
	"readycheck/store"
)

// letters writes a letter to each client whom the filter chooses, about the lines that it names. It
// looks at all names first, so that it seldom stops halfway.
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
	folder := atHome(call.letters)
	paths := map[string]string{}
	taken := map[string]bool{}
	for i := range rows {
		path := freeName(folder, report.FileName(rows[i].Business, "md", false), taken)
		for _, ending := range [...]string{letterText, letterMail} {
			if _, err := os.Lstat(path + ending); err == nil && !call.force {
				return alreadyThere(path + ending)
			}
		}
		paths[rows[i].ID] = path
	}
	if err := makeFolder(folder); err != nil {
		return err
	}
	written := 0
	err = p.eachSession(sessions, set, headsIn(headsOf(rows)), func(session *assessment.Session) error {
		letter, missing := report.NewGapLetter(report.New(set, session, p.now()), f.Gaps())
		if !missing {
			return nil // answered in another window a moment ago
		}
		written++
		if err := writeNew(paths[session.ID]+letterText, func(w io.Writer) error { return letter.Text(w) }, call.force); err != nil {
			return err
		}
		return writeNew(paths[session.ID]+letterMail, func(w io.Writer) error { return letter.Mail(w) }, call.force)
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "Written to %s: %s, each as a text (txt) and as a mail (eml).\nRead them first. A mail has no address yet: open it in your mail program, and write it in.\n",
		assessment.CleanLine(folder, assessment.MaxNote), assessment.Counted(written, "letter", "letters"))
	return nil
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
