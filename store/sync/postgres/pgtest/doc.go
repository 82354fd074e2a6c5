// Package pgtest starts real PostgreSQL servers for tests, from the programs that are on this
// computer: in a folder of their own, on a free port, with their data on the disk before a commit
// is acknowledged. They end with the test, also when the test is killed.
//
// Where there are no such programs the test is skipped, and with READYCHECK_POSTGRES=required it fails.
package pgtest
