package screens

import "charm.land/bubbles/v2/key"

// bind names a key once, for matching and for the help that is shown.
func bind(help, does string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(help, does))
}

// keys are the keys of the program; those that move in a list are in moves.go, and what a
// voter may press is in voter.go. They are part of its contract.
var keys = struct {
	quitNow, suspend, systemPaste, help                                key.Binding
	up, down, pageUp, pageDown, top, bottom                            key.Binding
	enter, next, back, esc, home                                       key.Binding
	newSession, filter, sort, export, remove, undo, quit, example      key.Binding
	recheck, compare, copy                                             key.Binding
	choose, seen, told, note, owner, jump, later, about, retry, review key.Binding
	finish, why, tab, shiftTab, questions, yes, no                     key.Binding
	deepen                                                             key.Binding
	pick, saveNote, rowUp, rowDown, readOn                             key.Binding
	papers, written, explain                                           key.Binding
	reveal, lock, sendAway, handOver, decide, verdict, end             key.Binding
	rename, time, voteAgain, mark                                      key.Binding
}{
	quitNow: bind("ctrl+c", "quit", "ctrl+c"),
	suspend: bind("ctrl+z", "pause the program", "ctrl+z"),
	// systemPaste is the key by which fields read the clipboard of the computer that they run on.
	systemPaste: bind("ctrl+v", "paste", "ctrl+v"),
	help:        bind("?", "all keys", "?", "f1"),
	up:          bind("↑", "up", "up", "k"),
	down:        bind("↓", "down", "down", "j"),
	pageUp:      bind("pgup", "page up", "pgup"),
	pageDown:    bind("pgdn", "page down", "pgdown"),
	top:         bind("home", "first", "home"),
	bottom:      bind("end", "last", "end"),
	enter:       bind("enter", "open", "enter"),
	next:        bind("→", "next", "right"),
	back:        bind("←", "back", "left"),
	esc:         bind("esc", "back", "esc"),
	home:        bind("esc", "home", "esc"),
	newSession:  bind("n", "new", "n"),
	filter:      bind("/", "filter", "/"),
	sort:        bind("o", "sort", "o"),
	export:      bind("e", "export", "e"),
	remove:      bind("d", "delete", "d"),
	undo:        bind("u", "undo", "u"),
	quit:        bind("q", "quit", "q"),
	example:     bind("x", "see an example", "x"),
	recheck:     bind("r", "re-check", "r"),
	compare:     bind("c", "compare with", "c"),
	copy:        bind("y", "copy as text", "y"),
	choose:      bind("space", "choose", "space"),
	pick:        bind("1–9", "choose", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
	seen:        bind("s", "seen", "s"),
	told:        bind("t", "told", "t"),
	note:        bind("n", "note", "n"),
	owner:       bind("o", "owner and date", "o"),
	jump:        bind("g", "jump", "g"),
	later:       bind("l", "later", "l"),
	about:       bind("a", "about this use", "a"),
	retry:       bind("ctrl+s", "save again", "ctrl+s"),
	review:      bind("v", "review", "v"),
	finish:      bind("f", "finish", "f"),
	why:         bind("w", "why", "w"),
	tab:         bind("tab", "next page", "tab"),
	shiftTab:    bind("shift+tab", "page before", "shift+tab"),
	questions:   bind("b", "questions", "b"),
	yes:         bind("y", "yes", "y"),
	no:          bind("n", "no", "n", "esc"),
	papers:      bind("P", "papers", "P"),
	explain:     bind("h", "how", "h"),
	written:     bind("d", "it is written", "d"),
	reveal:      bind("v", "show the votes", "v"),
	lock:        bind("l", "lock", "l"),
	sendAway:    bind("x", "take out", "x"),
	handOver:    bind("h", "give the seat back", "h"),
	decide:      bind("d", "decide", "d"),
	verdict:     bind("s", "where you stand", "s"),
	rename:      bind("n", "rename", "n"),
	time:        bind("t", "give a time", "t"),
	voteAgain:   bind("r", "vote again", "r"),
	mark:        bind("space", "mark", "space"),
	deepen:      bind("F", "full check", "F", "shift+f"),
	end:         bind("q", "end the workshop", "q"),
	// rowUp and rowDown move where letters are typed.
	rowUp:   bind("↑", "up", "up"),
	rowDown: bind("↓", "down", "down"),
	// readOn is a page further where there is nothing to choose.
	readOn:   bind("pgdn", "page down", "pgdown", "space"),
	saveNote: bind("ctrl+s", "save", "ctrl+s"),
}

// described is the same key with other words, where a screen means something narrower.
func described(b key.Binding, does string) key.Binding {
	b.SetHelp(b.Help().Key, does)
	return b
}
