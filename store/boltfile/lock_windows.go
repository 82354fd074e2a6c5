package boltfile

import (
	"math"
	"os"
	"reflect"
	"time"

	"golang.org/x/sys/windows"
)

// Lock does nothing here: a file in use cannot be removed, so the lock beside the data file
// is the same one for everybody. bbolt could not take this one over.
func Lock(*os.File, bool, time.Duration) error { return nil }

// Unlock lets go of the lock while the file stays open: of one byte, at the end of all that
// a file could hold.
func Unlock(file *os.File) {
	_ = windows.UnlockFileEx(windows.Handle(file.Fd()), 0, 1, 0, &windows.Overlapped{Offset: math.MaxUint32, OffsetHigh: math.MaxUint32})
}

// mappingField is where bbolt keeps the mapping.
const mappingField = "data"

func unmap(mapping reflect.Value) {
	if mapping.IsValid() && !mapping.IsNil() {
		_ = windows.UnmapViewOfFile(mapping.Pointer())
	}
}
