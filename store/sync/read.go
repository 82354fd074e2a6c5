package sync

import (
	"errors"
	"runtime"
	"sync"

	"readycheck/store/merge"
)

// opened is what a row turned out to be: a change, or an error.
type opened struct {
	row    Row
	record *merge.Record
	err    error
}

// open believes nothing of a row.
func open(link Link, row Row) (*merge.Record, error) {
	body, err := link.Keys.Open(link.Firm, row.Session, row.ID, row.Body)
	if err != nil {
		return nil, err
	}
	record, err := merge.Read(row.ID, body)
	switch {
	case errors.Is(err, merge.ErrUnreadable):
		// Somebody with the key sealed it, so a later version did.
		return nil, newer(row.ID, err)
	case err != nil:
		return nil, altered(row.ID, err)
	case record.Change().Session != row.Session:
		return nil, altered(row.ID, errors.New("it is of another session"))
	}
	return record, nil
}

// later is true of what can be read some day, with another version or one more key.
func later(err error) bool { return errors.Is(err, ErrNewer) || errors.Is(err, ErrKey) }

// openAll opens rows on all processors: it is what the first exchange of a new computer waits for.
func openAll(link Link, rows []Row) []opened {
	out := make([]opened, len(rows))
	workers := min(runtime.GOMAXPROCS(0), 1+len(rows)/64)
	var wait sync.WaitGroup
	for w := range workers {
		wait.Go(func() {
			for i := w * len(rows) / workers; i < (w+1)*len(rows)/workers; i++ {
				out[i].row = rows[i]
				switch {
				case !rows[i].Erased:
					out[i].record, out[i].err = open(link, rows[i])
				case len(rows[i].Body) > 0:
					out[i].err = link.Keys.tells(link.Firm, rows[i])
				}
			}
		})
	}
	wait.Wait()
	return out
}

// read makes of rows what the data file takes. With an error, it ends before the row of which the
// error is.
func read(link Link, rows []Row, r *Report) (in Incoming, stop error) {
	in = Incoming{From: link.At, To: link.At}
	for _, one := range openAll(link, rows) {
		switch {
		case one.row.Seq <= in.To.Seq:
			continue // it came twice
		case one.row.Seq != in.To.Seq+1:
			return in, errHole
		case later(one.err):
			return in, one.err
		case one.err != nil:
			r.pass(one.row, one.err)
		case one.row.Erased && len(one.row.Body) > 0:
			in.Erased = append(in.Erased, one.row.Session)
		case one.row.Erased:
			// What it said is gone from the hub. What became of it here is not for the hub to say.
		default:
			in.Changes = append(in.Changes, one.record)
		}
		in.To = in.To.Then(one.row.ID)
	}
	in.Erased = union(in.Erased, nil)
	return in, nil
}
