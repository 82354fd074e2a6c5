package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"readycheck/assessment"
	"readycheck/assessment/report"
	"readycheck/store"
	"readycheck/store/shell"
)

// chosenSessions walks what export was asked for, which all is where all are.
func chosenSessions(sessions *store.Store, all bool, names []string) (report.Heads, error) {
	if all {
		return heads(sessions), nil
	}
	found, err := findAll(sessions, names)
	return headsIn(found), err
}

// eachSession reads each session. One that was answered with other questions is left out, and
// said.
func (p *program) eachSession(sessions *store.Store, set *assessment.Set, chosen report.Heads, use func(*assessment.Session) error) error {
	progress := p.progress("sessions written")
	defer progress.end()
	for head, err := range chosen {
		if err != nil {
			return err
		}
		session, err := sessions.Load(head.ID)
		if errors.Is(err, assessment.ErrNotFound) {
			continue // deleted in another window a moment ago
		}
		if err != nil {
			return err
		}
		if err := set.Fits(session); err != nil {
			fmt.Fprintf(os.Stderr, "Left out: %s. %s\n", assessment.CleanLine(session.Business, assessment.MaxName), assessment.Sentence(err))
			continue
		}
		if err := use(session); err != nil {
			return err
		}
		progress.step()
	}
	return nil
}

// exportTogether writes many sessions into one file, as they come from the disk.
func (p *program) exportTogether(c *exportCall, f report.Format, names []string) writer {
	return func(w io.Writer) error {
		set, err := p.set()
		if err != nil {
			return err
		}
		sessions := p.store()
		defer closeStore(sessions)
		chosen, err := chosenSessions(sessions, c.all, names)
		if err != nil {
			return err
		}
		newest, err := newestOf(chosen)
		if err != nil {
			return err
		}
		if len(newest) == 0 {
			return noSession
		}
		var named []string
		err = f.WriteMany(w, p.reports(sessions, set, chosen, func(r *report.Report) {
			r.ClientSafe, r.Brand, r.CheckedAgain = c.clientSafe, c.brand, !newest[r.Session.ID]
			if c.clientSafe {
				named = append(named, report.NamesIn(r.Session, filepath.Base(c.path))...)
			}
		}))
		if err == nil {
			lookAgain(named)
		}
		return err
	}
}

// newestOf are the ids of the sessions after which no other one of the same use was begun.
func newestOf(chosen report.Heads) (map[string]bool, error) {
	list, err := assessment.NewestOfEachUse(chosen)
	newest := make(map[string]bool, len(list))
	for i := range list {
		newest[list[i].ID] = true
	}
	return newest, err
}

// errEnough ends a walk of which no more is wanted.
var errEnough = errors.New("no more is wanted")

// reports walks sessions as reports. Fit says how each is to be written.
func (p *program) reports(sessions *store.Store, set *assessment.Set, chosen report.Heads, fit func(*report.Report)) report.Reports {
	return func(yield func(report.Report, error) bool) {
		err := p.eachSession(sessions, set, chosen, func(session *assessment.Session) error {
			r := report.New(set, session, p.now())
			fit(&r)
			if !yield(r, nil) {
				return errEnough
			}
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			yield(report.Report{}, err)
		}
	}
}

// exportEach writes each of many sessions into a file of its own, in one folder. It looks at
// all names first, so that it seldom stops halfway.
func (p *program) exportEach(c *exportCall, f report.Format, names []string) error {
	set, err := p.set()
	if err != nil {
		return err
	}
	if err := needsFolder(c, f); err != nil {
		return err
	}
	sessions := p.store()
	defer closeStore(sessions)
	chosen, err := chosenSessions(sessions, c.all, names)
	if err != nil {
		return err
	}
	folder := atHome(c.path)
	paths, err := pathsIn(folder, chosen, f, c)
	if err != nil {
		return err
	}
	earlier := map[string]string{}
	if f.Holds == report.WholeReport {
		if earlier, err = earlierOfAll(heads(sessions)); err != nil {
			return err
		}
	}
	if err := makeFolder(folder); err != nil {
		return err
	}
	written := 0
	err = p.eachSession(sessions, set, chosen, func(session *assessment.Session) error {
		path, named := paths[session.ID]
		if !named {
			return nil // begun in another window a moment ago
		}
		r, err := p.reportAfter(sessions, set, session, earlier[session.ID])
		if err != nil {
			return err
		}
		if err := writeNew(path, c.finished(r, f, path), c.force); err != nil {
			return err
		}
		written++
		return nil
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "Written to %s: %s.\n", assessment.CleanLine(folder, assessment.MaxNote), assessment.Counted(written, "file", "files"))
	return nil
}

// earlierOfAll finds, for each session that has one, the session of the same business and use that
// was begun last before it. To ask the store for each would read the list as often as it is long.
func earlierOfAll(all report.Heads) (map[string]string, error) {
	begun := map[string][]string{}
	for head, err := range all {
		if err != nil {
			return nil, err
		}
		use := assessment.UseKey(head.Business, head.Use)
		begun[use] = append(begun[use], head.ID)
	}
	earlier := map[string]string{}
	for _, ids := range begun {
		slices.Sort(ids) // ids are in the order in which sessions were begun
		for i, id := range ids[1:] {
			earlier[id] = ids[i]
		}
	}
	return earlier, nil
}

// pathsIn gives each session a file, by its id.
func pathsIn(folder string, chosen report.Heads, f report.Format, c *exportCall) (map[string]string, error) {
	paths, taken := map[string]string{}, map[string]bool{}
	for head, err := range chosen {
		if err != nil {
			return nil, err
		}
		name := report.FileName(head.Business, f.Name, c.clientSafe)
		stem := name[:len(name)-len(filepath.Ext(name))]
		for n := 2; taken[name]; n++ {
			name = stem + "-" + strconv.Itoa(n) + filepath.Ext(name)
		}
		taken[name] = true
		path := filepath.Join(folder, name)
		if _, err := os.Lstat(path); err == nil && !c.force {
			return nil, alreadyThere(path)
		}
		paths[head.ID] = path
	}
	if len(paths) == 0 {
		return nil, noSession
	}
	return paths, nil
}

// needsFolder says where one file was named for several sessions of a format that has a file for
// each.
func needsFolder(c *exportCall, f report.Format) error {
	folder := "reports"
	if c.path != "" && c.path != "-" {
		info, err := os.Stat(atHome(c.path))
		_, named := report.FormatEnding(c.path)
		if there := err == nil; there && info.IsDir() || !there && !named {
			return nil
		}
		folder = strings.TrimSuffix(c.path, filepath.Ext(c.path))
	}
	return wrongUse(fmt.Sprintf("With --format %s each session is a file of its own, so several need a folder: %s. Into one file they go with --format %s.",
		f.Name, shell.Command("-o", folder), report.IntoOneFile()))
}

// needsFile says where a folder was named for what goes into one file.
func needsFile(c *exportCall, f report.Format, names []string) error {
	if c.path == "" || c.path == "-" || c.forBallot {
		return nil
	}
	info, err := os.Stat(atHome(c.path))
	if ends := os.IsPathSeparator(c.path[len(c.path)-1]); !ends && (err != nil || !info.IsDir()) {
		return nil
	}
	called := "plans"
	switch {
	case c.example:
		called = "example"
	case len(names) == 1:
		called = names[0]
	}
	file := filepath.Join(c.path, report.FileName(called, f.Name, c.clientSafe))
	return wrongUse(fmt.Sprintf("%s is not a file but a folder, so nothing was written. Name a file in it: %s.", filepath.Clean(c.path), shell.Command("-o", file)))
}
