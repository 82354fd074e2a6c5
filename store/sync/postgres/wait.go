package postgres

import (
	"context"
	gosync "sync"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// pollEvery is when a computer looks at the hub without being told. A notification is only a hint:
// it may be lost with its line, and some poolers and relatives of PostgreSQL have none.
const pollEvery = 30 * time.Second

// ears are a line on which the hub says that there is something new.
type ears struct {
	mu   gosync.Mutex
	conn *pgconn.PgConn
	poll time.Duration
	// opened is when the line was opened last.
	opened time.Time
	// gone ends with the hub, so that nobody waits on after it was closed.
	gone context.Context
	end  context.CancelFunc
}

func newEars() ears {
	gone, end := context.WithCancel(context.Background())
	return ears{poll: pollEvery, gone: gone, end: end}
}

func (e *ears) close() {
	e.end()
	e.mu.Lock()
	defer e.mu.Unlock()
	hangUp(e.conn)
	e.conn = nil
}

// Wait implements [sync.Hub]. It returns when the hub said something, and after 30 seconds. An error
// is only the end of the context: whether the hub is there is for the next call to find.
func (h *Hub) Wait(ctx context.Context) error {
	timed, cancel := context.WithTimeout(ctx, h.ears.poll)
	defer cancel()
	defer context.AfterFunc(h.ears.gone, cancel)()
	if !h.listens(timed) {
		<-timed.Done()
	}
	return ctx.Err()
}

// listens returns true after a hint, and false where there will be none on this line.
func (h *Hub) listens(ctx context.Context) bool {
	e := &h.ears
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.conn == nil || e.conn.IsClosed() {
		conn, err := dial(ctx, h.config)
		if err != nil {
			return false
		}
		if err := conn.Exec(ctx, "LISTEN readycheck").Close(); err != nil {
			hangUp(conn)
			return false
		}
		e.conn = conn
		// What was said before we listened was not heard. Once, so that a line that breaks again
		// and again does not make us ask without an end.
		before := e.opened
		e.opened = time.Now()
		if time.Since(before) > e.poll {
			return true
		}
	}
	err := e.conn.WaitForNotification(ctx)
	if err != nil && ctx.Err() == nil {
		hangUp(e.conn) // it broke, and the next Wait opens another
	}
	return err == nil
}
