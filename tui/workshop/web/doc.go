// Package web is the door of a workshop for phones: a [Server] lets people into a
// [workshop.Room] with the browser that they have in their hand, and serves the big screen for a
// projector. It sends HTML forms and one style sheet: no script, and nothing from elsewhere.
//
// A request passes, in this order:
//
//  1. package gate: few connections at once, and fewer that have shown no code.
//  2. guard.go: the headers that every answer has, and what a request may look like: to this
//     address, by a form of this address, small.
//  3. server.go: the paths that there are.
//  4. entry.go: the codes and cookies by which somebody is known. The guesses of all doors
//     together are slow (package gate); a known seat or cookie waits for nobody.
//  5. join.go, question.go, votes.go, seat.go, screen.go: the pages, each with what it takes.
//     Room.Visit gives a voter for one request.
//
// The rules are the room's. What a page says is in pages/*.html, and what it shows of a vote comes
// from a view of the room, which holds nothing that its reader may not see.
package web
