// Package newfile writes a private file so that it is there as a whole or not at all.
package newfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"readycheck/store/disk"
)

// Errors of Write, beside those of the system. An existing file that is not to be
// replaced is fs.ErrExist.
var (
	// ErrLink means that the path is a symbolic link.
	ErrLink = errors.New("a link to another place")
	// ErrNotFile means that the path is a folder or a device.
	ErrNotFile = errors.New("not a file")
)

// Write makes a file that only the user can read. What fill writes goes to a draft in
// the same folder, which is synced and takes the name only if fill had no error. Write
// never writes through a link, and over another file only by force.
func Write(path string, force bool, fill func(*os.File) error) error {
	switch info, err := os.Lstat(path); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case info.Mode()&fs.ModeSymlink != 0:
		return ErrLink
	case !info.Mode().IsRegular():
		return ErrNotFile
	case !force:
		return fs.ErrExist
	}
	draft, err := disk.CreateTemp(filepath.Dir(path), ".readycheck-*")
	if err != nil {
		return err
	}
	defer func() {
		// Most often it has its new name by now.
		if _, err := os.Lstat(draft.Name()); err == nil {
			_ = disk.Remove(draft.Name())
		}
	}()
	err = fill(draft)
	if err = errors.Join(err, draft.Sync(), draft.Close()); err != nil {
		return err
	}
	if force {
		err = disk.Rename(draft.Name(), path)
	} else {
		err = PutInPlace(draft.Name(), path)
	}
	if err != nil {
		return err
	}
	return disk.SyncFolder(filepath.Dir(path))
}

// PutInPlace gives a draft its name unless something has that name by now. Whether the
// draft's own name is still there afterwards depends on the file system.
func PutInPlace(draft, path string) error {
	err := disk.RenameNew(draft, path)
	if !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	if err = disk.Link(draft, path); err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	// Memory sticks often know no links. Then the name is taken first, which fails if
	// somebody else has it, and the draft moved over our own empty file.
	taken, err := disk.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	err = errors.Join(taken.Close(), disk.Rename(draft, path))
	if err != nil {
		_ = disk.Remove(path)
	}
	return err
}
