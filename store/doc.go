// Package store keeps sessions in one bbolt file, so that a saved answer is on disk and
// stays there.
//
// The file lies in a folder of its own, both private to the user. Several processes use
// it at once: each holds a lock on a sibling file for one burst of work and not for the
// life of a window.
//
// # How a session lies on disk
//
// Buckets, schema 3 (migrate.go brings older ones there):
//
//	meta      schema, created, mark (the last commit) and commit/<hash> -> number, the commits
//	          before it, by which a copy is told from the file itself
//	recent    sequence -> head: what a list shows of a session, the one changed last at
//	          the end. One copy, in the order of the list, so that a list reads only this.
//	          A standing alone is written where it is (SaveStanding, SaveDue,
//	          SaveStandings)
//	          Tags and the next visit are in the head too
//	sessions  one bucket a session, by its UUIDv7:
//	            place      the sequence of its head in recent
//	            answers    question id -> answer
//	            history    revision -> one change: who, when, from, to
//	hub       which firm the file belongs to, its keys, and how far its hub was read (journal.go)
//	outbox    session id -> the changes that have not come back from the hub
//	gone      session id -> what is known of a session that was deleted (gone.go)
//
// The last three are empty in a file that has no hub.
//
// Every value is JSON behind the checksum of its place and its bytes (records.go). Order
// comes from sequence numbers; times are for show, since clocks jump. A workshop lies in
// the history (team.go). What is typed and not saved lies in files beside the data file
// (drafts.go), and so do backups (backup.go).
//
// # Words
//
//	burst        one piece of work with the file: lock, open, read or write, close. burst.go
//	held         the sibling lock while this process has it, with the note in it of who has
//	             it and how far the file got. lock.go
//	place        where a record belongs: its path of buckets and its key, which go into its
//	             checksum, so that one under another key is noticed. records.go. A session's
//	             own record of that name is the place of its head in the list
//	head         what a list shows of a session, with what the store needs beside it. records.go
//	examination  reading the file without bbolt and without trust, before bbolt sees it: the
//	             whole file at first, then what changed. examine.go; what it finds is the
//	             inventory, inventory.go
//	left         the file as this process last saw it sound: while it is still like that, no
//	             examination is needed. The type state in store.go, check and leave in burst.go
//	trail        which pages can have changed since the last examination, followed from one
//	             transaction to the next. trail.go
//	mark         lineage, number and hash of a file's last commit; each commit makes one. mark.go
//	lineage      a file and all its copies. Marks that were noted in the lock, in each window
//	             and outside the folder (away.go) tell an older copy, one that was changed
//	             elsewhere and a file that is gone. lineage.go
//	aside        where a file goes that another one replaces; nothing is removed. aside.go
//	telling      a session's history as changes for other computers: those that it has, and those
//	             that follow from it. Nothing of them is written before they go out. changes.go
//	shared       a session in which another computer wrote. It is what package merge makes of all
//	             its changes; every other session is what its history says, played in order
//	gathered     up to here the history has its changes written down, and they wait in the outbox
//	elsewhere    of another computer
//	rescued      a session that a repair puts together from what can be read. rescued.go
//
// # Where it is decided
//
//	whether a file is damaged             judged by check in burst.go, which refuses it. Faulty pages
//	                                      are found by boltfile/walk.go, faulty records by the
//	                                      inventory's read, record and compare in examine.go
//	what is done about it                 repair.go
//	whether a sound file is the right one judge in lineage.go
//	what goes into one commit             commit in queue.go; what is saved, saving.go
//	whether two windows disagree          putAnswer in saving.go
//	what other computers are told         said in changes.go
//	what comes of what they tell          put and settle in taking.go
//	what a deletion means for them        gone.go
//	what an error says                    errors.go
//
// # The packages below
//
// boltfile reads the bytes of a bbolt file, disk makes the few calls of a file system, newfile
// writes a file as a whole or not at all, shell quotes what a person is to type. merge makes one
// session of what several computers wrote, and sync lets their changes meet. For tests:
// storetest is the contract of a store, powercut a disk that loses its power,
// disk/windowsrules what Windows forbids, and many makes large files to measure with.
package store
