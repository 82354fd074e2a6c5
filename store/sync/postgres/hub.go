package postgres

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	gosync "sync"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgconn"

	"readycheck/store/merge"
	"readycheck/store/sync"
)

// version is the form of the hub that this version of the program speaks to.
const version = 1

// pullBytes is about how much one answer may hold.
const pullBytes = 8 << 20

// Hub is one computer's way to a firm's hub. It connects when it is first needed, and again after
// the line was cut. It is safe for use by several goroutines, which take turns.
type Hub struct {
	cfg *pgconn.Config

	mu   gosync.Mutex
	conn *pgconn.PgConn
	// ears is a connection of its own that hears of what others push.
	earsMu gosync.Mutex
	ears   *pgconn.PgConn
}

// Open reads an address. Nothing is sent yet.
func Open(address string) (*Hub, error) {
	cfg, err := parse(address)
	if err != nil {
		return nil, err
	}
	return &Hub{cfg: cfg}, nil
}

// Host is what a person calls the hub's computer.
func (h *Hub) Host() string { return hostOf(h.cfg) }

// Close lets go of the connections.
func (h *Hub) Close() {
	for _, one := range []struct {
		mu   *gosync.Mutex
		conn **pgconn.PgConn
	}{{&h.mu, &h.conn}, {&h.earsMu, &h.ears}} {
		one.mu.Lock()
		hangUp(one.conn)
		one.mu.Unlock()
	}
}

func hangUp(conn **pgconn.PgConn) {
	if *conn == nil {
		return
	}
	ctx, stop := context.WithTimeout(context.Background(), connectTime)
	defer stop()
	_ = (*conn).Close(ctx)
	*conn = nil
}

// Types of parameters, by their numbers in every PostgreSQL.
const (
	int8Type       = 20
	textType       = 25
	nameType       = 19
	byteaType      = 17
	uuidType       = 2950
	int8ArrayType  = 1016
	byteaArrayType = 1001
	uuidArrayType  = 2951
)

// value is a parameter in its binary form.
type value struct {
	kind uint32
	data []byte
}

func number(n uint64) value     { return value{int8Type, binary.BigEndian.AppendUint64(nil, n)} }
func text(s string) value       { return value{textType, []byte(s)} }
func name(s string) value       { return value{nameType, []byte(s)} }
func blob(data []byte) value    { return value{byteaType, data} }
func session(u uuid.UUID) value { return value{uuidType, u[:]} }

// array writes a list as PostgreSQL does: its dimensions, the kind of its parts, and the parts.
func array(kind, of uint32, parts [][]byte) value {
	size := 20
	for _, part := range parts {
		size += 4 + len(part)
	}
	out := make([]byte, 0, size)
	word := func(n uint32) { out = binary.BigEndian.AppendUint32(out, n) }
	word(1)
	word(0)
	word(of)
	word(uint32(len(parts)))
	word(1)
	for _, part := range parts {
		word(uint32(len(part)))
		out = append(out, part...)
	}
	return value{kind, out}
}

// call runs one statement and gives each of its rows to take. The values of a row are valid until
// take returns.
func (h *Hub) call(ctx context.Context, sql string, take func([][]byte) error, values ...value) error {
	ctx, stop := context.WithTimeout(ctx, callTime)
	defer stop()
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := h.connect(ctx, &h.conn); err != nil {
		return err
	}
	data, kinds, formats := make([][]byte, len(values)), make([]uint32, len(values)), make([]int16, len(values))
	for i, v := range values {
		data[i], kinds[i], formats[i] = v.data, v.kind, 1
	}
	reader := h.conn.ExecParams(ctx, sql, data, kinds, formats, []int16{1})
	var taking error
	for reader.NextRow() {
		if taking == nil && take != nil {
			taking = take(reader.Values())
		}
	}
	_, err := reader.Close()
	if err != nil {
		// What became of it is not known, or the server is going: start anew next time.
		var said *pgconn.PgError
		if !errors.As(err, &said) || said.Code[:2] == "57" || said.Code[:2] == "08" || said.Code == readOnly {
			hangUp(&h.conn)
		}
		return h.explain(ctx, err)
	}
	return taking
}

// connect makes a connection where there is none.
func (h *Hub) connect(ctx context.Context, conn **pgconn.PgConn) error {
	if *conn != nil && !(*conn).IsClosed() {
		return nil
	}
	made, err := pgconn.ConnectConfig(ctx, h.cfg)
	if err != nil {
		return h.explain(ctx, err)
	}
	*conn = made
	return nil
}

