// Package postgres keeps a firm's hub in a PostgreSQL that the firm has or rents. What lies there is
// in schema.sql: numbers, ids, session ids, sealed bodies, and who may come in. Only pgconn of pgx is
// used, which is the smallest part that speaks to a server.
//
// What a number promises comes from one row a firm, which a push holds until it is committed: over a
// plain sequence, somebody who reads on would pass numbers that are committed late.
package postgres
