package store

import (
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/gofrs/flock"
)

// patience is how long a burst waits for another process before it says who holds the file.
const patience = 2 * time.Second

// lock takes the sibling lock. A waiting process blocks in the system's own queue, which
// is fair, instead of polling. The caller calls release on every path.
func lock(path string) (release func(), err error) {
	l := flock.New(path, flock.SetFlag(os.O_CREATE|os.O_RDWR), flock.SetPermissions(0o600))
	got, err := l.TryLock()
	if err != nil {
		return nil, err
	}
	if !got {
		if err := wait(l, path); err != nil {
			return nil, err
		}
	}
	sign(path)
	return func() { _ = l.Unlock() }, nil
}

func wait(l *flock.Flock, path string) error {
	locked := make(chan error, 1)
	go func() { locked <- l.Lock() }()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case err := <-locked:
		return err
	case <-timer.C:
		go func() {
			if <-locked == nil {
				_ = l.Unlock()
			}
		}()
		return busy(path[:len(path)-len(lockSuffix)], readHolder(path))
	}
}

// noteLength is the fixed length of the note in the lock file. The file is never cut to
// zero, since some file systems then flush it to disk on every close.
const noteLength = 96

// sign writes who holds the lock into its file, for the one who waits. Losing the note is harmless.
func sign(path string) {
	note, err := json.Marshal(holder{os.Getpid(), time.Now().UTC()})
	if err != nil || len(note) >= noteLength {
		return
	}
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return
	}
	_, _ = fmt.Fprintf(file, "%-*s\n", noteLength-1, note)
	_ = file.Close()
}

func readHolder(path string) holder {
	var h holder
	file, err := os.Open(path)
	if err != nil {
		return h
	}
	defer func() { _ = file.Close() }()
	_ = json.NewDecoder(file).Decode(&h)
	return h
}
