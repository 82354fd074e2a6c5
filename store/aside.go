package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"readycheck/store/disk"
	"readycheck/store/newfile"
)

// setAside gives the data file a second name that is never deleted.
func (s *Store) setAside(live string) (string, error) {
	return s.asideBy(func(aside string) error {
		err := disk.Link(live, aside)
		if err == nil || errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist) {
			return err
		}
		// Memory sticks often know no links. A copy takes longer, but at no moment is there
		// no data file.
		return copyAside(live, aside)
	})
}

// asideBy finds a name for a file to be set aside under, and has it put there. The name is
// empty where there is no file.
func (s *Store) asideBy(put func(aside string) error) (string, error) {
	for n := 1; ; n++ {
		aside := filepath.Join(filepath.Dir(s.path), fmt.Sprintf("%s%s%s-%d.db", s.stem(), asideMark, s.now().Format(time.DateOnly), n))
		switch err := put(aside); {
		case errors.Is(err, fs.ErrExist):
		case errors.Is(err, fs.ErrNotExist):
			return "", nil
		default:
			return aside, err
		}
	}
}

func copyAside(live, aside string) error {
	from, err := disk.OpenOwn(live, os.O_RDONLY, 0, ownNames(live))
	if err != nil {
		return err
	}
	defer func() { _ = from.Close() }()
	return newfile.Write(aside, false, func(to *os.File) error {
		_, err := to.ReadFrom(from)
		return err
	})
}

const asideMark = "-set-aside-"

// SetAside lists the files that were set aside. They may hold what was deleted since.
func (s *Store) SetAside() []string {
	folder := filepath.Dir(s.path)
	files, _ := os.ReadDir(folder)
	var out []string
	for _, file := range files {
		if strings.HasPrefix(file.Name(), s.stem()+asideMark) {
			out = append(out, filepath.Join(folder, file.Name()))
		}
	}
	return out
}

// ownNames finds the names that a data file or a backup may have beside its own: it has two
// for a moment, until a rename takes one away, and keeps both where the process was killed in
// between.
func ownNames(path string) func() []string {
	folder, base := filepath.Split(path)
	stem := strings.TrimSuffix(base, filepath.Ext(base))
	return func() []string {
		files, _ := os.ReadDir(filepath.Dir(path))
		var out []string
		for _, file := range files {
			name := file.Name()
			if strings.HasPrefix(name, stem+asideMark) || strings.HasPrefix(name, draftPrefix) || name == base+draftSuffix {
				out = append(out, folder+name)
			}
		}
		return out
	}
}
