package merge

import (
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"readycheck/assessment"
)

// Bounds of a change, far above what people make and far below what harms.
const (
	// MaxBody is how many bytes a change may have.
	MaxBody = 1 << 20
	// MaxParents is how many parents it may name. Only a delete names more than a few: one
	// for each answer, seat and vote of the session.
	MaxParents = 8192
)

const (
	maxID      = 60
	maxCodes   = 16
	maxChoice  = 6
	maxDissent = 1000
)

// Kinds of errors, for errors.Is. What a person reads is the sentence.
var (
	// ErrForged means that a change is not the one that its id names.
	ErrForged = errors.New("the id is not that of the change")
	// ErrUnreadable means that this version cannot have written such a change.
	ErrUnreadable = errors.New("not a change that this version knows")
	// ErrOtherSession means that a change of one session came with those of another.
	ErrOtherSession = errors.New("a change of another session")
)

// Error is a change that was refused, with a sentence for a person.
type Error struct {
	Kind     error
	sentence string
	Cause    error
}

// Sentence says what happened and what to do next, in plain words.
func (e *Error) Sentence() string { return e.sentence }

func (e *Error) Error() string { return e.sentence + " (" + e.Cause.Error() + ")" }

// Unwrap gives the kind and the cause.
func (e *Error) Unwrap() []error { return []error{e.Kind, e.Cause} }

func forged(id ID) error {
	return &Error{Kind: ErrForged, Cause: fmt.Errorf("change %s", id), sentence: "A change from another computer was altered on its way, so it was not taken. Nothing of yours was changed. Synchronize once more; if it is refused again, ask who runs the place where your changes meet."}
}

func unreadable(cause error) error {
	return &Error{Kind: ErrUnreadable, Cause: cause, sentence: "A change could not be read, so it was not taken. Nothing was changed. A newer version of readycheck may have written it: update this one and try again."}
}

func otherSession(r *Record) error {
	return &Error{Kind: ErrOtherSession, Cause: fmt.Errorf("change %s of session %s", r.id, r.change.Session), sentence: "A change of another session stood among those of this one, so none of them was taken. Nothing was changed. `readycheck doctor` says whether the file is sound."}
}

// check holds a change against the bounds. It depends on the change alone: what was refused
// because of another change would depend on which of the two came first.
func (c *Change) check() error {
	var is checker
	is.that(sessionID(c.Session), "its session is no UUID")
	is.that(c.Writer != Writer{} && c.N > 0, "it has no writer or no number")
	is.that(year(c.At), "its time is in no year that can be written")
	is.that(len(c.Parents) <= MaxParents, "it has %d parents, at most %d", len(c.Parents), MaxParents)
	for i := 1; i < len(c.Parents) && is.err == nil; i++ {
		is.that(c.Parents[i-1].compare(c.Parents[i]) < 0, "its parents are in no order")
	}
	is.value(c.Key, c.Value)
	if is.err != nil {
		return unreadable(is.err)
	}
	return nil
}

// checker keeps the first thing that is wrong.
type checker struct{ err error }

func (c *checker) that(holds bool, wrong string, about ...any) {
	if c.err == nil && !holds {
		c.err = fmt.Errorf(wrong, about...)
	}
}

func (c *checker) text(text string, limit int) {
	c.that(len(text) <= limit*utf8.UTFMax && utf8.RuneCountInString(text) <= limit, "a text has more than %d characters", limit)
	c.that(utf8.ValidString(text), "a text is not UTF-8")
}

func (c *checker) value(key Key, v Value) {
	question, seat := key.Question != "", key.Seat != ""
	c.that(question == (key.Kind == OfQuestion || key.Kind == OfVote || key.Kind == OfAgain) && seat == (key.Kind == OfSeat || key.Kind == OfVote) && (!key.Second || key.Kind == OfVote), "its key is not one of the kind %q", key.Kind)
	c.text(key.Question, maxID)
	c.text(key.Seat, maxID)
	// What each kind may hold; what is left over belongs to another one.
	rest := v
	switch key.Kind {
	case OfLife:
		c.that((v.Created != nil) != v.Deleted, "a life neither begins nor ends")
		rest.Created, rest.Deleted = nil, false
	case OfSetup:
		c.that(v.Setup != nil, "it has no setup")
		rest.Setup = nil
	case OfLabels:
		c.that(v.Labels != nil && v.Labels.Valid(), "it has no labels, or such as nobody writes")
		rest.Labels = nil
	case OfSeat:
		c.that(v.Seat != nil && v.Seat.ID == key.Seat, "its seat is not that of its key")
		rest.Seat = nil
	case OfVote:
		c.that(v.Vote != nil, "it has no vote")
		rest.Vote = nil
	case OfAgain:
		c.that(v.Again, "it begins nothing")
		rest.Again = false
	case OfQuestion:
		c.that(v.Answer != nil || v.Shown, "it has no answer")
		c.that(v.Decision == nil || !v.Shown && v.Decision.Question == key.Question, "its decision is about something else")
		c.that(v.Shown || !v.Second, "a second round without a reveal")
		rest.Answer, rest.Shown, rest.Second, rest.Decision = nil, false, false, nil
	default:
		c.that(false, "its kind is %q", key.Kind)
	}
	c.that(rest == Value{}, "it says what is not of its kind")
	c.parts(v)
}

