package screens

import tea "charm.land/bubbletea/v2"

// controller is who sits before the screens: the owner of the sessions, the facilitator of a
// workshop, or a voter in it. Each is a type of its own, and what it does not name, nobody
// can do there. The shell asks nobody who they are.
type controller interface {
	// begin is what the first screen needs from outside.
	begin() tea.Cmd
	// act does what a screen asked for. An action that it does not name does nothing.
	act(a action) tea.Cmd
	// take takes in a message from outside, and reports whether it was for this controller.
	take(msg tea.Msg) (cmd tea.Cmd, mine bool)
	// may reports whether a key may reach the screens, and what to say where it may not.
	may(k tea.KeyPressMsg) (ok bool, why string)
	// off are the keys of a screen that do nothing now, besides those that it names itself.
	off(of screen) []offKey
	// waiting reports whether something is on its way that the next keys are meant for.
	waiting() bool
	// leave saves what can be saved when the screens have ended, however they did.
	leave()
}
