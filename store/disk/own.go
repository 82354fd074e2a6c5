package disk

import (
	"errors"
	"io/fs"
	"os"
)

// Kinds of errors of OpenOwn and Own, each in a fs.PathError that names the file: something
// else stands where the program keeps a file of its own.
var (
	// ErrLink means that the name is a link to another place.
	ErrLink = errors.New("a link to another place")
	// ErrFolder means that it is a folder.
	ErrFolder = errors.New("a folder")
	// ErrNotFile means that it is a pipe, a device or the like.
	ErrNotFile = errors.New("not a file")
	// ErrNames means that the file has another name, so that who writes to it writes there too.
	ErrNames = errors.New("a file with another name too")
	// ErrOther means that the file belongs to another user.
	ErrOther = errors.New("a file of another user")
)

// OpenOwn opens a file that the program itself keeps. Whoever may write in its folder could have put
// something else there, so it follows no link, and looks at what it opened before anybody
// writes to it, see Own.
func OpenOwn(name string, flag int, mode os.FileMode, also func() []string) (*os.File, error) {
	file, err := OpenFile(name, flag|AsItStands, mode)
	return own(file, err, name, flag, also)
}

// OpenOwnNow is OpenOwn, but fails at once where another program holds the file.
func OpenOwnNow(name string, flag int, mode os.FileMode, also func() []string) (*os.File, error) {
	file, err := OpenNow(name, flag|AsItStands, mode)
	return own(file, err, name, flag, also)
}

func own(file *os.File, err error, name string, flag int, also func() []string) (*os.File, error) {
	write := flag&(os.O_WRONLY|os.O_RDWR) != 0
	if err != nil {
		// Each system has errors of its own for opening what is no file.
		if info, looking := os.Lstat(name); looking == nil && !info.Mode().IsRegular() {
			return nil, Own(name, info, write, also)
		}
		return nil, err
	}
	info, err := file.Stat()
	if err == nil {
		err = Own(name, info, write, also)
	}
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	return file, nil
}

// Own reports whether what stands under a name can be a file that the program itself put
// there: a file with no name but this one and those that also gives, and, where it is to be
// written, of who runs the program. Owners and names are looked at where the system has them.
func Own(name string, info fs.FileInfo, write bool, also func() []string) error {
	fault := func(kind error) error { return &fs.PathError{Op: "open", Path: name, Err: kind} }
	switch mode := info.Mode(); {
	case mode&fs.ModeSymlink != 0:
		return fault(ErrLink)
	case mode.IsDir():
		return fault(ErrFolder)
	case !mode.IsRegular():
		return fault(ErrNotFile)
	}
	names, mine := holders(info)
	if names > 1 && also != nil {
		for _, other := range also() {
			if beside, err := os.Lstat(other); err == nil && other != name && os.SameFile(info, beside) {
				names--
			}
		}
	}
	switch {
	case names > 1:
		return fault(ErrNames)
	case write && !mine && OwnersTell(name):
		return fault(ErrOther)
	}
	return nil
}
