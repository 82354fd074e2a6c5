package sync

import (
	"errors"
	"fmt"

	"readycheck/store/merge"
)

// Kinds of errors, for errors.Is. What a person reads is the sentence.
var (
	// ErrKey means that none of the keys opens it.
	ErrKey = errors.New("no key opens it")
	// ErrNewer means that a later version of the program wrote it.
	ErrNewer = errors.New("written by a later version")
	// ErrAltered means that it is not what was sealed.
	ErrAltered = errors.New("altered on its way")
	// ErrAway means that the hub could not be reached. It is nobody's fault, and passes.
	ErrAway = errors.New("the hub is away")
	// ErrRefused means that the hub was reached and does not let us in, or is not the one that
	// it should be. A person has to do something.
	ErrRefused = errors.New("the hub refuses")
	// ErrMoved means that another process read on meanwhile. Nothing was kept; it is tried again.
	ErrMoved = errors.New("another process was faster")
)

// Error is a reason why nothing was exchanged, with a sentence for a person.
type Error struct {
	Kind  error
	Cause error
	// Says is what happened and what to do next, in plain words.
	Says string
}

// Sentence says what happened and what to do next, in plain words.
func (e *Error) Sentence() string { return e.Says }

func (e *Error) Error() string {
	if e.Cause == nil {
		return e.Says
	}
	return e.Says + " (" + e.Cause.Error() + ")"
}

// Unwrap gives the kind and the cause.
func (e *Error) Unwrap() []error { return []error{e.Kind, e.Cause} }

var errNoKey = &Error{Kind: ErrKey, Says: "Your firm has another key than this computer, so nothing was sent or taken. Ask whoever runs it for the recovery sheet, and give the key with `readycheck sync --key`."}

var (
	errUnlinked  = &Error{Kind: ErrRefused, Says: "These sessions meet in no hub yet, so nothing was sent or taken. Give its address: `readycheck sync URL`."}
	errOtherFirm = &Error{Kind: ErrRefused, Says: "This hub belongs to another firm than your sessions, so nothing was sent or taken. Look at its address, or ask who runs the hub."}
	errList      = &Error{Kind: ErrAltered, Says: "The hub says something else than what it sent, so its end was not taken. Nothing of yours is lost, and all of it is offered again. If this comes back, ask who runs the hub."}
	errMoved     = &Error{Kind: ErrMoved, Says: "Another window of readycheck is reading the same hub, so this one left it to that one. Nothing is lost. Try again in a moment."}
	errHole      = &Error{Kind: ErrAltered, Says: "A change is missing in what the hub sent, so nothing after it was taken. Nothing of yours was changed. If this comes back, ask who runs the hub."}
)

func badProbe(cause error) error {
	return &Error{Kind: ErrAltered, Cause: cause, Says: "The hub does not prove that it has your firm's key, so nothing was sent or taken. Ask who runs the hub."}
}

func badKey(cause error) error {
	return &Error{Kind: ErrKey, Cause: cause, Says: "This is not a key from a recovery sheet. It has 15 groups of four signs. Look at it once more and type it again; nothing was changed."}
}

func newer(id merge.ID, cause error) error {
	return &Error{Kind: ErrNewer, Cause: fmt.Errorf("change %s: %w", id, cause), Says: "A newer version of readycheck wrote what is in the hub, so it was not taken. Nothing of yours is lost. Update readycheck on this computer and synchronize again."}
}

func altered(id merge.ID, cause error) error {
	return &Error{Kind: ErrAltered, Cause: fmt.Errorf("change %s: %w", id, cause), Says: "A change from the hub was altered on its way, so it was not taken. Nothing of yours was changed. Synchronize once more; if it is refused again, ask who runs the hub."}
}
