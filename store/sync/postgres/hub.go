package postgres

import (
	"context"
	_ "embed"
	"errors"
	gosync "sync"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"readycheck/store/merge"
	"readycheck/store/sync"
)

//go:embed schema.sql
var schema string

// schemaVersion is the version of schema.sql.
const schemaVersion = 1

// What one push of the schema takes. More is sent as several in one transaction.
const (
	rowsAtOnce  = 1000
	bytesAtOnce = 16 << 20
	// MaxBody is the largest body that the hub takes.
	MaxBody = 1536 << 10
)

// callTimeout is how long a call may take, with the way to the hub. Over a slow line, 16 MiB need
// their time.
const callTimeout = 60 * time.Second

// Hub is one computer's line to a firm's hub. It may be used by several goroutines, of which one at a
// time is served. A line that was cut is opened again at the next call.
type Hub struct {
	config  *pgconn.Config
	timeout time.Duration

	mu   gosync.Mutex
	conn *pgconn.PgConn

	ears ears
}

var _ sync.Hub = (*Hub)(nil)

// Open looks whether there is a hub that lets us in. The URL has no password: that comes from
// ~/.pgpass, PGPASSFILE, pg_service.conf or the environment.
func Open(ctx context.Context, url string) (*Hub, error) {
	h, err := New(url)
	if err != nil {
		return nil, err
	}
	if _, err := h.At(ctx, 0); err != nil {
		h.Close()
		return nil, err
	}
	return h, nil
}

// New is Open without looking: nothing is sent before the first call.
func New(url string) (*Hub, error) {
	config, err := parse(url)
	if err != nil {
		return nil, err
	}
	return &Hub{config: config, timeout: callTimeout, ears: newEars()}, nil
}

// Host says where the hub is, for a person.
func (h *Hub) Host() string { return hostsOf(h.config) }

// Close ends the lines to the hub. What was pushed is there.
func (h *Hub) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	hangUp(h.conn)
	h.conn = nil
	h.ears.close()
}

func hangUp(conn *pgconn.PgConn) {
	if conn == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = conn.Close(ctx) // the line is given up in any case
}

// do calls f with an open line. A line that was cut since the last call is only noticed by using it,
// so that f is then called again with a new one: all that is asked of a hub may be asked twice.
func (h *Hub) do(ctx context.Context, f func(context.Context, *pgconn.PgConn) error) error {
	ctx, cancel := context.WithTimeout(ctx, h.timeout)
	defer cancel()
	h.mu.Lock()
	defer h.mu.Unlock()
	for {
		old := h.conn != nil && !h.conn.IsClosed()
		if !old {
			conn, err := h.open(ctx)
			if err != nil {
				return err
			}
			h.conn = conn
		}
		err := f(ctx, h.conn)
		if err == nil {
			return nil
		}
		cut := h.conn.IsClosed()
		if !cut && h.conn.TxStatus() != 'I' { // nobody may find half of it
			hangUp(h.conn)
		}
		if !old || !cut || ctx.Err() != nil {
			return explain(ctx, h.config, err)
		}
	}
}

// open opens a line to a hub of our version.
func (h *Hub) open(ctx context.Context) (*pgconn.PgConn, error) {
	conn, err := dial(ctx, h.config)
	if err != nil {
		return nil, err
	}
	version, err := versionOf(ctx, conn)
	switch {
	case err != nil:
		err = explain(ctx, h.config, err)
	case version > schemaVersion:
		err = newerHub(version)
	case version < schemaVersion:
		err = olderHub(version)
	default:
		return conn, nil
	}
	hangUp(conn)
	return nil, err
}

func versionOf(ctx context.Context, conn *pgconn.PgConn) (int, error) {
	rows, err := ask(ctx, conn, "SELECT version::bigint FROM readycheck.hub")
	if err != nil || len(rows) == 0 {
		return 0, err
	}
	return int(number(rows[0][0])), nil
}