// parts looks into what a value points to.
func (c *checker) parts(v Value) {
	if v.Created != nil {
		c.text(v.Created.ID, maxID)
		c.text(v.Created.Version, maxID)
	}
	if v.Setup != nil {
		c.setup(v.Setup)
	}
	if v.Seat != nil {
		c.text(v.Seat.Name, assessment.MaxName)
		c.text(v.Seat.Key, assessment.MaxShort)
		c.that(v.Seat.Role < assessment.Role(len(assessment.Roles)), "a role does not exist")
	}
	c.answer(v.Vote, assessment.MaxVoteNote)
	c.answer(v.Answer, assessment.MaxNote)
	if d := v.Decision; d != nil {
		c.text(d.By, assessment.MaxName)
		c.text(d.Note, assessment.MaxNote)
		c.text(d.Owner, assessment.MaxName)
		c.text(d.Due, assessment.MaxShort)
		c.that(d.Level <= assessment.NA && year(d.At), "a decision does not exist")
		c.that(len(d.Dissent) <= maxDissent, "%d voted otherwise, at most %d", len(d.Dissent), maxDissent)
		for i := range d.Dissent[:min(len(d.Dissent), maxDissent)] {
			c.text(d.Dissent[i].Name, assessment.MaxName)
			c.that(d.Dissent[i].Level <= assessment.NA && d.Dissent[i].Role < assessment.Role(len(assessment.Roles)), "a vote does not exist")
		}
	}
}

func (c *checker) setup(s *Setup) {
	c.text(s.Business, assessment.MaxName)
	c.text(s.Use, assessment.MaxUse)
	c.text(s.Setup.Tool, assessment.MaxTool)
	c.text(s.Setup.Kind, maxID)
	c.text(s.Setup.StageNow, maxID)
	c.that(s.Setup.Depth <= assessment.Full, "a depth does not exist")
	for _, codes := range [][]string{s.Setup.Connection, s.Setup.Powers, s.Setup.Audience, s.Setup.Information} {
		c.that(len(codes) <= maxCodes, "a list of the setup has %d codes, at most %d", len(codes), maxCodes)
		for _, code := range codes[:min(len(codes), maxCodes)] {
			c.text(code, maxID)
		}
	}
}

func (c *checker) answer(a *assessment.Answer, note int) {
	if a == nil {
		return
	}
	c.that(a.Level <= assessment.NA && a.Known <= assessment.Seen && a.State <= assessment.StepDone, "an answer does not exist")
	c.that(a.Choice >= 0 && a.Choice <= maxChoice && year(a.At), "an answer has a choice or a time that does not exist")
	c.text(a.Note, note)
	c.text(a.Reason, assessment.MaxShort)
	c.text(a.Owner, assessment.MaxName)
	c.text(a.By, assessment.MaxName)
	if a.Due != "" {
		_, err := time.Parse(assessment.DateLayout, a.Due)
		c.that(err == nil, "a day does not exist")
	}
}

// year reports whether a time can be written as JSON.
func year(at time.Time) bool { return at.Year() >= 0 && at.Year() <= 9999 }

// sessionID reports whether a text has the form of a UUID.
func sessionID(id string) bool {
	if len(id) != 36 {
		return false
	}
	for i, b := range []byte(id) {
		hyphen := i == 8 || i == 13 || i == 18 || i == 23
		digit := b >= '0' && b <= '9' || b >= 'a' && b <= 'f'
		if hyphen != (b == '-') || !hyphen && !digit {
			return false
		}
	}
	return true
}
