// Package windowsrules is a model of what Windows allows with files, for tests on other
// systems. Each rule names the page of Microsoft's documentation that it is from. It knows
// the files that this process opens through package disk, and those that a made-up other
// program holds.
package windowsrules

import (
	"os"
	"strings"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"readycheck/store/disk"
)

// Model holds the rules. The zero Model is a disk with links that nobody else uses.
type Model struct {
	// NoLinks is a disk that knows no second name for a file, such as a memory stick.
	NoLinks bool
	// Fails may make a call fail; it is asked first.
	Fails func(disk.Call) error

	mu sync.Mutex
	// open are the files of this process. One that was closed is forgotten.
	open  map[*os.File]os.FileInfo
	holds []*hold
	// passed is the time that calls have waited; it is no clock's.
	passed time.Duration
	// Refusals counts the calls that were refused.
	refusals int
}

// hold is a file that another program has open for a while.
type hold struct {
	path  string
	until time.Duration
	// alone is true for a program that lets nobody else open it.
	alone bool
}

// Hold has another program open a file for some time from now on. The time passes only
// while calls wait. One that holds it alone lets nobody open it.
func (m *Model) Hold(path string, length time.Duration, alone bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.holds = append(m.holds, &hold{path, m.passed + length, alone})
}

// Refusals is how many calls were refused so far.
func (m *Model) Refusals() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.refusals
}

// Wait lets time pass without taking any.
func (m *Model) Wait(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.passed += d
}

// Opened remembers a file until it is closed.
func (m *Model) Opened(file *os.File) {
	info, err := file.Stat()
	if err != nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.open == nil {
		m.open = map[*os.File]os.FileInfo{}
	}
	m.open[file] = info
}

// Before refuses what Windows would refuse.
func (m *Model) Before(c disk.Call) error {
	if m.Fails != nil {
		if err := m.Fails(c); err != nil {
			return err
		}
	}
	err := m.before(c)
	if err != nil {
		m.mu.Lock()
		m.refusals++
		m.mu.Unlock()
	}
	return err
}

func (m *Model) before(c disk.Call) error {
	switch c.Op {
	case disk.OpOpen:
		if m.held(c.Path, true) {
			return disk.Refused{Code: 32, Rule: "a program that shares nothing has it open (CreateFileW, dwShareMode)"}
		}
	case disk.OpRename:
		// Go opens files without the right to delete, so nobody may rename them meanwhile.
		for _, path := range []string{c.Path, c.To} {
			if m.isOpen(path) || m.held(path, false) {
				return disk.Refused{Code: 32, Rule: "a file that is open cannot be renamed, or replaced (MoveFileExW; CreateFileW, FILE_SHARE_DELETE)"}
			}
		}
	case disk.OpRemove:
		if m.isOpen(c.Path) || m.held(c.Path, false) {
			return disk.Refused{Code: 32, Rule: "a file that is open or mapped cannot be removed (DeleteFileW)"}
		}
	case disk.OpLink:
		if m.NoLinks {
			return disk.Refused{Code: 1, Rule: "FAT and exFAT have no links (CreateHardLinkW)"}
		}
	case disk.OpRead, disk.OpWrite:
		if c.Offset < 1 && strings.HasSuffix(c.Path, ".lock") && lockedByAnyone(c.Path) {
			return disk.Refused{Code: 33, Rule: "a locked piece is closed to every other handle, also of the same process (LockFileEx)"}
		}
	}
	return nil
}

// lockedByAnyone tries the lock of a file, the first byte of which Windows would lock.
func lockedByAnyone(path string) bool {
	l := flock.New(path, flock.SetFlag(os.O_RDWR))
	got, err := l.TryLock()
	if err != nil {
		return false
	}
	if got {
		_ = l.Unlock()
	}
	return !got
}

// held reports whether another program has a file open; alone asks for one that lets
// nobody else open it.
func (m *Model) held(path string, alone bool) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, h := range m.holds {
		if h.path == path && m.passed < h.until && (h.alone || !alone) {
			return true
		}
	}
	return false
}

// isOpen reports whether this process has the file of that name open.
func (m *Model) isOpen(path string) bool {
	info, err := os.Stat(path)
	if err != nil {
		return false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for file, of := range m.open {
		if closed(file) {
			delete(m.open, file)
			continue
		}
		if os.SameFile(info, of) {
			return true
		}
	}
	return false
}

func closed(file *os.File) bool {
	raw, err := file.SyscallConn()
	if err != nil {
		return true
	}
	return raw.Control(func(uintptr) {}) != nil
}
