package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"

	"readycheck/store/disk"
	"readycheck/store/shell"
)

// Kinds of errors, for errors.Is, beside those of package assessment. What a person reads is the sentence of [Error].
var (
	// ErrBusy means that another program held the file for too long.
	ErrBusy = errors.New("the file is in use")
	// ErrDamaged means that the file, or a record in it, does not pass its checks.
	ErrDamaged = errors.New("the file is damaged")
	// ErrGone means that there is no file where there was one.
	ErrGone = errors.New("the file is gone")
	// ErrNewer means that a newer version of the program wrote the file.
	ErrNewer = errors.New("the file is from a newer version")
	// ErrRefused means that the system does not let the program write there.
	ErrRefused = errors.New("no permission")
	// ErrFull means that the disk is full.
	ErrFull = errors.New("the disk is full")
	// ErrAstray means that something else stands where the program keeps a file of its own.
	ErrAstray = errors.New("another file in the place of ours")
	// ErrShared means that all is saved, and that others can get at it.
	ErrShared = errors.New("others can get at the files")
	// ErrNoBackup means that all is saved and only the backup at the end was not made.
	ErrNoBackup = errors.New("no backup was made")
	// ErrNoDraft means that all is saved and only what was typed in an open form is not.
	ErrNoDraft = errors.New("a draft was not written")
	// ErrNotChecked means that the database's own check ended without a result.
	ErrNotChecked = errors.New("no result")
	// ErrClosed means that the store was closed before.
	ErrClosed = errors.New("the store is closed")
)

// Error is a fault of the store with a sentence for a person: what happened and what to
// do next. Unwrap gives the kind and the cause.
type Error struct {
	Kind     error
	sentence string
	Cause    error
}

// Sentence says what happened and what to do next, in plain words.
func (e *Error) Sentence() string { return e.sentence }

func (e *Error) Error() string {
	if e.Cause == nil {
		return e.sentence
	}
	return e.sentence + " (" + e.Cause.Error() + ")"
}

// Unwrap gives the kind and the cause.
func (e *Error) Unwrap() []error { return []error{e.Kind, e.Cause} }

func busy(path string, h holder) error {
	who := "another program"
	if h.PID > 0 {
		who = fmt.Sprintf("another window (process %d, since %s)", h.PID, h.Since.Local().Format("15:04:05"))
	}
	return &Error{Kind: ErrBusy, sentence: fmt.Sprintf("The file %s is in use by %s. Nothing is lost: try again in a moment.", path, who)}
}

func damaged(what string, cause error) error {
	return &Error{Kind: ErrDamaged, Cause: cause, sentence: fmt.Sprintf("%s does not pass its checks, so it was not read. Nothing was changed. `readycheck doctor` says what is wrong and how to go on.", what)}
}

// typed is a command of this program as it is to be typed to work on this file.
func (s *Store) typed(words ...string) string {
	command := []string{"readycheck"}
	if s.Flagged {
		command = append(command, "--data", s.path)
	}
	return shell.Command(append(command, words...)...)
}

func noDraft(path string, cause error) error {
	return &Error{Kind: ErrNoDraft, Cause: cause, sentence: fmt.Sprintf("Your answers are saved. Only what you had typed in an open form could not be written, and is lost. See that the folder of %s can be written to and its disk is not full.", path)}
}

func newer(path string) error {
	return &Error{Kind: ErrNewer, sentence: fmt.Sprintf("The file %s was written by a newer version of readycheck. Nothing was changed. Use the newer version, or choose another file with --data.", path)}
}

// OpenBeside opens a file that the program keeps beside the data file, such as its log, where
// it can be one that the program put there itself. If not, the error has a sentence.
func OpenBeside(path string, flag int) (*os.File, error) {
	file, err := disk.OpenOwnNow(path, flag, 0o600, nil)
	if said := astray(err); said != "" {
		return nil, &Error{Kind: ErrAstray, Cause: err, sentence: said}
	}
	return file, err
}

// astray says of something that stands where the program keeps a file of its own what it is
// and what to do. It is empty for all other errors.
func astray(err error) string {
	var at *fs.PathError
	if !errors.As(err, &at) {
		return ""
	}
	switch at.Err {
	case disk.ErrLink:
		return fmt.Sprintf("%s is a link to another place, so it was left alone. Take the link away and try again.", at.Path)
	case disk.ErrFolder:
		return fmt.Sprintf("%s is a folder, so it was left alone. Give that folder another name and try again.", at.Path)
	case disk.ErrNotFile:
		return fmt.Sprintf("%s is not a file but a pipe or a device, so it was left alone. Take it away and try again.", at.Path)
	case disk.ErrNames:
		return fmt.Sprintf("The file %s has a second name in another place, and what is written to one is in both, so it was left alone. Copy it, put the copy in its place, and try again.", at.Path)
	case disk.ErrOther:
		return fmt.Sprintf("The file %s belongs to another user of this computer, so nothing was written. Start the program as that user, or choose another file with --data.", at.Path)
	}
	return ""
}

// explain turns an error of the system into one with a sentence.
func (s *Store) explain(err error) error {
	var own *Error
	var at *fs.PathError
	switch {
	case err == nil || errors.As(err, &own):
		return err
	case errors.As(err, &at) && at.Err == disk.ErrLink && at.Path == s.path:
		return &Error{Kind: ErrAstray, Cause: err, sentence: fmt.Sprintf("The file %s is a link to another place, so it was left alone. Name the file that it leads to with --data.", s.path)}
	case errors.As(err, &at) && at.Err == disk.ErrFolder && at.Path == s.path, errors.Is(err, syscall.EISDIR):
		return &Error{Kind: ErrRefused, Cause: err, sentence: fmt.Sprintf("%s is a folder. Name a file with --data.", s.path)}
	case astray(err) != "":
		return &Error{Kind: ErrAstray, Cause: err, sentence: astray(err)}
	case disk.Kind(err) == disk.ErrInUse:
		return &Error{Kind: ErrBusy, Cause: err, sentence: fmt.Sprintf("The file %s, or the new one that takes its place, is open in another program, such as Excel, a virus scanner or OneDrive. Nothing is lost: close it there and try again.", s.path)}
	case disk.Kind(err) == disk.ErrNoDrive:
		return &Error{Kind: ErrRefused, Cause: err, sentence: fmt.Sprintf("The drive of %s is not there. Nothing was changed. Put it in, or choose another file with --data.", s.path)}
	case disk.Kind(err) == disk.ErrFull:
		return &Error{Kind: ErrFull, Cause: err, sentence: fmt.Sprintf("The disk is full, so this was not saved. What was saved before is safe. Make some space for %s and try again.", s.path)}
	case disk.Kind(err) == disk.ErrProtected || disk.Kind(err) == fs.ErrPermission:
		return &Error{Kind: ErrRefused, Cause: err, sentence: fmt.Sprintf("The system does not let us write to %s. Nothing was changed. Check who owns the folder, or choose another file with --data.", s.path)}
	case outOfMeans(err):
		return &Error{Kind: err, Cause: err, sentence: fmt.Sprintf("The system lets the program use too little memory, or too few files at once, to work with %s. Nothing was changed. Close other programs, or raise the limits (`ulimit`), and try again.", s.path)}
	}
	return &Error{Kind: err, Cause: err, sentence: fmt.Sprintf("The file %s could not be used just now. What was saved before is safe. Try again.", s.path)}
}

// outOfMeans reports whether the system gives the program no more memory or files.
func outOfMeans(err error) bool {
	return errors.Is(err, syscall.ENOMEM) || errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE)
}