// At implements [sync.Hub].
func (h *Hub) At(ctx context.Context, seq uint64) (sync.At, error) {
	var at sync.At
	err := h.do(ctx, func(ctx context.Context, conn *pgconn.PgConn) error {
		rows, err := ask(ctx, conn, `SELECT f.id, f.name, f.last, f.probe, c.chain FROM readycheck.firm f
			LEFT JOIN readycheck.change c ON c.firm = f.id AND c.seq = $1 WHERE f.id = (SELECT readycheck.my_firm())`, bigint(seq))
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return &sync.Error{Kind: sync.ErrRefused, Says: noMember(h.config)}
		}
		r := rows[0]
		at = sync.At{Firm: uuidText(r[0]), Name: string(r[1]), Last: number(r[2]), Probe: r[3], Known: seq == 0}
		if len(r[4]) == len(at.Chain) {
			at.Chain, at.Known = [32]byte(r[4]), true
		}
		return nil
	})
	return at, err
}

// Push implements [sync.Hub].
func (h *Hub) Push(ctx context.Context, rows []sync.Row) error {
	if len(rows) == 0 {
		return nil
	}
	return h.do(ctx, func(ctx context.Context, conn *pgconn.PgConn) error {
		batch, err := pushes(rows)
		if err != nil {
			return err
		}
		return conn.ExecBatch(ctx, batch).Close() // one transaction
	})
}

// pushes makes the calls of a push. A batch can be sent once only: sending adds its end to it, and with
// two of them each later answer on the line would be taken for that of the question after it.
func pushes(rows []sync.Row) (*pgconn.Batch, error) {
	batch := new(pgconn.Batch)
	for len(rows) > 0 {
		var ids, sessions, bodies [][]byte
		for size := 0; len(ids) < min(len(rows), rowsAtOnce) && size < bytesAtOnce; {
			row := rows[len(ids)]
			session, err := uuidBytes(row.Session)
			if err != nil {
				return nil, err
			}
			if len(row.Body) > MaxBody {
				return nil, &sync.Error{Kind: sync.ErrRefused, Cause: errors.New("change " + row.ID.String()), Says: "A change is too large for the hub, so it was not sent. It stays on this computer. A change may have 1.5 megabytes."}
			}
			ids, sessions, bodies = append(ids, row.ID[:]), append(sessions, session), append(bodies, row.Body)
			size += len(row.Body)
		}
		rows = rows[len(ids):]
		batch.ExecParams("SELECT readycheck.push($1, $2, $3)",
			[][]byte{array(byteaOID, ids), array(uuidOID, sessions), array(byteaOID, bodies)},
			[]uint32{byteaArrayOID, uuidArrayOID, byteaArrayOID}, []int16{1, 1, 1}, nil)
	}
	return batch, nil
}

const rowColumns = "SELECT seq, id, session, body, erased FROM readycheck.change WHERE firm = (SELECT readycheck.my_firm()) AND "

// Pull implements [sync.Hub].
func (h *Hub) Pull(ctx context.Context, after uint64, n int) ([]sync.Row, error) {
	return h.rows(ctx, rowColumns+"seq > $1 ORDER BY seq LIMIT $2", bigint(after), bigint(uint64(max(n, 0))))
}

// PullSession implements [sync.Hub].
func (h *Hub) PullSession(ctx context.Context, session string) ([]sync.Row, error) {
	id, err := uuidBytes(session)
	if err != nil {
		return nil, err
	}
	return h.rows(ctx, rowColumns+"session = $1 ORDER BY seq", value{uuidOID, id})
}

func (h *Hub) rows(ctx context.Context, query string, values ...value) ([]sync.Row, error) {
	var out []sync.Row
	err := h.do(ctx, func(ctx context.Context, conn *pgconn.PgConn) error {
		out = nil
		return each(ctx, conn, query, values, func(r [][]byte) error {
			if len(r[1]) != len(merge.ID{}) {
				return errors.New("an id of another length")
			}
			out = append(out, sync.Row{Seq: number(r[0]), ID: merge.ID(r[1]), Session: uuidText(r[2]), Body: copied(r[3]), Erased: len(r[4]) == 1 && r[4][0] == 1})
			return nil
		})
	})
	return out, err
}

func copied(b []byte) []byte {
	if len(b) == 0 {
		return nil
	}
	return append([]byte(nil), b...)
}
