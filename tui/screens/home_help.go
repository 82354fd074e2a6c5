package screens

import "charm.land/bubbles/v2/key"

func (h *homeScreen) ShortHelp() []key.Binding {
	switch {
	case h.filtering:
		return []key.Binding{described(keys.enter, "keep the filter"), described(keys.esc, "show all")}
	case !h.loaded:
		return []key.Binding{keys.help, keys.quit}
	case h.unread():
		return []key.Binding{described(keys.enter, "try again"), keys.example, keys.help, keys.quit}
	case h.count() == 0:
		return []key.Binding{described(keys.enter, "start"), keys.example, keys.help, keys.quit}
	}
	if h.comparing != "" {
		return []key.Binding{described(keys.compare, "with this one"), described(keys.esc, "stop comparing"), keys.help, keys.quit}
	}
	if h.row() < 0 {
		return []key.Binding{described(keys.enter, "see to it"), keys.newSession, keys.filter, keys.sort, practiceKeys.open, keys.undo, keys.help, keys.quit}
	}
	return []key.Binding{
		keys.enter, keys.newSession, keys.filter, keys.sort, practiceKeys.open, keys.recheck, keys.compare, keys.export, keys.remove, keys.undo, keys.help, keys.quit,
	}
}

func (h *homeScreen) groups() []keyGroup {
	return []keyGroup{
		{"The session under the cursor", []key.Binding{
			described(keys.enter, "open: at its first open question, or its summary"),
			described(keys.recheck, "check again: a new session with the same answers"),
			described(keys.compare, "compare with another one"), described(keys.export, "write a report or the answers to a file"),
			described(keys.remove, "delete, after asking"),
		}},
		{"All sessions", []key.Binding{
			described(keys.newSession, "begin a new one"), described(keys.filter, "show only some, by any of their words"), described(keys.sort, "sort in another way"),
			described(practiceKeys.open, "all clients beside each other: which lines they lack, tags, letters"),
			described(keys.undo, "bring back what you deleted last"), described(keys.example, "look at a finished example"),
		}},
		{"Moving", allMoves.named()},
		{"The program", []key.Binding{keys.help, keys.suspend, keys.quit}},
	}
}

func (h *homeScreen) off() []offKey {
	needSession := []key.Binding{keys.recheck, keys.compare, keys.export, keys.remove}
	var off []offKey
	say := func(why string, bindings ...key.Binding) {
		for _, b := range bindings {
			off = append(off, offKey{b, why})
		}
	}
	switch {
	case !h.loaded:
	case h.unread():
		say("Your sessions could not be read. enter tries again.", append(needSession, keys.filter, keys.sort, practiceKeys.open)...)
	case h.count() == 0:
		say("There is no session yet. enter starts one.", append(needSession, keys.filter, keys.sort, practiceKeys.open)...)
	case len(h.shown) == 0:
		say("Nothing fits the filter. esc shows all again.", append(needSession, keys.enter)...)
	case h.row() < 0 && h.comparing != "":
		say("Go down to a session first.", append(needSession, keys.enter)...)
	case h.row() < 0:
		say("Go down to a session first.", needSession...)
	case h.count() == 1:
		say("There is only one session, and nothing to compare it with.", keys.compare)
	}
	return off
}

func (h *homeScreen) hint() string {
	switch {
	case h.count() != 1 || h.filtering:
		return ""
	case h.row() < 0:
		return "enter opens what has come due. ↓ goes to your sessions."
	}
	if h.walksFirst(h.uses.rows[0]) {
		return "enter goes through what has come due."
	}
	if h.uses.rows[0].Standing().Finished() {
		return "enter shows where you stand. r checks again later."
	}
	return "enter goes on where you stopped."
}
