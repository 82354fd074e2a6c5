package sync

import (
	"context"
	"errors"
	"slices"
	"time"
)

// Bounds of what is sent and taken at once.
const (
	pushRows  = 200
	pushBytes = 8 << 20
	pullRows  = 2000
	// maxPassed is how many rows a report names that were passed over.
	maxPassed = 100
	// tries is how often an exchange begins anew where something moved beneath it.
	tries = 5
)

// Loop exchanges what a data file and its hub have.
type Loop struct {
	Journal Journal
	Hub     Hub
	// Now is the clock.
	Now func() time.Time

	saved, asked chan struct{}
}

// New makes a loop with the system's clock.
func New(journal Journal, hub Hub) *Loop {
	return &Loop{Journal: journal, Hub: hub, Now: time.Now, saved: make(chan struct{}, 1), asked: make(chan struct{}, 1)}
}

// Report is what an exchange came to. With an error it holds what was done before it.
type Report struct {
	// Offered is how many changes were sent: the hub may have had some of them. Read is how many
	// rows were read: those that were sent came back with them.
	Offered, Read int
	// Sessions changed, Gone were deleted or erased elsewhere, CameBack were deleted by somebody
	// who had not seen all of them.
	Sessions, Gone, CameBack []string
	// Disputes is how many things are in dispute in the sessions that changed.
	Disputes int
	// Behind is true where the hub was older than what had been read from it: everything was
	// offered again.
	Behind bool
	// Copied is true where another computer uses a copy of this data file.
	Copied bool
	// PassedOver is how many rows can never be read, on any computer; Passed are the first of
	// them, at most a hundred.
	PassedOver int
	Passed     []Passed
	// Waiting is how many changes have not come back from the hub, Held how many of them are
	// votes that no room has seen.
	Waiting, Held int
}

// Passed is a row of the hub that cannot be read: it is not what was sealed, or not what its id
// names. Whoever made the change still has it.
type Passed struct {
	Row Row
	Err error
}

// Once offers what waits and takes what is new. It can be cut anywhere, and nothing is lost: what
// was done is kept, and the rest is done the next time.
//
// Whether a row is taken follows three rules. What is sound is taken. What a later version or a key
// that is missing here could still read stops the exchange before it, with [ErrNewer] or [ErrKey],
// so that it is read some day; the way out without either is to erase its session in the hub. What
// nobody can ever read is passed over, and is in the report.
func (l *Loop) Once(ctx context.Context) (Report, error) {
	var r Report
	err := l.settle(ctx, &r)
	link, failed := l.Journal.Link()
	if err == nil && failed == nil && link.Held < r.Held {
		// A reveal that came has set votes free.
		err = l.settle(ctx, &r)
		link, failed = l.Journal.Link()
	}
	if failed == nil {
		r.Waiting, r.Held = link.Waiting, link.Held
	} else if err == nil {
		err = failed
	}
	return r, err
}

// settle begins anew where something moved beneath it.
func (l *Loop) settle(ctx context.Context, r *Report) (err error) {
	doubted := false
	for range tries {
		err = l.exchange(ctx, r)
		if errors.Is(err, ErrMoved) {
			err = errMoved
			continue
		}
		// The hub may have been put back to an earlier state in the middle. The next try finds
		// that and offers everything; if it comes again, it is something else.
		if !errors.Is(err, errList) || doubted {
			break
		}
		doubted = true
	}
	return err
}

func (l *Loop) exchange(ctx context.Context, r *Report) error {
	link, err := l.Journal.Link()
	if err != nil {
		return err
	}
	r.Waiting, r.Held = link.Waiting, link.Held
	if link.Firm == "" {
		return errUnlinked
	}
	at, err := l.Hub.At(ctx, link.At.Seq)
	if err != nil {
		return err
	}
	if at.Firm != link.Firm {
		return errOtherFirm
	}
	if err := link.Keys.TryProbe(link.Firm, at.Probe); err != nil {
		return err
	}
	if !at.Known || at.Chain != link.At.Chain {
		if err := l.Journal.Again(); err != nil {
			return err
		}
		r.Behind = true
		r.PassedOver, r.Passed = 0, nil // they come once more
		link.At = Point{}
		// Most of it is there. What this brings back need not be sent.
		if err := l.pull(ctx, &link, r); err != nil && !errors.Is(err, ErrNewer) && !errors.Is(err, ErrKey) {
			return err
		}
	}
	before := r.Offered
	if err := l.push(ctx, link, r); err != nil {
		return err
	}
	// Most often there is nothing new, and it costs one question.
	if r.Offered > before || link.At.Seq != at.Last {
		if err := l.pull(ctx, &link, r); err != nil {
			return err
		}
	}
	return l.bringBack(ctx, r)
}

