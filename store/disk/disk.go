// Package disk is the few calls that the store makes of a file system, where systems
// differ: on Windows a file that anybody has open cannot be renamed or removed, and a
// virus scanner, a spreadsheet or OneDrive holds one now and then. Such a call is tried
// again for a while. Tests put a model of Windows' rules behind it (package windowsrules).
package disk

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// Kinds of errors, beside those of package io/fs. The cause is in the chain too.
var (
	// ErrInUse means that another program holds the file, and did not let go in time.
	ErrInUse = errors.New("open in another program")
	// ErrFull means that the disk is full.
	ErrFull = errors.New("the disk is full")
	// ErrProtected means that the disk cannot be written to.
	ErrProtected = errors.New("the disk is write protected")
	// ErrNoDrive means that there is no such drive, or nothing in it.
	ErrNoDrive = errors.New("there is no such drive")
)

// Patience is how long a call is tried again while another program holds the file.
const Patience = 1800 * time.Millisecond

// pause is the time between two tries.
const pause = 20 * time.Millisecond

// Op is one kind of call.
type Op string

// The calls that rules are asked about.
const (
	OpOpen   Op = "open"
	OpRename Op = "rename"
	OpLink   Op = "link"
	OpRemove Op = "remove"
	OpRead   Op = "read"
	OpWrite  Op = "write"
	OpSync   Op = "sync a folder"
)

// Call is what is about to be done.
type Call struct {
	Op Op
	// Path is the file, To the new name of a rename or link.
	Path, To string
	// Flag is how a file is opened.
	Flag int
	// File, Offset and Length are of a read or write.
	File   *os.File
	Offset int64
	Length int
}

// Rules stand for another system in tests. Those of this one are its own.
type Rules interface {
	// Before is asked before each call. What it returns is the call's error.
	Before(Call) error
	// Opened hears of every file that was opened.
	Opened(*os.File)
	// Wait lets time pass between two tries.
	Wait(time.Duration)
}

// here are the rules of this system: it will say by itself what it does not like.
type here struct{}

func (here) Before(Call) error    { return nil }
func (here) Opened(*os.File)      {}
func (here) Wait(d time.Duration) { time.Sleep(d) }

var rules Rules = here{}

// Use puts rules in the place of this system's, for tests, before anything else is called.
// It returns a function that takes them back.
func Use(r Rules) (back func()) {
	before := rules
	rules = r
	return func() { rules = before }
}

// Patiently tries a call until nobody holds the file, or for as long as a person waits.
func Patiently(try func() error) error {
	for waited := time.Duration(0); ; waited += pause {
		err := try()
		if err == nil || !inUse(err) {
			return kind(err)
		}
		if waited >= Patience {
			return fmt.Errorf("%w: %w", ErrInUse, err)
		}
		rules.Wait(pause)
	}
}

// Open opens a file to read it.
func Open(name string) (*os.File, error) { return OpenFile(name, os.O_RDONLY, 0) }

// OpenFile opens a file like os.OpenFile, and a pipe without waiting for another program.
func OpenFile(name string, flag int, mode os.FileMode) (file *os.File, err error) {
	err = Patiently(func() error {
		if err := rules.Before(Call{Op: OpOpen, Path: name, Flag: flag}); err != nil {
			return err
		}
		file, err = os.OpenFile(name, flag|unblocked, mode)
		return err
	})
	if err != nil {
		return nil, err
	}
	rules.Opened(file)
	return file, nil
}

// OpenNow opens a file like OpenFile, or fails at once where another program holds it.
func OpenNow(name string, flag int, mode os.FileMode) (*os.File, error) {
	if err := rules.Before(Call{Op: OpOpen, Path: name, Flag: flag}); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInUse, err)
	}
	file, err := os.OpenFile(name, flag|unblocked, mode)
	if err != nil {
		return nil, kind(err)
	}
	rules.Opened(file)
	return file, nil
}

// CreateTemp makes a new file like os.CreateTemp.
func CreateTemp(folder, pattern string) (*os.File, error) {
	file, err := os.CreateTemp(folder, pattern)
	if err != nil {
		return nil, kind(err)
	}
	rules.Opened(file)
	return file, nil
}

// Rename gives a file another name, also one that is taken: then that file is replaced, at
// once. It is on disk as far as the system promises that, see SyncFolder.
func Rename(from, to string) error {
	return Patiently(func() error {
		if err := rules.Before(Call{Op: OpRename, Path: from, To: to}); err != nil {
			return err
		}
		return rename(from, to, true)
	})
}

