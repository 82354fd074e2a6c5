//go:build !windows

package boltfile

import (
	"errors"
	"os"
	"reflect"
	"time"

	bolterrors "go.etcd.io/bbolt/errors"
	"golang.org/x/sys/unix"
)

// Lock takes the lock that bbolt takes on a file when it opens it, so that the file can be
// read before. bbolt takes it over with the descriptor. It waits for other processes.
func Lock(file *os.File, exclusive bool, patience time.Duration) error {
	how := unix.LOCK_SH
	if exclusive {
		how = unix.LOCK_EX
	}
	const pause = 10 * time.Millisecond
	for waited := time.Duration(0); ; waited += pause {
		err := unix.Flock(int(file.Fd()), how|unix.LOCK_NB)
		switch {
		case errors.Is(err, unix.EINTR):
			continue
		case !errors.Is(err, unix.EWOULDBLOCK):
			return err
		case waited >= patience:
			return bolterrors.ErrTimeout
		}
		time.Sleep(pause)
	}
}

// Unlock lets go of the lock while the file stays open.
func Unlock(file *os.File) { _ = unix.Flock(int(file.Fd()), unix.LOCK_UN) }

// mappingField is where bbolt keeps the mapping.
const mappingField = "dataref"

func unmap(mapping reflect.Value) {
	if mapping.IsValid() && mapping.Len() > 0 {
		_ = unix.Munmap(mapping.Bytes())
	}
}
