package sync

import (
	"context"
	"crypto/sha256"

	"readycheck/store/merge"
)

// Row is one change as the hub keeps it.
type Row struct {
	// Seq is its number in the firm, from 1 and without gaps. A row that is pushed has none yet.
	Seq uint64
	ID  merge.ID
	// Session is the session's id, a UUID.
	Session string
	// Body is the sealed change. It is empty where Erased, but for the row that tells of it.
	Body []byte
	// Erased is true where the session was erased for good: the row keeps its number and its id.
	// Erasing also adds such a row at the end, so that those who have read the others already hear
	// of it: see [Keyring.Erasure].
	Erased bool
}

// Point is a place in the hub's order: the number of the last row seen, and a hash over the ids of
// all rows up to it. The zero point is before the first row.
type Point struct {
	Seq   uint64   `json:"seq"`
	Chain [32]byte `json:"-"`
}

// Then is the point after one more row.
func (p Point) Then(id merge.ID) Point {
	h := sha256.New()
	_, _ = h.Write(p.Chain[:]) // a hash never fails
	_, _ = h.Write(id[:])
	return Point{Seq: p.Seq + 1, Chain: [32]byte(h.Sum(nil))}
}

// At is how a hub stands.
type At struct {
	// Firm is the firm's id, a UUID. Name is what it is called.
	Firm, Name string
	// Last is the number of the last row.
	Last uint64
	// Chain is the hash at the point that was asked for. Known is false where the hub does
	// not reach as far.
	Chain [32]byte
	Known bool
	// Probe is a text that was sealed with the key in use, by which a computer knows before it
	// sends anything whether it has that key.
	Probe []byte
}

// Hub is one computer's way to the place where the changes of its firm meet. Several computers may
// call at once; one way to it is used by one goroutine at a time. Its errors have a sentence for a
// person.
type Hub interface {
	// At says how the hub stands, and what its hash is after that many rows.
	At(ctx context.Context, seq uint64) (At, error)
	// Push adds rows, in their order, all of them or none. One whose id is there already, or
	// whose session was erased, is left out without an error.
	Push(ctx context.Context, rows []Row) error
	// Pull returns the rows after a number, in their order, at most n. It may return fewer where
	// they are large, and none only at the end. What a push has not committed yet can never get
	// a number that was passed.
	Pull(ctx context.Context, after uint64, n int) ([]Row, error)
	// PullSession returns all rows of one session, in their order.
	PullSession(ctx context.Context, session string) ([]Row, error)
	// Wait returns once there may be something new, or with an error where the context ends. It
	// may return for nothing, and what came before it was called may take it half a minute.
	Wait(ctx context.Context) error
}

// Journal is one computer's data file. What holds at any time, also after a crash between two calls:
// each change that is known here, and whose body was not dropped with its session, is in the rows
// of the hub up to [Link.At], is offered by Outgoing, or is a vote that no room has seen.
type Journal interface {
	// Link is what the file knows of its hub.
	Link() (Link, error)
	// Outgoing returns changes that have not come back from the hub yet, at most n, beginning
	// after a mark that it gave (empty: at the first), each after those that were here before it.
	// Votes that no room has seen stay where they are. The next mark is empty where there is no more.
	Outgoing(after string, n int) (changes []*merge.Record, next string, err error)
	// Take keeps what came, and how far the hub was read, in one commit. It is [ErrMoved], and
	// nothing is kept, where in.From is not how far it was read: another process was faster.
	Take(in Incoming) (Taken, error)
	// Again forgets how far the hub was read and what came back from it: everything is offered
	// once more.
	Again() error
}

// Link is what a data file knows of its hub.
type Link struct {
	// URL is where the hub is, without a password.
	URL string
	// Firm is the firm's id, empty where the file was never linked.
	Firm, Name string
	Keys       Keyring
	// At is how far the hub was read.
	At Point
	// Waiting is how many changes have not come back yet, with those that are still to be
	// made of what was saved; Held how many of them are votes that no room has seen.
	Waiting, Held int
	// Wanted are the sessions that [Taken.Wanted] named and that have not come whole since. They
	// are kept, so that a crash before they are asked for forgets none.
	Wanted []string
}

// Incoming is what came from the hub.
type Incoming struct {
	// Changes are opened and checked, and the hub has all of them in its rows up to To, or up to
	// From where To is the zero point. Those that are there already are taken for arrived.
	Changes []*merge.Record
	// Erased are sessions that were erased for good, whatever Changes say of them.
	Erased []string
	// Whole names sessions of which Changes are all that the hub has, and not only what is new.
	// Nothing more of them is wanted, even if something is missing: it may come some day.
	Whole []string
	// From is how far the hub was read when this was asked for, To how far it is read now; the
	// zero point leaves it.
	From, To Point
}

// Taken is what became of it.
type Taken struct {
	// Sessions are those that changed, and Gone those that were deleted or erased elsewhere.
	Sessions, Gone []string
	// CameBack were deleted by somebody who had not seen all of them. They are there again.
	CameBack []string
	// Wanted were deleted here, and somebody wrote in them without having seen that. To bring
	// them back takes all that the hub has of them.
	Wanted []string
	// Disputes is how many questions and the like are now in dispute, in the sessions that
	// changed.
	Disputes int
	// Copied is true where another computer writes with the token of this file: one of the
	// two is a copy. This one has another token from now on.
	Copied bool
}
