package merge

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"readycheck/assessment"
)

// ID names a change: the first 16 bytes of SHA-256 over all of it, see [Record.Body].
type ID [16]byte

// Writer is the token of the data file that a change was made in. It is made by chance, and anew
// when a backup is restored or the file was found to be in use twice, so that no number is given
// twice with it.
type Writer [16]byte

func (id ID) String() string     { return hex.EncodeToString(id[:]) }
func (w Writer) String() string  { return hex.EncodeToString(w[:]) }
func (id ID) compare(to ID) int  { return bytes.Compare(id[:], to[:]) }
func compareID(a, b *Record) int { return a.id.compare(b.id) }

// MarshalText writes 32 hexadecimal digits.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText reads 32 hexadecimal digits.
func (id *ID) UnmarshalText(text []byte) error { return unhex((*[16]byte)(id), text) }

// MarshalText writes 32 hexadecimal digits.
func (w Writer) MarshalText() ([]byte, error) { return []byte(w.String()), nil }

// UnmarshalText reads 32 hexadecimal digits.
func (w *Writer) UnmarshalText(text []byte) error { return unhex((*[16]byte)(w), text) }

func unhex(to *[16]byte, text []byte) error {
	if len(text) != hex.EncodedLen(len(to)) {
		return fmt.Errorf("%d hexadecimal digits instead of %d", len(text), hex.EncodedLen(len(to)))
	}
	_, err := hex.Decode(to[:], text)
	return err
}

// Kind is what a change is about.
type Kind string

// The kinds. Changes of one key follow each other, or are in dispute.
const (
	// OfLife is that a session was created, deleted, or kept after it was deleted.
	OfLife Kind = "life"
	// OfSetup is the business, the use and the setup.
	OfSetup Kind = "setup"
	// OfQuestion is a question's answer. A reveal and a decision share its key.
	OfQuestion Kind = "question"
	// OfSeat is one person's place in a workshop.
	OfSeat Kind = "seat"
	// OfVote is the vote of a seat on a question, in the first round or the second.
	OfVote Kind = "vote"
	// OfAgain is that a room votes once more on a question.
	OfAgain Kind = "again"
	// OfLabels is the tags and the next visit.
	OfLabels Kind = "labels"
)

// Key is what a change is about: two changes of one key cannot both be the last word.
type Key struct {
	Kind Kind `json:"kind"`
	// Question is the id of a question, Seat that of a seat, for those kinds that have one.
	Question string `json:"question,omitempty"`
	Seat     string `json:"seat,omitempty"`
	// Second is true for a vote of a second round.
	Second bool `json:"second,omitempty"`
}

// Value is what a change says. Which fields it has follows from the kind of its key, and it says
// all that there is to say: nothing in it is meant on top of the change before.
type Value struct {
	// Created is the set that the session is asked with: the session begins, or is kept
	// although it was deleted. Deleted is the other thing that a life can say.
	Created *assessment.SetRef `json:"created,omitempty"`
	Deleted bool               `json:"deleted,omitempty"`
	Setup   *Setup             `json:"setup,omitempty"`
	Labels  *assessment.Labels `json:"labels,omitempty"`
	Seat    *assessment.Seat   `json:"seat,omitempty"`
	// Vote without a level takes the vote back.
	Vote *assessment.Answer `json:"vote,omitempty"`
	// Answer is a question's answer after the change. A reveal has the one that it was made
	// over, or none: what stands there follows from the votes.
	Answer *assessment.Answer `json:"answer,omitempty"`
	// Shown is true for a reveal, Second for one of a second round.
	Shown  bool `json:"shown,omitempty"`
	Second bool `json:"second,omitempty"`
	// Again is true for the beginning of a second round.
	Again bool `json:"again,omitempty"`
	// Decision is what a room settled on. Answer is the answer that follows.
	Decision *assessment.Decision `json:"decision,omitempty"`
}

