//go:build !windows

package disk

import (
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// AsItStands opens a file and nothing that it is a link to: for what the program itself puts
// beside the data file.
const AsItStands = unix.O_NOFOLLOW

// unblocked opens a pipe without waiting for another program, and changes nothing for a file.
const unblocked = unix.O_NONBLOCK

// IsLink reports whether an error says that AsItStands met a link.
func IsLink(err error) bool { return errors.Is(err, unix.ELOOP) || errors.Is(err, unix.EMLINK) }

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
