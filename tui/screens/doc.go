// Package screens is the program's screens.
//
// A screen (screen.go) is one page: Update takes a message and says what happened as a returned
// action, View draws, ShortHelp and groups name its keys. It never navigates by a command, since
// a command's round trip would let a second key reach the old screen. Neither touches a file or
// waits: whatever does is a command in commands.go, and brings back a message.
//
// The shell (model.go) has the size, the theme, the page over the screen and the keys typed ahead,
// and hands each key on: ctrl+c, then the keys of the program, then the page or the screen. What an
// action does is up to the controller (controller.go) of whoever sits there: owner.go,
// facilitator.go or voter.go. An action that a controller does not name does nothing there.
//
// A key is declared in keys.go, once, for matching and for ?. A key that does nothing now is named
// in the off of its screen, with the sentence that says why. What moves a cursor or a text is in
// moves.go, and a screen has a list, a scroll or tabs for it instead of keys of its own.
//
// To add a screen: a file for it, its action in screen.go, and one line in the act of each
// controller whose it is.
package screens
