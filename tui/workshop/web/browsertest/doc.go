// Package browsertest drives the pages of a workshop with a real Chromium, for tests: as a person
// does who holds a phone, sits at a keyboard, or listens to a screen reader.
//
// A [Browser] is one Chromium for a test, and each [Page] of [Browser.Phone] a phone of its own,
// which shares no cookie with another one. Pages lie at an address of a local network ([Relay]),
// since browsers trust 127.0.0.1 more than a real one; no script of a page runs; and what a
// phone keeps for the way back is kept.
//
// Nothing here waits for a time: a [Page] waits until it shows what a test asks for. What it
// shows is what a screen reader is told ([Page.Heard]), and what is tapped is found by its
// name there, so a test passes only where somebody who does not see gets along too.
package browsertest
