// Package postgres is a hub in a PostgreSQL that the firm has or rents. It implements [sync.Hub].
//
//	schema.sql   what the hub keeps, who may read it, and the functions by which alone it changes
//	url.go       what a URL may say: no password, and no unverified line to another computer
//	hub.go       one computer's line to the hub
//	wait.go      how it hears that there is something new
//	owner.go     what whoever runs the hub does: create, invite, expel, erase, seal anew
//	errors.go    what can go wrong, in sentences
//
// Each member of a firm has a PostgreSQL role of their own, and the role says which firm it is. A
// member reads the rows of that firm and calls the function push, and can do nothing else.
//
// Of pgx only pgconn is used: the rest would make the program half as large again for what three
// queries need.
package postgres
