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
// Nothing is taken for arrived before it comes back: a change waits until a pull brings it, so that
// a hub that acknowledges and then forgets loses nothing. What is taken may come twice, late, and in
// any order: package merge makes the same session of it.
package sync
