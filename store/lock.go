package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"readycheck/store/disk"
)

// patience is how long a burst waits for another process before it says who holds the file.
const patience = 1800 * time.Millisecond

// holder is the note in the lock file: who has the lock, and how far the data file got.
type holder struct {
	PID   int       `json:"pid"`
	Since time.Time `json:"since"`
	// Transaction is the newest transaction known to be on disk, 0 where nobody knows. A
	// data file that is behind it has lost something.
	Transaction uint64 `json:"transaction"`
	// mark is the last commit, in a second note that earlier versions do not know.
	mark mark
}

// marked is the second note. Another transaction than in the first one means that an
// earlier version wrote since.
type marked struct {
	mark
	Transaction uint64 `json:"transaction"`
}

// held is the sibling lock while this process has it. It is let go on every path.
type held struct {
	lock *flock.Flock
	// file is the lock's file for the note, nil where it cannot be written.
	file *os.File
	note holder
	// away remembers the last commit outside the folder as well, once the work is done.
	away func(mark)
}

// takeLock takes the sibling lock. A waiting process blocks in the system's own queue,
// which is fair, instead of polling.
func takeLock(path string) (*held, error) {
	if info, err := os.Lstat(path); err == nil {
		if err := disk.Own(path, info, true, nil); err != nil {
			return nil, err
		}
	}
	l := flock.New(path, flock.SetFlag(os.O_CREATE|os.O_RDWR|disk.AsItStands), flock.SetPermissions(0o600))
	got := false
	err := disk.Patiently(func() (err error) {
		got, err = l.TryLock()
		return err
	})
	if disk.IsLink(err) {
		return nil, &fs.PathError{Op: "open", Path: path, Err: disk.ErrLink} // put there in this moment
	}
	if err != nil {
		return nil, err
	}
	if !got {
		if err := wait(l, path); err != nil {
			return nil, err
		}
	}
	h := &held{lock: l}
	switch h.file, err = disk.OpenOwnNow(path, os.O_RDWR, 0, nil); {
	case err == nil:
		h.note = readHolder(h.file)
	case astray(err) != "":
		h.release()
		return nil, err
	}
	h.note.PID, h.note.Since = os.Getpid(), time.Now().UTC()
	// Without a note, nobody learns who holds the lock. That is no reason to stop.
	_ = h.sign()
	return h, nil
}

// noLock stands for the lock where nothing can be written, so nobody can take one.
func noLock(path string) *held {
	return &held{note: noteIn(path)}
}

func (h *held) release() {
	if h.away != nil {
		h.away(h.note.mark)
	}
	if h.file != nil {
		_ = h.file.Close()
	}
	if h.lock != nil {
		_ = h.lock.Unlock()
	}
}

// reached notes the newest transaction that is on disk. Losing the note is harmless: an
// older one only notices less.
func (h *held) reached(transaction uint64, m mark) {
	h.note.Transaction, h.note.mark = transaction, m
	_ = h.sign()
}

// forget makes ready for another file, which may be behind this one. Without that it
// would be refused, so an error must stop it from being put in place. It is on disk when
// forget returns: else the file's new name could outlive a power cut and this not.
func (h *held) forget() error {
	if h.file == nil {
		var err error
		if h.file, err = disk.OpenOwn(h.lock.Path(), os.O_RDWR, 0, nil); err != nil {
			return err
		}
	}
	h.note.Transaction = 0
	if err := h.sign(); err != nil {
		return err
	}
	return h.file.Sync()
}

func wait(l *flock.Flock, path string) error {
	locked := make(chan error, 1)
	go func() { locked <- l.Lock() }()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	err, came := within(locked, timer.C)
	if came {
		return err
	}
	go func() {
		if <-locked == nil {
			_ = l.Unlock()
		}
	}()
	return busy(strings.TrimSuffix(path, lockSuffix), noteIn(path))
}

// within is what came before the time was over. A program that was stopped meanwhile finds
// both at once, and then nobody else has the file.
func within(came <-chan error, over <-chan time.Time) (err error, ok bool) {
	select {
	case err = <-came:
		return err, true
	case <-over:
	}
	select {
	case err = <-came:
		return err, true
	default:
		return nil, false
	}
}

// noteLength is the fixed length of the note in the lock file. The file is never cut to
// zero, since some file systems then flush it to disk on every close.
const noteLength = 128

// noteOffset is where the note begins: behind the one byte that Windows locks, and with it
// closes to every other handle, even our own. It is a variable for the test that holds that.
var noteOffset int64 = 1

// sign writes the note into the lock file. It is not synced: after a power cut it may be
// missing or behind, which is as good as not knowing.
func (h *held) sign() error {
	note, err := json.Marshal(h.note)
	if err != nil || h.file == nil {
		return err
	}
	m := h.note.mark
	m.Since = 0 // the file has it
	second, err := json.Marshal(marked{m, h.note.Transaction})
	if err != nil {
		return err
	}
	return disk.WriteAt(h.file, fmt.Appendf(nil, "%-*s\n%-*s\n", noteLength-1, note, noteLength-1, second), noteOffset)
}

func noteIn(path string) holder {
	file, err := disk.OpenOwnNow(path, os.O_RDONLY, 0, nil)
	if err != nil {
		return holder{}
	}
	defer func() { _ = file.Close() }()
	return readHolder(file)
}

// readHolder is empty where there is no note or none that can be read. Earlier versions
// wrote it at the beginning.
func readHolder(file *os.File) holder {
	for _, offset := range []int64{noteOffset, 0} {
		notes := make([]byte, 2*noteLength)
		n, _ := disk.ReadAt(file, notes, offset)
		note, second := notes[:min(n, noteLength)], notes[min(n, noteLength):n]
		var h holder
		if json.Unmarshal(bytes.TrimSpace(note), &h) == nil {
			var m marked
			if json.Unmarshal(bytes.TrimSpace(second), &m) == nil && m.Transaction == h.Transaction && m.whole() {
				h.mark, h.mark.Since = m.mark, 0
			}
			return h
		}
	}
	return holder{}
}
