// Package workshop lets several people answer one session's questions, each on a screen of
// their own over SSH, without seeing each other's answers before the room is shown them.
//
// A [Room] is the workshop itself: who may come in, who sits where, what they voted. Every
// vote is on disk before it is acknowledged. It knows nothing of the network, and hands out
// views that hold only what their reader may see. A [Server] lets people in: it admits few
// connections, slows down guesses, and gives each person a terminal program and nothing
// else. The screens themselves are in package tui.
package workshop
