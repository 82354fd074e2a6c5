// Package store keeps sessions in one bbolt file, so that a saved answer is on disk and
// stays there.
//
// The file lies in a folder of its own, both private to the user. Several processes use
// it at once: each holds a lock on a sibling file for one burst of work (open, read or
// write, close) and not for the life of a window.
//
// Buckets, schema 2:
//
//	meta      schema, created, mark (the last commit) and the hashes of the commits before
//	          it, by which a copy is told from the file itself (see lineage.go)
//	recent    sequence -> head: what a list shows of a session, the one changed last at
//	          the end. One copy, in the order of the list, so that a list reads only this
//	sessions  one bucket a session, by its UUIDv7:
//	            place      the sequence of its head in recent
//	            answers    question id -> answer
//	            history    revision -> one change: who, when, from, to
//
// What is typed and not saved lies beside the file, see KeepDraft.
//
// Every value is JSON behind the checksum of its place and its bytes (see record). Order
// comes from sequence numbers; times are for show, since clocks jump.
package store