// RenameNew gives a file a name that is not taken; else the error is fs.ErrExist. Where the
// system cannot do that in one step, the error is errors.ErrUnsupported.
func RenameNew(from, to string) error {
	return Patiently(func() error {
		if err := rules.Before(Call{Op: OpRename, Path: from, To: to}); err != nil {
			return err
		}
		return rename(from, to, false)
	})
}

// Link gives a file a second name. Memory sticks often know no links.
func Link(from, to string) error {
	if err := rules.Before(Call{Op: OpLink, Path: from, To: to}); err != nil {
		return err
	}
	return kind(os.Link(from, to))
}

// Remove removes a file.
func Remove(name string) error {
	return Patiently(func() error {
		if err := rules.Before(Call{Op: OpRemove, Path: name}); err != nil {
			return err
		}
		return os.Remove(name)
	})
}

// ReadAt reads a piece of a file that another program may have locked.
func ReadAt(file *os.File, piece []byte, offset int64) (int, error) {
	if err := rules.Before(Call{Op: OpRead, Path: file.Name(), File: file, Offset: offset, Length: len(piece)}); err != nil {
		return 0, err
	}
	return file.ReadAt(piece, offset)
}

// WriteAt writes a piece of a file that another program may have locked.
func WriteAt(file *os.File, piece []byte, offset int64) error {
	if err := rules.Before(Call{Op: OpWrite, Path: file.Name(), File: file, Offset: offset, Length: len(piece)}); err != nil {
		return err
	}
	_, err := file.WriteAt(piece, offset)
	return kind(err)
}

// MakeFolder makes a private folder with those that it lies in, as far as they are missing,
// so that they last through a power cut.
func MakeFolder(folder string) error {
	var missing []string
	for at := filepath.Clean(folder); ; at = filepath.Dir(at) {
		if _, err := os.Stat(at); !errors.Is(err, fs.ErrNotExist) || at == filepath.Dir(at) {
			break
		}
		missing = append(missing, at)
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	for _, made := range slices.Backward(missing) {
		// Some may put something into a folder and not read it, and so not sync it either.
		if err := SyncFolder(filepath.Dir(made)); err != nil && !errors.Is(err, fs.ErrPermission) {
			return err
		}
	}
	return nil
}

// SyncFolder makes a rename in the folder last through a power cut, where the system has a
// call for that.
func SyncFolder(folder string) error {
	if err := rules.Before(Call{Op: OpSync, Path: folder}); err != nil {
		return err
	}
	return kind(syncFolder(folder))
}

// kind puts the kind of an error of the system before it.
func kind(err error) error {
	for _, k := range []struct {
		is   func(error) bool
		kind error
	}{{full, ErrFull}, {protected, ErrProtected}, {noDrive, ErrNoDrive}} {
		if err != nil && k.is(err) {
			return fmt.Errorf("%w: %w", k.kind, err)
		}
	}
	return err
}

// Kind is the kind of an error of the system, one of this package's or of io/fs; nil where
// it has none that a person could do something about.
func Kind(err error) error {
	for _, kind := range []error{ErrInUse, ErrFull, ErrProtected, ErrNoDrive} {
		if errors.Is(err, kind) {
			return kind
		}
	}
	switch {
	case err == nil:
		return nil
	case inUse(err):
		return ErrInUse
	case full(err):
		return ErrFull
	case protected(err):
		return ErrProtected
	case noDrive(err):
		return ErrNoDrive
	case errors.Is(err, fs.ErrPermission):
		return fs.ErrPermission
	case errors.Is(err, fs.ErrNotExist):
		return fs.ErrNotExist
	}
	return nil
}

// Refused is an error as a model of another system gives it.
type Refused struct {
	// Code is the number of the error on Windows.
	Code uint32
	// Rule says why, for who reads the test.
	Rule string
}

func (r Refused) Error() string { return fmt.Sprintf("error %d: %s", r.Code, r.Rule) }

// codeIs reports whether an error has one of these numbers on Windows.
func codeIs(err error, codes ...uint32) bool {
	code, ok := windowsCode(err)
	for _, c := range codes {
		if ok && c == code {
			return true
		}
	}
	return false
}

// Numbers of errors on Windows ("System Error Codes (0-499)" and "(1000-1299)").
const (
	pathNotFound     = 3
	accessDenied     = 5
	invalidDrive     = 15
	writeProtect     = 19
	notReady         = 21
	sharingViolation = 32
	lockViolation    = 33
	handleDiskFull   = 39
	diskFull         = 112
	userMapped       = 1224
)
