// Package sync lets the changes of several computers meet in one place, the hub. Each computer
// keeps its own data file and works without a network; a [Loop] offers what was saved there and
// takes what others saved.
//
//	journal   one computer's data file, as far as this package needs it: [Journal]
//	hub       where the changes of a firm meet: [Hub]. It keeps sealed bodies in the order in
//	          which they came, and knows nothing of what they say
//	row       one change in the hub, with its number in the firm
//	point     a place in the hub's order, with a hash over all ids up to it: [Point]. A hub that
//	          was put back to an earlier state has another hash there, and is offered everything
//	          once more
//	seal      what makes a body unreadable for whoever runs the hub: [Keyring]
//
// An exchange ([Loop.Once]) asks the hub how it stands, offers what waits and takes what is new:
//
//	At      is it our firm's hub, does it have our key, does it agree with what was read
//	Push    what has not come back, in batches
//	Pull    what was not read, each row opened and checked before any of it is kept
//	Take    into the data file, with how far the hub was read, in one commit
//	At      does the hub agree with what it sent
//
// Nothing is taken for arrived before it comes back: a change waits until a pull brings it, so that
// a hub that acknowledges and then forgets loses nothing. What is taken may come twice, late, and in
// any order: package merge makes the same session of it. A hub that forgets what was read from it
// has another hash there; then all is read once more, and what it lacks is offered by everybody who
// has it.
//
// Whoever runs a hub has no key. They can keep changes back, or erase sessions; they cannot read a
// change, alter one, put one in another's place or make one. What they leave out of a list that a
// computer has read is noticed; a hub that keeps a list of its own for each computer is not.
//
// Package hubtest is what every hub must keep, as a test; package memory is one that does.
package sync
