package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"readycheck/assessment"
	"readycheck/assessment/report"
	"readycheck/store"
)

// tableFormat is the one that takes many sessions into one file.
const tableFormat = "csv"

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

// exportTable writes the plans of many sessions into one table.
func (p *program) exportTable(c *exportCall, names []string) writer {
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
		table := report.NewPlanTable(w, set)
		err = p.eachSession(sessions, set, chosen, func(session *assessment.Session) error {
			r := report.New(set, session, p.now())
			r.ClientSafe = c.clientSafe
			table.Add(r)
			return nil
		})
		if err != nil {
			return err
		}
		return table.Flush()
	}
}

// exportEach writes each of many sessions into a file of its own, in one folder. It looks at
// all names first, so that it seldom stops halfway.
func (p *program) exportEach(c *exportCall, f report.Format, names []string) error {
	set, err := p.set()
	if err != nil {
		return err
	}
	if c.path == "" || c.path == "-" || strings.EqualFold(filepath.Ext(c.path), "."+f.Ending) {
		return wrongUse(fmt.Sprintf("Several sessions need a folder: -o reports. Into one table they go with --format %s.", tableFormat))
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
	if err := makeFolder(folder); err != nil {
		return err
	}
	written := 0
	err = p.eachSession(sessions, set, chosen, func(session *assessment.Session) error {
		path, named := paths[session.ID]
		if !named {
			return nil // begun in another window a moment ago
		}
		r, err := p.report(sessions, set, session)
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