// Setup is what is known of a session beside its answers.
type Setup struct {
	Business string           `json:"business"`
	Use      string           `json:"use"`
	Setup    assessment.Setup `json:"setup"`
}

// Change is one thing that one person said, and what was known where they said it.
type Change struct {
	// Session is the session's id, a UUID.
	Session string `json:"session"`
	Key     Key    `json:"key"`
	// Parents are the changes that this one was made on, in ascending order: see
	// [State.Parents].
	Parents []ID  `json:"parents"`
	Value   Value `json:"value"`
	// Writer is the data file that it was made in, and N the revision of the session there after
	// it, from 1. What one act did to several keys has one number: a beginning, or a reveal of
	// several questions. On one key no number is given twice, see [Copies].
	Writer Writer `json:"writer"`
	N      uint64 `json:"n"`
	// At is when, for show only: order comes from parents.
	At time.Time `json:"at"`
}

// Record is a change with its id. It was checked, and nothing changes it any more.
type Record struct {
	id     ID
	body   string
	change Change
}

// ID is the change's id.
func (r *Record) ID() ID { return r.id }

// Body is the change as it is kept and sent: JSON in UTF-8 without blanks, the fields in the order
// in which [Change], [Key] and [Value] declare them, those that are empty left out (parents are
// always there, [] for none), ids and writers as 32 lower-case hexadecimal digits, times as RFC 3339
// with as many decimals as they have, levels and the like as their codes, and in texts what
// encoding/json escapes (<, > and & too).
//
// The id is the first 16 bytes of SHA-256 over the line "readycheck/change/1", its line feed, and
// these bytes. It is always taken of the bytes as they came, never of a change that was read and
// written anew, so that it stays whatever a later version writes.
func (r *Record) Body() []byte { return []byte(r.body) }

// Change is what was said. What it points to is shared, and not to be written to.
func (r *Record) Change() Change { return r.change }

// format goes into every id, so that the same bytes of another format have another one.
const format = "readycheck/change/1\n"

func idOf(body []byte) ID {
	h := sha256.New()
	_, _ = io.WriteString(h, format) // a hash never fails
	_, _ = h.Write(body)
	return ID(h.Sum(nil)[:len(ID{})])
}

// New makes the record of a change. Its parents may come in any order.
func New(c Change) (*Record, error) {
	c.Parents = slices.Clone(c.Parents)
	slices.SortFunc(c.Parents, ID.compare)
	c.Parents = slices.Compact(c.Parents)
	if c.Parents == nil {
		c.Parents = []ID{}
	}
	c.At = c.At.UTC()
	// Before it is written, since a level that does not exist has no code.
	if err := c.check(); err != nil {
		return nil, err
	}
	body, err := json.Marshal(c)
	if err != nil {
		return nil, unreadable(err)
	}
	// Read back, so that the record shares nothing with what the caller goes on to change.
	return Read(idOf(body), body)
}

// Read reads a change that came from elsewhere, and believes nothing of it. With an error there is
// no record, and nothing was changed: [ErrForged] where the id is not that of the bytes,
// [ErrUnreadable] for all else.
func Read(id ID, body []byte) (*Record, error) {
	if len(body) > MaxBody {
		return nil, unreadable(fmt.Errorf("it has %d bytes, at most %d", len(body), MaxBody))
	}
	if idOf(body) != id {
		return nil, forged(id)
	}
	if !utf8.Valid(body) {
		return nil, unreadable(errors.New("it is not UTF-8"))
	}
	r := &Record{id: id, body: string(body)}
	if err := r.decode(); err != nil {
		return nil, unreadable(err)
	}
	if err := r.change.check(); err != nil {
		return nil, err
	}
	return r, nil
}

// decode reads a change that this version knows, however it is written.
func (r *Record) decode() error {
	decoder := json.NewDecoder(strings.NewReader(r.body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&r.change); err != nil {
		return err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return errors.New("something follows it")
	}
	return nil
}
