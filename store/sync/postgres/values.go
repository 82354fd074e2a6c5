package postgres

import (
	"context"
	"encoding/binary"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgconn"

	"readycheck/store/sync"
)

// The numbers by which PostgreSQL knows its types.
const (
	byteaOID      = 17
	bigintOID     = 20
	textOID       = 25
	uuidOID       = 2950
	byteaArrayOID = 1001
	uuidArrayOID  = 2951
)

// value is a value as PostgreSQL's binary format has it.
type value struct {
	oid  uint32
	data []byte
}

func bigint(n uint64) value {
	return value{bigintOID, binary.BigEndian.AppendUint64(nil, n)}
}

func text(s string) value { return value{textOID, []byte(s)} }

func number(data []byte) uint64 {
	if len(data) != 8 {
		return 0
	}
	return binary.BigEndian.Uint64(data)
}

// array writes a list of one dimension without nulls.
func array(element uint32, items [][]byte) []byte {
	size := 20
	for _, item := range items {
		size += 4 + len(item)
	}
	out := make([]byte, 0, size)
	for _, n := range []uint32{1, 0, element, uint32(len(items)), 1} {
		out = binary.BigEndian.AppendUint32(out, n)
	}
	for _, item := range items {
		out = binary.BigEndian.AppendUint32(out, uint32(len(item)))
		out = append(out, item...)
	}
	return out
}

func uuidBytes(s string) ([]byte, error) {
	id, err := uuid.Parse(s)
	if err != nil {
		return nil, &sync.Error{Kind: sync.ErrRefused, Cause: err, Says: "This is not the id of a session. An id looks like 0b6c1c4e-7d1e-4a8e-9a51-2f6b7d3c9e10; nothing was changed."}
	}
	return id[:], nil
}

func uuidText(data []byte) string {
	id, err := uuid.FromBytes(data)
	if err != nil {
		return ""
	}
	return id.String()
}

// each runs a query and hands over its rows, whose bytes are gone when f returns.
func each(ctx context.Context, conn *pgconn.PgConn, query string, values []value, f func([][]byte) error) error {
	var data [][]byte
	var oids []uint32
	formats := []int16{1}
	for _, v := range values {
		// Without bytes is empty here, and never null.
		data, oids = append(data, append([]byte{}, v.data...)), append(oids, v.oid)
	}
	result := conn.ExecParams(ctx, query, data, oids, formats, []int16{1})
	var failed error
	for result.NextRow() {
		if failed == nil {
			failed = f(result.Values())
		}
	}
	if _, err := result.Close(); err != nil {
		return err
	}
	return failed
}

// ask runs a query of few rows.
func ask(ctx context.Context, conn *pgconn.PgConn, query string, values ...value) ([][][]byte, error) {
	var rows [][][]byte
	err := each(ctx, conn, query, values, func(r [][]byte) error {
		row := make([][]byte, len(r))
		for i := range r {
			row[i] = slices.Clone(r[i])
		}
		rows = append(rows, row)
		return nil
	})
	return rows, err
}
