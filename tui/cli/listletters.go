package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"readycheck/assessment"
	"readycheck/assessment/report"
	"readycheck/store"
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
	folder := atHome(call.letters)
	progress := p.progress("letters written")
	written, err := p.writeLetters(sessions, set, letterCall{headsOf(rows), f.Gaps(), folder, call.force, progress.step})
	progress.end()
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "Written to %s: %s, each as a text (txt) and as a mail (eml).\nRead them first. A mail has no address yet: open it in your mail program, and write it in.\n",
		assessment.CleanLine(folder, assessment.MaxNote), assessment.Counted(written, "letter", "letters"))
	return nil
}

// letterCall is to whom letters go, about which lines, and where they are written.
type letterCall struct {
	clients []assessment.Head
	gaps    []int
	folder  string
	force   bool
	// step is called after each.
	step func()
}

// writeLetters writes letters, and says how many. It looks at all names first, so that it seldom
// stops halfway.
func (p *program) writeLetters(sessions *store.Store, set *assessment.Set, c letterCall) (written int, err error) {
	paths, taken := map[string]string{}, map[string]bool{}
	var ids []string
	for i := range c.clients {
		path := freeName(c.folder, report.FileName(c.clients[i].Business, "md", false), taken)
		for _, ending := range [...]string{letterText, letterMail} {
			if _, err := os.Lstat(path + ending); err == nil && !c.force {
				return 0, alreadyThere(path + ending)
			}
		}
		paths[c.clients[i].ID] = path
		ids = append(ids, c.clients[i].ID)
	}
	if err := makeFolder(c.folder); err != nil {
		return 0, err
	}
	for some := range slices.Chunk(ids, sessionsAtATime) {
		loaded, err := sessions.LoadAll(some)
		if err != nil {
			return written, err
		}
		for _, session := range loaded {
			if set.Fits(session) != nil {
				continue
			}
			letter, missing := report.NewGapLetter(report.New(set, session, p.now()), c.gaps)
			if !missing {
				continue // answered in another window a moment ago
			}
			if err := writeNew(paths[session.ID]+letterText, func(w io.Writer) error { return letter.Text(w) }, c.force); err != nil {
				return written, err
			}
			if err := writeNew(paths[session.ID]+letterMail, func(w io.Writer) error { return letter.Mail(w) }, c.force); err != nil {
				return written, err
			}
			written++
			c.step()
		}
	}
	return written, nil
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