// At says how the hub stands: see [sync.Hub].
func (h *Hub) At(ctx context.Context, seq uint64) (sync.At, error) {
	var at sync.At
	there, spoken := false, uint32(0)
	err := h.call(ctx, `SELECT a.version, f.id, f.name, f.last, f.probe, c.chain
		FROM readycheck.about a LEFT JOIN readycheck.firm f ON f.id = readycheck.firm_of() LEFT JOIN readycheck.change c ON c.firm = f.id AND c.seq = $1`, func(v [][]byte) error {
		spoken = binary.BigEndian.Uint32(v[0])
		if v[1] == nil {
			return nil
		}
		there = true
		firm, err := uuid.FromBytes(v[1])
		at = sync.At{Firm: firm.String(), Name: string(v[2]), Last: binary.BigEndian.Uint64(v[3]), Probe: append([]byte(nil), v[4]...)}
		switch {
		case seq == 0:
			at.Known = true
		case len(v[5]) == len(at.Chain):
			at.Known = true
			copy(at.Chain[:], v[5])
		}
		return err
	}, number(seq))
	switch {
	case err != nil:
		return sync.At{}, err
	case spoken > version:
		return sync.At{}, h.newer(spoken)
	case !there:
		return sync.At{}, h.notAMember()
	}
	return at, nil
}

// Push adds rows: see [sync.Hub].
func (h *Hub) Push(ctx context.Context, rows []sync.Row) error {
	if len(rows) == 0 {
		return nil
	}
	ids, sessions, bodies := make([][]byte, len(rows)), make([][]byte, len(rows)), make([][]byte, len(rows))
	for i, row := range rows {
		of, err := uuid.Parse(row.Session)
		if err != nil {
			return err
		}
		ids[i], sessions[i], bodies[i] = row.ID[:], of[:], row.Body
	}
	return h.call(ctx, "SELECT readycheck.push($1, $2, $3)", nil,
		array(byteaArrayType, byteaType, ids), array(uuidArrayType, uuidType, sessions), array(byteaArrayType, byteaType, bodies))
}

// Pull returns the rows after a number: see [sync.Hub].
func (h *Hub) Pull(ctx context.Context, after uint64, n int) ([]sync.Row, error) {
	return h.rows(ctx, `SELECT seq, id, session, body, erased FROM (
			SELECT *, sum(length(body)) OVER (ORDER BY seq) - length(body) AS before
			FROM (SELECT seq, id, session, body, erased FROM readycheck.change WHERE firm = (SELECT readycheck.firm_of()) AND seq > $1 ORDER BY seq LIMIT $2) AS first
		) AS counted WHERE before < $3 ORDER BY seq`, number(after), number(uint64(n)), number(pullBytes))
}

// PullSession returns all rows of one session: see [sync.Hub].
func (h *Hub) PullSession(ctx context.Context, which string) ([]sync.Row, error) {
	of, err := uuid.Parse(which)
	if err != nil {
		return nil, err
	}
	return h.rows(ctx, `SELECT seq, id, session, body, erased FROM readycheck.change
		WHERE firm = (SELECT readycheck.firm_of()) AND session = $1 ORDER BY seq`, session(of))
}

func (h *Hub) rows(ctx context.Context, sql string, values ...value) ([]sync.Row, error) {
	var rows []sync.Row
	err := h.call(ctx, sql, func(v [][]byte) error {
		of, err := uuid.FromBytes(v[2])
		if err != nil || len(v[1]) != len(merge.ID{}) {
			return errors.Join(fmt.Errorf("a row that is none"), err)
		}
		row := sync.Row{Seq: binary.BigEndian.Uint64(v[0]), ID: merge.ID(v[1]), Session: of.String(), Erased: len(v[4]) == 1 && v[4][0] == 1}
		row.Body = append(row.Body, v[3]...)
		rows = append(rows, row)
		return nil
	}, values...)
	if err != nil {
		return nil, err
	}
	return rows, nil
}

// Wait returns when somebody pushed, and after half a minute in any case: see [sync.Hub].
func (h *Hub) Wait(ctx context.Context) error {
	h.earsMu.Lock()
	defer h.earsMu.Unlock()
	within, stop := context.WithTimeout(ctx, waitTime)
	defer stop()
	fresh := h.ears == nil || h.ears.IsClosed()
	err := h.connect(within, &h.ears)
	if err == nil && fresh {
		if _, err = h.ears.Exec(within, "LISTEN readycheck").ReadAll(); err == nil {
			return nil // what came before nobody told
		}
	}
	if err == nil {
		err = h.ears.WaitForNotification(within)
	}
	if err == nil {
		return nil
	}
	if within.Err() == nil || h.ears != nil && h.ears.IsClosed() {
		hangUp(&h.ears)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if within.Err() != nil {
		return nil // time to look
	}
	var said *sync.Error
	if errors.As(err, &said) {
		return err
	}
	return h.explain(within, err)
}
