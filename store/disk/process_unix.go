//go:build !windows

package disk

import (
	"errors"
	"syscall"
)

// ProcessRuns reports whether a process of that number is there.
func ProcessRuns(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}