// push offers all that waits.
func (l *Loop) push(ctx context.Context, link Link, r *Report) error {
	var rows []Row
	size := 0
	send := func() error {
		if len(rows) == 0 {
			return nil
		}
		if err := l.Hub.Push(ctx, rows); err != nil {
			return err
		}
		r.Offered += len(rows)
		rows, size = nil, 0
		return ctx.Err()
	}
	for after := ""; ; {
		changes, next, err := l.Journal.Outgoing(after, pushRows)
		if err != nil {
			return err
		}
		for _, change := range changes {
			session := change.Change().Session
			body, err := link.Keys.Seal(link.Firm, session, change.ID(), change.Body())
			if err != nil {
				return err
			}
			if len(rows) == pushRows || size+len(body) > pushBytes {
				if err := send(); err != nil {
					return err
				}
			}
			rows, size = append(rows, Row{ID: change.ID(), Session: session, Body: body}), size+len(body)
		}
		if next == "" {
			return send()
		}
		after = next
	}
}

// pull takes all rows after the point of the link, and moves it.
func (l *Loop) pull(ctx context.Context, link *Link, r *Report) error {
	for {
		rows, err := l.Hub.Pull(ctx, link.At.Seq, pullRows)
		if err != nil {
			return err
		}
		in, stop := read(*link, rows, r)
		moved := in.To.Seq - link.At.Seq
		if moved > 0 {
			if err := l.take(in, r); err != nil {
				return err
			}
			link.At = in.To
		}
		if stop != nil {
			return stop
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if moved >= pullRows {
			continue
		}
		at, err := l.Hub.At(ctx, link.At.Seq)
		switch {
		case err != nil:
			return err
		case at.Firm != link.Firm:
			return errOtherFirm
		case !at.Known || at.Chain != link.At.Chain:
			return errList
		case at.Last <= link.At.Seq:
			return nil
		case moved == 0:
			return errHole
		}
	}
}

func (l *Loop) take(in Incoming, r *Report) error {
	taken, err := l.Journal.Take(in)
	if err != nil {
		return err
	}
	if in.To != (Point{}) {
		r.Read += int(in.To.Seq - in.From.Seq)
	}
	r.Sessions = union(r.Sessions, taken.Sessions)
	r.Gone = union(r.Gone, taken.Gone)
	r.CameBack = union(r.CameBack, taken.CameBack)
	// A session that came back is not gone, though it was for a moment.
	r.Gone = slices.DeleteFunc(r.Gone, func(id string) bool { return slices.Contains(r.CameBack, id) })
	r.Disputes += taken.Disputes
	r.Copied = r.Copied || taken.Copied
	return nil
}

// bringBack asks for all of the sessions that were deleted here and that somebody wrote in.
func (l *Loop) bringBack(ctx context.Context, r *Report) error {
	link, err := l.Journal.Link()
	if err != nil {
		return err
	}
	for _, session := range link.Wanted {
		rows, err := l.Hub.PullSession(ctx, session)
		if err != nil {
			return err
		}
		in := Incoming{From: link.At, Whole: []string{session}}
		for _, one := range openAll(link, rows) {
			switch {
			case one.row.Seq > link.At.Seq:
				// It comes when its turn comes. Taken now, it would count as arrived though
				// a hub that loses its end could forget it without our noticing.
			case one.row.Session != session:
				r.pass(one.row, altered(one.row.ID, errors.New("it is of another session")))
			case later(one.err):
				return one.err
			case one.err != nil:
				r.pass(one.row, one.err)
			case one.row.Erased && len(one.row.Body) > 0:
				in.Erased = []string{session}
			case one.row.Erased:
			default:
				in.Changes = append(in.Changes, one.record)
			}
		}
		if err := l.take(in, r); err != nil {
			return err
		}
	}
	return nil
}

func (r *Report) pass(row Row, err error) {
	if slices.ContainsFunc(r.Passed, func(p Passed) bool { return p.Row.Seq == row.Seq }) {
		return
	}
	if r.PassedOver++; r.PassedOver <= maxPassed {
		row.Body = nil
		r.Passed = append(r.Passed, Passed{row, err})
	}
}

func union(a, b []string) []string {
	out := slices.Concat(a, b)
	slices.Sort(out)
	return slices.Compact(out)
}
