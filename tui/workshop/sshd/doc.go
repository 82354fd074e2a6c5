// Package sshd is the door of a workshop: a [Server] lets people into a [workshop.Room] over
// SSH, with the ssh that their computer has, and gives each of them a terminal program and
// nothing else.
//
// A connection passes, in this order:
//
//  1. package gate: few connections at once, and fewer that have shown no code.
//  2. entry.go: the code, asked for as SSH asks for passwords; guesses are slow (package gate).
//  3. channel.go: one session channel, on which a client can have a screen, change its size
//     and type. Everything else that SSH offers is refused.
//  4. server.go: Room.Enter gives a voter, and package screens draws for it.
//  5. typing.go: what is typed, no faster than a person types.
//
// What a vote becomes is the room's: see "Where a vote becomes an answer" in package
// [workshop]. What one person can cost is in SECURITY.md, with the tests that hold it.
package sshd
