//go:build !windows

package disk

import (
	"errors"
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// AsItStands opens a file and nothing that it is a link to, and waits for nobody: for what
// the program itself puts beside the data file.
const AsItStands = unix.O_NOFOLLOW | unblocked

// unblocked opens a pipe without waiting for another program, and changes nothing for a file.
const unblocked = unix.O_NONBLOCK

// IsLink reports whether an error says that AsItStands met a link.
func IsLink(err error) bool { return errors.Is(err, unix.ELOOP) || errors.Is(err, unix.EMLINK) }

// holders says how many names a file has, and whether it belongs to who runs the program.
func holders(info fs.FileInfo) (names uint64, mine bool) {
	about, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 1, true
	}
	return uint64(about.Nlink), int(about.Uid) == os.Geteuid()
}

// OfThisUser reports whether a file or folder belongs to who runs the program.
func OfThisUser(info fs.FileInfo) bool {
	_, mine := holders(info)
	return mine
}

// windowsCode is the number that a model of Windows gave.
func windowsCode(err error) (uint32, bool) {
	var refused Refused
	if errors.As(err, &refused) {
		return refused.Code, true
	}
	return 0, false
}

func inUse(err error) bool {
	return codeIs(err, accessDenied, sharingViolation, lockViolation, userMapped)
}

func full(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || codeIs(err, handleDiskFull, diskFull)
}

func protected(err error) bool { return errors.Is(err, syscall.EROFS) || codeIs(err, writeProtect) }

func noDrive(err error) bool { return codeIs(err, pathNotFound, invalidDrive, notReady) }

func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	err = folder.Sync()
	if closing := folder.Close(); err == nil {
		err = closing
	}
	return err
}

// TimesTell is true where a file's time changes only when something was written.
func TimesTell() bool { return true }
