package screens

import "charm.land/bubbles/v2/key"

// The example is a finished session that is there to be looked at. All that would change it, or
// write it, is refused here; the keys for that are shown as off.

const exampleNotice = "This is an example, so nothing in it changes. At home, n starts your own."

// inExample reports whether the screen is one of the example's.
func (c *owner) inExample() bool {
	return c.m.work != nil && c.m.work.ReadOnly && !ofAll(c.m.screen)
}

// refused reports whether an action is not for the example, and says so.
func (c *owner) refused(a action) bool {
	if !c.inExample() || !touches(a) {
		return false
	}
	c.m.notice = exampleNotice
	return true
}

// touches reports whether an action changes the open session, writes it, or asks for what
// would.
func touches(a action) bool {
	switch a := a.(type) {
	case saveAnswer, undoAnswer, goSetup, goAbout, saveSetup, deepen, exportSession, turnStep, stepDone, markWritten, writePapers, openTally:
		return true
	case openPage:
		_, types := a.page.(typing)
		return types
	}
	return false
}

// touching are the keys of a screen whose actions touch the session.
func touching(of screen) []key.Binding {
	switch s := of.(type) {
	case *questionScreen:
		touching := []key.Binding{keys.pick, keys.choose, keys.seen, keys.told, keys.note, keys.owner, keys.undo, keys.about}
		if s.list.at != noRow && s.list.at != s.Answered() {
			touching = append(touching, keys.enter)
		}
		return touching
	case *reviewScreen:
		touching := []key.Binding{keys.about}
		if len(s.rows) > 0 && touches(s.opens(s.list.at)) {
			touching = append(touching, keys.enter)
		}
		return touching
	case *summaryScreen:
		return []key.Binding{keys.owner, keys.about, keys.export, stepKeys.done, stepKeys.doing, tallyKeys.open}
	case *papersScreen:
		return []key.Binding{keys.enter, keys.export, keys.written}
	}
	return nil
}
