package disk

import (
	"errors"
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/windows"
)

// AsItStands adds nothing here: making a link in another's folder takes rights to it.
const AsItStands = 0

// unblocked adds nothing here: files are no pipes.
const unblocked = 0

// IsLink is about what AsItStands meets.
func IsLink(error) bool { return false }

// holders says nothing here: who may write a file follows from its folder.
func holders(fs.FileInfo) (names uint64, mine bool) { return 1, true }

// OfThisUser is true here: who may write a file follows from its folder.
func OfThisUser(fs.FileInfo) bool { return true }

func windowsCode(err error) (uint32, bool) {
	var refused Refused
	if errors.As(err, &refused) {
		return refused.Code, true
	}
	var code syscall.Errno
	if errors.As(err, &code) {
		return uint32(code), true
	}
	return 0, false
}

// inUse reports whether somebody holds the file. Renaming over an open file or removing
// one gives "access denied", which also means what it says: then trying again for a while
// does no harm.
func inUse(err error) bool {
	if codeIs(err, sharingViolation, lockViolation, userMapped) {
		return true
	}
	var link *os.LinkError
	var path *fs.PathError
	removing := errors.As(err, &path) && path.Op == "remove"
	return codeIs(err, accessDenied) && (errors.As(err, &link) || removing)
}

func full(err error) bool      { return codeIs(err, handleDiskFull, diskFull) }
func protected(err error) bool { return codeIs(err, writeProtect) }

// noDrive leaves out the path that was not found: mostly that is a folder.
func noDrive(err error) bool { return codeIs(err, invalidDrive, notReady) }

// rename waits until the new name is on disk, as far as the disk tells the truth.
func rename(from, to string, replace bool) error {
	flags := uint32(windows.MOVEFILE_WRITE_THROUGH)
	if replace {
		flags |= windows.MOVEFILE_REPLACE_EXISTING
	}
	old, err := windows.UTF16PtrFromString(from)
	if err != nil {
		return err
	}
	name, err := windows.UTF16PtrFromString(to)
	if err != nil {
		return err
	}
	if err := windows.MoveFileEx(old, name, flags); err != nil {
		return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
	}
	return nil
}

// syncFolder does nothing: Windows has no such call, so rename writes through.
func syncFolder(string) error { return nil }

// TimesTell is false: bbolt sets the length of the file whenever it opens it to write, and
// that alone changes its time.
func TimesTell() bool { return false }
