package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"readycheck/assessment"
	"readycheck/store/disk"
	"readycheck/store/newfile"
)

// What is typed in a form and not saved lies in a folder beside the data file, one file a
// form. It is not in the data file: an earlier version of the program takes a record that it
// does not know for damage.

// typedSuffix is for that folder.
const typedSuffix = ".drafts"

// longestDraft is longer than any draft is in bytes.
const longestDraft = 256 << 10

// typing is the drafts on their way to disk, by the names of their files.
type typing struct {
	mu      sync.Mutex
	waiting map[string]assessment.Draft
	// writing admits one writer at a time, so that an older draft never comes after a newer.
	writing sync.Mutex
}

// KeepDraft takes a draft in at once, in the place of the form's earlier one, and writes it
// soon; an empty one takes the earlier one away. The channel gets one value after that. What
// is not written yet is written when the store is closed.
func (s *Store) KeepDraft(d assessment.Draft) <-chan error {
	s.typing.mu.Lock()
	s.typing.waiting[draftName(d.Form)] = d
	s.typing.mu.Unlock()
	done := make(chan error, 1)
	go func() { done <- s.writeDrafts() }()
	return done
}

// Drafts are what was typed and not saved. A draft that cannot be read is none.
func (s *Store) Drafts() []assessment.Draft {
	s.typing.writing.Lock()
	defer s.typing.writing.Unlock()
	kept := map[string]assessment.Draft{}
	for _, name := range s.draftFiles() {
		if d, err := s.readDraft(name); err == nil {
			kept[name] = d
		}
	}
	s.typing.mu.Lock()
	defer s.typing.mu.Unlock()
	for name, d := range s.typing.waiting {
		kept[name] = d
	}
	var out []assessment.Draft
	for _, d := range kept {
		if !d.Empty() {
			out = append(out, d)
		}
	}
	return out
}

// draftName is the file of a form. It tells nobody what it is about.
func draftName(form assessment.Form) string {
	return draftsOf(form.Session) + nameSum(form.Name) + ".json"
}

// draftsOf begins the names of all drafts of a session.
func draftsOf(session string) string { return nameSum(session) + "-" }

func nameSum(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:12])
}

// writeDrafts writes what waits. What could not be written goes on waiting.
func (s *Store) writeDrafts() error {
	s.typing.writing.Lock()
	defer s.typing.writing.Unlock()
	s.typing.mu.Lock()
	waiting := s.typing.waiting
	s.typing.waiting = map[string]assessment.Draft{}
	s.typing.mu.Unlock()
	var failed error
	for name, d := range waiting {
		if err := s.writeDraft(name, d); err != nil {
			failed = errors.Join(failed, err)
			s.typing.mu.Lock()
			if _, newer := s.typing.waiting[name]; !newer {
				s.typing.waiting[name] = d
			}
			s.typing.mu.Unlock()
		}
	}
	return failed
}

func (s *Store) writeDraft(name string, d assessment.Draft) error {
	if d.Empty() {
		return s.removeDraft(name)
	}
	folder := s.path + typedSuffix
	if err := disk.MakeFolder(folder); err != nil {
		return err
	}
	if err := realFolder(folder); err != nil {
		return err
	}
	text, err := json.Marshal(d)
	if err != nil {
		return err
	}
	return newfile.Write(filepath.Join(folder, name), true, func(file *os.File) error {
		_, err := file.Write(text)
		return err
	})
}

func (s *Store) removeDraft(name string) error {
	folder := s.path + typedSuffix
	if err := realFolder(folder); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	}
	if err := disk.Remove(filepath.Join(folder, name)); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	}
	return disk.SyncFolder(folder)
}

var errNoFolder = errors.New("not a folder of its own")

// realFolder is an error where the folder of the drafts is a link to another place.
func realFolder(folder string) error {
	info, err := os.Lstat(folder)
	if err == nil && !info.IsDir() {
		return errNoFolder
	}
	return err
}

// draftFiles are the names in the folder of the drafts.
func (s *Store) draftFiles() []string {
	folder := s.path + typedSuffix
	if realFolder(folder) != nil {
		return nil
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

// readDraft reads a draft and trusts nothing in it: others may have written beside the data
// file.
func (s *Store) readDraft(name string) (assessment.Draft, error) {
	var d assessment.Draft
	file, err := disk.OpenOwnNow(filepath.Join(s.path+typedSuffix, name), os.O_RDONLY, 0, nil)
	if err != nil {
		return d, err
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		return d, err
	}
	if info.Size() > longestDraft {
		return d, errNowhere
	}
	text, err := io.ReadAll(io.LimitReader(file, longestDraft))
	if err == nil {
		err = json.Unmarshal(text, &d)
	}
	if err == nil && draftName(d.Form) != name {
		err = errNowhere
	}
	for field, value := range d.Fields {
		d.Fields[field] = assessment.Clean(value, assessment.MaxNote)
	}
	return d, err
}

// takeDrafts takes all drafts of a session away and returns them.
func (s *Store) takeDrafts(session string) []assessment.Draft {
	var taken []assessment.Draft
	for _, d := range s.Drafts() {
		if d.Form.Session == session {
			taken = append(taken, d)
			s.KeepDraft(assessment.Draft{Form: d.Form})
		}
	}
	_ = s.writeDrafts() // what cannot be removed now waits for Close
	return taken
}

// sweepDrafts removes the drafts of sessions that are not there, and what a writer that was
// killed left.
func (s *Store) sweepDrafts(there []assessment.Head) error {
	keep := map[string]bool{draftsOf(""): true}
	for i := range there {
		keep[draftsOf(there[i].ID)] = true
	}
	var failed error
	for _, name := range s.draftFiles() {
		if at := strings.Index(name, "-"); strings.HasSuffix(name, ".json") && keep[name[:at+1]] {
			continue
		}
		failed = errors.Join(failed, s.removeDraft(name))
	}
	return failed
}
