//go:build !windows

package disk

import (
	"errors"
	"os"
	"syscall"
)

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
